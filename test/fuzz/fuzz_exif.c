/* fuzz_exif.c -- any bytes as a picture's head and as EXIF. */
#include "base/auto.h"
#include "keep/parse_image.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    AUTO_ARENA arena = arena_create();
    Paper paper = { .arena = arena };
    Str bytes = { (const char *)data, size };
    ImageFacts facts;

    image_facts(bytes, &facts);
    exif_facts(&paper, facts.exif, &facts);
    exif_facts(&paper, bytes, &facts);
    if (facts.orientation < 1 || facts.orientation > 8)
        abort();
    return 0;
}
