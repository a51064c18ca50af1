/* incident.h -- from groups of claims to rows that a person can read and overrule. */
#ifndef WEIGH_INCIDENT_H
#define WEIGH_INCIDENT_H

#include "weigh/cluster.h"

/* Fill c->incidents from the groups, in their order; a lone claim without place, day and figure makes none. */
void incidents_make(Arena *arena, const Views *all, const Clusters *groups, Corpus *c);

/* Fill quantities: once figures that are errors are marked. */
void incidents_count(Arena *arena, const Views *all, Corpus *c);

/* "2022-09-10", "2022-09", "2022-03-05/2022-09-10"; STR_NONE when unknown. */
Str edtf_of_days(Arena *arena, int32_t first, int32_t last);

#endif
