/* proof.c -- see proof.h. */
#include "seal/proof.h"

#include "base/auto.h"
#include "base/vec.h"
#include "seal/case_witness.h"
#include "seal/strict.h"

#define PROOF_HEAD  "c2sp.org/tlog-proof@v1\n"
#define EXTRA_MAX   65000   /* other readers refuse lines of 64 KiB */

Status proof_make(Arena *arena, Case *c, uint64_t index, Proof *ret, Error *err)
{
    return proof_make_at(arena, c, index, log_size(c), ret, err);
}

Status proof_make_at(Arena *arena, Case *c, uint64_t index, uint64_t size, Proof *ret, Error *err)
{
    Proof proof = { .index = index };
    Str entry;
    Status status = log_read(arena, c, index, &entry, err);

    if (status == OK)
        status = merkle_prove_inclusion(arena, log_source(c), index, size, &proof.path, err);
    if (status != OK)
        return status;
    /* With what witnesses have cosigned of it; without, when their file cannot be read. */
    bool newest = size == log_size(c);
    status = case_cosigned(arena, c, size, &proof.checkpoint, newest ? NULL : err);
    if (status != OK && !newest)
        return status;
    if (status != OK)
        proof.checkpoint = arena_str(arena, log_checkpoint(c));
    /* Tiles may be damaged: never hand out a proof that does not hold. */
    status = proof_verify(&proof, entry, case_key(c), NULL, err);
    if (status == OK)
        *ret = proof;
    return status;
}

void proof_write(StrBuf *out, const Proof *proof)
{
    AUTO_ARENA arena = arena_create();

    strbuf_add(out, S(PROOF_HEAD));
    if (proof->extra.ptr) {
        strbuf_add(out, S("extra "));
        strbuf_add(out, base64_encode(arena, proof->extra));
        strbuf_char(out, '\n');
    }
    strbuf_printf(out, "index %llu\n", (unsigned long long)proof->index);
    for (size_t i = 0; i < proof->path.count; i++) {
        strbuf_add(out, base64_encode(arena, sha256_str(&proof->path.hash[i])));
        strbuf_char(out, '\n');
    }
    strbuf_char(out, '\n');
    strbuf_add(out, proof->checkpoint);
}

Status proof_parse(Arena *arena, Str text, Proof *ret, Error *err)
{
    VEC(Sha256) path = { 0 };
    Proof proof = { 0 };
    Checkpoint checkpoint;
    Str rest = text, line;
    Sha256 hash;

    if (!str_starts(rest, S(PROOF_HEAD)))
        return fail(err, ERR_BAD_INPUT, "the proof does not start with c2sp.org/tlog-proof@v1");
    rest = str_slice(rest, sizeof PROOF_HEAD - 1, rest.len);
    if (strict_field(&rest, S("extra"), &line) &&
        (line.len > EXTRA_MAX || !base64_decode(arena, line, &proof.extra)))
        return fail(err, ERR_BAD_INPUT, "the proof's extra line is not base64 of at most %d characters",
                    EXTRA_MAX);
    if (!strict_field(&rest, S("index"), &line) || !strict_u64(line, &proof.index))
        return fail(err, ERR_BAD_INPUT, "the proof has no line `index` with a plain decimal number");
    while (strict_line(&rest, &line) && line.len) {
        if (path.count == MERKLE_PROOF_MAX)
            return fail(err, ERR_BAD_INPUT, "the proof has more than %d hashes", MERKLE_PROOF_MAX);
        if (!strict_base64(line, hash.byte, SHA256_SIZE))
            return fail(err, ERR_BAD_INPUT, "hash %zu of the proof is not the base64 of 32 bytes",
                        path.count + 1);
        vec_push(arena, &path, hash);
    }
    proof.path = (MerkleProof){ path.at, path.count };
    proof.checkpoint = rest;
    Status status = checkpoint_parse(rest, &checkpoint, err);   /* also refuses when no empty line came */
    if (status == OK)
        *ret = proof;
    return status;
}

Status proof_verify(const Proof *proof, Str entry, const VerifyKey *key, Checkpoint *ret, Error *err)
{
    Checkpoint checkpoint;
    Sha256 leaf = merkle_leaf(entry);
    Status status = checkpoint_verify(proof->checkpoint, key, &checkpoint, err);

    if (status != OK)
        return status;
    if (!merkle_check_inclusion(&leaf, proof->index, checkpoint.size, proof->path, &checkpoint.root))
        return fail(err, ERR_CHECK, "the entry does not lie at index %llu of the log that the checkpoint "
                    "signs", (unsigned long long)proof->index);
    if (ret)
        *ret = checkpoint;
    return OK;
}
