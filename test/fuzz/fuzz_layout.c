/* fuzz_layout.c -- any bytes as words with boxes on pages: blocks stand in order inside the text. Ten bytes a word. */
#include "base/auto.h"
#include "keep/pdf_layout.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

#define WORD    10
#define PAGES   4

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const char *const texts[] = { "word", "-", "end.", "12", "1", "half-", "\xC2\xAD", "\xD1\x81\xD0\xBB", "Page", "\xE2\x80\xA2" };
    AUTO_ARENA arena = arena_create();
    Paper paper = { .arena = arena };
    PdfPage pages[PAGES] = { 0 };
    size_t words = size / WORD;
    uint32_t at = 0;

    for (int p = 0; p < PAGES; p++) {
        pages[p] = (PdfPage){ .number = p + 1, .width = 600, .height = 800, .words = arena_array(arena, PdfWord, words + 1) };
        for (size_t i = (size_t)p * words / PAGES; i < (size_t)(p + 1) * words / PAGES; i++) {
            const uint8_t *d = data + i * WORD;
            float x = (float)(d[0] << 8 | d[1]) / 100 - 10, y = (float)(d[2] << 8 | d[3]) / 80 - 10;
            pages[p].words[pages[p].count++] = (PdfWord){ x, y, x + d[4], y + d[5] / 4.0f, d[6] / 8.0f + 0.1f, d[7] & 1,
                                                          d[8] % 101, str_of(texts[d[9] % 10]) };
        }
    }
    pdf_layout(&paper, pages, PAGES);
    for (size_t i = 0; i < paper.blocks.count; i++) {
        Span s = paper.blocks.at[i].span;
        if (s.start < at || s.end <= s.start || s.end > paper.text.len)
            abort();
        at = s.end;
    }
    strbuf_finish(&paper.text);
    return 0;
}
