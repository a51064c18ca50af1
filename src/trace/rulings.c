/* rulings.c -- what people decided about single derivations, obeyed in one place.
 *
 * Whatever search finds a derivation hands it to work_add, which asks here first; what people added
 * is reported as theirs, beside whatever the program found by itself. A ruling on a document covers
 * the claims in it. Of two rulings over the same two ends the later one holds.
 */
#include "trace/copies.h"
#include "trace/work.h"

/* Both readings in one key. */
static Str pair_key(const uint64_t *packed)
{
    return (Str){ (const char *)packed, sizeof *packed };
}

static uint64_t pack(uint32_t from, uint32_t to)
{
    return (uint64_t)from << 32 | to;
}

void rulings_index(Work *w)
{
    const Corpus *c = w->corpus;

    w->ruling_before = arena_array(w->scratch, uint32_t, c->ruling_count + 1);
    for (uint32_t i = 0; i < c->ruling_count; i++) {
        const Ruling *r = &c->rulings[i];
        if (r->kind != RULING_CUT_EDGE && r->kind != RULING_ADD_EDGE)
            continue;
        uint64_t packed = pack(r->a.reading, r->b.reading);
        Str key = arena_str(w->scratch, pair_key(&packed));
        int64_t *last = map_put(w->scratch, &w->ruling_last, key, 0);
        w->ruling_before[i] = (uint32_t)*last;
        *last = i + 1;
    }
}

static bool covers(ClaimRef ruled, ClaimRef end)
{
    return ruled.reading == end.reading && (ruled.claim == CLAIM_NONE || ruled.claim == end.claim);
}

static bool same_end(ClaimRef a, ClaimRef b)
{
    return a.reading == b.reading && a.claim == b.claim;
}

/* The latest ruling of this kind that covers the edge, plus one; 0: none. */
static uint32_t last_ruling(const Work *w, RulingKind kind, ClaimRef from, ClaimRef to)
{
    uint64_t packed = pack(from.reading, to.reading);
    const int64_t *last = map_get(&w->ruling_last, pair_key(&packed));

    for (uint32_t i = last ? (uint32_t)*last : 0; i; i = w->ruling_before[i - 1]) {
        const Ruling *r = &w->corpus->rulings[i - 1];
        if (r->kind == kind && covers(r->a, from) && covers(r->b, to))
            return i;
    }
    return 0;
}

/* Who had it from whom is a guess in these, so that a person who cuts one way means both. */
static bool no_direction(DerivationHow how)
{
    return how == DERIVED_COPY || how == DERIVED_RESPUN || how == DERIVED_QUOTATION || how == DERIVED_TRANSLATION;
}

bool edge_cut(const Work *w, ClaimRef from, ClaimRef to, DerivationHow how)
{
    if (w->ruling_last.count == 0)
        return false;
    return last_ruling(w, RULING_CUT_EDGE, from, to) ||
           (no_direction(how) && last_ruling(w, RULING_CUT_EDGE, to, from));
}

/* Does a ruling on two claims lie in this passage? It then cuts the passage out of what two documents share. */
static bool claim_ruled_out(const Work *w, ClaimRef from, ClaimRef to, Passage p)
{
    uint64_t packed = pack(from.reading, to.reading);
    const int64_t *last = map_get(&w->ruling_last, pair_key(&packed));

    for (uint32_t i = last ? (uint32_t)*last : 0; i; i = w->ruling_before[i - 1]) {
        const Ruling *r = &w->corpus->rulings[i - 1];
        const Claim *a = corpus_claim(w->corpus, r->a), *b = corpus_claim(w->corpus, r->b);
        if (r->kind == RULING_CUT_EDGE && (a || b) && (!a || span_overlaps(a->span, p.from)) &&
            (!b || span_overlaps(b->span, p.to)))
            return true;
    }
    return false;
}

static bool passage_cut(const Work *w, const Derivation *d, Passage p)
{
    return claim_ruled_out(w, d->from, d->to, p) ||
           (no_direction(d->how) && claim_ruled_out(w, d->to, d->from, (Passage){ p.to, p.from }));
}

bool passages_cut(const Work *w, Derivation *d)
{
    size_t kept = 0, before = d->passage_count;

    if (w->ruling_last.count == 0 || d->from.claim != CLAIM_NONE || d->to.claim != CLAIM_NONE)
        return false;
    for (size_t i = 0; i < before; i++)
        if (!passage_cut(w, d, d->passages[i]))
            d->passages[kept++] = d->passages[i];
    d->passage_count = kept;
    return before > 0 && kept == 0;
}

/* Two documents are laid side by side, so that the added edge shows what they share; two claims are their own passage. */
static void add_edge(Work *w, const Ruling *r)
{
    const Claim *a = corpus_claim(w->corpus, r->a), *b = corpus_claim(w->corpus, r->b);
    Derivation d = { .from = r->a, .to = r->b, .how = DERIVED_CITATION };
    Passage own;

    if (a == NULL && b == NULL) {
        copies_lay_side_by_side(w, r->a.reading, r->b.reading, &d);
    } else if (a && b) {
        own = (Passage){ a->span, b->span };
        d.passages = &own;
        d.passage_count = 1;
    }
    work_add_judged(w, &d, arena_printf(w->arena, "a person judged so: " STR_FMT, STR_ARG(r->why)));
}

/* A later ruling on this very edge takes its place; a later cut undoes it. */
static bool still_added(const Work *w, const Ruling *added)
{
    const Ruling *end = w->corpus->rulings + w->corpus->ruling_count;

    if (last_ruling(w, RULING_CUT_EDGE, added->a, added->b) > (uint32_t)(added - w->corpus->rulings))
        return false;
    for (const Ruling *r = added + 1; r < end; r++)
        if (r->kind == RULING_ADD_EDGE && same_end(r->a, added->a) && same_end(r->b, added->b))
            return false;
    return true;
}

void rulings_add_edges(Work *w)
{
    for (size_t i = 0; i < w->corpus->ruling_count; i++)
        if (w->corpus->rulings[i].kind == RULING_ADD_EDGE && still_added(w, &w->corpus->rulings[i]))
            add_edge(w, &w->corpus->rulings[i]);
}
