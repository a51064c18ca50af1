/* parse_image.c -- pictures. What the file says of itself is handed on as facts: EXIF is easily changed and is never
 * made a claim; a C2PA manifest is named, not judged. Text is recognised in the picture turned upright. */
#include "keep/parse_image.h"

#include "keep/ocr.h"
#include "keep/worker.h"

#include <leptonica/allheaders.h>
#include <math.h>

#define FRAMES_MAX      200         /* of one TIFF */
#define PIXELS_MAX      100000000u  /* of one picture that is decoded */
#define OCR_PIXELS_MAX  25000000.0
#define DPI_UNKNOWN     200
#define SMALL           900         /* pixels of the longer side: a smaller picture is doubled for tesseract */

/* Upright: the eight ways of EXIF. Takes `pix`. */
static PIX *turn_upright(PIX *pix, int orientation)
{
    static const struct { int turn; bool flip; } ways[9] = {
        { 0, false }, { 0, false }, { 0, true }, { 2, false }, { 2, true }, { 1, true }, { 1, false }, { 3, true }, { 3, false },
    };

    if (ways[orientation].turn) {
        PIX *turned = pixRotateOrth(pix, ways[orientation].turn);
        pixDestroy(&pix);
        pix = turned;
    }
    if (pix && ways[orientation].flip)
        pixFlipLR(pix, pix);
    return pix;
}

/* As tesseract likes it: grey, no alpha, neither tiny nor huge. Takes `pix`. */
static PIX *prepare_pix(PIX *pix, int *dpi)
{
    PIX *grey = pixConvertTo8(pix, 0), *scaled = NULL;
    double pixels = (double)pixGetWidth(pix) * pixGetHeight(pix);
    int longer = pixGetWidth(pix) > pixGetHeight(pix) ? pixGetWidth(pix) : pixGetHeight(pix);

    *dpi = pixGetXRes(pix) >= 70 && pixGetXRes(pix) <= 1200 ? pixGetXRes(pix) : DPI_UNKNOWN;
    pixDestroy(&pix);
    if (grey && (pixels > OCR_PIXELS_MAX || longer < SMALL)) {
        float by = pixels > OCR_PIXELS_MAX ? sqrtf((float)(OCR_PIXELS_MAX / pixels)) : 2;
        scaled = pixScale(grey, by, by);
        *dpi = (int)((float)*dpi * by);
        pixDestroy(&grey);
    }
    return scaled ? scaled : grey;
}

static PIX *decode(Str original, const ImageFacts *f, int frame)
{
    size_t offset = 0;
    PIX *pix;

    if (f->kind != IMAGE_TIFF)
        return frame == 0 ? pixReadMem((const l_uint8 *)original.ptr, original.len) : NULL;
    for (int i = 0; i <= frame; i++) {
        pix = pixReadMemFromMultipageTiff((const l_uint8 *)original.ptr, original.len, &offset);
        if (i == frame)
            return pix;
        pixDestroy(&pix);
        if (offset == 0)
            break;
    }
    return NULL;
}

static size_t recognise(Paper *paper, Str original, const ImageFacts *f)
{
    PdfPage *pages = arena_array(paper->arena, PdfPage, FRAMES_MAX);
    size_t count = 0;
    int dpi;

    for (int frame = 0; frame < FRAMES_MAX; frame++) {
        PIX *pix = decode(original, f, frame);
        if (pix == NULL)
            break;
        pix = turn_upright(pix, f->orientation);
        pix = pix ? prepare_pix(pix, &dpi) : NULL;
        if (pix && ocr_words(paper->arena, pix, dpi, &pages[count]))
            pages[count].number = frame + 1, count++;
        pixDestroy(&pix);
    }
    pdf_layout(paper, pages, count);
    ocr_note(paper, pages, count);
    return count;
}

static const char *const names[] = { "unknown", "JPEG", "PNG", "GIF", "TIFF", "WebP", "BMP", "HEIC" };

int image_parse(Arena *arena, Str original, bool ocr, StrBuf *answer)
{
    Paper paper = { .arena = arena };
    ImageFacts f;
    Answer a = { .ocr = OCR_WANTED };

    image_facts(original, &f);
    exif_facts(&paper, f.exif, &f);
    if (f.kind == IMAGE_UNKNOWN || (f.kind != IMAGE_HEIC && (f.width == 0 || f.height == 0)))
        return WORKER_BROKEN;
    paper_fact(&paper, "format", str_of(names[f.kind]));
    if (f.width)
        paper_fact(&paper, "pixels", arena_printf(arena, "%u x %u", f.width, f.height));
    if (f.orientation != 1)
        paper_fact(&paper, "orientation", arena_printf(arena, "%d", f.orientation));
    if (f.xmp)
        paper_fact(&paper, "xmp", S("present"));
    if (f.c2pa)
        paper_fact(&paper, "c2pa-manifest", S("present, not judged"));
    a.parser = S(IMAGE_VERSION);
    if (f.kind == IMAGE_HEIC) {
        a.ocr = OCR_NONE;
        paper_note(&paper, "not_decoded", SPAN_NONE, S("pictures in HEIC are not decoded: no text was looked for"));
    } else if ((uint64_t)f.width * f.height > PIXELS_MAX) {
        a.ocr = OCR_NONE;
        paper_note(&paper, "not_decoded", SPAN_NONE, S("a picture of over 100 million points is not decoded: no text was looked for"));
    } else if (ocr) {
        if (recognise(&paper, original, &f) == 0)
            return WORKER_BROKEN;
        a.ocr = OCR_DONE;
        a.parser = arena_printf(arena, IMAGE_VERSION " " STR_FMT, STR_ARG(ocr_version(arena)));
    }
    paper_answer(&paper, a, answer);
    strbuf_finish(&paper.text);
    return 0;
}

static int prepare(Str options)
{
    return str_eq(options, S("ocr")) ? ocr_prepare() : 0;
}

static int work(Str original, Str options, StrBuf *answer)
{
    return image_parse(arena_create(), original, str_eq(options, S("ocr")), answer);
}

const WorkerParser image_parser = { "image", prepare, work };
