/* days.c -- one event told with two days.
 *
 * Only what happens once can be told with two days: a town changes hands, or one
 * toll is given for one place. A beginning and an end of one thing are two days
 * rightly ("entered on the 5th, taken on the 10th"); a day apart they are shown
 * all the same, because few writers mean the difference.
 * One row a disagreement, however many texts take part in it.
 */
#include "base/auto.h"
#include "lang/scan.h"
#include "weigh/rows.h"

#include <stdlib.h>

#define NEAR_DAYS    7      /* two days given for one change of control, or for one toll */
#define AHEAD        48     /* claims of one place, in order of days, that each is set against */
#define TOLL_LEAST   5      /* so many people killed on two days in one town, the same number: one event */

/* A claim with one day, under what it may share with others. */
typedef struct Dated {
    uint64_t key;           /* the settlement; else the incident */
    int32_t  day;
    uint32_t view;
} Dated;

typedef VEC(Dated) DatedVec;

static int compare_dated(const void *a, const void *b)
{
    const Dated *x = a, *y = b;

    if (x->key != y->key)
        return x->key < y->key ? -1 : 1;
    if (x->day != y->day)
        return x->day < y->day ? -1 : 1;
    return x->view < y->view ? -1 : x->view > y->view;
}

static Str words_of_claim(const Rows *rows, const View *v)
{
    return span_text(view_reading(rows->all, v)->text, v->claim->span);
}

static bool has_word(Str text, uint64_t hash)
{
    size_t at = 0;
    ScanWord w;

    while (scan_word(text, &at, &w))
        if (w.hash == hash)
            return true;
    return false;
}

static bool names_any(Str doer, Str text)
{
    size_t at = 0;
    ScanWord w;

    while (scan_word(doer, &at, &w))
        if (w.letters > 3 && has_word(text, w.hash))
            return true;
    return false;
}

/* The doers are the same ("Ukrainian troops", "Ukrainian forces"), or one is not named, or the
 * words of one claim name the other's ("under Russian occupation until Ukrainian forces returned"). */
static bool same_doer(const Rows *rows, const View *a, const View *b)
{
    Str one = a->claim->by.text, other = b->claim->by.text;

    if (!one.len || !other.len)
        return true;
    return names_any(one, other) || names_any(one, words_of_claim(rows, b)) ||
           names_any(other, words_of_claim(rows, a));
}

static bool begins(const Rows *rows, const View *v)
{
    Phrase p;
    size_t at = 0;

    return words_find(&rows->words, words_of_claim(rows, v), &at, USE_BEGINS, &p);
}

/* One text tells of the coming, the other of the taking: days apart they are two days of two things. */
static bool two_stages(const Rows *rows, const View *a, const View *b)
{
    return abs(a->first - b->first) > 1 && begins(rows, a) != begins(rows, b);
}

/* The date is written out ("16 March"); a weekday or "overnight" may be off by one without anybody's fault. */
static bool writes_day(const Rows *rows, const View *v)
{
    const Reading *r = view_reading(rows->all, v);
    size_t at = 0;
    ScanWord w;

    if (v->claim->date < 0 || r->mentions[v->claim->date].date.timex != TIMEX_DATE)
        return false;
    while (scan_word(span_text(r->text, r->mentions[v->claim->date].span), &at, &w))
        if (w.digit)
            return true;
    return false;
}

static bool says_unit(const Rows *rows, const View *v, const Figure *f)
{
    return unit_is_toll(view_reading(rows->all, v)->mentions[f->mention].quantity.counted);
}

/* The same exact toll, large enough to be no accident. */
static bool one_toll(const Rows *rows, const View *a, const View *b)
{
    for (uint32_t i = 0; i < a->figure_count; i++)
        for (uint32_t k = 0; k < b->figure_count; k++) {
            const Statement *s = &a->figures[i].s, *t = &b->figures[k].s;
            if (s->low >= TOLL_LEAST && s->low == s->high && s->low == t->low && t->low == t->high &&
                says_unit(rows, a, &a->figures[i]) && says_unit(rows, b, &b->figures[k]) &&
                units_equal(s->unit, t->unit) && !s->approximate && !t->approximate)
                return true;
        }
    return false;
}

static bool one_event(const Rows *rows, const View *a, const View *b)
{
    ActSet control = act_bit(rows->corpus->taxonomy, S("CONTROL"));

    if (a->acts & b->acts & control)
        return same_doer(rows, a, b) && !two_stages(rows, a, b);
    return a->ref.reading != b->ref.reading && a->place != NO_PLACE && a->place == b->place &&
           writes_day(rows, a) && writes_day(rows, b) && one_toll(rows, a, b);
}

static Site day_site(const Rows *rows, const View *v)
{
    const Reading *r = view_reading(rows->all, v);
    Span s = v->claim->date >= 0 ? r->mentions[v->claim->date].span : v->claim->span;

    /* The claim's own words, as long as its date stands in them: a reader wants the statement. */
    if (v->claim->date >= 0 && !span_within(s, v->claim->span) && span_len(v->claim->span) < SPAN_MAX)
        return (Site){ v->ref.reading, s.start < v->claim->span.start ? (Span){ s.start, v->claim->span.end } : s,
                       v->ref.claim };
    return site_of_claim(v);
}

/* Days that the claims' own words give; a day carried on from another sentence is no statement of this one. */
static bool states_day(const Rows *rows, const View *v)
{
    const Reading *r = view_reading(rows->all, v);
    return v->claim->date < 0 || r->mentions[v->claim->date].segment == v->claim->segment;
}

static DatedVec gather(const Rows *rows, Arena *arena)
{
    DatedVec dated = { 0 };

    for (uint32_t i = 0; i < rows->all->count; i++) {
        const View *v = &rows->all->at[i];
        uint32_t group = rows->groups->group[i];
        if (v->width != 1 || v->aggregate || v->denied || !states_day(rows, v))
            continue;
        if (v->settled)
            vec_push(arena, &dated, (Dated){ v->place, v->first, i });
        else if (group != NO_GROUP)
            vec_push(arena, &dated, (Dated){ (uint64_t)1 << 32 | group, v->first, i });
    }
    if (dated.count)
        qsort(dated.at, dated.count, sizeof *dated.at, compare_dated);
    return dated;
}

/* Has a site of this document been taken? One sentence a document and a day is enough for a reader. */
static bool has_document(const Site *sites, size_t count, uint32_t reading)
{
    for (size_t i = 0; i < count; i++)
        if (sites[i].reading == reading)
            return true;
    return false;
}

/* Who else says so: other documents' claims of the same two days, in order. */
static size_t add_others(const Rows *rows, const Dated *at, size_t count, const View *a, const View *b, Site *sites)
{
    size_t used = 2;

    for (size_t i = 0; i < count && used < SITES_MAX && at[i].key == at[0].key && at[i].day <= b->first; i++) {
        const View *v = &rows->all->at[at[i].view];
        const View *other = v->first == a->first ? b : a;
        if ((v->first == a->first || v->first == b->first) && v != a && v != b &&
            one_event(rows, v, other) && !has_document(sites, used, v->ref.reading))
            sites[used++] = day_site(rows, v);
    }
    return used;
}

static void tell(Rows *rows, const Dated *at, size_t count, const View *a, const View *b)
{
    char one[11], other[11];
    Site sites[SITES_MAX] = { day_site(rows, a), day_site(rows, b) };
    size_t used = add_others(rows, at, count, a, b, sites);

    day_format(a->first, one);
    day_format(b->first, other);
    rows_add(rows, CONFLICT_DATE, VERDICT_CONFLICT, sites, used,
             arena_printf(rows->arena, "one event, two days: %s and %s%s", one, other,
                          abs(a->first - b->first) == 1 ? " (a beginning and an end may lie a day apart)" : ""));
}

/* The pairs of days of one key that a row was written for. */
#define TOLD_MAX 16
typedef struct Told {
    int32_t first[TOLD_MAX], second[TOLD_MAX];
    size_t  count;
} Told;

static bool is_told(Told *t, int32_t first, int32_t second)
{
    for (size_t i = 0; i < t->count; i++)
        if (t->first[i] == first && t->second[i] == second)
            return true;
    if (t->count == TOLD_MAX)
        return true;
    t->first[t->count] = first;
    t->second[t->count++] = second;
    return false;
}

void dates_compare(Rows *rows)
{
    AUTO_ARENA scratch = arena_create();
    DatedVec dated = gather(rows, scratch);
    Told told = { .count = 0 };

    for (size_t i = 0; i < dated.count; i++) {
        const Dated *d = &dated.at[i];
        if (i && d->key != dated.at[i - 1].key)
            told.count = 0;
        for (size_t k = i + 1; k < dated.count && k <= i + AHEAD && dated.at[k].key == d->key &&
                               dated.at[k].day - d->day <= NEAR_DAYS; k++) {
            const View *a = &rows->all->at[d->view], *b = &rows->all->at[dated.at[k].view];
            if (a->first != b->first && one_event(rows, a, b) && !is_told(&told, a->first, b->first))
                tell(rows, d, dated.count - i, a, b);
        }
    }
}
