/* origins.c -- who stands at the root of each claim.
 *
 * Union-find over claims. A claim starts at its innermost source (or at the publisher's
 * own reporting); every merge has one reason in words, and all can be
 * overruled by a person. What is left is an upper bound: two roots may still
 * have one list between them outside this case.
 */
#include "base/hash.h"
#include "base/map.h"
#include "lang/scan.h"
#include "trace/names.h"
#include "trace/work.h"

#include <stdlib.h>

#define WHY_MAX     16
#define VOICES_MAX  64
#define SAME_NAME   24      /* earlier claims of one name that a claim is compared with */
#define IN_TEXT     40      /* claims around one in its text that may give the same figure */

typedef struct Reason {
    uint32_t claim;
    Str      text;
} Reason;

typedef struct Echo {
    uint32_t claim;
    Str      voice;
} Echo;

typedef struct Origins {
    Work     *w;
    uint32_t *root;         /* of each claim */
    uint8_t  *depth;        /* of each claim: links of its chain that name a source */
    Name     *name;         /* of each claim's innermost source */
    ClaimRef *ref;          /* of each claim */
    bool     *moved;        /* told by the publisher, but it only restates a source */
    VEC(Reason) reasons;
    VEC(Echo)   echoes;
} Origins;

static const Reading *reading_of(const Origins *o, uint32_t claim)
{
    return &o->w->corpus->readings[o->ref[claim].reading];
}

static const Claim *claim_of(const Origins *o, uint32_t claim)
{
    return &reading_of(o, claim)->claims[o->ref[claim].claim];
}

static const ChainLink *innermost(const Origins *o, uint32_t claim)
{
    return o->depth[claim] ? &claim_of(o, claim)->chain[o->depth[claim] - 1] : NULL;
}

static Str source_of(const Origins *o, uint32_t claim)
{
    const ChainLink *last = innermost(o, claim);
    return last ? last->name : document_voice(&reading_of(o, claim)->doc);
}

static bool is_own(const Origins *o, uint32_t claim)
{
    return o->depth[claim] <= 1;
}

static const Mention *source_mention(const Origins *o, uint32_t claim)
{
    const ChainLink *last = innermost(o, claim);
    return last && last->mention >= 0 ? &reading_of(o, claim)->mentions[last->mention] : NULL;
}

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

/* What is left when words that name nobody, and a country at the end of a chain, are taken off. */
static uint8_t depth_of(const Work *w, const Reading *r, const Claim *c)
{
    size_t depth = c->chain_count;

    while (depth > 1 && (names_nobody(w, c->chain[depth - 1].name) ||
                         (depth > 2 && link_is_country(w, r, &c->chain[depth - 1]))))
        depth--;
    return depth < UINT8_MAX ? (uint8_t)depth : UINT8_MAX;
}

/* Told by role and to be protected: a witness. */
static bool is_witness(const Origins *o, uint32_t claim)
{
    const Mention *m = is_own(o, claim) ? NULL : source_mention(o, claim);
    return m && m->kind == MENTION_PERSON && m->person.protect;
}

static uint32_t find(Origins *o, uint32_t claim)
{
    while (o->root[claim] != claim)
        claim = o->root[claim] = o->root[o->root[claim]];
    return claim;
}

/* Merge two roots; the smaller number stays, so that the order of merges does not show. */
static bool merge(Origins *o, uint32_t a, uint32_t b, Str why)
{
    a = find(o, a);
    b = find(o, b);
    if (a == b)
        return false;
    o->root[a > b ? a : b] = a > b ? b : a;
    if (why.len)
        vec_push(o->w->scratch, &o->reasons, (Reason){ a, why });
    return true;
}

static Str place_of(const Reading *r, const Claim *c)
{
    const Mention *m = c->place >= 0 ? &r->mentions[c->place] : NULL;
    return m && m->kind == MENTION_PLACE ? m->place.place_id : STR_NONE;
}

static bool places_fit(const Origins *o, uint32_t a, uint32_t b)
{
    Str p = place_of(reading_of(o, a), claim_of(o, a)), q = place_of(reading_of(o, b), claim_of(o, b));
    return !p.len || !q.len || str_eq(p, q);
}

/* A figure that both give: same interval, two or more. */
static const QuantityFields *same_figure(const Origins *o, uint32_t a, uint32_t b)
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

/* Statements on two stated days are two statements. */
static bool days_fit(const Claim *a, const Claim *b)
{
    return a->said_on.len != 10 || b->said_on.len != 10 || str_eq(a->said_on, b->said_on);
}

static SegmentRole role_of(const Origins *o, uint32_t claim)
{
    const Claim *c = claim_of(o, claim);
    const Reading *r = reading_of(o, claim);
    bool known = c->segment >= 0 && (size_t)c->segment < r->segment_count;
    return known ? r->segments[c->segment].role : SEGMENT_SENTENCE;
}

static bool is_head(SegmentRole role)
{
    return role == SEGMENT_TITLE || role == SEGMENT_HEADING || role == SEGMENT_CAPTION;
}

/* A place nearer than a country. */
static bool named_place(const Origins *o, uint32_t claim)
{
    uint32_t p = gazetteer_find(o->w->gazetteer, place_of(reading_of(o, claim), claim_of(o, claim)));
    return p != NO_PLACE && o->w->gazetteer->places[p].type != PLACE_COUNTRY;
}

/* Headlines and captions drop the source; so does a sentence that repeats a sourced figure. */
static void move_restatements(Origins *o, uint32_t first, uint32_t end)
{
    for (uint32_t i = first; i < end; i++) {
        bool head = is_head(role_of(o, i));
        uint32_t best = UINT32_MAX;
        if (!is_own(o, i))
            continue;
        for (uint32_t k = first; k < end && best == UINT32_MAX; k++) {
            if (is_own(o, k) || !(claim_of(o, i)->acts & claim_of(o, k)->acts) || !places_fit(o, i, k))
                continue;
            bool figure = same_figure(o, i, k) != NULL;
            bool bare = claim_of(o, i)->quantity_count == 0 && named_place(o, i) && named_place(o, k);
            if (figure || (head && bare))
                best = k;
        }
        if (best == UINT32_MAX)
            continue;
        o->moved[i] = true;
        merge(o, best, i, arena_printf(o->w->arena, "%s at byte %u restates what " STR_FMT " says",
              head ? "the heading or caption" : "the sentence", claim_of(o, i)->span.start, STR_ARG(source_of(o, best))));
    }
}

static bool same_entity(const Origins *o, uint32_t a, uint32_t b)
{
    const Mention *x = source_mention(o, a), *y = source_mention(o, b);

    return x && y && x->kind == MENTION_PERSON && y->kind == MENTION_PERSON && x->person.entity >= 0 &&
           x->person.entity == y->person.entity;
}

/* "The minister" after "the interior minister": an office told with fewer words, all of
 * which the other has. Witnesses are never taken for one another. */
static bool short_for(const Origins *o, uint32_t shorter, uint32_t fuller)
{
    const Name *a = &o->name[shorter], *b = &o->name[fuller];

    if (a->count == 0 || a->count >= b->count || a->named || is_witness(o, shorter) || is_witness(o, fuller))
        return false;
    for (size_t i = 0; i < a->count; i++) {
        size_t k = 0;
        while (k < b->count && b->word[k] != a->word[i])
            k++;
        if (k == b->count)
            return false;
    }
    return true;
}

/* One reading: the publisher's own reporting is one root, and so is each source on a day. */
static void roots_in_text(Origins *o, uint32_t first, uint32_t end)
{
    uint32_t own = UINT32_MAX;

    for (uint32_t i = first; i < end; i++) {
        if (is_own(o, i)) {
            if (o->moved[i])
                continue;
            if (own != UINT32_MAX)
                merge(o, own, i, STR_NONE);
            else
                own = i;
            continue;
        }
        for (uint32_t k = i; k-- > first; )
            if (!is_own(o, k) && days_fit(claim_of(o, i), claim_of(o, k)) &&
                (name_same(&o->name[i], &o->name[k]) || same_entity(o, i, k) || short_for(o, i, k))) {
                merge(o, k, i, STR_NONE);
                break;
            }
    }
}

/* Several sources in one text with one figure for one thing: the text itself shows one origin. */
static void figures_in_text(Origins *o, uint32_t first, uint32_t end)
{
    for (uint32_t i = first; i < end; i++) {
        if (is_own(o, i) || claim_of(o, i)->quantity_count == 0)
            continue;
        for (uint32_t k = i + 1; k < end && k <= i + IN_TEXT; k++) {
            const QuantityFields *q;
            if (is_own(o, k) || !(claim_of(o, i)->acts & claim_of(o, k)->acts) || !places_fit(o, i, k) ||
                (is_witness(o, i) && is_witness(o, k)) || !days_fit(claim_of(o, i), claim_of(o, k)) ||
                (q = same_figure(o, i, k)) == NULL)
                continue;
            merge(o, i, k, arena_printf(o->w->arena, STR_FMT " and " STR_FMT " give the same figure (%lld) in one text: "
                  "more voices, no further origin", STR_ARG(source_of(o, i)), STR_ARG(source_of(o, k)),
                  (long long)q->low));
        }
    }
}

/* The last claim of a text that ends before a byte and has a source of its own. */
static uint32_t sourced_before(const Origins *o, uint32_t first, uint32_t end, uint32_t byte)
{
    uint32_t best = UINT32_MAX;

    for (uint32_t i = first; i < end; i++)
        if (claim_of(o, i)->span.start < byte && !is_own(o, i) &&
            (best == UINT32_MAX || claim_of(o, i)->span.start >= claim_of(o, best)->span.start))
            best = i;
    return best;
}

/* "His words were echoed by A, B and C": three voices more, no origin. */
static void echo_segment(Origins *o, const Reading *r, int32_t segment, uint32_t first, uint32_t end)
{
    Span s = r->segments[segment].span;
    uint32_t target = sourced_before(o, first, end, s.start);

    if (target == UINT32_MAX)
        return;
    for (uint32_t i = first; i < end; i++)
        if (span_overlaps(claim_of(o, i)->span, s) && i != target) {
            o->moved[i] = true;
            merge(o, target, i, STR_NONE);
        }
    size_t voices = 0;
    for (size_t m = 0; m < r->mention_count; m++) {
        const Mention *x = &r->mentions[m];
        if (x->segment != segment || x->kind != MENTION_PERSON || !x->person.named)
            continue;
        vec_push(o->w->scratch, &o->echoes, (Echo){ target, x->name });
        voices++;
    }
    vec_push(o->w->scratch, &o->reasons, (Reason){ target, arena_printf(o->w->arena,
             "the words of " STR_FMT " are echoed by %zu others (sentence at byte %u): an echo adds a voice, no origin",
             STR_ARG(source_of(o, target)), voices, s.start) });
}

static void echoes(Origins *o, uint32_t reading)
{
    const Reading *r = &o->w->corpus->readings[reading];

    for (size_t s = 0; s < r->segment_count && r->text.len; s++) {
        size_t at = r->segments[s].span.start;
        uint64_t before = 0;
        ScanWord word;
        if (r->segments[s].role != SEGMENT_SENTENCE)
            continue;
        /* A word, or two in a row: "echoed by". */
        while (scan_word(str_slice(r->text, 0, r->segments[s].span.end), &at, &word)) {
            if (o->w->kind(o->w->kind_context, word.hash) == WORD_ECHO ||
                (before && o->w->kind(o->w->kind_context, fold_join(before, word.hash)) == WORD_ECHO)) {
                echo_segment(o, r, (int32_t)s, o->w->first[reading], o->w->first[reading + 1]);
                break;
            }
            before = word.hash;
        }
    }
}

/* Claims of the copied sentences go to the origins that those sentences have where they were copied from. */
static void merge_copied(Origins *o, const Derivation *d)
{
    uint32_t from = o->w->first[d->from.reading], to = o->w->first[d->to.reading];
    const Reading *a = &o->w->corpus->readings[d->from.reading], *b = &o->w->corpus->readings[d->to.reading];

    for (size_t i = 0; i < a->claim_count; i++)
        for (size_t p = 0; p < d->passage_count; p++) {
            if (!span_overlaps(a->claims[i].span, d->passages[p].from))
                continue;
            uint32_t best = UINT32_MAX, mine = from + (uint32_t)i;
            for (uint32_t k = 0; k < b->claim_count && best == UINT32_MAX; k++)
                if (span_overlaps(b->claims[k].span, d->passages[p].to) && (a->claims[i].acts & b->claims[k].acts))
                    best = to + k;
            /* Two witnesses with two names: one of the texts was read wrongly, so nothing is said. */
            if (best == UINT32_MAX || (is_witness(o, mine) && is_witness(o, best) &&
                                       !name_same(&o->name[mine], &o->name[best])))
                continue;
            o->moved[mine] |= is_own(o, mine);
            merge(o, best, mine, arena_printf(o->w->arena, STR_FMT " has this sentence from " STR_FMT " (%s)",
                  STR_ARG(document_voice(&a->doc)), STR_ARG(document_voice(&b->doc)),
                  d->how == DERIVED_COPY ? "copied" : "reworded"));
        }
}

/* A relay joins the roots when the cited document tells the same thing from the same or a deeper source. */
static void merge_relayed(Origins *o, const Derivation *d)
{
    if (d->from.claim == CLAIM_NONE || d->to.claim == CLAIM_NONE || d->from.reading == d->to.reading)
        return;
    uint32_t a = claim_number(o->w, d->from), b = claim_number(o->w, d->to);
    Name outlet = name_of(document_voice(&reading_of(o, b)->doc));
    if (is_own(o, a))
        return;
    /* Both look beyond the outlet: whoever stands there is one, also where the name is in another language. */
    const Claim *c = claim_of(o, a);
    bool beyond = false;
    for (size_t i = 1; i + 1 < o->depth[a] && !is_own(o, b); i++) {
        Name link = name_of(c->chain[i].name);
        beyond |= name_same(&link, &outlet) && same_figure(o, a, b) != NULL;
    }
    if (!beyond && !name_same(&o->name[a], &o->name[b]) && !name_same(&o->name[a], &outlet))
        return;
    merge(o, a, b, d->evidence);
}

static void merge_derived(Origins *o)
{
    for (size_t i = 0; i < o->w->found.count; i++) {
        const Derivation *d = &o->w->found.at[i];
        if (d->how == DERIVED_COPY || d->how == DERIVED_RESPUN)
            merge_copied(o, d);
    }
}

static void merge_cited(Origins *o)
{
    for (size_t i = 0; i < o->w->found.count; i++) {
        const Derivation *d = &o->w->found.at[i];
        if (d->how == DERIVED_RELAY || d->how == DERIVED_CITATION) {
            merge_relayed(o, d);
        } else if ((d->how == DERIVED_QUOTATION || d->how == DERIVED_TRANSLATION) && d->from.claim != CLAIM_NONE &&
                   d->to.claim != CLAIM_NONE) {
            merge(o, claim_number(o->w, d->from), claim_number(o->w, d->to), d->evidence);
        }
    }
}

/* One speaker in two documents: the same name, and the same thing said. */
static void merge_names(Origins *o)
{
    Map last = { 0 };
    uint32_t *before = arena_array(o->w->scratch, uint32_t, o->w->claim_total + 1);

    for (uint32_t i = 0; i < o->w->claim_total; i++) {
        size_t seen = 0;
        if (is_own(o, i) || o->name[i].count == 0)
            continue;
        int64_t *head = map_put(o->w->scratch, &last, arena_str(o->w->scratch,
                                (Str){ (const char *)&o->name[i].last, sizeof o->name[i].last }), 0);
        for (uint32_t k = (uint32_t)*head; k && seen < SAME_NAME; k = before[k - 1], seen++) {
            const Claim *a = claim_of(o, i), *b = claim_of(o, k - 1);
            if (o->ref[k - 1].reading == o->ref[i].reading || !name_same(&o->name[i], &o->name[k - 1]) ||
                !(a->acts & b->acts) || !places_fit(o, i, k - 1) || !days_fit(a, b))
                continue;
            bool figure = same_figure(o, i, k - 1) != NULL;
            bool bare = a->quantity_count == 0 && b->quantity_count == 0 && o->name[i].named && o->name[k - 1].named;
            if (!figure && !bare)
                continue;
            merge(o, i, k - 1, arena_printf(o->w->arena, STR_FMT " and " STR_FMT " both have it from " STR_FMT,
                  STR_ARG(document_voice(&reading_of(o, k - 1)->doc)), STR_ARG(document_voice(&reading_of(o, i)->doc)),
                  STR_ARG(source_of(o, i))));
        }
        before[i] = (uint32_t)*head;
        *head = i + 1;
    }
}

/* A name of a person or outlet is a better name for an origin than "officials", a source better than a publisher. */
static int name_rank(const Origins *o, uint32_t claim)
{
    const Mention *x = source_mention(o, claim);
    bool proper = x && ((x->kind == MENTION_PERSON && x->person.named) || x->kind == MENTION_ORGANISATION);

    return (is_own(o, claim) ? 0 : 4) + (proper ? 2 : 0) + (o->name[claim].named ? 1 : 0);
}

/* What is said of one origin while it is gathered. */
typedef struct Gathered {
    Str    voices[VOICES_MAX], why[WHY_MAX];
    Name   known[VOICES_MAX];
    size_t voice_count, why_count;
} Gathered;

static void add_voice(Gathered *g, Str voice)
{
    Name n = name_of(voice);

    if (voice.len == 0 || g->voice_count == VOICES_MAX)
        return;
    for (size_t i = 0; i < g->voice_count; i++)
        if (str_eq(g->voices[i], voice) ||
            (n.count && g->known[i].count == n.count && trace_name_key(&g->known[i]) == trace_name_key(&n)))
            return;
    g->known[g->voice_count] = n;
    g->voices[g->voice_count++] = voice;
}

static Str chain_reason(Work *w, const Claim *c, size_t depth)
{
    Str text = S("");

    for (size_t i = 1; i < depth; i++)
        text = arena_printf(w->arena, STR_FMT "%s" STR_FMT " has it from " STR_FMT, STR_ARG(text), i > 1 ? ", " : "",
                            STR_ARG(c->chain[i - 1].name), STR_ARG(c->chain[i].name));
    return text;
}

static void add_reason(Gathered *g, Str why)
{
    if (why.len == 0 || g->why_count == WHY_MAX)
        return;
    for (size_t i = 0; i < g->why_count; i++)
        if (str_eq(g->why[i], why))
            return;
    g->why[g->why_count++] = why;
}

/* Lists of numbers by set: items[start[n]] .. items[start[n + 1] - 1], in order. */
typedef struct Lists {
    uint32_t *start, *items;
} Lists;

static Lists lists_make(Arena *arena, const uint32_t *set, size_t count, size_t sets)
{
    Lists l = { arena_array(arena, uint32_t, sets + 2), arena_array(arena, uint32_t, count + 1) };

    for (size_t i = 0; i < count; i++)
        l.start[set[i] + 2]++;
    for (size_t n = 2; n <= sets + 1; n++)
        l.start[n] += l.start[n - 1];
    for (uint32_t i = 0; i < count; i++)
        l.items[l.start[set[i] + 1]++] = i;
    return l;
}

static void describe(Origins *o, const uint32_t *claims, size_t count, Gathered *g, Origin *x)
{
    Work *w = o->w;
    int rank = -1;

    x->claims = arena_array(w->arena, ClaimRef, count);
    for (size_t i = 0; i < count; i++) {
        const Claim *c = claim_of(o, claims[i]);
        x->claims[x->claim_count++] = o->ref[claims[i]];
        if (i == 0 || id_cmp(c->id, x->id) < 0)
            x->id = c->id;
        if (name_rank(o, claims[i]) > rank) {
            rank = name_rank(o, claims[i]);
            x->name = source_of(o, claims[i]);
        }
        for (size_t k = 0; k < o->depth[claims[i]]; k++)
            add_voice(g, c->chain[k].name);
        if (c->chain_count == 0)
            add_voice(g, source_of(o, claims[i]));
        if (!is_own(o, claims[i]) && (i == 0 || !str_eq(source_of(o, claims[i]), source_of(o, claims[i - 1]))))
            add_reason(g, chain_reason(w, c, o->depth[claims[i]]));
    }
}

static void keep_gathered(Arena *arena, const Gathered *g, Origin *x)
{
    x->voices = arena_array(arena, Str, g->voice_count + 1);
    x->why = arena_array(arena, Str, g->why_count + 1);
    memcpy(x->voices, g->voices, g->voice_count * sizeof(Str));
    memcpy(x->why, g->why, g->why_count * sizeof(Str));
    x->voice_count = g->voice_count;
    x->why_count = g->why_count;
}

/* Number the sets in the order of their first claims and describe each. */
static void collect(Origins *o)
{
    Work *w = o->w;
    Arena *scratch = w->scratch;
    uint32_t *set = arena_array(scratch, uint32_t, w->claim_total + 1);
    uint32_t *reason_set = arena_array(scratch, uint32_t, o->reasons.count + 1);
    uint32_t *echo_set = arena_array(scratch, uint32_t, o->echoes.count + 1);
    size_t count = 0;

    /* The root is the smallest number of its set, so it is met first. */
    for (uint32_t i = 0; i < w->claim_total; i++)
        set[i] = find(o, i) == i ? (uint32_t)count++ : set[find(o, i)];
    for (size_t i = 0; i < o->reasons.count; i++)
        reason_set[i] = set[o->reasons.at[i].claim];
    for (size_t i = 0; i < o->echoes.count; i++)
        echo_set[i] = set[o->echoes.at[i].claim];
    Lists members = lists_make(scratch, set, w->claim_total, count);
    Lists reasons = lists_make(scratch, reason_set, o->reasons.count, count);
    Lists echoed = lists_make(scratch, echo_set, o->echoes.count, count);
    Origin *origins = arena_array(w->arena, Origin, count + 1);
    Gathered *g = arena_new(scratch, Gathered);
    for (size_t n = 0; n < count; n++) {
        g->voice_count = g->why_count = 0;
        describe(o, &members.items[members.start[n]], members.start[n + 1] - members.start[n], g, &origins[n]);
        for (uint32_t i = echoed.start[n]; i < echoed.start[n + 1]; i++)
            add_voice(g, o->echoes.at[echoed.items[i]].voice);
        for (uint32_t i = reasons.start[n]; i < reasons.start[n + 1]; i++)
            add_reason(g, o->reasons.at[reasons.items[i]].text);
        keep_gathered(w->arena, g, &origins[n]);
    }
    w->corpus->origins = origins;
    w->corpus->origin_count = count;
}

void origins_make(Work *w)
{
    Origins o = { .w = w, .root = arena_array(w->scratch, uint32_t, w->claim_total + 1),
                  .depth = arena_array(w->scratch, uint8_t, w->claim_total + 1),
                  .name = arena_array(w->scratch, Name, w->claim_total + 1),
                  .ref = arena_array(w->scratch, ClaimRef, w->claim_total + 1),
                  .moved = arena_array(w->scratch, bool, w->claim_total + 1) };

    for (uint32_t r = 0; r < w->corpus->reading_count; r++)
        for (uint32_t i = w->first[r]; i < w->first[r + 1]; i++) {
            o.root[i] = i;
            o.ref[i] = (ClaimRef){ r, i - w->first[r] };
            o.depth[i] = depth_of(w, &w->corpus->readings[r], claim_of(&o, i));
            o.name[i] = name_of(source_of(&o, i));
        }
    /* Restatements and copies first: a moved claim takes no part in its publisher's own root. */
    for (uint32_t r = 0; r < w->corpus->reading_count; r++) {
        move_restatements(&o, w->first[r], w->first[r + 1]);
        echoes(&o, r);
    }
    merge_derived(&o);
    for (uint32_t r = 0; r < w->corpus->reading_count; r++) {
        roots_in_text(&o, w->first[r], w->first[r + 1]);
        figures_in_text(&o, w->first[r], w->first[r + 1]);
    }
    merge_cited(&o);
    merge_names(&o);
    collect(&o);
}
