/* fold.h -- the folded form of a word: case, diacritics and apostrophes gone.
 *
 * Two spellings that fold alike are one word to the lexicon. The hash of a
 * folded word is built letter by letter, so that the tokenizer needs no copy;
 * a phrase joins the hashes of its words in order.
 */
#ifndef LANG_FOLD_H
#define LANG_FOLD_H

#include "base/str.h"

/* Lower case without diacritics (Latin), small letter (Cyrillic, Greek); 0 for
 * apostrophes and combining marks, which vanish. */
uint32_t fold_char(uint32_t code_point);

#define FOLD_SEED 0x9E3779B97F4A7C15ull

static inline uint64_t fold_step(uint64_t hash, uint32_t folded)
{
    return (hash ^ folded) * 0xFF51AFD7ED558CCDull;
}

static inline uint64_t fold_end(uint64_t hash)
{
    return hash ^ hash >> 32;
}

/* Join the hash of the next word to that of the words before. */
static inline uint64_t fold_join(uint64_t before, uint64_t word)
{
    uint64_t h = (before + 0x632BE59BD9B4E019ull) * 0x9FB21C651E98DF25ull ^ word;
    return h ^ h >> 31;
}

/* Hash of one word's folded form (all its letters and digits; apostrophes vanish). */
uint64_t fold_hash(Str word);

/* The folded form itself; `out` has room for word.len + 4 bytes. Returns its length. */
size_t fold_word(Str word, char *out);

/* Which letters of a Latin word carry a mark that folding takes away: bit i for
 * the letter i (counted in a circle of FOLD_MARKS). with an accent on its third letter 4, without one 0. */
#define FOLD_MARKS 12
uint16_t fold_marks(Str word);

/* Cut a word with apostrophes at its clitics: "Kharkiv's" -> Kharkiv, 's;
 * "l'Ukraine" -> l', Ukraine; "dell'ospedale" -> dell', ospedale. Parts cover the word; returns 1 to 3. */
size_t fold_clitics(Str word, Str parts[3]);

/* Hashes of the words of a phrase as the tokenizer would cut them (blanks and
 * hyphens part, full stops vanish); returns how many, at most `max`. */
size_t fold_phrase(Str phrase, uint64_t *hashes, size_t max);

bool is_letter(uint32_t code_point);
bool is_upper(uint32_t code_point);
bool is_apostrophe(uint32_t code_point);
bool is_cyrillic(uint32_t code_point);

#endif
