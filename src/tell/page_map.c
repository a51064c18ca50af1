/* page_map.c -- incidents on a map that is drawn here, from tables in the executable, so that no request tells anybody
 * which village is looked at.
 *
 * How precisely a place is known is drawn as a circle to scale: a dot alone would promise a house where the
 * words give a town. What is known to an oblast or a country only gets no dot and stands in the list. Rule G3:
 * troops and control are on no map. Everything works without scripts: nearer, farther and the four sides are
 * links, and so is every mark; script.js adds wheel and drag.
 */
#include "tell/ground.h"
#include "tell/page_filter.h"

#include "base/auto.h"
#include "guard/gate.h"

#include <math.h>
#include <stdlib.h>

#define ACROSS      960         /* units of the drawing */
#define DOWN        560
#define FIT_NEAREST 9.0         /* a single village is shown with its surroundings */
#define STEP        0.35        /* of the drawing, to a side */
#define CELL        46.0        /* units: marks nearer than this are drawn as one */
#define DRAWN_M     60000       /* a place known less precisely than this gets no dot: an oblast, a country */
#define RADIUS_MIN  9.0         /* of a precision circle worth drawing beside the dot */

/* All incidents of one place. */
typedef struct MapPlace {
    uint32_t sample;            /* index of an incident there */
    int64_t  count;
    int32_t  disagreements;
    MapPoint at;
    double   x, y;              /* in the drawing */
} MapPlace;

/* Places that are drawn as one mark. */
typedef struct Mark {
    uint32_t one;               /* a place of it */
    size_t   places;
    int64_t  count;
    bool     disagree;
    double   x, y;
    MapPoint least, most;
} Mark;

typedef struct MapPage {
    MapPlace *place;            /* drawn ones */
    size_t    place_count;
    MapPlace *wide;             /* known to an oblast or a country only */
    size_t    wide_count;
    int64_t   unplaced;         /* incidents without a place, or not located */
    int64_t   shown;
    MapPoint  centre;
    double    zoom;
    MapWindow window;
} MapPage;

static const Incident *sample_of(const Page *p, const MapPlace *m)
{
    return &p->c->incidents[m->sample];
}

/* `slot` is one a place of the site: where it stands in `at`, plus one. */
static void add_place(Page *p, uint32_t *slot, MapPlace *at, size_t *count, uint32_t index)
{
    const Incident *i = &p->c->incidents[index];
    uint32_t *mine = &slot[p->site->place_of[index]];

    if (*mine == 0) {
        at[*count] = (MapPlace){ .sample = index, .at = map_point(i->lat, i->lon) };
        *mine = (uint32_t)++*count;
    }
    at[*mine - 1].count++;
    at[*mine - 1].disagreements += p->site->disagreements[index];
}

static void gather(Page *p, const PageFilter *f, MapPage *m)
{
    size_t count = p->c->incident_count, places = p->site->places.count + 1;
    uint32_t *near = arena_array(p->arena, uint32_t, places), *wide = arena_array(p->arena, uint32_t, places);

    m->place = arena_array(p->arena, MapPlace, places);
    m->wide = arena_array(p->arena, MapPlace, places);
    for (uint32_t k = 0; k < count; k++) {
        const Incident *i = &p->c->incidents[k];
        if (!i->claim_count || !gate_on_map(p->view, i->acts) || !filter_takes(p, f, k))
            continue;
        m->shown++;
        if (!i->place_id.len || i->precision_m <= 0)
            m->unplaced++;
        else if (i->precision_m > DRAWN_M)
            add_place(p, wide, m->wide, &m->wide_count, k);
        else
            add_place(p, near, m->place, &m->place_count, k);
    }
}

/* ---- the window ---- */

static bool asked_number(Page *p, Str name, double low, double high, double *ret)
{
    double n;

    if (!str_to_double(query_get(&p->query, name), &n) || !(n >= low && n <= high))
        return false;
    *ret = n;
    return true;
}

typedef struct Along {
    double  at;
    int64_t count;
} Along;

static int by_at(const void *a, const void *b)
{
    const Along *x = a, *y = b;
    return (x->at > y->at) - (x->at < y->at);
}

/* The stretch of one axis that holds all but one in twenty of the incidents at either end. */
static void middle_of(Along *along, size_t count, double *least, double *most)
{
    int64_t all = 0, before = 0;

    qsort(along, count, sizeof *along, by_at);
    for (size_t i = 0; i < count; i++)
        all += along[i].count;
    *least = along[0].at;
    *most = along[count - 1].at;
    for (size_t i = 0; i < count; before += along[i++].count) {
        if (before * 20 <= all)
            *least = along[i].at;
        if ((before + along[i].count) * 20 >= all * 19) {
            *most = along[i].at;
            break;
        }
    }
}

/* What is asked for; else where most of it is told of, so that one far town does not make all else a spot; else Ukraine. */
static void choose_window(Page *p, MapPage *m)
{
    double lat, lon;
    MapPoint least = map_point(52.5, 22), most = map_point(44.3, 40.3);
    Along *x = arena_array(p->arena, Along, m->place_count + 1), *y = arena_array(p->arena, Along, m->place_count + 1);

    for (size_t i = 0; i < m->place_count; i++) {
        x[i] = (Along){ m->place[i].at.x, m->place[i].count };
        y[i] = (Along){ m->place[i].at.y, m->place[i].count };
    }
    if (m->place_count) {
        middle_of(x, m->place_count, &least.x, &most.x);
        middle_of(y, m->place_count, &least.y, &most.y);
    }
    if (asked_number(p, S("lat"), -MAP_LAT_MAX, MAP_LAT_MAX, &lat) && asked_number(p, S("lon"), -180, 180, &lon) &&
        asked_number(p, S("zoom"), MAP_ZOOM_MIN, MAP_ZOOM_MAX, &m->zoom)) {
        m->centre = map_point(lat, lon);
    } else {
        m->centre = (MapPoint){ (least.x + most.x) / 2, (least.y + most.y) / 2 };
        m->zoom = map_fit(least, most, ACROSS, DOWN, FIT_NEAREST);
    }
    m->window = map_window(m->centre, m->zoom, ACROSS, DOWN);
    for (size_t i = 0; i < m->place_count; i++)
        map_place(&m->window, m->place[i].at, &m->place[i].x, &m->place[i].y);
}

/* The questions of the address but for one, to be put behind another address. */
static void add_questions(const Page *p, Str but, StrBuf *b)
{
    for (size_t i = 0; i < p->query.count; i++) {
        Str name = p->query.pair[i].name;
        if (str_eq(name, S("lat")) || str_eq(name, S("lon")) || str_eq(name, S("zoom")) || str_eq(name, S("ui")) ||
            (but.len && str_eq(name, but)))
            continue;
        strbuf_char(b, '&');
        query_encode(b, name);
        strbuf_char(b, '=');
        query_encode(b, asked(p, name));
    }
}

/* The address of this page with another window; filters stay. */
static Str window_address(Page *p, MapPoint centre, double zoom)
{
    AUTO_STRBUF b = { 0 };
    double lat, lon;

    map_degrees(centre, &lat, &lon);
    strbuf_printf(&b, "/map?lat=%.4f&lon=%.4f&zoom=%.2f", lat, lon,
                  zoom < MAP_ZOOM_MIN ? MAP_ZOOM_MIN : zoom > MAP_ZOOM_MAX ? MAP_ZOOM_MAX : zoom);
    add_questions(p, STR_NONE, &b);
    return arena_str(p->arena, strbuf_str(&b));
}

static void show_steer(Page *p, Str address, const char *class_name, const char *label, const char *sign)
{
    HTML(p->h, "<a");
    HTML_ATTR(p->h, "class", str_of(class_name));
    HTML_ATTR(p->h, "href", address);
    HTML_ATTR(p->h, "aria-label", words_get(p->w, str_of(label)));
    HTML_ATTR(p->h, "title", words_get(p->w, str_of(label)));
    HTML(p->h, ">");
    html_text(p->h, str_of(sign));
    HTML(p->h, "</a>");
}

static void show_steering(Page *p, const MapPage *m)
{
    double dx = ACROSS * STEP / m->window.width, dy = DOWN * STEP / m->window.width;
    MapPoint c = m->centre;

    HTML(p->h, "<div class=\"steer\" role=\"group\"");
    HTML_ATTR(p->h, "aria-label", words_get(p->w, S("map.steer")));
    HTML(p->h, ">");
    show_steer(p, window_address(p, c, m->zoom + 1), "nearer", "map.nearer", "+");
    show_steer(p, window_address(p, c, m->zoom - 1), "farther", "map.farther", "\xE2\x88\x92");
    show_steer(p, window_address(p, (MapPoint){ c.x, c.y - dy }, m->zoom), "north", "map.north", "\xE2\x86\x91");
    show_steer(p, window_address(p, (MapPoint){ c.x, c.y + dy }, m->zoom), "south", "map.south", "\xE2\x86\x93");
    show_steer(p, window_address(p, (MapPoint){ c.x - dx, c.y }, m->zoom), "west", "map.west", "\xE2\x86\x90");
    show_steer(p, window_address(p, (MapPoint){ c.x + dx, c.y }, m->zoom), "east", "map.east", "\xE2\x86\x92");
    HTML(p->h, "</div>");
}

/* ---- the ground ---- */

#define PATH(p, m, class_name, layer, closed, rank, only, not)                        \
    do {                                                                              \
        HTML((p)->h, "<path class=\"" class_name "\" d=\"");                          \
        map_path((p)->arena, (p)->h, &(m)->window, layer, closed, rank, only, not);   \
        HTML((p)->h, "\"/>");                                                         \
    } while (0)

#define UKRAINE S("804")        /* ISO 3166-1, as outlines.tsv has it */

static int rank_seen(double zoom)
{
    return zoom < 4.5 ? 0 : zoom < 6 ? 1 : zoom < 7.5 ? 2 : 3;
}

static void svg_words(Page *p, const char *class_name, double x, double y, Str text)
{
    HTML(p->h, "<text");
    HTML_ATTR(p->h, "class", str_of(class_name));
    HTML_ATTR_I64(p->h, "x", (int64_t)x);
    HTML_ATTR_I64(p->h, "y", (int64_t)y);
    HTML(p->h, ">");
    html_text(p->h, text);
    HTML(p->h, "</text>");
}

static void show_ground(Page *p, const MapPage *m)
{
    const MapGround *g = &p->site->ground;

    PATH(p, m, "land", &g->outlines, true, 9, STR_NONE, UKRAINE);
    PATH(p, m, "land here", &g->outlines, true, 9, UKRAINE, STR_NONE);
    PATH(p, m, "river", &g->rivers, false, rank_seen(m->zoom), STR_NONE, STR_NONE);
    for (size_t i = 0; i < p->site->in->layer_count; i++) {
        const MapLayer *layer = &p->site->in->layers[i];
        PATH(p, m, "layer", layer, true, 9, STR_NONE, STR_NONE);
        PATH(p, m, "layer", layer, false, 9, STR_NONE, STR_NONE);
    }
}

/* A length that is easy to compare with: 1, 2 or 5 times a power of ten, at most a fifth of the drawing. */
static void show_scale(Page *p, const MapPage *m)
{
    double lat, lon, most = ACROSS / 5.0, length = 0;
    int64_t metres = 100;

    map_degrees(m->centre, &lat, &lon);
    for (int64_t power = 100; power <= 10000000; power *= 10)
        for (int64_t times = 1; times <= 5; times += times == 1 ? 1 : 3)
            if (map_units((double)(power * times), lat, m->window.width) <= most) {
                metres = power * times;
                length = map_units((double)metres, lat, m->window.width);
            }
    HTML(p->h, "<g class=\"scale\"><line x1=\"16\" y1=\"544\" y2=\"544\"");
    HTML_ATTR_I64(p->h, "x2", 16 + (int64_t)length);
    HTML(p->h, "/>");
    svg_words(p, "", 16, 537, metres >= 1000 ? arena_printf(p->arena, "%lld %.*s", (long long)(metres / 1000),
              STR_ARG(words_get(p->w, S("map.km")))) : arena_printf(p->arena, "%lld %.*s", (long long)metres,
              STR_ARG(words_get(p->w, S("map.m")))));
    HTML(p->h, "</g>");
}

/* ---- marks ---- */

static bool in_drawing(const MapPlace *m)
{
    return m->x >= 0 && m->x <= ACROSS && m->y >= 0 && m->y <= DOWN;
}

/* Larger for more, by area, within bounds. */
static double mark_radius(int64_t count)
{
    double r = 4.5 + 2.2 * sqrt((double)count);
    return r > 22 ? 22 : r;
}

static void mark_add(Mark *k, const Mark *other)
{
    double all = (double)(k->places + other->places);

    k->x = (k->x * (double)k->places + other->x * (double)other->places) / all;
    k->y = (k->y * (double)k->places + other->y * (double)other->places) / all;
    k->places += other->places;
    k->count += other->count;
    k->disagree |= other->disagree;
    k->least = (MapPoint){ fmin(k->least.x, other->least.x), fmin(k->least.y, other->least.y) };
    k->most = (MapPoint){ fmax(k->most.x, other->most.x), fmax(k->most.y, other->most.y) };
}

/* Places of one cell of a grid over the drawing make one mark. */
static Mark *marks_of_cells(Page *p, const MapPage *m, size_t *count)
{
    enum { COLUMNS = (int)(ACROSS / CELL) + 1, ROWS = (int)(DOWN / CELL) + 1 };
    Mark *marks = arena_array(p->arena, Mark, COLUMNS * ROWS);
    size_t kept = 0;

    for (uint32_t i = 0; i < m->place_count; i++) {
        const MapPlace *at = &m->place[i];
        if (!in_drawing(at))
            continue;
        Mark one = { i, 1, at->count, at->disagreements > 0, at->x, at->y, at->at, at->at };
        Mark *k = &marks[(int)(at->y / CELL) * COLUMNS + (int)(at->x / CELL)];
        if (k->places)
            mark_add(k, &one);
        else
            *k = one;
    }
    for (size_t i = 0; i < COLUMNS * ROWS; i++)
        if (marks[i].places)
            marks[kept++] = marks[i];
    *count = kept;
    return marks;
}

/* And marks that would lie over one another become one. */
static Mark *marks_make(Page *p, const MapPage *m, size_t *count)
{
    Mark *marks = marks_of_cells(p, m, count);

    for (size_t i = 0; i < *count; i++)
        for (size_t k = 0; k < *count; k++) {
            double reach = mark_radius(marks[i].count) + mark_radius(marks[k].count) + 1;
            if (k == i || hypot(marks[i].x - marks[k].x, marks[i].y - marks[k].y) > reach)
                continue;
            size_t low = i < k ? i : k, high = i < k ? k : i;
            mark_add(&marks[low], &marks[high]);
            memmove(&marks[high], &marks[high + 1], (*count - high - 1) * sizeof *marks);
            --*count;
            i = low;            /* it has grown: look at all of them again */
            k = (size_t)-1;
        }
    return marks;
}

static Str place_address(Page *p, const MapPlace *m)
{
    if (m->count == 1)
        return link_incident(p, sample_of(p, m));
    AUTO_STRBUF b = { 0 };
    strbuf_add(&b, S("/incidents?place="));
    query_encode(&b, sample_of(p, m)->place_id);
    add_questions(p, S("place"), &b);
    return arena_str(p->arena, strbuf_str(&b));
}

static Str place_words(Page *p, const MapPlace *m)
{
    const Incident *i = sample_of(p, m);
    Str name = say_place(p, i->place_id), how = say_precision(p, i->precision_m);

    return arena_printf(p->arena, STR_FMT ": " STR_FMT ", " STR_FMT, STR_ARG(name),
                        STR_ARG(say_number(p, "map.incidents", m->count)), STR_ARG(how));
}

static void circle(Page *p, const char *class_name, double x, double y, double r)
{
    HTML(p->h, "<circle");
    HTML_ATTR(p->h, "class", str_of(class_name));
    HTML_ATTR_I64(p->h, "cx", (int64_t)(x + .5));
    HTML_ATTR_I64(p->h, "cy", (int64_t)(y + .5));
    HTML_ATTR_I64(p->h, "r", (int64_t)(r + .5));
    HTML(p->h, "/>");
}

static void mark_begin(Page *p, const char *class_name, Str address, Str label)
{
    HTML(p->h, "<a");
    HTML_ATTR(p->h, "class", str_of(class_name));
    HTML_ATTR(p->h, "href", address);
    HTML_ATTR(p->h, "aria-label", label);
    HTML(p->h, "><title>");
    html_text(p->h, label);
    HTML(p->h, "</title>");
}

static void show_mark(Page *p, const MapPage *m, const Mark *k)
{
    const MapPlace *one = &m->place[k->one];
    double r = mark_radius(k->count);

    if (k->places == 1) {
        mark_begin(p, k->disagree ? "mark disagree" : "mark", place_address(p, one), place_words(p, one));
    } else {
        MapPoint c = { (k->least.x + k->most.x) / 2, (k->least.y + k->most.y) / 2 };
        double nearer = map_fit(k->least, k->most, ACROSS, DOWN, m->zoom + 3);
        Str label = arena_printf(p->arena, STR_FMT ", " STR_FMT, STR_ARG(say_number(p, "map.places", (int64_t)k->places)),
                                 STR_ARG(say_number(p, "map.incidents", k->count)));
        mark_begin(p, k->disagree ? "mark several disagree" : "mark several",
                   window_address(p, c, nearer > m->zoom + .5 ? nearer : m->zoom + 1), label);
    }
    circle(p, "dot", k->x, k->y, r);
    if (k->count > 1)
        svg_words(p, "", k->x, k->y + 4, say_i64(p, k->count));
    HTML(p->h, "</a>");
}

/* Under all marks: how far off each place may be. */
static void show_precision(Page *p, const MapPage *m)
{
    for (size_t i = 0; i < m->place_count; i++) {
        const MapPlace *at = &m->place[i];
        const Incident *x = sample_of(p, at);
        double r = map_units(x->precision_m, x->lat, m->window.width);
        if (in_drawing(at) && r >= RADIUS_MIN)
            circle(p, "precision", at->x, at->y, r);
    }
}

/* Names of towns where there is room: one that would run over another is left out. */
static void show_towns(Page *p, const MapPage *m, const Mark *marks, size_t mark_count)
{
    const MapGround *g = &p->site->ground;
    bool ukrainian = str_eq(words_language(p->w), S("uk"));
    double (*taken)[2] = arena_raw(p->arena, (g->town_count + 1) * sizeof *taken);
    size_t count = 0;

    for (size_t i = 0; i < g->town_count; i++) {
        double x, y;
        bool room = g->towns[i].rank <= rank_seen(m->zoom);
        map_place(&m->window, g->towns[i].at, &x, &y);
        room = room && x > 0 && x < ACROSS - 60 && y > 12 && y < DOWN;
        for (size_t k = 0; room && k < count; k++)
            room = fabs(taken[k][0] - x) > 84 || fabs(taken[k][1] - y) > 15;
        if (!room)
            continue;
        taken[count][0] = x;
        taken[count++][1] = y;
        double beside = 0;
        for (size_t k = 0; k < mark_count; k++)     /* a name stands beside the mark of its town */
            if (hypot(marks[k].x - x, marks[k].y - y) < mark_radius(marks[k].count))
                beside = marks[k].x + mark_radius(marks[k].count) - x;
        if (!beside)
            circle(p, "town", x, y, 2);
        svg_words(p, "town", x + 5 + beside, y + 4, ukrainian ? g->towns[i].uk : g->towns[i].en);
    }
}

/* What script.js needs to turn a drag into an address: where the middle is, and how near. */
static void show_frame(Page *p, const MapPage *m)
{
    HTML_ATTR(p->h, "data-x", arena_printf(p->arena, "%.9f", m->centre.x));
    HTML_ATTR(p->h, "data-y", arena_printf(p->arena, "%.9f", m->centre.y));
    HTML_ATTR(p->h, "data-zoom", arena_printf(p->arena, "%.2f", m->zoom));
}

static void show_drawing(Page *p, const MapPage *m)
{
    size_t count;
    Mark *marks = marks_make(p, m, &count);

    HTML(p->h, "<figure class=\"map\"");
    show_frame(p, m);
    HTML(p->h, "><svg role=\"group\" viewBox=\"0 0 960 560\" preserveAspectRatio=\"xMidYMid slice\"");
    HTML_ATTR(p->h, "aria-label", words_get(p->w, S("map.drawing")));
    HTML(p->h, "><rect class=\"sea\" width=\"960\" height=\"560\"/>");
    show_ground(p, m);
    show_precision(p, m);
    for (size_t i = 0; i < count; i++)
        show_mark(p, m, &marks[i]);
    show_towns(p, m, marks, count);
    show_scale(p, m);
    HTML(p->h, "</svg>");
    show_steering(p, m);
    HTML(p->h, "<figcaption>");
    W(p->w, p->h, "map.legend");
    HTML(p->h, "</figcaption></figure>");
}

/* ---- the list ---- */

static int most_first(const void *a, const void *b)
{
    const MapPlace *x = a, *y = b;

    if (x->count != y->count)
        return x->count > y->count ? -1 : 1;
    return x->sample < y->sample ? -1 : 1;
}

/* The window that shows every mark. */
static Str whole_address(Page *p, const MapPage *m)
{
    MapPoint least = m->place[0].at, most = least;

    for (size_t i = 1; i < m->place_count; i++) {
        MapPoint at = m->place[i].at;
        least = (MapPoint){ fmin(least.x, at.x), fmin(least.y, at.y) };
        most = (MapPoint){ fmax(most.x, at.x), fmax(most.y, at.y) };
    }
    return window_address(p, (MapPoint){ (least.x + most.x) / 2, (least.y + most.y) / 2 },
                          map_fit(least, most, ACROSS, DOWN, FIT_NEAREST));
}

/* What a reader would otherwise not know is missing. */
static void show_missing(Page *p, const MapPage *m)
{
    int64_t outside = 0;

    for (size_t i = 0; i < m->place_count; i++)
        outside += !in_drawing(&m->place[i]);
    if (outside) {
        HTML(p->h, "<p class=\"tally\">");
        html_text(p->h, say_number(p, "map.outside", outside));
        HTML(p->h, " ");
        show_link(p, whole_address(p, m), words_get(p->w, S("map.whole")));
        HTML(p->h, "</p>");
    }
    if (m->unplaced) {
        HTML(p->h, "<p class=\"tally\">");
        html_text(p->h, say_number(p, "map.unplaced", m->unplaced));
        HTML(p->h, "</p>");
    }
}

static void show_list(Page *p, const MapPlace *from, size_t count, const char *heading, bool only_seen)
{
    MapPlace *row = arena_array(p->arena, MapPlace, count + 1);
    size_t rows = 0;

    for (size_t i = 0; i < count; i++)
        if (!only_seen || in_drawing(&from[i]))
            row[rows++] = from[i];
    if (!rows)
        return;
    qsort(row, rows, sizeof *row, most_first);
    HTML(p->h, "<section><h2>");
    html_text(p->h, words_get(p->w, str_of(heading)));
    HTML(p->h, "</h2><ul class=\"places\">");
    for (size_t i = 0; i < rows; i++) {
        const Incident *x = sample_of(p, &row[i]);
        HTML(p->h, "<li><a");
        HTML_ATTR(p->h, "href", place_address(p, &row[i]));
        HTML(p->h, ">");
        html_text(p->h, say_place(p, x->place_id));
        HTML(p->h, "</a> <span>");
        html_text(p->h, say_number(p, "map.incidents", row[i].count));
        HTML(p->h, "</span> <span class=\"by\">");
        html_text(p->h, say_precision(p, x->precision_m));
        HTML(p->h, "</span></li>");
    }
    HTML(p->h, "</ul></section>");
}

int page_map(Page *p, Str rest)
{
    MapPage m = { 0 };
    PageFilter f;

    (void)rest;
    asked_filter(p, &f);
    gather(p, &f, &m);
    choose_window(p, &m);
    page_begin(p, words_get(p->w, S("nav.map")), S("nav.map"));
    HTML(p->h, "<h1>");
    W(p->w, p->h, "nav.map");
    HTML(p->h, "</h1>");
    show_machine(p);
    show_filter(p, &f, "/map");
    show_drawing(p, &m);
    if (!m.shown)
        show_empty(p, words_get(p->w, S("empty.incidents")));
    show_missing(p, &m);
    show_list(p, m.place, m.place_count, "map.list", true);
    show_list(p, m.wide, m.wide_count, "map.wide", false);
    if (!f.trouble.len)
        show_left_open(p, &f, true);
    page_end(p);
    return f.trouble.len ? 400 : 200;
}
