/* hash.c -- see hash.h. EVP_sha256() looks its method up at every call in
 * OpenSSL 3; one fetch for the whole run is several times faster on small
 * pieces. For the ids of a document even that is too slow, as EVP allocates for
 * every message: they use the plain SHA256_ functions, which OpenSSL 3 keeps
 * and calls deprecated. */
#define OPENSSL_API_COMPAT 0x10100000L

#include "base/hash.h"

#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <openssl/rand.h>
#include <openssl/sha.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>

static EVP_MD *sha256_method;
static pthread_once_t fetched = PTHREAD_ONCE_INIT;

static void stop(const char *what)
{
    fprintf(stderr, "dokaz: %s failed in libcrypto\n", what);
    exit(3);
}

static void fetch(void)
{
    sha256_method = EVP_MD_fetch(NULL, "SHA256", NULL);
    if (sha256_method == NULL)
        stop("SHA-256");
}

struct Hasher {
    EVP_MD_CTX *ctx;
};

Hasher *hasher_create(void)
{
    Hasher *h = malloc(sizeof *h);

    pthread_once(&fetched, fetch);
    if (h == NULL || (h->ctx = EVP_MD_CTX_new()) == NULL ||
        !EVP_DigestInit_ex2(h->ctx, sha256_method, NULL))
        stop("SHA-256");
    return h;
}

void hasher_add(Hasher *h, Str bytes)
{
    if (!EVP_DigestUpdate(h->ctx, bytes.ptr, bytes.len))
        stop("SHA-256");
}

Sha256 hasher_end(Hasher *h)
{
    Sha256 ret;

    if (!EVP_DigestFinal_ex(h->ctx, ret.byte, NULL) ||
        !EVP_DigestInit_ex2(h->ctx, sha256_method, NULL))
        stop("SHA-256");
    return ret;
}

void hasher_destroy(Hasher *h)
{
    if (h) {
        EVP_MD_CTX_free(h->ctx);
        free(h);
    }
}

Sha256 sha256(Str bytes)
{
    Sha256 ret;

    pthread_once(&fetched, fetch);
    if (!EVP_Digest(bytes.ptr, bytes.len, ret.byte, NULL, sha256_method, NULL))
        stop("SHA-256");
    return ret;
}

_Static_assert(sizeof(SHA256_CTX) <= sizeof(Sha256Start), "Sha256Start holds a SHA256_CTX");

Sha256Start sha256_start(Str beginning)
{
    SHA256_CTX ctx;
    Sha256Start ret = { { 0 } };

    if (!SHA256_Init(&ctx) || !SHA256_Update(&ctx, beginning.ptr, beginning.len))
        stop("SHA-256");
    memcpy(&ret, &ctx, sizeof ctx);
    return ret;
}

Sha256 sha256_go_on(const Sha256Start *start, Str rest)
{
    SHA256_CTX ctx;
    Sha256 ret;

    memcpy(&ctx, start, sizeof ctx);
    if (!SHA256_Update(&ctx, rest.ptr, rest.len) || !SHA256_Final(ret.byte, &ctx))
        stop("SHA-256");
    return ret;
}

Sha256 sha256_hmac(Str key, Str message)
{
    Sha256 ret;
    unsigned size = SHA256_SIZE;

    pthread_once(&fetched, fetch);
    if (!HMAC(sha256_method, key.ptr, (int)key.len, (const unsigned char *)message.ptr,
              message.len, ret.byte, &size))
        stop("HMAC");
    return ret;
}

void hex_write(Str bytes, char *out)
{
    static const char digits[] = "0123456789abcdef";

    for (size_t i = 0; i < bytes.len; i++) {
        unsigned char c = (unsigned char)bytes.ptr[i];
        out[2 * i] = digits[c >> 4];
        out[2 * i + 1] = digits[c & 15];
    }
}

Str hex_encode(Arena *arena, Str bytes)
{
    char *text = arena_alloc(arena, bytes.len * 2 + 1);

    hex_write(bytes, text);
    return (Str){ text, bytes.len * 2 };
}

static int hex_value(char c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

bool hex_decode(Str hex, uint8_t *out, size_t out_size)
{
    if (hex.len != out_size * 2)
        return false;
    for (size_t i = 0; i < out_size; i++)
        if (hex_value(hex.ptr[2 * i]) < 0 || hex_value(hex.ptr[2 * i + 1]) < 0)
            return false;
    for (size_t i = 0; i < out_size; i++)
        out[i] = (uint8_t)(hex_value(hex.ptr[2 * i]) << 4 | hex_value(hex.ptr[2 * i + 1]));
    return true;
}

Str base64_encode(Arena *arena, Str bytes)
{
    size_t len = (bytes.len + 2) / 3 * 4;
    char *text = arena_raw(arena, len + 1);

    EVP_EncodeBlock((unsigned char *)text, (const unsigned char *)bytes.ptr, (int)bytes.len);
    return (Str){ text, len };
}

bool base64_decode(Arena *arena, Str text, Str *ret)
{
    size_t pad = 0;

    if (text.len % 4 != 0)
        return false;
    while (pad < 2 && pad < text.len && text.ptr[text.len - 1 - pad] == '=')
        pad++;
    for (size_t i = 0; i < text.len - pad; i++) {
        char c = text.ptr[i];
        if (!((c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') ||
              c == '+' || c == '/'))
            return false;
    }
    unsigned char *bytes = arena_alloc(arena, text.len / 4 * 3 + 1);
    if (text.len && EVP_DecodeBlock(bytes, (const unsigned char *)text.ptr, (int)text.len) < 0)
        return false;
    Str decoded = { (const char *)bytes, text.len / 4 * 3 - pad };
    if (!str_eq(base64_encode(arena, decoded), text))   /* stray bits under the padding */
        return false;
    *ret = decoded;
    return true;
}

uint64_t hash64_join(uint64_t a, uint64_t b)
{
    a ^= b + 0x9E3779B97F4A7C15ull + (a << 6) + (a >> 2);
    a *= 0xFF51AFD7ED558CCDull;
    return a ^ a >> 33;
}

uint64_t hash64(Str s)
{
    uint64_t h = 0xCBF29CE484222325ull ^ s.len;
    size_t i = 0;

    for (; i + 8 <= s.len; i += 8) {
        uint64_t eight;
        memcpy(&eight, s.ptr + i, 8);
        h = (h ^ eight) * 0x9FB21C651E98DF25ull;
        h ^= h >> 32;
    }
    uint64_t rest = 0;
    for (size_t k = 0; i < s.len; i++, k += 8)
        rest |= (uint64_t)(unsigned char)s.ptr[i] << k;
    h = (h ^ rest) * 0x9FB21C651E98DF25ull;
    return h ^ h >> 29;
}

void random_bytes(uint8_t *out, size_t size)
{
    if (RAND_bytes(out, (int)size) != 1)
        stop("random number generation");
}
