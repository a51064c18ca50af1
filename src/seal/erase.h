/* erase.h -- destroying what a case holds of a document, while its log goes on verifying.
 *
 * First a `tombstone` entry is sealed whose record names the entries it erases (`erases <log index>`) and
 * the reason (and `same <log index>`, when another item with these bytes lives on); when it is durable,
 * objects, then records with their salts are destroyed. The entries stay and tell nothing: they are
 * commitments under salts that are gone. A file `erasing` stands in the case from before the tombstone until
 * all is destroyed, so that whoever opens the case for writing next completes what was interrupted.
 *
 * An object that a record of another, living item names too stays until the last of them is erased.
 */
#ifndef SEAL_ERASE_H
#define SEAL_ERASE_H

#include "seal/log.h"

#define ERASING "erasing"       /* the marker's file name */

typedef struct Erasure {
    const uint64_t *entries;    /* log indices, rising: items first found, then all that is of them */
    size_t          count;
    size_t          items;      /* how many of them are items */
    uint64_t        same;       /* a living item with the same bytes, which keeps them; UINT64_MAX none */
} Erasure;

/* Everything of the original with these bytes: all its items, the items of what lies in it, every segmentation and
 * every record that says `of` one of them. ERR_NOT_FOUND when no living item has them. */
Status erase_plan_document(Arena *arena, Case *c, const Sha256 *original, Erasure *ret, Error *err);

/* One item. When no other living item has its bytes this is erase_plan_document, else the item's record
 * alone with what tells how it came in (custody, refusals): text and judgements are the others' too. */
Status erase_plan_item(Arena *arena, Case *c, uint64_t item, Erasure *ret, Error *err);

/* Seal and commit the tombstone; on OK it is durable and nothing is destroyed yet. CASE_WRITE, nothing
 * pending. */
Status erase_seal(Case *c, int64_t time, const Erasure *erasure, Str reason, uint64_t *index, Error *err);

/* Destroy whatever a tombstone names and is still there. Done already: does nothing. CASE_WRITE. */
Status erase_complete(Case *c, Error *err);

/* erase_complete if an erasure was interrupted: case_open does this. */
Status erase_recover(Case *c, Error *err);

typedef struct Tombstone {
    uint64_t        index;
    int64_t         time;
    Str             reason;     /* STR_NONE when it gives none */
    const uint64_t *erases;     /* as they stand in the record */
    size_t          count;
    uint64_t        same;       /* an item that kept the bytes; UINT64_MAX none */
} Tombstone;

/* Tombstones from log index `from` on, in order. */
Status tombstones_load(Arena *arena, Case *c, uint64_t from, Tombstone **ret, size_t *count, Error *err);

#endif
