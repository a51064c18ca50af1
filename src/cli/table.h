/* table.h -- rows for people: aligned columns, no control characters, no colours.
 *
 * The last column takes what is left of a terminal's width and is cut there;
 * into a pipe nothing is cut.
 */
#ifndef CLI_TABLE_H
#define CLI_TABLE_H

#include "base/arena.h"
#include "base/strbuf.h"

#define TABLE_COLUMNS 8

typedef struct Table {
    Arena *arena;
    int    columns;
    int    width[TABLE_COLUMNS];    /* in letters */
    Str   *cells;                   /* row by row, the header first */
    size_t count, room;
} Table;

/* `header`: names of the columns separated by '|'. */
Table table_begin(Arena *arena, const char *header);
void  table_cell(Table *table, Str text);           /* STR_NONE is "-" */
void  table_number(Table *table, int64_t number);
bool  table_write(const Table *table, int width, StrBuf *out);  /* false, nothing written: the header is alone */

/* Letters that a line of `width` leaves for the last column; INT_MAX when nothing is cut. */
int table_room(const Table *table, int width);

/* Text as it may go to a terminal: control and direction characters become blanks. */
void print_text(StrBuf *out, Str text);

/* Letters, not bytes: what a monospaced terminal counts for Latin, Cyrillic and Greek. */
int text_width(Str text);

#endif
