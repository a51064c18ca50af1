/* align.c -- see copies.h.
 *
 * Likeness of two sentences is Dice's coefficient over their words, weighted:
 * numbers and long words tell more than short ones. Sentences that were
 * reworded keep perhaps a third of that weight, which unrelated sentences on one subject may
 * reach by chance; so reworded sentences convince only as a sequence in the same order.
 */
#include "trace/copies.h"

#include "base/auto.h"
#include "base/vec.h"

#include <stdlib.h>

#define LIKE_MIN     0.22   /* below, two sentences have nothing to do with one another */
#define LIKE_SURE    0.55   /* above, one is a form of the other */
#define SENTENCE_MIN 5      /* words */
#define SENTENCE_SORT 400   /* words: a longer run without a full stop is a table, no sentence */
#define TELLING_MIN  3      /* long words and numbers in common */
#define CELLS_MAX    4000000u   /* beyond that only the band around equal sentences would be worth it */

static double word_weight(const TextWord *w)
{
    return w->digit ? 1.5 : w->letters > 6 ? 1.0 : w->letters > 3 ? 0.6 : 0.15;
}

static bool tells(const TextWord *w)
{
    return w->letters > 3 || w->digit;
}

static uint32_t words_of(const Text *t, uint32_t s)
{
    return t->sentences[s].last - t->sentences[s].first;
}

/* Sentences are short: insertion. */
static void sort_sentence(const TextWord *words, uint32_t *at, uint32_t count)
{
    for (uint32_t i = 1; i < count; i++) {
        uint32_t word = at[i], k = i;
        for (; k > 0 && words[at[k - 1]].hash > words[word].hash; k--)
            at[k] = at[k - 1];
        at[k] = word;
    }
}

static int compare_telling(const void *a, const void *b)
{
    uint64_t x = *(const uint64_t *)a, y = *(const uint64_t *)b;
    return x < y ? -1 : x > y;
}

/* The upper bits of the hash and the number of the sentence in one word. */
#define SENTENCE_BITS 20
#define SENTENCE_MASK (((uint64_t)1 << SENTENCE_BITS) - 1)

void align_prepare(Arena *arena, Text *t)
{
    if (t->sorted)
        return;
    t->sorted = arena_raw(arena, (t->word_count + 1) * sizeof *t->sorted);
    t->telling = arena_raw(arena, (t->word_count + 1) * sizeof *t->telling);
    t->weight = arena_array(arena, float, t->sentence_count + 1);
    for (uint32_t i = 0; i < t->word_count; i++) {
        t->sorted[i] = i;
        t->weight[t->words[i].sentence] += (float)word_weight(&t->words[i]);
    }
    for (uint32_t s = 0; s < t->sentence_count; s++) {
        uint32_t count = words_of(t, s);
        if (count <= SENTENCE_SORT)
            sort_sentence(t->words, t->sorted + t->sentences[s].first, count);
        if (count < SENTENCE_MIN || count > SENTENCE_SORT || s > SENTENCE_MASK)
            continue;
        for (uint32_t i = t->sentences[s].first; i < t->sentences[s].last; i++)
            if (tells(&t->words[i]))
                t->telling[t->telling_count++] = (t->words[i].hash & ~SENTENCE_MASK) | s;
    }
    if (t->telling_count)
        qsort(t->telling, t->telling_count, sizeof *t->telling, compare_telling);
}

static double likeness(const Text *a, uint32_t s, const Text *b, uint32_t t)
{
    double common = 0;
    uint32_t i = a->sentences[s].first, k = b->sentences[t].first, words = 0;

    while (i < a->sentences[s].last && k < b->sentences[t].last) {
        const TextWord *x = &a->words[a->sorted[i]], *y = &b->words[b->sorted[k]];
        if (x->hash == y->hash) {
            common += word_weight(x);
            words += tells(x);
            i++;
            k++;
        } else if (x->hash < y->hash) {
            i++;
        } else {
            k++;
        }
    }
    return words < TELLING_MIN ? 0 : 2 * common / (double)(a->weight[s] + b->weight[t]);
}

/* Count, for each pair of sentences, the telling words in common: one walk over both
 * sorted lists. Most pairs share none or one and are never looked at again. */
static void count_common(const Text *a, uint32_t n, const Text *b, uint32_t m, uint8_t *common)
{
    uint32_t i = 0, k = 0;

    while (i < a->telling_count && k < b->telling_count) {
        uint64_t x = a->telling[i] & ~SENTENCE_MASK, y = b->telling[k] & ~SENTENCE_MASK;
        if (x < y) {
            i++;
        } else if (y < x) {
            k++;
        } else {
            uint32_t last = k;
            for (; i < a->telling_count && (a->telling[i] & ~SENTENCE_MASK) == x; i++)
                for (last = k; last < b->telling_count && (b->telling[last] & ~SENTENCE_MASK) == x; last++) {
                    uint32_t s = a->telling[i] & SENTENCE_MASK, t = b->telling[last] & SENTENCE_MASK;
                    if (s < n && t < m && common[(size_t)s * m + t] < UINT8_MAX)
                        common[(size_t)s * m + t]++;
                }
            k = last;
        }
    }
}

/* Likeness of every pair of sentences that have enough in common; false when there is none. */
static bool compare_sentences(const Text *a, uint32_t n, const Text *b, uint32_t m, const uint8_t *common,
                              float *like)
{
    bool any = false;

    for (uint32_t i = 0; i < n; i++)
        for (uint32_t k = 0; k < m; k++) {
            size_t at = (size_t)i * m + k;
            if (common[at] < TELLING_MIN)
                continue;
            double l = likeness(a, i, b, k);
            like[at] = l >= LIKE_MIN ? (float)l : 0;
            any |= l >= LIKE_MIN;
        }
    return any;
}

/* Best monotone sequence: cell (i, k) is the best over the first i and k sentences. */
static void best_sequence(Arena *arena, const float *like, uint32_t n, uint32_t m, Alignment *ret)
{
    AUTO_FREE float *best = calloc(((size_t)n + 1) * (m + 1), sizeof *best);
    VEC(SentencePair) pairs = { 0 };

    if (best == NULL)
        return;
    for (uint32_t i = 1; i <= n; i++)
        for (uint32_t k = 1; k <= m; k++) {
            size_t at = (size_t)i * (m + 1) + k;
            float l = like[(size_t)(i - 1) * m + k - 1];
            float up = best[at - (m + 1)], left = best[at - 1], both = l > 0 ? best[at - (m + 1) - 1] + l : 0;
            best[at] = both > up && both > left ? both : up > left ? up : left;
        }
    for (uint32_t i = n, k = m; i > 0 && k > 0; ) {
        size_t at = (size_t)i * (m + 1) + k;
        if (best[at] <= best[at - (m + 1)]) {
            i--;
        } else if (best[at] <= best[at - 1]) {
            k--;
        } else {
            vec_push(arena, &pairs, (SentencePair){ i - 1, k - 1, like[(size_t)(i - 1) * m + k - 1] });
            i--;
            k--;
        }
    }
    for (size_t i = 0, k = pairs.count; i + 1 < k; i++) {
        SentencePair swap = pairs.at[--k];
        pairs.at[k] = pairs.at[i];
        pairs.at[i] = swap;
    }
    ret->pairs = pairs.at;
    ret->pair_count = (uint32_t)pairs.count;
}

/* Count what the pairs cover, and decide. */
static void conclude(const Text *late, const Text *early, bool stock_only, Alignment *ret)
{
    uint32_t sure_words = 0, sure = 0, counted = 0;
    double weighted = 0;

    for (uint32_t s = 0; s < late->sentence_count; s++)
        counted += words_of(late, s) >= SENTENCE_MIN;
    ret->late_words = late->word_count;
    ret->early_words = early->word_count;
    ret->late_sentences = late->sentence_count;
    ret->early_sentences = early->sentence_count;
    for (uint32_t i = 0; i < ret->pair_count; i++) {
        const SentencePair *p = &ret->pairs[i];
        ret->late_common += words_of(late, p->late);
        ret->early_common += words_of(early, p->early);
        weighted += p->likeness * words_of(late, p->late);
        if (p->likeness >= LIKE_SURE) {
            sure++;
            sure_words += words_of(late, p->late);
        }
    }
    ret->likeness = ret->late_common ? weighted / ret->late_common : 0;
    uint32_t shorter = counted < early->sentence_count ? counted : early->sentence_count;
    bool runs = sure_words >= (stock_only ? 60 : 20) && sure >= (stock_only ? 3 : 1);
    bool reworded = !stock_only && ret->pair_count >= 4 && ret->pair_count * 10 >= shorter * 4 &&
                    ret->likeness >= 0.3;
    ret->derived = runs || reworded;
}

/* Weak pairs around a few sure ones are chance: kept only in a text that is reworded as a whole. */
static void drop_weak(Alignment *a)
{
    uint32_t kept = 0, sure = 0;

    for (uint32_t i = 0; i < a->pair_count; i++)
        sure += a->pairs[i].likeness >= LIKE_SURE;
    if (sure * 2 < a->pair_count)
        return;
    for (uint32_t i = 0; i < a->pair_count; i++)
        if (a->pairs[i].likeness >= LIKE_SURE)
            a->pairs[kept++] = a->pairs[i];
    a->pair_count = kept;
}

void align_texts(Arena *arena, const Text *late, const Text *early, bool stock_only, Alignment *ret)
{
    uint32_t n = late->sentence_count, m = early->sentence_count;

    *ret = (Alignment){ .pairs = NULL };
    /* Books against books: the fronts are compared, which is where copies begin. */
    while ((uint64_t)n * m > CELLS_MAX) {
        if (n >= m)
            n /= 2;
        else
            m /= 2;
    }
    AUTO_FREE uint8_t *common = calloc((size_t)n * m + 1, sizeof *common);
    AUTO_FREE float *like = calloc((size_t)n * m + 1, sizeof *like);
    if (common == NULL || like == NULL)
        return;
    count_common(late, n, early, m, common);
    if (!compare_sentences(late, n, early, m, common, like))
        return;
    best_sequence(arena, like, n, m, ret);
    drop_weak(ret);
    conclude(late, early, stock_only, ret);
}
