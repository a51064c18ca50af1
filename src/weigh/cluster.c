/* cluster.c -- see cluster.h.
 *
 * Blocking keeps the work linear: inside a block (one place, one day, one name) the
 * claims are sorted by act and day and each meets only its next WINDOW
 * neighbours. Agglomeration is by average weight over at most SAMPLE members a side.
 */
#include "weigh/cluster.h"

#include "base/hash.h"
#include "base/vec.h"

#include <stdlib.h>

#define WINDOW       48     /* neighbours in a block */
#define TEXT_WINDOW  24     /* claims that follow in the same text */
#define NAME_LEADS   3      /* claims of a text that are looked up under its names */
#define NAME_DOCUMENTS 12   /* texts with a name from which it leads to too many */
#define SAMPLE       12     /* members of a group that a newcomer is compared with */
#define AVERAGE_MIN  3.0    /* mean weight between two groups that may join */

/* A view listed under one key of a block. */
typedef struct Listed {
    uint64_t key;
    uint64_t order;         /* act, then day: near things stand near */
    uint32_t view;
} Listed;

typedef VEC(Listed) ListedVec;
typedef VEC(Joined) JoinedVec;

static int compare_listed(const void *a, const void *b)
{
    const Listed *x = a, *y = b;

    if (x->key != y->key)
        return x->key < y->key ? -1 : 1;
    if (x->order != y->order)
        return x->order < y->order ? -1 : 1;
    return x->view < y->view ? -1 : x->view > y->view;
}

static int compare_pair(const void *a, const void *b)
{
    const Joined *x = a, *y = b;

    if (x->one != y->one)
        return x->one < y->one ? -1 : 1;
    return x->other < y->other ? -1 : x->other > y->other;
}

static int compare_surest(const void *a, const void *b)
{
    const Joined *x = a, *y = b;

    if (x->weight != y->weight)
        return x->weight > y->weight ? -1 : 1;
    return compare_pair(a, b);
}

/* Day first, so that a window holds what may overlap; unknown days stand together in front. */
static uint64_t order_of(const View *v)
{
    uint64_t day = day_known(v->first) ? (uint64_t)((int64_t)v->first + (int64_t)1000000) : 0;
    return day << 32 | (v->acts & UINT32_MAX);
}

static void list_blocks(Arena *arena, const Views *all, ListedVec *listed)
{
    for (uint32_t i = 0; i < all->count; i++) {
        const View *v = &all->at[i];
        uint64_t order = order_of(v);
        if (!v->acts)
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

static void add_pair(Arena *arena, uint32_t a, uint32_t b, JoinedVec *found)
{
    vec_push(arena, found, (Joined){ a < b ? a : b, a < b ? b : a, 0 });
}

static void candidates(Arena *arena, const Views *all, JoinedVec *found)
{
    ListedVec listed = { 0 };

    list_blocks(arena, all, &listed);
    list_names(arena, all, &listed);
    if (listed.count)
        qsort(listed.at, listed.count, sizeof *listed.at, compare_listed);
    for (size_t i = 0; i < listed.count; i++)
        for (size_t k = i + 1; k < listed.count && k <= i + WINDOW && listed.at[k].key == listed.at[i].key; k++)
            add_pair(arena, listed.at[i].view, listed.at[k].view, found);
    for (size_t r = 0; r < all->corpus->reading_count; r++)
        for (uint32_t i = all->first[r]; i < all->first[r + 1]; i++)
            for (uint32_t k = i + 1, seen = 0; k < all->first[r + 1] && seen < TEXT_WINDOW; k++, seen++)
                if (all->at[i].acts && all->at[k].acts)
                    add_pair(arena, i, k, found);
}

/* Keep each pair once, weigh it, drop what is not accepted. */
static void accept(const Views *all, JoinedVec *found, size_t *weighed)
{
    size_t kept = 0, distinct = 0;
    Joined last = { 0 };

    if (found->count == 0)
        return;
    qsort(found->at, found->count, sizeof *found->at, compare_pair);
    for (size_t i = 0; i < found->count; i++) {
        Joined p = found->at[i];
        if (i > 0 && compare_pair(&last, &p) == 0)
            continue;
        last = p;
        distinct++;
        Link l = pair_weigh(all, &all->at[p.one], &all->at[p.other], NULL);
        if (l.cannot || l.weight < LINK_ACCEPT)
            continue;
        p.weight = l.weight;
        found->at[kept++] = p;
    }
    found->count = kept;
    *weighed = distinct;
    if (kept)
        qsort(found->at, kept, sizeof *found->at, compare_surest);
}

/* Groups as linked lists of views, joined by smaller into larger. */
typedef struct Groups {
    uint32_t *root;     /* of each view: its group's representative */
    uint32_t *next;     /* next member, NO_GROUP at the end */
    uint32_t *last, *size;
} Groups;

static uint32_t root_of(Groups *g, uint32_t v)
{
    while (g->root[v] != v)
        v = g->root[v] = g->root[g->root[v]];
    return v;
}

/* Every sampled pair across must be possible and the mean must speak for it. */
static bool may_join(const Views *all, const Groups *g, uint32_t a, uint32_t b)
{
    double sum = 0;
    size_t count = 0, na = 0;

    for (uint32_t i = a; i != NO_GROUP && na < SAMPLE; i = g->next[i], na++) {
        size_t nb = 0;
        for (uint32_t k = b; k != NO_GROUP && nb < SAMPLE; k = g->next[k], nb++) {
            Link l = pair_weigh(all, &all->at[i], &all->at[k], NULL);
            /* Acts that fit pair by pair through a third claim ("killed", "buried", "tortured") are no contradiction. */
            if (l.cannot && acts_fit(all, all->at[i].acts, all->at[k].acts) > 0)
                return false;
            sum += l.cannot ? 0 : l.weight;
            count++;
        }
    }
    return count > 0 && sum / (double)count >= AVERAGE_MIN;
}

/* Pairs of groups that were refused, as they stood: nothing is weighed twice. */
typedef struct Refused {
    uint64_t *slots;        /* 0 is free */
    size_t    mask, count;
} Refused;

static uint64_t refused_key(const Groups *g, uint32_t a, uint32_t b)
{
    uint32_t low = a < b ? a : b, high = a < b ? b : a;
    return hash64_join(hash64_join(low, g->size[low]), hash64_join(high, g->size[high])) | 1;
}

static uint64_t *refused_slot(uint64_t *slots, size_t mask, uint64_t key)
{
    size_t i = key >> 1 & mask;

    while (slots[i] && slots[i] != key)
        i = (i + 1) & mask;
    return &slots[i];
}

static void refuse(Arena *arena, Refused *r, uint64_t key)
{
    if (r->count * 2 >= r->mask) {
        size_t mask = r->mask ? r->mask * 2 + 1 : 1023;
        uint64_t *slots = arena_array(arena, uint64_t, mask + 1);
        for (size_t i = 0; r->slots && i <= r->mask; i++)
            if (r->slots[i])
                *refused_slot(slots, mask, r->slots[i]) = r->slots[i];
        r->slots = slots;
        r->mask = mask;
    }
    *refused_slot(r->slots, r->mask, key) = key;
    r->count++;
}

static void join(Groups *g, uint32_t a, uint32_t b)
{
    if (g->size[a] < g->size[b]) {
        uint32_t swap = a;
        a = b;
        b = swap;
    }
    g->root[b] = a;
    g->next[g->last[a]] = b;
    g->last[a] = g->last[b];
    g->size[a] += g->size[b];
}

static void number_groups(Arena *arena, const Views *all, Groups *g, Clusters *ret)
{
    uint32_t *number = arena_array(arena, uint32_t, all->count + 1);

    memset(number, 0xFF, sizeof *number * (all->count + 1));
    for (uint32_t i = 0; i < all->count; i++) {
        ret->group[i] = NO_GROUP;
        if (!all->at[i].acts)
            continue;
        uint32_t root = root_of(g, i);
        if (number[root] == NO_GROUP)
            number[root] = (uint32_t)ret->group_count++;
        ret->group[i] = number[root];
    }
}

typedef struct GroupedPair {
    uint32_t group;
    Joined   pair;
} GroupedPair;

static int compare_grouped(const void *a, const void *b)
{
    const GroupedPair *x = a, *y = b;

    if (x->group != y->group)
        return x->group < y->group ? -1 : 1;
    return compare_surest(&x->pair, &y->pair);
}

static void sort_by_group(Arena *arena, JoinedVec *joined, Clusters *ret)
{
    GroupedPair *sorted = arena_array(arena, GroupedPair, joined->count + 1);

    for (size_t i = 0; i < joined->count; i++)
        sorted[i] = (GroupedPair){ ret->group[joined->at[i].one], joined->at[i] };
    qsort(sorted, joined->count, sizeof *sorted, compare_grouped);
    for (size_t i = 0; i < joined->count; i++)
        joined->at[i] = sorted[i].pair;
    ret->joined = joined->at;
    ret->joined_count = joined->count;
}

void clusters_make(Arena *arena, const Views *all, Clusters *ret)
{
    JoinedVec found = { 0 }, joined = { 0 };
    Refused refused = { 0 };
    Groups g = { arena_array(arena, uint32_t, all->count + 1), arena_array(arena, uint32_t, all->count + 1),
                 arena_array(arena, uint32_t, all->count + 1), arena_array(arena, uint32_t, all->count + 1) };

    *ret = (Clusters){ .group = arena_array(arena, uint32_t, all->count + 1) };
    for (uint32_t i = 0; i < all->count; i++) {
        g.root[i] = g.last[i] = i;
        g.next[i] = NO_GROUP;
        g.size[i] = 1;
    }
    candidates(arena, all, &found);
    accept(all, &found, &ret->pairs_weighed);
    for (size_t i = 0; i < found.count; i++) {
        uint32_t a = root_of(&g, found.at[i].one), b = root_of(&g, found.at[i].other);
        if (a == b)
            continue;
        uint64_t key = refused_key(&g, a, b);
        if (refused.slots && *refused_slot(refused.slots, refused.mask, key))
            continue;
        if (may_join(all, &g, a, b)) {
            join(&g, a, b);
            vec_push(arena, &joined, found.at[i]);
        } else {
            refuse(arena, &refused, key);
        }
    }
    number_groups(arena, all, &g, ret);
    sort_by_group(arena, &joined, ret);
}
