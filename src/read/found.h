/* found.h -- what the passes of READ hand to one another while a document is read. */
#ifndef READ_FOUND_H
#define READ_FOUND_H

#include "base/vec.h"
#include "model/block.h"
#include "read/token.h"

/* A sentence, heading or other segment as a run of tokens. */
typedef struct Sentence {
    uint32_t    first, last;    /* tokens, half open */
    int32_t     segment;        /* index of its segment */
    SegmentRole role;
    int         lang;           /* main language, -1 unknown */
    int32_t     paragraph;
    uint64_t    bits;           /* of all its tokens: Tokens.bits */
} Sentence;

/* Everything one document's passes share. */
typedef struct Found {
    Arena           *arena;
    const ReadInput *in;
    const Lang      *lang;
    Tokens           tokens;
    VEC(Sentence)    sentences;
    VEC(Segment)     segments;
    size_t           date_count;    /* the dates, in order of start, are the first mentions until all are sorted */
    VEC(Mention)     mentions;      /* sorted by start at the end of each pass that says so */
    VEC(Attribution) attributions;
    VEC(Claim)       claims;
    VEC(CatalogueEntry) entries;
    VEC(Note)        notes;
    int32_t          published_first, published_last;   /* days, DAY_UNKNOWN */
} Found;

/* Add a mention; name is the span's text until a pass says better. Returns its index. */
int32_t found_mention(Found *f, MentionKind kind, Span span, int32_t segment, Str rule);

void found_note(Found *f, Str code, Span span, Str text);

#endif
