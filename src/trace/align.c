/* align.c -- see copies.h.
 *
 * Likeness of two sentences is Dice's coefficient over their words, weighted:
 * numbers and long words tell more than short ones. Sentences that were
 * reworded keep perhaps a third of that weight, which unrelated sentences on one subject may
 * reach by chance; so reworded sentences convince only as a sequence in the same order.
 */
#include "trace/copies.h"

#include "base/auto.h"

#include <stdlib.h>

#define LIKE_MIN     0.22   /* below, two sentences have nothing to do with one another */
#define LIKE_SURE    0.55   /* above, one is a form of the other */
#define SENTENCE_MIN 5      /* words */
#define CELLS_MAX    4000000u   /* beyond that only the band around equal sentences would be worth it */

static double word_weight(const TextWord *w)
{
    return w->digit ? 1.5 : w->letters > 6 ? 1.0 : w->letters > 3 ? 0.6 : 0.15;
}

typedef struct Bag {
    const TextWord **words;     /* sorted by hash */
    uint32_t         count;
    double           weight;
} Bag;

static int compare_words(const void *a, const void *b)
{
    const TextWord *x = *(const TextWord *const *)a, *y = *(const TextWord *const *)b;
    return x->hash < y->hash ? -1 : x->hash > y->hash;
}

static Bag *bags_of(Arena *arena, const Text *t)
{
    Bag *bags = arena_array(arena, Bag, t->sentence_count + 1);

    for (uint32_t s = 0; s < t->sentence_count; s++) {
        Bag *b = &bags[s];
        b->count = t->sentences[s].last - t->sentences[s].first;
        b->words = arena_array(arena, const TextWord *, b->count + 1);
        for (uint32_t i = 0; i < b->count; i++) {
            b->words[i] = &t->words[t->sentences[s].first + i];
            b->weight += word_weight(b->words[i]);
        }
        qsort(b->words, b->count, sizeof *b->words, compare_words);
    }
    return bags;
}

static double likeness(const Bag *a, const Bag *b)
{
    double common = 0;
    uint32_t i = 0, k = 0, words = 0;

    if (a->count < SENTENCE_MIN || b->count < SENTENCE_MIN)
        return 0;
    while (i < a->count && k < b->count) {
        if (a->words[i]->hash == b->words[k]->hash) {
            common += word_weight(a->words[i]);
            words += a->words[i]->letters > 3 || a->words[i]->digit;
            i++;
            k++;
        } else if (a->words[i]->hash < b->words[k]->hash) {
            i++;
        } else {
            k++;
        }
    }
    return words < 3 ? 0 : 2 * common / (a->weight + b->weight);
}

/* Best monotone sequence: cell (i, k) is the best over the first i and k sentences. */
static void best_sequence(Arena *arena, const Bag *a, uint32_t n, const Bag *b, uint32_t m, Alignment *ret)
{
    AUTO_FREE float *like = calloc((size_t)n * m + 1, sizeof *like);
    AUTO_FREE float *best = calloc(((size_t)n + 1) * (m + 1), sizeof *best);
    VEC(SentencePair) pairs = { 0 };

    if (like == NULL || best == NULL)
        return;
    for (uint32_t i = 0; i < n; i++)
        for (uint32_t k = 0; k < m; k++) {
            double l = likeness(&a[i], &b[k]);
            like[(size_t)i * m + k] = l >= LIKE_MIN ? (float)l : 0;
        }
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
static void conclude(const Text *late, const Text *early, const Bag *a, const Bag *b, bool stock_only,
                     Alignment *ret)
{
    uint32_t sure_words = 0, sure = 0, counted = 0;
    double weighted = 0;

    for (uint32_t s = 0; s < late->sentence_count; s++)
        counted += a[s].count >= SENTENCE_MIN;
    ret->late_words = late->word_count;
    ret->early_words = early->word_count;
    ret->late_sentences = late->sentence_count;
    ret->early_sentences = early->sentence_count;
    for (uint32_t i = 0; i < ret->pair_count; i++) {
        const SentencePair *p = &ret->pairs[i];
        ret->late_common += a[p->late].count;
        ret->early_common += b[p->early].count;
        weighted += p->likeness * a[p->late].count;
        if (p->likeness >= LIKE_SURE) {
            sure++;
            sure_words += a[p->late].count;
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
    Bag *a = bags_of(arena, late), *b = bags_of(arena, early);
    best_sequence(arena, a, n, b, m, ret);
    drop_weak(ret);
    conclude(late, early, a, b, stock_only, ret);
}
