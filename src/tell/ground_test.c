/* ground_test.c -- projection, windows, and paths that stay inside their drawing. */
#include "tell/ground.h"

#include "base/auto.h"
#include "check.h"

#include <math.h>
#include <stdio.h>

static void test_projection(void)
{
    static const double towns[][2] = { { 50.45, 30.52 }, { -33.9, 18.4 }, { 0, 0 }, { 69.6, -149.9 } };

    for (size_t i = 0; i < sizeof towns / sizeof *towns; i++) {
        double lat, lon;
        map_degrees(map_point(towns[i][0], towns[i][1]), &lat, &lon);
        CHECK(fabs(lat - towns[i][0]) < 1e-9 && fabs(lon - towns[i][1]) < 1e-9, "there and back");
    }
    MapPoint middle = map_point(0, 0), kyiv = map_point(50.45, 30.52);
    CHECK(middle.x == .5 && fabs(middle.y - .5) < 1e-12, "the middle of the square");
    CHECK(kyiv.x > .5 && kyiv.y < .5, "east is right, north is up");
    CHECK(map_point(90, 0).y > 0 && map_point(-90, 0).y < 1, "the poles are held");
    /* At 60 degrees a metre takes twice the room that it takes at the equator. */
    CHECK(fabs(map_units(1000, 60, 256) / map_units(1000, 0, 256) - 2) < 1e-9, "metres");
}

static void test_window(void)
{
    MapPoint least = map_point(50, 30), most = map_point(48, 38);
    MapPoint middle = { (least.x + most.x) / 2, (least.y + most.y) / 2 };
    double zoom = map_fit(least, most, 960, 560, 13), x, y;
    MapWindow w = map_window(middle, zoom, 960, 560);

    map_place(&w, middle, &x, &y);
    CHECK(fabs(x - 480) < .01 && fabs(y - 280) < .01, "the middle is in the middle");
    map_place(&w, least, &x, &y);
    CHECK(x > 40 && x < 480 && y > 40 && y < 280, "what is fitted is seen, with room around it");
    CHECK(map_fit(least, least, 960, 560, 9) == 9, "one point: as near as is allowed");
    CHECK(map_window(middle, 99, 960, 560).width == 256 * exp2(MAP_ZOOM_MAX), "no nearer than that");
}

/* The numbers of a path lie within the drawing and its margin. */
static bool path_within(Str path, int64_t across, int64_t down)
{
    bool second = false;

    for (size_t i = 0; i < path.len; ) {
        char c = path.ptr[i];
        if (c != '-' && (c < '0' || c > '9')) {
            i++;
            continue;
        }
        size_t from = i;
        int64_t n;
        while (i < path.len && (path.ptr[i] == '-' || (path.ptr[i] >= '0' && path.ptr[i] <= '9')))
            i++;
        if (!str_to_i64(str_slice(path, from, i), &n) || n < -25 || n > (second ? down : across) + 25)
            return false;
        second = !second;
    }
    return !second;
}

static void test_ground(Arena *arena)
{
    MapGround g;
    Error err = { 0 };

    CHECK_INT(map_ground(arena, &g, &err), OK, "the tables are read");
    CHECK(g.outlines.count > 300 && g.rivers.count > 10 && g.town_count > 40, "and hold something");
    /* proves P233: Simferopol and Sevastopol lie within Ukraine's outline. */
    static const struct {
        double lat, lon;
        bool   inside;
    } seen[] = { { 44.95, 34.1, true }, { 44.65, 33.6, true }, { 50.45, 30.52, true }, { 46.12, 33.7, true },
                 { 45.05, 38.97, false }, { 52.1, 23.7, false }, { 46.0, 31.0, false } };
    for (size_t i = 0; i < sizeof seen / sizeof *seen; i++) {
        MapPoint at = map_point(seen[i].lat, seen[i].lon);
        bool inside = false;
        for (size_t k = 0; k < g.outlines.count; k++) {
            const MapShape *s = &g.outlines.shapes[k];
            if (!str_eq(s->name, S("804")))
                continue;
            for (size_t a = 0, b = s->count - 1; a < s->count; b = a++) {
                MapPoint p = s->points[a], q = s->points[b];
                if ((p.y > at.y) != (q.y > at.y) && at.x < (q.x - p.x) * (at.y - p.y) / (q.y - p.y) + p.x)
                    inside = !inside;
            }
        }
        CHECK(inside == seen[i].inside, "inside Ukraine's outline or not");
    }
    for (double zoom = MAP_ZOOM_MIN; zoom <= MAP_ZOOM_MAX; zoom += 1.5) {
        AUTO_STRBUF out = { 0 };
        Html h = html_on(&out);
        MapWindow w = map_window(map_point(46.6, 33.0), zoom, 960, 560);
        CHECK(map_path(arena, &h, &w, &g.outlines, true, 9, STR_NONE, STR_NONE) > 0, "something is seen");
        CHECK(path_within(strbuf_str(&out), 960, 560), "nothing lies far outside the drawing");
    }
}

static void test_bad_tables(Arena *arena)
{
    static const char *const bad[] = {
        "", "name\tnothing\n", "name\tring\nx\t1,2\n", "name\tring\nx\t1,2 3\n", "name\tring\nx\t1,2 200,3\n",
        "name\trank\tring\nx\tfar\t1,2 3,4\n", "name\tring\nx\n", "name\tring\nx\t1,2\n", "name\tpoints\nx\t1,2\n",
    };
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        MapLayer layer;
        Error err = { 0 };
        CHECK_INT(map_shapes(arena, str_of(bad[i]), "layer", &layer, &err), ERR_BAD_INPUT, bad[i]);
    }
    MapLayer layer;
    Error err = { 0 };
    CHECK_INT(map_shapes(arena, S("# note\nname\tcourse\nline\t1,2 3,4\n"), "layer", &layer, &err), OK, "a good one");
    MapLayer mixed;
    CHECK_INT(map_shapes(arena, S("name\tkind\tpoints\na\tarea\t1,2 3,4 5,1 1,2\nb\tspot\t1,2\n"), "mixed", &mixed, &err), OK,
              "kinds in a column");
    CHECK(mixed.count == 2 && mixed.shapes[0].closed && !mixed.shapes[1].closed && mixed.shapes[1].count == 1, "of each");
    CHECK(layer.count == 1 && !layer.shapes[0].closed && layer.shapes[0].count == 2, "as it was written");
}

int main(void)
{
    AUTO_ARENA arena = arena_create();

    test_projection();
    test_window();
    test_ground(arena);
    test_bad_tables(arena);
    return test_end();
}
