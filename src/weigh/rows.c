/* rows.c -- see rows.h. */
#include "weigh/rows.h"

#include <stdlib.h>

Site site_of_figure(const Views *all, const View *v, const Figure *f)
{
    return (Site){ v->ref.reading, view_reading(all, v)->mentions[f->mention].span, v->ref.claim };
}

Site site_of_claim(const View *v)
{
    return (Site){ v->ref.reading, v->claim->span, v->ref.claim };
}

/* A person left the statement out: the claim itself, or the one whose words these are. */
static bool is_left_out(const Rows *rows, const Site *s)
{
    const Corpus *c = rows->corpus;

    for (size_t i = 0; i < c->ruling_count; i++) {
        const Ruling *x = &c->rulings[i];
        if (x->kind != RULING_LEAVE_OUT || x->a.reading != s->reading ||
            x->a.claim >= c->readings[s->reading].claim_count)
            continue;
        if (s->claim == x->a.claim ||
            (s->claim == CLAIM_NONE && span_within(s->span, c->readings[s->reading].claims[x->a.claim].span)))
            return true;
    }
    return false;
}

void rows_add(Rows *rows, ConflictKind kind, Verdict verdict, const Site *sites, size_t count, Str why)
{
    Conflict x = { .kind = kind, .verdict = verdict, .why = why };

    /* Most rows are of two statements, and stand or fall with both; further ones only say so too. */
    if (is_left_out(rows, &sites[0]) || (count > 1 && is_left_out(rows, &sites[1])))
        return;
    x.spans = arena_array(rows->arena, ConflictSpan, SITES_MAX);
    x.claims = arena_array(rows->arena, ClaimRef, SITES_MAX);
    for (size_t i = 0; i < count && i < SITES_MAX; i++) {
        Span s = sites[i].span;
        if (i > 1 && is_left_out(rows, &sites[i]))
            continue;
        if (span_len(s) > SPAN_MAX)
            s.end = s.start + SPAN_MAX;
        x.spans[x.span_count++] = (ConflictSpan){ sites[i].reading, s };
        if (sites[i].claim != CLAIM_NONE)
            x.claims[x.claim_count++] = (ClaimRef){ sites[i].reading, sites[i].claim };
    }
    vec_push(rows->arena, &rows->found, x);
}

static int compare_spans(const Conflict *x, const Conflict *y)
{
    for (size_t i = 0; i < x->span_count && i < y->span_count; i++) {
        const ConflictSpan *a = &x->spans[i], *b = &y->spans[i];
        if (a->reading != b->reading)
            return a->reading < b->reading ? -1 : 1;
        if (a->span.start != b->span.start)
            return a->span.start < b->span.start ? -1 : 1;
        if (a->span.end != b->span.end)
            return a->span.end < b->span.end ? -1 : 1;
    }
    return x->span_count < y->span_count ? -1 : x->span_count > y->span_count;
}

static int compare_rows(const void *a, const void *b)
{
    const Conflict *x = a, *y = b;

    if (x->verdict != y->verdict)
        return x->verdict < y->verdict ? -1 : 1;
    int order = compare_spans(x, y);
    return order ? order : (int)x->kind - (int)y->kind;
}

/* Orders by the first span alone, for counting rows that begin at one place. */
static int compare_first(const void *a, const void *b)
{
    const Conflict *x = *(Conflict *const *)a, *y = *(Conflict *const *)b;

    if (x->spans[0].reading != y->spans[0].reading)
        return x->spans[0].reading < y->spans[0].reading ? -1 : 1;
    if (x->spans[0].span.start != y->spans[0].span.start)
        return x->spans[0].span.start < y->spans[0].span.start ? -1 : 1;
    int order = compare_spans(x, y);
    return order ? order : (int)x->kind - (int)y->kind;
}

void rows_finish(Rows *rows)
{
    size_t count = rows->found.count, kept = 0;
    Conflict *at = rows->found.at;
    Conflict **by_start = arena_array(rows->arena, Conflict *, count + 1);

    if (count)
        qsort(at, count, sizeof *at, compare_rows);
    for (size_t i = 0; i < count; i++)
        if (kept == 0 || compare_rows(&at[kept - 1], &at[i]) != 0)
            at[kept++] = at[i];
    for (size_t i = 0; i < kept; i++)
        by_start[i] = &at[i];
    qsort(by_start, kept, sizeof *by_start, compare_first);
    for (size_t i = 0, ordinal = 0; i < kept; i++) {
        Conflict *x = by_start[i];
        bool same = i > 0 && x->spans[0].reading == by_start[i - 1]->spans[0].reading &&
                    span_eq(x->spans[0].span, by_start[i - 1]->spans[0].span);
        ordinal = same ? ordinal + 1 : 0;
        x->id = id_make(rows->corpus->readings[x->spans[0].reading].doc.id, x->spans[0].span, S("conflict"),
                        (unsigned)ordinal);
    }
    rows->corpus->conflicts = at;
    rows->corpus->conflict_count = kept;
}
