/* count_noun.h -- what a number counts, and who they are.
 *
 * After the number, across adjectives: a unit ("bodies"), people ("civilians"),
 * or a unit of people ("bodies of both civilians and soldiers"). The verb right
 * beside it tells what befell them ("killed 17", "17 people were wounded").
 */
#ifndef READ_COUNT_NOUN_H
#define READ_COUNT_NOUN_H

#include "model/reading.h"
#include "read/token.h"

#define WHO_MAX 3

typedef struct Counted {
    bool    known;          /* a noun or a verb of the tables says what is counted */
    bool    harm;           /* a verb or noun of harm stands beside the number */
    size_t  len;            /* tokens of the noun and its adjectives; 0: there is none */
    size_t  last;           /* token after it */
    Str     unit;           /* "body", "person", "killed" ... or STR_NONE */
    Str     who[WHO_MAX];   /* "civilian", "soldier" */
    size_t  who_count;
    bool    actor;          /* people who may be doers */
    Measure measure;
} Counted;

/* The noun after the number that ends before token `last`; the sentence ends before `high`. */
void counted_find(const Tokens *t, size_t high, size_t last, Counted *ret);

/* What befell them, by the verb before token `first` (where the bound begins)
 * or the one at or after `after`; leaves a unit other than people alone. */
void counted_verb(const Tokens *t, size_t low, size_t high, size_t first, size_t after, Counted *c);

/* "civilian+soldier", or STR_NONE. */
Str counted_who(Arena *arena, const Counted *c);

/* "month" for the value of a time unit (lang/rules.h). */
Str time_unit_name(int64_t unit);

#endif
