/* claim.h -- claims: an act with its arguments, its modality and the chain of those who pass it on. */
#ifndef READ_CLAIM_H
#define READ_CLAIM_H

#include "read/attribution.h"

/* Find the claims of every sentence that is the report's own (not boilerplate,
 * not footnotes). Negated harm is no claim, a question is none, a headline is. */
void read_claims(Found *f, const Cover *c, const ReportedVec *reported);

#endif
