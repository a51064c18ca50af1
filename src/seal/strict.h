/* strict.h -- small readers with one accepted spelling: lines, decimals, base64 of a known size.
 *
 * What is signed or hashed must not have two ways to be written.
 */
#ifndef SEAL_STRICT_H
#define SEAL_STRICT_H

#include "base/str.h"

/* Cut the next line, which must end in LF, off *rest; the line is without it. */
bool strict_line(Str *rest, Str *line);

/* Like strict_line, and the line starts with `key` and a space, which are cut off too. On false
 * *rest is as before. */
bool strict_field(Str *rest, Str key, Str *value);

/* Decimal without sign and without leading zeros. */
bool strict_u64(Str text, uint64_t *ret);

/* Standard base64 with padding of exactly `size` bytes. */
bool strict_base64(Str text, uint8_t *out, size_t size);

#endif
