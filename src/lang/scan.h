/* scan.h -- the words of a text, one by one, with the hash of their folded form.
 *
 * For comparing texts with one another (copies, names, shared words), where the
 * full tokenizer with its lexicon is not needed. A word is letters and digits;
 * an apostrophe inside belongs to it and vanishes in the hash.
 */
#ifndef LANG_SCAN_H
#define LANG_SCAN_H

#include "base/utf8.h"
#include "lang/fold.h"
#include "model/span.h"

typedef struct ScanWord {
    Span     span;
    uint64_t hash;      /* fold_hash of it */
    uint8_t  letters;   /* code points, at most 255 */
    bool     capital;   /* begins with a capital letter */
    bool     digit;     /* holds a digit */
} ScanWord;

static inline bool scan_digit(uint32_t c)
{
    return c >= '0' && c <= '9';
}

/* The next word at or after byte *at, which then moves behind it; false at the end. */
static inline bool scan_word(Str text, size_t *at, ScanWord *ret)
{
    size_t i = *at, len;
    uint32_t c = 0;

    for (; i < text.len; i += len) {
        c = utf8_get(text, i, &len);
        if (is_letter(c) || scan_digit(c))
            break;
    }
    if (i >= text.len) {
        *at = text.len;
        return false;
    }
    ScanWord w = { .span = { (uint32_t)i, (uint32_t)i }, .capital = is_upper(c) };
    uint64_t hash = FOLD_SEED;
    for (; i < text.len; i += len) {
        c = utf8_get(text, i, &len);
        if (!is_letter(c) && !scan_digit(c) && !is_apostrophe(c))
            break;
        uint32_t folded = fold_char(c);
        if (folded)
            hash = fold_step(hash, folded);
        w.digit |= scan_digit(c);
        w.letters = (uint8_t)(w.letters < 255 ? w.letters + 1 : 255);
        if (!is_apostrophe(c))
            w.span.end = (uint32_t)(i + len);
    }
    w.hash = fold_end(hash);
    *at = i;
    *ret = w;
    return true;
}

#endif
