/* bag_case.c -- a case as the payload of a bag: see bag_write.h, docs/formats/bag.md.
 *
 * What a bag holds follows from the log: the records that its entries commit to, the objects that these
 * records name. The index for people and the proofs follow from them too, so that the reader of a bag
 * makes them anew and compares.
 */
#include "seal/bag_write.h"

#include "base/auto.h"
#include "base/map.h"
#include "base/os.h"
#include "base/time.h"
#include "base/vec.h"
#include "seal/inside.h"
#include "seal/object.h"
#include "seal/proof.h"

#include <stdio.h>

#define FILE_MAX ((size_t)1 << 30)

/* What of a case's folder is the log and goes into every bag; records and objects are chosen. */
static const char *const custody[] = {
    "checkpoint", "checkpoints", "entries", "keys", "policy", "stamps", "tile", "witness",
};

bool bag_custody_is(Str path)
{
    Str first;

    if (!str_starts(path, S(BAG_CUSTODY "/")))
        return false;
    path = str_slice(path, sizeof BAG_CUSTODY, path.len);
    str_cut(&path, '/', &first);
    for (size_t i = 0; i < sizeof custody / sizeof *custody; i++)
        if (str_eq(first, str_of(custody[i])))
            return true;
    return str_eq(first, S("records"));
}

typedef struct Putting {
    BagWriter *w;
    Case      *c;
    BagCase    counts;
    Map        erased;          /* log index as text */
    Map        originals, texts;    /* object names, 32 bytes */
    Arena     *arena;
} Putting;

static Status put_file(void *context, const FoundFile *file, Error *err)
{
    Putting *p = context;
    AUTO_ARENA arena = arena_create();
    const char *below = file->path + strlen(p->c->dir);
    Mapped bytes;

    while (*below == '/')
        below++;
    if (str_starts(os_basename(str_of(below)), S(".new-")))
        return OK;
    Status status = os_map(file->path, &bytes, err);
    if (status != OK)
        return status;
    status = bag_put(p->w, (char *)arena_printf(arena, BAG_CUSTODY "/%s", below).ptr, bytes.bytes, err);
    os_unmap(&bytes);
    return status;
}

static void no_trouble(void *context, const char *path, const char *why)
{
    (void)context, (void)path, (void)why;
}

static Status put_log(Putting *p, Error *err)
{
    AUTO_ARENA arena = arena_create();
    Status status = OK;

    for (size_t i = 0; status == OK && i < sizeof custody / sizeof *custody; i++) {
        char *path = case_path(arena, p->c, custody[i]);
        if (os_exists(path))
            status = os_walk(arena, path, put_file, no_trouble, p, err);
    }
    return status;
}

static bool is_erased(const Putting *p, uint64_t index)
{
    char number[24];

    snprintf(number, sizeof number, "%llu", (unsigned long long)index);
    return map_get(&p->erased, str_of(number)) != NULL;
}

/* Call for each entry; stops when `visit` fails. */
static Status each_entry(Putting *p, Status (*visit)(Putting *p, Arena *arena, uint64_t index, const Entry *entry,
                                                     Error *err), Error *err)
{
    AUTO_ARENA arena = arena_create();
    Status status = OK;

    for (uint64_t i = 0; status == OK && i < log_size(p->c); i++) {
        ArenaMark mark = arena_mark(arena);
        Entry entry;
        status = log_entry(arena, p->c, i, &entry, err);
        if (status == OK)
            status = visit(p, arena, i, &entry, err);
        arena_rewind(arena, mark);
    }
    return status;
}

static Status gather_erased(Putting *p, Arena *arena, uint64_t index, const Entry *entry, Error *err)
{
    Record record;

    (void)index;
    if (entry->type != ENTRY_TOMBSTONE)
        return OK;
    Status status = record_get(arena, p->c, &entry->commit, &record, err);
    for (size_t i = 0; status == OK && i < record.count; i++)
        if (str_eq(record.fields[i].key, S("erases")))
            map_put(p->arena, &p->erased, arena_str(p->arena, record.fields[i].value), 1);
    return status;
}

static Status gather_objects(Putting *p, const Record *record, Error *err)
{
    for (size_t i = 0; i < record->count; i++) {
        const RecordField *f = &record->fields[i];
        bool original = str_eq(f->key, S("sha256"));
        uint8_t name[SHA256_SIZE];
        if (!record_names_object(f->key))
            continue;
        if (!hex_decode(f->value, name, sizeof name))
            return fail(err, ERR_CHECK, "a record names an object that cannot be; dokaz verify names all that is wrong");
        Str key = { (const char *)name, sizeof name };
        Map *map = original ? &p->originals : &p->texts;
        if (!map_get(map, key))
            map_put(p->arena, map, arena_str(p->arena, key), 1);
    }
    return OK;
}

/* The record's file as it is, with its salt. */
static Status put_record(Putting *p, Arena *arena, uint64_t index, const Entry *entry, Error *err)
{
    Str hex = hex_encode(arena, sha256_str(&entry->commit)), bytes;
    Record record;
    Status status = record_get(arena, p->c, &entry->commit, &record, err);

    p->counts.entries++;
    p->counts.items += entry->type == ENTRY_ITEM;
    if (status == ERR_NOT_FOUND && is_erased(p, index)) {
        p->counts.erased++;
        return OK;
    }
    if (status == OK)
        status = gather_objects(p, &record, err);
    if (status == OK)
        status = os_read_file(arena, blob_path(arena, p->c->dir, "records", &entry->commit), RECORD_MAX, &bytes, err);
    if (status != OK)
        return status;
    p->counts.records++;
    return bag_put(p->w, (char *)arena_printf(arena, BAG_CUSTODY "/records/%.2s/" STR_FMT, hex.ptr, STR_ARG(hex)).ptr,
                   bytes, err);
}

static Status put_objects(Putting *p, const char *folder, const Map *names, const Map *but, int64_t *count, Error *err)
{
    Status status = OK;

    for (size_t i = 0; status == OK && i < names->count; i++) {
        AUTO_ARENA arena = arena_create();
        Sha256 id;
        Mapped bytes;
        memcpy(id.byte, names->entries[i].key.ptr, sizeof id.byte);
        Str hex = hex_encode(arena, sha256_str(&id));
        if (but && map_get(but, names->entries[i].key))
            continue;
        status = object_map(p->c, &id, OBJECT_HASHED, &bytes, err);
        if (status != OK)
            return status == ERR_NOT_FOUND ? fail(err, ERR_CHECK, "the original " STR_FMT " is missing; dokaz verify names "
                                                  "all that is wrong", STR_ARG(hex)) : status;
        status = bag_put(p->w, (char *)arena_printf(arena, "%s/" STR_FMT, folder, STR_ARG(hex)).ptr, bytes.bytes, err);
        os_unmap(&bytes);
        (*count)++;
    }
    return status;
}

static Status put_derived(void *context, const char *path, Str bytes, Error *err)
{
    return bag_put(context, path, bytes, err);
}

Status bag_put_case(BagWriter *w, Case *c, BagHolds holds, BagCase *ret, Error *err)
{
    AUTO_ARENA arena = arena_create();
    Putting p = { .w = w, .c = c, .arena = arena };
    Status status = put_log(&p, err);

    if (status == OK && holds == BAG_WHOLE) {
        status = each_entry(&p, gather_erased, err);
        if (status == OK)
            status = each_entry(&p, put_record, err);
        if (status == OK)
            status = put_objects(&p, BAG_ORIGINALS, &p.originals, NULL, &p.counts.originals, err);
        if (status == OK)
            status = put_objects(&p, BAG_TEXTS, &p.texts, &p.originals, &p.counts.texts, err);
    }
    if (status == OK)
        status = bag_derived(arena, c, holds, put_derived, w, err);
    if (status == OK)
        *ret = p.counts;
    return status;
}

/* ---- what follows from log and records ---- */

static const char *const columns[] = {
    "sha256", "size", "media-type", "name", "received-from", "publisher", "url", "published",
};

/* A value spelt as in its record: no tab and no line end is left in it. */
static void add_cell(StrBuf *out, const char *key, Str value)
{
    AUTO_STRBUF line = { 0 };

    strbuf_char(out, '\t');
    if (value.len == 0)
        return;
    record_add(&line, key, value);
    size_t before = strlen(key) + 1;
    strbuf_add(out, str_slice(strbuf_str(&line), before, line.len - 1));
}

static Status add_index_row(Arena *arena, Case *c, uint64_t index, const Entry *entry, StrBuf *out, Error *err)
{
    Record record;
    char time[21];
    Status status = record_get(arena, c, &entry->commit, &record, err);

    if (status != OK && status != ERR_NOT_FOUND)
        return status;
    time_format(entry->time, time);
    strbuf_printf(out, "%llu\t%s", (unsigned long long)index, time);
    for (size_t i = 0; i < sizeof columns / sizeof *columns; i++)
        add_cell(out, columns[i], status == OK ? record_value(&record, columns[i]) :
                                  i == 0 ? S("erased") : S(""));
    strbuf_char(out, '\n');
    return OK;
}

static Status visit_proof(Arena *arena, Case *c, uint64_t index,
                          Status (*visit)(void *, const char *, Str, Error *), void *context, Error *err)
{
    AUTO_STRBUF text = { 0 };
    Proof proof;
    Str entry;
    Status status = proof_make(arena, c, index, &proof, err);

    if (status == OK)
        status = log_read(arena, c, index, &entry, err);
    if (status == OK) {
        proof_write(&text, &proof);
        status = visit(context, (char *)arena_printf(arena, BAG_PROOFS "/%llu.entry", (unsigned long long)index).ptr,
                       entry, err);
    }
    return status == OK ? visit(context, (char *)arena_printf(arena, BAG_PROOFS "/%llu.tlog-proof",
                                                              (unsigned long long)index).ptr, strbuf_str(&text), err)
                        : status;
}

Status bag_derived(Arena *arena, Case *c, BagHolds holds,
                   Status (*visit)(void *context, const char *path, Str bytes, Error *err), void *context, Error *err)
{
    AUTO_STRBUF rows = { 0 };
    Status status = OK;

    strbuf_add(&rows, S("entry\ttime"));
    for (size_t i = 0; i < sizeof columns / sizeof *columns; i++)
        strbuf_printf(&rows, "\t%s", columns[i]);
    strbuf_char(&rows, '\n');
    for (uint64_t i = 0; status == OK && i < log_size(c); i++) {
        ArenaMark mark = arena_mark(arena);
        Entry entry;
        status = log_entry(arena, c, i, &entry, err);
        if (status == OK && entry.type == ENTRY_ITEM && holds == BAG_WHOLE)
            status = add_index_row(arena, c, i, &entry, &rows, err);
        if (status == OK && (entry.type == ENTRY_ITEM || i + 1 == log_size(c)))
            status = visit_proof(arena, c, i, visit, context, err);
        arena_rewind(arena, mark);
    }
    return status == OK && holds == BAG_WHOLE ? visit(context, BAG_INDEX, strbuf_str(&rows), err) : status;
}
