/* cmd_report.c -- `dokaz report -o FILE.html`: a dossier whose every figure leads to its sentence. */
#include "cli/commands.h"

#include "base/time.h"
#include "cli/output.h"
#include "cli/site.h"
#include "guard/gate.h"
#include "tell/dossier.h"
#include "tell/words.h"

typedef struct ReportOptions {
    Str output, language, title;
} ReportOptions;

static const Option options[] = {
    OPTION_TEXT(ReportOptions, output,   "o",        "FILE", "the HTML file to write"),
    OPTION_TEXT(ReportOptions, language, "language", "CODE", "en (the default) or uk"),
    OPTION_TEXT(ReportOptions, title,    "title",    "TEXT", "instead of the standing title"),
    OPTION_END
};

static Status run(Cli *cli, const void *given, int count, char **args, Error *err)
{
    const ReportOptions *o = given;
    Site *site = NULL;
    char today[21];

    (void)args;
    Status status = need_arguments(count, 0, 0, "nothing", err);
    if (status == OK && !o->output.ptr)
        return fail(err, ERR_USAGE, "-o FILE is missing: where to write the report");
    if (status == OK && o->language.ptr && !words_known(o->language))
        return fail(err, ERR_USAGE, "--language cannot be '" STR_FMT "': a report is written in en or uk",
                    STR_ARG(o->language));
    if (status == OK)
        status = gate_unmasked(cli->work->unmask.ptr != NULL, GATE_DOSSIER, err);
    if (status == OK)
        status = open_site(cli, &site, err);
    if (status != OK)
        return status;
    time_format(cli->now, today);
    DossierOptions dossier = { .as_of = { today, 10 }, .language = o->language, .title = o->title,
                               .sealed = cli->work->c };
    size_t before = cli->out.len;
    status = tell_dossier(site, &dossier, &cli->out, err);
    Leaving what = { .format = "html", .counted = "documents", .count = cli->work->corpus.reading_count };
    leaving_holds(cli, true, &what);
    return status == OK ? output_leaving(cli, before, o->output, &what, err) : status;
}

const Command cmd_report = {
    .name = "report", .arguments = "", .summary = "a dossier in one HTML file that a stranger can check offline",
    .needs = NEEDS_CASE, .options = options, .options_size = sizeof(ReportOptions), .run = run,
};
