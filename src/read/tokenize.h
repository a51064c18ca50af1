/* tokenize.h -- making tokens: the half of token.h that only read.c needs. */
#ifndef READ_TOKENIZE_H
#define READ_TOKENIZE_H

#include "base/vec.h"
#include "read/token.h"

typedef VEC(Token) TokenVec;

/* Cut the text into tokens and look each up. Classes stay empty. */
void tokenize(const Lang *lang, Arena *arena, Str text, TokenVec *ret);

/* Give tokens first..last their classes and phrases in these languages (a bit
 * set). `script` is the paragraph's (TOKEN_LATIN, TOKEN_CYRILLIC or 0): a word in
 * another script is looked up in every language. */
void classify(Tokens *t, size_t first, size_t last, uint16_t langs, uint8_t script);

#endif
