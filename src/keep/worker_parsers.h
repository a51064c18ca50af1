/* worker_parsers.h -- the parsers that dokaz-worker knows; a row each in worker_parsers.c. */
#ifndef KEEP_WORKER_PARSERS_H
#define KEEP_WORKER_PARSERS_H

#include "keep/worker.h"

extern const WorkerParser parse_html;           /* parse_html.c */
extern const WorkerParser parse_iconv;          /* parse_charset.c; the option is the charset's name */
extern const WorkerParser parse_uchardet;       /* parse_charset.c; the answer is a charset's name */

extern const WorkerParser *const worker_parsers[];      /* NULL-ended */

#endif
