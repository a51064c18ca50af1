/* pair.h -- do two claims speak of one incident? Weights of evidence for and against,
 * added up as in Fellegi and Sunter (1969): each field that agrees or differs
 * contributes the logarithm of how much more often that happens between claims of one incident than
 * between others. The weights are set by hand and stand in one table (weights.h); where
 * they break: fields are not independent (act and figure), so the sum
 * is a rank, not a probability, and is never printed as one.
 */
#ifndef WEIGH_PAIR_H
#define WEIGH_PAIR_H

#include "base/strbuf.h"
#include "weigh/view.h"
#include "weigh/weights.h"

typedef struct Link {
    double weight;      /* for (> 0) or against */
    bool   cannot;      /* two different things, whatever else agrees */
} Link;


/* Weigh two claims. `why` may be NULL; else it gets the reasons in words. */
Link pair_weigh(const Views *all, const View *a, const View *b, StrBuf *why);

/* The fields that are weighed, in their order. */
typedef enum PairFieldName {
    PAIR_PLACE, PAIR_ACT, PAIR_DAY, PAIR_NAMES, PAIR_FIGURE, PAIR_WORDS, PAIR_THINGS, PAIR_TEXT, PAIR_FIELDS,
} PairFieldName;

typedef struct PairField {
    bool   weighed;     /* false: not reached */
    bool   cannot;      /* this field alone parts the two */
    double bits;
    size_t why_start, why_end;      /* its reasons, in what `why` got; commas around them */
} PairField;

/* The same, field by field. `fields` may be NULL. */
Link pair_weigh_fields(const Views *all, const View *a, const View *b, StrBuf *why, PairField fields[PAIR_FIELDS]);

/* 1 for a code in common, less for acts that often belong to one incident, 0 for none. */
double acts_fit(const Views *all, ActSet a, ActSet b);

/* Build the table that acts_fit reads; once, after views_make. */
void pair_prepare(Arena *arena, Views *all);

#endif
