/* conformance_test.c -- vectors of other people: Wycheproof's for Ed25519 and HMAC-SHA256, the edge cases of CCTV by the
 * policy of docs/methods/signatures.md; and malformed proofs and notes, as data.
 *
 *     conformance_test CASES [SHARED]      test/cases/witness; the folder with reference/, which DOKAZ_SHARED overrides
 */
#include "seal/proof.h"

#include "cases.h"
#include "custody/scratch.h"

#include <jansson.h>
#include <openssl/evp.h>

/* ---- malformed texts ---- */

#define CHECKPOINT "log.example/a|5|ROOT||- log.example/a AAAAAAA=|"

/* The text of a column; see the head of malformed.cases. */
static void write_text(StrBuf *out, Str text)
{
    static const struct { const char *sign; Str bytes; } signs[] = {
        { "|", { "\n", 1 } }, { "~", { "\t", 1 } }, { "NUL", { "\0", 1 } }, { "CR", { "\r", 1 } }, { "DEL", { "\x7F", 1 } },
        { "ROOT", { "CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=", 44 } }, { "-- ", { "-", 1 } }, { "- ", { "\xE2\x80\x94 ", 4 } },
        { "-l", { "\xE2\x80\x94l", 4 } },
    };

    for (size_t at = 0; at < text.len; ) {
        Str rest = str_slice(text, at, text.len), count;
        uint8_t byte;
        size_t k = 0;
        int64_t times;
        while (k < sizeof signs / sizeof *signs && !str_starts(rest, str_of(signs[k].sign)))
            k++;
        if (k < sizeof signs / sizeof *signs) {
            strbuf_add(out, signs[k].bytes);
            at += strlen(signs[k].sign);
        } else if (str_starts(rest, S("NOTE"))) {
            write_text(out, S(CHECKPOINT));
            at += 4;
        } else if (rest.ptr[0] == '{') {
            Str inside = str_slice(rest, 1, str_find(rest, S("}"), 0));
            at += inside.len + 2;
            CHECK(str_cut(&inside, '*', &count) && str_to_i64(count, &times), text);
            for (int64_t i = 0; i < times; i++)
                write_text(out, inside);
        } else if (rest.ptr[0] == '\\' && hex_decode(str_slice(rest, 1, 3), &byte, 1)) {
            strbuf_char(out, (char)byte);
            at += 3;
        } else {
            strbuf_char(out, rest.ptr[0]);
            at++;
        }
    }
}

static void check_text(void *context, Str file, const Str *column)
{
    AUTO_ARENA arena = arena_create();
    AUTO_STRBUF text = { 0 };
    Proof proof;
    Checkpoint c;
    int *seen = context;
    Error why = { 0 };

    (void)file;
    write_text(&text, column[3]);
    bool is_proof = str_eq(column[0], S("proof"));
    Status status = is_proof ? proof_parse(arena, strbuf_str(&text), &proof, &why)
                             : checkpoint_parse(strbuf_str(&text), &c, &why);
    CHECK_INT(status, str_eq(column[1], S("good")) ? OK : ERR_BAD_INPUT, column[2]);
    CHECK(status == OK || why.text[0], column[2]);
    seen[is_proof]++;
}

/* ---- signatures ---- */

static bool hex_of(Arena *arena, const json_t *value, Str *ret)
{
    Str hex = str_of(json_string_value(value));
    uint8_t *bytes = arena_alloc(arena, hex.len / 2 + 1);

    *ret = (Str){ (const char *)bytes, hex.len / 2 };
    return hex.ptr && hex_decode(hex, bytes, hex.len / 2);
}

static bool check_signature(Str key, Str message, Str signature)
{
    return key.len == KEY_PUBLIC_SIZE && signature.len == KEY_SIGNATURE_SIZE &&
           key_check((const uint8_t *)key.ptr, message, (const uint8_t *)signature.ptr);
}

/* What libcrypto says without the rules that Dokaz adds. */
static bool libcrypto_alone(Str key, Str message, Str signature)
{
    EVP_PKEY *pkey = EVP_PKEY_new_raw_public_key(EVP_PKEY_ED25519, NULL, (const uint8_t *)key.ptr, key.len);
    EVP_MD_CTX *ctx = EVP_MD_CTX_new();
    bool good = pkey && EVP_DigestVerifyInit(ctx, NULL, NULL, NULL, pkey) == 1 &&
                EVP_DigestVerify(ctx, (const uint8_t *)signature.ptr, signature.len, (const uint8_t *)message.ptr,
                                 message.len) == 1;

    EVP_MD_CTX_free(ctx);
    EVP_PKEY_free(pkey);
    return good;
}

static json_t *load(Arena *arena, const char *folder, const char *name)
{
    json_t *v = json_load_file(os_join(arena, str_of(folder), str_of(name)), 0, NULL);

    CHECK(v != NULL, name);
    return v;
}

/* Runs one test of a group; the answer is whether the code under test accepted it. */
typedef bool TakeTest(Arena *arena, const json_t *group, const json_t *test);

static bool take_ed25519(Arena *arena, const json_t *group, const json_t *test)
{
    Str key, message, signature;

    return hex_of(arena, json_object_get(json_object_get(group, "publicKey"), "pk"), &key) &&
           hex_of(arena, json_object_get(test, "msg"), &message) &&
           hex_of(arena, json_object_get(test, "sig"), &signature) && check_signature(key, message, signature);
}

static bool take_hmac(Arena *arena, const json_t *group, const json_t *test)
{
    Str key, message, tag;
    size_t size = (size_t)json_integer_value(json_object_get(group, "tagSize")) / 8;

    if (!hex_of(arena, json_object_get(test, "key"), &key) || !hex_of(arena, json_object_get(test, "msg"), &message) ||
        !hex_of(arena, json_object_get(test, "tag"), &tag))
        return false;
    Sha256 made = sha256_hmac(key, message);
    return tag.len == size && memcmp(made.byte, tag.ptr, size) == 0;
}

static void test_wycheproof(const char *folder, const char *name, int want, TakeTest *take)
{
    AUTO_ARENA arena = arena_create();
    json_t *suite = load(arena, folder, name), *group, *test;
    int seen = 0, right = 0;
    size_t i, k;

    json_array_foreach(json_object_get(suite, "testGroups"), i, group)
        json_array_foreach(json_object_get(group, "tests"), k, test) {
            bool valid = strcmp(json_string_value(json_object_get(test, "result")), "valid") == 0;
            bool accepted = take(arena, group, test);
            CHECK_INT(accepted, valid, json_string_value(json_object_get(test, "comment")));
            right += accepted == valid;
            seen++;
        }
    CHECK_INT(seen, want, name);
    printf("%s: %d of %d as the suite wants\n", name, right, seen);
    json_decref(suite);
}

/* Accepted is what has none of these; docs/methods/signatures.md says why. */
static bool policy_accepts(const json_t *flags)
{
    static const char *const refused[] = { "low_order_A", "low_order_R", "non_canonical_A", "non_canonical_R",
                                           "low_order_residue", "reencoded_k" };
    const json_t *flag;
    size_t i;

    json_array_foreach(flags, i, flag)
        for (size_t k = 0; k < sizeof refused / sizeof *refused; k++)
            if (strcmp(json_string_value(flag), refused[k]) == 0)
                return false;
    return true;
}

static void test_edges(const char *folder)
{
    AUTO_ARENA arena = arena_create();
    json_t *vectors = load(arena, folder, "cctv/ed25519/ed25519vectors.json"), *v;
    int seen = 0, right = 0, accepted = 0, alone = 0;
    size_t i;

    json_array_foreach(vectors, i, v) {
        Str key, signature, message = str_of(json_string_value(json_object_get(v, "msg")));
        CHECK(hex_of(arena, json_object_get(v, "key"), &key) && hex_of(arena, json_object_get(v, "sig"), &signature), "hex");
        bool want = policy_accepts(json_object_get(v, "flags")), is = check_signature(key, message, signature);
        /* proves P86 */
        CHECK_INT(is, want, arena_printf(arena, "vector %lld", (long long)json_integer_value(json_object_get(v, "number"))));
        seen++;
        right += is == want;
        accepted += is;
        alone += libcrypto_alone(key, message, signature);
    }
    CHECK_INT(seen, 914, "vectors");
    CHECK(accepted > 0 && accepted < alone, "stricter than libcrypto alone");
    printf("cctv/ed25519: %d of %d as the written policy wants: %d accepted (libcrypto alone: %d)\n", right, seen, accepted,
           alone);
    json_decref(vectors);
}

/* No vkey is made of a key that signs nothing. */
static void test_weak_keys(void)
{
    static const char *const weak[] = {
        "0000000000000000000000000000000000000000000000000000000000000000",
        "0000000000000000000000000000000000000000000000000000000000000080",
        "0100000000000000000000000000000000000000000000000000000000000000",
        "0100000000000000000000000000000000000000000000000000000000000080",
        "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
        "edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
        "edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff",
        "eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
        "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05",
        "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac03fa",
        "ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff",    /* y above p, of no small order */
    };
    VerifyKey key;

    for (size_t i = 0; i < sizeof weak / sizeof *weak; i++) {
        uint8_t bytes[KEY_PUBLIC_SIZE];
        CHECK(hex_decode(str_of(weak[i]), bytes, sizeof bytes), weak[i]);
        CHECK_INT(vkey_make(S("log.example"), bytes, &key, NULL), ERR_BAD_INPUT, weak[i]);
        CHECK_INT(cosigner_make(S("w.example"), bytes, &key, NULL), ERR_BAD_INPUT, weak[i]);
    }
}

int main(int argc, char **argv)
{
    AUTO_ARENA arena = arena_create();
    const char *shared = getenv("DOKAZ_SHARED");
    int seen[2] = { 0 };

    cases_run(argc > 1 ? argv[1] : "test/cases/witness", S("malformed"), 4, check_text, seen);
    printf("malformed texts: %d proofs, %d notes\n", seen[1], seen[0]);
    test_weak_keys();
    if (!shared)
        shared = argc > 2 ? argv[2] : "../shared";
    char *archive = os_join(arena, str_of(shared), S("reference/custody/conformance.tar.xz"));
    if (!os_exists(archive)) {
        printf("skipped: no vectors at %s (set DOKAZ_SHARED)\n", archive);
        return test_end();
    }
    char *folder = scratch_folder(arena);
    Str command = arena_printf(arena, "tar -xJf '%s' -C '%s' ./wycheproof/testvectors_v1 ./cctv/ed25519", archive, folder);
    CHECK_INT(system(command.ptr), 0, "unpack");
    test_wycheproof(folder, "wycheproof/testvectors_v1/ed25519_test.json", 151, take_ed25519);
    test_wycheproof(folder, "wycheproof/testvectors_v1/hmac_sha256_test.json", 174, take_hmac);
    test_edges(folder);
    printf("not run, as Dokaz uses none of it here: aes_gcm, chacha20_poly1305, xchacha20_poly1305, chunked encryption, "
           "hkdf_sha256, x25519\n");
    scratch_remove(folder);
    return test_end();
}
