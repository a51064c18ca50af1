/* merkle.c -- see merkle.h. Proofs are walked from the root down: at each step the
 * tree of n leaves splits at the largest power of two below n (RFC 9162, 2.1). */
#include "seal/merkle.h"

static bool is_power(uint64_t n)
{
    return (n & (n - 1)) == 0;
}

/* The largest power of two below n; n > 1. */
static uint64_t split(uint64_t n)
{
    return 1ull << (63 - __builtin_clzll(n - 1));
}

Sha256 merkle_leaf(Str bytes)
{
    char small[512];

    if (bytes.len < sizeof small) {
        small[0] = 0;
        if (bytes.len)
            memcpy(small + 1, bytes.ptr, bytes.len);
        return sha256((Str){ small, bytes.len + 1 });
    }
    Hasher *h = hasher_create();
    hasher_add(h, (Str){ "\0", 1 });
    hasher_add(h, bytes);
    Sha256 ret = hasher_end(h);
    hasher_destroy(h);
    return ret;
}

Sha256 merkle_node(const Sha256 *left, const Sha256 *right)
{
    char both[1 + 2 * SHA256_SIZE];

    both[0] = 1;
    memcpy(both + 1, left->byte, SHA256_SIZE);
    memcpy(both + 1 + SHA256_SIZE, right->byte, SHA256_SIZE);
    return sha256((Str){ both, sizeof both });
}

static bool same(const Sha256 *a, const Sha256 *b)
{
    return memcmp(a->byte, b->byte, SHA256_SIZE) == 0;
}

/* The hash over leaves start .. start + n; start is a multiple of a power of two >= n. */
static Status range_hash(MerkleSource source, uint64_t start, uint64_t n, Sha256 *ret, Error *err)
{
    Sha256 left, right;

    if (is_power(n)) {
        unsigned level = (unsigned)__builtin_ctzll(n);
        return source.node(source.context, level, start >> level, ret, err);
    }
    uint64_t k = split(n);
    Status status = range_hash(source, start, k, &left, err);
    if (status == OK)
        status = range_hash(source, start + k, n - k, &right, err);
    if (status == OK)
        *ret = merkle_node(&left, &right);
    return status;
}

Status merkle_root(MerkleSource source, uint64_t size, Sha256 *ret, Error *err)
{
    if (size == 0) {
        *ret = sha256(S(""));
        return OK;
    }
    return range_hash(source, 0, size, ret, err);
}

/* Proofs are found from the root down and handed out from the leaf up. */
static MerkleProof turned(Arena *arena, const Sha256 *down, size_t count)
{
    Sha256 *up = arena_array(arena, Sha256, count);

    for (size_t i = 0; i < count; i++)
        up[i] = down[count - 1 - i];
    return (MerkleProof){ up, count };
}

Status merkle_prove_inclusion(Arena *arena, MerkleSource source, uint64_t index, uint64_t size,
                              MerkleProof *ret, Error *err)
{
    Sha256 down[MERKLE_PROOF_MAX];
    size_t count = 0;
    uint64_t start = 0;

    if (index >= size)
        return fail(err, ERR_USAGE, "leaf %llu does not lie in a tree of %llu leaves",
                    (unsigned long long)index, (unsigned long long)size);
    while (size > 1) {
        uint64_t k = split(size);
        bool left = index < k;
        Status status = left ? range_hash(source, start + k, size - k, &down[count], err)
                             : range_hash(source, start, k, &down[count], err);
        if (status != OK)
            return status;
        count++;
        start += left ? 0 : k;
        index -= left ? 0 : k;
        size = left ? k : size - k;
    }
    *ret = turned(arena, down, count);
    return OK;
}

Status merkle_prove_consistency(Arena *arena, MerkleSource source, uint64_t size1, uint64_t size2,
                                MerkleProof *ret, Error *err)
{
    Sha256 down[MERKLE_PROOF_MAX + 1];
    size_t count = 0;
    uint64_t start = 0;
    bool known = true;      /* the older root itself is the subtree that is left: no need to send it */
    Status status = OK;

    if (size1 == 0 || size1 > size2)
        return fail(err, ERR_USAGE, "a tree of %llu leaves is no beginning of one of %llu",
                    (unsigned long long)size1, (unsigned long long)size2);
    while (size1 != size2) {
        uint64_t k = split(size2);
        bool left = size1 <= k;
        status = left ? range_hash(source, start + k, size2 - k, &down[count], err)
                      : range_hash(source, start, k, &down[count], err);
        if (status != OK)
            return status;
        count++;
        if (!left) {
            start += k;
            size1 -= k;
            known = false;
        }
        size2 = left ? k : size2 - k;
    }
    if (!known) {
        status = range_hash(source, start, size2, &down[count], err);
        if (status != OK)
            return status;
        count++;
    }
    *ret = turned(arena, down, count);
    return OK;
}

/* RFC 9162, 2.1.3.2, with its names. */
bool merkle_check_inclusion(const Sha256 *leaf, uint64_t index, uint64_t size, MerkleProof proof,
                            const Sha256 *root)
{
    if (index >= size)
        return false;
    uint64_t fn = index, sn = size - 1;
    Sha256 r = *leaf;

    for (size_t i = 0; i < proof.count; i++) {
        if (sn == 0)
            return false;
        if ((fn & 1) || fn == sn) {
            r = merkle_node(&proof.hash[i], &r);
            while (!(fn & 1) && fn != 0) {
                fn >>= 1;
                sn >>= 1;
            }
        } else {
            r = merkle_node(&r, &proof.hash[i]);
        }
        fn >>= 1;
        sn >>= 1;
    }
    return sn == 0 && same(&r, root);
}

/* RFC 9162, 2.1.4.2, with its names. */
bool merkle_check_consistency(uint64_t size1, uint64_t size2, MerkleProof proof,
                              const Sha256 *root1, const Sha256 *root2)
{
    if (size1 == 0 || size1 > size2)
        return false;
    if (size1 == size2)
        return proof.count == 0 && same(root1, root2);
    if (proof.count == 0)
        return false;

    uint64_t fn = size1 - 1, sn = size2 - 1;
    size_t next = is_power(size1) ? 0 : 1;      /* a complete older tree starts from its own root */
    Sha256 fr = is_power(size1) ? *root1 : proof.hash[0], sr = fr;

    while (fn & 1) {
        fn >>= 1;
        sn >>= 1;
    }
    for (size_t i = next; i < proof.count; i++) {
        if (sn == 0)
            return false;
        if ((fn & 1) || fn == sn) {
            fr = merkle_node(&proof.hash[i], &fr);
            sr = merkle_node(&proof.hash[i], &sr);
            while (!(fn & 1) && fn != 0) {
                fn >>= 1;
                sn >>= 1;
            }
        } else {
            sr = merkle_node(&sr, &proof.hash[i]);
        }
        fn >>= 1;
        sn >>= 1;
    }
    return sn == 0 && same(&fr, root1) && same(&sr, root2);
}

bool merkle_subtree_is(uint64_t start, uint64_t end)
{
    if (start >= end)
        return false;
    uint64_t n = end - start, power = n == 1 ? 1 : split(n);    /* the largest power of two below n > 1 */
    if (power < n)
        power <<= 1;    /* 0 when it would be 2^64, of which only 0 is a multiple */
    return power ? start % power == 0 : start == 0;
}

bool merkle_check_subtree_inclusion(const Sha256 *leaf, uint64_t index, uint64_t start, uint64_t end,
                                    MerkleProof proof, const Sha256 *root)
{
    return merkle_subtree_is(start, end) && index >= start &&
           merkle_check_inclusion(leaf, index - start, end - start, proof, root);
}

/* The path from a subtree's node up to the root: of the first leaf, of the last, and of the tree's last. */
typedef struct Path {
    uint64_t fn, sn, tn;
} Path;

static void up(Path *p)
{
    p->fn >>= 1;
    p->sn >>= 1;
    p->tn >>= 1;
}

/* The draft's section on verifying subtree consistency proofs, with its names. */
bool merkle_check_subtree_consistency(uint64_t start, uint64_t end, uint64_t size, MerkleProof proof,
                                      const Sha256 *subroot, const Sha256 *root)
{
    Sha256 nothing = sha256(S(""));

    if (start == end)           /* no leaf at all: part of every tree, and there is nothing to show */
        return end <= size && proof.count == 0 && same(subroot, &nothing);
    if (!merkle_subtree_is(start, end) || end > size)
        return false;
    Path p = { start, end - 1, size - 1 };
    size_t next = 0;
    Sha256 fr = *subroot;

    while (p.fn != p.sn && (p.sn == p.tn || (p.sn & 1)))
        up(&p);
    if (p.fn != p.sn) {         /* the subtree's hash is none of the tree's: begin from one inside it */
        if (proof.count == 0)
            return false;
        fr = proof.hash[next++];
    }
    Sha256 sr = fr;
    for (; next < proof.count; next++) {
        if (p.tn == 0)
            return false;
        if ((p.sn & 1) || p.sn == p.tn) {
            if (p.fn < p.sn)
                fr = merkle_node(&proof.hash[next], &fr);
            sr = merkle_node(&proof.hash[next], &sr);
            while (!(p.sn & 1) && p.sn != 0)
                up(&p);
        } else {
            sr = merkle_node(&sr, &proof.hash[next]);
        }
        up(&p);
    }
    return p.tn == 0 && same(&fr, subroot) && same(&sr, root);
}

MerkleTree merkle_tree(Arena *arena, const Sha256 *leaves, uint64_t size)
{
    MerkleTree tree = { .level = { leaves }, .size = size };

    for (unsigned level = 1; level < 64 && size >> level; level++) {
        uint64_t count = size >> level;
        Sha256 *hashes = arena_raw(arena, count * sizeof *hashes);
        for (uint64_t i = 0; i < count; i++)
            hashes[i] = merkle_node(&tree.level[level - 1][2 * i], &tree.level[level - 1][2 * i + 1]);
        tree.level[level] = hashes;
    }
    return tree;
}

static Status tree_node(void *context, unsigned level, uint64_t index, Sha256 *ret, Error *err)
{
    const MerkleTree *tree = context;

    if (index >= tree->size >> level)
        return fail(err, ERR_USAGE, "no complete subtree %llu at level %u",
                    (unsigned long long)index, level);
    *ret = tree->level[level][index];
    return OK;
}

MerkleSource merkle_tree_source(const MerkleTree *tree)
{
    return (MerkleSource){ tree_node, (void *)tree };
}
