/* number_words.c -- see number_words.h: the words go through the same grammar as those of documents. */
#include "read/number_words.h"

#include "read/number.h"
#include "read/tokenize.h"

bool number_of_words(const Lang *lang, Arena *arena, Str text, int64_t *ret)
{
    for (size_t i = 0; i < lang_language_count(lang); i++) {
        TokenVec tokens = { 0 };
        Number n;
        tokenize(lang, arena, text, &tokens);
        Tokens t = { .lang = lang, .text = text, .at = tokens.at, .count = tokens.count,
                     .bits = arena_array(arena, uint64_t, tokens.count + 1) };
        classify(&t, 0, t.count, (uint16_t)(1u << i), 0);
        if (t.count == 0 || !number_parse(&t, 0, t.count, &n) || n.tokens != t.count || n.open || n.unknown ||
            n.milli < 0 || n.milli % 1000 != 0)
            continue;
        *ret = n.milli / 1000;
        return true;
    }
    return false;
}
