/* agreement.h -- how far coders agree beyond chance: Krippendorff's alpha.
 *
 * source  Krippendorff (2004), Content Analysis, 2nd edition, chapter 11; Krippendorff (2011), Computing Krippendorff's
 *         Alpha-Reliability: the coincidence matrix, and the differences nominal, ordinal and interval.
 *         Its worked examples are this module's test (agreement_test.c).
 * holds   for any number of coders, values missing. A unit that one coder alone judged pairs with nothing and is left
 *         out. Where nobody's values differ anywhere, chance has nothing to differ from: alpha is not defined.
 *         A rate over few units says little: the counts stand beside it.
 */
#ifndef WEIGH_AGREEMENT_H
#define WEIGH_AGREEMENT_H

#include "base/arena.h"
#include "model/judgement.h"

typedef enum AgreementLevel { LEVEL_NOMINAL, LEVEL_ORDINAL, LEVEL_INTERVAL } AgreementLevel;

/* One coder's value of one unit. Equal numbers are equal values; ordinal: their order; interval: their distance. */
typedef struct Rating {
    uint32_t unit, coder;
    double   value;
} Rating;

typedef struct Agreement {
    size_t units;       /* with two values or more */
    size_t values;      /* in those */
    size_t single;      /* units that one coder alone judged */
    size_t pairs, same; /* pairs of values of one unit; those of them that are equal */
    bool   defined;
    double alpha;       /* 1 full agreement, 0 as by chance, below 0 worse; only when defined */
} Agreement;

/* `ratings` in any order; one a unit and coder (a second one is passed over). */
Agreement agreement_of(Arena *arena, const Rating *ratings, size_t count, AgreementLevel level);

Str agreement_level_name(AgreementLevel level);

/* ---- of the judgements of a case ---- */

/* What was coded in one respect: status of claims, grades of sources, corrected dates ... */
typedef struct Coded {
    const char    *field;       /* "status", "place", "one incident" ... */
    const char    *of;          /* "claim", "incident", "source", "claims" */
    AgreementLevel level;
    Agreement      agreement;
    size_t         unranked;    /* ordinal: grades F and 6, which stand outside of the order and are left out */
} Coded;

/* Every field that at least one coder coded, in a fixed order. A coder's newest judgement that was not undone counts,
 * blind or not, whoever else's it replaced or was replaced by. Whoever confirmed a claim said of each of its fields that it
 * is as it was read. `coders` gets the names in the order of the log: the coder's, else the author's key. */
size_t agreement_of_case(Arena *arena, const Corpus *c, const Judgements *all, Coded **ret, Str **coders,
                         size_t *coder_count);

#endif
