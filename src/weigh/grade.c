/* grade.c -- how well an incident is supported, in words: a suggestion with its reasons, never a number. */
#include "weigh/incident.h"

#include "lang/scan.h"

/* The one table of words for grades. Admiralty letters and numbers are set by people, never here. */
static Str grade_words(const Incident *x, bool contested, bool named)
{
    if (contested)
        return S("contested");
    if (x->origins >= 2)
        return S("several origins agree");
    return named ? S("single origin") : S("single origin, unnamed");
}

/* Claims that stand in a conflict or an error. */
static bool *contested_claims(Arena *arena, const Views *all, const Corpus *c)
{
    bool *contested = arena_array(arena, bool, all->count + 1);

    for (size_t i = 0; i < c->conflict_count; i++) {
        const Conflict *k = &c->conflicts[i];
        if (k->verdict == VERDICT_CONFLICT || k->verdict == VERDICT_ERROR)
            for (size_t a = 0; a < k->claim_count; a++)
                contested[view_of(all, k->claims[a])] = true;
    }
    return contested;
}

/* A source with a name of its own: some word of it begins with a capital letter. */
static bool any_named(const Corpus *c, const Incident *x)
{
    for (size_t i = 0; i < x->claim_count; i++) {
        const Claim *claim = corpus_claim(c, x->claims[i]);
        Str name = claim->chain[claim->chain_count - 1].name;
        size_t at = 0;
        ScanWord w;
        while (scan_word(name, &at, &w))
            if (w.capital)
                return true;
    }
    return false;
}

static Str grade_reason(Arena *arena, const Views *all, const Corpus *c, const Incident *x, bool contested)
{
    size_t relayed = 0, placed = 0, dated = 0;

    for (size_t i = 0; i < x->claim_count; i++) {
        const View *v = &all->at[view_of(all, x->claims[i])];
        relayed += corpus_claim(c, x->claims[i])->chain_count > 1;
        placed += v->settled && !v->inferred;
        dated += v->width > 0 && v->width <= 3;
    }
    return arena_printf(arena, "grade: %d %s, %d %s found in this case (an upper bound of independence); "
                        "%zu of %zu claims told through another; place %s, day %s; %s",
                        x->voices, x->voices == 1 ? "voice" : "voices", x->origins,
                        x->origins == 1 ? "origin" : "origins", relayed, x->claim_count,
                        placed ? "stated" : "not stated exactly", dated ? "stated" : "not stated exactly",
                        contested ? "some statements cannot both be right" : "no conflict found");
}

void incidents_grade(Arena *arena, const Views *all, Corpus *c)
{
    const bool *contested_claim = contested_claims(arena, all, c);

    for (size_t i = 0; i < c->incident_count; i++) {
        Incident *x = &c->incidents[i];
        bool contested = false;
        for (size_t k = 0; k < x->claim_count; k++)
            contested |= contested_claim[view_of(all, x->claims[k])];
        Str *why = arena_array(arena, Str, x->why_count + 1);

        x->grade = grade_words(x, contested, any_named(c, x));
        if (x->why_count)
            memcpy(why, x->why, x->why_count * sizeof *why);
        why[x->why_count++] = grade_reason(arena, all, c, x, contested);
        x->why = why;
    }
}
