/* erase.c -- see erase.h. */
#include "seal/erase.h"

#include "base/auto.h"
#include "base/map.h"
#include "base/os.h"
#include "base/vec.h"
#include "seal/inside.h"
#include "seal/object.h"
#include "seal/parity.h"
#include "seal/strict.h"

#include <errno.h>
#include <stdlib.h>

typedef VEC(uint64_t) Indices;

/* Log indices as a set. */
typedef struct IndexSet {
    Map map;
} IndexSet;

static void set_add(Arena *arena, IndexSet *set, uint64_t index)
{
    Str key = { (const char *)&index, sizeof index };

    map_put(arena, &set->map, arena_str(arena, key), 1);
}

static bool set_has(const IndexSet *set, uint64_t index)
{
    return map_get(&set->map, (Str){ (const char *)&index, sizeof index }) != NULL;
}

/* ---- a walk over the living records ---- */

typedef struct Seen {
    uint64_t      index;
    const Entry  *entry;
    const Record *record;
} Seen;

/* Call `visit` for each entry whose record is there and whole, `skip` (may be NULL) left out. A record
 * that is damaged is passed over: `verify` tells of it. */
static Status each_record(Case *c, const IndexSet *skip, void (*visit)(void *context, const Seen *seen), void *context,
                          Error *err)
{
    AUTO_ARENA arena = arena_create();

    for (uint64_t i = 0; i < log_size(c); i++) {
        Entry entry;
        Record record;
        arena_reset(arena);
        if (skip && set_has(skip, i))
            continue;
        Status status = log_entry(arena, c, i, &entry, err);
        if (status != OK)
            return status;
        status = record_get(arena, c, &entry.commit, &record, err);
        if (status == ERR_IO)
            return status;
        if (status == OK)
            visit(context, &(Seen){ i, &entry, &record });
    }
    return OK;
}

static bool record_u64(const Record *record, const char *key, uint64_t *ret)
{
    Str value = record_value(record, key);

    return value.ptr && strict_u64(value, ret);
}

static bool record_hash(const Record *record, const char *key, Sha256 *ret)
{
    Str value = record_value(record, key);

    return value.ptr && hex_decode(value, ret->byte, SHA256_SIZE);
}

/* ---- tombstones ---- */

static Status read_tombstone(Arena *arena, Case *c, uint64_t index, const Entry *entry, Tombstone *ret, Error *err)
{
    Record record;
    VEC(uint64_t) erases = { 0 };
    uint64_t number;
    Status status = record_get(arena, c, &entry->commit, &record, err);

    if (status != OK)
        return status;
    for (size_t k = 0; k < record.count; k++)
        if (str_eq(record.fields[k].key, S("erases")) && strict_u64(record.fields[k].value, &number))
            vec_push(arena, &erases, number);
    *ret = (Tombstone){ index, entry->time, record_value(&record, "reason"), erases.at, erases.count, UINT64_MAX };
    record_u64(&record, "same", &ret->same);
    return OK;
}

Status tombstones_load(Arena *arena, Case *c, uint64_t from, Tombstone **ret, size_t *count, Error *err)
{
    VEC(Tombstone) found = { 0 };

    for (uint64_t i = from; i < log_size(c); i++) {
        ArenaMark mark = arena_mark(arena);
        Tombstone tombstone;
        Entry entry;
        Status status = log_entry(arena, c, i, &entry, err);
        if (status == OK && entry.type != ENTRY_TOMBSTONE) {
            arena_rewind(arena, mark);
            continue;
        }
        if (status == OK)
            status = read_tombstone(arena, c, i, &entry, &tombstone, err);
        if (status != OK)
            return status;
        vec_push(arena, &found, tombstone);
    }
    *ret = found.at;
    *count = found.count;
    return OK;
}

static void add_erased(Arena *arena, const Tombstone *tombstone, IndexSet *ret)
{
    for (size_t k = 0; k < tombstone->count; k++)
        set_add(arena, ret, tombstone->erases[k]);
}

static Status load_erased(Arena *arena, Case *c, IndexSet *ret, Error *err)
{
    Tombstone *tombstones = NULL;
    size_t count = 0;
    Status status = tombstones_load(arena, c, 0, &tombstones, &count, err);

    for (size_t i = 0; i < count && status == OK; i++)
        add_erased(arena, &tombstones[i], ret);
    return status;
}

/* ---- what belongs to an original ---- */

typedef struct Plan {
    Arena   *arena;
    Sha256   original;
    IndexSet erased;            /* by earlier tombstones */
    IndexSet items, trees;      /* of the original: items (also those erased before), segmentations */
    Indices  found;
    size_t   item_count;        /* living */
    uint64_t other;             /* a living one that is not `only` */
    uint64_t only;              /* UINT64_MAX, or the one item whose coming in alone is erased */
} Plan;

static void find_item(void *context, const Seen *seen)
{
    Plan *p = context;
    Sha256 id;

    if (seen->entry->type != ENTRY_ITEM || !record_hash(seen->record, "sha256", &id) ||
        memcmp(&id, &p->original, sizeof id) != 0)
        return;
    set_add(p->arena, &p->items, seen->index);
    p->item_count++;
    if (seen->index != p->only)
        p->other = seen->index;
}

/* Items erased before whose bytes a living item kept: what is of them goes with it. Tombstones are in order,
 * so that the item that kept them last is met first when they are walked backward. */
static Status add_former(Plan *p, Case *c, Error *err)
{
    Tombstone *tombstones = NULL;
    size_t count = 0;
    Status status = tombstones_load(p->arena, c, 0, &tombstones, &count, err);

    for (size_t i = count; i-- > 0 && status == OK; )
        if (set_has(&p->items, tombstones[i].same))
            add_erased(p->arena, &tombstones[i], &p->items);
    return status;
}

static void find_tree(void *context, const Seen *seen)
{
    Plan *p = context;

    if (seen->entry->type == ENTRY_SEGMENTATION && set_has(&p->items, seen->entry->of))
        set_add(p->arena, &p->trees, seen->index);
}

/* What lies in an original of the plan goes with it, and what lies in that: a part stands behind its container in the
 * log. A text of the same bytes that came in elsewhere too is read anew from there. */
static void find_part(void *context, const Seen *seen)
{
    Plan *p = context;
    uint64_t of;

    if (seen->entry->type != ENTRY_ITEM || !record_u64(seen->record, "part-of", &of) || !set_has(&p->items, of) ||
        set_has(&p->items, seen->index))
        return;
    set_add(p->arena, &p->items, seen->index);
    p->item_count++;
}

/* A judgement speaks of several items, each in a line of its own: with any of them it goes. */
static bool speaks_of_items(const Plan *p, const Record *record)
{
    uint64_t of;

    for (size_t i = 0; i < record->count; i++)
        if (str_eq(record->fields[i].key, S("of")) && strict_u64(record->fields[i].value, &of) && set_has(&p->items, of))
            return true;
    return false;
}

static void find_all(void *context, const Seen *seen)
{
    Plan *p = context;
    EntryType type = seen->entry->type;
    uint64_t of;

    if (type == ENTRY_TOMBSTONE || type == ENTRY_EXPORT)
        return;
    bool mine = set_has(&p->items, seen->index) || set_has(&p->trees, seen->index) ||
                speaks_of_items(p, seen->record) ||
                (record_u64(seen->record, "segmentation", &of) && set_has(&p->trees, of));
    if (mine)
        vec_push(p->arena, &p->found, seen->index);
}

static void find_coming_in(void *context, const Seen *seen)
{
    Plan *p = context;
    EntryType type = seen->entry->type;
    uint64_t of;

    if (seen->index == p->only || ((type == ENTRY_CUSTODY || type == ENTRY_REFUSED) &&
                                   record_u64(seen->record, "of", &of) && of == p->only))
        vec_push(p->arena, &p->found, seen->index);
}

/* One walk for each step, so that little is held at a time; a log of a million entries takes a minute. */
static Status make_plan(Plan *p, Case *c, Erasure *ret, Error *err)
{
    bool one = p->only != UINT64_MAX && p->other != UINT64_MAX;
    Status status = OK;

    if (one)
        status = each_record(c, &p->erased, find_coming_in, p, err);
    else
        status = add_former(p, c, err);
    if (!one && status == OK)
        status = each_record(c, &p->erased, find_part, p, err);
    if (!one && status == OK)
        status = each_record(c, &p->erased, find_tree, p, err);
    if (!one && status == OK)
        status = each_record(c, &p->erased, find_all, p, err);
    if (status == OK)
        *ret = (Erasure){ p->found.at, p->found.count, one ? 1 : p->item_count, one ? p->other : UINT64_MAX };
    return status;
}

Status erase_plan_document(Arena *arena, Case *c, const Sha256 *original, Erasure *ret, Error *err)
{
    Plan p = { .arena = arena, .original = *original, .only = UINT64_MAX, .other = UINT64_MAX };
    Status status = load_erased(arena, c, &p.erased, err);

    if (status == OK)
        status = each_record(c, &p.erased, find_item, &p, err);
    if (status == OK && p.item_count == 0)
        status = fail(err, ERR_NOT_FOUND, "the log has no living item with these bytes");
    return status == OK ? make_plan(&p, c, ret, err) : status;
}

Status erase_plan_item(Arena *arena, Case *c, uint64_t item, Erasure *ret, Error *err)
{
    Plan p = { .arena = arena, .only = item, .other = UINT64_MAX };
    Entry entry;
    Record record;
    Status status = log_entry(arena, c, item, &entry, err);

    if (status != OK)
        return status;
    if (entry.type != ENTRY_ITEM)
        return fail(err, ERR_USAGE, "log entry %llu is no item", (unsigned long long)item);
    status = record_get(arena, c, &entry.commit, &record, err);
    if (status == OK && !record_hash(&record, "sha256", &p.original))
        status = fail(err, ERR_BAD_INPUT, "the record of item %llu names no sha256", (unsigned long long)item);
    if (status == ERR_NOT_FOUND)
        return fail(err, ERR_NOT_FOUND, "item %llu was erased before", (unsigned long long)item);
    if (status == OK)
        status = load_erased(arena, c, &p.erased, err);
    if (status == OK)
        status = each_record(c, &p.erased, find_item, &p, err);
    return status == OK ? make_plan(&p, c, ret, err) : status;
}

/* ---- doing it ---- */

static Status drop_marker(Case *c, Error *err)
{
    AUTO_ARENA arena = arena_create();
    char *path = case_path(arena, c, ERASING);

    if (unlink(path) < 0 && errno != ENOENT)
        return fail(err, ERR_IO, "cannot remove %s: %s", path, strerror(errno));
    return os_sync_dir(c->dir, err);
}

Status erase_seal(Case *c, int64_t time, const Erasure *erasure, Str reason, uint64_t *index, Error *err)
{
    AUTO_ARENA arena = arena_create();
    AUTO_STRBUF record = { 0 };

    if (log_pending(c))
        return fail(err, ERR_USAGE, "entries are pending: commit or drop them before an erasure");
    for (size_t i = 0; i < erasure->count; i++)
        record_add_i64(&record, "erases", (int64_t)erasure->entries[i]);
    if (erasure->same != UINT64_MAX)
        record_add_i64(&record, "same", (int64_t)erasure->same);
    record_add(&record, "reason", reason);
    Status status = os_write_file(case_path(arena, c, ERASING), S(""), 0600, DURABLE, err);
    if (status == OK)
        status = log_seal(c, ENTRY_TOMBSTONE, time, strbuf_str(&record), index, err);
    if (status == OK)
        status = log_commit(c, err);
    if (status != OK)       /* the tombstone may stand all the same: the marker lets the next writer look */
        log_drop(c);
    return status;
}

/* What is left of the erased entries: their records, and the objects that those name. */
typedef struct Rest {
    Arena       *arena;
    VEC(Sha256)  records;
    Map          objects;       /* name -> 1 to be destroyed, 0 a living record names it too */
} Rest;

static void add_objects(Rest *rest, const Record *record, bool doomed)
{
    Sha256 id;

    for (size_t i = 0; i < record->count; i++) {
        const RecordField *f = &record->fields[i];
        if (!record_names_object(f->key) || !hex_decode(f->value, id.byte, SHA256_SIZE))
            continue;
        int64_t *there = map_get(&rest->objects, sha256_str(&id));
        if (doomed && !there)
            map_put(rest->arena, &rest->objects, arena_str(rest->arena, sha256_str(&id)), 1);
        else if (!doomed && there)
            *there = 0;
    }
}

static void find_living(void *context, const Seen *seen)
{
    add_objects(context, seen->record, false);
}

static Status gather_rest(Case *c, const IndexSet *erased, Rest *rest, Error *err)
{
    AUTO_ARENA arena = arena_create();

    for (size_t i = 0; i < erased->map.count; i++) {
        uint64_t index;
        Entry entry;
        Record record;
        memcpy(&index, erased->map.entries[i].key.ptr, sizeof index);
        arena_reset(arena);
        if (index >= log_size(c))
            continue;
        Status status = log_entry(arena, c, index, &entry, err);
        if (status != OK)
            return status;
        status = record_get(arena, c, &entry.commit, &record, err);
        if (status == ERR_NOT_FOUND)
            continue;
        if (status == ERR_IO)
            return status;
        if (status == OK)
            add_objects(rest, &record, true);
        vec_push(rest->arena, &rest->records, entry.commit);
    }
    return OK;
}

/* Objects before records: while a record is there, it still names what must go. */
static Status destroy_rest(Case *c, const Rest *rest, Error *err)
{
    Status status = OK;

    for (size_t i = 0; i < rest->objects.count && status == OK; i++) {
        Sha256 id;
        memcpy(id.byte, rest->objects.entries[i].key.ptr, SHA256_SIZE);
        if (rest->objects.entries[i].value)
            status = object_erase(c, &id, err);
    }
    if (status == OK && rest->records.count)        /* a salt could be brought back with it */
        status = parity_drop(c->dir, "records/", err);
    for (size_t i = 0; i < rest->records.count && status == OK; i++)
        status = record_erase(c, &rest->records.at[i], err);
    return status;
}

Status erase_complete(Case *c, Error *err)
{
    AUTO_ARENA arena = arena_create();
    IndexSet erased = { { 0 } };
    Rest rest = { .arena = arena };
    Status status = load_erased(arena, c, &erased, err);

    if (status == OK)
        status = gather_rest(c, &erased, &rest, err);
    if (status == OK && rest.objects.count)
        status = each_record(c, &erased, find_living, &rest, err);
    if (status == OK)
        status = destroy_rest(c, &rest, err);
    return status == OK ? drop_marker(c, err) : status;
}

Status erase_recover(Case *c, Error *err)
{
    AUTO_ARENA arena = arena_create();

    return os_exists(case_path(arena, c, ERASING)) ? erase_complete(c, err) : OK;
}
