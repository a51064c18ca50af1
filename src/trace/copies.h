/* copies.h -- two texts laid side by side, sentence by sentence. */
#ifndef TRACE_COPIES_H
#define TRACE_COPIES_H

#include "trace/work.h"

#define ALIKE_COPY 0.85     /* mean likeness of aligned sentences from which they count as copied, not reworded */

typedef struct SentencePair {
    uint32_t late, early;   /* sentences */
    double   likeness;      /* 0..1: weight of common words over the mean weight of both */
} SentencePair;

typedef struct Alignment {
    SentencePair *pairs;    /* in order of both texts */
    uint32_t      pair_count;
    double        likeness; /* mean over the pairs, by words */
    uint32_t      late_words, early_words, late_common, early_common;   /* words of all and of the aligned sentences */
    uint32_t      late_sentences, early_sentences;
    bool          derived;  /* enough to say that one rests on the other */
} Alignment;

/* Make a text ready for align_texts; again is free. */
void align_prepare(Arena *arena, Text *t);

/* Find the best sequence of like sentences in the order of both texts
 * (Needleman and Wunsch 1970 over sentences). With `stock_only` the texts are known to share
 * nothing rare, and only a long run of equal sentences convinces. */
void align_texts(Arena *arena, const Text *late, const Text *early, bool stock_only, Alignment *ret);

/* Passages of two documents, and whether they are the same words or reworded ones, into `d`; its `how` stays
 * when they have no sentence in common. */
void copies_lay_side_by_side(Work *w, uint32_t from, uint32_t to, Derivation *d);

#endif
