/* block.h -- which claims are worth comparing: those that share a place, a day, a rare name or
 * a stretch of text. Each meets a bounded number of others, so that the work grows as the case does.
 */
#ifndef WEIGH_BLOCK_H
#define WEIGH_BLOCK_H

#include "base/vec.h"
#include "weigh/view.h"

/* A view listed under one key (a place, a day, a name). */
typedef struct Listed {
    uint64_t key;
    uint64_t order;         /* day, then act: near things stand near */
    uint32_t view;
} Listed;

typedef struct Blocks {
    Listed   *at;           /* by key, order, view */
    size_t    count;
    uint32_t *where;        /* positions in `at`, view by view */
    uint32_t *first;        /* where a view's begin in `where`; one more than there are views */
    uint32_t *leader;       /* of each view: itself, or the one that it repeats and with which alone it is compared */
} Blocks;

typedef VEC(uint32_t) ViewVec;

void blocks_make(Arena *arena, const Views *all, Blocks *ret);

/* The views behind `view` with which it is worth comparing, ascending, each once; replaces what `ret` held. */
void blocks_partners(Arena *arena, const Blocks *b, const Views *all, uint32_t view, ViewVec *ret);

/* Mark the views of these readings, and those whose partners change when these readings come or go. */
void blocks_touch(const Blocks *b, const Views *all, const bool *readings, bool *touched);

#endif
