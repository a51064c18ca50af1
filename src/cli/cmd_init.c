/* cmd_init.c -- `dokaz init CASE`: an empty case with its keys outside it. */
#include "cli/commands.h"

#include "base/auto.h"
#include "base/os.h"
#include "guard/custodian.h"

static const Option options[] = { OPTION_END };

static void close_case(Case **c)
{
    case_close(*c);
}

static Status run(Cli *cli, const void *unused, int count, char **args, Error *err)
{
    char *home = NULL;
    AUTO(close_case) Case *c = NULL;

    (void)unused;
    Status status = need_arguments(count, 1, 1, "CASE", err);
    if (status == OK)
        status = os_data_home(cli->arena, &home, err);
    if (status != OK)
        return status;
    char *keys = os_join(cli->arena, str_of(home), S("keys"));
    Sealer sealer = sealer_of(keys);
    status = case_create(args[0], &sealer, err);
    if (status == OK)
        status = case_open(args[0], CASE_WRITE, &sealer, &c, err);
    if (status == OK)
        status = custodian_make(c, &sealer, cli->now, err);
    if (status == OK)
        status = log_commit(c, err);
    if (status != OK)
        return status;
    strbuf_printf(&cli->out, "made the case %s\n"
                  "Its keys lie in %s, outside the case: keep a copy of that folder in a safe place.\n"
                  "next: dokaz -C %s add PATHS...\n", args[0], keys, args[0]);
    return OK;
}

const Command cmd_init = {
    .name = "init", .arguments = "CASE", .summary = "make an empty case in a new folder",
    .more = "The folder must not exist or be empty. The keys that sign the log and that can show\n"
            "protected names are written outside the case, below $XDG_DATA_HOME/dokaz/keys.",
    .needs = NEEDS_NOTHING, .options = options, .options_size = 0, .run = run,
};
