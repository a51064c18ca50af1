/* correct.h -- corrections by people, laid over the claims that TRACE and WEIGH take.
 *
 * The readings stay as they were read: what is corrected is a copy. A corrected place or figure is a mention of its
 * own at the end of the copy, in the words that it corrects (a figure) or the whole claim (a place), and is met only
 * through its claim: passes over the names of a text do not see it.
 */
#ifndef WEIGH_CORRECT_H
#define WEIGH_CORRECT_H

#include "lang/gazetteer.h"
#include "model/judgement.h"

/* Bring what a person typed for a field into its one spelling: a place's name to its id, codes into the order of the
 * taxonomy. "none" becomes empty, unknown.
 * fails ERR_BAD_INPUT  names what the field takes */
Status correction_value(Arena *arena, const Gazetteer *g, const Corpus *c, JudgedField field, Str typed, Str *ret,
                        Error *err);

/* Replace the readings of *c that have standing corrections by corrected copies. The array is a new one; `all` is
 * settled over *c. A correction to a place that the gazetteer does not have any more becomes stale. */
void corrections_lay_over(Arena *arena, const Gazetteer *g, Judgements *all, Corpus *c);

#endif
