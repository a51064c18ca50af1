/* copy_score.h -- what TRACE finds among families of copies, against what is true. */
#ifndef BENCH_COPY_SCORE_H
#define BENCH_COPY_SCORE_H

#include "families.h"

#include "trace/copies.h"

typedef struct CopyScore {
    uint32_t documents[FAMILY_KINDS];   /* of each kind whose source is there */
    uint32_t found[FAMILY_KINDS];       /* of them, reported as a form of their source */
    uint32_t pairs, wrong;              /* reported in all; of documents that are no forms of one text */
} CopyScore;

/* The texts of `count` documents as TRACE takes them; keys by which Copies knows them. */
Text     *score_texts(Arena *arena, const Families *f, uint32_t count);
uint64_t  score_key(uint32_t number);

/* Count one reported pair; give to Copies with a CopyCount as context, after score_start. */
typedef struct CopyCount {
    const Families *families;
    CopyScore       score;
    void          (*wrong)(const Families *f, uint32_t a, uint32_t b, const Alignment *alignment);  /* or NULL */
} CopyCount;

void score_start(CopyCount *count, const Families *f, uint32_t documents);
void score_pair(void *context, uint32_t a, uint32_t b, const Alignment *alignment);

/* 0..100; 100 when there was nothing to find. */
double score_recall(const CopyScore *s, FamilyKind kind);
double score_wrong(const CopyScore *s);

#endif
