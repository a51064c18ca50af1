/* translations.c -- one work in several languages.
 *
 * Without machine translation: the sequence of a text's places, days, figures and people is the same in
 * every language. Each mention becomes a key that knows no language (a place's id, a day, an interval of a
 * figure, a family name by its sound); runs of three keys are the text's fingerprints. Two documents of different
 * languages that share rare runs are aligned key by key, and where a stretch of them agrees in order it is
 * suggested as a translation: of the whole, or of a part. Rows of a catalogue that READ grouped as one
 * work are passed on with their languages.
 *
 * Where it breaks: two independent reports of one day that list the same towns and tolls in one order; a
 * text with few names and numbers is not found.
 */
#include "base/auto.h"
#include "base/hash.h"
#include "trace/names.h"
#include "trace/work.h"

#include <stdlib.h>

#define KEYS_MAX    400     /* keys of one document that are compared */
#define KEYS_MIN    7       /* keys in common, in order, that convince */
#define KINDS_MIN   2       /* kinds among them: a list of towns alone is a list of towns */
#define SHARE_MIN   0.5     /* of the shorter document's keys: one is the other in another language */
#define STRETCH_MIN 0.6     /* of the keys between the first and the last that agree: a part is */
#define RUN         3       /* keys of a fingerprint */
#define RUNS_MIN    2       /* fingerprints in common from which two documents are compared */
#define RUN_LIMIT   12      /* documents under one fingerprint; more is common knowledge */
#define PAIRS_MAX   16      /* documents that one is compared with, those with most fingerprints in common first */
#define NONE        UINT16_MAX

typedef struct Key {
    uint64_t key;
    uint8_t  kind;          /* MentionKind */
    int32_t  segment;
} Key;

typedef struct KeyList {
    Key    at[KEYS_MAX];
    size_t count;
} KeyList;

typedef struct KeyRun {
    uint64_t hash;
    uint32_t doc;
} KeyRun;

typedef struct DocPair {
    uint32_t a, b, runs;
} DocPair;

typedef VEC(KeyRun) KeyRunVec;
typedef VEC(DocPair) DocPairVec;

typedef struct Search {
    Work    *w;
    Names    names;
    KeyList *one, *other;
} Search;

/* Language-free keys. */
static uint64_t key_of(Search *s, const Reading *r, const Mention *m)
{
    ChainLink link = { .name = m->name, .span = SPAN_NONE };

    switch (m->kind) {
    case MENTION_PLACE:
        return m->place.place_id.len ? hash64_join(1, hash64(m->place.place_id)) : 0;
    case MENTION_DATE:
        return m->date.first == DAY_UNKNOWN || m->date.timex == TIMEX_DURATION ? 0
               : hash64_join(hash64_join(2, (uint64_t)(uint32_t)m->date.first), (uint64_t)(uint32_t)m->date.last);
    case MENTION_QUANTITY:
        return m->quantity.low == QUANTITY_UNKNOWN ? 0
               : hash64_join(hash64_join(3, (uint64_t)m->quantity.low), (uint64_t)m->quantity.high);
    case MENTION_PERSON:
        link.mention = (int32_t)(m - r->mentions);
        return m->person.named && !m->person.protect ? hash64_join(4, name_of_link(&s->names, r, &link).person) : 0;
    default:
        return 0;
    }
}

static void keys_of(Search *s, const Reading *r, KeyList *ret)
{
    ret->count = 0;
    for (size_t i = 0; i < r->mention_count && ret->count < KEYS_MAX; i++) {
        const Mention *m = &r->mentions[i];
        bool known = m->segment >= 0 && (size_t)m->segment < r->segment_count;
        SegmentRole role = known ? r->segments[m->segment].role : SEGMENT_SENTENCE;
        uint64_t key = role == SEGMENT_BOILERPLATE || role == SEGMENT_LIST ? 0 : key_of(s, r, m);
        if (key && (ret->count == 0 || ret->at[ret->count - 1].key != key))
            ret->at[ret->count++] = (Key){ key, (uint8_t)m->kind, m->segment };
    }
}

/* The longest common subsequence of both, as the partner of each key of `a` (NONE: it has none). Of several equal ones that
 * which pairs the latest keys. */
static size_t align_keys(Arena *arena, const KeyList *a, const KeyList *b, uint16_t *partner)
{
    size_t width = b->count + 1;
    uint16_t *length = arena_array(arena, uint16_t, (a->count + 1) * width);
    size_t i = a->count, k = b->count, count = 0;

    for (size_t x = 1; x <= a->count; x++)
        for (size_t y = 1; y <= b->count; y++) {
            uint16_t above = length[(x - 1) * width + y], before = length[x * width + y - 1];
            length[x * width + y] = a->at[x - 1].key == b->at[y - 1].key
                                        ? (uint16_t)(length[(x - 1) * width + y - 1] + 1)
                                        : above > before ? above : before;
        }
    for (size_t x = 0; x < a->count; x++)
        partner[x] = NONE;
    while (i && k) {
        if (a->at[i - 1].key == b->at[k - 1].key) {
            partner[--i] = (uint16_t)--k;
            count++;
        } else if (length[(i - 1) * width + k] >= length[i * width + k - 1]) {
            i--;
        } else {
            k--;
        }
    }
    return count;
}

/* A stretch of both lists in which most keys agree. */
typedef struct Stretch {
    size_t first, last;     /* keys of `a`, inclusive */
    size_t agree;
    unsigned kinds;
} Stretch;

static Stretch whole_stretch(const KeyList *a, const uint16_t *partner)
{
    Stretch s = { a->count, 0, 0, 0 };

    for (size_t i = 0; i < a->count; i++) {
        if (partner[i] == NONE)
            continue;
        s.first = i < s.first ? i : s.first;
        s.last = i;
        s.agree++;
        s.kinds |= 1u << a->at[i].kind;
    }
    return s;
}

/* The stretch with most keys that agree of which enough do on both sides: what is left after chance finds at its ends
 * are taken off. */
static Stretch dense_stretch(const KeyList *a, const uint16_t *partner)
{
    Stretch s = whole_stretch(a, partner);

    while (s.agree >= KEYS_MIN) {
        size_t left = s.last - s.first + 1, right = (size_t)partner[s.last] - partner[s.first] + 1;
        size_t longer = left > right ? left : right;
        if ((double)s.agree >= STRETCH_MIN * (double)longer)
            return s;
        /* Drop the end behind which the wider gap lies. */
        size_t next = s.first + 1, before = s.last - 1;
        while (partner[next] == NONE)
            next++;
        while (partner[before] == NONE)
            before--;
        size_t head = next - s.first + partner[next] - partner[s.first];
        size_t tail = s.last - before + partner[s.last] - partner[before];
        if (head >= tail)
            s.first = next;
        else
            s.last = before;
        s.agree--;
    }
    return (Stretch){ 0, 0, 0, 0 };
}

/* Sentences whose keys agree, each pair once. */
static size_t passages_of(Arena *arena, const Reading *x, const Reading *y, const Search *s, const uint16_t *partner,
                          Stretch t, Passage **ret)
{
    VEC(Passage) found = { 0 };
    int32_t from = -1, to = -1;

    for (size_t i = t.first; i <= t.last; i++) {
        int32_t a = s->one->at[i].segment, b = partner[i] == NONE ? -1 : s->other->at[partner[i]].segment;
        if (a < 0 || b < 0 || (a == from && b == to))
            continue;
        from = a;
        to = b;
        vec_push(arena, &found, (Passage){ x->segments[a].span, y->segments[b].span });
    }
    *ret = found.at;
    return found.count;
}

static void compare_documents(Search *s, uint32_t a, uint32_t b)
{
    Work *w = s->w;
    const Reading *x = &w->corpus->readings[a], *y = &w->corpus->readings[b];
    ArenaMark mark = arena_mark(w->scratch);
    uint16_t partner[KEYS_MAX];
    Passage *passages;

    keys_of(s, x, s->one);
    keys_of(s, y, s->other);
    size_t common = align_keys(w->scratch, s->one, s->other, partner);
    size_t shorter = s->one->count < s->other->count ? s->one->count : s->other->count;
    bool whole = (double)common >= SHARE_MIN * (double)shorter;
    Stretch t = whole ? whole_stretch(s->one, partner) : dense_stretch(s->one, partner);
    if (t.agree >= KEYS_MIN && __builtin_popcount(t.kinds) >= KINDS_MIN) {
        bool a_later = x->doc.published_first == DAY_UNKNOWN || y->doc.published_first == DAY_UNKNOWN ||
                       x->doc.published_first >= y->doc.published_first;
        size_t count = passages_of(w->scratch, x, y, s, partner, t, &passages);
        for (size_t i = 0; i < count && !a_later; i++)
            passages[i] = (Passage){ passages[i].to, passages[i].from };
        work_add(w, (ClaimRef){ a_later ? a : b, CLAIM_NONE }, (ClaimRef){ a_later ? b : a, CLAIM_NONE },
                 DERIVED_TRANSLATION, passages, count,
                 arena_printf(w->arena, "%zu of %zu places, days, figures and people%s stand in the same order, in " STR_FMT
                              " and " STR_FMT "; which is the original is not known", t.agree,
                              whole ? shorter : t.last - t.first + 1, whole ? "" : " of a part",
                              STR_ARG(x->doc.language), STR_ARG(y->doc.language)));
    }
    arena_rewind(w->scratch, mark);
}

/* ---- candidates ---- */

static int compare_run(const void *a, const void *b)
{
    const KeyRun *x = a, *y = b;

    if (x->hash != y->hash)
        return x->hash < y->hash ? -1 : 1;
    return x->doc < y->doc ? -1 : x->doc > y->doc;
}

static int compare_pair(const void *a, const void *b)
{
    const DocPair *x = a, *y = b;

    if (x->a != y->a)
        return x->a < y->a ? -1 : 1;
    return x->b < y->b ? -1 : x->b > y->b;
}

static int compare_promise(const void *a, const void *b)
{
    const DocPair *x = a, *y = b;

    if (x->a != y->a)
        return x->a < y->a ? -1 : 1;
    if (x->runs != y->runs)
        return x->runs > y->runs ? -1 : 1;
    return x->b < y->b ? -1 : x->b > y->b;
}

/* Documents of two languages that share a rare run, once a run. */
static void pairs_of_runs(Search *s, KeyRunVec *runs, DocPairVec *pairs)
{
    const Reading *readings = s->w->corpus->readings;

    for (size_t i = 0, end; i < runs->count; i = end) {
        size_t documents = 0;
        for (end = i; end < runs->count && runs->at[end].hash == runs->at[i].hash; end++)
            if (end == i || runs->at[end].doc != runs->at[end - 1].doc)
                runs->at[i + documents++].doc = runs->at[end].doc;
        for (size_t x = i; documents <= RUN_LIMIT && x < i + documents; x++)
            for (size_t y = x + 1; y < i + documents; y++)
                if (!str_eq(readings[runs->at[x].doc].doc.language, readings[runs->at[y].doc].doc.language))
                    vec_push(s->w->scratch, pairs, (DocPair){ runs->at[x].doc, runs->at[y].doc, 1 });
    }
}

static void across_documents(Work *w)
{
    AUTO_ARENA remembered = arena_create();     /* names outlive the marks of each comparison */
    Search s = { .w = w, .names = { .arena = remembered, .lang = w->lang }, .one = arena_new(w->scratch, KeyList),
                 .other = arena_new(w->scratch, KeyList) };
    KeyRunVec runs = { 0 };
    DocPairVec pairs = { 0 };

    for (uint32_t d = 0; d < w->corpus->reading_count; d++) {
        keys_of(&s, &w->corpus->readings[d], s.one);
        for (size_t i = 0; i + RUN <= s.one->count; i++)
            vec_push(w->scratch, &runs, (KeyRun){ hash64_join(hash64_join(s.one->at[i].key, s.one->at[i + 1].key),
                                                              s.one->at[i + 2].key), d });
    }
    if (runs.count)
        qsort(runs.at, runs.count, sizeof *runs.at, compare_run);
    pairs_of_runs(&s, &runs, &pairs);
    if (pairs.count)
        qsort(pairs.at, pairs.count, sizeof *pairs.at, compare_pair);
    size_t kept = 0;
    for (size_t i = 0; i < pairs.count; i++) {
        if (kept && compare_pair(&pairs.at[kept - 1], &pairs.at[i]) == 0)
            pairs.at[kept - 1].runs++;
        else
            pairs.at[kept++] = pairs.at[i];
    }
    if (kept)
        qsort(pairs.at, kept, sizeof *pairs.at, compare_promise);
    for (size_t i = 0, compared = 0; i < kept; i++) {
        compared = i && pairs.at[i].a == pairs.at[i - 1].a ? compared : 0;
        if (pairs.at[i].runs < RUNS_MIN || compared++ >= PAIRS_MAX)
            continue;
        compare_documents(&s, pairs.at[i].a, pairs.at[i].b);
    }
}

/* ---- catalogues ---- */

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
