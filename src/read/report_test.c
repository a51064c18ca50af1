/* report_test.c -- test/cases/attribution/<language>.cases: who is reported to say what, through the whole of READ. */
#include "cases.h"
#include "base/strbuf.h"
#include "read/read.h"

enum { TEXT, CUE, SOURCE, CONTENT, SPEAKER, KIND, COLUMNS };

static bool looked_at(Str want)
{
    return !str_eq(want, S("*"));
}

/* Each ¶ becomes an empty line. */
static Str with_paragraphs(Arena *arena, Str text)
{
    AUTO_STRBUF out = { 0 };
    Str mark = S("¶");

    for (size_t i = 0; i < text.len; i++)
        if (str_starts(str_slice(text, i, text.len), mark)) {
            strbuf_add(&out, S("\n\n"));
            i += mark.len - 1;
        } else {
            strbuf_add(&out, str_slice(text, i, i + 1));
        }
    return arena_str(arena, (Str){ out.ptr, out.len });
}

static Str words(const Reading *r, Span span)
{
    return span_is(span) ? span_text(r->text, span) : S("-");
}

static Str contents(Arena *arena, const Reading *r, const Attribution *a)
{
    Str all = S("");

    for (size_t i = 0; i < a->content_count; i++)
        all = arena_printf(arena, STR_FMT "%s" STR_FMT, STR_ARG(all), i ? " // " : "", STR_ARG(words(r, a->content[i])));
    return all;
}

static void check_case(void *context, Str language, const Str *column)
{
    const Lang *lang = context;
    AUTO_ARENA arena = arena_create();
    Str text = with_paragraphs(arena, column[TEXT]), cue = column[CUE];
    bool none = str_starts(cue, S("!"));
    ReadInput in = { .document = S("test"), .path = S("test.txt"), .media_type = S("text/plain"), .text = text,
                     .bytes = text.len, .language = language };
    Reading r = { 0 };
    const Attribution *found = NULL;

    if (none)
        cue = str_slice(cue, 1, cue.len);
    read_document(lang, arena, &in, &r);
    for (size_t i = 0; i < r.attribution_count && found == NULL; i++)
        if (str_eq(words(&r, r.attributions[i].cue), cue))
            found = &r.attributions[i];
    CHECK((found == NULL) == none, column[TEXT]);
    if (found == NULL || none)
        return;
    if (looked_at(column[SOURCE]))
        CHECK_STR(words(&r, found->source), column[SOURCE]);
    if (looked_at(column[CONTENT]))
        CHECK_STR(contents(arena, &r, found), column[CONTENT]);
    if (looked_at(column[SPEAKER]))
        CHECK_STR(found->speaker.len ? found->speaker : S("-"), column[SPEAKER]);
    if (looked_at(column[KIND]))
        CHECK_STR(attribution_kind_name(found->kind), column[KIND]);
}

int main(int argc, char **argv)
{
    const char *folder = argc > 1 ? argv[1] : "test/cases/attribution";
    Lang *lang;
    Error err = { 0 };

    if (lang_load(NULL, &lang, &err) != OK) {
        fprintf(stderr, "%s\n", err.text);
        return 1;
    }
    cases_run_all(folder, COLUMNS, check_case, lang);
    lang_free(lang);
    return test_end();
}
