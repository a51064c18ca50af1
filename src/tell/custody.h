/* custody.h -- the chain of custody: what the log and its records say was done, in order.
 *
 * Berkeley Protocol: every access, copy, export and transfer is an event (who, when, what, from, to, why).
 * Values come from records and are not masked: whoever shows them asks the view.
 */
#ifndef TELL_CUSTODY_H
#define TELL_CUSTODY_H

#include "seal/log.h"

typedef struct CustodyEvent {
    uint64_t  index;        /* in the log */
    EntryType type;
    int64_t   time;         /* as the sealing computer had it; seconds since 1970 */
    Sha256    actor;        /* fingerprint of a key */
    Sha256    leaf;         /* hash of the entry */
    Record    record;       /* without fields when it was erased */
    bool      erased;
    int64_t   of;           /* log index of the item that it is about; -1: of all that was there */
} CustodyEvent;

typedef struct Custody {
    const CustodyEvent *events;     /* one an entry, in order */
    size_t              count;
} Custody;

/* Everything in the log up to its checkpoint. */
Status custody_load(Arena *arena, Case *c, Custody *ret, Error *err);

/* Did event `e` concern the original with this digest, of which `first` is the earliest item entry? What was
 * done to the whole case concerns all that was sealed before. */
bool custody_concerns(const Custody *custody, const CustodyEvent *e, const Sha256 *original, uint64_t first);

/* The first item entry of an original; false when there is none. */
bool custody_first(const Custody *custody, const Sha256 *original, uint64_t *ret);

/* The log indices of the items that `wanted` (NULL: every one whose record is there) says yes to, for the record of an
 * export that holds them. */
uint64_t *custody_items(Arena *arena, const Custody *custody, bool (*wanted)(const CustodyEvent *e), size_t *count);

/* What an entry is called when it is told as a step of custody: "received and sealed". */
const char *custody_step(EntryType type);

/* The digest of an item event; false for others and for erased ones. */
bool custody_digest(const CustodyEvent *e, Sha256 *ret);

/* May a field of its record be shown (masked)? Keys, salts and digests may not; of a judgement only what was done to
 * what: its words may speak of what is withheld, and `dokaz judgements` knows what that is. */
bool custody_shows(const CustodyEvent *e, Str key);

/* Files of the case over a checkpoint of at least `size` entries in its folder `kind` (stamps, witness). */
typedef struct CustodyFile {
    uint64_t size;          /* of the checkpoint */
    Str      name;          /* of the file */
} CustodyFile;

CustodyFile *custody_files(Arena *arena, const Case *c, const char *kind, uint64_t size, size_t *count);

#endif
