/* html.c -- the only place where text becomes markup. */
#include "tell/html.h"

Html html_on(StrBuf *out)
{
    return (Html){ out };
}

void html_literal_(Html *h, const char *literal, size_t len)
{
    strbuf_add(h->out_, (Str){ literal, len });
}

static const char *escape_of(unsigned char c)
{
    switch (c) {
    case '&':  return "&amp;";
    case '<':  return "&lt;";
    case '>':  return "&gt;";
    case '"':  return "&quot;";
    case '\'': return "&#39;";
    case '\n': case '\t': case '\r': return NULL;
    default:   return c < 0x20 || c == 0x7f ? "\xEF\xBF\xBD" : NULL;
    }
}

void html_text(Html *h, Str text)
{
    size_t from = 0;
    for (size_t i = 0; i < text.len; i++) {
        const char *escape = escape_of((unsigned char)text.ptr[i]);
        if (!escape)
            continue;
        strbuf_add(h->out_, str_slice(text, from, i));
        strbuf_add(h->out_, str_of(escape));
        from = i + 1;
    }
    strbuf_add(h->out_, str_slice(text, from, text.len));
}

void html_attr_(Html *h, const char *opening, Str value)
{
    if (!value.ptr)
        return;
    strbuf_add(h->out_, str_of(opening));
    html_text(h, value);
    strbuf_char(h->out_, '"');
}

void html_attr_i64_(Html *h, const char *opening, int64_t value)
{
    strbuf_add(h->out_, str_of(opening));
    strbuf_i64(h->out_, value);
    strbuf_char(h->out_, '"');
}

void html_i64(Html *h, int64_t n)
{
    strbuf_i64(h->out_, n);
}

void html_group(Html *h, int64_t n)
{
    if (n < 0)
        strbuf_char(h->out_, '-');
    uint64_t left = n < 0 ? (uint64_t)-(n + 1) + 1 : (uint64_t)n;
    char digits[32];
    size_t at = sizeof digits;
    for (int i = 0; i == 0 || left; i++, left /= 10) {
        if (i && i % 3 == 0)
            digits[--at] = ',';
        digits[--at] = (char)('0' + left % 10);
    }
    strbuf_add(h->out_, (Str){ digits + at, sizeof digits - at });
}
