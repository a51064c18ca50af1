/* worker.h -- parsers of complex formats run in a program of their own, `dokaz-worker`.
 *
 * Its descriptor 0 is the original, it gets nothing else of ours: no memory, no environment, no path.
 * It loads what its parser needs, shuts every door (guard/sandbox.h), parses, and answers.
 * The libraries that parse are linked into that program alone, so that the others start quickly.
 */
#ifndef KEEP_WORKER_H
#define KEEP_WORKER_H

#include "base/err.h"
#include "base/strbuf.h"
#include "guard/sandbox.h"

#define WORKER_EMPTY    10      /* exit code of a parser: well formed, and there is nothing to read */
#define WORKER_BROKEN   11      /* the bytes are not of that format, or damaged beyond reading */
#define WORKER_LOCKED   12      /* encrypted: it needs a password */
#define WORKER_TOO_BIG  13      /* over a cap of the parser: pages, entries, depth, expansion */
#define WORKER_NO_CHARSET   14  /* iconv: this system does not know the charset */
#define WORKER_NOT_OF_IT    15  /* iconv: too many bytes that are none of the charset */
#define WORKER_NO_MODELS    16  /* the models for recognising text are not installed */

/* A parser, in src/keep/worker_main.c's table. */
typedef struct WorkerParser {
    const char *name;
    int (*prepare)(Str options);                        /* may be NULL; before the doors close; 0, or a code */
    int (*work)(Str original, Str options, StrBuf *answer);   /* 0, or a code from 1 to 99 */
} WorkerParser;

/* Workers for many originals (an `add`): the program is loaded once and forks for each. One that is { 0 } has not
 * begun; workers_end when all is done. */
typedef struct Workers {
    BoxServer server;
} Workers;

void workers_end(Workers *workers);

/* Bytes under a descriptor of their own (the caller's to close), which leads to no file and cannot be changed. */
Status worker_file(Str bytes, int *ret, Error *err);

/* As worker_run, on such a descriptor. `workers` may be NULL: then a program is started for this one original. */
Status workers_run_on(Workers *workers, const char *parser, const char *what, int original, Str options,
                      const BoxLimits *limits, StrBuf *answer, Error *err);

/* As worker_run. */
Status workers_run(Workers *workers, const char *parser, const char *what, Str bytes, Str options,
                   const BoxLimits *limits, StrBuf *answer, Error *err);

/* How the limits reach the worker: memory, cpu_seconds, wall_seconds, output. */
#define WORKER_LIMITS_OUT   "%llu:%u:%u:%llu"

/* Parse `bytes` by `parser` in the worker. `options` is one line that the parser understands.
 * fails ERR_BAD_INPUT  the parser gave up, crashed or took too long: one line, "PDF: ..." with `what` for PDF
 *       ERR_IO         there is no worker beside the program, or no box */
Status worker_run(const char *parser, const char *what, Str bytes, Str options, const BoxLimits *limits,
                  StrBuf *answer, Error *err);

#endif
