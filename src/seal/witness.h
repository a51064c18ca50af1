/* witness.h -- what a witness is asked and what it answers: C2SP tlog-witness `add-checkpoint`.
 *
 *     old <size>                  the tree the witness saw last
 *     <base64 hash>               consistency proof, 0 to 63 lines
 *                                 (empty line)
 *     <checkpoint, verbatim>
 *
 * Pure: bytes and what the witness remembers in, a decision out. Keeping that memory is
 * witness_home.h. The same bytes go over HTTP, as a file on a stick, or as QR codes.
 */
#ifndef SEAL_WITNESS_H
#define SEAL_WITNESS_H

#include "base/strbuf.h"
#include "seal/checkpoint.h"
#include "seal/merkle.h"

#define WITNESS_PROOF_MAX   63
#define WITNESS_REQUEST_MAX (CHECKPOINT_MAX + 64 + WITNESS_PROOF_MAX * 45)

typedef struct WitnessRequest {
    uint64_t    old;        /* size that the asker thinks the witness saw last */
    MerkleProof proof;      /* from that size to the checkpoint's */
    Str         note;
    Checkpoint  checkpoint; /* views into note; its signatures are not judged yet */
} WitnessRequest;

void   witness_request_write(StrBuf *out, uint64_t old, MerkleProof proof, Str note);
Status witness_request_parse(Arena *arena, Str text, WitnessRequest *ret, Error *err);  /* strict */

/* The latest checkpoint of a log that the witness cosigned; size 0: none, or the empty one. */
typedef struct WitnessSeen {
    uint64_t size;
    Sha256   root;
} WitnessSeen;

/* The codes of the protocol, which are those of HTTP. */
typedef enum WitnessAnswer {
    WITNESS_GOOD         = 200,
    WITNESS_MALFORMED    = 400,     /* also: the old size is above the checkpoint's */
    WITNESS_UNTRUSTED    = 403,     /* no good signature by the log's key */
    WITNESS_UNKNOWN      = 404,     /* of a log that this witness does not follow */
    WITNESS_CONFLICT     = 409,     /* the witness saw another size last: answer it */
    WITNESS_INCONSISTENT = 422,     /* the proof does not hold */
    WITNESS_TROUBLE      = 500,     /* its own memory cannot be read or written */
} WitnessAnswer;

/* What to answer; `log` is NULL when no log of that origin is followed. WITNESS_GOOD: it may be cosigned,
 * once it is remembered. */
WitnessAnswer witness_decide(const WitnessRequest *request, const VerifyKey *log, const WitnessSeen *seen);

/* One line for people. */
const char *witness_answer_text(WitnessAnswer answer);

#endif
