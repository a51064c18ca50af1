/* parse_pdf.c -- PDF by poppler: words with their boxes, what the file says of itself, pictures of pages for OCR.
 * The order of reading is our own (pdf_layout.h): poppler's follows the layout of one page at a time. */
#include "keep/parse_pdf.h"

#include "base/utf8.h"
#include "keep/ocr.h"
#include "keep/worker.h"

#include <leptonica/allheaders.h>
#include <math.h>
#include <poppler.h>

#define FEW_LETTERS     16      /* bytes of text on a page that holds a picture: a stamp or a number, not its text */
#define PICTURE_SHARE   0.3     /* of the page that its pictures cover, at least, to be a scan */
#define OCR_DPI         300
#define OCR_PIXELS_MAX  40000000.0
#define WORDS_MAX       20000000    /* of the whole file */
#define PAGES_NAMED     200         /* bytes of the list of pages in a note */

typedef struct Pdf {
    Arena           *arena;
    Paper            paper;
    PopplerDocument *document;
    PdfPage         *pages;
    size_t           count, words;
    VEC(int)         scans;     /* index of pages that are pictures */
    bool             recognised;
} Pdf;

/* ---- words ---- */

static bool is_blank(uint32_t c)
{
    return c <= ' ' || c == 0xA0 || c == 0x2028 || c == 0x2029 || (c >= 0x2000 && c <= 0x200B) || c == 0xFFFC;
}

/* Font and size of a letter: attributes come in order of the letters. */
static const PopplerTextAttributes *attribute_at(GList **at, int letter)
{
    while (*at && ((PopplerTextAttributes *)(*at)->data)->end_index < letter)
        *at = (*at)->next;
    return *at ? (*at)->data : NULL;
}

static void add_letter(StrBuf *b, PdfWord *w, const PopplerRectangle *box, Str letter)
{
    if (b->len == 0)
        *w = (PdfWord){ .x0 = (float)box->x1, .y0 = (float)box->y1, .x1 = (float)box->x2, .y1 = (float)box->y2 };
    w->x0 = fminf(w->x0, (float)box->x1);
    w->x1 = fmaxf(w->x1, (float)box->x2);
    w->y0 = fminf(w->y0, (float)box->y1);
    w->y1 = fmaxf(w->y1, (float)box->y2);
    strbuf_add(b, letter);
}

static bool is_usable(const PopplerRectangle *box)
{
    const double far = 1e6;
    return box->x1 > -far && box->x2 < far && box->y1 > -far && box->y2 < far && box->x1 <= box->x2 && box->y1 <= box->y2;
}

typedef VEC(PdfWord) Words;

static void end_word(Pdf *pdf, StrBuf *b, PdfWord *w, Words *words)
{
    if (b->len) {
        w->text = arena_str(pdf->arena, strbuf_str(b));
        vec_push(pdf->arena, words, *w);
        pdf->words++;
    }
    strbuf_clear(b);
}

/* A word ends at a blank, where the size of its letters changes, and where the next letter stands elsewhere. */
static bool same_word(const PdfWord *w, const PopplerRectangle *box, float size)
{
    float height = w->y1 - w->y0;

    return fabsf(size - w->size) < 0.05f * w->size + 0.1f && (float)box->x1 - w->x1 < 0.6f * size &&
           (float)box->x1 > w->x0 - size && (float)box->y1 < w->y1 && (float)box->y2 > w->y0 && height < 4 * size + 4;
}

static void words_of(Pdf *pdf, PopplerPage *page, PdfPage *ret)
{
    PopplerRectangle *boxes = NULL;
    guint count = 0;
    char *text = poppler_page_get_text(page);
    GList *attributes = poppler_page_get_text_attributes(page), *at = attributes;
    Str s = str_of(text);
    Words words = { 0 };
    StrBuf b = { 0 };
    PdfWord w = { 0 };
    size_t len = 1;
    int letter = 0;

    poppler_page_get_text_layout(page, &boxes, &count);
    for (size_t i = 0; i < s.len && letter < (int)count && pdf->words < WORDS_MAX; i += len, letter++) {
        uint32_t c = utf8_get(s, i, &len);
        const PopplerTextAttributes *a = attribute_at(&at, letter);
        float size = a && a->font_size > 0.5 && a->font_size < 1000 ? (float)a->font_size : 10;
        if (is_blank(c) || !is_usable(&boxes[letter])) {
            end_word(pdf, &b, &w, &words);
            continue;
        }
        if (b.len && !same_word(&w, &boxes[letter], size))
            end_word(pdf, &b, &w, &words);
        bool first = b.len == 0;
        add_letter(&b, &w, &boxes[letter], str_slice(s, i, i + len));
        if (first) {
            w.size = size;
            w.bold = a && a->font_name && (strstr(a->font_name, "Bold") || strstr(a->font_name, "bold"));
        }
    }
    end_word(pdf, &b, &w, &words);
    strbuf_finish(&b);
    poppler_page_free_text_attributes(attributes);
    g_free(boxes);
    g_free(text);
    ret->words = words.at;
    ret->count = words.count;
}

/* ---- pages that are pictures ---- */

static double picture_share(PopplerPage *page, const PdfPage *size)
{
    GList *mapping = poppler_page_get_image_mapping(page);
    double area = 0;

    for (GList *at = mapping; at; at = at->next) {
        const PopplerRectangle *r = &((PopplerImageMapping *)at->data)->area;
        area += fabs((r->x2 - r->x1) * (r->y2 - r->y1));
    }
    poppler_page_free_image_mapping(mapping);
    return area / fmax((double)size->width * size->height, 1);
}

static size_t letters_of(const PdfPage *page)
{
    size_t letters = 0;

    for (size_t i = 0; i < page->count; i++)
        letters += page->words[i].text.len;
    return letters;
}

/* The page as grey pixels. */
static struct Pix *draw(PopplerPage *page, const PdfPage *size, double *scale)
{
    double factor = OCR_DPI / 72.0, pixels = size->width * factor * size->height * factor;

    if (pixels > OCR_PIXELS_MAX)
        factor *= sqrt(OCR_PIXELS_MAX / pixels);
    int width = (int)(size->width * factor), height = (int)(size->height * factor);
    cairo_surface_t *surface = cairo_image_surface_create(CAIRO_FORMAT_RGB24, width > 0 ? width : 1, height > 0 ? height : 1);
    cairo_t *cairo = cairo_create(surface);
    cairo_set_source_rgb(cairo, 1, 1, 1);
    cairo_paint(cairo);
    cairo_scale(cairo, factor, factor);
    poppler_page_render(page, cairo);
    cairo_surface_flush(surface);
    struct Pix *pix = cairo_surface_status(surface) == CAIRO_STATUS_SUCCESS ? pixCreate(width, height, 8) : NULL;
    const unsigned char *data = cairo_image_surface_get_data(surface);
    int stride = cairo_image_surface_get_stride(surface);
    for (int y = 0; pix && y < height; y++)
        for (int x = 0; x < width; x++) {
            uint32_t rgb;
            memcpy(&rgb, data + (size_t)y * (size_t)stride + (size_t)x * 4, sizeof rgb);
            pixSetPixel(pix, x, y, ((rgb >> 16 & 255) * 77 + (rgb >> 8 & 255) * 150 + (rgb & 255) * 29) >> 8);
        }
    cairo_destroy(cairo);
    cairo_surface_destroy(surface);
    *scale = factor;
    return pix;
}

static void recognise(Pdf *pdf, int index)
{
    PdfPage *page = &pdf->pages[index], seen = { 0 };
    double scale = 1;
    PopplerPage *p = poppler_document_get_page(pdf->document, index);
    struct Pix *pix = p ? draw(p, page, &scale) : NULL;

    if (pix && ocr_words(pdf->arena, pix, (int)(scale * 72), &seen)) {
        for (size_t i = 0; i < seen.count; i++) {
            PdfWord *w = &seen.words[i];
            w->x0 /= (float)scale;
            w->x1 /= (float)scale;
            w->y0 /= (float)scale;
            w->y1 /= (float)scale;
            w->size /= (float)scale;
        }
        page->words = seen.words;
        page->count = seen.count;
    }
    pixDestroy(&pix);
    if (p)
        g_object_unref(p);
}

/* "3-5, 9" */
static Str page_list(Pdf *pdf)
{
    StrBuf list = { 0 };

    for (size_t i = 0; i < pdf->scans.count; i++) {
        size_t last = i;
        while (last + 1 < pdf->scans.count && pdf->scans.at[last + 1] == pdf->scans.at[last] + 1)
            last++;
        if (list.len > PAGES_NAMED) {
            strbuf_add(&list, S(" ..."));
            break;
        }
        strbuf_printf(&list, "%s%d", list.len ? ", " : "", pdf->scans.at[i] + 1);
        if (last > i)
            strbuf_printf(&list, "-%d", pdf->scans.at[last] + 1);
        i = last;
    }
    Str text = arena_str(pdf->arena, strbuf_str(&list));
    strbuf_finish(&list);
    return text;
}

/* ---- what the file says of itself ---- */

static void fact(Pdf *pdf, const char *key, char *value)
{
    if (value)
        paper_fact(&pdf->paper, key, str_of(value));
    g_free(value);
}

static void fact_time(Pdf *pdf, const char *key, GDateTime *t)
{
    if (t) {
        GDateTime *utc = g_date_time_to_utc(t);
        if (utc)
            fact(pdf, key, g_date_time_format(utc, "%Y-%m-%dT%H:%M:%SZ"));
        if (utc)
            g_date_time_unref(utc);
        g_date_time_unref(t);
    }
}

/* A day of publication stated in XMP; the times of Info are those of the file. */
static Str xmp_published(Pdf *pdf, Str xmp)
{
    static const char *const names[] = { "prism:publicationDate", "prism:coverDate" };

    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        size_t at = str_find(xmp, str_of(names[i]), 0);
        for (size_t k = at; at != SIZE_MAX && k < xmp.len && k < at + 300; k++) {
            Str day = str_slice(xmp, k, k + 10);
            bool ok = day.len == 10 && day.ptr[4] == '-' && day.ptr[7] == '-';
            for (size_t d = 0; ok && d < 10; d++)
                ok = d == 4 || d == 7 || (day.ptr[d] >= '0' && day.ptr[d] <= '9');
            if (ok)
                return arena_str(pdf->arena, day);
        }
    }
    return STR_NONE;
}

static Answer describe(Pdf *pdf)
{
    Answer a = { .ocr = pdf->recognised ? OCR_DONE : OCR_NONE };
    char *author = poppler_document_get_author(pdf->document), *title = poppler_document_get_title(pdf->document);
    char *xmp = poppler_document_get_metadata(pdf->document);
    Str name = author ? paper_line(pdf->arena, str_of(author)) : STR_NONE;

    if (name.len) {
        a.page.authors = arena_array(pdf->arena, Str, 1);
        a.page.authors[0] = name;
        a.page.author_count = 1;
    }
    a.title = title ? paper_title(&pdf->paper, str_of(title)) : STR_NONE;
    if (xmp)
        a.page.published = xmp_published(pdf, str_of(xmp));
    g_free(xmp);
    g_free(title);
    g_free(author);
    fact(pdf, "program", poppler_document_get_creator(pdf->document));
    fact(pdf, "producer", poppler_document_get_producer(pdf->document));
    fact_time(pdf, "created", poppler_document_get_creation_date_time(pdf->document));
    fact_time(pdf, "changed", poppler_document_get_modification_date_time(pdf->document));
    paper_fact(&pdf->paper, "pages", arena_printf(pdf->arena, "%d", poppler_document_get_n_pages(pdf->document)));
    guint attached = poppler_document_get_n_attachments(pdf->document);
    if (attached)
        paper_note(&pdf->paper, "attachments", SPAN_NONE, arena_printf(pdf->arena, "%u files are attached to it; they are "
                   "not read", attached));
    a.parser = arena_printf(pdf->arena, "pdf/1 poppler %s%s" STR_FMT, poppler_get_version(), pdf->recognised ? " " : "",
                            STR_ARG(pdf->recognised ? ocr_version(pdf->arena) : S("")));
    return a;
}

/* ---- the whole ---- */

static void read_page(Pdf *pdf, int index)
{
    PopplerPage *page = poppler_document_get_page(pdf->document, index);
    PdfPage *to = &pdf->pages[pdf->count++];
    double width = 0, height = 0;

    to->number = index + 1;
    if (page == NULL)
        return;
    poppler_page_get_size(page, &width, &height);
    to->width = width > 1 && width < 1e5 ? (float)width : 600;
    to->height = height > 1 && height < 1e5 ? (float)height : 800;
    words_of(pdf, page, to);
    if (letters_of(to) < FEW_LETTERS && picture_share(page, to) >= PICTURE_SHARE)
        vec_push(pdf->arena, &pdf->scans, index);
    g_object_unref(page);
}

static int read_document(Pdf *pdf, bool ocr, StrBuf *answer)
{
    int pages = poppler_document_get_n_pages(pdf->document);

    if (pages > PDF_PAGES_MAX)
        return WORKER_TOO_BIG;
    pdf->pages = arena_array(pdf->arena, PdfPage, pages > 0 ? pages : 1);
    for (int i = 0; i < pages; i++)
        read_page(pdf, i);
    for (size_t i = 0; ocr && i < pdf->scans.count; i++)
        recognise(pdf, pdf->scans.at[i]);
    pdf->recognised = ocr && pdf->scans.count > 0;
    pdf_layout(&pdf->paper, pdf->pages, pdf->count);
    if (pdf->recognised)
        ocr_note(&pdf->paper, pdf->pages, pdf->count);
    if (pdf->scans.count)
        paper_note(&pdf->paper, "scanned_pages", SPAN_NONE, arena_printf(pdf->arena, "pictures without text: pages " STR_FMT,
                   STR_ARG(page_list(pdf))));
    if (pdf->paper.text.len == 0 && pdf->scans.count == 0)
        return WORKER_EMPTY;
    Answer a = describe(pdf);
    if (pdf->scans.count && !ocr)
        a.ocr = OCR_WANTED;
    paper_answer(&pdf->paper, a, answer);
    return 0;
}

void pdf_prepare(void)
{
    static const char small[] = "%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[3 0 R]"
        "/Count 1>>endobj\n3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 99 99]/Resources<</Font<</F<</Type/Font"
        "/Subtype/Type1/BaseFont/Helvetica>>>>>>/Contents 4 0 R>>endobj\n4 0 obj<</Length 32>>stream\n"
        "BT /F 9 Tf 9 9 Td (letter) Tj ET\nendstream endobj\ntrailer<</Root 1 0 R>>\n";
    GBytes *bytes = g_bytes_new_static(small, sizeof small - 1);
    PopplerDocument *document = poppler_document_new_from_bytes(bytes, NULL, NULL);
    PopplerPage *page = document ? poppler_document_get_page(document, 0) : NULL;
    cairo_surface_t *surface = cairo_image_surface_create(CAIRO_FORMAT_RGB24, 99, 99);
    cairo_t *cairo = cairo_create(surface);

    if (page) {
        g_free(poppler_page_get_text(page));
        poppler_page_render(page, cairo);
        g_object_unref(page);
    }
    cairo_destroy(cairo);
    cairo_surface_destroy(surface);
    if (document)
        g_object_unref(document);
    g_bytes_unref(bytes);
}

int pdf_parse(Arena *arena, Str original, bool ocr, StrBuf *answer)
{
    Pdf pdf = { .arena = arena, .paper = { .arena = arena } };
    GError *error = NULL;
    GBytes *bytes = g_bytes_new_static(original.ptr, original.len);

    pdf.document = poppler_document_new_from_bytes(bytes, NULL, &error);
    int code = pdf.document ? read_document(&pdf, ocr, answer)
             : g_error_matches(error, POPPLER_ERROR, POPPLER_ERROR_ENCRYPTED) ? WORKER_LOCKED : WORKER_BROKEN;
    g_clear_error(&error);
    if (pdf.document)
        g_object_unref(pdf.document);
    g_bytes_unref(bytes);
    strbuf_finish(&pdf.paper.text);
    return code;
}

static int prepare(Str options)
{
    pdf_prepare();
    return str_eq(options, S("ocr")) ? ocr_prepare() : 0;
}

static int work(Str original, Str options, StrBuf *answer)
{
    return pdf_parse(arena_create(), original, str_eq(options, S("ocr")), answer);
}

const WorkerParser pdf_parser = { "pdf", prepare, work };
