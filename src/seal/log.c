/* log.c -- see log.h.
 *
 * The file `checkpoint` is the one point of commitment. Everything it speaks of is
 * durable before it is renamed into place; everything beyond it is of no account
 * and cleared away by the next writer. */
#include "seal/log.h"

#include "base/auto.h"
#include "base/os.h"
#include "seal/checkpoint.h"
#include "seal/inside.h"
#include "seal/strict.h"

#include <dirent.h>
#include <stdio.h>

/* All the rows of files a log has: entries and the tiles of each level. */
#define ROWS (TILE_LEVELS + 1)
static unsigned row_level(unsigned row)
{
    return row == TILE_LEVELS ? TILE_ENTRIES : row;
}

uint64_t log_size(const Case *c)        { return c->size; }
uint64_t log_pending(const Case *c)     { return c->pending.count; }
Sha256   log_root(const Case *c)        { return c->root; }
Str      log_checkpoint(const Case *c)  { return c->note; }

Status log_load(Case *c, Error *err)
{
    Arena *arena = arena_create();
    Checkpoint checkpoint;
    Str note;
    Error inner = { 0 };
    Status status = os_read_file(arena, case_path(arena, c, "checkpoint"), CHECKPOINT_MAX, &note, &inner);

    if (status == OK)
        status = checkpoint_verify(note, &c->key, &checkpoint, &inner);
    if (status == OK) {
        Edge *edge = arena_new(arena, Edge);
        status = edge_load(c->dir, checkpoint.size, edge, &inner);
        Sha256 root = edge_root(edge);
        if (status == OK && memcmp(root.byte, checkpoint.root.byte, SHA256_SIZE) != 0)
            status = fail(&inner, ERR_CHECK, "the tiles do not give the root that the checkpoint signs; "
                          "dokaz verify names all that is wrong");
    }
    if (status != OK) {
        arena_destroy(arena);
        return fail(err, status == ERR_NOT_FOUND ? ERR_CHECK : status, "%s/checkpoint: %s", c->dir,
                    inner.text);
    }
    arena_destroy(c->note_arena);
    c->note_arena = arena;
    c->note = note;
    c->size = checkpoint.size;
    c->root = checkpoint.root;
    for (unsigned level = 0; level < TILE_LEVELS; level++)
        c->tiles[level].is = false;
    c->bundle.is = false;
    return OK;
}

/* Remove ".new-*" that a killed writer left directly in a folder. */
static void remove_unnamed(Arena *arena, const char *folder)
{
    DIR *d = opendir(folder);

    if (d == NULL)
        return;
    for (struct dirent *e; (e = readdir(d)); )
        if (str_starts(str_of(e->d_name), S(".new-")))
            unlink(os_join(arena, str_of(folder), str_of(e->d_name)));
    closedir(d);
}

/* Remove the partial files of one tile that are wider than `keep_to` or narrower than `keep_from`. */
static void remove_partials(Arena *arena, const Case *c, unsigned level, uint64_t n, unsigned keep_from,
                            unsigned keep_to)
{
    char *folder = case_path(arena, c, tile_name(arena, level, n, 1));
    uint64_t width;

    folder[strlen(folder) - 2] = '\0';      /* without "/1" */
    DIR *d = opendir(folder);
    if (d == NULL)
        return;
    for (struct dirent *e; (e = readdir(d)); )
        if (str_starts(str_of(e->d_name), S(".new-")) ||
            (strict_u64(str_of(e->d_name), &width) && (width < keep_from || width > keep_to)))
            unlink(os_join(arena, str_of(folder), str_of(e->d_name)));
    closedir(d);
    rmdir(folder);      /* fails, as it should, unless it is empty now */
}

static void remove_beyond(Arena *arena, const Case *c, unsigned level)
{
    uint64_t n = tile_row(level, c->size) / TILE_WIDTH;
    unsigned width = tile_width(level, n, c->size);
    unsigned from = level == TILE_ENTRIES ? width : 0;

    for (bool found = true; found; n++, width = 0, from = 0) {
        char *full = case_path(arena, c, tile_name(arena, level, n, TILE_WIDTH));
        found = unlink(full) == 0 || os_exists(arena_printf(arena, "%s.p", full).ptr);
        remove_partials(arena, c, level, n, from, width);
    }
}

/* Does a record of this entry name an object, or can that not be told? */
static bool names_object(Arena *arena, Case *c, uint64_t index)
{
    Entry entry;
    Record record;
    Sha256 id;
    PackPlace place;

    if (log_entry(arena, c, index, &entry, NULL) != OK)
        return true;
    Status status = record_get(arena, c, &entry.commit, &record, NULL);
    if (status != OK)
        return status != ERR_NOT_FOUND;         /* erased, and its object with it */
    for (size_t i = 0; i < record.count; i++)
        if (record_names_object(record.fields[i].key) &&
            hex_decode(record.fields[i].value, id.byte, SHA256_SIZE) && packs_find(c->packs, &id, &place))
            return true;
    return false;
}

/* Without packs/sealed, what lies in packs may be an interrupted first add or all there is: the log tells. */
static bool sealed_none(Case *c)
{
    AUTO_ARENA arena = arena_create();
    uint32_t pack;
    uint64_t length;
    bool damaged;

    if (!os_is_dir(case_path(arena, c, "packs")) || packs_sealed_read(c->dir, &pack, &length, &damaged))
        return true;
    for (uint64_t i = 0; i < c->size; i++) {
        ArenaMark mark = arena_mark(arena);
        if (names_object(arena, c, i))
            return false;
        arena_rewind(arena, mark);
    }
    return true;
}

Status log_recover(Case *c, Error *err)
{
    static const char *const folders[] = { "objects", "records", "entries", "checkpoints", "keys",
                                           "tile/0", "witness", "stamps", "stamps/chain", "parity", "." };
    AUTO_ARENA arena = arena_create();

    for (size_t i = 0; i < sizeof folders / sizeof *folders; i++)
        remove_unnamed(arena, case_path(arena, c, folders[i]));
    for (unsigned row = 0; row < ROWS; row++)
        remove_beyond(arena, c, row_level(row));
    char *copy = case_path(arena, c, (char *)arena_printf(arena, "checkpoints/%llu",
                                                          (unsigned long long)c->size).ptr);
    Status status = packs_recover(c->packs, sealed_none(c), err);
    if (status != OK || os_exists(copy))
        return status;
    return os_write_file(copy, c->note, 0600, DURABLE, err);
}

Status log_append(Case *c, Str entry, uint64_t *index, Error *err)
{
    if (c->mode != CASE_WRITE)
        return fail(err, ERR_USAGE, "the case %s is open for reading only", c->dir);
    if (entry.len > LOG_ENTRY_MAX)
        return fail(err, ERR_USAGE, "an entry of %zu bytes is over the limit of %d", entry.len,
                    LOG_ENTRY_MAX);
    *index = c->size + c->pending.count;
    vec_push(c->pending_arena, &c->pending, arena_str(c->pending_arena, entry));
    return OK;
}

Status log_seal(Case *c, EntryType type, int64_t time, Str record_text, uint64_t *index, Error *err)
{
    AUTO_STRBUF text = { 0 };
    Entry entry = { .type = type, .time = time, .actor = c->actor };
    Status status = record_put(c, record_text, &entry.commit, err);

    if (status != OK)
        return status;
    entry_write(&text, &entry);
    return log_append(c, strbuf_str(&text), index, err);
}

void log_drop(Case *c)
{
    arena_reset(c->pending_arena);
    memset(&c->pending, 0, sizeof c->pending);
}

/* Files about to be written, gathered so that each kind is flushed as one batch. */
typedef struct NewTile {
    unsigned level;
    uint64_t n;
    unsigned width;
    Str      bytes;
} NewTile;

typedef VEC(NewTile) NewTiles;

/* Put a hash at the right edge of a row; a row that fills a tile grows the row above. */
static void edge_push(Arena *arena, Edge *edge, uint64_t rows[TILE_LEVELS], unsigned level, Sha256 hash,
                      NewTiles *full)
{
    for (; level < TILE_LEVELS; level++) {
        edge->hash[level][edge->count[level]++] = hash;
        rows[level]++;
        if (edge->count[level] < TILE_WIDTH)
            return;
        Str bytes = { (const char *)edge->hash[level], sizeof edge->hash[level] };
        vec_push(arena, full, (NewTile){ level, rows[level] / TILE_WIDTH - 1, TILE_WIDTH,
                                         arena_str(arena, bytes) });
        hash = tile_root(edge->hash[level], TILE_WIDTH);
        edge->count[level] = 0;
    }
}

/* All tiles that the pending entries fill or widen, and the new root. */
static Status plan_tiles(Arena *arena, Case *c, NewTiles *ret, Sha256 *root, Error *err)
{
    Edge *edge = arena_new(arena, Edge);
    uint64_t rows[TILE_LEVELS];
    Status status = edge_load(c->dir, c->size, edge, err);

    if (status != OK)
        return status;
    for (unsigned level = 0; level < TILE_LEVELS; level++)
        rows[level] = tile_row(level, c->size);
    for (size_t i = 0; i < c->pending.count; i++)
        edge_push(arena, edge, rows, 0, merkle_leaf(c->pending.at[i]), ret);
    for (unsigned level = 0; level < TILE_LEVELS; level++)
        if (edge->count[level] && rows[level] != tile_row(level, c->size)) {
            Str bytes = { (const char *)edge->hash[level], edge->count[level] * sizeof(Sha256) };
            vec_push(arena, ret, (NewTile){ level, rows[level] / TILE_WIDTH, edge->count[level], bytes });
        }
    *root = edge_root(edge);
    return OK;
}

/* The bundles with the pending entries; the first goes on where the last one on disk ends. */
static Status plan_bundles(Arena *arena, Case *c, NewTiles *ret, Error *err)
{
    AUTO_STRBUF bytes = { 0 };
    uint64_t n = c->size / TILE_WIDTH;
    unsigned width = (unsigned)(c->size % TILE_WIDTH);

    if (width) {
        Bundle old;
        Str there;
        size_t used;
        Status status = tile_read(arena, c->dir, TILE_ENTRIES, n, c->size, &there, err);
        if (status != OK)
            return status;
        if (!bundle_parse(there, width, &old, &used))
            return fail(err, ERR_CHECK, "%s is damaged; dokaz verify names all that is wrong",
                        tile_name(arena, TILE_ENTRIES, n, width));
        strbuf_add(&bytes, str_slice(there, 0, used));
    }
    for (size_t i = 0; i < c->pending.count; i++) {
        bundle_add(&bytes, c->pending.at[i]);
        width++;
        if (width < TILE_WIDTH && i + 1 < c->pending.count)
            continue;
        vec_push(arena, ret, (NewTile){ TILE_ENTRIES, n, width, arena_str(arena, strbuf_str(&bytes)) });
        strbuf_clear(&bytes);
        n++;
        width = 0;
    }
    return OK;
}

static Status write_tiles(Arena *arena, const Case *c, const NewTiles *tiles, Error *err)
{
    Status status = OK;

    for (size_t i = 0; status == OK && i < tiles->count; i++) {
        const NewTile *t = &tiles->at[i];
        char *path = case_path(arena, c, tile_name(arena, t->level, t->n, t->width));
        Str folder = { path, strlen(path) - os_basename(str_of(path)).len - 1 };
        status = os_make_dirs(arena_cstr(arena, folder), 0700, err);
        if (status == OK)
            status = os_write_file(path, t->bytes, 0600, NOT_DURABLE, err);
    }
    return status == OK ? os_sync_filesystem(c->dir, err) : status;
}

/* What the new checkpoint made superfluous: the narrower bundle (never served to anyone), and the
 * partial tiles of a tile that is full now. Partial tiles of a tile that is not full stay, because
 * older checkpoints need them (C2SP tlog-tiles). */
static void remove_superseded(Arena *arena, const Case *c, uint64_t old_size)
{
    for (unsigned row = 0; row < ROWS; row++) {
        unsigned level = row_level(row);
        uint64_t n = tile_row(level, old_size) / TILE_WIDTH;
        unsigned was = tile_width(level, n, old_size), is = tile_width(level, n, c->size);
        if (was && was != is && (level == TILE_ENTRIES || is == TILE_WIDTH))
            remove_partials(arena, c, level, n, is, TILE_WIDTH);
    }
}

/* The renaming of `checkpoint` is the commitment. Its copy under checkpoints/ may fail: the next
 * writer makes it good. */
static Status write_checkpoint(Arena *arena, const Case *c, Str note, uint64_t size, Error *err)
{
    char *copy = case_path(arena, c, (char *)arena_printf(arena, "checkpoints/%llu",
                                                          (unsigned long long)size).ptr);
    Status status = os_write_file(case_path(arena, c, "checkpoint"), note, 0600, DURABLE, err);

    if (status == OK)
        os_write_file(copy, note, 0600, DURABLE, NULL);
    return status;
}

/* Write what is planned, each kind durable before the next is named. */
static Status write_batch(Arena *arena, Case *c, const NewTiles *bundles, const NewTiles *tiles, Error *err)
{
    Str sealed;
    Status status = os_sync_filesystem(c->dir, err);        /* objects and records */
    bool longer = packs_sealed(c->packs, arena, &sealed);

    if (status == OK && longer)
        status = os_write_file(case_path(arena, c, "packs/sealed"), sealed, 0600, DURABLE, err);
    if (status == OK)
        status = write_tiles(arena, c, bundles, err);
    if (status == OK && longer)
        packs_told(c->packs);
    if (status == OK)
        status = write_tiles(arena, c, tiles, err);
    return status;
}

Status log_keep_objects(Case *c, Error *err)
{
    AUTO_ARENA arena = arena_create();
    Str sealed;
    Status status = os_sync_filesystem(c->dir, err);

    if (status != OK || !packs_sealed(c->packs, arena, &sealed))
        return status;
    status = os_write_file(case_path(arena, c, "packs/sealed"), sealed, 0600, DURABLE, err);
    if (status == OK)
        packs_told(c->packs);
    return status;
}

Status log_commit(Case *c, Error *err)
{
    AUTO_ARENA arena = arena_create();
    NewTiles tiles = { 0 }, bundles = { 0 };
    uint64_t old_size = c->size, size = c->size + c->pending.count;
    Sha256 root;
    Str note;

    if (c->pending.count == 0)
        return OK;
    Status status = plan_tiles(arena, c, &tiles, &root, err);
    if (status == OK)
        status = plan_bundles(arena, c, &bundles, err);
    if (status == OK)
        status = checkpoint_sign(arena, c->log_key, &c->key, size, &root, &note, err);
    if (status == OK)
        status = write_batch(arena, c, &bundles, &tiles, err);
    if (status != OK)
        return status;

    status = write_checkpoint(arena, c, note, size, err);
    Status loaded = log_load(c, status == OK ? err : NULL);
    if (status == OK || (loaded == OK && c->size == size))
        log_drop(c);        /* even when the flush failed: the checkpoint stands on disk */
    if (status == OK && loaded == OK)
        remove_superseded(arena, c, old_size);
    return status == OK ? loaded : status;
}

/* The hash of a complete subtree, out of the tile that holds it. */
static Status tile_node(void *context, unsigned level, uint64_t index, Sha256 *ret, Error *err)
{
    Case *c = context;
    unsigned row = level / 8, inside = level % 8;
    uint64_t first = index << inside, n = first / TILE_WIDTH;

    if (row >= TILE_LEVELS || ((first + (1ull << inside)) > tile_row(row, c->size)))
        return fail(err, ERR_USAGE, "no complete subtree %llu at level %u", (unsigned long long)index, level);
    TileCache *tile = &c->tiles[row];
    if (!tile->is || tile->n != n) {
        tile->is = false;
        Status status = tile_load(c->dir, row, n, c->size, tile, err);
        if (status != OK)
            return status;
    }
    *ret = tile_root(tile->hash + first % TILE_WIDTH, 1u << inside);
    return OK;
}

MerkleSource log_source(Case *c)
{
    return (MerkleSource){ tile_node, c };
}

static Status load_bundle(Case *c, uint64_t n, Error *err)
{
    Str bytes;
    size_t used;

    if (c->bundle.is && c->bundle.n == n)
        return OK;
    c->bundle.is = false;
    arena_reset(c->bundle_arena);
    Status status = tile_read(c->bundle_arena, c->dir, TILE_ENTRIES, n, c->size, &bytes, err);
    if (status != OK)
        return status;
    unsigned width = tile_width(TILE_ENTRIES, n, c->size);
    if (!bundle_parse(bytes, width, &c->bundle, &used))
        return fail(err, ERR_CHECK, "%s is damaged; dokaz verify names all that is wrong",
                    tile_name(c->bundle_arena, TILE_ENTRIES, n, width));
    c->bundle.n = n;
    c->bundle.is = true;
    return OK;
}

Status log_read(Arena *arena, Case *c, uint64_t index, Str *ret, Error *err)
{
    Sha256 sealed;

    if (index >= c->size)
        return fail(err, ERR_NOT_FOUND, "the log has no entry %llu; it has %llu", (unsigned long long)index,
                    (unsigned long long)c->size);
    Status status = load_bundle(c, index / TILE_WIDTH, err);
    if (status == OK)
        status = tile_node(c, 0, index, &sealed, err);
    if (status != OK)
        return status;
    Str entry = c->bundle.entry[index % TILE_WIDTH];
    Sha256 is = merkle_leaf(entry);
    if (memcmp(is.byte, sealed.byte, SHA256_SIZE) != 0)
        return fail(err, ERR_CHECK, "entry %llu is not the one that was sealed; dokaz verify names all that "
                    "is wrong", (unsigned long long)index);
    *ret = arena_str(arena, entry);
    return OK;
}

Status log_entry(Arena *arena, Case *c, uint64_t index, Entry *ret, Error *err)
{
    Str text;
    Error inner = { 0 };
    Status status = log_read(arena, c, index, &text, err);

    if (status != OK)
        return status;
    status = entry_parse(text, ret, &inner);
    return status == OK ? OK : fail(err, status, "entry %llu: %s", (unsigned long long)index, inner.text);
}
