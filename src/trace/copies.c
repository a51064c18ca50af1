/* copies.c -- exact, near, re-spun and partial copies.
 *
 * Candidates come from an inverted index of fingerprints: winnowed shingles of
 * five words (Schleimer, Wilkerson, Aiken 2003: every run of ten equal words
 * leaves one), and, because re-spinning alters words but keeps names
 * and numbers, pairs of neighbouring names and numbers of a sentence. A fingerprint
 * that many documents share (a stock sentence) leads only to the first few of them,
 * so that the candidates of a document stay bounded. Candidates are then
 * aligned sentence by sentence; containment, not similarity, is reported.
 */
#include "trace/copies.h"

#include "base/hash.h"
#include "base/map.h"
#include "trace/names.h"

#include <stdlib.h>

#define SHINGLE      5      /* words */
#define WINDOW       6      /* shingles of which the smallest hash is kept */
#define RARE         16     /* documents: a fingerprint in more of them is stock */
#define STOCK_LINKS  4      /* documents that a stock fingerprint still leads to */
#define SHARED_MIN   4      /* rare fingerprints in common from which two texts are aligned; one sentence leaves more */
#define CANDIDATES   8     /* documents that one document is aligned with */
#define KEPT         4      /* derivations of one document by copying */
#define PASSAGES     200

/* A fingerprint of one document. */
typedef struct Print {
    uint64_t hash;
    uint32_t doc;
} Print;

/* Two documents that share fingerprints. */
typedef struct Shared {
    uint32_t late, early;   /* late > early */
    uint32_t rare, stock;   /* fingerprints of each kind in common */
} Shared;

typedef VEC(Print) Prints;
typedef VEC(Shared) SharedVec;

static int compare_print(const void *a, const void *b)
{
    const Print *x = a, *y = b;

    if (x->hash != y->hash)
        return x->hash < y->hash ? -1 : 1;
    return x->doc < y->doc ? -1 : x->doc > y->doc;
}

static int compare_shared(const void *a, const void *b)
{
    const Shared *x = a, *y = b;

    if (x->late != y->late)
        return x->late < y->late ? -1 : 1;
    return x->early < y->early ? -1 : x->early > y->early;
}

/* The rarer first: those are aligned. */
static int compare_promise(const void *a, const void *b)
{
    const Shared *x = a, *y = b;

    if (x->rare != y->rare)
        return x->rare > y->rare ? -1 : 1;
    if (x->stock != y->stock)
        return x->stock > y->stock ? -1 : 1;
    return compare_shared(a, b);
}

static void winnow(Arena *arena, const Text *t, uint32_t doc, Prints *out)
{
    uint64_t ring[WINDOW], last = 0;

    if (t->word_count < SHINGLE)
        return;
    for (uint32_t i = 0; i + SHINGLE <= t->word_count; i++) {
        uint64_t h = SHINGLE;
        for (uint32_t k = 0; k < SHINGLE; k++)
            h = hash64_join(h, t->words[i + k].hash);
        ring[i % WINDOW] = h;
        if (i + 1 < WINDOW)
            continue;
        uint64_t smallest = ring[0];
        for (size_t k = 1; k < WINDOW; k++)
            smallest = ring[k] < smallest ? ring[k] : smallest;
        if (smallest != last)
            vec_push(arena, out, (Print){ smallest, doc });
        last = smallest;
    }
}

/* Neighbouring names and numbers of a sentence, in order. */
static void name_pairs(Arena *arena, const Text *t, uint32_t doc, Prints *out)
{
    for (uint32_t s = 0; s < t->sentence_count; s++) {
        uint64_t before = 0;
        for (uint32_t i = t->sentences[s].first; i < t->sentences[s].last; i++) {
            const TextWord *w = &t->words[i];
            if (!w->capital && !w->digit)
                continue;
            if (before && before != w->hash)
                vec_push(arena, out, (Print){ hash64_join(before ^ 0xA5A5, w->hash), doc });
            before = w->hash;
        }
    }
}

/* Neighbouring long words: "deliberate terror", "intentionally directing". */
static void word_pairs(Arena *arena, const Text *t, uint32_t doc, Prints *out)
{
    const uint8_t long_word = 7;
    uint64_t before = 0;

    for (uint32_t i = 0; i < t->word_count; i++) {
        if (t->words[i].letters < long_word)
            continue;
        if (before && before != t->words[i].hash)
            vec_push(arena, out, (Print){ hash64_join(before ^ 0x5A5A, t->words[i].hash), doc });
        before = t->words[i].hash;
    }
}

/* Fingerprints of one document that others have too: [first, first + before) of the sorted prints. */
typedef struct Link {
    uint32_t doc;
    size_t   first;
    uint32_t before;
    bool     rare;
} Link;

typedef VEC(Link) LinkVec;

/* Documents that share a fingerprint: all pairs of a rare one, the first few of a stock one. */
static void add_shared(Arena *arena, const Print *at, size_t first, size_t count, LinkVec *out)
{
    bool rare = count <= RARE;

    for (size_t i = 1; i < count; i++)
        vec_push(arena, out, (Link){ at[first + i].doc, first,
                                     (uint32_t)(rare || i < STOCK_LINKS ? i : STOCK_LINKS), rare });
}

/* Add up what each document shares with each one before it: links by document, then a counter for each other. */
static void add_up(Work *w, const Print *prints, const LinkVec *links, SharedVec *out)
{
    size_t docs = w->corpus->reading_count;
    uint32_t *start = arena_array(w->scratch, uint32_t, docs + 2);
    uint32_t *order = arena_array(w->scratch, uint32_t, links->count + 1);
    uint32_t *at = arena_array(w->scratch, uint32_t, docs + 1);     /* of each other: its place in out, plus one */

    for (size_t i = 0; i < links->count; i++)
        start[links->at[i].doc + 2]++;
    for (size_t d = 2; d <= docs + 1; d++)
        start[d] += start[d - 1];
    for (uint32_t i = 0; i < links->count; i++)
        order[start[links->at[i].doc + 1]++] = i;
    for (uint32_t d = 0; d < docs; d++) {
        size_t begin = out->count;
        for (uint32_t i = start[d]; i < start[d + 1]; i++) {
            const Link *l = &links->at[order[i]];
            for (uint32_t k = 0; k < l->before; k++) {
                uint32_t other = prints[l->first + k].doc;
                if (at[other] == 0) {
                    vec_push(w->scratch, out, (Shared){ d, other, 0, 0 });
                    at[other] = (uint32_t)out->count;
                }
                Shared *s = &out->at[at[other] - 1];
                s->rare += l->rare;
                s->stock += !l->rare;
            }
        }
        for (size_t i = begin; i < out->count; i++)
            at[out->at[i].early] = 0;
    }
}

/* By hash, then document: the prints come in order of documents, and a radix sort
 * keeps that order. Four passes of sixteen bits beat comparing from some ten thousand prints on. */
static void prints_sort(Arena *arena, Prints *p)
{
    enum { DIGITS = 1 << 16 };

    if (p->count < DIGITS) {
        qsort(p->at, p->count, sizeof *p->at, compare_print);
        return;
    }
    Print *other = arena_raw(arena, p->count * sizeof *other);
    size_t *start = arena_array(arena, size_t, DIGITS + 1);
    for (int shift = 0; shift < 64; shift += 16) {
        memset(start, 0, (DIGITS + 1) * sizeof *start);
        for (size_t i = 0; i < p->count; i++)
            start[(p->at[i].hash >> shift & (DIGITS - 1)) + 1]++;
        for (size_t d = 0; d < DIGITS; d++)
            start[d + 1] += start[d];
        for (size_t i = 0; i < p->count; i++)
            other[start[p->at[i].hash >> shift & (DIGITS - 1)]++] = p->at[i];
        Print *swap = p->at;
        p->at = other;
        other = swap;
    }
}

/* Sort, drop repeats within a document, pair up, and add up the pairs. */
static void candidates(Work *w, SharedVec *out)
{
    Prints prints = { 0 };
    LinkVec links = { 0 };

    for (uint32_t d = 0; d < w->corpus->reading_count; d++) {
        winnow(w->scratch, &w->texts[d], d, &prints);
        name_pairs(w->scratch, &w->texts[d], d, &prints);
        word_pairs(w->scratch, &w->texts[d], d, &prints);
    }
    if (prints.count == 0)
        return;
    prints_sort(w->scratch, &prints);
    size_t kept = 0;
    for (size_t i = 0; i < prints.count; i++)
        if (kept == 0 || compare_print(&prints.at[kept - 1], &prints.at[i]) != 0)
            prints.at[kept++] = prints.at[i];
    for (size_t i = 0, end; i < kept; i = end) {
        end = i + 1;
        while (end < kept && prints.at[end].hash == prints.at[i].hash)
            end++;
        add_shared(w->scratch, prints.at, i, end - i, &links);
    }
    add_up(w, prints.at, &links, out);
}

/* Names in the text of `late` of the publisher of `early`: it says whence it has it. */
static bool text_names(const Work *w, uint32_t late, uint32_t early)
{
    Str early_publisher = w->corpus->readings[early].doc.publisher;
    Name publisher = name_of(early_publisher);
    const Text *t = &w->texts[late];

    if (publisher.count == 0 || str_eq(early_publisher, w->corpus->readings[late].doc.publisher))
        return false;
    for (uint32_t i = 0; i + publisher.count <= t->word_count; i++) {
        size_t k = 0;
        while (k < publisher.count && t->words[i + k].hash == publisher.word[k])
            k++;
        if (k == publisher.count)
            return true;
    }
    return false;
}

/* Which of two texts is the derived one. No date proves who copied whom, so the reason goes into the evidence. */
static bool derived_is_late(const Work *w, uint32_t late, uint32_t early, const char **why)
{
    const Document *a = &w->corpus->readings[late].doc, *b = &w->corpus->readings[early].doc;

    /* A text of the days before cannot have it from one that was not yet out, whatever it names. */
    bool days = a->published_first != DAY_UNKNOWN && b->published_first != DAY_UNKNOWN;
    bool late_first = days && a->published_last < b->published_first;
    bool early_first = days && b->published_last < a->published_first;
    bool late_names = text_names(w, late, early), early_names = text_names(w, early, late);
    if (late_names != early_names && !(late_names ? late_first : early_first)) {
        *why = "it names the publisher of the other";
        return late_names;
    }
    if (a->published_first != DAY_UNKNOWN && b->published_first != DAY_UNKNOWN &&
        a->published_first != b->published_first) {
        *why = "it was published later; a date alone proves no copying";
        return a->published_first > b->published_first;
    }
    *why = "the order is not known, the one that came in later is listed as derived";
    return true;
}

static Str percent_text(Arena *arena, const Alignment *a, bool from_late)
{
    uint32_t total = from_late ? a->late_words : a->early_words;
    uint32_t common = from_late ? a->late_common : a->early_common;

    return arena_printf(arena, "%u of %u sentences, %u %% of its words", a->pair_count,
                        from_late ? a->late_sentences : a->early_sentences, total ? common * 100 / total : 0);
}

/* Spans of the aligned sentences, `from` first. */
static size_t passages_of(const Work *w, uint32_t late, uint32_t early, const Alignment *a, bool from_late, Passage *ret)
{
    size_t count = 0;

    for (size_t i = 0; i < a->pair_count && count < PASSAGES; i++) {
        Span s = w->texts[late].sentences[a->pairs[i].late].span;
        Span t = w->texts[early].sentences[a->pairs[i].early].span;
        ret[count++] = from_late ? (Passage){ s, t } : (Passage){ t, s };
    }
    return count;
}

void copies_lay_side_by_side(Work *w, uint32_t from, uint32_t to, Derivation *d)
{
    Alignment a;

    align_prepare(w->scratch, &w->texts[from]);
    align_prepare(w->scratch, &w->texts[to]);
    align_texts(w->scratch, &w->texts[from], &w->texts[to], false, &a);
    d->passages = arena_array(w->scratch, Passage, a.pair_count + 1);
    d->passage_count = a.pair_count ? passages_of(w, from, to, &a, true, d->passages) : 0;
    if (d->passage_count)
        d->how = a.likeness >= ALIKE_COPY ? DERIVED_COPY : DERIVED_RESPUN;
}

static void tell_copy(Work *w, uint32_t late, uint32_t early, const Alignment *a)
{
    const char *why;
    bool from_late = derived_is_late(w, late, early, &why);
    uint32_t from = from_late ? late : early, to = from_late ? early : late;
    Passage passages[PASSAGES];
    size_t count = passages_of(w, late, early, a, from_late, passages);

    bool exact = w->texts[late].whole == w->texts[early].whole;
    Str share = percent_text(w->arena, a, from_late);
    work_add(w, (ClaimRef){ from, CLAIM_NONE }, (ClaimRef){ to, CLAIM_NONE },
             a->likeness >= ALIKE_COPY ? DERIVED_COPY : DERIVED_RESPUN, passages, count,
             exact ? arena_printf(w->arena, "the same words throughout; %s", why)
                   : arena_printf(w->arena, STR_FMT " stand%s in the other text; %s", STR_ARG(share),
                                  a->likeness >= ALIKE_COPY ? "" : ", reworded,", why));
}

/* One document against its most promising candidates. */
static void align_document(Work *w, Shared *at, size_t count)
{
    size_t kept = 0;

    qsort(at, count, sizeof *at, compare_promise);
    for (size_t i = 0; i < count && i < CANDIDATES && kept < KEPT; i++) {
        if (at[i].rare < SHARED_MIN && at[i].stock < 2 * SHARED_MIN)
            continue;
        align_prepare(w->scratch, &w->texts[at[i].late]);
        align_prepare(w->scratch, &w->texts[at[i].early]);
        ArenaMark mark = arena_mark(w->scratch);
        Alignment a;
        align_texts(w->scratch, &w->texts[at[i].late], &w->texts[at[i].early], at[i].rare == 0, &a);
        if (a.derived) {
            tell_copy(w, at[i].late, at[i].early, &a);
            kept++;
        }
        arena_rewind(w->scratch, mark);
    }
}

/* Texts with the same words: each to the first of them. */
static void exact_copies(Work *w)
{
    Map first = { 0 };

    for (uint32_t d = 0; d < w->corpus->reading_count; d++) {
        Text *t = &w->texts[d];
        if (t->word_count < SHINGLE)
            continue;
        Str key = arena_str(w->scratch, (Str){ (const char *)&t->whole, sizeof t->whole });
        int64_t *seen = map_put(w->scratch, &first, key, d);
        if (*seen == d)
            continue;
        Alignment a;
        align_prepare(w->scratch, t);
        align_prepare(w->scratch, &w->texts[*seen]);
        align_texts(w->scratch, t, &w->texts[*seen], false, &a);
        tell_copy(w, d, (uint32_t)*seen, &a);
    }
}

void copies_find(Work *w)
{
    SharedVec shared = { 0 };

    exact_copies(w);
    candidates(w, &shared);
    for (size_t i = 0, end; i < shared.count; i = end) {
        size_t kept = i;
        for (end = i; end < shared.count && shared.at[end].late == shared.at[i].late; end++)
            if (w->texts[shared.at[end].late].whole != w->texts[shared.at[end].early].whole)
                shared.at[kept++] = shared.at[end];
        align_document(w, &shared.at[i], kept - i);
    }
}
