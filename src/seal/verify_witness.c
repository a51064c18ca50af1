/* verify_witness.c -- the policy against the log's own word for it, the cosignatures, and the quorum.
 *
 * A case names its witnesses in its policy, and every change of the policy is an entry. So the file must
 * be the text of the newest such entry (or, without one, that of a new case), and a cosignature must be
 * by a witness that the case has named at some time: any other line cannot be judged, and is wrong. */
#include "seal/verify_inside.h"

#include "base/auto.h"
#include "base/os.h"
#include "seal/case_witness.h"
#include "seal/cosignature.h"
#include "seal/inside.h"
#include "seal/record.h"
#include "seal/strict.h"

#include <dirent.h>

typedef struct Witnesses {
    VEC(Policy) policies;       /* all that the log tells of, oldest first */
    Str         newest;         /* text of the newest */
    bool        complete;       /* every entry of type `key` could be read */
    bool        has_policy;     /* the file holds one of this log: `policy` */
    Policy      policy;
} Witnesses;

/* The record's text of a policy, STR_NONE when it has none; false when the record cannot be read. */
static bool policy_record(Check *check, const Entry *entry, Str *ret)
{
    Str bytes, hex = hex_encode(check->arena, sha256_str(&entry->commit));
    char *name = (char *)arena_printf(check->arena, "records/%.2s/" STR_FMT, hex.ptr, STR_ARG(hex)).ptr;
    Record record;

    if (os_read_file(check->arena, check_path(check, check->arena, name), RECORD_MAX, &bytes, NULL) != OK)
        return false;
    Sha256 is = sha256(bytes);
    if (memcmp(is.byte, entry->commit.byte, SHA256_SIZE) != 0 || bytes.len < RECORD_SALT ||
        record_parse(check->arena, str_slice(bytes, RECORD_SALT, bytes.len), &record, NULL) != OK)
        return false;
    *ret = record_value(&record, POLICY_RECORD);
    return true;
}

static void add_policy(Check *check, Witnesses *w, Str text)
{
    Policy policy;

    w->newest = text;
    if (policy_parse(check->arena, text, &policy, NULL) == OK)
        vec_push(check->arena, &w->policies, policy);
}

static void gather_policies(Check *check, Witnesses *w)
{
    w->complete = check->has_head && (uint64_t)check->counts.entries == check->size;
    add_policy(check, w, case_policy(check->arena, &check->key));
    for (size_t i = 0; i < check->entries.count; i++) {
        Str text;
        if (check->entries.at[i].type != ENTRY_KEY)
            continue;
        if (!policy_record(check, &check->entries.at[i], &text))
            w->complete = false;
        else if (text.ptr)
            add_policy(check, w, text);
    }
}

/* Is a change of the policy to this text under way? */
static bool is_changing(Check *check, Str text)
{
    DIR *d = opendir(check->dir);
    bool found = false;
    uint64_t index;
    Str there;

    if (d == NULL)
        return false;
    for (struct dirent *e; (e = readdir(d)); )
        if (policy_new_index(str_of(e->d_name), &index) && index < check->size &&
            os_read_file(check->arena, check_path(check, check->arena, e->d_name), POLICY_MAX, &there, NULL) == OK)
            found = found || str_eq(there, text);
    closedir(d);
    return found;
}

static void check_policy(Check *check, Witnesses *w)
{
    Error err = { 0 };
    Str text;

    /* That it is missing was told where the keys were looked for. */
    if (os_read_file(check->arena, check_path(check, check->arena, "policy"), POLICY_MAX, &text, &err) != OK)
        return;
    Status status = policy_parse(check->arena, text, &w->policy, &err);
    if (status == OK)
        status = case_policy_check(&w->policy, &check->key, &err);
    if (status != OK) {
        check_error(check, "policy", "damaged: %s", err.text);
        return;
    }
    w->has_policy = true;
    if (str_eq(text, w->newest))
        return;
    if (is_changing(check, w->newest))
        check_note(check, "policy", "is being changed; the next program that writes completes it");
    else if (w->complete)
        check_error(check, "policy", "damaged: it is not the policy that the log tells of");
    else
        check_note(check, "policy", "cannot be held against the log, whose entries or records are not whole");
}

/* The text of a checkpoint, with these lines as its only signatures. */
static bool read_text(Check *check, Arena *arena, uint64_t size, Str lines, Checkpoint *ret)
{
    char *name = (char *)arena_printf(arena, "checkpoints/%llu", (unsigned long long)size).ptr;
    Str note = check->head_note;

    if (size != check->head.size &&
        os_read_file(arena, check_path(check, arena, name), CHECKPOINT_MAX, &note, NULL) != OK)
        return false;
    if (checkpoint_verify(note, &check->key, ret, NULL) != OK || ret->size != size)
        return false;
    ret->signatures = lines;
    return true;
}

static const VerifyKey *named(const Witnesses *w, const NoteLine *line)
{
    for (size_t i = 0; i < w->policies.count; i++)
        for (size_t k = 0; k < w->policies.at[i].node_count; k++) {
            const PolicyNode *n = &w->policies.at[i].nodes[k];
            if (n->known && note_line_by(line, &n->key))
                return &n->key;
        }
    return NULL;
}

static void check_lines(Check *check, const Witnesses *w, const char *path, const Checkpoint *checkpoint)
{
    Checkpoint one = *checkpoint;
    NoteLine line;

    for (Str rest = checkpoint->signatures; note_line(&rest, &line); ) {
        const VerifyKey *key = named(w, &line);
        one.signatures = line.whole;
        if (!key && w->complete)
            check_error(check, path, "damaged: a line is by no witness that this case has named");
        else if (!key)
            check_note(check, path, "a line is by no witness that is known now");
        else if (cosignature_check(&one, key, NULL) != COSIGNATURE_GOOD)
            check_error(check, path, "damaged: the cosignature by %s is wrong", key->name);
        else
            check->counts.cosignatures++;
    }
}

/* A file of witness/: its lines. `size` from its name; false when they cannot be used. */
static bool check_file(Check *check, Arena *arena, const Witnesses *w, uint64_t size, const char *path,
                       Checkpoint *ret)
{
    Error err = { 0 };
    Str lines;

    if (os_read_file(arena, check_path(check, arena, path), CHECKPOINT_MAX, &lines, &err) != OK) {
        check_error(check, path, "cannot be read: %s", err.text);
        return false;
    }
    check->counts.bytes += (int64_t)lines.len;
    if (note_lines_check(lines, NULL) != OK) {
        check_error(check, path, "damaged: it does not hold cosignature lines alone");
        return false;
    }
    if (!read_text(check, arena, size, lines, ret)) {
        check_error(check, path, "there is no whole checkpoint of %llu entries that it could be of",
                    (unsigned long long)size);
        return false;
    }
    check_lines(check, w, path, ret);
    return true;
}

static void tell_quorum(Check *check, const Witnesses *w, bool met, uint64_t upto)
{
    if (!w->has_policy || w->policy.quorum == POLICY_NONE || (met && upto == check->head.size))
        return;
    if (met)
        check_note(check, "witness", "the quorum of the policy is met up to entry %llu of %llu: the newer ones wait "
                   "for witnesses", (unsigned long long)upto, (unsigned long long)check->head.size);
    else
        check_note(check, "witness", "the quorum of the policy is met by no checkpoint");
}

void check_witness(Check *check)
{
    AUTO_ARENA arena = arena_create();
    Witnesses w = { .complete = false };
    char *folder = check_path(check, arena, "witness");
    struct dirent **names = NULL;
    bool met = false;
    uint64_t upto = 0, size;

    gather_policies(check, &w);
    check_policy(check, &w);
    int count = check->has_head && os_is_dir(folder) ? scandir(folder, &names, NULL, alphasort) : 0;
    for (int i = 0; i < count; i++) {
        ArenaMark mark = arena_mark(arena);
        Str name = str_of(names[i]->d_name);
        char *path = (char *)arena_printf(arena, "witness/%s", names[i]->d_name).ptr;
        Checkpoint checkpoint;
        PolicyVerdict verdict;
        if (str_starts(name, S(".new-"))) {
            check_note(check, path, "left by an interrupted import; the next program that writes removes it");
        } else if (strict_u64(name, &size)) {
            bool usable = check_file(check, arena, &w, size, path, &checkpoint);
            if (usable && w.has_policy && policy_judge(&w.policy, &checkpoint, &verdict, NULL) == OK &&
                verdict.holds && (!met || size > upto)) {
                met = true;
                upto = size;
            }
        } else if (!str_eq(name, S(".")) && !str_eq(name, S(".."))) {
            check_note(check, path, "no cosignatures: its name is no size");
        }
        free(names[i]);
        arena_rewind(arena, mark);
    }
    free(names);
    if (check->has_head)
        tell_quorum(check, &w, met, upto);
}

static void close_case(Case **c)
{
    case_close(*c);
}

Status verify_quorum(Arena *arena, const char *dir, Str text, Str *ret, Error *err)
{
    AUTO(close_case) Case *c = NULL;
    Policy policy;
    PolicyVerdict verdict;
    Checkpoint checkpoint;
    Str note;
    Status status = policy_parse(arena, text, &policy, err);

    if (status == OK)
        status = case_open(dir, CASE_READ, NULL, &c, err);
    if (status == OK)
        status = case_cosigned(arena, c, c->size, &note, err);
    if (status == OK)
        status = policy_verify(&policy, &c->key, note, &checkpoint, &verdict, err);
    if (status == OK)
        *ret = arena_printf(arena, "%zu of the policy's witnesses cosigned all %llu entries", verdict.cosigned,
                            (unsigned long long)checkpoint.size);
    return status;
}
