/* report.h -- whole extents of what a text reports: source, cue and content, as a reader would mark them.
 *
 * attribution.h finds who vouches for a claim; this pass widens what it found
 * to the full words ("the mayor of Izium, who ...,", "has repeatedly said",
 * both halves of an interrupted quotation) and adds what people are reported
 * to think, want and support, which makes no claim.
 */
#ifndef READ_REPORT_H
#define READ_REPORT_H

#include "read/phrase.h"
#include "read/quotation.h"

/* Widen and add to f->attributions. Indices of those already there stay as they are. */
void read_reports(Found *f, const Cover *c, const Quotations *quotes);

#endif
