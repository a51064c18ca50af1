/* ground.c -- see ground.h. */
#include "tell/ground.h"

#include "base/vec.h"
#include "tell/asset.h"

#include <math.h>
#include <stdlib.h>

#define EARTH_ROUND 40075016.7      /* metres along the equator */
#define ROOM        0.12            /* of a fitted window, left free at each side */

MapPoint map_point(double lat, double lon)
{
    double held = lat > MAP_LAT_MAX ? MAP_LAT_MAX : lat < -MAP_LAT_MAX ? -MAP_LAT_MAX : lat;
    double s = sin(held * M_PI / 180);

    return (MapPoint){ (lon + 180) / 360, 0.5 - log((1 + s) / (1 - s)) / (4 * M_PI) };
}

void map_degrees(MapPoint at, double *lat, double *lon)
{
    *lon = at.x * 360 - 180;
    *lat = atan(sinh(M_PI * (1 - 2 * at.y))) * 180 / M_PI;
}

double map_units(double metres, double lat, double width)
{
    return metres * width / (EARTH_ROUND * cos(lat * M_PI / 180));
}

/* ---- tables ---- */

static bool read_points(Arena *arena, Str text, MapShape *shape)
{
    VEC(MapPoint) points = { 0 };
    Str pair, lon;

    while (str_cut(&text, ' ', &pair)) {
        double x, y;
        Str lat = pair;
        if (!str_cut(&lat, ',', &lon) || !str_to_double(lon, &x) || !str_to_double(lat, &y) || fabs(x) > 180 || fabs(y) > 90)
            return false;
        vec_push(arena, &points, map_point(y, x));
    }
    shape->points = points.at;
    shape->count = points.count;
    shape->least = (MapPoint){ 1, 1 };
    shape->most = (MapPoint){ 0, 0 };
    for (size_t i = 0; i < points.count; i++) {
        shape->least.x = fmin(shape->least.x, points.at[i].x);
        shape->least.y = fmin(shape->least.y, points.at[i].y);
        shape->most.x = fmax(shape->most.x, points.at[i].x);
        shape->most.y = fmax(shape->most.y, points.at[i].y);
    }
    return points.count > 0;
}

#define COLUMNS 8

/* Cells of a line; the last takes what is left. */
static size_t cells(Str line, Str cell[COLUMNS])
{
    size_t count = 0;

    while (count < COLUMNS && str_cut(&line, '\t', &cell[count]))
        count++;
    return count;
}

/* The next line that is no comment and not empty; false at the end. */
static bool next_line(Str *text, size_t *line_number, Str *ret)
{
    while (str_cut(text, '\n', ret)) {
        ++*line_number;
        if (ret->len && ret->ptr[0] != '#')
            return true;
    }
    return false;
}

Status map_shapes(Arena *arena, Str text, const char *name, MapLayer *ret, Error *err)
{
    VEC(MapShape) shapes = { 0 };
    Str line, cell[COLUMNS];
    size_t at = 0, columns;
    int rank_column = -1, kind_column = -1;

    if (!next_line(&text, &at, &line) || (columns = cells(line, cell)) < 2)
        return fail(err, ERR_BAD_INPUT, "%s: no header row", name);
    bool rings = str_eq(cell[columns - 1], S("ring"));
    for (size_t i = 0; i < columns; i++) {
        if (str_eq(cell[i], S("rank")))
            rank_column = (int)i;
        if (str_eq(cell[i], S("kind")))
            kind_column = (int)i;
    }
    if (!rings && !str_eq(cell[columns - 1], S("course")) &&
        !(kind_column >= 0 && str_eq(cell[columns - 1], S("points"))))
        return fail(err, ERR_BAD_INPUT, "%s, line %zu: the last column must be 'ring', 'course', or 'points' with a 'kind'",
                    name, at);
    while (next_line(&text, &at, &line)) {
        MapShape shape = { .closed = rings };
        int64_t rank = 0;
        if (cells(line, cell) != columns || !read_points(arena, cell[columns - 1], &shape) ||
            (kind_column < 0 && shape.count < 2) ||
            (rank_column >= 0 && !str_to_i64(cell[rank_column], &rank)))
            return fail(err, ERR_BAD_INPUT, "%s, line %zu: not %zu columns with points as \"longitude,latitude\"", name,
                        at, columns);
        shape.name = cell[0];
        if (kind_column >= 0)
            shape.closed = str_eq(cell[kind_column], S("area"));
        shape.rank = (int)rank;
        vec_push(arena, &shapes, shape);
    }
    *ret = (MapLayer){ str_of(name), shapes.at, shapes.count };
    return OK;
}

static Status read_towns(Arena *arena, Str text, MapGround *ret, Error *err)
{
    VEC(MapTown) towns = { 0 };
    Str line, cell[COLUMNS];
    size_t at = 0;

    next_line(&text, &at, &line);
    while (next_line(&text, &at, &line)) {
        int64_t rank;
        double lat, lon;
        if (cells(line, cell) != 6 || !str_to_i64(cell[0], &rank) || !str_to_double(cell[2], &lat) || !str_to_double(cell[3], &lon))
            return fail(err, ERR_BAD_INPUT, "towns.tsv, line %zu: not rank, id, lat, lon, en, uk", at);
        vec_push(arena, &towns, (MapTown){ (int)rank, cell[4], cell[5], map_point(lat, lon) });
    }
    ret->towns = towns.at;
    ret->town_count = towns.count;
    return OK;
}

Status map_ground(Arena *arena, MapGround *ret, Error *err)
{
    Status status = map_shapes(arena, asset_bytes(S("outlines.tsv")), "outlines.tsv", &ret->outlines, err);

    if (status == OK)
        status = map_shapes(arena, asset_bytes(S("rivers.tsv")), "rivers.tsv", &ret->rivers, err);
    return status == OK ? read_towns(arena, asset_bytes(S("towns.tsv")), ret, err) : status;
}

/* ---- windows ---- */

MapWindow map_window(MapPoint centre, double zoom, double across, double down)
{
    double held = zoom < MAP_ZOOM_MIN ? MAP_ZOOM_MIN : zoom > MAP_ZOOM_MAX ? MAP_ZOOM_MAX : zoom;
    double width = 256 * exp2(held);

    return (MapWindow){ width, { centre.x - across / width / 2, centre.y - down / width / 2 }, across, down };
}

void map_place(const MapWindow *w, MapPoint at, double *x, double *y)
{
    *x = (at.x - w->corner.x) * w->width;
    *y = (at.y - w->corner.y) * w->width;
}

double map_fit(MapPoint least, MapPoint most, double across, double down, double nearest)
{
    double wide = (most.x - least.x) / (1 - 2 * ROOM), high = (most.y - least.y) / (1 - 2 * ROOM);
    double width = fmin(wide > 0 ? across / wide : INFINITY, high > 0 ? down / high : INFINITY);
    double zoom = isfinite(width) ? log2(width / 256) : nearest;

    return zoom > nearest ? nearest : zoom < MAP_ZOOM_MIN ? MAP_ZOOM_MIN : zoom;
}

static bool meets(const MapWindow *w, const MapShape *s)
{
    return s->most.x >= w->corner.x && s->least.x <= w->corner.x + w->across / w->width &&
           s->most.y >= w->corner.y && s->least.y <= w->corner.y + w->down / w->width;
}

/* ---- drawing ---- */

#define MARGIN 24       /* units beyond the edge that outlines are drawn to, so that their stroke does not show there */

typedef struct Pen {
    Html   *h;
    int64_t x, y;
    bool    down;       /* something was drawn: the next point is joined to it */
} Pen;

/* Whole units are fine enough to draw, and short. */
static void pen_to(Pen *pen, double x, double y)
{
    int64_t at_x = (int64_t)floor(x + .5), at_y = (int64_t)floor(y + .5);

    if (pen->down && at_x == pen->x && at_y == pen->y)
        return;
    if (pen->down)
        HTML(pen->h, "L");
    else
        HTML(pen->h, "M");
    html_i64(pen->h, at_x);
    HTML(pen->h, " ");
    html_i64(pen->h, at_y);
    pen->x = at_x;
    pen->y = at_y;
    pen->down = true;
}

typedef struct Clip {
    double x, y, limit;     /* inside is x * point.x + y * point.y <= limit */
} Clip;

static MapPoint between(MapPoint a, MapPoint b, double t)
{
    return (MapPoint){ a.x + (b.x - a.x) * t, a.y + (b.y - a.y) * t };
}

/* One edge of the box (Sutherland and Hodgman 1974). Room for twice as many points in `out`. */
static size_t clip_edge(const Clip *edge, const MapPoint *in, size_t count, MapPoint *out)
{
    size_t kept = 0;

    for (size_t i = 0; i < count; i++) {
        MapPoint a = in[i ? i - 1 : count - 1], b = in[i];
        double da = edge->x * a.x + edge->y * a.y - edge->limit, db = edge->x * b.x + edge->y * b.y - edge->limit;
        if ((da <= 0) != (db <= 0))
            out[kept++] = between(a, b, da / (da - db));
        if (db <= 0)
            out[kept++] = b;
    }
    return kept;
}

/* An area, cut at the box: what lies beyond never makes a long path, and no corner is bent. */
static void draw_area(Arena *scratch, Html *h, const MapWindow *w, const MapShape *s)
{
    const Clip edges[] = { { -1, 0, MARGIN }, { 1, 0, w->across + MARGIN }, { 0, -1, MARGIN }, { 0, 1, w->down + MARGIN } };
    MapPoint *one = arena_array(scratch, MapPoint, s->count * 16 + 16), *other = arena_array(scratch, MapPoint, s->count * 16 + 16);
    size_t count = s->count;
    Pen pen = { .h = h };

    for (size_t i = 0; i < count; i++)
        map_place(w, s->points[i], &one[i].x, &one[i].y);
    for (size_t e = 0; e < sizeof edges / sizeof *edges; e++) {
        count = clip_edge(&edges[e], one, count, other);
        MapPoint *swap = one;
        one = other;
        other = swap;
    }
    if (count < 3)
        return;
    for (size_t i = 0; i < count; i++)
        pen_to(&pen, one[i].x, one[i].y);
    HTML(h, "Z");
}

#define SPOT 4          /* units: half the side of the square that stands for one point */

static void draw_spot(Html *h, const MapWindow *w, MapPoint at)
{
    Pen pen = { .h = h };
    double x, y;

    map_place(w, at, &x, &y);
    pen_to(&pen, x - SPOT, y - SPOT);
    pen_to(&pen, x + SPOT, y - SPOT);
    pen_to(&pen, x + SPOT, y + SPOT);
    pen_to(&pen, x - SPOT, y + SPOT);
    HTML(h, "Z");
}

/* A line: the stretches whose ends lie on one side of the box are left out. */
static void draw_line(Html *h, const MapWindow *w, const MapShape *s)
{
    Pen pen = { .h = h };

    for (size_t i = 1; i < s->count; i++) {
        double ax, ay, bx, by;
        map_place(w, s->points[i - 1], &ax, &ay);
        map_place(w, s->points[i], &bx, &by);
        if (fmax(ax, bx) < 0 || fmin(ax, bx) > w->across || fmax(ay, by) < 0 || fmin(ay, by) > w->down) {
            pen.down = false;
            continue;
        }
        if (!pen.down)
            pen_to(&pen, ax, ay);
        pen_to(&pen, bx, by);
    }
}

size_t map_path(Arena *arena, Html *h, const MapWindow *w, const MapLayer *layer, bool closed, int rank, Str only, Str not)
{
    size_t count = 0;

    for (size_t i = 0; i < layer->count; i++) {
        const MapShape *s = &layer->shapes[i];
        if (s->closed != closed || s->rank > rank || !meets(w, s) || (only.len && !str_eq(s->name, only)) ||
            (not.len && str_eq(s->name, not)))
            continue;
        ArenaMark mark = arena_mark(arena);
        if (closed)
            draw_area(arena, h, w, s);
        else if (s->count == 1)
            draw_spot(h, w, s->points[0]);
        else
            draw_line(h, w, s);
        arena_rewind(arena, mark);
        count++;
    }
    return count;
}
