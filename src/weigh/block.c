/* block.c -- see block.h. Under one key the claims are sorted by day and act, and each meets only
 * its next WINDOW neighbours: what can be one incident stands near.
 */
#include "weigh/block.h"

#include "base/auto.h"
#include "base/hash.h"

#include <stdlib.h>

#define WINDOW         48   /* neighbours under one key */
#define TEXT_WINDOW    24   /* claims that follow in the same text */
#define NAME_LEADS     3    /* claims of a text that are looked up under its names */
#define NAME_DOCUMENTS 12   /* texts with a name from which it leads to too many */
#define REPEATS        8    /* times that a text may say the same before more of it is taken as said */

typedef VEC(Listed) ListedVec;

static int compare_listed(const void *a, const void *b)
{
    const Listed *x = a, *y = b;

    if (x->key != y->key)
        return x->key < y->key ? -1 : 1;
    if (x->order != y->order)
        return x->order < y->order ? -1 : 1;
    return x->view < y->view ? -1 : x->view > y->view;
}

static int compare_view(const void *a, const void *b)
{
    uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;
    return x < y ? -1 : x > y;
}

/* Day first, so that a window holds what may overlap; unknown days stand together in front. */
static uint64_t order_of(const View *v)
{
    uint64_t day = day_known(v->first) ? (uint64_t)((int64_t)v->first + (int64_t)1000000) : 0;
    return day << 32 | (v->acts & UINT32_MAX);
}

/* ---- repeats ---- */

static uint64_t sameness(const View *v)
{
    uint64_t h = hash64_join(v->acts, hash64_join(v->place, hash64_join((uint64_t)v->first, (uint64_t)v->last)));

    h = hash64_join(h, hash64_join(v->name, (uint64_t)v->role << 3 | (uint64_t)v->inferred << 2 |
                                            (uint64_t)v->situation << 1 | v->aggregate));
    for (size_t i = 0; i < v->word_count; i++)
        h = hash64_join(h, v->words[i]);
    for (size_t i = 0; i < v->figure_count; i++)
        h = hash64_join(h, hash64_join((uint64_t)v->figures[i].s.low, (uint64_t)v->figures[i].s.high));
    return h;
}

/* Equal in all that is compared, but for where in the text they stand. */
static bool same_claim(const View *a, const View *b)
{
    const ChainLink *x = &a->claim->chain[a->claim->chain_count - 1], *y = &b->claim->chain[b->claim->chain_count - 1];

    if (a->acts != b->acts || a->place != b->place || a->inferred != b->inferred || a->name != b->name ||
        a->first != b->first || a->last != b->last || a->role != b->role || a->situation != b->situation ||
        a->aggregate != b->aggregate || a->word_count != b->word_count || a->figure_count != b->figure_count ||
        a->claim->chain_count != b->claim->chain_count || !str_eq(x->name, y->name) ||
        memcmp(a->words, b->words, a->word_count * sizeof *a->words) != 0)
        return false;
    for (size_t i = 0; i < a->figure_count; i++) {
        const Statement *s = &a->figures[i].s, *t = &b->figures[i].s;
        if (s->low != t->low || s->high != t->high || !str_eq(s->unit, t->unit) || !str_eq(s->who, t->who))
            return false;
    }
    return true;
}

typedef struct Repeat {
    uint64_t hash;
    uint32_t view;
} Repeat;

static int compare_repeat(const void *a, const void *b)
{
    const Repeat *x = a, *y = b;

    if (x->hash != y->hash)
        return x->hash < y->hash ? -1 : 1;
    return x->view < y->view ? -1 : x->view > y->view;
}

/* A text that says one thing hundreds of times (a table, a page that repeats itself) says it once. */
static void find_repeats(const Views *all, uint32_t from, uint32_t to, uint32_t *leader)
{
    AUTO_ARENA arena = arena_create();
    Repeat *repeats = arena_array(arena, Repeat, to - from + 1);
    size_t count = 0;

    for (uint32_t i = from; i < to; i++)
        if (all->at[i].acts)
            repeats[count++] = (Repeat){ sameness(&all->at[i]), i };
    if (count)
        qsort(repeats, count, sizeof *repeats, compare_repeat);
    for (size_t i = 0, run = 0; i < count; i++) {
        run = i > 0 && repeats[i].hash == repeats[i - 1].hash ? run + 1 : 0;
        uint32_t first = repeats[i - run].view;
        if (run >= REPEATS && same_claim(&all->at[first], &all->at[repeats[i].view]))
            leader[repeats[i].view] = first;
    }
}

static uint32_t *find_leaders(Arena *arena, const Views *all)
{
    uint32_t *leader = arena_array(arena, uint32_t, all->count + 1);

    for (uint32_t i = 0; i < all->count; i++)
        leader[i] = i;
    for (size_t r = 0; r < all->corpus->reading_count; r++)
        if (all->first[r + 1] - all->first[r] > REPEATS)
            find_repeats(all, all->first[r], all->first[r + 1], leader);
    return leader;
}

/* ---- keys ---- */

static void list_facts(Arena *arena, const Views *all, const uint32_t *leader, ListedVec *listed)
{
    for (uint32_t i = 0; i < all->count; i++) {
        const View *v = &all->at[i];
        uint64_t order = order_of(v);
        if (!v->acts || leader[i] != i)
            continue;
        if (v->place != NO_PLACE)
            vec_push(arena, listed, (Listed){ hash64_join(1, v->place), order, i });
        else if (v->name)
            vec_push(arena, listed, (Listed){ hash64_join(2, v->name), order, i });
        if (v->place != NO_PLACE && v->settled && all->gazetteer->places[v->place].parent != NO_PLACE &&
            all->gazetteer->places[v->place].type >= PLACE_DISTRICT)
            vec_push(arena, listed, (Listed){ hash64_join(1, all->gazetteer->places[v->place].parent), order, i });
        if (!v->settled && v->width > 0 && v->width <= 3)
            vec_push(arena, listed, (Listed){ hash64_join(3, (uint64_t)v->first), order, i });
    }
}

/* Claims that lead a text stand for it under each of its rarest names. */
static void list_names(Arena *arena, const Views *all, ListedVec *listed)
{
    const Signatures *s = &all->signatures;

    for (size_t r = 0; r < all->corpus->reading_count; r++) {
        size_t leads = 0;
        for (uint32_t i = all->first[r]; i < all->first[r + 1] && leads < NAME_LEADS; i++) {
            if (!all->at[i].acts || all->at[i].situation)
                continue;
            leads++;
            for (uint32_t n = s->first[r]; n < s->first[r + 1]; n++)
                if (s->names[n].documents <= NAME_DOCUMENTS)
                    vec_push(arena, listed, (Listed){ hash64_join(4, s->names[n].hash), order_of(&all->at[i]), i });
        }
    }
}

void blocks_make(Arena *arena, const Views *all, Blocks *ret)
{
    ListedVec listed = { 0 };
    uint32_t *leader = find_leaders(arena, all);

    list_facts(arena, all, leader, &listed);
    list_names(arena, all, &listed);
    if (listed.count)
        qsort(listed.at, listed.count, sizeof *listed.at, compare_listed);
    *ret = (Blocks){ listed.at, listed.count, arena_array(arena, uint32_t, listed.count + 1),
                     arena_array(arena, uint32_t, all->count + 2), leader };
    /* Counted one place further on, so that filling in moves each start to where it belongs. */
    for (size_t i = 0; i < listed.count; i++)
        ret->first[listed.at[i].view + 2]++;
    for (size_t i = 2; i < all->count + 2; i++)
        ret->first[i] += ret->first[i - 1];
    for (size_t i = 0; i < listed.count; i++)
        ret->where[ret->first[listed.at[i].view + 1]++] = (uint32_t)i;
}

static void take_neighbours(Arena *arena, const Blocks *b, size_t at, uint32_t view, ViewVec *ret)
{
    size_t least = at > WINDOW ? at - WINDOW : 0, most = at + WINDOW;

    for (size_t i = at; i-- > least && b->at[i].key == b->at[at].key; )
        if (b->at[i].view > view)
            vec_push(arena, ret, b->at[i].view);
    for (size_t i = at + 1; i <= most && i < b->count && b->at[i].key == b->at[at].key; i++)
        if (b->at[i].view > view)
            vec_push(arena, ret, b->at[i].view);
}

void blocks_partners(Arena *arena, const Blocks *b, const Views *all, uint32_t view, ViewVec *ret)
{
    size_t kept = 0;

    ret->count = 0;
    if (!all->at[view].acts || b->leader[view] != view)
        return;
    for (uint32_t i = b->first[view]; i < b->first[view + 1]; i++)
        take_neighbours(arena, b, b->where[i], view, ret);
    for (uint32_t k = view + 1; k <= view + TEXT_WINDOW && k < all->first[all->at[view].ref.reading + 1]; k++)
        if (all->at[k].acts && b->leader[k] == k)
            vec_push(arena, ret, k);
    if (ret->count)
        qsort(ret->at, ret->count, sizeof *ret->at, compare_view);
    for (size_t i = 0; i < ret->count; i++)
        if (kept == 0 || ret->at[kept - 1] != ret->at[i])
            ret->at[kept++] = ret->at[i];
    ret->count = kept;
}

void blocks_touch(const Blocks *b, const Views *all, const bool *readings, bool *touched)
{
    size_t near = 0;        /* positions below are touched from before */

    for (size_t r = 0; r < all->corpus->reading_count; r++)
        if (readings[r])
            memset(touched + all->first[r], 1, all->first[r + 1] - all->first[r]);
    for (size_t i = 0; i < b->count; i++) {
        if (!readings[all->at[b->at[i].view].ref.reading])
            continue;
        size_t from = i > WINDOW ? i - WINDOW : 0;
        for (size_t k = from > near ? from : near; k <= i + WINDOW && k < b->count; k++)
            if (b->at[k].key == b->at[i].key)
                touched[b->at[k].view] = true;
        near = i;           /* what lies between two of one key was reached by the first */
    }
}
