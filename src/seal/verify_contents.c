/* verify_contents.c -- records, objects and segment trees: is what the entries commit to still there?
 *
 * No content of a record or object ever goes into a finding. */
#include "seal/verify_inside.h"

#include "base/auto.h"
#include "base/os.h"
#include "seal/inside.h"
#include "seal/record.h"
#include "seal/segment.h"
#include "seal/strict.h"

typedef struct Contents {
    Check *check;
    Map    objects, records;    /* 32-byte name to flags */
    Map    erased;              /* log index as text: a tombstone says its contents are gone */
    bool   complete;            /* every entry and record was read, so that the rest is left over */
} Contents;

static Str name_key(Arena *arena, const Sha256 *name)
{
    return arena_str(arena, sha256_str(name));
}

char *blob_name_of(Arena *arena, const char *kind, const Sha256 *name)
{
    Str hex = hex_encode(arena, sha256_str(name));

    return (char *)arena_printf(arena, "%s/%.2s/" STR_FMT, kind, hex.ptr, STR_ARG(hex)).ptr;
}

static bool is_erased(const Contents *c, uint64_t index)
{
    AUTO_STRBUF number = { 0 };

    if (c->erased.count == 0)
        return false;
    strbuf_printf(&number, "%llu", (unsigned long long)index);
    return map_get(&c->erased, strbuf_str(&number)) != NULL;
}

/* Read the record of an entry; false when it is gone or damaged (told unless it was erased). */
static bool read_record(Contents *c, Arena *arena, const Entry *entry, bool erased, bool tell, Record *ret)
{
    Check *check = c->check;
    char *name = blob_name_of(arena, "records", &entry->commit);
    Str bytes;
    Error err = { 0 };
    Status status = os_read_file(arena, check_path(check, arena, name), RECORD_MAX, &bytes, &err);

    if (status == ERR_NOT_FOUND) {
        if (tell && !erased)
            check_error(check, name, "missing");
        return false;
    }
    if (status != OK) {
        if (tell)
            check_error(check, name, "cannot be read: %s", err.text);
        return false;
    }
    Sha256 is = sha256(bytes);
    if (tell)
        check->counts.bytes += (int64_t)bytes.len;
    if (memcmp(is.byte, entry->commit.byte, SHA256_SIZE) != 0 || bytes.len < RECORD_SALT) {
        if (tell)
            check_error(check, name, "damaged: its bytes are not those that were sealed");
        return false;
    }
    if (record_parse(arena, str_slice(bytes, RECORD_SALT, bytes.len), ret, &err) != OK) {
        if (tell)
            check_error(check, name, "was sealed malformed: %s", err.text);
        return false;
    }
    return true;
}

/* Tombstones first: what they name may be missing. */
static void gather_erased(Contents *c)
{
    Check *check = c->check;
    AUTO_ARENA arena = arena_create();
    Record record;

    for (size_t i = 0; i < check->entries.count; i++) {
        const Entry *entry = &check->entries.at[i];
        if (entry->type != ENTRY_TOMBSTONE || !read_record(c, arena, entry, false, false, &record))
            continue;
        for (size_t k = 0; k < record.count; k++)
            if (str_eq(record.fields[k].key, S("erases")))
                map_put(check->arena, &c->erased, arena_str(check->arena, record.fields[k].value), 1);
    }
}

/* What a judgement's record must say so that anybody can read it: what was decided, and about what. */
static void check_judgement(Contents *c, Arena *arena, const Entry *entry, uint64_t index, const Record *record)
{
    Str about = record_value(record, "about"), word;
    uint64_t undone;
    const char *path = blob_name_of(arena, "records", &entry->commit);

    if (entry->type != ENTRY_JUDGEMENT)
        return;
    if (!record_value(record, "kind").len || !str_cut(&about, ' ', &word) || !about.len)
        check_error(c->check, path, "was sealed malformed: a judgement without `kind` or `about`");
    else if (str_eq(word, S("entry")) && (!strict_u64(about, &undone) || undone >= index))
        check_error(c->check, path, "was sealed malformed: it takes back an entry that does not stand before it");
}

/* The objects that a record names must be there. */
static void want_objects(Contents *c, const char *path, const Record *record, bool erased)
{
    Sha256 id;

    for (size_t i = 0; i < record->count; i++) {
        const RecordField *f = &record->fields[i];
        if (!record_names_object(f->key))
            continue;
        if (!hex_decode(f->value, id.byte, SHA256_SIZE)) {
            check_error(c->check, path, "was sealed malformed: `" STR_FMT "` is no object's name",
                        STR_ARG(f->key));
            continue;
        }
        int64_t *flags = map_put(c->check->arena, &c->objects, name_key(c->check->arena, &id), 0);
        *flags |= erased ? OBJECT_ERASED : OBJECT_WANTED;
    }
}

static void check_records(Contents *c)
{
    Check *check = c->check;
    AUTO_ARENA arena = arena_create();
    Record record;

    for (size_t i = 0; i < check->entries.count; i++) {
        ArenaMark mark = arena_mark(arena);
        const Entry *entry = &check->entries.at[i];
        bool erased = is_erased(c, check->entry_index.at[i]);
        int64_t *flags = map_put(check->arena, &c->records, name_key(check->arena, &entry->commit), OBJECT_WANTED);
        if (read_record(c, arena, entry, erased, true, &record)) {
            check->counts.records++;
            *flags |= OBJECT_WHOLE;
            want_objects(c, blob_name_of(arena, "records", &entry->commit), &record, erased);
            check_judgement(c, arena, entry, check->entry_index.at[i], &record);
        } else if (!erased) {
            c->complete = false;
        }
        arena_rewind(arena, mark);
    }
}

static void check_segmentation(Contents *c, Arena *arena, const Entry *entry, uint64_t index)
{
    Check *check = c->check;
    Record record;
    Segmentation s;
    Error err = { 0 };
    Mapped text;

    char *name = blob_name_of(arena, "records", &entry->commit);
    const int64_t *was = map_get(&c->records, sha256_str(&entry->commit));
    if (!read_record(c, arena, entry, true, false, &record)) {
        if (was && *was & OBJECT_WHOLE)     /* else told of with the records */
            check_error(check, name, "could be read once, and then no more");
        return;
    }
    if (segmentation_of_record(arena, entry, &record, &s, &err) != OK) {
        check_error(check, name, "%s", err.text);
        return;
    }
    int64_t *flags = map_get(&c->objects, sha256_str(&s.text));
    if (flags == NULL || !(*flags & OBJECT_WHOLE))
        return;                             /* told of with the objects */
    check->counts.segmentations++;
    bool mapped = check_object_map(check, &s.text, &text, &err);
    if (!mapped || segmentation_check(arena, entry, &s, text.bytes, &err) != OK)
        check_error(check, name, "entry %llu: %s", (unsigned long long)index, err.text);
    if (mapped)
        os_unmap(&text);
}

static void check_segmentations(Contents *c)
{
    Check *check = c->check;
    AUTO_ARENA arena = arena_create();

    for (size_t i = 0; i < check->entries.count; i++) {
        ArenaMark mark = arena_mark(arena);
        if (check->entries.at[i].type == ENTRY_SEGMENTATION)
            check_segmentation(c, arena, &check->entries.at[i], check->entry_index.at[i]);
        arena_rewind(arena, mark);
    }
}

bool blob_name(Str path, Str kind, Sha256 *ret)
{
    Str part, two;

    return str_cut(&path, '/', &part) && str_eq(part, kind) && str_cut(&path, '/', &two) && two.len == 2 &&
           str_starts(path, two) && hex_decode(path, ret->byte, SHA256_SIZE);
}

int64_t *object_flags(const Check *check, const Sha256 *name)
{
    return map_get(&check->contents->objects, sha256_str(name));
}

bool contents_complete(const Check *check)
{
    return check->contents->complete;
}

/* check_walk hands on the Check alone, so the walk keeps its Contents in it. */
static void visit_record(Check *check, Arena *arena, const char *path)
{
    Contents *c = check->contents;
    Sha256 name;

    (void)arena;
    if (!blob_name(str_of(path), S("records"), &name))
        check_note(check, path, "not part of the case: its name is no record's");
    else if (!map_get(&c->records, sha256_str(&name)) && check->entries.count == check->size)
        check_note(check, path, "of no entry, left by an interrupted add");
}

static void check_missing_objects(Contents *c)
{
    AUTO_ARENA arena = arena_create();

    for (size_t i = 0; i < c->objects.count; i++) {
        const MapEntry *e = &c->objects.entries[i];
        Sha256 name;
        memcpy(name.byte, e->key.ptr, SHA256_SIZE);
        if (e->value & OBJECT_WANTED && !(e->value & OBJECT_SEEN))
            check_error(c->check, c->check->ask->bag ? check_bag_path(c->check, arena, &name)
                                                     : blob_name_of(arena, "objects", &name), "missing");
    }
}

void check_contents(Check *check)
{
    Contents c = { .check = check, .complete = check->entries.count == check->size };

    check->contents = &c;
    gather_erased(&c);
    check_records(&c);
    check_walk(check, "records", visit_record);
    if (check->ask->bag)
        check_objects_in_bag(check);
    else
        check_objects(check);
    check_missing_objects(&c);
    check_segmentations(&c);
    packs_destroy(check->packs);
    check->packs = NULL;
    check->contents = NULL;
}
