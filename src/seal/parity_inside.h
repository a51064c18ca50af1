/* parity_inside.h -- what the parity_*.c files share; nobody else includes it.
 *
 * A volume is a row of files read as one text of bytes, cut into blocks. Block b belongs to stripe
 * b mod `stripes` and is its data byte number b div `stripes` (a "byte" of the code is here a whole
 * block): a stretch of neighbours is spread over all stripes. The parity of a stripe is RS_PARITY blocks.
 */
#ifndef SEAL_PARITY_INSIDE_H
#define SEAL_PARITY_INSIDE_H

#include "base/hash.h"
#include "base/vec.h"
#include "seal/gf256.h"
#include "seal/parity.h"

#define PARITY_FOLDER   "parity"
#define PARITY_FORMAT   "dokaz-parity/v1"
#define PARITY_HEADER   512         /* bytes */
#define PARITY_DIGEST   16          /* bytes: the beginning of a SHA-256 */
#define PARITY_CHUNK    1024        /* bytes of the index after which a digest stands again */
#define PARITY_SMALL    ((uint64_t)1 << 20)     /* larger objects have a volume of their own */
#define PARITY_PIECE    ((size_t)1 << 16)       /* bytes of a stretch of blocks read at once */

typedef struct Digest {
    uint8_t byte[PARITY_DIGEST];
} Digest;

Digest digest_of(Str bytes);
static inline bool digest_eq(const Digest *a, const Digest *b)
{
    return memcmp(a->byte, b->byte, PARITY_DIGEST) == 0;
}

typedef struct Member {
    Str         path;           /* below the case */
    uint64_t    size, start;    /* bytes; where it begins in the volume */
    const char *instead;        /* full path of a file to read instead, or NULL */
} Member;

typedef struct Volume {
    Arena      *arena;
    const char *dir;
    Str         name;           /* "records", "packs/000001.tar" */
    bool        single;         /* of one file, whose name is the volume's */
    VEC(Member) members;        /* in the order of their bytes; none is empty */
    uint64_t    size;           /* bytes */
    uint64_t    block;          /* bytes */
    uint64_t    blocks, stripes;
    uint64_t    parity;         /* where the parity stands in its file; known once that was read */
    Digest     *digests;        /* of the blocks, then of the parity: row 0 of all stripes, row 1, ... */

    int         fd;             /* of the member read last */
    size_t      open;           /* its number */
} Volume;

/* Where things stand in a parity file. */
typedef struct Layout {
    uint64_t index_size;        /* without its digests */
    uint64_t index, parity, index_again, header_again, end;
} Layout;

/* ---- parity_volume.c ---- */

/* The volumes that a case has now, without digests. Files that cannot be read are left out. */
typedef VEC(Volume *) Volumes;
Status volumes_list(Arena *arena, const char *dir, Volumes *ret, Error *err);

Volume *volume_create(Arena *arena, const char *dir, Str name);
void    volume_add(Volume *v, Str path, uint64_t size);
void    volume_measure(Volume *v);          /* block, blocks, stripes, from size */
void    volume_close(Volume *v);

/* Name of the volume that covers a path below the case, in the arena; STR_NONE: none does. */
Str     volume_of(Arena *arena, Str path, uint64_t size);

/* `size` bytes from `offset`, zeros for what cannot be read and beyond the end; false when some could not. */
bool    volume_read(Volume *v, uint64_t offset, uint8_t *to, size_t size);

/* First and one past the last block that holds bytes of the member. */
static inline uint64_t member_first(const Volume *v, const Member *m)  { return m->start / v->block; }
static inline uint64_t member_end(const Volume *v, const Member *m)
{
    return (m->start + m->size + v->block - 1) / v->block;
}

/* The case's folder without slashes at its end. */
char   *parity_dir(Arena *arena, const char *given);

/* "<dir>/parity/records.par" */
char   *parity_path(Arena *arena, const char *dir, Str volume);

/* ---- parity_make.c ---- */

/* Write the volume's parity file, going on from the one that is there when the file only grew. Fills the
 * digests, adds to the counts. ERR_IO when some of the volume cannot be read. */
Status  parity_make(Volume *v, ParityCounts *counts, Error *err);

/* ---- parity_file.c ---- */

Layout  parity_layout(const Volume *v);
Status  parity_write_head(int fd, const Volume *v, Error *err);   /* both headers and both indexes */

/* Open the parity file of a volume and read header and index, from whichever copy is whole.
 * ERR_NOT_FOUND, or ERR_CHECK when neither is. *fd is the caller's to close. */
Status  parity_load(Arena *arena, const char *dir, Str volume, Volume **ret, int *fd, Error *err);

/* Parity block of a stripe; false when it cannot be read or is damaged. */
bool    parity_read(int fd, const Volume *v, unsigned row, uint64_t stripe, uint8_t *to);

/* Is every byte of the file as it was written? ERR_CHECK says what is not. `name` is its path below the
 * case; *bytes grows by what was read. */
Status  parity_check(Arena *arena, const char *dir, Str name, int64_t *bytes, Error *err);

#endif
