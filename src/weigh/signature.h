/* signature.h -- the rare names of a text: two reports of one event share its people,
 * streets and offices, also where no list of places has them.
 */
#ifndef WEIGH_SIGNATURE_H
#define WEIGH_SIGNATURE_H

#include "base/arena.h"
#include "model/corpus.h"

#define SIGNATURE_NAMES 48      /* rarest names kept of a text */
#define SIGNATURE_MAX   8.0     /* most that sharing names can weigh, in bits */

typedef struct RareName {
    uint64_t hash;
    uint32_t documents;         /* texts of the corpus that have it; 2 or more */
    float    weight;            /* bits */
} RareName;

typedef struct Signatures {
    RareName *names;            /* of all readings; each reading's are sorted by hash */
    uint32_t *first;            /* where a reading's begin; one more than there are readings */
} Signatures;

/* Readings without text have none. */
void signatures_make(Arena *arena, const Corpus *c, Signatures *ret);

/* Bits of evidence in the names that two readings share; *count of them. */
double signatures_shared(const Signatures *s, uint32_t a, uint32_t b, size_t *count);

#endif
