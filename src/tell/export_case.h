/* export_case.h -- the chain of custody as CASE/UCO JSON-LD, for forensic programs. docs/formats/bag.md.
 *
 * One InvestigativeAction an entry of the log, one ProvenanceRecord an original. Ids
 * follow from the entries: the same log gives the same file.
 */
#ifndef TELL_EXPORT_CASE_H
#define TELL_EXPORT_CASE_H

#include "guard/view.h"
#include "tell/custody.h"

/* in   digests  give digest and size of each original: only when whole originals may leave (a hash of
 *               known text with one withheld name can be guessed) */
void export_case(const View *view, Case *c, const Custody *custody, bool digests, StrBuf *out);

/* A name-based UUID (version 8) over a hash and a word. */
Str  export_uuid(Arena *arena, const Sha256 *hash, const char *word);

#endif
