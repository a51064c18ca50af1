/* corpus.c -- see corpus.h. */
#include "model/corpus.h"

#include "model/names.h"

#include <string.h>

NAMES(derivation_how, DerivationHow, "copy", "respun", "translation", "quotation", "citation", "relay",
      "footnote")
NAMES(origin_kind, OriginKind, "source", "own", "present")
NAMES(incident_kind, IncidentKind, "event", "situation")
NAMES(conflict_kind, ConflictKind, "number", "date", "place", "name", "weekday", "duration", "arithmetic",
       "geography", "quotation", "headline", "caption", "denial", "explanation")
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

/* ---- another order of the readings ---- */

typedef struct Moved {
    Arena          *arena;
    const uint32_t *to;         /* of each reading: where it stands now */
} Moved;

static ClaimRef move_ref(const Moved *m, ClaimRef ref)
{
    return (ClaimRef){ m->to[ref.reading], ref.claim };
}

static ClaimRef *move_refs(const Moved *m, const ClaimRef *refs, size_t count)
{
    ClaimRef *moved = arena_array(m->arena, ClaimRef, count + 1);

    for (size_t i = 0; i < count; i++)
        moved[i] = move_ref(m, refs[i]);
    return moved;
}

static void move_incident(const Moved *m, Incident *x)
{
    uint32_t *readings = arena_array(m->arena, uint32_t, x->reading_count + 1);
    IncidentQuantity *quantities = arena_array(m->arena, IncidentQuantity, x->quantity_count + 1);

    for (size_t i = 0; i < x->reading_count; i++)
        readings[i] = m->to[x->readings[i]];
    for (size_t i = 0; i < x->quantity_count; i++) {
        quantities[i] = x->quantities[i];
        quantities[i].claims = move_refs(m, x->quantities[i].claims, x->quantities[i].claim_count);
    }
    x->claims = move_refs(m, x->claims, x->claim_count);
    x->readings = readings;
    x->quantities = quantities;
}

static void move_conflict(const Moved *m, Conflict *x)
{
    ConflictSpan *spans = arena_array(m->arena, ConflictSpan, x->span_count + 1);

    for (size_t i = 0; i < x->span_count; i++)
        spans[i] = (ConflictSpan){ m->to[x->spans[i].reading], x->spans[i].span };
    x->spans = spans;
    x->claims = move_refs(m, x->claims, x->claim_count);
}

#define COPIED(type, from, count) \
    ((count) ? memcpy(arena_array(arena, type, (count)), (from), (count) * sizeof(type)) : NULL)

void corpus_reorder(Arena *arena, const Corpus *c, const uint32_t *from, Corpus *ret)
{
    uint32_t *to = arena_array(arena, uint32_t, c->reading_count + 1);
    Moved m = { arena, to };
    Corpus x = *c;

    x.readings = arena_array(arena, Reading, c->reading_count + 1);
    for (uint32_t i = 0; i < c->reading_count; i++) {
        to[from[i]] = i;
        x.readings[i] = c->readings[from[i]];
    }
    Ruling *rulings = COPIED(Ruling, c->rulings, c->ruling_count);
    for (size_t i = 0; i < x.ruling_count; i++) {
        rulings[i].a = move_ref(&m, rulings[i].a);
        rulings[i].b = move_ref(&m, rulings[i].b);
    }
    x.rulings = rulings;
    x.derivations = COPIED(Derivation, c->derivations, c->derivation_count);
    for (size_t i = 0; i < x.derivation_count; i++) {
        x.derivations[i].from = move_ref(&m, x.derivations[i].from);
        x.derivations[i].to = move_ref(&m, x.derivations[i].to);
    }
    x.origins = COPIED(Origin, c->origins, c->origin_count);
    for (size_t i = 0; i < x.origin_count; i++)
        x.origins[i].claims = move_refs(&m, x.origins[i].claims, x.origins[i].claim_count);
    x.incidents = COPIED(Incident, c->incidents, c->incident_count);
    for (size_t i = 0; i < x.incident_count; i++)
        move_incident(&m, &x.incidents[i]);
    x.conflicts = COPIED(Conflict, c->conflicts, c->conflict_count);
    for (size_t i = 0; i < x.conflict_count; i++)
        move_conflict(&m, &x.conflicts[i]);
    *ret = x;
}
