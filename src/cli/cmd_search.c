/* cmd_search.c -- `dokaz search WORDS`: sentences that hold the words, in any spelling or script. */
#include "cli/commands.h"

#include "cli/print.h"
#include "cli/site.h"
#include "cli/table.h"

typedef struct SearchOptions {
    bool    json;
    int64_t limit;
} SearchOptions;

static const Option options[] = {
    LIST_OPTIONS(SearchOptions),
    OPTION_INT(SearchOptions, limit, "limit", "N", "at most N hits (100)"),
    OPTION_END
};

/* Rank in the list stands for the score: a number of FTS5 says nothing to anybody. */
static void print_json(Cli *cli, const TellHit *hit, size_t rank)
{
    const Reading *reading = &cli->work->view->corpus.readings[hit->reading];
    const Segment *segment = &reading->segments[hit->segment];
    char id[ID_HEX + 1];
    JsonOut j = json_lines(cli);

    id_format(segment->id, id);
    json_object(&j, NULL);
    json_text(&j, "type", "hit");
    json_str(&j, "document", reading->doc.id);
    json_text(&j, "segment", id);
    json_i64(&j, "start", segment->span.start);
    json_i64(&j, "end", segment->span.end);
    json_str(&j, "snippet", quote_text(cli->work, cli->arena, hit->reading, segment->span));
    json_double(&j, "score", 1.0 / (double)(rank + 1), 4);
    json_object_end(&j);
    json_line_end(&j);
}

static void print_hit(Cli *cli, const TellHit *hit)
{
    const Reading *reading = &cli->work->view->corpus.readings[hit->reading];
    Str label = document_label(cli->arena, &reading->doc);

    strbuf_printf(&cli->out, STR_FMT "  ", STR_ARG(short_document(cli->arena, reading->doc.id)));
    print_text(&cli->out, label);
    strbuf_char(&cli->out, '\n');
    print_field(cli, "", quote_text(cli->work, cli->arena, hit->reading, reading->segments[hit->segment].span));
}

static Status run(Cli *cli, const void *given, int count, char **args, Error *err)
{
    const SearchOptions *o = given;
    Str words = S("");
    TellHits hits = { NULL, 0 };
    Status status = need_arguments(count, 1, INT32_MAX, "WORDS", err);

    if (status == OK && o->limit < 0)
        return fail(err, ERR_USAGE, "--limit takes a number above zero");
    if (status == OK)
        status = work_load(cli->work, err);
    for (int i = 0; i < count; i++)     /* one argument with blanks is a phrase, as the shell's quotes meant it */
        words = arena_printf(cli->arena, strpbrk(args[i], " \t") && count > 1 ? STR_FMT " \"%s\"" : STR_FMT " %s",
                             STR_ARG(words), args[i]);
    if (status == OK)
        status = search_sentences(cli->work, cli->arena, words, o->limit ? (size_t)o->limit : 100, &hits, err);
    if (status != OK)
        return status;
    for (size_t i = 0; i < hits.count; i++)
        if (o->json)
            print_json(cli, &hits.at[i], i);
        else
            print_hit(cli, &hits.at[i]);
    if (hits.count == 0 && !o->json)
        strbuf_add(&cli->out, S("nothing found\n"));
    return OK;
}

const Command cmd_search = {
    .name = "search", .arguments = "WORDS...", .summary = "sentences with these words, in any spelling or script",
    .more = "All words must stand in the sentence; \"words in quotes\" stand together in this order.",
    .needs = NEEDS_CASE, .options = options, .options_size = sizeof(SearchOptions), .run = run,
};
