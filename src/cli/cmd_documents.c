/* cmd_documents.c -- `dokaz documents`: what was read, and what was only sealed. */
#include "cli/commands.h"

#include "base/map.h"
#include "base/time.h"
#include "cli/print.h"
#include "cli/table.h"
#include "model/json.h"

/* An original without a reading, as a document row of its own with the reason, or what it holds, as a note. */
void json_original(JsonOut *j, const StoreOriginal *o)
{
    Note note = { o->unread.ptr ? S("unread") : S("holds"), SPAN_NONE, o->unread.ptr ? o->unread : o->holds };
    Reading r = { .doc = { .id = o->document, .sha256 = o->sha256, .path = o->path, .media_type = o->media_type, .bytes = o->bytes,
                           .published_first = DAY_UNKNOWN, .published_last = DAY_UNKNOWN, .notes = &note,
                           .note_count = 1 } };

    json_document(j, &r);
}

/* Every way these bytes came in, as the last member of the row that was just written. */
static void json_occurrences(Cli *cli, Str document)
{
    JsonOut j = { .out = &cli->out, .comma = true };
    char time[21];

    cli->out.len -= strlen("}\n");
    json_array(&j, "occurrences");
    for (size_t i = 0; i < cli->work->original_count; i++) {
        const StoreOriginal *o = &cli->work->originals[i];
        if (!str_eq(o->document, document))
            continue;
        time_format(o->time, time);
        json_object(&j, NULL);
        json_str(&j, "path", o->path);
        json_str(&j, "part", o->part);
        json_str(&j, "url", o->url);
        json_str(&j, "received_from", o->received_from);
        json_text(&j, "time", time);
        json_object_end(&j);
    }
    json_array_end(&j);
    json_object_end(&j);
    json_line_end(&j);
}

/* Only what is not in the list of readings anyway: unread, or nothing but what it holds. */
static bool is_listed(const Map *read, const StoreOriginal *o)
{
    return o->unread.ptr || (o->holds.ptr && !map_get(read, o->document));
}

static Map readings_by_id(Cli *cli)
{
    const Corpus *c = &cli->work->view->corpus;
    Map read = { 0 };

    for (size_t i = 0; i < c->reading_count; i++)
        map_put(cli->arena, &read, c->readings[i].doc.id, 1);
    return read;
}

static void print_json(Cli *cli)
{
    Work *work = cli->work;
    JsonOut j = json_lines(cli);
    Map read = readings_by_id(cli);

    for (size_t i = 0; i < work->view->corpus.reading_count; i++) {
        json_document(&j, &work->view->corpus.readings[i]);
        json_occurrences(cli, work->view->corpus.readings[i].doc.id);
    }
    for (size_t i = 0; i < work->original_count; i++)
        if (is_listed(&read, &work->originals[i]))
            json_original(&j, &work->originals[i]);
}

static void print_table(Cli *cli)
{
    Work *work = cli->work;
    const Corpus *c = &work->view->corpus;
    Map read = readings_by_id(cli);
    Table t = table_begin(cli->arena, "document|published|language|claims|publisher|title");

    for (size_t i = 0; i < c->reading_count; i++) {
        const Reading *r = &c->readings[i];
        size_t claims = 0;
        for (uint32_t k = 0; k < r->claim_count; k++)
            claims += !view_claim_withheld(work->view, (ClaimRef){ (uint32_t)i, k });
        table_cell(&t, short_document(cli->arena, r->doc.id));
        table_cell(&t, r->doc.published);
        table_cell(&t, r->doc.language);
        table_number(&t, (int64_t)claims);
        table_cell(&t, r->doc.publisher);
        table_cell(&t, r->doc.title.len ? r->doc.title : r->doc.path);
    }
    for (size_t i = 0; i < work->original_count; i++) {
        const StoreOriginal *o = &work->originals[i];
        if (!is_listed(&read, o))
            continue;
        table_cell(&t, short_document(cli->arena, o->document));
        for (int k = 0; k < 4; k++)
            table_cell(&t, STR_NONE);
        table_cell(&t, arena_printf(cli->arena, STR_FMT " (sealed, %s" STR_FMT ")", STR_ARG(o->path),
                                    o->unread.ptr ? "unread: " : "", STR_ARG(o->unread.ptr ? o->unread : o->holds)));
    }
    if (!table_write(&t, cli->width, &cli->out))
        print_none(cli, "documents");
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
    if (o->json)
        print_json(cli);
    else
        print_table(cli);
    return OK;
}

const Command cmd_documents = {
    .name = "documents", .arguments = "", .summary = "the documents of the case, and what was sealed unread",
    .needs = NEEDS_CASE, .options = list_options, .options_size = sizeof(ListOptions), .run = run,
};
