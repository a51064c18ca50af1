/* place_choice.h -- which of the places that bear a name is meant; private to the pass over places.
 *
 * The idea: each candidate gets a weight, the number of people who live there times
 * what the text says for it (in decades: a raion named beside it makes it a
 * hundred thousand times likelier). The likeliest is taken when it has
 * most of the weight of all together; else the place stays unknown, with its candidates.
 */
#ifndef READ_PLACE_CHOICE_H
#define READ_PLACE_CHOICE_H

#include "read/found.h"

/* A name found, before and after it is known which place it means. */
typedef struct Candidate {
    int32_t  mention;
    uint32_t token;             /* first token of the name */
    uint32_t token_end;
    int      want_type;         /* PlaceType told by a head word, or -1 */
    bool     want_oblast;       /* "northern Kharkiv", "throughout Kharkiv" */
    bool     settled;
    uint32_t place;
    const Entry *entry;
    PlaceMeaning *options;       /* of an ambiguous name: the likeliest first */
    uint32_t option_count;
    uint32_t region;            /* the region that a comma and its name after it tell, or NO_PLACE */
    bool     other;             /* no place here: the only word in quotation marks, or a person's name elsewhere */
} Candidate;

typedef VEC(Candidate) Candidates;

/* Places that an entry can mean. */
size_t place_sense_count(const Found *f, const Entry *e);

/* Settle all: those with one sense, then those beside which the text names what they lie in, then the rest. */
void settle_places(Found *f, Candidates *all);

#endif
