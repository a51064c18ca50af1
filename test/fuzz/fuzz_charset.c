/* fuzz_charset.c -- any bytes as a text: the kind is found, the charset named, and what comes out is
 * valid UTF-8. Guessing and converting take a box each, so this one is slow. Build: see standalone.c. */
#include "base/auto.h"
#include "base/utf8.h"
#include "keep/charset.h"
#include "keep/sniff.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static Workers workers;         /* for all inputs of this program */
    AUTO_ARENA arena = arena_create();
    Str bytes = { (const char *)data, size }, text = S("");
    Repaired repaired = utf8_repair(arena, bytes);

    if (repaired.text.len != size || utf8_valid(repaired.text) < size)
        abort();
    if (sniff(bytes, size, S("a.html")).media_type.len == 0)
        abort();
    Charset found = charset_find(&workers, bytes, size & 1);
    if (found.name.len == 0 || found.mark > size)
        abort();
    Str code = S("");
    charset_why(arena, found, &code);
    if (charset_convert(arena, &workers, bytes, found, &text, NULL) == OK && utf8_valid(text) < text.len)
        abort();
    /* Every stretch of the text leads to bytes that are there. */
    Span spans[16];
    for (size_t i = 0; i < 16; i++)
        spans[i] = (Span){ (uint32_t)(text.len * i / 17), (uint32_t)(text.len * (i + 2) / 17) };
    charset_origins(bytes, text, found, spans, 16);
    for (size_t i = 0; i < 16; i++)
        if (spans[i].start > spans[i].end || spans[i].end > size)
            abort();
    return 0;
}
