/* mask.c -- strings, readings and corpora with protected names replaced.
 *
 * A field that stands for an unprotected person is that person's name and keeps
 * its words, whatever surnames others share; every other string is searched.
 */
#include "guard/guard_in.h"

#include "base/auto.h"

Str guard_mask_in(const Guard *g, Arena *arena, Str s, const MaskContext *context)
{
    RangeVec ranges = { 0 };
    AUTO_STRBUF b = { 0 };

    if (s.len == 0 || g->uses.count == 0)
        return s;
    guard_scan(g, arena, s, context, &ranges);
    if (ranges.count == 0)
        return s;
    guard_replace(g, s, &ranges, (Span){ 0, (uint32_t)s.len }, &b);
    return arena_str(arena, strbuf_str(&b));
}

Str guard_str(const Guard *g, Arena *arena, Str s)
{
    return guard_mask_in(g, arena, s, &(MaskContext){ 0 });
}

Str guard_str_of(const Guard *g, Arena *arena, uint32_t reading, Str s)
{
    return guard_mask_in(g, arena, s, &(MaskContext){ .readings = &reading, .count = 1 });
}

void guard_mask_str(const Guard *g, Str s, StrBuf *out)
{
    AUTO_ARENA scratch = arena_create();

    strbuf_add(out, guard_str(g, scratch, s));
}

void guard_text(const Guard *g, uint32_t reading, Span span, StrBuf *out)
{
    guard_replace(g, g->corpus->readings[reading].text, &g->readings[reading].all, span, out);
}

/* One reading being masked. */
typedef struct Masking {
    const Guard   *g;
    Arena         *arena;
    uint32_t       reading;
    const Reading *raw;
    MaskContext    context, whole_only;
} Masking;

static Str mask(const Masking *m, Str s)
{
    return guard_mask_in(m->g, m->arena, s, &m->context);
}

static Str mask_open(const Masking *m, Str s)
{
    return guard_mask_in(m->g, m->arena, s, &m->whole_only);
}

static Str *mask_all(const Masking *m, const Str *strings, size_t count)
{
    Str *copy = arena_array(m->arena, Str, count + 1);

    for (size_t i = 0; i < count; i++)
        copy[i] = mask(m, strings[i]);
    return copy;
}

static Str person_name(const Masking *m, int32_t mention)
{
    return arena_printf(m->arena, "Person %d", guard_number(m->g, m->reading, (uint32_t)mention));
}

static bool is_person(const Masking *m, int32_t mention)
{
    return mention >= 0 && (size_t)mention < m->raw->mention_count &&
           m->raw->mentions[mention].kind == MENTION_PERSON;
}

/* Does the text show nothing masked there? Then neither need the field that repeats it. */
static bool clear_in_text(const Masking *m, Span span)
{
    return m->g->corpus->readings[m->reading].text.ptr && span_is(span) &&
           !ranges_touch(&m->g->readings[m->reading].names, span);
}

/* A string that names the person of a mention (-1: unknown), or stands at a span. */
static Str mask_named(const Masking *m, Str s, int32_t mention, Span span)
{
    if (s.len == 0)
        return s;
    if (is_person(m, mention)) {
        if (guard_number(m->g, m->reading, (uint32_t)mention))
            return person_name(m, mention);
        if (m->g->readings[m->reading].open[mention])
            return mask_open(m, s);
    }
    return clear_in_text(m, span) ? mask_open(m, s) : mask(m, s);
}

static Str mask_party(const Masking *m, const Party *p)
{
    Str text = m->g->corpus->readings[m->reading].text;
    AUTO_STRBUF b = { 0 };

    if (!span_is(p->span) || text.ptr == NULL || !str_eq(span_text(text, p->span), p->text))
        return mask_named(m, p->text, -1, p->span);
    guard_replace(m->g, text, &m->g->readings[m->reading].names, p->span, &b);
    return arena_str(m->arena, strbuf_str(&b));
}

static void mask_document(const Masking *m, Document *d)
{
    Note *notes = arena_array(m->arena, Note, d->note_count + 1);

    d->path = mask(m, d->path);
    d->title = mask(m, d->title);
    d->publisher = mask(m, d->publisher);
    d->url = mask(m, d->url);
    d->authors = mask_all(m, d->authors, d->author_count);
    for (size_t i = 0; i < d->note_count; i++) {
        notes[i] = d->notes[i];
        notes[i].text = mask(m, notes[i].text);
    }
    d->notes = notes;
}

static void mask_mention(const Masking *m, uint32_t i, Mention *out)
{
    int32_t number = guard_number(m->g, m->reading, i);

    out->name = mask_named(m, out->name, (int32_t)i, out->span);
    out->lemma = mask_named(m, out->lemma, (int32_t)i, out->span);
    if (out->kind == MENTION_PERSON) {
        out->person.role = mask(m, out->person.role);
        out->person.why = mask(m, out->person.why);
        out->person.number = number;
        out->person.protect |= number > 0;
    } else if (out->kind == MENTION_QUANTITY) {
        out->quantity.who = mask(m, out->quantity.who);
    }
}

static void mask_claim(const Masking *m, Claim *c)
{
    ChainLink *chain = arena_array(m->arena, ChainLink, c->chain_count + 1);

    c->by.text = mask_party(m, &c->by);
    c->to.text = mask_party(m, &c->to);
    for (size_t i = 0; i < c->chain_count; i++) {
        chain[i] = c->chain[i];
        chain[i].name = mask_named(m, chain[i].name, chain[i].mention, chain[i].span);
    }
    c->chain = chain;
}

static void mask_entry(const Masking *m, CatalogueEntry *e)
{
    e->title_text = mask(m, e->title_text);
    e->authors = mask_all(m, e->authors, e->author_count);
    e->notes = mask_all(m, e->notes, e->note_count);
}

/* Copy an array of the raw reading into the masked one, then change the copy. */
#define COPY_ROWS(T, field, count)                                                      \
    do {                                                                                \
        out->field = arena_array(arena, T, raw->count + 1);                             \
        if (raw->count)                                                                 \
            memcpy(out->field, raw->field, sizeof(T) * raw->count);                     \
    } while (0)

void guard_mask_reading(const Guard *g, Arena *arena, uint32_t reading, const Reading *raw, Reading *masked)
{
    Reading copy = *raw, *out = &copy;
    uint32_t *own = arena_new(arena, uint32_t);
    Masking m = { .g = g, .arena = arena, .reading = reading, .raw = raw };

    *own = reading;
    m.context = (MaskContext){ .readings = own, .count = 1 };
    m.whole_only = (MaskContext){ .readings = own, .count = 1, .whole_only = true };
    COPY_ROWS(Segment, segments, segment_count);
    COPY_ROWS(Mention, mentions, mention_count);
    COPY_ROWS(Attribution, attributions, attribution_count);
    COPY_ROWS(Claim, claims, claim_count);
    COPY_ROWS(CatalogueEntry, entries, entry_count);
    out->text = STR_NONE;
    mask_document(&m, &out->doc);
    for (uint32_t i = 0; i < raw->mention_count; i++)
        mask_mention(&m, i, &out->mentions[i]);
    for (size_t i = 0; i < raw->attribution_count; i++)
        out->attributions[i].speaker = mask_named(&m, raw->attributions[i].speaker, raw->attributions[i].person,
                                                  raw->attributions[i].source);
    for (size_t i = 0; i < raw->claim_count; i++)
        mask_claim(&m, &out->claims[i]);
    for (size_t i = 0; i < raw->entry_count; i++)
        mask_entry(&m, &out->entries[i]);
    *masked = copy;
}

/* Strings of a corpus row belong to the documents of its claims. */
static MaskContext context_of(Arena *arena, const ClaimRef *claims, size_t count)
{
    uint32_t *readings = arena_array(arena, uint32_t, count + 1);

    for (size_t i = 0; i < count; i++)
        readings[i] = claims[i].reading;
    return (MaskContext){ .readings = readings, .count = count };
}

static Str *mask_strings(const Guard *g, Arena *arena, const Str *strings, size_t count, const MaskContext *context)
{
    Str *copy = arena_array(arena, Str, count + 1);

    for (size_t i = 0; i < count; i++)
        copy[i] = guard_mask_in(g, arena, strings[i], context);
    return copy;
}

static void mask_results(const Guard *g, Arena *arena, Corpus *c)
{
    for (size_t i = 0; i < c->derivation_count; i++) {
        Derivation *d = &c->derivations[i];
        ClaimRef both[2] = { d->from, d->to };
        MaskContext context = context_of(arena, both, 2);
        d->evidence = guard_mask_in(g, arena, d->evidence, &context);
    }
    for (size_t i = 0; i < c->origin_count; i++) {
        Origin *o = &c->origins[i];
        MaskContext context = context_of(arena, o->claims, o->claim_count);
        o->name = guard_mask_in(g, arena, o->name, &context);
        o->voices = mask_strings(g, arena, o->voices, o->voice_count, &context);
        o->why = mask_strings(g, arena, o->why, o->why_count, &context);
    }
    for (size_t i = 0; i < c->incident_count; i++) {
        Incident *n = &c->incidents[i];
        MaskContext context = context_of(arena, n->claims, n->claim_count);
        n->title = guard_mask_in(g, arena, n->title, &context);
        n->grade = guard_mask_in(g, arena, n->grade, &context);
        n->why = mask_strings(g, arena, n->why, n->why_count, &context);
    }
    for (size_t i = 0; i < c->conflict_count; i++) {
        Conflict *x = &c->conflicts[i];
        ClaimRef *of = arena_array(arena, ClaimRef, x->span_count + 1);
        for (size_t k = 0; k < x->span_count; k++)
            of[k].reading = x->spans[k].reading;
        MaskContext context = context_of(arena, of, x->span_count);
        x->why = guard_mask_in(g, arena, x->why, &context);
    }
}

void guard_mask_corpus(const Guard *g, Arena *arena, const Corpus *raw_corpus, Corpus *masked)
{
    Corpus copy = *raw_corpus, *out = &copy;
    const Corpus *raw = raw_corpus;

    out->readings = arena_array(arena, Reading, raw->reading_count + 1);
    for (uint32_t i = 0; i < raw->reading_count; i++)
        guard_mask_reading(g, arena, i, &raw->readings[i], &out->readings[i]);
    COPY_ROWS(Derivation, derivations, derivation_count);
    COPY_ROWS(Origin, origins, origin_count);
    COPY_ROWS(Incident, incidents, incident_count);
    COPY_ROWS(Conflict, conflicts, conflict_count);
    mask_results(g, arena, out);
    *masked = copy;
}
