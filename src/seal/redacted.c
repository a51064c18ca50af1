/* redacted.c -- see redacted.h. */
#include "seal/redacted.h"

#include "base/auto.h"
#include "base/vec.h"
#include "seal/strict.h"

#define REDACTED_HEAD "dokaz-redacted/v1\n"

Status redacted_make(Arena *arena, Case *c, const Segmentation *s, Str text, const bool *show, Redacted *ret,
                     Error *err)
{
    RedactedPiece *pieces = arena_array(arena, RedactedPiece, s->total);
    Redacted r = { .pieces = pieces, .total = s->total };

    for (uint32_t i = 0; i < s->total; i++) {
        pieces[i].hash = s->tree.level[0][i];
        if (!show[i])
            continue;
        pieces[i].salt = segment_salt(&s->key, i);
        pieces[i].bytes = arena_str(arena, segment_text(s, text, i));
        r.shown++;
    }
    Status status = log_read(arena, c, s->index, &r.entry, err);
    if (status == OK)
        status = proof_make(arena, c, s->index, &r.proof, err);
    if (status == OK)
        *ret = r;
    return status;
}

static void add_base64(StrBuf *out, const char *key, Str bytes)
{
    AUTO_ARENA arena = arena_create();
    Str text = base64_encode(arena, bytes);

    strbuf_printf(out, "%s " STR_FMT "\n", key, STR_ARG(text));
}

void redacted_write(StrBuf *out, const Redacted *r)
{
    strbuf_add(out, S(REDACTED_HEAD));
    for (uint32_t i = 0; i < r->total; i++) {
        const RedactedPiece *piece = &r->pieces[i];
        strbuf_printf(out, "piece %u of %u\n", i + 1, r->total);
        if (piece->bytes.ptr) {
            add_base64(out, "salt", sha256_str(&piece->salt));
            add_base64(out, "bytes", piece->bytes);
        } else {
            add_base64(out, "withheld", sha256_str(&piece->hash));
        }
    }
    add_base64(out, "entry", r->entry);
    strbuf_char(out, '\n');
    proof_write(out, &r->proof);
}

/* "17 of 214" */
static bool parse_number(Str line, uint64_t *number, uint64_t *total)
{
    Str first;

    return str_cut(&line, ' ', &first) && strict_u64(first, number) && str_starts(line, S("of ")) &&
           strict_u64(str_slice(line, 3, line.len), total) && *number <= *total && *total <= UINT32_MAX;
}

static Status parse_piece(Arena *arena, Str *rest, uint32_t index, uint32_t total, RedactedPiece *ret, Error *err)
{
    RedactedPiece piece = { .bytes = STR_NONE };
    Str value;

    if (strict_field(rest, S("withheld"), &value)) {
        if (!strict_base64(value, piece.hash.byte, SHA256_SIZE))
            return fail(err, ERR_BAD_INPUT, "piece %u is withheld without a hash of 32 bytes", index + 1);
        *ret = piece;
        return OK;
    }
    if (!strict_field(rest, S("salt"), &value) || !strict_base64(value, piece.salt.byte, SHA256_SIZE))
        return fail(err, ERR_BAD_INPUT, "piece %u has neither a hash nor a salt of 32 bytes", index + 1);
    if (!strict_field(rest, S("bytes"), &value) || value.len == 0 || !base64_decode(arena, value, &piece.bytes))
        return fail(err, ERR_BAD_INPUT, "piece %u has no bytes in base64", index + 1);
    piece.hash = segment_leaf(&piece.salt, index, total, piece.bytes);
    *ret = piece;
    return OK;
}

static Status parse_pieces(Arena *arena, Str *rest, Redacted *r, Error *err)
{
    VEC(RedactedPiece) pieces = { 0 };
    uint64_t number, total = 0, said;
    Str value;

    while (strict_field(rest, S("piece"), &value)) {
        RedactedPiece piece;
        if (!parse_number(value, &number, &said) || number != pieces.count + 1 || (total && said != total))
            return fail(err, ERR_BAD_INPUT, "the piece after number %zu is not `piece %zu of %llu`", pieces.count,
                        pieces.count + 1, (unsigned long long)total);
        total = said;
        Status status = parse_piece(arena, rest, (uint32_t)pieces.count, (uint32_t)total, &piece, err);
        if (status != OK)
            return status;
        r->shown += piece.bytes.ptr != NULL;
        vec_push(arena, &pieces, piece);
    }
    if (pieces.count == 0 || pieces.count != total)
        return fail(err, ERR_BAD_INPUT, "there are %zu of %llu pieces", pieces.count, (unsigned long long)total);
    r->pieces = pieces.at;
    r->total = (uint32_t)total;
    return OK;
}

Status redacted_parse(Arena *arena, Str file, Redacted *ret, Error *err)
{
    Redacted r = { .shown = 0 };
    Str rest = file, value;

    if (!str_starts(rest, S(REDACTED_HEAD)))
        return fail(err, ERR_BAD_INPUT, "the file does not start with dokaz-redacted/v1");
    rest = str_slice(rest, sizeof REDACTED_HEAD - 1, rest.len);
    Status status = parse_pieces(arena, &rest, &r, err);
    if (status != OK)
        return status;
    if (!strict_field(&rest, S("entry"), &value) || !base64_decode(arena, value, &r.entry))
        return fail(err, ERR_BAD_INPUT, "there is no entry in base64 after the pieces");
    if (!strict_line(&rest, &value) || value.len)
        return fail(err, ERR_BAD_INPUT, "there is no empty line before the proof");
    status = proof_parse(arena, rest, &r.proof, err);
    if (status == OK && r.proof.extra.ptr)      /* nothing signs it */
        status = fail(err, ERR_BAD_INPUT, "the proof has an extra line, which nothing vouches for");
    if (status == OK)
        *ret = r;
    return status;
}

/* The root over all leaves, shown and withheld. */
static Sha256 root_of(Arena *arena, const Redacted *r)
{
    Sha256 *leaves = arena_array(arena, Sha256, r->total), root = { 0 };

    for (uint32_t i = 0; i < r->total; i++)
        leaves[i] = r->pieces[i].hash;
    MerkleTree tree = merkle_tree(arena, leaves, r->total);
    merkle_root(merkle_tree_source(&tree), r->total, &root, NULL);      /* in memory: cannot fail */
    return root;
}

Status redacted_verify(Arena *arena, Str file, const VerifyKey *key, Redacted *ret, Checkpoint *checkpoint,
                       Error *err)
{
    Redacted r;
    Entry entry;
    Status status = redacted_parse(arena, file, &r, err);

    if (status == OK)
        status = entry_parse(r.entry, &entry, err);
    if (status != OK)
        return status;
    if (entry.type != ENTRY_SEGMENTATION || entry.seg_count != r.total)
        return fail(err, ERR_CHECK, "the entry seals no segment tree of %u leaves", r.total);
    Sha256 root = root_of(arena, &r);
    if (memcmp(root.byte, entry.seg_root.byte, SHA256_SIZE) != 0)
        return fail(err, ERR_CHECK, "the %u pieces are not those that were sealed: a shown or a withheld one was "
                    "changed", r.total);
    status = proof_verify(&r.proof, r.entry, key, checkpoint, err);
    if (status == OK && ret)
        *ret = r;
    return status;
}

void redacted_words(StrBuf *out, Str bytes)
{
    for (size_t i = 0; i < bytes.len; i++) {
        unsigned char c = (unsigned char)bytes.ptr[i];
        unsigned char after = i + 1 < bytes.len ? (unsigned char)bytes.ptr[i + 1] : 'p';
        bool c1 = c == 0xC2 && i + 1 < bytes.len && after >= 0x80 && after < 0xA0;
        i += c1;
        strbuf_char(out, c1 || c == 0x7F || (c < 0x20 && c != '\n') ? ' ' : (char)c);
        if (c == '[' && after == 'p')
            strbuf_char(out, '[');
    }
}

void redacted_block(StrBuf *out, uint32_t index, uint32_t total)
{
    strbuf_printf(out, "[piece %u of %u withheld]", index + 1, total);
}

void redacted_text(StrBuf *out, const Redacted *r)
{
    for (uint32_t i = 0; i < r->total; i++)
        if (r->pieces[i].bytes.ptr)
            redacted_words(out, r->pieces[i].bytes);
        else
            redacted_block(out, i, r->total);
}
