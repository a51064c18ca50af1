/* strbuf.h -- text being built: grows on the heap, owned by its maker.
 *
 * Only low-level helpers: it knows no file, no case, no HTML.
 */
#ifndef BASE_STRBUF_H
#define BASE_STRBUF_H

#include "base/str.h"

typedef struct StrBuf {
    char  *ptr;         /* always NUL-terminated once something was added */
    size_t len, room;
} StrBuf;

void strbuf_add(StrBuf *b, Str s);
void strbuf_char(StrBuf *b, char c);
void strbuf_i64(StrBuf *b, int64_t n);
void strbuf_printf(StrBuf *b, const char *format, ...) __attribute__((format(printf, 2, 3), nonnull(2)));
void strbuf_reserve(StrBuf *b, size_t more);
void strbuf_clear(StrBuf *b);               /* empties, keeps the memory */
void strbuf_finish(StrBuf *b);              /* frees */

static inline Str strbuf_str(const StrBuf *b)
{
    return (Str){ b->ptr ? b->ptr : "", b->len };
}

/* Code point as UTF-8. */
void strbuf_utf8(StrBuf *b, uint32_t code_point);

#endif
