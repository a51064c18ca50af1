/* segment.c -- see segment.h. */
#include "seal/segment.h"

#include "base/auto.h"
#include "base/os.h"
#include "base/vec.h"
#include "seal/inside.h"
#include "seal/object.h"
#include "seal/strict.h"

static void put_u32(uint32_t n, uint8_t out[4])
{
    for (int i = 0; i < 4; i++)
        out[i] = (uint8_t)(n >> (24 - 8 * i));
}

/* HMAC-SHA256 (RFC 2104) of four bytes under a key of 32, spelt out: libcrypto's HMAC looks its method
 * up at every call, which costs several times the hashing. */
Sha256 segment_salt(const Sha256 *key, uint32_t index)
{
    uint8_t inner[64 + 4], outer[64 + SHA256_SIZE];

    memset(inner, 0x36, 64);
    memset(outer, 0x5C, 64);
    for (size_t i = 0; i < SHA256_SIZE; i++) {
        inner[i] ^= key->byte[i];
        outer[i] ^= key->byte[i];
    }
    put_u32(index, inner + 64);
    Sha256 hash = sha256((Str){ (const char *)inner, sizeof inner });
    memcpy(outer + 64, hash.byte, SHA256_SIZE);
    return sha256((Str){ (const char *)outer, sizeof outer });
}

Sha256 segment_leaf(const Sha256 *salt, uint32_t index, uint32_t total, Str bytes)
{
    enum { HEAD = 1 + SHA256_SIZE + 4 + 4 };
    uint8_t small[HEAD + 1024];

    small[0] = 0;
    memcpy(small + 1, salt->byte, SHA256_SIZE);
    put_u32(index, small + 1 + SHA256_SIZE);
    put_u32(total, small + 1 + SHA256_SIZE + 4);
    if (bytes.len <= sizeof small - HEAD) {     /* nearly every piece: one call instead of four */
        if (bytes.len)
            memcpy(small + HEAD, bytes.ptr, bytes.len);
        return sha256((Str){ (const char *)small, HEAD + bytes.len });
    }
    Hasher *hasher = hasher_create();
    hasher_add(hasher, (Str){ (const char *)small, HEAD });
    hasher_add(hasher, bytes);
    Sha256 ret = hasher_end(hasher);
    hasher_destroy(hasher);
    return ret;
}

Status segment_build(Arena *arena, Segmentation *s, Str text, Error *err)
{
    for (uint32_t i = 0; i < s->total; i++)
        if (s->ends[i] <= (i ? s->ends[i - 1] : 0) || s->ends[i] > text.len)
            return fail(err, ERR_USAGE, "cut %u of the segmentation does not rise within the text", i);
    if (s->total == 0 || s->ends[s->total - 1] != text.len)
        return fail(err, ERR_USAGE, "the segmentation does not cover the text to its end");

    Sha256 *leaves = arena_array(arena, Sha256, s->total);
    for (uint32_t i = 0; i < s->total; i++) {
        Sha256 salt = segment_salt(&s->key, i);
        leaves[i] = segment_leaf(&salt, i, s->total, segment_text(s, text, i));
    }
    s->tree = merkle_tree(arena, leaves, s->total);
    return OK;
}

Sha256 segment_root(const Segmentation *s)
{
    Sha256 root = { 0 };

    merkle_root(merkle_tree_source(&s->tree), s->tree.size, &root, NULL);   /* in memory: cannot fail */
    return root;
}

uint32_t segment_at(const Segmentation *s, uint32_t at)
{
    uint32_t low = 0, high = s->total - 1;

    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        if (s->ends[middle] <= at)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

static void add_cuts(StrBuf *record, const Segmentation *s)
{
    AUTO_STRBUF cuts = { 0 };

    for (uint32_t i = 0; i < s->total; i++) {
        if (i)
            strbuf_char(&cuts, ' ');
        strbuf_i64(&cuts, s->ends[i] - (i ? s->ends[i - 1] : 0));
    }
    record_add(record, "cuts", strbuf_str(&cuts));
}

Status segmentation_seal(Arena *arena, Case *c, int64_t time, uint64_t of, const Sha256 *text_id,
                         Str text, const uint32_t *ends, uint32_t total, Str extra,
                         Segmentation *ret, Error *err)
{
    Segmentation s = { .of = of, .text = *text_id, .ends = ends, .total = total };
    Entry entry = { .type = ENTRY_SEGMENTATION, .time = time, .actor = case_actor(c), .of = of,
                    .seg_count = total };
    AUTO_STRBUF record = { 0 };
    AUTO_STRBUF line = { 0 };

    if (of >= log_size(c) + log_pending(c))
        return fail(err, ERR_USAGE, "a segmentation of entry %llu, which is not in the log",
                    (unsigned long long)of);
    if (!object_is(c, text_id))
        return fail(err, ERR_USAGE, "a segmentation of a text that is no object of the case");
    case_random(c, s.key.byte, sizeof s.key.byte);
    Status status = segment_build(arena, &s, text, err);
    if (status != OK)
        return status;
    entry.seg_root = segment_root(&s);

    record_add_hex(&record, "text", text_id);
    record_add_hex(&record, "salt-key", &s.key);
    add_cuts(&record, &s);
    strbuf_add(&record, extra);
    status = record_put(c, strbuf_str(&record), &entry.commit, err);
    if (status != OK)
        return status;
    entry_write(&line, &entry);
    status = log_append(c, strbuf_str(&line), &s.index, err);
    if (status == OK)
        *ret = s;
    return status;
}

/* The lengths of the pieces back into ends. */
static bool parse_cuts(Arena *arena, Str cuts, uint32_t total, const uint32_t **ret)
{
    uint32_t count = 0, end = 0;
    Str one;
    uint64_t len;

    if (cuts.len / 2 + 1 < total)       /* each takes a digit and a space at least */
        return false;
    uint32_t *ends = arena_raw(arena, total * sizeof *ends);
    while (str_cut(&cuts, ' ', &one)) {
        if (count == total || !strict_u64(one, &len) || len > UINT32_MAX - end)
            return false;
        end += (uint32_t)len;
        ends[count++] = end;
    }
    *ret = ends;
    return count == total;
}

Status segmentation_of_record(Arena *arena, const Entry *entry, const Record *record, Segmentation *ret,
                              Error *err)
{
    Segmentation s = { .of = entry->of, .total = entry->seg_count };

    if (!hex_decode(record_value(record, "text"), s.text.byte, SHA256_SIZE) ||
        !hex_decode(record_value(record, "salt-key"), s.key.byte, SHA256_SIZE) ||
        !parse_cuts(arena, record_value(record, "cuts"), s.total, &s.ends))
        return fail(err, ERR_CHECK, "the segmentation's record has no well-formed text, salt-key and cuts");
    *ret = s;
    return OK;
}

Status segmentation_check(Arena *arena, const Entry *entry, Segmentation *s, Str text, Error *err)
{
    Status status = segment_build(arena, s, text, err);

    if (status != OK)
        return ERR_CHECK;
    Sha256 root = segment_root(s);
    if (memcmp(root.byte, entry->seg_root.byte, SHA256_SIZE) != 0)
        return fail(err, ERR_CHECK, "the segment tree is not the one that was sealed");
    return OK;
}

Status segmentation_load(Arena *arena, Case *c, uint64_t index, Segmentation *ret, Error *err)
{
    Entry entry;
    Record record;
    Segmentation s;
    Mapped text;
    Error inner = { 0 };
    Status status = log_entry(arena, c, index, &entry, err);

    if (status != OK)
        return status;
    if (entry.type != ENTRY_SEGMENTATION)
        return fail(err, ERR_USAGE, "entry %llu is no segmentation", (unsigned long long)index);
    status = record_get(arena, c, &entry.commit, &record, err);
    if (status != OK)
        return status;
    status = segmentation_of_record(arena, &entry, &record, &s, &inner);
    if (status == OK) {
        status = object_map(c, &s.text, OBJECT_AS_IT_IS, &text, err);
        if (status != OK)
            return status;
        status = segmentation_check(arena, &entry, &s, text.bytes, &inner);
        os_unmap(&text);
    }
    if (status != OK)
        return fail(err, status, "entry %llu: %s", (unsigned long long)index, inner.text);
    s.index = index;
    *ret = s;
    return OK;
}
