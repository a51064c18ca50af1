/* sums.c -- figures that contain one another: sums, breakdowns, shares.
 *
 * A sum that is not recognised counts the dead twice; a share that is taken for
 * the whole ("5,000 refuse to leave", when 2,000 of the 5,000 who remain do)
 * is the commonest distortion of a figure.
 */
#include "lang/scan.h"
#include "weigh/rows.h"

#include <stdlib.h>

#define SUM_AHEAD   24      /* claims after the total in which its parts may stand */
#define SHARE_WORDS 16      /* words of a clause that are compared */
#define SHARES_A_TEXT   16  /* shares of one text that are looked for elsewhere in it ... */
#define SHARE_LOOKED_AT 64  /* ... each in so many other sentences that name the whole */

static bool exact(const Statement *s)
{
    return s->low != QUANTITY_UNKNOWN && s->low == s->high && !s->approximate;
}

static bool of_deaths(const Statement *s)
{
    return units_related(s->unit, S("killed")) || str_eq(s->unit, S("person"));
}

/* The parts follow their total, each at another settlement, and add up to its low end. */
static bool find_parts(const Views *all, uint32_t total, uint32_t figure, Sum *ret)
{
    const View *t = &all->at[total];
    const Statement *whole = &t->figures[figure].s;
    int64_t sum = 0;

    *ret = (Sum){ .total = total, .total_figure = figure };
    for (uint32_t i = total + 1; i < all->first[t->ref.reading + 1] && i <= total + SUM_AHEAD; i++) {
        const View *p = &all->at[i];
        bool known = !p->settled || p->place == t->place;
        for (size_t k = 0; k < ret->part_count; k++)
            known |= all->at[ret->parts[k]].place == p->place;
        if (known)
            continue;
        for (uint32_t f = 0; f < p->figure_count; f++) {
            const Statement *s = &p->figures[f].s;
            if (!of_deaths(s) || !exact(s) || s->low < 1 || s->low >= whole->low)
                continue;
            if (ret->part_count == SUM_PARTS)
                return false;
            ret->parts[ret->part_count] = i;
            ret->part_figure[ret->part_count++] = f;
            sum += s->low;
            if (sum == whole->low && ret->part_count >= 2)
                return true;
            break;
        }
        if (sum > whole->low)
            return false;
    }
    return false;
}

size_t sums_mark(Arena *arena, Views *all, Sum **ret)
{
    VEC(Sum) found = { 0 };

    for (uint32_t i = 0; i < all->count; i++) {
        View *v = &all->at[i];
        if (v->settled && !v->inferred)
            continue;
        for (uint32_t f = 0; f < v->figure_count; f++) {
            Sum sum;
            if (v->figures[f].s.low < 3 || !of_deaths(&v->figures[f].s) || !find_parts(all, i, f, &sum))
                continue;
            vec_push(arena, &found, sum);
            v->aggregate = v->figures[f].s.aggregate = true;
        }
    }
    *ret = found.at;
    return found.count;
}

static void tell_sum(Rows *rows, const Sum *sum)
{
    const Views *all = rows->all;
    const View *total = &all->at[sum->total];
    Site sites[SITES_MAX] = { site_of_figure(all, total, &total->figures[sum->total_figure]) };
    Str text = STR_NONE;

    for (size_t i = 0; i < sum->part_count; i++) {
        const View *p = &all->at[sum->parts[i]];
        sites[i + 1] = site_of_figure(all, p, &p->figures[sum->part_figure[i]]);
        text = arena_printf(rows->arena, STR_FMT "%s%lld", STR_ARG(text), i ? " + " : "",
                            (long long)p->figures[sum->part_figure[i]].s.low);
    }
    rows_add(rows, CONFLICT_ARITHMETIC, VERDICT_AGREE, sites, sum->part_count + 1,
             arena_printf(rows->arena, STR_FMT " = %lld: a sum of figures in this text, no further dead",
                          STR_ARG(text), (long long)total->figures[sum->total_figure].s.low));
}

/* "59 civilians killed: 36 women, 22 men and a boy": a total and its parts in one sentence or the next. */
static bool find_breakdown(const Reading *r, uint32_t reading, uint32_t total, Breakdown *ret)
{
    const Mention *t = &r->mentions[total];
    int64_t sum = 0;

    *ret = (Breakdown){ .reading = reading, .total = total };
    if (t->quantity.low < 3 || t->quantity.low != t->quantity.high || t->segment < 0)
        return false;
    for (uint32_t i = total + 1; i < r->mention_count && ret->part_count < SUM_PARTS; i++) {
        const Mention *m = &r->mentions[i];
        if (m->segment > t->segment + 1)
            return false;
        if (m->kind != MENTION_QUANTITY)
            continue;
        if (m->quantity.measure != MEASURE_COUNT || m->quantity.low != m->quantity.high)
            return false;
        ret->parts[ret->part_count++] = i;
        sum += m->quantity.low;
        if (sum > t->quantity.low || m->quantity.low < 0)
            return false;
        if (sum == t->quantity.low && ret->part_count >= 2)
            return true;
    }
    return false;
}

static int compare_parts(const void *a, const void *b)
{
    const PartOf *x = a, *y = b;

    if (x->reading != y->reading)
        return x->reading < y->reading ? -1 : 1;
    return x->mention < y->mention ? -1 : x->mention > y->mention;
}

void parts_find(Rows *rows)
{
    const Views *all = rows->all;
    Breakdown b;

    for (uint32_t r = 0; r < rows->corpus->reading_count; r++) {
        const Reading *reading = &rows->corpus->readings[r];
        for (uint32_t i = 0; i < reading->mention_count; i++) {
            const Mention *m = &reading->mentions[i];
            if (m->kind != MENTION_QUANTITY || m->quantity.measure != MEASURE_COUNT ||
                !find_breakdown(reading, r, i, &b))
                continue;
            vec_push(rows->arena, &rows->breakdowns, b);
            for (size_t k = 0; k < b.part_count; k++)
                vec_push(rows->arena, &rows->parts, (PartOf){ r, b.parts[k] });
        }
    }
    for (size_t i = 0; i < rows->sum_count; i++)
        for (size_t k = 0; k < rows->sums[i].part_count; k++) {
            const View *p = &all->at[rows->sums[i].parts[k]];
            vec_push(rows->arena, &rows->parts,
                     (PartOf){ p->ref.reading, (uint32_t)p->figures[rows->sums[i].part_figure[k]].mention });
        }
    if (rows->parts.count)
        qsort(rows->parts.at, rows->parts.count, sizeof *rows->parts.at, compare_parts);
}

bool parts_hold(const Rows *rows, uint32_t reading, uint32_t mention)
{
    PartOf key = { reading, mention };

    return rows->parts.count &&
           bsearch(&key, rows->parts.at, rows->parts.count, sizeof *rows->parts.at, compare_parts) != NULL;
}

static void tell_breakdown(Rows *rows, const Breakdown *b)
{
    const Reading *r = &rows->corpus->readings[b->reading];
    Site sites[SITES_MAX] = { { b->reading, r->mentions[b->total].span, CLAIM_NONE } };

    for (size_t i = 0; i < b->part_count; i++)
        sites[i + 1] = (Site){ b->reading, r->mentions[b->parts[i]].span, CLAIM_NONE };
    rows_add(rows, CONFLICT_ARITHMETIC, VERDICT_AGREE, sites, b->part_count + 1,
             arena_printf(rows->arena, "the parts add up to %lld", (long long)r->mentions[b->total].quantity.low));
}

void sums_tell(Rows *rows)
{
    for (size_t i = 0; i < rows->sum_count; i++)
        tell_sum(rows, &rows->sums[i]);
    for (size_t i = 0; i < rows->breakdowns.count; i++)
        tell_breakdown(rows, &rows->breakdowns.at[i]);
}

/* Words of a clause that carry its sense. */
typedef struct Clause {
    uint64_t word[SHARE_WORDS];
    size_t   count;
} Clause;

static Clause clause_of(const Rows *rows, Str text, size_t from, size_t to)
{
    Clause c = { .count = 0 };
    Str part = str_slice(text, 0, to);
    ScanWord w;

    while (c.count < SHARE_WORDS && scan_word(part, &from, &w))
        if (w.letters >= 4 && !w.digit && !word_is(&rows->words, w.hash, USE_FUNCTION) &&
            !word_is(&rows->words, w.hash, USE_PEOPLE))
            c.word[c.count++] = w.hash;
    return c;
}

static size_t clause_shared(const Clause *a, const Clause *b)
{
    size_t shared = 0;

    for (size_t i = 0; i < a->count; i++)
        for (size_t k = 0; k < b->count; k++)
            shared += a->word[i] == b->word[k];
    return shared;
}

static bool counts_people(const Mention *m)
{
    return m->kind == MENTION_QUANTITY && m->quantity.measure == MEASURE_COUNT && m->segment >= 0 &&
           (str_eq(m->quantity.counted, S("person")) || m->quantity.counted.len == 0) &&
           m->quantity.low != QUANTITY_UNKNOWN && m->quantity.low > 1;
}

/* "of the 5,000 people": the word for "of" stands before it, perhaps with an article, and begins its clause:
 * "3 of 12" counts pictures, "a family of five" has no share in itself. */
static bool partitive(const Rows *rows, const Reading *r, const Mention *m)
{
    size_t at = r->segments[m->segment].span.start;
    ScanWord w, last[3] = { { .hash = 0 }, { .hash = 0 }, { .hash = 0 } };

    while (scan_word(str_slice(r->text, 0, m->span.start), &at, &w)) {
        last[0] = last[1];
        last[1] = last[2];
        last[2] = w;
    }
    const ScanWord *of = word_is(&rows->words, last[2].hash, USE_ARTICLE) ? &last[1] : &last[2], *before = of - 1;
    if (!word_is(&rows->words, of->hash, USE_OF) || before->digit)
        return false;
    Str gap = str_trim(str_slice(r->text, before->span.end, of->span.start));
    return before->hash == 0 || gap.len > 0 || word_is(&rows->words, before->hash, USE_FUNCTION);
}

static bool meets(const Mention *a, const Mention *b)
{
    return a->quantity.low <= b->quantity.high && b->quantity.low <= a->quantity.high;
}

/* Elsewhere in the text the whole is said to do what here only a part does: the first such sentence. */
static bool whole_for_part(Rows *rows, uint32_t reading, const Mention *whole, const Mention *part)
{
    const Reading *r = &rows->corpus->readings[reading];
    Clause rest = clause_of(rows, r->text, whole->span.end, part->span.start);
    Clause done = clause_of(rows, r->text, part->span.end, r->segments[part->segment].span.end);
    size_t looked_at = 0;

    for (size_t i = 0; i < r->mention_count && looked_at < SHARE_LOOKED_AT; i++) {
        const Mention *m = &r->mentions[i];
        if (!counts_people(m) || m->segment == whole->segment || !meets(m, whole) || meets(m, part))
            continue;
        looked_at++;
        Clause said = clause_of(rows, r->text, m->span.end, r->segments[m->segment].span.end);
        if (clause_shared(&said, &done) == 0 || clause_shared(&said, &rest) > 0)
            continue;
        Site sites[3] = { { reading, m->span, CLAIM_NONE }, { reading, whole->span, CLAIM_NONE },
                          { reading, part->span, CLAIM_NONE } };
        rows_add(rows, CONFLICT_NUMBER, VERDICT_CONFLICT, sites, 3,
                 arena_printf(rows->arena, "one sentence says it of " STR_FMT ", another of " STR_FMT " out of " STR_FMT,
                              STR_ARG(m->name), STR_ARG(part->name), STR_ARG(whole->name)));
        return true;
    }
    return false;
}

/* The part of a whole that its own sentence gives, or NULL. */
static const Mention *share_of(const Reading *r, size_t whole)
{
    const Mention *w = &r->mentions[whole];

    for (size_t j = whole + 1; j < r->mention_count && r->mentions[j].segment == w->segment; j++)
        if (counts_people(&r->mentions[j]) && r->mentions[j].quantity.high < w->quantity.low)
            return &r->mentions[j];
    return NULL;
}

void shares_find(Rows *rows)
{
    for (uint32_t k = 0; k < rows->corpus->reading_count; k++) {
        const Reading *r = &rows->corpus->readings[k];
        size_t wholes = 0;
        for (size_t i = 0; i + 1 < r->mention_count && wholes < SHARES_A_TEXT; i++) {
            const Mention *whole = &r->mentions[i], *part;
            if (!counts_people(whole) || r->text.len == 0 || !partitive(rows, r, whole) ||
                (part = share_of(r, i)) == NULL)
                continue;
            wholes++;
            if (whole_for_part(rows, k, whole, part))
                break;      /* one distortion a text: the same share told again is no second one */
        }
    }
}
