/* token.h -- words, numbers and marks of a text, each looked up once.
 *
 * Hyphens and dashes without blanks around them are no tokens: they are a flag
 * on what follows ("26-year-old" is three tokens, two with TOKEN_HYPHEN). A
 * possessive 's (and 're 've 'll 'd 'm) is a token of its own. "27,000" and
 * "1.5" are one number.
 */
#ifndef READ_TOKEN_H
#define READ_TOKEN_H

#include "lang/fold.h"
#include "lang/words.h"
#include "model/span.h"

#define MARK_URL 0xE000u         /* the mark of a whole web address */

typedef enum TokenKind { TOKEN_WORD, TOKEN_NUMBER, TOKEN_MARK } TokenKind;

enum {
    TOKEN_CAPITAL  = 1,     /* begins with a capital letter */
    TOKEN_UPPER    = 2,     /* two or more letters, all capitals */
    TOKEN_CYRILLIC = 4,
    TOKEN_LATIN    = 8,     /* CYRILLIC and LATIN together: mixed script */
    TOKEN_SPACE    = 16,    /* white space before it */
    TOKEN_LINE     = 32,    /* first of its line */
    TOKEN_HYPHEN   = 64,    /* joined to the token before by a hyphen or dash */
    TOKEN_DECIMAL  = 128,   /* a number with a decimal fraction: value is in thousandths */
};

typedef struct Token {
    uint32_t start, end;    /* bytes of the text */
    uint64_t hash;          /* folded; for marks the code point */
    uint64_t classes;       /* CLASS_BITs of the word itself, in the languages of its paragraph */
    uint64_t phrase_classes;/* CLASS_BITs of the longest phrase that begins here */
    const Entry *entry;     /* NULL when the lexicon has none */
    const Entry *phrase;    /* entry of the longest phrase of two or more tokens, or NULL */
    int64_t  value;         /* TOKEN_NUMBER: its value, -1 when too large or no whole number; see DECIMAL */
    uint32_t mark; /* TOKEN_MARK: its code point, typographic quotes folded: '"' and '\'' stay as they are */
    uint16_t langs;         /* bit set of the languages active in its paragraph */
    uint8_t  kind;
    uint8_t  flags;
    uint8_t  phrase_len;    /* tokens in `phrase`; 0 none */
    uint8_t  function;      /* kind of function word (enum function_kind) plus one; 0 none */
    uint8_t  digits;        /* TOKEN_NUMBER: digits as written, so that "2022" and "05" are told apart */
} Token;

/* Bits of Tokens.bits beside those of classes. */
#define TOKEN_BIT_DIGITS  CLASS_BIT(CLASS_NONE)     /* a number in digits */
#define TOKEN_BIT_WORD    CLASS_BIT(62)
#define TOKEN_BIT_CAPITAL CLASS_BIT(63)             /* a word with TOKEN_CAPITAL */

typedef struct Tokens {
    const Lang *lang;
    Str         text;
    Token      *at;
    uint64_t   *bits;       /* of each token: classes of word and phrase and TOKEN_BITs, close together, so that a
                             * pass sees at little cost where it has nothing to do */
    size_t      count;
} Tokens;

/* Is the sense one of a language that is active where the token stands? */
static inline bool sense_speaks(const Sense *sense, const Token *token)
{
    return sense->lang == LANG_ANY || (token->langs >> sense->lang & 1);
}

/* Is the word written as the sense wants it: capitals, accents? */
static inline bool sense_written(const Tokens *t, const Token *token, const Sense *sense)
{
    if (sense->flags == 0)
        return true;
    if ((sense->flags & SENSE_CAPITAL) && !(token->flags & (TOKEN_CAPITAL | TOKEN_UPPER)))
        return false;
    if ((sense->flags & SENSE_UPPER) && !(token->flags & TOKEN_UPPER))
        return false;
    return !(sense->flags & SENSE_EXACT) ||
           fold_marks(str_slice(t->text, token->start, token->end)) == sense->flags >> SENSE_MARKS;
}

/* The first sense of this class that is active for `token` in `entry`; NULL none. */
const Row *sense_row(const Tokens *t, const Token *token, const Entry *entry, WordClass class_);

static inline Str token_text(const Tokens *t, size_t i)
{
    return str_slice(t->text, t->at[i].start, t->at[i].end);
}

static inline bool token_is(const Tokens *t, size_t i, WordClass class_)
{
    return i < t->count && (t->at[i].classes & CLASS_BIT(class_));
}

/* The first active sense of this class: of the word, or of the phrase that begins
 * at token i. NULL none. Most words have none: the bit set says so at once. */
static inline const Row *token_row(const Tokens *t, size_t i, WordClass class_)
{
    return token_is(t, i, class_) ? sense_row(t, &t->at[i], t->at[i].entry, class_) : NULL;
}

static inline const Row *phrase_row(const Tokens *t, size_t i, WordClass class_)
{
    return i < t->count && (t->at[i].phrase_classes & CLASS_BIT(class_))
               ? sense_row(t, &t->at[i], t->at[i].phrase, class_) : NULL;
}

/* Longest match at i in this class: a phrase before the word alone. *len gets the number of tokens. */
static inline const Row *match_row(const Tokens *t, size_t i, WordClass class_, size_t *len)
{
    const Row *row = phrase_row(t, i, class_);

    if (row) {
        *len = t->at[i].phrase_len;
        return row;
    }
    row = token_row(t, i, class_);
    if (row)
        *len = 1;
    return row;
}

static inline bool token_mark(const Tokens *t, size_t i, uint32_t mark)
{
    return i < t->count && t->at[i].kind == TOKEN_MARK && t->at[i].mark == mark;
}

#endif
