/* parse_docx.h -- DOCX to an answer, in process: for the worker and for fuzzing. 0 or a WORKER_ code. */
#ifndef KEEP_PARSE_DOCX_H
#define KEEP_PARSE_DOCX_H

#include "base/arena.h"
#include "base/strbuf.h"

#define DOCX_VERSION "docx/1"

int docx_parse(Arena *arena, Str original, StrBuf *answer);

/* word/document.xml alone. */
int docx_parse_body(Arena *arena, Str xml, StrBuf *answer);

#endif
