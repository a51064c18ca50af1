/* fuzz_docx.c -- the body of a DOCX, parsed here and not in the box: any bytes as the archive, and as its main part. */
#include "base/auto.h"
#include "keep/answer.h"
#include "keep/office.h"
#include "keep/parse_docx.h"
#include "keep/parse_odt.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check(Arena *arena, int code, StrBuf *out, size_t size)
{
    Answer answer;

    if (code == 0 && !answer_read(arena, strbuf_str(out), size, &answer))
        abort();
    strbuf_finish(out);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    AUTO_ARENA arena = arena_create();
    Str bytes = { (const char *)data, size };
    StrBuf docx = { 0 }, odt = { 0 }, body = { 0 };

    office_prepare();
    check(arena, docx_parse(arena, bytes, &docx), &docx, size);
    check(arena, odt_parse(arena, bytes, &odt), &odt, size);
    check(arena, docx_parse_body(arena, bytes, &body), &body, size);
    return 0;
}
