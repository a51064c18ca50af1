/* map.h -- text to number in an arena; iteration is in order of insertion, so
 * that nothing depends on hash order.
 */
#ifndef BASE_MAP_H
#define BASE_MAP_H

#include "base/arena.h"

typedef struct MapEntry {
    Str      key;       /* not copied: must outlive the map */
    uint64_t hash;
    int64_t  value;
} MapEntry;

typedef struct Map {
    MapEntry *entries;  /* in order of insertion */
    size_t    count, room;
    uint32_t *slots;    /* index into entries plus one; 0 is free */
    size_t    slot_count;
} Map;

/* The value under `key`, or NULL. The pointer holds until the next map_put. */
int64_t *map_get(const Map *map, Str key);

/* The value under `key`, inserted with `initial` when it was absent. */
int64_t *map_put(Arena *arena, Map *map, Str key, int64_t initial);

#endif
