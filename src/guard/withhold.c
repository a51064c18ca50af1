/* withhold.c -- see withhold.h. Decided by the act codes of the taxonomy, never by words. */
#include "guard/withhold.h"

#include "guard/guard_in.h"

/* Segments are in order of start, but footnotes and titles may overlap others: look at all near. */
static void withhold_span(Guard *g, uint32_t reading, Span span)
{
    const Reading *r = &g->corpus->readings[reading];

    for (size_t i = 0; i < r->segment_count; i++)
        if (span_overlaps(r->segments[i].span, span))
            g->readings[reading].withheld[i] = true;
}

/* Withheld sentences swallow the names that touch them; neighbours become one block. */
static void lay_over(Guard *g, uint32_t reading)
{
    const Reading *r = &g->corpus->readings[reading];
    GuardReading *gr = &g->readings[reading];
    size_t n = 0, b = 0;

    for (size_t i = 0; i < r->segment_count; i++) {
        Span s = r->segments[i].span;
        MaskRange *last = gr->blocks.count ? &gr->blocks.at[gr->blocks.count - 1] : NULL;
        if (!gr->withheld[i] || span_len(s) == 0)
            continue;
        if (last && s.start <= last->span.end) {
            last->span.end = s.end > last->span.end ? s.end : last->span.end;
            continue;
        }
        vec_push(g->arena, &gr->blocks, (MaskRange){ s, MASK_WITHHELD });
    }
    while (n < gr->names.count || b < gr->blocks.count) {
        MaskRange *name = n < gr->names.count ? &gr->names.at[n] : NULL;
        MaskRange *block = b < gr->blocks.count ? &gr->blocks.at[b] : NULL;
        if (name && block && span_overlaps(name->span, block->span)) {
            /* A name that sticks out of the sentence is withheld with it. */
            block->span.start = name->span.start < block->span.start ? name->span.start : block->span.start;
            block->span.end = name->span.end > block->span.end ? name->span.end : block->span.end;
            n++;
        } else if (block == NULL || (name && name->span.start < block->span.start)) {
            vec_push(g->arena, &gr->all, *name);
            n++;
        } else {
            vec_push(g->arena, &gr->all, *block);
            b++;
        }
    }
}

void guard_find_withheld(Guard *g)
{
    const Corpus *c = g->corpus;
    ActSet closed = c->taxonomy ? acts_compartment(c->taxonomy) : 0;

    for (uint32_t i = 0; i < c->reading_count; i++) {
        const Reading *r = &c->readings[i];
        for (size_t k = 0; k < r->claim_count; k++)
            if (r->claims[k].acts & closed)
                withhold_span(g, i, r->claims[k].span);
        for (size_t k = 0; k < r->mention_count; k++)
            if (r->mentions[k].kind == MENTION_ACT && r->mentions[k].acts & closed)
                withhold_span(g, i, r->mentions[k].span);
        for (size_t k = 0; k < c->closed_count; k++)
            if (c->closed[k].reading == i)
                withhold_span(g, i, r->claims[c->closed[k].claim].span);
        lay_over(g, i);
    }
}

bool guard_withheld_segment(const Guard *g, uint32_t reading, uint32_t segment)
{
    return g->readings[reading].withheld[segment];
}

bool guard_withheld_span(const Guard *g, uint32_t reading, Span span)
{
    return span_is(span) && ranges_touch(&g->readings[reading].blocks, span);
}

bool guard_withheld_claim(const Guard *g, ClaimRef ref)
{
    if (ref.claim == CLAIM_NONE)
        return false;
    const Claim *c = &g->corpus->readings[ref.reading].claims[ref.claim];
    ActSet closed = g->corpus->taxonomy ? acts_compartment(g->corpus->taxonomy) : 0;
    return (c->acts & closed) || guard_withheld_span(g, ref.reading, c->span);
}

static void blank_mention(Mention *m)
{
    m->name = S(WITHHELD_TITLE);
    m->lemma = STR_NONE;
    switch (m->kind) {
    case MENTION_PLACE:
        m->place = (PlaceFields){ .sense = m->place.sense };
        break;
    case MENTION_DATE:
        m->date = (DateFields){ .first = DAY_UNKNOWN, .last = DAY_UNKNOWN, .resolution = RESOLVED_VAGUE };
        break;
    case MENTION_QUANTITY:
        m->quantity = (QuantityFields){ .low = QUANTITY_UNKNOWN, .high = QUANTITY_UNKNOWN, .measure = MEASURE_OTHER, .part_of = -1 };
        break;
    case MENTION_PERSON:
        m->person.role = STR_NONE;
        m->person.why = STR_NONE;
        m->person.number = 0;
        m->person.protect = true;
        break;
    case MENTION_ORGANISATION:
        break;
    case MENTION_ACT:
        m->acts = 0;
        break;
    }
}

static void blank_claim(Claim *c)
{
    c->acts = 0;
    c->by = c->to = (Party){ SPAN_NONE, STR_NONE };
    c->place = c->date = c->attribution = -1;
    c->edtf = c->said_on = STR_NONE;
    c->first = c->last = DAY_UNKNOWN;
    c->quantity_count = 0;
    if (c->chain_count > 1)
        c->chain_count = 1;
}

/* Is a string made of the words of a withheld sentence (a page's title repeats its headline)? */
static bool repeats_withheld(const Guard *g, uint32_t reading, Str s)
{
    const Reading *r = &g->corpus->readings[reading];
    Str trimmed = str_trim(s);

    if (trimmed.len == 0 || r->text.ptr == NULL)
        return false;
    for (size_t i = 0; i < r->segment_count; i++) {
        Str words = str_trim(span_text(r->text, r->segments[i].span));
        if (g->readings[reading].withheld[i] && words.len &&
            (str_find(words, trimmed, 0) != SIZE_MAX || str_find(trimmed, words, 0) != SIZE_MAX))
            return true;
    }
    return false;
}

static void withhold_reading(const Guard *g, uint32_t reading, Reading *r)
{
    const Reading *raw = &g->corpus->readings[reading];
    size_t notes = 0;

    if (repeats_withheld(g, reading, raw->doc.title))
        r->doc.title = S(WITHHELD_TEXT);
    for (size_t i = 0; i < r->doc.note_count; i++)
        if (!guard_withheld_span(g, reading, r->doc.notes[i].span))
            r->doc.notes[notes++] = r->doc.notes[i];
    r->doc.note_count = notes;
    for (size_t i = 0; i < r->mention_count; i++)
        if (guard_withheld_span(g, reading, r->mentions[i].span))
            blank_mention(&r->mentions[i]);
    for (size_t i = 0; i < r->attribution_count; i++) {
        bool hide = guard_withheld_span(g, reading, r->attributions[i].source) ||
                    guard_withheld_span(g, reading, r->attributions[i].cue);
        for (size_t k = 0; k < r->attributions[i].content_count; k++)
            hide |= guard_withheld_span(g, reading, r->attributions[i].content[k]);
        if (hide) {
            r->attributions[i].speaker = STR_NONE;
            r->attributions[i].person = -1;
        }
    }
    for (uint32_t i = 0; i < r->claim_count; i++)
        if (guard_withheld_claim(g, (ClaimRef){ reading, i }))
            blank_claim(&r->claims[i]);
    for (size_t i = 0; i < r->entry_count; i++)
        if (guard_withheld_span(g, reading, r->entries[i].span)) {
            r->entries[i].title_text = S(WITHHELD_TEXT);
            r->entries[i].author_count = r->entries[i].note_count = 0;
        }
}

/* The claims that may be shown, as a fresh array. */
static ClaimRef *shown_claims(const Guard *g, Arena *arena, const ClaimRef *claims, size_t count, size_t *shown)
{
    ClaimRef *out = arena_array(arena, ClaimRef, count + 1);
    size_t n = 0;

    for (size_t i = 0; i < count; i++)
        if (!guard_withheld_claim(g, claims[i]))
            out[n++] = claims[i];
    *shown = n;
    return out;
}

static void withhold_incident(const Guard *g, Arena *arena, Incident *n)
{
    ActSet closed = acts_compartment(g->corpus->taxonomy);
    size_t before = n->claim_count, kept = 0;

    n->claims = shown_claims(g, arena, n->claims, before, &n->claim_count);
    if (n->claim_count == before && !(n->acts & closed))
        return;
    n->acts &= ~closed;
    n->title = S(WITHHELD_TITLE);
    n->why_count = 0;
    n->grade = n->graded = STR_NONE;
    if (n->voices > (int32_t)n->claim_count)
        n->voices = (int32_t)n->claim_count;
    if (n->origins > n->voices)
        n->origins = n->voices;
    /* A number that also rests on a withheld claim would tell of it: only those that do not stay. */
    IncidentQuantity *quantities = arena_array(arena, IncidentQuantity, n->quantity_count + 1);
    for (size_t i = 0; i < n->quantity_count; i++) {
        size_t shown;
        shown_claims(g, arena, n->quantities[i].claims, n->quantities[i].claim_count, &shown);
        if (shown == n->quantities[i].claim_count && n->claim_count)
            quantities[kept++] = n->quantities[i];
    }
    n->quantities = quantities;
    n->quantity_count = kept;
    if (n->claim_count > 0)
        return;
    n->acts = 0;
    n->place_id = n->edtf = STR_NONE;
    n->lat = n->lon = 0;
    n->precision_m = 0;
    n->first = n->last = DAY_UNKNOWN;
    n->reading_count = 0;
}

static bool conflict_shown(const Guard *g, const Conflict *x)
{
    for (size_t i = 0; i < x->claim_count; i++)
        if (guard_withheld_claim(g, x->claims[i]))
            return false;
    for (size_t i = 0; i < x->span_count; i++)
        if (guard_withheld_span(g, x->spans[i].reading, x->spans[i].span))
            return false;
    return true;
}

static void withhold_origins(const Guard *g, Arena *arena, Corpus *c)
{
    size_t kept = 0;

    for (size_t i = 0; i < c->origin_count; i++) {
        Origin o = c->origins[i];
        size_t before = o.claim_count;
        o.claims = shown_claims(g, arena, o.claims, before, &o.claim_count);
        if (before && o.claim_count == 0)
            continue;
        if (o.claim_count < before) {
            o.why_count = 0;
            if (o.voice_count > o.claim_count)
                o.voice_count = o.claim_count;
        }
        c->origins[kept++] = o;
    }
    c->origin_count = kept;
}

/* A derivation shows words of both its ends: in its passages, and some in its evidence. One with no passage left, or
 * whose evidence is words, goes; two documents keep what else they share. */
static bool derivation_shown(const Guard *g, Arena *arena, Derivation *d)
{
    size_t kept = 0, before = d->passage_count;
    bool documents = d->from.claim == CLAIM_NONE && d->to.claim == CLAIM_NONE;
    Passage *shown = arena_array(arena, Passage, before + 1);

    if (guard_withheld_claim(g, d->from) || guard_withheld_claim(g, d->to))
        return false;
    for (size_t i = 0; i < before; i++)
        if (!guard_withheld_span(g, d->from.reading, d->passages[i].from) &&
            !guard_withheld_span(g, d->to.reading, d->passages[i].to))
            shown[kept++] = d->passages[i];
    if (kept < before && (kept == 0 || !documents))
        return false;
    d->passages = shown;
    d->passage_count = kept;
    return true;
}

void guard_withhold_corpus(const Guard *g, Arena *arena, Corpus *c)
{
    size_t kept = 0;

    if (c->taxonomy == NULL || acts_compartment(c->taxonomy) == 0)
        return;
    for (size_t i = 0; i < c->derivation_count; i++)
        if (derivation_shown(g, arena, &c->derivations[i]))
            c->derivations[kept++] = c->derivations[i];
    c->derivation_count = kept;
    kept = 0;
    for (size_t i = 0; i < c->conflict_count; i++)
        if (conflict_shown(g, &c->conflicts[i]))
            c->conflicts[kept++] = c->conflicts[i];
    c->conflict_count = kept;
    withhold_origins(g, arena, c);
    for (size_t i = 0; i < c->incident_count; i++)
        withhold_incident(g, arena, &c->incidents[i]);
    for (uint32_t i = 0; i < c->reading_count; i++)
        withhold_reading(g, i, &c->readings[i]);
}
