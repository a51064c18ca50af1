/* modality.h -- how a clause's act is told: as fact, hearsay, plan, supposition, denial or question. */
#ifndef READ_MODALITY_H
#define READ_MODALITY_H

#include "read/clause.h"

/* "No civilians were killed": the act is said not to have happened. */
bool act_is_negated(const Found *f, const Cover *c, const Clause *k, const Trigger *t);

/* How the words before token `trigger` weaken the act; MODALITY_ASSERTED when they do not. Where they
 * name hearsay ("reportedly") *reported gets its words; else it is left alone. */
Modality hedge_of(const Found *f, const Cover *c, const Sentence *s, const Clause *k, uint32_t trigger,
                  ChainLink *reported);

/* A sum over many places or a long time, by its own words. */
bool clause_is_aggregate(const Found *f, const Clause *k);

/* "It is not known whether ...": what follows is no claim. */
bool is_unknown(const Found *f, const Sentence *s, uint32_t trigger);

/* "The execution of prisoners is a war crime": said of a kind of act, of no event. */
bool is_generic(const Found *f, const Clause *k, const Trigger *t);

/* What a cue's stance (enum cue_stance) makes of the words it reports. */
Modality modality_of_stance(int stance);

bool is_question(const Found *f, const Sentence *s);

#endif
