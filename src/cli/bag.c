/* bag.c -- see bag.h. */
#include "cli/bag.h"

#include "base/os.h"
#include "cli/print.h"

#include <stdio.h>

void bag_found(void *context, const Finding *finding)
{
    Cli *cli = context;

    if (finding->kind == FINDING_ERROR)
        strbuf_printf(&cli->out, "wrong: %s: %s\n", finding->path, finding->what);
    else
        fprintf(stderr, "dokaz bag: warning: %s: %s\n", finding->path, finding->what);
}

void bag_print_counts(Cli *cli, const BagCounts *n)
{
    Arena *a = cli->arena;

    strbuf_printf(&cli->out, STR_FMT " and " STR_FMT " checked against " STR_FMT "; %lld bytes of payload\n",
                  STR_ARG(count_text(a, (size_t)n->files, "file", "files")),
                  STR_ARG(count_text(a, (size_t)n->tag_files, "tag file", "tag files")),
                  STR_ARG(count_text(a, (size_t)n->manifests, "manifest", "manifests")), (long long)n->bytes);
    if (n->holds != BAG_NO_CASE)
        strbuf_printf(&cli->out, "the case %s: " STR_FMT ", " STR_FMT ", " STR_FMT ", " STR_FMT "%s\n", n->origin,
                      STR_ARG(count_text(a, (size_t)n->in_case.entries, "entry", "entries")),
                      STR_ARG(count_text(a, (size_t)n->in_case.records, "record", "records")),
                      STR_ARG(count_text(a, (size_t)n->in_case.objects, "object", "objects")),
                      STR_ARG(count_text(a, (size_t)n->in_case.segmentations, "segmentation", "segmentations")),
                      n->holds == BAG_LOG ? "; the log alone, without records and originals" : "");
}

Status bag_key(Cli *cli, Str given, const VerifyKey **ret, Error *err)
{
    VerifyKey *key = arena_new(cli->arena, VerifyKey);
    Str text = given;

    *ret = NULL;
    if (!given.ptr)
        return OK;
    if (os_exists(given.ptr) || str_find(given, S("+"), 0) == SIZE_MAX) {
        Status status = input_trouble(os_read_file(cli->arena, given.ptr, 4096, &text, err), err);
        if (status != OK)
            return status;
    }
    Status status = vkey_parse(str_trim(text), key, err);
    if (status == OK)
        *ret = key;
    return status;
}

static Status verify_one(Cli *cli, const char *dir, const VerifyKey *key, Error *err)
{
    BagCounts n;
    Status status = input_trouble(bag_verify(dir, key, bag_found, cli, &n, err), err);

    if (status != OK)
        return status;
    if (n.errors)
        return fail(err, ERR_CHECK, "%s is no valid bag: %lld %s wrong, named above", dir, (long long)n.errors,
                    n.errors == 1 ? "thing is" : "things are");
    bag_print_counts(cli, &n);
    strbuf_printf(&cli->out, n.holds == BAG_NO_CASE ? "a valid bag; it holds no case of dokaz, so nothing says who made it\n" :
                  key ? "a valid bag of a case, signed by the key that was given\n"
                      : "a valid bag of a case; compare its key with the one you were told: --key\n");
    return OK;
}

Status bag_verify_all(Cli *cli, Str given, int count, char **dirs, Error *err)
{
    const VerifyKey *key = NULL;
    Status status = need_arguments(count, 1, 1, "the folder of a bag", err);

    if (status == OK)
        status = bag_key(cli, given, &key, err);
    return status == OK ? verify_one(cli, dirs[0], key, err) : status;
}
