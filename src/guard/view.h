/* view.h -- the only eyes that tell/ and cli/ have: a case as it may be shown.
 *
 * A View is a corpus whose strings are masked and whose texts are empty, and a
 * way to get the words of a span. Whoever prints a case prints from a View.
 */
#ifndef GUARD_VIEW_H
#define GUARD_VIEW_H

#include "guard/withhold.h"

typedef struct View {
    Corpus       corpus;        /* masked and withheld; every reading's text is STR_NONE */
    const Guard *guard;
    bool         unmasked;      /* made with the custodian's key: names and sentences in clear */
} View;

/* in   corpus  readings with texts, as given to guard_build; raw or from the index */
View *view_make(Arena *arena, const Corpus *corpus, const Guard *guard);

/* Names and withheld sentences in clear. guard_unmask (guard/custodian.h) is the only
 * caller outside tests. */
View *view_make_clear(Arena *arena, const Corpus *corpus, const Guard *guard);

/* Append the words of a span as they may be shown. */
void view_text(const View *view, uint32_t reading, Span span, StrBuf *out);
Str  view_text_str(const View *view, Arena *arena, uint32_t reading, Span span);

/* Append any other string (a path, an error, a query echoed) as it may be shown. */
void view_str(const View *view, Str s, StrBuf *out);

bool view_segment_withheld(const View *view, uint32_t reading, uint32_t segment);
bool view_claim_withheld(const View *view, ClaimRef claim);

/* Bytes of the reading's text, for whoever walks over it by spans. */
uint32_t view_text_len(const View *view, uint32_t reading);

/* Pieces of `span` in order: plain words, and protected names as "Person N" with the span
 * they stand for; for pages that mark mentions inside a sentence. */
typedef struct ViewPiece {
    Span    span;       /* in the original text */
    Str     text;       /* as it may be shown */
    int32_t number;     /* N of "Person N", 0 for plain words, -1 withheld */
} ViewPiece;

ViewPiece *view_pieces(const View *view, Arena *arena, uint32_t reading, Span span, size_t *count);

#endif
