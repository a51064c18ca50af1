/* counting_test.c -- test/cases/counting: how the counts of a sentence stand to one another. */
#include "read/counting.h"

#include "cases.h"
#include "check.h"
#include "read/read.h"

#include <stdio.h>

#define COLUMNS 5

static Str given(Str column)
{
    return str_eq(column, S("-")) ? STR_NONE : column;
}

static const Mention *find(const Reading *r, Str words)
{
    for (size_t i = 0; i < r->mention_count; i++)
        if (r->mentions[i].kind == MENTION_QUANTITY && str_eq(span_text(r->text, r->mentions[i].span), words))
            return &r->mentions[i];
    return NULL;
}

/* "part of 59 people", "each", "so far", "as of 2022-09-15"; "-" for a count that stands alone. */
static Str relation(Arena *arena, const Reading *r, const QuantityFields *q)
{
    if (q->part_of >= 0) {
        Str whole = span_text(r->text, r->mentions[q->part_of].span);
        return arena_printf(arena, "part of " STR_FMT, STR_ARG(whole));
    }
    if (q->as_of.len)
        return arena_printf(arena, "as of " STR_FMT, STR_ARG(q->as_of));
    return q->each ? S("each") : q->so_far ? S("so far") : S("-");
}

static void check_case(void *context, Str language, const Str *column)
{
    const Lang *lang = context;
    AUTO_ARENA arena = arena_create();
    ReadInput in = { .document = S("test"), .path = S("test.txt"), .media_type = S("text/plain"), .text = column[0],
                     .bytes = column[0].len, .language = language };
    Reading r = { 0 };

    read_document(lang, arena, &in, &r);
    const Mention *m = find(&r, column[1]);
    CHECK(m != NULL, column[0]);
    if (m == NULL)
        return;
    CHECK_STR(m->quantity.counted, given(column[2]));
    CHECK_STR(m->quantity.who, given(column[3]));
    CHECK_STR(relation(arena, &r, &m->quantity), column[4]);
}

int main(int argc, char **argv)
{
    const char *folder = argc > 1 ? argv[1] : "test/cases/counting";
    Lang *lang;
    Error err = { 0 };

    if (lang_load(NULL, &lang, &err) != OK) {
        fprintf(stderr, "%s\n", err.text);
        return 1;
    }
    cases_run(folder, S("en"), COLUMNS, check_case, lang);
    cases_run(folder, S("uk"), COLUMNS, check_case, lang);
    cases_run(folder, S("ru"), COLUMNS, check_case, lang);
    lang_free(lang);
    return test_end();
}
