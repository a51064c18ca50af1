/* cmd_bag.c -- `dokaz bag -o DIR`: the case as a BagIt bag that a stranger can check; `dokaz bag verify DIR`.
 *
 * Originals that may tell of protected people leave only with the custodian's key and a reason. The log
 * has the entry before the first file is written, and the bag's checkpoint contains it.
 */
#include "cli/commands.h"

#include "base/auto.h"
#include "base/time.h"
#include "cli/bag.h"
#include "cli/output.h"
#include "cli/print.h"
#include "guard/gate.h"
#include "seal/bag_write.h"
#include "tell/custody.h"
#include "tell/handover.h"

typedef struct BagOptions {
    Str output, what, whole, to, key, organisation;
} BagOptions;

static const Option options[] = {
    OPTION_TEXT(BagOptions, output,       "o",     "DIR",    "the folder to make; it must be new or empty"),
    OPTION_TEXT(BagOptions, what,         "what",  "W",      "all (the default) or log: without originals and records"),
    OPTION_TEXT(BagOptions, whole,        "whole", "REASON",
                "hand over originals that tell of protected people; needs the key, is sealed in the log"),
    OPTION_TEXT(BagOptions, to,           "to",    "WHO",    "who gets it; kept in the record of the log alone"),
    OPTION_TEXT(BagOptions, organisation, "from",  "WHO",    "who hands it over: Source-Organization of bag-info.txt"),
    OPTION_TEXT(BagOptions, key,          "key",   "KEY",    "verify: the log key that the bag must have, as text or a file"),
    OPTION_END
};

static void drop_writer(BagWriter **w)
{
    bag_abandon(*w);
}

/* The act, in the log, before it is done. */
static Status seal_act(Cli *cli, const BagOptions *o, BagHolds holds, Error *err)
{
    AUTO_STRBUF record = { 0 };
    uint64_t index;

    Custody custody;
    Status status = custody_load(cli->arena, cli->work->c, &custody, err);
    if (status != OK)
        return status;
    size_t count = 0;
    uint64_t *items = holds == BAG_WHOLE ? custody_items(cli->arena, &custody, NULL, &count) : NULL;
    record_add(&record, "format", S("bag"));
    record_add(&record, "what", holds == BAG_LOG ? S("log") : S("whole"));
    record_add_i64(&record, "entries", (int64_t)log_size(cli->work->c));
    record_add(&record, "masked", holds == BAG_LOG ? S("yes") : S("no"));
    if (o->whole.ptr)
        record_add(&record, "reason", o->whole);
    if (o->to.ptr)
        record_add(&record, "to", o->to);
    for (size_t i = 0; i < count; i++)
        record_add_i64(&record, "holds", (int64_t)items[i]);
    status = log_seal(cli->work->c, ENTRY_EXPORT, cli->now, strbuf_str(&record), &index, err);
    return status == OK ? log_commit(cli->work->c, err) : status;
}

/* The page for people, in both its forms, and the script. */
static Status put_explanation(Cli *cli, BagWriter *w, BagHolds holds, const BagCase *n, Str date, Error *err)
{
    Case *c = cli->work->c;
    Sha256 root = log_root(c);
    Handover h = { .whole = holds == BAG_WHOLE, .date = date, .key = vkey_format(cli->arena, case_key(c)),
                   .root = hex_encode(cli->arena, sha256_str(&root)), .originals = n->originals,
                   .entries = (int64_t)log_size(c) };
    AUTO_STRBUF text = { 0 };
    AUTO_STRBUF html = { 0 };

    handover_text(&h, &text);
    handover_html(&h, &html);
    Status status = bag_put(w, "data/README.txt", strbuf_str(&text), err);
    if (status == OK)
        status = bag_put(w, "data/README.html", strbuf_str(&html), err);
    return status == OK ? bag_put(w, "verify.sh", handover_script(), err) : status;
}

static Status fill_bag(Cli *cli, const BagOptions *o, BagWriter *w, BagHolds holds, BagCase *n, Error *err)
{
    char today[21];

    time_format(cli->now, today);
    Str date = { today, 10 };
    Status status = bag_put_case(w, cli->work->c, holds, n, err);
    if (status == OK)
        status = put_explanation(cli, w, holds, n, date, err);
    const BagField info[] = {
        { S("Bag-Software-Agent"), S("dokaz " DOKAZ_VERSION) },
        { S("Bagging-Date"), date },
        { S("External-Identifier"), str_of(case_key(cli->work->c)->name) },
        { S("Source-Organization"), o->organisation },
    };
    size_t count = sizeof info / sizeof *info - !o->organisation.len;
    return status == OK ? bag_finish(w, info, count, err) : status;
}

static Status make_bag(Cli *cli, const BagOptions *o, BagHolds holds, Error *err)
{
    AUTO(drop_writer) BagWriter *w = NULL;
    BagCase n = { 0 };
    Status status = bag_create(o->output.ptr, &w, err);

    if (status == OK)
        status = seal_act(cli, o, holds, err);
    if (status == OK)
        status = fill_bag(cli, o, w, holds, &n, err);
    if (status != OK)
        return status;
    w = NULL;
    strbuf_printf(&cli->out, "wrote " STR_FMT ": %s, " STR_FMT ", " STR_FMT " of the log, checkpoint at %llu entries\n",
                  STR_ARG(o->output), holds == BAG_LOG ? "the log alone" : "the whole case",
                  STR_ARG(count_text(cli->arena, (size_t)n.originals, "original", "originals")),
                  STR_ARG(count_text(cli->arena, (size_t)n.records, "record", "records")),
                  (unsigned long long)log_size(cli->work->c));
    strbuf_printf(&cli->out, "tell its receiver this key by another way:\n" STR_FMT "\n",
                  STR_ARG(vkey_format(cli->arena, case_key(cli->work->c))));
    if (holds == BAG_WHOLE)
        strbuf_add(&cli->out, S("It shows whatever the originals show: encrypt it on its way.\n"));
    return OK;
}

static Status open_and_make(Cli *cli, const BagOptions *o, BagHolds holds, Error *err)
{
    Status status = gate_unmasked(cli->unmask.ptr != NULL, GATE_ORIGINALS, err);

    if (status == OK)
        status = work_open(cli->arena, cli->case_dir, CASE_WRITE, &cli->work, err);
    if (status == OK && holds == BAG_WHOLE)      /* of the log alone nothing can be guessed */
        status = output_originals(cli, o->whole, err);
    return status == OK ? make_bag(cli, o, holds, err) : status;
}

static Status run(Cli *cli, const void *given, int count, char **args, Error *err)
{
    const BagOptions *o = given;
    BagHolds holds = o->what.ptr && str_eq(o->what, S("log")) ? BAG_LOG : BAG_WHOLE;

    if (count && strcmp(args[0], "verify") == 0)
        return bag_verify_all(cli, o->key, count - 1, args + 1, err);
    if (count)
        return fail(err, ERR_USAGE, "bag takes no '%s': `bag -o DIR` makes one, `bag verify DIR` checks one", args[0]);
    if (!o->output.ptr)
        return fail(err, ERR_USAGE, "-o DIR is missing: where to make the bag");
    if (o->what.ptr && holds == BAG_WHOLE && !str_eq(o->what, S("all")))
        return fail(err, ERR_USAGE, "--what cannot be '" STR_FMT "': all or log", STR_ARG(o->what));
    return open_and_make(cli, o, holds, err);
}

const Command cmd_bag = {
    .name = "bag", .arguments = "[verify DIR]", .summary = "hand the case over as a BagIt bag, or check any bag",
    .more = "The bag has a page that explains it and a script, verify.sh, that checks it without dokaz.\n"
            "verify takes any bag of BagIt 0.93 to 1.0, fetches nothing, and checks the case when it holds one.",
    .needs = NEEDS_NOTHING, .options = options, .options_size = sizeof(BagOptions), .run = run,
};
