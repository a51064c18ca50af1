/* ruling.c -- see ruling.h. */
#include "weigh/ruling.h"

#include "base/vec.h"

typedef VEC(Ruled) RuledVec;

static uint32_t root_of(uint32_t *root, uint32_t v)
{
    while (root[v] != v)
        v = root[v] = root[root[v]];
    return v;
}

static bool usable(const Views *all, ClaimRef ref)
{
    return ref.reading < all->corpus->reading_count && ref.claim < all->corpus->readings[ref.reading].claim_count &&
           !all->at[view_of(all, ref)].left_out;
}

/* Would joining the two groups bring together what a later decision holds apart? */
static bool parted(const Rulings *r, size_t after, uint32_t *root, uint32_t a, uint32_t b)
{
    for (size_t i = after; i < r->count; i++) {
        const Ruled *x = &r->at[i];
        if (!x->followed || x->together)
            continue;
        uint32_t one = root_of(root, x->one), other = root_of(root, x->other);
        if ((one == a && other == b) || (one == b && other == a))
            return true;
    }
    return false;
}

/* From the newest back, so that what a person decided last always holds. */
static void settle(Arena *arena, const Views *all, Rulings *r)
{
    uint32_t *root = arena_array(arena, uint32_t, all->count + 1);

    for (uint32_t i = 0; i < all->count; i++)
        root[i] = i;
    for (size_t i = r->count; i-- > 0; ) {
        Ruled *x = &r->at[i];
        uint32_t a = root_of(root, x->one), b = root_of(root, x->other);
        x->followed = x->together ? a == b || !parted(r, i + 1, root, a, b) : a != b;
        if (x->followed && x->together)
            root[a > b ? a : b] = a > b ? b : a;
    }
}

void rulings_take(Arena *arena, const Views *all, Rulings *ret)
{
    const Corpus *c = all->corpus;
    RuledVec found = { 0 };

    for (size_t i = 0; i < c->ruling_count; i++) {
        const Ruling *x = &c->rulings[i];
        if ((x->kind != RULING_TOGETHER && x->kind != RULING_APART) || !usable(all, x->a) || !usable(all, x->b))
            continue;
        vec_push(arena, &found, (Ruled){ .one = (uint32_t)view_of(all, x->a), .other = (uint32_t)view_of(all, x->b),
                                         .together = x->kind == RULING_TOGETHER, .ruling = x });
    }
    *ret = (Rulings){ found.at, found.count };
    if (ret->count)
        settle(arena, all, ret);
}
