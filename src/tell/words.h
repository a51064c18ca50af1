/* words.h -- what the interface says, in English and Ukrainian: data, not code.
 *
 * data/interface/<code>.tsv holds `key TAB text` lines; both files are inside
 * the executable. A text may hold {1} {2} for what is put in, always escaped
 * by the caller's writer. A counted text has one key a plural form
 * ("count.voices.one", ".few", ".many"); which form a number takes is said by
 * the key "plural.rule" of the file itself.
 */
#ifndef TELL_WORDS_H
#define TELL_WORDS_H

#include "base/arena.h"
#include "base/err.h"
#include "tell/html.h"

typedef struct Words Words;

/* The built-in texts for a language code ("en", "uk"); English for any other. */
Status words_load(Arena *arena, Str language, Words **ret, Error *err);

/* Is there a file of texts for this language code? */
bool words_known(Str language);

/* The language code of these words. */
Str words_language(const Words *w);

/* The text under `key`; the key itself when there is none, so that a gap shows. */
Str words_get(const Words *w, Str key);

/* The same, or `otherwise` when there is none: for keys made from data (unit codes). */
Str words_or(const Words *w, Str key, Str otherwise);

/* Key made of a prefix and a code: tell_words_of(w, arena, "unit.", S("killed")). Falls back to the code. */
Str tell_words_of(const Words *w, Arena *arena, const char *prefix, Str code);

/* The plural form of `key` for `n`: "key.one", "key.few", "key.many". */
Str words_plural(const Words *w, Arena *arena, const char *key, int64_t n);

/* Write the text under `key` with {1}..{9} replaced by escaped arguments. */
void words_write(const Words *w, Html *h, Str key, const Str *arguments, size_t count);
void words_fill(Html *h, Str text, const Str *arguments, size_t count);

#define W(w, h, key)        html_text((h), words_get((w), S(key)))
#define W_WITH(w, h, key, ...)                                                           \
    words_write((w), (h), S(key), (const Str[]){ __VA_ARGS__ }, sizeof((Str[]){ __VA_ARGS__ }) / sizeof(Str))

#endif
