/* weigh.h -- WEIGH: which claims speak of one thing, and where statements cannot both be right.
 *
 * A pure core over a Corpus: no store, no clock. It reads what TRACE wrote
 * (origins) from the Corpus and calls nothing of it. Method:
 * docs/methods/comparing.md.
 */
#ifndef WEIGH_WEIGH_H
#define WEIGH_WEIGH_H

#include "lang/lang.h"
#include "model/corpus.h"

/* Fill c->incidents and c->conflicts from the readings and c->origins. Everything
 * lives in `arena`. Same readings in the same order, same rows. `lang` gives places and words. */
void weigh_run(const Lang *lang, Arena *arena, Corpus *c);

/* One step of a toll: what was said, as of which day, by which claim. */
typedef struct FigureStep {
    int32_t  day;       /* as of; DAY_UNKNOWN */
    int64_t  low, high; /* inclusive; QUANTITY_OPEN */
    ClaimRef claim;
} FigureStep;

typedef struct FigureHistory {
    Str         counted, who;
    FigureStep *steps;          /* by day, then in order of readings and claims */
    size_t      step_count;
} FigureHistory;

/* The history of every figure of an incident, in the order of incident->quantities. Returns their number. */
size_t weigh_history(const Lang *lang, Arena *arena, const Corpus *c, const Incident *incident, FigureHistory **ret);

#endif
