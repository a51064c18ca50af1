/* names.c -- see names.h. */
#include "trace/names.h"

#include "base/hash.h"
#include "lang/scan.h"

#define SHORT_WORD 3    /* letters: "the", "of", "and" carry no name unless capitalised */

Name name_of(Str text)
{
    Name n = { .count = 0 };
    uint64_t initials = FOLD_SEED;
    size_t at = 0, capitals = 0;
    ScanWord w;

    while (n.count < NAME_WORDS && scan_word(text, &at, &w)) {
        size_t len;
        if (w.letters <= SHORT_WORD && !w.capital && !w.digit)
            continue;
        n.word[n.count++] = w.hash;
        n.last = w.hash;
        if (w.capital) {
            n.named = true;
            capitals++;
            initials = fold_step(initials, fold_char(utf8_get(text, w.span.start, &len)));
        }
    }
    n.initials = capitals >= 2 ? fold_end(initials) : 0;
    return n;
}

static bool has(const Name *n, uint64_t word)
{
    for (size_t i = 0; i < n->count; i++)
        if (n->word[i] == word)
            return true;
    return false;
}

bool name_same(const Name *a, const Name *b)
{
    const Name *fewer = a->count <= b->count ? a : b, *more = fewer == a ? b : a;

    if (fewer->count == 0)
        return false;
    if (fewer->count == 1 && fewer->named && more->initials && more->initials == fewer->word[0])
        return true;
    for (size_t i = 0; i < fewer->count; i++)
        if (!has(more, fewer->word[i]))
            return false;
    return fewer->count == more->count || (fewer->named && fewer->last == more->last);
}

uint64_t trace_name_key(const Name *n)
{
    uint64_t sum = 0;

    for (size_t i = 0; i < n->count; i++)
        sum += n->word[i] * 0x9E3779B97F4A7C15ull;
    return sum;
}
