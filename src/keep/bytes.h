/* bytes.h -- what can be told from bytes before their charset is known. Private to keep/. */
#ifndef KEEP_BYTES_H
#define KEEP_BYTES_H

#include "base/str.h"

/* Offset of `lower` (ASCII small letters) at or after `from`, in any letters' case, or SIZE_MAX. */
size_t bytes_find_folded(Str s, Str lower, size_t from);

/* UTF-16 without a mark: every second byte is zero (Latin) or four (Cyrillic). "utf-16le", "utf-16be"
 * or STR_NONE. */
Str bytes_utf16(Str head);

#endif
