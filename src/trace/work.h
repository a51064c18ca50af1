/* work.h -- what the searches of TRACE share while a corpus is traced. */
#ifndef TRACE_WORK_H
#define TRACE_WORK_H

#include "base/map.h"
#include "base/vec.h"
#include "trace/trace.h"
#include "trace/words.h"

/* What a word or phrase with this folded hash is to TRACE. */
typedef enum WordKind {
    WORD_PLAIN,
    WORD_ECHO,      /* "echoed", "repeated" */
    WORD_HEDGE,     /* "by preliminary data": names nobody */
} WordKind;

typedef struct Work {
    Arena           *arena;         /* what stays */
    Arena           *scratch;       /* what is freed when the tracing is done */
    Corpus          *corpus;
    const Gazetteer *gazetteer;
    const Lang      *lang;          /* NULL in tests that hand their words in */
    Text            *texts;         /* one a reading */
    uint32_t        *first;         /* number of a reading's first claim among all; one more than there are readings */
    uint32_t         claim_total;
    VEC(Derivation)  found;
    Map              ruling_last;   /* rulings.c: of two readings, the number of the last ruling on an edge plus one */
    uint32_t        *ruling_before; /* of each ruling: the one before it on the same two readings, plus one */
    WordKind       (*kind)(const void *context, uint64_t hash);
    const void      *kind_context;
} Work;

static inline uint32_t claim_number(const Work *w, ClaimRef ref)
{
    return w->first[ref.reading] + ref.claim;
}

void texts_make(Work *w);

/* Report a derivation that a search found, unless people cut it; passages that hold two claims that people
 * parted are left out. */
void work_add(Work *w, ClaimRef from, ClaimRef to, DerivationHow how, const Passage *passages, size_t count,
              Str evidence);

/* Report one that a person added: nothing cuts it here. */
void work_add_judged(Work *w, const Derivation *judged, Str evidence);

/* rulings.c: what people decided about derivations (Corpus.rulings). */
void rulings_index(Work *w);
void rulings_add_edges(Work *w);        /* report what people added */
bool edge_cut(const Work *w, ClaimRef from, ClaimRef to, DerivationHow how);
bool passages_cut(const Work *w, Derivation *d);   /* take passages out; true when none is left of some */

/* The first claim of the reading whose span overlaps `span`, or CLAIM_NONE. */
uint32_t claim_at(const Reading *r, Span span);

/* "Weapons supplied by the United States": a country as a whole publishes and tells nothing. */
bool link_is_country(const Work *w, const Reading *r, const ChainLink *link);

/* How well the claim `to` fits what `from` says: 0 not at all. Same acts are needed; a common place or figure
 * decides, a different one refutes. */
#define FIT_SURE 4
int claim_fit(const Work *w, ClaimRef from, ClaimRef to);

#define RARE_FIGURE 20      /* people from which a number tells by itself */
bool places_near(const Gazetteer *g, uint32_t p, uint32_t q);

/* The claim of a reading that fits best, or CLAIM_NONE. */
uint32_t fitting_claim(const Work *w, ClaimRef from, uint32_t reading, int *score);

/* The searches, each in its file. */
void copies_find(Work *w);
void quotations_find(Work *w);
void relays_find(Work *w);          /* named outlets and officials */
void links_find(Work *w);           /* addresses in footnotes and text, titles in catalogues */
void credits_find(Work *w);         /* "(Reuters)", "with material from", authors that are an agency */
void translations_find(Work *w);
void origins_make(Work *w);
void origins_voices(Work *w);       /* Corpus.voices alone */

/* TRACE with its words handed in, as tests do. */
void trace_corpus(const Gazetteer *g, WordKind (*kind)(const void *context, uint64_t hash), const void *context,
                  Arena *arena, Corpus *c);

#endif
