/* export_ftm.c -- FollowTheMoney as lines of JSON, for Aleph and Datashare. docs/formats/ftm.md.
 *
 * FtM knows no victim, no figure and no "alleged": what it cannot say stands as words in notes, and the full truth in
 * the JSON-LD export. A name in a text is a Mention; only who states something in a claim becomes a Person or
 * an Organization of its own, so that no record is made of somebody by the way.
 */
#include "tell/export_in.h"

#include "base/auto.h"
#include "model/edtf.h"

typedef struct Ftm {
    Exporter *x;
    JsonOut   j;
    Map       voices;           /* folded name -> 1: written */
} Ftm;

static Str ftm_id(const Exporter *x, const char *kind, Str name)
{
    Id id = id_make(name, (Span){ 0, 0 }, str_of(kind), 0);
    Str hex = export_id_text(x, id);
    return arena_printf(x->arena, "dokaz-%s-" STR_FMT, kind, STR_ARG(hex));
}

static Str document_id(const Exporter *x, uint32_t reading)
{
    return ftm_id(x, "document", export_document(x, reading));
}

static Str voice_id(const Exporter *x, Str name)
{
    return ftm_id(x, "voice", folded(&x->page, name));
}

static void entity(Ftm *f, Str id, const char *schema)
{
    json_object(&f->j, NULL);
    json_str(&f->j, "id", id);
    json_text(&f->j, "schema", schema);
    json_object(&f->j, "properties");
}

static void entity_end(Ftm *f)
{
    json_object_end(&f->j);
    json_object_end(&f->j);
    json_line_end(&f->j);
    f->x->rows++;
}

/* A property has a list of texts; what is not known is not there. */
static void put(Ftm *f, const char *name, Str value)
{
    if (!value.len)
        return;
    json_array(&f->j, name);
    json_str(&f->j, NULL, value);
    json_array_end(&f->j);
}

/* FtM dates are prefixes of ISO dates: of EDTF only those are handed on. */
static void put_date(Ftm *f, const char *name, Str edtf)
{
    int32_t first, last;
    if (edtf.len && edtf.ptr[edtf.len - 1] >= '0' && edtf.ptr[edtf.len - 1] <= '9' && edtf_days(edtf, &first, &last))
        put(f, name, edtf);
}

static void put_document(Ftm *f, uint32_t reading)
{
    const Document *d = &f->x->c->readings[reading].doc;
    entity(f, document_id(f->x, reading), "Article");
    put(f, "title", say_document(&f->x->page, reading));
    put(f, "publisher", d->publisher);
    if (d->author_count) {
        json_array(&f->j, "author");
        for (size_t i = 0; i < d->author_count; i++)
            json_str(&f->j, NULL, d->authors[i]);
        json_array_end(&f->j);
    }
    put_date(f, "publishedAt", d->published);
    put(f, "language", d->language);
    put(f, "mimeType", d->media_type);
    put(f, "sourceUrl", export_url(f->x, reading));
    Str entry = export_document(f->x, reading), log = export_log(f->x);
    put(f, "notes", arena_printf(f->x->arena, STR_FMT " of the log " STR_FMT, STR_ARG(entry), STR_ARG(log)));
    entity_end(f);
}

/* ---- who ---- */

static const char *schema_of(const Mention *m)
{
    return m->kind == MENTION_PERSON ? "Person" : "Organization";
}

static void put_mentions(Ftm *f, uint32_t reading)
{
    const Reading *r = &f->x->c->readings[reading];
    Map seen = { 0 };
    for (size_t i = 0; i < r->mention_count; i++) {
        const Mention *m = &r->mentions[i];
        bool person = m->kind == MENTION_PERSON && m->person.named && !m->person.protect;
        Str name = m->lemma.len ? m->lemma : m->name;
        if ((!person && m->kind != MENTION_ORGANISATION) || !name.len ||
            view_segment_withheld(f->x->site->view, reading, (uint32_t)m->segment) ||
            map_get(&seen, folded(&f->x->page, name)))
            continue;
        map_put(f->x->arena, &seen, folded(&f->x->page, name), 1);
        entity(f, ftm_id(f->x, "mention", export_id_text(f->x, export_mention_id(f->x, reading, (int32_t)i))), "Mention");
        put(f, "document", document_id(f->x, reading));
        put(f, "name", name);
        put(f, "detectedSchema", str_of(schema_of(m)));
        if (map_get(&f->voices, folded(&f->x->page, name)))
            put(f, "resolved", voice_id(f->x, name));
        entity_end(f);
    }
}

/* Somebody who states a claim: a publisher, an organisation, or a person who is not protected. */
static void put_voice(Ftm *f, const Reading *r, const ChainLink *link)
{
    const Mention *m = link->mention >= 0 ? &r->mentions[link->mention] : NULL;
    bool person = m && m->kind == MENTION_PERSON;
    bool organisation = link->how == CHAIN_PUBLISHER || (m && m->kind == MENTION_ORGANISATION);
    Str key = folded(&f->x->page, link->name);
    if (!key.len || (person ? m->person.protect || !m->person.named : !organisation) || map_get(&f->voices, key))
        return;
    map_put(f->x->arena, &f->voices, key, 1);
    entity(f, voice_id(f->x, link->name), person ? "Person" : "Organization");
    put(f, "name", link->name);
    if (person)
        put(f, "position", m->person.role);
    entity_end(f);
}

static void put_voices(Ftm *f)
{
    for (uint32_t r = 0; r < f->x->c->reading_count; r++) {
        const Reading *reading = &f->x->c->readings[r];
        for (uint32_t i = 0; i < reading->claim_count; i++)
            for (size_t k = 0; export_claim(f->x, (ClaimRef){ r, i }) && k < reading->claims[i].chain_count; k++)
                put_voice(f, reading, &reading->claims[i].chain[k]);
    }
}

/* ---- what ---- */

static Str event_id(const Exporter *x, size_t incident)
{
    return ftm_id(x, "event", export_incident_id(x, incident));
}

static void put_acts(Ftm *f, ActSet acts)
{
    if (!acts)
        return;
    export_json_acts(f->x, &f->j, "keywords", acts);
}

static void put_event(Ftm *f, size_t index)
{
    const Exporter *x = f->x;
    const Incident *i = &x->c->incidents[index];
    AUTO_STRBUF notes = { 0 };
    entity(f, event_id(x, index), "Event");
    put(f, "name", say_title(&x->page, i));
    if (i->first == i->last)
        put(f, "date", export_day(x, i->first));
    else {
        put(f, "startDate", export_day(x, i->first));
        put(f, "endDate", export_day(x, i->last));
    }
    put(f, "location", i->place_id.len ? say_place(&x->page, i->place_id) : STR_NONE);
    put_acts(f, i->acts);
    for (size_t k = 0; k < i->quantity_count; k++) {
        strbuf_add(&notes, k ? S("; ") : S(""));
        strbuf_add(&notes, export_figure(x, &i->quantities[k]));
    }
    put(f, "summary", strbuf_str(&notes));
    Str voices = say_number(&x->page, "count.voices", i->voices), origins = say_number(&x->page, "count.origins", i->origins);
    put(f, "notes", arena_printf(x->arena, STR_FMT ", " STR_FMT, STR_ARG(voices), STR_ARG(origins)));
    json_array(&f->j, "proof");
    for (size_t k = 0; k < i->reading_count; k++)
        json_str(&f->j, NULL, document_id(x, i->readings[k]));
    json_array_end(&f->j);
    entity_end(f);
}

/* What a document says of the event, in its masked words. */
static void put_note(Ftm *f, ClaimRef ref, size_t incident)
{
    const Exporter *x = f->x;
    const Claim *claim = corpus_claim(x->c, ref);
    Str modality = modality_name(claim->modality), chain = export_chain(x, claim);
    entity(f, ftm_id(x, "note", export_id_text(x, export_claim_id(x, ref))), "Note");
    put(f, "name", arena_printf(x->arena, STR_FMT ": " STR_FMT, STR_ARG(modality), STR_ARG(chain)));
    put(f, "description", export_line(x, ref.reading, claim->span));
    put(f, "entity", event_id(x, incident));
    put(f, "proof", document_id(x, ref.reading));
    entity_end(f);
}

void export_ftm(Exporter *x)
{
    Ftm f = { .x = x, .j = { x->out, false } };
    for (uint32_t r = 0; r < x->c->reading_count; r++)
        if (export_reading(x, r))
            put_document(&f, r);
    put_voices(&f);
    for (uint32_t r = 0; r < x->c->reading_count; r++)
        if (export_reading(x, r))
            put_mentions(&f, r);
    for (size_t i = 0; i < x->c->incident_count; i++) {
        const Incident *incident = &x->c->incidents[i];
        if (!export_incident(x, i))
            continue;
        put_event(&f, i);
        for (size_t k = 0; k < incident->claim_count; k++)
            if (export_claim(x, incident->claims[k]))
                put_note(&f, incident->claims[k], i);
    }
}
