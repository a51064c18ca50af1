/* verify_inside.h -- what the parts of verify share; nobody else includes it. */
#ifndef SEAL_VERIFY_INSIDE_H
#define SEAL_VERIFY_INSIDE_H

#include "base/map.h"
#include "base/os.h"
#include "base/vec.h"
#include "seal/checkpoint.h"
#include "seal/leaf.h"
#include "seal/merkle.h"
#include "seal/verify.h"

typedef struct Check {
    Arena       *arena;         /* as long as the check */
    const VerifyAsk *ask;
    const char  *dir;
    void       (*found)(void *context, const Finding *finding);
    void        *context;
    VerifyCounts counts;

    VerifyKey    key;
    bool         has_head;      /* a checkpoint with a good signature was found */
    Checkpoint   head;
    Str          head_note;

    uint64_t     size;          /* entries to be looked at: head.size */
    Sha256      *leaf;          /* leaf hashes that give the head's root, or come nearest to it */
    MerkleTree   tree;          /* over leaf */
    VEC(Entry)   entries;       /* those whose bytes are what was sealed */
    VEC(uint64_t) entry_index;  /* of each in the log */
    struct Contents *contents;  /* while check_contents runs */
    struct Objects  *objects;   /* while check_objects runs */
    struct Packs    *packs;     /* after check_objects, until check_contents ends */
    struct StampCheck *stamps;  /* while check_stamps walks */
} Check;

void check_error(Check *check, const char *path, const char *format, ...)
    __attribute__((format(printf, 3, 4)));
void check_note(Check *check, const char *path, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

/* Path of a file from its path below the case. */
char *check_path(Check *check, Arena *arena, const char *name);

/* Call `visit` for each file below the case's folder `name`, with its path below the case;
 * nothing when there is no such folder. */
typedef void CheckVisit(Check *check, Arena *arena, const char *path);
void check_walk(Check *check, const char *name, CheckVisit *visit);

/* Entry bundles and tiles; fills size, leaf, tree and entries. */
void check_log(Check *check);

/* Records, objects and segment trees, from the entries. */
void check_contents(Check *check);

/* The policy, the cosignatures and the quorum; after check_log. */
void check_witness(Check *check);
/* Time stamps, from the entries. */
void check_stamps(Check *check);

/* ---- between records (verify_contents.c) and objects (verify_objects.c) ---- */

/* What is known of an object or record that should be there. */
enum { OBJECT_WANTED = 1, OBJECT_ERASED = 2, OBJECT_SEEN = 4, OBJECT_WHOLE = 8 };

int64_t *object_flags(const Check *check, const Sha256 *name);  /* NULL: no record names it */
bool     contents_complete(const Check *check);     /* every entry and record was read: the rest is left over */

/* Hash every object and tell what is wrong; sets OBJECT_SEEN and OBJECT_WHOLE. */
void check_objects(Check *check);

/* The same for the folders of a bag (verify_bag.c). */
void check_objects_in_bag(Check *check);
/* Where an object lies in a bag, or would lie; below the bag. */
char *check_bag_path(const Check *check, Arena *arena, const Sha256 *name);

/* Map one, after check_objects. */
bool check_object_map(Check *check, const Sha256 *name, Mapped *ret, Error *err);

/* "<kind>/ab/<64 hex>", the two digits those of the name; and the other way. */
bool  blob_name(Str path, Str kind, Sha256 *ret);
char *blob_name_of(Arena *arena, const char *kind, const Sha256 *name);

#endif
