/* copies.h -- which texts are forms of one another, and two texts laid side by side,
 * sentence by sentence.
 */
#ifndef TRACE_COPIES_H
#define TRACE_COPIES_H

#include "trace/work.h"

#define ALIKE_COPY 0.85     /* mean likeness of aligned sentences from which they count as copied, not reworded */

typedef struct SentencePair {
    uint32_t a, b;          /* sentences */
    float    likeness;      /* 0..1: weight of common words over the mean weight of both */
} SentencePair;

typedef struct Alignment {
    SentencePair *pairs;    /* in order of a's sentences */
    uint32_t      pair_count;
    double        likeness; /* mean over the pairs, by words */
    uint32_t      a_words, b_words, a_common, b_common;     /* words of all and of the aligned sentences */
    bool          derived;  /* enough to say that one rests on the other */
} Alignment;

/* Find the best sequence of like sentences in the order of both texts (Needleman and Wunsch 1970, over
 * sentences), and those that moved. `a_stock`, `b_stock`: of each sentence, whether many documents have it,
 * or NULL for none; a stock sentence says nothing, unless such sentences make up much of a text. */
void align_texts(Arena *arena, const Text *a, const bool *a_stock, const Text *b, const bool *b_stock, Alignment *ret);

/* Whoever wants to know of two texts that are forms of one another: a is the one with the smaller key. */
typedef struct CopySink {
    void (*tell)(void *context, uint32_t a, uint32_t b, const Alignment *alignment);
    void  *context;
} CopySink;

/* Texts among which copies are looked for. What it finds depends on the texts and their keys, never on
 * the order in which they were added. */
typedef struct Copies Copies;

Copies *copies_create(size_t expected);
void    copies_destroy(Copies *c);
size_t  copies_bytes(const Copies *c);      /* that it holds, beside the texts */

/* Add a text, which must outlive the rest; the first is number 0. `key`: a number that belongs to the document wherever it
 * stands (a hash of its id). */
uint32_t copies_add(Copies *c, const Text *text, uint64_t key);

/* The texts of which `doc` is a form, among those that were added by now. */
void copies_of(Copies *c, uint32_t doc, CopySink sink);

/* Every two texts, once. */
void copies_all(Copies *c, CopySink sink);

/* Passages of two documents, and whether they are the same words or reworded ones, into `d`; its `how` stays
 * when they have no sentence in common. */
void copies_lay_side_by_side(Work *w, uint32_t from, uint32_t to, Derivation *d);

#endif
