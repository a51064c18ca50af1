/* party.h -- who did it and to whom, as far as the words of a clause say. */
#ifndef READ_PARTY_H
#define READ_PARTY_H

#include "read/clause.h"

/* Where a clause is read. */
typedef struct Scene {
    const Found *f;
    const Cover *c;
    ActSet       legal;         /* acts of courts: what they lay to somebody that one is said to have done */
    ActSet       personal;      /* acts that are done to people: they do not go without somebody undergoing them */
    ActSet       denial;        /* who denies is not the one who did */
} Scene;

/* Is the act's noun the object of a verb that lends it its subject ("committed torture")? */
bool act_has_light_verb(const Found *f, const Clause *k, const Trigger *t);

#define PARTY_NONE ((Party){ { UINT32_MAX, UINT32_MAX }, { NULL, 0 } })

/* Does the act's word stand where only a noun can: after an article, a side or a preposition? */
bool act_is_nominal(const Found *f, const Clause *k, const Trigger *t);

/* Does the act's participle only describe the noun after it ("the liberated towns")? */
bool act_is_attributive(const Found *f, const Clause *k, const Trigger *t);

/* "A missile struck a cafe, killing 51": a participle whose subject is that of the clause before. */
bool act_is_participle(const Found *f, const Clause *k, const Trigger *t);

/* Is the act told of those it befell ("were killed", "killed by")? */
bool act_is_passive(const Found *f, const Clause *k, const Trigger *t);

/* The doer and the undergoer of act t of clause k, each PARTY_NONE where the words name nobody. */
void find_parties(const Scene *w, const Sentence *s, const Clause *k, const Trigger *t, Claim *claim);

#endif
