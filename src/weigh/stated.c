/* stated.c -- see stated.h. */
#include "weigh/stated.h"

#include "lang/scan.h"

#include <stdlib.h>

Site stated_site(const Rows *rows, const Stated *s)
{
    const View *v = stated_view(rows, s);
    return site_of_figure(rows->all, v, &v->figures[s->figure]);
}

void stated_add(Rows *rows, ConflictKind kind, Verdict verdict, const Stated *a, const Stated *b, Str why)
{
    Site sites[2] = { stated_site(rows, a), stated_site(rows, b) };
    rows_add(rows, kind, verdict, sites, 2, why);
}

static int compare_stated(const void *a, const void *b)
{
    const Stated *x = a, *y = b;

    if (x->group != y->group)
        return x->group < y->group ? -1 : 1;
    if (x->view != y->view)
        return x->view < y->view ? -1 : 1;
    return (int)x->figure - (int)y->figure;
}

void stated_gather(Rows *rows, StatedVec *all)
{
    for (uint32_t i = 0; i < rows->all->count; i++)
        for (uint32_t f = 0; f < rows->all->at[i].figure_count; f++)
            if (rows->groups->group[i] != NO_GROUP)
                vec_push(rows->arena, all, (Stated){ i, f, rows->groups->group[i] });
    if (all->count)
        qsort(all->at, all->count, sizeof *all->at, compare_stated);
}

bool stated_in_body(const View *v)
{
    return v->role != SEGMENT_TITLE && v->role != SEGMENT_HEADING && v->role != SEGMENT_CAPTION;
}

#define BREATH_CLAIMS 8     /* around a claim, among which its paragraph's other figures are looked for */

Statement stated_as_of(const Rows *rows, const Stated *s)
{
    const View *v = stated_view(rows, s);
    uint32_t first = rows->all->first[v->ref.reading], last = rows->all->first[v->ref.reading + 1];
    uint32_t from = s->view > first + BREATH_CLAIMS ? s->view - BREATH_CLAIMS : first;
    Statement x = *stated_figure(rows, s);

    for (uint32_t i = from; !x.said && i < last && i <= s->view + BREATH_CLAIMS; i++) {
        const View *w = &rows->all->at[i];
        for (uint32_t f = 0; w->paragraph == v->paragraph && f < w->figure_count; f++)
            x.said |= w->figures[f].s.said && w->figures[f].s.said_first == x.said_first &&
                      w->figures[f].s.said_last == x.said_last;
    }
    return x;
}

bool stated_same(const Rows *rows, const Stated *a, const Stated *b)
{
    const Statement *s = stated_figure(rows, a), *t = stated_figure(rows, b);
    return units_equal(s->unit, t->unit) && people_fit(s->who, t->who);
}

bool stated_is_part(const Rows *rows, const Stated *s)
{
    const View *v = stated_view(rows, s);
    return parts_hold(rows, v->ref.reading, (uint32_t)v->figures[s->figure].mention);
}

/* The words beside the number say that people were killed, hurt ...; it was not taken from an act elsewhere in the
 * sentence. "Five people were shot" does not say how many died. Missing are those of a claim that tells of nothing else. */
static bool says_unit(const Rows *rows, const Stated *s)
{
    return unit_is_toll(stated_mention(rows, s)->quantity.counted) || str_eq(stated_figure(rows, s)->unit, S("missing"));
}

bool stated_is_wrong(const Rows *rows, const Stated *s)
{
    const View *v = stated_view(rows, s);

    for (size_t i = 0; !stated_in_body(v) && i < rows->wrong.count; i++)
        if (rows->wrong.at[i].reading == v->ref.reading &&
            rows->wrong.at[i].mention == (uint32_t)v->figures[s->figure].mention)
            return true;
    return false;
}

bool stated_is_share(const Rows *rows, const Stated *s)
{
    const Reading *r = view_reading(rows->all, stated_view(rows, s));
    const Mention *m = stated_mention(rows, s);
    size_t at = m->span.end, from = m->segment >= 0 ? r->segments[m->segment].span.start : m->span.start;
    ScanWord w, before = { .hash = 0 };

    size_t words = 0;
    for (size_t i = m->span.start; scan_word(str_slice(r->text, 0, m->span.end), &i, &w); words++)
        if (word_is(&rows->words, w.hash, USE_FURTHER))
            return true;
    /* "three of those"; but "440 bodies of soldiers" is no part of anything */
    if (scan_word(r->text, &at, &w) &&
        ((words == 1 && word_is(&rows->words, w.hash, USE_OF)) || word_is(&rows->words, w.hash, USE_FURTHER)))
        return true;
    while (scan_word(str_slice(r->text, 0, m->span.start), &from, &w))
        before = w;
    return before.hash && word_is(&rows->words, before.hash, USE_FURTHER);
}

bool stated_stands(const Rows *rows, const Stated *s)
{
    return says_unit(rows, s) && !stated_is_share(rows, s) && !stated_is_part(rows, s);
}

size_t stated_run(const Rows *rows, const Stated *at, size_t i, size_t end)
{
    uint32_t reading = stated_view(rows, &at[i])->ref.reading;

    while (i < end && stated_view(rows, &at[i])->ref.reading == reading)
        i++;
    return i;
}
