/* export.c -- comma-separated tables (RFC 4180) and what both exports share. */
#include "tell/export_in.h"

#include "base/auto.h"
#include "base/json_out.h"
#include "guard/gate.h"

/* ---- shared ---- */

Str export_document(const Exporter *x, uint32_t reading)
{
    return arena_printf(x->arena, "entry:%lld", (long long)document_number(x->site, reading));
}

Id export_claim_id(const Exporter *x, ClaimRef ref)
{
    return id_make(export_document(x, ref.reading), (Span){ 0, 0 }, S("claim"), ref.claim);
}

Id export_mention_id(const Exporter *x, uint32_t reading, int32_t mention)
{
    return id_make(export_document(x, reading), (Span){ 0, 0 }, S("mention"), (unsigned)mention);
}

Id export_group_id(const Exporter *x, const ClaimRef *claims, size_t count, const char *kind, size_t index)
{
    bool any = false;
    Id least = { { 0 } };
    for (size_t i = 0; i < count; i++) {
        if (claims[i].claim == CLAIM_NONE)
            continue;
        Id id = export_claim_id(x, claims[i]);
        if (!any || id_cmp(id, least) < 0)
            least = id;
        any = true;
    }
    return any ? least : id_make(S("group"), (Span){ 0, 0 }, str_of(kind), (unsigned)index);
}

Str export_id_text(const Exporter *x, Id id)
{
    char hex[ID_HEX + 1];
    id_format(id, hex);
    return arena_str(x->arena, str_of(hex));
}

Str export_words(const Exporter *x, uint32_t reading, Span span)
{
    return span_is(span) ? view_text_str(x->site->view, x->arena, reading, span) : STR_NONE;
}

Str export_day(const Exporter *x, int32_t day)
{
    if (day == DAY_UNKNOWN || day == DAY_OPEN)
        return STR_NONE;
    char text[11];
    day_format(day, text);
    return arena_str(x->arena, str_of(text));
}

bool export_shown(const Exporter *x, ClaimRef ref)
{
    return ref.claim != CLAIM_NONE && !view_claim_withheld(x->site->view, ref);
}

/* ---- cells ---- */

/* Spreadsheets run what begins so; the quote makes it text. */
static bool runs_as_formula(Str value)
{
    return value.len && memchr("=+-@\t\r", value.ptr[0], 6) != NULL;
}

void csv_cell(StrBuf *out, Str value)
{
    bool formula = runs_as_formula(value), quoted = false;
    for (size_t i = 0; i < value.len && !quoted; i++)
        quoted = value.ptr[i] == ',' || value.ptr[i] == '"' || value.ptr[i] == '\n' || value.ptr[i] == '\r';
    if (quoted)
        strbuf_char(out, '"');
    if (formula)
        strbuf_char(out, '\'');
    for (size_t i = 0; i < value.len; i++) {
        if (value.ptr[i] == '"')
            strbuf_char(out, '"');
        strbuf_char(out, value.ptr[i]);
    }
    if (quoted)
        strbuf_char(out, '"');
}

static void cell(const Exporter *x, Str value)
{
    csv_cell(x->out, value);
    strbuf_char(x->out, ',');
}

static void cell_i64(const Exporter *x, int64_t n)
{
    strbuf_i64(x->out, n);
    strbuf_char(x->out, ',');
}

static void cell_degrees(const Exporter *x, double degrees)
{
    JsonOut j = { x->out, false };
    json_double(&j, NULL, degrees, 6);
    strbuf_char(x->out, ',');
}

static void row_end(const Exporter *x)
{
    x->out->len--;                  /* the comma after the last cell */
    strbuf_add(x->out, S("\r\n"));
}

static Str bound(const Exporter *x, int64_t n)
{
    if (n == QUANTITY_OPEN)
        return S("open");
    return n == QUANTITY_UNKNOWN ? STR_NONE : arena_printf(x->arena, "%lld", (long long)n);
}

/* Several values in one cell stand between bars, as other tools of the field read them. */
typedef Str (*QuantityPart)(const Exporter *x, const QuantityFields *q);

static Str part_low(const Exporter *x, const QuantityFields *q)     { return bound(x, q->low); }
static Str part_high(const Exporter *x, const QuantityFields *q)    { return bound(x, q->high); }
static Str part_counted(const Exporter *x, const QuantityFields *q) { (void)x; return q->counted; }
static Str part_who(const Exporter *x, const QuantityFields *q)     { (void)x; return q->who; }

static void cell_quantities(const Exporter *x, const Reading *r, const Claim *claim, QuantityPart part)
{
    AUTO_STRBUF b = { 0 };
    for (size_t i = 0; i < claim->quantity_count; i++) {
        if (i)
            strbuf_char(&b, '|');
        strbuf_add(&b, part(x, &r->mentions[claim->quantities[i]].quantity));
    }
    cell(x, strbuf_str(&b));
}

/* ---- claims ---- */

static void cell_place(const Exporter *x, Str name, Str place_id, bool located, double lat, double lon,
                       int32_t precision)
{
    cell(x, name);
    cell(x, place_id);
    if (located) {
        cell_degrees(x, lat);
        cell_degrees(x, lon);
        cell_i64(x, precision);
    } else {
        strbuf_add(x->out, S(",,,"));
    }
}

static Str place_name(const Exporter *x, Str place_id)
{
    const int64_t *at = place_id.len ? map_get(&x->site->place_names, place_id) : NULL;
    return at ? x->site->place_name[*at] : place_id;
}

static void cell_chain(const Exporter *x, const Claim *claim)
{
    AUTO_STRBUF b = { 0 };
    for (size_t i = 0; i < claim->chain_count; i++) {
        if (i)
            strbuf_add(&b, S(" > "));
        strbuf_add(&b, claim->chain[i].name);
    }
    cell(x, strbuf_str(&b));
}

static Str party_text(const Exporter *x, uint32_t reading, const Party *party)
{
    return party->text.len ? party->text : export_words(x, reading, party->span);
}

static Str incident_id(const Exporter *x, size_t index)
{
    const Incident *i = &x->c->incidents[index];
    return export_id_text(x, export_group_id(x, i->claims, i->claim_count, "incident", index));
}

static void claim_row(const Exporter *x, ClaimRef ref)
{
    const Reading *r = &x->c->readings[ref.reading];
    const Claim *claim = corpus_claim(x->c, ref);
    const Mention *place = claim->place >= 0 ? &r->mentions[claim->place] : NULL;
    int32_t incident = x->site->incident_of[ref.reading][ref.claim];
    cell(x, export_id_text(x, export_claim_id(x, ref)));
    cell(x, incident == NO_INDEX ? STR_NONE : incident_id(x, (size_t)incident));
    cell(x, export_document(x, ref.reading));
    cell(x, r->doc.title);
    cell(x, r->doc.publisher);
    cell(x, export_words(x, ref.reading, claim->span));
    cell(x, acts_join(x->arena, x->c->taxonomy, claim->acts, '|'));
    cell(x, party_text(x, ref.reading, &claim->by));
    cell(x, party_text(x, ref.reading, &claim->to));
    if (place)
        cell_place(x, place->lemma.len ? place->lemma : place->name, place->place.place_id,
                   place->place.place_id.len && gate_on_map(x->site->view, claim->acts),
                   place->place.lat, place->place.lon, place->place.precision_m);
    else
        cell_place(x, STR_NONE, STR_NONE, false, 0, 0, 0);
    cell(x, export_day(x, claim->first));
    cell(x, export_day(x, claim->last));
    cell(x, claim->edtf);
    cell_quantities(x, r, claim, part_low);
    cell_quantities(x, r, claim, part_high);
    cell_quantities(x, r, claim, part_counted);
    cell_quantities(x, r, claim, part_who);
    cell(x, modality_name(claim->modality));
    cell_chain(x, claim);
    cell(x, claim->said_on);
    row_end(x);
}

static void export_claims(const Exporter *x)
{
    strbuf_add(x->out, S("dokaz_id,incident,document,title,publisher,text,acts,by,to,place,place_id,latitude,"
                         "longitude,precision_m,first,last,edtf,low,high,counted,who,modality,voices,"
                         "said_on\r\n"));
    for (uint32_t r = 0; r < x->c->reading_count; r++)
        for (uint32_t i = 0; i < x->c->readings[r].claim_count; i++)
            if (export_shown(x, (ClaimRef){ r, i }))
                claim_row(x, (ClaimRef){ r, i });
}

/* ---- incidents ---- */

static void incident_row(const Exporter *x, size_t index, const IncidentQuantity *q)
{
    const Incident *i = &x->c->incidents[index];
    cell(x, incident_id(x, index));
    cell(x, i->title);
    cell(x, incident_kind_name(i->kind));
    cell(x, acts_join(x->arena, x->c->taxonomy, i->acts, '|'));
    bool located = i->place_id.len && gate_on_map(x->site->view, i->acts);
    cell_place(x, place_name(x, i->place_id), i->place_id, located, i->lat, i->lon, i->precision_m);
    cell(x, export_day(x, i->first));
    cell(x, export_day(x, i->last));
    cell(x, i->edtf);
    cell(x, q ? bound(x, q->low) : STR_NONE);
    cell(x, q ? bound(x, q->high) : STR_NONE);
    cell(x, q ? q->counted : STR_NONE);
    cell(x, q ? q->who : STR_NONE);
    cell_i64(x, (int64_t)i->reading_count);
    cell_i64(x, i->voices);
    cell_i64(x, i->origins);
    cell(x, i->grade);
    row_end(x);
}

static void export_incidents(const Exporter *x)
{
    strbuf_add(x->out, S("dokaz_id,title,kind,acts,place,place_id,latitude,longitude,precision_m,first,last,"
                         "edtf,low,high,counted,who,documents,voices,origins,grade_suggested\r\n"));
    for (size_t i = 0; i < x->c->incident_count; i++) {
        const Incident *incident = &x->c->incidents[i];
        for (size_t k = 0; k < incident->quantity_count; k++)
            incident_row(x, i, &incident->quantities[k]);
        /* without claims it is withheld, and not to be counted */
        if (!incident->quantity_count && incident->claim_count)
            incident_row(x, i, NULL);
    }
}

/* ---- the door ---- */

static const struct {
    const char  *name;
    ExportFormat format;
    void       (*write)(const Exporter *x);
} formats[] = {
    { "csv",           EXPORT_CSV,           export_claims },
    { "csv-incidents", EXPORT_CSV_INCIDENTS, export_incidents },
    { "jsonl",         EXPORT_JSONL,         export_jsonl },
};

bool export_format_of(Str name, ExportFormat *ret)
{
    for (size_t i = 0; i < sizeof formats / sizeof *formats; i++)
        if (str_eq(name, str_of(formats[i].name))) {
            *ret = formats[i].format;
            return true;
        }
    return false;
}

Status tell_export(const Site *site, ExportFormat format, StrBuf *out, Error *err)
{
    Status status = gate_export(site->view, GATE_TABLE, err);
    if (status != OK)
        return status;
    AUTO_ARENA arena = arena_create();
    Exporter x = { site, site->corpus, arena, out };
    for (size_t i = 0; i < sizeof formats / sizeof *formats; i++)
        if (formats[i].format == format)
            formats[i].write(&x);
    return OK;
}
