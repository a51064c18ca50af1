/* count_noun.c -- see count_noun.h. */
#include "read/count_noun.h"

#include "lang/rules.h"
#include "lang/tables.h"
#include "read/number.h"

enum { UNIT_UNIT, UNIT_MEASURE, UNIT_KIND };

#define ADJECTIVES_MAX 4
#define TOLD_REACH 7        /* words back to "death toll" */
#define VERB_REACH 6        /* words between the people and what befell them */

#define NOUN_CLASSES                                                                                  \
    (CLASS_BIT(CLASS_UNIT) | CLASS_BIT(CLASS_PEOPLE) | CLASS_BIT(CLASS_KIN) | CLASS_BIT(CLASS_ROLE) |  \
     CLASS_BIT(CLASS_OBJECT) | CLASS_BIT(CLASS_WEAPON) | CLASS_BIT(CLASS_DEMONYM))

static uint64_t classes_at(const Tokens *t, size_t i)
{
    return t->at[i].classes | t->at[i].phrase_classes;
}

static int function_kind(const Tokens *t, size_t i)
{
    const Row *row = token_row(t, i, CLASS_FUNCTION);
    return row ? (int)row->n[0] : -1;
}

static void add_who(Counted *c, Str who)
{
    for (size_t i = 0; i < c->who_count; i++)
        if (str_eq(c->who[i], who))
            return;
    if (c->who_count < WHO_MAX && who.len && !str_eq(who, S("person")))
        c->who[c->who_count++] = who;
}

/* A unit of this kind ("noun", "verb", "before") at i. */
static const Row *unit_at(const Tokens *t, size_t i, Str kind, size_t *len)
{
    return sense_with(t, i, CLASS_UNIT, UNIT_KIND, kind, len);
}

/* The noun at i that can be counted; fills unit, who and measure. 0 when there is none. */
static size_t take_noun(const Tokens *t, size_t i, size_t high, Counted *c)
{
    size_t     len = 0;
    uint64_t   classes = classes_at(t, i);
    const Row *row;

    if (!(classes & NOUN_CLASSES))
        return 0;
    if ((row = match_row(t, i, CLASS_PEOPLE, &len)) && i + len <= high) {
        c->unit = c->unit.len ? c->unit : S("person");
        c->actor |= row->n[PEOPLE_ACTOR] > 0;
        add_who(c, row->s[PEOPLE_WHO]);
        return len;
    }
    if ((row = unit_at(t, i, S("noun"), &len)) && i + len <= high) {
        c->unit = row->s[UNIT_UNIT];
        int measure = measure_of(row->s[UNIT_MEASURE]);
        c->measure = measure >= 0 ? (Measure)measure : MEASURE_COUNT;
        return len;
    }
    if ((classes & (CLASS_BIT(CLASS_KIN) | CLASS_BIT(CLASS_ROLE))) &&
        ((row = match_row(t, i, CLASS_KIN, &len)) || (row = match_row(t, i, CLASS_ROLE, &len))) &&
        i + len <= high) {
        c->unit = S("person");
        return len;
    }
    if ((row = match_row(t, i, CLASS_DEMONYM, &len)) && row->n[DEMONYM_KIND] == DEMONYM_PEOPLE &&
        i + len <= high) {
        c->unit = S("person");
        return len;
    }
    if (((row = match_row(t, i, CLASS_OBJECT, &len)) || (row = match_row(t, i, CLASS_WEAPON, &len))) &&
        i + len <= high) {
        c->unit = row->s[0];
        return len;
    }
    return 0;
}

/* A word that may stand between the number and its noun. */
static bool is_adjective(const Tokens *t, size_t i)
{
    const Token *w = &t->at[i];
    size_t len;

    if (w->kind != TOKEN_WORD)
        return false;
    if (w->classes & (CLASS_BIT(CLASS_DEMONYM) | CLASS_BIT(CLASS_DIRECTION)))
        return true;
    if ((w->classes & (CLASS_BIT(CLASS_CUE) | CLASS_BIT(CLASS_HEDGE))) && i + 1 < t->count &&
        (classes_at(t, i + 1) & NOUN_CLASSES) && !(w->classes & CLASS_BIT(CLASS_FUNCTION)))
        return true;        /* "50,000 alleged cases" */
    if (w->classes & (CLASS_BIT(CLASS_FUNCTION) | CLASS_BIT(CLASS_CUE) | CLASS_BIT(CLASS_MONTH) |
                      CLASS_BIT(CLASS_TIMEUNIT) | CLASS_BIT(CLASS_DATEWORD)))
        return function_kind(t, i) == FUNCTION_POSSESSIVE;
    if (unit_at(t, i, S("verb"), &len))
        return false;
    return !(w->flags & TOKEN_CAPITAL) || (w->classes & CLASS_BIT(CLASS_PLACE));
}

/* "of both civilians and soldiers", or the bare genitive of other languages. */
static size_t take_who(const Tokens *t, size_t i, size_t high, Counted *c)
{
    size_t end = i, at = i;
    bool   of = at < high && function_kind(t, at) == FUNCTION_OF;

    if (of)
        at++;
    for (int n = 0; n < 3 && at < high; n++) {
        size_t len = 0, words = 0;
        while (at < high && words < 3 && t->at[at].kind == TOKEN_WORD &&
               !(classes_at(t, at) & CLASS_BIT(CLASS_PEOPLE)) && (words == 0 || is_adjective(t, at)) &&
               (of || is_adjective(t, at))) {
            at++;
            words++;
        }
        const Row *row = at < high ? match_row(t, at, CLASS_PEOPLE, &len) : NULL;
        if (row == NULL || at + len > high)
            break;
        c->actor |= row->n[PEOPLE_ACTOR] > 0;
        add_who(c, row->s[PEOPLE_WHO]);
        end = at = at + len;
        if (at >= high || function_kind(t, at) != FUNCTION_CONJUNCTION)
            break;
        at++;
    }
    return end;
}

/* The noun after the number, across adjectives. */
static void find_noun(const Tokens *t, size_t high, size_t last, Counted *c)
{
    size_t at = last;

    if (at < high && function_kind(t, at) == FUNCTION_OF) {
        at++;
        int kind = at < high ? function_kind(t, at) : -1;
        if (kind == FUNCTION_ARTICLE || kind == FUNCTION_DEMONSTRATIVE || kind == FUNCTION_POSSESSIVE)
            at++;
    }
    for (int n = 0; n <= ADJECTIVES_MAX && at < high; n++) {
        size_t len = take_noun(t, at, high, c);
        if (len) {
            at += len;
            /* "apartment buildings", "mercenary groups": the last noun is the head, but not of a
             * measure ("square mile area"). */
            Counted head = { 0 };
            if (at < high && !token_is(t, at, CLASS_ACT) && (len = take_noun(t, at, high, &head)) &&
                head.who_count == 0 && !str_eq(head.unit, S("person"))) {
                if (c->measure != MEASURE_OTHER)
                    c->unit = head.unit;
                at += len;
            }
            c->known = true;
            c->last = take_who(t, at, high, c);
            if (c->last < at)
                c->last = at;
            c->len = c->last - last;
            return;
        }
        if (!is_adjective(t, at))
            return;
        at++;
    }
}

static bool is_auxiliary(const Tokens *t, size_t i)
{
    int kind = function_kind(t, i);
    return kind == FUNCTION_BE || kind == FUNCTION_AUXILIARY || kind == FUNCTION_MODAL ||
           kind == FUNCTION_PARTICLE || kind == FUNCTION_RELATIVE;
}

/* "are known to have died", "were reported killed": words that only say who knows it. */
static bool says_so(const Tokens *t, size_t i)
{
    return (classes_at(t, i) & (CLASS_BIT(CLASS_CUE) | CLASS_BIT(CLASS_HEDGE))) ||
           function_kind(t, i) == FUNCTION_PREPOSITION;
}

/* What befell them, told right after: "were wounded", "died", "killed on Saturday". */
static const Row *verb_after(const Tokens *t, size_t high, size_t at, bool actor)
{
    bool   auxiliary = false;
    size_t len;

    for (int n = 0; n < VERB_REACH && at < high; n++, at++) {
        const Row *row = unit_at(t, at, S("verb"), &len);
        if (row)
            return actor && !auxiliary && n > 0 ? NULL : row;
        if (t->at[at].kind != TOKEN_WORD)
            return NULL;
        if (is_auxiliary(t, at) || (auxiliary && says_so(t, at)))
            auxiliary = true;
        else if (!auxiliary)
            return NULL;
    }
    return NULL;
}

/* The nearest noun of this kind further back in the clause: "the death toll rose to 24". */
static const Row *told_far_before(const Tokens *t, size_t low, size_t first)
{
    for (size_t i = first, n = 0; i > low && n < TOLD_REACH; i--, n++) {
        size_t len;
        const Row *row = unit_at(t, i - 1, S("before"), &len);
        if (row)
            return row;
        if (t->at[i - 1].kind != TOKEN_WORD || (t->at[i - 1].classes & CLASS_BIT(CLASS_CUE)))
            return NULL;
    }
    return NULL;
}

/* Told right before: "killed 17", "killing at least 12", "population of". */
static const Row *told_before(const Tokens *t, size_t low, size_t first)
{
    size_t len;

    for (size_t back = 1; back <= 2 && first >= low + back; back++) {
        const Row *row = unit_at(t, first - back, S("before"), &len);
        if (row)
            return row;
        if (back == 1 && (row = unit_at(t, first - 1, S("verb"), &len)))
            return row;
        if (back == 1 && function_kind(t, first - 1) != FUNCTION_OF)
            return NULL;
    }
    return NULL;
}

void counted_find(const Tokens *t, size_t high, size_t last, Counted *ret)
{
    *ret = (Counted){ .last = last };
    find_noun(t, high, last, ret);
}

void counted_verb(const Tokens *t, size_t low, size_t high, size_t first, size_t after, Counted *c)
{
    if (c->known && !str_eq(c->unit, S("person")))
        return;
    const Row *row = told_before(t, low, first);
    if (row == NULL)
        row = verb_after(t, high, after, c->actor);
    if (row == NULL && c->unit.len == 0)
        row = told_far_before(t, low, first);
    if (row == NULL)
        return;
    c->unit = row->s[UNIT_UNIT];
    c->known = true;
    c->harm = !str_eq(row->s[UNIT_UNIT], S("person"));
}

Str counted_who(Arena *arena, const Counted *c)
{
    if (c->who_count == 0)
        return STR_NONE;
    Str who = c->who[0];
    for (size_t i = 1; i < c->who_count; i++)
        who = arena_printf(arena, STR_FMT "+" STR_FMT, STR_ARG(who), STR_ARG(c->who[i]));
    return who;
}

Str time_unit_name(int64_t unit)
{
    static const struct {
        int64_t unit;
        const char *name;
    } names[] = {
        { NAME_Y, "year" }, { NAME_M, "month" }, { NAME_W, "week" }, { NAME_D, "day" }, { NAME_Q, "quarter" },
        { NAME_TH, "hour" }, { NAME_TM, "minute" }, { NAME_TS, "second" }, { NAME_HALFYEAR, "half-year" },
        { NAME_DECADE, "decade" }, { NAME_CENTURY, "century" }, { NAME_WEEKEND, "weekend" },
        { NAME_FORTNIGHT, "fortnight" },
    };

    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (names[i].unit == unit)
            return str_of(names[i].name);
    return STR_NONE;
}
