/* cmd_origins.c -- `dokaz origins`: who rests on whom, and how many independent roots are left. */
#include "cli/commands.h"

#include "base/auto.h"
#include "cli/print.h"
#include "cli/table.h"
#include "model/json.h"

static Str joined(Arena *arena, const Str *texts, size_t count, const char *between)
{
    AUTO_STRBUF b = { 0 };

    for (size_t i = 0; i < count; i++)
        strbuf_printf(&b, "%s" STR_FMT, i ? between : "", STR_ARG(texts[i]));
    return arena_str(arena, strbuf_str(&b));
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
        for (size_t i = 0; i < c->derivation_count; i++)
            json_derivation(&j, c, &c->derivations[i]);
        for (size_t i = 0; i < c->origin_count; i++)
            json_origin(&j, c, &c->origins[i]);
        return OK;
    }
    Table t = table_begin(cli->arena, "origin|claims|name|voices");
    for (size_t i = 0; i < c->origin_count; i++) {
        const Origin *x = &c->origins[i];
        table_cell(&t, short_id(cli->arena, x->id));
        table_number(&t, (int64_t)x->claim_count);
        table_cell(&t, x->name);
        table_cell(&t, joined(cli->arena, x->voices, x->voice_count, "; "));
    }
    if (!table_write(&t, cli->width, &cli->out))
        print_none(cli, "origins");
    if (c->origin_count)
        strbuf_add(&cli->out, S("\nAn upper bound of independence found in this case; `dokaz show ID` gives the"
                                " reasons.\n"));
    return OK;
}

const Command cmd_origins = {
    .name = "origins", .arguments = "", .summary = "independent roots of claims, and what rests on what",
    .needs = NEEDS_CASE, .options = list_options, .options_size = sizeof(ListOptions), .run = run,
};
