/* relays.c -- who says that they have it from whom: the chains that READ found, and
 * (links.c, credits.c) links and credits.
 *
 * When the named outlet published a document of the case, the claim rests on
 * that document (and on the claim in it that fits). When it did not, the
 * derivation leads to the citing document itself and its passage to the words that name
 * the source: the citation is on record, its target is not in this case.
 */
#include "base/map.h"
#include "trace/names.h"
#include "trace/work.h"

#define WORDS_MAX 200   /* bytes of the words that name a source, shown as evidence */
#define NEAR_KM   40

/* Publishers by the words of their names. */
typedef struct Publishers {
    Names made;
    Name *names;        /* of each reading */
    Map   first;        /* key: hash of the words; value: last reading with it plus one */
    uint32_t *next;     /* of each reading: the one before with the same key, plus one */
} Publishers;

static Str key_text(Arena *arena, const Name *n)
{
    uint64_t key = trace_name_key(n);
    return arena_str(arena, (Str){ (const char *)&key, sizeof key });
}

static void publishers_index(Work *w, Publishers *p)
{
    size_t count = w->corpus->reading_count;

    *p = (Publishers){ { .arena = w->scratch, .lang = w->lang }, arena_array(w->scratch, Name, count + 1), { 0 },
                       arena_array(w->scratch, uint32_t, count + 1) };
    for (uint32_t r = 0; r < count; r++) {
        p->names[r] = name_made(&p->made, w->corpus->readings[r].doc.publisher);
        if (p->names[r].count == 0 && !name_has_office(&p->names[r]))
            continue;
        int64_t *last = map_put(w->scratch, &p->first, key_text(w->scratch, &p->names[r]), 0);
        p->next[r] = (uint32_t)*last;
        *last = r + 1;
    }
}

/* Figures in common; *rare: one of them is no common number. */
static size_t common_figures(const Reading *a, const Claim *x, const Reading *b, const Claim *y, bool *rare)
{
    size_t count = 0;

    *rare = false;
    for (size_t i = 0; i < x->quantity_count; i++)
        for (size_t k = 0; k < y->quantity_count; k++) {
            const QuantityFields *s = &a->mentions[x->quantities[i]].quantity;
            const QuantityFields *t = &b->mentions[y->quantities[k]].quantity;
            if (s->low == t->low && s->high == t->high && s->low > 1 && s->measure == t->measure) {
                count++;
                *rare |= s->low >= RARE_FIGURE;
                break;
            }
        }
    return count;
}

static uint32_t place_of(const Work *w, const Reading *r, const Claim *c)
{
    return c->place >= 0 ? gazetteer_find(w->gazetteer, r->mentions[c->place].place.place_id) : NO_PLACE;
}

bool places_near(const Gazetteer *g, uint32_t p, uint32_t q)
{
    return place_km(g->places[p].lat, g->places[p].lon, g->places[q].lat, g->places[q].lon) <= NEAR_KM;
}

/* A different place refutes, unless it is near and figures agree that no two events share by chance. */
static int fit(const Work *w, const Reading *a, const Claim *x, const Reading *b, const Claim *y)
{
    bool rare;
    int score = 1;

    if (!(x->acts & y->acts))
        return 0;
    size_t figures = common_figures(a, x, b, y, &rare);
    uint32_t p = place_of(w, a, x), q = place_of(w, b, y);
    if (p != NO_PLACE && q != NO_PLACE && !gazetteer_within(w->gazetteer, p, q) && !gazetteer_within(w->gazetteer, q, p) &&
        !((figures >= 2 || rare) && places_near(w->gazetteer, p, q)))
        return 0;
    score += p != NO_PLACE && p == q ? 3 : 0;
    return figures ? score + 3 : score;
}

int claim_fit(const Work *w, ClaimRef from, ClaimRef to)
{
    const Reading *a = &w->corpus->readings[from.reading], *b = &w->corpus->readings[to.reading];

    return fit(w, a, &a->claims[from.claim], b, &b->claims[to.claim]);
}

uint32_t fitting_claim(const Work *w, ClaimRef from, uint32_t reading, int *score)
{
    const Reading *a = &w->corpus->readings[from.reading], *b = &w->corpus->readings[reading];
    uint32_t best = CLAIM_NONE;

    *score = 0;
    for (uint32_t i = 0; i < b->claim_count; i++) {
        int s = fit(w, a, &a->claims[from.claim], b, &b->claims[i]);
        if (s > *score) {
            *score = s;
            best = i;
        }
    }
    return best;
}

/* The document of the named outlet that this claim most likely rests on: not later,
 * with the claim that fits best; of equals the latest, and a mere act only within two weeks. */
static bool cited_reading(const Work *w, const Publishers *p, ClaimRef from, const Name *outlet, uint32_t *ret)
{
    const Document *own = &w->corpus->readings[from.reading].doc;
    int64_t *last = map_get(&p->first, key_text(w->scratch, outlet));
    int best = 0;
    size_t seen = 0;

    for (uint32_t r = last ? (uint32_t)*last : 0; r && seen < 64; r = p->next[r - 1], seen++) {
        const Document *d = &w->corpus->readings[r - 1].doc;
        bool dated = own->published_last != DAY_UNKNOWN && d->published_first != DAY_UNKNOWN;
        int score;
        if (r - 1 == from.reading || (dated && d->published_first > own->published_last) ||
            fitting_claim(w, from, r - 1, &score) == CLAIM_NONE)
            continue;
        if (score < 3 && !(dated && own->published_first - d->published_first <= 14))
            continue;
        if (score > best || (score == best && d->published_first > w->corpus->readings[*ret].doc.published_first)) {
            best = score;
            *ret = r - 1;
        }
    }
    return best > 0;
}

static const char *verb_of(ChainHow how)
{
    return how == CHAIN_QUOTES ? "quotes" : how == CHAIN_CITES ? "cites" : "relays";
}

static Span hull(Span a, Span b)
{
    return !span_is(a) ? b : !span_is(b) ? a
           : (Span){ a.start < b.start ? a.start : b.start, a.end > b.end ? a.end : b.end };
}

/* The words that name the sources, as they stand; where they are far apart, those of the innermost. */
static Str words_of(Work *w, const Reading *r, const Claim *c)
{
    Span all = c->chain[c->chain_count - 1].span;

    if (c->attribution >= 0)
        all = hull(all, r->attributions[c->attribution].cue);
    for (size_t i = 1; i < c->chain_count; i++) {
        Span wider = hull(all, c->chain[i].span);
        if (span_is(wider) && wider.end - wider.start <= WORDS_MAX)
            all = wider;
    }
    if (!span_is(all) || all.end > r->text.len || all.end - all.start > WORDS_MAX)
        return S("");
    return arena_printf(w->arena, ": \"" STR_FMT "\" (byte %u)", STR_ARG(span_text(r->text, all)), all.start);
}

/* "Euromaidan Press cites ISW, ISW relays Verstka": "..." (byte 120) */
static Str chain_text(Work *w, const Reading *r, const Claim *c)
{
    Str text = c->chain[0].name;

    for (size_t i = 1; i < c->chain_count; i++)
        text = arena_printf(w->arena, STR_FMT "%s" STR_FMT " %s " STR_FMT, STR_ARG(text), i > 1 ? ", " : "",
                            STR_ARG(i > 1 ? c->chain[i - 1].name : S("")), verb_of(c->chain[i].how),
                            STR_ARG(c->chain[i].name));
    Str words = words_of(w, r, c);
    return arena_printf(w->arena, STR_FMT STR_FMT, STR_ARG(text), STR_ARG(words));
}

/* The chain alone, for telling it once. */
static Str chain_key(Arena *arena, uint32_t reading, const Claim *c)
{
    Str text = arena_printf(arena, "%u", reading);

    for (size_t i = 1; i < c->chain_count; i++)
        text = arena_printf(arena, STR_FMT "\n" STR_FMT, STR_ARG(text), STR_ARG(c->chain[i].name));
    return text;
}

static DerivationHow how_of(const Claim *c)
{
    return c->chain_count > 2 || c->chain[1].how == CHAIN_RELAYS ? DERIVED_RELAY : DERIVED_CITATION;
}

/* A person who is quoted is in the chain already; an outlet or office that is passed on is a relay worth a row. */
static bool leads_out(const Work *w, uint32_t reading, const Claim *c)
{
    const Reading *r = &w->corpus->readings[reading];

    for (size_t i = 1; i < c->chain_count; i++)
        if (link_is_country(w, r, &c->chain[i]))
            return false;
    for (size_t i = 1; i < c->chain_count; i++) {
        int32_t m = c->chain[i].mention;
        if (c->chain[i].how == CHAIN_RELAYS || (m >= 0 && r->mentions[m].kind == MENTION_ORGANISATION))
            return true;
    }
    return c->chain_count > 2;
}

/* One row for each chain of a document that leads out of the case. */
static void tell_outside(Work *w, Map *told, ClaimRef from, const Claim *c)
{
    Str key = chain_key(w->scratch, from.reading, c);
    const ChainLink *last = &c->chain[c->chain_count - 1];

    if (*map_put(w->scratch, told, key, 0))
        return;
    *map_get(told, key) = 1;
    Str text = chain_text(w, &w->corpus->readings[from.reading], c);
    Passage p = { c->span, span_is(last->span) ? last->span : c->span };
    work_add(w, from, (ClaimRef){ from.reading, CLAIM_NONE }, how_of(c), &p, 1,
             arena_printf(w->arena, STR_FMT "; no document of the source is in this case", STR_ARG(text)));
}

static void relay(Work *w, Publishers *p, Map *told, ClaimRef from)
{
    const Claim *c = corpus_claim(w->corpus, from);

    if (c->chain_count < 2)
        return;
    for (size_t i = 1; i < c->chain_count; i++) {
        Name outlet = name_made(&p->made, c->chain[i].name);
        uint32_t reading = 0;
        if ((outlet.count == 0 && !name_has_office(&outlet)) || link_is_country(w, &w->corpus->readings[from.reading], &c->chain[i]) ||
            !cited_reading(w, p, from, &outlet, &reading))
            continue;
        const Reading *to = &w->corpus->readings[reading];
        int score;
        uint32_t claim = fitting_claim(w, from, reading, &score);
        Passage passage = { c->span, to->claims[claim].span };
        work_add(w, from, (ClaimRef){ reading, claim }, how_of(c), &passage, 1,
                 chain_text(w, &w->corpus->readings[from.reading], c));
        return;
    }
    if (leads_out(w, from.reading, c))
        tell_outside(w, told, from, c);
}

void relays_find(Work *w)
{
    Publishers p;
    Map told = { 0 };

    publishers_index(w, &p);
    for (uint32_t r = 0; r < w->corpus->reading_count; r++)
        for (uint32_t k = 0; k < w->corpus->readings[r].claim_count; k++)
            relay(w, &p, &told, (ClaimRef){ r, k });
    links_find(w);
    credits_find(w);
}
