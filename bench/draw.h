/* draw.h -- the generators' only source of chance: splitmix64, the same on every machine. */
#ifndef BENCH_DRAW_H
#define BENCH_DRAW_H

#include <stdint.h>

static inline uint64_t draw(uint64_t *state)
{
    uint64_t z = *state += 0x9E3779B97F4A7C15ull;

    z = (z ^ z >> 30) * 0xBF58476D1CE4E5B9ull;
    z = (z ^ z >> 27) * 0x94D049BB133111EBull;
    return z ^ z >> 31;
}

static inline uint64_t below(uint64_t *state, uint64_t limit)
{
    return draw(state) % limit;
}

#endif
