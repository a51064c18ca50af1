/* log.h -- the append-only log of a case: entries, tiles, checkpoints.
 *
 * Appended entries wait in memory until log_commit, which makes durable, in this
 * order: objects and records, entry bundles, tiles, the checkpoint. Only the last
 * step makes the entries part of the case, so a kill at any moment leaves a case
 * that verifies. Files are C2SP tlog-tiles; see docs/formats/case.md.
 */
#ifndef SEAL_LOG_H
#define SEAL_LOG_H

#include "seal/case.h"
#include "seal/leaf.h"
#include "seal/merkle.h"
#include "seal/record.h"

#define LOG_ENTRY_MAX 65535     /* bytes, the limit of C2SP tlog-tiles */

uint64_t log_size(const Case *c);       /* committed entries: what the checkpoint says */
uint64_t log_pending(const Case *c);    /* appended and not committed */
Sha256   log_root(const Case *c);       /* of the checkpoint */
Str      log_checkpoint(const Case *c); /* the note; lives until the next commit, refresh or close */

/* Store the record text, commit to it in an entry of this type and time (the actor is the
 * case's), append the entry. *index is where it will stand after log_commit. CASE_WRITE. */
Status log_seal(Case *c, EntryType type, int64_t time, Str record_text, uint64_t *index, Error *err);

/* Append a ready entry text (LOG_ENTRY_MAX bytes at most, ERR_USAGE). CASE_WRITE. */
Status log_append(Case *c, Str entry, uint64_t *index, Error *err);

/* Make everything appended durable and sign it. Nothing pending: does nothing. On failure
 * the case on disk stands at its last checkpoint and the entries stay pending; only when the very
 * last flush fails the checkpoint may stand already, and then nothing is pending. */
Status log_commit(Case *c, Error *err);

/* Forget what is pending. */
void log_drop(Case *c);

/* Entry `index` (< log_size, else ERR_NOT_FOUND), checked against its tile (ERR_CHECK).
 * Reading in order costs one file read for 256 entries. */
Status log_read(Arena *arena, Case *c, uint64_t index, Str *ret, Error *err);
Status log_entry(Arena *arena, Case *c, uint64_t index, Entry *ret, Error *err);    /* read and parsed */

/* Inner hashes of the committed tree, from the tiles. */
MerkleSource log_source(Case *c);

#endif
