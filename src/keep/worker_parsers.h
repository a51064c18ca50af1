/* worker_parsers.h -- the parsers that dokaz-worker knows; a row each in worker_parsers.c. */
#ifndef KEEP_WORKER_PARSERS_H
#define KEEP_WORKER_PARSERS_H

#include "keep/worker.h"

extern const WorkerParser *const worker_parsers[];      /* NULL-ended */

#endif
