/* parse_table.c -- a table of records: each row with a text is a part. A list of links alone has no parts; its links are
 * facts of the table. */
#include "keep/csv.h"
#include "keep/rows.h"

#define LINKS_MAX 5000

typedef struct Columns {
    Role  *roles;
    Str   *names;
    size_t count;
    bool   has[ROLES];
} Columns;

static Columns columns_of(Arena *arena, const CsvRow *head)
{
    Columns c = { .count = head->count };
    RoleNames names;

    role_names_load(arena, &names);
    c.roles = arena_array(arena, Role, head->count + 1);
    c.names = arena_array(arena, Str, head->count + 1);
    size_t text = SIZE_MAX;
    int best = 0, rank;
    for (size_t i = 0; i < head->count; i++) {
        c.names[i] = head->at[i];
        c.roles[i] = role_ranked(arena, &names, head->at[i], &rank);
        c.has[c.roles[i]] = true;
        if (c.roles[i] != ROLE_TEXT || (text != SIZE_MAX && rank >= best)) {
            c.roles[i] = c.roles[i] == ROLE_TEXT ? ROLE_NONE : c.roles[i];
            continue;
        }
        if (text != SIZE_MAX)
            c.roles[text] = ROLE_NONE;      /* kept as a field of its own */
        text = i;
        best = rank;
    }
    return c;
}

static DateOrder order_of(Arena *arena, const Columns *c, Str rest, char separator)
{
    DateOrder order = ORDER_UNKNOWN;
    CsvRow row;
    ArenaMark mark = arena_mark(arena);

    while (csv_row(arena, &rest, separator, &row)) {
        for (size_t i = 0; i < row.count && i < c->count; i++)
            if (c->roles[i] == ROLE_DATE)
                date_order_see(&order, row.at[i]);
        arena_rewind(arena, mark);
    }
    return order;
}

static Str cell_of(const Columns *c, const CsvRow *row, Role role)
{
    for (size_t i = 0; i < row->count && i < c->count; i++)
        if (c->roles[i] == role && row->at[i].len)
            return row->at[i];
    return S("");
}

static int list_of_links(Arena *arena, const Columns *c, Str rest, char separator, DateOrder order, PartsOut *out)
{
    Facts facts = { 0 };
    CsvRow row;
    int64_t links = 0;

    while (csv_row(arena, &rest, separator, &row)) {
        Str url = cell_of(c, &row, ROLE_URL), day = date_in_order(arena, cell_of(c, &row, ROLE_DATE), order);
        if (!url.len)
            continue;
        if (links++ < LINKS_MAX)
            fact_add(arena, &facts, "link", arena_printf(arena, STR_FMT "\t" STR_FMT "\t" STR_FMT "\t" STR_FMT, STR_ARG(url),
                     STR_ARG(cell_of(c, &row, ROLE_TITLE)), STR_ARG(day), STR_ARG(cell_of(c, &row, ROLE_PUBLISHER))));
    }
    fact_number(arena, &facts, "links", links);
    parts_end(out, 0, S("table/2"), facts.at, facts.count);
    return links ? 0 : WORKER_EMPTY;
}

/* What a spreadsheet would run was written with a ' before it (by `dokaz export` too): that is no part of the text. */
static Str without_quote(Str cell)
{
    bool neutralised = cell.len > 1 && cell.ptr[0] == '\'' && strchr("=+-@", cell.ptr[1]);

    return neutralised ? str_slice(cell, 1, cell.len) : cell;
}

static RowPart row_part(Arena *arena, const Columns *c, const CsvRow *row, Str table, Str before, Str after)
{
    RowPart part = { .at = (uint64_t)(before.ptr - table.ptr) };

    part.length = before.len - after.len;
    for (size_t i = 0; i < row->count; i++)
        vec_push(arena, &part.fields, ((RowField){ i < c->count ? c->roles[i] : ROLE_NONE,
                                                   i < c->count ? c->names[i] : S("?"), without_quote(row->at[i]) }));
    return part;
}

int table_parts(Str original, Str options, StrBuf *answer)
{
    AUTO_ARENA arena = arena_create();
    PartAsk ask;
    CsvRow head, row;
    Str rest = str_starts(original, S("\xEF\xBB\xBF")) ? str_slice(original, 3, SIZE_MAX) : original;

    if (!part_ask_parse(options, &ask))
        return WORKER_BROKEN;
    char separator = csv_separator(rest);
    if (!csv_row(arena, &rest, separator ? separator : '\n', &head))
        return WORKER_EMPTY;
    Columns columns = columns_of(arena, &head);
    if (!columns.has[ROLE_TEXT] && !columns.has[ROLE_URL])
        return WORKER_EMPTY;
    DateOrder order = order_of(arena, &columns, rest, separator);
    PartsOut out = parts_begin(answer, &ask);
    if (!columns.has[ROLE_TEXT])
        return list_of_links(arena, &columns, rest, separator, order, &out);
    if (ask.from)
        rest = str_slice(original, (size_t)ask.from, SIZE_MAX);
    for (Str before = rest; !parts_enough(&out) && csv_row(arena, &rest, separator, &row); before = rest) {
        RowPart part = row_part(arena, &columns, &row, original, before, rest);
        row_add(arena, &out, &part, order);
    }
    parts_end(&out, rest.ptr && rest.len ? (uint64_t)(rest.ptr - original.ptr) : 0, S("table/2"), NULL, 0);
    return 0;
}
