/* verify.c -- see verify.h: the head files and the checkpoints. */
#include "seal/verify.h"

#include "base/auto.h"
#include "base/os.h"
#include "seal/erase.h"
#include "seal/inside.h"
#include "seal/policy.h"
#include "seal/parity_inside.h"
#include "seal/strict.h"
#include "seal/verify_inside.h"

#include <dirent.h>
#include <stdarg.h>
#include <stdio.h>

#define HEAD_MAX 65536

/* What lies in a case's folder beside what is checked here. */
static const char *const known[] = {
    "checkpoint", "checkpoints", "tile", "entries", "records", "objects", "keys", "policy", "lock",
    "index.db.new", "index.db.new-wal", "index.db.new-shm",
    "index.db", "index.db-wal", "index.db-shm", "index.db-journal", "places", ERASING, "packs", "parity", "stamps",
    "witness", "map",
};

static void report(Check *check, FindingKind kind, const char *path, const char *format, va_list args)
{
    char what[512];
    Finding finding = { kind, path, what };

    vsnprintf(what, sizeof what, format, args);
    if (kind == FINDING_ERROR)
        check->counts.errors++;
    else
        check->counts.notes++;
    if (check->found)
        check->found(check->context, &finding);
}

void check_error(Check *check, const char *path, const char *format, ...)
{
    va_list args;

    va_start(args, format);
    report(check, FINDING_ERROR, path, format, args);
    va_end(args);
}

void check_note(Check *check, const char *path, const char *format, ...)
{
    va_list args;

    va_start(args, format);
    report(check, FINDING_NOTE, path, format, args);
    va_end(args);
}

char *check_path(Check *check, Arena *arena, const char *name)
{
    return os_join(arena, str_of(check->dir), str_of(name));
}

typedef struct Walk {
    Check      *check;
    Arena      *arena;
    CheckVisit *visit;
} Walk;

static const char *below(const Check *check, const char *path)
{
    size_t len = strlen(check->dir);

    path += len;
    while (*path == '/')
        path++;
    return path;
}

static Status visit_file(void *context, const FoundFile *file, Error *err)
{
    Walk *w = context;
    ArenaMark mark = arena_mark(w->arena);
    const char *path = below(w->check, file->path);

    (void)err;
    if (str_starts(os_basename(str_of(path)), S(".new-")))
        check_note(w->check, path, "left by an interrupted add; the next one removes it");
    else
        w->visit(w->check, w->arena, path);
    arena_rewind(w->arena, mark);
    return OK;
}

static void visit_trouble(void *context, const char *path, const char *why)
{
    Walk *w = context;

    check_error(w->check, below(w->check, path), "cannot be read: %s", why);
}

void check_walk(Check *check, const char *name, CheckVisit *visit)
{
    AUTO_ARENA paths = arena_create();
    AUTO_ARENA work = arena_create();
    Walk walk = { check, work, visit };
    char *start = check_path(check, paths, name);

    if (os_is_dir(start))
        os_walk(paths, start, visit_file, visit_trouble, &walk, NULL);
}

/* Read a small file of the case; false, and told, when it cannot be. */
static bool read_head(Check *check, const char *name, Str *ret)
{
    Error err = { 0 };
    Status status = os_read_file(check->arena, check_path(check, check->arena, name), HEAD_MAX, ret, &err);

    if (status == ERR_NOT_FOUND)
        check_error(check, name, "missing");
    else if (status != OK)
        check_error(check, name, "cannot be read: %s", err.text);
    else
        check->counts.bytes += (int64_t)ret->len;
    return status == OK;
}

/* The log's key from keys/case.vkey, or from the policy when that is damaged. */
static bool find_key(Check *check)
{
    Error err = { 0 };
    Str text, line;
    Policy policy;
    bool good = false;

    if (read_head(check, "keys/case.vkey", &text)) {
        good = strict_line(&text, &line) && text.len == 0 && vkey_parse(line, &check->key, &err) == OK;
        if (!good)
            check_error(check, "keys/case.vkey", "damaged: %s", err.text[0] ? err.text : "not one line");
    }
    if (!read_head(check, "policy", &text))
        return good;
    if (!good && policy_parse(check->arena, text, &policy, NULL) == OK && policy.log_count == 1) {
        check->key = policy.logs[0];
        good = true;
    }
    return good;
}

static void check_der(Check *check)
{
    uint8_t der[KEY_DER_SIZE];
    Str there;

    key_der(check->key.public_key, der);
    if (read_head(check, "keys/log.der", &there) &&
        !str_eq(there, (Str){ (const char *)der, sizeof der }))
        check_error(check, "keys/log.der", "damaged: it is not the key of keys/case.vkey");
}

/* `checkpoint`, or the newest good one of checkpoints/ when it is damaged. */
static void find_head(Check *check)
{
    Error err = { 0 };
    Str note;

    if (read_head(check, "checkpoint", &note)) {
        if (checkpoint_verify(note, &check->key, &check->head, &err) == OK) {
            check->head_note = note;
            check->has_head = true;
        } else {
            check_error(check, "checkpoint", "damaged: %s", err.text);
        }
    }
}

/* A signed checkpoint that does not verify is told of by check_checkpoint, in a second walk. */
static void find_other_head(Check *check, Arena *arena, const char *path)
{
    Checkpoint checkpoint;
    Str note;

    if (os_read_file(arena, check_path(check, arena, path), CHECKPOINT_MAX, &note, NULL) != OK ||
        checkpoint_verify(note, &check->key, &checkpoint, NULL) != OK ||
        (check->has_head && checkpoint.size <= check->head.size))
        return;
    check->head_note = arena_str(check->arena, note);
    checkpoint_parse(check->head_note, &check->head, NULL);
    check->has_head = true;
}

/* One checkpoint against the log: it must be signed and a beginning of the newest. */
static void check_one(Check *check, const char *path, Str note, uint64_t *size)
{
    Checkpoint checkpoint;
    Error err = { 0 };
    Sha256 root;

    *size = UINT64_MAX;
    if (checkpoint_verify(note, &check->key, &checkpoint, &err) != OK) {
        check_error(check, path, "damaged: %s", err.text);
        return;
    }
    *size = checkpoint.size;
    if (checkpoint.size > check->tree.size) {
        check_error(check, path, "signs %llu entries, and the log ends at %llu: `checkpoint` was set back",
                    (unsigned long long)checkpoint.size, (unsigned long long)check->tree.size);
        return;
    }
    merkle_root(merkle_tree_source(&check->tree), checkpoint.size, &root, NULL);
    if (memcmp(root.byte, checkpoint.root.byte, SHA256_SIZE) != 0)
        check_error(check, path, "signs another root than that of the first %llu entries",
                    (unsigned long long)checkpoint.size);
}

static void check_checkpoint(Check *check, Arena *arena, const char *path)
{
    Error err = { 0 };
    uint64_t size, named;
    Str note;

    if (!strict_u64(os_basename(str_of(path)), &named)) {
        check_note(check, path, "no checkpoint: its name is no size");
        return;
    }
    check->counts.checkpoints++;
    if (os_read_file(arena, check_path(check, arena, path), CHECKPOINT_MAX, &note, &err) != OK) {
        check_error(check, path, "cannot be read: %s", err.text);
        return;
    }
    check->counts.bytes += (int64_t)note.len;
    check_one(check, path, note, &size);
    if (size != UINT64_MAX && size != named)
        check_error(check, path, "signs %llu entries, unlike its name", (unsigned long long)size);
    else if (size == check->head.size && !str_eq(note, check->head_note))
        check_error(check, path, "differs from `checkpoint`, which has the same size");
}

static void check_checkpoints(Check *check, const Str *remembered)
{
    char *copy = (char *)arena_printf(check->arena, "checkpoints/%llu",
                                      (unsigned long long)check->head.size).ptr;
    uint64_t size;

    check_walk(check, "checkpoints", check_checkpoint);
    if (!os_exists(check_path(check, check->arena, copy)))
        check_note(check, copy, "not written yet; the next add does it");
    check_one(check, "checkpoint", check->head_note, &size);
    if (remembered)
        check_one(check, "the remembered checkpoint", *remembered, &size);
}

/* Parity is of no use when it is damaged itself, so it is looked at with the rest. */
static void visit_parity(Check *check, Arena *arena, const char *path)
{
    Error err = { 0 };

    if (parity_check(arena, check->dir, str_of(path), &check->counts.bytes, &err) != OK)
        check_error(check, path, "damaged: %s; `dokaz parity` makes it anew", err.text);
}

static void check_names(Check *check)
{
    DIR *d = opendir(check->dir);
    uint64_t index;

    if (d == NULL)
        return;
    for (struct dirent *e; (e = readdir(d)); ) {
        bool is = e->d_name[0] == '.' && (e->d_name[1] == '\0' || strcmp(e->d_name, "..") == 0);
        for (size_t i = 0; i < sizeof known / sizeof *known; i++)
            is = is || strcmp(e->d_name, known[i]) == 0;
        if (!is && policy_new_index(str_of(e->d_name), &index)) {
            check_note(check, e->d_name, "left by an interrupted change of the policy; the next writer clears it away");
            is = true;
        }
        if (strcmp(e->d_name, ERASING) == 0)
            check_note(check, ERASING, "an erasure was interrupted; the next `dokaz add` completes it");
        if (!is)
            check_note(check, e->d_name, "not part of a case");
    }
    closedir(d);
}

Status verify_case(const char *dir, const Str *remembered,
                   void (*found)(void *context, const Finding *finding), void *context,
                   VerifyCounts *ret, Error *err)
{
    VerifyAsk ask = { .dir = dir, .remembered = remembered };

    return verify_case_as(&ask, found, context, ret, err);
}

Status verify_case_as(const VerifyAsk *ask, void (*found)(void *context, const Finding *finding), void *context,
                      VerifyCounts *ret, Error *err)
{
    AUTO_ARENA arena = arena_create();
    const char *dir = ask->dir;
    Check check = { .arena = arena, .ask = ask, .dir = dir, .found = found, .context = context };
    bool damaged;
    Error inner = { 0 };
    Status status = case_check_format(dir, &damaged, &inner);

    if (status != OK && !damaged)
        return fail(err, status, "%s", inner.text);
    if (damaged)
        check_error(&check, "keys/format", "damaged: its first line must be " CASE_FORMAT);
    check_names(&check);
    check_walk(&check, "parity", visit_parity);
    bool has_key = find_key(&check);
    if (has_key) {
        check_der(&check);
        find_head(&check);
        if (!check.has_head)
            check_walk(&check, "checkpoints", find_other_head);
    }
    if (check.has_head) {
        check_log(&check);
        check_checkpoints(&check, ask->remembered);
        if (!ask->log_alone)
            check_contents(&check);
        if (!ask->log_alone)
            check_stamps(&check);
    } else {
        check_error(&check, "checkpoint", "no signed checkpoint is left to check the case against");
    }
    if (has_key)
        check_witness(&check);
    *ret = check.counts;
    return OK;
}
