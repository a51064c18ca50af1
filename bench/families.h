/* families.h -- families of copies among documents that have nothing to do with one another, to measure TRACE by.
 *
 * Documents of the length of short news reports, the same for the same seed on every machine, each made alone from its
 * number; and what is true of them: who is a form of whom.
 */
#ifndef BENCH_FAMILIES_H
#define BENCH_FAMILIES_H

#include "base/err.h"
#include "model/reading.h"

typedef enum FamilyKind {
    FAMILY_SOURCE,
    FAMILY_EXACT,
    FAMILY_CUT,             /* a tenth of its sentences is gone */
    FAMILY_SYNONYMS,        /* 20 to 50 % of its words of content are others */
    FAMILY_HALF,            /* half of its sentences, the other half its own */
    FAMILY_SHUFFLED,        /* its sentences in another order */
    FAMILY_TRANSLATED,      /* every word another one; names, places, numbers and days stay */
    FAMILY_EVENT,           /* the same places, people and day in words of its own: no copy */
    FAMILY_ALONE,
    FAMILY_KINDS,
} FamilyKind;

#define FAMILY_COPIES FAMILY_TRANSLATED     /* kinds below it are copies of one another */

extern const char *const family_kind_names[FAMILY_KINDS];

typedef struct FamilyDoc {
    uint32_t   family;      /* documents of one number have one source, or one event */
    uint32_t   source;      /* number of the document that is its source */
    FamilyKind kind;
} FamilyDoc;

typedef struct Families Families;

/* in   text   families.tsv, must outlive the result
 *      count  documents in all */
Status families_parse(Arena *arena, Str text, uint64_t seed, uint32_t count, const Families **ret, Error *err);

FamilyDoc families_truth(const Families *f, uint32_t number);

/* Are these two forms of one text? */
bool families_copies(const Families *f, uint32_t a, uint32_t b);

/* The document as READ would hand it over: text, segments, mentions of places, days and numbers. */
void families_reading(Arena *arena, const Families *f, uint32_t number, Reading *ret);

#endif
