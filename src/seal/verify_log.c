/* verify_log.c -- entry bundles and tiles: which of them are what the checkpoint signs?
 *
 * Leaf hashes stand twice in a case, in the bundles and in the tiles. What gives
 * the signed root is the truth; every file is then held against it, so that of two
 * that differ the damaged one is named. */
#include "seal/verify_inside.h"

#include "base/auto.h"
#include "base/os.h"
#include "seal/tile.h"

#define ENTRIES_MAX ((uint64_t)1 << 40)
#define BUNDLE_MAX ((size_t)TILE_WIDTH * (2 + 65535))

static bool read_required(Check *check, Arena *arena, unsigned level, uint64_t n, Str *ret)
{
    unsigned width = tile_width(level, n, check->size);
    char *name = tile_name(arena, level, n, width);

    return os_read_file(arena, check_path(check, arena, name), BUNDLE_MAX, ret, NULL) == OK;
}

/* Leaf hashes out of the bundles (those that cannot be read are zeros) and out of the tiles. */
static void gather(Check *check, Sha256 *bundled, Sha256 *tiled)
{
    AUTO_ARENA arena = arena_create();
    Bundle *bundle = arena_new(arena, Bundle);

    for (uint64_t n = 0; n * TILE_WIDTH < check->size; n++) {
        ArenaMark mark = arena_mark(arena);
        unsigned width = tile_width(0, n, check->size);
        Str bytes;
        size_t used;

        if (read_required(check, arena, TILE_ENTRIES, n, &bytes) && bundle_parse(bytes, width, bundle, &used))
            for (unsigned i = 0; i < width; i++)
                bundled[n * TILE_WIDTH + i] = merkle_leaf(bundle->entry[i]);
        if (read_required(check, arena, 0, n, &bytes) && bytes.len == width * sizeof(Sha256))
            memcpy(tiled + n * TILE_WIDTH, bytes.ptr, bytes.len);
        arena_rewind(arena, mark);
    }
}

static bool gives_root(Check *check, const Sha256 *leaf)
{
    Sha256 root;
    AUTO_ARENA arena = arena_create();
    MerkleTree tree = merkle_tree(arena, leaf, check->size);

    merkle_root(merkle_tree_source(&tree), check->size, &root, NULL);
    return memcmp(root.byte, check->head.root.byte, SHA256_SIZE) == 0;
}

/* When neither gives the root as a whole: take, tile by tile, the one that the tile above confirms. */
static void mix(Check *check, Sha256 *bundled, const Sha256 *tiled)
{
    AUTO_ARENA arena = arena_create();

    for (uint64_t n = 0; (n + 1) * TILE_WIDTH <= check->size; n++) {
        ArenaMark mark = arena_mark(arena);
        const Sha256 *ours = bundled + n * TILE_WIDTH, *theirs = tiled + n * TILE_WIDTH;
        Str above;
        size_t at = n % TILE_WIDTH * sizeof(Sha256);

        if (read_required(check, arena, 1, n / TILE_WIDTH, &above) && above.len >= at + sizeof(Sha256)) {
            Sha256 one = tile_root(ours, TILE_WIDTH), other = tile_root(theirs, TILE_WIDTH);
            if (memcmp(above.ptr + at, one.byte, SHA256_SIZE) != 0 &&
                memcmp(above.ptr + at, other.byte, SHA256_SIZE) == 0)
                memcpy(bundled + n * TILE_WIDTH, theirs, TILE_WIDTH * sizeof(Sha256));
        }
        arena_rewind(arena, mark);
    }
    uint64_t last = check->size / TILE_WIDTH * TILE_WIDTH;
    AUTO_FREE Sha256 *tail = malloc((check->size - last + 1) * sizeof(Sha256));
    if (tail == NULL || last == check->size || gives_root(check, bundled))
        return;
    memcpy(tail, bundled + last, (check->size - last) * sizeof(Sha256));
    memcpy(bundled + last, tiled + last, (check->size - last) * sizeof(Sha256));
    if (!gives_root(check, bundled))
        memcpy(bundled + last, tail, (check->size - last) * sizeof(Sha256));
}

/* A bundle's entries against the leaves, and their form. Whole entries of the required file are kept. */
static void check_bundle(Check *check, const char *path, uint64_t n, unsigned width, Str bytes, bool keep)
{
    AUTO_FREE Bundle *bundle = malloc(sizeof *bundle);
    Error err = { 0 };
    size_t used;
    Entry entry;

    check->counts.bundles++;
    if (bundle == NULL || !bundle_parse(bytes, width, bundle, &used) || used != bytes.len) {
        check_error(check, path, "damaged: it does not hold %u whole entries", width);
        return;
    }
    for (unsigned i = 0; i < width; i++) {
        uint64_t index = n * TILE_WIDTH + i;
        Sha256 hash = merkle_leaf(bundle->entry[i]);
        if (memcmp(hash.byte, check->leaf[index].byte, SHA256_SIZE) != 0) {
            check_error(check, path, "entry %llu is not what was sealed", (unsigned long long)index);
        } else if (entry_parse(bundle->entry[i], &entry, &err) != OK) {
            check_error(check, path, "entry %llu was sealed malformed: %s", (unsigned long long)index,
                        err.text);
        } else if (keep) {
            vec_push(check->arena, &check->entries, entry);
            vec_push(check->arena, &check->entry_index, index);
            check->counts.entries++;
        }
    }
}

static void check_tile(Check *check, const char *path, unsigned level, uint64_t n, unsigned width, Str bytes)
{
    const Sha256 *row = check->tree.level[8 * level] + n * TILE_WIDTH;

    check->counts.tiles++;
    if (bytes.len != width * sizeof(Sha256)) {
        check_error(check, path, "damaged: it does not hold %u hashes", width);
        return;
    }
    for (unsigned i = 0; i < width; i++)
        if (memcmp(bytes.ptr + i * sizeof(Sha256), row[i].byte, SHA256_SIZE) != 0) {
            check_error(check, path, "hash %u is not that of the entries", i);
            return;
        }
}

/* Any file under entries/ or tile/. */
static void check_row_file(Check *check, Arena *arena, const char *path)
{
    unsigned level, width;
    uint64_t n;
    Str bytes;
    Error err = { 0 };

    if (!tile_parse(str_of(path), &level, &n, &width)) {
        check_note(check, path, "not part of the log");
        return;
    }
    unsigned whole = n > check->size ? 0 : tile_width(level, n, check->size);
    if (width > whole) {
        check_note(check, path, "beyond the checkpoint, left by an interrupted add; the next one removes it");
        return;
    }
    if (os_read_file(arena, check_path(check, arena, path), BUNDLE_MAX, &bytes, &err) != OK) {
        check_error(check, path, "cannot be read: %s", err.text);
        return;
    }
    check->counts.bytes += (int64_t)bytes.len;
    if (level == TILE_ENTRIES)
        check_bundle(check, path, n, width, bytes, width == whole);
    else
        check_tile(check, path, level, n, width, bytes);
}

static void check_present(Check *check, unsigned level)
{
    AUTO_ARENA arena = arena_create();
    uint64_t row = tile_row(level, check->size);

    for (uint64_t n = 0; n * TILE_WIDTH < row; n++) {
        ArenaMark mark = arena_mark(arena);
        char *name = tile_name(arena, level, n, tile_width(level, n, check->size));
        if (!os_exists(check_path(check, arena, name)))
            check_error(check, name, "missing");
        arena_rewind(arena, mark);
    }
}

void check_log(Check *check)
{
    size_t size = check->size = check->head.size < ENTRIES_MAX ? check->head.size : 0;
    AUTO_FREE Sha256 *bundled = calloc(size + 1, sizeof *bundled);
    AUTO_FREE Sha256 *tiled = calloc(size + 1, sizeof *tiled);

    if (bundled == NULL || tiled == NULL || size != check->head.size) {
        check_error(check, "checkpoint", "%llu entries are more than this program can hold",
                    (unsigned long long)check->head.size);
        check->size = 0;
        return;
    }
    gather(check, bundled, tiled);
    if (!gives_root(check, bundled)) {
        if (gives_root(check, tiled))
            memcpy(bundled, tiled, size * sizeof *bundled);
        else
            mix(check, bundled, tiled);
    }
    check->leaf = arena_array(check->arena, Sha256, size + 1);
    memcpy(check->leaf, bundled, size * sizeof *bundled);
    check->tree = merkle_tree(check->arena, check->leaf, size);

    check_walk(check, "entries", check_row_file);
    check_walk(check, "tile", check_row_file);
    check_present(check, TILE_ENTRIES);
    for (unsigned level = 0; level < TILE_LEVELS; level++)
        check_present(check, level);
}
