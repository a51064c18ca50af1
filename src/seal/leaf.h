/* leaf.h -- one entry of the log: a commitment, never the facts.
 *
 * An entry cannot be taken back and goes into every proof, so it holds nothing
 * that can be guessed or that names anyone. Exactly (every line ends in LF):
 *
 *     dokaz-entry/v1
 *     type item
 *     time 2026-11-22T02:30:00Z
 *     actor <64 hex: SHA-256 of the actor's public key, DER>
 *     commit <base64 SHA-256(salt || record)>
 *     of 17                          (type segmentation only: log index of the item)
 *     seg <base64 root> n=214        (type segmentation only)
 */
#ifndef SEAL_LEAF_H
#define SEAL_LEAF_H

#include "base/hash.h"
#include "base/strbuf.h"

typedef enum EntryType {
    ENTRY_ITEM, ENTRY_SEGMENTATION, ENTRY_REFUSED, ENTRY_JUDGEMENT, ENTRY_REDACTION, ENTRY_CUSTODY,
    ENTRY_VIEW, ENTRY_UNMASK, ENTRY_EXPORT, ENTRY_STAMP, ENTRY_BEACON, ENTRY_TOMBSTONE, ENTRY_KEY,
    ENTRY_ROLE, ENTRY_LOGIN, ENTRY_CONTENTS,
    ENTRY_TYPES
} EntryType;

typedef struct Entry {
    EntryType type;
    int64_t   time;         /* seconds since 1970, UTC, 0 <= time <= year 9999 */
    Sha256    actor;        /* fingerprint, see key_fingerprint */
    Sha256    commit;       /* SHA-256(salt || record): also the record's file name */
    uint64_t  of;           /* segmentation: log index of the item */
    Sha256    seg_root;     /* segmentation: root of the salted segment tree */
    uint32_t  seg_count;    /* segmentation: leaves of that tree, > 0 */
} Entry;

const char *entry_type_name(EntryType type);
bool        entry_type_of(Str name, EntryType *ret);

void   entry_write(StrBuf *out, const Entry *entry);
Status entry_parse(Str text, Entry *ret, Error *err);   /* strict; ERR_BAD_INPUT names the line */

#endif
