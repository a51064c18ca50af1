/* fuzz_sd_jwt.c -- a verifier key, a line end and any bytes as an SD-JWT; and the whole input as the JSON of
 * its only disclosure, under digests that fit, so that a search gets past the hashes.
 *
 * What is accepted has each piece in its place, and no more of them than places. Build: see standalone.c. */
#include "base/auto.h"
#include "base/strbuf.h"
#include "seal/sd_jwt.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check(const SdJwt *jwt)
{
    uint32_t shown = 0;

    for (uint32_t i = 0; i < jwt->total; i++)
        shown += jwt->pieces[i].ptr != NULL;
    if (shown != jwt->shown || jwt->total == 0 || jwt->entry >= jwt->size)
        abort();
}

/* base64url without padding */
static Str url(Arena *arena, Str bytes)
{
    Str text = base64_encode(arena, bytes);
    char *out = arena_cstr(arena, text);

    for (size_t i = 0; i < text.len; i++)
        out[i] = out[i] == '+' ? '-' : out[i] == '/' ? '_' : out[i];
    return str_slice(str_of(out), 0, strcspn(out, "="));
}

static void as_disclosure(Arena *arena, Str json)
{
    uint8_t public_key[KEY_PUBLIC_SIZE];
    static const char zeros[] = "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=";
    VerifyKey key;
    char id[9] = { 0 };
    SdJwt jwt;

    memset(public_key, 0x66, sizeof public_key);        /* the base point: a key of small order is refused */
    public_key[0] = 0x58;
    vkey_make(S("dokaz/00"), public_key, &key, NULL);
    hex_write((Str){ (const char *)key.id, sizeof key.id }, id);
    Str disclosure = url(arena, json);
    Sha256 digest = sha256(disclosure);
    Str header = url(arena, arena_printf(arena, "{\"alg\":\"EdDSA\",\"kid\":\"dokaz/00+%s\",\"typ\":\"dokaz+sd-jwt\"}", id));
    Str place = url(arena, sha256_str(&digest));
    Str payload = url(arena, arena_printf(arena, "{\"_sd_alg\":\"sha-256\",\"entry\":0,\"log\":\"dokaz/00\",\"root\":\"%s\","
        "\"seg\":[{\"...\":\"" STR_FMT "\"}],\"size\":1,\"tree\":\"%s\"}", zeros, STR_ARG(place), zeros));
    Str file = arena_printf(arena, STR_FMT "." STR_FMT ".AA~" STR_FMT "~", STR_ARG(header), STR_ARG(payload),
                            STR_ARG(disclosure));
    if (sd_jwt_parse(arena, file, &key, &jwt, NULL) == OK)
        check(&jwt);
    /* the frame alone, with nothing disclosed, is always good */
    file = str_slice(file, 0, file.len - disclosure.len - 1);
    if (sd_jwt_parse(arena, file, &key, &jwt, NULL) != OK || jwt.shown)
        abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    AUTO_ARENA arena = arena_create();
    Str input = { (const char *)data, size }, line;
    VerifyKey key;
    SdJwt jwt;

    as_disclosure(arena, input);
    if (!str_cut(&input, '\n', &line) || vkey_parse(line, &key, NULL) != OK)
        return 0;
    if (sd_jwt_parse(arena, input, &key, &jwt, NULL) == OK)
        check(&jwt);
    return 0;
}
