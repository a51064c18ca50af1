/* conflicts_test.c -- sentences as a person writes them, and the comparisons that follow from them:
 * every FOLDER/NAME.cases, read, traced and weighed as `add` does it.
 *
 *     == what the case shows
 *     @ Publisher | 2022-09-16
 *     text, as many lines as it takes
 *     @ Other Publisher | 2022-09-17
 *     text
 *     > conflict date | words of the reason | words of one side
 *
 * Each line with `>` must be found: verdict, kind, words of the reason, and (if given) words of one of its
 * sentences. Any alarm (conflict or error) that no line names fails the case: a false alarm costs more trust than a
 * missed one. `conflicts_test FOLDER show` prints what was found instead.
 */
#include "base/auto.h"
#include "base/os.h"
#include "base/vec.h"
#include "check.h"
#include "read/read.h"
#include "trace/trace.h"
#include "weigh/weigh.h"

#include <dirent.h>
#include <string.h>

#define TEXTS_MAX 12
#define WANTED_MAX 24

typedef struct Case {
    Str      title, file;
    Str      publisher[TEXTS_MAX], published[TEXTS_MAX];
    StrBuf   text[TEXTS_MAX];
    size_t   texts;
    Str      wanted[WANTED_MAX];
    size_t   wanted_count;
} Case;

typedef struct Context {
    const Lang *lang;
    bool        show;
    size_t      cases;
} Context;

static bool is_alarm(const Conflict *x)
{
    return x->verdict == VERDICT_CONFLICT || x->verdict == VERDICT_ERROR;
}

static bool some_side(const Corpus *c, const Conflict *x, Str words)
{
    for (size_t i = 0; i < x->span_count; i++)
        if (str_find(span_text(c->readings[x->spans[i].reading].text, x->spans[i].span), words, 0) != SIZE_MAX)
            return true;
    return words.len == 0;
}

/* "conflict date | words | words of one side" */
static bool fits(const Corpus *c, const Conflict *x, Str line)
{
    Str head, why = STR_NONE, side = STR_NONE, verdict;

    str_cut(&line, '|', &head);
    str_cut(&line, '|', &why);
    str_cut(&line, '|', &side);
    head = str_trim(head);
    str_cut(&head, ' ', &verdict);
    return (int)x->verdict == verdict_of(verdict) && (int)x->kind == conflict_kind_of(str_trim(head)) &&
           str_find(x->why, str_trim(why), 0) != SIZE_MAX && some_side(c, x, str_trim(side));
}

static void show_row(const Corpus *c, const Conflict *x)
{
    printf("  %.*s %.*s | %.*s\n", STR_ARG(verdict_name(x->verdict)), STR_ARG(conflict_kind_name(x->kind)),
           STR_ARG(x->why));
    for (size_t i = 0; i < x->span_count; i++)
        printf("      %.*s\n", STR_ARG(span_text(c->readings[x->spans[i].reading].text, x->spans[i].span)));
}

static void compare_case(Arena *arena, const Case *k, const Corpus *c)
{
    bool *named = arena_array(arena, bool, c->conflict_count + 1);

    for (size_t w = 0; w < k->wanted_count; w++) {
        bool found = false;
        for (size_t i = 0; i < c->conflict_count && !found; i++)
            if (!named[i] && fits(c, &c->conflicts[i], k->wanted[w]))
                named[i] = found = true;
        /* proves P167 */
        CHECK(found, arena_printf(arena, STR_FMT ": == " STR_FMT ": missing: " STR_FMT, STR_ARG(k->file),
                                  STR_ARG(k->title), STR_ARG(k->wanted[w])));
    }
    for (size_t i = 0; i < c->conflict_count; i++) {
        const Conflict *x = &c->conflicts[i];
        /* proves P168 */
        CHECK(named[i] || !is_alarm(x),
              arena_printf(arena, STR_FMT ": == " STR_FMT ": false alarm: " STR_FMT ": " STR_FMT, STR_ARG(k->file),
                           STR_ARG(k->title), STR_ARG(conflict_kind_name(x->kind)), STR_ARG(x->why)));
    }
}

static void run_case(Context *x, Case *k)
{
    AUTO_ARENA arena = arena_create();
    Corpus c = { .taxonomy = lang_taxonomy(x->lang) };

    if (k->texts == 0)
        return;
    c.readings = arena_array(arena, Reading, TEXTS_MAX);
    for (size_t i = 0; i < k->texts; i++) {
        Str name = arena_printf(arena, "%064zu", i + 1);
        ReadInput in = { .document = name, .path = arena_printf(arena, "%zu.txt", i + 1),
                         .media_type = S("text/plain"), .bytes = k->text[i].len, .text = strbuf_str(&k->text[i]),
                         .given = { .publisher = k->publisher[i], .published = k->published[i] } };
        read_document(x->lang, arena, &in, &c.readings[c.reading_count++]);
    }
    trace_run(x->lang, arena, &c);
    weigh_run(x->lang, arena, &c);
    x->cases++;
    if (x->show) {
        printf("== %.*s\n", STR_ARG(k->title));
        for (size_t i = 0; i < c.conflict_count; i++)
            show_row(&c, &c.conflicts[i]);
    } else {
        compare_case(arena, k, &c);
    }
}

static void case_finish(Case *k)
{
    for (size_t i = 0; i < TEXTS_MAX; i++)
        strbuf_finish(&k->text[i]);
    *k = (Case){ .file = k->file };
}

static void take_line(Context *x, Case *k, Str line)
{
    Str rest = str_trim(str_slice(line, 2, line.len));

    if (str_starts(line, S("== "))) {
        run_case(x, k);
        case_finish(k);
        k->title = rest;
    } else if (str_starts(line, S("@ ")) && k->texts < TEXTS_MAX) {
        str_cut(&rest, '|', &k->publisher[k->texts]);
        k->publisher[k->texts] = str_trim(k->publisher[k->texts]);
        k->published[k->texts++] = str_trim(rest);
    } else if (str_starts(line, S("> ")) && k->wanted_count < WANTED_MAX) {
        k->wanted[k->wanted_count++] = rest;
    } else if (k->texts && k->wanted_count == 0) {
        strbuf_add(&k->text[k->texts - 1], line);
        strbuf_char(&k->text[k->texts - 1], '\n');
    }
}

static void run_file(Context *x, const char *folder, const char *name)
{
    AUTO_ARENA arena = arena_create();
    Case k = { .file = str_of(name) };
    Str text, line;
    Error err;

    if (os_read_file(arena, arena_printf(arena, "%s/%s", folder, name).ptr, 1 << 20, &text, &err) != OK) {
        CHECK(false, err.text);
        return;
    }
    while (str_cut(&text, '\n', &line))
        if (!str_starts(line, S("#")))
            take_line(x, &k, line);
    run_case(x, &k);
    case_finish(&k);
}

int main(int argc, char **argv)
{
    Lang *lang = NULL;
    Error err = { 0 };
    struct dirent **names = NULL;

    CHECK(argc >= 2, "usage: conflicts_test FOLDER|FILE [show]");
    if (argc < 2 || lang_load(NULL, &lang, &err) != OK)
        return 1;
    Context x = { lang, argc > 2 && strcmp(argv[2], "show") == 0, 0 };
    if (str_ends(str_of(argv[1]), S(".cases"))) {
        run_file(&x, ".", argv[1]);
    } else {
        int count = scandir(argv[1], &names, NULL, alphasort);
        for (int i = 0; i < count; i++) {
            if (str_ends(str_of(names[i]->d_name), S(".cases")))
                run_file(&x, argv[1], names[i]->d_name);
            free(names[i]);
        }
        free(names);
    }
    CHECK(x.cases > 0, argv[1]);
    lang_free(lang);
    return test_end();
}
