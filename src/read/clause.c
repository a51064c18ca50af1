/* clause.c -- see clause.h.
 *
 * There is no parser. A sentence is cut where marks and linking words allow it
 * and where both sides hold an act or a verb of their own: what the reader
 * wants is the shortest stretch that carries one statement.
 */
#include "read/clause.h"

#include "lang/tables.h"

static bool is_cut_mark(uint32_t mark)
{
    return mark == ';' || mark == ':' || mark == 0x2014 || mark == 0x2013 || mark == '(' || mark == ')' ||
           mark == 0x201C || mark == 0x201D || mark == '"' || mark == 0xAB || mark == 0xBB;
}

#define AHEAD_TOKENS 512        /* longer than any sentence */

/* For each token of a sentence the next one, from it on, at which an act or a verb begins; the number of
 * tokens where there is none. Asked many times a sentence, so found once. */
typedef struct Ahead {
    uint32_t first;
    uint16_t act[AHEAD_TOKENS + 1], verb[AHEAD_TOKENS + 1];
} Ahead;

static bool is_verb_like(const Found *f, uint32_t i, const Row *act)
{
    int kind = function_kind(f, i);

    return kind == FUNCTION_AUXILIARY || kind == FUNCTION_BE || kind == FUNCTION_MODAL || token_is(&f->tokens, i, CLASS_CUE) ||
           (act && (act->n[ACT_KIND] == ACT_VERB || act->n[ACT_KIND] == ACT_PARTICIPLE));
}

static void look_ahead(const Found *f, const Sentence *s, Ahead *ret)
{
    uint32_t count = s->last - s->first < AHEAD_TOKENS ? s->last - s->first : AHEAD_TOKENS;

    ret->first = s->first;
    ret->act[count] = ret->verb[count] = (uint16_t)count;
    for (uint32_t k = count; k > 0; k--) {
        size_t len = 0;
        const Row *act = match_row(&f->tokens, s->first + k - 1, CLASS_ACT, &len);
        ret->act[k - 1] = act ? (uint16_t)(k - 1) : ret->act[k];
        ret->verb[k - 1] = is_verb_like(f, s->first + k - 1, act) ? (uint16_t)(k - 1) : ret->verb[k];
    }
}

/* Does a verb-like word stand in [from, to)? */
static bool has_verb(const Ahead *a, uint32_t from, uint32_t to)
{
    return from < to && from - a->first < AHEAD_TOKENS && a->first + a->verb[from - a->first] < to;
}

static bool has_act(const Ahead *a, uint32_t from, uint32_t to)
{
    return from < to && from - a->first < AHEAD_TOKENS && a->first + a->act[from - a->first] < to;
}

#define TERM_TOKENS 4           /* a quotation this short is a term, no clause */

static bool is_quote_mark(uint32_t mark)
{
    return mark == 0x201C || mark == 0x201D || mark == '"' || mark == 0xAB || mark == 0xBB;
}

/* Is the quotation mark at i one of a pair around a few words? */
static bool around_term(const Found *f, const Sentence *s, uint32_t i)
{
    for (uint32_t k = 1; k <= TERM_TOKENS + 1; k++) {
        if (i + k < s->last && f->tokens.at[i + k].kind == TOKEN_MARK &&
            is_quote_mark(f->tokens.at[i + k].mark))
            return true;
        if (i >= s->first + k && f->tokens.at[i - k].kind == TOKEN_MARK &&
            is_quote_mark(f->tokens.at[i - k].mark))
            return true;
    }
    return false;
}

/* "who they say were ...": the relative clause is what the subject says of it. */
static bool embeds_cue(const Found *f, const Sentence *s, uint32_t i)
{
    for (uint32_t k = i + 1; k < i + 4 && k < s->last; k++)
        if (token_is(&f->tokens, k, CLASS_CUE))
            return true;
    return false;
}

/* How a clause begins. */
typedef struct Begun {
    bool quoted_start, relative, coordinated, denied;
} Begun;

/* Is token i the last of a phrase that names an act ("concluded that")? */
static bool ends_phrase(const Found *f, uint32_t from, uint32_t i)
{
    for (uint32_t k = i > from + 4 ? i - 4 : from; k < i; k++) {
        size_t len = 0;
        if (match_row(&f->tokens, k, CLASS_ACT, &len) && k + len > i)
            return true;
    }
    return false;
}

/* "denied that | its troops had ...": what is denied is a statement of its own. */
static bool ends_denial(const Found *f, uint32_t from, uint32_t i)
{
    const ActSet denial = act_bit(lang_taxonomy(f->lang), S("DENIAL"));

    for (uint32_t k = i > from + 4 ? i - 4 : from; k < i; k++) {
        size_t len = 0;
        const Row *row = match_row(&f->tokens, k, CLASS_ACT, &len);
        if (row && k + len == i && ((ActSet)row->n[ACT_ACTS] & denial))
            return true;
    }
    return false;
}

static bool inside_mention(const Cover *c, uint32_t i)
{
    return (c->quantity[i] >= 0 && c->quantity[i] == c->quantity[i - 1]) ||
           (c->date[i] >= 0 && c->date[i] == c->date[i - 1]) ||
           (c->organisation[i] >= 0 && c->organisation[i] == c->organisation[i - 1]) ||
           (c->place[i] >= 0 && c->place[i] == c->place[i - 1]);
}

/* May a new clause begin at token i, given that one began at `from`? */
static bool cut_here(const Found *f, const Cover *c, const Ahead *a, const Sentence *s, uint32_t from, uint32_t i,
                     Begun *next)
{
    const Token *t = &f->tokens.at[i];
    const Token *before = &f->tokens.at[i - 1];
    bool comma = before->kind == TOKEN_MARK && before->mark == ',';
    int kind = function_kind(f, i);

    *next = (Begun){ .denied = false };
    if (before->kind != TOKEN_MARK && t->kind != TOKEN_MARK && !(t->classes & CLASS_BIT(CLASS_FUNCTION)) &&
        before->function != FUNCTION_THAT + 1)
        return false;           /* most words: nothing here could begin a clause */
    if (inside_mention(c, i))
        return false;
    if (before->kind == TOKEN_MARK && is_cut_mark(before->mark) &&
        !(is_quote_mark(before->mark) && around_term(f, s, i - 1))) {
        next->quoted_start = before->mark == 0x201C || before->mark == '"' || before->mark == 0xAB;
        return true;
    }
    if (t->kind == TOKEN_MARK)
        return is_cut_mark(t->mark) && !(t->mark == 0x201D || t->mark == 0xBB) &&
               !(is_quote_mark(t->mark) && around_term(f, s, i));
    if (function_kind(f, i - 1) == FUNCTION_THAT && ends_denial(f, from, i)) {
        next->denied = true;
        return has_act(a, i, s->last);
    }
    if (kind == FUNCTION_RELATIVE || (kind == FUNCTION_THAT && !(before->classes & CLASS_BIT(CLASS_CUE)))) {
        next->relative = true;
        return !embeds_cue(f, s, i) && has_act(a, i, s->last) &&
               (comma || kind == FUNCTION_RELATIVE || has_act(a, from, i));
    }
    if (kind == FUNCTION_THAT)  /* after a verb of saying that is no act itself, as "concluded" is */
        return !(before->classes & CLASS_BIT(CLASS_ACT)) && !ends_phrase(f, from, i);
    bool subordinator = function_is(f, i, FUNCTION_SUBORDINATOR);
    if (subordinator || kind == FUNCTION_OTHER)
        return (comma || subordinator) && has_verb(a, i, s->last) && has_verb(a, from, i) &&
               has_act(a, i, s->last);
    if (s->role == SEGMENT_TITLE || s->role == SEGMENT_HEADING)
        return false;
    if (kind == FUNCTION_PREPOSITION && comma)
        return has_act(a, from, i) && has_act(a, i, s->last) && i - from > 5;
    if (kind == FUNCTION_CONJUNCTION && i + 1 < s->last && token_is(&f->tokens, i + 1, CLASS_CUE))
        return has_act(a, from, i) && has_act(a, i, s->last);   /* "denied X and accused Y of" */
    if (kind == FUNCTION_CONJUNCTION) {
        next->coordinated = true;
        uint32_t near = i + 6 < s->last ? i + 6 : s->last;
        return has_act(a, from, i) && has_verb(a, i + 1, near) && has_act(a, i, s->last) && i - from > 3 &&
               comma;
    }
    if (comma)              /* not between the members of a list */
        return has_act(a, from, i) && has_act(a, i, s->last) && !(t->classes & CLASS_BIT(CLASS_ACT)) &&
               i - from > 5 && (has_verb(a, i, s->last) || s->last - i > 6);
    return false;
}

/* "los heridos", "of the wounded": a participle that stands where a noun does names people, no act. */
static bool names_people(const Found *f, uint32_t first, uint32_t i, const Row *row)
{
    int kind = i > first ? function_kind(f, i - 1) : -1;

    return row->n[ACT_KIND] == ACT_PARTICIPLE && token_is(&f->tokens, i, CLASS_PEOPLE) &&
           (kind == FUNCTION_ARTICLE || kind == FUNCTION_OF || kind == FUNCTION_POSSESSIVE ||
            kind == FUNCTION_DEMONSTRATIVE);
}

static void find_triggers(const Found *f, const Cover *c, Clause *clause)
{
    for (uint32_t i = clause->first; i < clause->last && clause->trigger_count < TRIGGERS_MAX; i++) {
        size_t len = 0;
        const Row *row = match_row(&f->tokens, i, CLASS_ACT, &len);
        if (row == NULL || c->organisation[i] >= 0 || names_people(f, clause->first, i, row))
            continue;
        clause->trigger[clause->trigger_count++] = (Trigger){ i, i + (uint32_t)len, row };
        i += (uint32_t)len - 1;
    }
}

size_t find_clauses(const Found *f, const Cover *c, const Sentence *s, Clause out[CLAUSES_MAX])
{
    Begun next = { .denied = false };
    Ahead ahead;
    size_t count = 0;
    uint32_t from = s->first;

    look_ahead(f, s, &ahead);
    for (uint32_t i = s->first + 1; i <= s->last && count < CLAUSES_MAX; i++) {
        Begun begun = { .denied = false };
        if (i < s->last && (count + 1 == CLAUSES_MAX || !cut_here(f, c, &ahead, s, from, i, &begun)))
            continue;
        Clause *k = &out[count++];
        k->first = from;
        k->last = i;
        k->quoted_start = next.quoted_start;
        k->relative = next.relative;
        k->coordinated = next.coordinated;
        k->denied = next.denied;
        k->trigger_count = 0;   /* the triggers themselves need no clearing: they are many */
        find_triggers(f, c, k);
        next = begun;
        from = i;
    }
    return count;
}
