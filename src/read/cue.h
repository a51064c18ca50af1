/* cue.h -- the words that hand something to somebody: "has repeatedly said", "is expected", "according to".
 *
 * A cue is a word of reporting.tsv that stands where a verb can stand (or a
 * noun that is followed by what it contains), together with the auxiliaries,
 * negation and adverbs before it and the preposition that belongs to it.
 */
#ifndef READ_CUE_H
#define READ_CUE_H

#include "read/phrase.h"

typedef struct Cue {
    uint32_t first, last;       /* tokens of the whole group, half open */
    uint32_t verb;              /* token of the reporting word itself */
    int      kind;              /* enum report_kind */
    int      frame;             /* enum report_frame */
    bool     passive;           /* "was told", "proposed by" */
    bool     participle;        /* "saying": its subject stands elsewhere */
    bool     infinitive;        /* "to say" */
} Cue;

/* The cue whose reporting word begins at token i of the sentence; false when none does. */
bool cue_at(const Found *f, const Sentence *s, uint32_t i, Cue *ret);

/* Can token i be the verb of a clause? */
bool is_verb(const Found *f, const Sentence *s, uint32_t i);

/* Is it of this frame ("about" a particle, "to" before an infinitive)? */
bool has_frame(const Found *f, uint32_t i, int frame);

/* What the last letters of the word at token i tell (enum ending_kind), or -1. */
int word_ending(const Found *f, uint32_t i);

#endif
