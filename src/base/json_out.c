/* json_out.c -- see json_out.h. */
#include "base/json_out.h"

#include <stdio.h>

void json_quote(StrBuf *out, Str s)
{
    size_t clean = 0;       /* start of the run that needs no escape */

    strbuf_char(out, '"');
    for (size_t i = 0; i < s.len; i++) {
        unsigned char c = (unsigned char)s.ptr[i];
        if (c >= 0x20 && c != '"' && c != '\\')
            continue;
        strbuf_add(out, str_slice(s, clean, i));
        clean = i + 1;
        switch (c) {
        case '"':  strbuf_add(out, S("\\\"")); break;
        case '\\': strbuf_add(out, S("\\\\")); break;
        case '\n': strbuf_add(out, S("\\n")); break;
        case '\r': strbuf_add(out, S("\\r")); break;
        case '\t': strbuf_add(out, S("\\t")); break;
        default:   strbuf_printf(out, "\\u%04x", c);
        }
    }
    strbuf_add(out, str_slice(s, clean, s.len));
    strbuf_char(out, '"');
}

static void begin(JsonOut *j, const char *key)
{
    if (j->comma)
        strbuf_char(j->out, ',');
    if (key) {
        json_quote(j->out, str_of(key));
        strbuf_char(j->out, ':');
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

void json_double(JsonOut *j, const char *key, double value, int decimals)
{
    char digits[64];
    int len = snprintf(digits, sizeof digits, "%.*f", decimals, value);

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
