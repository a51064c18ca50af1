/* weigh.c -- see weigh.h: the steps in order. */
#include "base/auto.h"
#include "weigh/grade.h"
#include "weigh/incident.h"
#include "weigh/rows.h"
#include "weigh/run.h"

void weigh_corpus(const Gazetteer *g, Words words, Arena *arena, Corpus *c)
{
    Views all;
    Clusters groups;
    Sum *sums;
    AUTO_ARENA scratch = arena_create();

    views_make(scratch, g, words, c, &all);
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
    durations_check(&rows);
    offices_compare(&rows);
    denials_find(&rows);
    explanations_find(&rows);
    quotations_compare(&rows);
    notes_take(&rows);
    headlines_compare(&rows);
    geography_find(&rows);
    rows_finish(&rows);
    views_mark_wrong(&all);
    incidents_count(arena, &all, c);
    incidents_grade(arena, &all, &words, c);
}

void weigh_run(const Lang *lang, Arena *arena, Corpus *c)
{
    weigh_corpus(lang_gazetteer(lang), words_of(lang), arena, c);
}
