/* cosignature.c -- see cosignature.h. */
#include "seal/cosignature.h"

#include "base/auto.h"
#include "seal/strict.h"

#include <assert.h>

#define EM_DASH     "\xE2\x80\x94"
#define TIME_SIZE   8

static Str message(Arena *arena, Str text, uint64_t time)
{
    return arena_printf(arena, "cosignature/v1\ntime %llu\n" STR_FMT, (unsigned long long)time,
                        STR_ARG(text));
}

Status cosignature_sign(Arena *arena, const SecretKey *secret, const VerifyKey *key,
                        const Checkpoint *checkpoint, int64_t time, Str *ret, Error *err)
{
    uint8_t bytes[sizeof key->id + TIME_SIZE + KEY_SIGNATURE_SIZE];

    assert(key->type == KEY_COSIGNER);
    if (time <= 0)
        return fail(err, ERR_REFUSED, "the clock of this machine stands before 1970: set it first");
    memcpy(bytes, key->id, sizeof key->id);
    for (size_t i = 0; i < TIME_SIZE; i++)
        bytes[sizeof key->id + i] = (uint8_t)((uint64_t)time >> (8 * (TIME_SIZE - 1 - i)));
    Status status = key_sign(secret, message(arena, checkpoint->text, (uint64_t)time),
                             bytes + sizeof key->id + TIME_SIZE, err);
    if (status != OK)
        return status;
    Str base64 = base64_encode(arena, (Str){ (const char *)bytes, sizeof bytes });
    *ret = arena_printf(arena, EM_DASH " %s " STR_FMT "\n", key->name, STR_ARG(base64));
    return OK;
}

/* The time of one line; 0 when the line does not hold. A time of 0 says nothing and is refused. */
static int64_t check_line(const Checkpoint *checkpoint, const NoteLine *line, const VerifyKey *key)
{
    uint8_t bytes[sizeof key->id + TIME_SIZE + KEY_SIGNATURE_SIZE];
    uint64_t time = 0;
    AUTO_ARENA arena = arena_create();

    if (!strict_base64(line->signature, bytes, sizeof bytes))
        return 0;
    for (size_t i = 0; i < TIME_SIZE; i++)
        time = time << 8 | bytes[sizeof key->id + i];
    if (time > INT64_MAX || !key_check(key->public_key, message(arena, checkpoint->text, time),
                                       bytes + sizeof key->id + TIME_SIZE))
        return 0;
    return (int64_t)time;
}

CosignatureState cosignature_check(const Checkpoint *checkpoint, const VerifyKey *key, int64_t *time)
{
    int64_t first = 0;
    NoteLine line;

    for (Str rest = checkpoint->signatures; note_line(&rest, &line); ) {
        if (!note_line_by(&line, key))
            continue;
        int64_t told = check_line(checkpoint, &line, key);
        if (told == 0)
            return COSIGNATURE_BAD;
        if (first == 0 || told < first)
            first = told;
    }
    if (first && time)
        *time = first;
    return first ? COSIGNATURE_GOOD : COSIGNATURE_NONE;
}
