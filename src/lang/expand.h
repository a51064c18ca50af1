/* expand.h -- one form of a table into all the words it stands for.
 *
 * "kill(|s|ed|ing)" gives four forms; "word@paradigm" takes every ending that
 * inflect.tsv lists for the longest matching nominative ending; a place name
 * is inflected word by word, all words in the same case.
 */
#ifndef LANG_EXPAND_H
#define LANG_EXPAND_H

#include "base/vec.h"

#define CASES_MAX 16

/* One row of inflect.tsv: a nominative ending and the endings of its cases in
 * order, each with alternatives separated by '/'. */
typedef struct Paradigm {
    Str    name;
    Str    ending;
    Str    cases[CASES_MAX];
    size_t case_count;
} Paradigm;

/* From the three columns of the table; `cases` are parted by commas. */
Paradigm paradigm_of(Str name, Str ending, Str cases);

typedef VEC(Paradigm) Paradigms;
typedef VEC(Str)      Forms;

/* Append every form to *ret. Fails on an unknown paradigm or an open bracket: the reason, or NULL. */
const char *expand_form(Arena *arena, const Paradigms *paradigms, Str form, Forms *ret);

/* Append every case of a name of one or more words, by paradigm `name`; words
 * without a matching ending stay as they are. Always gives the name itself. */
void expand_name(Arena *arena, const Paradigms *paradigms, Str paradigm, Str words, Forms *ret);

/* Letter by letter into another script, by a table "from -> to" (longest first
 * at each letter). Columns: letter, elsewhere, at the start of a word. */
typedef struct Translit {
    Str letter, inner, initial;
} Translit;
typedef VEC(Translit) Translits;

Str transliterate(Arena *arena, const Translits *table, Str word);

#endif
