/* fuzz_ots.c -- any bytes as an OpenTimestamps proof: what is accepted is written back as it came, and
 * no message is longer than the limit. */
#include "base/auto.h"
#include "seal/ots.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    AUTO_ARENA arena = arena_create();
    AUTO_STRBUF again = { 0 };
    Str file = { (const char *)data, size };
    OtsProof proof;

    if (ots_parse(arena, file, &proof, NULL) != OK)
        return 0;
    ots_write(&again, &proof);
    if (!str_eq(strbuf_str(&again), file) || proof.count == 0)
        abort();
    for (size_t i = 0; i < proof.count; i++)
        if (proof.attestations[i].message.len > OTS_MESSAGE_MAX)
            abort();
    return 0;
}
