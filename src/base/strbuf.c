/* strbuf.c -- see strbuf.h. */
#include "base/strbuf.h"

#include "base/utf8.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

void strbuf_reserve(StrBuf *b, size_t more)
{
    if (b->room - b->len > more)
        return;
    size_t room = b->room ? b->room : 64;
    while (room - b->len <= more)
        room *= 2;
    char *grown = realloc(b->ptr, room);
    if (grown == NULL) {
        fputs("dokaz: out of memory\n", stderr);
        exit(3);
    }
    b->ptr = grown;
    b->room = room;
}

void strbuf_add(StrBuf *b, Str s)
{
    strbuf_reserve(b, s.len);
    if (s.len)
        memcpy(b->ptr + b->len, s.ptr, s.len);
    b->len += s.len;
    b->ptr[b->len] = '\0';
}

void strbuf_char(StrBuf *b, char c)
{
    strbuf_reserve(b, 1);
    b->ptr[b->len++] = c;
    b->ptr[b->len] = '\0';
}

void strbuf_i64(StrBuf *b, int64_t n)
{
    char digits[24];
    size_t at = sizeof digits;
    uint64_t rest = n < 0 ? -(uint64_t)n : (uint64_t)n;

    do {
        digits[--at] = (char)('0' + rest % 10);
        rest /= 10;
    } while (rest);
    if (n < 0)
        digits[--at] = '-';
    strbuf_add(b, (Str){ digits + at, sizeof digits - at });
}

void strbuf_printf(StrBuf *b, const char *format, ...)
{
    va_list args, again;

    va_start(args, format);
    va_copy(again, args);
    int len = vsnprintf(NULL, 0, format, args);
    va_end(args);
    strbuf_reserve(b, (size_t)len);
    vsnprintf(b->ptr + b->len, (size_t)len + 1, format, again);
    va_end(again);
    b->len += (size_t)len;
}

void strbuf_clear(StrBuf *b)
{
    b->len = 0;
    if (b->ptr)
        b->ptr[0] = '\0';
}

void strbuf_finish(StrBuf *b)
{
    free(b->ptr);
    *b = (StrBuf){ 0 };
}

void strbuf_utf8(StrBuf *b, uint32_t code_point)
{
    char bytes[4];

    strbuf_add(b, (Str){ bytes, utf8_put(code_point, bytes) });
}
