/* works.c -- rows of a catalogue that are one work in several languages.
 *
 * No machine translation: titles are compared by what is the same in every language. Places are ids, numbers
 * numbers, people and other long words are taken by their sound (cognates), and a few dozen common
 * words have one code in all languages (data/lang/CODE/concepts.tsv). A key that many titles of the catalogue have
 * ("Ukraine") tells little, a rare one much: -log2 of its share. With authors and dates the evidence of each pair is
 * summed, and the surest pairs are joined first, so that a work has one row a language.
 *
 * Where it breaks: two articles by one author on one day are taken for one work when they are in two languages;
 * a title that was translated freely, without author, is not found.
 */
#include "base/hash.h"
#include "base/map.h"
#include "lang/scan.h"
#include "lang/words.h"
#include "model/edtf.h"
#include "read/catalogue.h"

#include <stdlib.h>

#define KEYS_MAX     24     /* keys of one title */
#define COGNATE_MIN  6      /* letters of a sound from which it is compared */
#define COGNATE_HEAD 5      /* of them that must be equal */
#define AUTHORS_MAX  16     /* words of authors' names that are compared */
#define DAYS_NEAR    14     /* between two versions of one work that come out together */
#define DAYS_FAR     400    /* ... and of one that was translated later */
#define NEIGHBOURS   24     /* rows of one author, or with one rare key, that a row is compared with */
#define RARE_ROWS    16     /* rows with a key that may bring two of them together */

/* What the titles of a pair must have in common: keys, and their evidence in quarters of a bit. */
static const struct Least { size_t keys; int evidence; } least_of[] = {
    { 0, 0 },       /* one author, one day */
    { 2, 8 },       /* one author, days apart */
    { 2, 24 },      /* some author in common, or none told of one of the two */
    { 3, 24 },      /* one author, weeks or months apart, or a day is not told */
    { 3, 36 },      /* the same without an author told of one of the two */
};
enum { LEAST_SAME_DAY, LEAST_DAYS, LEAST_SOME_AUTHOR, LEAST_LATER, LEAST_LATER_UNNAMED };

#define FOR_AUTHORS 32      /* what one author is worth beside the titles, */
#define FOR_SOME    12      /* one of several, */
#define FOR_DAY     16      /* and one day */

typedef struct Title {
    uint64_t key[KEYS_MAX];
    size_t   count;
    uint64_t author[AUTHORS_MAX];   /* capitalised words of the authors' names, by sound */
    size_t   author_count;
    uint64_t family[AUTHORS_MAX];   /* the last of each name */
    size_t   family_count;
    int32_t  first, last;       /* days; DAY_UNKNOWN */
} Title;

typedef struct WorkPair {
    uint32_t a, b;
    int      evidence;
} WorkPair;

typedef struct Works {
    Found  *f;
    Title  *titles;
    Map     rows;               /* of a key: how many titles have it */
    int32_t *group;             /* of each row: the first row of its work */
    VEC(WorkPair) pairs;
} Works;

typedef struct Keyed {
    uint64_t key;
    uint32_t row;
} Keyed;

typedef VEC(Keyed) KeyedVec;

static void add_key(Title *t, uint64_t key)
{
    for (size_t i = 0; i < t->count; i++)
        if (t->key[i] == key)
            return;
    if (t->count < KEYS_MAX)
        t->key[t->count++] = key;
}

/* Codes of concepts.tsv for the word or phrase at *at, which moves behind it; 0 for none (and *at stays). */
static uint64_t concept_at(const Lang *lang, Str text, size_t *at)
{
    size_t end = *at, behind = *at;
    uint64_t hash = 0, code = 0;
    ScanWord w;

    while (scan_word(text, &end, &w)) {
        hash = hash ? fold_join(hash, w.hash) : fold_join(SOURCE_WORDS, w.hash);
        const Entry *e = lang_entry(lang, hash);
        const Sense *s = e && e->count ? lang_senses(lang, e) : NULL;
        for (uint16_t i = 0; s && i < e->count; i++)
            if (s[i].word_class == CLASS_CONCEPT) {
                code = hash64_join(3, hash64(lang_row(lang, s[i].row)->s[0]));
                behind = end;
                break;
            }
        if (!e || !e->longer)
            break;
    }
    *at = behind;
    return code;
}

/* "Russians", in any language: the state, as a place. */
static uint64_t demonym_key(const Lang *lang, uint64_t hash)
{
    const Entry *e = lang_entry(lang, hash);
    const Sense *s = e && e->count && (e->classes & CLASS_BIT(CLASS_DEMONYM)) ? lang_senses(lang, e) : NULL;

    for (uint16_t i = 0; s && i < e->count; i++)
        if (s[i].word_class == CLASS_DEMONYM && lang_row(lang, s[i].row)->s[0].len)
            return hash64_join(1, hash64(lang_row(lang, s[i].row)->s[0]));
    return 0;
}

static void take_words(Arena *arena, const Lang *lang, Str title, Title *t)
{
    size_t at = 0;
    ScanWord w;

    for (;;) {
        uint64_t concept = concept_at(lang, title, &at);
        if (concept) {
            add_key(t, concept);
            continue;
        }
        if (!scan_word(title, &at, &w))
            return;
        Str word = span_text(title, w.span), sound;
        uint64_t state = demonym_key(lang, w.hash);
        if (state)
            add_key(t, state);
        else if (w.digit)
            add_key(t, hash64_join(2, w.hash));
        else if (w.letters >= COGNATE_HEAD && (sound = lang_sound(lang, arena, word)).len >= COGNATE_MIN)
            add_key(t, hash64_join(4, hash64(str_slice(sound, 0, COGNATE_HEAD))));
    }
}

/* Words of offices that translate and edit count too; those that both rows have decide. */
static void take_authors(Arena *arena, const Lang *lang, const CatalogueEntry *e, Title *t)
{
    for (size_t i = 0; i < e->author_count; i++) {
        uint64_t last = 0;
        size_t at = 0;
        ScanWord w;
        while (scan_word(e->authors[i], &at, &w)) {
            if (!w.capital || w.letters < 3)
                continue;
            Str sound = lang_sound(lang, arena, span_text(e->authors[i], w.span));
            while (sound.len > 3 && strchr("aeiou", sound.ptr[sound.len - 1]))
                sound.len--;
            last = hash64(sound);
            if (t->author_count < AUTHORS_MAX)
                t->author[t->author_count++] = last;
        }
        if (last && t->family_count < AUTHORS_MAX)
            t->family[t->family_count++] = last;
    }
}

/* What a mention in the title is in every language; 0 for nothing. */
static uint64_t mention_key(const Mention *m)
{
    switch (m->kind) {
    case MENTION_PLACE:
        return m->place.place_id.len ? hash64_join(1, hash64(m->place.place_id)) : 0;
    case MENTION_DATE:
        return m->date.timex == TIMEX_DURATION && m->date.value.len ? hash64_join(7, hash64(m->date.value))
               : m->date.first != DAY_UNKNOWN ? hash64_join(6, (uint64_t)(uint32_t)m->date.first) : 0;
    case MENTION_QUANTITY:
        return m->quantity.low != QUANTITY_UNKNOWN ? hash64_join(8, (uint64_t)m->quantity.low) : 0;
    default:
        return 0;
    }
}

/* A site or a street lies in a town that another language's title may name alone. */
static void add_town(const Gazetteer *g, const PlaceFields *place, Title *t)
{
    uint32_t p = gazetteer_find(g, place->place_id);

    if (p == NO_PLACE || g->places[p].parent == NO_PLACE)
        return;
    if (g->places[p].type == PLACE_SITE || g->places[p].type == PLACE_FACILITY || g->places[p].type == PLACE_DISTRICT)
        add_key(t, hash64_join(1, hash64(g->places[g->places[p].parent].id)));
}

/* The entry in whose title a span lies, or the count of them. Entries stand in order. */
static size_t entry_at(const Found *f, Span span)
{
    size_t low = 0, high = f->entries.count;

    while (low < high) {
        size_t middle = (low + high) / 2;
        if (f->entries.at[middle].title.end <= span.start)
            low = middle + 1;
        else
            high = middle;
    }
    return low < f->entries.count && span_within(span, f->entries.at[low].title) ? low : f->entries.count;
}

/* Mentions are not in order of their places here: each finds its title. */
static void take_mentions(Works *x)
{
    const Found *f = x->f;
    const Gazetteer *g = lang_gazetteer(f->lang);

    for (size_t i = 0; i < f->mentions.count; i++) {
        const Mention *m = &f->mentions.at[i];
        uint64_t key = mention_key(m);
        size_t entry = key ? entry_at(f, m->span) : f->entries.count;
        if (entry == f->entries.count)
            continue;
        add_key(&x->titles[entry], key);
        if (m->kind == MENTION_PLACE)
            add_town(g, &m->place, &x->titles[entry]);
    }
}

static void take_row(Works *x, size_t row)
{
    Found *f = x->f;
    const CatalogueEntry *e = &f->entries.at[row];
    Title *t = &x->titles[row];

    take_words(f->arena, f->lang, e->title_text, t);
    take_authors(f->arena, f->lang, e, t);
    if (!edtf_days(e->date, &t->first, &t->last))
        t->first = t->last = DAY_UNKNOWN;
    for (size_t i = 0; i < t->count; i++)
        ++*map_put(f->arena, &x->rows, arena_str(f->arena, (Str){ (const char *)&t->key[i], sizeof(uint64_t) }), 0);
}

/* -log2 of the share of titles that have the key, in quarters of a bit and without floating point; at least one. */
static int weight_of(const Works *x, uint64_t key)
{
    const int64_t *rows = map_get(&x->rows, (Str){ (const char *)&key, sizeof key });
    uint64_t ratio = (x->f->entries.count + 1) * 256 / (uint64_t)*rows;
    int bits = 63 - __builtin_clzll(ratio), quarters = (int)((ratio << 2 >> bits) & 3);
    int weight = 4 * (bits - 8) + quarters;

    return weight > 0 ? weight : 1;
}

static int title_evidence(const Works *x, uint32_t a, uint32_t b, size_t *keys)
{
    int sum = 0;

    *keys = 0;
    for (size_t i = 0; i < x->titles[a].count; i++)
        for (size_t k = 0; k < x->titles[b].count; k++)
            if (x->titles[a].key[i] == x->titles[b].key[k]) {
                sum += weight_of(x, x->titles[a].key[i]);
                ++*keys;
            }
    return sum;
}

static size_t common(const uint64_t *a, size_t a_count, const uint64_t *b, size_t b_count)
{
    size_t found = 0;

    for (size_t i = 0; i < a_count; i++)
        for (size_t k = 0; k < b_count; k++)
            if (a[i] == b[k]) {
                found++;
                break;
            }
    return found;
}

/* Days between the ends that face each other; -1 when a date is not told. */
static int32_t days_between(const Title *a, const Title *b)
{
    if (a->first == DAY_UNKNOWN || b->first == DAY_UNKNOWN)
        return -1;
    int32_t gap = a->first > b->last ? a->first - b->last : b->first > a->last ? b->first - a->last : 0;
    return gap == 0 && (a->first != b->first || a->last != b->last) ? 1 : gap;
}

static void compare_rows(Works *x, uint32_t a, uint32_t b)
{
    const Title *p = &x->titles[a], *q = &x->titles[b];
    int32_t gap = days_between(p, q);
    size_t keys;

    if (str_eq(x->f->entries.at[a].language, x->f->entries.at[b].language) || gap > DAYS_FAR)
        return;
    size_t fewer = p->author_count < q->author_count ? p->author_count : q->author_count;
    bool told = p->author_count && q->author_count;
    bool authors = told && common(p->author, p->author_count, q->author, q->author_count) >= fewer;
    bool some = told && common(p->family, p->family_count, q->family, q->family_count) > 0;
    if (told && !authors && !some)
        return;             /* two people write on one subject */
    bool later = gap < 0 || gap > DAYS_NEAR;
    const struct Least *least = &least_of[later ? (authors ? LEAST_LATER : LEAST_LATER_UNNAMED)
                                          : !authors ? LEAST_SOME_AUTHOR : gap == 0 ? LEAST_SAME_DAY : LEAST_DAYS];
    int title = title_evidence(x, a, b, &keys);
    if (keys < least->keys || title < least->evidence)
        return;
    WorkPair pair = { a < b ? a : b, a < b ? b : a, title + (authors ? FOR_AUTHORS : some ? FOR_SOME : 0) +
                      (gap == 0 ? FOR_DAY : 0) };
    vec_push(x->f->arena, &x->pairs, pair);
}

static int compare_keyed(const void *a, const void *b)
{
    const Keyed *x = a, *y = b;

    if (x->key != y->key)
        return x->key < y->key ? -1 : 1;
    return x->row < y->row ? -1 : x->row > y->row;
}

static int compare_pairs(const void *a, const void *b)
{
    const WorkPair *x = a, *y = b;

    if (x->evidence != y->evidence)
        return x->evidence > y->evidence ? -1 : 1;
    if (x->a != y->a)
        return x->a < y->a ? -1 : 1;
    return x->b < y->b ? -1 : x->b > y->b;
}

/* Rows that share an author or a rare key are set side by side, each with a bounded number of neighbours. */
static void find_pairs(Works *x)
{
    KeyedVec keys = { 0 };

    for (uint32_t row = 0; row < x->f->entries.count; row++) {
        for (size_t i = 0; i < x->titles[row].family_count; i++)
            vec_push(x->f->arena, &keys, (Keyed){ hash64_join(5, x->titles[row].family[i]), row });
        for (size_t i = 0; i < x->titles[row].count; i++) {
            uint64_t key = x->titles[row].key[i];
            if (*map_get(&x->rows, (Str){ (const char *)&key, sizeof key }) <= RARE_ROWS)
                vec_push(x->f->arena, &keys, (Keyed){ key, row });
        }
    }
    if (keys.count)
        qsort(keys.at, keys.count, sizeof *keys.at, compare_keyed);
    for (size_t i = 0; i < keys.count; i++)
        for (size_t k = i + 1; k < keys.count && k <= i + NEIGHBOURS && keys.at[k].key == keys.at[i].key; k++)
            if (keys.at[i].row != keys.at[k].row)
                compare_rows(x, keys.at[i].row, keys.at[k].row);
}

static int32_t first_of(Works *x, int32_t row)
{
    while (x->group[row] != row)
        row = x->group[row] = x->group[x->group[row]];
    return row;
}

/* Does a work of two groups have one row a language? `next` chains the rows of a group. */
static bool languages_apart(const Works *x, const int32_t *next, int32_t a, int32_t b)
{
    for (int32_t i = a; i >= 0; i = next[i])
        for (int32_t k = b; k >= 0; k = next[k])
            if (str_eq(x->f->entries.at[i].language, x->f->entries.at[k].language))
                return false;
    return true;
}

static void join_pairs(Works *x)
{
    size_t count = x->f->entries.count;
    int32_t *next = arena_array(x->f->arena, int32_t, count + 1), *last = arena_array(x->f->arena, int32_t, count + 1);

    for (size_t i = 0; i < count; i++) {
        next[i] = -1;
        last[i] = (int32_t)i;
    }
    if (x->pairs.count)
        qsort(x->pairs.at, x->pairs.count, sizeof *x->pairs.at, compare_pairs);
    for (size_t i = 0; i < x->pairs.count; i++) {
        int32_t a = first_of(x, (int32_t)x->pairs.at[i].a), b = first_of(x, (int32_t)x->pairs.at[i].b);
        if (a == b || !languages_apart(x, next, a, b))
            continue;
        int32_t stays = a < b ? a : b, goes = a < b ? b : a;
        x->group[goes] = stays;
        next[last[stays]] = goes;
        last[stays] = last[goes];
    }
}

void group_works(Found *f)
{
    size_t count = f->entries.count;
    Works x = { .f = f, .titles = arena_array(f->arena, Title, count + 1), .group = arena_array(f->arena, int32_t, count + 1) };
    int32_t works = 0;

    take_mentions(&x);
    for (size_t i = 0; i < count; i++) {
        x.group[i] = (int32_t)i;
        take_row(&x, i);
    }
    find_pairs(&x);
    join_pairs(&x);
    for (size_t i = 0; i < count; i++) {
        int32_t first = first_of(&x, (int32_t)i);
        f->entries.at[i].work = first == (int32_t)i ? works++ : f->entries.at[first].work;
    }
}
