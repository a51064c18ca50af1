/* sources.c -- see sources.h. */
#include "keep/sources.h"

#include "base/auto.h"
#include "base/os.h"
#include "base/utf8.h"
#include "base/vec.h"
#include "model/edtf.h"

#define TABLE_LIMIT ((size_t)16 << 20)
#define EXPECTED    "file publisher authors url published received_from"

enum { COLUMN_FILE, COLUMN_PUBLISHER, COLUMN_AUTHORS, COLUMN_URL, COLUMN_PUBLISHED, COLUMN_RECEIVED, COLUMNS };

static const char *const column_names[COLUMNS] = {
    "file", "publisher", "authors", "url", "published", "received_from",
};

typedef struct Reader {
    Arena    *arena;
    Str       name;
    size_t    line;
    int       columns[COLUMNS * 2]; /* which column stands at each place */
    size_t    column_count;         /* 0 until the header row was read */
    Sources  *out;
    VEC(Given) rows;
    VEC(Str)   files;
} Reader;

static Status read_header(Reader *r, Str line, Error *err)
{
    bool has_file = false;

    for (Str cell; str_cut(&line, '\t', &cell); ) {
        int which = -1;
        cell = str_trim(cell);
        for (int i = 0; i < COLUMNS; i++)
            if (str_eq(cell, str_of(column_names[i])))
                which = i;
        for (size_t i = 0; i < r->column_count; i++)
            if (r->columns[i] == which && which >= 0)
                return fail(err, ERR_BAD_INPUT, STR_FMT ", line %zu: the column %s stands twice", STR_ARG(r->name),
                            r->line, column_names[which]);
        if (which < 0 || r->column_count == COLUMNS)
            return fail(err, ERR_BAD_INPUT, STR_FMT ", line %zu: unknown column '" STR_FMT "'; expected a header row "
                        "with these, separated by tabs: " EXPECTED, STR_ARG(r->name), r->line,
                        STR_ARG(str_slice(cell, 0, 40)));
        has_file |= which == COLUMN_FILE;
        r->columns[r->column_count++] = which;
    }
    if (!has_file)
        return fail(err, ERR_BAD_INPUT, STR_FMT ", line %zu: no column 'file'; expected a header row with these, "
                    "separated by tabs: " EXPECTED, STR_ARG(r->name), r->line);
    return OK;
}

static void read_authors(Reader *r, Str cell, Given *given)
{
    VEC(Str) authors = { 0 };

    for (Str author; str_cut(&cell, ';', &author); )
        if (str_trim(author).len)
            vec_push(r->arena, &authors, str_trim(author));
    given->authors = authors.at;
    given->author_count = authors.count;
}

static Status read_row(Reader *r, Str line, Error *err)
{
    Given given = { 0 };
    Str file = STR_NONE;
    size_t i = 0;

    for (Str cell; str_cut(&line, '\t', &cell); i++) {
        if (i >= r->column_count)
            return fail(err, ERR_BAD_INPUT, STR_FMT ", line %zu: more cells than the %zu columns of the header row",
                        STR_ARG(r->name), r->line, r->column_count);
        cell = str_trim(cell);
        if (cell.len == 0)
            continue;
        switch (r->columns[i]) {
        case COLUMN_FILE:       file = os_basename(cell);           break;
        case COLUMN_PUBLISHER:  given.publisher = cell;             break;
        case COLUMN_AUTHORS:    read_authors(r, cell, &given);      break;
        case COLUMN_URL:        given.url = cell;                   break;
        case COLUMN_PUBLISHED:  given.published = cell;             break;
        case COLUMN_RECEIVED:   given.received_from = cell;         break;
        }
    }
    if (file.len == 0)
        return fail(err, ERR_BAD_INPUT, STR_FMT ", line %zu: the cell 'file' is empty", STR_ARG(r->name), r->line);
    if (given.published.len && !edtf_plausible(given.published))
        return fail(err, ERR_BAD_INPUT, STR_FMT ", line %zu: '" STR_FMT "' is no date of the calendar; write "
                    "2022-09-10, 2022-09 or 2022-09~ in the column published", STR_ARG(r->name), r->line,
                    STR_ARG(str_slice(given.published, 0, 40)));
    if (map_get(&r->out->by_name, file))
        return fail(err, ERR_BAD_INPUT, STR_FMT ", line %zu: a second row for " STR_FMT, STR_ARG(r->name), r->line,
                    STR_ARG(str_slice(file, 0, 100)));
    map_put(r->arena, &r->out->by_name, file, (int64_t)r->rows.count);
    vec_push(r->arena, &r->rows, given);
    vec_push(r->arena, &r->files, file);
    return OK;
}

Status sources_parse(Arena *arena, Str bytes, Str name, Sources *ret, Error *err)
{
    Sources out = { 0 };
    Reader r = { .arena = arena, .name = str_slice(name, 0, 200), .out = &out };
    Str rest = str_starts(bytes, S("\xEF\xBB\xBF")) ? str_slice(bytes, 3, SIZE_MAX) : bytes;

    for (Str line; str_cut(&rest, '\n', &line); ) {
        Status status = OK;
        r.line++;
        if (str_ends(line, S("\r")))
            line.len--;
        if (utf8_valid(line) < line.len || memchr(line.ptr, 0, line.len))
            return fail(err, ERR_BAD_INPUT, STR_FMT ", line %zu: not UTF-8 text; save the table as UTF-8",
                        STR_ARG(r.name), r.line);
        if (str_trim(line).len == 0 || line.ptr[0] == '#')
            continue;
        status = r.column_count == 0 ? read_header(&r, line, err) : read_row(&r, line, err);
        if (status != OK)
            return status;
    }
    if (r.column_count == 0)
        return fail(err, ERR_BAD_INPUT, STR_FMT ": empty; expected a header row with these columns, separated by "
                    "tabs: " EXPECTED, STR_ARG(r.name));
    out.rows = r.rows.at;
    out.files = r.files.at;
    out.count = r.rows.count;
    *ret = out;
    return OK;
}

Status sources_load(Arena *arena, const char *path, Sources *ret, Error *err)
{
    Str bytes;
    Status status = os_read_file(arena, path, TABLE_LIMIT, &bytes, err);

    return status == OK ? sources_parse(arena, bytes, str_of(path), ret, err) : status;
}

bool sources_is(Str head)
{
    AUTO_ARENA arena = arena_create();
    Sources table = { 0 };
    Reader r = { .arena = arena, .out = &table };
    Str rest = str_starts(head, S("\xEF\xBB\xBF")) ? str_slice(head, 3, SIZE_MAX) : head;

    for (Str line; str_cut(&rest, '\n', &line); ) {
        if (str_ends(line, S("\r")))
            line.len--;
        if (str_trim(line).len && line.ptr[0] != '#')
            return utf8_valid(line) == line.len && read_header(&r, line, NULL) == OK && r.column_count > 1;
    }
    return false;
}

const Given *sources_find(const Sources *sources, Str path)
{
    const int64_t *row = sources ? map_get(&sources->by_name, os_basename(path)) : NULL;

    return row ? &sources->rows[*row] : NULL;
}
