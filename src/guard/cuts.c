/* cuts.c -- where seal cuts a text into leaves, and where an age may still tell who someone is. */
#include "guard/guard_in.h"

#include <stdlib.h>


static int by_value(const void *a, const void *b)
{
    uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;
    return (x > y) - (x < y);
}

GuardCuts guard_cuts(const Guard *g, Arena *arena, uint32_t reading)
{
    const Reading *r = &g->corpus->readings[reading];
    const GuardReading *gr = &g->readings[reading];
    size_t room = 2 * (r->segment_count + gr->names.count + gr->all.count) + 2, n = 0, kept = 0, mask = 0;
    uint32_t *at = arena_array(arena, uint32_t, room);
    GuardCuts cuts = { 0 };

    if (r->text.len == 0)
        return cuts;
    for (size_t i = 0; i < r->segment_count; i++) {
        at[n++] = r->segments[i].span.start;
        at[n++] = r->segments[i].span.end;
    }
    for (size_t i = 0; i < gr->names.count; i++) {
        at[n++] = gr->names.at[i].span.start;
        at[n++] = gr->names.at[i].span.end;
    }
    for (size_t i = 0; i < gr->all.count; i++) {
        at[n++] = gr->all.at[i].span.start;
        at[n++] = gr->all.at[i].span.end;
    }
    at[n++] = (uint32_t)r->text.len;
    qsort(at, n, sizeof *at, by_value);
    cuts.spans = arena_array(arena, Span, n);
    cuts.masked = arena_array(arena, bool, n);
    for (size_t i = 0; i < n; i++) {
        uint32_t start = kept ? cuts.spans[kept - 1].end : 0;
        if (at[i] <= start || at[i] > r->text.len)
            continue;
        Span span = { start, at[i] };
        while (mask < gr->all.count && gr->all.at[mask].span.end <= span.start)
            mask++;
        cuts.masked[kept] = mask < gr->all.count && span_overlaps(gr->all.at[mask].span, span);
        cuts.spans[kept++] = span;
    }
    cuts.count = kept;
    return cuts;
}

GuardWarning *guard_warnings(const Guard *g, Arena *arena, uint32_t reading, size_t *count)
{
    const Reading *r = &g->corpus->readings[reading];
    bool *at_risk = arena_array(arena, bool, r->segment_count + 1);
    VEC(GuardWarning) found = { 0 };

    for (size_t i = 0; i < r->mention_count; i++) {
        const Mention *m = &r->mentions[i];
        if (m->kind == MENTION_PERSON && (m->person.protect || g->readings[reading].person[i] >= 0) &&
            m->segment >= 0 && (size_t)m->segment < r->segment_count)
            at_risk[m->segment] = true;
    }
    for (size_t i = 0; i < r->mention_count; i++) {
        const Mention *m = &r->mentions[i];
        if (m->kind == MENTION_QUANTITY && m->quantity.measure == MEASURE_AGE && m->segment >= 0 &&
            (size_t)m->segment < r->segment_count && at_risk[m->segment] &&
            !g->readings[reading].withheld[m->segment])
            vec_push(arena, &found, (GuardWarning){ m->span, m->segment,
                     "an age stands beside a protected person: with kin or village it may tell who this is" });
    }
    *count = found.count;
    return found.at;
}
