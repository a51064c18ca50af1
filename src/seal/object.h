/* object.h -- originals and texts by the SHA-256 of their bytes.
 *
 * Up to PACK_OBJECT_MAX bytes they are members of packs (pack.h); larger ones are files objects/ab/<64 hex>,
 * mode 0400. Never changed once written. Nothing is flushed here: log_commit
 * makes a whole batch durable with one syncfs before any entry names it.
 */
#ifndef SEAL_OBJECT_H
#define SEAL_OBJECT_H

#include "base/os.h"
#include "seal/case.h"

/* Store bytes. When the object is there already it is compared, not written;
 * a damaged one is replaced. *is_new (may be NULL) says whether it was written. */
Status object_put(Case *c, Str bytes, Sha256 *id, bool *is_new, Error *err);

/* The same from an open descriptor, read to its end in bounded memory, or from a
 * path. *size (may be NULL) in bytes. */
Status object_put_fd(Case *c, int fd, Sha256 *id, int64_t *size, bool *is_new, Error *err);
Status object_put_file(Case *c, const char *path, Sha256 *id, int64_t *size, bool *is_new, Error *err);

typedef enum ObjectCheck { OBJECT_AS_IT_IS, OBJECT_HASHED } ObjectCheck;

/* Map an object; release with os_unmap. OBJECT_HASHED also compares its bytes
 * with its name (ERR_CHECK). ERR_NOT_FOUND when there is none. */
Status object_map(const Case *c, const Sha256 *id, ObjectCheck check, Mapped *ret, Error *err);

bool object_is(const Case *c, const Sha256 *id);

/* Destroy an object wherever it lies, durably; no error when there is none. Its entries stay: the caller has
 * sealed a tombstone before. CASE_WRITE. */
Status object_erase(Case *c, const Sha256 *id, Error *err);

#endif
