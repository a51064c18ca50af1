/* speaker.c -- see speaker.h. */
#include "read/speaker.h"

#include "lang/tables.h"
#include "read/agreement.h"

#define NAME_REACH  9       /* tokens between a role and the name of its bearer */
#define TOPIC_REACH 8       /* tokens before the person with whom a sentence begins */

void speakers_init(Speakers *s, const Found *f, const Cover *c)
{
    *s = (Speakers){ .f = f, .c = c };
    speakers_forget(s);
}

void speakers_forget(Speakers *s)
{
    s->last = s->topic = s->outlet = SPEAKER_NONE;
    for (size_t i = 0; i < sizeof s->people / sizeof *s->people; i++)
        s->people[i] = SPEAKER_NONE;
}

/* What the words say of gender; a given name counts where nothing else does. */
static int gender_of(const Found *f, uint32_t first, uint32_t last)
{
    for (uint32_t i = first; i < last; i++) {
        const Row *row = token_row(&f->tokens, i, CLASS_GENDER);
        if (row)
            return (int)row->n[0];
    }
    for (uint32_t i = first; i < last; i++) {
        const Row *row = token_row(&f->tokens, i, CLASS_GIVEN);
        if (row && row->n[GIVEN_GENDER] >= 0)
            return (int)row->n[GIVEN_GENDER];
    }
    return -1;
}

static bool can_mean(int pronoun, const Speaker *who)
{
    return who->name.len && (pronoun < 0 || who->gender < 0 || who->gender == pronoun);
}

static Speaker resolve(const Speakers *s, int gender)
{
    if (gender >= 0 && s->people[gender].name.len && !can_mean(gender, &s->last))
        return can_mean(gender, &s->topic) && s->topic.gender == gender ? s->topic : s->people[gender];
    if (can_mean(gender, &s->last))
        return s->last;
    return can_mean(gender, &s->topic) ? s->topic : SPEAKER_NONE;
}

static Speaker named(const Speakers *s, const Phrase *p)
{
    const Found *f = s->f;
    Speaker who = { span_text(f->in->text, phrase_span(f, p)), p->mention, gender_of(f, p->first, p->last) };
    const Mention *m = p->mention >= 0 ? &f->mentions.at[p->mention] : NULL;

    if (m && (p->kind == HEAD_PERSON || p->kind == HEAD_ORGANISATION))
        who.name = m->lemma;
    if (m && p->kind == HEAD_PERSON && m->person.entity >= 0) {
        const Mention *first = &f->mentions.at[m->person.entity];
        uint32_t at = token_at(f, first->span.start);
        who.name = first->name;
        if (who.gender < 0)
            who.gender = gender_of(f, at, token_at(f, first->span.end));
    }
    if (p->kind == HEAD_PEOPLE && who.gender < 0) {
        const Row *people = token_row(&f->tokens, p->head, CLASS_PEOPLE);
        if (people && str_eq(people->s[PEOPLE_NUMBER], S("p")))
            who.gender = GENDER_PLURAL;
    }
    return who;
}

static Speaker remember(Speakers *s, Speaker who)
{
    if (who.name.len) {
        s->last = who;
        if (who.gender >= 0)
            s->people[who.gender] = who;
    }
    return who;
}

/* "the outlet": an article and a word for outlets. */
static bool is_the_outlet(const Found *f, const Phrase *p, uint32_t *name)
{
    size_t len = 1;
    const Row *role = p->kind == HEAD_ROLE ? match_row(&f->tokens, p->head, CLASS_ROLE, &len) : NULL;

    *name = p->head + (uint32_t)len;
    return role && role->n[ROLE_KIND] == ROLE_MEDIA;
}

/* A phrase that names an outlet, or that means the one named last. */
static bool outlet(Speakers *s, const Phrase *p, Speaker *ret)
{
    const Found *f = s->f;
    uint32_t name;

    if (!is_the_outlet(f, p, &name))
        return false;
    if (name < p->last) {
        Span words = { f->tokens.at[name].start, f->tokens.at[p->last - 1].end };
        *ret = s->outlet = (Speaker){ span_text(f->in->text, words), -1, -1 };
        return true;
    }
    if (p->first >= p->head || function_kind(f, p->first) != FUNCTION_ARTICLE || s->outlet.name.len == 0)
        return false;
    *ret = s->outlet;
    return true;
}

Speaker speaker_back(Speakers *s, uint32_t first, uint32_t last)
{
    return remember(s, resolve(s, gender_of(s->f, first, last)));
}

Speaker speaker_of(Speakers *s, const Phrase *p)
{
    if (p->kind == HEAD_NONE || (p->kind == HEAD_PRONOUN && function_kind(s->f, p->head) == FUNCTION_WE))
        return SPEAKER_NONE;
    if (p->kind == HEAD_LAST || p->kind == HEAD_PRONOUN)
        return speaker_back(s, p->first, p->last);
    Speaker who;
    if (outlet(s, p, &who))
        return remember(s, who);
    who = named(s, p);
    if (p->kind == HEAD_ORGANISATION)
        s->outlet = who;
    return remember(s, who);
}

void speakers_topic(Speakers *s, const Sentence *sentence)
{
    const Found *f = s->f;
    uint32_t limit = sentence->first + TOPIC_REACH < sentence->last ? sentence->first + TOPIC_REACH : sentence->last;

    for (uint32_t i = sentence->first; i < limit; i++) {
        Phrase p = phrase_at(f, s->c, sentence, i);
        if (p.kind != HEAD_PERSON && p.kind != HEAD_ROLE && p.kind != HEAD_KIN && p.kind != HEAD_PEOPLE)
            continue;
        int before = p.first > sentence->first ? function_kind(f, p.first - 1) : -1;
        if (before == FUNCTION_PREPOSITION || before == FUNCTION_IN || before == FUNCTION_BY || before == FUNCTION_OF)
            continue;
        p = with_name(f, s->c, sentence, p);
        s->topic = named(s, &p);
        return;
    }
    if (sentence->role == SEGMENT_HEADING)
        s->topic = SPEAKER_NONE;
}

Phrase with_name(const Found *f, const Cover *c, const Sentence *s, Phrase role)
{
    uint32_t limit = role.last + NAME_REACH < s->last ? role.last + NAME_REACH : s->last;
    bool quoted = false;

    if (role.kind != HEAD_ROLE && role.kind != HEAD_PEOPLE && role.kind != HEAD_KIN)
        return role;
    for (uint32_t i = role.last; i < limit; i++) {
        const Token *t = &f->tokens.at[i];
        if (t->kind == TOKEN_MARK) {
            bool open = t->mark == 0xAB || t->mark == 0x201E || t->mark == 0x201C || (t->mark == '"' && !quoted);
            bool close = t->mark == 0xBB || t->mark == 0x201D || (t->mark == '"' && quoted);
            if (!open && !close)
                return role;
            quoted = open;
            continue;
        }
        if (c->person[i] >= 0 && f->mentions.at[c->person[i]].person.named && !quoted) {
            Phrase name = phrase_at(f, c, s, i);
            name.first = role.first;
            return name;
        }
        if (quoted || c->place[i] >= 0 || c->organisation[i] >= 0 || t->kind == TOKEN_NUMBER)
            continue;
        if ((t->classes & (CLASS_BIT(CLASS_CUE) | CLASS_BIT(CLASS_ACT) | CLASS_BIT(CLASS_PEOPLE) | CLASS_BIT(CLASS_KIN))) ||
            function_kind(f, i) >= 0 || !(t->flags & TOKEN_CYRILLIC) ||
            verb_form(f, &(Trigger){ .first = i, .last = i + 1 }) >= 0)
            return role;            /* between them only what the office is of: genitives */
    }
    return role;
}
