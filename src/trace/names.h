/* names.h -- when do two names of a source mean the same?
 *
 * Words are compared by sound, so that a name told in another script or with another ending
 * is the same name. Words of offices (data/lang/CODE/sources.tsv) stand for
 * codes: body, field, level; "the spokesman of the regional police" has the codes of the regional police in any language,
 * because a spokesman speaks for the body. For all other names the last word must agree, as it carries the
 * name: "Verstka" and "Russian opposition outlet Verstka" are one, "Kyiv" and "Kyiv police" are not.
 */
#ifndef TRACE_NAMES_H
#define TRACE_NAMES_H

#include "base/map.h"
#include "base/vec.h"
#include "lang/lang.h"
#include "model/reading.h"

#define NAME_WORDS  12
#define NAME_BODIES 3

typedef struct Name {
    uint64_t word[NAME_WORDS];  /* by sound; short words of grammar and words of offices left out */
    uint64_t begins[NAME_WORDS];/* first letters of their sounds: "Poltav-a", "Poltav-skyi" */
    uint64_t last;
    uint64_t initials;          /* hash of the initials of its capitalised words; 0 for fewer than two */
    uint64_t acronym;           /* folded hash of a sole word */
    uint64_t body[NAME_BODIES]; /* codes of offices, ascending; 0 unused */
    uint64_t field, level;      /* 0 none */
    uint64_t country;           /* whose: "Russia's defence ministry" */
    uint64_t person;            /* family name by sound, of a named person who needs no protection */
    size_t   count;
    bool     speaks;            /* an office, told by somebody who speaks for it */
    bool     named;             /* a word begins with a capital letter: no bare "officials" */
} Name;

/* What names are made with; what was found out of a word is remembered. */
typedef struct Names {
    Arena           *arena;
    const Lang      *lang;      /* NULL: words are compared as they are written, and no offices are known */
    Map              words;     /* by folded hash: index into `known` plus one */
    VEC(struct NameWord *) known;
} Names;

typedef enum NameMatch {
    NAMES_DIFFER,
    NAMES_SHORT,    /* one tells less than the other, and nothing in it says otherwise */
    NAMES_SAME,
} NameMatch;

Name name_made(Names *names, Str text);

/* By the words as they are written, offices unknown. */
Name name_of(Str text);

/* The name of a link of a chain: with the person it is (by the whole reading), and the country beside it. */
Name name_of_link(Names *names, const Reading *r, const ChainLink *link);

/* Take the office of `from` where `to` has none. */
void name_add_office(Name *to, const Name *from);

static inline bool name_has_office(const Name *n)
{
    return n->body[0] != 0;
}

NameMatch name_match(const Name *a, const Name *b);

static inline bool name_same(const Name *a, const Name *b)
{
    return name_match(a, b) == NAMES_SAME;
}

/* A hash that is equal for names that tell exactly the same; for indexing. */
uint64_t trace_name_key(const Name *n);

/* What sources.tsv says of a word or phrase: all its rows. */
#define SOURCE_SENSES 4

typedef struct SourceWord {
    Span   span;
    size_t count;           /* 0: an ordinary word */
    int    kind[SOURCE_SENSES];
    Str    code[SOURCE_SENSES];
} SourceWord;

/* The longest phrase of sources.tsv that begins at the first word at or after byte *at, else that word alone;
 * *at then moves behind it. False at the end. */
bool source_word(const Lang *lang, Str text, size_t *at, SourceWord *ret);

#endif
