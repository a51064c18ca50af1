/* segment.h -- the salted tree over the pieces of one text, so that some can be shown and
 * others withheld, and both proved.
 *
 *     leaf_i = SHA-256(0x00 || salt_i (32) || u32be i || u32be total || bytes of piece i)
 *     salt_i = HMAC-SHA256(document salt key, u32be i)
 *
 * Inner nodes as in RFC 6962. The pieces cover every byte of the text. A shown
 * leaf shows its own salt; the document's salt key stays in the segmentation
 * record, with the text's object and the cuts:
 *
 *     text <64 hex>           the object
 *     salt-key <64 hex>
 *     cuts 120 45 310 ...     the length of each piece in bytes
 */
#ifndef SEAL_SEGMENT_H
#define SEAL_SEGMENT_H

#include "seal/log.h"

typedef struct Segmentation {
    uint64_t        index;      /* of the segmentation entry in the log */
    uint64_t        of;         /* of the item's entry */
    Sha256          text;       /* the text's object */
    Sha256          key;        /* document salt key: never leaves the case */
    const uint32_t *ends;       /* of each piece, bytes from the start of the text, exclusive, rising */
    uint32_t        total;      /* pieces */
    MerkleTree      tree;       /* filled by segment_build and segmentation_load */
} Segmentation;

Sha256 segment_salt(const Sha256 *key, uint32_t index);
Sha256 segment_leaf(const Sha256 *salt, uint32_t index, uint32_t total, Str bytes);

/* Hash the tree of `text` cut at s->ends with s->key into s->tree. ERR_USAGE unless the ends
 * rise strictly and the last is text.len (so an empty text has no segmentation). */
Status segment_build(Arena *arena, Segmentation *s, Str text, Error *err);
Sha256 segment_root(const Segmentation *s);

static inline Str segment_text(const Segmentation *s, Str text, uint32_t index)
{
    return str_slice(text, index ? s->ends[index - 1] : 0, s->ends[index]);
}

/* Draw a salt key, build the tree, put the record (extra: more record lines or empty), append the
 * segmentation entry. The text must be an object already. `ends` must outlive *ret. CASE_WRITE. */
Status segmentation_seal(Arena *arena, Case *c, int64_t time, uint64_t of, const Sha256 *text_id,
                         Str text, const uint32_t *ends, uint32_t total, Str extra,
                         Segmentation *ret, Error *err);

/* Read entry and record back, recompute the tree from the text object and compare it with the
 * sealed root: ERR_CHECK when anything differs. */
Status segmentation_load(Arena *arena, Case *c, uint64_t index, Segmentation *ret, Error *err);

/* The two halves of that, for those who hold entry, record and text already: what the record says
 * (tree still empty), and the tree over the text compared with the entry's root. ERR_CHECK. */
Status segmentation_of_record(Arena *arena, const Entry *entry, const Record *record, Segmentation *ret,
                              Error *err);
Status segmentation_check(Arena *arena, const Entry *entry, Segmentation *s, Str text, Error *err);

/* The piece that holds byte `at` of the text. */
uint32_t segment_at(const Segmentation *s, uint32_t at);

#endif
