/* map.c -- open addressing over an insertion-ordered array; see map.h. */
#include "base/map.h"

#include "base/hash.h"

static uint32_t *slot_of(const Map *m, Str key, uint64_t hash)
{
    for (size_t i = hash & (m->slot_count - 1);; i = (i + 1) & (m->slot_count - 1)) {
        uint32_t *slot = &m->slots[i];
        if (*slot == 0)
            return slot;
        const MapEntry *e = &m->entries[*slot - 1];
        if (e->hash == hash && str_eq(e->key, key))
            return slot;
    }
}

int64_t *map_get(const Map *m, Str key)
{
    if (m->count == 0)
        return NULL;
    uint32_t *slot = slot_of(m, key, hash64(key));
    return *slot ? &m->entries[*slot - 1].value : NULL;
}

static void grow(Arena *arena, Map *m)
{
    size_t room = m->room ? m->room * 2 : 16;

    m->entries = arena_grow(arena, m->entries, m->room * sizeof *m->entries, room * sizeof *m->entries);
    m->room = room;
    m->slot_count = room * 2;
    m->slots = arena_array(arena, uint32_t, m->slot_count);
    for (size_t i = 0; i < m->count; i++)
        *slot_of(m, m->entries[i].key, m->entries[i].hash) = (uint32_t)i + 1;
}

int64_t *map_put(Arena *arena, Map *m, Str key, int64_t initial)
{
    uint64_t hash = hash64(key);

    if (m->count == m->room)
        grow(arena, m);
    uint32_t *slot = slot_of(m, key, hash);
    if (*slot == 0) {
        m->entries[m->count] = (MapEntry){ key, hash, initial };
        *slot = (uint32_t)++m->count;
    }
    return &m->entries[*slot - 1].value;
}
