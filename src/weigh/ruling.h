/* ruling.h -- what people decided about incidents (Corpus.rulings), as clustering obeys it.
 *
 * "Together" is transitive; "apart" holds between all that was put together with either claim. Where two
 * decisions cannot both be followed, the later one is, and the earlier one is kept to be told.
 */
#ifndef WEIGH_RULING_H
#define WEIGH_RULING_H

#include "weigh/view.h"

/* One decision, in views. */
typedef struct Ruled {
    uint32_t      one, other;
    bool          together;     /* else apart */
    bool          followed;     /* false: a later decision says otherwise */
    const Ruling *ruling;
} Ruled;

typedef struct Rulings {
    Ruled *at;                  /* in the order of Corpus.rulings; only those that speak of incidents */
    size_t count;
} Rulings;

void rulings_take(Arena *arena, const Views *all, Rulings *ret);

#endif
