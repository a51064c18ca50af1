/* csv.c -- see csv.h. */
#include "keep/csv.h"

static const char separators[] = { ',', ';', '\t', '|' };

char csv_separator(Str text)
{
    size_t counts[sizeof separators] = { 0 }, best = 0;
    bool quoted = false;

    for (size_t i = 0; i < text.len && (quoted || text.ptr[i] != '\n'); i++) {
        quoted ^= text.ptr[i] == '"';
        for (size_t k = 0; k < sizeof separators; k++)
            counts[k] += !quoted && text.ptr[i] == separators[k];
    }
    for (size_t k = 1; k < sizeof separators; k++)
        if (counts[k] > counts[best])
            best = k;
    return counts[best] ? separators[best] : 0;
}

/* From after the opening quote; *at is left after the closing one. */
static Str quoted_cell(Arena *arena, Str s, size_t *at)
{
    size_t start = *at, i = start, doubled = 0;

    while (i < s.len && (s.ptr[i] != '"' || (i + 1 < s.len && s.ptr[i + 1] == '"'))) {
        bool twice = s.ptr[i] == '"';
        doubled += twice;
        i += twice ? 2 : 1;
    }
    Str cell = str_slice(s, start, i);
    *at = i < s.len ? i + 1 : i;
    if (!doubled)
        return cell;
    char *copy = arena_raw(arena, cell.len);
    size_t len = 0;
    for (size_t k = 0; k < cell.len; k++) {
        copy[len++] = cell.ptr[k];
        k += cell.ptr[k] == '"';
    }
    return (Str){ copy, len };
}

bool csv_row(Arena *arena, Str *rest, char separator, CsvRow *ret)
{
    Str s = *rest;
    size_t at = 0;

    *ret = (CsvRow){ 0 };
    if (s.len == 0)
        return false;
    for (;;) {
        Str cell;
        if (at < s.len && s.ptr[at] == '"') {
            at++;
            cell = quoted_cell(arena, s, &at);
            while (at < s.len && s.ptr[at] != separator && s.ptr[at] != '\n')
                at++;
        } else {
            size_t start = at;
            while (at < s.len && s.ptr[at] != separator && s.ptr[at] != '\n')
                at++;
            cell = str_slice(s, start, at);
        }
        if (ret->count < CSV_CELLS_MAX)
            vec_push(arena, ret, str_trim(cell));
        if (at >= s.len || s.ptr[at] == '\n')
            break;
        at++;
    }
    *rest = at < s.len ? str_slice(s, at + 1, SIZE_MAX) : STR_NONE;
    return true;
}
