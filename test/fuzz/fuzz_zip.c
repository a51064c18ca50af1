/* fuzz_zip.c -- archives: any bytes give parts that can be read back, numbered in rising order, within the caps that
 * were asked for; asking again from where it stopped ends. */
#include "base/auto.h"
#include "keep/parse_in.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    PartAsk ask = { .bytes = 1u << 20, .entries = 50 };
    AUTO_ARENA arena = arena_create();
    Parts parts = { 0 };

    archive_prepare(S(""));
    for (int round = 0; round < 100; round++) {
        AUTO_STRBUF answer = { 0 };
        uint64_t bytes = 0;
        if (archive_parts((Str){ (const char *)data, size }, part_ask_text(arena, &ask), &answer) != 0)
            return 0;
        if (!parts_read(arena, strbuf_str(&answer), &parts) || parts.count > ask.entries || parts.number < ask.number)
            abort();
        for (size_t i = 0; i < parts.count; i++)
            bytes += parts.parts[i].bytes.len;
        if (bytes > ask.bytes || (parts.next && parts.next <= ask.from))
            abort();
        if (!parts.next)
            return 0;
        ask.from = parts.next;
        ask.number = parts.number;
    }
    abort();
}
