/* ocr.c -- see ocr.h. */
#include "keep/ocr.h"

#include "keep/worker.h"

#include <leptonica/allheaders.h>
#include <tesseract/capi.h>

#define MODELS "ukr+rus+eng"

static TessBaseAPI *tesseract;

int ocr_prepare(void)
{
    if (tesseract)
        return 0;
    tesseract = TessBaseAPICreate();
    TessBaseAPISetVariable(tesseract, "debug_file", "/dev/null");
    if (tesseract == NULL || TessBaseAPIInit2(tesseract, NULL, MODELS, OEM_LSTM_ONLY) != 0)
        return WORKER_NO_MODELS;
    setMsgSeverity(L_SEVERITY_NONE);
    TessBaseAPISetPageSegMode(tesseract, PSM_AUTO);
    return 0;
}

Str ocr_version(Arena *arena)
{
    return arena_printf(arena, "tesseract %s " MODELS, TessVersion());
}

static void take_word(Arena *arena, TessResultIterator *it, PdfPage *page, size_t room)
{
    PdfWord w = { 0 };
    int x0, y0, x1, y1, lx0, ly0, lx1, ly1;
    TessPageIterator *place = TessResultIteratorGetPageIterator(it);
    char *text = TessResultIteratorGetUTF8Text(it, RIL_WORD);

    if (text && page->count < room && str_trim(str_of(text)).len &&
        TessPageIteratorBoundingBox(place, RIL_WORD, &x0, &y0, &x1, &y1) &&
        TessPageIteratorBoundingBox(place, RIL_TEXTLINE, &lx0, &ly0, &lx1, &ly1)) {
        float sure = TessResultIteratorConfidence(it, RIL_WORD);
        w.text = arena_str(arena, str_trim(str_of(text)));
        w.confidence = sure < 1 ? 1 : sure > 100 ? 100 : (int)sure;
        w.x0 = (float)x0;
        w.x1 = (float)x1;
        w.y0 = (float)ly0;          /* of the line: words without tall letters would hang in between */
        w.y1 = (float)ly1;
        w.size = (float)(ly1 - ly0);
        page->words[page->count++] = w;
    }
    TessDeleteText(text);
}

static size_t count_words(TessResultIterator *it)
{
    size_t count = 0;

    do
        count++;
    while (TessResultIteratorNext(it, RIL_WORD));
    TessPageIteratorBegin(TessResultIteratorGetPageIterator(it));
    return count;
}

bool ocr_words(Arena *arena, struct Pix *picture, int dots_per_inch, PdfPage *page)
{
    TessBaseAPISetImage2(tesseract, picture);
    TessBaseAPISetSourceResolution(tesseract, dots_per_inch);
    page->width = (float)pixGetWidth(picture);
    page->height = (float)pixGetHeight(picture);
    page->count = 0;
    if (TessBaseAPIRecognize(tesseract, NULL) != 0)
        return false;
    TessResultIterator *it = TessBaseAPIGetIterator(tesseract);
    if (it) {
        size_t room = count_words(it);
        page->words = arena_array(arena, PdfWord, room);
        do
            take_word(arena, it, page, room);
        while (TessResultIteratorNext(it, RIL_WORD));
        TessResultIteratorDelete(it);
    }
    TessBaseAPIClear(tesseract);
    return true;
}

void ocr_note(Paper *paper, const PdfPage *pages, size_t count)
{
    long sum = 0, words = 0;

    for (size_t p = 0; p < count; p++)
        for (size_t i = 0; i < pages[p].count; i++)
            if (pages[p].words[i].confidence) {
                sum += pages[p].words[i].confidence;
                words++;
            }
    Str version = ocr_version(paper->arena);
    if (words == 0)
        paper_note(paper, "ocr", SPAN_NONE, arena_printf(paper->arena, "a machine looked for text in the picture and found "
                   "none (" STR_FMT ")", STR_ARG(version)));
    else
        paper_note(paper, "ocr", SPAN_NONE, arena_printf(paper->arena, "text recognised by a machine (" STR_FMT "), mean "
                   "confidence %ld %%: compare it with the picture", STR_ARG(version), sum / words));
}
