/* tile.c -- see tile.h. */
#include "seal/tile.h"

#include "base/auto.h"
#include "base/os.h"
#include "seal/merkle.h"
#include "seal/strict.h"

#include <dirent.h>
#include <stdio.h>

#define BUNDLE_MAX ((size_t)TILE_WIDTH * (2 + 65535))

static Str row_name(Arena *arena, unsigned level)
{
    return level == TILE_ENTRIES ? S("entries") : arena_printf(arena, "tile/%u", level);
}

char *tile_name(Arena *arena, unsigned level, uint64_t n, unsigned width)
{
    char part[8 * 5 + 1], partial[8] = "";
    size_t at = sizeof part - 1;

    part[at] = '\0';
    for (bool last = true; last || n; last = false, n /= 1000) {
        char three[8];
        int len = snprintf(three, sizeof three, last ? "/%03u" : "/x%03u", (unsigned)(n % 1000));
        at -= (size_t)len;
        memcpy(part + at, three, (size_t)len);
    }
    if (width < TILE_WIDTH)
        snprintf(partial, sizeof partial, ".p/%u", width);
    return (char *)arena_printf(arena, STR_FMT "%s%s", STR_ARG(row_name(arena, level)), part + at,
                                partial).ptr;
}

/* Three digits, after an x unless it is the last part of the number. */
static bool take_three(Str part, bool last, uint64_t *n)
{
    Str digits = last ? part : str_slice(part, 1, part.len);

    if ((!last && !str_starts(part, S("x"))) || digits.len != 3 || *n > UINT64_MAX / 1000 - 1)
        return false;
    for (size_t i = 0; i < 3; i++)
        if (digits.ptr[i] < '0' || digits.ptr[i] > '9')
            return false;
    for (size_t i = 0; i < 3; i++)
        *n = *n * 10 + (uint64_t)(digits.ptr[i] - '0');
    return true;
}

bool tile_parse(Str name, unsigned *level, uint64_t *n, unsigned *width)
{
    Str rest = name, part;
    uint64_t l = 0, w = TILE_WIDTH, number = 0;
    AUTO_ARENA arena = arena_create();

    if (!str_cut(&rest, '/', &part))
        return false;
    bool entries = str_eq(part, S("entries"));
    if (!entries && (!str_eq(part, S("tile")) || !str_cut(&rest, '/', &part) || !strict_u64(part, &l) ||
                     l >= TILE_LEVELS))
        return false;
    while (str_cut(&rest, '/', &part) && str_starts(part, S("x")))
        if (!take_three(part, false, &number))
            return false;
    if (str_ends(part, S(".p"))) {
        if (!strict_u64(rest, &w) || w == 0 || w >= TILE_WIDTH)
            return false;
        part.len -= 2;
    } else if (rest.len) {
        return false;
    }
    if (!take_three(part, true, &number))
        return false;
    *level = entries ? TILE_ENTRIES : (unsigned)l;
    *n = number;
    *width = (unsigned)w;
    return str_eq(name, str_of(tile_name(arena, *level, *n, *width)));    /* no needless x000 */
}

/* The narrowest partial file of tile n that is at least `width` wide; 0 when there is none. */
static unsigned wider(Arena *arena, const char *dir, unsigned level, uint64_t n, unsigned width)
{
    char *name = tile_name(arena, level, n, 1);
    unsigned best = 0;
    uint64_t w;

    name[strlen(name) - 2] = '\0';      /* without "/1" */
    DIR *d = opendir(os_join(arena, str_of(dir), str_of(name)));
    if (d == NULL)
        return 0;
    for (struct dirent *e; (e = readdir(d)); )
        if (strict_u64(str_of(e->d_name), &w) && w >= width && w < TILE_WIDTH && (best == 0 || w < best))
            best = (unsigned)w;
    closedir(d);
    return best;
}

Status tile_read(Arena *arena, const char *dir, unsigned level, uint64_t n, uint64_t size, Str *ret,
                 Error *err)
{
    unsigned width = tile_width(level, n, size);
    char *name = tile_name(arena, level, n, width);
    Status status = os_read_file(arena, os_join(arena, str_of(dir), str_of(name)), BUNDLE_MAX, ret, err);

    if (status != ERR_NOT_FOUND || width == TILE_WIDTH)
        return status;
    char *full = tile_name(arena, level, n, TILE_WIDTH);
    status = os_read_file(arena, os_join(arena, str_of(dir), str_of(full)), BUNDLE_MAX, ret, err);
    unsigned other = status == ERR_NOT_FOUND ? wider(arena, dir, level, n, width) : 0;
    if (other) {
        name = tile_name(arena, level, n, other);
        status = os_read_file(arena, os_join(arena, str_of(dir), str_of(name)), BUNDLE_MAX, ret, err);
    }
    return status == ERR_NOT_FOUND
        ? fail(err, ERR_CHECK, "%s is missing in the case; dokaz verify names all that is wrong", name)
        : status;
}

Status tile_load(const char *dir, unsigned level, uint64_t n, uint64_t size, TileCache *ret, Error *err)
{
    AUTO_ARENA arena = arena_create();
    unsigned width = tile_width(level, n, size);
    Str bytes;
    Status status = tile_read(arena, dir, level, n, size, &bytes, err);

    if (status != OK)
        return status;
    if (bytes.len < (size_t)width * SHA256_SIZE)
        return fail(err, ERR_CHECK, "%s is too short; dokaz verify names all that is wrong",
                    tile_name(arena, level, n, width));
    memcpy(ret->hash, bytes.ptr, (size_t)width * SHA256_SIZE);
    ret->n = n;
    ret->count = width;
    ret->is = true;
    return OK;
}

Sha256 tile_root(const Sha256 *hash, unsigned count)
{
    Sha256 row[TILE_WIDTH];

    memcpy(row, hash, count * sizeof *hash);
    for (; count > 1; count = (count + 1) / 2) {
        for (unsigned i = 0; i < count / 2; i++)
            row[i] = merkle_node(&row[2 * i], &row[2 * i + 1]);
        if (count % 2)
            row[count / 2] = row[count - 1];
    }
    return row[0];
}

Status edge_load(const char *dir, uint64_t size, Edge *ret, Error *err)
{
    TileCache tile;

    memset(ret->count, 0, sizeof ret->count);
    for (unsigned level = 0; level < TILE_LEVELS; level++) {
        uint64_t row = tile_row(level, size);
        if (row % TILE_WIDTH == 0)
            continue;
        Status status = tile_load(dir, level, row / TILE_WIDTH, size, &tile, err);
        if (status != OK)
            return status;
        ret->count[level] = tile.count;
        memcpy(ret->hash[level], tile.hash, tile.count * sizeof *tile.hash);
    }
    return OK;
}

/* What is ragged at one level is one node, the last, at the next. */
Sha256 edge_root(const Edge *edge)
{
    Sha256 row[TILE_WIDTH], ragged;
    bool is = false;

    for (unsigned level = 0; level < TILE_LEVELS; level++) {
        unsigned count = edge->count[level];
        memcpy(row, edge->hash[level], count * sizeof *row);
        if (is)
            row[count++] = ragged;
        if (count) {
            ragged = tile_root(row, count);
            is = true;
        }
    }
    return is ? ragged : sha256(S(""));
}

bool bundle_parse(Str bytes, unsigned width, Bundle *ret, size_t *used)
{
    size_t at = 0;

    for (unsigned i = 0; i < width; i++) {
        if (bytes.len - at < 2)
            return false;
        size_t len = (size_t)(unsigned char)bytes.ptr[at] << 8 | (unsigned char)bytes.ptr[at + 1];
        if (bytes.len - at - 2 < len)
            return false;
        ret->entry[i] = str_slice(bytes, at + 2, at + 2 + len);
        at += 2 + len;
    }
    ret->count = width;
    *used = at;
    return true;
}

void bundle_add(StrBuf *out, Str entry)
{
    strbuf_char(out, (char)(entry.len >> 8));
    strbuf_char(out, (char)(entry.len & 0xFF));
    strbuf_add(out, entry);
}
