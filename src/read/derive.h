/* derive.h -- how a reading came about: the tables' rows behind words, and the text of rules. */
#ifndef READ_DERIVE_H
#define READ_DERIVE_H

#include "lang/lang.h"
#include "model/word_trace.h"

/* The words of `span` and what the tables have on them, in the languages that their paragraph is
 * read in. `language`: of the document, or STR_NONE. Returns how many; all in `arena`. */
size_t derive_words(const Lang *lang, Arena *arena, Str text, Str language, Span span, WordTrace **ret);

/* The line of data/lang/<code>/rules.txt that has this name, as "uk/rules.txt:12: date ...", for the
 * first language that has it beginning with `language`; STR_NONE when it is no such rule. */
Str derive_rule(const Lang *lang, Arena *arena, Str language, Str rule);

#endif
