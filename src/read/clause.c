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
    return mark == ';' || mark == ':' || mark == 0x2014 || mark == 0x2013 || mark == '(' || mark == ')' || mark == 0x201C ||
           mark == 0x201D || mark == '"' || mark == 0xAB || mark == 0xBB;
}

/* Does a verb-like word stand in [from, to)? */
static bool has_verb(const Found *f, uint32_t from, uint32_t to)
{
    for (uint32_t i = from; i < to; i++) {
        int kind = function_kind(f, i);
        if (kind == FUNCTION_AUXILIARY || kind == FUNCTION_MODAL)
            return true;
        size_t len = 0;
        const Row *act = match_row(&f->tokens, i, CLASS_ACT, &len);
        if ((act && act->n[ACT_KIND] == ACT_VERB) || token_is(&f->tokens, i, CLASS_CUE))
            return true;
    }
    return false;
}

static bool has_act(const Found *f, uint32_t from, uint32_t to)
{
    size_t len;

    for (uint32_t i = from; i < to; i++)
        if (match_row(&f->tokens, i, CLASS_ACT, &len))
            return true;
    return false;
}

/* How a clause begins. */
typedef struct Begun {
    bool quoted_start, relative, coordinated;
} Begun;

static bool inside_mention(const Cover *c, uint32_t i)
{
    return (c->quantity[i] >= 0 && c->quantity[i] == c->quantity[i - 1]) || (c->date[i] >= 0 && c->date[i] == c->date[i - 1]) ||
           (c->organisation[i] >= 0 && c->organisation[i] == c->organisation[i - 1]) ||
           (c->place[i] >= 0 && c->place[i] == c->place[i - 1]);
}

/* May a new clause begin at token i, given that one began at `from`? */
static bool cut_here(const Found *f, const Cover *c, const Sentence *s, uint32_t from, uint32_t i, Begun *next)
{
    const Token *t = &f->tokens.at[i];
    const Token *before = &f->tokens.at[i - 1];
    bool comma = before->kind == TOKEN_MARK && before->mark == ',';
    int kind = function_kind(f, i);

    *next = (Begun){ false, false, false };
    if (inside_mention(c, i))
        return false;
    if (before->kind == TOKEN_MARK && is_cut_mark(before->mark)) {
        next->quoted_start = before->mark == 0x201C || before->mark == '"' || before->mark == 0xAB;
        return true;
    }
    if (t->kind == TOKEN_MARK)
        return is_cut_mark(t->mark) && !(t->mark == 0x201D || t->mark == 0xBB);
    if (kind == FUNCTION_RELATIVE || (kind == FUNCTION_THAT && !(before->classes & CLASS_BIT(CLASS_CUE)))) {
        next->relative = true;
        return has_act(f, i, s->last) && (comma || kind == FUNCTION_RELATIVE || has_verb(f, from, i));
    }
    if (kind == FUNCTION_THAT)
        return true;            /* after a verb of saying */
    if (kind == FUNCTION_SUBORDINATOR || kind == FUNCTION_OTHER)
        return (comma || kind == FUNCTION_SUBORDINATOR) && has_verb(f, i, s->last) && has_verb(f, from, i) &&
               has_act(f, i, s->last);
    if (kind == FUNCTION_PREPOSITION && comma)
        return has_act(f, from, i) && has_act(f, i, s->last) && i - from > 5;
    if (kind == FUNCTION_CONJUNCTION) {
        next->coordinated = true;
        uint32_t near = i + 6 < s->last ? i + 6 : s->last;
        return has_act(f, from, i) && has_verb(f, i + 1, near) && has_act(f, i, s->last) && i - from > 3 && comma;
    }
    if (comma)              /* not between the members of a list */
        return has_act(f, from, i) && has_act(f, i, s->last) && !(t->classes & CLASS_BIT(CLASS_ACT)) && i - from > 5 &&
               (has_verb(f, i, s->last) || s->last - i > 6);
    return false;
}

static void find_triggers(const Found *f, const Cover *c, Clause *clause)
{
    for (uint32_t i = clause->first; i < clause->last && clause->trigger_count < TRIGGERS_MAX; i++) {
        size_t len = 0;
        const Row *row = match_row(&f->tokens, i, CLASS_ACT, &len);
        if (row == NULL || c->organisation[i] >= 0)
            continue;
        clause->trigger[clause->trigger_count++] = (Trigger){ i, i + (uint32_t)len, row };
        i += (uint32_t)len - 1;
    }
}

size_t find_clauses(const Found *f, const Cover *c, const Sentence *s, Clause out[CLAUSES_MAX])
{
    Begun next = { false, false, false };
    size_t count = 0;
    uint32_t from = s->first;

    for (uint32_t i = s->first + 1; i <= s->last && count < CLAUSES_MAX; i++) {
        Begun begun = { false, false, false };
        if (i < s->last && (count + 1 == CLAUSES_MAX || !cut_here(f, c, s, from, i, &begun)))
            continue;
        Clause *k = &out[count++];
        k->first = from;
        k->last = i;
        k->quoted_start = next.quoted_start;
        k->relative = next.relative;
        k->coordinated = next.coordinated;
        k->trigger_count = 0;   /* the triggers themselves need no clearing: they are many */
        find_triggers(f, c, k);
        next = begun;
        from = i;
    }
    return count;
}
