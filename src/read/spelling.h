/* spelling.h -- names typed wrongly: letters of two scripts, a letter too many or too few.
 *
 * A repair is only made where the gazetteer confirms it, and always leaves a note.
 */
#ifndef READ_SPELLING_H
#define READ_SPELLING_H

#include "read/found.h"

/* Entry of the place that the mixed-script word at token i means, alone or with the words after it; NULL none.
 * *len gets the number of tokens. */
const Entry *mixed_script_place(const Found *f, uint32_t i, size_t *len);

/* Does a place name fit at token i: after a preposition, or in a list after a place? */
bool place_expected(const Found *f, const Sentence *s, uint32_t i);

/* The place within 150 km of one of `near` whose name is one letter away from
 * the word at token i (two from nine letters on), or from its stem where words have case
 * endings; NO_PLACE when none or several are. */
uint32_t nearly_spelt_place(const Found *f, uint32_t i, const uint32_t *near, size_t near_count);

#endif
