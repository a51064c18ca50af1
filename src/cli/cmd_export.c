/* cmd_export.c -- `dokaz export`: the case as tables for other programs, masked. */
#include "cli/commands.h"

#include "base/os.h"
#include "cli/output.h"
#include "cli/site.h"
#include "guard/gate.h"
#include "tell/export.h"

typedef struct ExportOptions {
    Str format, output;
} ExportOptions;

static const Option options[] = {
    OPTION_TEXT(ExportOptions, format, "format", "F",    "csv (claims), csv-incidents or jsonl (everything)"),
    OPTION_TEXT(ExportOptions, output, "o",      "FILE", "write there instead of to standard output"),
    OPTION_END
};

/* Lines of JSON, or rows of a table below its header; a quoted cell may hold line ends. */
static size_t count_rows(Str made, bool json)
{
    size_t rows = 0;
    bool quoted = false;

    for (size_t i = 0; i < made.len; i++) {
        quoted ^= !json && made.ptr[i] == '"';
        rows += made.ptr[i] == '\n' && !quoted;
    }
    return rows && !json ? rows - 1 : rows;
}

static Status run(Cli *cli, const void *given, int count, char **args, Error *err)
{
    const ExportOptions *o = given;
    ExportFormat format;
    Site *site = NULL;

    (void)args;
    Status status = need_arguments(count, 0, 0, "nothing", err);
    if (status == OK && !o->format.ptr)
        return fail(err, ERR_USAGE, "--format is missing: csv, csv-incidents or jsonl");
    if (status == OK && !export_format_of(o->format, &format))
        return fail(err, ERR_USAGE, "there is no format '" STR_FMT "': csv, csv-incidents or jsonl",
                    STR_ARG(o->format));
    if (status == OK)
        status = gate_unmasked(cli->work->unmask.ptr != NULL, GATE_TABLE, err);
    if (status == OK)
        status = open_site(cli, &site, err);
    if (status != OK)
        return status;
    size_t before = cli->out.len;
    status = tell_export(site, format, &cli->out, err);
    if (status != OK)
        return status;
    Str made = str_slice(strbuf_str(&cli->out), before, cli->out.len);
    Leaving what = { .format = arena_cstr(cli->arena, o->format), .counted = "rows",
                     .count = count_rows(made, format == EXPORT_JSONL) };
    leaving_holds(cli, format == EXPORT_JSONL, &what);
    return output_leaving(cli, before, o->output, &what, err);
}

const Command cmd_export = {
    .name = "export", .arguments = "", .summary = "tables for other programs, with protected names masked",
    .needs = NEEDS_CASE, .options = options, .options_size = sizeof(ExportOptions), .run = run,
};
