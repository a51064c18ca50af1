/* proof.h -- C2SP tlog-proof@v1: an entry lies in the log that a checkpoint signs, offline. */
#ifndef SEAL_PROOF_H
#define SEAL_PROOF_H

#include "seal/checkpoint.h"
#include "seal/merkle.h"
#include "seal/log.h"

typedef struct Proof {
    Str         extra;          /* opaque and not authenticated; ptr NULL when there is none */
    uint64_t    index;          /* of the entry */
    MerkleProof path;           /* the leaf's sibling first */
    Str         checkpoint;     /* the note, verbatim */
} Proof;

/* Entry `index` in the case's current checkpoint. */
Status proof_make(Arena *arena, Case *c, uint64_t index, Proof *ret, Error *err);

/* Entry `index` in an older checkpoint that the case has kept, of `size` entries. */
Status proof_make_at(Arena *arena, Case *c, uint64_t index, uint64_t size, Proof *ret, Error *err);

void   proof_write(StrBuf *out, const Proof *proof);
Status proof_parse(Arena *arena, Str text, Proof *ret, Error *err);     /* strict; ERR_BAD_INPUT */

/* `entry` lies at proof->index under a checkpoint signed by `key`: OK or ERR_CHECK.
 * ret (may be NULL) gets the checkpoint. */
Status proof_verify(const Proof *proof, Str entry, const VerifyKey *key, Checkpoint *ret, Error *err);

#endif
