/* strict_table.h -- a table that is to be imported as records, looked at cell by cell before anything is kept. Pure.
 *
 * parse_table.c takes what it can of any table; here nothing is passed over: an unknown column, a coordinate
 * with a comma, a date that could be two days are told with line, column and what to write instead, and then nothing
 * of the file is imported. What is accepted here is read by parse_table.c in the same way.
 */
#ifndef KEEP_STRICT_TABLE_H
#define KEEP_STRICT_TABLE_H

#include "base/err.h"
#include "base/map.h"
#include "keep/csv.h"

#define IMPORT_BYTES_MAX    ((size_t)50 << 20)
#define IMPORT_ROWS_MAX     100000          /* parts that one original may have */
#define IMPORT_TROUBLES_MAX 1000            /* that are told; more are counted */

/* One cell, or a place in the file, that cannot be taken. */
typedef struct TableTrouble {
    size_t line;            /* from 1, of the file: a quoted cell may span several */
    size_t column;          /* from 1, of the table; 0: the line as a whole */
    Str    name;            /* of the column as the table writes it, or STR_NONE */
    Str    what, fix;       /* for a person; no words of the table but numbers, dates and names of columns */
} TableTrouble;

/* A row with a text. */
typedef struct TableRow {
    size_t line;
    Str    id;              /* STR_NONE: the table has no column of ids */
} TableRow;

typedef struct StrictTable {
    char          separator;
    bool          own_ids;      /* the ids are `dokaz_id`: one within the case, not only within files of this name */
    bool          has_ids;
    TableRow     *rows;
    size_t        row_count;
    TableTrouble *troubles;
    size_t        trouble_count, trouble_more;
} StrictTable;

/* Does a place of this name lie nearer to the second point than to the first, and the first is nowhere near one?
 * Told by whoever has a gazetteer. */
typedef bool (*TableSwapped)(void *context, Str place, double lat, double lon);

typedef struct StrictAsk {
    Str          profile;       /* "dokaz", "acled", "uwazi", "atlos" */
    TableSwapped swapped;       /* may be NULL */
    void        *context;
} StrictAsk;

/* Is there such a profile? `names` gets all of them, ", " between. */
bool strict_profile(Arena *arena, Str profile, Str *names);

/* in    bytes  the whole file
 * out   *ret   with troubles: not to be imported
 * fails never: whatever is wrong is a trouble */
void strict_table(Arena *arena, Str bytes, const StrictAsk *ask, StrictTable *ret);

#endif
