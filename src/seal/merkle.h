/* merkle.h -- the hash tree of RFC 6962 and RFC 9162: one root stands for all leaves.
 *
 * Inner hashes are asked for through a MerkleSource, so that one piece of code
 * proves over a log's tiles on disk and over the leaves of one document in
 * memory. Verification needs no source and trusts nothing it is handed.
 */
#ifndef SEAL_MERKLE_H
#define SEAL_MERKLE_H

#include "base/hash.h"

#define MERKLE_PROOF_MAX 64     /* hashes in any inclusion proof; a consistency proof has one more at most */

/* The hash of the complete subtree over leaves index << level to (index + 1) << level,
 * exclusive. Asked only for subtrees that lie wholly inside the tree. */
typedef struct MerkleSource {
    Status (*node)(void *context, unsigned level, uint64_t index, Sha256 *ret, Error *err);
    void    *context;
} MerkleSource;

typedef struct MerkleProof {
    const Sha256 *hash;
    size_t        count;
} MerkleProof;

Sha256 merkle_leaf(Str bytes);                                  /* SHA-256(0x00 || bytes) */
Sha256 merkle_node(const Sha256 *left, const Sha256 *right);    /* SHA-256(0x01 || left || right) */

/* The root over the first `size` leaves; SHA-256 of nothing when there are none. */
Status merkle_root(MerkleSource source, uint64_t size, Sha256 *ret, Error *err);

/* Leaf `index` (< size, else ERR_USAGE) lies in the tree of `size` leaves: the
 * sibling hashes, the leaf's first. */
Status merkle_prove_inclusion(Arena *arena, MerkleSource source, uint64_t index, uint64_t size,
                              MerkleProof *ret, Error *err);
bool   merkle_check_inclusion(const Sha256 *leaf, uint64_t index, uint64_t size, MerkleProof proof,
                              const Sha256 *root);

/* The tree of size1 leaves is the beginning of the tree of size2 leaves;
 * 0 < size1 <= size2, else ERR_USAGE. A check with size1 = 0 is always false: an
 * empty tree proves nothing. */
Status merkle_prove_consistency(Arena *arena, MerkleSource source, uint64_t size1, uint64_t size2,
                                MerkleProof *ret, Error *err);
bool   merkle_check_consistency(uint64_t size1, uint64_t size2, MerkleProof proof,
                                const Sha256 *root1, const Sha256 *root2);

/* Subtrees over leaves start .. end, exclusive, as draft-ietf-plants-merkle-tree-certs has them: start is
 * a multiple of the least power of two that is not below end - start. Their nodes are not always nodes of
 * the whole tree. Checks of any other range are false. */
bool   merkle_subtree_is(uint64_t start, uint64_t end);

/* Leaf `index`, start <= index < end, lies in the subtree whose hash is `root`. */
bool   merkle_check_subtree_inclusion(const Sha256 *leaf, uint64_t index, uint64_t start, uint64_t end,
                                      MerkleProof proof, const Sha256 *root);

/* The subtree with the hash `subroot` is part of the tree of `size` leaves with this root. An empty range,
 * start = end <= size, with the hash of nothing and no proof is true, as the conformance suite has it. */
bool   merkle_check_subtree_consistency(uint64_t start, uint64_t end, uint64_t size, MerkleProof proof,
                                        const Sha256 *subroot, const Sha256 *root);

/* A tree held in memory with all its inner hashes. */
typedef struct MerkleTree {
    const Sha256 *level[65];    /* level[0] are the leaves; only complete subtrees above */
    uint64_t      size;         /* leaves */
} MerkleTree;

/* Keeps `leaves`, which must outlive the tree. */
MerkleTree   merkle_tree(Arena *arena, const Sha256 *leaves, uint64_t size);
MerkleSource merkle_tree_source(const MerkleTree *tree);

#endif
