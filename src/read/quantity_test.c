/* quantity_test.c -- test/cases/quantity/<language>.cases through the whole of READ. */
#include "cases.h"
#include "read/read.h"

#define COLUMNS 7

static Str given(Str s)
{
    return str_eq(s, S("-")) ? STR_NONE : s;
}

static int64_t number(Str s)
{
    int64_t n;

    if (str_eq(s, S("open")))
        return QUANTITY_OPEN;
    return str_to_i64(s, &n) ? n : QUANTITY_UNKNOWN;
}

static const Mention *find(const Reading *r, Str words)
{
    for (size_t i = 0; i < r->mention_count; i++)
        if (r->mentions[i].kind == MENTION_QUANTITY &&
            (words.ptr == NULL || str_eq(span_text(r->text, r->mentions[i].span), words)))
            return &r->mentions[i];
    return NULL;
}

static void check_case(void *context, Str language, const Str *column)
{
    const Lang *lang = context;
    AUTO_ARENA arena = arena_create();
    ReadInput in = { .document = S("test"), .path = S("test.txt"), .media_type = S("text/plain"), .text = column[0],
                     .bytes = column[0].len, .language = language };
    Reading r = { 0 };

    read_document(lang, arena, &in, &r);
    const Mention *m = find(&r, given(column[1]));
    if (given(column[1]).ptr == NULL) {
        CHECK(m == NULL, column[0]);
        return;
    }
    CHECK(m != NULL, column[0]);
    if (m == NULL)
        return;
    CHECK_INT(m->quantity.low, number(column[2]), column[0]);
    CHECK_INT(m->quantity.high, number(column[3]), column[0]);
    CHECK_STR(m->quantity.counted, given(column[4]));
    CHECK_STR(m->quantity.who, given(column[5]));
    CHECK_STR(measure_name(m->quantity.measure), column[6]);
}

int main(int argc, char **argv)
{
    const char *folder = argc > 1 ? argv[1] : "test/cases/quantity";
    Lang *lang;
    Error err = { 0 };

    if (lang_load(argc > 2 ? argv[2] : NULL, &lang, &err) != OK) {
        fprintf(stderr, "%s\n", err.text);
        return 1;
    }
    /* proves P20 */
    cases_run_all(folder, COLUMNS, check_case, lang);
    lang_free(lang);
    return test_end();
}
