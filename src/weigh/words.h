/* words.h -- the few uses of a word that comparing needs to know. The words themselves
 * are data (data/lang); tests hand in their own.
 */
#ifndef WEIGH_WORDS_H
#define WEIGH_WORDS_H

#include "lang/lang.h"
#include "model/span.h"

typedef enum WordUse {
    USE_IN,             /* "in", "inside": what follows contains what stands before */
    USE_OF,
    USE_ARTICLE,
    USE_FUNCTION,       /* any grammatical word */
    USE_DIRECTION,      /* "northeast" */
    USE_CITY,           /* "the city of X" */
    USE_VILLAGE,
    USE_PEOPLE,         /* "civilians", "Russian", "officials": too common to tell one event from another */
    USE_OBJECT,         /* "hospital"; its value is the kind of object: the same in every language */
    USE_WEAPON,         /* "missile"; likewise */
    USE_NEAR,           /* data/lang/<code>/weighing.tsv: "nearby" */
    USE_BEGINS,         /* "entered", "began" */
    USE_OFFICE,         /* "mayor"; its value is a code */
    USE_NO_HOLDER,      /* "former", "installed" */
    USE_CAUSE,          /* "lack of discipline"; value question:answer */
    USE_GRAVER,         /* "murdered"; value scale:rank */
    USE_FURTHER,        /* "another", beside a number */
    USE_THIS_DEED,      /* "responsibility", in a denial */
} WordUse;

#define WORDS_IN_PHRASE 8

typedef struct Words {
    /* Is a word (or phrase: joined) with this folded hash used so? */
    bool      (*is)(const void *context, uint64_t hash, WordUse use);
    /* The value that the table gives it; may be NULL: none has any. */
    Str       (*value)(const void *context, uint64_t hash, WordUse use);
    /* A word as all languages and scripts write it, for comparing names; may be NULL: as it stands, folded. */
    Str       (*skeleton)(const void *context, Arena *arena, Str word);
    /* Of what kind a source of this name is (source.h); may be NULL: not known. */
    Str       (*kind)(const void *context, Str name, bool publisher);
    const void *context;
} Words;

Words words_of(const Lang *lang);

/* A word or phrase of this use, at or after byte *at, which then moves behind it; the longest that begins first. */
typedef struct Phrase {
    Span span;
    Str  value;
} Phrase;

bool words_find(const Words *w, Str text, size_t *at, WordUse use, Phrase *ret);

/* The word's skeleton: "Marchenko" and its Cyrillic form have one. */
Str words_skeleton(const Words *w, Arena *arena, Str word);

static inline bool word_is(const Words *w, uint64_t hash, WordUse use)
{
    return w->is && w->is(w->context, hash, use);
}

#endif
