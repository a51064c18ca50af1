/* bag.h -- is a BagIt bag whole, and is it valid? Every byte that a manifest names is looked at.
 *
 * RFC 8493 (BagIt 1.0) and the drafts 0.93 to 0.97. Strict where the standard is;
 * what is valid and may still surprise (a name that another system takes for
 * another one, a row twice) is a warning. Nothing is fetched, nothing is written.
 *
 * When the bag holds a case (docs/formats/bag.md), the case is checked as well:
 * signatures, log, records, and the originals against their records.
 */
#ifndef SEAL_BAG_H
#define SEAL_BAG_H

#include "seal/bag_text.h"
#include "seal/checkpoint.h"
#include "seal/verify.h"

/* Where the parts of a case lie in a bag. */
#define BAG_CUSTODY     "data/custody"      /* a case folder without objects, index and lock */
#define BAG_ORIGINALS   "data/originals"    /* by their SHA-256 as hex */
#define BAG_TEXTS       "data/texts"        /* texts read from originals, likewise */
#define BAG_PROOFS      "data/proofs"       /* <log index>.entry and .tlog-proof, one pair an item */
#define BAG_INDEX       "data/custody.tsv"  /* what the records say of each original, for people */

typedef enum BagHolds {
    BAG_NO_CASE,        /* a bag of somebody else */
    BAG_LOG,            /* a case's log: neither records nor originals */
    BAG_WHOLE,          /* a case with everything that was not erased */
} BagHolds;

typedef struct BagCounts {
    int64_t  files, bytes;          /* payload */
    int64_t  tag_files, manifests;
    int64_t  errors, warnings;      /* of the bag and of the case in it */
    BagHolds holds;
    VerifyCounts in_case;           /* unless BAG_NO_CASE */
    char     origin[KEY_NAME_MAX + 1];
} BagCounts;

/* in    key       NULL, or the log key that the case in it must have (else one more error)
 *       found     as in verify_case; paths are percent-encoded
 * out   *ret      the bag is good when errors is 0
 * fails ERR_NOT_FOUND, ERR_IO  `dir` is no folder or cannot be read: nothing was checked */
Status bag_verify(const char *dir, const VerifyKey *key, void (*found)(void *context, const Finding *finding),
                  void *context, BagCounts *ret, Error *err);

#endif
