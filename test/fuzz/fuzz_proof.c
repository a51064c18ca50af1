/* fuzz_proof.c -- any bytes as a tlog-proof: what is accepted is written back as it came.
 * Build: see standalone.c. */
#include "base/auto.h"
#include "seal/proof.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    AUTO_ARENA arena = arena_create();
    AUTO_STRBUF again = { 0 };
    Str text = { (const char *)data, size };
    Proof proof;

    if (proof_parse(arena, text, &proof, NULL) != OK)
        return 0;
    proof_write(&again, &proof);
    if (!str_eq(strbuf_str(&again), text))
        abort();
    return 0;
}
