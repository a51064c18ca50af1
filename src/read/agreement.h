/* agreement.h -- which noun can be the subject of a verb, where endings say so and order does not. */
#ifndef READ_AGREEMENT_H
#define READ_AGREEMENT_H

#include "read/clause.h"

/* Do the endings of this language tell the verb's number or gender (enum agreement_kind)? -1: they do not. */
int verb_form(const Found *f, const Trigger *t);

/* A verb without a subject of its own ("ordered them to destroy" in one word). */
bool is_infinitive(const Found *f, const Trigger *t);

/* Does the ending of word i tell anything: is its language one where endings say what order says elsewhere? */
bool has_endings(const Found *f, uint32_t i);

/* Does its ending make word i a verb, or put it into another case than the nominative? */
bool is_verb_form(const Found *f, uint32_t i);
bool is_oblique_form(const Found *f, uint32_t i);

/* Hash of word i without its case ending; of the whole word where its language has none. */
uint64_t stem_hash(const Found *f, uint32_t i);

/* Can the phrase be the subject of the verb? True where nothing speaks against it. */
bool may_be_subject(const Found *f, const Cover *c, const Phrase *p, const Trigger *verb);

/* Does its ending make the phrase the doer of a passive ("by soldiers" in one word)? */
bool is_instrumental(const Found *f, const Phrase *p);

#endif
