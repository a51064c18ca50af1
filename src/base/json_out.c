/* json_out.c -- see json_out.h. */
#include "base/json_out.h"

#include <stdio.h>

/* Bytes that cannot stand in a JSON text as they are. */
static const bool escaped[256] = {
    [0 ... 0x1F] = true, ['"'] = true, ['\\'] = true,
};

static void add_escaped(StrBuf *out, unsigned char c)
{
    switch (c) {
    case '"':  strbuf_add(out, S("\\\"")); break;
    case '\\': strbuf_add(out, S("\\\\")); break;
    case '\n': strbuf_add(out, S("\\n")); break;
    case '\r': strbuf_add(out, S("\\r")); break;
    case '\t': strbuf_add(out, S("\\t")); break;
    default:   strbuf_printf(out, "\\u%04x", c);
    }
}

void json_quote(StrBuf *out, Str s)
{
    size_t clean = 0;       /* start of the run that needs no escape */

    strbuf_reserve(out, s.len + 2);
    strbuf_char(out, '"');
    for (size_t i = 0; i < s.len; i++) {
        if (!escaped[(unsigned char)s.ptr[i]])
            continue;
        strbuf_add(out, str_slice(s, clean, i));
        clean = i + 1;
        add_escaped(out, (unsigned char)s.ptr[i]);
    }
    strbuf_add(out, str_slice(s, clean, s.len));
    strbuf_char(out, '"');
}

/* Keys are the program's own words: nothing in them needs an escape. */
static void begin(JsonOut *j, const char *key)
{
    if (j->comma)
        strbuf_char(j->out, ',');
    if (key) {
        size_t len = strlen(key);
        strbuf_reserve(j->out, len + 3);
        char *to = j->out->ptr + j->out->len;
        to[0] = '"';
        memcpy(to + 1, key, len);
        memcpy(to + 1 + len, "\":", 3);
        j->out->len += len + 3;
    }
    j->comma = true;
}

void json_object(JsonOut *j, const char *key)
{
    begin(j, key);
    strbuf_char(j->out, '{');
    j->comma = false;
}

void json_object_end(JsonOut *j)
{
    strbuf_char(j->out, '}');
    j->comma = true;
}

void json_array(JsonOut *j, const char *key)
{
    begin(j, key);
    strbuf_char(j->out, '[');
    j->comma = false;
}

void json_array_end(JsonOut *j)
{
    strbuf_char(j->out, ']');
    j->comma = true;
}

void json_str(JsonOut *j, const char *key, Str value)
{
    if (value.ptr == NULL) {
        json_null(j, key);
        return;
    }
    begin(j, key);
    json_quote(j->out, value);
}

void json_text(JsonOut *j, const char *key, const char *value)
{
    json_str(j, key, value ? str_of(value) : STR_NONE);
}

void json_i64(JsonOut *j, const char *key, int64_t value)
{
    begin(j, key);
    strbuf_i64(j->out, value);
}

/* printf's digits for everyday numbers (coordinates by the thousand) without its arithmetic of
 * arbitrary length. False where rounding could go either way, and for all else. */
static bool write_digits(double value, int decimals, char out[64], int *len)
{
    double scaled = value < 0 ? -value : value;
    char reversed[32];
    int n = 0, at = 0;

    if (decimals < 0 || decimals > 9 || !(scaled < 1e6))
        return false;
    for (int i = 0; i < decimals; i++)
        scaled *= 10;
    uint64_t whole = (uint64_t)scaled;
    double rest = scaled - (double)whole;
    if (rest > 0.499 && rest < 0.501)
        return false;
    whole += rest > 0.5;
    for (; whole || n <= decimals; whole /= 10)
        reversed[n++] = (char)('0' + whole % 10);
    if (value < 0)
        out[at++] = '-';
    while (n > 0) {
        if (n == decimals)
            out[at++] = '.';
        out[at++] = reversed[--n];
    }
    *len = at;
    return true;
}

void json_double(JsonOut *j, const char *key, double value, int decimals)
{
    char digits[64];
    int len;

    if (!write_digits(value, decimals, digits, &len))
        len = snprintf(digits, sizeof digits, "%.*f", decimals, value);
    while (decimals > 0 && len > 1 && digits[len - 1] == '0')
        len--;
    if (len > 1 && digits[len - 1] == '.')
        len--;
    begin(j, key);
    strbuf_add(j->out, (Str){ digits, (size_t)len });
}

void json_bool(JsonOut *j, const char *key, bool value)
{
    begin(j, key);
    strbuf_add(j->out, value ? S("true") : S("false"));
}

void json_null(JsonOut *j, const char *key)
{
    begin(j, key);
    strbuf_add(j->out, S("null"));
}

void json_line_end(JsonOut *j)
{
    strbuf_char(j->out, '\n');
    j->comma = false;
}
