/* cmd_import.c -- `dokaz import BAG CASE`: a whole bag becomes a case again, with the same log. */
#include "cli/commands.h"

#include "base/os.h"
#include "cli/bag.h"
#include "seal/bag_write.h"

typedef struct ImportOptions {
    Str key;
} ImportOptions;

static const Option options[] = {
    OPTION_TEXT(ImportOptions, key, "key", "KEY", "the log key that the bag must have, as text or a file"),
    OPTION_END
};

static Status run(Cli *cli, const void *given, int count, char **args, Error *err)
{
    const ImportOptions *o = given;
    const VerifyKey *key = NULL;
    BagCounts n;
    Status status = need_arguments(count, 2, 2, "BAG or CASE", err);

    if (status == OK)
        status = bag_key(cli, o->key, &key, err);
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

const Command cmd_import = {
    .name = "import", .arguments = "BAG CASE", .summary = "make a case again out of a bag that holds one whole",
    .more = "The bag is checked first and the case afterwards; when anything is wrong nothing is left.",
    .needs = NEEDS_NOTHING, .options = options, .options_size = sizeof(ImportOptions), .run = run,
};
