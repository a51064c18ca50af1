/* custody.c -- see custody.h. */
#include "tell/custody.h"

#include "base/os.h"
#include "base/vec.h"
#include "seal/strict.h"

#include <dirent.h>
#include <stdlib.h>

static const struct { EntryType type; const char *step; } steps[] = {
    { ENTRY_ITEM, "received and sealed" },  { ENTRY_SEGMENTATION, "read, and its text sealed piece by piece" },
    { ENTRY_REFUSED, "could not be read" }, { ENTRY_JUDGEMENT, "judged" },
    { ENTRY_REDACTION, "redacted" },        { ENTRY_CUSTODY, "custody" },
    { ENTRY_VIEW, "looked at" },            { ENTRY_UNMASK, "names of the case shown" },
    { ENTRY_EXPORT, "left the case" },      { ENTRY_STAMP, "stamped" },
    { ENTRY_BEACON, "beacon sealed" },      { ENTRY_TOMBSTONE, "erased" },
    { ENTRY_ROLE, "role changed" },         { ENTRY_LOGIN, "login" },
};

const char *custody_step(EntryType type)
{
    for (size_t i = 0; i < sizeof steps / sizeof *steps; i++)
        if (steps[i].type == type)
            return steps[i].step;
    return entry_type_name(type);
}

static int64_t item_of(const Entry *entry, const Record *record, uint64_t index)
{
    static const char *const keys[] = { "of", "item", "erases" };
    uint64_t of;

    if (entry->type == ENTRY_ITEM)
        return (int64_t)index;
    if (entry->type == ENTRY_SEGMENTATION)
        return (int64_t)entry->of;
    for (size_t i = 0; i < sizeof keys / sizeof *keys; i++) {
        Str value = record_value(record, keys[i]);
        if (value.ptr && strict_u64(value, &of) && of < index)
            return (int64_t)of;
    }
    return -1;
}

Status custody_load(Arena *arena, Case *c, Custody *ret, Error *err)
{
    CustodyEvent *events = arena_array(arena, CustodyEvent, log_size(c) + 1);

    for (uint64_t i = 0; i < log_size(c); i++) {
        CustodyEvent *e = &events[i];
        Entry entry;
        Str text;
        Status status = log_read(arena, c, i, &text, err);
        if (status == OK)
            status = entry_parse(text, &entry, err);
        if (status == OK)
            status = record_get(arena, c, &entry.commit, &e->record, err);
        if (status == ERR_NOT_FOUND)
            e->erased = true;       /* or lost: verify tells which */
        else if (status != OK)
            return status;
        e->index = i;
        e->type = entry.type;
        e->time = entry.time;
        e->actor = entry.actor;
        e->leaf = merkle_leaf(text);
        e->of = item_of(&entry, &e->record, i);
    }
    *ret = (Custody){ events, log_size(c) };
    return OK;
}

bool custody_digest(const CustodyEvent *e, Sha256 *ret)
{
    Str hex = e->type == ENTRY_ITEM ? record_value(&e->record, "sha256") : STR_NONE;

    return hex.ptr && hex_decode(hex, ret->byte, sizeof ret->byte);
}

static bool is_item_of(const CustodyEvent *e, const Sha256 *original)
{
    Sha256 digest;

    return custody_digest(e, &digest) && memcmp(digest.byte, original->byte, sizeof digest.byte) == 0;
}

bool custody_first(const Custody *custody, const Sha256 *original, uint64_t *ret)
{
    for (size_t i = 0; i < custody->count; i++)
        if (is_item_of(&custody->events[i], original)) {
            *ret = i;
            return true;
        }
    return false;
}

uint64_t *custody_items(Arena *arena, const Custody *custody, bool (*wanted)(const CustodyEvent *e), size_t *count)
{
    VEC(uint64_t) items = { 0 };

    for (size_t i = 0; i < custody->count; i++) {
        const CustodyEvent *e = &custody->events[i];
        if (e->type == ENTRY_ITEM && !e->erased && (wanted == NULL || wanted(e)))
            vec_push(arena, &items, e->index);
    }
    *count = items.count;
    return items.at;
}

/* Exports say which items they hold; those of an older program do not, and may hold any. */
static bool left_with(const Custody *custody, const CustodyEvent *e, const Sha256 *original, uint64_t first)
{
    bool says = str_eq(record_value(&e->record, "what"), S("log"));
    uint64_t of;

    for (size_t i = 0; i < e->record.count; i++) {
        if (!str_eq(e->record.fields[i].key, S("holds")))
            continue;
        says = true;
        if (strict_u64(e->record.fields[i].value, &of) && of < e->index &&
            (of == first || is_item_of(&custody->events[of], original)))
            return true;
    }
    return !says;
}

/* A judgement says of each item it speaks of; one on a source speaks of none. */
static bool judges(const Custody *custody, const CustodyEvent *e, const Sha256 *original, uint64_t first)
{
    uint64_t of;

    for (size_t i = 0; i < e->record.count; i++)
        if (str_eq(e->record.fields[i].key, S("of")) && strict_u64(e->record.fields[i].value, &of) && of < e->index &&
            (of == first || is_item_of(&custody->events[of], original)))
            return true;
    return false;
}

bool custody_concerns(const Custody *custody, const CustodyEvent *e, const Sha256 *original, uint64_t first)
{
    if (e->index < first || e->type == ENTRY_KEY)
        return false;
    if (e->type == ENTRY_JUDGEMENT)
        return judges(custody, e, original, first);
    if (e->of >= 0)
        return is_item_of(&custody->events[e->of], original) || (uint64_t)e->of == first;
    return e->type != ENTRY_EXPORT || left_with(custody, e, original, first);
}

bool custody_shows(const CustodyEvent *e, Str key)
{
    static const char *const kept[] = { "salt-key", "cuts", "text", "sha256", "digest", "custodian", "of", "mtime-ns",
                                        "holds" };

    if (e->type == ENTRY_JUDGEMENT)
        return str_eq(key, S("kind")) || str_eq(key, S("about")) || str_eq(key, S("coder"));
    for (size_t i = 0; i < sizeof kept / sizeof *kept; i++)
        if (str_eq(key, str_of(kept[i])))
            return false;
    return true;
}

static int by_size(const void *a, const void *b)
{
    const CustodyFile *x = a, *y = b;

    return x->size != y->size ? (x->size < y->size ? -1 : 1) : str_cmp(x->name, y->name);
}

CustodyFile *custody_files(Arena *arena, const Case *c, const char *kind, uint64_t size, size_t *count)
{
    VEC(CustodyFile) files = { 0 };
    DIR *d = opendir(os_join(arena, str_of(case_dir(c)), str_of(kind)));

    for (struct dirent *e; d && (e = readdir(d)); ) {
        Str name = str_of(e->d_name), digits = name;
        uint64_t of;
        for (digits.len = 0; digits.len < name.len && name.ptr[digits.len] >= '0' && name.ptr[digits.len] <= '9'; )
            digits.len++;
        if (strict_u64(digits, &of) && of >= size && !str_ends(name, S(".tsq")))     /* a request says nothing */
            vec_push(arena, &files, (CustodyFile){ of, arena_str(arena, name) });
    }
    if (d)
        closedir(d);
    if (files.count)
        qsort(files.at, files.count, sizeof *files.at, by_size);
    *count = files.count;
    return files.at;
}
