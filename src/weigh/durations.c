/* durations.c -- how long something lasted, against its own ends, and against what other
 * texts say of one occupation.
 *
 * A duration in words is a range of days: "five months" is four and a half to
 * five and a half, "almost 200 days" up to 200, "more than six months" six and up. Its
 * beginning may be counted from the first soldiers or from the last street, so two durations that
 * lie near each other are no contradiction, whatever their words; they are shown as what they are, two
 * counts. Only a gross difference is an alarm.
 */
#include "base/auto.h"
#include "weigh/rows.h"

#include <stdlib.h>

#define PERIOD_LEAST   3        /* days; shorter ones are told too loosely */
#define BESIDE         80       /* bytes between a period and the duration said of it, for an alarm */
#define UNTIL_GAP      60       /* bytes between a duration and the day on which it ended */
#define CONTROL_GAP    30       /* bytes between a duration and the word for the control of a place that it is said of */
#define TOLD_PER_PLACE 24       /* durations of one occupation that are compared */
#define ROWS_PER_PLACE 3
#define ROWS_PER_TEXT  16

typedef struct Range {
    int32_t low, high;          /* days, inclusive */
} Range;

/* "P5M", "P200D", "P1Y6M": days of each letter; false for "PXM" and for hours. */
static bool value_days(Str value, double *days, double *unit)
{
    size_t i = 1;

    *days = 0;
    if (value.len < 3 || value.ptr[0] != 'P')
        return false;
    while (i < value.len) {
        double n = 0, place = 0;
        for (; i < value.len && ((value.ptr[i] >= '0' && value.ptr[i] <= '9') || value.ptr[i] == '.'); i++) {
            if (value.ptr[i] == '.')
                place = 1;
            else if (place > 0)
                n += (value.ptr[i] - '0') * (place /= 10);
            else
                n = n * 10 + (value.ptr[i] - '0');
        }
        if (i == value.len)
            return false;
        switch (value.ptr[i++]) {
        case 'D': *unit = 1; break;
        case 'W': *unit = 7; break;
        case 'M': *unit = 30.44; break;
        case 'Y': *unit = 365.25; break;
        default:  return false;
        }
        *days += n * *unit;
    }
    return *days > 0;
}

/* What the words allow. A number of units is said of anything nearer to it than to its neighbours. */
static bool range_of(const DateFields *d, Range *ret)
{
    double days, unit = 1, low, high;

    if (d->timex != TIMEX_DURATION || !value_days(d->value, &days, &unit))
        return false;
    low = days - unit / 2;
    high = days + unit / 2;
    if (str_eq(d->mod, S("MORE_THAN")) || str_eq(d->mod, S("EQUAL_OR_MORE"))) {
        low = days - 1;
        high = days * 1.5 + unit;
    } else if (str_eq(d->mod, S("LESS_THAN")) || str_eq(d->mod, S("EQUAL_OR_LESS"))) {
        low = days * 0.8 - unit / 2;
        high = days + 1;
    } else if (str_eq(d->mod, S("APPROX"))) {
        low = days * 0.8 - unit / 2;
        high = days * 1.2 + unit / 2;
    }
    *ret = (Range){ low < 1 ? 1 : (int32_t)low, (int32_t)(high + 0.5) };
    return days >= PERIOD_LEAST;
}

static bool meet(Range a, Range b)
{
    return a.low <= b.high && b.low <= a.high;
}

/* So far apart that no way of counting explains it: by more than half of the shorter. */
static bool gross(Range a, Range b)
{
    Range less = a.high < b.low ? a : b, more = a.high < b.low ? b : a;
    return less.high < more.low && more.low - less.high > less.high / 2 && more.low - less.high > 2;
}

/* ---- a duration beside its period ---- */

static bool is_period(const Mention *m)
{
    return m->kind == MENTION_DATE && m->date.timex == TIMEX_DATE &&
           m->date.edtf.len == 21 && str_find(m->date.value, S("/"), 0) != SIZE_MAX &&    /* no "this week" */
           m->date.first != DAY_UNKNOWN && m->date.last != DAY_UNKNOWN && m->date.last != DAY_OPEN &&
           m->date.last - m->date.first >= PERIOD_LEAST;
}

static Site site_at(uint32_t reading, const Mention *m)
{
    return (Site){ reading, m->span, CLAIM_NONE };
}

static void tell_period(Rows *rows, uint32_t reading, const Mention *period, const Mention *lasted, Range said)
{
    Range real = { period->date.last - period->date.first, period->date.last - period->date.first + 1 };
    uint32_t gap = lasted->span.start > period->span.end ? lasted->span.start - period->span.end
                   : period->span.start > lasted->span.end ? period->span.start - lasted->span.end : 0;
    Site sites[2] = { site_at(reading, lasted), site_at(reading, period) };
    char first[11], last[11];

    day_format(period->date.first, first);
    day_format(period->date.last, last);
    if (meet(said, real))
        rows_add(rows, CONFLICT_DURATION, VERDICT_AGREE, sites, 2,
                 arena_printf(rows->arena, "the duration holds: from %s to %s are %d days", first, last, real.low));
    else if (gross(said, real) && gap <= BESIDE)
        rows_add(rows, CONFLICT_DURATION, VERDICT_ERROR, sites, 2,
                 arena_printf(rows->arena, "the text says %d to %d days; from %s to %s are %d", said.low, said.high,
                              first, last, real.low));
}

/* A sentence with one period and one duration. */
static void check_sentence(Rows *rows, uint32_t reading, const Mention *at, size_t count)
{
    const Mention *period = NULL, *lasted = NULL;
    Range said = { 0, 0 }, other;

    for (size_t i = 0; i < count; i++) {
        if (is_period(&at[i])) {
            if (period)
                return;
            period = &at[i];
        } else if (at[i].kind == MENTION_DATE && range_of(&at[i].date, &other)) {
            if (lasted)
                return;
            lasted = &at[i];
            said = other;
        }
    }
    if (period && lasted)
        tell_period(rows, reading, period, lasted, said);
}

/* ---- a duration until a day, from what the sentence before it tells ---- */

/* The latest claim before `at`, in its paragraph, by which control of a place changed, with a day or a month. */
static const Claim *control_before(const Rows *rows, const Reading *r, uint32_t at, int32_t paragraph)
{
    ActSet control = act_bit(rows->corpus->taxonomy, S("CONTROL"));
    size_t low = 0, high = r->claim_count;

    while (low < high) {        /* claims stand in order of their beginnings */
        size_t middle = (low + high) / 2;
        if (r->claims[middle].span.start < at)
            low = middle + 1;
        else
            high = middle;
    }
    for (size_t i = low; i-- > 0; ) {
        const Claim *c = &r->claims[i];
        if (c->segment < 0 || r->segments[c->segment].paragraph != paragraph)
            return NULL;
        if ((c->acts & control) && c->span.end <= at && c->first != DAY_UNKNOWN && c->last != DAY_UNKNOWN &&
            c->last != DAY_OPEN && c->last - c->first <= 31)
            return c;
    }
    return NULL;
}

/* "For the next five months until they came on 10 September", after "the city was taken by the end of March". */
static void check_until(Rows *rows, uint32_t reading, size_t m)
{
    const Reading *r = &rows->corpus->readings[reading];
    const Mention *lasted = &r->mentions[m], *end = NULL;
    const Claim *begun;
    Range said;

    if (lasted->kind != MENTION_DATE || lasted->segment < 0 || !range_of(&lasted->date, &said))
        return;
    for (size_t k = m + 1; k < r->mention_count && r->mentions[k].segment == lasted->segment && !end; k++)
        if (r->mentions[k].kind == MENTION_DATE && r->mentions[k].date.edtf.len == 10)
            end = &r->mentions[k];
    if (end == NULL || end->span.start - lasted->span.end > UNTIL_GAP ||
        (begun = control_before(rows, r, lasted->span.start, r->segments[lasted->segment].paragraph)) == NULL ||
        begun->last >= end->date.first)
        return;
    Range real = { end->date.first - begun->last, end->date.first - begun->first };
    Site sites[3] = { site_at(reading, lasted), site_at(reading, end),
                      { reading, begun->span, (uint32_t)(begun - r->claims) } };
    if (meet(said, real))
        rows_add(rows, CONFLICT_DURATION, VERDICT_AGREE, sites, 3,
                 arena_printf(rows->arena, "the duration holds: between the two days that the text gives are %d to %d days",
                              real.low, real.high));
    else if (gross(said, real))
        rows_add(rows, CONFLICT_DURATION, VERDICT_ERROR, sites, 3,
                 arena_printf(rows->arena, "the text says %d to %d days; between the two days that it gives are %d to %d",
                              said.low, said.high, real.low, real.high));
}

/* ---- two durations of one occupation ---- */

typedef struct Lasted {
    uint32_t place, view;
    int32_t  mention;
    Range    said;
} Lasted;

static int compare_lasted(const void *a, const void *b)
{
    const Lasted *x = a, *y = b;

    if (x->place != y->place)
        return x->place < y->place ? -1 : 1;
    if (x->view != y->view)
        return x->view < y->view ? -1 : 1;
    return x->mention < y->mention ? -1 : x->mention > y->mention;
}

typedef VEC(Lasted) LastedVec;

/* "six months of occupation": a word for the control of a place stands beside the duration. */
static bool of_control(const Rows *rows, const Reading *r, size_t m)
{
    ActSet control = act_bit(rows->corpus->taxonomy, S("CONTROL"));
    const Mention *d = &r->mentions[m];

    for (size_t i = m; i-- > 0 && r->mentions[i].segment == d->segment; ) {
        if (r->mentions[i].span.end + CONTROL_GAP < d->span.start)
            break;
        if (r->mentions[i].kind == MENTION_ACT && (r->mentions[i].acts & control))
            return true;
    }
    for (size_t i = m + 1; i < r->mention_count && r->mentions[i].segment == d->segment &&
                           r->mentions[i].span.start <= d->span.end + CONTROL_GAP; i++)
        if (r->mentions[i].kind == MENTION_ACT && (r->mentions[i].acts & control))
            return true;
    return false;
}

/* Each duration of a text that is said of control, with the first claim of its sentence that holds it or, else, any
 * that is placed in a settlement. */
static void take_durations(const Rows *rows, Arena *arena, uint32_t reading, LastedVec *found)
{
    const Reading *r = &rows->corpus->readings[reading];
    uint32_t next = rows->all->first[reading], end = rows->all->first[reading + 1];
    Range said;

    for (size_t m = 0; m < r->mention_count; m++) {
        uint32_t best = UINT32_MAX;
        if (r->mentions[m].kind != MENTION_DATE || r->mentions[m].segment < 0 ||
            !range_of(&r->mentions[m].date, &said) || !of_control(rows, r, m))
            continue;
        while (next < end && rows->all->at[next].segment < r->mentions[m].segment)
            next++;
        for (uint32_t i = next; i < end && rows->all->at[i].segment == r->mentions[m].segment; i++) {
            const View *v = &rows->all->at[i];
            if (v->denied || !v->settled)
                continue;
            if (span_within(r->mentions[m].span, v->claim->span)) {
                best = i;
                break;
            }
            best = best == UINT32_MAX ? i : best;
        }
        if (best != UINT32_MAX)
            vec_push(arena, found, (Lasted){ rows->all->at[best].place, best, (int32_t)m, said });
    }
}

static Site lasted_site(const Rows *rows, const Lasted *x)
{
    const View *v = &rows->all->at[x->view];
    return (Site){ v->ref.reading, view_reading(rows->all, v)->mentions[x->mention].span, v->ref.claim };
}

static Str lasted_text(const Rows *rows, const Lasted *x)
{
    return view_reading(rows->all, &rows->all->at[x->view])->mentions[x->mention].name;
}

static void compare_place(Rows *rows, const Lasted *at, size_t count)
{
    size_t added = 0;

    for (size_t i = 0; i < count; i++)
        for (size_t k = i + 1; k < count && added < ROWS_PER_PLACE; k++) {
            bool apart = !meet(at[i].said, at[k].said);
            if (!apart && rows->all->at[at[i].view].ref.reading == rows->all->at[at[k].view].ref.reading)
                continue;
            Verdict verdict = !apart ? VERDICT_AGREE : gross(at[i].said, at[k].said) ? VERDICT_CONFLICT
                                                                                     : VERDICT_NOT_COMPARABLE;
            const char *why = verdict == VERDICT_AGREE ? "one occupation, and both durations can be right"
                              : verdict == VERDICT_CONFLICT ? "one occupation, two durations that no way of counting brings together"
                              : "not comparable: one occupation, two durations; its beginning may be counted from different days";
            Site sites[2] = { lasted_site(rows, &at[i]), lasted_site(rows, &at[k]) };
            rows_add(rows, CONFLICT_DURATION, verdict, sites, 2,
                     arena_printf(rows->arena, "%s (" STR_FMT "; " STR_FMT ")", why, STR_ARG(lasted_text(rows, &at[i])),
                                  STR_ARG(lasted_text(rows, &at[k]))));
            added++;
        }
}

static void compare_occupations(Rows *rows)
{
    AUTO_ARENA scratch = arena_create();
    LastedVec found = { 0 };

    for (uint32_t r = 0; r < rows->corpus->reading_count; r++)
        take_durations(rows, scratch, r, &found);
    if (found.count)
        qsort(found.at, found.count, sizeof *found.at, compare_lasted);
    for (size_t i = 0, end; i < found.count; i = end) {
        for (end = i; end < found.count && found.at[end].place == found.at[i].place; end++)
            ;
        compare_place(rows, found.at + i, end - i < TOLD_PER_PLACE ? end - i : TOLD_PER_PLACE);
    }
}

void durations_check(Rows *rows)
{
    for (uint32_t r = 0; r < rows->corpus->reading_count; r++) {
        const Reading *reading = &rows->corpus->readings[r];
        size_t before = rows->found.count;
        for (size_t i = 0, end; i < reading->mention_count && rows->found.count < before + ROWS_PER_TEXT; i = end) {
            for (end = i; end < reading->mention_count && reading->mentions[end].segment == reading->mentions[i].segment; end++)
                check_until(rows, r, end);
            if (reading->mentions[i].segment >= 0)
                check_sentence(rows, r, reading->mentions + i, end - i);
        }
    }
    compare_occupations(rows);
}
