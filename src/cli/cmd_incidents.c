/* cmd_incidents.c -- `dokaz incidents`: what happened where and when, and how many say so. */
#include "cli/commands.h"

#include "cli/judged.h"
#include "cli/print.h"
#include "cli/table.h"
#include "model/json.h"
#include "model/judged.h"

/* The first two; `show` has them all. */
static Str figures(Arena *arena, const Incident *n)
{
    Str text = S("");

    for (size_t i = 0; i < n->quantity_count && i < 2; i++) {
        const IncidentQuantity *q = &n->quantities[i];
        text = arena_printf(arena, STR_FMT "%s" STR_FMT " " STR_FMT, STR_ARG(text), i ? "; " : "",
                            STR_ARG(interval_text(arena, q->low, q->high)), STR_ARG(q->counted));
    }
    if (n->quantity_count > 2)
        text = arena_printf(arena, STR_FMT "; %zu more", STR_ARG(text), n->quantity_count - 2);
    return text;
}

static Status run(Cli *cli, const void *given, int count, char **args, Error *err)
{
    const ListOptions *o = given;

    (void)args;
    Status status = need_arguments(count, 0, 0, "nothing", err);
    if (status == OK)
        status = work_load(cli->work, err);
    if (status != OK)
        return status;
    const Corpus *c = &cli->work->view->corpus;
    if (o->json) {
        JsonOut j = json_lines(cli);
        for (size_t i = 0; i < c->incident_count; i++)
            json_incident(&j, c, &c->incidents[i]);
        return OK;
    }
    bool judged = shown_judgements(cli)->count > 0;
    Table t = table_begin(cli->arena, judged ? "incident|when|voices|origins|figures|judged|title"
                                             : "incident|when|voices|origins|figures|title");
    for (size_t i = 0; i < c->incident_count; i++) {
        const Incident *n = &c->incidents[i];
        table_cell(&t, short_id(cli->arena, n->id));
        table_cell(&t, n->edtf);
        table_number(&t, n->voices);
        table_number(&t, n->origins);
        table_cell(&t, figures(cli->arena, n));
        if (judged) {
            Judged decided = judged_incident(cli->arena, shown_judgements(cli), n);
            table_cell(&t, judged_text(cli->arena, &decided));
        }
        table_cell(&t, n->title);
    }
    if (!table_write(&t, cli->width, &cli->out))
        print_none(cli, "incidents");
    if (c->incident_count)
        strbuf_add(&cli->out, S("\norigins: independent roots found in this case, an upper bound\n"));
    return OK;
}

const Command cmd_incidents = {
    .name = "incidents", .arguments = "", .summary = "events and situations, with voices, origins and figures",
    .needs = NEEDS_CASE, .options = list_options, .options_size = sizeof(ListOptions), .run = run,
};
