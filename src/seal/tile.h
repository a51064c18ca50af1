/* tile.h -- the files of C2SP tlog-tiles: their names and contents.
 *
 *     tile/<level>/<n>        256 hashes: of entries at level 0, of whole tiles below at the others
 *     entries/<n>             256 entries, each a big-endian u16 length and its bytes
 *
 * <n> is written 000 .. 999, x001/067, x001/x234/067. The last of a row may hold
 * less: then it is <n>.p/<width>, width 1 .. 255.
 */
#ifndef SEAL_TILE_H
#define SEAL_TILE_H

#include "base/hash.h"
#include "base/strbuf.h"

#define TILE_WIDTH  256
#define TILE_LEVELS 8       /* 256^8 leaves are more than any log has */

/* "tile/<level>" or, level TILE_ENTRIES, "entries". */
#define TILE_ENTRIES UINT32_MAX

/* "tile/0/x001/067" or, width below TILE_WIDTH, "tile/0/x001/067.p/5". */
char *tile_name(Arena *arena, unsigned level, uint64_t n, unsigned width);

/* The other way; false when `name` is no well-formed name of a tile or bundle. */
bool tile_parse(Str name, unsigned *level, uint64_t *n, unsigned *width);

/* Hashes in row `level` of a log of `size` entries. */
static inline uint64_t tile_row(unsigned level, uint64_t size)
{
    return level == TILE_ENTRIES ? size : level >= TILE_LEVELS ? 0 : size >> (8 * level);
}

/* How many of tile n there are in a log of `size` entries: 0 .. TILE_WIDTH. */
static inline unsigned tile_width(unsigned level, uint64_t n, uint64_t size)
{
    uint64_t row = tile_row(level, size), before = n * TILE_WIDTH;

    return row <= before ? 0 : row - before >= TILE_WIDTH ? TILE_WIDTH : (unsigned)(row - before);
}

/* The bytes of tile or bundle n for a log of `size` entries: the file of that width, or any wider
 * one when it was replaced meanwhile. Only the beginning counts then. */
Status tile_read(Arena *arena, const char *dir, unsigned level, uint64_t n, uint64_t size, Str *ret,
                 Error *err);

/* A tile's hashes. */
typedef struct TileCache {
    bool     is;
    uint64_t n;
    unsigned count;
    Sha256   hash[TILE_WIDTH];
} TileCache;

Status tile_load(const char *dir, unsigned level, uint64_t n, uint64_t size, TileCache *ret, Error *err);

/* Hash of a row of nodes as a tree, the odd one promoted: the root over count <= TILE_WIDTH hashes. */
Sha256 tile_root(const Sha256 *hash, unsigned count);

/* The right edge of the tree: the last, not full tile of each row. */
typedef struct Edge {
    Sha256   hash[TILE_LEVELS][TILE_WIDTH];
    unsigned count[TILE_LEVELS];            /* below TILE_WIDTH */
} Edge;

Status edge_load(const char *dir, uint64_t size, Edge *ret, Error *err);
Sha256 edge_root(const Edge *edge);

/* A bundle taken apart. */
typedef struct Bundle {
    bool     is;
    uint64_t n;
    unsigned count;
    Str      entry[TILE_WIDTH];
} Bundle;

/* The first `width` entries of `bytes`; false when they are not whole. *used gets their bytes. */
bool bundle_parse(Str bytes, unsigned width, Bundle *ret, size_t *used);
void bundle_add(StrBuf *out, Str entry);

#endif
