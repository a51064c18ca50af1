/* date_value.c -- see date_value.h. */
#include "read/date_value.h"

#include <stdlib.h>

Calendar calendar_of_day(int32_t day)
{
    Civil c = day_to_civil(day);
    return (Calendar){ .year = c.year, .month = c.month, .day = c.day };
}

static void month_span(int year, int month, int months, int32_t *first, int32_t *last)
{
    int end = month + months - 1, end_year = year + (end - 1) / 12;

    end = (end - 1) % 12 + 1;
    *first = day_from_civil(year, month, 1);
    *last = day_from_civil(end_year, end, month_length(end_year, end));
}

static int season_month(int season)
{
    return season == NAME_SP ? 3 : season == NAME_SU ? 6 : season == NAME_FA ? 9 : 12;
}

int year_shifted(int year, int64_t by)
{
    int moved = year + (int)by;

    if (year < 0 && moved >= 0)
        return moved + 1;
    return year > 0 && moved <= 0 ? moved - 1 : moved;
}

int calendar_first_month(const Calendar *c)
{
    if (c->season)
        return season_month(c->season);
    if (c->quarter)
        return c->quarter * 3 - 2;
    return c->half ? c->half * 6 - 5 : c->month;
}

#define JULIAN_BEHIND 13        /* days, in the years 1900 to 2099 */

/* Easter Sunday: by the rule of Gauss, as a day number. */
static int32_t easter(int year, bool eastern)
{
    int a = year % 19, b = year % 4, c = year % 7, k = year / 100;
    int m = eastern ? 15 : (15 - (13 + 8 * k) / 25 + k - k / 4) % 30, n = eastern ? 6 : (4 + k - k / 4) % 7;
    int d = (19 * a + m) % 30, e = (2 * b + 4 * c + 6 * d + n) % 7;

    if (!eastern && d == 29 && e == 6)
        d = 22;
    if (!eastern && d == 28 && e == 6 && a > 10)
        d = 21;
    return day_from_civil(year, 3, 22) + d + e + (eastern ? JULIAN_BEHIND : 0);
}

void calendar_set_holiday(Calendar *c, int64_t code, int year)
{
    if (code < 10000) {
        c->month = (int)code / 100;
        c->day = (int)code % 100;
    } else if (code < 20000) {
        int nth = (int)code / 10 % 10, weekday = (int)code % 10;
        c->month = (int)(code - 10000) / 100;
        c->day = 0;
        if (year > 0)
            c->day = 1 + (weekday - day_weekday(day_from_civil(year, c->month, 1)) + 7) % 7 + (nth - 1) * 7;
    } else {
        c->month = 4;
        c->day = 0;
        if (year > 0) {
            Calendar day = calendar_of_day(easter(year, code >= 30000) + (int32_t)(code % 10000) - 100);
            c->month = day.month;
            c->day = day.day;
        }
    }
}

void calendar_days(const Calendar *c, int32_t *first, int32_t *last)
{
    *first = *last = DAY_UNKNOWN;
    if (c->year < 0 || c->decade < 0 || c->century < 0)
        return;
    if (c->decade) {
        month_span(c->decade * 10, 1, 120, first, last);
    } else if (c->century) {
        month_span((c->century - 1) * 100, 1, 1200, first, last);
    } else if (c->year == 0) {
        return;
    } else if (c->week) {
        *first = day_of_iso_week(c->year, c->week) + (c->weekend ? 5 : 0);
        *last = *first + (c->weekend ? 1 : 6);
    } else if (c->season) {
        month_span(c->year, season_month(c->season), 3, first, last);
    } else if (c->quarter) {
        month_span(c->year, c->quarter * 3 - 2, 3, first, last);
    } else if (c->half) {
        month_span(c->year, c->half * 6 - 5, 6, first, last);
    } else if (c->month == 0) {
        month_span(c->year, 1, 12, first, last);
    } else if (c->day == 0) {
        month_span(c->year, c->month, 1, first, last);
    } else {
        *first = *last = day_from_civil(c->year, c->month, c->day);
        if (c->daytime == NAME_NI)
            ++*last;        /* a night ends on the next day */
    }
}

static Str year_text(Arena *arena, int year)
{
    if (year < 0)
        return arena_printf(arena, "BC%04d", -year);
    return year ? arena_printf(arena, "%04d", year) : S("XXXX");
}

/* EDTF counts astronomically: 1 BC is the year 0. */
static Str edtf_year(Arena *arena, int year)
{
    if (year < 0)
        return year == -1 ? S("0000") : arena_printf(arena, "-%04d", -year - 1);
    return year_text(arena, year);
}

static Str time_text(Arena *arena, const Calendar *c)
{
    if (c->hour)
        return arena_printf(arena, "T%02d:%02d", c->hour - 1, c->minute);
    if (c->daytime)
        return arena_printf(arena, "T" STR_FMT, STR_ARG(rule_value_name(c->daytime)));
    return S("");
}

Str calendar_timex(Arena *arena, const Calendar *c)
{
    Str year = year_text(arena, c->year), time = time_text(arena, c);

    if (c->decade)
        return arena_printf(arena, c->decade < 0 ? "BC%03d" : "%03d", abs(c->decade));
    if (c->century)
        return arena_printf(arena, c->century < 0 ? "BC%02d" : "%02d", abs(c->century) - 1);
    if (c->week)
        return arena_printf(arena, STR_FMT "-W%02d%s", STR_ARG(year), c->week, c->weekend ? "-WE" : "");
    if (c->season)
        return arena_printf(arena, STR_FMT "-" STR_FMT, STR_ARG(year), STR_ARG(rule_value_name(c->season)));
    if (c->quarter)
        return arena_printf(arena, STR_FMT "-Q%d", STR_ARG(year), c->quarter);
    if (c->half)
        return arena_printf(arena, STR_FMT "-H%d", STR_ARG(year), c->half);
    if (c->weekday && c->day == 0)
        return arena_printf(arena, "XXXX-WXX-%d" STR_FMT, c->weekday, STR_ARG(time));
    if (c->month == 0 && c->day)
        return arena_printf(arena, STR_FMT "-XX-%02d" STR_FMT, STR_ARG(year), c->day, STR_ARG(time));
    if (c->month == 0 && c->year == 0)
        return arena_printf(arena, "XXXX-XX-XX" STR_FMT, STR_ARG(time));
    if (c->month == 0)
        return year;
    if (c->day == 0)
        return arena_printf(arena, STR_FMT "-%02d", STR_ARG(year), c->month);
    return arena_printf(arena, STR_FMT "-%02d-%02d" STR_FMT, STR_ARG(year), c->month, c->day, STR_ARG(time));
}

Str calendar_edtf(Arena *arena, const Calendar *c)
{
    Str     year = edtf_year(arena, c->year);
    int32_t first, last;
    char    a[11], b[11];

    if (c->decade < 0)          /* 480s BC: its first and last year */
        return arena_printf(arena, STR_FMT "/" STR_FMT, STR_ARG(edtf_year(arena, c->decade * 10 - 9)),
                            STR_ARG(edtf_year(arena, c->decade * 10)));
    if (c->century < 0)
        return arena_printf(arena, STR_FMT "/" STR_FMT, STR_ARG(edtf_year(arena, c->century * 100)),
                            STR_ARG(edtf_year(arena, c->century * 100 + 99)));
    if (c->decade)
        return arena_printf(arena, "%03dX", c->decade);
    if (c->century)
        return arena_printf(arena, "%02dXX", c->century - 1);
    if (c->season)              /* EDTF level 1: 21 spring .. 24 winter */
        return arena_printf(arena, STR_FMT "-%d", STR_ARG(year), 21 + c->season - NAME_SP);
    if (c->quarter)             /* level 2: 33 .. 36, and 40, 41 for halves */
        return arena_printf(arena, STR_FMT "-%d", STR_ARG(year), 32 + c->quarter);
    if (c->half)
        return arena_printf(arena, STR_FMT "-%d", STR_ARG(year), 39 + c->half);
    if (c->week || c->daytime == NAME_NI) {
        calendar_days(c, &first, &last);
        if (first == DAY_UNKNOWN)
            return STR_NONE;
        day_format(first, a);
        day_format(last, b);
        return arena_printf(arena, "%s/%s", a, b);
    }
    if (c->month == 0 && c->day)
        return arena_printf(arena, STR_FMT "-XX-%02d", STR_ARG(year), c->day);
    if (c->month == 0)
        return c->year ? year : STR_NONE;
    if (c->day == 0)
        return arena_printf(arena, STR_FMT "-%02d", STR_ARG(year), c->month);
    return arena_printf(arena, STR_FMT "-%02d-%02d", STR_ARG(year), c->month, c->day);
}

void days_part(int64_t part, int32_t *first, int32_t *last)
{
    int32_t length;

    if (*first == DAY_UNKNOWN || *last == DAY_UNKNOWN)
        return;
    length = *last - *first + 1;
    if (part == NAME_START) {
        *last = *first + (length - 1) / 2;
    } else if (part == NAME_END) {
        *first = *last - (length - 1) / 2;
    } else if (part == NAME_MID) {
        *first += length / 4;
        *last -= length / 4;
    }
}

Str duration_timex(Arena *arena, int64_t milli, int64_t unit)
{
    static const struct {
        int64_t     unit;
        const char *time, *letters;
        int         times;
    } units[] = {
        { NAME_Y, "", "Y", 1 },         { NAME_M, "", "M", 1 },     { NAME_W, "", "W", 1 },
        { NAME_D, "", "D", 1 },         { NAME_Q, "", "Q", 1 },     { NAME_TH, "T", "H", 1 },
        { NAME_TM, "T", "M", 1 },       { NAME_TS, "T", "S", 1 },
        { NAME_HALFYEAR, "", "M", 6 },  { NAME_HALFHOUR, "T", "M", 30 }, { NAME_DECADE, "", "DE", 1 }, { NAME_CENTURY, "", "CE", 1 },
        { NAME_WEEKEND, "", "WE", 1 },  { NAME_FORTNIGHT, "", "W", 2 },
    };

    if (milli > 1000 && milli % 1000 == 500 && (unit == NAME_Y || unit == NAME_TH || unit == NAME_TM))
        return arena_printf(arena, "P%s%lld%s", unit == NAME_Y ? "" : "T", (long long)(milli / 1000),
                            unit == NAME_Y ? "Y6M" : unit == NAME_TH ? "H30M" : "M30S");   /* "one and a half years" */
    if (unit == NAME_Y && milli > 0 && milli < 1000 && milli * 12 % 1000 == 0) {
        unit = NAME_M;          /* "half a year" */
        milli *= 12;
    }
    if ((unit == NAME_TH || unit == NAME_TM) && milli > 0 && milli < 1000 && milli * 60 % 1000 == 0) {
        unit = unit == NAME_TH ? NAME_TM : NAME_TS;
        milli *= 60;
    }
    size_t i = 0, count = sizeof units / sizeof *units;
    while (i < count && units[i].unit != unit)
        i++;
    if (i == count)
        return S("PXX");
    if (milli < 0)
        return arena_printf(arena, "P%sX%s", units[i].time, units[i].letters);
    milli *= units[i].times;
    if (milli % 1000 == 0)
        return arena_printf(arena, "P%s%lld%s", units[i].time, (long long)(milli / 1000), units[i].letters);
    int decimals = milli % 100 == 0 ? 1 : 3;
    long long rest = milli % 1000;
    return arena_printf(arena, "P%s%lld.%0*lld%s", units[i].time, (long long)(milli / 1000), decimals,
                        decimals == 1 ? rest / 100 : rest, units[i].letters);
}
