/* answer.h -- what a parser in its box hands back: the text of an original, its blocks, what the file
 * says about itself.
 *
 * Written inside the box, read outside by somebody who trusts none of it: every length, offset and
 * string is checked, and an answer that makes no sense is refused whole.
 */
#ifndef KEEP_ANSWER_H
#define KEEP_ANSWER_H

#include "base/arena.h"
#include "base/strbuf.h"
#include "model/block.h"

#define ANSWER_SHORT 2000       /* bytes of a title, name, address or note that are kept */

typedef struct AnswerFact {     /* EXIF, a producer, a digest ...: for the record, never guessed */
    Str key, value;             /* key as seal/record.h wants it */
} AnswerFact;

/* Pictures hold text that only a machine's guess can read: not asked yet, or what the answer's text is. */
typedef enum AnswerOcr { OCR_NONE, OCR_WANTED, OCR_DONE } AnswerOcr;

typedef struct Answer {
    Str         text;           /* valid UTF-8 */
    Block      *blocks;         /* in order of the text; origins are bytes of the original, or SPAN_NONE */
    size_t      block_count;
    Str         title, language;
    Given       page;           /* what the file says of itself; received_from is not handed over */
    Note       *notes;          /* spans of the text, or SPAN_NONE */
    size_t      note_count;
    AnswerFact *facts;
    size_t      fact_count;
    AnswerOcr   ocr;
    Str         parser;         /* "pdf/1 poppler 22.12.0"; STR_NONE: the caller knows */
} Answer;

void answer_write(StrBuf *out, const Answer *a);

/* Copies everything into the arena. `original` is the size of what was parsed, in bytes: block origins beyond
 * it become SPAN_NONE. False when the bytes are no answer. */
bool answer_read(Arena *arena, Str bytes, uint64_t original, Answer *ret);

#endif
