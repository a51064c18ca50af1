/* cmd_export.c -- `dokaz export`: the case for other programs: tables and the chain of custody, masked; web pages as
 * they came in, when they may leave. */
#include "cli/commands.h"

#include "base/os.h"
#include "cli/output.h"
#include "cli/site.h"
#include "guard/gate.h"
#include "tell/export.h"
#include "tell/export_case.h"
#include "tell/export_wacz.h"

typedef struct ExportOptions {
    Str format, output, whole;
} ExportOptions;

static const Option options[] = {
    OPTION_TEXT(ExportOptions, format, "format", "F",
                "csv (claims), csv-incidents, jsonl (everything), case (custody as CASE/UCO) or wacz (web pages)"),
    OPTION_TEXT(ExportOptions, output, "o",      "FILE", "write there instead of to standard output"),
    OPTION_TEXT(ExportOptions, whole,  "whole",  "REASON",
                "case, wacz: with what tells of protected people; needs the key, is sealed in the log"),
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

/* Digests and sizes go with it only when the originals might go too. */
static Status run_case(Cli *cli, const ExportOptions *o, Error *err)
{
    Custody custody;
    size_t before = cli->out.len;
    Status status = o->whole.ptr ? output_originals(cli, o->whole, err) : work_load(cli->work, err);

    if (status == OK)
        status = custody_load(cli->arena, cli->work->c, &custody, err);
    if (status != OK)
        return status;
    export_case(cli->work->view, cli->work->c, &custody, o->whole.ptr != NULL, &cli->out);
    Leaving what = { .format = "case", .counted = "entries", .count = custody.count, .in_clear = o->whole.ptr != NULL,
                     .reason = o->whole };
    what.holds = custody_items(cli->arena, &custody, NULL, &what.holds_count);
    return output_leaving(cli, before, o->output, &what, err);
}

static Status run_wacz(Cli *cli, const ExportOptions *o, Error *err)
{
    Custody custody;
    size_t before = cli->out.len, pages = 0;

    if (!o->output.ptr)
        return fail(err, ERR_USAGE, "-o FILE is missing: a WACZ file is no text for a terminal");
    Status status = output_originals(cli, o->whole, err);
    if (status == OK)
        status = custody_load(cli->arena, cli->work->c, &custody, err);
    if (status == OK)
        status = export_wacz(cli->work->c, &custody, &cli->out, &pages, err);
    Leaving what = { .format = "wacz", .counted = "pages", .count = pages, .in_clear = true, .reason = o->whole };
    if (status == OK)
        what.holds = custody_items(cli->arena, &custody, export_wacz_takes, &what.holds_count);
    return status == OK ? output_leaving(cli, before, o->output, &what, err) : status;
}

/* What is not a table of statements. */
static const struct {
    const char *name;
    GateKind    kind;
    Status    (*run)(Cli *cli, const ExportOptions *o, Error *err);
} others[] = {
    { "case", GATE_TABLE,     run_case },
    { "wacz", GATE_ORIGINALS, run_wacz },
};

static Status run_tables(Cli *cli, const ExportOptions *o, Error *err)
{
    ExportFormat format;
    Site *site = NULL;

    if (!o->format.ptr)
        return fail(err, ERR_USAGE, "--format is missing: csv, csv-incidents, jsonl, case or wacz");
    if (!export_format_of(o->format, &format))
        return fail(err, ERR_USAGE, "there is no format '" STR_FMT "': csv, csv-incidents, jsonl, case or wacz",
                    STR_ARG(o->format));
    Status status = gate_unmasked(cli->work->unmask.ptr != NULL, GATE_TABLE, err);
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

static Status run(Cli *cli, const void *given, int count, char **args, Error *err)
{
    const ExportOptions *o = given;
    Status status = need_arguments(count, 0, 0, "nothing", err);

    (void)args;
    for (size_t i = 0; status == OK && o->format.ptr && i < sizeof others / sizeof *others; i++) {
        if (!str_eq(o->format, str_of(others[i].name)))
            continue;
        status = gate_unmasked(cli->work->unmask.ptr != NULL, others[i].kind, err);
        return status == OK ? others[i].run(cli, o, err) : status;
    }
    if (status == OK && o->whole.ptr)
        return fail(err, ERR_USAGE, "--whole goes with --format case or wacz; tables are always masked");
    return status == OK ? run_tables(cli, o, err) : status;
}

const Command cmd_export = {
    .name = "export", .arguments = "", .summary = "the case for other programs, with protected names masked",
    .needs = NEEDS_CASE, .options = options, .options_size = sizeof(ExportOptions), .run = run,
};
