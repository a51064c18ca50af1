/* ocr.c -- see ocr.h. */
#include "keep/ocr.h"

#include "keep/worker.h"

#include <leptonica/allheaders.h>
#include <tesseract/capi.h>

#define MODELS "ukr+rus+eng"

#define LATIN_SHARE 0.8         /* of the letters: then the page is read once more, in English alone */
#define LOSS_MAX    3           /* points of confidence that this may cost */

static TessBaseAPI *all_models, *english;

static TessBaseAPI *load(const char *models)
{
    TessBaseAPI *t = TessBaseAPICreate();

    if (t == NULL || TessBaseAPIInit2(t, NULL, models, OEM_LSTM_ONLY) != 0)
        return NULL;
    TessBaseAPISetVariable(t, "debug_file", "/dev/null");
    TessBaseAPISetPageSegMode(t, PSM_AUTO);
    return t;
}

int ocr_prepare(void)
{
    if (all_models)
        return 0;
    setMsgSeverity(L_SEVERITY_NONE);
    english = load("eng");
    all_models = load(MODELS);
    return english && all_models ? 0 : WORKER_NO_MODELS;
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

static bool read_with(TessBaseAPI *tesseract, Arena *arena, struct Pix *picture, int dots_per_inch, PdfPage *page)
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

/* In English texts the models together give Cyrillic letters that look the same: a page that is mostly
 * Latin is read again with English alone. */
static bool is_latin(const PdfPage *page)
{
    size_t latin = 0, other = 0;

    for (size_t i = 0; i < page->count; i++)
        for (size_t k = 0; k < page->words[i].text.len; k++) {
            unsigned char c = (unsigned char)page->words[i].text.ptr[k];
            latin += (c | 32) >= 'a' && (c | 32) <= 'z';
            other += c == 0xD0 || c == 0xD1 || c == 0xD2;
        }
    return latin > 0 && (double)latin >= LATIN_SHARE * (double)(latin + other);
}

static int confidence_of(const PdfPage *page)
{
    long sum = 0;

    for (size_t i = 0; i < page->count; i++)
        sum += page->words[i].confidence;
    return page->count ? (int)(sum / (long)page->count) : 0;
}

bool ocr_words(Arena *arena, struct Pix *picture, int dots_per_inch, PdfPage *page)
{
    PdfPage again = *page;

    if (!read_with(all_models, arena, picture, dots_per_inch, page))
        return false;
    if (is_latin(page) && read_with(english, arena, picture, dots_per_inch, &again) &&
        confidence_of(&again) + LOSS_MAX >= confidence_of(page))
        *page = again;
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
