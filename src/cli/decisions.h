/* decisions.h -- decisions as people write them: a row of a table, or the words of one command.
 *
 * The table is RFC 4180 in UTF-8 (semicolons or tabs will do, a byte order mark too), its header row in any order and
 * case, with the names of data/judging/columns.tsv. Cells are data: one that a spreadsheet would run as a formula is
 * written with an apostrophe before it, and read without. Pure; docs/formats/judgements.md.
 */
#ifndef CLI_DECISIONS_H
#define CLI_DECISIONS_H

#include "base/err.h"
#include "base/strbuf.h"
#include "base/vec.h"

typedef enum DecisionCell {
    CELL_KIND, CELL_ABOUT, CELL_OTHER, CELL_FIELD, CELL_VALUE, CELL_REASON, CELL_CODER, CELL_BLIND, CELL_CLAIMS,
    CELL_OTHER_CLAIMS, CELL_ENTRY,
    CELL_TIME, CELL_AUTHOR, CELL_STATE,     /* written for people, passed over when read */
    DECISION_CELLS
} DecisionCell;

typedef struct Decision {
    Str    cell[DECISION_CELLS];    /* trimmed; empty where nothing was given */
    size_t line;                    /* of the table, from 1; 0: no table */
} Decision;

typedef VEC(Decision) Decisions;
typedef VEC(Str)      Complaints;   /* "FILE, line 3, column about: ..." */

const char *decision_cell_name(DecisionCell cell);

/* Rows of the table; what is wrong with its form goes to *wrong, all of it, and a table with anything there is not to be
 * used. `bytes` must outlive what comes out. */
void decisions_parse(Arena *arena, Str bytes, Str name, Decisions *ret, Complaints *wrong);

/* "FILE, line 3, column about: " and the text. */
Str decision_complaint(Arena *arena, Str name, size_t line, int cell, Str text);

/* The table again: decisions_parse gives the same cells. */
void decisions_header(StrBuf *out);
void decision_write(StrBuf *out, const Decision *d);

#endif
