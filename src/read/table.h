/* table.h -- tables of figures: what a number in a cell counts is told by the head of its column and the name of its row. */
#ifndef READ_TABLE_H
#define READ_TABLE_H

#include "read/text.h"

/* Heads of tables tell nothing by themselves ("Killed" over a column is no report): they become
 * boilerplate. Runs before sentences are cut. */
void find_table_heads(Found *f, Paragraphs *paragraphs);

/* Give quantities in rows of tables, where the cell itself does not say what is counted, the unit and
 * the people of the column's head, else of the row's first cell. Runs after read_quantities. */
void read_tables(Found *f, const Paragraphs *paragraphs);

#endif
