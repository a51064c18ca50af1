/* cmd_repair.c -- `dokaz repair`: put right what `verify` finds wrong, from parity. */
#include "cli/commands.h"

#include "cli/print.h"
#include "seal/parity.h"

static const Option options[] = { OPTION_END };

static void told(void *context, RepairKind kind, const char *path, const char *what)
{
    static const char *const kinds[] = {
        [REPAIR_RESTORED] = "restored", [REPAIR_REFUSED] = "refused", [REPAIR_NOTED] = "note",
    };
    Cli *cli = context;

    strbuf_printf(&cli->out, "%s: %s: %s\n", kinds[kind], path, what);
}

static Status run(Cli *cli, const void *given, int count, char **args, Error *err)
{
    RepairCounts n;
    char *dir = NULL;

    (void)given;
    (void)args;
    Status status = need_arguments(count, 0, 0, "nothing", err);
    if (status == OK)
        status = named_case(cli, &dir, err);
    if (status == OK)
        status = input_trouble(parity_repair(dir, told, cli, &n, err), err);
    if (status != OK)
        return status;
    if (n.wrong_after)
        return fail(err, ERR_CHECK, "%lld of %lld things that were wrong are wrong still; `dokaz verify` names them",
                    (long long)n.wrong_after, (long long)n.wrong_before);
    if (n.wrong_before == 0)
        strbuf_add(&cli->out, S("nothing to repair: everything is as it was sealed\n"));
    else
        strbuf_printf(&cli->out, STR_FMT " restored; everything is as it was sealed\n",
                      STR_ARG(count_text(cli->arena, (size_t)n.restored, "file", "files")));
    return OK;
}

const Command cmd_repair = {
    .name = "repair", .arguments = "", .summary = "put right what `verify` finds wrong, from parity",
    .more = "Each file is rebuilt beside the damaged one, checked against what was sealed, and only then\n"
            "takes its place. What cannot be rebuilt is named and not touched. Needs no key. Afterwards\n"
            "run `dokaz parity`.",
    .needs = NEEDS_FOLDER, .options = options, .options_size = 0, .run = run,
};
