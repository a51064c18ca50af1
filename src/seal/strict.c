/* strict.c -- see strict.h. */
#include "seal/strict.h"

bool strict_line(Str *rest, Str *line)
{
    size_t end = str_find(*rest, S("\n"), 0);

    if (end == SIZE_MAX)
        return false;
    *line = str_slice(*rest, 0, end);
    *rest = str_slice(*rest, end + 1, rest->len);
    return true;
}

bool strict_field(Str *rest, Str key, Str *value)
{
    Str after = *rest, line;

    if (!strict_line(&after, &line) || !str_starts(line, key) || line.len <= key.len ||
        line.ptr[key.len] != ' ')
        return false;
    *rest = after;
    *value = str_slice(line, key.len + 1, line.len);
    return true;
}

bool strict_u64(Str text, uint64_t *ret)
{
    uint64_t n = 0;

    if (text.len == 0 || (text.ptr[0] == '0' && text.len > 1))
        return false;
    for (size_t i = 0; i < text.len; i++) {
        if (text.ptr[i] < '0' || text.ptr[i] > '9' || __builtin_mul_overflow(n, 10u, &n) ||
            __builtin_add_overflow(n, (uint64_t)(text.ptr[i] - '0'), &n))
            return false;
    }
    *ret = n;
    return true;
}

static int base64_value(char c)
{
    if (c >= 'A' && c <= 'Z')
        return c - 'A';
    if (c >= 'a' && c <= 'z')
        return c - 'a' + 26;
    if (c >= '0' && c <= '9')
        return c - '0' + 52;
    return c == '+' ? 62 : c == '/' ? 63 : -1;
}

bool strict_base64(Str text, uint8_t *out, size_t size)
{
    size_t digits = (size * 8 + 5) / 6;
    uint32_t bits = 0;
    unsigned held = 0;
    size_t written = 0;

    if (text.len != (size + 2) / 3 * 4)
        return false;
    for (size_t i = 0; i < text.len; i++) {
        int value = i < digits ? base64_value(text.ptr[i]) : text.ptr[i] == '=' ? 0 : -1;
        if (value < 0)
            return false;
        bits = bits << 6 | (uint32_t)value;
        held += 6;
        if (held >= 8 && written < size) {
            held -= 8;
            out[written++] = (uint8_t)(bits >> held);
            bits &= (1u << held) - 1;
        }
    }
    return bits == 0;       /* bits that no byte holds must be zero */
}
