/* words.h -- a document's text as TRACE compares it: folded words and sentences. */
#ifndef TRACE_WORDS_H
#define TRACE_WORDS_H

#include "model/reading.h"

/* A word of a document's text, boilerplate left out. */
typedef struct TextWord {
    uint64_t hash;
    uint8_t  letters;
    bool     capital, digit;    /* capital: and not the first of its sentence */
} TextWord;

typedef struct Sentence {
    uint64_t hash;          /* of its words in order */
    uint32_t first, last;   /* words, half open */
    Span     span;
    int32_t  segment;
} Sentence;

typedef struct Text {
    TextWord *words;
    uint32_t  word_count;
    Sentence *sentences;
    uint32_t  sentence_count;
    uint64_t  whole;        /* hash of all words in order; 0 for no words */
    uint64_t  language;     /* hash of its code; 0 not known */
} Text;

/* The text's arrays live in `arena`; `scratch` is left as it was. */
void text_make(Arena *arena, Arena *scratch, const Reading *r, Text *ret);

#endif
