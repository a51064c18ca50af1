/* container_test.c -- names that are not trusted, parts that go through a pipe unchanged, caps, dates of columns, and what
 * stands in front of a record of a web archive. */
#include "check.h"
#include "base/auto.h"
#include "keep/container.h"
#include "keep/rows.h"
#include "keep/sniff.h"
#include "keep/warc.h"

/* proves P133 */
static void test_names(void)
{
    static const struct { Str name; bool refused, odd; } cases[] = {
        { S("a/b.txt"), false, false }, { S("../b"), true, false }, { S("a/../../b"), true, false }, { S("/etc/x"), true, false },
        { S("C:\\x"), true, false }, { S("a\\..\\b"), true, false }, { S("a\0b"), true, false }, { S(""), true, false },
        { S("photo\xE2\x80\xAE" "gpj.exe"), false, true }, { S("p\xD0\xB0ypal.txt"), false, true },
        { S("\xD0\xBB\xD0\xB8\xD1\x81\xD1\x82 letter.txt"), false, false }, { S("a..b"), false, false },
    };

    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        Str note;
        bool refused = part_name_refused(cases[i].name, &note).ptr != NULL;
        CHECK(refused == cases[i].refused && (note.ptr != NULL) == cases[i].odd, cases[i].name);
    }
}

static void test_pipe(void)
{
    AUTO_ARENA arena = arena_create();
    AUTO_STRBUF out = { 0 };
    PartAsk ask = { .bytes = 100, .entries = 3 };
    PartsOut p = parts_begin(&out, &ask);
    Part part = { .name = S("a"), .bytes = S("bytes\0more"), .at = 7, .length = 10, .title = S("T") };
    Parts back;

    parts_add(&p, &part);
    part.refused = S("no");
    parts_add(&p, &part);
    part = (Part){ .name = S("big"), .bytes = { "", 101 } };
    parts_add(&p, &part);
    part = (Part){ .name = S("after"), .bytes = S("x") };
    parts_add(&p, &part);
    parts_end(&p, 9, S("test/1"), NULL, 0);
    CHECK(parts_read(arena, strbuf_str(&out), &back), "read back");
    CHECK_INT(back.count, 2, "what is over the cap ends it");
    CHECK(back.full && back.next == 0 && back.number == 4, "and is told");
    CHECK_STR(back.parts[0].bytes, S("bytes\0more"));
    CHECK(back.parts[0].at == 7 && back.parts[1].bytes.len == 0, "places");
    for (size_t len = 0; len < out.len; len++)
        CHECK(!parts_read(arena, str_slice(strbuf_str(&out), 0, len), &back), "cut short");
}

static void test_budget(void)
{
    CHECK_INT(part_budget(10).bytes, PART_FREE, "small originals may unfold to a little");
    CHECK_INT(part_budget(1u << 20).bytes, 100u << 20, "a hundred times");
    CHECK_INT(part_budget((uint64_t)1 << 40).bytes, PART_TOTAL, "and 2 GB");
    CHECK_INT(part_depth(S("ab/1/22")), 2, "depth");
}

/* proves P134 */
static void test_dates(void)
{
    AUTO_ARENA arena = arena_create();
    DateOrder order = ORDER_UNKNOWN;

    CHECK(date_in_order(arena, S("02/03/2022"), order).ptr == NULL, "two days at once are none");
    date_order_see(&order, S("02/24/2022"));
    CHECK_STR(date_in_order(arena, S("02/03/2022"), order), S("2022-02-03"));
    CHECK_STR(date_in_order(arena, S("2022-04-09T10:00:00Z"), order), S("2022-04-09"));
    CHECK(date_in_order(arena, S("02/30/2022"), order).ptr == NULL, "not of the calendar");
}

static void test_digests(void)
{
    CHECK_INT(warc_digest(S("sha1:3I42H3S6NNFQ2MSVX7XZKYAYSCX5QBYJ"), S("")), 1, "base32");
    CHECK_INT(warc_digest(S("sha1:da39a3ee5e6b4b0d3255bfef95601890afd80709"), S("")), 1, "hex");
    CHECK_INT(warc_digest(S("sha1:2jmj7l5rSw0yVb/vlWAYkK/YBwk="), S("")), 1, "base64");
    CHECK_INT(warc_digest(S("sha256:00"), S("")), -1, "another");
    CHECK_INT(warc_digest(S("blake3:00"), S("")), 0, "not known");
}

static void test_sniff(void)
{
    CHECK_STR(sniff(S("Message-ID: <1@x>\nMIME-Version: 1.0\n\nHello"), 40, S("a")).media_type, S("message/rfc822"));
    CHECK_STR(sniff(S("From: the front\nDate: today\nSubject: war\n\nMessage-ID: no"), 60, S("a.txt")).media_type, S("text/plain"));
    CHECK_STR(sniff(S("From a@x Thu Oct  5 14:20:11 2023\nMessage-ID: <1@x>\nReceived: y\n\nx"), 60, S("a")).media_type,
              S("application/mbox"));
    CHECK_STR(sniff(S("From here on we walked: it was 5 a.m.\n"), 38, S("a.txt")).media_type, S("text/plain"));
}

int main(void)
{
    test_names();
    test_pipe();
    test_budget();
    test_dates();
    test_digests();
    test_sniff();
    return test_end();
}
