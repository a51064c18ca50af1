/* case_witness.h -- what a case keeps of its witnesses: its policy, and the cosignatures it received.
 *
 *     policy              C2SP tlog-policy; its one log is the case's
 *     witness/<size>      cosignature lines over checkpoints/<size>, each checked before it was stored
 *
 * A change of policy is an entry of type `key` whose record holds the new text, so that nobody can
 * loosen it unseen.
 */
#ifndef SEAL_CASE_WITNESS_H
#define SEAL_CASE_WITNESS_H

#include "base/strbuf.h"
#include "seal/case.h"
#include "seal/policy.h"

/* The case's policy. `text` (may be NULL) gets its bytes. */
Status case_policy_read(Arena *arena, const Case *c, Str *text, Policy *ret, Error *err);

/* Is this a policy for this log: one log line, with its key? ERR_BAD_INPUT. */
Status case_policy_check(const Policy *policy, const VerifyKey *log, Error *err);

/* Seal and set another policy; commits. The same text again: nothing happens. CASE_WRITE. */
Status case_policy_set(Case *c, Str text, int64_t time, Error *err);

/* The sizes of the case's checkpoints, newest first. */
Status case_checkpoints(Arena *arena, const Case *c, uint64_t **ret, size_t *count, Error *err);

/* The checkpoint of `size` entries with the cosignatures that the case has of it: ERR_NOT_FOUND when
 * there is no such checkpoint, ERR_CHECK when it or they are damaged. */
Status case_cosigned(Arena *arena, const Case *c, uint64_t size, Str *ret, Error *err);

/* An `add-checkpoint` request for the newest checkpoint, to a witness that saw `old` entries last: see
 * witness.h. ERR_USAGE when the log is shorter than that. */
Status case_witness_request(Arena *arena, Case *c, uint64_t old, StrBuf *out, Error *err);

/* The newest size of which the case has a cosignature by this key, or by anyone when it is NULL; 0: none. */
Status case_cosigned_upto(const Case *c, const VerifyKey *key, uint64_t *ret, Error *err);

/* What became of cosignature lines that were brought in. */
typedef struct Cosigned {
    size_t   added, known, foreign;     /* new; had already; of no witness of the policy, left out */
    uint64_t size;                      /* of the newest checkpoint that they are of */
} Cosigned;

/* Take in cosignature lines, or a whole note that holds them. Each is checked against the checkpoint that
 * it is of; nothing is stored when one by a witness of the policy does not hold. CASE_WRITE.
 * fails ERR_CHECK  one of them is of no checkpoint of this case, or none is by a witness of the policy */
Status case_cosignatures_add(Case *c, Str lines, Cosigned *ret, Error *err);

#endif
