/* counting.h -- how the counts of a sentence stand to one another. */
#ifndef READ_COUNTING_H
#define READ_COUNTING_H

#include "read/found.h"

/* A quantity mention of the sentence and the tokens it stands on. */
typedef struct Count {
    int32_t mention;
    size_t  first, last;        /* tokens, half open */
    bool    harm;               /* its own words say what befell those counted */
} Count;

typedef VEC(Count) CountVec;

/* Units said once for several counts ("the bodies of 8 men and 3 women"); parts of a
 * whole ("59 people, among them a child"); "each"; "so far" and "as of 5 May". `counts` are those
 * of the sentence in tokens [low, high), in order; the mention of a single person that is
 * a part may be added. Sets part_of, each, so_far, as_of and what parts take from their whole. */
void counts_relate(Found *f, size_t low, size_t high, int32_t segment, CountVec *counts);

#endif
