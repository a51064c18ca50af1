/* quotes.c -- the same utterance in two texts.
 *
 * Quoted words are indexed by runs of four; two quotations that share a run, or
 * most of their long words, are compared by the longest common subsequence of
 * their words. Re-spinning alters words inside quotation marks, so near-equal
 * quotations of one speaker are linked and the difference is noted.
 */
#include "base/hash.h"
#include "lang/scan.h"
#include "trace/names.h"
#include "trace/work.h"

#include <stdlib.h>

#define QUOTE_MIN   5       /* words */
#define QUOTE_MAX   120     /* words compared */
#define RUN         2       /* words of a fingerprint */
#define SHARE_LIMIT 24      /* quotations under one fingerprint that are paired; more is a stock phrase */
#define NEAR        0.55    /* share of the shorter quotation's words that must stand in order in the other */

typedef struct Quote {
    uint32_t reading, attribution;
    Span     span;
    uint32_t claim;         /* or CLAIM_NONE */
    Name     speaker;
    uint64_t word[QUOTE_MAX];
    size_t   count;
} Quote;

typedef struct Key {
    uint64_t hash;
    uint32_t quote;
} Key;

typedef VEC(Quote) Quotes;
typedef VEC(Key) Keys;

static int compare_key(const void *a, const void *b)
{
    const Key *x = a, *y = b;

    if (x->hash != y->hash)
        return x->hash < y->hash ? -1 : 1;
    return x->quote < y->quote ? -1 : x->quote > y->quote;
}

static void gather(Work *w, Quotes *out)
{
    for (uint32_t r = 0; r < w->corpus->reading_count; r++) {
        const Reading *reading = &w->corpus->readings[r];
        for (uint32_t a = 0; a < reading->attribution_count; a++) {
            const Attribution *x = &reading->attributions[a];
            if (!x->direct || reading->text.len == 0)
                continue;
            for (size_t i = 0; i < x->content_count; i++) {
                Quote q = { .reading = r, .attribution = a, .span = x->content[i], .speaker = name_of(x->speaker) };
                size_t at = q.span.start;
                ScanWord word;
                while (q.count < QUOTE_MAX && scan_word(str_slice(reading->text, 0, q.span.end), &at, &word))
                    q.word[q.count++] = word.hash;
                q.claim = claim_at(reading, q.span);
                if (q.count >= QUOTE_MIN)
                    vec_push(w->scratch, out, q);
            }
        }
    }
}

/* Length of the longest common subsequence over the words of both. */
static size_t common_words(const Quote *a, const Quote *b)
{
    uint16_t row[QUOTE_MAX + 1] = { 0 };

    for (size_t i = 0; i < a->count; i++) {
        uint16_t diagonal = 0;
        for (size_t k = 0; k < b->count; k++) {
            uint16_t above = row[k + 1];
            row[k + 1] = a->word[i] == b->word[k] ? (uint16_t)(diagonal + 1) : above > row[k] ? above : row[k];
            diagonal = above;
        }
    }
    return row[b->count];
}

/* Two speakers may be one: same name, or both told by role, or one unnamed while nearly all words agree. */
static bool speakers_fit(const Quote *a, const Quote *b, double share)
{
    if (a->speaker.count == 0 || b->speaker.count == 0 || !a->speaker.named || !b->speaker.named)
        return share >= 0.6;
    return name_same(&a->speaker, &b->speaker);
}

static bool published_before(const Work *w, uint32_t a, uint32_t b)
{
    int32_t x = w->corpus->readings[a].doc.published_first, y = w->corpus->readings[b].doc.published_first;

    if (x != DAY_UNKNOWN && y != DAY_UNKNOWN && x != y)
        return x < y;
    return a < b;
}

static void compare_quotes(Work *w, const Quote *a, const Quote *b)
{
    size_t common = common_words(a, b), shorter = a->count < b->count ? a->count : b->count;
    double share = (double)common / (double)shorter;
    bool equal = common == a->count && common == b->count;

    if (share < NEAR || common < 4 || !speakers_fit(a, b, share))
        return;
    const Quote *from = published_before(w, a->reading, b->reading) ? b : a, *to = from == a ? b : a;
    Passage p = { from->span, to->span };
    work_add(w, (ClaimRef){ from->reading, from->claim }, (ClaimRef){ to->reading, to->claim }, DERIVED_QUOTATION, &p, 1,
             equal ? S("the same quoted words")
                   : arena_printf(w->arena, "one utterance, not the same words: %zu of %zu agree in order", common,
                                  shorter));
}

typedef struct QuotePair {
    uint32_t a, b;
} QuotePair;

static int compare_pair(const void *a, const void *b)
{
    const QuotePair *x = a, *y = b;

    if (x->a != y->a)
        return x->a < y->a ? -1 : 1;
    return x->b < y->b ? -1 : x->b > y->b;
}

void quotations_find(Work *w)
{
    Quotes quotes = { 0 };
    Keys keys = { 0 };
    VEC(QuotePair) pairs = { 0 };

    gather(w, &quotes);
    for (uint32_t q = 0; q < quotes.count; q++)
        for (size_t i = 0; i + RUN <= quotes.at[q].count; i++)
            vec_push(w->scratch, &keys, (Key){ hash64_join(quotes.at[q].word[i], quotes.at[q].word[i + 1]), q });
    if (keys.count)
        qsort(keys.at, keys.count, sizeof *keys.at, compare_key);
    for (size_t i = 0, end; i < keys.count; i = end) {
        end = i + 1;
        while (end < keys.count && keys.at[end].hash == keys.at[i].hash)
            end++;
        for (size_t x = i; x < end && end - i <= SHARE_LIMIT; x++)
            for (size_t y = x + 1; y < end; y++)
                if (quotes.at[keys.at[x].quote].reading != quotes.at[keys.at[y].quote].reading)
                    vec_push(w->scratch, &pairs, (QuotePair){ keys.at[x].quote, keys.at[y].quote });
    }
    if (pairs.count)
        qsort(pairs.at, pairs.count, sizeof *pairs.at, compare_pair);
    for (size_t i = 0; i < pairs.count; i++)
        if (i == 0 || compare_pair(&pairs.at[i - 1], &pairs.at[i]) != 0)
            compare_quotes(w, &quotes.at[pairs.at[i].a], &quotes.at[pairs.at[i].b]);
}
