/* key.h -- Ed25519 keys: secret ones in PEM files outside the case, public ones as C2SP vkeys.
 *
 * A secret key file is PKCS #8 PEM, mode 0600, in a folder of mode 0700:
 * `openssl pkey` reads it. It never enters a case, a bag or an error text.
 */
#ifndef SEAL_KEY_H
#define SEAL_KEY_H

#include "base/hash.h"

#define KEY_PUBLIC_SIZE     32
#define KEY_SIGNATURE_SIZE  64
#define KEY_NAME_MAX        255

/* Where secret keys lie and where random bytes come from; tests fix both. */
typedef struct Sealer {
    const char *keys;       /* folder of secret keys, outside the case: os_data_home() + "/keys" */
    void      (*random)(void *context, uint8_t *out, size_t size);
    void       *context;    /* handed to random */
} Sealer;

/* The system's random numbers. */
Sealer sealer_of(const char *keys);

typedef struct SecretKey SecretKey;

/* Read keys/<name>.pem. ERR_NOT_FOUND when there is none. */
Status key_load(const Sealer *sealer, const char *name, SecretKey **ret, Error *err);

/* Read keys/<name>.pem, or make it (with its folder) when there is none. */
Status key_load_or_make(const Sealer *sealer, const char *name, SecretKey **ret, Error *err);

void   key_destroy(SecretKey *key);             /* NULL is fine; wipes */
static inline void auto_key(SecretKey **key) { key_destroy(*key); }     /* for AUTO(auto_key) */
void   key_public(const SecretKey *key, uint8_t ret[KEY_PUBLIC_SIZE]);
Status key_sign(const SecretKey *key, Str message, uint8_t ret[KEY_SIGNATURE_SIZE], Error *err);

/* Stricter than libcrypto alone (docs/methods/signatures.md): key and signature must hold points in
 * their one canonical form that are not of small order. */
bool   key_check(const uint8_t public_key[KEY_PUBLIC_SIZE], Str message,
                 const uint8_t signature[KEY_SIGNATURE_SIZE]);

/* Is this a public key that honest key making can give: canonical, and not one of the few points under
 * which one signature fits many messages? */
bool   key_is_sound(const uint8_t public_key[KEY_PUBLIC_SIZE]);

/* DER SubjectPublicKeyInfo: what `openssl pkeyutl -keyform DER` takes. */
#define KEY_DER_SIZE 44
void key_der(const uint8_t public_key[KEY_PUBLIC_SIZE], uint8_t ret[KEY_DER_SIZE]);

/* SHA-256 over that DER: `openssl pkey -in actor.pem -pubout -outform DER | sha256sum`. */
Sha256 key_fingerprint(const uint8_t public_key[KEY_PUBLIC_SIZE]);

/* What a key signs, by the type bytes of C2SP signed-note and tlog-cosignature. */
typedef enum KeyType {
    KEY_LOG      = 0x01,    /* notes: the log's own signature under its checkpoint */
    KEY_COSIGNER = 0x04,    /* a witness's cosignature with its time */
} KeyType;

/* A public key with its name, as C2SP signed-note writes them ("vkey"). */
typedef struct VerifyKey {
    KeyType type;
    char    name[KEY_NAME_MAX + 1];     /* the log's origin, or the witness's name */
    uint8_t id[4];                      /* SHA-256(name || LF || type || key)[:4] */
    uint8_t public_key[KEY_PUBLIC_SIZE];
} VerifyKey;

/* 1 to KEY_NAME_MAX bytes of UTF-8 without control characters, Unicode spaces and plus. */
bool   key_name_is(Str name);

/* `name` as key_name_is demands, the key sound; else ERR_BAD_INPUT. vkey_ is of a log, cosigner_ of a
 * witness: a key of one type is never read as the other. */
Status vkey_make(Str name, const uint8_t public_key[KEY_PUBLIC_SIZE], VerifyKey *ret, Error *err);
Status cosigner_make(Str name, const uint8_t public_key[KEY_PUBLIC_SIZE], VerifyKey *ret, Error *err);
Str    vkey_format(Arena *arena, const VerifyKey *key);     /* without a newline */
Status vkey_parse(Str text, VerifyKey *ret, Error *err);    /* without a newline; strict */
Status cosigner_parse(Str text, VerifyKey *ret, Error *err);

#endif
