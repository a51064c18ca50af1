/* export_json.c -- the rows of design 04 as a redacted export: documents named by
 * entry, no hash, no offset, no file name; what is withheld keeps its row where
 * an incident has one, with nothing in it.
 */
#include "tell/export_in.h"

#include "base/auto.h"


static void row_end(Exporter *x, JsonOut *j)
{
    json_object_end(j);
    json_line_end(j);
    x->rows++;
}

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

void export_json_acts(const Exporter *x, JsonOut *j, const char *key, ActSet acts)
{
    json_array(j, key);
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

void export_json_figure(JsonOut *j, const IncidentQuantity *q)
{
    json_str(j, "counted", q->counted.len ? q->counted : STR_NONE);
    json_str(j, "who", q->who.len ? q->who : STR_NONE);
    put_bound(j, "low", q->low);
    put_bound(j, "high", q->high);
    json_bool(j, "high_open", q->high == QUANTITY_OPEN);
}

void export_json_about(const Exporter *x, JsonOut *j, const char *key)
{
    const ExportChoice *o = x->choice;
    AUTO_STRBUF place = { 0 };          /* typed by somebody: whatever it is, no protected name goes out */
    if (o->place.ptr)
        view_str(x->site->view, o->place, &place);
    json_object(j, key);
    json_text(j, "made_by", "dokaz " DOKAZ_VERSION);
    json_str(j, "log", export_log(x));
    json_text(j, "profile", o->coarse ? "public" : "full");
    if (o->coarse)
        json_str(j, "coordinates", export_coarse_note(x));
    json_str(j, "note", words_get(x->page.w, S("export.note")));
    json_object(j, "filter");
    json_str(j, "place", o->place.ptr ? strbuf_str(&place) : STR_NONE);
    json_str(j, "act", o->act);
    json_str(j, "from", export_day(x, o->from));
    json_str(j, "to", export_day(x, o->to));
    json_object_end(j);
    json_object_end(j);
}

static void put_claim_ids(const Exporter *x, JsonOut *j, const ClaimRef *claims, size_t count)
{
    json_array(j, "claims");
    for (size_t i = 0; i < count; i++)
        if (export_shown(x, claims[i]))
            put_id(x, j, NULL, export_claim_id(x, claims[i]));
    json_array_end(j);
}

static void put_lat_lon(JsonOut *j, ExportPoint p)
{
    if (p.located) {
        json_double(j, "lat", p.lat, 6);
        json_double(j, "lon", p.lon, 6);
    } else {
        json_null(j, "lat");
        json_null(j, "lon");
    }
}

/* `coarsened_m` stands only where something was moved, so that the rows stay those of design 04. */
static void put_coordinates(JsonOut *j, ExportPoint p)
{
    put_lat_lon(j, p);
    if (p.located)
        json_i64(j, "precision_m", p.precision_m);
    else
        json_null(j, "precision_m");
    if (p.coarsened_m)
        json_i64(j, "coarsened_m", p.coarsened_m);
}

/* ---- documents ---- */

static void row_document(Exporter *x, JsonOut *j, uint32_t reading)
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
    row_end(x, j);
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

static void put_place(const Exporter *x, JsonOut *j, ClaimRef ref)
{
    uint32_t reading = ref.reading;
    const Claim *claim = corpus_claim(x->c, ref);
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
    put_coordinates(j, export_claim_point(x, ref));
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

static void row_claim(Exporter *x, JsonOut *j, ClaimRef ref)
{
    const Reading *r = &x->c->readings[ref.reading];
    const Claim *claim = corpus_claim(x->c, ref);
    const Mention *place = claim->place >= 0 ? &r->mentions[claim->place] : NULL;
    json_object(j, NULL);
    json_text(j, "type", "claim");
    put_id(x, j, "id", export_claim_id(x, ref));
    json_str(j, "document", export_document(x, ref.reading));
    no_offsets(j);
    json_str(j, "text", export_words(x, ref.reading, claim->span));
    export_json_acts(x, j, "acts", claim->acts);
    put_party(x, j, "by", ref.reading, &claim->by);
    put_party(x, j, "to", ref.reading, &claim->to);
    put_place(x, j, ref);
    json_str(j, "place_id", place && place->place.place_id.len ? place->place.place_id : STR_NONE);
    put_lat_lon(j, export_claim_point(x, ref));
    json_str(j, "edtf", claim->edtf);
    json_str(j, "first", export_day(x, claim->first));
    json_str(j, "last", export_day(x, claim->last));
    json_str(j, "said_on", claim->said_on);
    put_quantities(x, j, ref.reading, claim);
    json_str(j, "modality", modality_name(claim->modality));
    put_chain(j, claim);
    json_str(j, "rule", claim->rule);
    row_end(x, j);
}

/* ---- derivations, origins, incidents, conflicts ---- */

static void put_end(const Exporter *x, JsonOut *j, const char *key, ClaimRef ref)
{
    if (ref.claim == CLAIM_NONE)
        json_str(j, key, export_document(x, ref.reading));
    else
        put_id(x, j, key, export_claim_id(x, ref));
}

static void row_derivation(Exporter *x, JsonOut *j, const Derivation *d)
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
    row_end(x, j);
}

static void row_origin(Exporter *x, JsonOut *j, size_t index)
{
    const Origin *o = &x->c->origins[index];
    json_object(j, NULL);
    json_text(j, "type", "origin");
    put_id(x, j, "id", export_group_id(x, o->claims, o->claim_count, "origin", index));
    json_str(j, "name", o->name);
    put_claim_ids(x, j, o->claims, o->claim_count);
    put_texts(j, "voices", o->voices, o->voice_count);
    put_texts(j, "why", o->why, o->why_count);
    row_end(x, j);
}

static void row_incident(Exporter *x, JsonOut *j, size_t index)
{
    const Incident *i = &x->c->incidents[index];
    json_object(j, NULL);
    json_text(j, "type", "incident");
    put_id(x, j, "id", export_group_id(x, i->claims, i->claim_count, "incident", index));
    json_str(j, "title", i->title);
    json_str(j, "kind", incident_kind_name(i->kind));
    json_str(j, "place_id", i->place_id.len ? i->place_id : STR_NONE);
    put_coordinates(j, export_incident_point(x, i));
    json_str(j, "edtf", i->edtf);
    export_json_acts(x, j, "acts", i->acts);
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
    row_end(x, j);
}

static void row_conflict(Exporter *x, JsonOut *j, size_t index)
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
    row_end(x, j);
}

static void row_catalogue_entry(Exporter *x, JsonOut *j, uint32_t reading, const CatalogueEntry *e)
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
    row_end(x, j);
}

/* One of its claims is in the export; with no filter everything is. */
static bool any_claim(const Exporter *x, const ClaimRef *claims, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (claims[i].claim == CLAIM_NONE ? export_reading(x, claims[i].reading) : export_claim(x, claims[i]))
            return true;
    return !export_filtered(x);
}

static void put_readings(Exporter *x, JsonOut *j)
{
    for (uint32_t r = 0; r < x->c->reading_count; r++) {
        const Reading *reading = &x->c->readings[r];
        if (!export_reading(x, r))
            continue;
        row_document(x, j, r);
        for (uint32_t i = 0; i < reading->claim_count; i++)
            if (export_claim(x, (ClaimRef){ r, i }))
                row_claim(x, j, (ClaimRef){ r, i });
        for (size_t i = 0; i < reading->entry_count && !export_filtered(x); i++)
            row_catalogue_entry(x, j, r, &reading->entries[i]);
    }
}

void export_jsonl(Exporter *x)
{
    JsonOut j = { x->out, false };
    put_readings(x, &j);
    for (size_t i = 0; i < x->c->derivation_count; i++)
        if (any_claim(x, (ClaimRef[]){ x->c->derivations[i].from, x->c->derivations[i].to }, 2))
            row_derivation(x, &j, &x->c->derivations[i]);
    for (size_t i = 0; i < x->c->origin_count; i++)
        if (any_claim(x, x->c->origins[i].claims, x->c->origins[i].claim_count))
            row_origin(x, &j, i);
    for (size_t i = 0; i < x->c->incident_count; i++)
        if (export_incident(x, i) || !export_filtered(x))
            row_incident(x, &j, i);
    for (size_t i = 0; i < x->c->conflict_count; i++)
        if (any_claim(x, x->c->conflicts[i].claims, x->c->conflicts[i].claim_count))
            row_conflict(x, &j, i);
}
