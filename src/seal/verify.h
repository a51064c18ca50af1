/* verify.h -- is everything in a case what was sealed? Every byte of it is looked at.
 *
 * Errors are things that are wrong or missing. Notes are harmless leftovers of an
 * interrupted add (they are in no checkpoint). No content is ever printed.
 */
#ifndef SEAL_VERIFY_H
#define SEAL_VERIFY_H

#include "base/arena.h"
#include "base/err.h"

typedef enum FindingKind { FINDING_ERROR, FINDING_NOTE } FindingKind;

typedef struct Finding {
    FindingKind kind;
    const char *path;       /* of the file, below the case */
    const char *what;       /* what is wrong with it, one line */
} Finding;

typedef struct VerifyCounts {
    int64_t objects, records, entries, bundles, tiles, checkpoints, segmentations, cosignatures;
    int64_t stamps;         /* files of stamps/ */
    int64_t bytes;          /* hashed */
    int64_t errors, notes;
} VerifyCounts;

/* Check the whole case; `found` (may be NULL) is called for each finding as it comes.
 * in    remembered     NULL, or the text of a checkpoint kept elsewhere: the log must continue it
 * out   *ret           the case is good when errors is 0
 * fails ERR_NOT_FOUND, ERR_BAD_INPUT  no case, a newer one: nothing was checked */
Status verify_case(const char *dir, const Str *remembered,
                   void (*found)(void *context, const Finding *finding), void *context,
                   VerifyCounts *ret, Error *err);

/* Does a policy that was got elsewhere hold for the newest checkpoint of the case? *ret says it in a line.
 * fails ERR_CHECK  it does not; ERR_BAD_INPUT  it is no policy */
Status verify_quorum(Arena *arena, const char *dir, Str policy, Str *ret, Error *err);

/* verify_case for a case whose parts lie in a bag (seal/bag.h). */
typedef struct VerifyAsk {
    const char        *dir;         /* the case folder */
    const Str         *remembered;  /* as above */
    const char        *bag;         /* NULL: a case as it stands. Else the objects lie in these folders of `bag`, */
    const char *const *folders;     /* named by their SHA-256; what is in no record is an error there */
    unsigned           folder_count;
    bool               log_alone;   /* without records and objects: only keys, log and checkpoints are checked */
} VerifyAsk;

Status verify_case_as(const VerifyAsk *ask, void (*found)(void *context, const Finding *finding), void *context,
                      VerifyCounts *ret, Error *err);

#endif
