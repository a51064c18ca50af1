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

/* A case that is being put together from a copy: objects may be put, nothing can be sealed, because no
 * secret key is asked for. */
Status case_open_restored(const char *dir, Case **ret, Error *err);

/* Make the objects that were put durable without an entry of the log. */
Status log_keep_objects(Case *c, Error *err);

/* Read `checkpoint` anew and take its state. */
Status log_load(Case *c, Error *err);

/* CASE_WRITE: bring the folder to what the checkpoint says: remove what an interrupted append left
 * beyond it, complete checkpoints/. */
Status log_recover(Case *c, Error *err);

/* keys/format: OK, ERR_NOT_FOUND (no case), ERR_BAD_INPUT (newer; *damaged when it is neither). */
Status case_check_format(const char *dir, bool *damaged, Error *err);

/* Keep other writers out of the case until *ret is closed. ERR_REFUSED when one is there. */
Status case_lock(const char *dir, int *ret, Error *err);

/* The text of `policy` in a new case: the log's key and no quorum of witnesses. */
Str case_policy(Arena *arena, const VerifyKey *key);

#define POLICY_RECORD "policy"      /* key of a record of an entry `key`: the text of the policy from there on */
#define POLICY_NEW "policy.new-"    /* a policy on its way: its name ends in the index of its entry */

/* The index in such a name; false for another name. */
bool policy_new_index(Str name, uint64_t *ret);

/* CASE_WRITE: complete or drop a change of policy that was interrupted, by what the log says. */
Status policy_recover(Case *c, Error *err);

/* Path of a file of the case. */
char *case_path(Arena *arena, const Case *c, const char *name);

/* Bytes on their way to <kind>/ab/<hex>, where the name is known only at the end. */
typedef struct Blob {
    const Case *of;
    const char *kind;           /* "objects" */
    mode_t      mode;           /* of the finished file */
    int         fd;             /* -1: none open */
    char        tmp[4096];
} Blob;

Status blob_begin(const Case *c, const char *kind, mode_t mode, Blob *ret, Error *err);
Status blob_end(Blob *b, const Sha256 *name, Error *err);
void   blob_drop(Blob *b);      /* unlinks what has no name yet; fine after blob_end */

/* Unlink <kind>/ab/<hex> and flush its folder; none there is well. */
Status blob_erase(const Case *c, const char *kind, const Sha256 *name, Error *err);

/* Hash a file by reading, not by mapping: a rotten disk then gives an error instead of a signal, and
 * a large file takes no memory. False when it cannot be read; adds what was read to *bytes. */
bool blob_hash(const char *path, Sha256 *ret, int64_t *bytes, Error *err);

/* "<dir>/<kind>/ab/<hex>" */
char *blob_path(Arena *arena, const char *dir, const char *kind, const Sha256 *name);

#endif
