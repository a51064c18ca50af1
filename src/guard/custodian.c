/* custodian.c -- see custodian.h. The key is compared by its hash; its bytes are never stored in the case. */
#include "guard/custodian.h"

#include "base/auto.h"
#include "base/os.h"

#define KEY_BYTES 32

char *custodian_path(Arena *arena, const char *keys, Str origin)
{
    char *path = os_join(arena, str_of(keys), arena_printf(arena, STR_FMT ".custodian", STR_ARG(origin)));

    for (char *p = path + strlen(path) - strlen(".custodian") - origin.len; *p; p++)
        if (*p == '/')
            *p = '-';
    return path;
}

/* The key in a file; false when there is none or it is no key. */
static bool read_key(Arena *arena, const char *path, uint8_t key[KEY_BYTES])
{
    Str text;

    return os_read_file(arena, path, 4096, &text, NULL) == OK && hex_decode(str_trim(text), key, KEY_BYTES);
}

Status custodian_make(Case *c, const Sealer *sealer, int64_t now, Error *err)
{
    AUTO_ARENA arena = arena_create();
    AUTO_STRBUF record = { 0 };
    uint8_t key[KEY_BYTES];
    Str bytes = { (const char *)key, sizeof key };
    char *path = custodian_path(arena, sealer->keys, str_of(case_key(c)->name));
    uint64_t index;

    /* A key from an interrupted init of this very case is taken up, never written over. */
    if (!read_key(arena, path, key)) {
        if (os_exists(path))
            return fail(err, ERR_REFUSED, "%s is there and is no custodian's key: it is never written over", path);
        Status status = os_make_dirs_durable(sealer->keys, 0700, err);
        if (status != OK)
            return status;
        sealer->random(sealer->context, key, sizeof key);
        status = os_write_file(path, arena_printf(arena, STR_FMT "\n", STR_ARG(hex_encode(arena, bytes))), 0600,
                               DURABLE, err);
        if (status != OK)
            return status;
    }
    Sha256 commitment = sha256(bytes);
    explicit_bzero(key, sizeof key);
    record_add_hex(&record, "custodian", &commitment);
    return log_seal(c, ENTRY_KEY, now, strbuf_str(&record), &index, err);
}

Status custodian_commitment(Arena *arena, Case *c, Sha256 *ret, Error *err)
{
    for (uint64_t i = 0; i < log_size(c); i++) {
        Entry entry;
        Record record;
        Status status = log_entry(arena, c, i, &entry, err);
        if (status != OK)
            return status;
        if (entry.type != ENTRY_KEY)
            continue;
        status = record_get(arena, c, &entry.commit, &record, err);
        if (status != OK)
            return status;
        Str hex = record_value(&record, "custodian");
        if (hex.ptr && hex_decode(hex, ret->byte, sizeof ret->byte))
            return OK;
    }
    return fail(err, ERR_NOT_FOUND, "this case has no custodian's key");
}

/* Reads the key file; any trouble with it is one refusal, in the words of the rule. */
static Status check_key(Arena *arena, Case *c, const char *path, const char *rule, Error *err)
{
    Sha256 commitment;
    uint8_t key[KEY_BYTES];
    Status status = custodian_commitment(arena, c, &commitment, err);

    if (status != OK)
        return status == ERR_NOT_FOUND
            ? fail(err, ERR_REFUSED, "%s the custodian's key, and this case has none", rule)
            : status;
    if (!os_exists(path))
        return fail(err, ERR_REFUSED, "%s the custodian's key, and there is no %s", rule, path);
    bool is_key = read_key(arena, path, key);
    Sha256 got = sha256((Str){ (const char *)key, is_key ? sizeof key : 0 });
    explicit_bzero(key, sizeof key);
    if (!is_key || !str_eq(sha256_str(&got), sha256_str(&commitment)))
        return fail(err, ERR_REFUSED, "%s the custodian's key, and %s is not this case's", rule, path);
    return OK;
}

Status custodian_hands_over(Arena *arena, Case *c, const char *key_path, Str reason, Error *err)
{
    if (str_trim(reason).len == 0)
        return fail(err, ERR_REFUSED, "rule G4: handing over originals needs a reason, which is sealed in the log");
    return check_key(arena, c, key_path, "rule G4: handing over originals that may tell of protected people needs", err);
}

Status guard_unmask(Arena *arena, Case *c, const char *key_path, Str reason, int64_t now, const Corpus *corpus,
                    const Guard *guard, View **ret, Error *err)
{
    AUTO_STRBUF record = { 0 };
    uint64_t index;

    if (key_path == NULL)
        return fail(err, ERR_REFUSED, "rule G1: protected people are masked; unmasking needs the custodian's key");
    if (str_trim(reason).len == 0)
        return fail(err, ERR_REFUSED, "rule G1: unmasking needs a reason, which is sealed in the log");
    Status status = check_key(arena, c, key_path, "rule G1: protected people are masked; unmasking needs", err);
    if (status != OK)
        return status;
    record_add(&record, "reason", reason);
    status = log_seal(c, ENTRY_UNMASK, now, strbuf_str(&record), &index, err);
    if (status == OK)
        status = log_commit(c, err);        /* durable before a name is shown */
    if (status != OK)
        return status;
    *ret = view_make_clear(arena, corpus, guard);
    return OK;
}
