/* cmd_import.c -- `dokaz import BAG CASE`: a whole bag becomes a case again, with the same log; `dokaz import FILE`: the
 * rows of a table become records of a case, all of them or none, and the works of a reading list entries of its catalogue. */
#include "cli/commands.h"

#include "base/os.h"
#include "cli/bag.h"
#include "cli/import_list.h"
#include "cli/import_records.h"
#include "seal/bag_write.h"

typedef struct ImportOptions {
    Str  key, profile, received_from;
    bool dry_run;
} ImportOptions;

static const Option options[] = {
    OPTION_FLAG(ImportOptions, dry_run,       "dry-run",               "FILE: say what would change, change nothing"),
    OPTION_TEXT(ImportOptions, profile,       "profile",       "NAME", "FILE: whose columns it has: dokaz (the default), acled, uwazi or atlos"),
    OPTION_TEXT(ImportOptions, received_from, "received-from", "TEXT", "FILE: who handed it over, and how"),
    OPTION_TEXT(ImportOptions, key,           "key",           "KEY",  "BAG: the log key that it must have, as text or a file"),
    OPTION_END
};

static Status run_bag(Cli *cli, const ImportOptions *o, char **args, Error *err)
{
    const VerifyKey *key = NULL;
    BagCounts n;
    Status status = bag_key(cli, o->key, &key, err);

    if (status == OK)
        status = input_trouble(bag_import(args[0], args[1], key, bag_found, cli, &n, err), err);
    if (status != OK)
        return status;
    bag_print_counts(cli, &n);
    strbuf_printf(&cli->out, "made the case %s with the same log\n"
                  "It opens for reading; whoever has the log's secret key can add to it (dokaz -C %s add).\n",
                  args[1], args[1]);
    return OK;
}

static Status run_file(Cli *cli, const ImportOptions *o, const char *path, Error *err)
{
    ImportRecordsAsk ask = { path, o->profile, o->received_from, o->dry_run };
    bool list = false;
    Status status = work_open(cli->arena, cli->case_dir, o->dry_run ? CASE_READ : CASE_WRITE, &cli->work, err);

    if (status == OK) {
        cli->work->now = cli->now;
        status = is_reading_list(path, &list, err);
    }
    if (status == OK && cli->work->places_trouble.status != OK && !o->dry_run)
        status = fail(err, cli->work->places_trouble.status, "%s; `dokaz add --places none` goes on without it",
                      cli->work->places_trouble.text);
    if (status == OK && list && o->profile.ptr)
        status = fail(err, ERR_USAGE, "%s is a reading list: --profile is for tables", path);
    if (status != OK)
        return status;
    return list ? import_list(cli, path, o->received_from, o->dry_run, err) : import_records(cli, &ask, err);
}

static Status run(Cli *cli, const void *given, int count, char **args, Error *err)
{
    const ImportOptions *o = given;
    Status status = need_arguments(count, 1, 2, "FILE, or BAG and CASE,", err);

    if (status == OK && count == 1 && os_is_dir(args[0]))
        return fail(err, ERR_USAGE, "a bag is imported into a new case: dokaz import %s CASE", args[0]);
    if (status == OK && count == 2 && (o->dry_run || o->profile.ptr || o->received_from.ptr))
        return fail(err, ERR_USAGE, "a bag takes --key alone: --dry-run, --profile and --received-from are for tables");
    if (status == OK && count == 1 && o->key.ptr)
        return fail(err, ERR_USAGE, "--key goes with a bag, not with a table");
    if (status != OK)
        return status;
    return count == 1 ? run_file(cli, o, args[0], err) : run_bag(cli, o, args, err);
}

const Command cmd_import = {
    .name = "import", .arguments = "FILE | BAG CASE",
    .summary = "a table becomes records, a reading list entries, a bag a case again",
    .more = "A table (CSV in UTF-8, docs/formats/import.md) is taken whole or not at all: what is wrong is told with line,\n"
            "column and fix, and stands in FILE.errors.csv. It is sealed as it came; each row is a document of its own.\n"
            "A row whose dokaz_id came before replaces that record, which stays sealed; unchanged rows change nothing.\n"
            "A reading list (CSL-JSON, Zotero's RDF) becomes entries of the catalogue.\n"
            "A bag that holds a case whole is checked first and the case afterwards; when anything is wrong nothing is left.",
    .needs = NEEDS_FOLDER, .options = options, .options_size = sizeof(ImportOptions), .run = run,
};
