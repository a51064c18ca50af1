/* span.h -- half-open byte range in a document's text. No value exists without one. */
#ifndef MODEL_SPAN_H
#define MODEL_SPAN_H

#include "base/str.h"

typedef struct Span {
    uint32_t start;     /* byte, inclusive */
    uint32_t end;       /* byte, exclusive */
} Span;

#define SPAN_NONE ((Span){ UINT32_MAX, UINT32_MAX })

static inline bool span_is(Span s)                  { return s.start != UINT32_MAX; }
static inline bool span_eq(Span a, Span b)          { return a.start == b.start && a.end == b.end; }
static inline bool span_overlaps(Span a, Span b)    { return a.start < b.end && b.start < a.end; }
static inline bool span_within(Span in, Span out)   { return in.start >= out.start && in.end <= out.end; }
static inline uint32_t span_len(Span s)             { return s.end - s.start; }
static inline Str  span_text(Str text, Span s)      { return str_slice(text, s.start, s.end); }

#endif
