/* ground.h -- the ground that incidents are drawn on: outlines of countries, rivers, towns, inside the executable, and
 * layers that a case has imported. Nothing is fetched.
 *
 * Points are kept projected (Mercator on the square 0..1 by 0..1, x eastward, y southward; EPSG:3857 without its
 * metres), so that a window needs a factor and a shift only. Whence: data/map/ORIGIN.
 */
#ifndef TELL_GROUND_H
#define TELL_GROUND_H

#include "base/arena.h"
#include "base/err.h"
#include "tell/html.h"

typedef struct MapPoint {
    double x, y;                    /* 0..1 */
} MapPoint;

#define MAP_LAT_MAX 85.0            /* where the square ends */

MapPoint map_point(double lat, double lon);         /* degrees; lat is held within +-MAP_LAT_MAX */
void     map_degrees(MapPoint at, double *lat, double *lon);

/* Width of the square in units of the drawing per metre on the ground at a latitude. */
double   map_units(double metres, double lat, double width);

typedef struct MapShape {
    Str       name;                 /* country code, river id, name of a feature */
    int       rank;                 /* 1 seen from afar .. 3 near; 0 always */
    bool      closed;               /* an area, else a line or (one point) a spot */
    MapPoint *points;
    size_t    count;
    MapPoint  least, most;          /* its box */
} MapShape;

typedef struct MapTown {
    int      rank;
    Str      en, uk;
    MapPoint at;
} MapTown;

typedef struct MapLayer {
    Str       name;
    MapShape *shapes;
    size_t    count;
} MapLayer;

typedef struct MapGround {
    MapLayer outlines, rivers;
    MapTown *towns;
    size_t   town_count;
} MapGround;

/* The tables inside the executable. ERR_BAD_INPUT names file and line. */
Status map_ground(Arena *arena, MapGround *ret, Error *err);

/* One table of shapes: TAB-separated, a header row whose last column is `ring` (areas), `course` (lines) or `points`
 * (then a column `kind` says area, line or spot), points as "lon,lat lon,lat". `name` is for errors and of the layer. */
Status map_shapes(Arena *arena, Str text, const char *name, MapLayer *ret, Error *err);

/* What is seen: `width` of the whole square in units, and the box of the drawing. */
typedef struct MapWindow {
    double   width;                 /* 256 << zoom */
    MapPoint corner;                /* north-west corner of the drawing */
    double   across, down;          /* size of the drawing in units */
} MapWindow;

#define MAP_ZOOM_MIN 1.0
#define MAP_ZOOM_MAX 13.0

MapWindow map_window(MapPoint centre, double zoom, double across, double down);

/* Where a point lies in the drawing. */
void map_place(const MapWindow *w, MapPoint at, double *x, double *y);

/* The window that shows a box with some room around it, no nearer than `nearest`. */
double map_fit(MapPoint least, MapPoint most, double across, double down, double nearest);

/* Append the path of all shapes of a layer that the window meets, up to a rank, to a `d` attribute; points that
 * fall on the one before are passed over. Nothing written when nothing is seen. */
size_t map_path(Arena *arena, Html *h, const MapWindow *w, const MapLayer *layer, bool closed, int rank, Str only,
                Str not);

#endif
