/* policy.h -- C2SP tlog-policy: which logs, which witnesses, and how many of them must have cosigned.
 *
 *     log <vkey> [url]
 *     witness <name> <vkey> [url]
 *     group <name> all|any|<k> <name>...
 *     quorum <name>|none
 *
 * Strict: every line ends in LF, names are defined before they are used, each is a member of one group
 * at most, no key stands twice. Of witnesses Ed25519 (type 0x04) can be judged; one of ML-DSA-44
 * (0x06) may stand in a policy and counts as one that never cosigned.
 */
#ifndef SEAL_POLICY_H
#define SEAL_POLICY_H

#include "seal/checkpoint.h"

#define POLICY_MAX          65536   /* bytes of a policy that are looked at */
#define POLICY_NODES_MAX    256     /* witnesses and groups together */
#define POLICY_LOGS_MAX     64
#define POLICY_NONE         UINT32_MAX

/* A witness or a group of them. */
typedef struct PolicyNode {
    Str             name;       /* inside the policy only */
    bool            group, known;   /* known: a witness whose cosignatures can be judged */
    bool            taken;      /* member of a group */
    VerifyKey       key;        /* witness, when known */
    Str             material;   /* witness: type and public key, to find duplicates */
    uint32_t        need;       /* group: how many members */
    const uint32_t *member;     /* group: indexes of nodes before this one */
    uint32_t        count;
} PolicyNode;

typedef struct Policy {
    const VerifyKey  *logs;
    size_t            log_count;
    const PolicyNode *nodes;    /* in the order of their definition */
    size_t            node_count;
    uint32_t          quorum;   /* a node, or POLICY_NONE */
} Policy;

Status policy_parse(Arena *arena, Str text, Policy *ret, Error *err);  /* ERR_BAD_INPUT names the line */

/* What a note has of a policy's witnesses. */
typedef struct PolicyVerdict {
    bool    holds;                      /* the quorum is met */
    size_t  cosigned;                   /* witnesses of the policy that cosigned */
    int64_t time[POLICY_NODES_MAX];     /* of each witness's cosignature; 0: none */
} PolicyVerdict;

/* Judge the cosignatures of a parsed note; unknown lines are passed over, a witness counts once.
 * fails ERR_CHECK  a line by a witness of the policy does not hold
 * The log's own signature is not looked at. */
Status policy_judge(const Policy *policy, const Checkpoint *checkpoint, PolicyVerdict *ret, Error *err);

/* The whole demand: signed by the policy's log of that origin, and the quorum. `key`, when not NULL, is
 * the only log to be accepted; a policy that lists logs must list it too. ERR_CHECK says what is missing. */
Status policy_verify(const Policy *policy, const VerifyKey *key, Str note, Checkpoint *checkpoint,
                     PolicyVerdict *ret, Error *err);

#endif
