/* case.c -- see case.h. */
#include "seal/case.h"

#include "base/auto.h"
#include "base/os.h"
#include "seal/checkpoint.h"
#include "seal/erase.h"
#include "seal/inside.h"
#include "seal/strict.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <sys/file.h>

#define FORMAT_FAMILY   "dokaz-case/v"
#define UNFINISHED      ".new-case"     /* stands in a folder while a case is being made in it */
#define ORIGIN_PREFIX   "dokaz/"
#define ORIGIN_RANDOM   16              /* bytes, as 32 hex digits */
#define HEAD_MAX        4096            /* bytes of a head file that are looked at */

static const char *const folders[] = { "checkpoints", "tile", "entries", "records", "objects", "keys" };

char *case_path(Arena *arena, const Case *c, const char *name)
{
    return os_join(arena, str_of(c->dir), str_of(name));
}

const char      *case_dir(const Case *c)    { return c->dir; }
const VerifyKey *case_key(const Case *c)    { return &c->key; }
Sha256           case_actor(const Case *c)  { return c->actor; }

void case_random(Case *c, uint8_t *out, size_t size)
{
    c->sealer.random(c->sealer.context, out, size);
}

static Status read_head(Arena *arena, const char *dir, const char *name, Str *ret, Error *err)
{
    return os_read_file(arena, os_join(arena, str_of(dir), str_of(name)), HEAD_MAX, ret, err);
}

Status case_check_format(const char *dir, bool *damaged, Error *err)
{
    AUTO_ARENA arena = arena_create();
    Str format, line;
    uint64_t version;

    *damaged = false;
    if (!os_is_dir(dir))
        return fail(err, ERR_NOT_FOUND, "there is no folder %s; name a case, or make one with dokaz init",
                    dir);
    Status status = read_head(arena, dir, "keys/format", &format, err);
    if (status == ERR_NOT_FOUND)
        return fail(err, ERR_NOT_FOUND, "%s holds no case; name another folder, or make one with dokaz init",
                    dir);
    if (status != OK)
        return status;
    if (!strict_line(&format, &line) || !str_starts(line, S(FORMAT_FAMILY)) ||
        !strict_u64(str_slice(line, sizeof FORMAT_FAMILY - 1, line.len), &version) || version == 0) {
        *damaged = true;
        return fail(err, ERR_BAD_INPUT, "%s/keys/format is damaged: its first line must be " CASE_FORMAT,
                    dir);
    }
    if (!str_eq(line, S(CASE_FORMAT)))
        return fail(err, ERR_BAD_INPUT, "%s was written by a newer version of dokaz (format " STR_FMT
                    ", known here: " CASE_FORMAT "); open it with that version", dir, STR_ARG(line));
    return OK;
}

Str case_policy(Arena *arena, const VerifyKey *key)
{
    Str vkey = vkey_format(arena, key);

    return arena_printf(arena, "log " STR_FMT "\nquorum none\n", STR_ARG(vkey));
}

bool case_is(const char *dir)
{
    AUTO_ARENA arena = arena_create();

    return os_exists(os_join(arena, str_of(dir), S("keys/format")));
}

Status case_find(Arena *arena, const char *start, char **ret, Error *err)
{
    char *at = realpath(start, NULL);

    if (at == NULL)
        return fail(err, ERR_NOT_FOUND, "there is no folder %s: %s", start, strerror(errno));
    for (;;) {
        if (case_is(at[0] ? at : "/"))
            break;
        char *slash = strrchr(at, '/');
        if (slash == NULL || at[0] == '\0') {
            free(at);
            return fail(err, ERR_NOT_FOUND, "no case in %s or above it; name one with -C CASE, or make one "
                        "with dokaz init", start);
        }
        *slash = '\0';
    }
    *ret = arena_cstr(arena, str_of(at[0] ? at : "/"));
    free(at);
    return OK;
}

/* Is there nothing in the folder, or only what an interrupted creation left? */
static Status check_empty(const char *dir, Error *err)
{
    bool empty = true, unfinished = false;
    DIR *d = opendir(dir);

    if (d == NULL)
        return fail(err, ERR_IO, "cannot open the folder %s: %s", dir, strerror(errno));
    for (struct dirent *e; (e = readdir(d)); ) {
        if (strcmp(e->d_name, ".") == 0 || strcmp(e->d_name, "..") == 0)
            continue;
        empty = false;
        unfinished = unfinished || str_starts(str_of(e->d_name), S(".new-"));    /* also one not yet named so */
    }
    closedir(d);
    if (case_is(dir))
        return fail(err, ERR_REFUSED, "%s is a case already", dir);
    if (!empty && !unfinished)
        return fail(err, ERR_REFUSED, "%s is not empty and holds no case; name a new or an empty folder",
                    dir);
    return OK;
}

typedef struct HeadFile {
    const char *name;
    Str         bytes;
} HeadFile;

/* The files of an empty case in the order of their writing: keys/format makes it a case. */
#define HEAD_FILES 7
static Status head_files(Arena *arena, const SecretKey *secret, const VerifyKey *key,
                         HeadFile ret[HEAD_FILES], Error *err)
{
    Sha256 root = sha256(S(""));
    uint8_t *der = arena_array(arena, uint8_t, KEY_DER_SIZE);
    Str note, vkey = vkey_format(arena, key);
    Status status = checkpoint_sign(arena, secret, key, 0, &root, &note, err);

    if (status != OK)
        return status;
    key_der(key->public_key, der);
    const HeadFile files[HEAD_FILES] = {
        { UNFINISHED, S("") },
        { "keys/case.vkey", arena_printf(arena, STR_FMT "\n", STR_ARG(vkey)) },
        { "keys/log.der", { (const char *)der, KEY_DER_SIZE } },
        { "policy", case_policy(arena, key) },
        { "checkpoints/0", note },
        { "checkpoint", note },
        { "keys/format", S(CASE_FORMAT "\n") },
    };
    memcpy(ret, files, sizeof files);
    return OK;
}

static Status write_case(Arena *arena, const char *dir, const HeadFile *files, Error *err)
{
    Status status = os_write_file(os_join(arena, str_of(dir), str_of(files[0].name)), files[0].bytes, 0600,
                                  DURABLE, err);

    for (size_t i = 0; status == OK && i < sizeof folders / sizeof *folders; i++)
        status = os_make_dirs(os_join(arena, str_of(dir), str_of(folders[i])), 0700, err);
    for (size_t i = 1; status == OK && i < HEAD_FILES; i++)
        status = os_write_file(os_join(arena, str_of(dir), str_of(files[i].name)), files[i].bytes, 0600,
                               DURABLE, err);
    if (status == OK)
        unlink(os_join(arena, str_of(dir), S(UNFINISHED)));
    return status == OK ? os_sync_dir(dir, err) : status;
}

static void unwrite_case(Arena *arena, const char *dir, const HeadFile *files, bool made_dir)
{
    for (size_t i = HEAD_FILES; i-- > 1; )
        unlink(os_join(arena, str_of(dir), str_of(files[i].name)));
    for (size_t i = 0; i < sizeof folders / sizeof *folders; i++)
        rmdir(os_join(arena, str_of(dir), str_of(folders[i])));
    unlink(os_join(arena, str_of(dir), S(UNFINISHED)));
    if (made_dir)
        rmdir(dir);
}

/* The log's secret key goes by the random part of its origin: one key a case, so that two cases
 * cannot be tied together by their signatures. */
static char *log_key_name(Arena *arena, Str origin)
{
    Str hex = str_slice(origin, sizeof ORIGIN_PREFIX - 1, origin.len);

    return (char *)arena_printf(arena, "log-" STR_FMT, STR_ARG(hex)).ptr;
}

Status case_create(const char *dir, const Sealer *sealer, Error *err)
{
    AUTO_ARENA arena = arena_create();
    AUTO(auto_key) SecretKey *secret = NULL;
    uint8_t number[ORIGIN_RANDOM], public_key[KEY_PUBLIC_SIZE];
    HeadFile files[HEAD_FILES];
    VerifyKey key;
    bool made_dir = !os_exists(dir);
    Status status = made_dir ? os_make_dirs_durable(dir, 0700, err) : check_empty(dir, err);

    if (status != OK)
        return status;
    sealer->random(sealer->context, number, sizeof number);
    Str hex = hex_encode(arena, (Str){ (const char *)number, sizeof number });
    Str origin = arena_printf(arena, ORIGIN_PREFIX STR_FMT, STR_ARG(hex));
    char *name = log_key_name(arena, origin);

    status = key_load_or_make(sealer, name, &secret, err);
    if (status == OK) {
        key_public(secret, public_key);
        status = vkey_make(origin, public_key, &key, err);
    }
    if (status == OK)
        status = head_files(arena, secret, &key, files, err);
    if (status != OK) {
        if (made_dir)
            rmdir(dir);
        return status;
    }
    status = write_case(arena, dir, files, err);
    if (status != OK) {
        unwrite_case(arena, dir, files, made_dir);
        unlink((char *)arena_printf(arena, "%s/%s.pem", sealer->keys, name).ptr);
    }
    return status;
}

Status case_lock(const char *dir, int *ret, Error *err)
{
    AUTO_ARENA arena = arena_create();
    char *path = os_join(arena, str_of(dir), S("lock"));
    int fd = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0600);

    if (fd < 0)
        return fail(err, ERR_IO, "cannot open %s: %s", path, strerror(errno));
    if (flock(fd, LOCK_EX | LOCK_NB) == 0) {
        *ret = fd;
        return OK;
    }
    Status status = errno == EWOULDBLOCK
        ? fail(err, ERR_REFUSED, "another program is writing to the case %s; try again when it has ended", dir)
        : fail(err, ERR_IO, "cannot lock the case %s: %s", dir, strerror(errno));
    close(fd);
    return status;
}

static Status take_secret_keys(Case *c, Error *err)
{
    AUTO(auto_key) SecretKey *actor = NULL;
    uint8_t public_key[KEY_PUBLIC_SIZE];
    char *name = log_key_name(c->arena, str_of(c->key.name));
    Status status = key_load(&c->sealer, name, &c->log_key, err);

    if (status == ERR_NOT_FOUND)
        return fail(err, ERR_REFUSED, "the key that signs the case %s is not on this machine (%s/%s.pem); "
                    "copy it here, or open the case for reading", c->dir, c->sealer.keys, name);
    if (status != OK)
        return status;
    key_public(c->log_key, public_key);
    if (memcmp(public_key, c->key.public_key, sizeof public_key) != 0)
        return fail(err, ERR_REFUSED, "%s/%s.pem is not the key of the case %s", c->sealer.keys, name,
                    c->dir);
    status = key_load_or_make(&c->sealer, "actor", &actor, err);
    if (status != OK)
        return status;
    key_public(actor, public_key);
    c->actor = key_fingerprint(public_key);
    return OK;
}

static Status read_vkey(Case *c, Error *err)
{
    Str text, line;
    Error inner = { 0 };
    Status status = read_head(c->arena, c->dir, "keys/case.vkey", &text, err);

    if (status != OK)
        return status == ERR_NOT_FOUND ? fail(err, ERR_BAD_INPUT, "%s/keys/case.vkey is missing", c->dir)
                                       : status;
    if (!strict_line(&text, &line) || text.len)
        return fail(err, ERR_BAD_INPUT, "%s/keys/case.vkey is damaged: it must be one line", c->dir);
    status = vkey_parse(line, &c->key, &inner);
    if (status == OK && !str_starts(str_of(c->key.name), S(ORIGIN_PREFIX)))
        status = fail(&inner, ERR_BAD_INPUT, "the name does not start with " ORIGIN_PREFIX);
    return status == OK ? OK : fail(err, status, "%s/keys/case.vkey: %s", c->dir, inner.text);
}

/* `restored`: for writing, without the keys that writing the log takes. */
static Status open_as(const char *dir, CaseMode mode, const Sealer *sealer, bool restored, Case **ret, Error *err)
{
    bool damaged;
    Status status = case_check_format(dir, &damaged, err);

    if (status != OK)
        return status;
    Arena *arena = arena_create();
    Case *c = arena_new(arena, Case);
    *c = (Case){ .arena = arena, .dir = arena_cstr(arena, str_of(dir)), .mode = mode, .lock = -1,
                 .note_arena = arena_create(), .pending_arena = arena_create(),
                 .bundle_arena = arena_create(), .packs = packs_create(dir) };
    if (sealer)
        c->sealer = *sealer;

    status = read_vkey(c, err);
    if (status == OK && mode == CASE_WRITE)
        status = case_lock(c->dir, &c->lock, err);
    if (status == OK && mode == CASE_WRITE && !restored)
        status = take_secret_keys(c, err);
    if (status == OK)
        status = log_load(c, err);
    if (status == OK && mode == CASE_WRITE)
        status = log_recover(c, err);
    if (status == OK && mode == CASE_WRITE)
        status = policy_recover(c, err);
    if (status == OK && mode == CASE_WRITE)
        status = erase_recover(c, err);
    if (status != OK) {
        case_close(c);
        return status;
    }
    *ret = c;
    return OK;
}

Status case_open(const char *dir, CaseMode mode, const Sealer *sealer, Case **ret, Error *err)
{
    return open_as(dir, mode, sealer, false, ret, err);
}

Status case_open_restored(const char *dir, Case **ret, Error *err)
{
    AUTO_ARENA arena = arena_create();
    Status status = OK;

    for (size_t i = 0; status == OK && i < sizeof folders / sizeof *folders; i++)
        status = os_make_dirs(os_join(arena, str_of(dir), str_of(folders[i])), 0700, err);
    return status == OK ? open_as(dir, CASE_WRITE, NULL, true, ret, err) : status;
}

void case_close(Case *c)
{
    if (c == NULL)
        return;
    key_destroy(c->log_key);
    packs_destroy(c->packs);
    if (c->lock >= 0)
        close(c->lock);
    arena_destroy(c->note_arena);
    arena_destroy(c->pending_arena);
    arena_destroy(c->bundle_arena);
    arena_destroy(c->arena);
}

Status case_refresh(Case *c, Error *err)
{
    if (c->mode == CASE_READ)
        packs_look(c->packs);
    return c->mode == CASE_READ ? log_load(c, err)
                                : fail(err, ERR_USAGE, "a case open for writing is fresh already");
}
