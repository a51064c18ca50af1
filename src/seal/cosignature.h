/* cosignature.h -- C2SP tlog-cosignature, Ed25519 (type 0x04): a witness says when it saw a checkpoint.
 *
 *     (em dash) <witness> <base64 of key id, big-endian u64 time, 64 bytes of Ed25519>
 *
 * What is signed:
 *
 *     cosignature/v1
 *     time <seconds since 1970>
 *     <the text of the note: origin, size, root>
 *
 * It says: as of that time this is the largest tree of this log that I have seen, and it continues
 * every one that I saw before.
 */
#ifndef SEAL_COSIGNATURE_H
#define SEAL_COSIGNATURE_H

#include "seal/checkpoint.h"

/* The signature line, with its newline, over checkpoint->text. `time` > 0; the key is a cosigner's. */
Status cosignature_sign(Arena *arena, const SecretKey *secret, const VerifyKey *key,
                        const Checkpoint *checkpoint, int64_t time, Str *ret, Error *err);

typedef enum CosignatureState {
    COSIGNATURE_NONE,       /* no line names the key */
    COSIGNATURE_GOOD,
    COSIGNATURE_BAD,        /* a line names the key and does not hold: the whole note is to be refused */
} CosignatureState;

/* Lines of other keys are passed over. Several good lines of one key count once; *time (may be NULL)
 * gets the earliest. */
CosignatureState cosignature_check(const Checkpoint *checkpoint, const VerifyKey *key, int64_t *time);

#endif
