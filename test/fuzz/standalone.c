/* standalone.c -- runs a fuzz target without libFuzzer: on files as they are, and on random changes of them.
 *
 * With clang, coverage-guided, given the sources of base/ and seal/ but for main and the tests:
 *     clang -g -O1 -fsanitize=fuzzer,address,undefined -std=gnu11 -D_GNU_SOURCE -Isrc
 *         test/fuzz/fuzz_proof.c SOURCES -lcrypto -o fuzz_proof
 * With gcc: -fsanitize=address,undefined, and this file beside the target.
 *
 *     PROGRAM [-n CHANGES] [-s SEED] FILE...
 */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

#define GROWTH 256      /* bytes that changes may add */

/* xorshift64*: the same changes for the same seed. */
static uint64_t next(uint64_t *state)
{
    *state ^= *state >> 12;
    *state ^= *state << 25;
    *state ^= *state >> 27;
    return *state * 0x2545F4914F6CDD1Dull;
}

/* One small change in place: a bit, a byte, a piece dropped, a piece doubled, two pieces swapped. */
static size_t change(uint8_t *data, size_t size, size_t room, uint64_t *state)
{
    static const uint8_t telling[] = { 0, '\n', ' ', '=', '+', '-', '0', '9', 0xFF, 0xE2, '\\', '/' };
    size_t at = size ? next(state) % size : 0, len = 1 + next(state) % 40;

    if (len > size - at)
        len = size - at;
    switch (next(state) % 5) {
    case 0:
        if (size)
            data[at] ^= (uint8_t)(1u << next(state) % 8);
        return size;
    case 1:
        if (size)
            data[at] = telling[next(state) % sizeof telling];
        return size;
    case 2:
        memmove(data + at, data + at + len, size - at - len);
        return size - len;
    case 3:
        if (size + len > room)
            return size;
        memmove(data + at + len, data + at, size - at);
        return size + len;
    default:
        if (size) {
            size_t other = next(state) % size;
            uint8_t byte = data[at];
            data[at] = data[other];
            data[other] = byte;
        }
        return size;
    }
}

/* A copy of just the right size, so that AddressSanitizer sees one byte too many. */
static void run(const uint8_t *data, size_t size)
{
    uint8_t *exact = malloc(size ? size : 1);

    if (exact == NULL)
        exit(3);
    memcpy(exact, data, size);
    LLVMFuzzerTestOneInput(exact, size);
    free(exact);
}

static int run_file(const char *path, long changes, uint64_t *state)
{
    FILE *f = fopen(path, "rb");
    size_t room = (1u << 20) + GROWTH, size;
    uint8_t *whole = malloc(room), *data = malloc(room);

    if (f == NULL || whole == NULL || data == NULL) {
        perror(path);
        return 3;
    }
    size = fread(whole, 1, room - GROWTH, f);
    fclose(f);
    run(whole, size);
    for (long i = 0; i < changes; i++) {
        size_t now = size;
        memcpy(data, whole, size);
        for (uint64_t k = 1 + next(state) % 4; k > 0; k--)
            now = change(data, now, size + GROWTH, state);
        run(data, now);
    }
    free(whole);
    free(data);
    return 0;
}

int main(int argc, char **argv)
{
    long changes = 0;
    uint64_t state = 1;
    int i = 1;

    for (; i + 1 < argc && argv[i][0] == '-'; i += 2) {
        if (strcmp(argv[i], "-n") == 0)
            changes = atol(argv[i + 1]);
        else if (strcmp(argv[i], "-s") == 0)
            state = strtoull(argv[i + 1], NULL, 10) * 2 + 1;
    }
    if (i >= argc) {
        fprintf(stderr, "usage: %s [-n CHANGES] [-s SEED] FILE...\n", argv[0]);
        return 2;
    }
    for (; i < argc; i++)
        if (run_file(argv[i], changes, &state) != 0)
            return 3;
    return 0;
}
