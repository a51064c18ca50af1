/* mask.h -- names of people at risk, replaced wherever a case's words leave it.
 *
 * READ marks people as protected. A Guard is built over all texts of the case:
 * it gives every protected name its number N and finds the places where the
 * name stands, in any text, in any case of letters, also inflected and in the
 * possessive. Everything printed is then made of these three:
 *     guard_text      words of a document
 *     guard_mask_str  any other string (paths, errors, titles, what a user typed)
 *     guard_mask_*    whole readings and corpora, field by field
 * A name becomes "Person N". People told by role only ("a tearful woman") have
 * no name, keep their words and get no number.
 *
 * What is masked, where:
 *   the span of every protected mention with a name;
 *   the full name (two words or more, either order) in every text and string,
 *     even inside a mention that was judged public: in doubt, protect;
 *   its surname, or a name of one word, in every text and string, unless that
 *     place lies inside an unprotected person's mention, or (in other documents)
 *     inside a located place;
 *   its given names in the same document, unless inside another person's mention
 *     or a place.
 * A lone word of fewer than five letters is masked only where it is written
 * with a capital.
 */
#ifndef GUARD_MASK_H
#define GUARD_MASK_H

#include "base/err.h"
#include "base/strbuf.h"
#include "model/corpus.h"
#include "model/protected.h"

typedef struct Guard Guard;

/* in    corpus   readings with their texts (a reading without a text is masked by its
 *                strings alone). Numbers already given stand in person.number and are
 *                kept; readings from the index, whose names are "Person N" already,
 *                are read back from text and span.
 *       floor    numbers up to this one are taken even if no reading shows them
 * out   a guard in `arena`; `corpus` and its texts must outlive it. New names are
 *       numbered in order of document, then offset. */
Guard *guard_build(Arena *arena, const Corpus *corpus, int32_t floor);

/* How many people have a number, and the number of a person's mention (0: none). */
size_t  guard_people(const Guard *guard);
int32_t guard_number(const Guard *guard, uint32_t reading, uint32_t mention);

/* Append the document's words of `span`; a protected name is replaced whole even
 * when the span cuts it. Sentences of the compartment (guard/withhold.h) come out
 * as their marker. */
void guard_text(const Guard *guard, uint32_t reading, Span span, StrBuf *out);

/* Append any other string, masked. */
void guard_mask_str(const Guard *guard, Str s, StrBuf *out);
Str  guard_str(const Guard *guard, Arena *arena, Str s);    /* STR_NONE stays STR_NONE */

/* The same for a string that belongs to one document: given names go too. */
Str guard_str_of(const Guard *guard, Arena *arena, uint32_t reading, Str s);

/* Copy with every string masked, the same spans and indices, text = STR_NONE. What
 * is stored in index.db: names are gone, nothing is withheld yet. `raw` may be the
 * corpus's own reading or one like it. */
void guard_mask_reading(const Guard *guard, Arena *arena, uint32_t reading, const Reading *raw, Reading *masked);

/* All readings as above, and derivations, origins, incidents and conflicts. */
void guard_mask_corpus(const Guard *guard, Arena *arena, const Corpus *raw, Corpus *masked);

/* The reverse for a custodian (guard/custodian.h): "Person 3" becomes the name again. */
void guard_reveal_corpus(const Guard *guard, Arena *arena, const Corpus *corpus, Corpus *revealed);

/* Spans that cover every byte of the reading's text, in order, cut at the borders of
 * segments and of protected names; masked[i] tells which must be withheld from a
 * redacted copy. Input of seal's segment tree. */
typedef struct GuardCuts {
    Span  *spans;
    bool  *masked;      /* a protected name, or part of a withheld sentence */
    size_t count;
} GuardCuts;

GuardCuts guard_cuts(const Guard *guard, Arena *arena, uint32_t reading);

/* Places that may identify a protected person though the name is gone: an exact age
 * in the same sentence. */
typedef struct GuardWarning {
    Span        span;
    int32_t     segment;
    const char *why;
} GuardWarning;

GuardWarning *guard_warnings(const Guard *guard, Arena *arena, uint32_t reading, size_t *count);

#endif
