/* cmd_rebuild.c -- `dokaz rebuild`: make the index anew from what is sealed, and say whether it is the same.
 *
 * index.db is derived: log, records and originals must give every row of it again, byte for byte. The new one is
 * made beside the old and takes its place only when it is whole. */
#include "cli/commands.h"

#include "base/auto.h"
#include "base/os.h"
#include "cli/ingest.h"
#include "cli/print.h"

#include <errno.h>
#include <stdio.h>
#include <unistd.h>

typedef struct RebuildOptions {
    bool check;
    Str  dump;
} RebuildOptions;

static const Option options[] = {
    OPTION_FLAG(RebuildOptions, check, "check",        "compare only, keep the index that is there"),
    OPTION_TEXT(RebuildOptions, dump,  "dump", "FILE", "write the sorted rows of the new index (masked, as in it)"),
    OPTION_END
};

static const char *const parts[] = { "", "-wal", "-shm" };

static void remove_index(const char *path)
{
    AUTO_ARENA arena = arena_create();

    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++)
        unlink(arena_printf(arena, "%s%s", path, parts[i]).ptr);
}

/* Does the log hold, from `known` on, anything that makes rows? */
static Status goes_on(Cli *cli, int64_t known, bool *ret, Error *err)
{
    Case *c = cli->work->c;

    *ret = known < 0;
    for (uint64_t i = (uint64_t)(known < 0 ? 0 : known); i < log_size(c) && !*ret; i++) {
        Entry entry;
        Status status = log_entry(cli->arena, c, i, &entry, err);
        if (status != OK)
            return status;
        *ret = entry.type == ENTRY_ITEM || entry.type == ENTRY_SEGMENTATION || entry.type == ENTRY_REFUSED ||
               entry.type == ENTRY_TOMBSTONE || entry.type == ENTRY_JUDGEMENT;
    }
    return OK;
}

/* The index that is there, when it speaks of the whole log and of this very program and tables. */
static Status dump_old(Cli *cli, StrBuf *out, bool *comparable, Error *err)
{
    Work *work = cli->work;
    StoreRun *runs = NULL;
    size_t count = 0;
    int64_t known = 0;
    bool behind = true;
    Status status = store_fact(work->store, S("log"), 0, &known, err);

    if (status == OK)
        status = goes_on(cli, known, &behind, err);
    if (status == OK)
        status = store_runs(work->store, cli->arena, &runs, &count, err);
    *comparable = status == OK && !behind && count > 0;
    for (size_t i = 0; i < count; i++)
        *comparable = *comparable && str_eq(runs[i].program, S(DOKAZ_VERSION)) &&
                      str_eq(runs[i].data, lang_data_hash(work->lang));
    return status == OK && *comparable ? store_dump(work->store, cli->arena, out, err) : status;
}

/* How many lines of each stand in the other, both sorted. */
static void compare(Cli *cli, Str before, Str after)
{
    Str one, other;
    bool more = str_cut(&before, '\n', &one), others = str_cut(&after, '\n', &other);
    size_t same = 0, gone = 0, new = 0;

    while (more || others) {
        int order = !more ? 1 : !others ? -1 : str_cmp(one, other);
        same += order == 0;
        gone += order < 0;
        new += order > 0;
        if (order <= 0)
            more = str_cut(&before, '\n', &one);
        if (order >= 0)
            others = str_cut(&after, '\n', &other);
    }
    if (gone + new == 0)
        strbuf_printf(&cli->out, "the same as before: %zu rows\n", same);
    else
        strbuf_printf(&cli->out, "not the same as before: %zu rows are the same, %zu are gone, %zu are new\n", same,
                      gone, new);
}

static Status replace(Work *work, const char *made, const char *path, Error *err)
{
    store_close(work->store);
    work->store = NULL;
    remove_index(path);
    if (rename(made, path) < 0)
        return fail(err, ERR_IO, "cannot name %s: %s", path, strerror(errno));
    return OK;
}

static Status make_anew(Cli *cli, const char *made, IngestReport *report, StrBuf *rows, Error *err)
{
    Work *work = cli->work;
    IngestAsk ask = { .path_count = 0 };

    store_close(work->store);
    work->store = NULL;
    remove_index(made);
    Status status = store_open(made, STORE_WRITE, &work->words, &work->store, err);
    if (status == OK)
        status = ingest(cli, work, &ask, report, err);
    return status == OK ? store_dump(work->store, cli->arena, rows, err) : status;
}

static Status run(Cli *cli, const void *given, int count, char **args, Error *err)
{
    const RebuildOptions *o = given;
    Work *work = cli->work;
    char *path = os_join(cli->arena, str_of(work->dir), S("index.db"));
    char *made = os_join(cli->arena, str_of(work->dir), S("index.db.new"));
    AUTO_STRBUF before = { 0 }, after = { 0 };
    IngestReport report = { .read = 0 };
    uint64_t size = log_size(work->c);
    bool comparable = false;

    (void)args;
    Status status = need_arguments(count, 0, 0, "nothing", err);
    if (status == OK)
        status = dump_old(cli, &before, &comparable, err);
    if (status == OK)
        status = make_anew(cli, made, &report, &after, err);
    if (status == OK && o->dump.ptr)
        status = os_write_file(arena_cstr(cli->arena, o->dump), strbuf_str(&after), 0600, NOT_DURABLE, err);
    if (status == OK && !o->check)
        status = replace(work, made, path, err);
    if (status != OK || o->check) {
        store_close(work->store);
        work->store = NULL;
        remove_index(made);
    }
    if (status != OK)
        return status;
    Sha256 digest = sha256(strbuf_str(&after));
    Str hex = hex_encode(cli->arena, sha256_str(&digest));
    strbuf_printf(&cli->out, "%s from " STR_FMT ": " STR_FMT ", digest of the rows " STR_FMT "\n",
                  o->check ? "read anew" : "made index.db anew",
                  STR_ARG(count_text(cli->arena, (size_t)size, "entry", "entries")),
                  STR_ARG(count_text(cli->arena, report.read, "document", "documents")), STR_ARG(hex));
    if (comparable)
        compare(cli, strbuf_str(&before), strbuf_str(&after));
    else
        strbuf_add(&cli->out, S("there was no index of this program and log to compare it with\n"));
    return comparable && !str_eq(strbuf_str(&before), strbuf_str(&after)) && o->check
        ? fail(err, ERR_CHECK, "the index is not what log, records and originals give: `dokaz rebuild` makes it anew") : OK;
}

const Command cmd_rebuild = {
    .name = "rebuild", .arguments = "", .summary = "make the index anew from what is sealed, and compare",
    .more = "Everything is read again from the log, the records and the originals; what a machine recognised in\n"
            "pictures is taken from the layer that was kept. The files that `add` knew are looked at once more then.",
    .needs = NEEDS_CASE_WRITE, .options = options, .options_size = sizeof(RebuildOptions), .run = run,
};
