/* rows.h -- records of tables and JSON: which cell is the text, the address, the date. Pure.
 *
 * What columns are called is data (data/intake/columns.tsv). A date with two numbers that could both be months is read
 * only when the other dates of its column tell the order. */
#ifndef KEEP_ROWS_H
#define KEEP_ROWS_H

#include "base/map.h"
#include "keep/parse_in.h"

typedef enum Role {
    ROLE_NONE, ROLE_URL, ROLE_TITLE, ROLE_DATE, ROLE_PUBLISHER, ROLE_TEXT, ROLE_AUTHOR, ROLE_ID, ROLE_PLACE, ROLE_LATITUDE,
    ROLE_LONGITUDE, ROLE_HASH, ROLE_STATUS, ROLE_ARCHIVED, ROLE_ARCHIVE, ROLE_SCREENSHOT, ROLE_SOURCES, ROLE_LABELS,
    ROLE_PUBLISHED, ROLES
} Role;

typedef struct RowField {
    Role role;
    Str  name, value;       /* name as the table writes it */
} RowField;

typedef struct RowPart {
    VEC(RowField) fields;
    uint64_t at, length;    /* in the table's bytes; PART_NOWHERE unknown */
} RowPart;

typedef struct RoleNames {
    Map by_name;
} RoleNames;

void role_names_load(Arena *arena, RoleNames *ret);
Role role_of(Arena *arena, const RoleNames *names, Str name);   /* letters' case, `_` and `-` do not count */

/* The same, and which of the names that mean this role it is: the least is the likeliest. */
Role role_ranked(Arena *arena, const RoleNames *names, Str name, int *rank);

/* A name as columns.tsv writes names. */
Str  role_plain_name(Arena *arena, Str name);
const char *role_word(Role role);       /* "date" */

typedef enum DateOrder { ORDER_UNKNOWN, ORDER_DAY_FIRST, ORDER_MONTH_FIRST } DateOrder;

/* Look at one date of the column; *order changes when it tells. */
void date_order_see(DateOrder *order, Str date);

/* As EDTF, or STR_NONE; what is EDTF already stays as it is. */
Str date_in_order(Arena *arena, Str date, DateOrder order);

/* A row with a text becomes a part; false: it has none. */
bool row_add(Arena *arena, PartsOut *out, const RowPart *row, DateOrder order);

#endif
