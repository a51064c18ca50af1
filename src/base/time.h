/* time.h -- days of the (proleptic Gregorian) calendar as numbers, and UTC instants.
 *
 * A day is the number of days since 1970-01-01. Nothing here asks the clock
 * but time_now(), which only cli/ calls: every other layer is handed the time.
 */
#ifndef BASE_TIME_H
#define BASE_TIME_H

#include "base/str.h"

#define DAY_UNKNOWN INT32_MIN   /* no day stated */
#define DAY_OPEN    INT32_MAX   /* an interval without an end (or DAY_UNKNOWN for its start) */

typedef struct Civil {
    int year, month, day;       /* month 1..12, day 1..31 */
} Civil;

int32_t day_from_civil(int year, int month, int day);
Civil   day_to_civil(int32_t day);
int     day_weekday(int32_t day);                   /* 1 Monday .. 7 Sunday */
int     month_length(int year, int month);
int32_t day_of_iso_week(int year, int week);        /* the Monday */
void    day_iso_week(int32_t day, int *year, int *week);

/* "2022-09-10" into out[11]. */
void day_format(int32_t day, char out[11]);
bool day_parse(Str iso, int32_t *ret);

int64_t time_now(void);                             /* seconds since 1970, UTC */
void    time_format(int64_t seconds, char out[21]); /* "2022-09-10T08:00:00Z" */
bool    time_parse(Str text, int64_t *ret);         /* that, and no other spelling; not before 1970 */

#endif
