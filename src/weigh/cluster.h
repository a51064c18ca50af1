/* cluster.h -- which claims speak of one incident.
 *
 * Every claim is compared with a bounded number of others that share a place,
 * a day or a stretch of text (blocking); accepted pairs are joined, the surest
 * first, as long as no two members cannot belong together.
 */
#ifndef WEIGH_CLUSTER_H
#define WEIGH_CLUSTER_H

#include "weigh/pair.h"
#include "weigh/ruling.h"

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
    uint32_t *component;    /* of each view: the first view that chains of accepted pairs lead to */
    Rulings   rulings;
    size_t    pairs_weighed;
} Clusters;

void clusters_make(Arena *arena, const Views *all, Clusters *ret);

/* The same result as clusters_make(all), from what was made of fewer (or other) documents: only components that
 * share a key with what is new are decided again.
 * in  then, before   the views of that time and their clusters; both corpora in the order of their documents' ids,
 *                    and a document of one id has the same claims in both */
void clusters_renew(Arena *arena, const Views *then, const Clusters *before, const Views *all, Clusters *ret);

#endif
