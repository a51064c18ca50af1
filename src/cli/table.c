/* table.c -- see table.h. */
#include "cli/table.h"

#include "base/utf8.h"

static bool combining(uint32_t c)
{
    return (c >= 0x300 && c < 0x370) || c == 0x200D || c == 0xFE0F;
}

/* Characters that could move the cursor or turn the order of letters round. */
static bool dangerous(uint32_t c)
{
    return c < 0x20 || (c >= 0x7F && c < 0xA0) || (c >= 0x202A && c <= 0x202E) || (c >= 0x2066 && c <= 0x2069) ||
           c == 0x200E || c == 0x200F || c == 0x2028 || c == 0x2029;
}

void print_text(StrBuf *out, Str text)
{
    size_t len;

    for (size_t i = 0; i < text.len; i += len) {
        uint32_t c = utf8_get(text, i, &len);
        if (dangerous(c))
            strbuf_char(out, ' ');
        else if (c == UTF8_REPLACEMENT)
            strbuf_utf8(out, c);
        else
            strbuf_add(out, str_slice(text, i, i + len));
    }
}

int text_width(Str text)
{
    int width = 0;
    size_t len;

    for (size_t i = 0; i < text.len; i += len)
        width += !combining(utf8_get(text, i, &len));
    return width;
}

Table table_begin(Arena *arena, const char *header)
{
    Table table = { .arena = arena };
    Str rest = str_of(header), part;

    table.columns = 1;
    for (const char *c = header; *c; c++)
        table.columns += *c == '|';
    while (str_cut(&rest, '|', &part))
        table_cell(&table, part);
    return table;
}

void table_cell(Table *t, Str text)
{
    if (t->count == t->room) {
        size_t room = t->room ? t->room * 2 : 64;
        t->cells = arena_grow(t->arena, t->cells, t->room * sizeof *t->cells, room * sizeof *t->cells);
        t->room = room;
    }
    if (text.len == 0)
        text = S("-");
    int column = (int)(t->count % (size_t)t->columns), width = text_width(text);
    if (width > t->width[column])
        t->width[column] = width;
    t->cells[t->count++] = text;
}

void table_number(Table *t, int64_t number)
{
    table_cell(t, arena_printf(t->arena, "%lld", (long long)number));
}

/* At most `width` letters, the last of them dots when some are left out. */
static void print_cut(StrBuf *out, Str text, int width)
{
    size_t len, end = 0;
    int letters = 0;

    if (text_width(text) <= width) {
        print_text(out, text);
        return;
    }
    while (end < text.len && letters < width - 3) {
        letters += !combining(utf8_get(text, end, &len));
        end += len;
    }
    print_text(out, str_slice(text, 0, end));
    strbuf_add(out, S("..."));
}

int table_room(const Table *t, int width)
{
    int used = 0;

    for (int k = 0; k < t->columns - 1; k++)
        used += t->width[k] + 2;
    return width ? width - used : INT32_MAX;
}

bool table_write(const Table *t, int width, StrBuf *out)
{
    if (t->count <= (size_t)t->columns)
        return false;
    for (size_t i = 0; i < t->count; i++) {
        int column = (int)(i % (size_t)t->columns), used = 0;
        if (column == t->columns - 1) {
            for (int k = 0; k < column; k++)
                used += t->width[k] + 2;
            print_cut(out, t->cells[i], width > used + 20 ? width - used : INT32_MAX);
            strbuf_char(out, '\n');
            continue;
        }
        print_text(out, t->cells[i]);
        for (int k = text_width(t->cells[i]); k < t->width[column] + 2; k++)
            strbuf_char(out, ' ');
    }
    return true;
}
