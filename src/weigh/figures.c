/* figures.c -- figures of different incidents that a hasty reader would set against each
 * other, and why they must not be: one place's figures, and a region's against a
 * town's in one text. Inside one incident tolls.c compares.
 */
#include "weigh/stated.h"

#include "base/auto.h"
#include "weigh/weights.h"

#include <stdlib.h>

#define ROWS_PER_PLACE    8
#define ROWS_PER_UNITS    2     /* of these, of one pair of units */
#define ROWS_IN_TEXT      3     /* of these, between statements of one text */
#define FIGURES_PER_PLACE 64
#define EVENT_CLAIMS      8     /* around a claim, among which the event of its paragraph is looked for */

/* A figure under the place it is for, larger figures first. */
typedef struct Placed {
    uint64_t key;
    int64_t  low;
    uint32_t index;     /* into the gathered figures */
} Placed;

static int compare_placed(const void *a, const void *b)
{
    const Placed *x = a, *y = b;

    if (x->key != y->key)
        return x->key < y->key ? -1 : 1;
    if (x->low != y->low)
        return x->low > y->low ? -1 : 1;
    return x->index < y->index ? -1 : x->index > y->index;
}

typedef VEC(Placed) PlacedVec;

/* Of each pair of units a place gets few rows: that deaths are not bodies need not be said of every paper. */
typedef struct Shown {
    Str    unit_a, unit_b;
    size_t rows;
} Shown;

typedef struct Quota {
    Shown  shown[ROWS_PER_PLACE];
    size_t pairs, added, limit;
} Quota;

static bool quota_left(Quota *q, Str a, Str b)
{
    size_t i = 0;

    while (i < q->pairs && !((units_equal(q->shown[i].unit_a, a) && units_equal(q->shown[i].unit_b, b)) ||
                             (units_equal(q->shown[i].unit_a, b) && units_equal(q->shown[i].unit_b, a))))
        i++;
    if (q->added >= q->limit || i == ROWS_PER_PLACE || (i < q->pairs && q->shown[i].rows == ROWS_PER_UNITS))
        return false;
    if (i == q->pairs)
        q->shown[q->pairs++] = (Shown){ a, b, 0 };
    q->shown[i].rows++;
    q->added++;
    return true;
}

/* A part is no rival of what it is a part of, nor of anything else in its text. */
static bool is_part(const Rows *rows, const Stated *a, const Stated *b)
{
    return stated_view(rows, a)->ref.reading == stated_view(rows, b)->ref.reading &&
           (stated_is_part(rows, a) || stated_is_part(rows, b));
}

/* Tolls of one kind are only mixed up when they are of the same weeks. */
static bool near_in_time(const View *a, const View *b)
{
    return day_known(a->near) && day_known(b->near) && abs(a->near - b->near) <= 31;
}

/* Two figures of different incidents that a hasty reader would set against each other. */
static bool tempting(const Rows *rows, const Stated *a, const Stated *b)
{
    const Statement *s = stated_figure(rows, a), *t = stated_figure(rows, b);
    bool people = str_eq(s->unit, S("person")) || str_eq(t->unit, S("person"));

    return a->group != b->group && units_related(s->unit, t->unit) && !people && s->low > 1 && t->low > 1 &&
           stated_view(rows, a)->claim != stated_view(rows, b)->claim && !(s->low == t->low && s->high == t->high) &&
           (!units_equal(s->unit, t->unit) || near_in_time(stated_view(rows, a), stated_view(rows, b))) &&
           !is_part(rows, a, b) && !stated_is_share(rows, a) && !stated_is_share(rows, b);
}

/* Fifty-one dead in a village and, a day later, fifty-two: one toll, although the
 * two days kept their claims in two incidents. Only for a large figure that hardly grows within days. */
static bool one_toll(const Rows *rows, const Stated *a, const Stated *b)
{
    const View *v = stated_view(rows, a), *w = stated_view(rows, b);
    const Statement *s = stated_figure(rows, a), *t = stated_figure(rows, b);
    int64_t less = s->low < t->low ? s->low : t->low, more = s->low < t->low ? t->low : s->low;

    return v->settled && v->place == w->place && unit_is_toll(s->unit) && units_equal(s->unit, t->unit) &&
           less >= TOLL_MIN && more - less <= less / 4 && day_known(v->near) && day_known(w->near) &&
           abs(v->near - w->near) <= TOLL_GAP;
}

/* The event of which a figure speaks: its own incident when that has a day; else that of the nearest dated claim of
 * its paragraph, of the same settlement. "Forty are missing", after "the strike of 27 June", are missing since that strike. */
static uint32_t event_of(const Rows *rows, const Stated *s)
{
    const Views *all = rows->all;
    const View *v = stated_view(rows, s);
    uint32_t first = all->first[v->ref.reading], last = all->first[v->ref.reading + 1];

    if (v->width > 0)
        return s->group;
    for (uint32_t step = 1; step <= EVENT_CLAIMS; step++)
        for (int side = 0; side < 2; side++) {
            uint32_t i = side ? s->view + step : s->view - step;
            if (i < first || i >= last || i > s->view + EVENT_CLAIMS)
                continue;
            const View *w = &all->at[i];
            bool place = w->place == v->place || v->inferred || w->inferred;
            if (w->paragraph == v->paragraph && w->width > 0 && w->width <= TOLL_GAP && place && !w->aggregate &&
                rows->groups->group[i] != NO_GROUP)
                return rows->groups->group[i];
        }
    return s->group;
}

static bool one_event(const Rows *rows, const Stated *a, const Stated *b)
{
    const Statement *s = stated_figure(rows, a), *t = stated_figure(rows, b);

    return a->group != b->group && unit_is_toll(s->unit) && units_equal(s->unit, t->unit) && people_fit(s->who, t->who) &&
           stated_view(rows, a)->claim != stated_view(rows, b)->claim && event_of(rows, a) == event_of(rows, b);
}

static Comparison compare_apart(const Rows *rows, Arena *arena, const Stated *a, const Stated *b, bool event)
{
    Statement s = stated_as_of(rows, a), t = stated_as_of(rows, b);
    Comparison c = compare_statements(arena, rows->all->gazetteer, &s, &t, event, false);
    /* Two incidents are two incidents: only a toll that moves, or a plain contradiction, is shown across them. */
    if (event && c.verdict != VERDICT_UPDATE &&
        !(c.verdict == VERDICT_CONFLICT && stated_stands(rows, a) && stated_stands(rows, b)))
        c.verdict = VERDICT_AGREE;
    return c;
}

/* The extent of one lies in that of the other, or one is not known: only then is there anything to mix up. */
static bool nested(const Rows *rows, const Stated *a, const Stated *b)
{
    const Gazetteer *g = rows->all->gazetteer;
    uint32_t p = stated_view(rows, a)->place, q = stated_view(rows, b)->place;

    return p == NO_PLACE || q == NO_PLACE || gazetteer_within(g, p, q) || gazetteer_within(g, q, p);
}

/* A document that speaks of an incident. */
typedef struct Speaks {
    uint32_t group, reading;
} Speaks;

typedef struct Between {
    Rows           *rows;
    Arena          *scratch;
    const StatedVec *all;
    VEC(Speaks)     speaks;     /* sorted */
} Between;

static int compare_speaks(const void *a, const void *b)
{
    const Speaks *x = a, *y = b;

    if (x->group != y->group)
        return x->group < y->group ? -1 : 1;
    return x->reading < y->reading ? -1 : x->reading > y->reading;
}

static bool speaks_of(const Between *x, uint32_t group, uint32_t reading)
{
    Speaks key = { group, reading };
    return bsearch(&key, x->speaks.at, x->speaks.count, sizeof *x->speaks.at, compare_speaks) != NULL;
}

/* The same thing, by documents that meet in one of the two incidents: there they have been compared. */
static bool told_together(const Between *x, const Stated *a, const Stated *b)
{
    uint32_t one = stated_view(x->rows, a)->ref.reading, other = stated_view(x->rows, b)->ref.reading;

    return one != other && stated_same(x->rows, a, b) && (speaks_of(x, a->group, other) || speaks_of(x, b->group, one));
}

/* What each pass over a place's figures looks for. */
typedef enum Pass { PASS_EVENT, PASS_DOCUMENTS, PASS_TEXT, PASSES } Pass;

static bool in_pass(const Between *x, Pass pass, const Stated *a, const Stated *b)
{
    const Rows *rows = x->rows;
    bool documents = stated_view(rows, a)->ref.reading != stated_view(rows, b)->ref.reading;
    bool two_towns = stated_view(rows, a)->settled && stated_view(rows, b)->settled &&
                     stated_view(rows, a)->place != stated_view(rows, b)->place;

    if (two_towns || !nested(rows, a, b))
        return false;
    bool event = documents && (one_event(rows, a, b) || (tempting(rows, a, b) && one_toll(rows, a, b)));
    if (pass == PASS_EVENT || event)
        return pass == PASS_EVENT && event;
    return documents == (pass == PASS_DOCUMENTS) && tempting(rows, a, b) && !told_together(x, a, b);
}

static void explain_pair(Between *x, Quota *q, Pass pass, const Stated *a, const Stated *b)
{
    ArenaMark mark = arena_mark(x->scratch);
    Comparison c = compare_apart(x->rows, x->scratch, a, b, pass == PASS_EVENT);
    bool telling = pass == PASS_EVENT ? c.verdict != VERDICT_AGREE : c.verdict == VERDICT_NOT_COMPARABLE;

    if (telling && quota_left(q, stated_figure(x->rows, a)->unit, stated_figure(x->rows, b)->unit))
        stated_add(x->rows, CONFLICT_NUMBER, c.verdict, a, b, arena_str(x->rows->arena, c.why));
    arena_rewind(x->scratch, mark);
}

/* Within one place's figures, at most ROWS_PER_PLACE rows, different documents first. */
static void explain_place(Between *x, const Placed *at, size_t count)
{
    Quota q = { .pairs = 0 };

    if (count > FIGURES_PER_PLACE)
        count = FIGURES_PER_PLACE;      /* the largest figures are those that are set against each other */
    for (Pass pass = PASS_EVENT; pass < PASSES; pass++) {
        q.limit = pass == PASS_TEXT ? q.added + ROWS_IN_TEXT : ROWS_PER_PLACE;
        for (size_t i = 0; i < count; i++)
            for (size_t k = i + 1; k < count; k++) {
                const Stated *a = &x->all->at[at[i].index], *b = &x->all->at[at[k].index];
                const Stated *first = a->view < b->view ? a : b, *second = first == a ? b : a;
                if (in_pass(x, pass, first, second))
                    explain_pair(x, &q, pass, first, second);
            }
    }
}

/* Figures by settlement; and by document, where a region's figure meets a town's. */
static void place_figures(Between *x, PlacedVec *placed)
{
    for (uint32_t i = 0; i < x->all->count; i++) {
        const View *v = stated_view(x->rows, &x->all->at[i]);
        const Statement *s = stated_figure(x->rows, &x->all->at[i]);
        uint64_t text = (uint64_t)1 << 32 | v->ref.reading;
        if (!unit_is_toll(s->unit) || s->low < 2 || stated_is_wrong(x->rows, &x->all->at[i]))
            continue;
        /* A figure for a wider or unstated extent also meets the settlements of its own text. */
        if (v->place != NO_PLACE && v->settled)
            vec_push(x->scratch, placed, (Placed){ v->place, s->low, i });
        vec_push(x->scratch, placed, (Placed){ text, s->low, i });
    }
    if (placed->count)
        qsort(placed->at, placed->count, sizeof *placed->at, compare_placed);
}

static void between_incidents(Between *x)
{
    PlacedVec placed = { 0 };

    place_figures(x, &placed);
    for (size_t i = 0, end; i < placed.count; i = end) {
        bool wider = false;
        for (end = i; end < placed.count && placed.at[end].key == placed.at[i].key; end++)
            wider |= !stated_view(x->rows, &x->all->at[placed.at[end].index])->settled;
        if (placed.at[i].key >> 32 == 0 || wider)
            explain_place(x, placed.at + i, end - i);
    }
}

void figures_compare(Rows *rows)
{
    AUTO_ARENA scratch = arena_create();
    StatedVec all = { 0 };

    stated_gather(rows, &all);
    tolls_compare(rows, &all);
    Between x = { .rows = rows, .scratch = scratch, .all = &all };
    for (size_t i = 0; i < all.count; i++)
        vec_push(scratch, &x.speaks, (Speaks){ all.at[i].group, stated_view(rows, &all.at[i])->ref.reading });
    if (x.speaks.count)
        qsort(x.speaks.at, x.speaks.count, sizeof *x.speaks.at, compare_speaks);
    between_incidents(&x);
}
