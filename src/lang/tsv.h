/* tsv.h -- tables as people write them: tab-separated, a header row, # comments. */
#ifndef LANG_TSV_H
#define LANG_TSV_H

#include "base/arena.h"
#include "base/err.h"

#define TSV_CELLS_MAX 16

typedef struct Tsv {
    const char *path;
    Str         bytes;      /* the whole file */
    Str         rest;
    size_t      line;       /* of the current row, from 1 */
    Str         cell[TSV_CELLS_MAX];
    size_t      count;
} Tsv;

/* Read the file and pass over its header row. ERR_NOT_FOUND when there is none. */
Status tsv_open(Arena *arena, const char *path, Tsv *ret, Error *err);

/* The same for a table that is in memory already. */
Status tsv_of(Str bytes, const char *path, Tsv *ret, Error *err);

/* The next row that is neither empty nor a comment; false at the end. */
bool tsv_next(Tsv *tsv);

/* Cell k of the current row, trimmed; empty when the row is shorter. */
Str tsv_cell(const Tsv *tsv, size_t k);

/* "file:line: ..." */
Status tsv_fail(const Tsv *tsv, Error *err, const char *format, ...) __attribute__((format(printf, 3, 4)));

/* For qsort over char *. */
int compare_cstr(const void *a, const void *b);

#endif
