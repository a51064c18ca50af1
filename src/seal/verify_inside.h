/* verify_inside.h -- what the three parts of verify share; nobody else includes it. */
#ifndef SEAL_VERIFY_INSIDE_H
#define SEAL_VERIFY_INSIDE_H

#include "base/map.h"
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
    struct Contents *contents;  /* while check_contents walks */
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

#endif
