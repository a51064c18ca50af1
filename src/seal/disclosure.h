/* disclosure.h -- pieces of one sealed text, shown with proof down to the signed checkpoint.
 *
 * `dokaz-disclosure/v1`, docs/formats/disclosure.md: the pieces that are shown with
 * their salts and paths, the segmentation entry, a tlog-proof for it. What is withheld
 * shows as missing numbers between 0 and total; nothing else of it is given.
 */
#ifndef SEAL_DISCLOSURE_H
#define SEAL_DISCLOSURE_H

#include "seal/proof.h"
#include "seal/segment.h"

typedef struct DisclosedLeaf {
    uint32_t    index;          /* 0 .. total - 1 */
    Sha256      salt;
    Str         bytes;
    MerkleProof path;           /* in the segment tree, the leaf's sibling first */
} DisclosedLeaf;

typedef struct Disclosure {
    const DisclosedLeaf *leaves;    /* at least one, indexes rising */
    size_t               count;
    uint32_t             total;     /* leaves of the segment tree */
    Str                  entry;     /* the segmentation entry's text */
    Proof                proof;     /* of that entry */
} Disclosure;

/* Disclose pieces `which` (rising, at least one) of a segmentation; `text` is its text. */
Status disclosure_make(Arena *arena, Case *c, const Segmentation *s, Str text, const uint32_t *which,
                       size_t count, Disclosure *ret, Error *err);

/* The same under an older checkpoint of the case, of `size` entries. */
Status disclosure_make_at(Arena *arena, Case *c, const Segmentation *s, Str text, const uint32_t *which,
                          size_t count, uint64_t size, Disclosure *ret, Error *err);

void   disclosure_write(StrBuf *out, const Disclosure *d);
Status disclosure_parse(Arena *arena, Str file, Disclosure *ret, Error *err);   /* strict; ERR_BAD_INPUT */

/* Parse and check every step: pieces to the sealed root, entry to the checkpoint, checkpoint to
 * `key`. ERR_CHECK or ERR_BAD_INPUT name the step. ret and checkpoint may be NULL. */
Status disclosure_verify(Arena *arena, Str file, const VerifyKey *key, Disclosure *ret,
                         Checkpoint *checkpoint, Error *err);

#endif
