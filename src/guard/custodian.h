/* custodian.h -- the key that opens protected names, kept outside the case (rule G1).
 *
 * 32 random bytes as hex in a file of mode 0600. The case knows only SHA-256 of
 * them (the commitment, sealed in a record), so that the right key is recognised
 * and a seized case does not hold it. Every use is an `unmask` entry of the log,
 * durable before a name is shown.
 */
#ifndef GUARD_CUSTODIAN_H
#define GUARD_CUSTODIAN_H

#include "guard/view.h"
#include "seal/log.h"

/* "<keys>/<origin with / as ->.custodian" */
char *custodian_path(Arena *arena, const char *keys, Str origin);

/* Write a fresh key (random bytes from the sealer) and seal its commitment in the log of the
 * case as an entry of type `key`; the caller commits. A key that is there already (of an interrupted
 * init) is taken up. */
Status custodian_make(Case *c, const Sealer *sealer, int64_t now, Error *err);

/* The commitment sealed in this case; ERR_NOT_FOUND when none was. */
Status custodian_commitment(Arena *arena, Case *c, Sha256 *ret, Error *err);

/* Show the case in clear. Checks the key file against the commitment, seals and commits an
 * `unmask` entry with the reason, then makes the view.
 * fails ERR_REFUSED  the key is missing or another one, or no reason is given; names rule G1 */
Status guard_unmask(Arena *arena, Case *c, const char *key_path, Str reason, int64_t now, const Corpus *corpus,
                    const Guard *guard, View **ret, Error *err);

/* Handing over what is not masked is an act of the custodian: is this her key, and is a reason given?
 * Nothing is sealed here. ERR_REFUSED names rule G4. */
Status custodian_hands_over(Arena *arena, Case *c, const char *key_path, Str reason, Error *err);

#endif
