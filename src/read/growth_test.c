/* growth_test.c -- no input makes reading slow: what is repeated a hundred thousand times is read in the time of
 * a hundred thousand words.
 *
 * Nothing is timed here, as machines differ. A pass that looks at everything for everything would take minutes
 * instead of a second, and the test would not end before its limit. What can be counted is: sentences are cut, so
 * that no pass looks farther than one; and what was found lies in the text and in order.
 */
#include "read/read.h"

#include "base/auto.h"
#include "check.h"

#define BYTES      600000       /* of each input */
#define LONGEST    450          /* tokens of a sentence: SENTENCE_TOKENS of sentence.c */

/* Repeated to BYTES, then the end once. */
static const struct {
    const char *unit, *end;
} inputs[] = {
    { "a", "" },                                /* one word */
    { "word ", "" },                            /* one line without a stop */
    { "1", "" },                                /* one number */
    { "1 ", "" }, { "1,", "" }, { "1.", "" }, { "12:", "" },
    { "\"", "" }, { "\xE2\x80\x9C", "" }, { "'", "" },
    { "\xE2\x80\x9C\xC2\xAB", "" },             /* quotations in quotations, never closed */
    { "\xE2\x80\x9CI\xE2\x80\x9D said X, ", "" },
    { "\xE2\x80\x9CThey went on and on. ", "" },
    { "\xE2\x80\x9CThey went on.\n\n", "" },
    { "Word ", "" }, { "WORD ", "" }, { "Aa-", "" }, { "l'a", "" }, { "U.S.", "" },
    { ",", "" }, { "a, ", "" }, { "(", "" }, { "- ", "" }, { "* \n", "" }, { "a\n", "" }, { "a\tb\t1\n", "" },
    { "Kharkiv ", "" }, { "Kharkiv, ", "" }, { "the village of ", "" }, { "Kharkov\n\n", "" },
    { "5 October 2023, ", "" }, { "on Monday ", "" }, { "last ", "year" }, { "one hundred and ", "" },
    { "at least 5 of 12 killed and 3 wounded, ", "" }, { "killed ", "" }, { "killed, ", "" },
    { "said ", "" }, { "that ", "killed" }, { "who they say ", "killed" }, { "not ", "killed" },
    { "John Smith, ", "" }, { "He said he was \xE2\x80\x9Ckilled\xE2\x80\x9D. ", "" },
    { "A. ", "" }, { "Title\n\n", "" }, { "[1] http://a.example/b word word\n\n", "" },
    { "<p>", "" }, { "\xC2\xAD", "" }, { "a\xCC\x81", "" }, { "\xFF", "" },
};

static uint32_t blanks(Str text, Span span)
{
    uint32_t count = 0;

    for (uint32_t i = span.start; i < span.end; i++)
        count += text.ptr[i] == ' ';
    return count;
}

static void check_reading(const char *unit, const Reading *r)
{
    uint32_t at = 0;
    bool inside = true, ordered = true, short_ = true;

    for (size_t i = 0; i < r->segment_count; i++)
        short_ &= blanks(r->text, r->segments[i].span) <= LONGEST;
    for (size_t i = 0; i < r->mention_count; i++) {
        inside &= r->mentions[i].span.end <= r->text.len && r->mentions[i].span.start < r->mentions[i].span.end;
        ordered &= r->mentions[i].span.start >= at;
        at = r->mentions[i].span.start;
    }
    CHECK(r->segment_count > 0 || unit[0] == '\xC2', unit);
    CHECK(inside, unit);
    CHECK(ordered, unit);
    CHECK(short_, unit);
}

int main(void)
{
    Lang *lang = NULL;
    Error err = { 0 };

    CHECK_INT(lang_load(NULL, &lang, &err), OK, err.text);
    for (size_t i = 0; lang && i < sizeof inputs / sizeof *inputs; i++) {
        AUTO_ARENA arena = arena_create();
        AUTO_STRBUF text = { 0 };
        Reading r;
        while (text.len < BYTES)
            strbuf_add(&text, str_of(inputs[i].unit));
        strbuf_add(&text, str_of(inputs[i].end));
        ReadInput in = { .document = S("growth"), .path = S("growth.txt"), .media_type = S("text/plain"),
                         .bytes = text.len, .text = strbuf_str(&text), .given = { .published = S("2022-09-16") } };
        read_document(lang, arena, &in, &r);
        check_reading(inputs[i].unit, &r);
    }
    lang_free(lang);
    return test_end();
}
