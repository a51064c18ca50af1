/* block.c -- see block.h. */
#include "seal/block.h"

/* Bits of work that a header must show. No proof of OpenTimestamps is older than 2015, when a block took
 * more than 2 to the 66 hashes; before, no block of the chain ever took less than 2 to the 32. */
static const struct { int64_t since; unsigned bits; } floors[] = {
    { 1420070400 /* 2015-01-01 */, 60 },
    { 0, 32 },
};

static uint32_t little_endian(const uint8_t *at)
{
    return at[0] | (uint32_t)at[1] << 8 | (uint32_t)at[2] << 16 | (uint32_t)at[3] << 24;
}

/* The compact form of a target: three bytes and how far they are shifted. False when it is no positive
 * number of 32 bytes. `target` comes with its highest byte first. */
static bool expand_target(uint32_t compact, uint8_t target[SHA256_SIZE])
{
    int size = (int)(compact >> 24);
    uint32_t mantissa = compact & 0x7FFFFF;

    memset(target, 0, SHA256_SIZE);
    if (compact & 0x800000 || mantissa == 0 || size < 3 || size > SHA256_SIZE)
        return false;
    for (int i = 0; i < 3; i++)
        target[SHA256_SIZE - size + i] = (uint8_t)(mantissa >> (8 * (2 - i)));
    return true;
}

static unsigned leading_zeros(const uint8_t bytes[SHA256_SIZE])
{
    unsigned n = 0;

    while (n < 8 * SHA256_SIZE && !(bytes[n / 8] & (0x80 >> n % 8)))
        n++;
    return n;
}

Status block_header_read(Str file, BlockHeader *ret, Error *err)
{
    uint8_t bytes[BLOCK_HEADER_SIZE], target[SHA256_SIZE];
    BlockHeader h = { 0 };

    if (file.len == BLOCK_HEADER_SIZE)
        memcpy(bytes, file.ptr, sizeof bytes);
    else if (!hex_decode(str_trim(file), bytes, sizeof bytes))
        return fail(err, ERR_BAD_INPUT, "a block header is %d bytes, or as many in hex", BLOCK_HEADER_SIZE);
    Sha256 once = sha256((Str){ (const char *)bytes, sizeof bytes });
    Sha256 twice = sha256(sha256_str(&once));
    for (int i = 0; i < SHA256_SIZE; i++)
        h.hash.byte[i] = twice.byte[SHA256_SIZE - 1 - i];
    memcpy(h.root.byte, bytes + 36, SHA256_SIZE);
    h.time = little_endian(bytes + 68);
    if (!expand_target(little_endian(bytes + 72), target) || memcmp(h.hash.byte, target, SHA256_SIZE) > 0)
        return fail(err, ERR_CHECK, "the block header was not worked for: its hash does not reach the target it names");
    h.zero_bits = leading_zeros(target);
    for (size_t i = 0; i < sizeof floors / sizeof *floors; i++)
        if (h.time >= floors[i].since) {
            if (h.zero_bits < floors[i].bits)
                return fail(err, ERR_CHECK, "the block header took 2^%u tries, less than any block of its day: anybody "
                            "could have made it", h.zero_bits);
            break;
        }
    *ret = h;
    return OK;
}
