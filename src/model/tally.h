/* tally.h -- voices and origins of some claims: of one, of an incident, of a figure.
 *
 * The number of origins is an upper bound of the independence found in this case. An outlet that
 * names a source for these claims and tells more of the same in its own voice, without saying that it was there,
 * is no root beside its source: nothing in its text says that it knows from anywhere else.
 */
#ifndef MODEL_TALLY_H
#define MODEL_TALLY_H

#include "model/corpus.h"

/* Made once a corpus: what is looked up of every claim. */
typedef struct TallyIndex {
    const Corpus *corpus;
    uint32_t    **origin_of;    /* [reading][claim]: index into origins, or TALLY_NONE */
    struct Map   *publishers;   /* voices that have a document in the case */
    bool         *parted;       /* of each origin: a person keeps it apart from another one */
} TallyIndex;

#define TALLY_NONE UINT32_MAX

/* How the reason of an origin begins that a person keeps apart from another one. */
#define APART_BY_PERSON "kept apart by a person"

typedef struct Tally {
    Str      *voices;           /* names, once each, in order of the claims */
    size_t    voice_count;
    uint32_t *origins;          /* indices; a publisher's own reporting counts once in however many documents */
    size_t    origin_count;
    Str       unseen;           /* one sentence: what the case does not show; STR_NONE: nothing to say */
} Tally;

TallyIndex tally_index(Arena *arena, const Corpus *c);

/* Claims in order of their readings. At least one origin is counted. */
Tally tally_claims(Arena *arena, const TallyIndex *index, const ClaimRef *claims, size_t count);

/* Names of one voice (Corpus.voices). The key of a name, and of a name that only the documents of this publisher
 * use so ("the regional administration" in its own statement). */
uint64_t voice_key(Str name);
uint64_t voice_key_of(Str publisher, Str name);

/* What the voice of this link is called everywhere; STR_NONE for words that name nobody. */
Str corpus_voice(const Corpus *c, const Claim *claim, size_t link);

#endif
