/* cmd_custody.c -- `dokaz custody ID`: the chain of custody of one original, from its arrival to every export. */
#include "cli/commands.h"

#include "base/auto.h"
#include "base/time.h"
#include "cli/find.h"
#include "cli/print.h"
#include "seal/strict.h"
#include "tell/custody.h"

/* "entry:12", as exports name documents, or the beginning of a document's id. */
static Status find_original(Cli *cli, const Custody *custody, Str given, Sha256 *ret, Error *err)
{
    const Work *work = cli->work;
    uint64_t index;
    Found found;
    Error why = { 0 };

    if (str_starts(given, S("entry:"))) {
        bool is = strict_u64(str_slice(given, 6, given.len), &index) && index < custody->count &&
                  custody_digest(&custody->events[index], ret);
        return is ? OK : fail(err, ERR_NOT_FOUND, STR_FMT " is no original of this log, or it was erased", STR_ARG(given));
    }
    Status status = find_by_id(work, given, FOUND_DOCUMENT, &found, &why);
    Str id = status == OK ? work->view->corpus.readings[found.reading].doc.id : STR_NONE;
    for (size_t i = 0; status == ERR_NOT_FOUND && !id.ptr && i < work->original_count; i++)
        if (given.len >= 4 && str_starts(work->originals[i].document, given))
            id = work->originals[i].document;           /* sealed and not read */
    if (id.ptr && hex_decode(id, ret->byte, sizeof ret->byte))
        return OK;
    return fail(err, status == OK ? ERR_NOT_FOUND : status, "%s", why.text);
}

static Str shown(Cli *cli, Str value)
{
    AUTO_STRBUF b = { 0 };

    view_str(cli->work->view, value, &b);
    return arena_str(cli->arena, strbuf_str(&b));
}

static void print_event(Cli *cli, const CustodyEvent *e)
{
    char time[21];
    Str actor = str_slice(hex_encode(cli->arena, sha256_str(&e->actor)), 0, 12);

    time_format(e->time, time);
    strbuf_printf(&cli->out, "%s  %s  (entry %llu, key " STR_FMT ")\n", time, custody_step(e->type),
                  (unsigned long long)e->index, STR_ARG(actor));
    if (e->erased)
        print_field(cli, "record", S("erased"));
    for (size_t i = 0; i < e->record.count; i++)
        if (custody_shows(e, e->record.fields[i].key))
            print_field(cli, arena_cstr(cli->arena, e->record.fields[i].key), shown(cli, e->record.fields[i].value));
}

static void json_event(Cli *cli, const CustodyEvent *e, Str document)
{
    JsonOut j = json_lines(cli);
    char time[21];

    time_format(e->time, time);
    json_object(&j, NULL);
    json_text(&j, "type", "custody");
    json_str(&j, "document", document);
    json_text(&j, "event", entry_type_name(e->type));
    json_i64(&j, "entry", (int64_t)e->index);
    json_text(&j, "time", time);
    json_str(&j, "actor", hex_encode(cli->arena, sha256_str(&e->actor)));
    json_bool(&j, "whole_case", e->of < 0);
    json_bool(&j, "erased", e->erased);
    json_array(&j, "facts");
    for (size_t i = 0; i < e->record.count; i++) {
        if (!custody_shows(e, e->record.fields[i].key))
            continue;
        json_object(&j, NULL);
        json_str(&j, "name", e->record.fields[i].key);
        json_str(&j, "value", shown(cli, e->record.fields[i].value));
        json_object_end(&j);
    }
    json_array_end(&j);
    json_object_end(&j);
    json_line_end(&j);
}

/* What others put beside the log: it speaks for everything below its size. */
static void print_files(Cli *cli, const char *kind, const char *what, uint64_t first, Str document, bool json)
{
    size_t count;
    CustodyFile *files = custody_files(cli->arena, cli->work->c, kind, first + 1, &count);

    for (size_t i = 0; i < count; i++) {
        JsonOut j = json_lines(cli);
        if (!json) {
            strbuf_printf(&cli->out, "%s  the first %llu entries (%s/" STR_FMT ")\n", what,
                          (unsigned long long)files[i].size, kind, STR_ARG(files[i].name));
            continue;
        }
        json_object(&j, NULL);
        json_text(&j, "type", "custody");
        json_str(&j, "document", document);
        json_text(&j, "event", kind);
        json_i64(&j, "entries", (int64_t)files[i].size);
        json_str(&j, "file", files[i].name);
        json_object_end(&j);
        json_line_end(&j);
    }
}

static Status run(Cli *cli, const void *given, int count, char **args, Error *err)
{
    const ListOptions *o = given;
    Custody custody;
    Sha256 original;
    uint64_t first;
    Status status = need_arguments(count, 1, 1, "ID", err);

    if (status == OK)
        status = work_load(cli->work, err);
    if (status == OK)
        status = custody_load(cli->arena, cli->work->c, &custody, err);
    if (status == OK)
        status = find_original(cli, &custody, str_of(args[0]), &original, err);
    if (status != OK)
        return status;
    if (!custody_first(&custody, &original, &first))
        return fail(err, ERR_NOT_FOUND, "the log has no entry of this original");
    Str document = hex_encode(cli->arena, sha256_str(&original));
    for (size_t i = 0; i < custody.count; i++) {
        const CustodyEvent *e = &custody.events[i];
        if (!custody_concerns(&custody, e, &original, first))
            continue;
        if (o->json)
            json_event(cli, e, document);
        else
            print_event(cli, e);
    }
    print_files(cli, "stamps", "time stamp over", first, document, o->json);
    print_files(cli, "witness", "signed by witnesses:", first, document, o->json);
    return OK;
}

const Command cmd_custody = {
    .name = "custody", .arguments = "ID", .summary = "who had an original, and what was done with it, in order",
    .more = "ID is a document, or entry:N. Times are those of the computer that sealed; what was done to the\n"
            "whole case (an export, a look at names) stands with every original that was there by then.",
    .needs = NEEDS_CASE, .options = list_options, .options_size = sizeof(ListOptions), .run = run,
};
