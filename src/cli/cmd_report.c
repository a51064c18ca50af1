/* cmd_report.c -- `dokaz report -o FILE`: a dossier whose every figure leads to its sentence. */
#include "cli/commands.h"

#include "base/auto.h"
#include "base/os.h"
#include "base/time.h"
#include "cli/output.h"
#include "cli/site.h"
#include "guard/gate.h"
#include "seal/report.h"
#include "tell/dossier.h"
#include "tell/words.h"

#define TEMPLATE_MAX    (1 << 20)

typedef struct ReportOptions {
    Str  output, format, template, as_of, language, title;
    bool print_template;
} ReportOptions;

static const Option options[] = {
    OPTION_TEXT(ReportOptions, output,   "o",        "FILE", "where to write it; its ending says the format, none is html"),
    OPTION_TEXT(ReportOptions, format,   "format",   "NAME", "html, pdf, docx or md, whatever the ending"),
    OPTION_TEXT(ReportOptions, language, "language", "CODE", "en (the default) or uk"),
    OPTION_TEXT(ReportOptions, title,    "title",    "TEXT", "instead of the template's title"),
    OPTION_TEXT(ReportOptions, template, "template", "FILE", "chapters, their order and your own text"),
    OPTION_FLAG(ReportOptions, print_template, "print-template", "print the standing template, to begin with; nothing else"),
    OPTION_TEXT(ReportOptions, as_of,    "as-of",    "DAY",  "the day that the report gives as its own, for the same bytes again"),
    OPTION_END
};

/* "Report.PDF" -> "pdf". */
static Str ending(Arena *arena, Str path)
{
    size_t dot = SIZE_MAX;

    for (size_t i = 0; i < path.len; i++)
        dot = path.ptr[i] == '.' ? i + 1 : path.ptr[i] == '/' ? SIZE_MAX : dot;
    Str end = arena_str(arena, str_slice(path, dot, path.len));
    for (size_t i = 0; i < end.len; i++)
        ((char *)end.ptr)[i] = (char)(end.ptr[i] >= 'A' && end.ptr[i] <= 'Z' ? end.ptr[i] + 32 : end.ptr[i]);
    return end;
}

static Status find_format(Cli *cli, const ReportOptions *o, DossierFormat *ret, Error *err)
{
    Str name = o->format.ptr ? o->format : ending(cli->arena, o->output);
    bool html = str_eq(name, S("htm")) || (!o->format.ptr && !name.len);
    int format = html ? (int)DOSSIER_HTML : str_eq(name, S("markdown")) ? (int)DOSSIER_MD : dossier_format_of(name);

    if (format < 0 && o->format.ptr)
        return fail(err, ERR_USAGE, "--format cannot be '" STR_FMT "': a report is html, pdf, docx or md", STR_ARG(name));
    if (format < 0)
        return fail(err, ERR_USAGE, "the ending of '" STR_FMT "' is none of html, pdf, docx, md: choose one of them, or say --format",
                    STR_ARG(o->output));
    *ret = (DossierFormat)format;
    return OK;
}

/* A day before something was sealed, or one to come, would be a lie. */
static Status check_day(const Work *work, Str as_of, Str today, Error *err)
{
    char time[21], last[11] = "";
    int32_t day;

    for (size_t i = 0; i < work->original_count; i++) {
        time_format(work->originals[i].time, time);
        if (strncmp(time, last, 10) > 0)
            memcpy(last, time, 10);
    }
    if (!day_parse(as_of, &day))
        return fail(err, ERR_USAGE, "--as-of must be a day, as in 2026-11-22; not '" STR_FMT "'", STR_ARG(as_of));
    if (str_cmp(as_of, str_of(last)) < 0)
        return fail(err, ERR_USAGE, "--as-of " STR_FMT " is before the last original was sealed (%s)", STR_ARG(as_of), last);
    if (str_cmp(as_of, today) > 0)
        return fail(err, ERR_USAGE, "--as-of " STR_FMT " is a day to come", STR_ARG(as_of));
    return OK;
}

static void close_case(Case **c)
{
    case_close(*c);
}

/* The statement is signed with the key of the log, which only a case that is open for writing holds. */
static Status sign(void *context, Arena *arena, Str text, Str *ret, Error *err)
{
    Cli *cli = context;
    AUTO(close_case) Case *c = NULL;
    Status status = open_to_note(cli, &c, err);

    return status == OK ? report_sign(arena, c, text, ret, err) : status;
}

static Status write_report(Cli *cli, const ReportOptions *o, DossierFormat format, Str text, Error *err)
{
    Site *site = NULL;
    char now[21];
    Status status = open_site(cli, &site, err);

    if (status != OK)
        return status;
    time_format(cli->now, now);
    Str today = { now, 10 };
    if (o->as_of.ptr)
        status = check_day(cli->work, o->as_of, today, err);
    if (status != OK)
        return status;
    DossierOptions dossier = { .as_of = o->as_of.ptr ? o->as_of : today, .language = o->language, .title = o->title,
                               .format = format, .template_text = text, .template_name = o->template,
                               .sealed = cli->work->c, .sign = sign, .sign_context = cli };
    size_t before = cli->out.len;
    status = tell_dossier(site, &dossier, &cli->out, err);
    Leaving what = { .format = dossier_format_name(format), .counted = "documents",
                     .count = cli->work->corpus.reading_count };
    leaving_holds(cli, true, &what);
    return status == OK ? output_leaving(cli, before, o->output, &what, err) : status;
}

static Status run(Cli *cli, const void *given, int count, char **args, Error *err)
{
    const ReportOptions *o = given;
    DossierFormat format = DOSSIER_HTML;
    Str text = STR_NONE;

    (void)args;
    Status status = need_arguments(count, 0, 0, "nothing", err);
    if (status == OK && o->language.ptr && !words_known(o->language))
        return fail(err, ERR_USAGE, "--language cannot be '" STR_FMT "': a report is written in en or uk",
                    STR_ARG(o->language));
    if (status == OK && o->print_template) {
        strbuf_add(&cli->out, dossier_template(o->language));
        return OK;
    }
    if (status == OK && !o->output.ptr)
        return fail(err, ERR_USAGE, "-o FILE is missing: where to write the report");
    if (status == OK)
        status = find_format(cli, o, &format, err);
    if (status == OK && o->template.ptr)
        status = input_trouble(os_read_file(cli->arena, o->template.ptr, TEMPLATE_MAX, &text, err), err);
    if (status == OK)
        status = gate_unmasked(cli->work->unmask.ptr != NULL, GATE_DOSSIER, err);
    return status == OK ? write_report(cli, o, format, text, err) : status;
}

const Command cmd_report = {
    .name = "report", .arguments = "", .summary = "a dossier in one file that a stranger can check offline",
    .more = "The format is that of the file's ending: html, pdf, docx or md. The chapters come from a template; every figure "
            "is made from claims and leads to its sentence, and a figure that a rule forbids stops the report. HTML checks "
            "itself when it is opened; any of them is checked by dokaz-verify --report. docs/formats/report.md.",
    .needs = NEEDS_CASE, .options = options, .options_size = sizeof(ReportOptions), .run = run,
};
