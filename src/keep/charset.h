/* charset.h -- which charset a text is in, the text in UTF-8, and the way back to its bytes.
 *
 * In this order: byte order mark, the pattern of NULs (UTF-16 without a mark),
 * validity as UTF-8, the page's own meta tag, uchardet. Cyrillic one-byte
 * charsets are weighed by the words they give, against a tag and against
 * uchardet: servers put wrong tags on right pages, uchardet calls KOI8-U KOI8-R
 * and takes short Ukrainian texts for Western ones. What was decided, and why, is a note.
 */
#ifndef KEEP_CHARSET_H
#define KEEP_CHARSET_H

#include "base/err.h"
#include "keep/worker.h"
#include "model/block.h"

typedef enum CharsetHow {
    CHARSET_MARK,       /* a byte order mark */
    CHARSET_VALID,      /* valid UTF-8 (or nearly) */
    CHARSET_TOLD,       /* the page's own tag */
    CHARSET_ZEROS,      /* every other byte is that of UTF-16 */
    CHARSET_WORDS,      /* it gives Cyrillic words, and the others do not */
    CHARSET_PATTERN,    /* uchardet's guess, or the commonest Western charset */
} CharsetHow;

typedef struct Charset {
    Str    name;        /* lower case: "utf-8", "utf-16le", "windows-1251", "koi8-u" ... */
    size_t mark;        /* bytes of the byte order mark, 0 when there is none */
    bool   certain;     /* told by mark or tag, or valid UTF-8; else guessed */
    CharsetHow how;
    Str    told;        /* what the page's tag says, in the page's own letters; STR_NONE without one */
} Charset;

/* What the bytes themselves say. `html`: look for a meta tag. `workers` may be NULL. */
Charset charset_find(Workers *workers, Str bytes, bool html);

/* The charset a page names in a meta tag or XML declaration, or STR_NONE. */
Str charset_of_meta(Str bytes);

/* Text in UTF-8 from a charset that charset_find named, converted in the box.
 * fails ERR_BAD_INPUT  charset unknown, or the bytes are none of it */
Status charset_convert(Arena *arena, Workers *workers, Str bytes, Charset from, Str *ret, Error *err);

/* A sentence for a person about a choice that is not plain: a guess, or a tag that the bytes
 * contradict. STR_NONE when there is nothing to say; *code gets the note's code. */
Str charset_why(Arena *arena, Charset c, Str *code);

/* Spans of the text in UTF-8 into spans of the original's bytes, in place; they are in order of
 * their start. Exact for charsets of one byte a letter and UTF-16, else widened to whole lines. */
void charset_origins(Str bytes, Str utf8, Charset from, Span *spans, size_t count);

/* UTF-8 with each invalid byte replaced in place by '?': offsets stay. *ret is `bytes`
 * itself when all is well. Each run of such bytes becomes a note (20 at most, then a sum). */
typedef struct Repaired {
    Str    text;
    Note  *notes;
    size_t note_count;
} Repaired;

Repaired utf8_repair(Arena *arena, Str bytes);

#endif
