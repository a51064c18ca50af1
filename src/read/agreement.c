/* agreement.c -- see agreement.h.
 *
 * "The mayor abducted armed men" and "armed men abducted the mayor" are the same words in
 * Ukrainian and Russian but for their endings. Taking the first noun for the doer would accuse
 * the victim. data/lang/<code>/agreement.tsv lists last letters and what they tell; where they
 * tell nothing, nothing is concluded.
 */
#include "read/agreement.h"

#include "lang/fold.h"
#include "lang/tables.h"

#define STEM_LEAST  4           /* letters of a name without its ending */
#define LETTERS_MAX 4           /* longest ending of the tables */

/* Byte at which the last `count` letters of a word begin, or UINT32_MAX when it has no more letters than that. */
static uint32_t last_letters(Str text, const Token *t, int count)
{
    uint32_t at = t->end;

    while (count > 0 && at > t->start) {
        at--;
        if (((unsigned char)text.ptr[at] & 0xC0) != 0x80)
            count--;
    }
    return count == 0 && at > t->start ? at : UINT32_MAX;
}

/* What the longest ending in [low, high] of agreement_kind says of token i; -1 nothing. */
static int form_of(const Found *f, uint32_t i, int low, int high)
{
    const Token *t = &f->tokens.at[i];

    if (t->kind != TOKEN_WORD)
        return -1;
    for (int letters = LETTERS_MAX; letters > 0; letters--) {
        uint32_t at = last_letters(f->in->text, t, letters);
        if (at == UINT32_MAX)
            continue;
        const Entry *e = lang_entry(f->lang, fold_hash(str_slice(f->in->text, at, t->end)));
        const Sense *s = e ? lang_senses(f->lang, e) : NULL;
        for (uint32_t k = 0; s && k < e->count; k++) {
            if (s[k].word_class != CLASS_AGREEMENT || s[k].lang == LANG_ANY || !(t->langs >> s[k].lang & 1))
                continue;
            int kind = (int)lang_row(f->lang, s[k].row)->n[0];
            if (kind >= low && kind <= high)
                return kind;
        }
    }
    return -1;
}

uint64_t stem_hash(const Found *f, uint32_t i)
{
    const Token *t = &f->tokens.at[i];

    for (int letters = LETTERS_MAX; letters > 0; letters--) {
        uint32_t at = last_letters(f->in->text, t, letters);
        if (at == UINT32_MAX || last_letters(f->in->text, t, letters + STEM_LEAST - 1) == UINT32_MAX)
            continue;
        const Entry *e = lang_entry(f->lang, fold_hash(str_slice(f->in->text, at, t->end)));
        const Sense *s = e ? lang_senses(f->lang, e) : NULL;
        for (uint32_t k = 0; s && k < e->count; k++)
            if (s[k].word_class == CLASS_CASEENDING && s[k].lang != LANG_ANY && (t->langs >> s[k].lang & 1))
                return fold_hash(str_slice(f->in->text, t->start, at));
    }
    return t->hash;
}

bool has_endings(const Found *f, uint32_t i)
{
    return form_of(f, i, FORM_VERB_PLURAL, FORM_INSTRUMENTAL) >= 0;
}

bool is_verb_form(const Found *f, uint32_t i)
{
    int form = form_of(f, i, FORM_VERB_PLURAL, FORM_INSTRUMENTAL);
    return form >= FORM_VERB_PLURAL && form <= FORM_VERB_NEUTER;
}

bool is_oblique_form(const Found *f, uint32_t i)
{
    return form_of(f, i, FORM_VERB_PLURAL, FORM_INSTRUMENTAL) == FORM_OBLIQUE;
}

int verb_form(const Found *f, const Trigger *t)
{
    for (uint32_t i = t->first; i < t->last; i++) {
        int form = form_of(f, i, FORM_VERB_PLURAL, FORM_VERB_NEUTER);
        if (form >= 0)
            return form;
    }
    return -1;
}

bool is_infinitive(const Found *f, const Trigger *t)
{
    return form_of(f, t->first, FORM_INFINITIVE, FORM_INFINITIVE) == FORM_INFINITIVE;
}

/* The word of the phrase whose ending counts: of a name of several words the first. */
static uint32_t telling_word(const Phrase *p)
{
    return p->kind == HEAD_ORGANISATION || p->kind == HEAD_PERSON ? p->first : p->head;
}

static bool is_oblique(int form)
{
    return form == FORM_OBLIQUE || form == FORM_INSTRUMENTAL;
}

bool may_be_subject(const Found *f, const Cover *c, const Phrase *p, const Trigger *verb)
{
    int v = verb_form(f, verb);

    if (p->kind == HEAD_PLACE) {        /* the gazetteer knows the name's first form */
        const Mention *m = p->mention >= 0 ? &f->mentions.at[p->mention] : NULL;
        return m == NULL || v < 0 || str_eq(m->lemma, span_text(f->in->text, m->span));
    }
    if (c->quantity[p->head] >= 0) {    /* those counted stand in the genitive: the number tells */
        uint32_t number = token_at(f, f->mentions.at[c->quantity[p->head]].span.start);
        return !is_oblique(form_of(f, number, FORM_OBLIQUE, FORM_INSTRUMENTAL));
    }
    int n = form_of(f, telling_word(p), FORM_NOUN_PLURAL, FORM_INSTRUMENTAL), adjective = -1;
    for (uint32_t i = p->first; i < p->last; i++)
        if (i != p->head && token_is(&f->tokens, i, CLASS_DEMONYM))
            adjective = form_of(f, i, FORM_NOUN_PLURAL, FORM_INSTRUMENTAL);
    if (is_oblique(n) || is_oblique(adjective))
        return false;
    const Row *people = token_row(&f->tokens, p->head, CLASS_PEOPLE);
    if (n == FORM_NOUN_FEMININE &&      /* neuters in the plural end like feminines: troops */
        (adjective == FORM_NOUN_PLURAL || (people && str_eq(people->s[PEOPLE_NUMBER], S("p")))))
        n = FORM_NOUN_PLURAL;
    if (n == FORM_NOUN_NEUTER && p->kind == HEAD_PERSON)
        return true;                    /* men's names may end like neuters */
    if (p->kind == HEAD_PERSON && v == FORM_VERB_PLURAL)
        return false;                   /* one person; a name that is not inflected tells nothing by its ending */
    return v < 0 || n < 0 || n - FORM_NOUN_PLURAL == v;
}

bool is_instrumental(const Found *f, const Phrase *p)
{
    return form_of(f, telling_word(p), FORM_NOUN_PLURAL, FORM_INSTRUMENTAL) == FORM_INSTRUMENTAL;
}
