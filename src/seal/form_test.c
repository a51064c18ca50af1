/* form_test.c -- what is signed or hashed has one spelling: keys, checkpoints, entries, records and
 * proofs are read back as written, and everything else is refused. */
#include "seal/proof.h"

#include "check.h"
#include "custody/scratch.h"
#include "seal/strict.h"

#define DASH "\xE2\x80\x94"

/* The example of C2SP signed-note. */
#define FOO_KEY "example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k"

static void test_strict(void)
{
    static const char *const bad[] = { "", "00", "01", "+1", "-1", " 1", "1 ", "1x", "18446744073709551616" };
    uint8_t out[4];
    uint64_t n;

    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
        CHECK(!strict_u64(str_of(bad[i]), &n), bad[i]);
    CHECK(strict_u64(S("0"), &n) && n == 0, "0");
    CHECK(strict_u64(S("18446744073709551615"), &n) && n == UINT64_MAX, "largest");
    CHECK(strict_base64(S("AQIDBA=="), out, 4) && out[3] == 4, "4 bytes");
    CHECK(!strict_base64(S("AQIDBB=="), out, 4), "stray bits");
    CHECK(!strict_base64(S("AQIDBA="), out, 4), "length");
    CHECK(!strict_base64(S("AQIDBAA="), out, 4), "5 bytes");
    CHECK(!strict_base64(S("AQ=DBA=="), out, 4), "padding inside");
    CHECK(!strict_base64(S("AQI-BA=="), out, 4), "another alphabet");
    CHECK(strict_base64(S("AQID"), out, 3) && strict_base64(S("AQI="), out, 2), "3 and 2 bytes");
}

static void test_keys(Arena *arena)
{
    static const char *const bad[] = {
        "", "example.com/foo", "example.com/foo+530d903a",
        "+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k",
        "example.com/bar+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k",
        "example.com/foo+530d903b+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k",
        "example.com/foo+530D903A+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k",
        "example.com/foo+530d903a+BOkyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k",
        FOO_KEY " ", FOO_KEY "\n", FOO_KEY "A",
    };
    VerifyKey key;

    MUST(vkey_parse(S(FOO_KEY), &key, err));
    CHECK_STR(vkey_format(arena, &key), S(FOO_KEY));
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
        CHECK(vkey_parse(str_of(bad[i]), &key, NULL) != OK, bad[i]);
    CHECK(!key_name_is(S("a b")) && !key_name_is(S("a\xC2\xA0")) && !key_name_is(S("a+b")) &&
          !key_name_is(S("\xFF")) && !key_name_is(S("\xE3\x80\x80")) && key_name_is(S("dokaz/0a")), "names");
    static const char text[] = "This is an example message.\n";
    uint8_t line[68];
    CHECK(strict_base64(S("Uw2QOkn8srV1yJGh2VYRlL1Tnagv1YEq6TfXppzi2ONncAlTgK7Ztg1ERYNZXsYjOBH3mFXmRKuwHjG1Yu"
                          "72IneyaQM="), line, sizeof line), "signature of the example");
    CHECK(key_check(key.public_key, str_of(text), line + 4), "the example verifies");
    line[10] ^= 1;
    CHECK(!key_check(key.public_key, str_of(text), line + 4), "a changed signature does not");
}

static void test_key_files(Arena *arena, const char *folder)
{
    Dice dice = { 0 };
    Sealer sealer = { os_join(arena, str_of(folder), S("k/keys")), dice_random, &dice };
    SecretKey *made, *loaded;
    uint8_t a[KEY_PUBLIC_SIZE], b[KEY_PUBLIC_SIZE];
    struct stat st;

    CHECK_INT(key_load(&sealer, "actor", &loaded, NULL), ERR_NOT_FOUND, "none yet");
    MUST(key_load_or_make(&sealer, "actor", &made, err));
    MUST(key_load_or_make(&sealer, "actor", &loaded, err));
    key_public(made, a);
    key_public(loaded, b);
    CHECK(memcmp(a, b, sizeof a) == 0, "the same key");
    key_destroy(made);
    key_destroy(loaded);
    char *path = os_join(arena, str_of(sealer.keys), S("actor.pem"));
    /* proves P14 */
    CHECK(stat(path, &st) == 0 && (st.st_mode & 0777) == 0600, "mode of the key");
    CHECK(stat(sealer.keys, &st) == 0 && (st.st_mode & 0777) == 0700, "mode of the folder");
    MUST(os_write_file(path, S("no key"), 0600, NOT_DURABLE, err));
    CHECK_INT(key_load_or_make(&sealer, "actor", &loaded, NULL), ERR_BAD_INPUT, "never overwritten");
}

static void test_checkpoints(Arena *arena, const char *folder)
{
    Dice dice = { 7 };
    Sealer sealer = { os_join(arena, str_of(folder), S("keys")), dice_random, &dice };
    uint8_t public_key[KEY_PUBLIC_SIZE], signature[KEY_SIGNATURE_SIZE];
    Sha256 root = sha256(S("root"));
    Checkpoint c;
    VerifyKey key, foo;
    SecretKey *secret;
    Str note;

    MUST(key_load_or_make(&sealer, "log", &secret, err));
    key_public(secret, public_key);
    MUST(vkey_make(S("dokaz/00"), public_key, &key, err));
    MUST(vkey_parse(S(FOO_KEY), &foo, err));
    MUST(checkpoint_sign(arena, secret, &key, 214, &root, &note, err));

    /* A text of another log, under a good signature line of this one. */
    uint8_t line[4 + KEY_SIGNATURE_SIZE];
    Str text = arena_printf(arena, "dokaz/11\n1\n%s\n", "CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=");
    MUST(key_sign(secret, text, line + 4, err));
    memcpy(line, key.id, 4);
    Str line64 = base64_encode(arena, (Str){ (const char *)line, sizeof line });
    Str foreign = arena_printf(arena, STR_FMT "\n" DASH " dokaz/00 " STR_FMT "\n", STR_ARG(text),
                               STR_ARG(line64));
    CHECK_INT(checkpoint_parse(foreign, &c, NULL), OK, "well formed");
    CHECK_INT(checkpoint_verify(foreign, &key, &c, NULL), ERR_CHECK, "the origin of another log");
    key_destroy(secret);
    MUST(checkpoint_verify(note, &key, &c, err));
    CHECK_STR(c.origin, S("dokaz/00"));
    CHECK(c.size == 214 && memcmp(&c.root, &root, sizeof root) == 0, "as signed");
    CHECK(checkpoint_signature(&c, &key, signature) && key_check(public_key, c.text, signature), "signature");
    CHECK_INT(checkpoint_verify(note, &foo, &c, NULL), ERR_CHECK, "another key");

    Str witness = arena_printf(arena, STR_FMT DASH " witness.example AAAAAAA=\n", STR_ARG(note));
    MUST(checkpoint_verify(witness, &key, &c, err));        /* unknown signatures are not judged */
    Str twice = arena_printf(arena, STR_FMT STR_FMT, STR_ARG(note),
                             STR_ARG(str_slice(note, c.text.len + 1, note.len)));
    MUST(checkpoint_verify(twice, &key, &c, err));

    /* Every single changed bit is refused, whatever part of the note it hits. */
    for (size_t i = 0; i < note.len * 8; i++) {
        char *changed = arena_cstr(arena, note);
        changed[i / 8] = (char)(changed[i / 8] ^ 1 << i % 8);
        CHECK(checkpoint_verify((Str){ changed, note.len }, &key, &c, NULL) != OK, "a changed bit");
    }
    for (size_t i = 0; i < note.len; i++)
        CHECK(checkpoint_verify(str_slice(note, 0, i), &key, &c, NULL) != OK, "cut short");

#define ROOT "CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I="
#define SIGNED "\n\n" DASH " o AAAAAAA=\n"
    CHECK_INT(checkpoint_parse(S("o\n5\n" ROOT SIGNED), &c, NULL), OK, "well formed");
    CHECK_INT(checkpoint_parse(S("o\n5\n" ROOT "\nmore" SIGNED), &c, NULL), OK, "extension line");
    static const char *const bad[] = {
        "", "o\n5\n" ROOT "\n", "o\n5\n" ROOT "\n\n", "\n5\n" ROOT SIGNED, "o\n05\n" ROOT SIGNED,
        "o\n-5\n" ROOT SIGNED, "o\n\n" ROOT SIGNED, "o\n5\nAAAA" SIGNED, "o\n5" SIGNED,
        "o\n5\n" ROOT "\n\nmore" SIGNED, "o\n5\n" ROOT "\n\n- o AAAAAAA=\n",
        "o\n5\n" ROOT "\n\n" DASH " o AAAAAAA=", "o\n5\n" ROOT "\n\n" DASH " o AAAAAAA= \n",
        "o\n5\n" ROOT "\n\n" DASH " o\n",
        "o\n5\n" ROOT "\n\n" DASH "  AAAAAAA=\n", "o\n5\n" ROOT "\n\n" DASH " o AAA=\n",
        "o\n5\n" ROOT "\n\n" DASH " o+o AAAAAAA=\n", "o\n5\n" ROOT "\n\n" DASH " o AAAAAAB=\n",
        "o\r\n5\n" ROOT SIGNED, "o\xFF\n5\n" ROOT SIGNED, "o\t\n5\n" ROOT SIGNED,
    };
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
        CHECK_INT(checkpoint_parse(str_of(bad[i]), &c, NULL), ERR_BAD_INPUT, bad[i]);
}

#define ACTOR "actor 00000000000000000000000000000000000000000000000000000000000000ff\n"
#define COMMIT "commit AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=\n"
#define HEAD "dokaz-entry/v1\ntype item\ntime 2026-11-22T02:30:00Z\n"
#define SEG "dokaz-entry/v1\ntype segmentation\ntime 2026-11-22T02:30:00Z\n" ACTOR COMMIT

static void test_entries(void)
{
    static const char *const good[] = {
        HEAD ACTOR COMMIT,
        SEG "of 0\nseg AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA= n=1\n",
        SEG "of 17\nseg AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA= n=4294967295\n",
        "dokaz-entry/v1\ntype login\ntime 1970-01-01T00:00:00Z\n" ACTOR COMMIT,
    };
    static const char *const bad[] = {
        "", HEAD ACTOR, HEAD ACTOR COMMIT "x\n", HEAD COMMIT ACTOR, "dokaz-entry/v2\n" ACTOR COMMIT,
        SEG, SEG "of 1\n",
        SEG "of 1\nseg AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA= n=0\n",
        SEG "of 1\nseg AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA= n=4294967296\n",
        SEG "of 01\nseg AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA= n=1\n",
        SEG "of 1\nseg AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA= 1\n",
        HEAD ACTOR COMMIT "of 1\n",
        "dokaz-entry/v1\ntype thing\ntime 2026-11-22T02:30:00Z\n" ACTOR COMMIT,
        "dokaz-entry/v1\ntype item\ntime 2026-11-22 02:30:00Z\n" ACTOR COMMIT,
        "dokaz-entry/v1\ntype item\ntime 2026-11-31T02:30:00Z\n" ACTOR COMMIT,
        "dokaz-entry/v1\ntype item\ntime 2026-11-22T24:30:00Z\n" ACTOR COMMIT,
        "dokaz-entry/v1\ntype item\ntime 2026-11-22T02:30:0xZ\n" ACTOR COMMIT,
        "dokaz-entry/v1\ntype item\ntime 2026-11-22T02:30:00\n" ACTOR COMMIT,
        "dokaz-entry/v1\ntype item\ntime 1969-11-22T02:30:00Z\n" ACTOR COMMIT,
        "dokaz-entry/v1\ntype item\r\ntime 2026-11-22T02:30:00Z\n" ACTOR COMMIT,
    };
    Entry entry;

    for (size_t i = 0; i < sizeof good / sizeof *good; i++) {
        AUTO_STRBUF again = { 0 };
        MUST(entry_parse(str_of(good[i]), &entry, err));
        entry_write(&again, &entry);
        CHECK_STR(strbuf_str(&again), str_of(good[i]));
    }
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
        /* proves P9 */
        CHECK_INT(entry_parse(str_of(bad[i]), &entry, NULL), ERR_BAD_INPUT, bad[i]);
    for (int i = 0; i < ENTRY_TYPES; i++) {
        EntryType type;
        CHECK(entry_type_of(str_of(entry_type_name((EntryType)i)), &type) && type == (EntryType)i,
              "type names");
    }
}

static void test_records(Arena *arena)
{
    static const Str values[] = {
        S(""), S("plain"), S("two\nlines\r\n\ttab"), S("C:\\dir\\n"), S("zero\0inside"), S(" spaces "),
        S("\xD0\x94\xD0\xBE\xD0\xBA\xD0\xB0\xD0\xB7"), S("bad \xFF\xC3 bytes\x7F\x1B[2J"), S("\xEF\xBF\xBD"),
    };
    static const Str bad[] = {
        S("key"), S("key \n\n"), S("key\n"), S("Key v\n"), S("k_y v\n"), S(" v\n"), S("9k v\n"),
        S("key a\\\n"),
        S("key a\\q\n"), S("key a\\x4\n"), S("key \\x41\n"), S("key \\x0a\n"), S("key \\xAF\n"),
        S("key \xFF\n"),
        S("key a\tb\n"), S("key \x7F\n"),
    };
    AUTO_STRBUF text = { 0 };
    Record record;

    for (size_t i = 0; i < sizeof values / sizeof *values; i++)
        record_add(&text, "key-2", values[i]);
    record_add_i64(&text, "number", INT64_MIN);
    for (size_t i = 0; i < text.len; i++)
        CHECK((unsigned char)text.ptr[i] >= 0x20 || text.ptr[i] == '\n', "no control characters");
    MUST(record_parse(arena, strbuf_str(&text), &record, err));
    CHECK_INT(record.count, sizeof values / sizeof *values + 1, "fields");
    for (size_t i = 0; i < sizeof values / sizeof *values; i++)
        CHECK_STR(record.fields[i].value, values[i]);
    CHECK_STR(record_value(&record, "number"), S("-9223372036854775808"));
    CHECK(record_value(&record, "none").ptr == NULL, "absent");
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
        CHECK_INT(record_parse(arena, bad[i], &record, NULL), ERR_BAD_INPUT, bad[i]);
}

/* The malformations that transparency-dev/formats lists for tlog-proof, and some of our own. */
static void test_proofs(Arena *arena)
{
#define POINT "o\n5\n" ROOT SIGNED
    static const char *const good[] = {
        "c2sp.org/tlog-proof@v1\nindex 0\n\n" POINT,
        "c2sp.org/tlog-proof@v1\nextra AQID\nindex 73894\n" ROOT "\n" ROOT "\n\n" POINT,
    };
    static const char *const bad[] = {
        "c2sp.org/tlog-proof@v2\nindex 0\n\n" POINT,                    /* wrong header */
        "c2sp.org/tlog-proof@v1\nextra AQ!D\nindex 0\n\n" POINT,        /* bad extra */
        "c2sp.org/tlog-proof@v1\n" ROOT "\n\n" POINT,                   /* no index */
        "c2sp.org/tlog-proof@v1\nindex five\n\n" POINT,                 /* no number */
        "c2sp.org/tlog-proof@v1\nindex -1\n\n" POINT,                   /* negative */
        "c2sp.org/tlog-proof@v1\nindex 0\nA!==\n\n" POINT,              /* bad base64 */
        "c2sp.org/tlog-proof@v1\nindex 0\nAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"
        "AAAAAAAAAAAAAAAAAAAAAAAA==\n\n" POINT,                               /* a hash of 64 bytes */
        "c2sp.org/tlog-proof@v1\nindex 00\n\n" POINT, "c2sp.org/tlog-proof@v1\nindex 0\n" POINT,
        "c2sp.org/tlog-proof@v1\nindex 0\n\n", "", "c2sp.org/tlog-proof@v1\nindex 0\n" ROOT,
        "c2sp.org/tlog-proof@v1\nindex 1\nextra AQID\n\n" POINT,
        "c2sp.org/tlog-proof@v1\r\nindex 0\n\n" POINT,
    };
    Proof proof;

    for (size_t i = 0; i < sizeof good / sizeof *good; i++) {
        AUTO_STRBUF again = { 0 };
        MUST(proof_parse(arena, str_of(good[i]), &proof, err));
        proof_write(&again, &proof);
        CHECK_STR(strbuf_str(&again), str_of(good[i]));
    }
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
        CHECK_INT(proof_parse(arena, str_of(bad[i]), &proof, NULL), ERR_BAD_INPUT, bad[i]);

    AUTO_STRBUF line = { 0 };                                           /* a line of 64 KiB */
    strbuf_add(&line, S("c2sp.org/tlog-proof@v1\nextra "));
    for (int i = 0; i < 16384; i++)
        strbuf_add(&line, S("AAAA"));
    strbuf_add(&line, S("\nindex 0\n\n" POINT));
    CHECK_INT(proof_parse(arena, strbuf_str(&line), &proof, NULL), ERR_BAD_INPUT, "64 KiB line");

    AUTO_STRBUF many = { 0 };
    strbuf_add(&many, S("c2sp.org/tlog-proof@v1\nindex 0\n"));
    for (int i = 0; i < MERKLE_PROOF_MAX + 1; i++)
        strbuf_add(&many, S(ROOT "\n"));
    strbuf_add(&many, S("\n" POINT));
    CHECK_INT(proof_parse(arena, strbuf_str(&many), &proof, NULL), ERR_BAD_INPUT, "too many hashes");
}

int main(void)
{
    AUTO_ARENA arena = arena_create();
    char *folder = scratch_folder(arena);

    test_strict();
    test_keys(arena);
    test_key_files(arena, folder);
    test_checkpoints(arena, folder);
    test_entries();
    test_records(arena);
    test_proofs(arena);
    scratch_remove(folder);
    return test_end();
}
