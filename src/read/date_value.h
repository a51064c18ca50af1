/* date_value.h -- a point of the calendar, as far as it is known, and how it is written.
 *
 * TIMEX3 for other programs, EDTF for archives, first and last day for
 * comparing. All three say the same.
 */
#ifndef READ_DATE_VALUE_H
#define READ_DATE_VALUE_H

#include "lang/rules.h"
#include "model/reading.h"

/* Parts that are not known are 0. Years run from 1; before Christ they are negative, from -1. */
typedef struct Calendar {
    int year, month, day;
    int week;           /* ISO week of `year` */
    int weekday;        /* 1..7, only without day */
    int season;         /* NAME_SP .. NAME_WI */
    int quarter, half;
    int decade;         /* 199 for the 1990s */
    int century;        /* 20 for the years 1900 to 1999; -5 for the fifth before Christ */
    int weekend;        /* 1: of that week */
    int daytime;        /* NAME_MO .. NAME_DT, or 0 */
    int hour, minute;   /* hour + 1, so that 0 is unknown */
} Calendar;

Calendar calendar_of_day(int32_t day);

/* `year` moved by `by` years; there is no year 0. */
int year_shifted(int year, int64_t by);

/* The month, or the first of the season, quarter or half; 0 when there is none. Seasons
 * are the meteorological ones of the north; winter begins in the year it is named for. */
int calendar_first_month(const Calendar *c);

/* Where a holiday falls in `year` (0 unknown). `code` stands in datewords.tsv: 1225 is a day of
 * a month; 11144 the fourth Thursday (4) of month 11; 20000 and 30000 plus 100 are western and
 * eastern Easter, 20102 two days after it. A day that moves is given as its usual month while
 * the year is unknown. */
void calendar_set_holiday(Calendar *c, int64_t code, int year);

/* First and last day; both DAY_UNKNOWN when the year is not known or lies before Christ. */
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
