/* tsv.c -- see tsv.h. */
#include "lang/tsv.h"

#include "base/os.h"
#include "base/utf8.h"

#include <stdio.h>

#define TABLE_LIMIT (512u << 20)

static bool next_line(Tsv *t)
{
    Str line;

    t->count = 0;
    if (t->rest.len == 0 || !str_cut(&t->rest, '\n', &line))
        return false;
    t->line++;
    if (str_ends(line, S("\r")))
        line.len--;
    if (str_trim(line).len == 0 || line.ptr[0] == '#')
        return true;
    Str cell;
    while (t->count < TSV_CELLS_MAX && str_cut(&line, '\t', &cell))
        t->cell[t->count++] = str_trim(cell);
    return true;
}

Status tsv_of(Str bytes, const char *path, Tsv *ret, Error *err)
{
    Tsv t = { .path = path, .bytes = bytes, .rest = bytes };
    size_t bad = utf8_valid(bytes);

    if (bad < bytes.len)
        return fail(err, ERR_BAD_INPUT, "%s: invalid UTF-8 at byte %zu", path, bad);
    while (next_line(&t) && t.count == 0)
        ;
    *ret = t;
    return OK;
}

Status tsv_open(Arena *arena, const char *path, Tsv *ret, Error *err)
{
    Str bytes;
    Status status = os_read_file(arena, path, TABLE_LIMIT, &bytes, err);

    return status == OK ? tsv_of(bytes, path, ret, err) : status;
}

bool tsv_next(Tsv *t)
{
    while (next_line(t))
        if (t->count)
            return true;
    return false;
}

Str tsv_cell(const Tsv *t, size_t k)
{
    return k < t->count ? t->cell[k] : S("");
}

Status tsv_fail(const Tsv *t, Error *err, const char *format, ...)
{
    char text[360];
    va_list args;

    va_start(args, format);
    vsnprintf(text, sizeof text, format, args);
    va_end(args);
    return fail(err, ERR_BAD_INPUT, "%s:%zu: %s", t->path, t->line, text);
}

int compare_cstr(const void *a, const void *b)
{
    return strcmp(*(char *const *)a, *(char *const *)b);
}
