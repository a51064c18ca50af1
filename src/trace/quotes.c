/* quotes.c -- the same utterance in two texts.
 *
 * Quoted words are indexed by runs of two and of four. Two quotations that share a run are compared by the longest
 * common subsequence of their words (utterance.h). Re-spinning alters words inside quotation marks, so near-equal
 * quotations of one speaker are linked and the words that differ are named. A run in many quotations is a stock
 * phrase: then only neighbours in the order of the documents' ids are compared, so that a saying that forty papers print is
 * linked through, and the work stays bounded.
 */
#include "base/hash.h"
#include "trace/names.h"
#include "trace/utterance.h"
#include "trace/work.h"

#include <stdlib.h>

#define QUOTE_MIN   5       /* words */
#define RUN         2       /* words of a fingerprint */
#define LONG_RUN    4       /* words of one that may be in many */
#define SHARE_LIMIT 24      /* quotations under one fingerprint of which every two are paired */
#define NEIGHBOURS  2       /* paired with each, under a long run that is in more */
#define NEAR        0.55    /* share of the shorter quotation's words that must stand in order in the other */
#define NEAR_UNSURE 0.6     /* the same, when nobody is named */

typedef struct Quote {
    uint32_t  reading;
    Span      span;
    uint32_t  claim;        /* or CLAIM_NONE */
    Name      speaker;
    Utterance words;
} Quote;

typedef struct Key {
    uint64_t hash;
    uint32_t quote;
    bool     lengthy;
} Key;

typedef VEC(Quote) Quotes;
typedef VEC(Key) Keys;

typedef struct QuotePair {
    uint32_t a, b;
} QuotePair;

typedef VEC(QuotePair) QuotePairs;

static int compare_key(const void *a, const void *b)
{
    const Key *x = a, *y = b;

    if (x->hash != y->hash)
        return x->hash < y->hash ? -1 : 1;
    return x->quote < y->quote ? -1 : x->quote > y->quote;
}

static int compare_pair(const void *a, const void *b)
{
    const QuotePair *x = a, *y = b;

    if (x->a != y->a)
        return x->a < y->a ? -1 : 1;
    return x->b < y->b ? -1 : x->b > y->b;
}

/* The same words may be the content of two attributions, one inside the other. */
static bool taken(const Quotes *quotes, uint32_t reading, Span span)
{
    for (size_t i = quotes->count; i-- > 0 && quotes->at[i].reading == reading; )
        if (span_eq(quotes->at[i].span, span))
            return true;
    return false;
}

static void gather_reading(Work *w, uint32_t reading, Quotes *out)
{
    const Reading *r = &w->corpus->readings[reading];

    for (size_t a = 0; a < r->attribution_count && r->text.len; a++) {
        const Attribution *x = &r->attributions[a];
        for (size_t i = 0; x->direct && i < x->content_count; i++) {
            if (taken(out, reading, x->content[i]))
                continue;
            Quote q = { .reading = reading, .span = x->content[i], .speaker = name_of(x->speaker) };
            utterance_take(w->scratch, r->text, q.span, &q.words);
            q.claim = claim_at(r, q.span);
            if (q.words.count >= QUOTE_MIN)
                vec_push(w->scratch, out, q);
        }
    }
}

static int compare_reading(const void *a, const void *b, void *corpus)
{
    uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;
    int order = str_cmp(((const Corpus *)corpus)->readings[x].doc.id, ((const Corpus *)corpus)->readings[y].doc.id);

    return order ? order : x < y ? -1 : x > y;
}

/* Quotations in the order of the documents' ids, whatever order those came in. */
static void gather(Work *w, Quotes *out)
{
    uint32_t count = (uint32_t)w->corpus->reading_count, *order = arena_array(w->scratch, uint32_t, count + 1);

    for (uint32_t r = 0; r < count; r++)
        order[r] = r;
    if (count)
        qsort_r(order, count, sizeof *order, compare_reading, w->corpus);
    for (uint32_t i = 0; i < count; i++)
        gather_reading(w, order[i], out);
}

static void add_keys(Work *w, const Quote *q, uint32_t number, Keys *out)
{
    for (size_t i = 0; i + RUN <= q->words.count; i++) {
        uint64_t run = hash64_join(q->words.word[i].hash, q->words.word[i + 1].hash);
        vec_push(w->scratch, out, (Key){ run, number, false });
        if (i + LONG_RUN > q->words.count)
            continue;
        for (size_t k = RUN; k < LONG_RUN; k++)
            run = hash64_join(run, q->words.word[i + k].hash);
        vec_push(w->scratch, out, (Key){ run, number, true });
    }
}

static void pair_up(Work *w, const Quotes *quotes, const Key *keys, size_t count, QuotePairs *out)
{
    size_t reach = count <= SHARE_LIMIT ? count : keys->lengthy ? NEIGHBOURS : 0;

    for (size_t x = 0; x < count; x++)
        for (size_t y = x + 1; y < count && y - x <= reach; y++)
            if (quotes->at[keys[x].quote].reading != quotes->at[keys[y].quote].reading)
                vec_push(w->scratch, out, (QuotePair){ keys[x].quote, keys[y].quote });
}

/* Two speakers may be one: same name, or one of them told by role or not at all, while most words agree. */
static bool speakers_fit(const Quote *a, const Quote *b, double share)
{
    if (a->speaker.count == 0 || b->speaker.count == 0 || !a->speaker.named || !b->speaker.named)
        return share >= NEAR_UNSURE;
    return name_same(&a->speaker, &b->speaker);
}

/* `a` comes first in the order of ids; days decide when they do. */
static bool a_is_derived(const Work *w, const Quote *a, const Quote *b)
{
    const Document *x = &w->corpus->readings[a->reading].doc, *y = &w->corpus->readings[b->reading].doc;

    return x->published_first != DAY_UNKNOWN && y->published_first != DAY_UNKNOWN && x->published_first > y->published_first;
}

static void compare_quotes(Work *w, const Quote *a, const Quote *b)
{
    bool swap = a_is_derived(w, a, b);
    const Quote *from = swap ? a : b, *to = swap ? b : a;
    UtteranceMatch m = utterance_compare(w->arena, &from->words, &to->words);
    size_t shorter = a->words.count < b->words.count ? a->words.count : b->words.count;
    double share = (double)m.common / (double)shorter;
    Passage p = { from->span, to->span };

    if (share < NEAR || m.common < 4 || !speakers_fit(a, b, share))
        return;
    work_add(w, (ClaimRef){ from->reading, from->claim }, (ClaimRef){ to->reading, to->claim }, DERIVED_QUOTATION, &p, 1,
             m.verdict == UTTERANCE_SAME ? S("the same quoted words")
             : m.verdict == UTTERANCE_PART ? S("the same quoted words, as far as both give them")
             : arena_printf(w->arena, "one utterance, not the same words: " STR_FMT "; %zu of %zu words agree in order",
                            STR_ARG(m.differs), m.common, shorter));
}

void quotations_find(Work *w)
{
    Quotes quotes = { 0 };
    Keys keys = { 0 };
    QuotePairs pairs = { 0 };

    gather(w, &quotes);
    for (uint32_t q = 0; q < quotes.count; q++)
        add_keys(w, &quotes.at[q], q, &keys);
    if (keys.count)
        qsort(keys.at, keys.count, sizeof *keys.at, compare_key);
    for (size_t i = 0, end; i < keys.count; i = end) {
        end = i + 1;
        while (end < keys.count && keys.at[end].hash == keys.at[i].hash)
            end++;
        pair_up(w, &quotes, &keys.at[i], end - i, &pairs);
    }
    if (pairs.count)
        qsort(pairs.at, pairs.count, sizeof *pairs.at, compare_pair);
    for (size_t i = 0; i < pairs.count; i++)
        if (i == 0 || compare_pair(&pairs.at[i - 1], &pairs.at[i]) != 0)
            compare_quotes(w, &quotes.at[pairs.at[i].a], &quotes.at[pairs.at[i].b]);
}
