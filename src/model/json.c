/* json.c -- see json.h; the order of keys is design 04's. */
#include "model/json.h"

#include "base/auto.h"
#include "model/grade.h"
#include "model/judged.h"

static void put_id(JsonOut *j, const char *key, Id id)
{
    char hex[ID_HEX + 1];

    id_format(id, hex);
    json_text(j, key, hex);
}

static void put_span(JsonOut *j, Span s)
{
    if (span_is(s)) {
        json_i64(j, "start", s.start);
        json_i64(j, "end", s.end);
    } else {
        json_null(j, "start");
        json_null(j, "end");
    }
}

static void put_pair(JsonOut *j, const char *key, Span s)
{
    if (!span_is(s)) {
        json_null(j, key);
        return;
    }
    json_array(j, key);
    json_i64(j, NULL, s.start);
    json_i64(j, NULL, s.end);
    json_array_end(j);
}

static void put_strings(JsonOut *j, const char *key, const Str *s, size_t count)
{
    json_array(j, key);
    for (size_t i = 0; i < count; i++)
        json_str(j, NULL, s[i]);
    json_array_end(j);
}

static void put_acts(JsonOut *j, const Taxonomy *t, ActSet acts)
{
    json_array(j, "acts");
    for (size_t i = 0; i < t->count; i++)
        if (acts >> i & 1)
            json_str(j, NULL, t->act[i].code);
    json_array_end(j);
}

static void put_day(JsonOut *j, const char *key, int32_t day)
{
    char text[11];

    if (day == DAY_UNKNOWN || day == DAY_OPEN) {
        json_null(j, key);
        return;
    }
    day_format(day, text);
    json_text(j, key, text);
}

static void put_coordinates(JsonOut *j, bool located, double lat, double lon)
{
    if (located) {
        json_double(j, "lat", lat, 5);
        json_double(j, "lon", lon, 5);
    } else {
        json_null(j, "lat");
        json_null(j, "lon");
    }
}

static void put_number(JsonOut *j, const char *key, int64_t n)
{
    if (n == QUANTITY_OPEN || n == QUANTITY_UNKNOWN)
        json_null(j, key);
    else
        json_i64(j, key, n);
}

static Str or_none(Str s)
{
    return s.len ? s : STR_NONE;
}

/* Only where the same bytes came in more than once. */
static void put_occurrences(JsonOut *j, const Document *d)
{
    if (d->occurrence_count < 2)
        return;
    json_array(j, "occurrences");
    for (size_t i = 0; i < d->occurrence_count; i++) {
        const Occurrence *o = &d->occurrences[i];
        json_object(j, NULL);
        json_str(j, "path", o->path);
        json_str(j, "url", or_none(o->url));
        json_str(j, "received_from", or_none(o->received_from));
        json_str(j, "time", or_none(o->time));
        json_object_end(j);
    }
    json_array_end(j);
}

void json_document(JsonOut *j, const Reading *r)
{
    const Document *d = &r->doc;

    json_object(j, NULL);
    json_text(j, "type", "document");
    json_str(j, "document", d->id);
    json_str(j, "path", d->path);
    json_str(j, "sha256", d->sha256.len ? d->sha256 : str_slice(d->id, 0, 64));
    json_str(j, "media_type", d->media_type);
    json_str(j, "language", or_none(d->language));
    json_str(j, "title", or_none(d->title));
    json_str(j, "publisher", or_none(d->publisher));
    put_strings(j, "authors", d->authors, d->author_count);
    json_str(j, "published", or_none(d->published));
    json_str(j, "published_how", or_none(published_how_name(d->published_how)));
    json_i64(j, "bytes", (int64_t)d->bytes);
    json_array(j, "notes");
    for (size_t i = 0; i < d->note_count; i++) {
        json_object(j, NULL);
        json_str(j, "code", d->notes[i].code);
        put_span(j, d->notes[i].span);
        json_str(j, "text", d->notes[i].text);
        json_object_end(j);
    }
    json_array_end(j);
    put_occurrences(j, d);
    json_object_end(j);
    json_line_end(j);
}

static void put_page(JsonOut *j, int32_t page)
{
    if (page)
        json_i64(j, "page", page);
    else
        json_null(j, "page");
}

void json_map(JsonOut *j, Str document, Span text, Span origin, int32_t page, int32_t confidence)
{
    json_object(j, NULL);
    json_text(j, "type", "map");
    json_str(j, "document", document);
    put_span(j, text);
    if (span_is(origin)) {
        json_i64(j, "from", origin.start);
        json_i64(j, "to", origin.end);
    } else {
        json_null(j, "from");
        json_null(j, "to");
    }
    put_page(j, page);
    size_t slash = str_find(document, S("/"), 0);
    json_str(j, "part", slash == SIZE_MAX ? STR_NONE : str_slice(document, slash + 1, SIZE_MAX));
    if (confidence)
        json_i64(j, "confidence", confidence);
    json_object_end(j);
    json_line_end(j);
}

void json_segment(JsonOut *j, const Reading *r, size_t i)
{
    const Segment *s = &r->segments[i];

    json_object(j, NULL);
    json_text(j, "type", "segment");
    put_id(j, "id", s->id);
    json_str(j, "document", r->doc.id);
    put_span(j, s->span);
    json_str(j, "role", segment_role_name(s->role));
    json_str(j, "language", or_none(s->language));
    put_page(j, s->page);
    if (s->supports >= 0)
        put_id(j, "supports", r->segments[s->supports].id);
    json_object_end(j);
    json_line_end(j);
}

static void put_options(JsonOut *j, const PlaceFields *p)
{
    if (p->option_count == 0)
        return;
    json_array(j, "options");
    for (int32_t i = 0; i < p->option_count; i++) {
        json_object(j, NULL);
        json_str(j, "place_id", p->options[i].place_id);
        json_double(j, "share", p->options[i].share, 3);
        json_array(j, "why");
        for (unsigned k = 0; k < OPTION_REASONS; k++)
            if (p->options[i].reasons >> k & 1)
                json_text(j, NULL, option_reason_name(k));
        json_array_end(j);
        json_object_end(j);
    }
    json_array_end(j);
}

static void put_place(JsonOut *j, const Mention *m)
{
    const PlaceFields *p = &m->place;

    json_str(j, "name", m->name);
    json_str(j, "lemma", m->lemma);
    json_str(j, "place_id", or_none(p->place_id));
    json_str(j, "place_type", or_none(p->type));
    json_str(j, "admin1", or_none(p->admin1));
    json_str(j, "country", or_none(p->country));
    put_coordinates(j, p->place_id.len > 0, p->lat, p->lon);
    if (p->place_id.len)
        json_i64(j, "precision_m", p->precision_m);
    else
        json_null(j, "precision_m");
    json_str(j, "sense", place_sense_name(p->sense));
    json_i64(j, "candidates", p->candidates);
    put_options(j, p);
}

static void put_date(JsonOut *j, const DateFields *d)
{
    json_str(j, "timex", timex_type_name(d->timex));
    json_str(j, "value", or_none(d->value));
    json_str(j, "mod", or_none(d->mod));
    json_str(j, "edtf", or_none(d->edtf));
    put_day(j, "first", d->first);
    put_day(j, "last", d->last);
    json_str(j, "resolution", resolution_name(d->resolution));
}

static void put_quantity(JsonOut *j, const Reading *r, const QuantityFields *q)
{
    put_number(j, "low", q->low);
    put_number(j, "high", q->high);
    json_bool(j, "approximate", q->approximate);
    json_str(j, "counted", or_none(q->counted));
    json_str(j, "who", or_none(q->who));
    json_str(j, "measure", measure_name(q->measure));
    if (q->part_of >= 0)
        put_id(j, "part_of", r->mentions[q->part_of].id);
    else
        json_null(j, "part_of");
    json_bool(j, "each", q->each);
    json_bool(j, "so_far", q->so_far);
    json_str(j, "as_of", or_none(q->as_of));
}

void json_mention(JsonOut *j, const Taxonomy *t, const Reading *r, size_t i)
{
    const Mention *m = &r->mentions[i];

    json_object(j, NULL);
    json_text(j, "type", "mention");
    put_id(j, "id", m->id);
    json_str(j, "document", r->doc.id);
    if (m->segment >= 0)
        put_id(j, "segment", r->segments[m->segment].id);
    else
        json_null(j, "segment");
    put_span(j, m->span);
    json_str(j, "text", r->text.len ? span_text(r->text, m->span) : m->name);
    json_str(j, "kind", mention_kind_name(m->kind));
    json_str(j, "rule", m->rule);
    switch (m->kind) {
    case MENTION_PLACE:
        put_place(j, m);
        break;
    case MENTION_DATE:
        put_date(j, &m->date);
        break;
    case MENTION_QUANTITY:
        put_quantity(j, r, &m->quantity);
        break;
    case MENTION_PERSON:
        json_str(j, "name", m->name);
        json_str(j, "lemma", m->lemma);
        json_str(j, "role", or_none(m->person.role));
        json_bool(j, "protect", m->person.protect);
        json_str(j, "why", or_none(m->person.why));
        break;
    case MENTION_ORGANISATION:
        json_str(j, "name", m->name);
        json_str(j, "lemma", m->lemma);
        break;
    case MENTION_ACT:
        put_acts(j, t, m->acts);
        break;
    }
    json_object_end(j);
    json_line_end(j);
}

void json_attribution(JsonOut *j, const Reading *r, size_t i)
{
    const Attribution *a = &r->attributions[i];

    json_object(j, NULL);
    json_text(j, "type", "attribution");
    put_id(j, "id", a->id);
    json_str(j, "document", r->doc.id);
    put_pair(j, "source", a->source);
    put_pair(j, "cue", a->cue);
    json_array(j, "content");
    for (size_t k = 0; k < a->content_count; k++)
        put_pair(j, NULL, a->content[k]);
    json_array_end(j);
    json_str(j, "speaker", or_none(a->speaker));
    json_bool(j, "direct", a->direct);
    json_str(j, "kind", attribution_kind_name(a->kind));
    json_object_end(j);
    json_line_end(j);
}

static void put_party(JsonOut *j, const char *key, const Party *p)
{
    if (!span_is(p->span)) {
        json_null(j, key);
        return;
    }
    json_object(j, key);
    json_str(j, "text", p->text);
    put_span(j, p->span);
    json_object_end(j);
}

static void put_chain(JsonOut *j, const Claim *c)
{
    json_array(j, "chain");
    for (size_t i = 0; i < c->chain_count; i++) {
        json_object(j, NULL);
        json_str(j, "name", c->chain[i].name);
        put_span(j, c->chain[i].span);
        json_str(j, "how", chain_how_name(c->chain[i].how));
        json_object_end(j);
    }
    json_array_end(j);
}

/* Machine and human values stand in fields of their own: nothing here replaces one of the program's. */
void json_judged(JsonOut *j, const Judged *judged)
{
    if (judged->entry_count == 0) {
        json_null(j, "judged");
        return;
    }
    json_object(j, "judged");
    json_str(j, "status", judged->status < 0 ? STR_NONE : judgement_kind_name((JudgementKind)judged->status));
    json_str(j, "grade", judged->grade);
    json_bool(j, "grade_unmet", judged->unmet);
    json_array(j, "corrections");
    for (size_t i = 0; i < judged->correction_count; i++) {
        const Correction *c = &judged->corrections[i];
        json_object(j, NULL);
        json_str(j, "field", judged_field_name(c->field));
        json_str(j, "read", or_none(c->read));
        json_str(j, "value", or_none(c->value));
        json_i64(j, "entry", (int64_t)c->entry);
        json_object_end(j);
    }
    json_array_end(j);
    json_array(j, "entries");
    for (size_t i = 0; i < judged->entry_count; i++)
        json_i64(j, NULL, (int64_t)judged->entries[i]);
    json_array_end(j);
    json_object_end(j);
}

static void put_thing(JsonOut *j, const char *key, JudgedThing thing, Id id, Str name, uint64_t entry)
{
    json_object(j, key);
    json_str(j, "thing", judged_thing_name(thing));
    if (thing == THING_ENTRY)
        json_i64(j, "entry", (int64_t)entry);
    else if (thing == THING_CLAIM || thing == THING_INCIDENT)
        put_id(j, "id", id);
    else
        json_str(j, "id", name);
    json_object_end(j);
}

static void put_anchors(JsonOut *j, const char *key, const Judgement *x, bool other)
{
    json_array(j, key);
    for (size_t i = 0; i < x->anchor_count; i++)
        if (x->anchors[i].other == other && !x->anchors[i].whole)
            put_id(j, NULL, x->anchors[i].id);
    json_array_end(j);
}

void json_judgement(JsonOut *j, const Judgement *x, Str read)
{
    char time[21];
    AUTO_ARENA arena = arena_create();
    JudgedThing other = x->other_document.ptr ? THING_DOCUMENT : x->kind == JUDGE_MERGE ? THING_INCIDENT : THING_CLAIM;

    time_format(x->time, time);
    json_object(j, NULL);
    json_text(j, "type", "judgement");
    json_i64(j, "entry", (int64_t)x->entry);
    json_text(j, "time", time);
    json_str(j, "author", hex_encode(arena, sha256_str(&x->actor)));
    json_str(j, "coder", or_none(x->coder));
    json_bool(j, "blind", x->blind);
    json_str(j, "kind", judgement_kind_name(x->kind));
    put_thing(j, "about", x->thing, x->id, x->thing == THING_SOURCE ? x->source : x->document, x->undoes);
    if (judgement_pairs(x->kind))
        put_thing(j, "other", other, x->other, x->other_document, 0);
    else
        json_null(j, "other");
    put_anchors(j, "claims", x, false);
    put_anchors(j, "other_claims", x, true);
    json_str(j, "field", x->field == FIELD_NONE ? STR_NONE : judged_field_name((JudgedField)x->field));
    json_str(j, "read", x->kind == JUDGE_CORRECT ? or_none(read) : STR_NONE);
    json_str(j, "value", or_none(x->value));
    json_str(j, "reason", or_none(x->reason));
    json_str(j, "state", judgement_state_name(x->state));
    if (x->changed_by == UINT64_MAX)
        json_null(j, "changed_by");
    else
        json_i64(j, "changed_by", (int64_t)x->changed_by);
    json_str(j, "why", or_none(x->why));
    json_object_end(j);
    json_line_end(j);
}

void json_claim(JsonOut *j, const Taxonomy *t, const Reading *r, size_t i, const Judged *judged)
{
    const Claim *c = &r->claims[i];
    const Mention *place = c->place >= 0 ? &r->mentions[c->place] : NULL;
    bool located = place && place->place.place_id.len > 0;

    json_object(j, NULL);
    json_text(j, "type", "claim");
    put_id(j, "id", c->id);
    json_str(j, "document", r->doc.id);
    put_span(j, c->span);
    json_str(j, "text", r->text.len ? span_text(r->text, c->span) : STR_NONE);
    put_acts(j, t, c->acts);
    put_party(j, "by", &c->by);
    put_party(j, "to", &c->to);
    if (place)
        put_id(j, "place", place->id);
    else
        json_null(j, "place");
    json_str(j, "place_id", located ? place->place.place_id : STR_NONE);
    put_coordinates(j, located, located ? place->place.lat : 0, located ? place->place.lon : 0);
    json_str(j, "edtf", or_none(c->edtf));
    put_day(j, "first", c->first);
    put_day(j, "last", c->last);
    json_str(j, "said_on", or_none(c->said_on));
    json_array(j, "quantities");
    for (size_t k = 0; k < c->quantity_count; k++)
        put_id(j, NULL, r->mentions[c->quantities[k]].id);
    json_array_end(j);
    json_str(j, "modality", modality_name(c->modality));
    put_chain(j, c);
    json_str(j, "rule", c->rule);
    if (judged)
        json_judged(j, judged);
    json_object_end(j);
    json_line_end(j);
}

void json_catalogue_entry(JsonOut *j, const Reading *r, size_t i)
{
    const CatalogueEntry *e = &r->entries[i];

    json_object(j, NULL);
    json_text(j, "type", "catalogue_entry");
    json_str(j, "document", r->doc.id);
    put_span(j, e->span);
    json_str(j, "title", e->title_text);
    put_strings(j, "authors", e->authors, e->author_count);
    json_str(j, "date", or_none(e->date));
    json_str(j, "language", or_none(e->language));
    json_i64(j, "work", e->work);
    put_strings(j, "notes", e->notes, e->note_count);
    json_object_end(j);
    json_line_end(j);
}

void json_reading(JsonOut *j, const Taxonomy *t, const Reading *r)
{
    json_document(j, r);
    for (size_t i = 0; i < r->segment_count; i++)
        json_segment(j, r, i);
    for (size_t i = 0; i < r->mention_count; i++)
        json_mention(j, t, r, i);
    for (size_t i = 0; i < r->attribution_count; i++)
        json_attribution(j, r, i);
    for (size_t i = 0; i < r->claim_count; i++)
        json_claim(j, t, r, i, NULL);
    for (size_t i = 0; i < r->entry_count; i++)
        json_catalogue_entry(j, r, i);
}

/* --- rows of a case ------------------------------------------------------------- */

static void put_end(JsonOut *j, const char *key, const Corpus *c, ClaimRef ref)
{
    const Claim *claim = corpus_claim(c, ref);

    if (claim)
        put_id(j, key, claim->id);
    else
        json_str(j, key, c->readings[ref.reading].doc.id);
}

static void put_claims(JsonOut *j, const Corpus *c, const ClaimRef *refs, size_t count)
{
    json_array(j, "claims");
    for (size_t i = 0; i < count; i++)
        put_end(j, NULL, c, refs[i]);
    json_array_end(j);
}

void json_derivation_begin(JsonOut *j, const Corpus *c, const Derivation *d)
{
    json_object(j, NULL);
    json_text(j, "type", "derivation");
    put_end(j, "from", c, d->from);
    put_end(j, "to", c, d->to);
    json_str(j, "how", derivation_how_name(d->how));
    json_array(j, "passages");
    for (size_t i = 0; i < d->passage_count; i++) {
        json_array(j, NULL);
        json_i64(j, NULL, d->passages[i].from.start);
        json_i64(j, NULL, d->passages[i].from.end);
        json_i64(j, NULL, d->passages[i].to.start);
        json_i64(j, NULL, d->passages[i].to.end);
        json_array_end(j);
    }
    json_array_end(j);
    json_str(j, "evidence", or_none(d->evidence));
}

void json_derivation(JsonOut *j, const Corpus *c, const Derivation *d)
{
    json_derivation_begin(j, c, d);
    json_object_end(j);
    json_line_end(j);
}

void json_origin(JsonOut *j, const Corpus *c, const Origin *o)
{
    json_object(j, NULL);
    json_text(j, "type", "origin");
    put_id(j, "id", o->id);
    json_str(j, "kind", origin_kind_name(o->kind));
    json_str(j, "name", or_none(o->name));
    put_claims(j, c, o->claims, o->claim_count);
    put_strings(j, "voices", o->voices, o->voice_count);
    put_strings(j, "why", o->why, o->why_count);
    json_object_end(j);
    json_line_end(j);
}

/* The suggested grade once more, as codes with numbers: for whoever does not read English. */
static void put_graded(JsonOut *j, Str coded)
{
    Graded g = graded_of(coded);

    if (!g.grade.len) {
        json_null(j, "graded");
        return;
    }
    json_object(j, "graded");
    json_str(j, "code", g.grade);
    json_str(j, "certainty", grade_certainty(g.grade, S("en")));
    json_array(j, "reasons");
    for (size_t i = 0; i < g.count; i++) {
        json_object(j, NULL);
        json_str(j, "code", g.reason[i].code);
        json_array(j, "numbers");
        for (int n = 0; n < g.reason[i].numbers; n++)
            json_i64(j, NULL, g.reason[i].number[n]);
        json_array_end(j);
        json_object_end(j);
    }
    json_array_end(j);
    json_object_end(j);
}

void json_incident(JsonOut *j, const Corpus *c, const Incident *i)
{
    bool located = i->place_id.len > 0;

    json_object(j, NULL);
    json_text(j, "type", "incident");
    put_id(j, "id", i->id);
    json_str(j, "title", or_none(i->title));
    json_str(j, "kind", incident_kind_name(i->kind));
    json_bool(j, "aggregate", i->aggregate);
    json_str(j, "place_id", or_none(i->place_id));
    put_coordinates(j, located, i->lat, i->lon);
    if (located)
        json_i64(j, "precision_m", i->precision_m);
    else
        json_null(j, "precision_m");
    json_str(j, "edtf", or_none(i->edtf));
    put_acts(j, c->taxonomy, i->acts);
    put_claims(j, c, i->claims, i->claim_count);
    json_array(j, "documents");
    for (size_t k = 0; k < i->reading_count; k++)
        json_str(j, NULL, c->readings[i->readings[k]].doc.id);
    json_array_end(j);
    json_i64(j, "voices", i->voices);
    json_i64(j, "origins", i->origins);
    json_array(j, "quantities");
    for (size_t k = 0; k < i->quantity_count; k++) {
        const IncidentQuantity *q = &i->quantities[k];
        json_object(j, NULL);
        json_str(j, "counted", or_none(q->counted));
        json_str(j, "who", or_none(q->who));
        put_number(j, "low", q->low);
        put_number(j, "high", q->high);
        put_claims(j, c, q->claims, q->claim_count);
        json_object_end(j);
    }
    json_array_end(j);
    json_str(j, "grade", or_none(i->grade));
    put_strings(j, "why", i->why, i->why_count);
    put_graded(j, i->graded);
    AUTO_ARENA arena = arena_create();
    Judged judged = judged_incident(arena, c->judgements, i);
    json_judged(j, &judged);
    json_object_end(j);
    json_line_end(j);
}

void json_conflict(JsonOut *j, const Corpus *c, const Conflict *x)
{
    json_object(j, NULL);
    json_text(j, "type", "conflict");
    put_id(j, "id", x->id);
    json_str(j, "kind", conflict_kind_name(x->kind));
    json_str(j, "verdict", verdict_name(x->verdict));
    json_array(j, "spans");
    for (size_t i = 0; i < x->span_count; i++) {
        const Document *d = &c->readings[x->spans[i].reading].doc;
        json_object(j, NULL);
        json_str(j, "document", d->id);
        json_str(j, "path", d->path);
        put_span(j, x->spans[i].span);
        json_object_end(j);
    }
    json_array_end(j);
    put_claims(j, c, x->claims, x->claim_count);
    json_str(j, "why", or_none(x->why));
    json_object_end(j);
    json_line_end(j);
}
