/* cluster.h -- which claims speak of one incident.
 *
 * Every claim is compared with a bounded number of others that share a place,
 * a day or a stretch of text (blocking); accepted pairs are joined, the surest
 * first, as long as no two members cannot belong together.
 */
#ifndef WEIGH_CLUSTER_H
#define WEIGH_CLUSTER_H

#include "weigh/pair.h"

#define NO_GROUP UINT32_MAX

/* Two claims that were joined and why. */
typedef struct Joined {
    uint32_t one, other;    /* views */
    double   weight;
} Joined;

typedef struct Clusters {
    uint32_t *group;        /* of each view: number of its group in order of first members, or NO_GROUP */
    size_t    group_count;
    Joined   *joined;       /* by group, surest first */
    size_t    joined_count;
    size_t    pairs_weighed;
} Clusters;

void clusters_make(Arena *arena, const Views *all, Clusters *ret);

#endif
