/* key.c -- see key.h. */
#include "seal/key.h"

#include "base/auto.h"
#include "base/os.h"
#include "base/utf8.h"
#include "seal/strict.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <stdio.h>

#define PEM_MAX         4096    /* bytes of a key file that are looked at; an Ed25519 one has 119 */

struct SecretKey {
    EVP_PKEY *pkey;
};

static void system_random(void *context, uint8_t *out, size_t size)
{
    (void)context;
    random_bytes(out, size);
}

Sealer sealer_of(const char *keys)
{
    return (Sealer){ keys, system_random, NULL };
}

static Status key_path(const Sealer *sealer, const char *name, char path[PATH_MAX], Error *err)
{
    if (snprintf(path, PATH_MAX, "%s/%s.pem", sealer->keys, name) >= PATH_MAX)
        return fail(err, ERR_BAD_INPUT, "path too long: %.200s", sealer->keys);
    return OK;
}

static Status key_of(EVP_PKEY *pkey, SecretKey **ret, Error *err)
{
    SecretKey *key = malloc(sizeof *key);

    if (key == NULL) {
        EVP_PKEY_free(pkey);
        return fail(err, ERR_IO, "out of memory");
    }
    key->pkey = pkey;
    *ret = key;
    return OK;
}

Status key_load(const Sealer *sealer, const char *name, SecretKey **ret, Error *err)
{
    char path[PATH_MAX], pem[PEM_MAX];
    Status status = key_path(sealer, name, path, err);

    if (status != OK)
        return status;
    AUTO_CLOSE fd = open(path, O_RDONLY | O_CLOEXEC);
    if (fd < 0)
        return fail(err, errno == ENOENT ? ERR_NOT_FOUND : ERR_IO, "cannot open the key %s: %s", path,
                    strerror(errno));
    ssize_t len = read(fd, pem, sizeof pem);
    if (len < 0)
        return fail(err, ERR_IO, "cannot read the key %s: %s", path, strerror(errno));

    BIO *bio = BIO_new_mem_buf(pem, (int)len);
    /* The empty passphrase keeps libcrypto from asking at the terminal. */
    EVP_PKEY *pkey = bio ? PEM_read_bio_PrivateKey(bio, NULL, NULL, (void *)"") : NULL;
    BIO_free(bio);
    OPENSSL_cleanse(pem, sizeof pem);
    if (pkey == NULL || EVP_PKEY_get_id(pkey) != EVP_PKEY_ED25519) {
        EVP_PKEY_free(pkey);
        return fail(err, ERR_BAD_INPUT, "%s is no Ed25519 key in PEM; put the right file back", path);
    }
    return key_of(pkey, ret, err);
}

static Status key_make(const Sealer *sealer, const char *name, SecretKey **ret, Error *err)
{
    char path[PATH_MAX], *pem = NULL;
    uint8_t seed[KEY_PUBLIC_SIZE];
    Status status = key_path(sealer, name, path, err);

    if (status == OK)
        status = os_make_dirs_durable(sealer->keys, 0700, err);
    if (status != OK)
        return status;

    sealer->random(sealer->context, seed, sizeof seed);
    EVP_PKEY *pkey = EVP_PKEY_new_raw_private_key(EVP_PKEY_ED25519, NULL, seed, sizeof seed);
    OPENSSL_cleanse(seed, sizeof seed);
    BIO *bio = BIO_new(BIO_s_secmem());
    if (pkey == NULL || bio == NULL || !PEM_write_bio_PKCS8PrivateKey(bio, pkey, NULL, NULL, 0, NULL, NULL)) {
        status = fail(err, ERR_IO, "libcrypto cannot make an Ed25519 key");
    } else {
        long len = BIO_get_mem_data(bio, &pem);
        status = os_write_file(path, (Str){ pem, (size_t)len }, 0600, DURABLE, err);
    }
    BIO_free(bio);
    if (status != OK) {
        EVP_PKEY_free(pkey);
        return status;
    }
    return key_of(pkey, ret, err);
}

Status key_load_or_make(const Sealer *sealer, const char *name, SecretKey **ret, Error *err)
{
    Status status = key_load(sealer, name, ret, err);

    return status == ERR_NOT_FOUND ? key_make(sealer, name, ret, err) : status;
}

void key_destroy(SecretKey *key)
{
    if (key) {
        EVP_PKEY_free(key->pkey);       /* libcrypto wipes the secret */
        free(key);
    }
}

void key_public(const SecretKey *key, uint8_t ret[KEY_PUBLIC_SIZE])
{
    size_t size = KEY_PUBLIC_SIZE;

    EVP_PKEY_get_raw_public_key(key->pkey, ret, &size);
}

Status key_sign(const SecretKey *key, Str message, uint8_t ret[KEY_SIGNATURE_SIZE], Error *err)
{
    EVP_MD_CTX *ctx = EVP_MD_CTX_new();
    size_t size = KEY_SIGNATURE_SIZE;
    bool good = ctx && EVP_DigestSignInit(ctx, NULL, NULL, NULL, key->pkey) == 1 &&
                EVP_DigestSign(ctx, ret, &size, (const unsigned char *)message.ptr, message.len) == 1;

    EVP_MD_CTX_free(ctx);
    return good ? OK : fail(err, ERR_IO, "libcrypto cannot sign");
}

/* The y of the points whose order divides the cofactor 8, little-endian; their sign bit is of no account. */
static const uint8_t small_order[][KEY_PUBLIC_SIZE] = {
    { 0 },
    { 1 },
    { 0xec, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff,
      0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x7f },
    { 0x26, 0xe8, 0x95, 0x8f, 0xc2, 0xb2, 0x27, 0xb0, 0x45, 0xc3, 0xf4, 0x89, 0xf2, 0xef, 0x98, 0xf0,
      0xd5, 0xdf, 0xac, 0x05, 0xd3, 0xc6, 0x33, 0x39, 0xb1, 0x38, 0x02, 0x88, 0x6d, 0x53, 0xfc, 0x05 },
    { 0xc7, 0x17, 0x6a, 0x70, 0x3d, 0x4d, 0xd8, 0x4f, 0xba, 0x3c, 0x0b, 0x76, 0x0d, 0x10, 0x67, 0x0f,
      0x2a, 0x20, 0x53, 0xfa, 0x2c, 0x39, 0xcc, 0xc6, 0x4e, 0xc7, 0xfd, 0x77, 0x92, 0xac, 0x03, 0x7a },
};

/* Is y below p = 2^255 - 19? */
static bool is_canonical(const uint8_t y[KEY_PUBLIC_SIZE])
{
    if (y[0] < 0xed || y[31] != 0x7f)
        return true;
    for (size_t i = 1; i < 31; i++)
        if (y[i] != 0xff)
            return true;
    return false;
}

bool key_is_sound(const uint8_t public_key[KEY_PUBLIC_SIZE])
{
    uint8_t y[KEY_PUBLIC_SIZE];

    memcpy(y, public_key, sizeof y);
    y[31] &= 0x7f;
    for (size_t i = 0; i < sizeof small_order / sizeof *small_order; i++)
        if (memcmp(y, small_order[i], sizeof y) == 0)
            return false;
    return is_canonical(y);
}

bool key_check(const uint8_t public_key[KEY_PUBLIC_SIZE], Str message,
               const uint8_t signature[KEY_SIGNATURE_SIZE])
{
    /* A signature begins with a point too. */
    if (!key_is_sound(public_key) || !key_is_sound(signature))
        return false;
    EVP_PKEY *pkey = EVP_PKEY_new_raw_public_key(EVP_PKEY_ED25519, NULL, public_key, KEY_PUBLIC_SIZE);
    EVP_MD_CTX *ctx = EVP_MD_CTX_new();
    bool good = pkey && ctx && EVP_DigestVerifyInit(ctx, NULL, NULL, NULL, pkey) == 1 &&
                EVP_DigestVerify(ctx, signature, KEY_SIGNATURE_SIZE, (const unsigned char *)message.ptr,
                                 message.len) == 1;

    EVP_MD_CTX_free(ctx);
    EVP_PKEY_free(pkey);
    return good;
}

void key_der(const uint8_t public_key[KEY_PUBLIC_SIZE], uint8_t ret[KEY_DER_SIZE])
{
    /* RFC 8410: sequence { sequence { 1.3.101.112 }, bit string of 32 bytes } */
    static const uint8_t head[] = { 0x30, 0x2a, 0x30, 0x05, 0x06, 0x03, 0x2b, 0x65, 0x70, 0x03, 0x21, 0x00 };

    memcpy(ret, head, sizeof head);
    memcpy(ret + sizeof head, public_key, KEY_PUBLIC_SIZE);
}

Sha256 key_fingerprint(const uint8_t public_key[KEY_PUBLIC_SIZE])
{
    uint8_t der[KEY_DER_SIZE];

    key_der(public_key, der);
    return sha256((Str){ (const char *)der, sizeof der });
}

static bool is_space(uint32_t c)    /* Unicode property White_Space */
{
    return (c >= 0x09 && c <= 0x0D) || c == 0x20 || c == 0x85 || c == 0xA0 || c == 0x1680 ||
           (c >= 0x2000 && c <= 0x200A) || c == 0x2028 || c == 0x2029 || c == 0x202F || c == 0x205F ||
           c == 0x3000;
}

bool key_name_is(Str name)
{
    if (name.len == 0 || name.len > KEY_NAME_MAX || utf8_valid(name) != name.len)
        return false;
    for (size_t i = 0, len; i < name.len; i += len) {
        uint32_t c = utf8_get(name, i, &len);
        if (c < 0x20 || c == '+' || is_space(c))
            return false;
    }
    return true;
}

static Status named_key(KeyType type, Str name, const uint8_t public_key[KEY_PUBLIC_SIZE], VerifyKey *ret,
                        Error *err)
{
    VerifyKey key = { .type = type };
    char message[KEY_NAME_MAX + 2 + KEY_PUBLIC_SIZE];

    if (!key_name_is(name))
        return fail(err, ERR_BAD_INPUT, "a key name is 1 to %d bytes without spaces and plus signs",
                    KEY_NAME_MAX);
    if (!key_is_sound(public_key))
        return fail(err, ERR_BAD_INPUT, "the public key is one that signs nothing: no honest program makes it");
    memcpy(key.name, name.ptr, name.len);
    memcpy(key.public_key, public_key, KEY_PUBLIC_SIZE);

    memcpy(message, name.ptr, name.len);
    message[name.len] = '\n';
    message[name.len + 1] = (char)type;
    memcpy(message + name.len + 2, public_key, KEY_PUBLIC_SIZE);
    Sha256 id = sha256((Str){ message, name.len + 2 + KEY_PUBLIC_SIZE });
    memcpy(key.id, id.byte, sizeof key.id);
    *ret = key;
    return OK;
}

Status vkey_make(Str name, const uint8_t public_key[KEY_PUBLIC_SIZE], VerifyKey *ret, Error *err)
{
    return named_key(KEY_LOG, name, public_key, ret, err);
}

Status cosigner_make(Str name, const uint8_t public_key[KEY_PUBLIC_SIZE], VerifyKey *ret, Error *err)
{
    return named_key(KEY_COSIGNER, name, public_key, ret, err);
}

Str vkey_format(Arena *arena, const VerifyKey *key)
{
    char typed[1 + KEY_PUBLIC_SIZE], id[9] = "";

    typed[0] = (char)key->type;
    memcpy(typed + 1, key->public_key, KEY_PUBLIC_SIZE);
    hex_write((Str){ (const char *)key->id, sizeof key->id }, id);
    Str public_key = base64_encode(arena, (Str){ typed, sizeof typed });
    return arena_printf(arena, "%s+%s+" STR_FMT, key->name, id, STR_ARG(public_key));
}

static Status parse_key(KeyType type, Str text, VerifyKey *ret, Error *err)
{
    Str rest = text, name, id;
    uint8_t typed[1 + KEY_PUBLIC_SIZE], id_bytes[4];
    VerifyKey key;

    /* base64 may hold a plus itself, so only the first two part the text */
    if (!str_cut(&rest, '+', &name) || !str_cut(&rest, '+', &id) ||
        !hex_decode(id, id_bytes, sizeof id_bytes) || !strict_base64(rest, typed, sizeof typed))
        return fail(err, ERR_BAD_INPUT, "no verifier key: it reads NAME+HEX+BASE64");
    if (typed[0] != type && (typed[0] == KEY_LOG || typed[0] == KEY_COSIGNER))
        return fail(err, ERR_BAD_INPUT, "the verifier key is of a %s; one of a %s is wanted here",
                    typed[0] == KEY_LOG ? "log" : "witness", type == KEY_LOG ? "log" : "witness");
    if (typed[0] != type)
        return fail(err, ERR_BAD_INPUT, "the verifier key is of type %d; only Ed25519 (%d) is known",
                    typed[0], type);
    Status status = named_key(type, name, typed + 1, &key, err);
    if (status != OK)
        return status;
    if (memcmp(key.id, id_bytes, sizeof id_bytes) != 0)
        return fail(err, ERR_BAD_INPUT, "the verifier key's id does not belong to its name and key");
    *ret = key;
    return OK;
}

Status vkey_parse(Str text, VerifyKey *ret, Error *err)
{
    return parse_key(KEY_LOG, text, ret, err);
}

Status cosigner_parse(Str text, VerifyKey *ret, Error *err)
{
    return parse_key(KEY_COSIGNER, text, ret, err);
}
