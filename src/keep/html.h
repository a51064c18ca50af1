/* html.h -- a saved page to text, blocks and what the page says about itself.
 *
 * The parser is libxml2's, fed with UTF-8, inside guard's box. One block a block
 * element; scripts, styles and comments are dropped, white space collapsed. A block
 * is boilerplate when it stands outside the element that holds the text, or inside it
 * in navigation, a form, comments (by element, role, class or id: data/html/boilerplate.tsv)
 * or in rows that only lead to other pages.
 */
#ifndef KEEP_HTML_H
#define KEEP_HTML_H

#include "base/err.h"
#include "keep/worker.h"
#include "model/block.h"

typedef struct HtmlPage {
    Str    text;
    Block *blocks;
    size_t block_count;
    Str    title, language;
    Given  page;
    Note  *notes;       /* what the page says of itself that disagrees, or is kept beside */
    size_t note_count;
} HtmlPage;

/* in    workers  may be NULL
 *       utf8     valid UTF-8; each block gets the span of it that it came from
 * fails ERR_BAD_INPUT  the parser gave up, crashed or took too long; the text says which
 *       ERR_IO         no box could be made */
Status html_extract(Arena *arena, Workers *workers, Str utf8, HtmlPage *ret, Error *err);

/* Name and version of the parser, for records. */
Str html_parser(void);

#endif
