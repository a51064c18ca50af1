/* utterance.h -- are two quotations one utterance, and which words differ?
 *
 * What stands between square brackets was put in by the paper, and what an ellipsis stands for was left
 * out openly: neither is a change. Which quotation marks are used is never looked at.
 */
#ifndef TRACE_UTTERANCE_H
#define TRACE_UTTERANCE_H

#include "base/arena.h"
#include "model/span.h"

#define UTTERANCE_WORDS 120     /* compared; what comes after is not looked at */

typedef struct UtteranceWord {
    uint64_t hash;
    Span     span;              /* in the text it was taken from */
    bool     gap;               /* words are left out before it */
} UtteranceWord;

typedef struct Utterance {
    Str            text;        /* whole text that the spans are of */
    UtteranceWord *word;
    size_t         count;
    bool           gap_at_end;
} Utterance;

/* Words of a quotation: `span` of `text`, without what stands in brackets. */
void utterance_take(Arena *arena, Str text, Span span, Utterance *ret);

typedef enum UtteranceVerdict {
    UTTERANCE_SAME,             /* word for word */
    UTTERANCE_PART,             /* word for word, as far as both give it */
    UTTERANCE_ALTERED,
} UtteranceVerdict;

typedef struct UtteranceMatch {
    size_t           common;    /* words in common and in order */
    UtteranceVerdict verdict;
    Str              differs;   /* of altered ones: "it has 'left' where the other has 'enough'; ..." */
} UtteranceMatch;

UtteranceMatch utterance_compare(Arena *arena, const Utterance *it, const Utterance *other);

#endif
