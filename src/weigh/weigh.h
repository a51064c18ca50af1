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
#include "weigh/compare.h"

/* Fill c->incidents and c->conflicts from the readings and c->origins. Everything
 * lives in `arena`. Same readings in the same order, same rows. `lang` gives places and words. */
void weigh_run(const Lang *lang, Arena *arena, Corpus *c);

/* One step of a toll: what was said, as of which day, by which claim. */
typedef struct FigureStep {
    int32_t  day;       /* as of; DAY_UNKNOWN */
    int64_t  low, high; /* inclusive; QUANTITY_OPEN */
    ClaimRef claim;
} FigureStep;

/* What a step does to the one before it. */
typedef enum StepReason {
    STEP_FIRST,
    STEP_RISES,
    STEP_FALLS,         /* see the verdict: of the dead a conflict, of the missing an update */
    STEP_REPEATS,       /* the same number, as of a later day */
    STEP_REFINES,       /* within what was said before: "more than 450", then 458 */
    STEP_FITS,          /* both can be right */
} StepReason;

/* All that say one number as of one day. */
typedef struct FigureTold {
    int32_t     day;
    int64_t     low, high;
    StepReason  reason;
    Verdict     verdict;        /* of this step against the one before; AGREE for the first */
    Str         why;            /* its reason in words; STR_NONE for the first and a repeated one */
    const FigureStep *steps;    /* who says so, a claim each */
    size_t      step_count;
    Str        *voices;         /* names, once each, at most VOICES_MAX */
    size_t      voice_count;
} FigureTold;

#define VOICES_MAX 24

typedef struct FigureHistory {
    Str         counted, who;
    FigureStep *steps;          /* by day, those without one last; then by number, then in order of the claims */
    size_t      step_count;
    FigureTold *told;           /* the same, one row a number and day */
    size_t      told_count;
} FigureHistory;

/* "rises" */
const char *step_reason_text(StepReason reason);

/* The history of every figure of an incident, in the order of incident->quantities. Returns their number. */
size_t weigh_history(const Lang *lang, Arena *arena, const Corpus *c, const Incident *incident, FigureHistory **ret);

/* What one field says of two claims. */
typedef enum FieldSays {
    SAYS_NOT_ASKED,     /* what was asked before decided */
    SAYS_NOTHING,
    SAYS_FOR_STRONGLY, SAYS_FOR,
    SAYS_AGAINST, SAYS_AGAINST_STRONGLY,
    SAYS_NEVER,         /* alone it keeps the two apart */
} FieldSays;

#define EXPLAINED_FIELDS 8

/* How WEIGH takes two claims, in words. */
typedef struct PairExplained {
    Str       apart;        /* why they are not weighed at all, STR_NONE when they are */
    bool      suggested;    /* the evidence suffices for one incident */
    struct {
        const char *name;   /* "place", "act", "day", "names", "figure", "words", "text" */
        FieldSays   says;
        Str         why;    /* what was found, may be empty */
    } fields[EXPLAINED_FIELDS];
} PairExplained;

/* `c` with texts, as weigh_run had it. */
void weigh_explain_pair(const Lang *lang, Arena *arena, const Corpus *c, ClaimRef a, ClaimRef b, PairExplained *ret);

const char *field_says_name(FieldSays says);     /* "for_strongly" */
/* "speaks strongly for one incident" ... */
const char *field_says_text(FieldSays says);

/* Two figures of two claims set against each other: each question in order, with its answer. */
typedef struct FiguresCompared {
    int32_t    one, other;      /* mentions of the two readings */
    Str        one_text, other_text;        /* "441 or more bodies" */
    Comparison outcome;
    Question   questions[STATEMENT_QUESTIONS];
} FiguresCompared;

/* All pairs of figures of two claims, in their order; `same_event`: they stand in one incident. Returns how many. */
size_t weigh_compare_claims(const Lang *lang, Arena *arena, const Corpus *c, ClaimRef a, ClaimRef b, bool same_event,
                            FiguresCompared **ret);

#endif
