/* align.c -- see copies.h.
 *
 * Equal sentences are found by their hashes, so that a text of many equal ones costs no more than
 * its length. What is left over is compared word by word: likeness of two sentences is Dice's
 * coefficient over their words, weighted, as numbers and long words tell more than short ones.
 * Sentences that were reworded keep perhaps a third of that weight, which unrelated sentences on
 * one subject may reach by chance; so reworded sentences convince only as a sequence in the same order. A sentence that
 * is surely the same one may also have moved.
 */
#include "trace/copies.h"

#include "base/vec.h"

#include <stdlib.h>

#define LIKE_MIN      0.22f  /* below, two sentences have nothing to do with one another */
#define LIKE_SURE     0.55f  /* above, one is a form of the other */
#define SENTENCE_MIN  5      /* words */
#define SENTENCE_LONG 400    /* words: a longer run without a full stop is a table, no sentence */
#define TELLING_MIN   3      /* long words and numbers in common */
#define CELLS_FEW     900    /* pairs of sentences that are compared one by one */
#define CELLS_MAX     4000000u  /* pairs of left-over sentences: of longer texts the fronts are compared */
#define WORD_PAIRS    1024   /* pairs of sentences under one word; more, and the word tells nothing */

typedef VEC(SentencePair) PairVec;

/* A word of a left-over sentence. */
typedef struct Weighed {
    uint64_t hash;
    float    weight;
    bool     tells;
} Weighed;

#define MARKS 4

/* A sentence that has no equal in the other text. */
typedef struct Rest {
    uint32_t sentence, count;
    uint64_t marks[MARKS];  /* a bit for each telling word */
    Weighed *words;         /* by hash; NULL until it is compared */
    float    weight;
} Rest;

/* In how many of the rests a word stands. */
typedef struct Tally {
    uint64_t hash;
    uint32_t count, last;   /* last: rest in which it was counted, plus one */
} Tally;

typedef struct Rests {
    const Text *text;
    Rest       *at;
    size_t      count;
    Tally      *tallies;    /* a hash table; NULL until a sentence is compared */
    size_t      mask;
} Rests;

static uint32_t words_of(const Text *t, uint32_t s)
{
    return t->sentences[s].last - t->sentences[s].first;
}

static bool counts(const Text *t, uint32_t s)
{
    return words_of(t, s) >= SENTENCE_MIN && words_of(t, s) <= SENTENCE_LONG;
}

/* ---- equal sentences ---- */

typedef struct Keyed {
    uint64_t hash;
    uint32_t sentence;
} Keyed;

static int compare_keyed(const void *a, const void *b)
{
    const Keyed *x = a, *y = b;

    if (x->hash != y->hash)
        return x->hash < y->hash ? -1 : 1;
    return x->sentence < y->sentence ? -1 : x->sentence > y->sentence;
}

static Keyed *by_hash(Arena *arena, const Text *t, uint32_t *count)
{
    enum { FEW = 64 };
    Keyed *at = arena_raw(arena, (t->sentence_count + 1) * sizeof *at);
    uint32_t n = 0;

    for (uint32_t s = 0; s < t->sentence_count; s++)
        if (counts(t, s))
            at[n++] = (Keyed){ t->sentences[s].hash, s };
    if (n > FEW)
        qsort(at, n, sizeof *at, compare_keyed);
    for (uint32_t i = 1; i < n && n <= FEW; i++) {
        Keyed x = at[i];
        uint32_t k = i;
        for (; k > 0 && compare_keyed(&at[k - 1], &x) > 0; k--)
            at[k] = at[k - 1];
        at[k] = x;
    }
    *count = n;
    return at;
}

/* The first of a sentence goes with the first of it in the other text, the second with the second. */
static void match_equal(Arena *arena, const Text *a, const Text *b, bool *a_matched, bool *b_matched, PairVec *out)
{
    uint32_t n, m, i = 0, k = 0;
    const Keyed *x = by_hash(arena, a, &n), *y = by_hash(arena, b, &m);

    while (i < n && k < m) {
        if (x[i].hash == y[k].hash) {
            vec_push(arena, out, (SentencePair){ x[i].sentence, y[k].sentence, 1 });
            a_matched[x[i++].sentence] = true;
            b_matched[y[k++].sentence] = true;
        } else if (x[i].hash < y[k].hash) {
            i++;
        } else {
            k++;
        }
    }
}

/* ---- like sentences ---- */

static int compare_weighed(const void *a, const void *b)
{
    uint64_t x = ((const Weighed *)a)->hash, y = ((const Weighed *)b)->hash;
    return x < y ? -1 : x > y;
}

static bool tells(const TextWord *w)
{
    return w->letters > 3 || w->digit;
}

static const TextWord *words_at(const Text *t, const Rest *r)
{
    return t->words + t->sentences[r->sentence].first;
}

static void rests_of(Arena *arena, const Text *t, const bool *matched, Rests *out)
{
    *out = (Rests){ .text = t, .at = arena_raw(arena, (t->sentence_count + 1) * sizeof *out->at) };
    for (uint32_t s = 0; s < t->sentence_count; s++) {
        if (matched[s] || !counts(t, s))
            continue;
        Rest r = { .sentence = s, .count = words_of(t, s) };
        const TextWord *w = words_at(t, &r);
        for (uint32_t i = 0; i < r.count; i++)
            if (tells(&w[i]))
                r.marks[w[i].hash % MARKS] |= (uint64_t)1 << (w[i].hash / MARKS % 64);
        out->at[out->count++] = r;
    }
}

static Tally *tally_of(const Rests *rests, uint64_t hash)
{
    size_t i = hash & rests->mask;

    while (rests->tallies[i].count && rests->tallies[i].hash != hash)
        i = (i + 1) & rests->mask;
    return &rests->tallies[i];
}

static void tally(Arena *arena, Rests *rests)
{
    size_t words = 0, room = 64;

    for (size_t r = 0; r < rests->count; r++)
        words += rests->at[r].count;
    while (room < words * 2)
        room *= 2;
    rests->tallies = arena_array(arena, Tally, room);
    rests->mask = room - 1;
    for (uint32_t r = 0; r < rests->count; r++) {
        const TextWord *w = words_at(rests->text, &rests->at[r]);
        for (uint32_t i = 0; i < rests->at[r].count; i++) {
            Tally *t = tally_of(rests, w[i].hash);
            t->hash = w[i].hash;
            t->count += t->last != r + 1;
            t->last = r + 1;
        }
    }
}

/* A word that stands in many sentences of its text tells less of each: grammar, and what the text is about. */
static float word_weight(const Rests *rests, const TextWord *w)
{
    float weight = w->digit ? 1.5f : w->letters > 6 ? 1.0f : w->letters > 3 ? 0.6f : 0.15f;

    return weight / (float)tally_of(rests, w->hash)->count;
}

/* Make a sentence ready to be compared. */
static void prepare(Arena *arena, Rests *rests, Rest *r)
{
    enum { FEW = 48 };
    const TextWord *w = words_at(rests->text, r);

    if (r->words)
        return;
    if (rests->tallies == NULL)
        tally(arena, rests);
    r->words = arena_raw(arena, r->count * sizeof *r->words);
    for (uint32_t i = 0; i < r->count; i++) {
        Weighed x = { w[i].hash, word_weight(rests, &w[i]), tells(&w[i]) };
        uint32_t k = i;
        for (; r->count <= FEW && k > 0 && r->words[k - 1].hash > x.hash; k--)
            r->words[k] = r->words[k - 1];
        r->words[k] = x;
        r->weight += x.weight;
    }
    if (r->count > FEW)
        qsort(r->words, r->count, sizeof *r->words, compare_weighed);
}

static float likeness(const Rest *a, const Rest *b)
{
    float common = 0;
    uint32_t i = 0, k = 0, words = 0;

    while (i < a->count && k < b->count) {
        if (a->words[i].hash == b->words[k].hash) {
            common += a->words[i].weight + b->words[k].weight;
            words += a->words[i].tells;
            i++;
            k++;
        } else if (a->words[i].hash < b->words[k].hash) {
            i++;
        } else {
            k++;
        }
    }
    return words < TELLING_MIN ? 0 : common / (a->weight + b->weight);
}

/* Two marks in common at least? Three telling words leave them, unless all three have one mark. */
static bool may_be_like(const Rest *a, const Rest *b)
{
    uint64_t before = 0;

    for (size_t i = 0; i < MARKS; i++) {
        uint64_t both = a->marks[i] & b->marks[i];
        if ((both & (both - 1)) || (both && before))
            return true;
        before |= both;
    }
    return false;
}

static void add_like(Arena *arena, Rests *a, uint32_t s, Rests *b, uint32_t t, PairVec *out)
{
    if (!may_be_like(&a->at[s], &b->at[t]))
        return;
    prepare(arena, a, &a->at[s]);
    prepare(arena, b, &b->at[t]);
    float like = likeness(&a->at[s], &b->at[t]);

    if (like >= LIKE_MIN)
        vec_push(arena, out, (SentencePair){ a->at[s].sentence, b->at[t].sentence, like });
}

/* Telling words with the number of their sentence, by hash. */
static Keyed *telling(Arena *arena, const Rests *rests, uint32_t count, uint32_t *ret)
{
    VEC(Keyed) found = { 0 };
    size_t kept = 0;

    for (uint32_t r = 0; r < count; r++) {
        const TextWord *w = words_at(rests->text, &rests->at[r]);
        for (uint32_t i = 0; i < rests->at[r].count; i++)
            if (tells(&w[i]))
                vec_push(arena, &found, (Keyed){ w[i].hash, r });
    }
    if (found.count)
        qsort(found.at, found.count, sizeof *found.at, compare_keyed);
    for (size_t i = 0; i < found.count; i++)
        if (kept == 0 || compare_keyed(&found.at[kept - 1], &found.at[i]) != 0)
            found.at[kept++] = found.at[i];
    *ret = (uint32_t)kept;
    return found.at;
}

static uint32_t run_length(const Keyed *at, uint32_t from, uint32_t count)
{
    uint32_t end = from + 1;

    while (end < count && at[end].hash == at[from].hash)
        end++;
    return end - from;
}

/* Of long texts: count, for each pair of sentences, the telling words in common, in one walk over both
 * lists; most pairs share none or one and are never compared. */
static void compare_long(Arena *arena, Rests *a, uint32_t n, Rests *b, uint32_t m, PairVec *out)
{
    uint32_t x_count, y_count, i = 0, k = 0;
    const Keyed *x = telling(arena, a, n, &x_count), *y = telling(arena, b, m, &y_count);
    uint8_t *common = arena_alloc(arena, (size_t)n * m + 1);

    while (i < x_count && k < y_count) {
        if (x[i].hash != y[k].hash) {
            if (x[i].hash < y[k].hash)
                i++;
            else
                k++;
            continue;
        }
        uint32_t xs = run_length(x, i, x_count), ys = run_length(y, k, y_count);
        for (uint32_t s = i; s < i + xs && (uint64_t)xs * ys <= WORD_PAIRS; s++)
            for (uint32_t t = k; t < k + ys; t++) {
                uint8_t *cell = &common[(size_t)x[s].sentence * m + y[t].sentence];
                *cell = (uint8_t)(*cell + 1);
                if (*cell == TELLING_MIN)
                    add_like(arena, a, x[s].sentence, b, y[t].sentence, out);
                if (*cell > TELLING_MIN)
                    *cell = TELLING_MIN + 1;
            }
        i += xs;
        k += ys;
    }
}

static void compare_rests(Arena *arena, Rests *a, Rests *b, PairVec *out)
{
    size_t n = a->count, m = b->count;

    if (n * m <= CELLS_FEW) {
        for (uint32_t i = 0; i < n; i++)
            for (uint32_t k = 0; k < m; k++)
                add_like(arena, a, i, b, k, out);
        return;
    }
    while (n * m > CELLS_MAX) {
        if (n >= m)
            n /= 2;
        else
            m /= 2;
    }
    compare_long(arena, a, (uint32_t)n, b, (uint32_t)m, out);
}

/* ---- the best sequence ---- */

static int compare_pair(const void *a, const void *b)
{
    const SentencePair *x = a, *y = b;

    if (x->a != y->a)
        return x->a < y->a ? -1 : 1;
    return x->b < y->b ? -1 : x->b > y->b;
}

/* The likest first. */
static int compare_likeness(const void *a, const void *b)
{
    const SentencePair *x = a, *y = b;

    if (x->likeness != y->likeness)
        return x->likeness > y->likeness ? -1 : 1;
    return compare_pair(a, b);
}

static void sort_pairs(SentencePair *at, size_t count, int (*compare)(const void *, const void *))
{
    bool sorted = true;

    for (size_t i = 1; i < count && sorted; i++)
        sorted = compare(&at[i - 1], &at[i]) <= 0;
    if (!sorted)
        qsort(at, count, sizeof *at, compare);
}

/* The best sum of likeness of a sequence that ends with a sentence of b up to some one, in a tree of
 * prefix maxima (Fenwick 1994); and which pair it ends with. */
typedef struct Chain {
    double   *sum;
    uint32_t *pair;         /* plus one */
    uint32_t  size;
} Chain;

static uint32_t chain_best(const Chain *c, uint32_t below, double *sum)
{
    uint32_t pair = 0;

    *sum = 0;
    for (uint32_t i = below; i > 0; i &= i - 1)
        if (c->sum[i] > *sum) {
            *sum = c->sum[i];
            pair = c->pair[i];
        }
    return pair;
}

static void chain_put(Chain *c, uint32_t b, double sum, uint32_t pair)
{
    for (uint32_t i = b + 1; i <= c->size; i += i & -i)
        if (sum > c->sum[i]) {
            c->sum[i] = sum;
            c->pair[i] = pair;
        }
}

/* Mark the pairs of the sequence with the greatest sum of likeness in which both texts go forward. The pairs
 * come in order; those of one sentence of a all ask before any of them is put. */
static void best_sequence(Arena *arena, const PairVec *pairs, uint32_t b_sentences, bool *chosen)
{
    Chain c = { arena_array(arena, double, b_sentences + 2), arena_array(arena, uint32_t, b_sentences + 2), b_sentences + 1 };
    uint32_t *before = arena_array(arena, uint32_t, pairs->count + 1);
    double *sum = arena_array(arena, double, pairs->count + 1), whole;

    for (size_t i = 0, end; i < pairs->count; i = end) {
        for (end = i; end < pairs->count && pairs->at[end].a == pairs->at[i].a; end++) {
            before[end] = chain_best(&c, pairs->at[end].b, &sum[end]);
            sum[end] += pairs->at[end].likeness;
        }
        for (size_t k = i; k < end; k++)
            chain_put(&c, pairs->at[k].b, sum[k], (uint32_t)k + 1);
    }
    for (uint32_t at = chain_best(&c, c.size, &whole); at; at = before[at - 1])
        chosen[at - 1] = true;
}

/* Sentences that are surely the same and stand elsewhere: the likest first, each once. */
static void add_moved(Arena *arena, const Text *a, const Text *b, const PairVec *pairs, const bool *chosen, PairVec *out)
{
    bool *a_taken = arena_array(arena, bool, a->sentence_count + 1), *b_taken = arena_array(arena, bool, b->sentence_count + 1);
    PairVec left = { 0 };

    for (size_t i = 0; i < pairs->count; i++)
        if (chosen[i])
            a_taken[pairs->at[i].a] = b_taken[pairs->at[i].b] = true;
    for (size_t i = 0; i < pairs->count; i++)
        if (!chosen[i] && pairs->at[i].likeness >= LIKE_SURE && !a_taken[pairs->at[i].a] && !b_taken[pairs->at[i].b])
            vec_push(arena, &left, pairs->at[i]);
    if (left.count == 0)
        return;
    sort_pairs(left.at, left.count, compare_likeness);
    for (size_t i = 0; i < left.count; i++) {
        if (a_taken[left.at[i].a] || b_taken[left.at[i].b])
            continue;
        a_taken[left.at[i].a] = b_taken[left.at[i].b] = true;
        vec_push(arena, out, left.at[i]);
    }
    sort_pairs(out->at, out->count, compare_pair);
}

/* ---- the decision ---- */

/* What the pairs cover. */
typedef struct Cover {
    uint32_t pairs, sure, a_words, b_words, sure_words;
    double   weighted;
} Cover;

static Cover cover_of(const Text *a, const Text *b, const PairVec *pairs)
{
    Cover c = { .pairs = (uint32_t)pairs->count };

    for (size_t i = 0; i < pairs->count; i++) {
        const SentencePair *p = &pairs->at[i];
        uint32_t words = words_of(a, p->a);
        c.a_words += words;
        c.b_words += words_of(b, p->b);
        c.weighted += p->likeness * words;
        if (p->likeness >= LIKE_SURE) {
            c.sure++;
            c.sure_words += words < words_of(b, p->b) ? words : words_of(b, p->b);
        }
    }
    return c;
}

static bool is_stock(const SentencePair *p, const bool *a_stock, const bool *b_stock)
{
    return (a_stock && a_stock[p->a]) || (b_stock && b_stock[p->b]);
}

/* Take the pairs of stock sentences out, or all others. */
static void sift(PairVec *pairs, const bool *a_stock, const bool *b_stock)
{
    size_t kept = 0;

    for (size_t i = 0; i < pairs->count; i++)
        if (!is_stock(&pairs->at[i], a_stock, b_stock))
            pairs->at[kept++] = pairs->at[i];
    pairs->count = kept;
}

/* Weak pairs around a few sure ones are chance: kept only in a text that is reworded as a whole. */
static void drop_weak(PairVec *pairs)
{
    size_t kept = 0, sure = 0;

    for (size_t i = 0; i < pairs->count; i++)
        sure += pairs->at[i].likeness >= LIKE_SURE;
    if (sure * 2 < pairs->count)
        return;
    for (size_t i = 0; i < pairs->count; i++)
        if (pairs->at[i].likeness >= LIKE_SURE)
            pairs->at[kept++] = pairs->at[i];
    pairs->count = kept;
}

static uint32_t counted(const Text *t)
{
    uint32_t n = 0;

    for (uint32_t s = 0; s < t->sentence_count; s++)
        n += counts(t, s);
    return n;
}

/* Stock sentences convince together, as many of them and much of the shorter text: forty papers that
 * print one agency make its sentences frequent, too. */
static bool stock_convinces(const Text *a, const Text *b, const Cover *c)
{
    uint32_t shorter = a->word_count < b->word_count ? a->word_count : b->word_count;

    return c->sure >= 3 && c->sure_words >= 60 && c->sure_words * 5 >= shorter * 2;
}

/* What is like in two languages is names and numbers: a translation perhaps (translations.c), nothing reworded. */
static bool convinces(const Text *a, const Text *b, const Cover *c)
{
    uint32_t n = counted(a), m = counted(b), shorter = n < m ? n : m;
    bool one_language = a->language == b->language || a->language == 0 || b->language == 0;
    bool reworded = one_language && c->pairs >= 4 && c->pairs * 10 >= shorter * 4 && c->weighted >= 0.3 * c->a_words;

    return (c->sure >= 1 && c->sure_words >= 20) || reworded;
}

static void conclude(const Text *a, const bool *a_stock, const Text *b, const bool *b_stock, PairVec *pairs, Alignment *ret)
{
    Cover all = cover_of(a, b, pairs);
    bool stock = stock_convinces(a, b, &all);

    if (!stock)
        sift(pairs, a_stock, b_stock);
    Cover c = stock ? all : cover_of(a, b, pairs);
    *ret = (Alignment){ .pairs = pairs->at, .pair_count = c.pairs, .a_words = a->word_count, .b_words = b->word_count,
                        .a_common = c.a_words, .b_common = c.b_words,
                        .likeness = c.a_words ? c.weighted / c.a_words : 0,
                        .derived = stock || convinces(a, b, &c) };
}

void align_texts(Arena *arena, const Text *a, const bool *a_stock, const Text *b, const bool *b_stock, Alignment *ret)
{
    bool *a_matched = arena_array(arena, bool, a->sentence_count + 1), *b_matched = arena_array(arena, bool, b->sentence_count + 1);
    PairVec pairs = { 0 }, kept = { 0 };
    Rests a_rests, b_rests;

    match_equal(arena, a, b, a_matched, b_matched, &pairs);
    rests_of(arena, a, a_matched, &a_rests);
    rests_of(arena, b, b_matched, &b_rests);
    compare_rests(arena, &a_rests, &b_rests, &pairs);
    sort_pairs(pairs.at, pairs.count, compare_pair);
    bool *chosen = arena_array(arena, bool, pairs.count + 1);
    best_sequence(arena, &pairs, b->sentence_count, chosen);
    for (size_t i = 0; i < pairs.count; i++)
        if (chosen[i])
            vec_push(arena, &kept, pairs.at[i]);
    add_moved(arena, a, b, &pairs, chosen, &kept);
    drop_weak(&kept);
    conclude(a, a_stock, b, b_stock, &kept, ret);
}
