/* cmd_export.c -- `dokaz export`: the case for other programs: tables and the chain of custody, masked; web pages as
 * they came in, when they may leave. */
#include "cli/commands.h"

#include "base/os.h"
#include "cli/output.h"
#include "cli/site.h"
#include "guard/gate.h"
#include "model/edtf.h"
#include "tell/export.h"
#include "tell/export_case.h"
#include "tell/export_wacz.h"
#include "tell/words.h"

typedef struct ExportOptions {
    Str  format, output, whole, language, place, act, from, to;
    bool bom, coarse;
} ExportOptions;

static const Option options[] = {
    OPTION_TEXT(ExportOptions, format,   "format",   "F",      "one of the list above"),
    OPTION_TEXT(ExportOptions, output,   "o",        "FILE",   "write there instead of to standard output"),
    OPTION_TEXT(ExportOptions, place,    "place",    "NAME",   "only what happened there, or in what is called so"),
    OPTION_TEXT(ExportOptions, act,      "act",      "CODE",   "only acts of this kind"),
    OPTION_TEXT(ExportOptions, from,     "from",     "DATE",   "only what happened on that day, month or year, or later"),
    OPTION_TEXT(ExportOptions, to,       "to",       "DATE",   "only what happened on that day, month or year, or earlier"),
    OPTION_FLAG(ExportOptions, coarse,   "public",             "coarsen coordinates, and say so in every place"),
    OPTION_FLAG(ExportOptions, bom,      "bom",                "begin tables with a byte order mark, for Excel"),
    OPTION_TEXT(ExportOptions, language, "language", "en|uk",  "of the words for people; else en"),
    OPTION_TEXT(ExportOptions, whole,    "whole",    "REASON",
                "case, wacz: with what tells of protected people; needs the key, is sealed in the log"),
    OPTION_END
};

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

/* What is not made from statements. */
static const struct {
    const char *name, *what;
    GateKind    kind;
    Status    (*run)(Cli *cli, const ExportOptions *o, Error *err);
} others[] = {
    { "case", "the chain of custody as CASE/UCO",        GATE_TABLE,     run_case },
    { "wacz", "web pages as they came in, WACZ 1.1.1",   GATE_ORIGINALS, run_wacz },
};

static void list_formats(StrBuf *out)
{
    strbuf_add(out, S("\nFormats:\n"));
    for (size_t i = 0; i < export_format_count; i++)
        strbuf_printf(out, "  %-21s %s\n", export_formats[i].name, export_formats[i].what);
    for (size_t i = 0; i < sizeof others / sizeof *others; i++)
        strbuf_printf(out, "  %-21s %s\n", others[i].name, others[i].what);
}

static Str format_names(Arena *arena)
{
    Str names = STR_NONE;

    for (size_t i = 0; i < export_format_count; i++)
        names = arena_printf(arena, STR_FMT "%s%s", STR_ARG(names), i ? ", " : "", export_formats[i].name);
    return arena_printf(arena, STR_FMT ", %s or %s", STR_ARG(names), others[0].name, others[1].name);
}

/* First and last day of what was asked for; false when it is no date. */
static Status bound_of(Str asked, const char *option, bool last, int32_t *ret, Error *err)
{
    int32_t days[2];

    *ret = DAY_UNKNOWN;
    if (!asked.ptr)
        return OK;
    if (!edtf_days(asked, &days[0], &days[1]))
        return fail(err, ERR_USAGE, "--%s takes a day, a month or a year (2022-09-10, 2022-09, 2022), not '" STR_FMT "'", option,
                    STR_ARG(asked));
    *ret = days[last];
    return OK;
}

static Status choose(const ExportOptions *o, ExportChoice *ret, Error *err)
{
    *ret = (ExportChoice){ .language = o->language, .place = o->place, .act = o->act, .mark = o->bom, .coarse = o->coarse };
    Status status = bound_of(o->from, "from", false, &ret->from, err);

    if (status == OK)
        status = bound_of(o->to, "to", true, &ret->to, err);
    if (status == OK && o->from.ptr && o->to.ptr && ret->from > ret->to)
        status = fail(err, ERR_USAGE, "--from is later than --to");
    if (status == OK && o->language.ptr && !words_known(o->language))
        status = fail(err, ERR_USAGE, "--language takes en or uk");
    return status;
}

static Status run_tables(Cli *cli, const ExportOptions *o, Error *err)
{
    Site *site = NULL;
    ExportChoice choice;
    size_t rows = 0, before = cli->out.len;
    const ExportFormat *format = o->format.ptr ? export_format_of(o->format) : NULL;

    if (!o->format.ptr)
        return fail(err, ERR_USAGE, "--format is missing: " STR_FMT, STR_ARG(format_names(cli->arena)));
    if (!format)
        return fail(err, ERR_USAGE, "there is no format '" STR_FMT "': " STR_FMT, STR_ARG(o->format),
                    STR_ARG(format_names(cli->arena)));
    Status status = choose(o, &choice, err);
    if (status == OK && o->bom && !format->table)
        status = fail(err, ERR_USAGE, "--bom goes with tables alone: %s must not begin with one", format->name);
    if (status == OK)
        status = gate_unmasked(cli->work->unmask.ptr != NULL, format->gate, err);
    if (status == OK)
        status = open_site(cli, &site, err);
    if (status == OK)
        status = tell_export(site, format, &choice, &cli->out, &rows, err);
    if (status != OK)
        return status;
    Leaving what = { .format = format->name, .counted = "rows", .count = rows };
    leaving_holds(cli, strcmp(format->name, "jsonl") == 0, &what);
    return output_leaving(cli, before, o->output, &what, err);
}

/* What narrows statements says nothing about custody and pages. */
static Status no_filters(const ExportOptions *o, Error *err)
{
    if (o->place.ptr || o->act.ptr || o->from.ptr || o->to.ptr || o->coarse || o->bom)
        return fail(err, ERR_USAGE, "--format " STR_FMT " takes -o and --whole alone", STR_ARG(o->format));
    return OK;
}

static Status run(Cli *cli, const void *given, int count, char **args, Error *err)
{
    const ExportOptions *o = given;
    Status status = need_arguments(count, 0, 0, "nothing", err);

    (void)args;
    for (size_t i = 0; status == OK && o->format.ptr && i < sizeof others / sizeof *others; i++) {
        if (!str_eq(o->format, str_of(others[i].name)))
            continue;
        status = no_filters(o, err);
        if (status == OK)
            status = gate_unmasked(cli->work->unmask.ptr != NULL, others[i].kind, err);
        return status == OK ? others[i].run(cli, o, err) : status;
    }
    if (status == OK && o->whole.ptr)
        return fail(err, ERR_USAGE, "--whole goes with --format case or wacz; tables are always masked");
    return status == OK ? run_tables(cli, o, err) : status;
}

const Command cmd_export = {
    .name = "export", .arguments = "", .summary = "the case for other programs, with protected names masked",
    .more = "What narrows an export (--place, --act, --from, --to) is written into it where the format has room.",
    .list = list_formats,
    .needs = NEEDS_CASE, .options = options, .options_size = sizeof(ExportOptions), .run = run,
};
