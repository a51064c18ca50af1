/* gazetteer.c -- see gazetteer.h. Places are sorted by id, so that finding one is a
 * binary search and parents are indices. */
#include "lang/blob.h"

#include <math.h>

static const char *const type_names[] = {
    "country", "region", "oblast", "raion", "city", "town", "village", "settlement",
    "district", "river", "lake", "sea", "reservoir", "site", "facility", "peninsula",
};

Str place_type_name(PlaceType type)
{
    return str_of(type_names[type]);
}

int place_type_of(Str name)
{
    for (size_t i = 0; i < sizeof type_names / sizeof *type_names; i++)
        if (str_eq(str_of(type_names[i]), name))
            return (int)i;
    return -1;
}

uint32_t gazetteer_find(const Gazetteer *g, Str id)
{
    size_t low = 0, high = g->count;

    while (low < high) {
        size_t middle = (low + high) / 2;
        int order = str_cmp(g->places[middle].id, id);
        if (order == 0)
            return (uint32_t)middle;
        if (order < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return NO_PLACE;
}

bool gazetteer_within(const Gazetteer *g, uint32_t inner, uint32_t outer)
{
    if (outer == NO_PLACE)
        return false;
    for (uint32_t p = inner; p != NO_PLACE; p = g->places[p].parent)
        if (p == outer)
            return true;
    return false;
}

uint32_t gazetteer_ancestor(const Gazetteer *g, uint32_t place, PlaceType type)
{
    for (uint32_t p = place; p != NO_PLACE; p = g->places[p].parent)
        if (g->places[p].type == type)
            return p;
    return NO_PLACE;
}

#define EARTH_DIAMETER_KM 12742
#define RADIANS           (M_PI / 180)

double place_km(double lat1, double lon1, double lat2, double lon2)
{
    double a = sin((lat2 - lat1) * RADIANS / 2), b = sin((lon2 - lon1) * RADIANS / 2);

    return EARTH_DIAMETER_KM * asin(sqrt(fmin(1, a * a + cos(lat1 * RADIANS) * cos(lat2 * RADIANS) * b * b)));
}

double apart_km(double apart)
{
    return EARTH_DIAMETER_KM * asin(sqrt(fmin(4, apart)) / 2);
}

double km_apart(double km)
{
    double chord = 2 * sin(km / EARTH_DIAMETER_KM);

    return chord * chord;
}

void place_unit(double lat, double lon, double unit[3])
{
    unit[0] = cos(lat * RADIANS) * cos(lon * RADIANS);
    unit[1] = cos(lat * RADIANS) * sin(lon * RADIANS);
    unit[2] = sin(lat * RADIANS);
}

Str plain_name(Str name, NameMarks *ret)
{
    int64_t year;

    name = str_trim(name);
    *ret = (NameMarks){ .flags = str_starts(name, S("??"))  ? SENSE_SURNAME
                                 : str_starts(name, S("?")) ? SENSE_COMMON : 0 };
    for (; name.len && (name.ptr[0] == '?' || name.ptr[0] == '^' || name.ptr[0] == '!');
         name = str_slice(name, 1, name.len)) {
        ret->fixed |= name.ptr[0] != '?';
        if (name.ptr[0] == '!')
            ret->flags |= SENSE_UPPER;
    }
    for (size_t mark; name.len > 5; name = str_slice(name, 0, mark)) {
        mark = name.len - 5;
        char sign = name.ptr[mark];
        if ((sign != '<' && sign != '>') || !str_to_i64(str_slice(name, mark + 1, name.len), &year) || year < 1000)
            break;
        *(sign == '<' ? &ret->until : &ret->from) = (int16_t)year;
    }
    return name;
}
