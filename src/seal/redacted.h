/* redacted.h -- a whole sealed text, some pieces shown, the others as the hash of their leaf alone.
 *
 * `dokaz-redacted/v1`, docs/formats/redacted.md. Every piece is there with its number, so a reader
 * builds the whole segment tree again and sees each gap. Of a withheld piece nothing is given but
 * a salted hash: not its length, not where it lay in the original. Unlike a disclosure, which proves
 * single pieces, this is the text from its first byte to its last.
 */
#ifndef SEAL_REDACTED_H
#define SEAL_REDACTED_H

#include "seal/proof.h"
#include "seal/segment.h"

typedef struct RedactedPiece {
    Sha256 hash;            /* of the leaf */
    Sha256 salt;            /* shown pieces only, as bytes */
    Str    bytes;           /* ptr NULL: withheld */
} RedactedPiece;

typedef struct Redacted {
    const RedactedPiece *pieces;
    uint32_t             total, shown;
    Str                  entry;     /* the segmentation entry's text */
    Proof                proof;     /* of that entry */
} Redacted;

/* Show the pieces i for which show[i], withhold the others; `text` is the segmentation's. */
Status redacted_make(Arena *arena, Case *c, const Segmentation *s, Str text, const bool *show, Redacted *ret,
                     Error *err);

void   redacted_write(StrBuf *out, const Redacted *r);
Status redacted_parse(Arena *arena, Str file, Redacted *ret, Error *err);   /* strict; ERR_BAD_INPUT */

/* Parse and check every step: pieces to the sealed root, entry to the checkpoint, checkpoint to `key`.
 * ERR_CHECK or ERR_BAD_INPUT name the step. ret and checkpoint may be NULL. */
Status redacted_verify(Arena *arena, Str file, const VerifyKey *key, Redacted *ret, Checkpoint *checkpoint,
                       Error *err);

/* One piece as text for people: controls but LF become spaces; `[` before a p or at the piece's end is
 * written `[[`, so that no text can pass for the block of a withheld piece. */
void redacted_words(StrBuf *out, Str bytes);

/* "[piece 17 of 214 withheld]"; index from 0. */
void redacted_block(StrBuf *out, uint32_t index, uint32_t total);

/* The whole text for people: words and blocks. */
void redacted_text(StrBuf *out, const Redacted *r);

#endif
