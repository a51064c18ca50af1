/* courses.c -- where rivers run: data/places/courses/rivers.tsv, points from source to mouth.
 *
 * Few and short: the table is kept as it was written, and read when tables are
 * opened. Only whole courses stand in it, so that "far from every point" means far from the river.
 */
#include "lang/courses.h"

#include "base/vec.h"
#include "lang/tsv.h"

#include <math.h>
#include <stdlib.h>

typedef VEC(Course) CourseVec;

/* "49.20 37.27; 49.03 37.57" */
static Status read_points(Arena *arena, const Tsv *tsv, Str text, Course *ret, Error *err)
{
    VEC(CoursePoint) points = { 0 };
    Str one;

    while (str_cut(&text, ';', &one)) {
        Str lat, lon = str_trim(one);
        CoursePoint p;
        if (!str_cut(&lon, ' ', &lat) || !str_to_double(lat, &p.lat) || !str_to_double(str_trim(lon), &p.lon) ||
            fabs(p.lat) > 90 || fabs(p.lon) > 180)
            return tsv_fail(tsv, err, "no point: " STR_FMT, STR_ARG(one));
        vec_push(arena, &points, p);
    }
    if (points.count < 2)
        return tsv_fail(tsv, err, "a course needs two points");
    ret->points = points.at;
    ret->count = points.count;
    return OK;
}

static int by_place(const void *a, const void *b)
{
    uint32_t x = ((const Course *)a)->place, y = ((const Course *)b)->place;
    return x < y ? -1 : x > y;
}

Status courses_read(Arena *arena, const Gazetteer *g, Str table, Courses *ret, Error *err)
{
    CourseVec all = { 0 };
    Tsv tsv;
    Status status = tsv_of(table, COURSES_TABLE, &tsv, err);

    while (status == OK && tsv_next(&tsv)) {
        Course c = { .place = gazetteer_find(g, tsv_cell(&tsv, 0)) };
        if (c.place == NO_PLACE)
            return tsv_fail(&tsv, err, "no place has the id " STR_FMT, STR_ARG(tsv_cell(&tsv, 0)));
        status = read_points(arena, &tsv, tsv_cell(&tsv, 1), &c, err);
        if (status == OK)
            vec_push(arena, &all, c);
    }
    if (status != OK)
        return status;
    if (all.count)
        qsort(all.at, all.count, sizeof *all.at, by_place);
    *ret = (Courses){ all.at, all.count };
    return OK;
}

static const Course *course_of(const Gazetteer *g, uint32_t river)
{
    Course key = { .place = river };

    return g->courses.count ? bsearch(&key, g->courses.at, g->courses.count, sizeof key, by_place) : NULL;
}

/* From a point to the straight stretch between two, on a map that is flat there: right to a kilometre within hundreds. */
static double stretch_km(double lat, double lon, const CoursePoint *a, const CoursePoint *b)
{
    const double east = cos(lat * 0.017453292519943295);
    double bx = (b->lon - a->lon) * east, by = b->lat - a->lat;
    double px = (lon - a->lon) * east, py = lat - a->lat;
    double length = bx * bx + by * by, along = length > 0 ? (px * bx + py * by) / length : 0;

    along = along < 0 ? 0 : along > 1 ? 1 : along;
    return place_km(lat, lon, a->lat + along * by, a->lon + along * (b->lon - a->lon));
}

double gazetteer_river_km(const Gazetteer *g, uint32_t river, uint32_t place)
{
    const Course *c = course_of(g, river);
    double best = INFINITY;

    for (size_t i = 0; c && i + 1 < c->count; i++) {
        double km = stretch_km(g->places[place].lat, g->places[place].lon, &c->points[i], &c->points[i + 1]);
        best = km < best ? km : best;
    }
    return c ? best : -1;
}
