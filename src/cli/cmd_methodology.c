/* cmd_methodology.c -- `dokaz methodology`: how the program decides, printed from what it computes with. */
#include "cli/commands.h"

#include "cli/method.h"
#include "cli/print.h"
#include "cli/table.h"
#include "tell/words.h"

typedef struct MethodologyOptions {
    bool json;
    Str  language;
} MethodologyOptions;

static const Option options[] = {
    LIST_OPTIONS(MethodologyOptions),
    OPTION_TEXT(MethodologyOptions, language, "language", "CODE", "en or uk (en)"),
    OPTION_END
};

static void print_section(Cli *cli, const Words *w, const MethodSection *s)
{
    bool ukrainian = str_eq(words_language(w), S("uk"));
    Arena *a = cli->arena;

    print_wrapped(cli, 0, words_get(w, s->key));
    print_wrapped(cli, 0, words_or(w, arena_printf(a, STR_FMT ".lead", STR_ARG(s->key)), STR_NONE));
    strbuf_char(&cli->out, '\n');
    for (size_t i = 0; i < s->count; i++) {
        const MethodRow *r = &s->rows[i];
        Str meaning = ukrainian && r->meaning_uk.len ? r->meaning_uk : r->meaning;
        print_wrapped(cli, 2, arena_printf(a, STR_FMT "%s" STR_FMT "%s" STR_FMT, STR_ARG(r->name), r->value.len ? "  " : "",
                                           STR_ARG(r->value), meaning.len ? "  " : "", STR_ARG(meaning)));
    }
}

static void print_json(Cli *cli, const MethodSection *s, const MethodRow *r)
{
    JsonOut j = json_lines(cli);

    json_object(&j, NULL);
    json_text(&j, "type", "method");
    json_str(&j, "section", str_slice(s->key, 7, s->key.len));      /* without "method." */
    json_str(&j, "name", r->name);
    json_str(&j, "value", r->value.len ? r->value : STR_NONE);
    json_str(&j, "meaning", r->meaning.len ? r->meaning : STR_NONE);
    json_str(&j, "meaning_uk", r->meaning_uk.len ? r->meaning_uk : STR_NONE);
    json_object_end(&j);
    json_line_end(&j);
}

static Status run(Cli *cli, const void *given, int count, char **args, Error *err)
{
    const MethodologyOptions *o = given;
    Str language = o->language.ptr ? o->language : S("en");
    Lang *lang = NULL;
    Words *words;
    Method method;

    (void)args;
    Status status = need_arguments(count, 0, 0, "nothing", err);
    if (status == OK && !words_known(language))
        return fail(err, ERR_USAGE, "the methodology is told in en and uk, not in '" STR_FMT "'", STR_ARG(language));
    if (status == OK)
        status = words_load(cli->arena, language, &words, err);
    if (status == OK)
        status = lang_load(NULL, &lang, err);
    if (status == OK)
        status = method_gather(cli->arena, lang, &method, err);
    for (size_t i = 0; status == OK && i < method.count; i++) {
        if (!o->json && i)
            strbuf_char(&cli->out, '\n');
        for (size_t k = 0; o->json && k < method.sections[i].count; k++)
            print_json(cli, &method.sections[i], &method.sections[i].rows[k]);
        if (!o->json)
            print_section(cli, words, &method.sections[i]);
    }
    if (status == OK)
        status = cli_flush(cli, err);       /* the rows point into the tables */
    lang_free(lang);
    return status;
}

const Command cmd_methodology = {
    .name = "methodology", .arguments = "", .summary = "how the program decides: weights, limits, rules, words, versions",
    .more = "Printed from the constants and tables that the program computes with, so that it cannot say something else. It\n"
            "needs no case; /methodology of `dokaz serve` is the same with the tables of the case.",
    .needs = NEEDS_NOTHING, .options = options, .options_size = sizeof(MethodologyOptions), .run = run,
};
