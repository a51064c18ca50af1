/* trace.h -- TRACE: what rests on what, and how many independent roots are left.
 *
 * A pure core over a Corpus: no store, no clock. Derivations are suggestions
 * with their evidence; origins are an upper bound of independence found in
 * this case, for a copy whose source is not in the case looks like a root. Method: docs/methods/origins.md.
 */
#ifndef TRACE_TRACE_H
#define TRACE_TRACE_H

#include "lang/lang.h"
#include "model/corpus.h"

/* Fill c->derivations and c->origins. Everything lives in `arena`. Same
 * readings in the same order, same rows. Readings without text (masked views)
 * are traced by their claims and chains alone. */
void trace_run(const Lang *lang, Arena *arena, Corpus *c);

/* Fill c->voices alone, for counting voices in a corpus that was traced before. */
void trace_voices(const Lang *lang, Arena *arena, Corpus *c);

#endif
