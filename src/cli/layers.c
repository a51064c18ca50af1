/* layers.c -- see layers.h. */
#include "cli/layers.h"

#include "base/os.h"
#include "base/vec.h"

#define LAYER_MAX (64u << 20)

typedef struct Found {
    Arena *arena;
    VEC(MapLayer) layers;
} Found;

static Status take_layer(void *context, const FoundFile *file, Error *err)
{
    Found *f = context;
    Str text, name = os_basename(str_of(file->path));
    MapLayer layer;

    if (!str_ends(name, S(".tsv")))
        return OK;
    Status status = os_read_file(f->arena, file->path, LAYER_MAX, &text, err);
    if (status == OK)
        status = map_shapes(f->arena, text, file->path, &layer, err);
    if (status != OK)
        return status;
    layer.name = arena_str(f->arena, str_slice(name, 0, name.len - 4));
    vec_push(f->arena, &f->layers, layer);
    return OK;
}

static void pass_over(void *context, const char *path, const char *why)
{
    (void)context;
    (void)path;
    (void)why;
}

Status layers_load(Arena *arena, const char *case_dir, MapLayer **ret, size_t *count, Error *err)
{
    char *dir = os_join(arena, str_of(case_dir), S(LAYERS_DIR));
    Found found = { .arena = arena };
    Status status = os_is_dir(dir) ? os_walk(arena, dir, take_layer, pass_over, &found, err) : OK;

    *ret = found.layers.at;
    *count = found.layers.count;
    return status;
}
