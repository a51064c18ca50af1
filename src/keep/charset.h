/* charset.h -- which charset a text is in, and the text in UTF-8.
 *
 * In this order: byte order mark, the page's own meta tag, validity as UTF-8,
 * the pattern of NULs (UTF-16 without a mark), uchardet. Cyrillic one-byte
 * charsets are then weighed again by the words they give, since uchardet calls
 * KOI8-U KOI8-R and takes short Ukrainian texts for Western ones.
 */
#ifndef KEEP_CHARSET_H
#define KEEP_CHARSET_H

#include "base/err.h"
#include "model/block.h"

typedef struct Charset {
    Str    name;        /* lower case: "utf-8", "utf-16le", "windows-1251", "koi8-u" ... */
    size_t mark;        /* bytes of the byte order mark, 0 when there is none */
    bool   certain;     /* told by mark or tag, or valid UTF-8; else guessed */
} Charset;

/* What the bytes themselves say. `html`: look for a meta tag. */
Charset charset_find(Str bytes, bool html);

/* The charset a page names in a meta tag or XML declaration, or STR_NONE. */
Str charset_of_meta(Str bytes);

/* Text in UTF-8 from a charset that charset_find named, converted in the box.
 * fails ERR_BAD_INPUT  charset unknown, or the bytes are none of it */
Status charset_convert(Arena *arena, Str bytes, Charset from, Str *ret, Error *err);

/* UTF-8 with each invalid byte replaced in place by '?': offsets stay. *ret is `bytes`
 * itself when all is well. Each run of such bytes becomes a note (20 at most, then a sum). */
typedef struct Repaired {
    Str    text;
    Note  *notes;
    size_t note_count;
} Repaired;

Repaired utf8_repair(Arena *arena, Str bytes);

#endif
