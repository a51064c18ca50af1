/* cmd_incidents.c -- `dokaz incidents`: what happened where and when, and how many say so. */
#include "cli/commands.h"

#include "cli/asking.h"
#include "cli/judged.h"
#include "cli/print.h"
#include "cli/table.h"
#include "model/json.h"
#include "model/judged.h"

#define TITLE_MIN 24    /* letters of a title that a table must leave room for; else each incident is a paragraph */

typedef struct IncidentOptions {
    AskingOptions asking;
} IncidentOptions;

static const Option options[] = { ASKING_OPTIONS(IncidentOptions), OPTION_END };

/* Where a table would be wider than the terminal. */
static void print_paragraph(Cli *cli, const Incident *n)
{
    Arena *a = cli->arena;

    strbuf_printf(&cli->out, STR_FMT "  " STR_FMT "%s" STR_FMT "\n", STR_ARG(short_id(a, n->id)), STR_ARG(n->edtf),
                  n->edtf.len ? "  " : "", STR_ARG(support_text(a, n)));
    print_wrapped(cli, 4, n->title);
    print_wrapped(cli, 4, figures_text(cli, n));
    Judged decided = judged_incident(a, shown_judgements(cli), n);
    Str judged = judged_text(a, &decided);
    if (judged.len)
        print_wrapped(cli, 4, arena_printf(a, "judged: " STR_FMT, STR_ARG(judged)));
}

static void print_list(Cli *cli, const Corpus *c, const Chosen *chosen)
{
    Arena *a = cli->arena;
    bool judged = shown_judgements(cli)->count > 0;
    Table t = table_begin(a, judged ? "incident|when|voices|origins|figures|judged|title"
                                    : "incident|when|voices|origins|figures|title");
    size_t count = chosen->count[FIT_YES];

    for (size_t i = 0; i < count; i++) {
        const Incident *n = &c->incidents[chosen->of[FIT_YES][i]];
        table_cell(&t, short_id(a, n->id));
        table_cell(&t, n->edtf);
        table_number(&t, n->voices);
        table_number(&t, n->origins);
        table_cell(&t, figures_text(cli, n));
        if (judged) {
            Judged decided = judged_incident(a, shown_judgements(cli), n);
            table_cell(&t, judged_text(a, &decided));
        }
        table_cell(&t, n->title);
    }
    if (table_room(&t, cli->width) >= TITLE_MIN)
        table_write(&t, cli->width, &cli->out);
    else
        for (size_t i = 0; i < count; i++)
            print_paragraph(cli, &c->incidents[chosen->of[FIT_YES][i]]);
}

static Status run(Cli *cli, const void *given, int count, char **args, Error *err)
{
    const IncidentOptions *o = given;
    Filter filter;
    Chosen chosen;

    (void)args;
    Status status = need_arguments(count, 0, 0, "nothing", err);
    if (status == OK)
        status = asking_choose(cli, &o->asking, &filter, &chosen, err);
    if (status != OK)
        return status;
    const Corpus *c = &cli->work->view->corpus;
    if (o->asking.json) {
        JsonOut j = json_lines(cli);
        for (size_t i = 0; i < chosen.count[FIT_YES]; i++)
            json_incident(&j, c, &c->incidents[chosen.of[FIT_YES][i]]);
        asking_json_open(cli, &chosen);
        return OK;
    }
    if (chosen.count[FIT_YES] == 0)
        print_none(cli, filter.any ? "such incidents" : "incidents");
    else
        print_list(cli, c, &chosen);
    asking_print_open(cli, &filter, &chosen);
    if (chosen.count[FIT_YES])
        print_note(cli, S("origins: independent roots found in this case, an upper bound"));
    return OK;
}

const Command cmd_incidents = {
    .name = "incidents", .arguments = "", .summary = "events and situations, with voices, origins and figures",
    .more = ASKING_MORE,
    .needs = NEEDS_CASE, .options = options, .options_size = sizeof(IncidentOptions), .run = run,
};
