/* witness_home.h -- the memory of the witness on this machine: one folder, outside every case.
 *
 *     vkey                            its own verifier key, one line (the secret one: keys/witness.pem)
 *     logs/<SHA-256 of origin>/vkey         a log that it follows
 *     logs/<SHA-256 of origin>/checkpoint   the latest checkpoint it cosigned, with its cosignature
 *     lock
 *
 * What was cosigned is on disk before the cosignature is handed out, so that a witness killed at any
 * moment can never sign a second history. It does not know when this folder itself was set back (a
 * backup restored): then make a new witness key.
 */
#ifndef SEAL_WITNESS_HOME_H
#define SEAL_WITNESS_HOME_H

#include "seal/witness.h"

#define WITNESS_NAME_MAX 64     /* bytes of an own name: an answer stays below 200 bytes */

typedef struct WitnessHome {
    const char *dir;
    Sealer      sealer;
} WitnessHome;

/* Read the witness's key; make it when there is none. `name`: for a new key, STR_NONE for
 * dokaz-witness/<32 random hex>. A name given for a key that has another: ERR_REFUSED. */
Status witness_home_key(const WitnessHome *home, Str name, VerifyKey *ret, Error *err);

/* Follow the log of this key. ERR_REFUSED when its origin is followed with another key. */
Status witness_home_trust(const WitnessHome *home, const VerifyKey *log, bool *is_new, Error *err);

typedef struct WitnessReply {
    WitnessAnswer answer;
    Str           body;     /* WITNESS_GOOD: the cosignature line; WITNESS_CONFLICT: the size and a newline */
} WitnessReply;

/* One `add-checkpoint` request, checked, remembered and answered; one at a time for all processes of
 * this machine. `now` in seconds since 1970. OK with ret->answer, also when it refuses.
 * fails  trouble with the folder or the clock: nothing was cosigned (WITNESS_TROUBLE over HTTP) */
Status witness_home_answer(Arena *arena, const WitnessHome *home, Str request, int64_t now,
                           WitnessReply *ret, Error *err);

/* The latest checkpoint cosigned of the log whose origin has this SHA-256 in hex: ERR_NOT_FOUND. */
Status witness_home_checkpoint(Arena *arena, const WitnessHome *home, Str origin_hash, Str *ret, Error *err);

/* Call `each` for every log followed; `seen` is empty when nothing of it was cosigned. */
Status witness_home_logs(const WitnessHome *home,
                         void (*each)(void *context, const VerifyKey *log, const WitnessSeen *seen),
                         void *context, Error *err);

#endif
