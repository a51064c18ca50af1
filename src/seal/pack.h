/* pack.h -- small objects in append-only tar files: packs/000001.tar, packs/000002.tar ...
 *
 * One file an object costs an inode and a flush each; one file for thousands costs neither. A pack
 * is a POSIX tar without the zero blocks at its end, so that adding changes no byte that is there, and a
 * pack cut off anywhere still lists and gives all its whole members to any tar. A member is
 * objects/ab/<64 hex> and its header is fixed to the byte by name and size.
 *
 * packs/sealed says up to where packs were durable at the last commit: what lies beyond it in the
 * last pack was left by an interrupted writer, and the next one cuts it off.
 *
 * Knows a folder, no Case: verify uses it on cases that do not open.
 */
#ifndef SEAL_PACK_H
#define SEAL_PACK_H

#include "base/map.h"
#include "base/os.h"
#include "base/vec.h"
#include "base/hash.h"

#define PACK_BLOCK      512
#define PACK_OBJECT_MAX (1u << 20)      /* bytes of an object that goes into a pack; larger ones are files */
#define PACK_FULL       (128u << 20)    /* bytes of a pack after which the next is begun */

typedef struct PackPlace {
    uint32_t pack;          /* from 1 */
    uint64_t at;            /* of the first data byte, from the start of the pack */
    uint64_t size;          /* bytes */
} PackPlace;

typedef struct Packs Packs;

Packs *packs_create(const char *case_dir);      /* reads nothing yet */
void   packs_destroy(Packs *p);                 /* NULL is fine */

/* The newest member of that name; false when none is known. */
bool packs_find(Packs *p, const Sha256 *id, PackPlace *ret);

/* Another program may have added or erased: look at the folder again. Not needed while writing. */
void packs_look(Packs *p);

/* Map a member's bytes, unchecked. */
Status packs_map(Packs *p, const PackPlace *place, Mapped *ret, Error *err);

/* Hash a member by reading. False when it cannot be read. */
bool packs_hash(Packs *p, const PackPlace *place, Sha256 *ret, Error *err);

/* ---- writing: one writer, who holds the case's lock ---- */

/* Cut off what lies beyond packs/sealed and make ready to append. When packs/sealed is missing, nothing was sealed
 * in packs, or it was lost: `sealed_none` says that it was the first, so that all of them may go. */
Status packs_recover(Packs *p, bool sealed_none, Error *err);

/* A buffer of PACK_OBJECT_MAX + 1 bytes to read an object into; then append its first `size` bytes.
 * On failure nothing is appended. Not durable before the caller's flush. */
char  *packs_room(Packs *p);
Status packs_append(Packs *p, const Sha256 *id, size_t size, Error *err);

/* The text for packs/sealed when all that was appended is durable; false when the file says so already. Once
 * the caller has written it durably, he says so with packs_told. */
bool packs_sealed(const Packs *p, Arena *arena, Str *ret);
void packs_told(Packs *p);

/* Take every member of that name out: its pack is written anew without it, made durable and put in place of the
 * old one, whose blocks are given back to the system. *gone says whether there was one. */
Status packs_erase(Packs *p, const Sha256 *id, bool *gone, Error *err);

/* ---- looking closely, for verify ---- */

typedef struct PackMember {
    uint32_t  pack;
    uint64_t  header;       /* offset of the header */
    Sha256    id;
    PackPlace place;
    bool      cut;          /* the pack ends inside it */
    bool      padded;       /* zeros up to the next block */
} PackMember;

typedef struct PackVisit {
    void (*member)(void *context, const PackMember *m);
    void (*strange)(void *context, uint32_t pack, uint64_t from, uint64_t to);    /* bytes that are no member */
    void (*trouble)(void *context, uint32_t pack, const char *why);
    void *context;
} PackVisit;

/* Every member of every pack in order. */
void packs_visit(Packs *p, const PackVisit *visit);

/* "packs/000001.tar" */
char *pack_name(Arena *arena, uint32_t pack);
bool  pack_number(Str name, uint32_t *ret);     /* of "000001.tar" */

/* The text of packs/sealed that says so. */
Str packs_sealed_text(Arena *arena, uint32_t pack, uint64_t length);

/* packs/sealed: the last pack and its length. False when it is missing or damaged (then *damaged). */
bool packs_sealed_read(const char *case_dir, uint32_t *pack, uint64_t *length, bool *damaged);

#endif
