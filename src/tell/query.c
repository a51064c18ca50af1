/* query.c -- application/x-www-form-urlencoded, both ways. */
#include "tell/query.h"

#include "base/utf8.h"

static int hex_digit(char c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    if (c >= 'a' && c <= 'f')
        return c - 'a' + 10;
    return c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
}

/* STR_NONE when the bytes cannot be shown. */
static Str decode(Arena *arena, Str s)
{
    char *out = arena_raw(arena, s.len + 1);
    size_t len = 0;
    for (size_t i = 0; i < s.len; i++) {
        char c = s.ptr[i] == '+' ? ' ' : s.ptr[i];
        if (c == '%' && i + 2 < s.len && hex_digit(s.ptr[i + 1]) >= 0 && hex_digit(s.ptr[i + 2]) >= 0) {
            c = (char)(hex_digit(s.ptr[i + 1]) * 16 + hex_digit(s.ptr[i + 2]));
            i += 2;
        }
        if (c == '\0')
            return STR_NONE;
        out[len++] = c;
    }
    Str text = { out, len };
    return utf8_valid(text) == len ? text : STR_NONE;
}

Query query_parse(Arena *arena, Str text)
{
    Query q = { .count = 0 };
    for (Str rest = text, part; q.count < QUERY_MAX && str_cut(&rest, '&', &part); ) {
        Str name;
        if (!str_cut(&part, '=', &name) || name.len == 0)
            continue;
        QueryPair pair = { decode(arena, name), decode(arena, part) };
        if (pair.name.ptr && pair.value.ptr)
            q.pair[q.count++] = pair;
    }
    return q;
}

Str query_get(const Query *q, Str name)
{
    for (size_t i = 0; i < q->count; i++)
        if (str_eq(q->pair[i].name, name)) {
            Str value = str_trim(q->pair[i].value);
            return value.len ? value : STR_NONE;
        }
    return STR_NONE;
}

void query_encode(StrBuf *out, Str value)
{
    static const char hex[] = "0123456789ABCDEF";
    for (size_t i = 0; i < value.len; i++) {
        unsigned char c = (unsigned char)value.ptr[i];
        bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' ||
                     c == '_' || c == '.' || c == '~';
        if (plain) {
            strbuf_char(out, (char)c);
        } else {
            strbuf_char(out, '%');
            strbuf_char(out, hex[c >> 4]);
            strbuf_char(out, hex[c & 15]);
        }
    }
}
