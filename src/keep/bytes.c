/* bytes.c -- see bytes.h. */
#include "keep/bytes.h"

#define FEWEST_PAIRS 8      /* of bytes, below which nothing is told */

static char lower_of(char c)
{
    return c >= 'A' && c <= 'Z' ? (char)(c + 32) : c;
}

size_t bytes_find_folded(Str s, Str lower, size_t from)
{
    for (size_t i = from; i + lower.len <= s.len; i++) {
        size_t k = 0;
        while (k < lower.len && lower_of(s.ptr[i + k]) == lower.ptr[k])
            k++;
        if (k == lower.len)
            return i;
    }
    return SIZE_MAX;
}

Str bytes_utf16(Str head)
{
    size_t odd = 0, even = 0, pairs = head.len / 2;

    for (size_t i = 0; i < pairs; i++) {
        even += head.ptr[2 * i] == 0 || head.ptr[2 * i] == 4;
        odd += head.ptr[2 * i + 1] == 0 || head.ptr[2 * i + 1] == 4;
    }
    if (pairs < FEWEST_PAIRS)
        return STR_NONE;
    if (odd * 10 > pairs * 8 && even * 10 < pairs * 3)
        return S("utf-16le");
    return even * 10 > pairs * 8 && odd * 10 < pairs * 3 ? S("utf-16be") : STR_NONE;
}
