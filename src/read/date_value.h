/* date_value.h -- a point of the calendar, as far as it is known, and how it is written.
 *
 * TIMEX3 for other programs, EDTF for archives, first and last day for
 * comparing. All three say the same.
 */
#ifndef READ_DATE_VALUE_H
#define READ_DATE_VALUE_H

#include "lang/rules.h"
#include "model/reading.h"

/* Parts that are not known are 0; years run from 1. */
typedef struct Calendar {
    int year, month, day;
    int week;           /* ISO week of `year` */
    int weekday;        /* 1..7, only without day */
    int season;         /* NAME_SP .. NAME_WI */
    int quarter, half;
    int decade;         /* 199 for the 1990s */
    int century;        /* 19 for the years 1900 to 1999 */
    int weekend;        /* 1: of that week */
    int daytime;        /* NAME_MO .. NAME_DT, or 0 */
    int hour, minute;   /* hour + 1, so that 0 is unknown */
} Calendar;

Calendar calendar_of_day(int32_t day);

/* The month, or the first of the season, quarter or half; 0 when there is none. Seasons
 * are the meteorological ones of the north; winter begins in the year it is named for. */
int calendar_first_month(const Calendar *c);

/* First and last day; both DAY_UNKNOWN when the year is not known. */
void calendar_days(const Calendar *c, int32_t *first, int32_t *last);

Str calendar_timex(Arena *arena, const Calendar *c);

/* STR_NONE when EDTF cannot say it. */
Str calendar_edtf(Arena *arena, const Calendar *c);

/* Narrow an interval to its beginning, middle or end (NAME_START ...): a
 * generous half, for "early" promises no day. */
void days_part(int64_t part, int32_t *first, int32_t *last);

/* "P6M", "PT2H", "PXD". `milli` in thousandths of the unit, or NUMBER_VAGUE. */
Str duration_timex(Arena *arena, int64_t milli, int64_t unit);

#endif
