/* extract.h -- from an original's bytes to the text and blocks that READ gets.
 *
 * Whatever a parser is needed for (HTML, other charsets) happens in guard's box;
 * here only byte patterns are looked at. Needs no case: `dokaz read FILE` too.
 */
#ifndef KEEP_EXTRACT_H
#define KEEP_EXTRACT_H

#include "base/err.h"
#include "keep/answer.h"
#include "keep/worker.h"
#include "model/block.h"

#define TEXT_LIMIT ((uint64_t)256 << 20)    /* bytes of a text that is read; larger ones are sealed, unread */

typedef struct ExtractAsk {
    Str   document;     /* 64 hex digits of the original's SHA-256, or HASH/PART; STR_NONE: computed */
    Str   path;
    Str   media_type;   /* STR_NONE: sniffed from bytes and path */
    Str   language;     /* told by the user, or STR_NONE */
    Given given;        /* row of the sources table, or { 0 } */
    Str   title;        /* told by what it lies in, or STR_NONE */
    Str   sha256;       /* of the bytes, 64 hex digits; STR_NONE: `document` begins with it */
    const struct Mail *mail;    /* a message that was read already, or NULL */
    Workers *workers;   /* NULL: a process is started for each file */
    bool  no_ocr;       /* do not look for text in pictures */
    Str   layer;        /* an answer that an earlier run kept (Extract.layer), or STR_NONE */
} ExtractAsk;

/* A stretch of the text and where in the original it came from. */
typedef struct TextMap {
    Span    text, origin;   /* bytes of the original; SPAN_NONE where only the page is known */
    int32_t page;           /* from 1; 0 when there are none */
    int32_t confidence;     /* as Block */
} TextMap;

typedef struct Extract {
    ReadInput input;        /* what read_document takes; lives in the arena and in `bytes` */
    bool      own_offsets;  /* text offsets are bytes of the original */
    bool      own_bytes;    /* the text is the original, byte for byte */
    Str       charset;      /* "utf-8", "windows-1251" ... of the original */
    TextMap  *maps;         /* in order of the text; none when own_offsets */
    size_t    map_count;
    const AnswerFact *facts;        /* what the file says of itself: for the record */
    size_t    fact_count;
    Str       parser;       /* "plain/1", "html/1 libxml2 2.9.14" ...: for the record */
    Str       box;          /* what kept the parsers in (box_strength); STR_NONE: none was needed */
    Str       layer;        /* what a machine recognised, to be kept with the parser's name: it need not be done again */
} Extract;

/* fails ERR_BAD_INPUT  no text could be had; err->text is the reason for the `unread` note:
 *                      "PDF is not read yet", "over the limit of 256 MiB for texts" ...
 *       ERR_IO         no box could be made */
Status keep_extract(Arena *arena, Str bytes, const ExtractAsk *ask, Extract *ret, Error *err);

/* All bytes of a file, or of standard input for "-"; ERR_BAD_INPUT over TEXT_LIMIT. */
Status keep_read_file(Arena *arena, const char *path, Str *ret, Error *err);

#endif
