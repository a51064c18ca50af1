/* stamps.h -- the folder stamps/ of a case: requests, tokens, proofs, and what is needed to judge them.
 *
 *     <size>.tsq              request over the checkpoint of that size (timestamp.h)
 *     <size>.tsr  <size>-2.tsr ...    replies
 *     <size>.ots  <size>-2.ots ...    proofs of OpenTimestamps, the later the more complete
 *     chain/<64 hex>.pem      one certificate; chain/<64 hex>.crl one revocation list, both PEM, named by
 *                             the SHA-256 of the file
 *
 * Nothing here is ever replaced. Each file is named with its SHA-256 in a record of
 * an entry of type `stamp` (`file`, `digest`), so the next checkpoint, and the
 * stamp over that one, cover it: a token whose certificate runs out stays good when
 * a later stamp shows that it was there before (the idea of RFC 4998).
 * Formats: docs/formats/stamps.md.
 */
#ifndef SEAL_STAMPS_H
#define SEAL_STAMPS_H

#include "seal/block.h"
#include "seal/log.h"
#include "seal/ots.h"
#include "seal/timestamp.h"

#define STAMPS_FOLDER "stamps"

typedef enum StampKind { STAMP_REQUEST, STAMP_TOKEN, STAMP_PROOF, STAMP_CERTIFICATE, STAMP_LIST, STAMP_KINDS } StampKind;

const char *stamp_kind_name(StampKind kind);        /* "request", "token", "proof", "certificate", "revocations" */

/* What a name below stamps/ stands for; false when it is none. */
typedef struct StampName {
    StampKind kind;
    uint64_t  size;         /* of the checkpoint; 0 for certificates and lists */
    uint64_t  number;       /* 1, 2 ... of this kind and size */
    Sha256    hash;         /* of certificates and lists */
} StampName;

bool stamp_name_parse(Str name, StampName *ret);

/* `file` and `digest` of a stamp record, in pairs. */
typedef struct StampSeal {
    Str    file;            /* below stamps/ */
    Sha256 digest;
} StampSeal;

StampSeal *stamp_seals(Arena *arena, const Record *record, size_t *count);

#define STAMP_UNSEALED UINT64_MAX

typedef struct StampFile {
    StampName is;
    Str       name;         /* below stamps/ */
    Str       bytes;
    Sha256    digest;
    uint64_t  sealed;       /* the first entry that seals these bytes under this name, or STAMP_UNSEALED */
    bool      changed;      /* another digest was sealed under this name */
} StampFile;

typedef struct Stamps {
    const StampFile *files; /* by size, kind, number; certificates and lists first */
    size_t           count;
} Stamps;

Status stamps_load(Arena *arena, Case *c, Stamps *ret, Error *err);

/* What stamps over the checkpoint of that size are about, from the log itself. ERR_NOT_FOUND: the log is shorter. */
Status stamps_text(Arena *arena, Case *c, uint64_t size, Str *ret, Error *err);

/* Does the checkpoint of `size` entries hold entry `index` as it is read now? ERR_CHECK: no. Reading an entry looks
 * at the lowest tiles alone; this goes up to the root that stamps are about. */
Status stamps_held(Case *c, uint64_t index, uint64_t size, Error *err);

/* Is a request, token or proof well formed and about this text? ERR_BAD_INPUT, ERR_CHECK. No word on signatures. */
Status stamp_about(StampKind kind, Str bytes, Str text, Str nonce, Error *err);

/* The nonce of the request over that checkpoint, or STR_NONE. */
Str stamps_nonce(Arena *arena, const Stamps *stamps, uint64_t size);

/* Certificates and lists of the folder, into `certs`. */
Status stamps_certs(const Stamps *stamps, Certs *certs, Error *err);

/* Requests over the newest checkpoint: <size>.tsq, and <size>.ots for `calendar`; committed. When nothing but
 * stamps was added since the last request that one stands, and *made is false. CASE_WRITE. */
Status stamps_request(Arena *arena, Case *c, int64_t now, Str calendar, uint64_t *size, bool *made, Error *err);

/* What came of a file that was handed over. */
typedef struct StampTaken {
    StampName   is;
    Str         name;       /* below stamps/ */
    bool        known;      /* it was there and sealed already */
    int64_t     not_after;  /* of a token */
    Str         signer;     /* of a token that `certs` verifies; else STR_NONE */
    OtsProof    proof;      /* of a proof */
} StampTaken;

typedef struct StampGiven {
    const char *path;       /* for error texts */
    Str         bytes;
} StampGiven;

/* Take in what authorities and calendars gave back, all of it or nothing; committed. A token or proof
 * must be about a checkpoint of this case; its signature must be good by a certificate in it, among those
 * handed over or in the case. What `certs` trusts (it may be nothing) is for the signer's name alone; the
 * chains found are added to it. CASE_WRITE.
 * out   *ret  one row a token, proof, certificate and list, in the order of the files */
Status stamps_import(Arena *arena, Case *c, int64_t now, const StampGiven *given, size_t count, Certs *certs,
                     StampTaken **ret, size_t *taken, Error *err);

/* An entry that seals every token, proof, certificate and list anew, so that the next stamp covers all that
 * is needed to judge them; committed. *files is how many. ERR_NOT_FOUND: there is no token and no proof. */
Status stamps_renew(Arena *arena, Case *c, int64_t now, size_t *files, Error *err);

/* How a token or proof stands. */
typedef struct StampVerdict {
    const StampFile *file;
    bool             good;
    bool             open;      /* not good and nothing wrong: pending, no block header given, nobody trusted */
    int64_t          not_after; /* good: the entries below file->is.size were sealed not later */
    const StampFile *cover;     /* good thanks to this later stamp; NULL: by itself */
    int64_t          judged_at; /* the time asked of, or that of the cover */
    TokenResult      signer;    /* good tokens */
    BlockHeader      block;     /* good proofs */
    uint64_t         height;
    bool             modified;  /* granted with modifications */
    Str              why;       /* not good: in words */
} StampVerdict;

typedef struct StampQuestion {
    const Certs       *certs;       /* trusted ones, chain and lists, those of the case among them */
    int64_t            at;
    const BlockHeader *headers;
    size_t             header_count;
} StampQuestion;

/* Every token and proof, in the order of the files. */
Status stamps_judge(Arena *arena, Case *c, const Stamps *stamps, const StampQuestion *question, StampVerdict **ret,
                    size_t *count, Error *err);

#endif
