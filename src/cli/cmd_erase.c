/* cmd_erase.c -- `dokaz erase`: consent was withdrawn; what the case holds of a document is destroyed. */
#include "cli/commands.h"
#include "cli/find.h"

#include "cli/erasures.h"
#include "cli/ingest.h"
#include "cli/print.h"
#include "seal/strict.h"

typedef struct EraseOptions {
    Str  reason;
    bool yes;
} EraseOptions;

static const Option options[] = {
    OPTION_TEXT(EraseOptions, reason, "reason", "TEXT", "why: is sealed, and stays for ever; name nobody in it"),
    OPTION_FLAG(EraseOptions, yes,    "yes",            "do it: nothing can bring back what is erased"),
    OPTION_END
};

#define ITEM_PREFIX     "item:"
#define DIGITS_MIN      4

/* Its bytes would stay in the original that it came in. */
static Status lies_in(Str part, Error *err)
{
    return fail(err, ERR_REFUSED, "it lies in the original " STR_FMT " too, whose bytes hold it: erase that, and what it"
                " holds goes with it", STR_ARG(str_slice(part, 0, 12)));
}

/* The one document among the originals, read or unread, whose id begins so. */
static Status find_original(const Work *work, Str prefix, Str *ret, Error *err)
{
    Str found = STR_NONE;

    if (prefix.len < DIGITS_MIN)
        return fail(err, ERR_USAGE, "give at least %d digits of the document's id, or " ITEM_PREFIX "N for one item by "
                    "its log entry", DIGITS_MIN);
    for (size_t i = 0; i < work->original_count; i++) {
        Str id = work->originals[i].sha256;
        bool named = names_document(id, prefix) || names_document(work->originals[i].document, prefix);
        if (named && work->originals[i].part.ptr)
            return lies_in(work->originals[i].part, err);
        if (!named || str_eq(id, found))
            continue;
        if (found.ptr)
            return fail(err, ERR_USAGE, "several documents have ids that begin with " STR_FMT ": give more digits",
                        STR_ARG(prefix));
        found = id;
    }
    if (!found.ptr)
        return fail(err, ERR_NOT_FOUND, "no document in this case has an id that begins with " STR_FMT,
                    STR_ARG(prefix));
    *ret = found;
    return OK;
}

static Status plan(Cli *cli, Str what, Erasure *ret, Error *err)
{
    Str document;
    Sha256 id;
    uint64_t item;

    if (str_starts(what, S(ITEM_PREFIX))) {
        if (!strict_u64(str_slice(what, sizeof ITEM_PREFIX - 1, what.len), &item))
            return fail(err, ERR_USAGE, "an item is named by its log entry, as in " ITEM_PREFIX "17");
        for (size_t i = 0; i < cli->work->original_count; i++)
            if (cli->work->originals[i].log_index == (int64_t)item && cli->work->originals[i].part.ptr)
                return lies_in(cli->work->originals[i].part, err);
        return erase_plan_item(cli->arena, cli->work->c, item, ret, err);
    }
    Status status = find_original(cli->work, what, &document, err);
    if (status == OK && !hex_decode(document, id.byte, sizeof id.byte))
        status = fail(err, ERR_BAD_INPUT, "index.db is damaged (a document's id): delete it, `dokaz add` builds it again");
    return status == OK ? erase_plan_document(cli->arena, cli->work->c, &id, ret, err) : status;
}

/* The reason stays when the names that it might give are forgotten, so it may give none. */
static Status check_reason(const Work *work, Arena *arena, Str reason, Error *err)
{
    if (str_trim(reason).len == 0)
        return fail(err, ERR_USAGE, "--reason TEXT is missing: an erasure is sealed with its reason");
    if (!str_eq(guard_str(work->guard, arena, reason), reason))
        return fail(err, ERR_REFUSED, "rule G1: the reason names a protected person, and it stays for ever; say it "
                    "without the name");
    return OK;
}

static Status say_plan(Cli *cli, const Erasure *erasure, bool done, Error *err)
{
    Left *lefts = NULL;
    size_t count = 0, holding = 0, silent = 0;
    Status status = lefts_load(cli->arena, cli->work->c, &lefts, &count, err);

    if (status != OK)
        return status;
    for (size_t i = 0; i < count; i++) {
        holding += left_holds(&lefts[i], UINT64_MAX, erasure->entries, erasure->count);
        silent += lefts[i].count == 0 && !lefts[i].nothing;
    }
    strbuf_printf(&cli->out, "%s " STR_FMT " with all that is of %s: " STR_FMT "\n", done ? "erased" : "would erase",
                  STR_ARG(count_text(cli->arena, erasure->items, "item", "items")), erasure->items == 1 ? "it" : "them",
                  STR_ARG(count_text(cli->arena, erasure->count, "record", "records")));
    if (holding + silent)
        strbuf_printf(&cli->out, STR_FMT " left the case before and hold it%s; nothing takes those back\n",
                      STR_ARG(count_text(cli->arena, holding + silent, "export", "exports")),
                      silent ? ", or do not say what they hold" : "");
    return OK;
}

/* Durable tombstone, then destruction, then the index: interrupted anywhere, `add` completes it. */
static Status erase(Cli *cli, const Erasure *erasure, Str reason, Error *err)
{
    Work *work = cli->work;
    IngestAsk ask = { .path_count = 0 };
    IngestReport report = { .read = 0 };
    uint64_t index;
    Status status = erase_seal(work->c, cli->now, erasure, reason, &index, err);

    if (status == OK)
        status = erase_complete(work->c, err);
    if (status == OK)
        status = ingest(cli, work, &ask, &report, err);
    if (status == OK)
        strbuf_printf(&cli->out, "tombstone: log entry %llu\n", (unsigned long long)index);
    return status;
}

static Status run(Cli *cli, const void *given, int count, char **args, Error *err)
{
    const EraseOptions *o = given;
    Erasure erasure = { .count = 0 };
    Status status = need_arguments(count, 1, 1, "DOCUMENT or " ITEM_PREFIX "N", err);

    if (status == OK)
        status = work_load(cli->work, err);
    if (status == OK && cli->work->behind)
        return fail(err, ERR_REFUSED, "%zu sealed originals are not in the index: `dokaz add` first",
                    cli->work->behind);
    if (status == OK)
        status = check_reason(cli->work, cli->arena, o->reason, err);
    if (status == OK)
        status = plan(cli, str_of(args[0]), &erasure, err);
    if (status == OK && !o->yes) {
        status = say_plan(cli, &erasure, false, err);
        return status == OK ? fail(err, ERR_REFUSED, "nothing was erased: it could not be undone; say it again with "
                                   "--yes") : status;
    }
    if (status == OK)
        status = erase(cli, &erasure, o->reason, err);
    return status == OK ? say_plan(cli, &erasure, true, err) : status;
}

const Command cmd_erase = {
    .name = "erase", .arguments = "DOCUMENT|item:N", .summary = "destroy a document whose consent was withdrawn",
    .more = "The original, its text, its records and their salts are destroyed and its rows leave the index.\n"
            "The log keeps a tombstone, and every older checkpoint still verifies. A document goes with all\n"
            "its occurrences and all that lies in it; item:N is one of them, by its log entry (`dokaz show\n"
            "DOCUMENT`): the bytes stay then until the last is erased. Copies of the case elsewhere are not touched.",
    .needs = NEEDS_CASE_WRITE, .options = options, .options_size = sizeof(EraseOptions), .run = run,
};
