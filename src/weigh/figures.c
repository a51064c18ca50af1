/* figures.c -- figures set against each other: inside an incident (may they all be
 * right?), and between incidents of one place (why they must not be compared).
 *
 * Documents, not sentences, are the parties: a text that first says 47 and then
 * 51 agrees with one that says 51. Only when no figure of one meets any of
 * the other is there something to explain.
 */
#include "lang/scan.h"
#include "weigh/rows.h"

#include <stdlib.h>

#define ROWS_PER_INCIDENT 12
#define ROWS_PER_PLACE    8
#define ROWS_IN_TEXT      3      /* of these, between statements of one text */
#define TOLL_MIN          10    /* a toll of this many ... */
#define TOLL_GAP          3     /* ... that grows by no more than a quarter in these days is one toll */
#define HEADS_A_TEXT      8     /* headlines and captions of one text with figures of one incident */
#define HEAD_FIGURES      64    /* figures of the text that each is set against */
#define LEAD_PARAGRAPHS   6     /* a headline sums up what stands so near below it */
#define DOCUMENTS_AHEAD   8     /* each document of an incident meets the next eight with such a figure */

/* One figure of one claim, with its group. */
typedef struct Stated {
    uint32_t view, figure, group;
} Stated;

typedef VEC(Stated) StatedVec;

static const View *view_at(const Rows *rows, const Stated *s)
{
    return &rows->all->at[s->view];
}

static const Statement *statement_at(const Rows *rows, const Stated *s)
{
    return &view_at(rows, s)->figures[s->figure].s;
}

static Site site_at(const Rows *rows, const Stated *s)
{
    const View *v = view_at(rows, s);
    return site_of_figure(rows->all, v, &v->figures[s->figure]);
}

static void add_pair(Rows *rows, ConflictKind kind, Verdict verdict, const Stated *a, const Stated *b, Str why)
{
    Site sites[2] = { site_at(rows, a), site_at(rows, b) };
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

static void gather(Rows *rows, StatedVec *all)
{
    for (uint32_t i = 0; i < rows->all->count; i++)
        for (uint32_t f = 0; f < rows->all->at[i].figure_count; f++)
            if (rows->groups->group[i] != NO_GROUP)
                vec_push(rows->arena, all, (Stated){ i, f, rows->groups->group[i] });
    if (all->count)
        qsort(all->at, all->count, sizeof *all->at, compare_stated);
}

static bool heads(const View *v)
{
    return v->role == SEGMENT_TITLE || v->role == SEGMENT_HEADING;
}

/* In the body of a text; its headings and captions are set against it apart. */
static bool body(const View *v)
{
    return !heads(v) && v->role != SEGMENT_CAPTION;
}

static bool same_people(const Statement *a, const Statement *b)
{
    return str_eq(a->who, b->who) || !a->who.len || !b->who.len;
}

/* The same thing, as far as units and people go. */
static bool same_thing(const Rows *rows, const Stated *a, const Stated *b)
{
    const Statement *s = statement_at(rows, a), *t = statement_at(rows, b);
    return units_equal(s->unit, t->unit) && same_people(s, t);
}

/* The last word of a document on a thing: latest as-of day, then latest in the text. */
static bool later(const Rows *rows, const Stated *a, const Stated *b)
{
    const Statement *s = statement_at(rows, a), *t = statement_at(rows, b);

    if (s->said_first != t->said_first)
        return s->said_first > t->said_first;
    return a->view > b->view;
}

/* The words beside the number say that people were killed, hurt ...; it was not taken from an act elsewhere in the
 * sentence. "Five people were shot" does not say how many died. */
static bool says_unit(const Rows *rows, const Stated *s)
{
    const View *v = view_at(rows, s);
    return unit_is_toll(view_reading(rows->all, v)->mentions[v->figures[s->figure].mention].quantity.counted);
}

/* "three of those killed", "another two": a part, or what comes on top, that READ tied to no whole. */
static bool is_share(const Rows *rows, const Stated *s)
{
    const View *v = view_at(rows, s);
    const Reading *r = view_reading(rows->all, v);
    const Mention *m = &r->mentions[v->figures[s->figure].mention];
    size_t at = m->span.end, from = m->segment >= 0 ? r->segments[m->segment].span.start : m->span.start;
    ScanWord w, before = { .hash = 0 };

    if (scan_word(r->text, &at, &w) &&
        (word_is(&rows->words, w.hash, USE_OF) || word_is(&rows->words, w.hash, USE_FURTHER)))
        return true;
    for (at = m->span.start; scan_word(str_slice(r->text, 0, m->span.end), &at, &w); )
        if (word_is(&rows->words, w.hash, USE_FURTHER))
            return true;
    while (scan_word(str_slice(r->text, 0, m->span.start), &from, &w))
        before = w;
    return before.hash && word_is(&rows->words, before.hash, USE_FURTHER);
}

/* What a row of alarm may rest on: a figure that says what it counts, and is a whole. */
static bool stands_alone(const Rows *rows, const Stated *s)
{
    return says_unit(rows, s) && !is_share(rows, s);
}

/* Two documents' figures for one thing: the best agreement, else their last words against each other. */
static bool compare_documents(Rows *rows, const Stated *first, size_t n1, const Stated *second, size_t n2,
                              const Stated *kind)
{
    const Stated *last1 = NULL, *last2 = NULL, *best1 = NULL, *best2 = NULL;
    Comparison best = { VERDICT_NOT_COMPARABLE, STR_NONE };

    for (size_t i = 0; i < n1; i++) {
        if (!same_thing(rows, &first[i], kind))
            continue;
        if (last1 == NULL || later(rows, &first[i], last1))
            last1 = &first[i];
        for (size_t k = 0; k < n2; k++) {
            if (!same_thing(rows, &second[k], &first[i]))
                continue;
            if (last2 == NULL || later(rows, &second[k], last2))
                last2 = &second[k];
            Comparison c = compare_statements(rows->arena, rows->all->gazetteer, statement_at(rows, &first[i]),
                                              statement_at(rows, &second[k]), true, false);
            bool better = c.verdict == VERDICT_AGREE || (c.verdict == VERDICT_REFINE && best.verdict != VERDICT_AGREE);
            if (better && (best1 == NULL || best.verdict != c.verdict)) {
                best = c;
                best1 = &first[i];
                best2 = &second[k];
            }
        }
    }
    if (last1 == NULL || last2 == NULL)
        return false;
    if (best1 == NULL) {
        best1 = last1;
        best2 = last2;
        best = compare_statements(rows->arena, rows->all->gazetteer, statement_at(rows, last1),
                                  statement_at(rows, last2), true, false);
    }
    if (best.verdict == VERDICT_CONFLICT && !(stands_alone(rows, best1) && stands_alone(rows, best2)))
        best = (Comparison){ VERDICT_NOT_COMPARABLE, S("not comparable: one of the numbers is a part, or what it counts "
                                                       "stands only in the sentence around it") };
    /* Numbers of people at large are not a toll: two of them agree, or speak of different people. */
    if (best.verdict == VERDICT_AGREE || unit_is_toll(statement_at(rows, best1)->unit))
        add_pair(rows, CONFLICT_NUMBER, best.verdict, best1, best2, best.why);
    return true;
}

/* Runs of one document inside a group: [at[i].view's reading]. */
static size_t run_end(const Rows *rows, const Stated *at, size_t i, size_t end)
{
    uint32_t reading = view_at(rows, &at[i])->ref.reading;

    while (i < end && view_at(rows, &at[i])->ref.reading == reading)
        i++;
    return i;
}

/* Has this thing been dealt with in this document, by an earlier figure? */
static bool seen_before(const Rows *rows, const Stated *run, size_t i)
{
    for (size_t k = 0; k < i; k++)
        if (same_thing(rows, &run[k], &run[i]))
            return true;
    return false;
}

static size_t across_documents(Rows *rows, const Stated *at, size_t begin, size_t end)
{
    size_t added = 0;

    for (size_t i = begin, next; i < end; i = next) {
        next = run_end(rows, at, i, end);
        for (size_t s = i; s < next; s++) {
            size_t ahead = 0;
            if (seen_before(rows, at + i, s - i))
                continue;
            for (size_t k = next, after; k < end && ahead < DOCUMENTS_AHEAD && added < ROWS_PER_INCIDENT; k = after) {
                after = run_end(rows, at, k, end);
                if (compare_documents(rows, at + i, next - i, at + k, after - k, &at[s])) {
                    ahead++;
                    added++;
                }
            }
        }
    }
    return added;
}

/* A number of people or of harm to them, whatever READ took them for. */
static bool may_be_toll(const Mention *m)
{
    return m->kind == MENTION_QUANTITY && m->quantity.measure == MEASURE_COUNT && m->segment >= 0 &&
           m->quantity.low != QUANTITY_UNKNOWN &&
           (unit_is_toll(m->quantity.counted) || str_eq(m->quantity.counted, S("person")) || !m->quantity.counted.len);
}

/* Does any number in the rest of the text, or the sum of two that follow each other, fit the figure? "Six shot"
 * above "two dead, four hurt" is right; so is a number that the text gives for something else: the headline may mean that. */
static bool text_has(const Reading *r, const Statement *head, SegmentRole role)
{
    int64_t before = 0;

    for (size_t i = 0; i < r->mention_count; i++) {
        const Mention *m = &r->mentions[i];
        if (!may_be_toll(m) || r->segments[m->segment].role == role)
            continue;
        int64_t low = m->quantity.low, high = m->quantity.high == QUANTITY_UNKNOWN ? QUANTITY_OPEN : m->quantity.high;
        if (low <= head->high && head->low <= high)
            return true;
        if (before > 0 && low == high && before + low >= head->low && before + low <= head->high)
            return true;
        before = low == high ? low : 0;
    }
    return false;
}

/* Two figures close enough that one of them may be a slip of the other; single people are told in too many ways. */
static bool may_be_slip(const Statement *head, const Statement *text)
{
    return head->low > 1 && text->low > 1 && head->high != QUANTITY_OPEN && text->high != QUANTITY_OPEN &&
           !text->aggregate && head->low <= 3 * text->low && text->low <= 3 * head->low;
}

/* The first figure of the body that a headline's or caption's may be set against. A headline sums up
 * what its text begins with; a caption may belong anywhere. */
static const Stated *rival_in_body(const Rows *rows, const Stated *run, size_t count, const Stated *head)
{
    const View *h = view_at(rows, head);

    for (size_t k = 0; k < count && k < HEAD_FIGURES; k++) {
        const View *v = view_at(rows, &run[k]);
        if (!body(v))
            continue;
        if (stands_alone(rows, &run[k]) &&
            units_equal(statement_at(rows, &run[k])->unit, statement_at(rows, head)->unit) &&
            str_eq(statement_at(rows, &run[k])->who, statement_at(rows, head)->who) &&
            may_be_slip(statement_at(rows, head), statement_at(rows, &run[k])) &&
            (h->role == SEGMENT_CAPTION || v->paragraph <= h->paragraph + LEAD_PARAGRAPHS))
            return &run[k];
    }
    return NULL;
}

/* A headline or caption whose figure no sentence of the body meets. */
static void head_against_body(Rows *rows, const Stated *run, size_t count)
{
    for (size_t i = 0, heads = 0; i < count && heads < HEADS_A_TEXT; i++) {
        const View *head = view_at(rows, &run[i]);
        const Stated *other;
        if (body(head) || !stands_alone(rows, &run[i]))
            continue;
        heads++;
        if ((other = rival_in_body(rows, run, count, &run[i])) == NULL ||
            text_has(view_reading(rows->all, head), statement_at(rows, &run[i]), head->role))
            continue;
        bool caption = head->role == SEGMENT_CAPTION;
        add_pair(rows, caption ? CONFLICT_CAPTION : CONFLICT_HEADLINE, VERDICT_ERROR, &run[i], other,
                 arena_printf(rows->arena, "the %s says " STR_FMT ", the text " STR_FMT,
                              caption ? "caption" : "headline",
                              STR_ARG(statement_text(rows->arena, statement_at(rows, &run[i]))),
                              STR_ARG(statement_text(rows->arena, statement_at(rows, other)))));
    }
}

/* Thirty-eight on the spot and twelve in hospital: a part is no step of the toll. */
static bool is_part(const Rows *rows, const Stated *a)
{
    for (size_t i = 0; i < rows->sum_count; i++)
        for (size_t k = 0; k < rows->sums[i].part_count; k++)
            if (view_at(rows, a)->ref.reading == rows->all->at[rows->sums[i].parts[k]].ref.reading &&
                rows->all->at[rows->sums[i].parts[k]].figures[rows->sums[i].part_figure[k]].mention ==
                    view_at(rows, a)->figures[a->figure].mention)
                return true;
    return false;
}

/* Successive counts in one text: each step that differs from the one before. */
static void steps_in_text(Rows *rows, const Stated *run, size_t count, size_t *added)
{
    for (size_t i = 0; i < count; i++)
        for (size_t k = i + 1; k < count && *added < ROWS_PER_INCIDENT; k++) {
            if (!body(view_at(rows, &run[i])) || !body(view_at(rows, &run[k])) || run[i].view == run[k].view ||
                !same_thing(rows, &run[i], &run[k]) || is_part(rows, &run[i]) || is_part(rows, &run[k]) ||
                !unit_is_toll(statement_at(rows, &run[i])->unit))
                continue;
            Comparison c = compare_statements(rows->arena, rows->all->gazetteer, statement_at(rows, &run[i]),
                                              statement_at(rows, &run[k]), true, true);
            if (c.verdict == VERDICT_UPDATE) {
                add_pair(rows, CONFLICT_NUMBER, VERDICT_UPDATE, &run[i], &run[k], c.why);
                (*added)++;
            }
            break;
        }
}

static void inside_incidents(Rows *rows, const StatedVec *all)
{
    for (size_t i = 0, end; i < all->count; i = end) {
        end = i;
        while (end < all->count && all->at[end].group == all->at[i].group)
            end++;
        size_t added = across_documents(rows, all->at, i, end);
        for (size_t k = i, next; k < end; k = next) {
            next = run_end(rows, all->at, k, end);
            head_against_body(rows, all->at + k, next - k);
            steps_in_text(rows, all->at + k, next - k, &added);
        }
    }
}

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

/* Has a row of these two groups and units been written for this place already? */
typedef struct PairKey {
    uint32_t group_a, group_b;
    Str      unit_a, unit_b;
} PairKey;

static bool new_pair(Rows *rows, PairKey *seen, size_t *count, const Stated *a, const Stated *b)
{
    PairKey k = { a->group, b->group, statement_at(rows, a)->unit, statement_at(rows, b)->unit };

    for (size_t i = 0; i < *count; i++)
        if (seen[i].group_a == k.group_a && seen[i].group_b == k.group_b && units_equal(seen[i].unit_a, k.unit_a) &&
            units_equal(seen[i].unit_b, k.unit_b))
            return false;
    seen[(*count)++] = k;
    return true;
}

/* A total and its part: told as a sum elsewhere. */
static bool summed(const Rows *rows, uint32_t a, uint32_t b)
{
    for (size_t i = 0; i < rows->sum_count; i++)
        for (size_t k = 0; k < rows->sums[i].part_count; k++)
            if ((rows->sums[i].total == a && rows->sums[i].parts[k] == b) ||
                (rows->sums[i].total == b && rows->sums[i].parts[k] == a))
                return true;
    return false;
}

/* Tolls of one kind are only mixed up when they are of the same weeks. */
static bool near_in_time(const View *a, const View *b)
{
    return day_known(a->near) && day_known(b->near) && abs(a->near - b->near) <= 31;
}

/* Two figures of different incidents that a hasty reader would set against each other. */
static bool tempting(const Rows *rows, const Stated *a, const Stated *b)
{
    const Statement *s = statement_at(rows, a), *t = statement_at(rows, b);
    bool people = str_eq(s->unit, S("person")) || str_eq(t->unit, S("person"));

    return a->group != b->group && !summed(rows, a->view, b->view) && units_related(s->unit, t->unit) && !people &&
           s->low > 1 && t->low > 1 &&
           view_at(rows, a)->claim != view_at(rows, b)->claim && !(s->low == t->low && s->high == t->high) &&
           (!units_equal(s->unit, t->unit) || near_in_time(view_at(rows, a), view_at(rows, b)));
}

/* Fifty-one dead in a village and, a day later, fifty-two: one toll, although the
 * two days kept their claims in two incidents. Only for a large figure that hardly grows within days. */
static bool one_toll(const Rows *rows, const Stated *a, const Stated *b)
{
    const View *v = view_at(rows, a), *w = view_at(rows, b);
    const Statement *s = statement_at(rows, a), *t = statement_at(rows, b);
    int64_t less = s->low < t->low ? s->low : t->low, more = s->low < t->low ? t->low : s->low;

    return v->settled && v->place == w->place && unit_is_toll(s->unit) && units_equal(s->unit, t->unit) &&
           less >= TOLL_MIN && more - less <= less / 4 && day_known(v->near) && day_known(w->near) &&
           abs(v->near - w->near) <= TOLL_GAP;
}

static Comparison compare_apart(const Rows *rows, const Stated *a, const Stated *b)
{
    const Gazetteer *g = rows->all->gazetteer;

    if (one_toll(rows, a, b)) {
        Comparison c = compare_statements(rows->arena, g, statement_at(rows, a), statement_at(rows, b), true, false);
        if (c.verdict == VERDICT_UPDATE)
            return c;
    }
    return compare_statements(rows->arena, g, statement_at(rows, a), statement_at(rows, b), false, false);
}

/* Within one place's figures, at most ROWS_PER_PLACE rows, different documents first. */
static void explain_place(Rows *rows, const StatedVec *all, const Placed *at, size_t count)
{
    PairKey seen[ROWS_PER_PLACE + ROWS_IN_TEXT];
    size_t used = 0, limit = ROWS_PER_PLACE;

    if (count > 64)
        count = 64;     /* the largest figures are those that are set against each other */
    /* Updates first: of two documents' figures the pair whose days tell is the one to show. */
    for (int pass = 2; pass >= 0; pass--, limit = pass ? limit : used + ROWS_IN_TEXT)
        for (size_t i = 0; i < count; i++)
            for (size_t k = i + 1; k < count && used < limit; k++) {
                const Stated *a = &all->at[at[i].index], *b = &all->at[at[k].index];
                if (a->view > b->view) {
                    const Stated *swap = a;
                    a = b;
                    b = swap;
                }
                bool documents = view_at(rows, a)->ref.reading != view_at(rows, b)->ref.reading;
                bool two_towns = view_at(rows, a)->settled && view_at(rows, b)->settled &&
                                 view_at(rows, a)->place != view_at(rows, b)->place;
                if (documents != (pass > 0) || two_towns || !tempting(rows, a, b))
                    continue;
                Comparison c = compare_apart(rows, a, b);
                bool telling = c.verdict == (pass == 2 ? VERDICT_UPDATE : VERDICT_NOT_COMPARABLE);
                if (telling && new_pair(rows, seen, &used, a, b))
                    add_pair(rows, CONFLICT_NUMBER, c.verdict, a, b, c.why);
            }
}

/* Figures by settlement; and by document, where a region's figure meets a town's. */
static void between_incidents(Rows *rows, const StatedVec *all)
{
    PlacedVec placed = { 0 };

    for (uint32_t i = 0; i < all->count; i++) {
        const View *v = view_at(rows, &all->at[i]);
        const Statement *s = statement_at(rows, &all->at[i]);
        if (!units_related(s->unit, S("killed")) || s->low < 2)
            continue;
        if (v->place != NO_PLACE && v->settled)
            vec_push(rows->arena, &placed, (Placed){ v->place, s->low, i });
        else
            vec_push(rows->arena, &placed, (Placed){ (uint64_t)1 << 32 | v->ref.reading, s->low, i });
    }
    /* A figure for a wider or unstated extent also meets the settlements of its own text. */
    size_t alone = placed.count;
    for (size_t i = 0; i < alone; i++) {
        const View *v = view_at(rows, &all->at[placed.at[i].index]);
        if (placed.at[i].key >> 32 == 0)
            vec_push(rows->arena, &placed, (Placed){ (uint64_t)1 << 32 | v->ref.reading, placed.at[i].low,
                                                     placed.at[i].index });
    }
    if (placed.count)
        qsort(placed.at, placed.count, sizeof *placed.at, compare_placed);
    for (size_t i = 0, end; i < placed.count; i = end) {
        end = i;
        while (end < placed.count && placed.at[end].key == placed.at[i].key)
            end++;
        bool wider = false;
        for (size_t k = i; k < end; k++)
            wider |= !view_at(rows, &all->at[placed.at[k].index])->settled;
        if (placed.at[i].key >> 32 == 0 || wider)
            explain_place(rows, all, placed.at + i, end - i);
    }
}

void figures_compare(Rows *rows)
{
    StatedVec all = { 0 };

    gather(rows, &all);
    inside_incidents(rows, &all);
    between_incidents(rows, &all);
}
