/* clause.h -- a sentence cut into clauses, and the words of acts that stand in each. */
#ifndef READ_CLAUSE_H
#define READ_CLAUSE_H

#include "read/phrase.h"

typedef struct Trigger {
    uint32_t   first, last;     /* tokens, half open */
    const Row *row;             /* of acts.tsv */
} Trigger;

#define CLAUSES_MAX  48
#define TRIGGERS_MAX 24

typedef struct Clause {
    uint32_t first, last;       /* tokens, half open */
    bool     quoted_start;      /* cut at a quotation mark */
    bool     relative;          /* begins with who, which, that after a noun */
    bool     coordinated;       /* begins with and, but: may share the subject before it */
    bool     denied;            /* stands after "denied that": the sentence itself takes it back */
    Trigger  trigger[TRIGGERS_MAX];
    size_t   trigger_count;
} Clause;

/* Cut the sentence; clauses without a subject or verb of their own stay with
 * the one before. Returns how many. */
size_t find_clauses(const Found *f, const Cover *c, const Sentence *s, Clause out[CLAUSES_MAX]);

#endif
