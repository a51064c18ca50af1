/* match.h -- runs the rules of data/lang/<code>/rules.txt over tokens.
 *
 * Leftmost, then longest, then first in the file. A rule is tried only where a
 * token has a class that the rule can begin with (lang/rules.h).
 */
#ifndef READ_MATCH_H
#define READ_MATCH_H

#include "lang/rules.h"
#include "read/number.h"

#define NUMBER_VAGUE (-1)       /* FIELD_NUMBER of "several", "many" */

typedef struct RuleHit {
    const Rule *rule;
    size_t      first, last;    /* tokens of the mention, half open */
    size_t      from, to;       /* tokens taken, context included */
    uint64_t    filled;         /* bit set of RuleField */
    int64_t     value[FIELD_COUNT_];    /* FIELD_NUMBER and FIELD_NUMBER2 are in thousandths */
    const Row  *bound, *ref;    /* rows of FIELD_BOUND and FIELD_REF, when filled by a class item */
    size_t      number_at;      /* token of FIELD_NUMBER */
} RuleHit;

/* What a word alone can begin, remembered: the words that begin nothing after
 * all ("and", a possessive s) are the most frequent ones. */
#define MEMO_SLOTS 64
typedef struct WordMemo {
    uint64_t hash;
    uint16_t langs;
    uint8_t  flags;
    bool     article;       /* a number only when one follows */
    uint64_t bits, roles;
} WordMemo;

typedef struct Matcher {
    const Tokens *tokens;
    const Rules  *rules[LANGUAGES_MAX];
    uint64_t      first;        /* union over the languages, for the kind wanted */
    bool          quantity;
    size_t        low, high;    /* tokens that may be looked at: one sentence */
    size_t        number_at;    /* the latest number_parse, for several rules try the same place */
    bool          number_found;
    Number        number;
    size_t        ordinal_at;   /* the latest ordinal_parse likewise; ordinal_len 0 when there was none */
    size_t        ordinal_len;
    int64_t       ordinal;
    RuleHit       hit;          /* of the rule being tried */
    uint64_t      dateword;     /* union of the rules' role filters */
    WordMemo      memo[MEMO_SLOTS];
} Matcher;

/* A matcher for the date rules, or for the quantity rules, of all languages. */
void matcher_init(Matcher *m, const Tokens *tokens, bool quantity);

/* Classes of token i that can begin a rule or a number; 0 for most tokens. */
uint64_t matcher_useful(Matcher *m, size_t i, uint64_t *roles);

/* The best rule at token i, which lies in m->low..m->high. False when there is none. */
bool matcher_at(Matcher *m, size_t i, RuleHit *ret);

static inline uint64_t matcher_bits(const Token *t)
{
    return t->classes | t->phrase_classes | (t->kind == TOKEN_NUMBER ? RULE_FIRST_DIGITS : 0);
}

static inline bool hit_has(const RuleHit *h, RuleField field)
{
    return h->filled >> field & 1;
}

/* The field's value, or `otherwise`. */
static inline int64_t hit_get(const RuleHit *h, RuleField field, int64_t otherwise)
{
    return hit_has(h, field) ? h->value[field] : otherwise;
}

#endif
