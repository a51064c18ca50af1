/* block.h -- what KEEP hands to READ: the text of an original, its pieces, and
 * what the file itself or the sources table says about it.
 *
 * For text/plain and Markdown the text is the file's own bytes and there are
 * no blocks; READ finds the lines. For HTML the text is extracted: blocks
 * cover it in order, one a block element, separated by one newline.
 */
#ifndef MODEL_BLOCK_H
#define MODEL_BLOCK_H

#include "model/reading.h"

typedef enum BlockKind {
    BLOCK_PARAGRAPH, BLOCK_TITLE, BLOCK_HEADING, BLOCK_LIST_ITEM, BLOCK_CAPTION, BLOCK_TABLE_ROW, BLOCK_QUOTE,
    BLOCK_FOOTNOTE, BLOCK_BYLINE,
    /* of a list of works whose file says which is which: an entry begins with its title */
    BLOCK_WORK_TITLE, BLOCK_WORK_AUTHOR, BLOCK_WORK_DATE, BLOCK_WORK_LANGUAGE, BLOCK_WORK_NOTE,
} BlockKind;

typedef struct Block {
    Span      span;         /* in the extracted text */
    BlockKind kind;
    bool      boilerplate;  /* stands inside nav, header, footer, aside, form, dialog, or a list of links */
    int32_t   link_chars;   /* bytes of the block that stand inside links */
    int32_t   number;       /* of a heading its rank 1..6, of a footnote its number; 0 unknown */
    int32_t   page;         /* of the original, from 1; 0 when it has none */
    int32_t   confidence;   /* 1..100, of a machine that recognised the words in a picture; 0: written as text */
    Span      origin;       /* bytes of the original it came from, SPAN_NONE when unknown */
} Block;

/* One row of the --sources table, or metadata in the page; all may be STR_NONE. */
typedef struct Given {
    Str    publisher;
    Str   *authors;
    size_t author_count;
    Str    url;
    Str    published;       /* EDTF */
    Str    received_from;
} Given;

typedef struct ReadInput {
    Str          document;      /* 64 hex digits, or HASH/PART */
    Str          sha256;        /* of the bytes; STR_NONE: `document` is it */
    Str          path;
    Str          media_type;
    uint64_t     bytes;         /* size of the original */
    Str          text;
    const Block *blocks;
    size_t       block_count;
    Str          title;         /* from metadata of the page, or STR_NONE */
    Str          language;      /* told by the user, or STR_NONE */
    Str          page_language; /* told by the page, which may be its template's: believed unless the words say other */
    Given        given;         /* the user's table: wins over the page */
    Given        page;          /* metadata of the page itself */
    const Note  *notes;         /* found while the text was extracted, and what the page says of itself that is not used */
    size_t       note_count;
} ReadInput;

#endif
