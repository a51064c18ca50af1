/* fuzz_geojson.c -- outlines for the map: any bytes give a table that can be read back, or one line of what is wrong. */
#include "base/auto.h"
#include "keep/parse_in.h"
#include "tell/ground.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    AUTO_ARENA arena = arena_create();
    AUTO_STRBUF answer = { 0 };
    MapLayer layer;

    if (geojson_shapes((Str){ (const char *)data, size }, S(""), &answer) != 0)
        abort();
    Str made = strbuf_str(&answer);
    if (str_starts(made, S("wrong: ")) ? str_find(made, S("\n"), 0) != made.len - 1
                                       : map_shapes(arena, made, "layer", &layer, NULL) != OK)
        abort();
    return 0;
}
