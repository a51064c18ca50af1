/* verify_stamps.c -- the folder stamps/: is each file the one that was sealed, and is it about what its
 * name says?
 *
 * Digests come from the records of the stamp entries; imprints are compared with the checkpoint as the
 * log itself gives it. Whether an authority is to be trusted is no question of this: `dokaz stamp verify`. */
#include "seal/verify_inside.h"

#include "base/auto.h"
#include "base/os.h"
#include "seal/inside.h"
#include "seal/stamps.h"

#define FILE_MAX (CERTS_FILE_MAX * 2)

typedef struct StampCheck {
    Check *check;
    Map    sealed;          /* name below stamps/ to its row in seals */
    VEC(StampSeal) seals;
    VEC(bool) seen;
} StampCheck;

/* A record that is gone or damaged is told of with the records. */
static bool read_stamp_record(Check *check, Arena *arena, const Entry *entry, Record *ret)
{
    Str bytes;

    if (os_read_file(arena, blob_path(arena, check->dir, "records", &entry->commit), RECORD_MAX, &bytes, NULL) != OK)
        return false;
    Sha256 is = sha256(bytes);
    return memcmp(is.byte, entry->commit.byte, SHA256_SIZE) == 0 && bytes.len >= RECORD_SALT &&
           record_parse(arena, str_slice(bytes, RECORD_SALT, bytes.len), ret, NULL) == OK;
}

static const char *path_of(Arena *arena, Str name)
{
    return arena_printf(arena, STAMPS_FOLDER "/" STR_FMT, STR_ARG(name)).ptr;
}

static void add_seal(StampCheck *s, const StampSeal *seal, uint64_t index)
{
    Arena *arena = s->check->arena;
    StampSeal copy = { arena_str(arena, seal->file), seal->digest };
    int64_t *row = map_put(arena, &s->sealed, copy.file, (int64_t)s->seals.count);

    if ((size_t)*row == s->seals.count) {
        vec_push(arena, &s->seals, copy);
        vec_push(arena, &s->seen, false);
    } else if (memcmp(s->seals.at[*row].digest.byte, seal->digest.byte, SHA256_SIZE) != 0) {
        check_error(s->check, path_of(arena, copy.file), "entry %llu seals other bytes under this name than an earlier one",
                    (unsigned long long)index);
    }
}

static void gather_seals(StampCheck *s)
{
    Check *check = s->check;
    AUTO_ARENA arena = arena_create();

    for (size_t i = 0; i < check->entries.count; i++) {
        Record record;
        size_t count;
        arena_reset(arena);
        if (check->entries.at[i].type != ENTRY_STAMP ||
            !read_stamp_record(check, arena, &check->entries.at[i], &record))
            continue;
        const StampSeal *seals = stamp_seals(arena, &record, &count);
        for (size_t k = 0; k < count; k++) {
            StampName is;
            if (stamp_name_parse(seals[k].file, &is))
                add_seal(s, &seals[k], check->entry_index.at[i]);
        }
    }
}

static void check_certificate(Check *check, Arena *arena, const char *path, const StampName *is, Str bytes)
{
    Sha256 hash = sha256(bytes);
    CertPiece *pieces;
    size_t count;
    Error err = { 0 };

    if (memcmp(hash.byte, is->hash.byte, SHA256_SIZE) != 0)
        check_error(check, path, "damaged: its bytes do not belong to its name");
    else if (certs_split(arena, bytes, &pieces, &count, &err) != OK)
        check_error(check, path, "damaged: %s", err.text);
}

/* The answer must fit the request of the same checkpoint, when that is there and as it was sealed. */
static Str nonce_beside(const StampCheck *s, Arena *arena, const StampName *is)
{
    Str name = arena_printf(arena, "%llu.tsq", (unsigned long long)is->size), bytes;
    const int64_t *row = map_get(&s->sealed, name);
    Request request;

    if (is->kind != STAMP_TOKEN || !row ||
        os_read_file(arena, check_path(s->check, arena, path_of(arena, name)), FILE_MAX, &bytes, NULL) != OK)
        return STR_NONE;
    Sha256 digest = sha256(bytes);
    bool whole = memcmp(digest.byte, s->seals.at[*row].digest.byte, SHA256_SIZE) == 0;
    return whole && request_parse(arena, bytes, &request, NULL) == OK ? request.nonce : STR_NONE;
}

static void check_imprint(const StampCheck *s, Arena *arena, const char *path, const StampName *is, Str bytes)
{
    Check *check = s->check;
    Sha256 root;
    Error err = { 0 };

    if (is->size > check->tree.size) {
        check_error(check, path, "is over %llu entries, and the log ends at %llu", (unsigned long long)is->size,
                    (unsigned long long)check->tree.size);
        return;
    }
    merkle_root(merkle_tree_source(&check->tree), is->size, &root, NULL);
    Str text = checkpoint_text(arena, &check->key, is->size, &root);
    if (stamp_about(is->kind, bytes, text, nonce_beside(s, arena, is), &err) != OK)
        check_error(check, path, "%s", err.text);
}

static void check_file(StampCheck *s, Arena *arena, const char *path)
{
    Check *check = s->check;
    Str name = str_slice(str_of(path), sizeof STAMPS_FOLDER, SIZE_MAX), bytes;
    StampName is;
    Error err = { 0 };
    const int64_t *row = map_get(&s->sealed, name);

    if (row)
        s->seen.at[*row] = true;
    if (!stamp_name_parse(name, &is)) {
        check_note(check, path, "not part of the case: its name is no stamp's");
        return;
    }
    if (os_read_file(arena, check_path(check, arena, path), FILE_MAX, &bytes, &err) != OK) {
        check_error(check, path, "cannot be read: %s", err.text);
        return;
    }
    check->counts.stamps++;
    check->counts.bytes += (int64_t)bytes.len;
    Sha256 digest = sha256(bytes);
    if (row && memcmp(digest.byte, s->seals.at[*row].digest.byte, SHA256_SIZE) != 0) {
        check_error(check, path, "damaged: its bytes are not those that were sealed");
        return;
    }
    if (!row && check->entries.count == check->size)
        check_note(check, path, "in no record, left by an interrupted import; importing it again seals it");
    if (is.kind == STAMP_CERTIFICATE || is.kind == STAMP_LIST)
        check_certificate(check, arena, path, &is, bytes);
    else
        check_imprint(s, arena, path, &is, bytes);
}

/* check_walk hands on the Check alone. */
static void visit_stamp(Check *check, Arena *arena, const char *path)
{
    check_file(check->stamps, arena, path);
}

void check_stamps(Check *check)
{
    StampCheck s = { .check = check };

    check->stamps = &s;
    gather_seals(&s);
    check_walk(check, STAMPS_FOLDER, visit_stamp);
    for (size_t i = 0; i < s.seals.count; i++)
        if (!s.seen.at[i])
            check_error(check, path_of(check->arena, s.seals.at[i].file), "missing");
    check->stamps = NULL;
}
