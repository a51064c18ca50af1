/* cmd_catalogue.c -- `dokaz catalogue`: entries of reading lists. */
#include "cli/commands.h"

#include "cli/print.h"
#include "cli/table.h"
#include "model/json.h"

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
    Table t = table_begin(cli->arena, "document|work|date|language|authors|title");
    JsonOut j = json_lines(cli);
    for (size_t r = 0; r < c->reading_count; r++) {
        const Reading *reading = &c->readings[r];
        for (size_t i = 0; i < reading->entry_count; i++) {
            const CatalogueEntry *e = &reading->entries[i];
            if (o->json) {
                json_catalogue_entry(&j, reading, i);
                continue;
            }
            table_cell(&t, short_document(cli->arena, reading->doc.id));
            table_number(&t, e->work);
            table_cell(&t, e->date);
            table_cell(&t, e->language);
            table_cell(&t, e->author_count == 0 ? STR_NONE : e->author_count == 1 ? e->authors[0] :
                       arena_printf(cli->arena, STR_FMT " and %zu more", STR_ARG(e->authors[0]),
                                    e->author_count - 1));
            table_cell(&t, e->title_text);
        }
    }
    if (!o->json && !table_write(&t, cli->width, &cli->out))
        print_none(cli, "entries of reading lists");
    return OK;
}

const Command cmd_catalogue = {
    .name = "catalogue", .arguments = "", .summary = "entries of the reading lists among the documents",
    .needs = NEEDS_CASE, .options = list_options, .options_size = sizeof(ListOptions), .run = run,
};
