/* date_value.c -- see date_value.h. */
#include "read/date_value.h"

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

int calendar_first_month(const Calendar *c)
{
    if (c->season)
        return season_month(c->season);
    if (c->quarter)
        return c->quarter * 3 - 2;
    return c->half ? c->half * 6 - 5 : c->month;
}

void calendar_days(const Calendar *c, int32_t *first, int32_t *last)
{
    *first = *last = DAY_UNKNOWN;
    if (c->decade) {
        month_span(c->decade * 10, 1, 120, first, last);
    } else if (c->century) {
        month_span(c->century * 100, 1, 1200, first, last);
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
    return year ? arena_printf(arena, "%04d", year) : S("XXXX");
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
        return arena_printf(arena, "%03d", c->decade);
    if (c->century)
        return arena_printf(arena, "%02d", c->century);
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
    Str     year = year_text(arena, c->year);
    int32_t first, last;
    char    a[11], b[11];

    if (c->decade)
        return arena_printf(arena, "%03dX", c->decade);
    if (c->century)
        return arena_printf(arena, "%02dXX", c->century);
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
        { NAME_HALFYEAR, "", "M", 6 },  { NAME_DECADE, "", "DE", 1 }, { NAME_CENTURY, "", "CE", 1 },
        { NAME_WEEKEND, "", "WE", 1 },  { NAME_FORTNIGHT, "", "W", 2 },
    };

    if (unit == NAME_Y && milli > 0 && milli % 1000 && milli * 12 % 1000 == 0) {
        unit = NAME_M;          /* "one and a half years" */
        milli *= 12;
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
