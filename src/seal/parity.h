/* parity.h -- a twentieth more bytes, so that a disk that rots takes nothing.
 *
 * `verify` finds one changed byte; parity brings it back. Everything sealed that cannot be made
 * anew is covered by Reed-Solomon parity (gf256.h) in files of its own below parity/, by volumes:
 *
 *     parity/records.par          all of records/ as one
 *     parity/log.par              entries, tiles, checkpoints, keys, stamps, witness lines
 *     parity/objects.par          objects of up to 1 MiB that lie in files of their own
 *     parity/objects/ab/<hex>.par a larger object
 *     parity/packs/<name>.par     a pack
 *
 * Format: docs/formats/parity.md. Any contiguous stretch of up to 5 % of a volume is made good, and
 * scattered damage of up to RS_PARITY blocks in each stripe. Nothing is believed for its parity
 * alone: what was made good must be what was sealed.
 */
#ifndef SEAL_PARITY_H
#define SEAL_PARITY_H

#include "base/err.h"
#include "base/str.h"

typedef struct ParityCounts {
    int64_t volumes;
    int64_t covered, parity;    /* bytes of the case, and of the files below parity/ */
    int64_t extended;           /* volumes of which only the new end was read */
} ParityCounts;

/* Make or bring up to date the parity of the whole case. The case is verified first: parity over
 * damage would keep the damage. Volumes of one growing file take in the new bytes alone.
 * fails ERR_CHECK    something is damaged: repair it first; nothing was changed
 *       ERR_REFUSED  another program is writing */
Status parity_update(const char *dir, ParityCounts *ret, Error *err);

typedef enum RepairKind {
    REPAIR_RESTORED,        /* as it was sealed again */
    REPAIR_REFUSED,         /* left as it was found; `what` says why */
    REPAIR_NOTED,
} RepairKind;

typedef struct RepairCounts {
    int64_t wrong_before, wrong_after;      /* what verify_case counts as errors */
    int64_t restored, refused;              /* files */
} RepairCounts;

/* Put right what verify_case finds wrong, as far as parity reaches. Each file is rebuilt beside,
 * checked (its blocks, its sealed hash), and renamed into its place; the damaged one stays beside it
 * as `<name>.damaged` until the case was verified anew. What cannot be made good is not touched.
 * The good case is one with wrong_after 0. `told` (may be NULL) is called for each file. */
Status parity_repair(const char *dir,
                     void (*told)(void *context, RepairKind kind, const char *path, const char *what),
                     void *context, RepairCounts *ret, Error *err);

/* Destroy the parity that covers the file `name` (a path below the case), since whatever was erased
 * could be brought back with it. Call it before the file itself goes. The caller holds the case's
 * lock. Fine when there is none; parity_update makes it again without the file. */
Status parity_drop(const char *dir, const char *name, Error *err);

#endif
