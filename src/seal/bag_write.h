/* bag_write.h -- make a BagIt 1.0 bag: whole or not at all, the same bytes for the same contents.
 *
 * The bag grows in a folder beside its place and gets its name at the end.
 * Files have mode 0600, folders 0700: what a case holds is private.
 */
#ifndef SEAL_BAG_WRITE_H
#define SEAL_BAG_WRITE_H

#include "seal/bag.h"
#include "seal/case.h"

typedef struct BagWriter BagWriter;

/* `dir` must not exist, or be an empty folder (ERR_REFUSED). */
Status bag_create(const char *dir, BagWriter **ret, Error *err);

/* A file of the bag, "data/..." or a tag file; each path once. Only [A-Za-z0-9._/-] (assert). */
Status bag_put(BagWriter *w, const char *path, Str bytes, Error *err);

/* Write bagit.txt, bag-info.txt (`info`, then Payload-Oxum) and the manifests, flush, give the bag its
 * name. Values without control characters (the caller's; ERR_BAD_INPUT). Ends the writer when OK. */
Status bag_finish(BagWriter *w, const BagField *info, size_t count, Error *err);

/* Remove what was written of an unfinished bag; NULL is fine. */
void   bag_abandon(BagWriter *w);

/* What went in, of the payload. */
int64_t bag_written(const BagWriter *w, int64_t *files);

/* ---- the parts of a case ---- */

typedef struct BagCase {
    int64_t originals, texts, records, entries, items, erased;
} BagCase;

/* The case `c` (of the last checkpoint; holds: BAG_LOG or BAG_WHOLE) as docs/formats/bag.md has it. */
Status bag_put_case(BagWriter *w, Case *c, BagHolds holds, BagCase *ret, Error *err);

/* Does a file of a bag lie in its custody folder and belong there? An index or a table of words from
 * elsewhere does not: a case would trust it. */
bool bag_custody_is(Str path);

/* The files of a bag that follow from its log and records: the index for people and the proofs.
 * `visit` gets each with its path below the bag. */
Status bag_derived(Arena *arena, Case *c, BagHolds holds,
                   Status (*visit)(void *context, const char *path, Str bytes, Error *err), void *context,
                   Error *err);

/* ---- back to a case ---- */

/* A new case in `dir` (must not exist, or be an empty folder) out of a bag that holds one whole. The
 * bag is checked first, the case afterwards; on failure nothing is left. `found` as in bag_verify.
 * fails ERR_CHECK  the bag or what it gave is not as it was sealed; ERR_REFUSED  `dir` is in use, or the
 *       bag holds no whole case */
Status bag_import(const char *bag, const char *dir, const VerifyKey *key,
                  void (*found)(void *context, const Finding *finding), void *context, BagCounts *ret,
                  Error *err);

#endif
