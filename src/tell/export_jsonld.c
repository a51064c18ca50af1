/* export_jsonld.c -- the graph of claims as JSON-LD: W3C Web Annotation for the words that carry a claim, PROV-O for
 * what rests on what. docs/formats/jsonld.md.
 *
 * The context stands in the file: nothing is fetched to read it. Positions are characters of the document's text and
 * leave only where nothing of the document is hidden; elsewhere a claim has its masked words alone.
 */
#include "tell/export_in.h"

#include "base/auto.h"

/* Terms that are ids, so that graphs join on them; all other values are texts and numbers. */
static const struct { const char *term, *iri; bool is_id; } context[] = {
    { "oa",             "http://www.w3.org/ns/oa#",             false },
    { "prov",           "http://www.w3.org/ns/prov#",           false },
    { "dcterms",        "http://purl.org/dc/terms/",            false },
    { "geo",            "http://www.w3.org/2003/01/geo/wgs84_pos#", false },
    { "rdfs",           "http://www.w3.org/2000/01/rdf-schema#", false },
    { "dokaz",          "urn:dokaz:terms#",                     false },
    { "hasTarget",      "oa:hasTarget",                         true },
    { "hasSource",      "oa:hasSource",                         true },
    { "hasSelector",    "oa:hasSelector",                       true },
    { "hasBody",        "oa:hasBody",                           true },
    { "motivatedBy",    "oa:motivatedBy",                       true },
    { "wasDerivedFrom", "prov:wasDerivedFrom",                  true },
    { "wasGeneratedBy", "prov:wasGeneratedBy",                  true },
    { "wasAssociatedWith", "prov:wasAssociatedWith",            true },
    { "incident",       "dokaz:incident",                       true },
    { "origin",         "dokaz:origin",                         true },
    { "document",       "dokaz:document",                       true },
};

typedef struct Ld {
    Exporter *x;
    JsonOut   j;
    Str       text;             /* of the document that is being written, when nothing of it is hidden */
    uint32_t  byte, character;  /* how far positions were counted in it */
    Str      *origins;          /* names of their nodes, made when first asked for: an origin may have very many claims */
    size_t   *first, *next;     /* derivations of a reading as a list, each index plus one: [reading], [derivation] */
} Ld;

static Str node(const Ld *ld, const char *kind, Str id)
{
    return export_urn(ld->x, arena_printf(ld->x->arena, "%s " STR_FMT, kind, STR_ARG(id)));
}

static Str document_node(const Ld *ld, uint32_t reading)   { return node(ld, "document", export_document(ld->x, reading)); }
static Str claim_node(const Ld *ld, ClaimRef ref)
{
    return node(ld, "claim", export_id_text(ld->x, export_claim_id(ld->x, ref)));
}
static Str incident_node(const Ld *ld, size_t i)           { return node(ld, "incident", export_incident_id(ld->x, i)); }
static Str reading_node(const Ld *ld)                      { return node(ld, "activity", S("read")); }
static Str program_node(const Ld *ld)                      { return node(ld, "agent", S("dokaz " DOKAZ_VERSION)); }

static Str origin_node(const Ld *ld, size_t i)
{
    const Origin *o = &ld->x->c->origins[i];
    if (!ld->origins[i].ptr)
        ld->origins[i] = node(ld, "origin", export_id_text(ld->x, export_group_id(ld->x, o->claims, o->claim_count, "origin", i)));
    return ld->origins[i];
}

static void begin(Ld *ld, Str id, const char *type)
{
    json_object(&ld->j, NULL);
    json_str(&ld->j, "@id", id);
    json_text(&ld->j, "@type", type);
}

static void end(Ld *ld)
{
    json_object_end(&ld->j);
}

static void put(Ld *ld, const char *key, Str value)
{
    if (value.len)
        json_str(&ld->j, key, value);
}

static void write_context(Ld *ld)
{
    json_object(&ld->j, "@context");
    for (size_t i = 0; i < sizeof context / sizeof *context; i++) {
        if (!context[i].is_id) {
            json_text(&ld->j, context[i].term, context[i].iri);
            continue;
        }
        json_object(&ld->j, context[i].term);
        json_text(&ld->j, "@id", context[i].iri);
        json_text(&ld->j, "@type", "@id");
        json_object_end(&ld->j);
    }
    json_object_end(&ld->j);
}

static void write_frame(Ld *ld)
{
    begin(ld, program_node(ld), "prov:SoftwareAgent");
    json_text(&ld->j, "rdfs:label", "dokaz " DOKAZ_VERSION);
    end(ld);
    begin(ld, reading_node(ld), "prov:Activity");
    json_text(&ld->j, "rdfs:label", "read by a machine; no person has judged it");
    json_str(&ld->j, "wasAssociatedWith", program_node(ld));
    end(ld);
}

/* ---- documents ---- */

static void write_document(Ld *ld, uint32_t reading)
{
    const Exporter *x = ld->x;
    const Document *d = &x->c->readings[reading].doc;
    begin(ld, document_node(ld, reading), "prov:Entity");
    put(ld, "dcterms:identifier", export_document(x, reading));
    put(ld, "dcterms:title", d->title);
    put(ld, "dcterms:publisher", d->publisher);
    if (d->author_count) {
        json_array(&ld->j, "dcterms:creator");
        for (size_t i = 0; i < d->author_count; i++)
            json_str(&ld->j, NULL, d->authors[i]);
        json_array_end(&ld->j);
    }
    put(ld, "dcterms:issued", d->published);
    put(ld, "dcterms:language", d->language);
    put(ld, "dcterms:format", d->media_type);
    put(ld, "dcterms:source", export_url(x, reading));
    json_array(&ld->j, "wasDerivedFrom");
    for (size_t i = ld->first[reading]; i; i = ld->next[i - 1]) {
        const Derivation *v = &x->c->derivations[i - 1];
        if (v->from.claim == CLAIM_NONE && v->to.claim == CLAIM_NONE)
            json_str(&ld->j, NULL, document_node(ld, v->to.reading));
    }
    json_array_end(&ld->j);
    end(ld);
}

/* ---- claims ---- */

/* Characters before a byte; spans come in order, so that each character is counted once. */
static uint32_t characters_to(Ld *ld, uint32_t byte)
{
    if (byte < ld->byte)
        ld->byte = ld->character = 0;
    for (; ld->byte < byte && ld->byte < ld->text.len; ld->byte++)
        ld->character += (ld->text.ptr[ld->byte] & 0xC0) != 0x80;
    return ld->character;
}

static void write_selectors(Ld *ld, ClaimRef ref)
{
    const Claim *claim = corpus_claim(ld->x->c, ref);
    json_array(&ld->j, "hasSelector");
    json_object(&ld->j, NULL);
    json_text(&ld->j, "@type", "oa:TextQuoteSelector");
    json_str(&ld->j, "oa:exact", export_words(ld->x, ref.reading, claim->span));
    json_object_end(&ld->j);
    if (ld->text.ptr) {
        json_object(&ld->j, NULL);
        json_text(&ld->j, "@type", "oa:TextPositionSelector");
        json_i64(&ld->j, "oa:start", characters_to(ld, claim->span.start));
        json_i64(&ld->j, "oa:end", characters_to(ld, claim->span.end));
        json_object_end(&ld->j);
    }
    json_array_end(&ld->j);
}

static void write_quantities(Ld *ld, const Reading *r, const Claim *claim)
{
    if (!claim->quantity_count)
        return;
    json_array(&ld->j, "dokaz:quantity");
    for (size_t i = 0; i < claim->quantity_count; i++) {
        const QuantityFields *q = &r->mentions[claim->quantities[i]].quantity;
        json_object(&ld->j, NULL);
        put(ld, "dokaz:low", export_bound(ld->x, q->low));
        put(ld, "dokaz:high", export_bound(ld->x, q->high));
        put(ld, "dokaz:counted", q->counted);
        put(ld, "dokaz:who", q->who);
        json_object_end(&ld->j);
    }
    json_array_end(&ld->j);
}

static void write_place(Ld *ld, const ExportPoint *p, Str name, Str place_id)
{
    if (!name.len)
        return;
    json_object(&ld->j, "dokaz:place");
    json_str(&ld->j, "rdfs:label", name);
    put(ld, "dokaz:placeId", place_id);
    if (p->located) {
        json_double(&ld->j, "geo:lat", p->lat, 6);
        json_double(&ld->j, "geo:long", p->lon, 6);
        json_i64(&ld->j, "dokaz:precisionMetres", p->precision_m);
    }
    json_str(&ld->j, "dokaz:precision", export_precision_label(p));
    if (p->coarsened_m)
        json_i64(&ld->j, "dokaz:coarsenedMetres", p->coarsened_m);
    json_object_end(&ld->j);
}

/* The chain is a list: its order is what it says. */
static void write_chain(Ld *ld, const Claim *claim)
{
    json_object(&ld->j, "dokaz:chain");
    json_array(&ld->j, "@list");
    for (size_t i = 0; i < claim->chain_count; i++)
        json_str(&ld->j, NULL, claim->chain[i].name);
    json_array_end(&ld->j);
    json_object_end(&ld->j);
}

static void write_body(Ld *ld, ClaimRef ref)
{
    const Exporter *x = ld->x;
    const Reading *r = &x->c->readings[ref.reading];
    const Claim *claim = corpus_claim(x->c, ref);
    const Mention *place = claim->place >= 0 ? &r->mentions[claim->place] : NULL;
    ExportPoint p = export_claim_point(x, ref);
    json_object(&ld->j, "hasBody");
    json_text(&ld->j, "@type", "dokaz:Claim");
    export_json_acts(x, &ld->j, "dokaz:act", claim->acts);
    put(ld, "dokaz:by", export_party(x, ref.reading, &claim->by));
    put(ld, "dokaz:to", export_party(x, ref.reading, &claim->to));
    put(ld, "dokaz:happened", claim->edtf);
    put(ld, "dokaz:said", claim->said_on);
    put(ld, "dokaz:modality", modality_name(claim->modality));
    write_place(ld, &p, place ? place->lemma.len ? place->lemma : place->name : STR_NONE,
                place ? place->place.place_id : STR_NONE);
    write_quantities(ld, r, claim);
    write_chain(ld, claim);
    json_object_end(&ld->j);
}

static void write_claim(Ld *ld, ClaimRef ref)
{
    const Exporter *x = ld->x;
    int32_t incident = x->site->incident_of[ref.reading][ref.claim], origin = x->site->origin_of[ref.reading][ref.claim];
    begin(ld, claim_node(ld, ref), "oa:Annotation");
    json_text(&ld->j, "motivatedBy", "oa:describing");
    json_object(&ld->j, "hasTarget");
    json_str(&ld->j, "hasSource", document_node(ld, ref.reading));
    write_selectors(ld, ref);
    json_object_end(&ld->j);
    write_body(ld, ref);
    json_str(&ld->j, "wasGeneratedBy", reading_node(ld));
    if (incident != NO_INDEX && export_incident(x, (size_t)incident))
        json_str(&ld->j, "incident", incident_node(ld, (size_t)incident));
    if (origin != NO_INDEX)
        json_str(&ld->j, "origin", origin_node(ld, (size_t)origin));
    json_array(&ld->j, "wasDerivedFrom");
    for (size_t i = ld->first[ref.reading]; i; i = ld->next[i - 1]) {
        const Derivation *v = &x->c->derivations[i - 1];
        if (v->from.claim == ref.claim && export_shown(x, v->to))
            json_str(&ld->j, NULL, claim_node(ld, v->to));
    }
    json_array_end(&ld->j);
    end(ld);
    ld->x->rows++;
}

static void write_claims(Ld *ld, uint32_t reading)
{
    const Exporter *x = ld->x;
    bool open = export_open(x, reading);
    ld->text = open ? export_words(x, reading, (Span){ 0, view_text_len(x->site->view, reading) }) : STR_NONE;
    ld->byte = ld->character = 0;
    for (uint32_t i = 0; i < x->c->readings[reading].claim_count; i++)
        if (export_claim(x, (ClaimRef){ reading, i }))
            write_claim(ld, (ClaimRef){ reading, i });
}

/* ---- incidents, origins ---- */

static void write_incident(Ld *ld, size_t index)
{
    const Exporter *x = ld->x;
    const Incident *i = &x->c->incidents[index];
    ExportPoint p = export_incident_point(x, i);
    begin(ld, incident_node(ld, index), "dokaz:Incident");
    json_str(&ld->j, "rdfs:label", say_title(&x->page, i));
    export_json_acts(x, &ld->j, "dokaz:act", i->acts);
    put(ld, "dokaz:happened", i->edtf);
    write_place(ld, &p, i->place_id.len ? say_place(&x->page, i->place_id) : STR_NONE, i->place_id);
    json_i64(&ld->j, "dokaz:voices", i->voices);
    json_i64(&ld->j, "dokaz:origins", i->origins);
    put(ld, "dokaz:gradeSuggested", i->grade);
    json_array(&ld->j, "document");
    for (size_t k = 0; k < i->reading_count; k++)
        json_str(&ld->j, NULL, document_node(ld, i->readings[k]));
    json_array_end(&ld->j);
    json_str(&ld->j, "wasGeneratedBy", reading_node(ld));
    end(ld);
}

static void write_origin(Ld *ld, size_t index)
{
    const Origin *o = &ld->x->c->origins[index];
    bool any = false;
    for (size_t i = 0; i < o->claim_count && !any; i++)
        any = export_claim(ld->x, o->claims[i]);
    if (!any)
        return;
    begin(ld, origin_node(ld, index), "dokaz:Origin");
    put(ld, "rdfs:label", o->name);
    json_array(&ld->j, "dokaz:voice");
    for (size_t i = 0; i < o->voice_count; i++)
        json_str(&ld->j, NULL, o->voices[i]);
    json_array_end(&ld->j);
    end(ld);
}

static void make_indices(Ld *ld)
{
    const Corpus *c = ld->x->c;
    ld->first = arena_array(ld->x->arena, size_t, c->reading_count + 1);
    ld->origins = arena_array(ld->x->arena, Str, c->origin_count + 1);
    ld->next = arena_array(ld->x->arena, size_t, c->derivation_count + 1);
    for (size_t i = c->derivation_count; i-- > 0; ) {
        size_t *first = &ld->first[c->derivations[i].from.reading];
        ld->next[i] = *first;
        *first = i + 1;
    }
}

void export_jsonld(Exporter *x)
{
    Ld ld = { .x = x, .j = { x->out, false }, .text = STR_NONE };
    make_indices(&ld);
    json_object(&ld.j, NULL);
    write_context(&ld);
    json_array(&ld.j, "@graph");
    write_frame(&ld);
    for (uint32_t r = 0; r < x->c->reading_count; r++) {
        if (!export_reading(x, r))
            continue;
        write_document(&ld, r);
        write_claims(&ld, r);
    }
    for (size_t i = 0; i < x->c->incident_count; i++)
        if (export_incident(x, i))
            write_incident(&ld, i);
    for (size_t i = 0; i < x->c->origin_count; i++)
        write_origin(&ld, i);
    json_array_end(&ld.j);
    json_object_end(&ld.j);
    json_line_end(&ld.j);
}
