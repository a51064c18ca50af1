/* name.h -- words of names: found in any text, folded, with the stem that inflection keeps. Private to guard/.
 *
 * guard/ may not lean on lang/, and masking must not change when a language
 * folder does; so it has its own folding, of case alone.
 */
#ifndef GUARD_NAME_H
#define GUARD_NAME_H

#include "base/arena.h"

#define NAME_LETTERS 48         /* letters of a word that are looked at; names are shorter */

typedef struct NameWord {
    uint32_t start, end;        /* bytes in the text; a possessive 's is left outside */
    bool     capital;           /* begins with a capital */
    bool     cyrillic;
    uint8_t  letters;
    uint8_t  ends[NAME_LETTERS];            /* of each folded letter in `folded` */
    char     folded[NAME_LETTERS * 4];
} NameWord;

static inline Str name_folded(const NameWord *w)
{
    return (Str){ w->folded, w->letters ? w->ends[w->letters - 1] : 0 };
}

/* The next word at or after *at, which moves behind it. Apostrophes, soft hyphens and
 * joiners inside a word vanish from the folded form. */
bool name_next(Str text, size_t *at, NameWord *ret);

/* How many letters of a folded name word every inflected form keeps. */
unsigned name_stem(const NameWord *w);

/* May `extra` letters more than the stem be an ending of it? All zero for Latin but s, es, a. */
bool name_ending(const NameWord *found, unsigned stem);

/* Words of a whole name, folded and joined by one space: what two spellings share. */
Str name_key(Arena *arena, Str name);

/* The sounds of a word, the same for its usual spellings in Cyrillic and Latin: "Butkevych", "Butkevitch"
 * and the Ukrainian form give one skeleton. `out` has room; returns the length, at most 2 * NAME_LETTERS. */
#define NAME_SKELETON (2 * NAME_LETTERS)
size_t name_skeleton(const NameWord *w, char out[NAME_SKELETON]);

/* Skeletons of all words of a name, joined by one space; STR_NONE for one word, or where a
 * word is too short to tell anything. */
Str name_sounds(Arena *arena, Str name);

/* "Person 12" -> 12; 0 for anything else. */
int32_t name_person_number(Str s);

#endif
