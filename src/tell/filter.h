/* filter.h -- which incidents are asked for: by place, days, act, thing counted, origins, conflict, language.
 *
 * The same words mean the same on the command line and in the address of a page. What an incident does not
 * say decides nothing: one without a date is no answer to a question about dates, and is not dropped in silence
 * either, but counted as left open. An incident whose claims are all withheld (rule G2) is never an answer and
 * never counted.
 */
#ifndef TELL_FILTER_H
#define TELL_FILTER_H

#include "base/err.h"
#include "guard/view.h"
#include "lang/lang.h"

/* What a person asks, as typed; STR_NONE or empty: not asked. */
typedef struct FilterAsk {
    Str  place;         /* a name in any spelling or script, or an id */
    Str  from, to;      /* EDTF: a day, a month, a year */
    Str  act;           /* code, or label in English or Ukrainian, or a part of it between commas */
    Str  counted;       /* code of a unit, or a word for it in any language of the tables */
    Str  min_origins;
    Str  language;      /* code: of the sentences that tell it */
    bool exact;         /* the place itself, not what lies in it */
    bool conflicted;    /* some of its statements cannot both be right */
} FilterAsk;

typedef struct Filter {
    bool      any;              /* something is asked */
    bool      dated;            /* days are asked for */
    bool      placed;
    bool      exact;
    bool      conflicted;
    Str       place_id;         /* asked for by id */
    uint32_t *places;           /* all that bear the name, the largest first */
    size_t    place_count;
    uint64_t  place_name;       /* hash of the name, for places that no list has; 0 none */
    int32_t   from, to;         /* inclusive; DAY_UNKNOWN: open */
    ActSet    acts;             /* any of them; 0 not asked */
    Str       counted;
    int64_t   min_origins;
    Str       language;
    const View      *view;
    const Gazetteer *gazetteer;
    const int32_t   *disagreements;     /* one an incident: conflicts and errors among its claims */
} Filter;

/* Read what was asked. Without `lang` (NULL) places are known by the ids that the case has, units by its codes.
 * fails ERR_USAGE    a value that is not known: says which are, or which are near
 *       ERR_REFUSED  an act of the compartment (rule G2), unless the view is in clear */
Status filter_make(Arena *arena, const View *view, const Lang *lang, const FilterAsk *ask, Filter *ret, Error *err);

typedef enum FilterFit {
    FIT_NO,
    FIT_YES,
    FIT_UNDATED,        /* all else fits, and when it happened is not known */
    FIT_UNPLACED,       /* ... and where is not known */
    FIT_WIDER,          /* ... and it is placed only in something that contains the place asked for */
    FIT_COUNT,
} FilterFit;

FilterFit filter_fit(const Filter *f, size_t incident);

/* Sort all incidents of the view into answers and what is left open. `of[FIT_YES]` ... keep the case's order. */
typedef struct Chosen {
    uint32_t *of[FIT_COUNT];
    size_t    count[FIT_COUNT];
} Chosen;

void filter_choose(Arena *arena, const Filter *f, Chosen *ret);

/* Conflicts and errors among the claims of each incident. */
int32_t *incident_disagreements(Arena *arena, const Corpus *c);

/* Letters inserted, deleted, changed or swapped that lie between two words, case and accents aside;
 * `limit` + 1 when they are more. */
size_t words_apart(Str a, Str b, size_t limit);

#endif
