/* rows_log.h -- records of imported tables as the log tells of them: which row replaces which.
 *
 * A table that was imported says so in its item's record (`import`, `import-key`). A row of it with an id is
 * a version of the record of that id; one whose content differs replaces those before it, one with the same
 * content stands beside them. All of it follows from the log, so that an index that is built anew says the same.
 */
#ifndef CLI_ROWS_LOG_H
#define CLI_ROWS_LOG_H

#include "base/map.h"
#include "base/vec.h"
#include "keep/part.h"
#include "seal/log.h"

/* One record: all rows that have its content now. */
typedef struct LoggedRow {
    Str           print;        /* its content: `key value` lines */
    uint64_t      index;        /* of the first item with this content */
    VEC(uint64_t) items;
} LoggedRow;

typedef struct LoggedRows {
    Map            by_key;      /* key of a record -> place in `at` */
    VEC(LoggedRow) at;
    Map            replaced;    /* log index of an item, as text -> log index of the item that replaced it */
} LoggedRows;

/* Everything that the log has; the case was committed.
 * fails as reading the log does */
Status rows_of_log(Arena *arena, Case *c, LoggedRows *ret, Error *err);

/* What a part will say in its record, in the same form; and its key, given the key of its table. A row without an id
 * is known by its content. */
Str row_print(Arena *arena, const Part *part);
Str row_key(Arena *arena, Str table, Str id, Str print);
Str row_id(const Part *part);       /* STR_NONE: none */

#endif
