/* fuzz_witness.c -- any bytes as a request to a witness, or as a consistency file: what is accepted is written back as
 * it came, and nothing is cosigned for a log whose key nobody has. Build: see standalone.c. */
#include "base/auto.h"
#include "seal/consistency.h"
#include "seal/witness.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void try_request(Arena *arena, Str text, const VerifyKey *key)
{
    AUTO_STRBUF again = { 0 };
    WitnessSeen seen = { .size = 0 };
    WitnessRequest request;

    if (witness_request_parse(arena, text, &request, NULL) != OK)
        return;
    witness_request_write(&again, request.old, request.proof, request.note);
    if (!str_eq(strbuf_str(&again), text) || witness_decide(&request, key, &seen) == WITNESS_GOOD)
        abort();
}

static void try_consistency(Arena *arena, Str text, const VerifyKey *key)
{
    AUTO_STRBUF again = { 0 };
    Consistency c;
    Checkpoint old, new;

    if (consistency_parse(arena, text, &c, NULL) != OK)
        return;
    consistency_write(&again, &c);
    if (!str_eq(strbuf_str(&again), text) || consistency_verify(&c, key, &old, &new, NULL) == OK)
        abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const uint8_t public_key[KEY_PUBLIC_SIZE] = { 9 };
    AUTO_ARENA arena = arena_create();
    Str text = { (const char *)data, size };
    VerifyKey key;

    if (vkey_make(S("dokaz/00"), public_key, &key, NULL) != OK)
        abort();
    try_request(arena, text, &key);
    try_consistency(arena, text, &key);
    return 0;
}
