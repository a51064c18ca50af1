/* str.c -- comparisons and cuts over byte views; see str.h. */
#include "base/str.h"

int str_cmp(Str a, Str b)
{
    size_t common = a.len < b.len ? a.len : b.len;
    int order = common ? memcmp(a.ptr, b.ptr, common) : 0;

    if (order != 0)
        return order;
    return (a.len > b.len) - (a.len < b.len);
}

bool str_starts(Str s, Str prefix)
{
    return s.len >= prefix.len && (prefix.len == 0 || memcmp(s.ptr, prefix.ptr, prefix.len) == 0);
}

bool str_ends(Str s, Str suffix)
{
    return s.len >= suffix.len &&
           (suffix.len == 0 || memcmp(s.ptr + s.len - suffix.len, suffix.ptr, suffix.len) == 0);
}

size_t str_find(Str s, Str needle, size_t from)
{
    if (from > s.len || s.len - from < needle.len)
        return SIZE_MAX;
    if (needle.len == 0)
        return from;
    const char *hit = memmem(s.ptr + from, s.len - from, needle.ptr, needle.len);
    return hit ? (size_t)(hit - s.ptr) : SIZE_MAX;
}

static bool is_blank(char c)
{
    return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\f' || c == '\v';
}

Str str_trim(Str s)
{
    while (s.len > 0 && is_blank(s.ptr[0])) {
        s.ptr++;
        s.len--;
    }
    while (s.len > 0 && is_blank(s.ptr[s.len - 1]))
        s.len--;
    return s;
}

bool str_cut(Str *rest, char separator, Str *part)
{
    if (rest->ptr == NULL)
        return false;
    const char *at = rest->len ? memchr(rest->ptr, separator, rest->len) : NULL;
    if (at == NULL) {
        *part = *rest;
        *rest = STR_NONE;
        return true;
    }
    size_t len = (size_t)(at - rest->ptr);
    *part = (Str){ rest->ptr, len };
    *rest = (Str){ at + 1, rest->len - len - 1 };
    return true;
}

bool str_to_i64(Str s, int64_t *ret)
{
    bool negative = s.len > 0 && s.ptr[0] == '-';
    size_t i = negative || (s.len > 0 && s.ptr[0] == '+') ? 1 : 0;
    int64_t value = 0;

    if (i == s.len)
        return false;
    for (; i < s.len; i++) {
        int digit = s.ptr[i] - '0';
        if (digit < 0 || digit > 9 || __builtin_mul_overflow(value, 10, &value) ||
            __builtin_add_overflow(value, digit, &value))
            return false;
    }
    *ret = negative ? -value : value;
    return true;
}

bool str_to_double(Str s, double *ret)
{
    bool negative = s.len > 0 && s.ptr[0] == '-';
    double value = 0, scale = 1;
    bool fraction = false, digits = false;

    for (size_t i = negative ? 1 : 0; i < s.len; i++) {
        if (s.ptr[i] == '.' && !fraction) {
            fraction = true;
            continue;
        }
        if (s.ptr[i] < '0' || s.ptr[i] > '9')
            return false;
        value = value * 10 + (s.ptr[i] - '0');
        scale *= fraction ? 10 : 1;
        digits = true;
    }
    if (!digits)
        return false;
    *ret = (negative ? -value : value) / scale;
    return true;
}
