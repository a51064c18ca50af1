/* sources.h -- the table of what texts do not say about themselves (--sources FILE).
 *
 * Tab-separated UTF-8, first row the names of the columns (design 04):
 *     file publisher authors url published received_from
 * `file` is a base name, authors are separated by `;`, lines that begin with # are
 * passed over. Columns may come in any order; only `file` must be there.
 */
#ifndef KEEP_SOURCES_H
#define KEEP_SOURCES_H

#include "base/err.h"
#include "base/map.h"
#include "model/block.h"

typedef struct Sources {
    Map    by_name;     /* base name -> index */
    Given *rows;
    Str   *files;
    size_t count;
} Sources;

/* in    bytes  the table; must outlive *ret
 *       name   for errors
 * fails ERR_BAD_INPUT  names line, what was found and what was expected */
Status sources_parse(Arena *arena, Str bytes, Str name, Sources *ret, Error *err);
Status sources_load(Arena *arena, const char *path, Sources *ret, Error *err);

/* Do these first bytes of a file say that it is such a table? It tells of other files and is no report itself. */
bool sources_is(Str head);

/* The row for a file, or NULL. */
const Given *sources_find(const Sources *sources, Str path);

#endif
