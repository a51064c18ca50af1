/* compare.h -- may two figures be set against each other, and if so, what follows?
 *
 * Comparable before contradictory (rule 5): the same unit, of the same people,
 * over the same extent, as of comparable days. The questions are asked in that
 * order and the first that fails is the reason. Method: docs/methods/comparing.md.
 */
#ifndef WEIGH_COMPARE_H
#define WEIGH_COMPARE_H

#include "lang/gazetteer.h"
#include "model/corpus.h"
#include "model/unit.h"

/* One figure as a sentence states it, with what is needed to compare it. */
typedef struct Statement {
    Str      unit;                  /* what is counted: "killed", "body" ... */
    Str      who;                   /* of which people; STR_NONE not said */
    int64_t  low, high;             /* inclusive; QUANTITY_OPEN, QUANTITY_UNKNOWN */
    bool     approximate;
    bool     aggregate;             /* a sum over several events */
    Measure  measure;
    uint32_t place;                 /* gazetteer index, NO_PLACE not said or not located */
    int32_t  first, last;           /* when it happened, days; DAY_UNKNOWN */
    int32_t  said_first, said_last; /* as of which day, days; DAY_UNKNOWN. A wide interval: somewhere in it */
    bool     said;                  /* the text itself says as of when; else it is the document's date */
} Statement;

typedef struct Comparison {
    Verdict verdict;
    Str     why;                    /* for a person; in the arena */
} Comparison;

/* Compare two figures.
 * in   same_event  both were judged to speak of one incident: an unstated place
 *                  or people is then no obstacle as long as the figures fit
 *      in_order    `b` stands later than `a` in one and the same text
 * The verdict is never ERROR; UPDATE means that one is of a later day. */
Comparison compare_statements(Arena *arena, const Gazetteer *g, const Statement *a, const Statement *b,
                              bool same_event, bool in_order);

/* The questions that compare_statements asks, in its order, each with its answer in words. The first that does
 * not pass is the reason of a verdict "not comparable"; the last is whether the numbers fit. */
#define STATEMENT_QUESTIONS 7

typedef struct Question {
    const char *asked;
    bool        reached, passed;
    Str         answer;
} Question;

void compare_questions(Arena *arena, const Gazetteer *g, const Statement *a, const Statement *b, bool same_event,
                       bool in_order, Question ret[STATEMENT_QUESTIONS]);

/* Intervals: do they have a number in common? UNKNOWN ends count as open. */
bool statement_meets(const Statement *a, const Statement *b);

/* May figures of these people be one figure? The same people, or one does not say which; but children, women or
 * men are always a part of those of whom nothing is said. */
bool people_fit(Str a, Str b);

/* "441 or more bodies of civilians and soldiers", "2,000 people". */
Str statement_text(Arena *arena, const Statement *s);

#endif
