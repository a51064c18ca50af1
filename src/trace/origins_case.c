/* origins_case.c -- what texts of a case show about one another: copied sentences, relays, and one
 * source that several of them name.
 *
 * One source in two documents is recognised by its name (names.h) and by what it says; neither is enough
 * alone. Police everywhere say that two people were killed: the same figure counts only with the same place, day, a
 * name of its own or a number that is no common one.
 */
#include "trace/origins_in.h"

#include "base/hash.h"

#include <stdlib.h>

#define SAME_KEY    24      /* earlier claims of one name and figure that a claim is compared with */
#define FIGURES     4       /* figures of a claim under which it is looked up */
#define FAR_DAYS    45      /* documents that appeared further apart speak of one thing only if they name its day */
#define SAME_DAYS   1       /* documents so near tell of one appearance of an office */
#define NEAR_DAYS   4       /* ... and of one statement without a figure only if they are so near */
#define SOME_FIGURE 5
#define ENOUGH      3       /* points that make one statement of two claims */

/* ---- copies ---- */

static uint32_t place_number(const Origins *o, uint32_t claim)
{
    const Claim *c = claim_of(o, claim);

    return c->place >= 0 ? gazetteer_find(o->w->gazetteer, reading_of(o, claim)->mentions[c->place].place.place_id) : NO_PLACE;
}

/* Places that do not fit: of two texts that are one, an oblast is an error of either; a rare figure
 * leaves room for a place near by. */
static bool places_allow(const Origins *o, uint32_t i, uint32_t k, bool one_text, int64_t figure)
{
    if (places_fit(o, i, k))
        return true;
    const Gazetteer *g = o->w->gazetteer;
    uint32_t p = place_number(o, i), q = place_number(o, k);
    bool wide = g->places[p].type <= PLACE_RAION || g->places[q].type <= PLACE_RAION;
    return (one_text && wide) || (figure >= RARE_FIGURE && !wide && places_near(g, p, q));
}

/* "the interior minister", or "the interior minister (Klymenko)" where the two texts say it differently. */
static Str both_names(const Origins *o, uint32_t a, uint32_t b)
{
    Str x = source_of(o, a), y = source_of(o, b);

    return str_eq(x, y) ? x : arena_printf(o->w->arena, STR_FMT " (" STR_FMT ")", STR_ARG(x), STR_ARG(y));
}

/* Two texts of which one rests on the other tell one office by two names: "regional prosecutors", "prosecutors". */
static void merge_told_alike(Origins *o, const Derivation *d)
{
    uint32_t from = o->w->first[d->from.reading], to = o->w->first[d->to.reading];

    for (uint32_t i = from, seen = 0; i < o->w->first[d->from.reading + 1]; i++) {
        if (is_own(o, i) || is_witness(o, i) || seen++ > SAME_KEY)
            continue;
        for (uint32_t k = to, looked = 0; k < o->w->first[d->to.reading + 1] && looked <= SAME_KEY; k++) {
            if (is_own(o, k) || is_witness(o, k))
                continue;
            looked++;
            if (!(claim_of(o, i)->acts & claim_of(o, k)->acts) || !places_allow(o, i, k, true, 0) ||
                !said_days_fit(claim_of(o, i), claim_of(o, k)) || name_match(&o->name[i], &o->name[k]) == NAMES_DIFFER)
                continue;
            Str names = both_names(o, k, i);
            origin_merge(o, k, i, arena_printf(o->w->arena, STR_FMT " (byte %u) rests on " STR_FMT " (byte %u), and both "
                         "have this from " STR_FMT, STR_ARG(document_voice(&reading_of(o, i)->doc)),
                         claim_of(o, i)->span.start, STR_ARG(document_voice(&reading_of(o, k)->doc)),
                         claim_of(o, k)->span.start, STR_ARG(names)));
            break;
        }
    }
}

/* The claim of the other text that the sentence laid beside it carries. */
static uint32_t copied_claim(const Origins *o, const Derivation *d, const Claim *c, Span beside)
{
    uint32_t to = o->w->first[d->to.reading], end = o->w->first[d->to.reading + 1];
    uint32_t low = to, high = end;

    while (low < high) {            /* the first that could reach into the passage: claims are no longer than a sentence */
        uint32_t middle = low + (high - low) / 2;
        if (claim_of(o, middle)->span.end <= beside.start)
            low = middle + 1;
        else
            high = middle;
    }
    for (uint32_t k = low; k < end && claim_of(o, k)->span.start < beside.end; k++)
        if (span_overlaps(claim_of(o, k)->span, beside) && (claim_of(o, k)->acts & c->acts))
            return k;
    return UINT32_MAX;
}

/* Claims of the copied sentences go to the origins that those sentences have where they were copied from. */
static void merge_copied(Origins *o, const Derivation *d)
{
    uint32_t from = o->w->first[d->from.reading];
    const Reading *a = &o->w->corpus->readings[d->from.reading], *b = &o->w->corpus->readings[d->to.reading];
    const char *how = d->how == DERIVED_COPY ? "copied" : d->how == DERIVED_RESPUN ? "reworded"
                      : d->how == DERIVED_TRANSLATION ? "translated" : "laid side by side";

    for (uint32_t i = 0; i < a->claim_count; i++)
        for (size_t p = 0; p < d->passage_count; p++) {
            if (!span_overlaps(a->claims[i].span, d->passages[p].from))
                continue;
            uint32_t mine = from + i, best = copied_claim(o, d, &a->claims[i], d->passages[p].to);
            /* Two witnesses with two names: one of the texts was read wrongly, so nothing is said. */
            if (best == UINT32_MAX || (is_witness(o, mine) && is_witness(o, best) &&
                                       name_match(&o->name[mine], &o->name[best]) != NAMES_SAME))
                continue;
            o->moved[mine] |= is_own(o, mine);
            origin_merge(o, best, mine, arena_printf(o->w->arena, STR_FMT " has this sentence (byte %u) from " STR_FMT
                         " (byte %u; %s)", STR_ARG(document_voice(&a->doc)), a->claims[i].span.start,
                         STR_ARG(document_voice(&b->doc)), claim_of(o, best)->span.start, how));
        }
}

/* ---- relays ---- */

/* A relay joins the roots when the cited document tells the same thing from the same or a deeper source. */
static void merge_relayed(Origins *o, const Derivation *d)
{
    if (d->from.claim == CLAIM_NONE || d->to.claim == CLAIM_NONE || d->from.reading == d->to.reading)
        return;
    uint32_t a = claim_number(o->w, d->from), b = claim_number(o->w, d->to);
    Name outlet = name_made(&o->names, document_voice(&reading_of(o, b)->doc));
    if (is_own(o, a))
        return;
    /* Both look beyond the outlet: whoever stands there is one, also where the name is in another language. */
    const Reading *r = reading_of(o, a);
    const Claim *c = claim_of(o, a);
    bool beyond = false;
    for (size_t i = 1; i + 1 < o->depth[a] && !is_own(o, b); i++) {
        Name link = name_of_link(&o->names, r, &c->chain[i]);
        beyond |= name_match(&link, &outlet) == NAMES_SAME && same_figure(o, a, b) != NULL;
    }
    if (!beyond && name_match(&o->name[a], &o->name[b]) == NAMES_DIFFER && name_match(&o->name[a], &outlet) != NAMES_SAME)
        return;
    origin_merge(o, a, b, d->evidence);
}

/* A document credits another one's publisher: what it tells in its own voice, and the other tells too, is the other's. */
static void merge_credited(Origins *o, const Derivation *d)
{
    uint32_t first = o->w->first[d->from.reading], end = o->w->first[d->from.reading + 1];

    for (uint32_t i = first; i < end; i++) {
        int score;
        if (!is_own(o, i) || o->office[d->from.reading] || o->moved[i])
            continue;
        uint32_t claim = fitting_claim(o->w, o->ref[i], d->to.reading, &score);
        if (claim == CLAIM_NONE || score < FIT_SURE)
            continue;
        o->moved[i] = true;
        origin_merge(o, o->w->first[d->to.reading] + claim, i, d->evidence);
    }
}

/* What a person added: the claim, or what the document tells of the same, has the root of the other end. */
static void merge_judged(Origins *o, const Ruling *r)
{
    const Work *w = o->w;
    Str why = arena_printf(w->arena, "joined by a person: " STR_FMT, STR_ARG(r->why));
    uint32_t from = r->a.claim == CLAIM_NONE ? w->first[r->a.reading] : claim_number(w, r->a);
    uint32_t end = r->a.claim == CLAIM_NONE ? w->first[r->a.reading + 1] : from + 1;

    for (uint32_t i = from; i < end; i++) {
        uint32_t claim = r->b.claim;
        int score = FIT_SURE;
        if (claim == CLAIM_NONE)
            claim = fitting_claim(w, o->ref[i], r->b.reading, &score);
        else if (r->a.claim == CLAIM_NONE)
            score = claim_fit(w, o->ref[i], r->b);
        if (claim == CLAIM_NONE || (score < FIT_SURE && r->a.claim == CLAIM_NONE))
            continue;
        origin_merge(o, w->first[r->b.reading] + claim, i, why);
    }
}

/* Is the derivation reported that this ruling adds? A later judgement may have undone it. */
static bool still_stands(const Work *w, const Ruling *r)
{
    for (size_t i = w->found.count; i-- > 0; ) {
        const Derivation *d = &w->found.at[i];
        if (d->from.reading == r->a.reading && d->from.claim == r->a.claim && d->to.reading == r->b.reading &&
            d->to.claim == r->b.claim)
            return true;
    }
    return false;
}

/* A row of a catalogue says what the document of that title says. */
static void merge_listed(Origins *o, const Derivation *d)
{
    uint32_t a = claim_number(o->w, d->from), b = claim_number(o->w, d->to);

    if (!is_own(o, a) || o->office[d->from.reading])
        return;
    o->moved[a] = true;
    origin_merge(o, b, a, d->evidence);
}

void origins_copied(Origins *o)
{
    for (size_t i = 0; i < o->w->found.count; i++) {
        const Derivation *d = &o->w->found.at[i];
        bool documents = d->from.claim == CLAIM_NONE && d->to.claim == CLAIM_NONE;
        bool claims = d->from.claim != CLAIM_NONE && d->to.claim != CLAIM_NONE;
        if (d->from.reading == d->to.reading)
            continue;
        if (d->how == DERIVED_COPY || d->how == DERIVED_RESPUN || (d->how == DERIVED_TRANSLATION && documents)) {
            merge_copied(o, d);
            merge_told_alike(o, d);
        } else if (d->how == DERIVED_RELAY && documents) {
            merge_credited(o, d);
        } else if (d->how == DERIVED_CITATION && claims) {
            merge_listed(o, d);
        }
    }
}

void origins_cited(Origins *o)
{
    const Corpus *c = o->w->corpus;

    for (size_t i = 0; i < o->w->found.count; i++) {
        const Derivation *d = &o->w->found.at[i];
        bool claims = d->from.claim != CLAIM_NONE && d->to.claim != CLAIM_NONE;
        if (d->how == DERIVED_RELAY || d->how == DERIVED_CITATION)
            merge_relayed(o, d);
        else if ((d->how == DERIVED_QUOTATION || d->how == DERIVED_TRANSLATION) && claims)
            origin_merge(o, claim_number(o->w, d->from), claim_number(o->w, d->to), d->evidence);
    }
    for (size_t i = 0; i < c->ruling_count; i++)
        if (c->rulings[i].kind == RULING_ADD_EDGE && still_stands(o->w, &c->rulings[i]))
            merge_judged(o, &c->rulings[i]);
}

/* ---- one source in several documents ---- */

typedef struct Keyed {
    uint64_t key;
    uint32_t claim;
} Keyed;

typedef VEC(Keyed) KeyedVec;

static int compare_keyed(const void *a, const void *b)
{
    const Keyed *x = a, *y = b;

    if (x->key != y->key)
        return x->key < y->key ? -1 : 1;
    return x->claim < y->claim ? -1 : x->claim > y->claim;
}

/* A publisher that is an office speaks for itself; any other's own voice names no source. */
static bool speaks(const Origins *o, uint32_t claim)
{
    return !is_own(o, claim) || o->office[o->ref[claim].reading];
}

/* Names that could match share one of these: the person, an office's body, the last word, the acronym. */
static size_t blocks_of(const Name *n, uint64_t blocks[NAME_BODIES + 2])
{
    size_t count = 0;

    if (n->person)
        blocks[count++] = n->person;
    for (size_t i = 0; i < NAME_BODIES && n->body[i]; i++)
        blocks[count++] = n->body[i];
    if (count == 0 && n->count)
        blocks[count++] = n->last;
    return count;
}

/* The oblast, so that a claim that names the town meets one that names the oblast alone. */
static uint64_t place_key(const Origins *o, uint32_t claim)
{
    const Gazetteer *g = o->w->gazetteer;
    uint32_t p = place_number(o, claim), wide = p == NO_PLACE ? NO_PLACE : gazetteer_ancestor(g, p, PLACE_OBLAST);

    p = wide != NO_PLACE ? wide : p;
    return p == NO_PLACE ? 0 : hash64(g->places[p].id);
}

static void add_keys(Origins *o, uint32_t claim, KeyedVec *keys)
{
    uint64_t blocks[NAME_BODIES + 2];
    const Reading *r = reading_of(o, claim);
    const Claim *c = claim_of(o, claim);
    size_t count = blocks_of(&o->name[claim], blocks);

    for (size_t b = 0; b < count; b++) {
        size_t figures = 0;
        for (size_t q = 0; q < c->quantity_count && figures < FIGURES; q++) {
            const QuantityFields *f = &r->mentions[c->quantities[q]].quantity;
            if (f->low <= 1)
                continue;
            figures++;
            vec_push(o->w->scratch, keys, (Keyed){ hash64_join(hash64_join(blocks[b], (uint64_t)f->low),
                                                               (uint64_t)f->high), claim });
        }
        if (figures == 0)
            vec_push(o->w->scratch, keys, (Keyed){ hash64_join(blocks[b], place_key(o, claim)), claim });
    }
}

/* Days between the appearance of two documents; 0 when one has none. */
static int32_t days_between(const Document *a, const Document *b)
{
    if (a->published_first == DAY_UNKNOWN || b->published_first == DAY_UNKNOWN)
        return 0;
    int32_t days = a->published_first - b->published_first;
    return days < 0 ? -days : days;
}

static bool dated(const Claim *a, const Claim *b)
{
    return days_known(a) && days_known(b) && a->last - a->first <= 2 && b->last - b->first <= 2;
}

/* People told by role in two documents are two people, whatever they say; of one name they are one. */
static bool other_people(const Origins *o, uint32_t i, uint32_t k)
{
    return (is_witness(o, i) || is_witness(o, k)) &&
           !(is_witness(o, i) && is_witness(o, k) && source_mention(o, i)->person.number &&
             source_mention(o, i)->person.number == source_mention(o, k)->person.number);
}

/* Two places a short way apart: a village, and the town that a paper far away names for it. */
static bool place_beside(const Origins *o, uint32_t i, uint32_t k)
{
    uint32_t p = place_number(o, i), q = place_number(o, k);

    return p != NO_PLACE && q != NO_PLACE && o->w->gazetteer->places[p].type > PLACE_RAION &&
           o->w->gazetteer->places[q].type > PLACE_RAION && places_near(o->w->gazetteer, p, q);
}

/* A town and the oblast that it lies in, or the same town. */
static bool one_in_other(const Origins *o, uint32_t i, uint32_t k)
{
    const Gazetteer *g = o->w->gazetteer;
    uint32_t p = place_number(o, i), q = place_number(o, k);

    if (p == NO_PLACE || q == NO_PLACE || g->places[p].type == PLACE_COUNTRY || g->places[q].type == PLACE_COUNTRY)
        return false;
    return (gazetteer_within(g, p, q) || gazetteer_within(g, q, p)) &&
           (g->places[p].type > PLACE_RAION || g->places[q].type > PLACE_RAION);
}

/* How much speaks for one statement; 0 when something speaks against it. */
static int one_statement(const Origins *o, uint32_t i, uint32_t k)
{
    const Claim *a = claim_of(o, i), *b = claim_of(o, k);
    NameMatch names = name_match(&o->name[i], &o->name[k]);
    int32_t apart = days_between(&reading_of(o, i)->doc, &reading_of(o, k)->doc);
    bool day = dated(a, b), witness = is_witness(o, i);

    if (o->ref[i].reading == o->ref[k].reading || names == NAMES_DIFFER || other_people(o, i, k) || !(a->acts & b->acts) ||
        !said_days_fit(a, b) || !event_days_fit(a, b) || (!day && apart > FAR_DAYS))
        return 0;
    const QuantityFields *q = same_figure(o, i, k);
    if (!places_allow(o, i, k, false, q ? q->low : 0))
        return 0;
    bool named = o->name[i].named && o->name[k].named && names == NAMES_SAME && !witness;
    int place = place_equal(o, i, k) ? 2 : apart <= NEAR_DAYS && place_beside(o, i, k) ? 1 : 0;
    int points = place + (day ? 1 : 0) + (named ? 2 : 0);
    if (q)
        return points + (q->low >= RARE_FIGURE ? 2 : q->low >= SOME_FIGURE ? 1 : 0);
    if (a->quantity_count || b->quantity_count || witness)
        return 0;
    /* Without a figure: an office, a person or an outlet with a name of its own, on the day, at the place. An
     * office of a region speaks on one day of the town in one paper and of the region in another. */
    if (apart <= SAME_DAYS && name_has_office(&o->name[i]) && o->name[i].level && o->name[i].level == o->name[k].level &&
        one_in_other(o, i, k))
        return ENOUGH;
    return apart <= NEAR_DAYS && (named || (name_has_office(&o->name[i]) && place_equal(o, i, k))) ? points : 0;
}

void origins_named(Origins *o)
{
    KeyedVec keys = { 0 };

    for (uint32_t i = 0; i < o->w->claim_total; i++)
        if (speaks(o, i))
            add_keys(o, i, &keys);
    if (keys.count)
        qsort(keys.at, keys.count, sizeof *keys.at, compare_keyed);
    for (size_t i = 0; i < keys.count; i++)
        for (size_t k = i; k-- > 0 && i - k <= SAME_KEY && keys.at[k].key == keys.at[i].key; ) {
            uint32_t later = keys.at[i].claim, earlier = keys.at[k].claim;
            if (origin_find(o, later) == origin_find(o, earlier) || one_statement(o, later, earlier) < ENOUGH)
                continue;
            Str names = both_names(o, earlier, later);
            origin_merge(o, later, earlier, arena_printf(o->w->arena, STR_FMT " (byte %u) and " STR_FMT " (byte %u) both have "
                         "it from " STR_FMT, STR_ARG(document_voice(&reading_of(o, earlier)->doc)),
                         claim_of(o, earlier)->span.start, STR_ARG(document_voice(&reading_of(o, later)->doc)),
                         claim_of(o, later)->span.start, STR_ARG(names)));
        }
}

/* ---- a person and an office ---- */

/* A text that names both tells all texts which office a person speaks for; two offices of one name tell nothing. */
void origins_offices(Origins *o)
{
    Map known = { 0 };
    VEC(Name) offices = { 0 };
    Arena *scratch = o->w->scratch;

    for (uint32_t i = 0; i < o->w->claim_total; i++) {
        const Name *n = &o->name[i];
        if (!n->person || !name_has_office(n))
            continue;
        int64_t *at = map_put(scratch, &known, arena_str(scratch, (Str){ (const char *)&n->person, sizeof n->person }), 0);
        if (*at == 0) {
            vec_push(scratch, &offices, *n);
            *at = (int64_t)offices.count;
        } else if (name_has_office(&offices.at[*at - 1])) {
            Name other = *n;
            other.person = 0;
            Name first = offices.at[*at - 1];
            first.person = 0;
            if (name_match(&first, &other) == NAMES_DIFFER)
                offices.at[*at - 1] = (Name){ .count = 0 };
        }
    }
    for (uint32_t i = 0; i < o->w->claim_total; i++) {
        Name *n = &o->name[i];
        const int64_t *at = n->person ? map_get(&known, (Str){ (const char *)&n->person, sizeof n->person }) : NULL;
        if (at)
            name_add_office(n, &offices.at[*at - 1]);
    }
}
