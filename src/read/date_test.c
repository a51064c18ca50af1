/* date_test.c -- test/cases/date/<language>.cases through the whole of READ. */
#include "base/auto.h"
#include "base/os.h"
#include "lang/lang.h"
#include "read/read.h"
#include "check.h"

#define COLUMNS 6

static Str given(Str s)
{
    return str_eq(s, S("-")) ? STR_NONE : s;
}

/* The mention of kind date with these words, or NULL; any date when `words` is NULL. */
static const Mention *find(const Reading *r, Str words)
{
    for (size_t i = 0; i < r->mention_count; i++)
        if (r->mentions[i].kind == MENTION_DATE && (words.ptr == NULL || str_eq(span_text(r->text, r->mentions[i].span), words)))
            return &r->mentions[i];
    return NULL;
}

static void check_case(const Lang *lang, Str language, const Str column[COLUMNS])
{
    AUTO_ARENA arena = arena_create();
    ReadInput in = { .document = S("test"), .path = S("test.txt"), .media_type = S("text/plain"), .text = column[1],
                     .bytes = column[1].len, .language = language, .given.published = given(column[0]) };
    Reading r = { 0 };

    read_document(lang, arena, &in, &r);
    const Mention *m = find(&r, given(column[2]));
    if (given(column[2]).ptr == NULL) {
        CHECK(m == NULL, column[1]);
        return;
    }
    CHECK(m != NULL, column[1]);
    if (m == NULL)
        return;
    CHECK_STR(m->date.value, column[3]);
    CHECK_STR(m->date.mod, given(column[4]));
    CHECK_STR(m->date.edtf, given(column[5]));
    if (m->date.first != DAY_UNKNOWN && m->date.last != DAY_OPEN)
        CHECK(m->date.first <= m->date.last, column[1]);
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

/* A weekday that is not the date's gives a note that names both. */
static void check_mismatch(const Lang *lang)
{
    AUTO_ARENA arena = arena_create();
    ReadInput in = { .document = S("test"), .path = S("test.txt"), .media_type = S("text/plain"),
                     .text = S("The depot burned on Monday, 10 September 2022."), .language = S("en") };
    Reading r = { 0 };
    bool found = false;

    read_document(lang, arena, &in, &r);
    for (size_t i = 0; i < r.doc.note_count; i++)
        found |= str_eq(r.doc.notes[i].code, S("weekday_mismatch")) &&
                 str_find(r.doc.notes[i].text, S("Monday, but 2022-09-10 was a Saturday"), 0) != SIZE_MAX;
    /* proves P22 */
    CHECK(found, "weekday_mismatch");
}

int main(int argc, char **argv)
{
    const char *folder = argc > 1 ? argv[1] : "test/cases/date";
    Lang *lang;
    Error err = { 0 };

    if (lang_load(argc > 2 ? argv[2] : NULL, &lang, &err) != OK) {
        fprintf(stderr, "%s\n", err.text);
        return 1;
    }
    /* proves P21 */
    check_file(lang, folder, S("en"));
    check_file(lang, folder, S("uk"));
    check_file(lang, folder, S("ru"));
    check_mismatch(lang);
    lang_free(lang);
    return test_end();
}
