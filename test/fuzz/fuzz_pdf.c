/* fuzz_pdf.c -- any bytes as PDF, parsed here and not in the box: the answer makes sense. poppler's own faults are
 * its own; the box holds them. */
#include "base/auto.h"
#include "keep/answer.h"
#include "keep/parse_pdf.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    AUTO_ARENA arena = arena_create();
    AUTO_STRBUF out = { 0 };
    Answer answer;

    if (pdf_parse(arena, (Str){ (const char *)data, size }, false, &out) == 0 &&
        !answer_read(arena, strbuf_str(&out), size, &answer))
        abort();
    return 0;
}
