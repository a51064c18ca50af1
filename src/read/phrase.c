/* phrase.c -- see phrase.h. */
#include "read/phrase.h"

#include "lang/tables.h"

#include <stdlib.h>

#define WORDS_BEFORE_HEAD 5
#define NAME_AFTER        4     /* words of an outlet's name behind the noun */
#define OFFICE_WORDS      6     /* words after "head of" in which what is headed is named */

uint32_t token_at(const Found *f, uint32_t at)
{
    size_t low = 0, high = f->tokens.count;

    while (low < high) {
        size_t middle = (low + high) / 2;
        if (f->tokens.at[middle].start < at)
            low = middle + 1;
        else
            high = middle;
    }
    return (uint32_t)low;
}

size_t sentence_at(const Found *f, uint32_t i)
{
    size_t low = 0, high = f->sentences.count;

    while (low < high) {
        size_t middle = (low + high) / 2;
        if (f->sentences.at[middle].last <= i)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

static int32_t *minus_ones(Arena *arena, size_t count)
{
    int32_t *a = arena_raw(arena, (count + 1) * sizeof *a);

    memset(a, 0xFF, (count + 1) * sizeof *a);
    return a;
}

/* The mentions stand in order, so their first tokens are found by walking on. */
void cover_make(Found *f, Cover *c)
{
    size_t count = f->tokens.count, first = 0;

    *c = (Cover){ minus_ones(f->arena, count), minus_ones(f->arena, count), minus_ones(f->arena, count),
                  minus_ones(f->arena, count), minus_ones(f->arena, count) };
    for (size_t i = 0; i < f->mentions.count; i++) {
        const Mention *m = &f->mentions.at[i];
        int32_t *array = m->kind == MENTION_PLACE ? c->place : m->kind == MENTION_DATE ? c->date :
                         m->kind == MENTION_QUANTITY ? c->quantity : m->kind == MENTION_PERSON ? c->person :
                         m->kind == MENTION_ORGANISATION ? c->organisation : NULL;
        while (first < count && f->tokens.at[first].start < m->span.start)
            first++;
        for (size_t t = first; array && t < count && f->tokens.at[t].start < m->span.end; t++)
            array[t] = (int32_t)i;
    }
}

bool function_is(const Found *f, uint32_t i, int kind)
{
    const Token *t = &f->tokens.at[i];
    const Sense *s = token_is(&f->tokens, i, CLASS_FUNCTION) ? lang_senses(f->lang, t->entry) : NULL;

    for (uint32_t k = 0; s && k < t->entry->count; k++)
        if (s[k].word_class == CLASS_FUNCTION && s[k].lang != LANG_ANY && (t->langs >> s[k].lang & 1) &&
            sense_written(&f->tokens, t, &s[k]) && lang_row(f->lang, s[k].row)->n[0] == kind)
            return true;
    return false;
}

/* Can this word stand between an article and its noun? */
static bool goes_before_noun(const Found *f, uint32_t i)
{
    const Token *t = &f->tokens.at[i];
    int kind = function_kind(f, i);

    if (t->kind == TOKEN_MARK)
        return false;
    if (t->kind == TOKEN_NUMBER)
        return i == 0 || !token_mark(&f->tokens, i - 1, ':');   /* "13:15" counts nobody */
    if (kind >= 0)
        return kind == FUNCTION_ARTICLE || kind == FUNCTION_POSSESSIVE || kind == FUNCTION_OTHER ||
               kind == FUNCTION_DEMONSTRATIVE;
    return !(t->classes & (CLASS_BIT(CLASS_CUE) | CLASS_BIT(CLASS_ACT) | CLASS_BIT(CLASS_NEGATION) |
                           CLASS_BIT(CLASS_HEDGE)));
}

uint32_t phrase_start(const Found *f, const Sentence *s, uint32_t head)
{
    uint32_t i = head;

    while (i > s->first && i + WORDS_BEFORE_HEAD > head && goes_before_noun(f, i - 1)) {
        i--;
        int kind = function_kind(f, i);
        if (kind == FUNCTION_ARTICLE || kind == FUNCTION_POSSESSIVE || kind == FUNCTION_DEMONSTRATIVE)
            break;
    }
    return i;
}

static Phrase mention_phrase(const Found *f, const int32_t *cover, uint32_t i, HeadKind kind, bool actor)
{
    Phrase p = { .first = i, .last = i + 1, .head = i, .kind = kind, .mention = cover[i], .actor = actor };

    while (p.first > 0 && cover[p.first - 1] == cover[i])
        p.first--;
    while (p.last < f->tokens.count && cover[p.last] == cover[i])
        p.last++;
    return p;
}

/* The side after its noun: "soldats russes". Where it may also stand before ("wojska rosyjskie"), only if no noun follows. */
static uint32_t adjectives_end(const Found *f, const Sentence *s, uint32_t last)
{
    const uint64_t nouns = CLASS_BIT(CLASS_PEOPLE) | CLASS_BIT(CLASS_ROLE) | CLASS_BIT(CLASS_WEAPON) |
                           CLASS_BIT(CLASS_OBJECT) | CLASS_BIT(CLASS_PLACEHEAD);
    const uint64_t heavy = CLASS_BIT(CLASS_FUNCTION) | CLASS_BIT(CLASS_ACT) | CLASS_BIT(CLASS_CUE) |
                           CLASS_BIT(CLASS_PLACE) | CLASS_BIT(CLASS_HEDGE);

    for (; last < s->last; last++) {
        const Row *side = token_row(&f->tokens, last, CLASS_DEMONYM);
        if (side == NULL || side->n[DEMONYM_POSITION] < DEMONYM_AFTER)
            break;
        const Token *next = last + 1 < s->last ? &f->tokens.at[last + 1] : NULL;
        if (side->n[DEMONYM_POSITION] == DEMONYM_BOTH && next && next->kind == TOKEN_WORD &&
            ((next->classes & nouns) || !(next->classes & heavy)))
            break;
    }
    return last;
}

/* A state, or a capital that stands for one. */
static bool is_state(const Found *f, int32_t mention)
{
    const PlaceFields *p = &f->mentions.at[mention].place;
    return str_eq(p->type, S("country")) || p->sense == SENSE_GOVERNMENT;
}

/* "the head of" goes on to what is headed: "the head of the regional administration". */
static uint32_t office_end(const Found *f, const Cover *c, const Sentence *s, uint32_t last)
{
    bool of = function_kind(f, last - 1) == FUNCTION_OF;
    uint32_t i = of ? last : last + 1;

    if (!of && (last >= s->last || function_kind(f, last) != FUNCTION_OF))
        return last;
    for (uint32_t k = i; k < s->last && k < i + OFFICE_WORDS; k++) {
        const Token *t = &f->tokens.at[k];
        if (t->kind != TOKEN_WORD || (t->classes & (CLASS_BIT(CLASS_CUE) | CLASS_BIT(CLASS_ACT))))
            break;
        if (c->organisation[k] >= 0 || c->place[k] >= 0 ||
            (t->classes & (CLASS_BIT(CLASS_ROLE) | CLASS_BIT(CLASS_PEOPLE) | CLASS_BIT(CLASS_OBJECT)))) {
            const int32_t *cover = c->organisation[k] >= 0 ? c->organisation : c->place;
            uint32_t end = k + 1;
            while (cover[k] >= 0 && end < s->last && cover[end] == cover[k])
                end++;
            return end;
        }
    }
    return last;
}

/* "the outlet Oskil Page": words with capitals right behind the noun are its name. */
static uint32_t name_after(const Found *f, const Sentence *s, uint32_t last)
{
    uint32_t i = last;

    while (i < s->last && i < last + NAME_AFTER && f->tokens.at[i].kind == TOKEN_WORD &&
           (f->tokens.at[i].flags & TOKEN_CAPITAL) && !(f->tokens.at[i].classes & CLASS_BIT(CLASS_CUE)))
        i++;
    return i;
}

Phrase phrase_at(const Found *f, const Cover *c, const Sentence *s, uint32_t i)
{
    const Token *t = &f->tokens.at[i];
    Phrase none = { .first = i, .last = i, .kind = HEAD_NONE, .mention = -1 };
    size_t len = 1;

    if (t->kind != TOKEN_WORD)
        return none;
    if (c->person[i] >= 0 && f->mentions.at[c->person[i]].person.named)
        return mention_phrase(f, c->person, i, HEAD_PERSON, true);
    if (c->organisation[i] >= 0)
        return mention_phrase(f, c->organisation, i, HEAD_ORGANISATION, true);
    const Row *people = match_row(&f->tokens, i, CLASS_PEOPLE, &len);
    size_t office = 0, outlet = 0;
    const Row *media = people ? match_row(&f->tokens, i, CLASS_ROLE, &outlet) : NULL;
    if (media && outlet > len && media->n[ROLE_KIND] == ROLE_MEDIA)
        people = NULL;          /* "the local newspaper" */
    const Row *role = people ? NULL : match_row(&f->tokens, i, CLASS_ROLE, &len);
    if (people && phrase_row(&f->tokens, i, CLASS_ROLE) && match_row(&f->tokens, i, CLASS_ROLE, &office) &&
        office > len)
        len = office;           /* "prosecutor general": the whole office */
    const Row *demonym = people || role ? NULL : token_row(&f->tokens, i, CLASS_DEMONYM);
    const Row *weapon = people || role || demonym ? NULL : match_row(&f->tokens, i, CLASS_WEAPON, &len);
    Phrase p = { .head = i, .last = i + (uint32_t)len, .mention = c->person[i] };
    if (people) {
        p.kind = HEAD_PEOPLE;
        p.actor = people->n[PEOPLE_ACTOR] == 1;
    } else if (role) {
        p.kind = HEAD_ROLE;
        p.actor = role->n[ROLE_KIND] != ROLE_PRIVATE && role->n[ROLE_KIND] != ROLE_MEDIA;
    } else if (demonym && demonym->n[DEMONYM_KIND] == DEMONYM_PEOPLE) {
        p.kind = HEAD_DEMONYM;
        p.actor = demonym->s[DEMONYM_PLACE].len > 0;
    } else if (weapon && weapon->n[1] == 1) {
        p.kind = HEAD_WEAPON;
        p.actor = true;
    } else if (t->classes & CLASS_BIT(CLASS_KIN)) {
        p.kind = HEAD_KIN;
    } else if (c->place[i] >= 0) {
        return mention_phrase(f, c->place, i, HEAD_PLACE, is_state(f, c->place[i]));
    } else if (function_kind(f, i) == FUNCTION_PRONOUN || function_kind(f, i) == FUNCTION_WE) {
        p.kind = HEAD_PRONOUN;
        p.first = i;
        return p;
    } else {
        return none;
    }
    p.first = phrase_start(f, s, i);
    p.last = adjectives_end(f, s, p.last);
    if (role && role->n[ROLE_KIND] == ROLE_MEDIA)
        p.last = name_after(f, s, p.last);
    if (p.kind == HEAD_ROLE || p.kind == HEAD_PEOPLE)
        p.last = office_end(f, c, s, p.last);
    return p;
}

Phrase phrase_left(const Found *f, const Cover *c, const Sentence *s, uint32_t from, uint32_t limit)
{
    for (uint32_t i = from; i > limit; i--) {
        Phrase p = phrase_at(f, c, s, i - 1);
        if (p.kind != HEAD_NONE)
            return p;
    }
    return (Phrase){ .kind = HEAD_NONE, .mention = -1 };
}

Phrase phrase_right(const Found *f, const Cover *c, const Sentence *s, uint32_t from, uint32_t limit)
{
    for (uint32_t i = from; i < limit; i++) {
        Phrase p = phrase_at(f, c, s, i);
        if (p.kind != HEAD_NONE)
            return p;
    }
    return (Phrase){ .kind = HEAD_NONE, .mention = -1 };
}

Span phrase_span(const Found *f, const Phrase *p)
{
    if (p->kind == HEAD_NONE || p->last <= p->first)
        return SPAN_NONE;
    return (Span){ f->tokens.at[p->first].start, f->tokens.at[p->last - 1].end };
}
