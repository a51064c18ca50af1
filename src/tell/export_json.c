/* export_json.c -- the rows of design 04 as a redacted export: documents named by
 * entry, no hash, no offset, no file name; what is withheld keeps its row where
 * an incident has one, with nothing in it.
 */
#include "tell/export_in.h"

#include "base/json_out.h"
#include "guard/gate.h"

static void no_offsets(JsonOut *j)
{
    json_null(j, "start");
    json_null(j, "end");
}

static void put_id(const Exporter *x, JsonOut *j, const char *key, Id id)
{
    json_str(j, key, export_id_text(x, id));
}

static void put_texts(JsonOut *j, const char *key, const Str *texts, size_t count)
{
    json_array(j, key);
    for (size_t i = 0; i < count; i++)
        json_str(j, NULL, texts[i]);
    json_array_end(j);
}

static void put_acts(const Exporter *x, JsonOut *j, ActSet acts)
{
    json_array(j, "acts");
    for (size_t i = 0; i < x->c->taxonomy->count; i++)
        if (acts >> i & 1)
            json_str(j, NULL, x->c->taxonomy->act[i].code);
    json_array_end(j);
}

static void put_bound(JsonOut *j, const char *key, int64_t n)
{
    if (n == QUANTITY_OPEN || n == QUANTITY_UNKNOWN)
        json_null(j, key);
    else
        json_i64(j, key, n);
}

static void put_claim_ids(const Exporter *x, JsonOut *j, const ClaimRef *claims, size_t count)
{
    json_array(j, "claims");
    for (size_t i = 0; i < count; i++)
        if (export_shown(x, claims[i]))
            put_id(x, j, NULL, export_claim_id(x, claims[i]));
    json_array_end(j);
}

static void put_coordinates(JsonOut *j, bool located, double lat, double lon, int32_t precision)
{
    if (!located) {
        json_null(j, "lat");
        json_null(j, "lon");
        json_null(j, "precision_m");
        return;
    }
    json_double(j, "lat", lat, 6);
    json_double(j, "lon", lon, 6);
    json_i64(j, "precision_m", precision);
}

/* ---- documents ---- */

static void row_document(const Exporter *x, JsonOut *j, uint32_t reading)
{
    const Document *d = &x->c->readings[reading].doc;
    json_object(j, NULL);
    json_text(j, "type", "document");
    json_str(j, "document", export_document(x, reading));
    json_null(j, "path");
    json_null(j, "sha256");
    json_str(j, "media_type", d->media_type);
    json_str(j, "language", d->language);
    json_str(j, "title", d->title);
    json_str(j, "publisher", d->publisher);
    put_texts(j, "authors", d->authors, d->author_count);
    json_str(j, "published", d->published);
    Str how = published_how_name(d->published_how);
    json_str(j, "published_how", how.len ? how : STR_NONE);
    json_null(j, "bytes");
    json_array(j, "notes");
    for (size_t i = 0; i < d->note_count; i++) {
        if (str_eq(d->notes[i].code, S("file_says")))
            continue;           /* a camera's number or a place would lead to who held it */
        json_object(j, NULL);
        json_str(j, "code", d->notes[i].code);
        no_offsets(j);
        json_str(j, "text", d->notes[i].text);
        json_object_end(j);
    }
    json_array_end(j);
    json_object_end(j);
    json_line_end(j);
}

/* ---- claims ---- */

static void mention_head(const Exporter *x, JsonOut *j, const char *key, uint32_t reading, int32_t mention)
{
    const Mention *m = &x->c->readings[reading].mentions[mention];
    json_object(j, key);
    json_text(j, "type", "mention");
    put_id(x, j, "id", export_mention_id(x, reading, mention));
    json_str(j, "document", export_document(x, reading));
    json_null(j, "segment");
    no_offsets(j);
    json_str(j, "text", export_words(x, reading, m->span));
    json_str(j, "kind", mention_kind_name(m->kind));
    json_str(j, "rule", m->rule);
}

static void put_place(const Exporter *x, JsonOut *j, uint32_t reading, const Claim *claim)
{
    if (claim->place < 0) {
        json_null(j, "place");
        return;
    }
    const Mention *m = &x->c->readings[reading].mentions[claim->place];
    mention_head(x, j, "place", reading, claim->place);
    json_str(j, "name", m->name);
    json_str(j, "lemma", m->lemma);
    json_str(j, "place_id", m->place.place_id);
    json_str(j, "place_type", m->place.type);
    json_str(j, "admin1", m->place.admin1);
    json_str(j, "country", m->place.country);
    bool located = m->place.place_id.len && gate_on_map(x->site->view, claim->acts);
    put_coordinates(j, located, m->place.lat, m->place.lon, m->place.precision_m);
    json_str(j, "sense", place_sense_name(m->place.sense));
    json_i64(j, "candidates", m->place.candidates);
    json_object_end(j);
}

static void put_quantities(const Exporter *x, JsonOut *j, uint32_t reading, const Claim *claim)
{
    json_array(j, "quantities");
    for (size_t i = 0; i < claim->quantity_count; i++) {
        const QuantityFields *q = &x->c->readings[reading].mentions[claim->quantities[i]].quantity;
        mention_head(x, j, NULL, reading, claim->quantities[i]);
        put_bound(j, "low", q->low);
        put_bound(j, "high", q->high);
        json_bool(j, "approximate", q->approximate);
        json_str(j, "counted", q->counted);
        json_str(j, "who", q->who);
        json_str(j, "measure", measure_name(q->measure));
        json_object_end(j);
    }
    json_array_end(j);
}

static void put_party(const Exporter *x, JsonOut *j, const char *key, uint32_t reading, const Party *party)
{
    Str words = party->text.len ? party->text : export_words(x, reading, party->span);
    if (!words.len) {
        json_null(j, key);
        return;
    }
    json_object(j, key);
    json_str(j, "text", words);
    no_offsets(j);
    json_object_end(j);
}

static void put_chain(JsonOut *j, const Claim *claim)
{
    json_array(j, "chain");
    for (size_t i = 0; i < claim->chain_count; i++) {
        json_object(j, NULL);
        json_str(j, "name", claim->chain[i].name);
        no_offsets(j);
        json_str(j, "how", chain_how_name(claim->chain[i].how));
        json_object_end(j);
    }
    json_array_end(j);
}

static void row_claim(const Exporter *x, JsonOut *j, ClaimRef ref)
{
    const Reading *r = &x->c->readings[ref.reading];
    const Claim *claim = corpus_claim(x->c, ref);
    const Mention *place = claim->place >= 0 ? &r->mentions[claim->place] : NULL;
    bool located = place && place->place.place_id.len && gate_on_map(x->site->view, claim->acts);
    json_object(j, NULL);
    json_text(j, "type", "claim");
    put_id(x, j, "id", export_claim_id(x, ref));
    json_str(j, "document", export_document(x, ref.reading));
    no_offsets(j);
    json_str(j, "text", export_words(x, ref.reading, claim->span));
    put_acts(x, j, claim->acts);
    put_party(x, j, "by", ref.reading, &claim->by);
    put_party(x, j, "to", ref.reading, &claim->to);
    put_place(x, j, ref.reading, claim);
    json_str(j, "place_id", place && place->place.place_id.len ? place->place.place_id : STR_NONE);
    if (located) {
        json_double(j, "lat", place->place.lat, 6);
        json_double(j, "lon", place->place.lon, 6);
    } else {
        json_null(j, "lat");
        json_null(j, "lon");
    }
    json_str(j, "edtf", claim->edtf);
    json_str(j, "first", export_day(x, claim->first));
    json_str(j, "last", export_day(x, claim->last));
    json_str(j, "said_on", claim->said_on);
    put_quantities(x, j, ref.reading, claim);
    json_str(j, "modality", modality_name(claim->modality));
    put_chain(j, claim);
    json_str(j, "rule", claim->rule);
    json_object_end(j);
    json_line_end(j);
}

/* ---- derivations, origins, incidents, conflicts ---- */

static void put_end(const Exporter *x, JsonOut *j, const char *key, ClaimRef ref)
{
    if (ref.claim == CLAIM_NONE)
        json_str(j, key, export_document(x, ref.reading));
    else
        put_id(x, j, key, export_claim_id(x, ref));
}

static void row_derivation(const Exporter *x, JsonOut *j, const Derivation *d)
{
    bool hidden = (d->from.claim != CLAIM_NONE && !export_shown(x, d->from)) ||
                  (d->to.claim != CLAIM_NONE && !export_shown(x, d->to));
    if (hidden)
        return;
    json_object(j, NULL);
    json_text(j, "type", "derivation");
    put_end(x, j, "from", d->from);
    put_end(x, j, "to", d->to);
    json_str(j, "how", derivation_how_name(d->how));
    json_array(j, "passages");
    json_array_end(j);
    json_str(j, "evidence", d->evidence);
    json_object_end(j);
    json_line_end(j);
}

static void row_origin(const Exporter *x, JsonOut *j, size_t index)
{
    const Origin *o = &x->c->origins[index];
    json_object(j, NULL);
    json_text(j, "type", "origin");
    put_id(x, j, "id", export_group_id(x, o->claims, o->claim_count, "origin", index));
    json_str(j, "name", o->name);
    put_claim_ids(x, j, o->claims, o->claim_count);
    put_texts(j, "voices", o->voices, o->voice_count);
    put_texts(j, "why", o->why, o->why_count);
    json_object_end(j);
    json_line_end(j);
}

static void row_incident(const Exporter *x, JsonOut *j, size_t index)
{
    const Incident *i = &x->c->incidents[index];
    json_object(j, NULL);
    json_text(j, "type", "incident");
    put_id(x, j, "id", export_group_id(x, i->claims, i->claim_count, "incident", index));
    json_str(j, "title", i->title);
    json_str(j, "kind", incident_kind_name(i->kind));
    json_str(j, "place_id", i->place_id.len ? i->place_id : STR_NONE);
    bool located = i->place_id.len && gate_on_map(x->site->view, i->acts);
    put_coordinates(j, located, i->lat, i->lon, i->precision_m);
    json_str(j, "edtf", i->edtf);
    put_acts(x, j, i->acts);
    put_claim_ids(x, j, i->claims, i->claim_count);
    json_array(j, "documents");
    for (size_t k = 0; k < i->reading_count; k++)
        json_str(j, NULL, export_document(x, i->readings[k]));
    json_array_end(j);
    json_i64(j, "voices", i->voices);
    json_i64(j, "origins", i->origins);
    json_array(j, "quantities");
    for (size_t k = 0; k < i->quantity_count; k++) {
        const IncidentQuantity *q = &i->quantities[k];
        json_object(j, NULL);
        json_str(j, "counted", q->counted);
        json_str(j, "who", q->who);
        put_bound(j, "low", q->low);
        put_bound(j, "high", q->high);
        put_claim_ids(x, j, q->claims, q->claim_count);
        json_object_end(j);
    }
    json_array_end(j);
    json_str(j, "grade", i->grade);
    put_texts(j, "why", i->why, i->why_count);
    json_object_end(j);
    json_line_end(j);
}

static void row_conflict(const Exporter *x, JsonOut *j, size_t index)
{
    const Conflict *c = &x->c->conflicts[index];
    json_object(j, NULL);
    json_text(j, "type", "conflict");
    put_id(x, j, "id", id_make(S("conflict"), (Span){ 0, 0 }, S("conflict"), (unsigned)index));
    json_str(j, "kind", conflict_kind_name(c->kind));
    json_str(j, "verdict", verdict_name(c->verdict));
    json_array(j, "spans");
    for (size_t i = 0; i < c->span_count; i++) {
        json_object(j, NULL);
        json_str(j, "document", export_document(x, c->spans[i].reading));
        json_null(j, "path");
        no_offsets(j);
        json_object_end(j);
    }
    json_array_end(j);
    put_claim_ids(x, j, c->claims, c->claim_count);
    json_str(j, "why", c->why);
    json_object_end(j);
    json_line_end(j);
}

static void row_catalogue_entry(const Exporter *x, JsonOut *j, uint32_t reading, const CatalogueEntry *e)
{
    json_object(j, NULL);
    json_text(j, "type", "catalogue_entry");
    json_str(j, "document", export_document(x, reading));
    no_offsets(j);
    json_str(j, "title", e->title_text);
    put_texts(j, "authors", e->authors, e->author_count);
    json_str(j, "date", e->date);
    json_str(j, "language", e->language);
    json_i64(j, "work", e->work);
    put_texts(j, "notes", e->notes, e->note_count);
    json_object_end(j);
    json_line_end(j);
}

void export_jsonl(const Exporter *x)
{
    JsonOut j = { x->out, false };
    for (uint32_t r = 0; r < x->c->reading_count; r++) {
        const Reading *reading = &x->c->readings[r];
        row_document(x, &j, r);
        for (uint32_t i = 0; i < reading->claim_count; i++)
            if (export_shown(x, (ClaimRef){ r, i }))
                row_claim(x, &j, (ClaimRef){ r, i });
        for (size_t i = 0; i < reading->entry_count; i++)
            row_catalogue_entry(x, &j, r, &reading->entries[i]);
    }
    for (size_t i = 0; i < x->c->derivation_count; i++)
        row_derivation(x, &j, &x->c->derivations[i]);
    for (size_t i = 0; i < x->c->origin_count; i++)
        row_origin(x, &j, i);
    for (size_t i = 0; i < x->c->incident_count; i++)
        row_incident(x, &j, i);
    for (size_t i = 0; i < x->c->conflict_count; i++)
        row_conflict(x, &j, i);
}
