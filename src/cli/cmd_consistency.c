/* cmd_consistency.c -- `dokaz consistency OLD NEW`: does one checkpoint of the log continue another? */
#include "cli/commands.h"

#include "base/auto.h"
#include "base/os.h"
#include "cli/output.h"
#include "seal/case_witness.h"
#include "seal/consistency.h"
#include "seal/log.h"
#include "seal/strict.h"

typedef struct ConsistencyOptions {
    Str output;
} ConsistencyOptions;

static const Option options[] = {
    OPTION_TEXT(ConsistencyOptions, output, "o", "FILE", "to this file"),
    OPTION_END
};

/* A checkpoint by its size, or from a file. */
static Status read_note(Cli *cli, const char *given, Str *ret, Error *err)
{
    uint64_t size;

    if (strict_u64(str_of(given), &size))
        return case_cosigned(cli->arena, cli->work->c, size, ret, err);
    return input_trouble(os_read_file(cli->arena, given, CHECKPOINT_MAX, ret, err), err);
}

static Status run(Cli *cli, const void *given, int count, char **args, Error *err)
{
    const ConsistencyOptions *o = given;
    Case *c = cli->work->c;
    Str old, new;
    Consistency made;
    size_t before = cli->out.len;
    Status status = need_arguments(count, 2, 2, "two checkpoints, by size or file", err);

    if (status == OK)
        status = read_note(cli, args[0], &old, err);
    if (status == OK)
        status = read_note(cli, args[1], &new, err);
    if (status == OK)
        status = consistency_make(cli->arena, case_key(c), log_source(c), log_checkpoint(c), old, new, &made, err);
    if (status != OK)
        return status;
    consistency_write(&cli->out, &made);
    status = output_to(cli, before, o->output, err);
    if (status == OK && made.fork)
        return fail(err, ERR_CHECK, "FORK: the log signed two histories; what was written shows it to anybody who has its key");
    return status;
}

const Command cmd_consistency = {
    .name = "consistency", .arguments = "OLD NEW", .summary = "show that the log only grew between two checkpoints",
    .more = "OLD and NEW are sizes (as in checkpoints/) or files with checkpoints that were kept elsewhere. What is\n"
            "written is checked with `dokaz-verify --key KEY --consistency FILE` by anybody, without the case. When the\n"
            "two are of different histories, the file shows that the log's key signed both.",
    .needs = NEEDS_CASE, .options = options, .options_size = sizeof(ConsistencyOptions), .run = run,
};
