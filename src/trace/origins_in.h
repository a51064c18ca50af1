/* origins_in.h -- what the files of origins share: sets of claims with one root, and why.
 *
 * Union-find over claims. Every merge has one reason in words. What people judged comes first and
 * holds: two claims of two origins are never in one set, not through others either.
 */
#ifndef TRACE_ORIGINS_IN_H
#define TRACE_ORIGINS_IN_H

#include "trace/names.h"
#include "trace/work.h"

typedef struct Reason {
    uint32_t claim;
    Str      text;
} Reason;

typedef struct Echo {
    uint32_t claim;
    Str      voice;
} Echo;

/* Two claims that a person judged to be of two origins. */
typedef struct Apart {
    uint32_t      a, b;
    const Ruling *ruling;
    bool          would_join;   /* a merge was refused */
    Str           why_join;     /* its reason */
} Apart;

typedef struct Origins {
    Work     *w;
    Names     names;
    uint32_t *root;         /* of each claim */
    bool     *held;         /* of each root: some claim of it stands in `apart` */
    uint8_t  *depth;        /* of each claim: links of its chain that name a source */
    Name     *name;         /* of each claim's innermost source */
    ClaimRef *ref;          /* of each claim */
    bool     *moved;        /* told by the publisher, but it only restates a source */
    bool     *office;       /* of each reading: its publisher is an office, which speaks for itself */
    uint32_t  publishers;   /* voices numbered up to this one have documents in the case */
    bool     *present;      /* of each reading: its publisher says that its own people were there */
    VEC(Reason) reasons;
    VEC(Echo)   echoes;
    VEC(Apart)  apart;
} Origins;

static inline const Reading *reading_of(const Origins *o, uint32_t claim)
{
    return &o->w->corpus->readings[o->ref[claim].reading];
}

static inline const Claim *claim_of(const Origins *o, uint32_t claim)
{
    return &reading_of(o, claim)->claims[o->ref[claim].claim];
}

/* Told in the publisher's own voice. */
static inline bool is_own(const Origins *o, uint32_t claim)
{
    return o->depth[claim] <= 1;
}

Str            source_of(const Origins *o, uint32_t claim);
const Mention *source_mention(const Origins *o, uint32_t claim);
bool           is_witness(const Origins *o, uint32_t claim);   /* to be protected */

uint32_t origin_find(Origins *o, uint32_t claim);
bool     origin_merge(Origins *o, uint32_t a, uint32_t b, Str why);

/* What two claims say, set side by side. */
bool places_fit(const Origins *o, uint32_t a, uint32_t b);     /* equal, nested, or one is not said */
bool place_equal(const Origins *o, uint32_t a, uint32_t b);    /* both said, and nearer than a country */
bool said_days_fit(const Claim *a, const Claim *b);            /* statements on two stated days are two */
bool days_known(const Claim *c);                               /* when it happened: both ends */
bool event_days_fit(const Claim *a, const Claim *b);           /* within a day, or one is not said */
const QuantityFields *same_figure(const Origins *o, uint32_t a, uint32_t b);

void origins_in_text(Origins *o, uint32_t reading);    /* origins_text.c: rules within one text */
void origins_restated(Origins *o, uint32_t reading);
void origins_copied(Origins *o);                       /* origins_case.c: rules across the case */
void origins_cited(Origins *o);
void origins_named(Origins *o);
void origins_offices(Origins *o);      /* an office told beside a person in one text is that person's in all */
void origins_presence(Origins *o, uint32_t reading);   /* presence.c */
void voices_make(Origins *o);          /* origins_tell.c: Corpus.voices */
void origins_tell(Origins *o);         /* and Corpus.origins */

#endif
