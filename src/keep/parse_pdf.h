/* parse_pdf.h -- PDF to an answer, in process: for the worker and for fuzzing. 0 or a WORKER_ code. */
#ifndef KEEP_PARSE_PDF_H
#define KEEP_PARSE_PDF_H

#include "base/arena.h"
#include "base/strbuf.h"

#define PDF_PAGES_MAX 10000

void pdf_prepare(void);         /* before the doors close: fonts, tables of letters */

/* ocr: also recognise text in pages that have pictures and no words; needs ocr_prepare (ocr.h). */
int pdf_parse(Arena *arena, Str original, bool ocr, StrBuf *answer);

#endif
