/* ots.h -- OpenTimestamps proofs (.ots): read, replay, write.
 *
 * A proof is a tree of operations that starts at the hash of a file. Its leaves
 * are attestations: "a calendar has promised to bring this message into a block"
 * (pending), or "this message is the merkle root of block N". Replaying says what
 * message stands at each attestation, nothing more: that a block with this root
 * is part of a chain can only be said by somebody who has its header (block.h).
 *
 * Reading is strict (one way to write each thing) and bounded as in the reference
 * implementation: 256 operations one after another, messages of 4,096 bytes.
 */
#ifndef SEAL_OTS_H
#define SEAL_OTS_H

#include "base/hash.h"
#include "base/strbuf.h"

#define OTS_FILE_MAX    ((size_t)256 << 10)     /* bytes of a proof that are looked at */
#define OTS_DEPTH_MAX   256                     /* operations one after another */
#define OTS_OPS_MAX     4096                    /* operations in all */
#define OTS_MESSAGE_MAX 4096                    /* bytes of a message */
#define OTS_MAGIC       "\0OpenTimestamps\0\0Proof\0\xbf\x89\xe2\xe8\x84\xe8\x92\x94"
#define OTS_CALENDAR_MAX 1000                   /* bytes of a calendar's address */
#define OTS_NONCE       16                      /* bytes that hide the hash of the file from a calendar */

/* Bytes of a proof by ots_pending before its attestation: what a calendar answers goes on from here. */
#define OTS_PENDING_HEAD 84

typedef enum OtsKind { OTS_PENDING, OTS_BITCOIN, OTS_LITECOIN, OTS_ETHEREUM, OTS_UNKNOWN } OtsKind;

typedef struct OtsAttestation {
    OtsKind  kind;
    Str      tag;           /* 8 bytes */
    Str      payload;       /* as it stands */
    Str      calendar;      /* OTS_PENDING: its address */
    uint64_t height;        /* of the block; not of OTS_PENDING and OTS_UNKNOWN */
    Str      message;       /* what the operations give; ptr NULL: an operation is not known here, len counts all the same */
} OtsAttestation;

/* A message and what is said of it: attestations and operations in the order of the file. */
typedef struct OtsNode {
    struct OtsStep *steps;
    size_t          count;
} OtsNode;

typedef struct OtsStep {
    uint8_t         op;             /* 0: an attestation */
    Str             argument;       /* of append and prepend */
    const OtsNode  *next;           /* after the operation */
    OtsAttestation  attestation;
} OtsStep;

typedef struct OtsProof {
    uint8_t               digest_op;        /* 0x08 SHA-256, 0x02 SHA-1, 0x03 RIPEMD-160, 0x67 Keccak-256 */
    Str                   digest;           /* of the file */
    const OtsNode        *start;
    const OtsAttestation *attestations;     /* all of them, in the order of the file */
    size_t                count;
} OtsProof;

/* Views into `file`, the rest in `arena`. ERR_BAD_INPUT says what is wrong. */
Status ots_parse(Arena *arena, Str file, OtsProof *ret, Error *err);

void ots_write(StrBuf *out, const OtsProof *proof);

/* A proof for a file with this SHA-256 that still has to be sent to `calendar`. */
void ots_pending(StrBuf *out, const Sha256 *digest, const uint8_t nonce[OTS_NONCE], Str calendar);

bool        ots_calendar_is(Str address);   /* of letters that the address of a calendar may have */
const char *ots_kind_name(OtsKind kind);    /* "pending", "bitcoin" ... */

#endif
