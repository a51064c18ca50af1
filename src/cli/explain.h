/* explain.h -- how a mention or claim came about, printed: the rule, the bytes, the tables' rows behind its words. */
#ifndef CLI_EXPLAIN_H
#define CLI_EXPLAIN_H

#include "cli/find.h"

/* What is explained. `work` is the case through whose view all words go, or NULL: `reading` is a file's own,
 * read without a case, and nothing is masked. */
typedef struct Explained {
    Cli           *cli;
    const Lang    *lang;
    const Work    *work;
    uint32_t       index;       /* of the reading in the case */
    const Reading *reading;
    Str            text;        /* the document's, unmasked: never printed but through the view */
} Explained;

void explain_mention(const Explained *x, size_t mention);
void explain_claim(const Explained *x, size_t claim);
void explain_attribution(const Explained *x, size_t attribution);

/* The mention, claim or attribution of a reading whose id begins with `prefix`, explained. ERR_NOT_FOUND when
 * nothing begins so, ERR_USAGE when the prefix is too short or several things begin so. */
Status explain_id(const Explained *x, Str prefix, Error *err);

#endif
