/* history.h -- for tests of witnesses: logs that are nothing but leaves and a key, and people with keys. */
#ifndef CUSTODY_HISTORY_H
#define CUSTODY_HISTORY_H

#include "custody/scratch.h"
#include "seal/cosignature.h"
#include "seal/witness.h"

/* Somebody with a key: a log or a witness. */
typedef struct Party {
    SecretKey *secret;
    VerifyKey  key;
} Party;

static inline Party party_of(Arena *arena, const Sealer *sealer, const char *name,
                             Status (*make)(Str, const uint8_t *, VerifyKey *, Error *))
{
    Party p;
    uint8_t public_key[KEY_PUBLIC_SIZE];
    Str file = arena_printf(arena, "party-%s", name);

    for (size_t i = 0; i < file.len; i++)
        if (file.ptr[i] == '/')
            ((char *)(uintptr_t)file.ptr)[i] = '-';
    MUST(key_load_or_make(sealer, file.ptr, &p.secret, err));
    key_public(p.secret, public_key);
    MUST(make(str_of(name), public_key, &p.key, err));
    return p;
}

static inline Party party_log(Arena *arena, const Sealer *sealer, const char *origin)
{
    return party_of(arena, sealer, origin, vkey_make);
}

static inline Party party_witness(Arena *arena, const Sealer *sealer, const char *name)
{
    return party_of(arena, sealer, name, cosigner_make);
}

/* A checkpoint with the hash of `word` as its root. */
static inline Str party_note(Arena *arena, const Party *log, uint64_t size, const char *word)
{
    Sha256 root = sha256(str_of(word));
    Str note;

    MUST(checkpoint_sign(arena, log->secret, &log->key, size, &root, &note, err));
    return note;
}

static inline Str party_cosigned(Arena *arena, Str note, const Party *witness, int64_t time)
{
    Checkpoint c;
    Str line;

    MUST(checkpoint_parse(note, &c, err));
    MUST(cosignature_sign(arena, witness->secret, &witness->key, &c, time, &line, err));
    return arena_printf(arena, STR_FMT STR_FMT, STR_ARG(note), STR_ARG(line));
}

/* The form of a verifier key of ML-DSA-44; nobody has its secret. */
static inline Str history_foreign_vkey(Arena *arena)
{
    static const char name[] = "big.example";
    char *typed = arena_alloc(arena, 1313), *message = arena_alloc(arena, sizeof name + 1313);

    typed[0] = 6;
    for (int i = 1; i < 1313; i++)
        typed[i] = (char)(i * 7);
    memcpy(message, name, sizeof name - 1);
    message[sizeof name - 1] = '\n';
    memcpy(message + sizeof name, typed, 1313);
    Sha256 id = sha256((Str){ message, sizeof name + 1313 });
    Str hex = hex_encode(arena, (Str){ (const char *)id.byte, 4 });
    return arena_printf(arena, "%s+" STR_FMT "+" STR_FMT, name, STR_ARG(hex),
                        STR_ARG(base64_encode(arena, (Str){ typed, 1313 })));
}

/* A log's leaves. Two of different `kind` have their first four leaves in common. */
typedef struct History {
    MerkleTree tree;
} History;

static inline History history_of(Arena *arena, uint64_t size, unsigned kind)
{
    Sha256 *leaf = arena_array(arena, Sha256, size);

    for (uint64_t i = 0; i < size; i++) {
        const uint64_t bytes[] = { i, i < 4 ? 0 : kind };
        leaf[i] = merkle_leaf((Str){ (const char *)bytes, sizeof bytes });
    }
    return (History){ merkle_tree(arena, leaf, size) };
}

static inline Sha256 history_root(const History *h, uint64_t size)
{
    Sha256 root;

    MUST(merkle_root(merkle_tree_source(&h->tree), size, &root, err));
    return root;
}

static inline Str history_note(Arena *arena, const History *h, const Party *log, uint64_t size)
{
    Sha256 root = history_root(h, size);
    Str note;

    MUST(checkpoint_sign(arena, log->secret, &log->key, size, &root, &note, err));
    return note;
}

/* A request whose proof has `more` hashes more (or less) than it should. */
static inline Str history_request_odd(Arena *arena, const History *h, const Party *log, uint64_t old, uint64_t size,
                                      int more)
{
    AUTO_STRBUF out = { 0 };
    MerkleProof proof = { NULL, 0 };

    if (old > 0 && old <= size)
        MUST(merkle_prove_consistency(arena, merkle_tree_source(&h->tree), old, size, &proof, err));
    Sha256 *hash = arena_array(arena, Sha256, proof.count + 1);
    if (proof.count)
        memcpy(hash, proof.hash, proof.count * sizeof *hash);
    proof = (MerkleProof){ hash, (size_t)((int)proof.count + more) };
    witness_request_write(&out, old, proof, history_note(arena, h, log, size));
    return arena_str(arena, strbuf_str(&out));
}

static inline Str history_request(Arena *arena, const History *h, const Party *log, uint64_t old, uint64_t size)
{
    return history_request_odd(arena, h, log, old, size, 0);
}

#endif
