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

/* Base64 of a key id and at least one byte more, of any length. */
static bool signature_is(Str text, uint8_t id[4])
{
    uint8_t head[3], quad[3];
    size_t pad = str_ends(text, S("==")) ? 2 : str_ends(text, S("=")) ? 1 : 0;

    if (text.len < 8 || text.len % 4 != 0 || (text.len == 8 && pad == 2))
        return false;
    for (size_t i = 0; i < text.len; i += 4) {
        if (!strict_base64(str_slice(text, i, i + 4), quad, i + 4 == text.len ? 3 - pad : 3))
            return false;
        if (i == 0)
            memcpy(head, quad, sizeof head);
        else if (i == 4)
            id[3] = quad[0];
    }
    memcpy(id, head, sizeof head);
    return true;
}

bool note_line(Str *rest, NoteLine *ret)
{
    Str after = *rest, line, dash;
    NoteLine n;

    if (!strict_line(&after, &line))
        return false;
    n.whole = str_slice(*rest, 0, line.len + 1);
    if (!str_cut(&line, ' ', &dash) || !str_eq(dash, S(EM_DASH)) || !str_cut(&line, ' ', &n.name) ||
        !key_name_is(n.name) || line.ptr == NULL || !signature_is(line, n.id))
        return false;
    n.signature = line;
    *rest = after;
    *ret = n;
    return true;
}

bool note_line_by(const NoteLine *line, const VerifyKey *key)
{
    return str_eq(line->name, str_of(key->name)) && memcmp(line->id, key->id, sizeof key->id) == 0;
}

Status note_lines_check(Str lines, Error *err)
{
    NoteLine line;

    if (lines.len == 0)
        return fail(err, ERR_BAD_INPUT, "the checkpoint has no signature");
    for (Str rest = lines; rest.len; )
        if (!note_line(&rest, &line))
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
    status = note_lines_check(c.signatures, err);
    if (status != OK)
        return status;
    *ret = c;
    return OK;
}

/* The signature bytes of a line that names this key; false when they are of another length. */
static bool log_signature(const NoteLine *line, const VerifyKey *key, uint8_t ret[KEY_SIGNATURE_SIZE])
{
    uint8_t bytes[sizeof key->id + KEY_SIGNATURE_SIZE];

    if (!strict_base64(line->signature, bytes, sizeof bytes))
        return false;
    memcpy(ret, bytes + sizeof key->id, KEY_SIGNATURE_SIZE);
    return true;
}

bool checkpoint_signature(const Checkpoint *checkpoint, const VerifyKey *key,
                          uint8_t ret[KEY_SIGNATURE_SIZE])
{
    NoteLine line;

    for (Str rest = checkpoint->signatures; note_line(&rest, &line); )
        if (note_line_by(&line, key) && log_signature(&line, key, ret))
            return true;
    return false;
}

Status checkpoint_verify(Str note, const VerifyKey *key, Checkpoint *ret, Error *err)
{
    Checkpoint c;
    NoteLine line;
    uint8_t signature[KEY_SIGNATURE_SIZE];
    size_t good = 0;
    Status status = checkpoint_parse(note, &c, err);

    if (status != OK)
        return status;
    if (!str_eq(c.origin, str_of(key->name)))
        return fail(err, ERR_CHECK, "the checkpoint is of another log than the key");
    for (Str rest = c.signatures; note_line(&rest, &line); ) {
        if (!note_line_by(&line, key))
            continue;
        if (!log_signature(&line, key, signature) || !key_check(key->public_key, c.text, signature))
            return fail(err, ERR_CHECK, "the checkpoint's signature is wrong");
        good++;
    }
    if (good == 0)
        return fail(err, ERR_CHECK, "the checkpoint is not signed by the log's key");
    *ret = c;
    return OK;
}
