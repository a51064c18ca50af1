/* judged.h -- which judgements stand, and what they say of a claim, an incident, a source.
 *
 * A pure core: from judgements in the order of the log and the claims of a case to states, rulings and human values.
 * The newest judgement on the same thing counts, an undone one not at all, and one whose claims a re-read lost is
 * stale: listed, never dropped.
 *
 * A claim is found again by its id; else in the same document by an overlapping span and a common act, the
 * longest overlap first. Method and examples: docs/methods/judging.md.
 */
#ifndef MODEL_JUDGED_H
#define MODEL_JUDGED_H

#include "model/judgement.h"

/* Fill in state, refs and rulings. May be called again when the readings stand in another order. */
void judged_settle(Arena *arena, const Corpus *c, Judgements *all);

/* Does the last of `all` (settled) contradict what stood before it, through a third claim?
 * *entry: the judgement that stands against it. */
bool judged_contradicts(const Judgements *all, uint64_t *entry);

/* Claims that a person put into the compartment by correcting their acts (rule G2). Taking one out of it by a
 * correction is not possible: what was read stays in it. */
ClaimRef *judged_closed(Arena *arena, const Corpus *c, const Judgements *all, size_t *count);

/* What stands of it. NULL judgements: nothing. */
Judged judged_claim(Arena *arena, const Corpus *c, const Judgements *all, ClaimRef claim);
Judged judged_incident(Arena *arena, const Judgements *all, const Incident *incident);
Judged judged_source(Arena *arena, const Judgements *all, Str name);

/* Judgements on a thing, standing or not, in order: indices into all->at. */
uint32_t *judgements_on_claim(Arena *arena, const Judgements *all, ClaimRef claim, size_t *count);
uint32_t *judgements_on_incident(Arena *arena, const Judgements *all, const Incident *incident, size_t *count);

/* A field of a claim as it was read, as text; `unit` only for quantities. Empty: unknown. */
Str claim_field_text(Arena *arena, const Taxonomy *t, const Reading *r, const Claim *claim, JudgedField field, Str unit);

/* "51 killed civilian" -> 51, 51, "killed", "civilian"; "40..50", "441.." and "..20" are intervals, "none" is
 * nothing stated. False when it is written otherwise. */
typedef struct JudgedQuantity {
    int64_t low, high;
    Str     unit, who;      /* who: empty when it is not given */
    bool    none;
} JudgedQuantity;

bool judged_quantity(Str value, JudgedQuantity *ret);

/* The anchor of a claim as it stands now. */
Anchor anchor_of(Arena *arena, const Corpus *c, ClaimRef claim, bool other);

#endif
