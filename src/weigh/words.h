/* words.h -- the few uses of a word that comparing needs to know. The words themselves
 * are data (data/lang); tests hand in their own.
 */
#ifndef WEIGH_WORDS_H
#define WEIGH_WORDS_H

#include "lang/lang.h"

typedef enum WordUse {
    USE_IN,             /* "in", "inside": what follows contains what stands before */
    USE_OF,
    USE_ARTICLE,
    USE_FUNCTION,       /* any grammatical word */
    USE_DIRECTION,      /* "northeast" */
    USE_CITY,           /* "the city of X" */
    USE_VILLAGE,
    USE_PEOPLE,         /* "civilians", "Russian", "officials": too common to tell one event from another */
} WordUse;

/* Is a word with this folded hash used so? */
typedef struct Words {
    bool      (*is)(const void *context, uint64_t hash, WordUse use);
    const void *context;
} Words;

Words words_of(const Lang *lang);

static inline bool word_is(const Words *w, uint64_t hash, WordUse use)
{
    return w->is && w->is(w->context, hash, use);
}

#endif
