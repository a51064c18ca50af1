/* export_timemap.c -- incidents as events, sources and associations of TimeMap, and as rows of TimelineJS3.
 * docs/formats/timemap.md.
 *
 * TimeMap loads three files; all its values are texts. TimelineJS3 takes dates with empty months and days, which is
 * how much is known more often than not.
 */
#include "tell/export_in.h"

#include "base/auto.h"

/* ---- TimeMap ---- */

/* TimeMap reads month first where there are slashes; an ISO day cannot be misread. */
static void put_event(Exporter *x, JsonOut *j, size_t index)
{
    const Incident *i = &x->c->incidents[index];
    ExportPoint p = export_incident_point(x, i);
    AUTO_STRBUF text = { 0 };
    strbuf_add(&text, say_title(&x->page, i));
    for (size_t k = 0; k < i->quantity_count; k++) {
        strbuf_add(&text, k ? S("; ") : S(". "));
        strbuf_add(&text, export_figure(x, &i->quantities[k]));
    }
    json_object(j, NULL);
    json_str(j, "id", export_incident_id(x, index));
    json_str(j, "description", strbuf_str(&text));
    Str day = export_day(x, i->first), last = export_day(x, i->last);
    json_str(j, "date", day.len ? day : S(""));
    json_text(j, "time", "");
    json_str(j, "time_precision", i->edtf.len ? i->edtf : S(""));
    json_str(j, "end_date", last.len ? last : S(""));
    json_str(j, "location", i->place_id.len ? say_place(&x->page, i->place_id) : S(""));
    json_str(j, "latitude", p.located ? export_degrees(x, p.lat) : S(""));
    json_str(j, "longitude", p.located ? export_degrees(x, p.lon) : S(""));
    json_str(j, "location_precision", export_precision_label(&p));
    json_str(j, "precision_m", p.located ? arena_printf(x->arena, "%d", p.precision_m) : S(""));
    json_str(j, "category", incident_kind_name(i->kind));
    export_json_acts(x, j, "associations", i->acts);
    json_array(j, "sources");
    for (size_t k = 0; k < i->reading_count; k++)
        json_str(j, NULL, export_document(x, i->readings[k]));
    json_array_end(j);
    Str voices = say_number(&x->page, "count.voices", i->voices), origins = say_number(&x->page, "count.origins", i->origins);
    Str note = export_coarse_note(x);
    json_str(j, "comments", arena_printf(x->arena, STR_FMT ", " STR_FMT "%s" STR_FMT, STR_ARG(voices), STR_ARG(origins),
                                         note.len ? ". " : "", STR_ARG(note)));
    json_text(j, "graphic", "");        /* nobody has said */
    json_object_end(j);
    x->rows++;
}

void export_timemap(Exporter *x)
{
    JsonOut j = { x->out, false };
    json_array(&j, NULL);
    for (size_t i = 0; i < x->c->incident_count; i++)
        if (export_incident(x, i))
            put_event(x, &j, i);
    json_array_end(&j);
    json_line_end(&j);
}

static Str text_or_none(Str s)
{
    return s.len ? s : S("");
}

static void put_source(Exporter *x, JsonOut *j, uint32_t reading)
{
    const Document *d = &x->c->readings[reading].doc;
    Str name = export_document(x, reading), url = export_url(x, reading);
    AUTO_STRBUF authors = { 0 };
    for (size_t i = 0; i < d->author_count; i++) {
        strbuf_add(&authors, i ? S("; ") : S(""));
        strbuf_add(&authors, d->authors[i]);
    }
    json_object(j, arena_cstr(x->arena, name));
    json_str(j, "id", name);
    json_str(j, "title", say_document(&x->page, reading));
    json_text(j, "type", "Article");
    json_text(j, "thumbnail", "");
    json_array(j, "paths");
    if (url.len)
        json_str(j, NULL, url);
    json_array_end(j);
    json_str(j, "url", text_or_none(url));
    json_str(j, "author", arena_str(x->arena, strbuf_str(&authors)));
    json_str(j, "date", text_or_none(d->published));
    json_str(j, "description", text_or_none(d->publisher));
    json_object_end(j);
    x->rows++;
}

/* Only those of which an event of the other file tells. */
void export_timemap_sources(Exporter *x)
{
    JsonOut j = { x->out, false };
    bool *cited = arena_array(x->arena, bool, x->c->reading_count + 1);
    for (size_t i = 0; i < x->c->incident_count; i++)
        for (size_t k = 0; export_incident(x, i) && k < x->c->incidents[i].reading_count; k++)
            cited[x->c->incidents[i].readings[k]] = true;
    json_object(&j, NULL);
    for (uint32_t r = 0; r < x->c->reading_count; r++)
        if (cited[r])
            put_source(x, &j, r);
    json_object_end(&j);
    json_line_end(&j);
}

void export_timemap_associations(Exporter *x)
{
    JsonOut j = { x->out, false };
    ActSet used = 0;
    const Taxonomy *t = x->c->taxonomy;
    for (size_t i = 0; i < x->c->incident_count; i++)
        if (export_incident(x, i))
            used |= x->c->incidents[i].acts;
    json_array(&j, NULL);
    for (size_t i = 0; i < t->count; i++) {
        if (!(used >> i & 1))
            continue;
        Str label = say_acts(&x->page, (ActSet)1 << i);
        json_object(&j, NULL);
        json_str(&j, "id", t->act[i].code);
        json_str(&j, "title", label);
        json_str(&j, "desc", label);
        json_text(&j, "mode", "FILTER");
        json_array(&j, "filter_paths");
        json_str(&j, NULL, t->act[i].family);
        json_str(&j, NULL, t->act[i].code);
        json_array_end(&j);
        json_object_end(&j);
        x->rows++;
    }
    json_array_end(&j);
    json_line_end(&j);
}

/* ---- TimelineJS3 ---- */

/* Year, month, day as far as the interval is one: "2022-09" has no day, and its end is not written. */
typedef struct PartialDate {
    int  year, month, day;      /* 0: not known */
    bool has_end;
    int  end_year, end_month, end_day;
} PartialDate;

static PartialDate partial(int32_t first, int32_t last)
{
    PartialDate p = { .year = 0 };
    bool open_first = first == DAY_UNKNOWN, open_last = last == DAY_UNKNOWN || last == DAY_OPEN;
    if (open_first && open_last)
        return p;
    Civil a = day_to_civil(open_first ? last : first), b = day_to_civil(open_last ? first : last);
    p = (PartialDate){ a.year, a.month, a.day, false, 0, 0, 0 };
    bool month = a.day == 1 && b.day == month_length(b.year, b.month);
    if (a.year == b.year && a.month == b.month && a.day == b.day)
        return p;
    if (month)
        p.day = 0;
    if (month && a.month == 1 && b.month == 12)
        p.month = 0;
    if (a.year == b.year && (p.month == 0 || (p.day == 0 && a.month == b.month)))
        return p;
    p.has_end = true;
    p.end_year = b.year;
    p.end_month = p.month ? b.month : 0;
    p.end_day = p.day ? b.day : 0;
    return p;
}

static void cell_number(const Exporter *x, int n)
{
    export_cell(x, n ? arena_printf(x->arena, "%d", n) : STR_NONE);
}

/* TimelineJS takes the text for HTML. */
static Str as_html(const Exporter *x, Str text)
{
    AUTO_STRBUF b = { 0 };
    Html h = html_on(&b);
    html_text(&h, text);
    return arena_str(x->arena, strbuf_str(&b));
}

static Str slide_text(const Exporter *x, const Incident *i)
{
    AUTO_STRBUF b = { 0 };
    Html h = html_on(&b);
    for (size_t k = 0; k < i->quantity_count; k++) {
        HTML(&h, "<p>");
        html_text(&h, export_figure(x, &i->quantities[k]));
        HTML(&h, "</p>");
    }
    HTML(&h, "<p>");
    html_text(&h, say_number(&x->page, "count.voices", i->voices));
    html_text(&h, S(", "));
    html_text(&h, say_number(&x->page, "count.origins", i->origins));
    HTML(&h, "</p><p>");
    html_text(&h, export_publishers(x, i));
    HTML(&h, "</p>");
    return arena_str(x->arena, strbuf_str(&b));
}

/* A slide without any year cannot be placed: it is left out, and the document of the format says so. */
static void slide(Exporter *x, size_t index)
{
    const Incident *i = &x->c->incidents[index];
    PartialDate d = partial(i->first, i->last);
    if (!d.year)
        return;
    cell_number(x, d.year);
    cell_number(x, d.month);
    cell_number(x, d.day);
    export_cell(x, STR_NONE);
    cell_number(x, d.has_end ? d.end_year : 0);
    cell_number(x, d.has_end ? d.end_month : 0);
    cell_number(x, d.has_end ? d.end_day : 0);
    export_cell(x, STR_NONE);
    export_cell(x, say_dates(&x->page, i->first, i->last));
    export_cell(x, as_html(x, say_title(&x->page, i)));
    export_cell(x, slide_text(x, i));
    export_cell(x, STR_NONE);
    for (int k = 0; k < 4; k++)         /* credit, caption, thumbnail, type */
        export_cell(x, STR_NONE);
    export_cell(x, as_html(x, say_acts_short(&x->page, i->acts, 1)));
    export_cell(x, STR_NONE);
    export_row_end(x);
}

void export_timeline(Exporter *x)
{
    export_head(x, "Year,Month,Day,Time,End Year,End Month,End Day,End Time,Display Date,Headline,Text,Media,Media Credit,"
                "Media Caption,Media Thumbnail,Type,Group,Background");
    for (size_t i = 0; i < x->c->incident_count; i++)
        if (export_incident(x, i))
            slide(x, i);
}
