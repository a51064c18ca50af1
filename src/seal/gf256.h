/* gf256.h -- Reed-Solomon erasure code over GF(2^8), for parity.h.
 *
 * The field is that of 0x11D. The code is systematic: of each stripe the RS_DATA data bytes
 * stay as they are, and RS_PARITY parity bytes are sums of them, weighed by a Cauchy matrix
 * (Bloemer et al., "An XOR-based erasure-resilient coding scheme", 1995): every square part
 * of such a matrix can be inverted, so any RS_PARITY lost bytes of a stripe come back, data or
 * parity. It finds no error: which bytes are lost must be known (here by digests).
 */
#ifndef SEAL_GF256_H
#define SEAL_GF256_H

#include "base/arena.h"

#define RS_DATA     200     /* data bytes of a stripe, at most; those that are not there count as zeros */
#define RS_PARITY   10

typedef enum GfKernel { GF_PORTABLE, GF_SSSE3, GF_AVX2, GF_KERNELS } GfKernel;

typedef struct Gf {
    uint8_t mul[256][256];
    uint8_t inverse[256];                   /* of 1 .. 255 */
    uint8_t low[256][16], high[256][16];    /* products with a nibble, for byte shuffles */
    void  (*add)(const struct Gf *gf, uint8_t *to, const uint8_t *from, size_t size, uint8_t factor);
} Gf;

/* The tables, with the kernel asked for, or NULL when this processor has it not. */
Gf *gf_create(Arena *arena, GfKernel kernel);

/* With the fastest kernel there is. */
Gf *gf_create_best(Arena *arena);

/* to[i] += factor * from[i], in the field. */
static inline void gf_add(const Gf *gf, uint8_t *to, const uint8_t *from, size_t size, uint8_t factor)
{
    gf->add(gf, to, from, size, factor);
}

/* Weight of data byte `position` (< RS_DATA) in parity byte `row` (< RS_PARITY). */
static inline uint8_t rs_weight(const Gf *gf, unsigned row, unsigned position)
{
    return gf->inverse[(RS_DATA + row) ^ position];
}

/* Lost data bytes at `positions` from the parity bytes `rows`, `count` (1 .. RS_PARITY) of each, all
 * different: lost byte i is the sum over k of ret[i * count + k] times what row k is short of. */
void rs_solve(const Gf *gf, const unsigned *positions, const unsigned *rows, unsigned count,
              uint8_t ret[RS_PARITY * RS_PARITY]);

#endif
