/* checkpoint.h -- a signed statement of a log's size and root: C2SP tlog-checkpoint in a
 * C2SP signed note.
 *
 *     dokaz/<32 hex>              origin
 *     214                         leaves
 *     <base64 root>
 *                                 (empty line)
 *     (em dash) <origin> <base64 of key id and Ed25519 signature>
 *
 * Reading is strict: one way to write each thing, anything else is refused.
 * Signature lines of unknown keys (witnesses) are allowed and not judged here.
 */
#ifndef SEAL_CHECKPOINT_H
#define SEAL_CHECKPOINT_H

#include "seal/key.h"

#define CHECKPOINT_MAX  65536   /* bytes of a note that are looked at */

typedef struct Checkpoint {
    Str      origin;        /* views into the note */
    uint64_t size;          /* leaves */
    Sha256   root;
    Str      text;          /* what is signed: up to and with the last newline before the empty line */
    Str      signatures;    /* the signature lines */
} Checkpoint;

/* The text that is signed, which is also what time stamps are about. */
Str checkpoint_text(Arena *arena, const VerifyKey *key, uint64_t size, const Sha256 *root);

/* The whole note. `name` of the key is the origin. */
Status checkpoint_sign(Arena *arena, const SecretKey *secret, const VerifyKey *key, uint64_t size,
                       const Sha256 *root, Str *ret, Error *err);

/* Take it apart without judging signatures. ERR_BAD_INPUT says what is wrong. */
Status checkpoint_parse(Str note, Checkpoint *ret, Error *err);

/* Parse, and demand a good signature by `key` and its name as origin: ERR_CHECK otherwise. */
Status checkpoint_verify(Str note, const VerifyKey *key, Checkpoint *ret, Error *err);

/* The 64 signature bytes made by `key`, for openssl's -sigfile. False when there is none. */
bool checkpoint_signature(const Checkpoint *checkpoint, const VerifyKey *key,
                          uint8_t ret[KEY_SIGNATURE_SIZE]);

/* One signature line of a note, of whatever key and kind. */
typedef struct NoteLine {
    Str     whole;          /* with its newline */
    Str     name;           /* of the key */
    Str     signature;      /* base64 of the id and what was signed */
    uint8_t id[4];
} NoteLine;

/* Cut the next signature line off *rest; false at their end and at a line that is none. */
bool note_line(Str *rest, NoteLine *ret);

/* Does it say that it is by this key? */
bool note_line_by(const NoteLine *line, const VerifyKey *key);

/* One signature line or more, and nothing else: ERR_BAD_INPUT otherwise. */
Status note_lines_check(Str lines, Error *err);

#endif
