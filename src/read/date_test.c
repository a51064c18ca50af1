/* date_test.c -- test/cases/date/<language>.cases through the whole of READ. */
#include "cases.h"
#include "read/read.h"

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

static void check_case(void *context, Str language, const Str *column)
{
    const Lang *lang = context;
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
    cases_run_all(folder, COLUMNS, check_case, lang);
    check_mismatch(lang);
    lang_free(lang);
    return test_end();
}
