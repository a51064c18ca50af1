/* fuzz_eml.c -- e-mail and mailboxes: any bytes give an answer and parts that can be read back. */
#include "base/auto.h"
#include "keep/answer_in.h"
#include "keep/parse_in.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    AUTO_ARENA arena = arena_create();
    AUTO_STRBUF asked = { 0 };
    AUTO_STRBUF answer = { 0 };
    AUTO_STRBUF box = { 0 };
    Answer text;
    Parts parts;

    mail_prepare(S(""));
    answer_put_u64(&asked, size);
    strbuf_add(&asked, (Str){ (const char *)data, size });
    if (mail_read(strbuf_str(&asked), S(""), &answer) != 0)
        abort();
    AnswerReader r = { .arena = arena, .rest = strbuf_str(&answer) };
    Str first = answer_get_bytes(&r), second = answer_get_bytes(&r);
    if (r.bad || (first.len && (!answer_read(arena, first, size, &text) || !parts_read(arena, second, &parts))))
        abort();
    if (mbox_parts((Str){ (const char *)data, size }, S("0 0 1000000 100"), &box) == 0 &&
        !parts_read(arena, strbuf_str(&box), &parts))
        abort();
    return 0;
}
