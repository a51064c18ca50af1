/* ocr.h -- text in pictures, by tesseract in Ukrainian, Russian and English. For parsers inside the box. */
#ifndef KEEP_OCR_H
#define KEEP_OCR_H

#include "keep/pdf_layout.h"

/* Before the doors close: loads the models. 0, or WORKER_ code when they are not installed. */
int ocr_prepare(void);

/* "tesseract 5.3.0 ukr+rus+eng" */
Str ocr_version(Arena *arena);

struct Pix;

/* Words of a picture with their boxes in its pixels, one page's worth; fonts' sizes are guessed from the lines' heights.
 * The picture is turned upright by the caller. *page has its width and height in pixels. False: tesseract failed. */
bool ocr_words(Arena *arena, struct Pix *picture, int dots_per_inch, PdfPage *page);

/* The one note of the whole: who read it, how sure. Blocks have their own confidence. */
void ocr_note(Paper *paper, const PdfPage *pages, size_t count);

#endif
