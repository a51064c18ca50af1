/* consistency.h -- a file that shows how two checkpoints of one log stand to each other.
 *
 *     dokaz-consistency/v1
 *     root <base64>               only when the log forked: the newer history's root at the older size
 *     <base64 hash>               consistency proof, any number of lines
 *                                 (empty line)
 *     old <bytes>
 *     <the older checkpoint, that many bytes>
 *     new <bytes>
 *     <the newer checkpoint, that many bytes>
 *
 * Without `root`: the older checkpoint is a beginning of the newer. With it: the newer one continues
 * that root and not the one which the older signs, so the same key signed two histories. Either can be
 * checked by anybody who has the log's verifier key, and needs no case.
 */
#ifndef SEAL_CONSISTENCY_H
#define SEAL_CONSISTENCY_H

#include "base/strbuf.h"
#include "seal/checkpoint.h"
#include "seal/merkle.h"

#define CONSISTENCY_MAX (2 * CHECKPOINT_MAX + 8192)     /* bytes of a file that are looked at */

typedef struct Consistency {
    bool        fork;
    Sha256      root;       /* fork: of the first `old` entries of the newer history */
    MerkleProof proof;
    Str         old_note, new_note;
} Consistency;

/* Between two signed checkpoints of the log whose inner hashes `source` gives, up to `size` entries;
 * `checkpoint` is the log's own at `size`. When one of the two does not belong to that log the result
 * is the fork between it and the log's own.
 * fails ERR_CHECK   a note is not signed by the key, or lies beyond the log
 *       ERR_USAGE   the older one has no entries: that proves nothing */
Status consistency_make(Arena *arena, const VerifyKey *key, MerkleSource source, Str checkpoint, Str old_note,
                        Str new_note, Consistency *ret, Error *err);

void   consistency_write(StrBuf *out, const Consistency *c);
Status consistency_parse(Arena *arena, Str text, Consistency *ret, Error *err);    /* strict */

/* OK: what the file says holds, be it that the log goes on or (c->fork) that it forked. ERR_CHECK. */
Status consistency_verify(const Consistency *c, const VerifyKey *key, Checkpoint *old, Checkpoint *new,
                          Error *err);

/* Two checkpoints alone: same key, same size, two roots. ERR_CHECK when they show no fork. */
Status fork_verify(Str note1, Str note2, const VerifyKey *key, Checkpoint *ret, Error *err);

#endif
