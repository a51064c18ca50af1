/* stamp_verify.c -- `dokaz stamp verify`: every stamp with its result, and what follows for the entries.
 *
 * Beacons and good stamps cut the log into stretches. An entry after a beacon was sealed after the beacon's
 * value became known; an entry below the size of a good stamp was sealed not later than the stamp. */
#include "cli/stamp.h"

#include "base/auto.h"
#include "base/os.h"
#include "base/time.h"
#include "base/vec.h"
#include "cli/print.h"
#include "seal/stamps.h"

/* A value that nobody could know before, and where it comes from. */
typedef struct Beacon {
    uint64_t index;
    Str      words;
} Beacon;

typedef struct Verifying {
    Cli          *cli;
    StampVerdict *verdicts;
    size_t        count;
    VEC(Beacon)   beacons;
    uint64_t      own;          /* entries of type stamp at the end of the log */
} Verifying;

static Status read_time(Str text, int64_t *ret, Error *err)
{
    int32_t day;

    if (time_parse(text, ret) || (text.len > 0 && text.ptr[0] != '-' && str_to_i64(text, ret)))
        return OK;
    if (!day_parse(text, &day) || day < 0)
        return fail(err, ERR_USAGE, "--attime takes a day (2036-01-31), a time (2036-01-31T12:00:00Z) or seconds since 1970");
    *ret = (int64_t)day * 86400;
    return OK;
}

static Status read_headers(Cli *cli, const StampOptions *o, BlockHeader *ret, Error *err)
{
    Error why = { 0 };

    for (size_t i = 0; i < o->header.count; i++) {
        Str file;
        Status status = os_read_file(cli->arena, o->header.at[i].ptr, 4096, &file, err);
        if (status != OK)
            return input_trouble(status, err);
        status = block_header_read(file, &ret[i], &why);
        if (status != OK)
            return fail(err, status, "%s: %s", o->header.at[i].ptr, why.text);
    }
    return OK;
}

/* --- beacons ----------------------------------------------------------------- */

/* What a user typed or a headline says may hold a protected name: masked like all else. */
static Str masked(Work *work, Arena *arena, Str text)
{
    AUTO_STRBUF out = { 0 };

    view_str(work->view, text, &out);
    return arena_str(arena, strbuf_str(&out));
}

static Str beacon_words(Cli *cli, const Record *record)
{
    Str value = record_value(record, "value"), where = record_value(record, "where"), file = record_value(record, "sha256");
    Str what = value.ptr ? arena_printf(cli->arena, "\"" STR_FMT "\"", STR_ARG(masked(cli->work, cli->arena, value)))
                         : arena_printf(cli->arena, "a file (" STR_FMT "...)", STR_ARG(str_slice(file, 0, 12)));

    return arena_printf(cli->arena, STR_FMT " (" STR_FMT ")", STR_ARG(what), STR_ARG(masked(cli->work, cli->arena, where)));
}

static Status add_beacon(Verifying *v, Arena *scratch, const Entry *entry, uint64_t index, Error *err)
{
    Case *c = v->cli->work->c;
    Record record;
    Status status = record_get(scratch, c, &entry->commit, &record, err);

    if (status == ERR_NOT_FOUND)
        return OK;                  /* destroyed on purpose */
    if (status == OK)
        status = stamps_held(c, index, log_size(c), err);
    if (status == OK)
        status = work_load(v->cli->work, err);
    if (status == OK)
        vec_push(v->cli->arena, &v->beacons, (Beacon){ index, beacon_words(v->cli, &record) });
    return status;
}

/* Beacons in order, and how much of the log's end is about stamps alone. */
static Status find_beacons(Verifying *v, Error *err)
{
    AUTO_ARENA scratch = arena_create();
    Case *c = v->cli->work->c;

    for (uint64_t i = 0; i < log_size(c); i++) {
        Entry entry;
        arena_reset(scratch);
        Status status = log_entry(scratch, c, i, &entry, err);
        if (status == OK && entry.type == ENTRY_BEACON)
            status = add_beacon(v, scratch, &entry, i, err);
        if (status != OK)
            return status;
        v->own = entry.type == ENTRY_STAMP ? v->own + 1 : 0;
    }
    return OK;
}

/* --- one stamp --------------------------------------------------------------- */

static Str day_text(Arena *arena, int64_t time)
{
    char when[21];

    time_format(time, when);
    return arena_str(arena, str_of(when));
}

static Str entries_text(Arena *arena, uint64_t from, uint64_t to)
{
    if (to - from == 1)
        return arena_printf(arena, "entry %llu", (unsigned long long)from);
    return arena_printf(arena, "entries %llu to %llu", (unsigned long long)from, (unsigned long long)(to - 1));
}

static void show_token_facts(Cli *cli, const StampVerdict *v)
{
    Arena *a = cli->arena;
    char hex[SHA256_HEX];

    hex_write(sha256_str(&v->signer.certificate), hex);
    print_field(cli, "  signed by", arena_printf(a, STR_FMT " (certificate %.16s...)", STR_ARG(v->signer.signer), hex));
    print_field(cli, "  judged", arena_printf(a, "as of " STR_FMT "%s" STR_FMT, STR_ARG(day_text(a, v->judged_at)),
                v->cover ? ", because it was covered by the later " : "; its certificates end ",
                STR_ARG(v->cover ? v->cover->name : day_text(a, v->signer.until))));
    const char *unlisted = v->signer.unlisted ? "; no list speaks of some of the certificates" : "";
    const char *revoked = v->signer.revoked_later ? "; a certificate was revoked later, which this token outlasts" : "";
    if (v->signer.listed == INT64_MAX)
        print_field(cli, "  revocation", S("not checked: no list of its authorities is at hand (--crl, or import one)"));
    else
        print_field(cli, "  revocation", arena_printf(a, "checked with a list of " STR_FMT "%s%s",
                                                      STR_ARG(day_text(a, v->signer.listed)), unlisted, revoked));
    if (v->modified)
        print_field(cli, "  granted", S("with modifications by the authority"));
}

static void show_block_facts(Cli *cli, const StampVerdict *v)
{
    Arena *a = cli->arena;
    Str hash = hex_encode(a, sha256_str(&v->block.hash));

    print_field(cli, "  block", arena_printf(a, "said to be bitcoin block %llu, dated " STR_FMT " (within two hours), hash " STR_FMT,
                (unsigned long long)v->height, STR_ARG(day_text(a, v->block.time)), STR_ARG(hash)));
    print_field(cli, "  to check", S("that your own source of the chain has a block of this height with this hash"));
}

/* Is there a good proof of the same checkpoint, so that this one, still open, is of no account? */
static bool superseded(const Verifying *v, const StampVerdict *open)
{
    for (size_t i = 0; open->open && i < v->count; i++) {
        const StampVerdict *other = &v->verdicts[i];
        if (other->file->is.kind == STAMP_PROOF && other->file->is.size == open->file->is.size &&
            (other->good || other->file->is.number > open->file->is.number))
            return true;
    }
    return false;
}

static void show_verdict(Cli *cli, const StampVerdict *v)
{
    Arena *a = cli->arena;
    Str name = v->file->name;

    if (!v->good) {
        print_field(cli, v->open ? "open" : "WRONG", arena_printf(a, STR_FMT ": " STR_FMT, STR_ARG(name), STR_ARG(v->why)));
        return;
    }
    print_field(cli, "good", arena_printf(a, STR_FMT ": " STR_FMT " sealed not later than " STR_FMT, STR_ARG(name),
                STR_ARG(entries_text(a, 0, v->file->is.size)), STR_ARG(day_text(a, v->not_after))));
    if (v->file->is.kind == STAMP_TOKEN)
        show_token_facts(cli, v);
    else
        show_block_facts(cli, v);
}

/* --- the log between beacons and stamps -------------------------------------- */

static int by_number(const void *a, const void *b)
{
    uint64_t x = *(const uint64_t *)a, y = *(const uint64_t *)b;

    return x < y ? -1 : x > y;
}

static void show_stretch(Verifying *v, uint64_t from, uint64_t to)
{
    Arena *a = v->cli->arena;
    const Beacon *after = NULL;
    const StampVerdict *before = NULL;
    AUTO_STRBUF words = { 0 };

    for (size_t i = 0; i < v->beacons.count; i++)
        if (v->beacons.at[i].index < from)
            after = &v->beacons.at[i];
    for (size_t i = 0; i < v->count; i++) {
        const StampVerdict *verdict = &v->verdicts[i];
        if (verdict->good && verdict->file->is.size >= to && (!before || verdict->not_after < before->not_after))
            before = verdict;
    }
    if (after)
        strbuf_printf(&words, "after " STR_FMT " became known", STR_ARG(after->words));
    if (before)
        strbuf_printf(&words, "%snot later than " STR_FMT, after ? ", and " : "", STR_ARG(day_text(a, before->not_after)));
    if (!before)
        strbuf_printf(&words, "%sno good stamp covers %s", after ? "; " : "", to - from == 1 ? "it" : "them");
    if (!before && to == log_size(v->cli->work->c) && v->own >= to - from)
        strbuf_add(&words, S(" (they are about stamps alone: nothing is wrong with that)"));
    print_field(v->cli, "sealed", arena_printf(a, STR_FMT ": " STR_FMT, STR_ARG(entries_text(a, from, to)),
                                               STR_ARG(strbuf_str(&words))));
}

static void show_stretches(Verifying *v)
{
    VEC(uint64_t) cuts = { 0 };
    Arena *a = v->cli->arena;
    uint64_t size = log_size(v->cli->work->c), from = 0;

    for (size_t i = 0; i < v->beacons.count; i++)
        vec_push(a, &cuts, v->beacons.at[i].index + 1);
    for (size_t i = 0; i < v->count; i++)
        if (v->verdicts[i].good)
            vec_push(a, &cuts, v->verdicts[i].file->is.size);
    vec_push(a, &cuts, size);
    qsort(cuts.at, cuts.count, sizeof *cuts.at, by_number);
    for (size_t i = 0; i < cuts.count; i++)
        if (cuts.at[i] > from) {
            show_stretch(v, from, cuts.at[i]);
            from = cuts.at[i];
        }
}

static Status sum_up(const Verifying *v, Error *err)
{
    size_t good = 0, wrong = 0;

    for (size_t i = 0; i < v->count; i++) {
        good += v->verdicts[i].good;
        wrong += !v->verdicts[i].good && !v->verdicts[i].open;
    }
    if (wrong)
        return fail(err, ERR_CHECK, "%zu stamp%s not hold; named above", wrong, wrong == 1 ? " does" : "s do");
    if (good == 0)
        return fail(err, ERR_CHECK, "no stamp shows anything yet%s", v->count ? "; named above" : ": `dokaz stamp request` gets one");
    return OK;
}

Status stamp_verify(Cli *cli, const StampOptions *o, int count, char **args, Error *err)
{
    AUTO(auto_certs) Certs *certs = certs_create();
    BlockHeader headers[OPT_LIST_MAX];
    StampQuestion question = { certs, cli->now, headers, o->header.count };
    Verifying v = { .cli = cli };
    Stamps stamps;
    Status status = need_arguments(count, 0, 0, "nothing", err);

    (void)args;
    if (status == OK && o->attime.ptr)
        status = read_time(o->attime, &question.at, err);
    if (status == OK)
        status = stamp_trust(cli, o, certs, err);
    if (status == OK)
        status = read_headers(cli, o, headers, err);
    if (status == OK)
        status = work_open(cli->arena, cli->case_dir, CASE_READ, &cli->work, err);
    if (status == OK)
        status = stamps_load(cli->arena, cli->work->c, &stamps, err);
    if (status == OK)
        status = stamps_certs(&stamps, certs, err);
    if (status == OK)
        status = stamps_judge(cli->arena, cli->work->c, &stamps, &question, &v.verdicts, &v.count, err);
    if (status == OK)
        status = find_beacons(&v, err);
    if (status != OK)
        return status;
    for (size_t i = 0; i < v.count; i++)
        if (!superseded(&v, &v.verdicts[i]))
            show_verdict(cli, &v.verdicts[i]);
    show_stretches(&v);
    return sum_up(&v, err);
}
