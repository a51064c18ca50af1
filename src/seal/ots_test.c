/* ots_test.c -- a real proof down to a real block, what is refused, and the writer.
 *
 * The block is the first of Bitcoin: its merkle root is the hash of its only transaction, so that the
 * bytes of the transaction are a file whose proof is a single operation. */
#include "seal/ots.h"

#include "base/auto.h"
#include "check.h"
#include "seal/block.h"

static const char transaction[] =
    "01000000010000000000000000000000000000000000000000000000000000000000000000ffffffff4d04ffff001d0104455468652054"
    "696d65732030332f4a616e2f32303039204368616e63656c6c6f72206f6e206272696e6b206f66207365636f6e64206261696c6f757420"
    "666f722062616e6b73ffffffff0100f2052a01000000434104678afdb0fe5548271967f1a67130b7105cd6a828e03909a67962e0ea1f61"
    "deb649f6bc3f4cef38c4f35504e51ec112de5c384df7ba0b8d578a4c702b6bf11d5fac00000000";
static const char header[] =
    "0100000000000000000000000000000000000000000000000000000000000000000000003ba3edfd7a7b12b27ac72c3e67768f617fc81b"
    "c3888a51323a9fb8aa4b1e5e4a29ab5f49ffff001d1dac2b7c\n";

#define BITCOIN_0   "\x00\x05\x88\x96\x0d\x73\xd7\x19\x01\x01\x00"      /* attestation: block 0 */
#define PENDING_X   "\x00\x83\xdf\xe3\x0d\x2e\xf9\x0c\x8e\x02\x01x"     /* attestation: a calendar called x */

/* A proof over a digest of 32 letters, with this body. */
static Status parse_body(Arena *arena, Str body, OtsProof *ret, Error *err)
{
    AUTO_STRBUF file = { 0 };

    strbuf_add(&file, S(OTS_MAGIC "\x01\x08" "0123456789abcdef0123456789abcdef"));
    strbuf_add(&file, body);
    return ots_parse(arena, arena_str(arena, strbuf_str(&file)), ret, err);
}

static void test_block(Arena *arena)
{
    uint8_t bytes[(sizeof transaction - 1) / 2];
    AUTO_STRBUF file = { 0 };
    OtsProof proof;
    BlockHeader block;
    Error err = { 0 };

    CHECK(hex_decode(str_of(transaction), bytes, sizeof bytes), "hex");
    Sha256 digest = sha256((Str){ (const char *)bytes, sizeof bytes });
    strbuf_add(&file, S(OTS_MAGIC "\x01\x08"));
    strbuf_add(&file, sha256_str(&digest));
    strbuf_add(&file, S("\x08" BITCOIN_0));
    CHECK_INT(ots_parse(arena, strbuf_str(&file), &proof, &err), OK, err.text);
    CHECK_INT(proof.count, 1, "attestations");
    CHECK_INT(proof.attestations[0].kind, OTS_BITCOIN, "kind");
    CHECK_INT(proof.attestations[0].height, 0, "height");
    /* proves P72 */
    CHECK_INT(block_header_read(str_of(header), &block, &err), OK, err.text);
    CHECK_STR(proof.attestations[0].message, sha256_str(&block.root));
    CHECK_INT(block.time, 1231006505, "2009-01-03T18:15:05Z");
    CHECK_INT(block.zero_bits, 32, "work");
    CHECK_STR(hex_encode(arena, sha256_str(&block.hash)),
              S("000000000019d6689c085ae165831e934ff763ae46a2a6c172b3f1b60a8ce26f"));
}

static void test_headers(Arena *arena)
{
    char *changed = arena_cstr(arena, str_of(header));
    uint8_t easy[BLOCK_HEADER_SIZE] = { 1 };
    BlockHeader block;
    Error err = { 0 };

    changed[80] ^= 1;
    CHECK_INT(block_header_read(str_of(changed), &block, &err), ERR_CHECK, "another root: the work is gone");
    CHECK_INT(block_header_read(S("00"), &block, &err), ERR_BAD_INPUT, "short");
    /* A header that anybody can make: target 7fffff << 232, the first number that reaches it. */
    memcpy(easy + 68, "\x00\x00\x00\x60\xff\xff\x7f\x20", 8);
    Status status = ERR_CHECK;
    for (int i = 0; i < 64 && !strstr(err.text, "anybody"); i++) {
        easy[76] = (uint8_t)i;
        status = block_header_read((Str){ (const char *)easy, sizeof easy }, &block, &err);
        CHECK_INT(status, ERR_CHECK, "easy work");
    }
    CHECK(strstr(err.text, "anybody") != NULL, err.text);
}

static void test_refused(Arena *arena)
{
    static const struct { Str body; const char *says; } cases[] = {
        { S(""), "cut off" },
        { S("\x08"), "cut off" },
        { S("\xff" PENDING_X), "cut off" },
        { S(PENDING_X "!"), "goes on" },
        { S("\xf0\x00" PENDING_X), "empty" },
        { S("\xf0\x81\x00" "a" PENDING_X), "appended" },                        /* 1 written in two bytes */
        { S("\xf0\xff\xff\xff\xff\xff\xff\xff\xff\xff\x7f" PENDING_X), "appended" },
        { S("\x09" PENDING_X), "unknown" },
        { S("\x00\x83\xdf\xe3\x0d\x2e\xf9\x0c\x8e\x02\x01!"), "malformed" },    /* no letter of an address */
        { S("\x00\x83\xdf\xe3\x0d\x2e\xf9\x0c\x8e\x03\x01xy"), "malformed" },
        { S("\x00\x05\x88\x96\x0d\x73\xd7\x19\x01\x02\x80\x00"), "malformed" },
        { S("\x00\x05\x88\x96"), "cut off" },
    };
    AUTO_STRBUF deep = { 0 };
    OtsProof proof;

    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        Error err = { 0 };
        CHECK_INT(parse_body(arena, cases[i].body, &proof, &err), ERR_BAD_INPUT, cases[i].says);
        CHECK(strstr(err.text, cases[i].says) != NULL, err.text);
    }
    for (int i = 0; i < OTS_DEPTH_MAX; i++)
        strbuf_char(&deep, '\x08');
    strbuf_add(&deep, S(PENDING_X));
    CHECK_INT(parse_body(arena, strbuf_str(&deep), &proof, NULL), OK, "as deep as may be");
    strbuf_clear(&deep);
    for (int i = 0; i <= OTS_DEPTH_MAX; i++)
        strbuf_char(&deep, '\x08');
    strbuf_add(&deep, S(PENDING_X));
    CHECK_INT(parse_body(arena, strbuf_str(&deep), &proof, NULL), ERR_BAD_INPUT, "too deep");
}

static void test_operations(Arena *arena)
{
    OtsProof proof;
    Error err = { 0 };

    CHECK_INT(parse_body(arena, S("\xff\xf0\x02yz" PENDING_X "\xff\xf1\x02yz" PENDING_X "\xff\xf2" PENDING_X "\xff\xf3"
                                  PENDING_X "\x67\xf0\x01x" PENDING_X), &proof, &err), OK, err.text);
    CHECK_INT(proof.count, 5, "attestations");
    CHECK_STR(proof.attestations[0].message, S("0123456789abcdef0123456789abcdefyz"));
    CHECK_STR(proof.attestations[1].message, S("yz0123456789abcdef0123456789abcdef"));
    CHECK_STR(proof.attestations[2].message, S("fedcba9876543210fedcba9876543210"));
    CHECK_STR(proof.attestations[3].message, S("3031323334353637383961626364656630313233343536373839616263646566"));
    CHECK_INT(proof.attestations[4].message.len, 33, "a hash that may be unknown here has its length all the same");
}

static void test_pending(Arena *arena)
{
    AUTO_STRBUF file = { 0 };
    uint8_t nonce[OTS_NONCE] = "0123456789abcde";
    Sha256 digest = sha256(S("a checkpoint"));
    OtsProof proof;
    Error err = { 0 };

    ots_pending(&file, &digest, nonce, S("https://calendar.example"));
    CHECK_INT(ots_parse(arena, strbuf_str(&file), &proof, &err), OK, err.text);
    CHECK_STR(proof.digest, sha256_str(&digest));
    CHECK_STR(proof.attestations[0].calendar, S("https://calendar.example"));
    AUTO_STRBUF hidden = { 0 };
    strbuf_add(&hidden, sha256_str(&digest));
    strbuf_add(&hidden, (Str){ (const char *)nonce, OTS_NONCE });
    Sha256 sent = sha256(strbuf_str(&hidden));
    CHECK_STR(proof.attestations[0].message, sha256_str(&sent));
    CHECK(file.ptr[OTS_PENDING_HEAD] == '\0' && file.ptr[OTS_PENDING_HEAD - 1] == '\x08', "where its answer goes on");
}

int main(void)
{
    AUTO_ARENA arena = arena_create();

    test_block(arena);
    test_headers(arena);
    test_refused(arena);
    test_operations(arena);
    test_pending(arena);
    return test_end();
}
