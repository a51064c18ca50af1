/* number_words.h -- a number as a person types it: "1,000", "two dozen", "forty-seven". */
#ifndef READ_NUMBER_WORDS_H
#define READ_NUMBER_WORDS_H

#include "base/arena.h"
#include "lang/lang.h"

/* True when all of `text` is one exact whole number in digits, or in words of some language of the tables (the
 * first in their order that reads it). "hundreds" is none. */
bool number_of_words(const Lang *lang, Arena *arena, Str text, int64_t *ret);

#endif
