/* export_profiles.c -- incidents in the columns of other tools: Uwazi, Atlos, ACLED. docs/formats/profiles.md.
 *
 * What their columns cannot say is put into their free text, and a column that would have to be guessed stays empty.
 */
#include "tell/asset.h"
#include "tell/export_in.h"

#include "base/auto.h"
#include "base/vec.h"

/* Figures and how many say so, as one text. */
static Str account(const Exporter *x, const Incident *i)
{
    AUTO_STRBUF b = { 0 };
    for (size_t k = 0; k < i->quantity_count; k++) {
        strbuf_add(&b, export_figure(x, &i->quantities[k]));
        strbuf_add(&b, S("; "));
    }
    strbuf_add(&b, say_number(&x->page, "count.voices", i->voices));
    strbuf_add(&b, S(", "));
    strbuf_add(&b, say_number(&x->page, "count.origins", i->origins));
    Str note = export_coarse_note(x);
    if (note.len) {
        strbuf_add(&b, S(". "));
        strbuf_add(&b, note);
    }
    return arena_str(x->arena, strbuf_str(&b));
}

/* ---- Uwazi ---- */

/* Bars part the values of a cell and colons the levels of a thesaurus: neither stands in a label. */
static Str label(const Exporter *x, Str s)
{
    char *copy = arena_raw(x->arena, s.len + 1);
    for (size_t i = 0; i < s.len; i++)
        copy[i] = s.ptr[i] == '|' || s.ptr[i] == ':' ? ' ' : s.ptr[i];
    return (Str){ copy, s.len };
}

static void cell_acts(const Exporter *x, ActSet acts)
{
    AUTO_STRBUF b = { 0 };
    for (size_t i = 0; i < x->c->taxonomy->count; i++) {
        if (!(acts >> i & 1))
            continue;
        strbuf_add(&b, b.len ? S("|") : S(""));
        strbuf_add(&b, label(x, x->c->taxonomy->act[i].family));
        strbuf_add(&b, S("::"));
        strbuf_add(&b, label(x, say_acts(&x->page, (ActSet)1 << i)));
    }
    export_cell(x, strbuf_str(&b));
}

static Str slashed(const Exporter *x, int32_t day)
{
    if (day == DAY_UNKNOWN || day == DAY_OPEN)
        return S("");
    Civil c = day_to_civil(day);
    return arena_printf(x->arena, "%04d/%02d/%02d", c.year, c.month, c.day);
}

static void cell_range(const Exporter *x, const Incident *i)
{
    Str from = slashed(x, i->first), to = slashed(x, i->last);
    export_cell(x, from.len || to.len ? arena_printf(x->arena, STR_FMT ":" STR_FMT, STR_ARG(from), STR_ARG(to)) : STR_NONE);
}

/* "label|address" of the first document that has one. */
static void cell_link(const Exporter *x, const Incident *i)
{
    for (size_t k = 0; k < i->reading_count; k++) {
        Str url = export_url(x, i->readings[k]);
        if (!url.len || str_find(url, S("|"), 0) != SIZE_MAX)
            continue;
        Str name = label(x, say_document(&x->page, i->readings[k]));
        export_cell(x, arena_printf(x->arena, STR_FMT "|" STR_FMT, STR_ARG(name), STR_ARG(url)));
        return;
    }
    export_cell(x, STR_NONE);
}

static void uwazi_row(Exporter *x, size_t index)
{
    const Incident *i = &x->c->incidents[index];
    ExportPoint p = export_incident_point(x, i);
    export_cell(x, say_title(&x->page, i));
    export_cell(x, export_incident_id(x, index));
    export_cell(x, account(x, i));
    cell_acts(x, i->acts);
    cell_range(x, i);
    export_cell(x, i->edtf);
    export_cell(x, i->place_id.len ? say_place(&x->page, i->place_id) : STR_NONE);
    Str lat = export_degrees(x, p.lat), lon = export_degrees(x, p.lon);
    export_cell(x, p.located ? arena_printf(x->arena, STR_FMT "|" STR_FMT, STR_ARG(lat), STR_ARG(lon)) : STR_NONE);
    export_cell(x, export_precision_label(&p));
    export_cell_i64(x, i->voices);
    export_cell_i64(x, i->origins);
    export_cell(x, export_publishers(x, i));
    cell_link(x, i);
    export_row_end(x);
}

void export_uwazi(Exporter *x)
{
    export_head(x, "title,dokaz_id,description,acts,happened,edtf,place,location_geolocation,location_precision,voices,origins,"
                "sources,link");
    for (size_t i = 0; i < x->c->incident_count; i++)
        if (export_incident(x, i))
            uwazi_row(x, i);
}

/* ---- Atlos ---- */

#define ATLOS_SOURCES 20

static size_t addresses(const Exporter *x, const Incident *i, Str *ret)
{
    size_t count = 0;
    for (size_t k = 0; k < i->reading_count && count < ATLOS_SOURCES; k++) {
        Str url = export_url(x, i->readings[k]);
        if (url.len)
            ret[count++] = url;
    }
    return count;
}

static void atlos_row(Exporter *x, size_t index, size_t columns)
{
    const Incident *i = &x->c->incidents[index];
    ExportPoint p = export_incident_point(x, i);
    Str urls[ATLOS_SOURCES];
    size_t count = addresses(x, i, urls);
    Str title = say_title(&x->page, i), more = account(x, i);
    export_cell(x, arena_printf(x->arena, STR_FMT ". " STR_FMT, STR_ARG(title), STR_ARG(more)));
    export_cell(x, S("To Do"));
    /* What shows harm may be graphic: the other answer would be a promise. */
    export_cell(x, i->acts & acts_harm(x->c->taxonomy) ? S("Graphic Violence") : S("Not Sensitive"));
    export_cell_degrees(x, p.located, p.lat);
    export_cell_degrees(x, p.located, p.lon);
    export_cell(x, export_incident_id(x, index));
    for (size_t k = 0; k < columns; k++)
        export_cell(x, k < count ? urls[k] : STR_NONE);
    export_row_end(x);
}

void export_atlos(Exporter *x)
{
    size_t columns = 1;
    Str urls[ATLOS_SOURCES];
    AUTO_STRBUF head = { 0 };
    for (size_t i = 0; i < x->c->incident_count; i++) {
        size_t count = export_incident(x, i) ? addresses(x, &x->c->incidents[i], urls) : 0;
        columns = count > columns ? count : columns;
    }
    strbuf_add(&head, S("description,status,sensitive,latitude,longitude,dokaz_id"));
    for (size_t k = 1; k <= columns; k++)
        strbuf_printf(&head, ",source_%zu", k);
    export_head(x, head.ptr);
    for (size_t i = 0; i < x->c->incident_count; i++)
        if (export_incident(x, i))
            atlos_row(x, i, columns);
}

/* ---- ACLED ---- */

/* A row of data/export/acled.tsv. */
typedef struct Rule {
    Str kind, of, a, b, c;
} Rule;

typedef VEC(Rule) Rules;

static void rules_load(Arena *arena, Rules *ret)
{
    Str rest = asset_bytes(S("acled.tsv"));
    for (Str line; str_cut(&rest, '\n', &line); ) {
        Rule r = { .kind = STR_NONE };
        Str *cells[] = { &r.kind, &r.of, &r.a, &r.b, &r.c };
        if (!line.len || line.ptr[0] == '#')
            continue;
        for (size_t i = 0; i < sizeof cells / sizeof *cells; i++)
            str_cut(&line, '\t', cells[i]);
        vec_push(arena, ret, r);
    }
}

static const Rule *rule_named(const Rules *rules, Str kind, Str of)
{
    for (size_t i = 0; i < rules->count; i++)
        if (str_eq(rules->at[i].kind, kind) && str_eq(rules->at[i].of, of))
            return &rules->at[i];
    return NULL;
}

static const Rule *rule_of_act(const Exporter *x, const Rules *rules, ActSet acts)
{
    for (size_t i = 0; i < rules->count; i++)
        if (str_eq(rules->at[i].kind, S("act")) && (acts & act_bit(x->c->taxonomy, rules->at[i].of)))
            return &rules->at[i];
    return NULL;
}

/* The code of the first row whose measure is not exceeded. */
static Str code_up_to(const Rules *rules, Str kind, int64_t measure)
{
    int64_t most;
    for (size_t i = 0; i < rules->count; i++)
        if (str_eq(rules->at[i].kind, kind) && str_to_i64(rules->at[i].of, &most) && measure <= most)
            return rules->at[i].a;
    return STR_NONE;
}

static Str coded(const Rule *rule, Str cell)
{
    return rule && !str_eq(cell, S("-")) ? cell : STR_NONE;
}

typedef struct Coding {
    Rules rules;
    Map   places;           /* place id -> place_at */
    VEC(const Mention *) place_at;
} Coding;

static void index_places(const Exporter *x, Coding *c)
{
    for (size_t r = 0; r < x->c->reading_count; r++)
        for (size_t i = 0; i < x->c->readings[r].mention_count; i++) {
            const Mention *m = &x->c->readings[r].mentions[i];
            if (m->kind != MENTION_PLACE || !m->place.place_id.len || map_get(&c->places, m->place.place_id))
                continue;
            map_put(x->arena, &c->places, m->place.place_id, (int64_t)c->place_at.count);
            vec_push(x->arena, &c->place_at, m);
        }
}

/* The doer, where every claim that names one names the same; in the words of the source, never a code. */
static Str only_doer(const Exporter *x, const Incident *i)
{
    Str doer = STR_NONE;
    for (size_t k = 0; k < i->claim_count; k++) {
        if (!export_shown(x, i->claims[k]) || corpus_claim(x->c, i->claims[k])->modality > MODALITY_ALLEGED)
            continue;       /* denied, planned, supposed: nobody is said to have done it */
        Str by = export_party(x, i->claims[k].reading, &corpus_claim(x->c, i->claims[k])->by);
        if (doer.len && by.len && !str_eq(folded(&x->page, doer), folded(&x->page, by)))
            return STR_NONE;
        doer = doer.len ? doer : by;
    }
    return doer;
}

/* Deaths of the incident, when one thing counted is deaths: several populations are never added. */
static const IncidentQuantity *deaths_of(const Incident *i, const Rules *rules)
{
    const IncidentQuantity *found = NULL;
    for (size_t k = 0; k < i->quantity_count; k++) {
        if (!rule_named(rules, S("death"), i->quantities[k].counted))
            continue;
        if (found)
            return NULL;
        found = &i->quantities[k];
    }
    return found;
}

static bool on_civilians(const Incident *i, const Rules *rules, const Rule *act)
{
    if (act && str_eq(act->b, S("Violence against civilians")))
        return true;
    for (size_t k = 0; k < i->quantity_count; k++)
        if (i->quantities[k].who.len && rule_named(rules, S("civilian"), i->quantities[k].who))
            return act != NULL;
    return false;
}

static Str latest_seal(const Exporter *x, const Incident *i)
{
    int64_t latest = -1, t;
    for (size_t k = 0; k < i->reading_count && x->site->in->documents; k++)
        if (time_parse(x->site->in->documents[i->readings[k]].sealed, &t) && t > latest)
            latest = t;
    return latest < 0 ? STR_NONE : arena_printf(x->arena, "%lld", (long long)latest);
}

static void cells_of_place(const Exporter *x, const Coding *c, const Incident *i)
{
    const int64_t *at = i->place_id.len ? map_get(&c->places, i->place_id) : NULL;
    const Mention *m = at ? c->place_at.at[*at] : NULL;
    const Rule *country = m ? rule_named(&c->rules, S("country"), m->place.country) : NULL;
    ExportPoint p = export_incident_point(x, i);
    export_cell(x, country ? country->b : STR_NONE);
    export_cell(x, country ? country->c : STR_NONE);
    export_cell(x, country ? country->a : STR_NONE);
    export_cell(x, m ? m->place.admin1 : STR_NONE);
    export_cell(x, STR_NONE);
    export_cell(x, STR_NONE);
    export_cell(x, i->place_id.len ? say_place(&x->page, i->place_id) : STR_NONE);
    export_cell_degrees(x, p.located, p.lat);
    export_cell_degrees(x, p.located, p.lon);
    export_cell(x, p.located ? code_up_to(&c->rules, S("geo"), p.precision_m) : STR_NONE);
}

static void cells_of_deaths(const Exporter *x, const IncidentQuantity *deaths)
{
    bool exact = deaths && deaths->low == deaths->high;
    Str low = deaths ? export_bound(x, deaths->low) : STR_NONE, high = deaths ? export_bound(x, deaths->high) : STR_NONE;
    export_cell(x, low);
    export_cell(x, exact ? low : STR_NONE);
    export_cell(x, high);
}

static void acled_row(Exporter *x, const Coding *c, size_t index)
{
    const Incident *i = &x->c->incidents[index];
    const Rule *act = rule_of_act(x, &c->rules, i->acts);
    const IncidentQuantity *deaths = deaths_of(i, &c->rules);
    Str title = say_title(&x->page, i), more = account(x, i);
    bool days = i->first != DAY_UNKNOWN && i->last != DAY_UNKNOWN && i->last != DAY_OPEN;
    export_cell(x, export_incident_id(x, index));
    export_cell(x, export_day(x, i->first));
    export_cell(x, i->first == DAY_UNKNOWN ? STR_NONE : arena_printf(x->arena, "%d", day_to_civil(i->first).year));
    export_cell(x, days ? code_up_to(&c->rules, S("time"), (int64_t)i->last - i->first + 1) : STR_NONE);
    export_cell(x, coded(act, act ? act->a : STR_NONE));
    export_cell(x, coded(act, act ? act->b : STR_NONE));
    export_cell(x, coded(act, act ? act->c : STR_NONE));
    export_cell(x, only_doer(x, i));
    for (int k = 0; k < 6; k++)         /* assoc_actor_1, inter1, actor2, assoc_actor_2, inter2, interaction */
        export_cell(x, STR_NONE);
    export_cell(x, on_civilians(i, &c->rules, act) ? S("Civilian targeting") : STR_NONE);
    cells_of_place(x, c, i);
    export_cell(x, export_publishers(x, i));
    export_cell(x, STR_NONE);
    export_cell(x, arena_printf(x->arena, STR_FMT ". " STR_FMT, STR_ARG(title), STR_ARG(more)));
    export_cell(x, deaths && deaths->low == deaths->high ? export_bound(x, deaths->low) : STR_NONE);
    export_cell(x, STR_NONE);
    export_cell(x, latest_seal(x, i));
    cells_of_deaths(x, deaths);
    export_row_end(x);
}

void export_acled(Exporter *x)
{
    Coding c = { .places = { 0 } };
    rules_load(x->arena, &c.rules);
    index_places(x, &c);
    export_head(x, "event_id_cnty,event_date,year,time_precision,disorder_type,event_type,sub_event_type,actor1,assoc_actor_1,"
                "inter1,actor2,assoc_actor_2,inter2,interaction,civilian_targeting,iso,region,country,admin1,admin2,admin3,"
                "location,latitude,longitude,geo_precision,source,source_scale,notes,fatalities,tags,timestamp,deaths_low,"
                "deaths_best,deaths_high");
    for (size_t i = 0; i < x->c->incident_count; i++)
        if (export_incident(x, i))
            acled_row(x, &c, i);
}
