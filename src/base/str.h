/* str.h -- a view of bytes: pointer and length, passed by value.
 *
 * The bytes belong to somebody else (an arena, a mapped file, a literal). NUL
 * is a byte like any other. Nothing here allocates or knows a locale.
 */
#ifndef BASE_STR_H
#define BASE_STR_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

typedef struct Str {
    const char *ptr;
    size_t      len;    /* bytes */
} Str;

#define S(literal)      ((Str){ "" literal "", sizeof(literal) - 1 })
#define STR_FMT         "%.*s"
#define STR_ARG(s)      (int)(s).len, (s).ptr
#define STR_NONE        ((Str){ NULL, 0 })

static inline Str str_of(const char *zero_terminated)
{
    return (Str){ zero_terminated, zero_terminated ? strlen(zero_terminated) : 0 };
}

/* Bytes start (inclusive) to end (exclusive); both are clamped to the view. */
static inline Str str_slice(Str s, size_t start, size_t end)
{
    if (end > s.len)
        end = s.len;
    if (start > end)
        start = end;
    return (Str){ start ? s.ptr + start : s.ptr, end - start };     /* NULL + 0 is undefined */
}

static inline bool str_eq(Str a, Str b)
{
    return a.len == b.len && (a.len == 0 || memcmp(a.ptr, b.ptr, a.len) == 0);
}

/* Order by bytes, a shorter prefix first: < 0, 0 or > 0. */
int str_cmp(Str a, Str b);

bool str_starts(Str s, Str prefix);
bool str_ends(Str s, Str suffix);

/* Offset of the first `needle` at or after byte `from`, or SIZE_MAX. */
size_t str_find(Str s, Str needle, size_t from);

/* Without ASCII white space at both ends. */
Str str_trim(Str s);

/* Cut the part before the first `separator` off *rest and return it; the whole
 * of *rest when there is none. Returns false when *rest is exhausted. */
bool str_cut(Str *rest, char separator, Str *part);

/* Whole decimal number, optionally signed; false when `s` is anything else. */
bool str_to_i64(Str s, int64_t *ret);

/* Decimal number with an optional fraction, no exponent; locale-free. */
bool str_to_double(Str s, double *ret);

#endif
