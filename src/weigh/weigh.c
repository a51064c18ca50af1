/* weigh.c -- see weigh.h: the steps in order. */
#include "base/auto.h"
#include "weigh/incident.h"
#include "weigh/rows.h"
#include "weigh/run.h"

#include <stdlib.h>

void weigh_corpus(const Gazetteer *g, Words words, Arena *arena, Corpus *c)
{
    Views all;
    Clusters groups;
    Sum *sums;
    AUTO_ARENA scratch = arena_create();

    views_make(scratch, g, c, &all);
    signatures_make(scratch, c, &all.signatures);
    pair_prepare(scratch, &all);
    size_t sum_count = sums_mark(scratch, &all, &sums);
    clusters_make(scratch, &all, &groups);
    incidents_make(arena, &all, &groups, c);

    Rows rows = { .arena = arena, .all = &all, .groups = &groups, .words = words, .corpus = c, .sums = sums,
                  .sum_count = sum_count };
    parts_find(&rows);
    figures_compare(&rows);
    sums_tell(&rows);
    shares_find(&rows);
    dates_compare(&rows);
    denials_find(&rows);
    explanations_find(&rows);
    quotations_compare(&rows);
    notes_take(&rows);
    headlines_compare(&rows);
    geography_find(&rows);
    rows_finish(&rows);
    views_mark_wrong(&all);
    incidents_count(arena, &all, c);
    incidents_grade(arena, &all, c);
}

void weigh_run(const Lang *lang, Arena *arena, Corpus *c)
{
    weigh_corpus(lang_gazetteer(lang), words_of(lang), arena, c);
}

static int compare_steps(const void *a, const void *b)
{
    const FigureStep *x = a, *y = b;

    if (x->day != y->day)
        return x->day < y->day ? -1 : 1;
    if (x->claim.reading != y->claim.reading)
        return x->claim.reading < y->claim.reading ? -1 : 1;
    return x->claim.claim < y->claim.claim ? -1 : x->claim.claim > y->claim.claim;
}

size_t weigh_history_of(const Gazetteer *g, Arena *arena, const Corpus *c, const Incident *incident,
                        FigureHistory **ret)
{
    FigureHistory *rows = arena_array(arena, FigureHistory, incident->quantity_count + 1);
    Views all;
    AUTO_ARENA scratch = arena_create();

    views_make(scratch, g, c, &all);
    views_mark_wrong(&all);
    for (size_t q = 0; q < incident->quantity_count; q++) {
        const IncidentQuantity *iq = &incident->quantities[q];
        FigureHistory *h = &rows[q];
        *h = (FigureHistory){ iq->counted, iq->who,
                              arena_array(arena, FigureStep, iq->claim_count * VIEW_FIGURES + 1), 0 };
        for (size_t i = 0; i < iq->claim_count; i++) {
            const View *v = &all.at[view_of(&all, iq->claims[i])];
            for (size_t f = 0; f < v->figure_count; f++) {
                const Statement *s = &v->figures[f].s;
                if (!v->figures[f].wrong && units_equal(s->unit, iq->counted) && str_eq(s->who, iq->who))
                    h->steps[h->step_count++] = (FigureStep){ s->said_first, s->low, s->high, iq->claims[i] };
            }
        }
        qsort(h->steps, h->step_count, sizeof *h->steps, compare_steps);
    }
    *ret = rows;
    return incident->quantity_count;
}

size_t weigh_history(const Lang *lang, Arena *arena, const Corpus *c, const Incident *incident, FigureHistory **ret)
{
    return weigh_history_of(lang_gazetteer(lang), arena, c, incident, ret);
}
