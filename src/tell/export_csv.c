/* export_csv.c -- comma-separated tables (RFC 4180): the cells that all tables share, claims, incidents. */
#include "tell/export_in.h"

#include "base/auto.h"

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

void export_head(const Exporter *x, const char *names)
{
    strbuf_add(x->out, str_of(names));
    strbuf_add(x->out, S("\r\n"));
}

void export_cell(const Exporter *x, Str value)
{
    csv_cell(x->out, value);
    strbuf_char(x->out, ',');
}

void export_cell_i64(const Exporter *x, int64_t n)
{
    strbuf_i64(x->out, n);
    strbuf_char(x->out, ',');
}

Str export_degrees(const Exporter *x, double degrees)
{
    AUTO_STRBUF b = { 0 };
    JsonOut j = { &b, false };
    json_double(&j, NULL, degrees, 6);
    return arena_str(x->arena, strbuf_str(&b));
}

/* A number, not a text that a spreadsheet might run: a minus stays bare. */
void export_cell_degrees(const Exporter *x, bool is, double degrees)
{
    if (is)
        strbuf_add(x->out, export_degrees(x, degrees));
    strbuf_char(x->out, ',');
}

void export_row_end(Exporter *x)
{
    x->out->len--;                  /* the comma after the last cell */
    strbuf_add(x->out, S("\r\n"));
    x->rows++;
}

static void cell_point(const Exporter *x, ExportPoint p)
{
    export_cell_degrees(x, p.located, p.lat);
    export_cell_degrees(x, p.located, p.lon);
    export_cell(x, p.located ? arena_printf(x->arena, "%d", p.precision_m) : STR_NONE);
    export_cell(x, export_precision_label(&p));
    export_cell(x, p.coarsened_m ? arena_printf(x->arena, "%d", p.coarsened_m) : STR_NONE);
}

/* Several values in one cell stand between bars, as other tools of the field read them. */
typedef Str (*QuantityPart)(const Exporter *x, const QuantityFields *q);

static Str part_low(const Exporter *x, const QuantityFields *q)     { return export_bound(x, q->low); }
static Str part_high(const Exporter *x, const QuantityFields *q)    { return export_bound(x, q->high); }
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
    export_cell(x, strbuf_str(&b));
}

/* ---- claims ---- */

static void claim_row(Exporter *x, ClaimRef ref)
{
    const Reading *r = &x->c->readings[ref.reading];
    const Claim *claim = corpus_claim(x->c, ref);
    const Mention *place = claim->place >= 0 ? &r->mentions[claim->place] : NULL;
    int32_t incident = x->site->incident_of[ref.reading][ref.claim];
    export_cell(x, export_id_text(x, export_claim_id(x, ref)));
    export_cell(x, incident == NO_INDEX ? STR_NONE : export_incident_id(x, (size_t)incident));
    export_cell(x, export_document(x, ref.reading));
    export_cell(x, r->doc.title);
    export_cell(x, r->doc.publisher);
    export_cell(x, export_words(x, ref.reading, claim->span));
    export_cell(x, acts_join(x->arena, x->c->taxonomy, claim->acts, '|'));
    export_cell(x, export_party(x, ref.reading, &claim->by));
    export_cell(x, export_party(x, ref.reading, &claim->to));
    export_cell(x, place ? place->lemma.len ? place->lemma : place->name : STR_NONE);
    export_cell(x, place ? place->place.place_id : STR_NONE);
    cell_point(x, export_claim_point(x, ref));
    export_cell(x, export_day(x, claim->first));
    export_cell(x, export_day(x, claim->last));
    export_cell(x, claim->edtf);
    cell_quantities(x, r, claim, part_low);
    cell_quantities(x, r, claim, part_high);
    cell_quantities(x, r, claim, part_counted);
    cell_quantities(x, r, claim, part_who);
    export_cell(x, modality_name(claim->modality));
    export_cell(x, export_chain(x, claim));
    export_cell(x, claim->said_on);
    export_row_end(x);
}

void export_csv_claims(Exporter *x)
{
    export_head(x, "dokaz_id,incident,document,title,publisher,text,acts,by,to,place,place_id,latitude,longitude,"
                "precision_m,precision_label,coarsened_m,first,last,edtf,low,high,counted,who,modality,voices,said_on");
    for (uint32_t r = 0; r < x->c->reading_count; r++)
        for (uint32_t i = 0; i < x->c->readings[r].claim_count; i++)
            if (export_claim(x, (ClaimRef){ r, i }))
                claim_row(x, (ClaimRef){ r, i });
}

/* ---- incidents ---- */

static void incident_row(Exporter *x, size_t index, const IncidentQuantity *q)
{
    const Incident *i = &x->c->incidents[index];
    export_cell(x, export_incident_id(x, index));
    export_cell(x, i->title);
    export_cell(x, incident_kind_name(i->kind));
    export_cell(x, acts_join(x->arena, x->c->taxonomy, i->acts, '|'));
    export_cell(x, i->place_id.len ? say_place(&x->page, i->place_id) : STR_NONE);
    export_cell(x, i->place_id);
    cell_point(x, export_incident_point(x, i));
    export_cell(x, export_day(x, i->first));
    export_cell(x, export_day(x, i->last));
    export_cell(x, i->edtf);
    export_cell(x, q ? export_bound(x, q->low) : STR_NONE);
    export_cell(x, q ? export_bound(x, q->high) : STR_NONE);
    export_cell(x, q ? q->counted : STR_NONE);
    export_cell(x, q ? q->who : STR_NONE);
    export_cell_i64(x, (int64_t)i->reading_count);
    export_cell_i64(x, i->voices);
    export_cell_i64(x, i->origins);
    export_cell(x, i->grade);
    export_row_end(x);
}

void export_csv_incidents(Exporter *x)
{
    export_head(x, "dokaz_id,title,kind,acts,place,place_id,latitude,longitude,precision_m,precision_label,coarsened_m,"
                "first,last,edtf,low,high,counted,who,documents,voices,origins,grade_suggested");
    for (size_t i = 0; i < x->c->incident_count; i++) {
        const Incident *incident = &x->c->incidents[i];
        if (!export_incident(x, i))
            continue;
        for (size_t k = 0; k < incident->quantity_count; k++)
            incident_row(x, i, &incident->quantities[k]);
        if (!incident->quantity_count)
            incident_row(x, i, NULL);
    }
}
