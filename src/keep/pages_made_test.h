/* pages_made_test.h -- pages for the tests of PDF and OCR, set by pango and cairo: other people's code. */
#ifndef KEEP_PAGES_MADE_TEST_H
#define KEEP_PAGES_MADE_TEST_H

#include "base/arena.h"

/* Three pages of two columns with a headline over both, running heads, numbers of pages, hyphens, footnotes. */
Str make_two_columns(Arena *arena);

/* A page with that text, as a PNG of 200 dots an inch; inside a PDF that holds nothing else. */
Str make_picture(Arena *arena, const char *text);
Str make_scan(Arena *arena, const char *text);

extern const char *const made_left[], *const made_right[];      /* paragraphs of the columns, NULL-ended */
extern const char made_uk[], made_en[];

#endif
