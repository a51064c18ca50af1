/* find.h -- from the beginning of an id to the thing it names. */
#ifndef CLI_FIND_H
#define CLI_FIND_H

#include "cli/cli.h"

typedef enum FoundKind {
    FOUND_DOCUMENT, FOUND_SEGMENT, FOUND_MENTION, FOUND_ATTRIBUTION, FOUND_CLAIM, FOUND_ORIGIN, FOUND_INCIDENT,
    FOUND_CONFLICT,
    FOUND_ORIGINAL,     /* sealed and not read: `index` in work->originals */
} FoundKind;

#define FOUND_ANY (-1)

/* "document", "incident" ...; FOUND_ANY for anything else. */
int found_kind_of(Str name);

typedef struct Found {
    FoundKind kind;
    uint32_t  reading;      /* of the first four and of claims */
    uint32_t  index;        /* in its array */
} Found;

/* HASH may be shortened, the number of a part may not: "93c4" is no part, "93c4/3" is part 3 of it. */
bool names_document(Str id, Str asked);

/* in    prefix          at least 4 hex digits; of a part HASH/NUMBER, HASH shortened or not
 *       kind            only such things, or FOUND_ANY
 * fails ERR_NOT_FOUND   nothing begins so
 *       ERR_USAGE       no hex, too short, or several things begin so: names how many
 * An origin and an incident bear the id of their smallest claim: for a whole or partial id that
 * only such namesakes share, the largest thing wins (incident, origin, conflict, claim). */
Status find_by_id(const Work *work, Str prefix, int kind, Found *ret, Error *err);

#endif
