/* cmd_conflicts.c -- `dokaz conflicts`: what was compared, and the verdicts. */
#include "cli/commands.h"

#include "cli/print.h"
#include "cli/table.h"
#include "model/json.h"

typedef struct ConflictOptions {
    bool json;
    Str  verdict;
} ConflictOptions;

static const Option options[] = {
    LIST_OPTIONS(ConflictOptions),
    OPTION_TEXT(ConflictOptions, verdict, "verdict", "V",
                "only conflict, error, update, refine, agree or not_comparable"),
    OPTION_END
};

static void print_one(Cli *cli, const Corpus *c, const Conflict *x)
{
    Arena *a = cli->arena;

    strbuf_printf(&cli->out, STR_FMT "  " STR_FMT " (" STR_FMT ")\n", STR_ARG(short_id(a, x->id)),
                  STR_ARG(verdict_name(x->verdict)), STR_ARG(conflict_kind_name(x->kind)));
    print_field(cli, "  because", x->why);
    for (size_t i = 0; i < x->span_count; i++) {
        const ConflictSpan *s = &x->spans[i];
        print_field(cli, "  says", arena_printf(a, STR_FMT ": " STR_FMT,
                    STR_ARG(document_label(a, &c->readings[s->reading].doc)),
                    STR_ARG(quote_text(cli->work, a, s->reading, s->span))));
    }
}

static Status run(Cli *cli, const void *given, int count, char **args, Error *err)
{
    const ConflictOptions *o = given;
    int only = o->verdict.ptr ? verdict_of(o->verdict) : -1;

    (void)args;
    Status status = need_arguments(count, 0, 0, "nothing", err);
    if (status == OK && o->verdict.ptr && only < 0)
        return fail(err, ERR_USAGE, "there is no verdict '" STR_FMT "': see --help", STR_ARG(o->verdict));
    if (status == OK)
        status = work_load(cli->work, err);
    if (status != OK)
        return status;
    const Corpus *c = &cli->work->view->corpus;
    JsonOut j = json_lines(cli);
    size_t shown = 0;
    for (size_t i = 0; i < c->conflict_count; i++) {
        if (only >= 0 && (int)c->conflicts[i].verdict != only)
            continue;
        shown++;
        if (o->json)
            json_conflict(&j, c, &c->conflicts[i]);
        else
            print_one(cli, c, &c->conflicts[i]);
    }
    if (!o->json && shown == 0)
        print_none(cli, only >= 0 ? "comparisons with this verdict" : "comparisons");
    return OK;
}

const Command cmd_conflicts = {
    .name = "conflicts", .arguments = "", .summary = "statements that were compared, with verdict and reason",
    .needs = NEEDS_CASE, .options = options, .options_size = sizeof(ConflictOptions), .run = run,
};
