/* taxonomy.h -- the act codes, as data/taxonomy/acts.tsv lists them: neutral labels,
 * no legal meaning. A set of acts is a bit set over the rows of that file.
 */
#ifndef MODEL_TAXONOMY_H
#define MODEL_TAXONOMY_H

#include "base/arena.h"

#define TAXONOMY_MAX 64

typedef uint64_t ActSet;        /* bit i: row i of the taxonomy */

typedef struct ActCode {
    Str  code;                  /* "KILL" */
    Str  label;                 /* "killing, execution" */
    Str  label_uk;
    Str  family;                /* acts of one family are compatible when incidents are compared */
    bool harm;                  /* harm to people or their property; else context or proceeding */
    bool compartment;           /* sexual violence: the whole claim is withheld by default */
    bool context;               /* troops, control: listed, never on a map or feed */
} ActCode;

typedef struct Taxonomy {
    ActCode act[TAXONOMY_MAX];
    size_t  count;
} Taxonomy;

/* Bit of `code`, or 0 when the taxonomy has no such code. */
ActSet act_bit(const Taxonomy *t, Str code);

/* Sets whose codes carry the flag. */
ActSet acts_harm(const Taxonomy *t);
ActSet acts_compartment(const Taxonomy *t);
ActSet acts_context(const Taxonomy *t);

/* "KILL,GRAVE" in the taxonomy's order, and back (unknown codes are dropped). */
Str    acts_join(Arena *arena, const Taxonomy *t, ActSet acts, char separator);
ActSet acts_split(const Taxonomy *t, Str joined, char separator);

#endif
