/* filter.c -- see filter.h: does an incident fit? What was asked is read in filter_ask.c. */
#include "tell/filter_in.h"

#include "lang/fold.h"
#include "model/unit.h"

int32_t *incident_disagreements(Arena *arena, const Corpus *c)
{
    int32_t *count = arena_array(arena, int32_t, c->incident_count + 1);
    int32_t **of = arena_array(arena, int32_t *, c->reading_count + 1);

    for (size_t r = 0; r < c->reading_count; r++)
        of[r] = arena_array(arena, int32_t, c->readings[r].claim_count + 1);
    for (size_t i = 0; i < c->incident_count; i++)
        for (size_t k = 0; k < c->incidents[i].claim_count; k++) {
            ClaimRef ref = c->incidents[i].claims[k];
            if (ref.claim != CLAIM_NONE)
                of[ref.reading][ref.claim] = (int32_t)i + 1;
        }
    for (size_t i = 0; i < c->conflict_count; i++) {
        const Conflict *x = &c->conflicts[i];
        int32_t before = 0;
        if (x->verdict != VERDICT_CONFLICT && x->verdict != VERDICT_ERROR)
            continue;
        for (size_t k = 0; k < x->claim_count; k++) {   /* a comparison of two incidents' claims counts for both */
            int32_t at = x->claims[k].claim == CLAIM_NONE ? 0 : of[x->claims[k].reading][x->claims[k].claim];
            if (at && at != before)
                count[at - 1]++;
            before = at;
        }
    }
    return count;
}

uint64_t filter_name_hash(Str name)
{
    uint64_t words[8], hash;
    size_t count = fold_phrase(name, words, 8);

    if (count == 0)
        return 0;
    hash = words[0];
    for (size_t i = 1; i < count; i++)
        hash = fold_join(hash, words[i]);
    return hash;
}

/* A place that no list has: the words of the claims name it. */
static bool named_so(const Filter *f, const Incident *x)
{
    const Corpus *c = &f->view->corpus;

    for (size_t i = 0; f->place_name && i < x->claim_count; i++) {
        const Claim *claim = corpus_claim(c, x->claims[i]);
        const Mention *m = claim && claim->place >= 0 ? &c->readings[x->claims[i].reading].mentions[claim->place] : NULL;
        if (m && !m->place.place_id.len && (filter_name_hash(m->name) == f->place_name || filter_name_hash(m->lemma) == f->place_name))
            return true;
    }
    return false;
}

static FilterFit place_fit(const Filter *f, const Incident *x)
{
    uint32_t at = x->place_id.len ? gazetteer_find(f->gazetteer, x->place_id) : NO_PLACE;

    if (!f->placed || (f->place_id.len && str_eq(f->place_id, x->place_id)))
        return FIT_YES;
    if (at == NO_PLACE)
        return named_so(f, x) ? FIT_YES : FIT_UNPLACED;
    for (size_t i = 0; i < f->place_count; i++)
        if (at == f->places[i] || (!f->exact && gazetteer_within(f->gazetteer, at, f->places[i])))
            return FIT_YES;
    for (size_t i = 0; i < f->place_count; i++)
        if (gazetteer_within(f->gazetteer, f->places[i], at))
            return FIT_WIDER;
    return FIT_NO;
}

static FilterFit date_fit(const Filter *f, const Incident *x)
{
    int32_t last = x->last == DAY_UNKNOWN ? x->first : x->last;

    if (!f->dated)
        return FIT_YES;
    if (x->first == DAY_UNKNOWN && x->last == DAY_UNKNOWN)
        return FIT_UNDATED;
    if (f->from != DAY_UNKNOWN && last != DAY_UNKNOWN && last < f->from)
        return FIT_NO;
    if (f->to != DAY_UNKNOWN && x->first != DAY_UNKNOWN && x->first > f->to)
        return FIT_NO;
    return FIT_YES;
}

static bool counts(const Incident *x, Str unit)
{
    for (size_t i = 0; i < x->quantity_count; i++)
        if (units_equal(x->quantities[i].counted, unit))
            return true;
    return false;
}

static bool told_in(const Corpus *c, const Incident *x, Str language)
{
    for (size_t i = 0; i < x->claim_count; i++) {
        const Reading *r = &c->readings[x->claims[i].reading];
        const Claim *claim = corpus_claim(c, x->claims[i]);
        Str said = claim && claim->segment >= 0 ? r->segments[claim->segment].language : STR_NONE;
        if (str_eq(said.len ? said : r->doc.language, language))
            return true;
    }
    return false;
}

FilterFit filter_fit(const Filter *f, size_t incident)
{
    const Corpus *c = &f->view->corpus;
    const Incident *x = &c->incidents[incident];

    if (!f->any)
        return FIT_YES;
    if (x->claim_count == 0)            /* withheld whole: no answer to any question, and no count tells of it */
        return FIT_NO;
    if ((f->acts && !(x->acts & f->acts)) || x->origins < f->min_origins ||
        (f->counted.len && !counts(x, f->counted)) || (f->conflicted && f->disagreements[incident] == 0) ||
        (f->language.len && !told_in(c, x, f->language)))
        return FIT_NO;
    FilterFit where = place_fit(f, x), when = date_fit(f, x);
    if (where == FIT_NO || when == FIT_NO)
        return FIT_NO;
    return when != FIT_YES ? when : where;
}

void filter_choose(Arena *arena, const Filter *f, Chosen *ret)
{
    const Corpus *c = &f->view->corpus;

    *ret = (Chosen){ 0 };
    for (int i = 0; i < FIT_COUNT; i++)
        ret->of[i] = arena_array(arena, uint32_t, c->incident_count + 1);
    for (uint32_t i = 0; i < c->incident_count; i++) {
        FilterFit fit = filter_fit(f, i);
        ret->of[fit][ret->count[fit]++] = i;
    }
}
