/* block.h -- the header of a Bitcoin block, which a user brings: does it hold a merkle root, and when
 * does it say it was made?
 *
 * What is checked here is that the header was worked for: its hash is below the
 * target it names, and that target was hard to reach. Whether the block is part
 * of the chain cannot be said without the chain: compare `hash` with a source of
 * your own. The time is set by whoever found the block; the rules of the chain
 * keep it within about two hours.
 */
#ifndef SEAL_BLOCK_H
#define SEAL_BLOCK_H

#include "base/hash.h"

#define BLOCK_HEADER_SIZE 80

typedef struct BlockHeader {
    Sha256   root;          /* merkle root, in the order of the header's bytes */
    int64_t  time;          /* seconds since 1970, UTC */
    Sha256   hash;          /* as it is usually written: the zeros first */
    unsigned zero_bits;     /* that its target demands: hashes tried are about 2 to this power */
} BlockHeader;

/* in    file   80 bytes, or 160 hex digits with white space around them
 * fails ERR_BAD_INPUT  it is neither
 *       ERR_CHECK      its hash does not reach its target, or the target is one that anybody can reach */
Status block_header_read(Str file, BlockHeader *ret, Error *err);

#endif
