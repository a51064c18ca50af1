/* disclosure.c -- see disclosure.h. */
#include "seal/disclosure.h"

#include "base/auto.h"
#include "base/vec.h"
#include "seal/strict.h"

#define DISCLOSURE_HEAD "dokaz-disclosure/v1\n"

Status disclosure_make(Arena *arena, Case *c, const Segmentation *s, Str text, const uint32_t *which,
                       size_t count, Disclosure *ret, Error *err)
{
    return disclosure_make_at(arena, c, s, text, which, count, log_size(c), ret, err);
}

Status disclosure_make_at(Arena *arena, Case *c, const Segmentation *s, Str text, const uint32_t *which,
                          size_t count, uint64_t size, Disclosure *ret, Error *err)
{
    Disclosure d = { .count = count, .total = s->total };
    DisclosedLeaf *leaves = arena_array(arena, DisclosedLeaf, count);
    MerkleSource tree = merkle_tree_source(&s->tree);

    if (count == 0)
        return fail(err, ERR_USAGE, "a disclosure shows one piece at least");
    for (size_t i = 0; i < count; i++) {
        if (which[i] >= s->total || (i && which[i] <= which[i - 1]))
            return fail(err, ERR_USAGE, "the pieces to disclose do not rise below %u", s->total);
        leaves[i].index = which[i];
        leaves[i].salt = segment_salt(&s->key, which[i]);
        leaves[i].bytes = arena_str(arena, segment_text(s, text, which[i]));
        Status status = merkle_prove_inclusion(arena, tree, which[i], s->total, &leaves[i].path, err);
        if (status != OK)
            return status;
    }
    d.leaves = leaves;
    Status status = log_read(arena, c, s->index, &d.entry, err);
    if (status == OK)
        status = proof_make_at(arena, c, s->index, size, &d.proof, err);
    if (status == OK)
        *ret = d;
    return status;
}

static void add_base64(Arena *arena, StrBuf *out, const char *key, Str bytes)
{
    strbuf_add(out, str_of(key));
    strbuf_char(out, ' ');
    strbuf_add(out, base64_encode(arena, bytes));
    strbuf_char(out, '\n');
}

void disclosure_write(StrBuf *out, const Disclosure *d)
{
    AUTO_ARENA arena = arena_create();

    strbuf_add(out, S(DISCLOSURE_HEAD));
    strbuf_printf(out, "total %u\n", d->total);
    for (size_t i = 0; i < d->count; i++) {
        const DisclosedLeaf *leaf = &d->leaves[i];
        strbuf_printf(out, "leaf %u\n", leaf->index);
        add_base64(arena, out, "salt", sha256_str(&leaf->salt));
        add_base64(arena, out, "bytes", leaf->bytes);
        for (size_t k = 0; k < leaf->path.count; k++)
            add_base64(arena, out, "path", sha256_str(&leaf->path.hash[k]));
    }
    add_base64(arena, out, "entry", d->entry);
    strbuf_char(out, '\n');
    proof_write(out, &d->proof);
}

static Status parse_leaf(Arena *arena, Str *rest, Str index, DisclosedLeaf *ret, Error *err)
{
    VEC(Sha256) path = { 0 };
    DisclosedLeaf leaf = { 0 };
    uint64_t number;
    Sha256 hash;
    Str value;

    if (!strict_u64(index, &number) || number > UINT32_MAX)
        return fail(err, ERR_BAD_INPUT, "a leaf line of the disclosure has no plain decimal number");
    leaf.index = (uint32_t)number;
    if (!strict_field(rest, S("salt"), &value) || !strict_base64(value, leaf.salt.byte, SHA256_SIZE))
        return fail(err, ERR_BAD_INPUT, "leaf %u of the disclosure has no salt of 32 bytes", leaf.index);
    if (!strict_field(rest, S("bytes"), &value) || value.len == 0 ||
        !base64_decode(arena, value, &leaf.bytes))
        return fail(err, ERR_BAD_INPUT, "leaf %u of the disclosure has no bytes in base64", leaf.index);
    while (strict_field(rest, S("path"), &value)) {
        if (path.count == MERKLE_PROOF_MAX || !strict_base64(value, hash.byte, SHA256_SIZE))
            return fail(err, ERR_BAD_INPUT, "leaf %u of the disclosure has a malformed path", leaf.index);
        vec_push(arena, &path, hash);
    }
    leaf.path = (MerkleProof){ path.at, path.count };
    *ret = leaf;
    return OK;
}

static Status parse_leaves(Arena *arena, Str *rest, Disclosure *d, Error *err)
{
    VEC(DisclosedLeaf) leaves = { 0 };
    DisclosedLeaf leaf;
    Str value;

    while (strict_field(rest, S("leaf"), &value)) {
        Status status = parse_leaf(arena, rest, value, &leaf, err);
        if (status != OK)
            return status;
        if (leaf.index >= d->total || (leaves.count && leaf.index <= leaves.at[leaves.count - 1].index))
            return fail(err, ERR_BAD_INPUT, "leaf %u of the disclosure does not rise below the total %u",
                        leaf.index, d->total);
        vec_push(arena, &leaves, leaf);
    }
    if (leaves.count == 0)
        return fail(err, ERR_BAD_INPUT, "the disclosure shows no leaf");
    d->leaves = leaves.at;
    d->count = leaves.count;
    return OK;
}

Status disclosure_parse(Arena *arena, Str file, Disclosure *ret, Error *err)
{
    Disclosure d = { 0 };
    Str rest = file, value;
    uint64_t total;

    if (!str_starts(rest, S(DISCLOSURE_HEAD)))
        return fail(err, ERR_BAD_INPUT, "the disclosure does not start with dokaz-disclosure/v1");
    rest = str_slice(rest, sizeof DISCLOSURE_HEAD - 1, rest.len);
    if (!strict_field(&rest, S("total"), &value) || !strict_u64(value, &total) || total == 0 ||
        total > UINT32_MAX)
        return fail(err, ERR_BAD_INPUT, "the disclosure has no line `total` with a plain decimal number");
    d.total = (uint32_t)total;
    Status status = parse_leaves(arena, &rest, &d, err);
    if (status != OK)
        return status;
    if (!strict_field(&rest, S("entry"), &value) || !base64_decode(arena, value, &d.entry))
        return fail(err, ERR_BAD_INPUT, "the disclosure has no entry in base64 after its leaves");
    if (!strict_line(&rest, &value) || value.len)
        return fail(err, ERR_BAD_INPUT, "the disclosure has no empty line before its proof");
    status = proof_parse(arena, rest, &d.proof, err);
    if (status == OK)
        *ret = d;
    return status;
}

Status disclosure_verify(Arena *arena, Str file, const VerifyKey *key, Disclosure *ret,
                         Checkpoint *checkpoint, Error *err)
{
    Disclosure d;
    Entry entry;
    Status status = disclosure_parse(arena, file, &d, err);

    if (status == OK)
        status = entry_parse(d.entry, &entry, err);
    if (status != OK)
        return status;
    if (entry.type != ENTRY_SEGMENTATION || entry.seg_count != d.total)
        return fail(err, ERR_CHECK, "the entry seals no segment tree of %u leaves", d.total);
    for (size_t i = 0; i < d.count; i++) {
        const DisclosedLeaf *leaf = &d.leaves[i];
        Sha256 hash = segment_leaf(&leaf->salt, leaf->index, d.total, leaf->bytes);
        if (!merkle_check_inclusion(&hash, leaf->index, d.total, leaf->path, &entry.seg_root))
            return fail(err, ERR_CHECK, "leaf %u is not what was sealed", leaf->index);
    }
    status = proof_verify(&d.proof, d.entry, key, checkpoint, err);
    if (status == OK && ret)
        *ret = d;
    return status;
}
