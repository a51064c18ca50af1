/* export.c -- the table of formats, and what all of them share: ids, filters, coordinates. */
#include "tell/export_in.h"

#include "base/auto.h"
#include "tell/export_case.h"

#include <math.h>

/* ---- ids ---- */

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

Str export_incident_id(const Exporter *x, size_t incident)
{
    const Incident *i = &x->c->incidents[incident];
    Str *id = &x->incident_ids[incident];
    if (!id->ptr)
        *id = export_id_text(x, export_group_id(x, i->claims, i->claim_count, "incident", incident));
    return *id;
}

Str export_urn(const Exporter *x, Str name)
{
    Sha256 log = sha256(x->site->in->vkey);
    Str uuid = export_uuid(x->arena, &log, arena_cstr(x->arena, name));
    return arena_printf(x->arena, "urn:uuid:" STR_FMT, STR_ARG(uuid));
}

Str export_log(const Exporter *x)
{
    size_t plus = str_find(x->site->in->vkey, S("+"), 0);
    return str_slice(x->site->in->vkey, 0, plus);
}

/* ---- words ---- */

Str export_words(const Exporter *x, uint32_t reading, Span span)
{
    return span_is(span) ? view_text_str(x->site->view, x->arena, reading, span) : STR_NONE;
}

Str export_line(const Exporter *x, uint32_t reading, Span span)
{
    return say_words(&x->page, reading, span);
}

Str export_party(const Exporter *x, uint32_t reading, const Party *party)
{
    return party->text.len ? party->text : export_words(x, reading, party->span);
}

Str export_chain(const Exporter *x, const Claim *claim)
{
    AUTO_STRBUF b = { 0 };
    for (size_t i = 0; i < claim->chain_count; i++) {
        if (i)
            strbuf_add(&b, S(" > "));
        strbuf_add(&b, claim->chain[i].name);
    }
    return arena_str(x->arena, strbuf_str(&b));
}

Str export_day(const Exporter *x, int32_t day)
{
    if (day == DAY_UNKNOWN || day == DAY_OPEN)
        return STR_NONE;
    char text[11];
    day_format(day, text);
    return arena_str(x->arena, str_of(text));
}

Str export_bound(const Exporter *x, int64_t n)
{
    if (n == QUANTITY_OPEN)
        return S("open");
    return n == QUANTITY_UNKNOWN ? STR_NONE : arena_printf(x->arena, "%lld", (long long)n);
}

Str export_figure(const Exporter *x, const IncidentQuantity *q)
{
    Str range = say_range(&x->page, q->low, q->high, false), counted = say_counted(&x->page, q->counted, q->who);
    return arena_printf(x->arena, STR_FMT " " STR_FMT, STR_ARG(range), STR_ARG(counted));
}

Str export_publishers(const Exporter *x, const Incident *i)
{
    AUTO_STRBUF b = { 0 };
    Map seen = { 0 };
    for (size_t k = 0; k < i->reading_count; k++) {
        const Document *d = &x->c->readings[i->readings[k]].doc;
        Str name = d->publisher.len ? d->publisher : export_document(x, i->readings[k]);
        if (map_get(&seen, name))
            continue;
        map_put(x->arena, &seen, name, 1);
        strbuf_add(&b, b.len ? S("; ") : S(""));
        strbuf_add(&b, name);
    }
    return arena_str(x->arena, strbuf_str(&b));
}

/* ---- what is in it ---- */

bool export_filtered(const Exporter *x)
{
    const ExportChoice *o = x->choice;
    return o->place.ptr || o->act.ptr || o->from != DAY_UNKNOWN || o->to != DAY_UNKNOWN;
}

static bool wanted_days(const Exporter *x, int32_t first, int32_t last)
{
    int32_t from = x->choice->from, to = x->choice->to;
    if (from == DAY_UNKNOWN && to == DAY_UNKNOWN)
        return true;
    if (first == DAY_UNKNOWN && last == DAY_UNKNOWN)
        return false;
    return (to == DAY_UNKNOWN || first == DAY_UNKNOWN || first <= to) &&
           (from == DAY_UNKNOWN || last == DAY_UNKNOWN || last >= from);
}

static bool wanted(const Exporter *x, Str place_id, ActSet acts, int32_t first, int32_t last)
{
    if (x->format->gate == GATE_MAP && !gate_on_map(x->site->view, acts))
        return false;
    return (!x->choice->place.ptr || (place_id.len && map_get(&x->places, place_id))) &&
           (!x->acts || (acts & x->acts)) && wanted_days(x, first, last);
}

bool export_shown(const Exporter *x, ClaimRef ref)
{
    return ref.claim != CLAIM_NONE && !view_claim_withheld(x->site->view, ref);
}

static const Mention *place_of(const Exporter *x, ClaimRef ref)
{
    const Claim *claim = corpus_claim(x->c, ref);
    return claim->place >= 0 ? &x->c->readings[ref.reading].mentions[claim->place] : NULL;
}

bool export_claim(const Exporter *x, ClaimRef ref)
{
    if (!export_shown(x, ref))
        return false;
    const Claim *claim = corpus_claim(x->c, ref);
    const Mention *place = place_of(x, ref);
    return wanted(x, place ? place->place.place_id : STR_NONE, claim->acts, claim->first, claim->last);
}

/* Without claims it is withheld, and not to be counted. */
bool export_incident(const Exporter *x, size_t incident)
{
    const Incident *i = &x->c->incidents[incident];
    bool any = false;
    for (size_t k = 0; k < i->claim_count && !any; k++)
        any = export_shown(x, i->claims[k]);
    return any && wanted(x, i->place_id, i->acts, i->first, i->last);
}

bool export_reading(const Exporter *x, uint32_t reading)
{
    if (!export_filtered(x))
        return true;
    for (uint32_t i = 0; i < x->c->readings[reading].claim_count; i++)
        if (export_claim(x, (ClaimRef){ reading, i }))
            return true;
    return false;
}

static bool all_plain(const Exporter *x, uint32_t reading)
{
    size_t count;
    ArenaMark mark = arena_mark(x->arena);
    ViewPiece *pieces = view_pieces(x->site->view, x->arena, reading,
                                    (Span){ 0, view_text_len(x->site->view, reading) }, &count);
    bool plain = true;
    for (size_t i = 0; i < count; i++)
        plain &= pieces[i].number == 0;
    arena_rewind(x->arena, mark);
    return plain;
}

bool export_open(const Exporter *x, uint32_t reading)
{
    if (!x->open[reading])
        x->open[reading] = all_plain(x, reading) ? 1 : 2;
    return x->open[reading] == 1;
}

Str export_url(const Exporter *x, uint32_t reading)
{
    Str url = x->c->readings[reading].doc.url;
    return url.len && export_open(x, reading) ? url : STR_NONE;
}

/* Every place that is called so, or lies in what is called so. */
static Status find_places(Exporter *x, Error *err)
{
    Str asked = folded(&x->page, x->choice->place);
    for (uint32_t r = 0; r < x->c->reading_count; r++)
        for (size_t i = 0; i < x->c->readings[r].mention_count; i++) {
            const Mention *m = &x->c->readings[r].mentions[i];
            if (m->kind != MENTION_PLACE || !m->place.place_id.len)
                continue;
            if (str_eq(m->place.place_id, x->choice->place) || str_eq(folded(&x->page, m->name), asked) ||
                str_eq(folded(&x->page, m->lemma), asked) || str_eq(folded(&x->page, m->place.admin1), asked))
                map_put(x->arena, &x->places, m->place.place_id, 1);
        }
    return x->places.count ? OK : fail(err, ERR_NOT_FOUND, "no place of this case is called '" STR_FMT "': `dokaz places find`"
                                       " tells how a place is written, `dokaz incidents` which are here",
                                       STR_ARG(x->choice->place));
}

static Status find_act(Exporter *x, Error *err)
{
    AUTO_STRBUF codes = { 0 };
    x->acts = act_bit(x->c->taxonomy, x->choice->act);
    if (x->acts)
        return OK;
    for (size_t i = 0; i < x->c->taxonomy->count; i++) {
        strbuf_add(&codes, i ? S(", ") : S(""));
        strbuf_add(&codes, x->c->taxonomy->act[i].code);
    }
    return fail(err, ERR_NOT_FOUND, "there is no act '" STR_FMT "': " STR_FMT, STR_ARG(x->choice->act),
                STR_ARG(strbuf_str(&codes)));
}

/* ---- where ---- */

/* The public profile's raster: a point goes to the middle of its square. Half the diagonal of a square of a
 * tenth of a degree is 7.9 km at the equator, less elsewhere. */
#define RASTER_DEGREES  0.1
#define RASTER_METRES   7900

static double on_raster(double degrees)
{
    return (floor(degrees / RASTER_DEGREES) + 0.5) * RASTER_DEGREES;
}

static ExportPoint point_of(const Exporter *x, bool known, ActSet acts, double lat, double lon, int32_t precision)
{
    ExportPoint p = { known && gate_on_map(x->site->view, acts), lat, lon, precision, 0 };
    if (!p.located)
        return (ExportPoint){ false, 0, 0, 0, 0 };
    if (x->choice->coarse) {
        p.lat = on_raster(lat);
        p.lon = on_raster(lon);
        p.coarsened_m = RASTER_METRES;
        p.precision_m = precision + RASTER_METRES;
    }
    return p;
}

ExportPoint export_claim_point(const Exporter *x, ClaimRef ref)
{
    const Mention *m = place_of(x, ref);
    if (!m)
        return (ExportPoint){ false, 0, 0, 0, 0 };
    return point_of(x, m->place.place_id.len > 0, corpus_claim(x->c, ref)->acts, m->place.lat, m->place.lon,
                    m->place.precision_m);
}

ExportPoint export_incident_point(const Exporter *x, const Incident *i)
{
    return point_of(x, i->place_id.len > 0, i->acts, i->lat, i->lon, i->precision_m);
}

Str export_precision_label(const ExportPoint *p)
{
    static const struct { int32_t metres; Str label; } labels[] = {
        { 100, S("exact") }, { 1000, S("vicinity") }, { 10000, S("locality") }, { 40000, S("raion") },
        { 150000, S("oblast") },
    };
    if (!p->located)
        return S("unknown");
    for (size_t i = 0; i < sizeof labels / sizeof *labels; i++)
        if (p->precision_m <= labels[i].metres)
            return labels[i].label;
    return S("country");
}

Str export_coarse_note(const Exporter *x)
{
    return x->choice->coarse ? words_get(x->page.w, S("export.coarse")) : STR_NONE;
}

/* ---- the table, and the door ---- */

const ExportFormat export_formats[] = {
    { "csv",            "claims, one a row",                                   GATE_TABLE, true,  export_csv_claims },
    { "csv-incidents",  "incidents, one a row for each of their figures",      GATE_TABLE, true,  export_csv_incidents },
    { "jsonl",          "everything that may leave, as lines of JSON",         GATE_TABLE, false, export_jsonl },
    { "geojson",        "incidents for maps (RFC 7946)",                       GATE_MAP,   false, export_geojson },
    { "jsonld",         "claims as Web Annotations, with PROV-O",              GATE_TABLE, false, export_jsonld },
    { "ftm",            "FollowTheMoney, for Aleph and Datashare",             GATE_TABLE, false, export_ftm },
    { "timemap",        "events for TimeMap",                                  GATE_MAP,   false, export_timemap },
    { "timemap-sources", "the sources of these events",                        GATE_MAP,   false, export_timemap_sources },
    { "timemap-associations", "the kinds of acts, as TimeMap's filters",       GATE_MAP,   false, export_timemap_associations },
    { "timelinejs",     "incidents for TimelineJS3, dates as far as known",    GATE_MAP,   true,  export_timeline },
    { "uwazi",          "incidents for Uwazi",                                 GATE_TABLE, true,  export_uwazi },
    { "atlos",          "incidents for Atlos",                                 GATE_MAP,   true,  export_atlos },
    { "acled",          "incidents in ACLED's columns",                        GATE_MAP,   true,  export_acled },
    { "csl",            "documents to be cited, CSL-JSON",                     GATE_TABLE, false, export_csl },
    { "bibtex",         "the same for BibTeX",                                 GATE_TABLE, false, export_bibtex },
    { "ris",            "the same as RIS",                                     GATE_TABLE, false, export_ris },
    { "atom",           "a feed of incidents and of what was corrected",       GATE_MAP,   false, export_atom },
};
const size_t export_format_count = sizeof export_formats / sizeof *export_formats;

const ExportFormat *export_format_of(Str name)
{
    for (size_t i = 0; i < export_format_count; i++)
        if (str_eq(name, str_of(export_formats[i].name)))
            return &export_formats[i];
    return NULL;
}

Status tell_export(const Site *site, const ExportFormat *format, const ExportChoice *choice, StrBuf *out, size_t *rows,
                   Error *err)
{
    Words *words = NULL;
    AUTO_ARENA arena = arena_create();
    Status status = gate_export(site->view, format->gate, err);

    if (status == OK)
        status = words_load(arena, choice->language, &words, err);
    if (status != OK)
        return status;
    Exporter x = { .site = site, .c = site->corpus, .arena = arena, .out = out, .format = format, .choice = choice,
                   .open = arena_array(arena, uint8_t, site->corpus->reading_count + 1),
                   .incident_ids = arena_array(arena, Str, site->corpus->incident_count + 1),
                   .page = { .site = site, .view = site->view, .c = site->corpus, .arena = arena, .w = words } };
    if (choice->place.ptr)
        status = find_places(&x, err);
    if (status == OK && choice->act.ptr)
        status = find_act(&x, err);
    if (status != OK)
        return status;
    if (choice->mark && format->table)
        strbuf_utf8(out, 0xFEFF);
    format->write(&x);
    *rows = x.rows;
    return OK;
}
