/* history.c -- the history of a toll: what was said, as of which day, by whom, and what
 * each step does to the one before it.
 *
 * A step line, not a verdict: nothing is chosen and nothing added up. Parts of a
 * sum and figures that their own text puts right are no steps. A number that
 * falls is shown as what comparing makes of it: those who are missing become fewer, the dead do not.
 */
#include "base/auto.h"
#include "weigh/rows.h"
#include "weigh/run.h"

#include <stdlib.h>

/* A step with what is needed to compare it. */
typedef struct Stepped {
    FigureStep       step;
    const Statement *s;
} Stepped;

typedef VEC(Stepped) SteppedVec;

/* By day, those without a day last; then by number, then in order of the claims. */
static int compare_steps(const void *a, const void *b)
{
    const FigureStep *x = &((const Stepped *)a)->step, *y = &((const Stepped *)b)->step;

    if ((x->day == DAY_UNKNOWN) != (y->day == DAY_UNKNOWN))
        return x->day == DAY_UNKNOWN ? 1 : -1;
    if (x->day != y->day)
        return x->day < y->day ? -1 : 1;
    if (x->low != y->low)
        return x->low < y->low ? -1 : 1;
    if (x->high != y->high)
        return x->high < y->high ? -1 : 1;
    if (x->claim.reading != y->claim.reading)
        return x->claim.reading < y->claim.reading ? -1 : 1;
    return x->claim.claim < y->claim.claim ? -1 : x->claim.claim > y->claim.claim;
}

static bool same_step(const FigureStep *a, const FigureStep *b)
{
    return a->day == b->day && a->low == b->low && a->high == b->high;
}

static void add_voice(FigureTold *t, Str name)
{
    for (size_t i = 0; i < t->voice_count; i++)
        if (str_eq(t->voices[i], name))
            return;
    if (name.len && t->voice_count < VOICES_MAX)
        t->voices[t->voice_count++] = name;
}

/* Who states it: the paper, and everybody in the chain behind it. */
static void add_voices(const Corpus *c, FigureTold *t, ClaimRef ref)
{
    const Claim *claim = corpus_claim(c, ref);

    add_voice(t, document_voice(&c->readings[ref.reading].doc));
    for (size_t i = 1; i < claim->chain_count; i++)
        add_voice(t, claim->chain[i].name);
}

static bool inside(const Statement *inner, const Statement *outer)
{
    int64_t high = outer->high == QUANTITY_UNKNOWN ? QUANTITY_OPEN : outer->high;
    return inner->low >= outer->low && (inner->high == QUANTITY_UNKNOWN ? QUANTITY_OPEN : inner->high) <= high;
}

/* What a step does to the one before it. */
static StepReason reason_of(const Statement *before, const Statement *now, Verdict verdict)
{
    if (before->low == now->low && before->high == now->high)
        return STEP_REPEATS;
    if (verdict == VERDICT_REFINE || verdict == VERDICT_AGREE)
        return inside(now, before) ? STEP_REFINES : STEP_FITS;
    return now->low > before->low ? STEP_RISES : STEP_FALLS;
}

static void tell_steps(const Gazetteer *g, Arena *arena, const Corpus *c, const SteppedVec *steps, FigureHistory *h)
{
    h->told = arena_array(arena, FigureTold, steps->count + 1);
    for (size_t i = 0, end; i < steps->count; i = end) {
        const Stepped *now = &steps->at[i], *before = i ? &steps->at[i - 1] : NULL;
        FigureTold *t = &h->told[h->told_count++];
        for (end = i; end < steps->count && same_step(&steps->at[end].step, &now->step); end++)
            ;
        *t = (FigureTold){ .day = now->step.day, .low = now->step.low, .high = now->step.high, .reason = STEP_FIRST,
                           .verdict = VERDICT_AGREE, .steps = &h->steps[i], .step_count = end - i,
                           .voices = arena_array(arena, Str, VOICES_MAX) };
        for (size_t k = i; k < end; k++)
            add_voices(c, t, steps->at[k].step.claim);
        if (before == NULL)
            continue;
        Comparison x = compare_statements(arena, g, before->s, now->s, true, false);
        t->verdict = x.verdict;
        t->reason = reason_of(before->s, now->s, x.verdict);
        t->why = t->reason == STEP_REPEATS ? STR_NONE : x.why;
    }
}

static void take_steps(const Rows *rows, const IncidentQuantity *iq, Arena *scratch, SteppedVec *ret)
{
    const Views *all = rows->all;

    for (size_t i = 0; i < iq->claim_count; i++) {
        const View *v = &all->at[view_of(all, iq->claims[i])];
        for (size_t f = 0; f < v->figure_count; f++) {
            const Figure *x = &v->figures[f];
            if (x->wrong || !units_equal(x->s.unit, iq->counted) || !str_eq(x->s.who, iq->who) ||
                parts_hold(rows, v->ref.reading, (uint32_t)x->mention))
                continue;
            vec_push(scratch, ret, ((Stepped){ { x->s.said_first, x->s.low, x->s.high, iq->claims[i] }, &x->s }));
        }
    }
    if (ret->count)
        qsort(ret->at, ret->count, sizeof *ret->at, compare_steps);
}

size_t weigh_history_of(const Gazetteer *g, Arena *arena, const Corpus *c, const Incident *incident,
                        FigureHistory **ret)
{
    FigureHistory *histories = arena_array(arena, FigureHistory, incident->quantity_count + 1);
    AUTO_ARENA scratch = arena_create();
    Corpus copy = *c;           /* rows are gathered for their parts alone; nothing is written into it */
    Sum *sums;
    Views all;

    views_make(scratch, g, (Words){ 0 }, c, &all);
    views_mark_wrong(&all);
    Rows rows = { .arena = scratch, .all = &all, .corpus = &copy };
    rows.sum_count = sums_mark(scratch, &all, &sums);
    rows.sums = sums;
    parts_find(&rows);
    for (size_t q = 0; q < incident->quantity_count; q++) {
        const IncidentQuantity *iq = &incident->quantities[q];
        FigureHistory *h = &histories[q];
        SteppedVec steps = { 0 };
        take_steps(&rows, iq, scratch, &steps);
        *h = (FigureHistory){ .counted = iq->counted, .who = iq->who, .step_count = steps.count,
                              .steps = arena_array(arena, FigureStep, steps.count + 1) };
        for (size_t i = 0; i < steps.count; i++)
            h->steps[i] = steps.at[i].step;
        tell_steps(g, arena, c, &steps, h);
    }
    *ret = histories;
    return incident->quantity_count;
}

size_t weigh_history(const Lang *lang, Arena *arena, const Corpus *c, const Incident *incident, FigureHistory **ret)
{
    return weigh_history_of(lang_gazetteer(lang), arena, c, incident, ret);
}

const char *step_reason_text(StepReason reason)
{
    static const char *const text[] = {
        [STEP_FIRST] = "first", [STEP_RISES] = "rises", [STEP_FALLS] = "falls", [STEP_REPEATS] = "repeats",
        [STEP_REFINES] = "refines", [STEP_FITS] = "fits",
    };
    return text[reason];
}
