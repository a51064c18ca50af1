/* cluster.c -- see cluster.h.
 *
 * What people decided comes first. Then claims that accepted pairs link, step by step, make a component; each
 * component is decided by itself, the surest pair first, by average weight over at most SAMPLE members a side.
 * So a new document changes only the components that it touches (clusters_renew).
 */
#include "weigh/cluster.h"

#include "base/auto.h"
#include "base/hash.h"
#include "base/vec.h"
#include "weigh/block.h"
#include "weigh/weights.h"

#include <stdlib.h>

#define SAMPLE       12     /* members of a group that a newcomer is compared with */

typedef VEC(Joined) JoinedVec;

static int compare_surest(const void *a, const void *b)
{
    const Joined *x = a, *y = b;

    if (x->weight != y->weight)
        return x->weight > y->weight ? -1 : 1;
    if (x->one != y->one)
        return x->one < y->one ? -1 : 1;
    return x->other < y->other ? -1 : x->other > y->other;
}

/* ---- pairs ---- */

/* What a run works on: all views, or those that something new has touched. */
typedef struct Work {
    Arena        *arena;
    const Views  *all;
    const bool   *dirty;        /* of each view; NULL: all */
    uint32_t     *component;    /* of each view: its component's first view */
    JoinedVec     pairs;        /* accepted */
    size_t        weighed;
} Work;

static bool is_dirty(const Work *w, uint32_t view)
{
    return w->dirty == NULL || w->dirty[view];
}

static uint32_t component_of(uint32_t *component, uint32_t v)
{
    while (component[v] != v)
        v = component[v] = component[component[v]];
    return v;
}

static void connect(Work *w, uint32_t a, uint32_t b)
{
    a = component_of(w->component, a);
    b = component_of(w->component, b);
    w->component[a > b ? a : b] = a > b ? b : a;
}

static void accept_pair(Work *w, uint32_t one, uint32_t other)
{
    Link l = pair_weigh(w->all, &w->all->at[one], &w->all->at[other], NULL);

    w->weighed++;
    if (l.cannot || l.weight < LINK_ACCEPT)
        return;
    vec_push(w->arena, &w->pairs, (Joined){ one, other, l.weight });
    connect(w, one, other);
}

/* Weigh every pair of candidates once, keep what is accepted. */
static void accept_pairs(Work *w, const Blocks *blocks)
{
    ViewVec partners = { 0 };

    for (uint32_t i = 0; i < w->all->count; i++) {
        if (!is_dirty(w, i))
            continue;
        if (blocks->leader[i] != i) {
            accept_pair(w, blocks->leader[i], i);
            continue;
        }
        blocks_partners(w->arena, blocks, w->all, i, &partners);
        for (size_t k = 0; k < partners.count; k++)
            if (is_dirty(w, partners.at[k]))
                accept_pair(w, i, partners.at[k]);
    }
}

/* ---- groups ---- */

/* Groups as the weights make them: linked lists of views, joined by smaller into larger. */
typedef struct Groups {
    uint32_t *root;     /* of each view: its group's representative */
    uint32_t *next;     /* next member, NO_GROUP at the end */
    uint32_t *last, *size;
} Groups;

/* Incidents: groups, and what people put together with them, which the weights do not see. Each has a list of the
 * decisions that hold something in it apart from something elsewhere. */
typedef struct Bonds {
    uint32_t *root, *size;
    uint32_t *apart, *apart_last;           /* of a representative: its first and last such decision, or NO_GROUP */
    uint32_t *apart_next, *apart_view;      /* of each decision: the next, and the view on the other side */
} Bonds;

static uint32_t root_of(uint32_t *root, uint32_t v)
{
    while (root[v] != v)
        v = root[v] = root[root[v]];
    return v;
}

static void groups_start(Arena *arena, size_t count, Groups *g)
{
    *g = (Groups){ arena_array(arena, uint32_t, count + 1), arena_array(arena, uint32_t, count + 1),
                   arena_array(arena, uint32_t, count + 1), arena_array(arena, uint32_t, count + 1) };
    for (uint32_t i = 0; i < count; i++) {
        g->root[i] = g->last[i] = i;
        g->next[i] = NO_GROUP;
        g->size[i] = 1;
    }
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

static void bonds_start(Arena *arena, size_t count, size_t rulings, Bonds *b)
{
    *b = (Bonds){ arena_array(arena, uint32_t, count + 1), arena_array(arena, uint32_t, count + 1),
                  arena_array(arena, uint32_t, count + 1), arena_array(arena, uint32_t, count + 1),
                  arena_array(arena, uint32_t, rulings * 2 + 1), arena_array(arena, uint32_t, rulings * 2 + 1) };
    for (uint32_t i = 0; i < count; i++) {
        b->root[i] = i;
        b->size[i] = 1;
        b->apart[i] = b->apart_last[i] = NO_GROUP;
    }
}

static void bind(Bonds *b, uint32_t one, uint32_t other)
{
    uint32_t x = root_of(b->root, one), y = root_of(b->root, other);

    if (x == y)
        return;
    if (b->size[x] < b->size[y]) {
        uint32_t swap = x;
        x = y;
        y = swap;
    }
    b->root[y] = x;
    b->size[x] += b->size[y];
    if (b->apart[y] == NO_GROUP)
        return;
    if (b->apart[x] == NO_GROUP)
        b->apart[x] = b->apart[y];
    else
        b->apart_next[b->apart_last[x]] = b->apart[y];
    b->apart_last[x] = b->apart_last[y];
}

static void hold_apart(Bonds *b, uint32_t slot, uint32_t one, uint32_t other)
{
    uint32_t root = root_of(b->root, one);

    b->apart_view[slot] = other;
    b->apart_next[slot] = b->apart[root];
    if (b->apart[root] == NO_GROUP)
        b->apart_last[root] = slot;
    b->apart[root] = slot;
}

/* Has a person held something of one incident apart from something of the other? */
static bool held_apart(const Bonds *b, uint32_t one, uint32_t other)
{
    uint32_t x = root_of(b->root, one), y = root_of(b->root, other);

    for (uint32_t i = b->apart[x]; i != NO_GROUP; i = b->apart_next[i])
        if (root_of(b->root, b->apart_view[i]) == y)
            return true;
    return false;
}

/* What people decided holds before anything is weighed, and whatever the weights say. */
static void obey(Work *w, const Rulings *rulings, Bonds *b)
{
    for (size_t i = 0; i < rulings->count; i++) {
        const Ruled *x = &rulings->at[i];
        if (!x->followed)
            continue;
        if (x->together)
            bind(b, x->one, x->other);
        connect(w, x->one, x->other);
    }
    for (size_t i = 0; i < rulings->count; i++) {
        const Ruled *x = &rulings->at[i];
        if (!x->followed || x->together)
            continue;
        hold_apart(b, (uint32_t)(2 * i), x->one, x->other);
        hold_apart(b, (uint32_t)(2 * i + 1), x->other, x->one);
    }
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

/* An accepted pair under the number of its component or group. */
typedef struct Sorted {
    uint32_t under;
    Joined   pair;
} Sorted;

static int compare_sorted(const void *a, const void *b)
{
    const Sorted *x = a, *y = b;

    if (x->under != y->under)
        return x->under < y->under ? -1 : 1;
    return compare_surest(&x->pair, &y->pair);
}

/* Component by component, the surest pair first. What was refused in one component matters in no other. */
static void decide(Work *w, Groups *g, Bonds *bonds, JoinedVec *joined)
{
    AUTO_ARENA scratch = arena_create();
    Sorted *sorted = arena_array(scratch, Sorted, w->pairs.count + 1);
    Refused refused = { 0 };

    for (size_t i = 0; i < w->pairs.count; i++)
        sorted[i] = (Sorted){ component_of(w->component, w->pairs.at[i].one), w->pairs.at[i] };
    qsort(sorted, w->pairs.count, sizeof *sorted, compare_sorted);
    for (size_t i = 0; i < w->pairs.count; i++) {
        const Joined *pair = &sorted[i].pair;
        uint32_t a = root_of(g->root, pair->one), b = root_of(g->root, pair->other);
        if (a == b)
            continue;
        uint64_t key = refused_key(g, a, b);
        if (refused.slots && *refused_slot(refused.slots, refused.mask, key))
            continue;
        if (!held_apart(bonds, a, b) && may_join(w->all, g, a, b)) {
            join(g, a, b);
            bind(bonds, a, b);
            vec_push(w->arena, joined, *pair);
        } else {
            refuse(scratch, &refused, key);
        }
    }
}

/* ---- results ---- */

static void number_groups(Arena *arena, const Views *all, const Bonds *bonds, Clusters *ret)
{
    uint32_t *number = arena_array(arena, uint32_t, all->count + 1);

    memset(number, 0xFF, sizeof *number * (all->count + 1));
    for (uint32_t i = 0; i < all->count; i++) {
        ret->group[i] = NO_GROUP;
        if (!all->at[i].acts)
            continue;
        uint32_t root = root_of(bonds->root, i);
        if (number[root] == NO_GROUP)
            number[root] = (uint32_t)ret->group_count++;
        ret->group[i] = number[root];
    }
}

static void sort_by_group(Arena *arena, JoinedVec *joined, Clusters *ret)
{
    Sorted *sorted = arena_array(arena, Sorted, joined->count + 1);

    for (size_t i = 0; i < joined->count; i++)
        sorted[i] = (Sorted){ ret->group[joined->at[i].one], joined->at[i] };
    if (joined->count)
        qsort(sorted, joined->count, sizeof *sorted, compare_sorted);
    for (size_t i = 0; i < joined->count; i++)
        joined->at[i] = sorted[i].pair;
    ret->joined = joined->at;
    ret->joined_count = joined->count;
}

/* Decide what is dirty. `joined` are the pairs that stand as they were. */
static void run(Work *w, const Blocks *blocks, const Rulings *rulings, JoinedVec *joined, Clusters *ret)
{
    Groups g;
    Bonds bonds;

    groups_start(w->arena, w->all->count, &g);
    bonds_start(w->arena, w->all->count, rulings->count, &bonds);
    for (size_t i = 0; i < joined->count; i++)
        bind(&bonds, joined->at[i].one, joined->at[i].other);
    obey(w, rulings, &bonds);
    accept_pairs(w, blocks);
    decide(w, &g, &bonds, joined);
    ret->group = arena_array(w->arena, uint32_t, w->all->count + 1);
    number_groups(w->arena, w->all, &bonds, ret);
    sort_by_group(w->arena, joined, ret);
    for (uint32_t i = 0; i < w->all->count; i++)
        w->component[i] = component_of(w->component, i);
    ret->component = w->component;
    ret->rulings = *rulings;
    ret->pairs_weighed = w->weighed;
}

static Work work_on(Arena *arena, const Views *all, const bool *dirty)
{
    Work w = { .arena = arena, .all = all, .dirty = dirty, .component = arena_array(arena, uint32_t, all->count + 1) };

    for (uint32_t i = 0; i < all->count; i++)
        w.component[i] = i;
    return w;
}

void clusters_make(Arena *arena, const Views *all, Clusters *ret)
{
    Work w = work_on(arena, all, NULL);
    Blocks blocks;
    Rulings rulings;
    JoinedVec joined = { 0 };

    *ret = (Clusters){ 0 };
    blocks_make(arena, all, &blocks);
    rulings_take(arena, all, &rulings);
    run(&w, &blocks, &rulings, &joined, ret);
}

/* ---- one more document ---- */

/* The views of a corpus before and after, by document: what is in both has the same claims. */
typedef struct Match {
    const Views *then, *now;
    uint32_t    *was;           /* of each view now: its number then; NO_GROUP: it was not there */
    bool        *gone;          /* of each reading then: not there, or not the same, now */
    bool        *other;         /* of each reading now: likewise */
} Match;

static bool same_names(const Views *a, size_t r, const Views *b, size_t q)
{
    const Signatures *s = &a->signatures, *t = &b->signatures;
    uint32_t n = s->first[r + 1] - s->first[r];

    if (t->first[q + 1] - t->first[q] != n)
        return false;
    for (uint32_t i = 0; i < n; i++) {
        const RareName *x = &s->names[s->first[r] + i], *y = &t->names[t->first[q] + i];
        if (x->hash != y->hash || x->documents != y->documents || x->weight != y->weight)
            return false;
    }
    return true;
}

/* Both corpora are in the order of their documents' ids. */
static void match(Arena *arena, const Views *then, const Views *now, Match *m)
{
    const Corpus *a = then->corpus, *b = now->corpus;

    *m = (Match){ then, now, arena_array(arena, uint32_t, now->count + 1), arena_array(arena, bool, a->reading_count + 1),
                  arena_array(arena, bool, b->reading_count + 1) };
    memset(m->was, 0xFF, sizeof *m->was * (now->count + 1));
    memset(m->gone, 1, a->reading_count);
    memset(m->other, 1, b->reading_count);
    for (size_t r = 0, q = 0; r < a->reading_count && q < b->reading_count; ) {
        int order = str_cmp(a->readings[r].doc.id, b->readings[q].doc.id);
        if (order == 0 && a->readings[r].claim_count == b->readings[q].claim_count) {
            for (size_t k = 0; k < b->readings[q].claim_count; k++)
                m->was[now->first[q] + k] = then->first[r] + (uint32_t)k;
            m->gone[r] = m->other[q] = !same_names(then, r, now, q);
        }
        r += order <= 0;
        q += order >= 0;
    }
}

/* What must be decided anew: all that is new, has other names, or was ruled on, what may be compared with it or
 * was compared with what is gone, and every component that had one of these. */
static bool *find_dirty(Arena *arena, const Match *m, const Clusters *before, const Blocks *now, const Rulings *rulings)
{
    Blocks blocks;
    bool *dirty = arena_array(arena, bool, m->now->count + 1), *then = arena_array(arena, bool, m->then->count + 1);
    bool *spoilt = arena_array(arena, bool, m->then->count + 1);    /* components of that time */

    blocks_make(arena, m->then, &blocks);
    blocks_touch(&blocks, m->then, m->gone, then);
    blocks_touch(now, m->now, m->other, dirty);
    for (size_t i = 0; i < rulings->count; i++)
        dirty[rulings->at[i].one] = dirty[rulings->at[i].other] = true;
    for (size_t i = 0; i < before->rulings.count; i++)
        then[before->rulings.at[i].one] = then[before->rulings.at[i].other] = true;
    for (uint32_t v = 0; v < m->now->count; v++)
        if (dirty[v] && m->was[v] != NO_GROUP)
            then[m->was[v]] = true;
    for (uint32_t v = 0; v < m->then->count; v++)
        spoilt[before->component[v]] |= then[v];
    for (uint32_t v = 0; v < m->now->count; v++)
        dirty[v] |= m->was[v] == NO_GROUP || spoilt[before->component[m->was[v]]];
    return dirty;
}

/* What nothing has touched stands as it was. */
static void keep_pairs(Work *w, const Match *m, const Clusters *before, JoinedVec *joined)
{
    uint32_t *now = arena_array(w->arena, uint32_t, m->then->count + 1);

    memset(now, 0xFF, sizeof *now * (m->then->count + 1));
    for (uint32_t v = 0; v < m->now->count; v++)
        if (m->was[v] != NO_GROUP)
            now[m->was[v]] = v;
    for (size_t i = 0; i < before->joined_count; i++) {
        Joined pair = before->joined[i];
        pair.one = now[pair.one];
        pair.other = now[pair.other];
        if (pair.one != NO_GROUP && pair.other != NO_GROUP && !w->dirty[pair.one])
            vec_push(w->arena, joined, pair);
    }
    for (uint32_t v = 0; v < m->now->count; v++)
        if (!w->dirty[v])
            w->component[v] = now[before->component[m->was[v]]];
}

void clusters_renew(Arena *arena, const Views *then, const Clusters *before, const Views *all, Clusters *ret)
{
    Match m;
    Blocks blocks;
    Rulings rulings;
    JoinedVec joined = { 0 };

    *ret = (Clusters){ 0 };
    match(arena, then, all, &m);
    blocks_make(arena, all, &blocks);
    rulings_take(arena, all, &rulings);
    Work w = work_on(arena, all, find_dirty(arena, &m, before, &blocks, &rulings));
    keep_pairs(&w, &m, before, &joined);
    run(&w, &blocks, &rulings, &joined, ret);
}
