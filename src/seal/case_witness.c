/* case_witness.c -- see case_witness.h.
 *
 * A policy is changed in three steps: the new text as policy.new-<index>, the entry at that index,
 * the renaming. When the program dies between them, the log says which of the two texts counts: the
 * new one if it has reached that index. */
#include "seal/case_witness.h"

#include "base/auto.h"
#include "base/os.h"
#include "seal/cosignature.h"
#include "seal/inside.h"
#include "seal/log.h"
#include "seal/record.h"
#include "seal/strict.h"
#include "seal/witness.h"

#include <dirent.h>
#include <errno.h>
#include <stdio.h>

Status case_policy_check(const Policy *policy, const VerifyKey *log, Error *err)
{
    if (policy->log_count != 1 || !str_eq(str_of(policy->logs[0].name), str_of(log->name)) ||
        memcmp(policy->logs[0].public_key, log->public_key, KEY_PUBLIC_SIZE) != 0)
        return fail(err, ERR_BAD_INPUT, "the policy must keep the line `log` with this case's key, and no other log");
    return OK;
}

Status case_policy_read(Arena *arena, const Case *c, Str *text, Policy *ret, Error *err)
{
    Error inner = { 0 };
    Str bytes;
    Status status = os_read_file(arena, case_path(arena, c, "policy"), POLICY_MAX, &bytes, err);

    if (status != OK)
        return status;
    status = policy_parse(arena, bytes, ret, &inner);
    if (status == OK)
        status = case_policy_check(ret, &c->key, &inner);
    if (status != OK)
        return fail(err, ERR_CHECK, "%s/policy: %s", c->dir, inner.text);
    if (text)
        *text = bytes;
    return OK;
}

/* The index in "policy.new-<index>"; false for another name. */
bool policy_new_index(Str name, uint64_t *ret)
{
    return str_starts(name, S(POLICY_NEW)) &&
           strict_u64(str_slice(name, sizeof POLICY_NEW - 1, name.len), ret);
}

Status policy_recover(Case *c, Error *err)
{
    AUTO_ARENA arena = arena_create();
    DIR *d = opendir(c->dir);
    Status status = OK;
    uint64_t index;

    if (d == NULL)
        return fail(err, ERR_IO, "cannot open the folder %s: %s", c->dir, strerror(errno));
    for (struct dirent *e; status == OK && (e = readdir(d)); ) {
        if (!policy_new_index(str_of(e->d_name), &index))
            continue;
        char *path = case_path(arena, c, e->d_name);
        if (index >= c->size)
            unlink(path);
        else if (rename(path, case_path(arena, c, "policy")) < 0)
            status = fail(err, ERR_IO, "cannot name %s/policy: %s", c->dir, strerror(errno));
        else
            status = os_sync_dir(c->dir, err);
    }
    closedir(d);
    return status;
}

Status case_policy_set(Case *c, Str text, int64_t time, Error *err)
{
    AUTO_ARENA arena = arena_create();
    AUTO_STRBUF record = { 0 };
    Policy policy;
    Str before;
    uint64_t index;

    if (c->mode != CASE_WRITE || log_pending(c))
        return fail(err, ERR_USAGE, "a policy is set in a case that is open for writing, with nothing pending");
    Status status = policy_parse(arena, text, &policy, err);
    if (status == OK)
        status = case_policy_check(&policy, &c->key, err);
    if (status != OK)
        return status;
    if (os_read_file(arena, case_path(arena, c, "policy"), POLICY_MAX, &before, NULL) == OK &&
        str_eq(before, text))
        return OK;

    record_add(&record, POLICY_RECORD, text);
    char *next = case_path(arena, c, (char *)arena_printf(arena, POLICY_NEW "%llu",
                                                          (unsigned long long)c->size).ptr);
    status = os_write_file(next, text, 0600, DURABLE, err);
    if (status == OK)
        status = log_seal(c, ENTRY_KEY, time, strbuf_str(&record), &index, err);
    if (status == OK)
        status = log_commit(c, err);
    if (status != OK) {
        log_drop(c);
        Status undone = policy_recover(c, NULL);     /* by what the log says now */
        return undone == OK ? status : undone;
    }
    return policy_recover(c, err);
}

static int newest_first(const void *a, const void *b)
{
    uint64_t x = *(const uint64_t *)a, y = *(const uint64_t *)b;

    return x < y ? 1 : x > y ? -1 : 0;
}

Status case_checkpoints(Arena *arena, const Case *c, uint64_t **ret, size_t *count, Error *err)
{
    VEC(uint64_t) sizes = { 0 };
    char *path = case_path(arena, c, "checkpoints");
    DIR *d = opendir(path);
    uint64_t size;

    if (d == NULL)
        return fail(err, ERR_IO, "cannot open the folder %s: %s", path, strerror(errno));
    for (struct dirent *e; (e = readdir(d)); )
        if (strict_u64(str_of(e->d_name), &size) && size <= c->size)
            vec_push(arena, &sizes, size);
    closedir(d);
    if (sizes.count)
        qsort(sizes.at, sizes.count, sizeof *sizes.at, newest_first);
    *ret = sizes.at;
    *count = sizes.count;
    return OK;
}

/* checkpoints/<size>, signed by the case's key. */
static Status read_checkpoint(Arena *arena, const Case *c, uint64_t size, Str *ret, Error *err)
{
    char *name = (char *)arena_printf(arena, "checkpoints/%llu", (unsigned long long)size).ptr;
    Checkpoint checkpoint;
    Error inner = { 0 };

    if (size == c->size) {
        *ret = c->note;
        return OK;
    }
    Status status = os_read_file(arena, case_path(arena, c, name), CHECKPOINT_MAX, ret, err);
    if (status == ERR_NOT_FOUND)
        return fail(err, ERR_NOT_FOUND, "the case has no checkpoint of %llu entries", (unsigned long long)size);
    if (status != OK)
        return status;
    status = checkpoint_verify(*ret, &c->key, &checkpoint, &inner);
    if (status == OK && checkpoint.size != size)
        status = fail(&inner, ERR_CHECK, "it signs another size");
    return status == OK ? OK : fail(err, ERR_CHECK, "%s/%s: %s", c->dir, name, inner.text);
}

/* The lines of witness/<size>; none when there is no such file. */
static Status read_lines(Arena *arena, const Case *c, uint64_t size, Str *ret, Error *err)
{
    char *name = (char *)arena_printf(arena, "witness/%llu", (unsigned long long)size).ptr;
    Error inner = { 0 };
    Status status = os_read_file(arena, case_path(arena, c, name), CHECKPOINT_MAX, ret, err);

    if (status == ERR_NOT_FOUND) {
        *ret = S("");
        return OK;
    }
    if (status == OK && note_lines_check(*ret, &inner) != OK)
        return fail(err, ERR_CHECK, "%s/%s is damaged: %s", c->dir, name, inner.text);
    return status;
}

Status case_cosigned(Arena *arena, const Case *c, uint64_t size, Str *ret, Error *err)
{
    Str note, lines;
    Checkpoint checkpoint;
    Status status = read_checkpoint(arena, c, size, &note, err);

    if (status == OK)
        status = read_lines(arena, c, size, &lines, err);
    if (status != OK)
        return status;
    Str whole = arena_printf(arena, STR_FMT STR_FMT, STR_ARG(note), STR_ARG(lines));
    status = checkpoint_verify(whole, &c->key, &checkpoint, err);
    if (status == OK)
        *ret = whole;
    return status;
}

Status case_witness_request(Arena *arena, Case *c, uint64_t old, StrBuf *out, Error *err)
{
    MerkleProof proof = { NULL, 0 };
    Status status = OK;

    if (old > c->size)
        return fail(err, ERR_USAGE, "the log has %llu entries, and the witness saw %llu: this is an older copy of the "
                    "case, or its log was set back", (unsigned long long)c->size, (unsigned long long)old);
    if (old > 0)
        status = merkle_prove_consistency(arena, log_source(c), old, c->size, &proof, err);
    if (status == OK)
        witness_request_write(out, old, proof, c->note);
    return status;
}

Status case_cosigned_upto(const Case *c, const VerifyKey *key, uint64_t *ret, Error *err)
{
    AUTO_ARENA arena = arena_create();
    uint64_t *sizes;
    size_t count;
    Status status = case_checkpoints(arena, c, &sizes, &count, err);

    for (size_t i = 0; status == OK && i < count; i++) {
        Checkpoint checkpoint;
        Str note, lines;
        if (read_lines(arena, c, sizes[i], &lines, NULL) != OK || lines.len == 0 ||
            read_checkpoint(arena, c, sizes[i], &note, NULL) != OK)
            continue;
        checkpoint_parse(note, &checkpoint, NULL);
        checkpoint.signatures = lines;
        if (!key || cosignature_check(&checkpoint, key, NULL) == COSIGNATURE_GOOD) {
            *ret = sizes[i];
            return OK;
        }
    }
    if (status == OK)
        *ret = 0;
    return status;
}

/* One line that was brought in. */
typedef struct Brought {
    NoteLine         line;
    const VerifyKey *key;
    uint64_t         size;
    bool             placed, new;
} Brought;

/* The checkpoint under which the line holds, newest first. */
static Status place(const Case *c, const uint64_t *sizes, size_t count, Brought *b, Error *err)
{
    Error inner = { 0 };

    for (size_t i = 0; i < count && !b->placed; i++) {
        AUTO_ARENA arena = arena_create();
        Checkpoint checkpoint;
        Str note;
        if (read_checkpoint(arena, c, sizes[i], &note, &inner) != OK)
            continue;
        checkpoint_parse(note, &checkpoint, NULL);
        checkpoint.signatures = b->line.whole;
        b->placed = cosignature_check(&checkpoint, b->key, NULL) == COSIGNATURE_GOOD;
        b->size = sizes[i];
    }
    return b->placed ? OK : fail(err, ERR_CHECK, "the cosignature by %s is of no checkpoint of this case",
                                 b->key->name);
}

/* The witness of the policy that the line names. */
static const VerifyKey *witness_of(const Policy *policy, const NoteLine *line)
{
    for (size_t i = 0; i < policy->node_count; i++)
        if (policy->nodes[i].known && note_line_by(line, &policy->nodes[i].key))
            return &policy->nodes[i].key;
    return NULL;
}

/* Put the new lines of one checkpoint behind those it has; a witness has one there. */
static Status store_lines(Arena *arena, const Case *c, Brought *brought, size_t count, uint64_t size, Error *err)
{
    AUTO_STRBUF out = { 0 };
    NoteLine line;
    Str had;
    Status status = read_lines(arena, c, size, &had, err);

    if (status != OK)
        return status;
    strbuf_add(&out, had);
    for (size_t i = 0; i < count; i++) {
        bool there = brought[i].size != size;
        Str so_far = strbuf_str(&out);
        for (Str rest = so_far; !there && note_line(&rest, &line); )
            there = note_line_by(&line, brought[i].key);
        if (there)
            continue;
        strbuf_add(&out, brought[i].line.whole);
        brought[i].new = true;
    }
    if (out.len == had.len)
        return OK;
    char *name = (char *)arena_printf(arena, "witness/%llu", (unsigned long long)size).ptr;
    status = os_make_dirs(case_path(arena, c, "witness"), 0700, err);
    if (status == OK)
        status = os_write_file(case_path(arena, c, name), strbuf_str(&out), 0600, DURABLE, err);
    return status == OK ? os_sync_dir(c->dir, err) : status;
}

Status case_cosignatures_add(Case *c, Str lines, Cosigned *ret, Error *err)
{
    AUTO_ARENA arena = arena_create();
    VEC(Brought) brought = { 0 };
    Cosigned told = { 0 };
    Checkpoint checkpoint;
    Policy policy;
    uint64_t *sizes;
    size_t count;
    NoteLine line;
    Status status = case_policy_read(arena, c, NULL, &policy, err);

    if (c->mode != CASE_WRITE)
        return fail(err, ERR_USAGE, "the case %s is open for reading only", c->dir);
    if (status == OK)
        status = case_checkpoints(arena, c, &sizes, &count, err);
    if (status == OK && checkpoint_parse(lines, &checkpoint, NULL) == OK)
        lines = checkpoint.signatures;
    if (status == OK && note_lines_check(lines, NULL) != OK)
        return fail(err, ERR_BAD_INPUT, "what was brought in is neither cosignature lines nor a cosigned checkpoint");
    for (Str rest = lines; status == OK && note_line(&rest, &line); ) {
        Brought b = { .line = line, .key = witness_of(&policy, &line) };
        if (!b.key) {
            told.foreign += !note_line_by(&line, &c->key);
            continue;
        }
        status = place(c, sizes, count, &b, err);
        if (status == OK)
            vec_push(arena, &brought, b);
    }
    if (status == OK && brought.count == 0)
        status = fail(err, ERR_CHECK, "no cosignature is by a witness of this case's policy: `dokaz witness policy` "
                      "says who is one");
    for (size_t i = 0; status == OK && i < brought.count; i++) {
        status = store_lines(arena, c, brought.at, brought.count, brought.at[i].size, err);
        if (brought.at[i].size > told.size)
            told.size = brought.at[i].size;
    }
    if (status != OK)
        return status;
    for (size_t i = 0; i < brought.count; i++) {
        told.added += brought.at[i].new;
        told.known += !brought.at[i].new;
    }
    *ret = told;
    return OK;
}
