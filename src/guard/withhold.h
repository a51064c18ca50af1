/* withhold.h -- sexual violence is a compartment of its own (rule G2).
 *
 * A claim whose acts lie in the compartment, and every sentence that holds such
 * a claim or such an act, is not shown: its words become one marker, the claim
 * leaves lists, counts, search and snippets. An incident of such claims alone
 * keeps its row with the title "withheld" and nothing else.
 */
#ifndef GUARD_WITHHOLD_H
#define GUARD_WITHHOLD_H

#include "guard/mask.h"

#define WITHHELD_TEXT   "[withheld: rule G2, sexual violence]"
#define WITHHELD_TITLE  "withheld"

bool guard_withheld_segment(const Guard *guard, uint32_t reading, uint32_t segment);
bool guard_withheld_claim(const Guard *guard, ClaimRef claim);     /* also one that shares such a sentence */
bool guard_withheld_span(const Guard *guard, uint32_t reading, Span span);

/* Blank what is withheld in a corpus that guard_mask_corpus made. Readings keep their
 * indices: withheld claims stay as empty rows (no acts, place, date or quantity).
 * Origins, derivations and conflicts lose them; those left empty are dropped. */
void guard_withhold_corpus(const Guard *guard, Arena *arena, Corpus *masked);

#endif
