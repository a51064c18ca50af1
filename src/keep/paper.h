/* paper.h -- what a parser writes on: blocks of text one after the other, notes, facts; then the answer.
 *
 * White space at the ends of a block is dropped, invalid UTF-8 and control characters are made harmless,
 * blocks without a letter vanish. For parsers inside the box.
 */
#ifndef KEEP_PAPER_H
#define KEEP_PAPER_H

#include "base/vec.h"
#include "keep/answer.h"

#define PAPER_NOTES_MAX 50      /* of one code; the rest are summed up */

typedef struct PaperSum {
    const char *code;
    size_t      count;
} PaperSum;

typedef struct Paper {
    Arena           *arena;
    StrBuf           text;
    VEC(Block)       blocks;
    VEC(Note)        notes;
    VEC(AnswerFact)  facts;
    VEC(PaperSum)    sums;
    bool             full;      /* the text would have gone over PAPER_TEXT_MAX: the rest was dropped */
} Paper;

#define PAPER_TEXT_MAX ((size_t)256 << 20)

/* Append a block of that text; span is filled in. Returns its index, or SIZE_MAX when nothing was left of it. */
size_t paper_block(Paper *p, Str text, Block like);

/* A note about [start, end) of the text so far, or SPAN_NONE. */
void paper_note(Paper *p, const char *code, Span span, Str text);

/* Nothing for an empty value; white space and control characters in it become one blank. */
void paper_fact(Paper *p, const char *key, Str value);

/* Writes the answer: `a` gives title, page, parser and ocr; text, blocks, notes and facts are the paper's. Its text is still to be freed. */
void paper_answer(Paper *p, Answer a, StrBuf *out);

/* What a file calls its title is one when its first page says the same; else it is a fact ("Microsoft Word -
 * final3.doc"). Returns the title or STR_NONE. */
Str paper_title(Paper *p, Str title);

/* The text with every run of blanks drawn into one. */
Str paper_line(Arena *arena, Str text);

#endif
