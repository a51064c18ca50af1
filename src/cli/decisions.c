/* decisions.c -- see decisions.h. */
#include "cli/decisions.h"

#include "base/auto.h"
#include "base/map.h"
#include "base/utf8.h"
#include "keep/csv.h"

#define LISTED_MAX 40       /* complaints about a table's form; a binary file would have one a line */

extern const char judging_columns_tsv[];    /* embedded by the build */

static const char *const cell_names[DECISION_CELLS] = {
    "kind", "about", "other", "field", "value", "reason", "coder", "blind", "claims", "other claims", "entry", "time",
    "author", "state",
};

const char *decision_cell_name(DecisionCell cell)
{
    return cell_names[cell];
}

static int cell_of(Str role)
{
    for (int i = 0; i < DECISION_CELLS; i++)
        if (str_eq(str_of(cell_names[i]), role))
            return i;
    return -1;
}

Str decision_complaint(Arena *arena, Str name, size_t line, int cell, Str text)
{
    Str column = cell < 0 ? S("") : arena_printf(arena, ", column %s", cell_names[cell]);

    return arena_printf(arena, STR_FMT ", line %zu" STR_FMT ": " STR_FMT, STR_ARG(name), line, STR_ARG(column),
                        STR_ARG(text));
}

typedef struct Parser {
    Arena      *arena;
    Str         name;
    size_t      line;
    Map         names;          /* of columns, in small letters -> DecisionCell */
    int         columns[DECISION_CELLS];
    size_t      column_count;
    Decisions  *out;
    Complaints *wrong;
} Parser;

static void complain_at(Parser *p, int cell, Str text)
{
    if (p->wrong->count < LISTED_MAX)
        vec_push(p->arena, p->wrong, decision_complaint(p->arena, p->name, p->line, cell, text));
}

/* ---- the header ---- */

/* Small letters of ASCII and of the Cyrillic block; blanks for underscores and hyphens. */
static Str plain_name(Arena *arena, Str name)
{
    AUTO_STRBUF out = { 0 };

    for (size_t at = 0, len; at < name.len; at += len) {
        uint32_t c = utf8_get(name, at, &len);
        if (c == '_' || c == '-')
            c = ' ';
        else if ((c >= 'A' && c <= 'Z') || (c >= 0x410 && c <= 0x42F))
            c += 32;
        else if (c >= 0x400 && c <= 0x40F)
            c += 80;
        strbuf_utf8(&out, c);
    }
    return arena_str(arena, strbuf_str(&out));
}

static void load_names(Parser *p)
{
    Str rest = str_of(judging_columns_tsv), role;

    for (Str line; str_cut(&rest, '\n', &line); ) {
        Str name = line;
        if (line.len == 0 || line.ptr[0] == '#' || !str_cut(&name, '\t', &role))
            continue;
        int cell = cell_of(role);
        if (cell >= 0)
            map_put(p->arena, &p->names, name, cell);
    }
}

static Str known_columns(Arena *arena)
{
    AUTO_STRBUF list = { 0 };

    for (int i = 0; i < DECISION_CELLS; i++)
        strbuf_printf(&list, "%s%s", i ? ", " : "", cell_names[i]);
    return arena_str(arena, strbuf_str(&list));
}

static void read_header(Parser *p, const CsvRow *row)
{
    bool seen[DECISION_CELLS] = { false };

    for (size_t i = 0; i < row->count; i++) {
        const int64_t *at = map_get(&p->names, plain_name(p->arena, row->at[i]));
        if (!at)
            complain_at(p, -1, arena_printf(p->arena, "unknown column '" STR_FMT "'; known are: " STR_FMT,
                        STR_ARG(str_slice(row->at[i], 0, 40)), STR_ARG(known_columns(p->arena))));
        else if (seen[*at])
            complain_at(p, (int)*at, S("the column stands twice"));
        if (!at || seen[*at])
            continue;
        seen[*at] = true;
        p->columns[p->column_count++] = (int)*at;
    }
    if (!seen[CELL_KIND] || !seen[CELL_ABOUT])
        complain_at(p, seen[CELL_KIND] ? CELL_ABOUT : CELL_KIND,
                    S("the header row must name the columns kind and about"));
}

/* ---- rows ---- */

static bool runs_as_formula(char c)
{
    return memchr("=+-@\t\r'", c, 7) != NULL;
}

static Str unquoted(Str cell)
{
    return cell.len > 1 && cell.ptr[0] == '\'' && runs_as_formula(cell.ptr[1]) ? str_slice(cell, 1, SIZE_MAX) : cell;
}

static void read_row(Parser *p, const CsvRow *row)
{
    Decision d = { .line = p->line };
    bool filled = false;

    for (int i = 0; i < DECISION_CELLS; i++)
        d.cell[i] = S("");
    for (size_t i = 0; i < row->count; i++)
        filled |= row->at[i].len > 0;
    if (!filled)
        return;
    if (row->count > p->column_count) {
        complain_at(p, -1, arena_printf(p->arena, "%zu cells, and the header row names %zu columns: put a cell with the "
                    "separator in it between quotation marks", row->count, p->column_count));
        return;
    }
    for (size_t i = 0; i < row->count; i++)
        d.cell[p->columns[i]] = unquoted(row->at[i]);
    vec_push(p->arena, p->out, d);
}

/* The raw bytes of a row: an odd number of quotation marks means that one was not closed. */
static bool closed(Str raw)
{
    bool odd = false;

    for (size_t i = 0; i < raw.len; i++)
        odd ^= raw.ptr[i] == '"';
    return !odd;
}

static size_t lines_in(Str raw)
{
    size_t lines = 0;

    for (size_t i = 0; i < raw.len; i++)
        lines += raw.ptr[i] == '\n';
    return lines;
}

void decisions_parse(Arena *arena, Str bytes, Str name, Decisions *ret, Complaints *wrong)
{
    Parser p = { .arena = arena, .name = str_slice(name, 0, 200), .line = 1, .out = ret, .wrong = wrong };
    Str rest = str_starts(bytes, S("\xEF\xBB\xBF")) ? str_slice(bytes, 3, SIZE_MAX) : bytes;
    size_t valid = utf8_valid(rest);
    bool header = false;
    CsvRow row;

    if (valid < rest.len || (rest.len && memchr(rest.ptr, 0, rest.len))) {
        p.line += lines_in(str_slice(rest, 0, valid));
        complain_at(&p, -1, S("not UTF-8 text: save the table as CSV UTF-8"));
        return;
    }
    load_names(&p);
    char separator = csv_separator(rest);
    while (rest.len) {
        Str before = rest;
        if (!csv_row(arena, &rest, separator ? separator : ',', &row))
            break;
        Str raw = str_slice(before, 0, before.len - rest.len);
        if (!closed(raw))
            complain_at(&p, -1, S("a quotation mark in this row is never closed"));
        else if (header)
            read_row(&p, &row);
        else
            read_header(&p, &row);
        if (!header && wrong->count)
            return;
        header = true;
        p.line += lines_in(raw);
    }
    if (!header)
        complain_at(&p, -1, arena_printf(arena, "empty; the first row names columns: " STR_FMT,
                    STR_ARG(known_columns(arena))));
}

/* ---- writing ---- */

static void write_cell(StrBuf *out, Str value)
{
    bool formula = value.len && runs_as_formula(value.ptr[0]), quoted = formula;

    for (size_t i = 0; i < value.len && !quoted; i++)
        quoted = memchr(",;|\"\t\r\n", value.ptr[i], 7) != NULL;
    if (quoted)
        strbuf_char(out, '"');
    if (formula)
        strbuf_char(out, '\'');
    for (size_t i = 0; i < value.len; i++) {
        if (value.ptr[i] == '"')
            strbuf_char(out, '"');
        strbuf_char(out, value.ptr[i]);
    }
    if (quoted)
        strbuf_char(out, '"');
}

void decisions_header(StrBuf *out)
{
    for (int i = 0; i < DECISION_CELLS; i++)
        strbuf_printf(out, "%s%s", i ? "," : "", cell_names[i]);
    strbuf_add(out, S("\r\n"));
}

void decision_write(StrBuf *out, const Decision *d)
{
    for (int i = 0; i < DECISION_CELLS; i++) {
        if (i)
            strbuf_char(out, ',');
        write_cell(out, d->cell[i]);
    }
    strbuf_add(out, S("\r\n"));
}
