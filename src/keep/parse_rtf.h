/* parse_rtf.h -- RTF to an answer, in process: for the worker and for fuzzing. 0 or a WORKER_ code. */
#ifndef KEEP_PARSE_RTF_H
#define KEEP_PARSE_RTF_H

#include "base/arena.h"
#include "base/strbuf.h"

#define RTF_VERSION "rtf/1"

void rtf_prepare(void);         /* before the doors close: charsets */
int  rtf_parse(Arena *arena, Str original, StrBuf *answer);

#endif
