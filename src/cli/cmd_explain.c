/* cmd_explain.c -- `dokaz explain ID`: which rule made it, out of what, in which run. */
#include "cli/commands.h"

#include "cli/explain.h"
#include "cli/print.h"

static const Option options[] = { OPTION_END };

static void explain(Cli *cli, const Found *f)
{
    const Corpus *c = &cli->work->view->corpus;

    if (f->kind == FOUND_ORIGINAL) {
        print_field(cli, "unread", cli->work->originals[f->index].unread);
        print_field(cli, "contents", cli->work->originals[f->index].holds);
        return;
    }
    const Reading *r = &c->readings[f->reading];
    Explained x = { cli, cli->work->lang, cli->work, f->reading, r, cli->work->corpus.readings[f->reading].text };

    switch (f->kind) {
    case FOUND_ORIGINAL:
        break;
    case FOUND_MENTION:
        explain_mention(&x, f->index);
        break;
    case FOUND_CLAIM:
        if (view_claim_withheld(cli->work->view, (ClaimRef){ f->reading, f->index }))
            print_field(cli, "withheld", S("rule G2"));
        else
            explain_claim(&x, f->index);
        break;
    case FOUND_ORIGIN:
        for (size_t i = 0; i < c->origins[f->index].why_count; i++)
            print_field(cli, "why", c->origins[f->index].why[i]);
        break;
    case FOUND_INCIDENT:
        for (size_t i = 0; i < c->incidents[f->index].why_count; i++)
            print_field(cli, "why", c->incidents[f->index].why[i]);
        break;
    case FOUND_CONFLICT:
        print_field(cli, "because", c->conflicts[f->index].why);
        break;
    case FOUND_DOCUMENT:
        for (size_t i = 0; i < r->doc.note_count; i++)
            print_field(cli, "note", r->doc.notes[i].text);
        break;
    case FOUND_SEGMENT:
        print_field(cli, "role", segment_role_name(r->segments[f->index].role));
        break;
    case FOUND_ATTRIBUTION:
        print_field(cli, "speaker", r->attributions[f->index].speaker);
        explain_attribution(&x, f->index);
        break;
    }
}

static Status run(Cli *cli, const void *unused, int count, char **args, Error *err)
{
    Found found;
    StoreRun *runs = NULL;
    size_t run_count = 0;

    (void)unused;
    Status status = need_arguments(count, 1, 1, "ID", err);
    if (status == OK)
        status = work_load(cli->work, err);
    if (status == OK)
        status = find_by_id(cli->work, str_of(args[0]), FOUND_ANY, &found, err);
    if (status == OK && cli->work->store)
        status = store_runs(cli->work->store, cli->arena, &runs, &run_count, err);
    if (status != OK)
        return status;
    explain(cli, &found);
    const char *stage = found.kind >= FOUND_ORIGIN ? "weigh" : "read";
    for (size_t i = 0; i < run_count; i++)
        if (str_eq(runs[i].stage, str_of(stage)))
            print_field(cli, "run", arena_printf(cli->arena, "dokaz " STR_FMT ", tables " STR_FMT,
                        STR_ARG(runs[i].program), STR_ARG(str_slice(runs[i].data, 0, 12))));
    return OK;
}

const Command cmd_explain = {
    .name = "explain",
    .more = "Of a mention or claim: the rule that made it, its bytes, and every row of the tables (data/lang,\n"
            "data/places) that its words stand in. Protected names stay masked, and the rows behind them too.\n"
            "`dokaz read --explain ID FILE` does the same for a file outside a case.",
    .arguments = "ID", .summary = "the rule that made a mention, claim, incident or verdict",
    .needs = NEEDS_CASE, .options = options, .options_size = 0, .run = run,
};
