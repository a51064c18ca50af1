/* phrase.h -- noun phrases without a grammar: heads that the tables know, and the words around them. */
#ifndef READ_PHRASE_H
#define READ_PHRASE_H

#include "read/found.h"

/* Which mention covers each token; -1 none. */
typedef struct Cover {
    int32_t *place, *date, *quantity, *person, *organisation;
} Cover;

void cover_make(Found *f, Cover *ret);

/* First token that begins at or after byte `at`. */
uint32_t token_at(const Found *f, uint32_t at);

/* The sentence that token i stands in (or the next one). */
size_t sentence_at(const Found *f, uint32_t i);

/* A phrase that can be somebody who does or says something. */
typedef enum HeadKind {
    HEAD_NONE,
    HEAD_PERSON,
    HEAD_ORGANISATION,
    HEAD_PLACE,
    HEAD_PEOPLE,
    HEAD_ROLE,
    HEAD_DEMONYM,
    HEAD_WEAPON,
    HEAD_KIN,
    HEAD_PRONOUN,
    HEAD_THING, /* no doer and no speaker: only something that acts befall */
    HEAD_LAST, /* whoever spoke last */
} HeadKind;

typedef struct Phrase {
    uint32_t first, last;       /* tokens, half open; first == last: none */
    uint32_t head;
    HeadKind kind;
    int32_t  mention;           /* person, organisation or place, or -1 */
    bool     actor;             /* armed or in office: can be the doer of an act */
} Phrase;

/* The phrase whose head stands at token i, or kind HEAD_NONE. */
Phrase phrase_at(const Found *f, const Cover *c, const Sentence *s, uint32_t i);

/* The nearest phrase to the left of `from` (down to `limit`), or to the right (up to `limit`). */
Phrase phrase_left(const Found *f, const Cover *c, const Sentence *s, uint32_t from, uint32_t limit);
Phrase phrase_right(const Found *f, const Cover *c, const Sentence *s, uint32_t from, uint32_t limit);

/* First token of the phrase whose head stands at `head`: its article and adjectives. */
uint32_t phrase_start(const Found *f, const Sentence *s, uint32_t head);

Span phrase_span(const Found *f, const Phrase *p);

/* Can the function word at token i be of this kind ("after" is a preposition and a subordinator)? */
bool function_is(const Found *f, uint32_t i, int kind);

/* Kind of a function word at token i (enum function_kind), or -1. */
static inline int function_kind(const Found *f, uint32_t i)
{
    return i < f->tokens.count ? (int)f->tokens.at[i].function - 1 : -1;
}

#endif
