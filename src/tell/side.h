/* side.h -- two texts that are forms of one another, as they are shown: how much of each stands in the other, and two
 * passages word by word. Made from the masked view alone.
 */
#ifndef TELL_SIDE_H
#define TELL_SIDE_H

#include "guard/view.h"

/* What two documents have in common. */
typedef enum CopyKind {
    COPY_EXACT,         /* the same words throughout */
    COPY_NEAR,          /* most of either stands in the other */
    COPY_PART,          /* a part of one */
    COPY_REWORDED,
} CopyKind;

typedef struct CopyPair {
    const Derivation *derivation;       /* `from` is the one that is listed as derived */
    CopyKind          kind;
    int32_t           from_percent, to_percent;     /* of the words of each that stand in the passages */
} CopyPair;

/* "exact", "near", "part", "reworded" */
Str copy_kind_name(CopyKind kind);

/* Which pairs: of two documents, of one, of all. */
typedef struct CopyWish {
    uint32_t one, other;        /* readings; UINT32_MAX: any */
    size_t   from, to;          /* of those that fit, the first of which is number 0 */
} CopyWish;

#define COPIES_ALL ((CopyWish){ UINT32_MAX, UINT32_MAX, 0, SIZE_MAX })

/* Pairs of documents of which one is a form of the other, in the order of the derivations. */
CopyPair *copy_pairs(Arena *arena, const View *view, CopyWish wish, size_t *count);
size_t    copy_count(const View *view);

/* A stretch of a passage, with the white space and marks around it; `only`: words that the other passage has not
 * there. Stretches cover the passage, on one line. */
typedef struct SidePiece {
    Str  text;
    bool only;
} SidePiece;

typedef struct Side {
    SidePiece *pieces;
    size_t     count;
} Side;

/* Lay two texts side by side, word by word (longest common subsequence of the words, compared without case and accents);
 * of very long ones the first SIDE_WORDS words. */
#define SIDE_WORDS 400
void side_by_side(Arena *arena, Str a, Str b, Side *ret_a, Side *ret_b);

#endif
