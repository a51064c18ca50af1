/* bag_text.h -- the small texts of a BagIt bag (RFC 8493, and the drafts 0.93 to 0.97 before it):
 * bagit.txt, manifests, fetch.txt, bag-info.txt, and the paths in them.
 *
 * Pure: bytes in, structs out. All of it comes from strangers. What is against
 * the standard is an error; what only may surprise another tool is an oddity,
 * which the caller tells as a warning.
 */
#ifndef SEAL_BAG_TEXT_H
#define SEAL_BAG_TEXT_H

#include "base/arena.h"
#include "base/err.h"
#include "base/strbuf.h"

#define BAG_DIGEST_MAX 64       /* bytes of the longest digest */

typedef enum BagEncoding {
    BAG_UTF8, BAG_LATIN1, BAG_UTF16, BAG_UTF16LE, BAG_UTF16BE
} BagEncoding;

/* bagit.txt */
typedef struct BagDeclaration {
    int         major, minor;       /* 0.93 .. 0.97, 1.0 */
    BagEncoding encoding;           /* of all other tag files */
} BagDeclaration;

Status bag_parse_declaration(Str bytes, BagDeclaration *ret, Error *err);

/* A tag file as UTF-8; ERR_BAD_INPUT when the bytes are not of that encoding. */
Status bag_decode(Arena *arena, BagEncoding encoding, Str bytes, Str *ret, Error *err);

/* Cut a line off; it ends with LF, CR, CR LF or the text. */
bool bag_line(Str *rest, Str *line);

/* The digest algorithms that are known; md5 and sha1 are read, never written. */
typedef struct BagAlgorithm {
    const char *name;       /* as in manifest-<name>.txt, and as OpenSSL calls it */
    unsigned    size;       /* bytes of a digest */
} BagAlgorithm;

extern const BagAlgorithm bag_algorithms[];
extern const unsigned     bag_algorithm_count;

/* "sha256" and also "SHA-256"; -1 when unknown. */
int bag_algorithm_of(Str name);

typedef enum BagOddity {
    BAG_ODD_STAR    = 1,    /* an asterisk before the path, as md5sum writes */
    BAG_ODD_DOT     = 2,    /* "./" or "//" in the path, dropped */
    BAG_ODD_PERCENT = 4,    /* 1.0: a percent sign that is not encoded */
} BagOddity;

/* A row of a manifest. */
typedef struct BagRow {
    uint8_t  digest[BAG_DIGEST_MAX];
    Str      path;          /* decoded, safe (below the bag), UTF-8 as the tag file had it */
    unsigned odd;           /* BagOddity, joined */
} BagRow;

Status bag_parse_row(Arena *arena, const BagDeclaration *bag, const BagAlgorithm *algorithm, Str line,
                     BagRow *ret, Error *err);

/* A row of fetch.txt: URL LENGTH PATH. Nothing is ever fetched. */
typedef struct BagFetch {
    Str      url;
    int64_t  length;        /* bytes, -1 unknown */
    Str      path;
    unsigned odd;
} BagFetch;

Status bag_parse_fetch(Arena *arena, const BagDeclaration *bag, Str line, BagFetch *ret, Error *err);

/* bag-info.txt: labels may repeat, order is kept, folded lines are joined by a space. */
typedef struct BagField {
    Str label, value;
} BagField;

typedef struct BagInfo {
    const BagField *fields;
    size_t          count;
    bool            odd;    /* white space before a colon, or none after it */
} BagInfo;

Status bag_parse_info(Arena *arena, Str text, BagInfo *ret, Error *err);

/* "octets.count" */
bool bag_parse_oxum(Str value, int64_t *bytes, int64_t *files);

/* The path as manifests of 1.0 have it: CR, LF and % as %0D, %0A, %25. */
void bag_encode_path(StrBuf *out, Str path);

/* What names have in common that some file system would take for one: canonically composed, without
 * case. Covers Latin, Greek and Cyrillic; other scripts stay as they are. */
Str bag_fold_path(Arena *arena, Str path);

#endif
