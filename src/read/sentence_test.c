/* sentence_test.c -- test/cases/sentence/<language>.cases: where sentences end. */
#include "cases.h"
#include "read/read.h"

/* "One. | Two." is the text "One. Two." and its sentences; "One.|Two." has no blank between them. */
static Str without_bars(Arena *arena, Str marked)
{
    AUTO_STRBUF b = { 0 };

    for (size_t i = 0; i < marked.len; i++) {
        if (marked.ptr[i] != '|')
            strbuf_char(&b, marked.ptr[i]);
        else if (i + 1 < marked.len && marked.ptr[i + 1] == ' ')
            i++;
    }
    return arena_str(arena, strbuf_str(&b));
}

static void check_case(void *context, Str language, const Str *column)
{
    AUTO_ARENA arena = arena_create();
    AUTO_STRBUF got = { 0 };
    Str text = without_bars(arena, column[0]);
    ReadInput in = { .document = S("test"), .path = S("test.txt"), .media_type = S("text/plain"), .text = text,
                     .bytes = text.len, .language = language };
    Reading r = { 0 };

    read_document(context, arena, &in, &r);
    for (size_t i = 0; i < r.segment_count; i++) {
        if (i)
            strbuf_add(&got, r.segments[i].span.start > r.segments[i - 1].span.end ? S(" | ") : S("|"));
        strbuf_add(&got, span_text(text, r.segments[i].span));
    }
    CHECK_STR(strbuf_str(&got), column[0]);
}

int main(int argc, char **argv)
{
    static const char *const languages[] = { "en", "uk", "ru", "de", "fr", "es", "pl", "other" };
    const char *folder = argc > 1 ? argv[1] : "test/cases/sentence";
    Lang *lang;
    Error err = { 0 };

    if (lang_load(NULL, &lang, &err) != OK) {
        fprintf(stderr, "%s\n", err.text);
        return 1;
    }
    for (size_t i = 0; i < sizeof languages / sizeof *languages; i++)
        cases_run(folder, str_of(languages[i]), 1, check_case, lang);
    lang_free(lang);
    return test_end();
}
