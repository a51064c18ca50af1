/* gf256.c -- see gf256.h. A product with a fixed factor is two look-ups of 16 bytes, one for each
 * nibble, which the processor does for 16 or 32 bytes at once (Plank, Greenan, Miller: "Screaming
 * Fast Galois Field Arithmetic Using Intel SIMD Instructions", 2013). */
#include "seal/gf256.h"

#include <assert.h>

#if defined(__x86_64__)
#include <immintrin.h>
#endif

#define GF_POLYNOMIAL 0x11D

static uint8_t multiply(unsigned a, unsigned b)
{
    unsigned product = 0;

    for (; b; b >>= 1, a = a << 1 ^ (a & 0x80 ? GF_POLYNOMIAL : 0))
        product ^= b & 1 ? a : 0;
    return (uint8_t)product;
}

static void add_portable(const Gf *gf, uint8_t *to, const uint8_t *from, size_t size, uint8_t factor)
{
    const uint8_t *row = gf->mul[factor];

    for (size_t i = 0; i < size; i++)
        to[i] ^= row[from[i]];
}

#if defined(__x86_64__)
__attribute__((target("ssse3")))
static void add_ssse3(const Gf *gf, uint8_t *to, const uint8_t *from, size_t size, uint8_t factor)
{
    const __m128i low = _mm_loadu_si128((const __m128i *)(const void *)gf->low[factor]);
    const __m128i high = _mm_loadu_si128((const __m128i *)(const void *)gf->high[factor]);
    const __m128i nibble = _mm_set1_epi8(15);
    size_t i = 0;

    for (; i + 16 <= size; i += 16) {
        __m128i x = _mm_loadu_si128((const __m128i *)(const void *)(from + i));
        __m128i y = _mm_loadu_si128((const __m128i *)(const void *)(to + i));
        __m128i a = _mm_shuffle_epi8(low, _mm_and_si128(x, nibble));
        __m128i b = _mm_shuffle_epi8(high, _mm_and_si128(_mm_srli_epi64(x, 4), nibble));
        _mm_storeu_si128((__m128i *)(void *)(to + i), _mm_xor_si128(y, _mm_xor_si128(a, b)));
    }
    add_portable(gf, to + i, from + i, size - i, factor);
}

__attribute__((target("avx2")))
static void add_avx2(const Gf *gf, uint8_t *to, const uint8_t *from, size_t size, uint8_t factor)
{
    const __m256i low = _mm256_broadcastsi128_si256(
        _mm_loadu_si128((const __m128i *)(const void *)gf->low[factor]));
    const __m256i high = _mm256_broadcastsi128_si256(
        _mm_loadu_si128((const __m128i *)(const void *)gf->high[factor]));
    const __m256i nibble = _mm256_set1_epi8(15);
    size_t i = 0;

    for (; i + 32 <= size; i += 32) {
        __m256i x = _mm256_loadu_si256((const __m256i *)(const void *)(from + i));
        __m256i y = _mm256_loadu_si256((const __m256i *)(const void *)(to + i));
        __m256i a = _mm256_shuffle_epi8(low, _mm256_and_si256(x, nibble));
        __m256i b = _mm256_shuffle_epi8(high, _mm256_and_si256(_mm256_srli_epi64(x, 4), nibble));
        _mm256_storeu_si256((__m256i *)(void *)(to + i), _mm256_xor_si256(y, _mm256_xor_si256(a, b)));
    }
    add_portable(gf, to + i, from + i, size - i, factor);
}
#endif

static bool take_kernel(Gf *gf, GfKernel kernel)
{
    if (kernel == GF_PORTABLE)
        gf->add = add_portable;
#if defined(__x86_64__)
    __builtin_cpu_init();
    if (kernel == GF_SSSE3 && __builtin_cpu_supports("ssse3"))
        gf->add = add_ssse3;
    if (kernel == GF_AVX2 && __builtin_cpu_supports("avx2"))
        gf->add = add_avx2;
#endif
    return gf->add != NULL;
}

Gf *gf_create(Arena *arena, GfKernel kernel)
{
    Gf *gf = arena_new(arena, Gf);

    if (!take_kernel(gf, kernel))
        return NULL;
    for (unsigned a = 0; a < 256; a++)
        for (unsigned b = 0; b < 256; b++) {
            gf->mul[a][b] = multiply(a, b);
            if (gf->mul[a][b] == 1)
                gf->inverse[a] = (uint8_t)b;
        }
    for (unsigned a = 0; a < 256; a++)
        for (unsigned b = 0; b < 16; b++) {
            gf->low[a][b] = gf->mul[a][b];
            gf->high[a][b] = gf->mul[a][b << 4];
        }
    return gf;
}

Gf *gf_create_best(Arena *arena)
{
    for (int kernel = GF_KERNELS - 1; kernel > GF_PORTABLE; kernel--) {
        Gf *gf = gf_create(arena, (GfKernel)kernel);
        if (gf)
            return gf;
    }
    return gf_create(arena, GF_PORTABLE);
}

/* Gauss and Jordan on the part of the Cauchy matrix that the lost bytes have in the chosen rows. */
void rs_solve(const Gf *gf, const unsigned *positions, const unsigned *rows, unsigned count,
              uint8_t ret[RS_PARITY * RS_PARITY])
{
    uint8_t m[RS_PARITY][2 * RS_PARITY] = { 0 };

    assert(count >= 1 && count <= RS_PARITY);
    for (unsigned k = 0; k < count; k++) {
        for (unsigned i = 0; i < count; i++)
            m[k][i] = rs_weight(gf, rows[k], positions[i]);
        m[k][count + k] = 1;
    }
    for (unsigned i = 0; i < count; i++) {
        unsigned pivot = i;
        while (m[pivot][i] == 0)        /* there is one: the part can be inverted */
            pivot++;
        for (unsigned j = 0; j < 2 * count; j++) {
            uint8_t swap = m[pivot][j];
            m[pivot][j] = m[i][j];
            m[i][j] = swap;
        }
        const uint8_t *scale = gf->mul[gf->inverse[m[i][i]]];
        for (unsigned j = 0; j < 2 * count; j++)
            m[i][j] = scale[m[i][j]];
        for (unsigned k = 0; k < count; k++) {
            const uint8_t *factor = gf->mul[m[k][i]];
            for (unsigned j = 0; k != i && j < 2 * count; j++)
                m[k][j] ^= factor[m[i][j]];
        }
    }
    for (unsigned i = 0; i < count; i++)
        for (unsigned k = 0; k < count; k++)
            ret[i * count + k] = m[i][count + k];
}
