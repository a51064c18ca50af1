/* layers.h -- outlines that a case has imported for its map: tables below CASE/map, for orientation, no evidence. */
#ifndef CLI_LAYERS_H
#define CLI_LAYERS_H

#include "tell/ground.h"

#define LAYERS_DIR "map"

/* All layers of a case in order of their names. ERR_BAD_INPUT names the file. */
Status layers_load(Arena *arena, const char *case_dir, MapLayer **ret, size_t *count, Error *err);

#endif
