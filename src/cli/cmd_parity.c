/* cmd_parity.c -- `dokaz parity`: redundancy beside the sealed files, so that `dokaz repair` can put right what rots. */
#include "cli/commands.h"

#include "cli/print.h"
#include "seal/parity.h"

static const Option options[] = { OPTION_END };

static Status run(Cli *cli, const void *given, int count, char **args, Error *err)
{
    ParityCounts n;
    char *dir = NULL;

    (void)given;
    (void)args;
    Status status = need_arguments(count, 0, 0, "nothing", err);
    if (status == OK)
        status = named_case(cli, &dir, err);
    if (status == OK)
        status = input_trouble(parity_update(dir, &n, err), err);
    if (status != OK)
        return status;
    strbuf_printf(&cli->out, "parity over " STR_FMT ": %.1f MB covered by %.1f MB; %lld only took in what was added\n",
                  STR_ARG(count_text(cli->arena, (size_t)n.volumes, "volume", "volumes")), (double)n.covered / 1e6,
                  (double)n.parity / 1e6, (long long)n.extended);
    return OK;
}

const Command cmd_parity = {
    .name = "parity", .arguments = "", .summary = "make or renew what `repair` needs: parity, a twentieth more bytes",
    .more = "The case is verified first, for parity over damage would keep the damage. Run it after each\n"
            "`add`, and before the case is put away or copied. Needs no key.",
    .needs = NEEDS_FOLDER, .options = options, .options_size = 0, .run = run,
};
