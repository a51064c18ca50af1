/* erasures.h -- what was erased, and what had left the case before with it. */
#ifndef CLI_ERASURES_H
#define CLI_ERASURES_H

#include "cli/cli.h"
#include "seal/erase.h"

/* An `export` entry: a table, report, redacted text or bag that left. */
typedef struct Left {
    uint64_t        index;
    int64_t         time;
    Str             format;
    const uint64_t *holds;      /* items it tells of; none in entries of an older Dokaz */
    size_t          count;
    bool            nothing;    /* it says that it holds none: a bag with the log alone */
} Left;

Status lefts_load(Arena *arena, Case *c, Left **ret, size_t *count, Error *err);

/* Did it leave before entry `before`, with one of these entries in it? False when it does not say what it holds. */
bool left_holds(const Left *left, uint64_t before, const uint64_t *erased, size_t count);

#endif
