/* export_geojson.c -- incidents for maps, RFC 7946: one Feature an incident. docs/formats/geojson.md.
 *
 * A point without its error is a lie that a map draws well: every feature carries the metres and the word
 * for them. What is not located is a Feature without geometry, so that it is not lost on the way.
 */
#include "tell/export_in.h"

static void put_point(JsonOut *j, const ExportPoint *p)
{
    if (!p->located) {
        json_null(j, "geometry");
        return;
    }
    json_object(j, "geometry");
    json_text(j, "type", "Point");
    json_array(j, "coordinates");
    json_double(j, NULL, p->lon, 6);
    json_double(j, NULL, p->lat, 6);
    json_array_end(j);
    json_object_end(j);
}

static void put_precision(const Exporter *x, JsonOut *j, const ExportPoint *p)
{
    if (p->located)
        json_i64(j, "precision_m", p->precision_m);
    else
        json_null(j, "precision_m");
    json_str(j, "precision_label", export_precision_label(p));
    if (!p->coarsened_m)
        return;
    json_bool(j, "coarsened", true);
    json_i64(j, "coarsened_m", p->coarsened_m);
    json_str(j, "coarsened_note", export_coarse_note(x));
}

static void put_figures(const Exporter *x, JsonOut *j, const Incident *i)
{
    json_array(j, "figures");
    for (size_t k = 0; k < i->quantity_count; k++) {
        json_object(j, NULL);
        export_json_figure(j, &i->quantities[k]);
        json_str(j, "text", export_figure(x, &i->quantities[k]));
        json_object_end(j);
    }
    json_array_end(j);
}

static void put_sources(const Exporter *x, JsonOut *j, const Incident *i)
{
    json_array(j, "sources");
    for (size_t k = 0; k < i->reading_count; k++) {
        const Document *d = &x->c->readings[i->readings[k]].doc;
        json_object(j, NULL);
        json_str(j, "document", export_document(x, i->readings[k]));
        json_str(j, "title", d->title);
        json_str(j, "publisher", d->publisher);
        json_str(j, "published", d->published);
        json_object_end(j);
    }
    json_array_end(j);
}

static void put_feature(Exporter *x, JsonOut *j, size_t index)
{
    const Incident *i = &x->c->incidents[index];
    ExportPoint p = export_incident_point(x, i);
    Str id = export_incident_id(x, index), first = export_day(x, i->first), last = export_day(x, i->last);
    json_object(j, NULL);
    json_text(j, "type", "Feature");
    json_str(j, "id", id);
    put_point(j, &p);
    json_object(j, "properties");
    json_str(j, "dokaz_id", id);
    json_str(j, "title", say_title(&x->page, i));
    json_str(j, "kind", incident_kind_name(i->kind));
    export_json_acts(x, j, "acts", i->acts);
    json_str(j, "place", i->place_id.len ? say_place(&x->page, i->place_id) : STR_NONE);
    json_str(j, "place_id", i->place_id.len ? i->place_id : STR_NONE);
    put_precision(x, j, &p);
    json_str(j, "edtf", i->edtf.len ? i->edtf : STR_NONE);
    json_str(j, "first", first);
    json_str(j, "last", last);
    put_figures(x, j, i);
    json_i64(j, "voices", i->voices);
    json_i64(j, "origins", i->origins);
    json_str(j, "grade_suggested", i->grade.len ? i->grade : STR_NONE);
    put_sources(x, j, i);
    json_object_end(j);
    json_object_end(j);
    x->rows++;
}

void export_geojson(Exporter *x)
{
    JsonOut j = { x->out, false };
    json_object(&j, NULL);
    json_text(&j, "type", "FeatureCollection");
    export_json_about(x, &j, "dokaz");
    json_array(&j, "features");
    for (size_t i = 0; i < x->c->incident_count; i++) {
        if (!export_incident(x, i))
            continue;
        put_feature(x, &j, i);
    }
    json_array_end(&j);
    json_object_end(&j);
    json_line_end(&j);
}
