/* hash.h -- SHA-256 through OpenSSL's EVP (fetched once), its text forms, and a
 * fast unkeyed 64-bit hash for tables.
 */
#ifndef BASE_HASH_H
#define BASE_HASH_H

#include "base/arena.h"
#include "base/err.h"

#define SHA256_SIZE 32
#define SHA256_HEX  64      /* characters, without a terminating NUL */

typedef struct Sha256 {
    uint8_t byte[SHA256_SIZE];
} Sha256;

typedef struct Hasher Hasher;   /* SHA-256 over several pieces */

Sha256  sha256(Str bytes);
Hasher *hasher_create(void);
void    hasher_add(Hasher *h, Str bytes);
Sha256  hasher_end(Hasher *h);              /* also ready for the next message */
void    hasher_destroy(Hasher *h);

/* SHA-256 of many short texts that begin alike: the beginning is taken in once.
 * Plain memory, copied at will. */
typedef struct Sha256Start {
    uint64_t state[16];
} Sha256Start;

Sha256Start sha256_start(Str beginning);
Sha256      sha256_go_on(const Sha256Start *start, Str rest);   /* of beginning and rest together */

/* HMAC-SHA256. */
Sha256 sha256_hmac(Str key, Str message);

static inline Str sha256_str(const Sha256 *h)
{
    return (Str){ (const char *)h->byte, SHA256_SIZE };
}

/* Lower-case hex of any bytes. */
Str  hex_encode(Arena *arena, Str bytes);
void hex_write(Str bytes, char *out);       /* 2 characters a byte, no NUL */
bool hex_decode(Str hex, uint8_t *out, size_t out_size);    /* exactly out_size bytes */

/* Standard base64 with padding. Decoding is strict; false for anything else. */
Str  base64_encode(Arena *arena, Str bytes);
bool base64_decode(Arena *arena, Str text, Str *ret);

/* For hash tables only: not keyed, the same on every machine. */
uint64_t hash64(Str bytes);
uint64_t hash64_join(uint64_t a, uint64_t b);

/* Cryptographically strong random bytes; exits when the system has none. */
void random_bytes(uint8_t *out, size_t size);

#endif
