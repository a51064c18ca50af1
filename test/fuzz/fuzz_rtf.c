/* fuzz_rtf.c -- any bytes as RTF, parsed here and not in the box: the answer makes sense. */
#include "base/auto.h"
#include "keep/answer.h"
#include "keep/parse_rtf.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    AUTO_ARENA arena = arena_create();
    AUTO_STRBUF out = { 0 };
    Answer answer;

    if (rtf_parse(arena, (Str){ (const char *)data, size }, &out) == 0 &&
        !answer_read(arena, strbuf_str(&out), size, &answer))
        abort();
    return 0;
}
