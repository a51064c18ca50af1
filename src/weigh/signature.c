/* signature.c -- see signature.h. A name is a word with a capital letter that does not
 * begin its sentence; its weight grows with its rarity (inverse document
 * frequency, Sparck Jones 1972), so that "Ukraine" weighs nothing.
 */
#include "weigh/signature.h"

#include "base/hash.h"
#include "base/vec.h"
#include "lang/scan.h"

#include <math.h>
#include <stdlib.h>

#define NAMES_OF_TEXT 600       /* names of a long text that are looked at */
#define COMMON_SHARE  100       /* a name in more than one text of so many ... */
#define COMMON_MIN    12        /* ... and in more texts than this is common */
#define LEAD_WORDS    80        /* words of a text's beginning that are looked at */
#define LEAD_LETTERS  5
#define LEAD_SHARE    0.5       /* what such a word weighs of a name as rare */
#define CHANCE        1.0       /* bits that two unrelated texts share by chance */
#define NAME_MAX      3.0

typedef struct Seen {
    uint64_t hash;
    uint32_t reading;
    bool     name;          /* else a long word of the lead */
} Seen;

typedef VEC(Seen) SeenVec;

static int compare_seen(const void *a, const void *b)
{
    const Seen *x = a, *y = b;

    if (x->hash != y->hash)
        return x->hash < y->hash ? -1 : 1;
    return x->reading < y->reading ? -1 : x->reading > y->reading;
}

static int compare_rarest(const void *a, const void *b)
{
    const RareName *x = a, *y = b;

    if (x->documents != y->documents)
        return x->documents < y->documents ? -1 : 1;
    return x->hash < y->hash ? -1 : x->hash > y->hash;
}

static int compare_hash(const void *a, const void *b)
{
    const RareName *x = a, *y = b;
    return x->hash < y->hash ? -1 : x->hash > y->hash;
}

static void gather(Arena *arena, const Reading *r, uint32_t reading, SeenVec *out)
{
    size_t count = 0;

    for (size_t i = 0; i < r->segment_count && count < NAMES_OF_TEXT; i++) {
        const Segment *s = &r->segments[i];
        size_t at = s->span.start, word = 0;
        ScanWord w;
        if (s->role == SEGMENT_BOILERPLATE || s->role == SEGMENT_BYLINE || s->span.end > r->text.len)
            continue;
        /* Headlines capitalise every word. */
        while (s->role != SEGMENT_TITLE && scan_word(str_slice(r->text, 0, s->span.end), &at, &w))
            if (word++ > 0 && w.capital && w.letters >= 3) {
                vec_push(arena, out, (Seen){ w.hash, reading, true });
                count++;
            }
    }
}

/* What a report is about stands in its headline and first sentences: "prom", "catering", "courthouse". */
static void gather_lead(Arena *arena, const Reading *r, uint32_t reading, SeenVec *out)
{
    size_t count = 0;

    for (size_t i = 0; i < r->segment_count && count < LEAD_WORDS; i++) {
        const Segment *s = &r->segments[i];
        size_t at = s->span.start;
        ScanWord w;
        if (s->role == SEGMENT_BOILERPLATE || s->role == SEGMENT_BYLINE || s->span.end > r->text.len)
            continue;
        while (count < LEAD_WORDS && scan_word(str_slice(r->text, 0, s->span.end), &at, &w)) {
            count++;
            if (w.letters >= LEAD_LETTERS && (!w.capital || s->role == SEGMENT_TITLE))
                vec_push(arena, out, (Seen){ hash64_join(2, w.hash), reading, false });
        }
    }
}

/* The next power of two: so that one more document changes the weights of its own names, and only when the case
 * has doubled those of all. */
static size_t round_size(size_t readings)
{
    size_t size = 1;

    while (size < readings)
        size *= 2;
    return size;
}

/* Names in two or more texts, but not in very many, with their weights; by reading. */
static void weigh_names(Arena *arena, const SeenVec *seen, size_t readings, Signatures *ret)
{
    typedef VEC(RareName) Names;
    Names *of = arena_array(arena, Names, readings + 1);
    size_t size = round_size(readings), total = 0;
    size_t common = size / COMMON_SHARE > COMMON_MIN ? size / COMMON_SHARE : COMMON_MIN;

    for (size_t i = 0, end; i < seen->count; i = end) {
        uint32_t documents = 0;
        bool is_name = seen->at[i].name;
        for (end = i; end < seen->count && seen->at[end].hash == seen->at[i].hash; end++)
            documents += end == i || seen->at[end].reading != seen->at[end - 1].reading;
        /* In a case of few texts nothing tells which plain words are rare. */
        if (documents < 2 || documents > (is_name ? common : size / COMMON_SHARE))
            continue;
        double bits = log2((double)size / documents) / 3;
        bits = (bits < NAME_MAX ? bits : NAME_MAX) * (is_name ? 1 : LEAD_SHARE);
        RareName name = { seen->at[i].hash, documents, (float)bits };
        for (size_t k = i; k < end; k++)
            if (k == i || seen->at[k].reading != seen->at[k - 1].reading)
                vec_push(arena, &of[seen->at[k].reading], name);
    }
    for (size_t r = 0; r < readings; r++) {
        if (of[r].count)
            qsort(of[r].at, of[r].count, sizeof *of[r].at, compare_rarest);
        if (of[r].count > SIGNATURE_NAMES)
            of[r].count = SIGNATURE_NAMES;
        if (of[r].count)
            qsort(of[r].at, of[r].count, sizeof *of[r].at, compare_hash);
        total += of[r].count;
    }
    ret->names = arena_array(arena, RareName, total + 1);
    for (size_t r = 0; r < readings; r++) {
        if (of[r].count)
            memcpy(ret->names + ret->first[r], of[r].at, of[r].count * sizeof *ret->names);
        ret->first[r + 1] = ret->first[r] + (uint32_t)of[r].count;
    }
}

void signatures_make(Arena *arena, const Corpus *c, Signatures *ret)
{
    SeenVec seen = { 0 };

    *ret = (Signatures){ .first = arena_array(arena, uint32_t, c->reading_count + 1) };
    for (uint32_t r = 0; r < c->reading_count; r++)
        gather(arena, &c->readings[r], r, &seen);
    for (uint32_t r = 0; r < c->reading_count; r++)
        gather_lead(arena, &c->readings[r], r, &seen);
    if (seen.count)
        qsort(seen.at, seen.count, sizeof *seen.at, compare_seen);
    weigh_names(arena, &seen, c->reading_count, ret);
}

double signatures_shared(const Signatures *s, uint32_t a, uint32_t b, size_t *count)
{
    uint32_t i = s->first[a], k = s->first[b];
    double bits = 0;

    *count = 0;
    while (i < s->first[a + 1] && k < s->first[b + 1]) {
        if (s->names[i].hash == s->names[k].hash) {
            bits += s->names[i].weight;
            (*count)++;
            i++;
            k++;
        } else if (s->names[i].hash < s->names[k].hash) {
            i++;
        } else {
            k++;
        }
    }
    bits = bits > CHANCE ? bits - CHANCE : 0;
    return bits < SIGNATURE_MAX ? bits : SIGNATURE_MAX;
}
