/* consistency.c -- see consistency.h. */
#include "seal/consistency.h"

#include "base/auto.h"
#include "base/vec.h"
#include "seal/strict.h"

#define HEAD "dokaz-consistency/v1\n"

static bool same(const Sha256 *a, const Sha256 *b)
{
    return memcmp(a->byte, b->byte, SHA256_SIZE) == 0;
}

/* Is the checkpoint a beginning of the log? Its root there goes into *root. */
static Status belongs(MerkleSource source, const Checkpoint *c, uint64_t size, bool *ret, Sha256 *root,
                      Error *err)
{
    if (c->size > size)
        return fail(err, ERR_CHECK, "a checkpoint signs %llu entries, and the log here ends at %llu: it was set back, "
                    "or this is an older copy of the case", (unsigned long long)c->size, (unsigned long long)size);
    Status status = merkle_root(source, c->size, root, err);
    if (status == OK)
        *ret = same(root, &c->root);
    return status;
}

Status consistency_make(Arena *arena, const VerifyKey *key, MerkleSource source, Str checkpoint, Str old_note,
                        Str new_note, Consistency *ret, Error *err)
{
    Checkpoint head, old, new;
    Consistency made = { .old_note = old_note, .new_note = new_note };
    bool old_is = true, new_is = true;
    Sha256 root;
    Status status = checkpoint_verify(checkpoint, key, &head, err);

    if (status == OK)
        status = checkpoint_verify(old_note, key, &old, err);
    if (status == OK)
        status = checkpoint_verify(new_note, key, &new, err);
    if (status != OK)
        return status;
    if (old.size > new.size)
        return fail(err, ERR_USAGE, "the older checkpoint signs %llu entries and the newer %llu: the other way round?",
                    (unsigned long long)old.size, (unsigned long long)new.size);
    if (old.size == 0)
        return fail(err, ERR_USAGE, "a checkpoint of no entries is a beginning of every log and proves nothing");
    status = belongs(source, &new, head.size, &new_is, &root, err);
    if (status == OK && !new_is) {      /* against the log's own newest one, in which it is not */
        made.old_note = new_note;
        made.new_note = checkpoint;
        old = new;
        new = head;
    }
    if (status == OK && new_is)
        status = belongs(source, &old, head.size, &old_is, &root, err);
    if (status == OK && !new_is)
        status = merkle_root(source, old.size, &root, err);
    if (status == OK)
        status = merkle_prove_consistency(arena, source, old.size, new.size, &made.proof, err);
    if (status != OK)
        return status;
    made.fork = !new_is || !old_is;
    made.root = root;
    status = consistency_verify(&made, key, &old, &new, err);   /* tiles may be damaged */
    if (status == OK)
        *ret = made;
    return status;
}

void consistency_write(StrBuf *out, const Consistency *c)
{
    AUTO_ARENA arena = arena_create();

    strbuf_add(out, S(HEAD));
    if (c->fork)
        strbuf_printf(out, "root " STR_FMT "\n", STR_ARG(base64_encode(arena, sha256_str(&c->root))));
    for (size_t i = 0; i < c->proof.count; i++)
        strbuf_printf(out, STR_FMT "\n", STR_ARG(base64_encode(arena, sha256_str(&c->proof.hash[i]))));
    strbuf_printf(out, "\nold %zu\n", c->old_note.len);
    strbuf_add(out, c->old_note);
    strbuf_printf(out, "new %zu\n", c->new_note.len);
    strbuf_add(out, c->new_note);
}

static bool take_note(Str *rest, Str key, Str *ret)
{
    uint64_t length;
    Str line;

    if (!strict_field(rest, key, &line) || !strict_u64(line, &length) || length > rest->len)
        return false;
    *ret = str_slice(*rest, 0, length);
    *rest = str_slice(*rest, length, rest->len);
    return true;
}

Status consistency_parse(Arena *arena, Str text, Consistency *ret, Error *err)
{
    VEC(Sha256) proof = { 0 };
    Consistency c = { 0 };
    Checkpoint checkpoint;
    Str rest = text, line;
    Sha256 hash;

    if (!str_starts(rest, S(HEAD)))
        return fail(err, ERR_BAD_INPUT, "the file does not start with dokaz-consistency/v1");
    rest = str_slice(rest, sizeof HEAD - 1, rest.len);
    if (strict_field(&rest, S("root"), &line)) {
        if (!strict_base64(line, c.root.byte, SHA256_SIZE))
            return fail(err, ERR_BAD_INPUT, "the root is not the base64 of 32 bytes");
        c.fork = true;
    }
    for (;;) {
        if (!strict_line(&rest, &line))
            return fail(err, ERR_BAD_INPUT, "the file has no empty line after its hashes");
        if (line.len == 0)
            break;
        if (proof.count > MERKLE_PROOF_MAX || !strict_base64(line, hash.byte, SHA256_SIZE))
            return fail(err, ERR_BAD_INPUT, "hash %zu is not the base64 of 32 bytes, or one too many",
                        proof.count + 1);
        vec_push(arena, &proof, hash);
    }
    c.proof = (MerkleProof){ proof.at, proof.count };
    if (!take_note(&rest, S("old"), &c.old_note) || !take_note(&rest, S("new"), &c.new_note) || rest.len)
        return fail(err, ERR_BAD_INPUT, "the file does not end in two checkpoints, each after its length");
    Status status = checkpoint_parse(c.old_note, &checkpoint, err);
    if (status == OK)
        status = checkpoint_parse(c.new_note, &checkpoint, err);
    if (status == OK)
        *ret = c;
    return status;
}

Status consistency_verify(const Consistency *c, const VerifyKey *key, Checkpoint *old, Checkpoint *new,
                          Error *err)
{
    Checkpoint a, b;
    Status status = checkpoint_verify(c->old_note, key, &a, err);

    if (status == OK)
        status = checkpoint_verify(c->new_note, key, &b, err);
    if (status != OK)
        return status;
    if (c->fork && same(&c->root, &a.root))
        return fail(err, ERR_CHECK, "the root is the one that the older checkpoint signs: no fork");
    if (!merkle_check_consistency(a.size, b.size, c->proof, c->fork ? &c->root : &a.root, &b.root))
        return fail(err, ERR_CHECK, "the hashes do not show that the checkpoint of %llu entries continues %s of %llu",
                    (unsigned long long)b.size, c->fork ? "another history" : "the one",
                    (unsigned long long)a.size);
    *old = a;
    *new = b;
    return OK;
}

Status fork_verify(Str note1, Str note2, const VerifyKey *key, Checkpoint *ret, Error *err)
{
    Checkpoint a, b;
    Status status = checkpoint_verify(note1, key, &a, err);

    if (status == OK)
        status = checkpoint_verify(note2, key, &b, err);
    if (status != OK)
        return status;
    if (a.size != b.size)
        return fail(err, ERR_CHECK, "two checkpoints of %llu and %llu entries alone show nothing: `dokaz consistency` "
                    "with one of the two logs tells", (unsigned long long)a.size, (unsigned long long)b.size);
    if (same(&a.root, &b.root))
        return fail(err, ERR_CHECK, "both checkpoints sign the same history: no fork");
    *ret = a;
    return OK;
}
