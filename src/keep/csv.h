/* csv.h -- rows of comma-, semicolon- or tab-separated text (RFC 4180 and what programs really write). Pure. */
#ifndef KEEP_CSV_H
#define KEEP_CSV_H

#include "base/vec.h"
#include "model/span.h"

#define CSV_CELLS_MAX 1000      /* of a row; more are passed over */

typedef VEC(Str) CsvRow;

/* The separator that the first line has most of, outside quotes: ',', ';', '\t' or '|'; 0 when it has none. */
char csv_separator(Str text);

/* Cut the next row off *rest, cells unquoted (views where nothing was quoted twice). False at the end.
 * A quote that is never closed ends with the text. */
bool csv_row(Arena *arena, Str *rest, char separator, CsvRow *ret);

#endif
