/* view.h -- a claim made ready for comparison: its place in the gazetteer, its days,
 * the words it uses, the figures it states. Built once a claim, read-only after.
 */
#ifndef WEIGH_VIEW_H
#define WEIGH_VIEW_H

#include "weigh/compare.h"
#include "weigh/signature.h"
#include "weigh/words.h"

#define VIEW_WORDS   20
#define VIEW_FIGURES 6
#define VIEW_THINGS  2
#define VIEW_PEOPLE  4

/* One figure of a claim. */
typedef struct Figure {
    int32_t   mention;
    bool      wrong;        /* a headline or caption that its own text puts right: counts for nothing */
    Statement s;
} Figure;

typedef struct View {
    ClaimRef ref;
    const Claim *claim;
    ActSet   acts;          /* those that can make an incident; 0: context, never in one */
    bool     situation;     /* speaks of a lasting state, or of no day nearer than a month */
    bool     denied;
    bool     left_out;      /* by a person: takes part in nothing */
    uint32_t place;         /* NO_PLACE unknown */
    bool     settled;       /* a settlement or a spot in one, not a region */
    bool     inferred;      /* no place in the claim: taken from the sentences before it */
    uint64_t name;          /* hash of the place's name where the gazetteer has none; 0 none */
    int32_t  first, last;   /* DAY_UNKNOWN */
    int32_t  width;         /* days, 0 unknown */
    int32_t  lasted;        /* days that the claim says its state lasted ("after six months of occupation"); 0 not said */
    int32_t  near;          /* first day, else that of the one event the text tells of, else the document's: news is
                             * about its own days; DAY_UNKNOWN */
    bool     near_told;     /* and the text says so */
    int32_t  segment, paragraph;
    SegmentRole role;
    uint64_t words[VIEW_WORDS];     /* content words, sorted */
    size_t   word_count;
    Str      objects[VIEW_THINGS];  /* kinds of what was hit, as data/lang has them; STR_NONE behind the last */
    Str      weapons[VIEW_THINGS];
    uint64_t whom[VIEW_PEOPLE];     /* capitalised words of those it was done to; 0 behind the last */
    Figure  *figures;       /* counts of people or things, no rates, shares, ages; at most VIEW_FIGURES */
    size_t   figure_count;
    bool     aggregate;
} View;

typedef struct Views {
    const Gazetteer *gazetteer;
    const Corpus    *corpus;
    Words            words;
    const struct ActFit *fit;   /* which acts go together, see pair.h */
    Signatures       signatures;
    View            *at;
    size_t           count;
    uint32_t        *first;     /* index of a reading's first view; one more than there are readings */
    bool            *one_event; /* of each reading: its claims of harm name one place and one day at most */
} Views;

/* All claims of the corpus, in order of readings and claims. */
void views_make(Arena *arena, const Gazetteer *g, Words words, const Corpus *c, Views *ret);

/* The acts that speak of a lasting state unless a day is given. */
ActSet views_lasting(const Taxonomy *t);

/* Mark the figures that the corpus's conflicts call an error. */
void views_mark_wrong(Views *all);

/* Index of a claim's view. */
static inline size_t view_of(const Views *v, ClaimRef ref)
{
    return v->first[ref.reading] + ref.claim;
}

static inline const Reading *view_reading(const Views *v, const View *x)
{
    return &v->corpus->readings[x->ref.reading];
}

/* Settlements and spots; not oblasts, countries, rivers. */
bool place_is_settled(PlaceType type);

static inline bool day_known(int32_t day)
{
    return day != DAY_UNKNOWN && day != DAY_OPEN;
}

#endif
