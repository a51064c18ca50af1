/* parse_geojson.c -- outlines for the map out of GeoJSON (RFC 7946), as the table that tell/ground.h reads.
 *
 * The answer: "name TAB kind TAB points", a shape a line: an area (each ring), a line, or a spot; or one line
 * "wrong: ..." that says where and what. Points nearer than NEAR to the
 * one before are left out: nobody sees them, and a layer stays small.
 */
#include "keep/parse_in.h"

#include "base/auto.h"
#include "base/vec.h"
#include "keep/worker.h"

#include <jansson.h>
#include <math.h>

#define NEAR        0.0008      /* degrees, some 60 to 90 metres */
#define SHAPES_MAX  100000
#define POINTS_MAX  2000000
#define NESTED_MAX  8
#define NAME_MAX    120

typedef struct Layer {
    StrBuf *out;
    size_t  feature;            /* counted from 1 */
    size_t  shapes, points;
    char    wrong[160];
    Str     name;
} Layer;

static bool trouble(Layer *l, const char *what)
{
    snprintf(l->wrong, sizeof l->wrong, "feature %zu: %s", l->feature, what);
    return false;
}

static bool point_of(Layer *l, const json_t *at, double *lon, double *lat)
{
    if (!json_is_array(at) || json_array_size(at) < 2 || !json_is_number(json_array_get(at, 0)) ||
        !json_is_number(json_array_get(at, 1)))
        return trouble(l, "a position is not [longitude, latitude]");
    *lon = json_number_value(json_array_get(at, 0));
    *lat = json_number_value(json_array_get(at, 1));
    if (fabs(*lon) > 180 || fabs(*lat) > 90)
        return trouble(l, fabs(*lon) <= 90 && fabs(*lat) <= 180 ? "latitude and longitude are swapped: longitude comes first"
                                                               : "a position lies outside the world: degrees (WGS84) are wanted");
    return true;
}

static void begin(Layer *l, const char *kind)
{
    strbuf_add(l->out, l->name);
    strbuf_printf(l->out, "\t%s\t", kind);
    l->shapes++;
}

static bool put_points(Layer *l, const json_t *list, const char *kind, size_t least)
{
    double last_lon = 999, last_lat = 999, lon, lat;
    size_t count = json_array_size(list), i;
    json_t *at;

    if (!json_is_array(list) || count < least)
        return trouble(l, least > 2 ? "a ring of fewer than four positions" : "a line of fewer than two positions");
    begin(l, kind);
    json_array_foreach(list, i, at) {
        if (!point_of(l, at, &lon, &lat))
            return false;
        if (i && i + 1 < count && hypot(lon - last_lon, lat - last_lat) < NEAR)
            continue;
        strbuf_printf(l->out, "%s%.4f,%.4f", i ? " " : "", lon, lat);
        last_lon = lon;
        last_lat = lat;
        if (++l->points > POINTS_MAX)
            return trouble(l, "more points than a map can show");
    }
    strbuf_char(l->out, '\n');
    return l->shapes < SHAPES_MAX || trouble(l, "more shapes than a map can show");
}

static bool put_spot(Layer *l, const json_t *at)
{
    double lon, lat;

    if (!point_of(l, at, &lon, &lat))
        return false;
    begin(l, "spot");
    strbuf_printf(l->out, "%.4f,%.4f\n", lon, lat);
    return l->shapes < SHAPES_MAX || trouble(l, "more shapes than a map can show");
}

/* What each kind of geometry is made of: how deep its lists of positions lie. */
static const struct {
    const char *type, *kind;
    int         depth;          /* lists around a list of positions; -1: one position */
    size_t      least;
} kinds[] = {
    { "Point", "spot", -1, 1 },          { "MultiPoint", "spot", 0, 1 },
    { "LineString", "line", 0, 2 },      { "MultiLineString", "line", 1, 2 },
    { "Polygon", "area", 1, 4 },         { "MultiPolygon", "area", 2, 4 },
};

static bool put_nested(Layer *l, const json_t *list, const char *kind, int depth, size_t least)
{
    size_t i;
    json_t *one;

    if (depth < 0)
        return put_spot(l, list);
    if (depth == 0 && *kind != 's')
        return put_points(l, list, kind, least);
    if (!json_is_array(list))
        return trouble(l, "its coordinates are no list");
    json_array_foreach(list, i, one)
        if (!put_nested(l, one, kind, depth - 1, least))
            return false;
    return true;
}

static bool put_geometry(Layer *l, const json_t *g, int nested)
{
    const char *type = json_string_value(json_object_get(g, "type"));
    size_t i;
    json_t *one;

    if (json_is_null(g))
        return true;            /* a feature without a place */
    if (type && strcmp(type, "GeometryCollection") == 0 && nested < NESTED_MAX) {
        json_array_foreach(json_object_get(g, "geometries"), i, one)
            if (!put_geometry(l, one, nested + 1))
                return false;
        return true;
    }
    for (i = 0; type && i < sizeof kinds / sizeof *kinds; i++)
        if (strcmp(type, kinds[i].type) == 0)
            return put_nested(l, json_object_get(g, "coordinates"), kinds[i].kind, kinds[i].depth, kinds[i].least);
    return trouble(l, "its geometry is of no kind that GeoJSON knows");
}

/* A name: the member called so, else the first text. Nothing in it may break the table. */
static Str name_of(Arena *arena, const json_t *properties)
{
    const char *key;
    json_t *v;
    const json_t *found = json_object_get(properties, "name");

    json_object_foreach((json_t *)properties, key, v)
        if (!json_is_string(found) && json_is_string(v))
            found = v;
    if (!json_is_string(found))
        return S("-");
    Str name = str_slice((Str){ json_string_value(found), json_string_length(found) }, 0, NAME_MAX);
    char *copy = arena_cstr(arena, name);
    for (size_t i = 0; i < name.len; i++)
        if ((unsigned char)copy[i] < ' ' || copy[i] == '#')
            copy[i] = ' ';
    return name.len ? (Str){ copy, name.len } : S("-");
}

static bool put_feature(Layer *l, Arena *arena, const json_t *f)
{
    const char *type = json_string_value(json_object_get(f, "type"));

    l->feature++;
    if (!type || strcmp(type, "Feature") != 0)
        return trouble(l, "it is no Feature");
    l->name = name_of(arena, json_object_get(f, "properties"));
    return put_geometry(l, json_object_get(f, "geometry"), 0);
}

int geojson_shapes(Str original, Str options, StrBuf *answer)
{
    AUTO_ARENA arena = arena_create();
    AUTO_STRBUF made = { 0 };
    Layer l = { .out = &made, .name = S("-") };
    json_error_t error;
    json_t *root = json_loadb(original.ptr, original.len, JSON_REJECT_DUPLICATES, &error), *one;
    const char *type = json_string_value(json_object_get(root, "type"));
    bool fine = true;
    size_t i;

    (void)options;
    if (!root) {
        strbuf_printf(answer, "wrong: line %d, column %d: %s\n", error.line, error.column, error.text);
        return 0;
    }
    if (type && strcmp(type, "FeatureCollection") == 0) {
        json_array_foreach(json_object_get(root, "features"), i, one)
            if (!(fine = put_feature(&l, arena, one)))
                break;
    } else if (type && strcmp(type, "Feature") == 0) {
        fine = put_feature(&l, arena, root);
    } else {
        l.feature = 1;
        fine = put_geometry(&l, root, 0);
    }
    json_decref(root);
    if (fine && l.shapes == 0)
        snprintf(l.wrong, sizeof l.wrong, "there is no shape in it");
    fine = fine && l.shapes > 0;
    if (fine) {
        strbuf_add(answer, S("name\tkind\tpoints\n"));
        strbuf_add(answer, strbuf_str(&made));
    } else {
        strbuf_printf(answer, "wrong: %s\n", l.wrong);
    }
    return 0;
}
