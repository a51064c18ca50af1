/* cue.c -- see cue.h. */
#include "read/cue.h"

#include "lang/fold.h"
#include "lang/tables.h"

#define GROUP_WORDS 7       /* auxiliaries and adverbs before a verb, at most */

int word_ending(const Found *f, uint32_t i)
{
    const Token *t = &f->tokens.at[i];

    for (uint32_t letters = 3; letters >= 2 && t->kind == TOKEN_WORD; letters--) {
        if (t->end - t->start < letters + 2)
            continue;
        const Entry *e = lang_entry(f->lang, fold_hash(str_slice(f->in->text, t->end - letters, t->end)));
        const Sense *s = e ? lang_senses(f->lang, e) : NULL;
        for (uint32_t k = 0; s && k < e->count; k++)
            if (s[k].word_class == CLASS_ENDING && (t->langs >> s[k].lang & 1))
                return (int)lang_row(f->lang, s[k].row)->n[0];
    }
    return -1;
}

/* The sense of an entry that reports as a noun, or as anything else. */
static const Row *report_sense(const Found *f, const Token *t, const Entry *e, bool noun)
{
    const Sense *s = e ? lang_senses(f->lang, e) : NULL;

    for (uint32_t k = 0; s && k < e->count; k++) {
        if (s[k].word_class != CLASS_REPORT || s[k].lang == LANG_ANY || !(t->langs >> s[k].lang & 1))
            continue;
        const Row *row = lang_row(f->lang, s[k].row);
        if ((row->n[REPORT_FRAME] == REPORT_NOUN_OF) == noun)
            return row;
    }
    return NULL;
}

static const Row *report_row(const Found *f, uint32_t i, bool noun, uint32_t *len)
{
    const Token *t = &f->tokens.at[i];
    const Row *row = t->phrase_classes & CLASS_BIT(CLASS_REPORT) ? report_sense(f, t, t->phrase, noun) : NULL;

    *len = row ? t->phrase_len : 1;
    if (row == NULL && (t->classes & CLASS_BIT(CLASS_REPORT)))
        row = report_sense(f, t, t->entry, noun);
    return row;
}

bool has_frame(const Found *f, uint32_t i, int frame)
{
    uint32_t len;
    const Row *row = i < f->tokens.count ? report_row(f, i, false, &len) : NULL;

    return row && len == 1 && row->n[REPORT_FRAME] == frame;
}

static bool before_noun(int kind)
{
    return kind == FUNCTION_ARTICLE || kind == FUNCTION_POSSESSIVE || kind == FUNCTION_DEMONSTRATIVE ||
           kind == FUNCTION_OF || kind == FUNCTION_IN || kind == FUNCTION_BY || kind == FUNCTION_PREPOSITION ||
           kind == FUNCTION_OTHER;
}

/* "'s" and the like: no word that begins with a letter. */
static bool is_clitic(const Found *f, uint32_t i)
{
    const Token *t = &f->tokens.at[i];
    return f->in->text.ptr[t->start] == '\'' || ((t->flags & TOKEN_LATIN) && (unsigned char)f->in->text.ptr[t->start] >= 0xE2);
}

static bool takes_subject(int kind)
{
    return kind == FUNCTION_PRONOUN || kind == FUNCTION_WE || kind == FUNCTION_RELATIVE || kind == FUNCTION_MODAL ||
           kind == FUNCTION_AUXILIARY || kind == FUNCTION_PARTICLE || kind == FUNCTION_BE;
}

/* "claims", "plans", "hopes": a verb beside its subject, a noun beside an adjective or article. */
static bool stands_as_verb(const Found *f, const Sentence *s, uint32_t i, uint32_t after)
{
    const Token *before = i > s->first ? &f->tokens.at[i - 1] : NULL;
    int kind = before ? function_kind(f, i - 1) : -1, next = after < s->last ? function_kind(f, after) : -1;

    if (before == NULL)
        return false;
    if (next == FUNCTION_BE || next == FUNCTION_AUXILIARY || next == FUNCTION_MODAL)
        return false;
    if (takes_subject(kind) || has_frame(f, i - 1, REPORT_TO))
        return !(kind == FUNCTION_PARTICLE && is_clitic(f, i - 1));
    if (before_noun(kind) || before->kind == TOKEN_NUMBER || (before->flags & TOKEN_HYPHEN))
        return false;
    if (before->kind == TOKEN_MARK)
        return before->mark == ',' && next >= 0 && next != FUNCTION_CONJUNCTION && next != FUNCTION_OF;
    if (kind == FUNCTION_CONJUNCTION || kind == FUNCTION_THAT)
        return false;
    if (before->flags & TOKEN_CAPITAL)
        return !(f->tokens.at[i].flags & TOKEN_CAPITAL) || s->role == SEGMENT_TITLE || s->role == SEGMENT_HEADING;
    if (before->classes & (CLASS_BIT(CLASS_ROLE) | CLASS_BIT(CLASS_PEOPLE) | CLASS_BIT(CLASS_ORGHEAD)))
        return true;
    return next == FUNCTION_THAT || next == FUNCTION_PRONOUN || next == FUNCTION_ARTICLE || next == FUNCTION_POSSESSIVE;
}

/* "the proposed ban", "by proposed rules": a participle that stands before a noun. */
static bool stands_before_noun(const Found *f, const Sentence *s, uint32_t i)
{
    int kind = i > s->first ? function_kind(f, i - 1) : -1;

    return kind == FUNCTION_ARTICLE || kind == FUNCTION_POSSESSIVE || kind == FUNCTION_DEMONSTRATIVE ||
           kind == FUNCTION_OF || kind == FUNCTION_OTHER ||
           (i > s->first && kind != FUNCTION_CONJUNCTION &&     /* "and" joins numbers too: "denied X and accused Y" */
            (f->tokens.at[i - 1].kind == TOKEN_NUMBER || token_is(&f->tokens, i - 1, CLASS_NUMBER)) &&
                                                             word_ending(f, i) == ENDING_PAST && i + 1 < s->last &&
                                                             f->tokens.at[i + 1].kind == TOKEN_WORD &&
                                                             function_kind(f, i + 1) < 0);
}

bool is_verb(const Found *f, const Sentence *s, uint32_t i)
{
    const Token *t = &f->tokens.at[i];
    int kind = function_kind(f, i);
    uint32_t len;

    if (t->kind != TOKEN_WORD)
        return false;
    if (kind == FUNCTION_BE || kind == FUNCTION_AUXILIARY || kind == FUNCTION_MODAL)
        return true;
    if (kind >= 0)
        return false;
    const Row *row = report_row(f, i, false, &len);
    if (row && row->n[REPORT_FRAME] != REPORT_ADVERB && row->n[REPORT_FRAME] != REPORT_SOURCE &&
        row->n[REPORT_FRAME] != REPORT_MODIFIER && row->n[REPORT_FRAME] != REPORT_ADJECTIVE)
        return row->n[REPORT_NOUN] ? stands_as_verb(f, s, i, i + len) : !stands_before_noun(f, s, i);
    bool noun_place = (t->flags & (TOKEN_CAPITAL | TOKEN_HYPHEN)) || (i > s->first && before_noun(function_kind(f, i - 1)));
    if (noun_place)
        return false;
    const Row *act = token_row(&f->tokens, i, CLASS_ACT);   /* "struck", "fell to": pasts without an ending */
    return word_ending(f, i) == ENDING_PAST ||
           (act && act->n[ACT_KIND] == ACT_VERB && word_ending(f, i) != ENDING_PROGRESSIVE);
}

/* Does token i belong to the verb group before the verb? */
static bool in_group(const Found *f, const Sentence *s, uint32_t i, bool *aux)
{
    const Token *t = &f->tokens.at[i];
    int kind = function_kind(f, i);

    if (t->kind != TOKEN_WORD)
        return false;
    if (kind == FUNCTION_BE || kind == FUNCTION_AUXILIARY || kind == FUNCTION_MODAL) {
        *aux = true;
        return true;
    }
    if (t->classes & CLASS_BIT(CLASS_NEGATION))
        return kind == FUNCTION_PARTICLE || t->end - t->start > 4;
    if (kind == FUNCTION_PARTICLE) {
        if (!is_clitic(f, i))
            return true;
        int before = i > s->first ? function_kind(f, i - 1) : -1;
        *aux |= before == FUNCTION_PRONOUN || before == FUNCTION_WE;    /* "he's not saying", not "Kyiv's stated" */
        return before == FUNCTION_PRONOUN || before == FUNCTION_WE;
    }
    return has_frame(f, i, REPORT_MODIFIER) ||
           (kind < 0 && word_ending(f, i) == ENDING_ADVERB && !(t->flags & TOKEN_CAPITAL));
}

static void extend_left(const Found *f, const Sentence *s, Cue *c, bool past)
{
    bool aux = false, be = false;

    while (c->first > s->first && c->first + GROUP_WORDS > c->verb) {
        uint32_t i = c->first - 1;
        if (!aux && has_frame(f, i, REPORT_TO)) {
            c->infinitive = true;
            c->first = i;
            break;
        }
        bool is_aux = false;
        if (!in_group(f, s, i, &is_aux))
            break;
        if (is_aux && !aux)
            be = function_kind(f, i) == FUNCTION_BE;
        aux |= is_aux;
        c->first = i;
        if (has_frame(f, i, REPORT_TO))
            break;
    }
    if (aux && c->first > s->first && has_frame(f, c->first - 1, REPORT_TO)) {
        c->first--;
        c->infinitive = true;
    }
    c->passive = past && be;
    c->participle = c->participle && !aux;
}

/* "would support": nothing has been said or decided yet. */
static bool modal(const Found *f, const Cue *c)
{
    for (uint32_t i = c->first; i < c->verb; i++)
        if (function_kind(f, i) == FUNCTION_MODAL)
            return true;
    return false;
}

/* A participle without an auxiliary stands behind a comma, a conjunction, "by", "after", or its noun. */
static bool participle_place(const Found *f, const Sentence *s, uint32_t first)
{
    int kind = first > s->first ? function_kind(f, first - 1) : -1;

    if (first == s->first || f->tokens.at[first - 1].kind == TOKEN_MARK)
        return true;
    return kind == FUNCTION_CONJUNCTION || kind == FUNCTION_BY || kind == FUNCTION_PRONOUN ||
           function_is(f, first - 1, FUNCTION_SUBORDINATOR) ||
           (kind < 0 && !is_verb(f, s, first - 1));
}

/* "asked about", "support for"; not "said of": a verb of saying keeps to the words that tell its matter. */
static bool takes_particle(const Found *f, int frame, uint32_t i, uint32_t last)
{
    uint32_t len;
    const Row *row = i < last ? report_row(f, i, false, &len) : NULL;

    if (row == NULL || len != 1 || row->n[REPORT_FRAME] != REPORT_PARTICLE)
        return false;
    return (frame != REPORT_CLAUSE && frame != REPORT_HEARER) || row->n[REPORT_KIND] == REPORT_SPEECH;
}

static bool find_verb(const Found *f, const Sentence *s, uint32_t i, Cue *ret)
{
    uint32_t len;
    const Row *row = report_row(f, i, false, &len);
    int frame = row ? (int)row->n[REPORT_FRAME] : REPORT_VERB;

    if (row == NULL || frame == REPORT_VERB || frame == REPORT_PARTICLE || frame == REPORT_TO || frame == REPORT_ADJUNCT ||
        frame == REPORT_MODIFIER || frame == REPORT_BACKSHIFT)
        return false;
    Cue c = { .first = i, .last = i + len, .verb = i, .kind = (int)row->n[REPORT_KIND], .frame = frame };
    int ending = word_ending(f, i);
    if (frame == REPORT_ADVERB || frame == REPORT_SOURCE) {
        *ret = c;
        return true;
    }
    if (row->n[REPORT_NOUN] && !stands_as_verb(f, s, i, c.last))
        return false;
    if (f->tokens.at[i].flags & TOKEN_HYPHEN || (ending != ENDING_PROGRESSIVE && stands_before_noun(f, s, i)))
        return false;
    c.participle = ending == ENDING_PROGRESSIVE;
    extend_left(f, s, &c, ending != ENDING_PROGRESSIVE);
    if (c.infinitive || modal(f, &c))
        return false;               /* "wants to say": it has not been said */
    if (c.participle && !participle_place(f, s, c.first))
        return false;
    if (frame == REPORT_ADJECTIVE) {
        if (!c.passive)
            return false;
        c.passive = false;
    }
    if (len == 1 && takes_particle(f, frame, c.last, s->last))
        c.last++;
    *ret = c;
    return true;
}

/* "the claim that", "his plan to", "support for": a noun and what it contains. */
static bool find_noun(const Found *f, const Sentence *s, uint32_t i, Cue *ret)
{
    uint32_t len;
    const Row *row = report_row(f, i, true, &len);
    uint32_t after = i + (row ? len : 1);

    if (row == NULL || after >= s->last)
        return false;
    Cue c = { .first = i, .last = after, .verb = i, .kind = (int)row->n[REPORT_KIND], .frame = REPORT_NOUN_OF };
    int next = function_kind(f, after);
    if (next != FUNCTION_THAT)
        return false;
    *ret = c;
    return true;
}

bool cue_at(const Found *f, const Sentence *s, uint32_t i, Cue *ret)
{
    const Token *t = &f->tokens.at[i];

    if (!((t->classes | t->phrase_classes) & CLASS_BIT(CLASS_REPORT)))
        return false;
    return find_verb(f, s, i, ret) || find_noun(f, s, i, ret);
}
