/* quantity_test.c -- test/cases/quantity/<language>.cases through the whole of READ. */
#include "base/auto.h"
#include "base/os.h"
#include "lang/lang.h"
#include "read/read.h"
#include "check.h"

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

static void check_case(const Lang *lang, Str language, const Str column[COLUMNS])
{
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

static void check_file(const Lang *lang, const char *folder, Str language)
{
    AUTO_ARENA arena = arena_create();
    Error err = { 0 };
    Str text, line;
    char path[512];

    snprintf(path, sizeof path, "%s/" STR_FMT ".cases", folder, STR_ARG(language));
    if (os_read_file(arena, path, 1 << 20, &text, &err) != OK) {
        CHECK(false, err.text);
        return;
    }
    while (str_cut(&text, '\n', &line)) {
        Str column[COLUMNS];
        size_t n = 0;
        if (line.len == 0 || line.ptr[0] == '#')
            continue;
        while (n < COLUMNS && str_cut(&line, '\t', &column[n]))
            n++;
        CHECK_INT(n, COLUMNS, column[0]);
        if (n == COLUMNS)
            check_case(lang, language, column);
    }
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
    check_file(lang, folder, S("en"));
    check_file(lang, folder, S("uk"));
    check_file(lang, folder, S("ru"));
    lang_free(lang);
    return test_end();
}
