/* rows_log.c -- see rows_log.h. */
#include "cli/rows_log.h"

#include "base/auto.h"
#include "base/hash.h"
#include "keep/intake.h"

static void add_line(StrBuf *b, Str key, Str value)
{
    strbuf_add(b, key);
    strbuf_char(b, ' ');
    strbuf_add(b, value);
    strbuf_char(b, '\n');
}

static void add_given(StrBuf *b, const char *key, Str value)
{
    if (value.len)
        add_line(b, str_of(key), value);
}

/* In the order in which intake.c writes a record. */
Str row_print(Arena *arena, const Part *part)
{
    AUTO_STRBUF b = { 0 };
    Sha256 id = sha256(part->bytes);

    add_line(&b, S("sha256"), hex_encode(arena, sha256_str(&id)));
    add_given(&b, "publisher", part->given.publisher);
    for (size_t i = 0; i < part->given.author_count; i++)
        add_given(&b, "author", part->given.authors[i]);
    add_given(&b, "url", part->given.url);
    add_given(&b, "published", part->given.published);
    add_given(&b, "title", part->title);
    for (size_t i = 0; i < part->fact_count; i++)
        if (part->facts[i].key.len < 100)
            add_line(&b, arena_printf(arena, "fact-" STR_FMT, STR_ARG(part->facts[i].key)), part->facts[i].value);
    return arena_str(arena, strbuf_str(&b));
}

static bool is_content(Str key)
{
    static const char *const keys[] = { "sha256", "publisher", "author", "url", "published", "title" };

    for (size_t i = 0; i < sizeof keys / sizeof *keys; i++)
        if (str_eq(key, str_of(keys[i])))
            return true;
    return str_starts(key, S("fact-"));
}

static Str record_print(Arena *arena, const Record *record)
{
    AUTO_STRBUF b = { 0 };

    for (size_t i = 0; i < record->count; i++)
        if (is_content(record->fields[i].key))
            add_line(&b, record->fields[i].key, record->fields[i].value);
    return arena_str(arena, strbuf_str(&b));
}

Str row_id(const Part *part)
{
    for (size_t i = 0; i < part->fact_count; i++)
        if (str_eq(part->facts[i].key, S("row-id")))
            return part->facts[i].value;
    return STR_NONE;
}

/* Keys of records with ids begin with a letter, of those without with another. */
Str row_key(Arena *arena, Str table, Str id, Str print)
{
    if (!id.ptr)
        return arena_printf(arena, "p" STR_FMT, STR_ARG(print));
    return arena_printf(arena, "i" STR_FMT "\n" STR_FMT, STR_ARG(table), STR_ARG(id));
}

static Str number_text(Arena *arena, uint64_t n)
{
    return arena_printf(arena, "%llu", (unsigned long long)n);
}

static void see_row(Arena *arena, LoggedRows *rows, uint64_t index, Str key, Str print)
{
    int64_t *at = map_put(arena, &rows->by_key, key, (int64_t)rows->at.count);

    if (*at == (int64_t)rows->at.count)
        vec_push(arena, &rows->at, ((LoggedRow){ .print = print, .index = index }));
    LoggedRow *row = &rows->at.at[*at];
    if (!str_eq(row->print, print)) {
        for (size_t i = 0; i < row->items.count; i++)
            map_put(arena, &rows->replaced, number_text(arena, row->items.at[i]), (int64_t)index);
        row->print = print;
        row->index = index;
        row->items.count = 0;
    }
    vec_push(arena, &row->items, index);
}

Status rows_of_log(Arena *arena, Case *c, LoggedRows *ret, Error *err)
{
    Map tables = { 0 };             /* log index of an imported table -> place in keys */
    VEC(Str) keys = { 0 };

    *ret = (LoggedRows){ 0 };
    for (uint64_t i = 0; i < log_size(c); i++) {
        Entry entry;
        Record record;
        Status status = log_entry(arena, c, i, &entry, err);
        if (status == OK && entry.type != ENTRY_ITEM)
            continue;
        if (status == OK)
            status = record_get(arena, c, &entry.commit, &record, err);
        if (status == ERR_NOT_FOUND)
            continue;               /* erased */
        if (status != OK)
            return status;
        if (record_value(&record, "import").ptr) {
            Str key = record_value(&record, "import-key");
            map_put(arena, &tables, number_text(arena, i), (int64_t)keys.count);
            vec_push(arena, &keys, key.ptr ? key : S(""));
            continue;
        }
        const int64_t *table = map_get(&tables, record_value(&record, "part-of"));
        if (!table)
            continue;
        Str print = record_print(arena, &record), id = record_value(&record, "fact-row-id");
        see_row(arena, ret, i, row_key(arena, keys.at[*table], id, print), print);
    }
    return OK;
}
