/* judgement.h -- sealing what people decided, and loading it again.
 *
 * An entry of type `judgement`; nothing of it stands in the entry but the commitment. Its record has, in this order
 * (docs/formats/judgements.md):
 *
 *     kind split
 *     about incident <id>             or: claim <id>, document <id>, source <name>, entry <log index>
 *     other <thing> <id>              of kinds that speak of two things
 *     claim a|b <id> <document> <start> <end> <acts or ->     where each claim stood; b: of the other thing
 *     document a|b <document>
 *     of <log index>                  an item that it speaks of: with the last of its originals it is erased
 *     field place
 *     value izium                     left out: unknown
 *     coder NAME
 *     blind yes
 *     reason ...
 *
 * Whatever a person typed (reason, value, coder, a source's name) may hold protected names: it is shown masked.
 */
#ifndef GUARD_JUDGEMENT_H
#define GUARD_JUDGEMENT_H

#include "guard/view.h"
#include "model/judgement.h"
#include "seal/log.h"

void   judgement_write(const Judgement *j, StrBuf *record);

/* What it was made of; strict: ERR_CHECK for a record that judgement_write would not have written so. */
Status judgement_of_record(Arena *arena, const Record *record, Judgement *ret, Error *err);

/* The caller commits. CASE_WRITE. */
Status judgement_seal(Case *c, int64_t time, const Judgement *j, uint64_t *index, Error *err);

/* The judgements of these entries, in their order; those that were erased are left out. */
Status judgements_load(Arena *arena, Case *c, const uint64_t *entries, size_t count, Judgements *ret, Error *err);

/* With every string masked, and no reason of one that touches what is withheld (rule G2): what TRACE and WEIGH take.
 * `all` is settled over readings in the order of the guard's. */
void judgements_mask(const Guard *guard, Arena *arena, const Judgements *all, Judgements *ret);

/* As they may be shown: of one that touches what is withheld nothing but its kind, its state and the ids. */
void judgements_show(const View *view, Arena *arena, const Judgements *all, Judgements *ret);

/* Does it touch a claim that this view withholds? */
bool judgement_withheld(const View *view, const Judgement *j);

#endif
