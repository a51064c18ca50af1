/* fuzz_read.c -- any bytes through the whole of READ. */
#include "base/auto.h"
#include "read/read.h"

#include <assert.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static Lang *lang;
    Error err;
    Reading r;

    if (lang == NULL && lang_load(NULL, &lang, &err) != OK)
        abort();
    AUTO_ARENA arena = arena_create();
    Str text = { (const char *)data, size };
    ReadInput in = { .document = S("fuzz"), .path = S("fuzz.txt"), .media_type = size & 1 ? S("text/markdown") : S("text/plain"),
                     .bytes = size, .text = text, .given = { .published = S("2022-09-16") } };
    read_document(lang, arena, &in, &r);
    for (size_t i = 0; i < r.mention_count; i++)
        assert(r.mentions[i].span.end <= size);
    return 0;
}
