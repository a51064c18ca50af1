/* inside.h -- what seal/'s own files share about a case; nobody else includes it. */
#ifndef SEAL_INSIDE_H
#define SEAL_INSIDE_H

#include "base/vec.h"
#include "seal/case.h"
#include "seal/merkle.h"
#include "seal/pack.h"
#include "seal/tile.h"

struct Case {
    Arena     *arena;           /* as long as the case is open */
    char      *dir;
    CaseMode   mode;
    VerifyKey  key;             /* the log's; its name is the origin */
    Sealer     sealer;          /* CASE_WRITE */
    SecretKey *log_key;         /* CASE_WRITE */
    Sha256     actor;           /* CASE_WRITE */
    int        lock;            /* descriptor, or -1 */
    Packs     *packs;

    Arena     *note_arena;      /* holds note */
    Str        note;            /* the checkpoint, verbatim */
    uint64_t   size;            /* what it says */
    Sha256     root;

    Arena     *pending_arena;
    VEC(Str)   pending;         /* entries appended and not committed */

    TileCache  tiles[TILE_LEVELS];
    Arena     *bundle_arena;    /* holds the bundle read last */
    Bundle     bundle;
};

/* Read `checkpoint` anew and take its state. */
Status log_load(Case *c, Error *err);

/* CASE_WRITE: bring the folder to what the checkpoint says: remove what an interrupted append left
 * beyond it, complete checkpoints/. */
Status log_recover(Case *c, Error *err);

/* keys/format: OK, ERR_NOT_FOUND (no case), ERR_BAD_INPUT (newer; *damaged when it is neither). */
Status case_check_format(const char *dir, bool *damaged, Error *err);

/* The fixed text of `policy`: the log's key and no quorum of witnesses. */
Str case_policy(Arena *arena, const VerifyKey *key);

/* Path of a file of the case. */
char *case_path(Arena *arena, const Case *c, const char *name);

/* Bytes on their way to <kind>/ab/<hex>, where the name is known only at the end. */
typedef struct Blob {
    const Case *of;
    const char *kind;           /* "objects" or "records" */
    mode_t      mode;           /* of the finished file */
    int         fd;             /* -1: none open */
    char        tmp[4096];
} Blob;

Status blob_begin(const Case *c, const char *kind, mode_t mode, Blob *ret, Error *err);
Status blob_end(Blob *b, const Sha256 *name, Error *err);
void   blob_drop(Blob *b);      /* unlinks what has no name yet; fine after blob_end */

/* Hash a file by reading, not by mapping: a rotten disk then gives an error instead of a signal, and
 * a large file takes no memory. False when it cannot be read; adds what was read to *bytes. */
bool blob_hash(const char *path, Sha256 *ret, int64_t *bytes, Error *err);

/* "<dir>/<kind>/ab/<hex>" */
char *blob_path(Arena *arena, const char *dir, const char *kind, const Sha256 *name);

#endif
