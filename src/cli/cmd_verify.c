/* cmd_verify.c -- `dokaz verify`: is every byte of the case what was sealed? */
#include "cli/commands.h"

#include "cli/print.h"
#include "seal/verify.h"

#include "base/os.h"

typedef struct VerifyOptions {
    Str since, policy;
} VerifyOptions;

static const Option options[] = {
    OPTION_TEXT(VerifyOptions, since, "since", "FILE", "a checkpoint kept elsewhere, which the log must continue"),
    OPTION_TEXT(VerifyOptions, policy, "policy", "FILE", "a policy kept elsewhere: its quorum of witnesses must have cosigned"),
    OPTION_END
};

static void found(void *context, const Finding *finding)
{
    Cli *cli = context;

    strbuf_printf(&cli->out, "%s: %s: %s\n", finding->kind == FINDING_ERROR ? "wrong" : "note", finding->path,
                  finding->what);
}

static Status check_quorum(Cli *cli, const char *dir, const char *file, Error *err)
{
    Str policy, told;
    Status status = input_trouble(os_read_file(cli->arena, file, 1 << 16, &policy, err), err);

    if (status == OK)
        status = verify_quorum(cli->arena, dir, policy, &told, err);
    if (status == OK)
        strbuf_printf(&cli->out, STR_FMT "\n", STR_ARG(told));
    return status;
}

static Status run(Cli *cli, const void *given, int count, char **args, Error *err)
{
    const VerifyOptions *o = given;
    VerifyCounts n;
    Str remembered = STR_NONE;
    char *dir = NULL;

    (void)args;
    Status status = need_arguments(count, 0, 0, "nothing", err);
    if (status == OK)
        status = named_case(cli, &dir, err);
    if (status == OK && o->since.ptr)
        status = input_trouble(os_read_file(cli->arena, o->since.ptr, 1 << 16, &remembered, err), err);
    if (status == OK)
        status = input_trouble(verify_case(dir, o->since.ptr ? &remembered : NULL,
                                           found, cli, &n, err), err);
    if (status != OK)
        return status;
    const struct { int64_t count; const char *one, *many; } counts[] = {
        { n.objects, "object", "objects" },             { n.records, "record", "records" },
        { n.entries, "entry", "entries" },              { n.tiles, "tile", "tiles" },
        { n.checkpoints, "checkpoint", "checkpoints" }, { n.segmentations, "segmentation", "segmentations" },
        { n.cosignatures, "cosignature", "cosignatures" },
    };
    size_t shown = sizeof counts / sizeof *counts - (n.cosignatures == 0);
    for (size_t i = 0; i < shown; i++)
        strbuf_printf(&cli->out, "%s" STR_FMT, i ? ", " : "checked ",
                      STR_ARG(count_text(cli->arena, (size_t)counts[i].count, counts[i].one, counts[i].many)));
    if (n.stamps)
        strbuf_printf(&cli->out, ", " STR_FMT,
                      STR_ARG(count_text(cli->arena, (size_t)n.stamps, "stamp file", "stamp files")));
    strbuf_printf(&cli->out, "; %lld bytes hashed\n", (long long)n.bytes);
    if (n.errors)
        return fail(err, ERR_CHECK, "%lld %s not as sealed; named above", (long long)n.errors,
                    n.errors == 1 ? "thing is" : "things are");
    strbuf_add(&cli->out, S("everything is as it was sealed\n"));
    return o->policy.ptr ? check_quorum(cli, cli->case_dir ? cli->case_dir : dir, o->policy.ptr, err) : OK;
}

const Command cmd_verify = {
    .name = "verify", .arguments = "", .summary = "check every original, record, entry, tile and signature",
    .more = "Needs no key and writes nothing. `dokaz-verify` does the same from a program of its own.",
    .needs = NEEDS_FOLDER, .options = options, .options_size = sizeof(VerifyOptions), .run = run,
};
