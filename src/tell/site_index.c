/* site_index.c -- what pages would otherwise walk the whole case for at every request: who has an id, which comparisons
 * stand by a claim or an incident, the order of days, what the filter offers, who is a source. Made once; a case that
 * changes gets a new site.
 */
#include "tell/page.h"

#include "base/vec.h"
#include "tell/timeline.h"

#include <stdlib.h>

static Str id_key(const Id *id)
{
    return (Str){ (const char *)id->byte, sizeof id->byte };
}

static void index_ids(Arena *arena, Site *s)
{
    const Corpus *c = s->corpus;

    for (size_t i = 0; i < c->incident_count; i++)
        map_put(arena, &s->incident_by_id, id_key(&c->incidents[i].id), (int64_t)i);
    for (size_t i = 0; i < c->conflict_count; i++)
        map_put(arena, &s->conflict_by_id, id_key(&c->conflicts[i].id), (int64_t)i);
    for (size_t r = 0; r < c->reading_count; r++)
        for (size_t k = 0; k < c->readings[r].claim_count; k++)
            map_put(arena, &s->claim_by_id, id_key(&c->readings[r].claims[k].id), (int64_t)(r << 32 | k));
}

const Incident *site_incident(const Site *s, Id id)
{
    const int64_t *at = map_get(&s->incident_by_id, id_key(&id));

    return at ? &s->corpus->incidents[*at] : NULL;
}

const Conflict *site_conflict(const Site *s, Id id)
{
    const int64_t *at = map_get(&s->conflict_by_id, id_key(&id));

    return at ? &s->corpus->conflicts[*at] : NULL;
}

bool site_claim(const Site *s, Id id, ClaimRef *ret)
{
    const int64_t *at = map_get(&s->claim_by_id, id_key(&id));

    if (at)
        *ret = (ClaimRef){ (uint32_t)(*at >> 32), (uint32_t)*at };
    return at != NULL;
}

/* ---- comparisons ---- */

/* Counted first, then filled, so that all lists lie in one array; `last` lets a comparison count once for each. */
static void index_comparisons(Arena *arena, const Corpus *c, size_t count, int64_t (*key)(const Site *, ClaimRef),
                              const Site *s, SiteLists *ret)
{
    int64_t *last = arena_array(arena, int64_t, count + 1);

    ret->from = arena_array(arena, uint32_t, count + 2);
    for (int filling = 0; filling < 2; filling++) {
        for (size_t i = 0; i <= count; i++)
            last[i] = -1;
        for (size_t x = 0; x < c->conflict_count; x++)
            for (size_t i = 0; i < c->conflicts[x].claim_count; i++) {
                ClaimRef ref = c->conflicts[x].claims[i];
                int64_t at = ref.claim == CLAIM_NONE ? -1 : key(s, ref);
                if (at < 0 || last[at] == (int64_t)x)
                    continue;
                last[at] = (int64_t)x;
                if (filling)
                    ret->at[ret->from[at]++] = (uint32_t)x;
                else
                    ret->from[at + 1]++;
            }
        if (filling)
            break;
        for (size_t i = 0; i < count; i++)
            ret->from[i + 1] += ret->from[i];
        ret->at = arena_array(arena, uint32_t, ret->from[count] + 1);
    }
    for (size_t i = count; i > 0; i--)          /* filling moved each start to its end */
        ret->from[i] = ret->from[i - 1];
    ret->from[0] = 0;
}

static int64_t claim_key(const Site *s, ClaimRef ref)
{
    return (int64_t)s->claim_base[ref.reading] + ref.claim;
}

static int64_t incident_key(const Site *s, ClaimRef ref)
{
    return s->incident_of[ref.reading][ref.claim];
}

const uint32_t *site_conflicts_of_incident(const Site *s, const Incident *i, size_t *count)
{
    size_t at = (size_t)(i - s->corpus->incidents);

    *count = s->by_incident.from[at + 1] - s->by_incident.from[at];
    return s->by_incident.at + s->by_incident.from[at];
}

const uint32_t *site_conflicts_of_claim(const Site *s, ClaimRef ref, size_t *count)
{
    size_t at = (size_t)claim_key(s, ref);

    *count = s->by_claim.from[at + 1] - s->by_claim.from[at];
    return s->by_claim.at + s->by_claim.from[at];
}

/* ---- orders ---- */

typedef struct Dated {
    uint32_t index;
    int32_t  day;               /* DAY_UNKNOWN sorts last */
} Dated;

static int newest_first(const void *a, const void *b)
{
    const Dated *x = a, *y = b;

    if (x->day != y->day)
        return x->day > y->day ? -1 : 1;
    return x->index < y->index ? -1 : 1;
}

static void order_incidents(Arena *arena, Site *s)
{
    size_t count = s->corpus->incident_count;
    Dated *dated = arena_array(arena, Dated, count + 1);
    uint32_t *order = arena_array(arena, uint32_t, count + 1);

    for (uint32_t i = 0; i < count; i++) {
        dated[i] = (Dated){ i, s->corpus->incidents[i].first };
        order[i] = i;
    }
    s->timeline = timeline_make(arena, s->corpus, order, count);
    qsort(dated, count, sizeof *dated, newest_first);
    for (size_t i = 0; i < count; i++)
        order[i] = dated[i].index;
    s->by_date = order;
}

/* ---- what the filter offers ---- */

static bool first_seen(Arena *arena, Map *seen, Str key)
{
    size_t before = seen->count;

    if (!key.len)
        return false;
    map_put(arena, seen, key, (int64_t)before);
    return seen->count > before;
}

static void gather_offers(Arena *arena, Site *s)
{
    const Corpus *c = s->corpus;
    Map places = { 0 }, units = { 0 }, languages = { 0 };
    VEC(Str) place = { 0 }, unit = { 0 }, language = { 0 };

    s->place_of = arena_array(arena, int32_t, c->incident_count + 1);
    for (size_t i = 0; i < c->incident_count; i++) {
        const Incident *n = &c->incidents[i];
        s->acts |= n->acts;
        if (first_seen(arena, &places, n->place_id))
            vec_push(arena, &place, n->place_id);
        s->place_of[i] = n->place_id.len ? (int32_t)*map_get(&places, n->place_id) : NO_INDEX;
        for (size_t k = 0; k < n->quantity_count; k++)
            if (first_seen(arena, &units, n->quantities[k].counted))
                vec_push(arena, &unit, n->quantities[k].counted);
    }
    for (size_t r = 0; r < c->reading_count; r++)
        if (first_seen(arena, &languages, c->readings[r].doc.language))
            vec_push(arena, &language, c->readings[r].doc.language);
    s->places = (SiteTexts){ place.at, place.count };
    s->units = (SiteTexts){ unit.at, unit.count };
    s->languages = (SiteTexts){ language.at, language.count };
}

/* ---- sources ---- */

typedef struct Sources {
    Map             by_name;
    VEC(SiteSource) list;
} Sources;

static SiteSource *source_named(Arena *arena, Sources *s, Str name)
{
    int64_t at = *map_put(arena, &s->by_name, name, (int64_t)s->list.count);

    if ((size_t)at == s->list.count)
        vec_push(arena, &s->list, (SiteSource){ .name = name });
    return &s->list.at[at];
}

static void add_claim_sources(Arena *arena, Sources *s, const Claim *claim)
{
    for (size_t k = 0; k < claim->chain_count; k++) {
        Str name = claim->chain[k].name;
        if (!name.len)
            continue;
        SiteSource *source = source_named(arena, s, name);
        if (k + 1 == claim->chain_count)
            source->innermost++;
        else
            source->passed_on++;
    }
}

static int most_claims(const void *a, const void *b)
{
    const SiteSource *x = a, *y = b;
    int64_t n = x->innermost + x->passed_on, m = y->innermost + y->passed_on;

    if (n != m)
        return n > m ? -1 : 1;
    return str_cmp(x->name, y->name);
}

static void gather_sources(Arena *arena, Site *site)
{
    const Corpus *c = site->corpus;
    Sources s = { 0 };

    for (uint32_t r = 0; r < c->reading_count; r++) {
        const Reading *reading = &c->readings[r];
        source_named(arena, &s, document_voice(&reading->doc))->documents++;
        for (uint32_t i = 0; i < reading->claim_count; i++)
            if (!view_claim_withheld(site->view, (ClaimRef){ r, i }))
                add_claim_sources(arena, &s, &reading->claims[i]);
    }
    if (s.list.count)
        qsort(s.list.at, s.list.count, sizeof *s.list.at, most_claims);
    site->sources = s.list.at;
    site->source_count = s.list.count;
}

void site_index(Arena *arena, Site *s)
{
    const Corpus *c = s->corpus;
    size_t claims = 0;

    s->claim_base = arena_array(arena, uint32_t, c->reading_count + 1);
    for (size_t r = 0; r < c->reading_count; claims += c->readings[r++].claim_count)
        s->claim_base[r] = (uint32_t)claims;
    index_ids(arena, s);
    index_comparisons(arena, c, claims, claim_key, s, &s->by_claim);
    index_comparisons(arena, c, c->incident_count, incident_key, s, &s->by_incident);
    order_incidents(arena, s);
    gather_offers(arena, s);
    gather_sources(arena, s);
}
