/* fuzz_policy.c -- any bytes as a policy: what is accepted has its references in order, and only `quorum none` is met by
 * a note that nobody cosigned. Build: see standalone.c. */
#include "base/auto.h"
#include "seal/policy.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

#define NOTE                                                                             \
    "dokaz/00\n5\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n\n\xE2\x80\x94 dokaz/00 AAAAAAA=\n"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    AUTO_ARENA arena = arena_create();
    Policy policy;
    PolicyVerdict verdict;
    Checkpoint c;

    if (policy_parse(arena, (Str){ (const char *)data, size }, &policy, NULL) != OK)
        return 0;
    for (size_t i = 0; i < policy.node_count; i++) {
        const PolicyNode *n = &policy.nodes[i];
        if (n->group && (n->need < 1 || n->need > n->count))
            abort();
        for (uint32_t k = 0; n->group && k < n->count; k++)
            if (n->member[k] >= i)
                abort();
    }
    if (checkpoint_parse(S(NOTE), &c, NULL) != OK || policy_judge(&policy, &c, &verdict, NULL) != OK ||
        verdict.holds != (policy.quorum == POLICY_NONE))
        abort();
    return 0;
}
