/* child.h -- this program once more, for one command on a case, while we go on: it takes the lock that writers take, and
 * what it does wrong touches nobody else. */
#ifndef CLI_CHILD_H
#define CLI_CHILD_H

#include "base/arena.h"
#include "base/err.h"

#define CHILD_ARGS 64

/* Run `dokaz -C dir args...` (no shell; words as they are). Its standard output is thrown away.
 * fails with what it printed on standard error, without its own name; ERR_IO: it could not be started or took longer
 * than `seconds` and was ended */
Status child_run(Arena *arena, const char *dir, const Str *args, size_t count, int seconds, Error *err);

#endif
