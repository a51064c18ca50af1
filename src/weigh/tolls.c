/* tolls.c -- the figures of one incident set against each other: may they all be right?
 *
 * Documents, not sentences, are the parties: a text that first says 47 and then
 * 51 agrees with one that says 51. Documents whose last word on a thing is the
 * same are one camp; camps are compared, and a row names the documents of both.
 * So there is one row a disagreement, however many papers print each figure,
 * and an incident of a thousand documents costs what its different figures cost.
 */
#include "weigh/stated.h"

#include <stdlib.h>

#define THINGS_MAX        8     /* things counted in one incident */
#define FIGURES_OF_PAPER  8     /* different figures of one document for one thing */
#define CAMPS_MAX         10    /* different last words on one thing */
#define MEMBERS_MAX       SITES_MAX
#define ROWS_PER_INCIDENT 16
#define EXPLAIN_AMONG     64    /* figures of an incident among which a second one of the same text is looked for */

/* What one document says of one thing: its figures, each once, and its last word. */
typedef struct Paper {
    uint32_t reading;
    Stated   said[FIGURES_OF_PAPER];
    size_t   count;
    Stated   last;
} Paper;

/* Documents with one last word: the first of them, and how many there are. */
typedef struct Camp {
    Paper  member[MEMBERS_MAX];
    size_t kept, count;
} Camp;

/* A comparison on its way to a row. */
typedef struct Found {
    Comparison  c;
    const Camp *a, *b;          /* b NULL: the documents of one camp agree */
    Stated      one, other;
} Found;

typedef struct Work {
    Rows  *rows;
    Camp   camps[CAMPS_MAX];
    size_t camp_count;
    Found  found[CAMPS_MAX * CAMPS_MAX];
    size_t found_count;
    size_t added;               /* rows of this incident */
} Work;

static bool same_figure(const Statement *s, const Statement *t)
{
    return s->low == t->low && s->high == t->high && people_fit(s->who, t->who);
}

/* The last word of a document on a thing: latest as-of day, then latest in the text. */
static bool later(const Rows *rows, const Stated *a, const Stated *b)
{
    const Statement *s = stated_figure(rows, a), *t = stated_figure(rows, b);

    if (s->said_first != t->said_first)
        return s->said_first > t->said_first;
    return a->view > b->view;
}

static void paper_take(const Rows *rows, Paper *p, const Stated *s)
{
    if (p->count == 0 || later(rows, s, &p->last))
        p->last = *s;
    for (size_t i = 0; i < p->count; i++)
        if (same_figure(stated_figure(rows, &p->said[i]), stated_figure(rows, s)))
            return;
    if (p->count < FIGURES_OF_PAPER)
        p->said[p->count++] = *s;
}

/* Into the camp of its last word. A camp keeps those members whose text says as of when before others: they are what
 * a comparison of days can rest on. */
static void camp_take(Work *w, const Paper *p)
{
    const Statement *last = stated_figure(w->rows, &p->last);
    size_t i = 0;

    while (i < w->camp_count && !same_figure(stated_figure(w->rows, &w->camps[i].member[0].last), last))
        i++;
    if (i == CAMPS_MAX)
        return;
    if (i == w->camp_count)
        w->camps[w->camp_count++] = (Camp){ .count = 0 };
    Camp *c = &w->camps[i];
    c->count++;
    if (c->kept < MEMBERS_MAX) {
        c->member[c->kept++] = *p;
        return;
    }
    for (size_t k = 0; last->said && k < MEMBERS_MAX; k++)
        if (!stated_figure(w->rows, &c->member[k].last)->said) {
            c->member[k] = *p;
            return;
        }
}

/* How much a verdict tells a reader, the most first. */
static int weight_of(Verdict v)
{
    static const int weight[] = { [VERDICT_CONFLICT] = 5, [VERDICT_ERROR] = 6, [VERDICT_UPDATE] = 4,
                                  [VERDICT_REFINE] = 3, [VERDICT_AGREE] = 2, [VERDICT_NOT_COMPARABLE] = 1 };
    return weight[v];
}

static Comparison compare_two(const Rows *rows, const Stated *a, const Stated *b)
{
    Statement s = stated_as_of(rows, a), t = stated_as_of(rows, b);
    Comparison c = compare_statements(rows->arena, rows->all->gazetteer, &s, &t, true, false);
    if (c.verdict == VERDICT_CONFLICT && !(stated_stands(rows, a) && stated_stands(rows, b)))
        return (Comparison){ VERDICT_NOT_COMPARABLE, S("not comparable: one of the numbers is a part, or what it counts "
                                                       "stands only in the sentence around it") };
    return c;
}

/* A figure of one document that goes with one of the other. */
static bool shared_figure(const Rows *rows, const Paper *p, const Paper *q, Found *f)
{
    for (size_t i = 0; i < p->count; i++)
        for (size_t k = 0; k < q->count; k++) {
            Comparison c = compare_two(rows, &p->said[i], &q->said[k]);
            if (c.verdict != VERDICT_AGREE && c.verdict != VERDICT_REFINE)
                continue;
            *f = (Found){ .c = c, .a = f->a, .b = f->b, .one = p->said[i], .other = q->said[k] };
            return true;
        }
    return false;
}

/* Two camps: their last words, of the members that tell most; what cannot be right, or cannot be told, gives way to a
 * figure that both have. */
static void compare_camps(Work *w, const Camp *a, const Camp *b)
{
    Found best = { .c = { VERDICT_NOT_COMPARABLE, STR_NONE }, .a = a, .b = b };
    bool any = false;

    for (size_t i = 0; i < a->kept; i++)
        for (size_t k = 0; k < b->kept; k++) {
            Found f = { .a = a, .b = b, .one = a->member[i].last, .other = b->member[k].last };
            f.c = compare_two(w->rows, &f.one, &f.other);
            if (f.c.verdict == VERDICT_CONFLICT || f.c.verdict == VERDICT_NOT_COMPARABLE)
                shared_figure(w->rows, &a->member[i], &b->member[k], &f);
            if (!any || weight_of(f.c.verdict) > weight_of(best.c.verdict))
                best = f;
            any = true;
        }
    /* Numbers of people at large are not a toll: two of them agree, or speak of different people. */
    if (any && (best.c.verdict == VERDICT_AGREE || unit_is_toll(stated_figure(w->rows, &best.one)->unit)))
        w->found[w->found_count++] = best;
}

static void agree_within(Work *w, const Camp *c)
{
    if (c->count < 2)
        return;
    Str says = statement_text(w->rows->arena, stated_figure(w->rows, &c->member[0].last));
    Found f = { .a = c, .one = c->member[0].last, .other = c->member[1].last };
    f.c = (Comparison){ VERDICT_AGREE, c->count == 2
                        ? arena_printf(w->rows->arena, "both say " STR_FMT, STR_ARG(says))
                        : arena_printf(w->rows->arena, "%zu texts say " STR_FMT, c->count, STR_ARG(says)) };
    w->found[w->found_count++] = f;
}

static bool has_reading(const Site *sites, size_t count, uint32_t reading)
{
    for (size_t i = 0; i < count; i++)
        if (sites[i].reading == reading)
            return true;
    return false;
}

/* The two statements first, then the others of both camps in turn. */
static void add_row(Rows *rows, const Found *f)
{
    Site sites[SITES_MAX] = { stated_site(rows, &f->one), stated_site(rows, &f->other) };
    size_t used = 2;

    for (size_t i = 0; i < MEMBERS_MAX; i++)
        for (int side = 0; side < 2 && used < SITES_MAX; side++) {
            const Camp *c = side ? f->b : f->a;
            if (c && i < c->kept && !has_reading(sites, used, c->member[i].reading))
                sites[used++] = stated_site(rows, &c->member[i].last);
        }
    rows_add(rows, CONFLICT_NUMBER, f->c.verdict, sites, used, f->c.why);
}

static int compare_found(const void *a, const void *b)
{
    const Found *x = a, *y = b;
    int by = weight_of(y->c.verdict) - weight_of(x->c.verdict);

    if (by)
        return by;
    if (x->one.view != y->one.view)
        return x->one.view < y->one.view ? -1 : 1;
    return x->other.view < y->other.view ? -1 : x->other.view > y->other.view;
}

/* One thing counted in an incident. */
static void compare_thing(Work *w, const Stated *at, size_t begin, size_t end, const Stated *thing)
{
    w->camp_count = w->found_count = 0;
    for (size_t i = begin, next; i < end; i = next) {
        Paper p = { .reading = stated_view(w->rows, &at[i])->ref.reading };
        next = stated_run(w->rows, at, i, end);
        for (size_t k = i; k < next; k++)
            if (stated_same(w->rows, &at[k], thing) && !stated_is_part(w->rows, &at[k]) &&
                stated_view(w->rows, &at[k])->role != SEGMENT_CAPTION)
                paper_take(w->rows, &p, &at[k]);
        if (p.count)
            camp_take(w, &p);
    }
    for (size_t i = 0; i < w->camp_count; i++) {
        agree_within(w, &w->camps[i]);
        for (size_t k = i + 1; k < w->camp_count; k++)
            compare_camps(w, &w->camps[i], &w->camps[k]);
    }
    if (w->found_count)
        qsort(w->found, w->found_count, sizeof *w->found, compare_found);
    for (size_t i = 0; i < w->found_count && w->added < ROWS_PER_INCIDENT; i++, w->added++)
        add_row(w->rows, &w->found[i]);
}

/* Bodies are not deaths, inside one incident either: one row for each two related things, of one text where there is one. */
static void explain_units(Work *w, const Stated *at, size_t begin, size_t end, const Stated *a, const Stated *b)
{
    const Statement *s = stated_figure(w->rows, a), *t = stated_figure(w->rows, b);
    const Stated *other = b;

    if (units_equal(s->unit, t->unit) || !units_related(s->unit, t->unit) || s->low < 2 || t->low < 2 ||
        (s->low == t->low && s->high == t->high))
        return;
    for (size_t i = begin; i < end && i < begin + EXPLAIN_AMONG; i++)
        if (stated_same(w->rows, &at[i], b) && stated_view(w->rows, &at[i])->ref.reading == stated_view(w->rows, a)->ref.reading) {
            other = &at[i];
            break;
        }
    Comparison c = compare_two(w->rows, a, other);
    if (c.verdict == VERDICT_NOT_COMPARABLE && w->added < ROWS_PER_INCIDENT) {
        stated_add(w->rows, CONFLICT_NUMBER, c.verdict, a, other, c.why);
        w->added++;
    }
}

/* The things an incident counts, each by its first figure. */
static size_t things_of(const Rows *rows, const Stated *at, size_t begin, size_t end, Stated *ret)
{
    size_t count = 0;

    for (size_t i = begin; i < end && count < THINGS_MAX; i++) {
        bool known = stated_is_part(rows, &at[i]);
        for (size_t k = 0; k < count && !known; k++)
            known = stated_same(rows, &at[i], &ret[k]);
        if (!known)
            ret[count++] = at[i];
    }
    return count;
}

/* A figure that may be one of successive counts in its text. */
static bool is_step(const Rows *rows, const Stated *s)
{
    return stated_in_body(stated_view(rows, s)) && unit_is_toll(stated_figure(rows, s)->unit) &&
           !stated_is_part(rows, s) && !stated_is_share(rows, s);
}

/* "40 dead, and the next day 50 dead": in one sentence a second figure is a step only where a day is told between. */
static bool a_day_between(const Rows *rows, const Stated *a, const Stated *b)
{
    const Reading *r = view_reading(rows->all, stated_view(rows, a));
    const Mention *m = stated_mention(rows, a), *end = stated_mention(rows, b);

    for (; m < end && m < r->mentions + r->mention_count; m++)
        if (m->kind == MENTION_DATE && m->date.timex != TIMEX_DURATION)
            return true;
    return false;
}

/* Successive counts in one text: each step that differs from the one before it of the same thing. */
static void steps_in_text(Work *w, const Stated *run, size_t count)
{
    Stated last[THINGS_MAX];
    size_t things = 0;

    for (size_t i = 0; i < count && w->added < ROWS_PER_INCIDENT; i++) {
        size_t k = 0;
        if (!is_step(w->rows, &run[i]))
            continue;
        while (k < things && !(units_equal(stated_figure(w->rows, &last[k])->unit, stated_figure(w->rows, &run[i])->unit) &&
                               str_eq(stated_figure(w->rows, &last[k])->who, stated_figure(w->rows, &run[i])->who)))
            k++;
        if (k < things && (last[k].view != run[i].view || a_day_between(w->rows, &last[k], &run[i]))) {
            Comparison c = compare_statements(w->rows->arena, w->rows->all->gazetteer, stated_figure(w->rows, &last[k]),
                                              stated_figure(w->rows, &run[i]), true, true);
            if (c.verdict == VERDICT_UPDATE) {
                stated_add(w->rows, CONFLICT_NUMBER, VERDICT_UPDATE, &last[k], &run[i], c.why);
                w->added++;
            }
        }
        if (k < THINGS_MAX) {
            last[k] = run[i];
            things += k == things;
        }
    }
}

void tolls_compare(Rows *rows, const StatedVec *all)
{
    Work *w = arena_new(rows->arena, Work);

    w->rows = rows;
    for (size_t i = 0, end; i < all->count; i = end) {
        Stated things[THINGS_MAX];
        for (end = i; end < all->count && all->at[end].group == all->at[i].group; end++)
            ;
        w->added = 0;
        size_t count = things_of(rows, all->at, i, end, things);
        for (size_t k = 0; k < count; k++)
            compare_thing(w, all->at, i, end, &things[k]);
        for (size_t k = 0; k < count; k++)
            for (size_t m = k + 1; m < count; m++)
                explain_units(w, all->at, i, end, &things[k], &things[m]);
        for (size_t k = i, next; k < end; k = next) {
            next = stated_run(rows, all->at, k, end);
            head_against_body(rows, all->at + k, next - k);
            steps_in_text(w, all->at + k, next - k);
        }
    }
}
