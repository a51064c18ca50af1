/* jobs.h -- the same work for many arguments, in several processes; what they print comes in the order of the
 * arguments, as if one process had done it all.
 *
 * Processes, not threads: pages are parsed in a box that forks, and a fault in one file cannot touch another's.
 */
#ifndef CLI_JOBS_H
#define CLI_JOBS_H

#include "base/err.h"
#include "base/strbuf.h"

typedef struct Jobs {
    size_t count;           /* of pieces of work, 0..count-1 */
    size_t processes;       /* 1: all here, no process is made */
    void  *context;
    /* Do piece `index`; what it prints is added to `out`. Runs in a process of its own: what else it changes is lost. */
    Status (*work)(void *context, size_t index, StrBuf *out, Error *err);
    /* Piece `index` is done, all before it too. Anything but OK ends the run. */
    Status (*done)(void *context, size_t index, Status status, const Error *why, Str out, Error *err);
} Jobs;

/* Run them all. Fails with what `done` fails with, or ERR_IO when no process can be made. */
Status jobs_run(const Jobs *jobs, Error *err);

/* Processors that this process may use, at least 1. */
size_t jobs_processors(void);

#endif
