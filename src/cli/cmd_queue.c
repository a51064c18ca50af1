/* cmd_queue.c -- `dokaz queue`: what to decide first, why, and the commands that decide it. */
#include "cli/commands.h"

#include "cli/judged.h"
#include "cli/print.h"
#include "cli/waiting.h"

typedef struct QueueOptions {
    bool    json, blind;
    int64_t limit;
    Str     coder;
} QueueOptions;

static const Option options[] = {
    LIST_OPTIONS(QueueOptions),
    OPTION_INT(QueueOptions,  limit, "limit", "N",    "no more than N (20); 0: all"),
    OPTION_TEXT(QueueOptions, coder, "coder", "NAME", "what this coder has not decided yet, whatever others did"),
    OPTION_FLAG(QueueOptions, blind, "blind",         "of the case as the program has it, without anybody's decisions"),
    OPTION_END
};

static void print_json(Cli *cli, const View *view, size_t place, const QueueItem *q)
{
    JsonOut j = json_lines(cli);
    char hex[ID_HEX + 1];

    json_object(&j, NULL);
    json_text(&j, "type", "queue_item");
    json_i64(&j, "place", (int64_t)place);
    json_str(&j, "kind", queue_kind_name(q->kind));
    json_i64(&j, "weight", q->weight);
    json_i64(&j, "documents", (int64_t)q->documents);
    json_i64(&j, "people", q->people);
    id_format(q->about, hex);
    if (q->kind == QUEUE_STALE)
        json_null(&j, "about");
    else
        json_text(&j, "about", hex);
    if (q->kind == QUEUE_STALE)
        json_i64(&j, "entry", (int64_t)q->entry);
    else
        json_null(&j, "entry");
    json_array(&j, "claims");
    for (size_t i = 0; i < q->claim_count; i++) {
        id_format(corpus_claim(&view->corpus, q->claims[i])->id, hex);
        json_text(&j, NULL, hex);
    }
    json_array_end(&j);
    json_str(&j, "why", guard_str(cli->work->guard, cli->arena, q->why));
    json_array(&j, "commands");
    for (size_t i = 0; i < q->command_count; i++)
        json_str(&j, NULL, q->commands[i]);
    json_array_end(&j);
    json_object_end(&j);
    json_line_end(&j);
}

static Str stake_text(Arena *a, const QueueItem *q)
{
    Str documents = count_text(a, q->documents, "document", "documents");

    if (q->people == 0)
        return documents;
    return arena_printf(a, STR_FMT ", " STR_FMT, STR_ARG(documents),
                        STR_ARG(count_text(a, (size_t)q->people, "person", "people")));
}

static const Incident *incident_named(const View *view, Id id)
{
    for (size_t i = 0; i < view->corpus.incident_count; i++)
        if (id_eq(view->corpus.incidents[i].id, id))
            return &view->corpus.incidents[i];
    return NULL;
}

static void print_item(Cli *cli, const View *view, size_t place, const QueueItem *q)
{
    Arena *a = cli->arena;
    bool of_incident = q->kind >= QUEUE_PAIR && q->kind <= QUEUE_PLACE;
    const Incident *n = of_incident ? incident_named(view, q->about) : NULL;

    strbuf_printf(&cli->out, "%zu. " STR_FMT ", weight %lld (" STR_FMT ")\n", place, STR_ARG(queue_kind_name(q->kind)),
                  (long long)q->weight, STR_ARG(stake_text(a, q)));
    if (n)
        print_field(cli, "  incident", arena_printf(a, STR_FMT "  " STR_FMT, STR_ARG(short_id(a, n->id)), STR_ARG(n->title)));
    print_field(cli, "  why", guard_str(cli->work->guard, a, q->why));
    for (size_t i = 0; i < q->claim_count && i < 3; i++) {
        const Claim *claim = corpus_claim(&view->corpus, q->claims[i]);
        print_field(cli, "  claim", arena_printf(a, STR_FMT "  " STR_FMT ": " STR_FMT, STR_ARG(short_id(a, claim->id)),
                    STR_ARG(document_label(a, &view->corpus.readings[q->claims[i].reading].doc)),
                    STR_ARG(quote_text(cli->work, a, q->claims[i].reading, claim->span))));
    }
    for (size_t i = 0; i < q->command_count; i++)
        print_field(cli, "  decide", q->commands[i]);
}

static Status check_options(const QueueOptions *o, int count, Error *err)
{
    Status status = need_arguments(count, 0, 0, "nothing", err);

    if (status == OK && o->limit < 0)
        return fail(err, ERR_USAGE, "--limit is a number of items");
    if (status == OK && o->blind && !o->coder.len)
        return fail(err, ERR_USAGE, "--blind needs --coder NAME: whose own decisions are not asked again?");
    return status;
}

static Status run(Cli *cli, const void *given, int count, char **args, Error *err)
{
    QueueOptions o = *(const QueueOptions *)given;
    Waiting waiting;

    (void)args;
    if (o.limit == 0)
        o.limit = 20;
    Status status = check_options(&o, count, err);
    if (status == OK)
        status = work_load(cli->work, err);
    if (status != OK)
        return status;
    waiting_make(cli, o.coder, o.blind, &waiting);
    size_t total = waiting.count, shown = 0;
    for (; shown < total && shown < (size_t)o.limit; shown++)
        if (o.json)
            print_json(cli, waiting.view, shown + 1, &waiting.items[shown]);
        else
            print_item(cli, waiting.view, shown + 1, &waiting.items[shown]);
    if (!o.json && total == 0)
        strbuf_add(&cli->out, S("nothing waits for a decision\n"));
    if (!o.json && shown < total)
        strbuf_printf(&cli->out, "\n%zu more: --limit N shows them\n", total - shown);
    return OK;
}

const Command cmd_queue = {
    .name = "queue", .arguments = "", .summary = "what to decide first, why, and how",
    .more = "Ordered by weight: documents that speak of what a decision changes, and the size of the toll at stake\n"
            "(docs/methods/judging.md). Judgements that apply no more come first. In a command REASON stands for your\n"
            "words, and FIGURE, DATE, PLACE for the value that is right.",
    .needs = NEEDS_CASE, .options = options, .options_size = sizeof(QueueOptions), .run = run,
};
