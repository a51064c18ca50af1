/* db.h -- the one door to SQLite. Private to store/.
 *
 * A statement is named by its SQL literal, prepared at first use and kept. A
 * row is written and read column by column, left to right, by the same two
 * cursors, so that the code of a table family reads like its schema. The
 * first error sticks: a family binds and steps on and asks once, at the end.
 */
#ifndef STORE_DB_H
#define STORE_DB_H

#include "store/store.h"

#include <sqlite3.h>

#define STORE_VERSION     5
#define STORE_APPLICATION 0x446F6B7A    /* "Dokz" in the header of the file */
#define STATEMENTS_MAX    96

typedef struct Statement {
    const char   *sql;      /* compared by address: always a literal */
    sqlite3_stmt *handle;
} Statement;

struct Store {
    sqlite3   *db;
    StoreWords words;
    Statement  statements[STATEMENTS_MAX];
    size_t     statement_count;
    bool       in_transaction;
    Arena     *scratch;     /* for strings that live until their row is written */
    Error      trouble;     /* the first error since db_check; status OK when none */
};

extern const char store_schema[];       /* all of schema/, made by tools/embed */

/* One row being written or read, column by column. */
typedef struct Row {
    Store        *store;
    sqlite3_stmt *handle;   /* NULL after a failed prepare: all calls then do nothing */
    int           column;
} Row;

Row  row_of(Store *store, const char *sql);     /* reset, ready to bind */
void row_write(Row *row);                       /* step a statement that returns nothing, ready to bind again */
bool row_next(Row *row);                        /* step to the next result; false at the end or on an error */

void put_i64(Row *row, int64_t value);
void put_double(Row *row, double value);
void put_str(Row *row, Str value);              /* STR_NONE is NULL; the bytes must live until row_write */
void put_blob(Row *row, Str value);
void put_null(Row *row);
void put_id(Row *row, const Id *id);
void put_day(Row *row, int32_t day);            /* DAY_UNKNOWN is NULL */
void put_end(Row *row, int64_t value);          /* QUANTITY_UNKNOWN is NULL */
void put_span(Row *row, Span span);             /* two columns; SPAN_NONE is two NULLs */
void put_acts(Row *row, ActSet acts);           /* codes, joined in store->scratch */

int64_t  get_i64(Row *row);
uint32_t get_u32(Row *row);                     /* 0 when out of range */
int32_t  get_i32(Row *row);
double   get_double(Row *row);
Str      get_str(Row *row, Arena *arena);
int      get_name(Row *row, int (*of)(Str));    /* of an enumeration; 0 with an error when unknown */
Id       get_id(Row *row);
Sha256   get_hash(Row *row);
int32_t  get_day(Row *row);
int64_t  get_end(Row *row);
Span     get_span(Row *row);
ActSet   get_acts(Row *row);
size_t   get_count(Row *row);                   /* of rows that follow; 0 with an error when impossible */

/* Note an error of SQLite, or of the index's contents, and go on. */
void db_trouble(Store *store, const char *doing);
void db_damaged(Store *store, const char *what);

/* OK, or the first error since the last call. */
Status db_check(Store *store, Error *err);

/* Run SQL without parameters and results. */
void db_exec(Store *store, const char *sql);

/* Lists of plain texts of one owner. */
void lines_put(Store *store, Str family, int64_t document, int64_t row, const Str *lines, size_t count);
void lines_load(Store *store, Arena *arena, Str family, int64_t document, int64_t row, Str **ret, size_t count);

/* Register the tokenizer "dokaz" (tokenizer.c). */
Status tokenizer_register(Store *store, Error *err);

/* Families of a reading; all write under the number of the document. */
void segments_put(Store *store, int64_t document, const Reading *reading);
void mentions_put(Store *store, int64_t document, const Reading *reading);
void attributions_put(Store *store, int64_t document, const Reading *reading);
void claims_put(Store *store, int64_t document, const Reading *reading);
void entries_put(Store *store, int64_t document, const Reading *reading);

/* Fill the arrays of a reading whose counts are already there. */
void segments_load(Store *store, Arena *arena, int64_t document, Reading *reading);
void mentions_load(Store *store, Arena *arena, int64_t document, Reading *reading);
void attributions_load(Store *store, Arena *arena, int64_t document, Reading *reading);
void claims_load(Store *store, Arena *arena, int64_t document, Reading *reading);
void entries_load(Store *store, Arena *arena, int64_t document, Reading *reading);

/* What TRACE and WEIGH made; numbers[i] is the document number of reading i, ascending. */
void results_load(Store *store, Arena *arena, Corpus *corpus, const int64_t *numbers);

/* Put a segment's masked words into the word index. */
void words_put(Store *store, int64_t document, size_t segment, Str text);

#endif
