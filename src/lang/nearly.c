/* nearly.c -- names of settlements one or two letters away from a word; see lang.h. */
#include "base/utf8.h"
#include "lang/fold.h"
#include "lang/lang_private.h"
#include "lang/named.h"

static size_t least(size_t a, size_t b, size_t c)
{
    size_t m = a < b ? a : b;
    return m < c ? m : c;
}

/* Letters to insert, delete, change or swap with the next (optimal string alignment). */
static size_t edit_distance(const uint16_t *a, size_t n, const uint16_t *b, size_t m)
{
    size_t rows[3][SPELLING_LETTERS + 1];

    for (size_t j = 0; j <= m; j++)
        rows[0][j] = j;
    for (size_t i = 1; i <= n; i++) {
        size_t *now = rows[i % 3], *last = rows[(i + 2) % 3], *older = rows[(i + 1) % 3];
        now[0] = i;
        for (size_t j = 1; j <= m; j++) {
            now[j] = least(now[j - 1] + 1, last[j] + 1, last[j - 1] + (a[i - 1] != b[j - 1]));
            if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1] && older[j - 2] + 1 < now[j])
                now[j] = older[j - 2] + 1;
        }
    }
    return rows[n % 3][m];
}

static bool before(const BlobSpelling *s, uint16_t letter, size_t length)
{
    return s->letter[0] != letter ? s->letter[0] < letter : s->length < length;
}

/* First spelling with this first letter and at least this length. */
static size_t find_bucket(const Lang *lang, uint16_t letter, size_t length)
{
    size_t low = 0, high = lang->spelling_count;

    while (low < high) {
        size_t middle = (low + high) / 2;
        if (before(&lang->spellings[middle], letter, length))
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

/* Letters of a word as spellings hold them; 0 when it is longer than any of them. */
static size_t spell(Str word, uint16_t letters[SPELLING_LETTERS], uint64_t *mask)
{
    size_t n = 0, len;

    *mask = 0;
    for (size_t i = 0; i < word.len; i += len) {
        uint32_t c = fold_char(utf8_get(word, i, &len));
        if (c == 0)
            continue;
        if (n == SPELLING_LETTERS || c > UINT16_MAX)
            return 0;
        letters[n++] = (uint16_t)c;
        *mask |= 1ull << (c % 64);
    }
    return n;
}

uint32_t lang_nearly_spelt(const Lang *lang, Str word, size_t limit, bool (*accept)(void *, uint32_t),
                           void *context)
{
    uint16_t letters[SPELLING_LETTERS];
    uint64_t mask;
    size_t n = spell(word, letters, &mask), best_distance = limit + 1;
    uint32_t best = NO_PLACE;
    bool twice = false;

    if (n <= limit)
        return NO_PLACE;
    for (size_t i = find_bucket(lang, letters[0], n - limit); i < lang->spelling_count; i++) {
        const BlobSpelling *s = &lang->spellings[i];
        if (s->letter[0] != letters[0] || s->length > n + limit)
            break;
        /* One change alters at most two bits of the mask: most names fall here. */
        if ((size_t)__builtin_popcountll(s->mask ^ mask) > 2 * limit)
            continue;
        size_t distance = edit_distance(letters, n, s->letter, s->length);
        if (distance > limit || distance > best_distance || (best == s->place && distance == best_distance) ||
            !accept(context, s->place))
            continue;
        twice = distance == best_distance;
        best_distance = distance;
        best = s->place;
    }
    return twice ? NO_PLACE : best;
}

size_t lang_places_nearly(const Lang *lang, Arena *arena, Str name, size_t limit, uint32_t **ret)
{
    uint16_t letters[SPELLING_LETTERS];
    uint64_t mask;
    size_t n = spell(name, letters, &mask), nearest = limit;
    VEC(uint32_t) found = { 0 };

    for (size_t i = 0; n > limit && i < lang->spelling_count; i++) {
        const BlobSpelling *s = &lang->spellings[i];
        size_t apart = s->length > n ? s->length - n : n - s->length;
        if (apart > nearest || (size_t)__builtin_popcountll(s->mask ^ mask) > 2 * nearest)
            continue;
        size_t distance = edit_distance(letters, n, s->letter, s->length);
        if (distance > nearest)
            continue;
        if (distance < nearest)
            found.count = 0;
        nearest = distance;
        vec_push(arena, &found, s->place);
    }
    *ret = found.at;
    return order_places(lang, found.at, found.count);
}
