/* gazetteer.h -- places: where they are, how exactly that is known, what contains them. */
#ifndef LANG_GAZETTEER_H
#define LANG_GAZETTEER_H

#include "base/str.h"

#define NO_PLACE UINT32_MAX

typedef enum PlaceType {
    PLACE_COUNTRY,
    PLACE_REGION,
    PLACE_OBLAST,
    PLACE_RAION,
    PLACE_CITY,
    PLACE_TOWN,
    PLACE_VILLAGE,
    PLACE_SETTLEMENT,
    PLACE_DISTRICT,
    PLACE_RIVER,
    PLACE_LAKE,
    PLACE_SEA,
    PLACE_RESERVOIR,
    PLACE_SITE,
    PLACE_FACILITY,
    PLACE_PENINSULA,
} PlaceType;

enum {
    PLACE_IMPORTED        = 1,  /* `places import` brought it */
    PLACE_POINT_OF_PARENT = 2,  /* no source gives a point: it lies where it belongs to */
};

typedef struct Place {
    Str       id;           /* "kupiansk" */
    Str       en, uk, ru;   /* preferred names */
    uint32_t  parent;       /* NO_PLACE for a country */
    PlaceType type;
    double    lat, lon;     /* degrees, WGS84 */
    int32_t   precision_m;
    int64_t   population;   /* 0 unknown */
    uint32_t  flags;        /* PLACE_IMPORTED ... */
} Place;

/* The course of a river: points from its source to its mouth. */
typedef struct CoursePoint {
    double lat, lon;
} CoursePoint;

typedef struct Course {
    uint32_t     place;
    CoursePoint *points;
    size_t       count;
} Course;

typedef struct Courses {
    Course *at;                 /* sorted by place */
    size_t  count;
} Courses;

typedef struct Gazetteer {
    Place *places;
    size_t count;
    const double (*unit)[3];    /* of each place: its point on a ball of radius 1, for place_apart() */
    Courses courses;
} Gazetteer;

/* Index of the place with this id, or NO_PLACE. */
uint32_t gazetteer_find(const Gazetteer *g, Str id);

/* True when `inner` is `outer` or lies in it by hierarchy. */
bool gazetteer_within(const Gazetteer *g, uint32_t inner, uint32_t outer);

/* The place of this type that contains `place` (or is it), or NO_PLACE. */
uint32_t gazetteer_ancestor(const Gazetteer *g, uint32_t place, PlaceType type);

/* Great-circle distance in kilometres. */
double place_km(double lat1, double lon1, double lat2, double lon2);

/* How far two places lie apart without the cost of kilometres: the square of the straight line between their
 * points on the ball of radius 1. It grows as the distance does; apart_km() makes kilometres of it. */
static inline double place_apart(const Gazetteer *g, uint32_t a, uint32_t b)
{
    double x = g->unit[a][0] - g->unit[b][0], y = g->unit[a][1] - g->unit[b][1], z = g->unit[a][2] - g->unit[b][2];
    return x * x + y * y + z * z;
}

double apart_km(double apart);
double km_apart(double km);
void   place_unit(double lat, double lon, double unit[3]);

/* How far a place lies from the course of a river, in kilometres, the river's width and the errors of both left out;
 * negative when its course is not known. */
double gazetteer_river_km(const Gazetteer *g, uint32_t river, uint32_t place);

Str place_type_name(PlaceType type);
int place_type_of(Str name);        /* -1 unknown */

#endif
