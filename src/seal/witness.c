/* witness.c -- see witness.h. */
#include "seal/witness.h"

#include "base/auto.h"
#include "base/vec.h"
#include "seal/strict.h"

void witness_request_write(StrBuf *out, uint64_t old, MerkleProof proof, Str note)
{
    AUTO_ARENA arena = arena_create();

    strbuf_printf(out, "old %llu\n", (unsigned long long)old);
    for (size_t i = 0; i < proof.count; i++) {
        strbuf_add(out, base64_encode(arena, sha256_str(&proof.hash[i])));
        strbuf_char(out, '\n');
    }
    strbuf_char(out, '\n');
    strbuf_add(out, note);
}

Status witness_request_parse(Arena *arena, Str text, WitnessRequest *ret, Error *err)
{
    VEC(Sha256) proof = { 0 };
    WitnessRequest request = { 0 };
    Str rest = text, line;
    Sha256 hash;

    if (text.len > WITNESS_REQUEST_MAX)
        return fail(err, ERR_BAD_INPUT, "the request is longer than %d bytes", WITNESS_REQUEST_MAX);
    if (!strict_field(&rest, S("old"), &line) || !strict_u64(line, &request.old))
        return fail(err, ERR_BAD_INPUT, "the request does not start with a line `old` and a plain decimal "
                    "number");
    for (;;) {
        if (!strict_line(&rest, &line))
            return fail(err, ERR_BAD_INPUT, "the request has no empty line before its checkpoint");
        if (line.len == 0)
            break;
        if (proof.count == WITNESS_PROOF_MAX)
            return fail(err, ERR_BAD_INPUT, "the request has more than %d hashes", WITNESS_PROOF_MAX);
        if (!strict_base64(line, hash.byte, SHA256_SIZE))
            return fail(err, ERR_BAD_INPUT, "hash %zu of the request is not the base64 of 32 bytes",
                        proof.count + 1);
        vec_push(arena, &proof, hash);
    }
    request.proof = (MerkleProof){ proof.at, proof.count };
    request.note = rest;
    Status status = checkpoint_parse(rest, &request.checkpoint, err);
    if (status == OK)
        *ret = request;
    return status;
}

/* Does the checkpoint continue what was seen? The empty tree continues nothing and is handled before
 * the Merkle verifier, which refuses size 0. */
static bool continues(const WitnessRequest *request, const WitnessSeen *seen)
{
    const Checkpoint *c = &request->checkpoint;
    Sha256 empty = sha256(S(""));

    if (c->size == 0 && memcmp(c->root.byte, empty.byte, SHA256_SIZE) != 0)
        return false;
    if (request->old == 0)
        return request->proof.count == 0;
    return merkle_check_consistency(request->old, c->size, request->proof, &seen->root, &c->root);
}

WitnessAnswer witness_decide(const WitnessRequest *request, const VerifyKey *log, const WitnessSeen *seen)
{
    Checkpoint c;

    if (log == NULL)
        return WITNESS_UNKNOWN;
    if (checkpoint_verify(request->note, log, &c, NULL) != OK)
        return WITNESS_UNTRUSTED;
    if (request->old > c.size)
        return WITNESS_MALFORMED;
    if (request->old != seen->size)
        return WITNESS_CONFLICT;
    return continues(request, seen) ? WITNESS_GOOD : WITNESS_INCONSISTENT;
}

const char *witness_answer_text(WitnessAnswer answer)
{
    static const struct { WitnessAnswer answer; const char *text; } texts[] = {
        { WITNESS_GOOD, "cosigned" },
        { WITNESS_MALFORMED, "the request is malformed, or its old size is above its checkpoint's" },
        { WITNESS_UNTRUSTED, "the checkpoint is not signed by the key of its log" },
        { WITNESS_UNKNOWN, "this witness does not follow the checkpoint's log" },
        { WITNESS_CONFLICT, "this witness saw another size last" },
        { WITNESS_INCONSISTENT, "the checkpoint does not continue what this witness saw last" },
    };

    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        if (texts[i].answer == answer)
            return texts[i].text;
    return "this witness cannot read or write its own memory";
}
