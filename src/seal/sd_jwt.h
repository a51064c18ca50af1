/* sd_jwt.h -- the pieces of a sealed text as an SD-JWT (RFC 9901), for readers who have such a library.
 *
 *     header   {"alg":"EdDSA","kid":"dokaz/<32 hex>+<key id>","typ":"dokaz+sd-jwt"}
 *     payload  {"_sd_alg":"sha-256","entry":35,"log":"dokaz/<32 hex>","root":"<base64>",
 *               "seg":[{"...":"<digest>"},...],"size":45,"tree":"<base64>"}
 *     a shown piece   ["<salt>",{"i":17,"of":214,"t":"..."}]
 *
 * `entry`, `size` and `root` are those of the segmentation entry's proof, `tree` is the sealed root of
 * the segment tree. It is signed with the log's key, the one key that a reader must know anyhow. Libraries
 * drop a withheld piece without a mark, so each piece says its number and how many there are. There is one
 * way to write each thing, and reading refuses any other.
 */
#ifndef SEAL_SD_JWT_H
#define SEAL_SD_JWT_H

#include "seal/log.h"
#include "seal/segment.h"

typedef struct SdJwt {
    const Str *pieces;          /* one a piece; ptr NULL: withheld */
    uint32_t   total, shown;
    uint64_t   entry, size;     /* index of the segmentation entry; entries of the log when it was made */
    Sha256     root, tree;      /* of that log; of the segment tree */
} SdJwt;

/* Append the SD-JWT of a segmentation (CASE_WRITE: it signs), without a newline.
 * fails ERR_BAD_INPUT  a piece to be shown is no UTF-8 */
Status sd_jwt_make(Arena *arena, Case *c, const Segmentation *s, Str text, const bool *show, StrBuf *out,
                   Error *err);

/* Digests and numbers, and that it speaks of the log of this key; not the signature. */
Status sd_jwt_parse(Arena *arena, Str file, const VerifyKey *key, SdJwt *ret, Error *err);

/* The same, and the signature. ERR_BAD_INPUT: not of this form. ERR_CHECK: another key, a changed
 * or unreferenced disclosure, a wrong number. */
Status sd_jwt_verify(Arena *arena, Str file, const VerifyKey *key, SdJwt *ret, Error *err);

#endif
