/* case.h -- a case: one folder with everything, its lock, its keys and its log.
 *
 * Layout and file formats: docs/formats/case.md. Opened for writing, a case is
 * locked against other writers and whatever an interrupted append left beyond
 * the last checkpoint is cleared away. Readers need no lock and no secret key.
 * One thread at a time per Case.
 */
#ifndef SEAL_CASE_H
#define SEAL_CASE_H

#include "seal/key.h"

#define CASE_FORMAT "dokaz-case/v1"     /* the first line of keys/format */

typedef struct Case Case;

typedef enum CaseMode { CASE_READ, CASE_WRITE } CaseMode;

/* Make a case in `dir`, which must not exist or be empty (ERR_REFUSED otherwise).
 * Fresh origin, fresh log key in sealer->keys, an empty signed log. On failure
 * nothing is left of it; a creation cut short by a crash is completed by the next. */
Status case_create(const char *dir, const Sealer *sealer, Error *err);

/* in    sealer         only for CASE_WRITE; may be NULL for CASE_READ; copied (its texts must outlive)
 * fails ERR_NOT_FOUND  `dir` holds no case
 *       ERR_BAD_INPUT  written by a newer version, or its head files are damaged
 *       ERR_REFUSED    CASE_WRITE: another program is writing, or the log key is not on this machine */
Status case_open(const char *dir, CaseMode mode, const Sealer *sealer, Case **ret, Error *err);
void   case_close(Case *c);             /* NULL is fine; what was not committed is dropped */

/* Look at the checkpoint again: another program may have added. CASE_READ only. */
Status case_refresh(Case *c, Error *err);

/* The nearest folder from `start` upward that holds a case; ERR_NOT_FOUND. */
Status case_find(Arena *arena, const char *start, char **ret, Error *err);
bool   case_is(const char *dir);

const char      *case_dir(const Case *c);
const VerifyKey *case_key(const Case *c);       /* its name is the origin, `dokaz/<32 hex>` */
Sha256           case_actor(const Case *c);     /* fingerprint of who writes; zeros for CASE_READ */

/* Random bytes from the sealer (CASE_WRITE). */
void case_random(Case *c, uint8_t *out, size_t size);

#endif
