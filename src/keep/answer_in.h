/* answer_in.h -- numbers and strings of an answer, in and out. Private to keep/. */
#ifndef KEEP_ANSWER_IN_H
#define KEEP_ANSWER_IN_H

#include "keep/answer.h"

void answer_put_u32(StrBuf *b, uint32_t n);
void answer_put_u64(StrBuf *b, uint64_t n);
void answer_put_str(StrBuf *b, Str s);
void answer_put_short(StrBuf *b, Str s);       /* ANSWER_SHORT bytes of it at most, whole letters */
void answer_put_facts(StrBuf *b, const AnswerFact *facts, size_t count);

typedef struct AnswerReader {
    Arena *arena;
    Str    rest;
    bool   bad;         /* once true, all that follows is empty */
} AnswerReader;

uint32_t answer_get_u32(AnswerReader *r);
uint64_t answer_get_u64(AnswerReader *r);
Str      answer_get_bytes(AnswerReader *r);    /* any bytes; a view of the answer */
Str      answer_get_str(AnswerReader *r);      /* valid UTF-8, copied; STR_NONE when empty */

/* How many follow, each of at least four bytes: a lie cannot make us reserve more than was sent. */
size_t answer_get_count(AnswerReader *r);
AnswerFact *answer_get_facts(AnswerReader *r, size_t *count);

#endif
