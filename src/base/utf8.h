/* utf8.h -- UTF-8 in and out, strict as in Unicode table 3-7. */
#ifndef BASE_UTF8_H
#define BASE_UTF8_H

#include "base/str.h"

#define UTF8_REPLACEMENT 0xFFFDu

/* Offset of the first byte that does not belong to valid UTF-8, or s.len. */
size_t utf8_valid(Str s);

/* Decode one code point of *valid* UTF-8 at byte `at` (< s.len); its byte
 * length goes to *len. Invalid bytes give UTF8_REPLACEMENT and length 1. */
uint32_t utf8_get(Str s, size_t at, size_t *len);

/* Encode; returns 1..4 bytes written. */
size_t utf8_put(uint32_t code_point, char bytes[4]);

/* First byte of the code point that ends just before byte `at` (> 0). */
size_t utf8_before(Str s, size_t at);

#endif
