/* fuzz_html.c -- any bytes as a page, parsed here and not in the box, so that a fault is seen: blocks
 * stand in order inside the text. Build: see standalone.c. */
#include "base/auto.h"
#include "base/utf8.h"
#include "keep/charset.h"
#include "keep/html_in.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    AUTO_ARENA arena = arena_create();
    Str page = utf8_repair(arena, (Str){ (const char *)data, size }).text;
    HtmlWords words;
    HtmlResult r;
    uint32_t at = 0;

    html_words_load(arena, &words);
    if (!html_parse(arena, &words, page, &r))
        return 0;
    html_judge(arena, &r);
    html_meta_notes(arena, &r.meta);
    for (size_t i = 0; i < r.blocks.count; i++) {
        const Block *b = &r.blocks.at[i].block;
        if (b->span.start < at || b->span.end <= b->span.start || b->span.end > r.text.len)
            abort();
        if (span_is(b->origin) && b->origin.start > page.len + 1)
            abort();
        at = b->span.end;
    }
    if (utf8_valid(strbuf_str(&r.text)) < r.text.len)
        abort();
    strbuf_finish(&r.text);
    return 0;
}
