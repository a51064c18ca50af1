/* export_in.h -- what the two exporters share. Private to tell/. */
#ifndef TELL_EXPORT_IN_H
#define TELL_EXPORT_IN_H

#include "tell/export.h"
#include "tell/page.h"

typedef struct Exporter {
    const Site   *site;
    const Corpus *c;
    Arena        *arena;
    StrBuf       *out;
} Exporter;

/* "entry:12" */
Str export_document(const Exporter *x, uint32_t reading);

/* Ids made of entry and order alone: an id of the case is a hash over the
 * document's hash, with which a guess at a withheld name could be tested. */
Id  export_claim_id(const Exporter *x, ClaimRef ref);
Id  export_group_id(const Exporter *x, const ClaimRef *claims, size_t count, const char *kind, size_t index);
Id  export_mention_id(const Exporter *x, uint32_t reading, int32_t mention);
Str export_id_text(const Exporter *x, Id id);

/* The masked words of a claim. */
Str export_words(const Exporter *x, uint32_t reading, Span span);

/* A day as YYYY-MM-DD, empty when unknown. */
Str export_day(const Exporter *x, int32_t day);

bool export_shown(const Exporter *x, ClaimRef ref);

/* Rows of design 04. */
void export_jsonl(const Exporter *x);

#endif
