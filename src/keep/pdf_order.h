/* pdf_order.h -- lines of a page in reading order: columns found by the gutters between them. */
#ifndef KEEP_PDF_ORDER_H
#define KEEP_PDF_ORDER_H

#include "keep/pdf_layout.h"

typedef struct PdfLine {
    PdfWord *words;             /* from left to right */
    size_t   count;
    float    x0, y0, x1, y1, size;
    float    left, right;       /* of the column it stands in */
    int      column;            /* counted over the page */
    int      page;              /* index */
    bool     row;               /* cells of a table, parted by gaps */
    bool     boilerplate;
    int      note;              /* >0: a footnote of that number begins; -1: it goes on */
} PdfLine;

typedef VEC(PdfLine) PdfLines;

/* Appends the lines of the page. `size`: of the font of most of the text. */
void pdf_order(Arena *arena, PdfPage *page, int index, float size, PdfLines *ret);

/* A gap in a row that parts two cells. */
bool pdf_is_cell_gap(const PdfWord *left, const PdfWord *right, float size);

#endif
