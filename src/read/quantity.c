/* quantity.c -- see quantity.h.
 *
 * A quantity is a bound, a number and what is counted, in this order; rules of
 * kind quantity (data/lang/<code>/rules.txt) tell ranges, ages and numbers that
 * count nothing. The counted noun is looked for a few words on, across
 * adjectives; without a noun the verb beside the number says what befell them.
 */
#include "read/quantity.h"

#include "lang/tables.h"
#include "read/count_noun.h"
#include "read/counting.h"
#include "read/match.h"

typedef struct Pass {
    Found   *f;
    Matcher  rules;
    size_t   next_date;     /* index of the first date mention that may cover what comes */
    size_t   low, high;     /* tokens of the sentence */
    int32_t  segment;
    CountVec counts;        /* of the sentence */
} Pass;

/* A quantity being put together. */
typedef struct Core {
    size_t     first, last;     /* tokens of bound and number */
    size_t     number_first;    /* token the number itself begins at */
    Number     number;
    int64_t    upper;           /* thousandths: upper end of a range, or -1 */
    const Row *bound;           /* or NULL */
    Measure    measure;
    Str        rule;
} Core;

enum { BOUND_POSITION, BOUND_LOW, BOUND_HIGH, BOUND_APPROXIMATE, BOUND_MOD };

/* --- intervals ----------------------------------------------------------------- */

static int64_t floor_milli(int64_t milli)
{
    return milli / 1000;
}

static int64_t ceil_milli(int64_t milli)
{
    return (milli + 999) / 1000;
}

/* One end of an interval as bounds.tsv writes it. `whole`: counted one by one. */
static int64_t bound_end(Str spec, int64_t milli, bool whole, bool upper)
{
    if (str_eq(spec, S("N+1")))
        return whole ? floor_milli(milli) + 1 : floor_milli(milli);
    if (str_eq(spec, S("N-1")))
        return whole ? ceil_milli(milli) - 1 : ceil_milli(milli);
    if (str_eq(spec, S("0")))
        return 0;
    if (str_eq(spec, S("0.9N")))
        return floor_milli(milli * 9 / 10);
    if (str_eq(spec, S("1.1N")))
        return ceil_milli(milli * 11 / 10);
    if (str_eq(spec, S("open")))
        return QUANTITY_OPEN;
    if (str_eq(spec, S("-")))
        return QUANTITY_UNKNOWN;
    return upper ? ceil_milli(milli) : floor_milli(milli);
}

static void set_interval(QuantityFields *q, const Core *c, bool whole)
{
    const Number *n = &c->number;
    Str low = c->bound ? c->bound->s[BOUND_LOW] : S("N"), high = c->bound ? c->bound->s[BOUND_HIGH] : S("N");

    q->approximate = c->bound && c->bound->n[BOUND_APPROXIMATE] > 0;
    if (n->unknown) {
        q->low = q->high = QUANTITY_UNKNOWN;
        return;
    }
    q->low = bound_end(low, n->milli, whole, false);
    q->high = bound_end(high, c->upper >= 0 ? c->upper : n->milli, whole, true);
    if (n->open) {              /* "hundreds": its low end is all that was said */
        q->approximate = false;
        if (q->low != 0 && q->low != QUANTITY_UNKNOWN)
            q->low = floor_milli(n->milli);
        q->high = QUANTITY_OPEN;
    }
}

/* --- bound and number ------------------------------------------------------------- */

/* What a rule's meaning makes of its number. */
static const Measure measures[] = {
    [MEANS_COUNT] = MEASURE_COUNT, [MEANS_SHARE] = MEASURE_SHARE, [MEANS_AGE] = MEASURE_AGE,
    [MEANS_RATE] = MEASURE_RATE, [MEANS_OTHER] = MEASURE_OTHER,
};

static bool is_number_start(const Token *t)
{
    return t->kind == TOKEN_NUMBER || ((t->classes | t->phrase_classes) & CLASS_BIT(CLASS_NUMBER));
}

/* Bounds before a number: "only about". The last one with something to say counts. */
static size_t take_bounds(const Pass *p, size_t i, Core *c)
{
    const Tokens *t = &p->f->tokens;
    size_t len;

    for (int n = 0; n < 3 && i < p->high; n++) {
        const Row *row = sense_with(t, i, CLASS_BOUND, BOUND_POSITION, S("before"), &len);
        if (row == NULL || i + len > p->high)
            break;
        if (c->bound == NULL || !str_eq(row->s[BOUND_LOW], S("N")) || !str_eq(row->s[BOUND_HIGH], S("N")))
            c->bound = row;
        i += len;
    }
    return i;
}

static void take_bound_after(const Pass *p, Core *c)
{
    size_t len;
    const Row *row = sense_with(&p->f->tokens, c->last, CLASS_BOUND, BOUND_POSITION, S("after"), &len);

    if (row && c->last + len <= p->high) {
        c->bound = row;
        c->last += len;
    }
}

/* A number by rule (a range, an age) or plainly. *blocked gets the end of words
 * that a rule says count nothing. */
static bool take_number(Pass *p, size_t i, Core *c, size_t *blocked)
{
    const Tokens *t = &p->f->tokens;
    RuleHit hit;

    p->rules.low = p->low;
    p->rules.high = p->high;
    c->number_first = i;
    if ((matcher_bits(&t->at[i]) & p->rules.first) && matcher_at(&p->rules, i, &hit)) {
        if (hit.rule->meaning == MEANS_NOTHING) {
            *blocked = hit.to;
            return false;
        }
        if (!hit_has(&hit, FIELD_NUMBER) || !number_parse(t, hit.number_at, p->high, &c->number))
            return false;
        if (hit.first < c->first)
            c->first = hit.first;
        c->last = hit.last;
        c->rule = hit.rule->name;
        c->measure = hit.rule->meaning >= MEANS_COUNT ? measures[hit.rule->meaning] : MEASURE_COUNT;
        if (hit_has(&hit, FIELD_NUMBER2) && hit.value[FIELD_NUMBER2] >= c->number.milli)
            c->upper = hit.value[FIELD_NUMBER2];
        return true;
    }
    if (!is_number_start(&t->at[i]) || !number_parse(t, i, p->high, &c->number))
        return false;
    c->last = i + c->number.tokens;
    return true;
}

/* --- numbers that count nothing --------------------------------------------------------- */

static bool year_like(const Pass *p, const Core *c)
{
    const Token *t = &p->f->tokens.at[c->number_first];
    return c->number.digits && t->digits == 4 && t->end - t->start == 4 && t->value >= 1900 && t->value < 2060;
}

/* Marks that make the number after them a label: number and section signs, and
 * without a blank brackets and slashes. */
static bool is_label_mark(uint32_t mark, bool blank)
{
    return mark == 0x2116 || mark == 0xA7 || mark == '#' ||
           (!blank && (mark == '[' || mark == '/' || mark == ':' || mark == '.'));
}

/* "1." or "2)" at the start of a line, "[3]", "No. 7", "T-72", "14th". */
static bool is_label(const Pass *p, const Core *c)
{
    const Tokens *t = &p->f->tokens;
    size_t  i = c->number_first, next = i + c->number.tokens;
    const Token *at = &t->at[i], *before = i > 0 ? &t->at[i - 1] : NULL;

    if (!c->number.digits)
        return false;
    if (at->flags & TOKEN_HYPHEN)
        return !(before && before->kind == TOKEN_NUMBER && before->start >= t->at[c->first].start);
    if ((at->flags & TOKEN_LINE) && (token_mark(t, next, '.') || token_mark(t, next, ')')) && at->value < 1000)
        return true;
    if (before && before->kind == TOKEN_MARK && is_label_mark(before->mark, at->flags & TOKEN_SPACE))
        return true;
    return next < p->high && t->at[next].kind == TOKEN_WORD &&
           !(t->at[next].flags & (TOKEN_SPACE | TOKEN_HYPHEN)) && !token_is(t, next, CLASS_UNIT) &&
           !token_is(t, next, CLASS_NUMBER);
}

/* "four-star", "two-storey": a number that describes, unless by a measure ("three-inch"). */
static bool describes(const Pass *p, const Core *c)
{
    const Tokens *t = &p->f->tokens;
    size_t len;

    if (c->measure != MEASURE_COUNT || c->last >= p->high || !(t->at[c->last].flags & TOKEN_HYPHEN) ||
        t->at[c->last].kind != TOKEN_WORD)
        return false;
    const Row *unit = match_row(t, c->last, CLASS_UNIT, &len);
    return unit == NULL || !str_eq(unit->s[1], S("other"));
}

/* A number right after or right before a name belongs to the name ("Resolution 2202", "12 Soborna Street"). */
static bool beside_name(const Pass *p, const Core *c)
{
    const Tokens *t = &p->f->tokens;
    size_t i = c->number_first, next = c->last;
    const uint64_t known = CLASS_BIT(CLASS_DEMONYM) | CLASS_BIT(CLASS_PEOPLE) | CLASS_BIT(CLASS_UNIT);

    if (c->bound || !c->number.digits)
        return false;
    if (i > p->low && t->at[i - 1].kind == TOKEN_WORD && (t->at[i - 1].flags & TOKEN_CAPITAL) &&
        !(t->at[i - 1].classes & (i == p->low + 1 ? UINT64_MAX : known)))
        return true;
    return next < p->high && t->at[next].kind == TOKEN_WORD && (t->at[next].flags & TOKEN_CAPITAL) &&
           !((t->at[next].classes | t->at[next].phrase_classes) & known);
}

/* "Viktor, 72, waits" and "Viktor (72)": a number between marks right after a name is an age. */
static bool is_age(const Pass *p, const Core *c)
{
    const Tokens *t = &p->f->tokens;
    size_t i = c->number_first, next = c->last;

    if (!c->number.digits || c->bound || i < p->low + 2 || next >= p->high || t->at[i].digits != 2)
        return false;
    const uint64_t no_name = CLASS_BIT(CLASS_MONTH) | CLASS_BIT(CLASS_NUMBER) | CLASS_BIT(CLASS_PLACE);
    const Token *name = &t->at[i - 2];
    bool comma = token_mark(t, i - 1, ',') && (token_mark(t, next, ',') || token_mark(t, next, '.'));
    bool bracket = token_mark(t, i - 1, '(') && token_mark(t, next, ')');
    return (comma || bracket) && name->kind == TOKEN_WORD && (name->flags & TOKEN_CAPITAL) &&
           !(name->classes & no_name);
}

/* --- putting it together ----------------------------------------------------------------- */

static Span tokens_span(const Pass *p, size_t first, size_t last)
{
    return (Span){ p->f->tokens.at[first].start, p->f->tokens.at[last - 1].end };
}

static void add(Pass *p, Span span, const QuantityFields *q, Str rule, Count count)
{
    count.mention = found_mention(p->f, MENTION_QUANTITY, span, p->segment, rule);
    p->f->mentions.at[count.mention].quantity = *q;
    vec_push(p->f->arena, &p->counts, count);
}

/* The date mention that covers token i, or NULL. Tokens must be asked for in order. */
static const Mention *date_over(Pass *p, size_t i)
{
    uint32_t start = p->f->tokens.at[i].start;

    for (; p->next_date < p->f->mentions.count; p->next_date++) {
        const Mention *m = &p->f->mentions.at[p->next_date];
        if (m->kind == MENTION_DATE && m->span.end > start)
            return m->span.start <= start ? m : NULL;
    }
    return NULL;
}

/* The set ("a week") that follows directly, or NULL: it makes the count a rate. */
static const Mention *set_at(const Pass *p, size_t i)
{
    if (i >= p->high)
        return NULL;
    for (size_t k = p->next_date; k < p->f->mentions.count; k++) {
        const Mention *m = &p->f->mentions.at[k];
        if (m->kind != MENTION_DATE)
            continue;
        if (m->span.start > p->f->tokens.at[i].start)
            return NULL;
        if (m->span.start == p->f->tokens.at[i].start)
            return m->date.timex == TIMEX_SET ? m : NULL;
    }
    return NULL;
}

static size_t token_after(const Pass *p, size_t i, uint32_t byte)
{
    while (i < p->high && p->f->tokens.at[i].start < byte)
        i++;
    return i;
}

/* True when the sentence tells of an act: then a length of time in it counts something. */
static bool tells_act(const Pass *p)
{
    const Token *t = p->f->tokens.at;

    for (size_t k = p->low; k < p->high; k++)
        if ((t[k].classes | t[k].phrase_classes) & CLASS_BIT(CLASS_ACT))
            return true;
    return false;
}

/* Bound, number and unit of time from `first`; "half-year" needs no number. NULL when they do not stand there. */
static const Row *duration_at(const Pass *p, size_t first, size_t end, Core *c)
{
    const Tokens *t = &p->f->tokens;
    size_t len, at = take_bounds(p, first, c);

    if (at >= end)
        return NULL;
    if (is_number_start(&t->at[at]) && number_parse(t, at, end, &c->number) && !c->number.unknown) {
        size_t unit = at + c->number.tokens;
        return match_row(t, unit < end ? unit : end - 1, CLASS_TIMEUNIT, &len);
    }
    const Row *row = match_row(t, at, CLASS_TIMEUNIT, &len);
    if (row == NULL || row->n[0] != NAME_HALFYEAR)
        return NULL;
    c->number = (Number){ .milli = 1000 };
    return row;
}

/* A stated length of time in a sentence that tells of an act: "almost 200 days of occupation". */
static size_t take_duration(Pass *p, const Mention *date, size_t i)
{
    size_t end = token_after(p, i, date->span.end);

    if (date->date.timex != TIMEX_DURATION || !tells_act(p))
        return end;
    for (size_t first = i; first < end; first++) {
        Core c = { .upper = -1 };
        const Row *unit = duration_at(p, first, end, &c);
        if (unit == NULL)
            continue;
        QuantityFields q = { .measure = MEASURE_COUNT, .part_of = -1,
                             .counted = time_unit_name(unit->n[0]) };
        set_interval(&q, &c, false);
        add(p, (Span){ p->f->tokens.at[first].start, date->span.end }, &q, S("quantity.duration"),
            (Count){ .first = first, .last = end });
        return end;
    }
    return end;
}

static bool function_is(const Pass *p, size_t i, enum function_kind kind)
{
    const Row *row = i < p->high ? token_row(&p->f->tokens, i, CLASS_FUNCTION) : NULL;
    return row && row->n[0] == kind;
}

/* True when a number without a noun still counts something. */
static bool worth_keeping(const Pass *p, const Core *c, const Counted *counted)
{
    const Number *n = &c->number;

    if (c->measure == MEASURE_AGE || c->measure == MEASURE_SHARE)
        return true;
    if (n->one && !n->digits)
        return !token_is(&p->f->tokens, c->last, CLASS_FUNCTION) &&
               (counted->harm || (c->bound && counted->known));
    if (counted->known)
        return true;
    if (n->unknown || n->milli % 1000)
        return false;
    if (n->open)
        return function_is(p, c->last, FUNCTION_OF);
    if (year_like(p, c) && c->bound == NULL)
        return false;
    return !beside_name(p, c);
}

/* "half of the houses", "two thirds of the town": a share, where a number of people is meant. */
static bool is_part(const Core *c)
{
    bool half = !c->number.digits && c->number.milli == 500;
    return c->measure == MEASURE_COUNT && (half || c->number.fraction) && c->upper < 0;
}

/* The quantity at token i; the token to go on at. */
static size_t quantity_at(Pass *p, size_t i)
{
    Core   c = { .first = i, .upper = -1, .measure = MEASURE_COUNT, .rule = S("quantity.count") };
    size_t blocked = i + 1;
    size_t at = take_bounds(p, i, &c);

    if (at > i && at < p->high && date_over(p, at))
        return at;              /* "only on 25 September": the number is the day's */
    if (at >= p->high || !take_number(p, at, &c, &blocked))
        return blocked;
    if (is_label(p, &c) || describes(p, &c))
        return c.last;
    if (c.measure == MEASURE_COUNT && is_age(p, &c)) {
        c.measure = MEASURE_AGE;
        c.rule = S("quantity.age");
    }
    take_bound_after(p, &c);
    Counted counted = { .last = c.last };
    const Mention *set = NULL;
    if (c.measure == MEASURE_COUNT || c.measure == MEASURE_RATE) {
        counted_find(&p->f->tokens, p->high, c.last, &counted);
        set = set_at(p, counted.last);
        counted_verb(&p->f->tokens, p->low, p->high, c.first,
                     set ? token_after(p, counted.last, set->span.end) : counted.last, &counted);
    }
    if (!worth_keeping(p, &c, &counted))
        return c.last;
    if (is_part(&c)) {
        c.measure = MEASURE_SHARE;      /* in percent, as all shares */
        c.number.milli = c.number.fraction ? c.number.whole * 100 / c.number.over : 50 * 1000;
    }
    QuantityFields q = { .measure = c.measure, .part_of = -1 };
    set_interval(&q, &c, counted.measure != MEASURE_OTHER && c.measure == MEASURE_COUNT);
    q.counted = counted.unit;
    q.who = counted_who(p->f->arena, &counted);
    if (c.measure == MEASURE_COUNT)
        q.measure = counted.measure;
    else if (c.measure == MEASURE_AGE)
        q.counted = S("year");
    size_t end = counted.last;
    Span   span = tokens_span(p, c.first, end);
    if (set) {
        q.measure = MEASURE_RATE;
        span.end = set->span.end;
        end = token_after(p, end, set->span.end);
    }
    add(p, span, &q, c.rule, (Count){ .first = c.first, .last = end, .harm = counted.harm });
    return end;
}

void read_quantities(Found *f)
{
    Pass p = { .f = f };

    matcher_init(&p.rules, &f->tokens, true);
    const uint64_t wanted =
        CLASS_BIT(CLASS_NUMBER) | CLASS_BIT(CLASS_BOUND) | RULE_FIRST_DIGITS | p.rules.first;
    for (size_t s = 0; s < f->sentences.count; s++) {
        const Sentence *sentence = &f->sentences.at[s];
        if (!(sentence->bits & wanted))
            continue;
        p.low = sentence->first;
        p.high = sentence->last;
        p.segment = sentence->segment;
        for (size_t i = p.low; i < p.high;) {
            uint64_t roles;
            p.rules.high = p.high;
            if (!(f->tokens.bits[i] & wanted) || !(matcher_useful(&p.rules, i, &roles) & wanted)) {
                i++;
                continue;
            }
            const Mention *date = date_over(&p, i);
            size_t next = date ? take_duration(&p, date, i) : quantity_at(&p, i);
            i = next > i ? next : i + 1;
        }
        if (p.counts.count)
            counts_relate(f, p.low, p.high, p.segment, &p.counts);
        p.counts.count = 0;
    }
}
