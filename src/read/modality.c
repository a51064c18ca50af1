/* modality.c -- see modality.h.
 *
 * What a clause denies, asks, threatens or only supposes is no report of harm:
 * words of data/lang (negation, hedges) say so, by where they stand.
 */
#include "read/modality.h"

#include "lang/tables.h"
#include "read/party.h"

/* The row of a hedge or a word of negation at i. The words of a date are none: "3 May", "le 3 mai". */
static const Row *weakener_at(const Found *f, const Cover *c, uint32_t i, WordClass class_, size_t *len)
{
    return c->date[i] >= 0 ? NULL : match_row(&f->tokens, i, class_, len);
}

#define HEDGE_REACH 4           /* tokens between a modal and the act it weakens */

#define ABSENT_REACH 3          /* words between what is missing and the word that says so */

/* "of the dead there are none": what takes back stands behind, in languages that can put it there. */
static bool is_absent(const Found *f, const Cover *c, const Clause *k, const Trigger *t)
{
    for (uint32_t i = t->last; i < k->last && i < t->last + ABSENT_REACH; i++) {
        if (f->tokens.at[i].kind == TOKEN_MARK)
            break;
        size_t len = 0;
        const Row *row = weakener_at(f, c, i, CLASS_NEGATION, &len);
        if (row && str_eq(row->s[0], S("absent")))
            return true;
    }
    return false;
}

bool act_is_negated(const Found *f, const Cover *c, const Clause *k, const Trigger *t)
{
    uint32_t from = t->first > k->first + 4 ? t->first - 4 : k->first;

    for (uint32_t i = from; i < t->first; i++) {
        size_t len = 0;
        const Row *row = weakener_at(f, c, i, CLASS_NEGATION, &len);
        if (row && !str_eq(row->s[0], S("deny")) && f->tokens.at[i].kind != TOKEN_MARK)
            return true;
    }
    return is_absent(f, c, k, t);
}

/* Does the sentence begin with a condition ("If they resist, ...", "Had the missile hit ...")? */
static bool begins_with_condition(const Found *f, const Sentence *s)
{
    size_t len = 0;
    const Row *row = match_row(&f->tokens, s->first, CLASS_HEDGE, &len);

    return row && row->n[0] == HEDGE_CONDITION;
}

Modality hedge_of(const Found *f, const Cover *c, const Sentence *s, const Clause *k, uint32_t trigger,
                  ChainLink *reported)
{
    Modality m = MODALITY_ASSERTED;

    if (begins_with_condition(f, s))
        return MODALITY_HYPOTHETICAL;
    for (uint32_t i = k->first; i < trigger; i++) {
        size_t len = 0;
        const Row *row = weakener_at(f, c, i, CLASS_HEDGE, &len);
        if (row == NULL)
            continue;
        switch (row->n[0]) {
        case HEDGE_REPORTED:
            m = MODALITY_ALLEGED;
            reported->span = (Span){ f->tokens.at[i].start, f->tokens.at[i + len - 1].end };
            reported->name = row->s[1].len ? row->s[1] : span_text(f->in->text, reported->span);
            break;
        case HEDGE_HYPOTHETICAL:
            if (i + len - 1 + HEDGE_REACH >= trigger)
                return MODALITY_HYPOTHETICAL;
            break;
        case HEDGE_CONDITION:
            if (f->tokens.at[i].flags & TOKEN_CAPITAL)
                break;          /* "Had the missile hit" only where the sentence begins */
            return MODALITY_HYPOTHETICAL;
        case HEDGE_IRREALIS:
            return MODALITY_HYPOTHETICAL;
        case HEDGE_PLANNED:
            if (i + len + 1 >= trigger)
                m = MODALITY_PLANNED;
            break;
        case HEDGE_OPINION:      m = MODALITY_OPINION; break;
        default: break;
        }
    }
    return m;
}

/* A sum over many places or a long time, by its own words. */
bool clause_is_aggregate(const Found *f, const Clause *k)
{
    for (uint32_t i = k->first; i < k->last; i++) {
        size_t len = 0;
        const Row *row = match_row(&f->tokens, i, CLASS_HEDGE, &len);
        if (row && row->n[0] == HEDGE_AGGREGATE)
            return true;
    }
    return false;
}

bool is_unknown(const Found *f, const Sentence *s, uint32_t trigger)
{
    for (uint32_t i = s->first; i < trigger; i++) {
        size_t len = 0;
        const Row *row = match_row(&f->tokens, i, CLASS_HEDGE, &len);
        if (row && row->n[0] == HEDGE_UNKNOWN && i + len <= trigger)
            return true;
    }
    return false;
}

bool is_generic(const Found *f, const Clause *k, const Trigger *t)
{
    if (!act_is_nominal(f, k, t))
        return false;
    for (uint32_t i = t->last; i < k->last; i++) {
        size_t len = 0;
        const Row *row = match_row(&f->tokens, i, CLASS_HEDGE, &len);
        if (row && row->n[0] == HEDGE_GENERIC)
            return true;
    }
    return false;
}

Modality modality_of_stance(int stance)
{
    return stance == STANCE_DENY ? MODALITY_DENIED : stance == STANCE_OPINION ? MODALITY_OPINION :
           stance == STANCE_PLAN ? MODALITY_PLANNED : MODALITY_ALLEGED;
}

bool is_question(const Found *f, const Sentence *s)
{
    for (uint32_t i = s->last; i > s->first; i--) {
        if (f->tokens.at[i - 1].kind != TOKEN_MARK)
            return false;
        if (f->tokens.at[i - 1].mark == '?')
            return true;
    }
    return false;
}
