/* parse_odt.h -- ODT to an answer, in process: for the worker and for fuzzing. 0 or a WORKER_ code. */
#ifndef KEEP_PARSE_ODT_H
#define KEEP_PARSE_ODT_H

#include "base/arena.h"
#include "base/strbuf.h"

#define ODT_VERSION "odt/1"

int odt_parse(Arena *arena, Str original, StrBuf *answer);

#endif
