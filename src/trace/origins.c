/* origins.c -- who stands at the root of each claim; see origins_in.h.
 *
 * A claim starts at its innermost source (or at the publisher's own reporting); rules merge, each
 * with a reason, and all can be overruled by a person. What is left is an upper bound: two roots
 * may still have one list between them outside this case.
 */
#include "trace/origins_in.h"

#include "lang/scan.h"
#include "model/tally.h"

Str source_of(const Origins *o, uint32_t claim)
{
    return o->depth[claim] ? claim_of(o, claim)->chain[o->depth[claim] - 1].name
                           : document_voice(&reading_of(o, claim)->doc);
}

const Mention *source_mention(const Origins *o, uint32_t claim)
{
    const ChainLink *last = o->depth[claim] ? &claim_of(o, claim)->chain[o->depth[claim] - 1] : NULL;
    return last && last->mention >= 0 ? &reading_of(o, claim)->mentions[last->mention] : NULL;
}

bool is_witness(const Origins *o, uint32_t claim)
{
    const Mention *m = is_own(o, claim) ? NULL : source_mention(o, claim);
    return m && m->kind == MENTION_PERSON && m->person.protect;
}

/* ---- sets ---- */

uint32_t origin_find(Origins *o, uint32_t claim)
{
    while (o->root[claim] != claim)
        claim = o->root[claim] = o->root[o->root[claim]];
    return claim;
}

/* The judgement that keeps two sets apart, or NULL. */
static Apart *kept_apart(Origins *o, uint32_t a, uint32_t b)
{
    for (size_t i = 0; o->held[a] && o->held[b] && i < o->apart.count; i++) {
        uint32_t x = origin_find(o, o->apart.at[i].a), y = origin_find(o, o->apart.at[i].b);
        if ((x == a && y == b) || (x == b && y == a))
            return &o->apart.at[i];
    }
    return NULL;
}

/* Merge two sets; the smaller number stays their root, so that the order of merges does not show. */
bool origin_merge(Origins *o, uint32_t a, uint32_t b, Str why)
{
    a = origin_find(o, a);
    b = origin_find(o, b);
    if (a == b)
        return false;
    Apart *apart = kept_apart(o, a, b);
    if (apart) {
        if (!apart->would_join)
            apart->why_join = why;
        apart->would_join = true;
        return false;
    }
    uint32_t stays = a < b ? a : b, goes = a < b ? b : a;
    o->root[goes] = stays;
    o->held[stays] |= o->held[goes];
    if (why.len)
        vec_push(o->w->scratch, &o->reasons, (Reason){ stays, why });
    return true;
}

/* ---- what two claims say ---- */

static uint32_t place_of(const Origins *o, uint32_t claim)
{
    const Claim *c = claim_of(o, claim);
    const Mention *m = c->place >= 0 ? &reading_of(o, claim)->mentions[c->place] : NULL;
    return m && m->kind == MENTION_PLACE && m->place.place_id.len ? gazetteer_find(o->w->gazetteer, m->place.place_id)
                                                                  : NO_PLACE;
}

bool places_fit(const Origins *o, uint32_t a, uint32_t b)
{
    uint32_t p = place_of(o, a), q = place_of(o, b);
    return p == NO_PLACE || q == NO_PLACE || gazetteer_within(o->w->gazetteer, p, q) ||
           gazetteer_within(o->w->gazetteer, q, p);
}

bool place_equal(const Origins *o, uint32_t a, uint32_t b)
{
    uint32_t p = place_of(o, a);
    return p != NO_PLACE && p == place_of(o, b) && o->w->gazetteer->places[p].type != PLACE_COUNTRY;
}

bool said_days_fit(const Claim *a, const Claim *b)
{
    return a->said_on.len != 10 || b->said_on.len != 10 || str_eq(a->said_on, b->said_on);
}

bool days_known(const Claim *c)
{
    return c->first != DAY_UNKNOWN && c->first != DAY_OPEN && c->last != DAY_UNKNOWN && c->last != DAY_OPEN;
}

bool event_days_fit(const Claim *a, const Claim *b)
{
    return !days_known(a) || !days_known(b) || (a->first <= b->last + 1 && b->first <= a->last + 1);
}

/* A figure that both give: same interval, two or more. */
const QuantityFields *same_figure(const Origins *o, uint32_t a, uint32_t b)
{
    const Reading *r = reading_of(o, a), *s = reading_of(o, b);
    const Claim *x = claim_of(o, a), *y = claim_of(o, b);

    for (size_t i = 0; i < x->quantity_count; i++)
        for (size_t k = 0; k < y->quantity_count; k++) {
            const QuantityFields *p = &r->mentions[x->quantities[i]].quantity;
            const QuantityFields *q = &s->mentions[y->quantities[k]].quantity;
            if (p->low == q->low && p->high == q->high && p->low > 1 && p->measure == q->measure &&
                (str_eq(p->who, q->who) || !p->who.len || !q->who.len))
                return p;
        }
    return NULL;
}

/* ---- chains ---- */

/* "By preliminary data": words for how sure a text is, and nobody who says it. */
static bool names_nobody(const Work *w, Str source)
{
    uint64_t phrase = 0;
    size_t at = 0;
    ScanWord word;

    while (scan_word(source, &at, &word))
        phrase = phrase ? fold_join(phrase, word.hash) : word.hash;
    return phrase && w->kind(w->kind_context, phrase) == WORD_HEDGE;
}

/* An office that names itself, in whatever language: "the regional administration said" in its own statement. */
static bool names_itself(Origins *o, const Reading *r, const ChainLink *link, const Name *publisher)
{
    const Mention *m = link->mention >= 0 ? &r->mentions[link->mention] : NULL;

    if (publisher->count == 0 && !name_has_office(publisher))
        return false;
    if (m && m->kind == MENTION_PERSON && (m->person.protect || m->person.named))
        return false;
    Name n = name_of_link(&o->names, r, link);
    NameMatch match = name_match(&n, publisher);
    return match == NAMES_SAME || (match == NAMES_SHORT && name_has_office(publisher));
}

/* What is left when words that name nobody, the publisher itself, and a country at the end of a chain are taken off. */
static uint8_t depth_of(Origins *o, const Reading *r, const Claim *c, const Name *publisher)
{
    size_t depth = c->chain_count;

    while (depth > 1 && (names_nobody(o->w, c->chain[depth - 1].name) ||
                         names_itself(o, r, &c->chain[depth - 1], publisher) ||
                         (depth > 2 && link_is_country(o->w, r, &c->chain[depth - 1]))))
        depth--;
    return depth < UINT8_MAX ? (uint8_t)depth : UINT8_MAX;
}

static void take_claims(Origins *o, uint32_t reading)
{
    const Reading *r = &o->w->corpus->readings[reading];
    Name publisher = name_made(&o->names, document_voice(&r->doc));

    o->office[reading] = name_has_office(&publisher);
    for (uint32_t i = o->w->first[reading]; i < o->w->first[reading + 1]; i++) {
        o->root[i] = i;
        o->ref[i] = (ClaimRef){ reading, i - o->w->first[reading] };
        o->depth[i] = depth_of(o, r, claim_of(o, i), &publisher);
        o->name[i] = is_own(o, i) ? publisher
                                  : name_of_link(&o->names, r, &claim_of(o, i)->chain[o->depth[i] - 1]);
    }
}

/* ---- what people judged ---- */

static bool is_pair(const Ruling *r)
{
    return r->a.claim != CLAIM_NONE && r->b.claim != CLAIM_NONE;
}

static void obey(Origins *o)
{
    const Corpus *c = o->w->corpus;

    for (size_t i = 0; i < c->ruling_count; i++) {
        const Ruling *r = &c->rulings[i];
        if (r->kind != RULING_OTHER_ORIGIN || !is_pair(r))
            continue;
        Apart apart = { .a = claim_number(o->w, r->a), .b = claim_number(o->w, r->b), .ruling = r };
        if (apart.a == apart.b)
            continue;
        vec_push(o->w->scratch, &o->apart, apart);
        o->held[apart.a] = o->held[apart.b] = true;
    }
    for (size_t i = 0; i < c->ruling_count; i++) {
        const Ruling *r = &c->rulings[i];
        if (r->kind == RULING_SAME_ORIGIN && is_pair(r))
            origin_merge(o, claim_number(o->w, r->a), claim_number(o->w, r->b),
                         arena_printf(o->w->arena, "joined by a person: " STR_FMT, STR_ARG(r->why)));
    }
}

/* Both ends say that they are kept apart, and what would have joined them. */
static void tell_apart(Origins *o)
{
    for (size_t i = 0; i < o->apart.count; i++) {
        const Apart *x = &o->apart.at[i];
        uint32_t ends[2] = { x->a, x->b };
        for (size_t k = 0; k < 2; k++) {
            Str other = source_of(o, ends[1 - k]);
            Str text = arena_printf(o->w->arena, APART_BY_PERSON " from what " STR_FMT " says (" STR_FMT
                                    ", byte %u): " STR_FMT, STR_ARG(other),
                                    STR_ARG(document_voice(&reading_of(o, ends[1 - k])->doc)),
                                    claim_of(o, ends[1 - k])->span.start, STR_ARG(x->ruling->why));
            if (x->would_join)
                text = arena_printf(o->w->arena, STR_FMT "; not joined although %s" STR_FMT, STR_ARG(text),
                                    x->why_join.len ? "" : "one publisher or source tells both",
                                    STR_ARG(x->why_join));
            vec_push(o->w->scratch, &o->reasons, (Reason){ origin_find(o, ends[k]), text });
        }
    }
}

static Origins origins_of(Work *w)
{
    return (Origins){ .w = w, .names = { .arena = w->scratch, .lang = w->lang },
                      .root = arena_array(w->scratch, uint32_t, w->claim_total + 1),
                      .held = arena_array(w->scratch, bool, w->claim_total + 1),
                      .depth = arena_array(w->scratch, uint8_t, w->claim_total + 1),
                      .name = arena_array(w->scratch, Name, w->claim_total + 1),
                      .ref = arena_array(w->scratch, ClaimRef, w->claim_total + 1),
                      .moved = arena_array(w->scratch, bool, w->claim_total + 1),
                      .office = arena_array(w->scratch, bool, w->corpus->reading_count + 1),
                      .present = arena_array(w->scratch, bool, w->corpus->reading_count + 1) };
}

void origins_voices(Work *w)
{
    Origins o = origins_of(w);

    for (uint32_t r = 0; r < w->corpus->reading_count; r++)
        take_claims(&o, r);
    voices_make(&o);
}

void origins_make(Work *w)
{
    Origins o = origins_of(w);
    size_t readings = w->corpus->reading_count;

    for (uint32_t r = 0; r < readings; r++) {
        take_claims(&o, r);
        origins_presence(&o, r);
    }
    origins_offices(&o);
    obey(&o);
    /* Restatements and copies first: a moved claim takes no part in its publisher's own root. */
    for (uint32_t r = 0; r < readings; r++)
        origins_restated(&o, r);
    origins_copied(&o);
    for (uint32_t r = 0; r < readings; r++)
        origins_in_text(&o, r);
    origins_cited(&o);
    origins_named(&o);
    tell_apart(&o);
    origins_tell(&o);
}
