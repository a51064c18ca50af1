/* number.h -- numbers in digits, in words and in both: "27,000", "two dozen", "1.5 million".
 *
 * What the words mean is data (data/lang/<code>/numbers.tsv, column `kind`);
 * here they are added and multiplied. Values are in thousandths, so that "one
 * and a half" is one number like any other.
 */
#ifndef READ_NUMBER_H
#define READ_NUMBER_H

#include "read/token.h"

typedef struct Number {
    int64_t milli;      /* value in thousandths; the least value when `open` */
    size_t  tokens;     /* how many tokens it takes */
    bool    open;       /* "hundreds", "several": milli or more */
    bool    unknown;    /* "many": nothing is known, milli is 0 */
    bool    digits;     /* one token in digits, nothing else */
    bool    one;        /* the word for one, alone */
    bool    article;    /* begins with an article: "a hundred" */
    bool    fraction;   /* a part of one and nothing else: "two thirds", "a quarter of" */
    int64_t whole, over;/* the exact value is whole / over thousandths; milli is that, rounded */
} Number;

/* The number that begins at token i and ends before `end`. False when there is none. */
bool number_parse(const Tokens *t, size_t i, size_t end, Number *ret);

/* Whether the number words at i can begin a number: joining words never do, an
 * article only before another number word. */
typedef enum NumberStart { NUMBER_START_NEVER, NUMBER_START_ARTICLE, NUMBER_START_YES } NumberStart;
NumberStart number_start(const Tokens *t, size_t i);

/* "third", "21st", "twenty-fifth", "one hundred and fifth": *value gets 3, 21, 25, 105 and *len the tokens. */
bool ordinal_parse(const Tokens *t, size_t i, size_t end, int64_t *value, size_t *len);

/* A year of four digits as it is spoken: "nineteen ninety-six", "two thousand and ten", and
 * where years are ordinals "two thousand twenty-second". */
bool year_words_parse(const Tokens *t, size_t i, size_t end, int64_t *value, size_t *len);

/* The next sense of this class among those of the phrase (len > 1) or word at i.
 * Begin with *state = 0; NULL when there are no more. *len gets its tokens. */
const Row *next_sense(const Tokens *t, size_t i, WordClass class_, uint32_t *state, size_t *len);

/* True when a sense of this class at i has `text` in column `column`. *len gets its tokens. */
const Row *sense_with(const Tokens *t, size_t i, WordClass class_, int column, Str text, size_t *len);

#endif
