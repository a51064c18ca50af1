/* fuzz_disclosure.c -- any bytes as a disclosure: what is accepted is written back as it came, and
 * checking it under some key does not crash. Build: see standalone.c. */
#include "base/auto.h"
#include "seal/disclosure.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const uint8_t public_key[KEY_PUBLIC_SIZE] = { 9 };
    AUTO_ARENA arena = arena_create();
    AUTO_STRBUF again = { 0 };
    Str file = { (const char *)data, size };
    Disclosure d;
    VerifyKey key;

    if (disclosure_parse(arena, file, &d, NULL) != OK)
        return 0;
    disclosure_write(&again, &d);
    if (!str_eq(strbuf_str(&again), file))
        abort();
    vkey_make(S("dokaz/00"), public_key, &key, NULL);
    if (disclosure_verify(arena, file, &key, NULL, NULL, NULL) == OK)
        abort();        /* nobody has the secret of that key */
    return 0;
}
