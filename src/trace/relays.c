/* relays.c -- who says that they have it from whom: the chains that READ found, and
 * footnotes.
 *
 * When the named outlet published a document of the case, the claim rests on
 * that document (and on the claim in it that fits). When it did not, the
 * derivation leads to the citing document itself and its passage to the words that name
 * the source: the citation is on record, its target is not in this case.
 */
#include "base/map.h"
#include "trace/names.h"
#include "trace/work.h"

#define URL_MAX 300     /* bytes of a footnote shown as evidence */

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

/* How well a claim of the cited document fits: 0 not at all. Same acts are needed; a
 * common place or figure decides, a different one refutes. */
static int fit(const Work *w, const Reading *a, const Claim *x, const Reading *b, const Claim *y)
{
    int score = 1;

    if (!(x->acts & y->acts))
        return 0;
    if (x->place >= 0 && y->place >= 0) {
        uint32_t p = gazetteer_find(w->gazetteer, a->mentions[x->place].place.place_id);
        uint32_t q = gazetteer_find(w->gazetteer, b->mentions[y->place].place.place_id);
        bool nested = p != NO_PLACE && q != NO_PLACE &&
                      (gazetteer_within(w->gazetteer, p, q) || gazetteer_within(w->gazetteer, q, p));
        if (p != NO_PLACE && q != NO_PLACE && !nested)
            return 0;
        score += p != NO_PLACE && p == q ? 3 : 0;
    }
    for (size_t i = 0; i < x->quantity_count; i++)
        for (size_t k = 0; k < y->quantity_count; k++) {
            const QuantityFields *s = &a->mentions[x->quantities[i]].quantity;
            const QuantityFields *t = &b->mentions[y->quantities[k]].quantity;
            if (s->low == t->low && s->high == t->high && s->low > 1)
                return score + 3;
        }
    return score;
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

/* "Euromaidan Press cites ISW, ISW relays Verstka" */
static Str chain_text(Work *w, const Claim *c)
{
    Str text = c->chain[0].name;

    for (size_t i = 1; i < c->chain_count; i++)
        text = arena_printf(w->arena, STR_FMT "%s" STR_FMT " %s " STR_FMT, STR_ARG(text), i > 1 ? ", " : "",
                            STR_ARG(i > 1 ? c->chain[i - 1].name : S("")), verb_of(c->chain[i].how),
                            STR_ARG(c->chain[i].name));
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
    Str text = chain_text(w, c);
    Str key = arena_printf(w->arena, "%u " STR_FMT, from.reading, STR_ARG(text));
    const ChainLink *last = &c->chain[c->chain_count - 1];

    if (*map_put(w->arena, told, key, 0))
        return;
    *map_get(told, key) = 1;
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
        work_add(w, from, (ClaimRef){ reading, claim }, how_of(c), &passage, 1, chain_text(w, c));
        return;
    }
    if (leads_out(w, from.reading, c))
        tell_outside(w, told, from, c);
}

/* A document of the case whose whole address stands in the footnote. */
static bool footnote_target(const Map *by_url, uint32_t reading, Str note, uint32_t *ret)
{
    for (size_t at = str_find(note, S("http"), 0); at != SIZE_MAX; at = str_find(note, S("http"), at + 4)) {
        size_t end = at;
        while (end < note.len && !strchr(" <>;,()[]\"\n", note.ptr[end]))
            end++;
        const int64_t *found = map_get(by_url, str_slice(note, at, end));
        if (found && (uint32_t)*found != reading) {
            *ret = (uint32_t)*found;
            return true;
        }
    }
    return false;
}

static void footnote(Work *w, const Map *by_url, uint32_t reading, const Segment *note)
{
    const Reading *r = &w->corpus->readings[reading];
    const Segment *sentence = &r->segments[note->supports];
    Str text = str_trim(span_text(r->text, note->span));
    uint32_t target = reading;
    bool inside = footnote_target(by_url, reading, text, &target);
    Passage p = { sentence->span, inside ? (Span){ 0, 0 } : note->span };

    if (inside && w->corpus->readings[target].segment_count)
        p.to = w->corpus->readings[target].segments[0].span;
    if (text.len > URL_MAX)
        text.len = URL_MAX;
    work_add(w, (ClaimRef){ reading, claim_at(r, sentence->span) }, (ClaimRef){ target, CLAIM_NONE }, DERIVED_FOOTNOTE,
             &p, 1, text);
}

void relays_find(Work *w)
{
    Publishers p;
    Map told = { 0 }, by_url = { 0 };

    publishers_index(w, &p);
    for (uint32_t r = 0; r < w->corpus->reading_count; r++)
        if (w->corpus->readings[r].doc.url.len)
            map_put(w->scratch, &by_url, w->corpus->readings[r].doc.url, r);
    for (uint32_t r = 0; r < w->corpus->reading_count; r++) {
        const Reading *reading = &w->corpus->readings[r];
        for (uint32_t k = 0; k < reading->claim_count; k++)
            relay(w, &p, &told, (ClaimRef){ r, k });
        for (size_t s = 0; s < reading->segment_count; s++)
            if (reading->segments[s].role == SEGMENT_FOOTNOTE && reading->segments[s].supports >= 0 &&
                (size_t)reading->segments[s].supports < reading->segment_count && reading->text.len)
                footnote(w, &by_url, r, &reading->segments[s]);
    }
}
