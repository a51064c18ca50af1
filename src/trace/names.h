/* names.h -- when do two names of a source mean the same? "Verstka" and "Russian
 * opposition outlet Verstka" do, "ISW" and "Institute for the Study of War" do;
 * "Kyiv" and "Kyiv police" do not: the last word must agree, as it carries the name.
 */
#ifndef TRACE_NAMES_H
#define TRACE_NAMES_H

#include "base/str.h"

#define NAME_WORDS 12

typedef struct Name {
    uint64_t word[NAME_WORDS];  /* folded hashes; short words of grammar left out */
    uint64_t last;
    uint64_t initials;          /* hash of the initials of its capitalised words; 0 for fewer than two */
    size_t   count;
    bool     named;             /* a word begins with a capital letter: no bare "officials" */
} Name;

Name name_of(Str text);

/* Same source: equal words, an acronym of it, or one name inside the other with the same last word. */
bool name_same(const Name *a, const Name *b);

/* A hash that is equal for names with equal words; for indexing. */
uint64_t trace_name_key(const Name *n);

#endif
