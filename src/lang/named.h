/* named.h -- the gazetteer from its other side: from a name to places, from a place to its names.
 *
 * Reading probes forms one by one; this is for people who ask (`dokaz places
 * find`) and for the import, which has to know what is there already.
 */
#ifndef LANG_NAMED_H
#define LANG_NAMED_H

#include "base/arena.h"
#include "lang/lang.h"

typedef struct PlaceName {
    Str text;               /* nominative, as the source has it */
    Str lang;               /* "uk"; empty when the source does not say */
    Str source;             /* table or imported file it stands in */
    uint16_t source_index;
    bool imported;          /* by `places import` */
    int from, until;        /* years, 0 unknown: borne since, borne until */
} PlaceName;

/* Places that bear this name in any spelling, script, letter or grammatical
 * case that the tables have. Most populous first, then by id. Returns how many. */
size_t lang_places_named(const Lang *lang, Arena *arena, Str name, uint32_t **ret);

/* Settlements with a name at most `limit` letters away (inserted, deleted,
 * changed, swapped), the nearest alone, in the same order. */
size_t lang_places_nearly(const Lang *lang, Arena *arena, Str name, size_t limit, uint32_t **ret);

/* All names of a place, in the order of its source. */
size_t lang_place_names(const Lang *lang, Arena *arena, uint32_t place, PlaceName **ret);

/* The name of a place in this language ("uk"), nominative, that the words `said` are
 * a form of: the one that begins as they do, word by word. Empty when none does. */
Str lang_place_called(const Lang *lang, uint32_t place, Str code, Str said);

/* Years of the name in the language `code` that is most like the words; false when no name is. */
bool lang_place_years(const Lang *lang, uint32_t place, Str code, Str said, int *from, int *until);

/* What the table notes beside the place; may be empty. */
Str lang_place_note(const Lang *lang, uint32_t place);

#endif
