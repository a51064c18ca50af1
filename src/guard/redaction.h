/* redaction.h -- which pieces of a sealed text leave in a redacted copy.
 *
 * Two layers. The rules withhold a piece that holds a protected name (G1) or lies in the compartment
 * (G2), always. Above them a person decides what else is withheld; each decision is an entry of type
 * `redaction`, the newest counts, and a new one undoes the old. Its record:
 *
 *     of <log index of the item>
 *     segmentation <log index>    the pieces are those of this segmentation
 *     pieces 3 5-9                withheld by decision, counted from 1; or `none`
 *     reason ...
 *
 * A text that was sealed again in finer pieces keeps its decisions: they cover bytes.
 */
#ifndef GUARD_REDACTION_H
#define GUARD_REDACTION_H

#include "guard/mask.h"
#include "seal/segment.h"

typedef enum PieceWhy {
    PIECE_SHOWN,
    PIECE_DECIDED,          /* withheld by a person's decision */
    PIECE_NAME,             /* rule G1 */
    PIECE_COMPARTMENT,      /* rule G2 */
} PieceWhy;

/* What the rules say of each piece of `text`, sealed as `s`. Names are those that are protected today,
 * whatever was known when the text was cut. `custodian`: the compartment is open, its names are not. */
PieceWhy *redaction_rules(const Guard *guard, Arena *arena, uint32_t reading, const Segmentation *s, Str text,
                          bool custodian);

/* "3,5-9" or "3 5-9" or "all" or "none", counted from 1, into one flag a piece.
 * ERR_USAGE names what is no piece of 1 to `total`. */
Status pieces_parse(Arena *arena, Str text, uint32_t total, bool **ret, Error *err);
Str    pieces_format(Arena *arena, const bool *pieces, uint32_t total);     /* "3 5-9", "none" */

typedef struct Redaction {
    uint64_t index;         /* of its entry */
    int64_t  time;
    Sha256   actor;
    uint64_t of, segmentation;
    Str      pieces, reason;
} Redaction;

/* Seal a decision; the caller commits. CASE_WRITE. */
Status redaction_seal(Case *c, int64_t time, const Segmentation *s, Str pieces, Str reason, uint64_t *index,
                      Error *err);

/* All decisions of the log that were not erased, in order. */
Status redactions_load(Arena *arena, Case *c, Redaction **ret, size_t *count, Error *err);

/* The newest decision on this text laid over what the rules say: PIECE_SHOWN becomes PIECE_DECIDED.
 * *found (may be NULL): its place in `all`, or count when there is none. */
Status redaction_apply(Arena *arena, Case *c, const Redaction *all, size_t count, const Segmentation *s,
                       PieceWhy *pieces, size_t *found, Error *err);

#endif
