/* fuzz_sources.c -- any bytes as a sources table: what is accepted has a name and valid text in every
 * row. Build: see standalone.c. */
#include "base/auto.h"
#include "base/utf8.h"
#include "keep/sources.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    AUTO_ARENA arena = arena_create();
    Sources s;

    if (sources_parse(arena, (Str){ (const char *)data, size }, S("table"), &s, NULL) != OK)
        return 0;
    for (size_t i = 0; i < s.count; i++) {
        const Given *g = sources_find(&s, s.files[i]);
        if (g != &s.rows[i] || s.files[i].len == 0 || utf8_valid(g->publisher) < g->publisher.len)
            abort();
        for (size_t k = 0; k < g->author_count; k++)
            if (g->authors[k].len == 0)
                abort();
    }
    return 0;
}
