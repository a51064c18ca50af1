/* timeline.c -- see timeline.h. */
#include "tell/timeline.h"

#include <stdlib.h>

static const char *const reach_names[] = {
    [REACH_YEARS] = "years", [REACH_YEAR] = "year", [REACH_MONTHS] = "months", [REACH_MONTH] = "month",
    [REACH_DAYS] = "days", [REACH_DAY] = "day", [REACH_NONE] = NULL,
};

const char *reach_name(Reach reach)
{
    return reach_names[reach];
}

bool timeline_wide(const TimelineRow *row)
{
    return row->reach <= REACH_MONTHS;
}

static bool known(int32_t day)
{
    return day != DAY_UNKNOWN && day != DAY_OPEN;
}

static Reach reach_of(int32_t first, int32_t last)
{
    if (!known(first))
        return REACH_NONE;
    Civil a = day_to_civil(first), b = day_to_civil(last);
    bool whole = a.day == 1 && b.day == month_length(b.year, b.month);
    if (first == last)
        return REACH_DAY;
    if (a.year != b.year)
        return REACH_YEARS;
    if (a.month != b.month)
        return whole && a.month == 1 && b.month == 12 ? REACH_YEAR : REACH_MONTHS;
    return whole ? REACH_MONTH : REACH_DAYS;
}

static TimelineRow row_of(const Corpus *c, uint32_t index)
{
    const Incident *n = &c->incidents[index];
    int32_t first = known(n->first) ? n->first : n->last, last = known(n->last) ? n->last : first;

    return (TimelineRow){ n, index, first, last, reach_of(first, last) };
}

static int compare_rows(const void *a, const void *b)
{
    const TimelineRow *x = a, *y = b;

    if ((x->reach == REACH_NONE) != (y->reach == REACH_NONE))
        return x->reach == REACH_NONE ? 1 : -1;
    if (x->reach != REACH_NONE) {
        Civil p = day_to_civil(x->first), q = day_to_civil(y->first);
        bool wide_x = timeline_wide(x), wide_y = timeline_wide(y);
        if (p.year != q.year)
            return p.year - q.year;
        if (wide_x != wide_y)
            return wide_x ? -1 : 1;
        if (!wide_x && p.month != q.month)
            return p.month - q.month;
        if (!wide_x && (x->reach == REACH_MONTH) != (y->reach == REACH_MONTH))
            return x->reach == REACH_MONTH ? -1 : 1;
        if (x->first != y->first)
            return x->first < y->first ? -1 : 1;
        if (x->last != y->last)
            return x->last < y->last ? -1 : 1;
    }
    return x->index < y->index ? -1 : 1;
}

TimelineRow *timeline_make(Arena *arena, const Corpus *c, const uint32_t *which, size_t count)
{
    TimelineRow *rows = arena_array(arena, TimelineRow, count + 1);

    for (size_t i = 0; i < count; i++)
        rows[i] = row_of(c, which[i]);
    qsort(rows, count, sizeof *rows, compare_rows);
    return rows;
}
