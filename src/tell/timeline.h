/* timeline.h -- incidents in the order of their days, each drawn as wide as its date is known.
 *
 * A day stands under its month; a date that spans months stands under its year, before the months, and is never
 * put on a day that nobody named. What has no date comes last.
 */
#ifndef TELL_TIMELINE_H
#define TELL_TIMELINE_H

#include "model/corpus.h"

/* How closely a date is known; the wider comes first under one heading. */
typedef enum Reach { REACH_YEARS, REACH_YEAR, REACH_MONTHS, REACH_MONTH, REACH_DAYS, REACH_DAY, REACH_NONE } Reach;

typedef struct TimelineRow {
    const Incident *n;
    uint32_t index;         /* of the incident in the corpus */
    int32_t  first, last;   /* days; DAY_UNKNOWN both for REACH_NONE */
    Reach    reach;
} TimelineRow;

/* Rows of these incidents, in order: by year; inside it what spans months first; by month; inside it what is known
 * to the month first; by day. */
TimelineRow *timeline_make(Arena *arena, const Corpus *c, const uint32_t *which, size_t count);

/* "years", "year", "months", "month", "days", "day"; NULL for none. */
const char *reach_name(Reach reach);

/* Under a year: what spans more than one month. */
bool timeline_wide(const TimelineRow *row);

#endif
