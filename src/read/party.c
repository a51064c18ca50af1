/* party.c -- see party.h.
 *
 * A doer is only what the words make the doer: the subject of an active verb, the
 * phrase after "by", or the side named right before a noun of action ("Russian
 * shelling"). Nothing is filled in from knowledge of the war: a doer too many
 * accuses somebody, a doer too few is only a gap.
 */
#include "read/party.h"

#include "lang/tables.h"
#include "read/agreement.h"
#include "read/cue.h"

#define DOER_REACH  7           /* tokens after the verb in which its doer may stand */
#define LIGHT_REACH 5           /* tokens between "committed" and what was committed */

/* Does the act's first word end like an active form ("is shelling")? */
static bool is_progressive(const Found *f, const Trigger *t)
{
    return word_ending(f, t->first) == ENDING_PROGRESSIVE;
}

bool act_is_participle(const Found *f, const Clause *k, const Trigger *t)
{
    return k->first > 0 && t->first == k->first && token_mark(&f->tokens, k->first - 1, ',') && is_progressive(f, t) &&
           t->row->n[ACT_KIND] == ACT_VERB;
}

/* "the liberated towns", "occupying troops": the participle describes its noun and tells no act. */
bool act_is_attributive(const Found *f, const Clause *k, const Trigger *t)
{
    if (t->row->n[ACT_KIND] != ACT_VERB || t->last != t->first + 1 || t->first == k->first || t->last >= k->last)
        return false;
    int before = function_kind(f, t->first - 1), ending = word_ending(f, t->first);
    const Token *next = &f->tokens.at[t->last];
    bool article = before == FUNCTION_ARTICLE || before == FUNCTION_POSSESSIVE || before == FUNCTION_DEMONSTRATIVE ||
                   before == FUNCTION_OTHER || (before < 0 && word_ending(f, t->first - 1) == ENDING_ADVERB);
    bool governed = before == FUNCTION_OF || before == FUNCTION_IN || before == FUNCTION_PREPOSITION;
    bool fits = ending == ENDING_PROGRESSIVE ? article : ending == ENDING_PAST && (article || governed);
    return fits && next->kind == TOKEN_WORD && next->function == 0 && !(next->classes & CLASS_BIT(CLASS_ACT)) &&
           word_ending(f, t->last) != ENDING_ADVERB;
}

/* "Shelling killed two", "Looting by soldiers was ...": the act is the subject of what follows it. */
static bool has_own_verb(const Found *f, const Clause *k, const Trigger *t)
{
    size_t len;

    if (t->last >= k->last)
        return false;
    int kind = function_kind(f, t->last);
    const Row *act = match_row(&f->tokens, t->last, CLASS_ACT, &len);
    return kind == FUNCTION_BE || kind == FUNCTION_BY || kind == FUNCTION_OF || kind == FUNCTION_IN ||
           (act && act->n[ACT_KIND] == ACT_VERB);
}

/* Does the word stand where only a noun can: after an article, a side or a preposition? */
bool act_is_nominal(const Found *f, const Clause *k, const Trigger *t)
{
    if (t->row->n[ACT_KIND] == ACT_PARTICIPLE)
        return false;
    if (t->row->n[ACT_KIND] != ACT_VERB)
        return true;
    if (verb_form(f, t) >= 0)
        return false;           /* its ending says that it is a verb */
    if (t->first == k->first || f->tokens.at[t->first - 1].kind == TOKEN_MARK)
        return is_progressive(f, t) && has_own_verb(f, k, t);
    int kind = function_kind(f, t->first - 1);
    if (kind == FUNCTION_ARTICLE || kind == FUNCTION_POSSESSIVE || kind == FUNCTION_DEMONSTRATIVE ||
        kind == FUNCTION_OF || kind == FUNCTION_PREPOSITION || kind == FUNCTION_IN)
        return true;
    const Row *side = token_row(&f->tokens, t->first - 1, CLASS_DEMONYM);
    if (side == NULL || side->n[DEMONYM_KIND] != DEMONYM_ADJECTIVE || side->n[DEMONYM_POSITION] == DEMONYM_AFTER)
        return false;           /* "fuerzas rusas mataron": a side of the noun before it */
    return side->n[DEMONYM_POSITION] != DEMONYM_BOTH || t->first < k->first + 2 ||
           !(f->tokens.at[t->first - 2].classes &
             (CLASS_BIT(CLASS_PEOPLE) | CLASS_BIT(CLASS_ROLE) | CLASS_BIT(CLASS_WEAPON)));
}

bool act_is_passive(const Found *f, const Clause *k, const Trigger *t)
{
    uint32_t from = t->first > k->first + 4 ? t->first - 4 : k->first;
    uint32_t after = t->last < k->last ? t->last : k->last - 1;

    if (t->last - t->first > 1 && function_kind(f, after) == FUNCTION_BY)
        after = t->first;       /* a phrase with its own object: "deny any wrongdoing by" */
    if (t->row->n[ACT_KIND] != ACT_VERB)
        return false;
    for (uint32_t i = t->first; i > from; i--) {
        int kind = function_kind(f, i - 1);
        if (kind == FUNCTION_BE)
            return !is_progressive(f, t);
        if (f->tokens.at[i - 1].kind == TOKEN_MARK || kind == FUNCTION_ARTICLE || kind == FUNCTION_OF ||
            kind == FUNCTION_IN || kind == FUNCTION_PREPOSITION)
            break;              /* "were killed in the attack" */
    }
    return function_kind(f, after) == FUNCTION_BY;
}

static Party party_of(const Scene *w, Span span)
{
    return span_is(span) ? (Party){ span, span_text(w->f->in->text, span) } : (Party){ SPAN_NONE, STR_NONE };
}


/* A word that means "of" as well as "by" goes with a capitalised noun before it that is nobody it could be done to:
 * "nach Angaben von Soldaten". */
static bool belongs_to_noun(const Found *f, uint32_t i, uint32_t from)
{
    const Token *before = i > 0 && i >= from ? &f->tokens.at[i - 1] : NULL;

    return before && before->kind == TOKEN_WORD && (before->flags & TOKEN_CAPITAL) &&
           !(before->classes & (CLASS_BIT(CLASS_PEOPLE) | CLASS_BIT(CLASS_OBJECT) | CLASS_BIT(CLASS_KIN) |
                                CLASS_BIT(CLASS_PLACE)));
}

/* "... by Russian troops" after the act. */
static Party by_phrase(const Scene *w, const Sentence *s, uint32_t from, uint32_t limit)
{
    const Found *f = w->f;

    for (uint32_t i = from; i < limit && i < from + 14; i++) {
        bool plain = function_kind(f, i) == FUNCTION_BY;
        if (!plain && (!function_is(f, i, FUNCTION_BY) || belongs_to_noun(f, i, from)))
            continue;
        Phrase p = phrase_right(f, w->c, s, i + 1, i + 6 < s->last ? i + 6 : s->last);
        if (p.kind != HEAD_NONE && p.actor && (plain || p.kind != HEAD_PLACE))  /* a word that also means "of" */
            return party_of(w, phrase_span(f, &p));
    }
    return PARTY_NONE;
}

/* The doer of a passive participle: "killed by", or, where the verb stands last, "by ... killed". */
static Party by_participle(const Scene *w, const Sentence *s, const Clause *k, const Trigger *t)
{
    Party by = by_phrase(w, s, t->last, k->last);
    uint32_t from = t->first > k->first + 14 ? t->first - 14 : k->first;

    return span_is(by.span) ? by : by_phrase(w, s, from, t->first);
}

/* The side named beside a noun of action: "Russian shelling", "bombardements russes". A noun between them
 * has the adjective for itself: "accused two Russian soldiers of looting". */
static Party side_before(const Scene *w, const Clause *k, const Trigger *t)
{
    const Found *f = w->f;
    const uint64_t nouns = CLASS_BIT(CLASS_PEOPLE) | CLASS_BIT(CLASS_ROLE) | CLASS_BIT(CLASS_OBJECT);

    const Row *after = t->last < k->last ? token_row(&f->tokens, t->last, CLASS_DEMONYM) : NULL;
    if (after && after->n[DEMONYM_POSITION] == DEMONYM_AFTER && after->s[DEMONYM_PLACE].len &&
        act_is_nominal(f, k, t))
        return party_of(w, (Span){ f->tokens.at[t->last].start, f->tokens.at[t->last].end });
    for (uint32_t i = t->last; i > k->first && i + 3 > t->first; i--) {
        const Row *row = token_row(&f->tokens, i - 1, CLASS_DEMONYM);
        if (i - 1 > t->first && t->row->n[ACT_KIND] == ACT_VERB)
            continue;           /* inside the act's own words: "forced to take Russian passports" */
        bool other_noun = i <= t->first && row && row->n[DEMONYM_POSITION] == DEMONYM_AFTER;
        if (row && !other_noun && row->s[DEMONYM_PLACE].len && row->n[DEMONYM_KIND] == DEMONYM_ADJECTIVE)
            return party_of(w, (Span){ f->tokens.at[i - 1].start, f->tokens.at[i - 1].end });
        if (i - 1 < t->first && (f->tokens.at[i - 1].classes & nouns))
            break;
    }
    return PARTY_NONE;
}

static bool after_preposition(const Scene *w, const Clause *k, const Phrase *p)
{
    const Found *f = w->f;
    uint32_t first = p->first;

    while (first > k->first &&
           (f->tokens.at[first - 1].classes & (CLASS_BIT(CLASS_DIRECTION) | CLASS_BIT(CLASS_DEMONYM) |
                                              CLASS_BIT(CLASS_PLACEHEAD))))
        first--;                /* "in north-east Ukraine" */
    int before = first > k->first ? function_kind(f, first - 1) : -1;
    if (before == FUNCTION_OF && w->c->quantity[first - 1] >= 0 &&
        w->c->quantity[first - 1] == w->c->quantity[first])
        return false;           /* "thousands of children" */
    return before == FUNCTION_OF || before == FUNCTION_IN || before == FUNCTION_BY ||
           before == FUNCTION_PREPOSITION;
}

/* Between a subject and its verb commas come in pairs: one alone parts them. */
static bool spans_commas(const Found *f, uint32_t from, uint32_t to)
{
    size_t commas = 0;

    for (uint32_t i = from; i < to; i++)
        commas += token_mark(&f->tokens, i, ',');
    return commas % 2 == 0;
}

/* "Ukrainians face forcible deportation": with other words of weight between, the
 * act is no verb of this subject. */
static bool other_verb_between(const Found *f, uint32_t from, uint32_t to)
{
    size_t unknown = 0;

    for (uint32_t i = from; i < to; i++)
        unknown += f->tokens.at[i].kind == TOKEN_WORD && f->tokens.at[i].classes == 0 &&
                   !(f->tokens.at[i].flags & TOKEN_CAPITAL);
    return unknown >= 2;
}

/* A thing that can be hit or taken, with its article and adjectives: "an apartment block". */
static Phrase thing_at(const Found *f, const Sentence *s, uint32_t i)
{
    size_t len = 0;

    if (!match_row(&f->tokens, i, CLASS_OBJECT, &len))
        return (Phrase){ .first = i, .last = i, .kind = HEAD_NONE, .mention = -1 };
    return (Phrase){ .first = phrase_start(f, s, i), .last = i + (uint32_t)len, .head = i, .kind = HEAD_THING,
                     .mention = -1 };
}

/* The words of a phrase; where its head is counted, from the number on ("leaving 100,000 people"). */
static Party phrase_party(const Scene *w, const Phrase *p, uint32_t from)
{
    const Found *f = w->f;
    int32_t  m = w->c->quantity[p->head];
    uint32_t first = p->first > from ? p->first : from;

    if (m >= 0) {
        uint32_t number = token_at(f, f->mentions.at[m].span.start);
        if (number > first && number <= p->head)
            first = function_kind(f, number - 1) == FUNCTION_ARTICLE ? number - 1 : number;
    }
    return party_of(w, (Span){ f->tokens.at[first].start, f->tokens.at[p->last - 1].end });
}

/* The subject: the phrase nearest before the verb that no preposition governs; with `agree`, only one whose
 * ending allows it. */
static Party subject_before(const Scene *w, const Sentence *s, const Clause *k, uint32_t verb, bool doer,
                            const Trigger *agree)
{
    const Found *f = w->f;
    uint32_t limit = k->first;

    for (uint32_t i = verb; i > limit; i--) {
        Phrase p = phrase_at(f, w->c, s, i - 1);
        if (p.kind == HEAD_NONE && !doer)
            p = thing_at(f, s, i - 1);
        if (function_kind(f, i - 1) == FUNCTION_THAT || (i < verb && token_is(&f->tokens, i - 1, CLASS_CUE)))
            break;              /* what stands before belongs to another verb */
        if (p.kind == HEAD_NONE)
            continue;
        if (p.kind == HEAD_PRONOUN)
            return PARTY_NONE;
        if (agree && !may_be_subject(f, w->c, &p, agree)) {
            i = p.first + 1;            /* go on right before it */
            continue;
        }
        if (after_preposition(w, k, &p)) {
            i = p.first;                /* its preposition is passed over */
            if (i <= limit)
                break;
            continue;
        }
        if (doer && p.last < verb && function_kind(f, p.last) == FUNCTION_PARTICLE && !(f->tokens.at[p.last].flags & TOKEN_SPACE))
            return PARTY_NONE;      /* "X's murder": of X, or by X */
        if ((doer && !p.actor) || !spans_commas(f, p.last, verb) ||
            (doer && other_verb_between(f, p.last, verb)))
            return PARTY_NONE;      /* somebody else is the subject */
        return phrase_party(w, &p, s->first);
    }
    if (k->relative && k->first > s->first && k->trigger[0].last >= verb) {
        Phrase p = phrase_at(f, w->c, s, k->first - 1);
        if (p.kind == HEAD_NONE && k->first > s->first + 1)
            p = phrase_at(f, w->c, s, k->first - 2);
        if (p.kind != HEAD_NONE && (p.kind != HEAD_PLACE || !doer) && (p.actor || !doer) &&
            (agree == NULL || may_be_subject(f, w->c, &p, agree) || !doer))
            return party_of(w, phrase_span(f, &p));
    }
    return PARTY_NONE;
}

/* Of people, or of nothing named ("killed two"): no miles, hours or shells. */
static bool counts_somebody(const QuantityFields *q)
{
    return q->counted.len == 0 || q->who.len || str_eq(q->counted, S("person")) || str_eq(q->counted, S("killed")) ||
           str_eq(q->counted, S("wounded")) || str_eq(q->counted, S("detained")) || str_eq(q->counted, S("missing")) ||
           str_eq(q->counted, S("body"));
}

/* A number that counts those the act befell: "killed two and wounded five". */
static Party counted_at(const Scene *w, uint32_t i)
{
    int32_t m = w->c->quantity[i];

    if (m < 0 || w->f->mentions.at[m].quantity.measure != MEASURE_COUNT ||
        str_eq(w->f->mentions.at[m].rule, S("quantity.duration")) || !counts_somebody(&w->f->mentions.at[m].quantity) ||
        w->f->mentions.at[m].span.start != w->f->tokens.at[i].start)
        return PARTY_NONE;
    return party_of(w, w->f->mentions.at[m].span);
}

/* Can what a noun is of begin here: "graves of five men", or the bare genitive of languages with endings? */
static bool opens_genitive(const Found *f, uint32_t i)
{
    return function_kind(f, i) == FUNCTION_OF || function_kind(f, i) == FUNCTION_BY || has_endings(f, i);
}

static Party undergoer_after(const Scene *w, const Sentence *s, const Clause *k, const Trigger *t, Party by)
{
    const Found *f = w->f;
    uint32_t limit = t->last + 8 < k->last ? t->last + 8 : k->last;

    for (uint32_t i = t->first + 1; i < t->last; i++)   /* "held people captive" is one form */
        if (token_is(&f->tokens, i, CLASS_PEOPLE))
            return party_of(w, (Span){ f->tokens.at[i].start, f->tokens.at[i].end });
    if (t->row->n[ACT_KIND] == ACT_THING && t->last < k->last && !opens_genitive(f, t->last))
        return PARTY_NONE;      /* "near the graves two volunteers read": no verb, no object */
    for (uint32_t i = t->last; i < limit; i++) {
        Phrase p = phrase_at(f, w->c, s, i);
        int    kind = function_kind(f, i);
        Party  counted = counted_at(w, i);
        if (kind == FUNCTION_BY || kind == FUNCTION_IN ||
            (i > t->last && token_is(&f->tokens, i, CLASS_CUE)))
            break;              /* what follows says who, where, or who says so: not to whom */
        if (span_is(by.span) && f->tokens.at[i].start >= by.span.start && f->tokens.at[i].end <= by.span.end)
            continue;
        if (span_is(counted.span) && p.kind != HEAD_NONE && p.last > i + 1)
            counted = PARTY_NONE;
        if (span_is(counted.span))
            return counted;
        if (p.kind == HEAD_NONE)
            p = thing_at(f, s, i);
        if (p.kind == HEAD_PLACE && p.first > t->last && !act_is_nominal(f, k, t) &&
            function_kind(f, p.first - 1) == FUNCTION_PREPOSITION)
            continue;           /* "killed near Bakhmut" says where */
        if (p.kind != HEAD_NONE && p.kind != HEAD_WEAPON && p.kind != HEAD_PRONOUN)
            return phrase_party(w, &p, t->last);
    }
    return PARTY_NONE;
}

/* --- participles: after "have" they do, after "be" they undergo; some languages put the verb last -------- */

#define HAVE_NEAR 4             /* tokens between "have" and its participle where the verb does not stand last */
#define HAVE_FAR  24

/* Token of the word that makes the participle active or passive, or -1: to the left, else right after it. */
static int64_t auxiliary_of(const Found *f, const Clause *k, const Trigger *t)
{
    uint32_t reach = t->row->n[ACT_FRAME] == FRAME_DOER ? HAVE_FAR : HAVE_NEAR;
    uint32_t from = t->first > k->first + reach ? t->first - reach : k->first;

    for (uint32_t i = t->first; i > from; i--) {
        int kind = function_kind(f, i - 1);
        if (kind == FUNCTION_BE || kind == FUNCTION_AUXILIARY)
            return i - 1;
        if (f->tokens.at[i - 1].kind == TOKEN_MARK || token_is(&f->tokens, i - 1, CLASS_CUE))
            break;
    }
    for (uint32_t i = t->last; reach == HAVE_FAR && i < k->last && i < t->last + 2; i++) {
        int kind = function_kind(f, i);
        if (kind == FUNCTION_BE || kind == FUNCTION_AUXILIARY)
            return i;
    }
    return -1;
}

/* The subject at the beginning of what follows `from`: "in X haben Soldaten ...", "dass Soldaten ... haben". */
static Party subject_after(const Scene *w, const Sentence *s, uint32_t from, uint32_t limit)
{
    for (uint32_t i = from; i < limit && i < from + 5; i++) {
        int kind = function_kind(w->f, i);
        if (kind == FUNCTION_IN || kind == FUNCTION_PREPOSITION || kind == FUNCTION_OF || kind == FUNCTION_BY)
            break;
        Phrase p = phrase_at(w->f, w->c, s, i);
        if (p.kind != HEAD_NONE)
            return p.actor && p.first >= from ? party_of(w, phrase_span(w->f, &p)) : PARTY_NONE;
    }
    return PARTY_NONE;
}

static void participle_parties(const Scene *w, const Sentence *s, const Clause *k, const Trigger *t, Claim *claim)
{
    const Found *f = w->f;
    int64_t auxiliary = auxiliary_of(f, k, t);
    bool last = t->row->n[ACT_FRAME] == FRAME_DOER;     /* the verb stands last */

    if (auxiliary >= 0 && function_kind(f, (uint32_t)auxiliary) == FUNCTION_AUXILIARY) {
        bool before = (uint32_t)auxiliary < t->first;
        uint32_t verb = before ? (uint32_t)auxiliary : k->first;
        if (before)
            claim->by = subject_before(w, s, k, verb, true, NULL);
        if (!span_is(claim->by.span) && last)
            claim->by = subject_after(w, s, before ? verb + 1 : verb, t->first);
        bool clitic = verb > k->first && function_kind(f, verb - 1) == FUNCTION_ARTICLE;    /* its object stands before it */
        if (!clitic)
            claim->to = last ? subject_before(w, s, k, t->first, false, NULL) : undergoer_after(w, s, k, t, PARTY_NONE);
        if (span_is(claim->to.span) && span_overlaps(claim->to.span, claim->by.span))
            claim->to = PARTY_NONE;
        return;
    }
    claim->by = by_participle(w, s, k, t);
    claim->to = subject_before(w, s, k, t->first, false, NULL);
    int next = t->last < k->last ? function_kind(f, t->last) : -1;
    if (next == FUNCTION_IN || next == FUNCTION_PREPOSITION)        /* "exhumed at X": where, not whom */
        return;
    if (!span_is(claim->to.span) || span_overlaps(claim->to.span, claim->by.span))
        claim->to = undergoer_after(w, s, k, t, PARTY_NONE);
}

/* --- doers told beside the act ---------------------------------------------------------------- */

/* Token of the verb that only lends its subject to the noun of action ("committed torture"), or -1. */
static int64_t light_verb(const Found *f, const Clause *k, const Trigger *t)
{
    uint32_t from = t->first > k->first + LIGHT_REACH ? t->first - LIGHT_REACH : k->first;

    for (uint32_t i = t->first; i > from; i--) {
        if (f->tokens.at[i - 1].kind == TOKEN_MARK)
            break;
        if (token_is(&f->tokens, i - 1, CLASS_LIGHT))
            return i - 1;
    }
    return -1;
}

bool act_has_light_verb(const Found *f, const Clause *k, const Trigger *t)
{
    return light_verb(f, k, t) >= 0;
}

static Party subject_of_light(const Scene *w, const Sentence *s, const Clause *k, const Trigger *t)
{
    int64_t verb = light_verb(w->f, k, t);
    return verb < 0 ? PARTY_NONE : subject_before(w, s, k, (uint32_t)verb, true, NULL);
}

/* "soldiers accused of looting", "was accused of": the subject of the charge. */
static Party charged(const Scene *w, const Sentence *s, const Clause *k, const Trigger *t)
{
    const Found *f = w->f;
    const Row *cue = t->first > k->first + 2 && function_kind(f, t->first - 1) == FUNCTION_OF &&
                             word_ending(f, t->first - 2) == ENDING_PAST
                         ? token_row(&f->tokens, t->first - 2, CLASS_CUE) : NULL;

    return cue && cue->n[CUE_STANCE] == STANCE_DOUBT ? subject_before(w, s, k, t->first - 2, true, NULL) : PARTY_NONE;
}

/* "accused two soldiers of looting", "sentenced a soldier for killing": the act is laid to whom the verb before befell. */
static Party accused(const Scene *w, const Sentence *s, const Clause *k, const Trigger *t)
{
    const Found *f = w->f;

    if (t->first < k->first + 3)
        return PARTY_NONE;
    int kind = function_kind(f, t->first - 1);
    if (kind != FUNCTION_OF && kind != FUNCTION_IN && kind != FUNCTION_PREPOSITION)
        return PARTY_NONE;
    Phrase p = phrase_at(f, w->c, s, t->first - 2);
    if (p.kind != HEAD_NONE && p.actor && p.last == t->first - 1 && p.first > k->first &&
        token_is(&f->tokens, p.first - 1, CLASS_CUE))
        return party_of(w, phrase_span(f, &p));
    for (size_t i = 0; i < k->trigger_count && k->trigger[i].first < t->first; i++) {
        const Trigger *e = &k->trigger[i];
        if (!((ActSet)e->row->n[ACT_ACTS] & w->legal) || e->row->n[ACT_FRAME] != FRAME_DOER)
            continue;
        return act_is_passive(f, k, e) ? subject_before(w, s, k, e->first, true, NULL) : undergoer_after(w, s, k, e, PARTY_NONE);
    }
    return PARTY_NONE;
}

/* "Soldiers shot at a car, killing the father": the participle's subject is that of the verb before it. */
static Party subject_of_earlier(const Scene *w, const Sentence *s, const Clause *k, const Trigger *t)
{
    const Found *f = w->f;

    if (t->first == k->first || !token_mark(&f->tokens, t->first - 1, ',') || !is_progressive(f, t))
        return PARTY_NONE;
    for (size_t i = 0; i < k->trigger_count && k->trigger[i].first < t->first; i++) {
        const Trigger *e = &k->trigger[i];
        if (e->row->n[ACT_KIND] == ACT_VERB && e->row->n[ACT_FRAME] == FRAME_DOER && !act_is_nominal(f, k, e) &&
            !act_is_passive(f, k, e))
            return subject_before(w, s, k, e->first, true, NULL);
    }
    return PARTY_NONE;
}

/* --- free order of words ----------------------------------------------------------------------- */

/* The doer told after the verb or participle: verb first, subject last; or the instrumental of a passive. */
static Party doer_after(const Scene *w, const Sentence *s, const Clause *k, const Trigger *t, bool passive)
{
    const Found *f = w->f;

    for (uint32_t i = t->last; i < k->last && i < t->last + DOER_REACH; i++) {
        Phrase p = phrase_at(f, w->c, s, i);
        if (f->tokens.at[i].kind == TOKEN_MARK || token_is(&f->tokens, i, CLASS_CUE))
            break;
        if (p.kind == HEAD_NONE || p.kind == HEAD_PRONOUN || !p.actor || p.first < t->last || after_preposition(w, k, &p))
            continue;
        if (passive ? p.kind != HEAD_PLACE && p.kind != HEAD_WEAPON && is_instrumental(f, &p) : may_be_subject(f, w->c, &p, t))
            return phrase_party(w, &p, t->last);
    }
    return PARTY_NONE;
}

/* Whoever stands before the verb and is not its subject, where the object may come first. */
static Party object_before(const Scene *w, const Sentence *s, const Clause *k, const Trigger *t, Party by)
{
    const Found *f = w->f;

    for (uint32_t i = t->first; i > k->first; i--) {
        Phrase p = phrase_at(f, w->c, s, i - 1);
        if (p.kind == HEAD_NONE)
            p = thing_at(f, s, i - 1);
        if (f->tokens.at[i - 1].kind == TOKEN_MARK || p.kind == HEAD_PRONOUN)
            break;
        if (p.kind == HEAD_NONE || (span_is(by.span) && span_overlaps(phrase_span(f, &p), by.span)))
            continue;
        if (p.kind == HEAD_PLACE) {
            i = p.first + 1;
            continue;
        }
        if (after_preposition(w, k, &p)) {
            if (p.first <= k->first)
                break;
            i = p.first;
            continue;
        }
        return phrase_party(w, &p, k->first);
    }
    return PARTY_NONE;
}

/* An active verb whose ending tells its number: the subject is found by agreement, wherever it stands. */
static void agreeing_parties(const Scene *w, const Sentence *s, const Clause *k, const Trigger *t, Claim *claim)
{
    claim->by = subject_before(w, s, k, t->first, true, t);
    if (!span_is(claim->by.span))
        claim->by = doer_after(w, s, k, t, false);
    if (!span_is(claim->by.span))
        claim->by = subject_of_earlier(w, s, k, t);
    claim->to = undergoer_after(w, s, k, t, claim->by);
    if (!span_is(claim->to.span))
        claim->to = object_before(w, s, k, t, claim->by);
}

/* "Two people killed in Izium": headlines leave "were" out, and who cannot be a doer underwent it. */
static Party bystander_before(const Scene *w, const Sentence *s, const Clause *k, const Trigger *t)
{
    const Row *people = t->first > k->first ? token_row(&w->f->tokens, t->first - 1, CLASS_PEOPLE) : NULL;

    return people && people->n[PEOPLE_ACTOR] != 1 ? subject_before(w, s, k, t->first, false, NULL) : PARTY_NONE;
}

/* "Three soldiers killed while asleep": an act done to people, right after somebody and with no object right after
 * it, is told of those it befell. To make them doers would accuse the dead. */
static bool is_reduced_passive(const Scene *w, const Clause *k, const Trigger *t, const Claim *claim)
{
    const Found *f = w->f;

    if (!span_is(claim->by.span) || !((ActSet)t->row->n[ACT_ACTS] & w->personal) || t->first == k->first ||
        f->tokens.at[t->first - 1].end != claim->by.span.end || word_ending(f, t->first) != ENDING_PAST ||
        has_endings(f, t->first))
        return false;
    int next = t->last < k->last ? function_kind(f, t->last) : FUNCTION_IN;
    return next == FUNCTION_IN || next == FUNCTION_OF || next == FUNCTION_PREPOSITION || next == FUNCTION_SUBORDINATOR ||
           f->tokens.at[t->last].kind == TOKEN_MARK;
}

void find_parties(const Scene *w, const Sentence *s, const Clause *k, const Trigger *t, Claim *claim)
{
    bool verb = !act_is_nominal(w->f, k, t) || act_is_passive(w->f, k, t);
    uint32_t end = k->last + 8 < s->last ? k->last + 8 : s->last;

    claim->by = claim->to = PARTY_NONE;
    if (t->row->n[ACT_KIND] == ACT_PARTICIPLE) {
        participle_parties(w, s, k, t, claim);
        return;
    }
    if (t->row->n[ACT_FRAME] == FRAME_PATIENT) {
        claim->to = subject_before(w, s, k, t->first, false, verb_form(w->f, t) >= 0 ? t : NULL);
        if (!span_is(claim->to.span) && (t->row->n[ACT_KIND] != ACT_VERB || has_endings(w->f, t->first)))
            claim->to = undergoer_after(w, s, k, t, PARTY_NONE);    /* languages that put the patient after the verb */
        if (t->row->n[ACT_KIND] == ACT_VERB)
            claim->by = by_participle(w, s, k, t);
        if (t->row->n[ACT_KIND] == ACT_VERB && !span_is(claim->by.span))
            claim->by = doer_after(w, s, k, t, true);
        return;
    }
    if (!verb) {
        claim->by = side_before(w, k, t);
        if (!span_is(claim->by.span))
            claim->by = by_phrase(w, s, t->last, k->last);
        if (!span_is(claim->by.span))
            claim->by = accused(w, s, k, t);
        if (!span_is(claim->by.span))
            claim->by = charged(w, s, k, t);
        if (!span_is(claim->by.span))
            claim->by = subject_of_light(w, s, k, t);
        claim->to = undergoer_after(w, s, k, t, PARTY_NONE);
        return;
    }
    if (act_is_passive(w->f, k, t)) {
        claim->by = by_phrase(w, s, t->last, end);
        claim->to = subject_before(w, s, k, t->first, false, NULL);
        return;
    }
    if (t->row->n[ACT_FRAME] == FRAME_DOER && is_infinitive(w->f, t)) {
        claim->by = subject_before(w, s, k, t->first, true, t);
        claim->to = undergoer_after(w, s, k, t, claim->by);
        return;
    }
    if (t->row->n[ACT_FRAME] == FRAME_DOER && verb_form(w->f, t) >= 0) {
        agreeing_parties(w, s, k, t, claim);
        return;
    }
    if (t->row->n[ACT_FRAME] == FRAME_DOER) {
        if (!((ActSet)t->row->n[ACT_ACTS] & w->denial))         /* "deny any wrongdoing by its soldiers" */
            claim->by = by_phrase(w, s, t->last, k->last);      /* "face deportation by X": the plainest first */
        if (!span_is(claim->by.span))
            claim->by = subject_before(w, s, k, t->first, true, NULL);
        if (!span_is(claim->by.span))
            claim->by = subject_of_earlier(w, s, k, t);
        if (!span_is(claim->by.span))
            claim->by = side_before(w, k, t);
    }
    claim->to = undergoer_after(w, s, k, t, PARTY_NONE);
    if (!span_is(claim->to.span) && !span_is(claim->by.span))
        claim->to = bystander_before(w, s, k, t);
    if (is_reduced_passive(w, k, t, claim)) {
        claim->to = claim->by;
        claim->by = PARTY_NONE;
    }
}
