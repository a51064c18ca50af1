/* fuzz_redacted.c -- any bytes as a redacted text: what is accepted is written back as it came, its words
 * hold no control character, and no key that nobody has vouches for it. Build: see standalone.c. */
#include "base/auto.h"
#include "seal/redacted.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const uint8_t public_key[KEY_PUBLIC_SIZE] = { 1 };
    AUTO_ARENA arena = arena_create();
    AUTO_STRBUF again = { 0 };
    AUTO_STRBUF text = { 0 };
    Str file = { (const char *)data, size };
    Redacted r;
    VerifyKey key;

    if (redacted_parse(arena, file, &r, NULL) != OK)
        return 0;
    redacted_write(&again, &r);
    if (!str_eq(strbuf_str(&again), file))
        abort();
    redacted_text(&text, &r);
    for (size_t i = 0; i < text.len; i++)
        if ((unsigned char)text.ptr[i] < 0x20 && text.ptr[i] != '\n')
            abort();
    vkey_make(S("dokaz/00"), public_key, &key, NULL);
    if (redacted_verify(arena, file, &key, NULL, NULL, NULL) == OK)
        abort();        /* nobody has the secret of that key */
    return 0;
}
