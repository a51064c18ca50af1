/* corpus.c -- see corpus.h. */
#include "model/corpus.h"

#include "model/names.h"

NAMES(derivation_how, DerivationHow, "copy", "respun", "translation", "quotation", "citation", "relay",
      "footnote")
NAMES(origin_kind, OriginKind, "source", "own", "present")
NAMES(incident_kind, IncidentKind, "event", "situation")
NAMES(conflict_kind, ConflictKind, "number", "date", "place", "name", "weekday", "duration", "arithmetic",
       "geography", "quotation", "headline", "caption", "denial")
NAMES(verdict, Verdict, "conflict", "error", "update", "refine", "agree", "not_comparable")

bool corpus_find_claim(const Corpus *c, Id id, ClaimRef *ret)
{
    for (size_t r = 0; r < c->reading_count; r++)
        for (size_t k = 0; k < c->readings[r].claim_count; k++)
            if (id_eq(c->readings[r].claims[k].id, id)) {
                *ret = (ClaimRef){ (uint32_t)r, (uint32_t)k };
                return true;
            }
    return false;
}

Str document_voice(const Document *d)
{
    return d->publisher.len ? d->publisher : d->path;
}
