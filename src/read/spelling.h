/* spelling.h -- names typed wrongly: letters of two scripts, a letter too many or too few.
 *
 * A repair is only made where the gazetteer confirms it, and always leaves a note.
 */
#ifndef READ_SPELLING_H
#define READ_SPELLING_H

#include "read/found.h"

/* Entry of the place that the mixed-script word at token i means, or NULL. */
const Entry *mixed_script_place(const Found *f, uint32_t i);

/* Does a place name fit at token i: after a preposition, or in a list after a place? */
bool place_expected(const Found *f, const Sentence *s, uint32_t i);

/* The place within 150 km of one of `near` whose name is one letter away from
 * `word` (two from nine letters on); NO_PLACE when none or several are. */
uint32_t nearly_spelt_place(const Found *f, Str word, const uint32_t *near, size_t near_count);

#endif
