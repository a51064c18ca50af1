/* warc.h -- web archives, read record by record: WARC 1.0 and 1.1 (ISO 28500), its drafts, and the older ARC.
 *
 * Plain, or compressed by gzip, a member a record or the whole file in one. Pure: bytes in, records out.
 * What is broken is told and passed over; reading goes on at the next record that can be found.
 */
#ifndef KEEP_WARC_H
#define KEEP_WARC_H

#include "base/arena.h"
#include "base/strbuf.h"

#define WARC_HEAD_MAX  65536                        /* bytes of a record's head or of HTTP headers */
#define WARC_BLOCK_MAX ((uint64_t)512 << 20)        /* bytes of a block that are kept */
#define WARC_LINES_MAX 1000                         /* lines of a head that are kept */

typedef struct WarcField {
    Str name, value;
} WarcField;

typedef struct WarcHead {
    WarcField *fields;
    size_t     count;
} WarcHead;

/* The first value under a name, in any letters' case; STR_NONE. */
Str warc_field(const WarcHead *head, Str name);

/* Lines up to an empty one. *ret_len: bytes used, the empty line with them; 0 when there is no end to it. */
WarcHead warc_head(Arena *arena, Str bytes, size_t *ret_len);

typedef enum WarcEnd {
    WARC_RECORD,
    WARC_BROKEN,        /* `why` says what; more may follow */
    WARC_END,
} WarcEnd;

typedef struct WarcRecord {
    Str      version;       /* "WARC/1.1", "ARC/1" */
    WarcHead head;          /* of ARC: translated into WARC's names */
    Str      block;         /* lives until the next call */
    uint64_t block_length;  /* as told; more than block.len when it was cut */
    bool     cut;           /* the file ended inside the block */
    uint64_t at, length;    /* of the record in the file, compressed as it stands; at = PART_NOWHERE inside a stream */
    const char *why;
} WarcRecord;

typedef struct WarcReader WarcReader;

/* `from`: 0, or what warc_place told. NULL when these bytes are no web archive. */
WarcReader *warc_open(Arena *arena, Str file, uint64_t from);
void        warc_close(WarcReader *w);
WarcEnd     warc_next(WarcReader *w, Arena *arena, WarcRecord *ret);
uint64_t    warc_place(const WarcReader *w);

/* ---- HTTP in a block ---- */

typedef struct WarcHttp {
    int      status;        /* 0: no HTTP status line */
    WarcHead head;
    Str      raw;           /* the body as it was stored */
    Str      unchunked;     /* without chunks */
    Str      body;          /* decoded; in `arena` or a view */
    Str      trouble;       /* what could not be decoded, or STR_NONE; `body` is then as far as it went */
} WarcHttp;

/* `limit`: bytes that a body may unfold to. */
void warc_http(Arena *arena, Str block, uint64_t limit, WarcHttp *ret);

/* "sha1:..." (base32 or hex), "sha256:...", "md5:..." over `bytes`: +1 it is theirs, -1 it is not, 0 not known. */
int warc_digest(Str digest, Str bytes);

#endif
