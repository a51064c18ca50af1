/* cmd_erasures.c -- `dokaz erasures`: what was erased, when, why, and where copies of it went before. */
#include "cli/commands.h"

#include "base/time.h"
#include "base/vec.h"
#include "cli/erasures.h"
#include "cli/print.h"
#include "seal/strict.h"

static Status read_left(Arena *arena, Case *c, uint64_t index, const Entry *entry, Left *ret, Error *err)
{
    Record record;
    VEC(uint64_t) holds = { 0 };
    uint64_t number;
    Status status = record_get(arena, c, &entry->commit, &record, err);

    if (status == ERR_NOT_FOUND) {          /* lost: `verify` tells of it; it may have held anything */
        *ret = (Left){ .index = index, .time = entry->time, .format = S("unknown") };
        return OK;
    }
    if (status != OK)
        return status;
    for (size_t i = 0; i < record.count; i++)
        if (str_eq(record.fields[i].key, S("holds")) && strict_u64(record.fields[i].value, &number))
            vec_push(arena, &holds, number);
    bool nothing = str_eq(record_value(&record, "what"), S("log"));     /* a bag with the log alone */
    *ret = (Left){ index, entry->time, record_value(&record, "format"), holds.at, holds.count, nothing };
    return OK;
}

Status lefts_load(Arena *arena, Case *c, Left **ret, size_t *count, Error *err)
{
    VEC(Left) found = { 0 };

    for (uint64_t i = 0; i < log_size(c); i++) {
        ArenaMark mark = arena_mark(arena);
        Entry entry;
        Left left;
        Status status = log_entry(arena, c, i, &entry, err);
        if (status == OK && entry.type != ENTRY_EXPORT) {
            arena_rewind(arena, mark);
            continue;
        }
        if (status == OK)
            status = read_left(arena, c, i, &entry, &left, err);
        if (status != OK)
            return status;
        vec_push(arena, &found, left);
    }
    *ret = found.at;
    *count = found.count;
    return OK;
}

bool left_holds(const Left *left, uint64_t before, const uint64_t *erased, size_t count)
{
    if (left->index >= before)
        return false;
    for (size_t i = 0; i < left->count; i++)
        for (size_t k = 0; k < count; k++)
            if (left->holds[i] == erased[k])
                return true;
    return false;
}

/* ---- printing ---- */

typedef struct Erasures {
    Cli       *cli;
    Tombstone *tombstones;
    size_t     count;
    Left      *lefts;
    size_t     left_count;
} Erasures;

static Str when_text(Arena *arena, int64_t time)
{
    char text[21];

    time_format(time, text);
    return arena_str(arena, str_of(text));
}

/* Those that left before and do not say what they hold: any of them may hold it. */
static size_t silent_before(const Erasures *e, uint64_t index)
{
    size_t silent = 0;

    for (size_t i = 0; i < e->left_count; i++)
        silent += e->lefts[i].index < index && e->lefts[i].count == 0 && !e->lefts[i].nothing;
    return silent;
}

static void print_json(const Erasures *e, const Tombstone *t, Str reason)
{
    JsonOut j = json_lines(e->cli);

    json_object(&j, NULL);
    json_text(&j, "type", "erasure");
    json_i64(&j, "entry", (int64_t)t->index);
    json_str(&j, "time", when_text(e->cli->arena, t->time));
    json_str(&j, "reason", reason);
    json_array(&j, "erases");
    for (size_t i = 0; i < t->count; i++)
        json_i64(&j, NULL, (int64_t)t->erases[i]);
    json_array_end(&j);
    json_array(&j, "left_before");
    for (size_t i = 0; i < e->left_count; i++) {
        const Left *left = &e->lefts[i];
        if (!left_holds(left, t->index, t->erases, t->count))
            continue;
        json_object(&j, NULL);
        json_i64(&j, "entry", (int64_t)left->index);
        json_str(&j, "time", when_text(e->cli->arena, left->time));
        json_str(&j, "format", left->format);
        json_object_end(&j);
    }
    json_array_end(&j);
    json_i64(&j, "left_before_unknown", (int64_t)silent_before(e, t->index));
    json_object_end(&j);
    json_line_end(&j);
}

static void print_text(const Erasures *e, const Tombstone *t, Str reason)
{
    Cli *cli = e->cli;
    Arena *a = cli->arena;
    size_t silent = silent_before(e, t->index);

    strbuf_printf(&cli->out, "log entry %llu  " STR_FMT "\n", (unsigned long long)t->index,
                  STR_ARG(when_text(a, t->time)));
    print_field(cli, "erased", count_text(a, t->count, "entry", "entries"));
    print_field(cli, "reason", reason);
    for (size_t i = 0; i < e->left_count; i++)
        if (left_holds(&e->lefts[i], t->index, t->erases, t->count))
            print_field(cli, "left before", arena_printf(a, STR_FMT ", " STR_FMT " (log entry %llu)",
                        STR_ARG(e->lefts[i].format), STR_ARG(when_text(a, e->lefts[i].time)),
                        (unsigned long long)e->lefts[i].index));
    if (silent)
        print_field(cli, "perhaps", arena_printf(a, STR_FMT " before it that an older dokaz made and that may hold it",
                    STR_ARG(count_text(a, silent, "export", "exports"))));
}

static Status run(Cli *cli, const void *given, int count, char **args, Error *err)
{
    const ListOptions *o = given;
    Erasures e = { .cli = cli };

    (void)args;
    Status status = need_arguments(count, 0, 0, "nothing", err);
    if (status == OK)
        status = work_load(cli->work, err);
    if (status == OK)
        status = tombstones_load(cli->arena, cli->work->c, 0, &e.tombstones, &e.count, err);
    if (status == OK)
        status = lefts_load(cli->arena, cli->work->c, &e.lefts, &e.left_count, err);
    for (size_t i = 0; i < e.count && status == OK; i++) {
        Str reason = guard_str(cli->work->guard, cli->arena, e.tombstones[i].reason);
        if (o->json)
            print_json(&e, &e.tombstones[i], reason);
        else
            print_text(&e, &e.tombstones[i], reason);
    }
    if (status == OK && !e.count && !o->json)
        strbuf_add(&cli->out, S("nothing was erased\n"));
    return status;
}

const Command cmd_erasures = {
    .name = "erasures", .arguments = "", .summary = "what was erased, and what had left the case with it before",
    .more = "What left earlier (tables, reports, redacted texts, bags) cannot be taken back: whoever has it\n"
            "must be asked to destroy it.",
    .needs = NEEDS_CASE, .options = list_options, .options_size = sizeof(ListOptions), .run = run,
};
