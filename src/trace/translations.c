/* translations.c -- one work in several languages.
 *
 * Without machine translation: the sequence of a text's places, days and figures
 * is the same in every language. Two documents of different languages that share
 * most of that sequence, in order, are suggested as versions of one. Rows of a
 * catalogue that READ grouped as one work are passed on with their languages.
 */
#include "base/hash.h"
#include "trace/work.h"

#include <stdlib.h>

#define KEYS_MAX   400      /* keys of one document that are compared */
#define KEYS_MIN   7        /* keys in common, in order, that convince */
#define SHARE_MIN  0.5      /* of the shorter document's keys */
#define RUN        3        /* keys of a fingerprint */
#define RUNS_MIN   2        /* fingerprints in common from which two documents are compared */
#define RUN_LIMIT  12       /* documents under one fingerprint; more is common knowledge */

typedef struct KeyRun {
    uint64_t hash;
    uint32_t doc;
} KeyRun;

typedef struct KeyList {
    uint64_t key[KEYS_MAX];
    size_t   count;
} KeyList;

/* Language-free keys: a place's id, a day, a figure. */
static uint64_t key_of(const Mention *m)
{
    switch (m->kind) {
    case MENTION_PLACE:
        return m->place.place_id.len ? hash64_join(1, hash64(m->place.place_id)) : 0;
    case MENTION_DATE:
        return m->date.first == DAY_UNKNOWN || m->date.timex == TIMEX_DURATION ? 0
               : hash64_join(2, (uint64_t)(uint32_t)m->date.first);
    case MENTION_QUANTITY:
        return m->quantity.low == QUANTITY_UNKNOWN ? 0 : hash64_join(3, (uint64_t)m->quantity.low);
    default:
        return 0;
    }
}

static void keys_of(const Reading *r, KeyList *ret)
{
    ret->count = 0;
    for (size_t i = 0; i < r->mention_count && ret->count < KEYS_MAX; i++) {
        uint64_t key = key_of(&r->mentions[i]);
        bool boilerplate = r->mentions[i].segment >= 0 &&
                           r->segments[r->mentions[i].segment].role == SEGMENT_BOILERPLATE;
        if (key && !boilerplate && (ret->count == 0 || ret->key[ret->count - 1] != key))
            ret->key[ret->count++] = key;
    }
}

static size_t common_keys(const KeyList *a, const KeyList *b)
{
    uint16_t row[KEYS_MAX + 1] = { 0 };

    for (size_t i = 0; i < a->count; i++) {
        uint16_t diagonal = 0;
        for (size_t k = 0; k < b->count; k++) {
            uint16_t above = row[k + 1];
            row[k + 1] = a->key[i] == b->key[k] ? (uint16_t)(diagonal + 1) : above > row[k] ? above : row[k];
            diagonal = above;
        }
    }
    return row[b->count];
}

static int compare_run(const void *a, const void *b)
{
    const KeyRun *x = a, *y = b;

    if (x->hash != y->hash)
        return x->hash < y->hash ? -1 : 1;
    return x->doc < y->doc ? -1 : x->doc > y->doc;
}

typedef struct DocPair {
    uint32_t a, b;
} DocPair;

static int compare_pair(const void *a, const void *b)
{
    const DocPair *x = a, *y = b;

    if (x->a != y->a)
        return x->a < y->a ? -1 : 1;
    return x->b < y->b ? -1 : x->b > y->b;
}

static void compare_documents(Work *w, uint32_t a, uint32_t b)
{
    const Reading *x = &w->corpus->readings[a], *y = &w->corpus->readings[b];
    KeyList one, other;

    keys_of(x, &one);
    keys_of(y, &other);
    size_t common = common_keys(&one, &other), shorter = one.count < other.count ? one.count : other.count;
    if (common < KEYS_MIN || (double)common < SHARE_MIN * (double)shorter)
        return;
    bool a_later = x->doc.published_first == DAY_UNKNOWN || y->doc.published_first == DAY_UNKNOWN ||
                   x->doc.published_first >= y->doc.published_first;
    work_add(w, (ClaimRef){ a_later ? a : b, CLAIM_NONE }, (ClaimRef){ a_later ? b : a, CLAIM_NONE },
             DERIVED_TRANSLATION, NULL, 0,
             arena_printf(w->arena, "%zu of %zu places, days and figures in the same order, in " STR_FMT " and " STR_FMT
                          "; which is the original is not known", common, shorter, STR_ARG(x->doc.language),
                          STR_ARG(y->doc.language)));
}

static void across_documents(Work *w)
{
    VEC(KeyRun) runs = { 0 };
    VEC(DocPair) pairs = { 0 };
    KeyList *keys = arena_new(w->scratch, KeyList);

    for (uint32_t d = 0; d < w->corpus->reading_count; d++) {
        keys_of(&w->corpus->readings[d], keys);
        for (size_t i = 0; i + RUN <= keys->count; i++)
            vec_push(w->scratch, &runs, (KeyRun){
                     hash64_join(hash64_join(keys->key[i], keys->key[i + 1]), keys->key[i + 2]), d });
    }
    if (runs.count)
        qsort(runs.at, runs.count, sizeof *runs.at, compare_run);
    for (size_t i = 0, end; i < runs.count; i = end) {
        end = i + 1;
        while (end < runs.count && runs.at[end].hash == runs.at[i].hash)
            end++;
        for (size_t x = i; x < end && end - i <= RUN_LIMIT; x++)
            for (size_t y = x + 1; y < end; y++)
                if (!str_eq(w->corpus->readings[runs.at[x].doc].doc.language,
                            w->corpus->readings[runs.at[y].doc].doc.language))
                    vec_push(w->scratch, &pairs, (DocPair){ runs.at[x].doc, runs.at[y].doc });
    }
    if (pairs.count)
        qsort(pairs.at, pairs.count, sizeof *pairs.at, compare_pair);
    for (size_t i = 0, end; i < pairs.count; i = end) {
        for (end = i; end < pairs.count && compare_pair(&pairs.at[i], &pairs.at[end]) == 0; end++)
            ;
        if (end - i >= RUNS_MIN)
            compare_documents(w, pairs.at[i].a, pairs.at[i].b);
    }
}

/* Catalogue rows of one work, each tied to the first of them. */
static void in_catalogue(Work *w, uint32_t reading)
{
    const Reading *r = &w->corpus->readings[reading];

    uint32_t *first = arena_array(w->scratch, uint32_t, r->entry_count + 1);    /* of a work, plus one */

    for (size_t i = 0; i < r->entry_count; i++) {
        const CatalogueEntry *e = &r->entries[i];
        if (e->work < 0 || (size_t)e->work > r->entry_count)
            continue;
        uint32_t k = first[e->work] - 1;
        if (first[e->work] == 0)
            first[e->work] = (uint32_t)i + 1;
        if (k == UINT32_MAX || str_eq(e->language, r->entries[k].language))
            continue;
        Passage p = { e->span, r->entries[k].span };
        work_add(w, (ClaimRef){ reading, claim_at(r, e->span) }, (ClaimRef){ reading, claim_at(r, p.to) },
                 DERIVED_TRANSLATION, &p, 1,
                 arena_printf(w->arena, "one work, in " STR_FMT " and " STR_FMT
                              "; which is the original is not stated", STR_ARG(e->language),
                              STR_ARG(r->entries[k].language)));
    }
}

void translations_find(Work *w)
{
    for (uint32_t r = 0; r < w->corpus->reading_count; r++)
        in_catalogue(w, r);
    across_documents(w);
}
