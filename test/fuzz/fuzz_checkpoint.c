/* fuzz_checkpoint.c -- any bytes as a signed checkpoint: none may crash the reader, and none is signed
 * by a key whose secret nobody has. Build: see standalone.c. */
#include "base/auto.h"
#include "seal/checkpoint.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const uint8_t public_key[KEY_PUBLIC_SIZE] = { 9 };
    Str note = { (const char *)data, size };
    uint8_t signature[KEY_SIGNATURE_SIZE];
    Checkpoint c;
    VerifyKey key;

    if (checkpoint_parse(note, &c, NULL) != OK)
        return 0;
    if (c.text.len + 1 + c.signatures.len != size)
        abort();        /* every byte belongs to the text, the empty line or the signatures */
    if (vkey_make(c.origin, public_key, &key, NULL) == OK)
        checkpoint_signature(&c, &key, signature);
    return 0;
}
