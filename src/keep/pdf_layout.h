/* pdf_layout.h -- from words with boxes on pages to paragraphs in reading order. Pure: no PDF library. */
#ifndef KEEP_PDF_LAYOUT_H
#define KEEP_PDF_LAYOUT_H

#include "keep/paper.h"

typedef struct PdfWord {
    float x0, y0, x1, y1;       /* points, y grows downward */
    float size;                 /* of the font */
    bool  bold;
    int   confidence;           /* 1..100 of a machine's guess; 0: written as text */
    Str   text;                 /* UTF-8, no blanks in it */
} PdfWord;

typedef struct PdfPage {
    int      number;            /* from 1 */
    float    width, height;
    PdfWord *words;             /* in any order; sorted in place */
    size_t   count;
} PdfPage;

/* Paragraphs, headings, footnotes, rows of tables and boilerplate (running heads, numbers of pages) of all pages. */
void pdf_layout(Paper *paper, PdfPage *pages, size_t count);

#endif
