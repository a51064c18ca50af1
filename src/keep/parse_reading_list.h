/* parse_reading_list.h -- the parsers `csl` and `zotero`: lists of works, for worker_parsers.c and the fuzz target. */
#ifndef KEEP_PARSE_READING_LIST_H
#define KEEP_PARSE_READING_LIST_H

#include "keep/worker.h"

extern const WorkerParser csl_parser, zotero_parser;

#endif
