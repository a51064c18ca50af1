/* counting.c -- see counting.h.
 *
 * Marks of data/lang/<code>/counting.tsv stand between counts and say how they hang
 * together. A part takes from its whole what its own words leave open ("23 were
 * killed, 12 of them children": twelve children were killed), and never counts
 * beside it: a part that is added to its whole counts the dead twice.
 */
#include "read/counting.h"

#include "lang/tables.h"
#include "read/match.h"

#include <stdlib.h>

enum { UNIT_UNIT, UNIT_MEASURE, UNIT_KIND };

#define PART_REACH   4      /* words between "among them" and the first part */
#define PART_GAP     3      /* words between two parts */
#define OUT_OF_REACH 8      /* words between "of the 23 dead" and "three" */
#define EACH_REACH   3      /* words between "each of" and the number it divides by */
#define AS_OF_REACH  3      /* words between "as of" and the date */
#define RATE_REACH   3      /* words between those counted and "every day" */
#define WHO_REACH    3      /* words between "three were" and "children" */
#define NOUN_REACH   4      /* words between "a" and "child" */

typedef struct Pass {
    Found    *f;
    CountVec *counts;
    size_t    low, high;
    int32_t   segment;
} Pass;

static QuantityFields *fields(const Pass *p, size_t i)
{
    return &p->f->mentions.at[p->counts->at[i].mention].quantity;
}

static bool counts_people(const QuantityFields *q)
{
    return str_eq(q->counted, S("person"));
}

/* A number of things or people: no age, share or length of time. */
static bool is_count(const Pass *p, size_t i)
{
    const QuantityFields *q = fields(p, i);
    return (q->measure == MEASURE_COUNT || q->measure == MEASURE_RATE) &&
           !str_eq(p->f->mentions.at[p->counts->at[i].mention].rule, S("quantity.duration"));
}

static bool is_joint(const Tokens *t, size_t i)
{
    const Token *w = &t->at[i];

    if (w->kind == TOKEN_MARK)
        return w->mark == ',';
    return w->function == FUNCTION_CONJUNCTION + 1;
}

static bool is_stop(const Token *t)
{
    return t->kind == TOKEN_MARK && (t->mark == ';' || t->mark == ':' || t->mark == '.');
}

/* --- one person -------------------------------------------------------------------- */

/* "a six-year-old child" at token `from`: one person. *noun gets the token of the noun. */
static bool single_at(const Pass *p, size_t from, Count *ret, const Row **noun)
{
    const Tokens *t = &p->f->tokens;
    size_t len = 0, at = from;

    while (at < p->high && at < from + NOUN_REACH &&
           !((t->at[at].classes | t->at[at].phrase_classes) & CLASS_BIT(CLASS_PEOPLE))) {
        if (t->at[at].kind == TOKEN_MARK || (t->at[at].function && t->at[at].function != FUNCTION_ARTICLE + 1))
            return false;
        at++;
    }
    *noun = at < p->high ? match_row(t, at, CLASS_PEOPLE, &len) : NULL;
    if (*noun == NULL || !str_eq((*noun)->s[PEOPLE_NUMBER], S("s")) || at + len > p->high)
        return false;
    *ret = (Count){ .first = from, .last = at + len };
    return true;
}

static int by_first(const void *x, const void *y)
{
    const Count *a = x, *b = y;
    return a->first < b->first ? -1 : a->first > b->first;
}

/* What befell them, by the verb that ends right before token `at`; NULL none. */
static const Row *verb_before(const Pass *p, size_t at)
{
    size_t len;
    return at > p->low ? sense_with(&p->f->tokens, at - 1, CLASS_UNIT, UNIT_KIND, S("verb"), &len) : NULL;
}

static void add_single(Pass *p, Count c, const Row *noun)
{
    const Tokens *t = &p->f->tokens;
    Span span = { t->at[c.first].start, t->at[c.last - 1].end };
    Str who = noun->s[PEOPLE_WHO];
    const Row *verb = verb_before(p, c.first);

    c.harm = verb != NULL;
    c.mention = found_mention(p->f, MENTION_QUANTITY, span, p->segment, S("quantity.single"));
    p->f->mentions.at[c.mention].quantity = (QuantityFields){
        .low = 1, .high = 1, .counted = verb ? verb->s[UNIT_UNIT] : S("person"), .who = str_eq(who, S("person")) ? STR_NONE : who,
        .measure = MEASURE_COUNT, .part_of = -1 };
    vec_push(p->f->arena, p->counts, c);
    qsort(p->counts->at, p->counts->count, sizeof *p->counts->at, by_first);
}

static bool is_article(const Tokens *t, size_t i)
{
    return t->at[i].function == FUNCTION_ARTICLE + 1;
}

/* May a list begin at token i with one person: an article, or (where a language has none)
 * the noun right after what befell them or at the head of the sentence? */
static bool begins_list(const Pass *p, size_t i)
{
    return is_article(&p->f->tokens, i) || i == p->low || verb_before(p, i);
}

/* The count's neighbour in a list that is one person: "a man and two women", "two women and a man".
 * Only beside people whom the words count, so that "a man" elsewhere stays a person and no figure. */
static bool neighbour(const Pass *p, const Count *c, Count *single, const Row **noun)
{
    const Tokens *t = &p->f->tokens;

    if (c->first >= p->low + 2 && t->at[c->first - 1].function == FUNCTION_CONJUNCTION + 1 &&
        (t->at[c->first - 2].classes & CLASS_BIT(CLASS_PEOPLE)))
        for (size_t from = c->first - 1; from > p->low && from + NOUN_REACH > c->first; from--)
            if (begins_list(p, from - 1) && single_at(p, from - 1, single, noun) && single->last == c->first - 1)
                return true;
    return c->last + 2 < p->high && t->at[c->last].function == FUNCTION_CONJUNCTION + 1 &&
           is_article(t, c->last + 1) && single_at(p, c->last + 1, single, noun);
}

static void add_neighbours(Pass *p)
{
    Count single;
    const Row *noun;

    for (size_t i = 0; i < p->counts->count; i++)
        if (is_count(p, i) && fields(p, i)->who.len && neighbour(p, &p->counts->at[i], &single, &noun)) {
            add_single(p, single, noun);
            return;
        }
}

/* --- units said once ------------------------------------------------------------- */

/* The counts after `i` that only commas and conjunctions part from it and each other. */
static size_t list_end(const Pass *p, size_t i)
{
    const Tokens *t = &p->f->tokens;

    for (; i + 1 < p->counts->count; i++) {
        size_t k = p->counts->at[i].last, to = p->counts->at[i + 1].first;
        if (k == to || to > k + 2)
            break;
        while (k < to && is_joint(t, k))
            k++;
        if (k < to)
            break;
    }
    return i + 1;
}

/* "killed 8 men, 3 women and 2 children": people in one list share what befell them,
 * if the words give one unit only. */
static void share_units(const Pass *p)
{
    for (size_t i = 0; i < p->counts->count;) {
        size_t end = list_end(p, i);
        Str    unit = STR_NONE;
        bool   one = true;
        for (size_t k = i; k < end; k++) {
            const QuantityFields *q = fields(p, k);
            if (!p->counts->at[k].harm)
                continue;
            one &= unit.len == 0 || str_eq(unit, q->counted);
            unit = q->counted;
        }
        for (size_t k = i; k < end && one && unit.len; k++)
            if (!p->counts->at[k].harm && is_count(p, k) && counts_people(fields(p, k)) && fields(p, k)->who.len)
                fields(p, k)->counted = unit;
        i = end;
    }
}

/* --- parts ------------------------------------------------------------------------- */

/* The nearest count that ends at or before token `at` and can have parts, or -1. */
static int32_t whole_before(const Pass *p, size_t at)
{
    int32_t found = -1;

    for (size_t i = 0; i < p->counts->count && p->counts->at[i].last <= at; i++)
        if (is_count(p, i) && fields(p, i)->part_of < 0)
            found = (int32_t)i;
    return found;
}

/* Is there a second whole of another kind beside it ("23 killed and 40 wounded, including 5 children")? */
static bool rivals(const Pass *p, size_t whole)
{
    for (size_t i = 0; i < whole; i++)
        if (is_count(p, i) && fields(p, i)->part_of < 0 && !str_eq(fields(p, i)->counted, fields(p, whole)->counted))
            return true;
    return false;
}

/* Who the part is, told by the noun near after it ("three were children"). */
static Str who_after(const Pass *p, size_t at)
{
    const Tokens *t = &p->f->tokens;

    for (size_t i = at; i < p->high && i < at + WHO_REACH; i++) {
        size_t len;
        const Row *row = match_row(t, i, CLASS_PEOPLE, &len);
        if (row && !str_eq(row->s[PEOPLE_WHO], S("person")))
            return row->s[PEOPLE_WHO];
        if (t->at[i].kind == TOKEN_NUMBER || (t->at[i].kind == TOKEN_MARK && t->at[i].mark == ','))
            break;
    }
    return STR_NONE;
}

static bool can_be_part(const Pass *p, size_t part, size_t whole)
{
    const QuantityFields *q = fields(p, part), *w = fields(p, whole);

    if (part == whole || !is_count(p, part) || q->part_of >= 0)
        return false;
    if (q->low != QUANTITY_UNKNOWN && w->high != QUANTITY_UNKNOWN && w->high != QUANTITY_OPEN && q->low > w->high)
        return false;           /* more than the whole has */
    return q->counted.len == 0 || counts_people(q) || str_eq(q->counted, w->counted) || counts_people(w);
}

/* `sure`: the words point at this whole and no other ("of them", "of the 23"). */
static bool make_part(const Pass *p, size_t part, size_t whole, bool sure)
{
    QuantityFields *q = fields(p, part);
    const QuantityFields *w = fields(p, whole);

    if (!can_be_part(p, part, whole))
        return false;
    q->part_of = p->counts->at[whole].mention;
    if (q->who.len == 0)
        q->who = who_after(p, p->counts->at[part].last);
    if ((q->counted.len == 0 || counts_people(q)) && (sure || !rivals(p, whole)))
        q->counted = w->counted;
    return true;
}

/* The first count that begins at or after token `at`, or the number of counts. */
static size_t count_from(const Pass *p, size_t at)
{
    size_t i = 0;

    while (i < p->counts->count && p->counts->at[i].first < at)
        i++;
    return i;
}

/* The count that ends right before token `at`, or -1. */
static int32_t count_until(const Pass *p, size_t at)
{
    for (size_t i = 0; i < p->counts->count; i++)
        if (p->counts->at[i].last == at)
            return (int32_t)i;
    return -1;
}

/* A person with an age is one mention too many for a count: "a six-year-old child". */
static bool is_age_in(const Pass *p, size_t i, const Count *c)
{
    return i < p->counts->count && fields(p, i)->measure == MEASURE_AGE && p->counts->at[i].first < c->last;
}

/* "24 people were killed, 13 children and a pregnant woman among them": the list right before the mark. */
static void parts_before(const Pass *p, size_t mark)
{
    int32_t last = count_until(p, mark);

    if (last < 0)
        return;
    size_t first = (size_t)last;
    while (first > 0 && list_end(p, first - 1) > (size_t)last && p->counts->at[first - 1].last + 1 == p->counts->at[first].first &&
           p->f->tokens.at[p->counts->at[first - 1].last].function == FUNCTION_CONJUNCTION + 1)
        first--;
    int32_t whole = whole_before(p, p->counts->at[first].first);
    for (size_t i = first; whole >= 0 && i <= (size_t)last; i++)
        make_part(p, i, (size_t)whole, false);
}

/* "59 people, including 5 children and a doctor": what follows the mark, one after another. */
static void parts_after(Pass *p, size_t mark, size_t after, bool sure)
{
    const Tokens *t = &p->f->tokens;
    int32_t whole = whole_before(p, mark);
    size_t  at = after, reach = PART_REACH;

    if (after >= p->high || t->at[after].kind == TOKEN_MARK) {
        parts_before(p, mark);
        return;
    }
    while (whole >= 0 && at < p->high && !is_stop(&t->at[at])) {
        size_t next = count_from(p, at);
        Count  single;
        const Row *noun;
        bool near = next < p->counts->count && p->counts->at[next].first <= at + reach;
        if (single_at(p, at, &single, &noun) && (!near || is_age_in(p, next, &single) ||
                                                 p->counts->at[next].first >= single.last)) {
            add_single(p, single, noun);
            next = count_from(p, at);
        } else if (!near) {
            return;
        }
        if (!make_part(p, next, (size_t)whole, sure))
            return;
        at = p->counts->at[next].last;
        while (at < p->high && at < p->counts->at[next].last + PART_GAP && !is_joint(t, at) && !is_stop(&t->at[at]))
            at++;
        if (at >= p->high || !is_joint(t, at))
            return;
        while (at < p->high && is_joint(t, at))
            at++;
        reach = 1;
    }
}

/* "six of them", or in other languages "of them six". */
static void part_of_them(Pass *p, size_t mark, size_t after)
{
    int32_t part = count_until(p, mark);

    if (part < 0) {
        parts_after(p, mark, after, true);
        return;
    }
    int32_t whole = whole_before(p, p->counts->at[part].first);
    if (whole >= 0)
        make_part(p, (size_t)part, (size_t)whole, true);
}

/* "of the 23 dead, three were children"; "three of the 23". */
static void part_out_of(Pass *p, size_t mark, size_t after)
{
    const Tokens *t = &p->f->tokens;
    size_t  whole = count_from(p, after);
    int32_t before = count_until(p, mark);

    if (whole >= p->counts->count || p->counts->at[whole].first > after + 1 || !is_count(p, whole))
        return;
    if (before >= 0) {
        make_part(p, (size_t)before, whole, true);
        return;
    }
    bool begins = mark == p->low || t->at[mark - 1].kind == TOKEN_MARK || is_joint(t, mark - 1);
    size_t part = whole + 1, end = p->counts->at[whole].last;
    if (begins && part < p->counts->count && p->counts->at[part].first <= end + OUT_OF_REACH)
        make_part(p, part, whole, true);
}

/* --- each, so far, as of -------------------------------------------------------------- */

static void mark_each(const Pass *p, size_t after)
{
    size_t divisor = count_from(p, after);

    if (divisor < p->counts->count && p->counts->at[divisor].first > after + EACH_REACH)
        divisor = p->counts->count;
    for (size_t i = 0; i < p->counts->count; i++)
        if (is_count(p, i) && i != divisor)
            fields(p, i)->each = true;
}

/* The first date mention that ends after byte `from`; the number of dates when there is none. */
static size_t date_from(const Found *f, uint32_t from)
{
    size_t low = 0, high = f->date_count;

    while (low < high) {
        size_t middle = (low + high) / 2;
        if (f->mentions.at[middle].span.end <= from)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

/* "three people are killed every day": again and again, told after the verb. */
static void mark_rates(const Pass *p)
{
    const Found *f = p->f;

    for (size_t i = 0; i < p->counts->count; i++) {
        size_t after = p->counts->at[i].last;
        if (!p->counts->at[i].harm || after >= p->high)
            continue;
        size_t date = date_from(f, f->tokens.at[after].start);
        if (date >= f->date_count || f->mentions.at[date].date.timex != TIMEX_SET)
            continue;
        for (size_t k = after; k < p->high && k <= after + RATE_REACH && f->tokens.at[k].kind == TOKEN_WORD; k++)
            if (f->tokens.at[k].start == f->mentions.at[date].span.start)
                fields(p, i)->measure = MEASURE_RATE;
    }
}

static void mark_so_far(const Pass *p)
{
    for (size_t i = 0; i < p->counts->count; i++)
        if (is_count(p, i))
            fields(p, i)->so_far = true;
}

/* "as of 15 September": the day up to which was counted. */
static void mark_as_of(const Pass *p, size_t after)
{
    const Found *f = p->f;
    uint32_t from = f->tokens.at[after < p->high ? after : p->high - 1].start;
    uint32_t to = f->tokens.at[after + AS_OF_REACH < p->high ? after + AS_OF_REACH : p->high - 1].start;
    size_t date = date_from(f, from);

    if (date >= f->date_count || f->mentions.at[date].span.start > to)
        return;
    for (size_t i = 0; i < p->counts->count; i++)
        if (is_count(p, i))
            fields(p, i)->as_of = f->mentions.at[date].date.edtf;
}

void counts_relate(Found *f, size_t low, size_t high, int32_t segment, CountVec *counts)
{
    Pass p = { f, counts, low, high, segment };

    add_neighbours(&p);
    share_units(&p);
    mark_rates(&p);
    for (size_t i = low; i < high; i++) {
        size_t len = 0;
        const Row *row = match_row(&f->tokens, i, CLASS_COUNTING, &len);
        if (row == NULL || i + len > high)
            continue;
        switch (row->n[COUNTING_KIND]) {
        case COUNTING_PART:    parts_after(&p, i, i + len, false); break;
        case COUNTING_OF_THEM: part_of_them(&p, i, i + len); break;
        case COUNTING_OUT_OF:  part_out_of(&p, i, i + len); break;
        case COUNTING_EACH:    mark_each(&p, i + len); break;
        case COUNTING_BY:      /* distributive only right before its number */
            if (count_from(&p, i + len) < counts->count && counts->at[count_from(&p, i + len)].first == i + len)
                fields(&p, count_from(&p, i + len))->each = true;
            break;
        case COUNTING_SO_FAR:  mark_so_far(&p); break;
        case COUNTING_AS_OF:   mark_as_of(&p, i + len); break;
        default: break;
        }
        i += len - 1;
    }
}
