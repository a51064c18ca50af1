/* checkpoint.c -- see checkpoint.h. */
#include "seal/checkpoint.h"

#include "base/utf8.h"
#include "seal/strict.h"

#define EM_DASH "\xE2\x80\x94"

Str checkpoint_text(Arena *arena, const VerifyKey *key, uint64_t size, const Sha256 *root)
{
    Str root64 = base64_encode(arena, sha256_str(root));

    return arena_printf(arena, "%s\n%llu\n" STR_FMT "\n", key->name, (unsigned long long)size, STR_ARG(root64));
}

Status checkpoint_sign(Arena *arena, const SecretKey *secret, const VerifyKey *key, uint64_t size,
                       const Sha256 *root, Str *ret, Error *err)
{
    uint8_t signature[sizeof key->id + KEY_SIGNATURE_SIZE];
    Str text = checkpoint_text(arena, key, size, root);

    memcpy(signature, key->id, sizeof key->id);
    Status status = key_sign(secret, text, signature + sizeof key->id, err);
    if (status != OK)
        return status;
    Str line = base64_encode(arena, (Str){ (const char *)signature, sizeof signature });
    *ret = arena_printf(arena, STR_FMT "\n" EM_DASH " %s " STR_FMT "\n", STR_ARG(text), key->name,
                        STR_ARG(line));
    return OK;
}

/* "(em dash) name base64" */
static bool signature_line(Str line, Str *name, Str *signature)
{
    if (!str_cut(&line, ' ', name) || !str_eq(*name, S(EM_DASH)) || !str_cut(&line, ' ', name) ||
        !key_name_is(*name) || line.ptr == NULL)
        return false;
    *signature = line;
    return true;
}

/* Base64 of at least a key id and one byte, of any length. */
static bool base64_is(Str text)
{
    uint8_t last[3];
    size_t pad = str_ends(text, S("==")) ? 2 : str_ends(text, S("=")) ? 1 : 0;

    if (text.len < 8 || text.len % 4 != 0)
        return false;
    for (size_t i = 0; i + 4 < text.len; i += 4)
        if (!strict_base64(str_slice(text, i, i + 4), last, 3))
            return false;
    return strict_base64(str_slice(text, text.len - 4, text.len), last, 3 - pad);
}

static Status check_signature_lines(Str signatures, Error *err)
{
    Str line, name, signature;

    if (signatures.len == 0)
        return fail(err, ERR_BAD_INPUT, "the checkpoint has no signature");
    for (Str rest = signatures; rest.len; )
        if (!strict_line(&rest, &line) || !signature_line(line, &name, &signature) ||
            !base64_is(signature))
            return fail(err, ERR_BAD_INPUT, "the checkpoint has a malformed signature line");
    return OK;
}

static Status check_note(Str note, Error *err)
{
    if (note.len > CHECKPOINT_MAX)
        return fail(err, ERR_BAD_INPUT, "the checkpoint is longer than %d bytes", CHECKPOINT_MAX);
    if (utf8_valid(note) != note.len)
        return fail(err, ERR_BAD_INPUT, "the checkpoint is not UTF-8");
    for (size_t i = 0; i < note.len; i++)
        if ((unsigned char)note.ptr[i] < 0x20 && note.ptr[i] != '\n')
            return fail(err, ERR_BAD_INPUT, "the checkpoint holds a control character");
    return OK;
}

Status checkpoint_parse(Str note, Checkpoint *ret, Error *err)
{
    Checkpoint c = { 0 };
    size_t split = SIZE_MAX;
    Str size, root, line;
    Status status = check_note(note, err);

    if (status != OK)
        return status;
    /* The last empty line parts text and signatures. */
    for (size_t at = 0; (at = str_find(note, S("\n\n"), at)) != SIZE_MAX; at++)
        split = at;
    if (split == SIZE_MAX)
        return fail(err, ERR_BAD_INPUT, "the checkpoint has no empty line before its signatures");
    c.text = str_slice(note, 0, split + 1);
    c.signatures = str_slice(note, split + 2, note.len);

    Str rest = c.text;
    if (!strict_line(&rest, &c.origin) || c.origin.len == 0)
        return fail(err, ERR_BAD_INPUT, "the checkpoint has no origin line");
    if (!strict_line(&rest, &size) || !strict_u64(size, &c.size))
        return fail(err, ERR_BAD_INPUT, "the checkpoint's size is no plain decimal number");
    if (!strict_line(&rest, &root) || !strict_base64(root, c.root.byte, SHA256_SIZE))
        return fail(err, ERR_BAD_INPUT, "the checkpoint's root is not the base64 of 32 bytes");
    while (strict_line(&rest, &line))
        if (line.len == 0)
            return fail(err, ERR_BAD_INPUT, "the checkpoint has an empty extension line");
    status = check_signature_lines(c.signatures, err);
    if (status != OK)
        return status;
    *ret = c;
    return OK;
}

/* Signatures in *rest that name this key, one after the other. */
static bool next_signature(Str *rest, const VerifyKey *key, uint8_t ret[KEY_SIGNATURE_SIZE])
{
    uint8_t bytes[sizeof key->id + KEY_SIGNATURE_SIZE];
    Str line, name, signature;

    while (strict_line(rest, &line))
        if (signature_line(line, &name, &signature) && str_eq(name, str_of(key->name)) &&
            strict_base64(signature, bytes, sizeof bytes) && memcmp(bytes, key->id, sizeof key->id) == 0) {
            memcpy(ret, bytes + sizeof key->id, KEY_SIGNATURE_SIZE);
            return true;
        }
    return false;
}

bool checkpoint_signature(const Checkpoint *checkpoint, const VerifyKey *key,
                          uint8_t ret[KEY_SIGNATURE_SIZE])
{
    Str rest = checkpoint->signatures;

    return next_signature(&rest, key, ret);
}

Status checkpoint_verify(Str note, const VerifyKey *key, Checkpoint *ret, Error *err)
{
    Checkpoint c;
    uint8_t signature[KEY_SIGNATURE_SIZE];
    size_t good = 0;
    Status status = checkpoint_parse(note, &c, err);

    if (status != OK)
        return status;
    if (!str_eq(c.origin, str_of(key->name)))
        return fail(err, ERR_CHECK, "the checkpoint is of another log than the key");
    for (Str rest = c.signatures; next_signature(&rest, key, signature); good++)
        if (!key_check(key->public_key, c.text, signature))
            return fail(err, ERR_CHECK, "the checkpoint's signature is wrong");
    if (good == 0)
        return fail(err, ERR_CHECK, "the checkpoint is not signed by the log's key");
    *ret = c;
    return OK;
}
