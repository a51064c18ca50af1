/* import_lines.c -- a file as rows and cells: mapped, read once, given back behind the reader. */
#include "base/utf8.h"
#include "lang/import_in.h"

#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>

#define LINE_MAX_BYTES ((size_t)64 << 20)       /* one item of a Wikidata dump can have megabytes */
#define GIVE_BACK      ((size_t)64 << 20)
#define PAGE           ((uintptr_t)4096)

Status lines_fail(const Lines *l, Error *err, const char *column, const char *format, ...)
{
    char text[300];
    va_list args;

    va_start(args, format);
    vsnprintf(text, sizeof text, format, args);
    va_end(args);
    return fail(err, ERR_BAD_INPUT, "%s: row %zu%s%s: %s; nothing was imported", l->path, l->number,
                column ? ", column " : "", column ? column : "", text);
}

/* What was read is not read again: its pages need not stay. */
void lines_give_back(Lines *l)
{
    uintptr_t from = ((uintptr_t)l->given_back + PAGE - 1) & ~(PAGE - 1), to = (uintptr_t)l->line.ptr & ~(PAGE - 1);

    if (to > from && to - from >= GIVE_BACK) {
        madvise((void *)from, to - from, MADV_DONTNEED);
        l->given_back = (const char *)to;
    }
}

bool lines_next(Lines *l, Status *status, Error *err)
{
    *status = OK;
    if (l->number == 0 && str_starts(l->rest, S("\xEF\xBB\xBF")))
        l->rest = str_slice(l->rest, 3, l->rest.len);
    do {
        if (l->rest.len == 0 || !str_cut(&l->rest, '\n', &l->line))
            return false;
        l->number++;
        if (str_ends(l->line, S("\r")))
            l->line.len--;
    } while (l->line.len == 0);
    if (l->line.len > LINE_MAX_BYTES) {
        *status = lines_fail(l, err, NULL, "it has %zu MB: is this a table?", l->line.len >> 20);
        return false;
    }
    size_t bad = utf8_valid(l->line);
    if (bad < l->line.len) {
        *status = lines_fail(l, err, NULL, "invalid UTF-8 at byte %zu of the row: is the file in another charset? "
                             "`iconv -f windows-1251 -t utf-8` makes it readable", bad);
        return false;
    }
    lines_give_back(l);
    return true;
}

/* A cell in double quotes; "" in it is one. Moves *at behind its closing quote. */
static bool quoted(Lines *l, size_t *at, size_t *used, Str *ret)
{
    char *out = l->scratch + *used;
    size_t len = 0, i = *at + 1;

    for (; i < l->line.len; i++) {
        if (l->line.ptr[i] == '"') {
            if (i + 1 < l->line.len && l->line.ptr[i + 1] == '"')
                i++;
            else
                break;
        }
        out[len++] = l->line.ptr[i];
    }
    if (i == l->line.len)
        return false;
    *at = i + 1;
    *used += len;
    *ret = (Str){ out, len };
    return true;
}

Status lines_cells(Lines *l, char separator, bool quotes, Error *err)
{
    size_t at = 0, used = 0;

    l->count = 0;
    if (quotes && l->scratch_room < l->line.len) {
        free(l->scratch);
        l->scratch_room = l->line.len * 2 + 256;
        l->scratch = malloc(l->scratch_room);
        if (l->scratch == NULL)
            abort();
    }
    for (;;) {
        if (l->count == CELLS_MAX)
            return lines_fail(l, err, NULL, "it has more than %d cells", CELLS_MAX);
        if (quotes && at < l->line.len && l->line.ptr[at] == '"') {
            if (!quoted(l, &at, &used, &l->cell[l->count]))
                return lines_fail(l, err, NULL, "a quote is not closed");
            if (at < l->line.len && l->line.ptr[at] != separator)
                return lines_fail(l, err, NULL, "letters after a closed quote");
        } else {
            const char *end = memchr(l->line.ptr + at, separator, l->line.len - at);
            size_t to = end ? (size_t)(end - l->line.ptr) : l->line.len;
            l->cell[l->count] = str_slice(l->line, at, to);
            at = to;
        }
        l->cell[l->count] = str_trim(l->cell[l->count]);
        l->count++;
        if (at >= l->line.len)
            return OK;
        at++;
        if (at == l->line.len) {            /* the row ends with a separator: one empty cell more */
            if (l->count < CELLS_MAX)
                l->cell[l->count++] = S("");
            return OK;
        }
    }
}
