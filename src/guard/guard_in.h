/* guard_in.h -- what a Guard is made of. Private to guard/. */
#ifndef GUARD_GUARD_IN_H
#define GUARD_GUARD_IN_H

#include "base/hash.h"
#include "base/map.h"
#include "base/vec.h"
#include "guard/mask.h"
#include "guard/name.h"

/* The only place where the name of a person at risk can be read. */
struct Protected {
    int32_t number;
    Str     name;           /* the longest form met, for a custodian's eyes */
};

typedef VEC(uint32_t) IndexVec;

typedef struct Person {
    Protected protected;
    IndexVec  readings;     /* documents that have a protected mention, ascending */
} Person;

typedef enum NameRole {
    ROLE_GIVEN,             /* masked beside the surname, or alone in the same document */
    ROLE_EITHER,            /* in Cyrillic the surname stands first or last: masked as one */
    ROLE_SURNAME,           /* masked everywhere; also the whole of a one-word name */
} NameRole;

/* One word of one person's name. */
typedef struct NameUse {
    uint32_t person;
    NameRole role;
    uint8_t  stem, letters;
    Str      folded;
    uint32_t next;          /* next use under the same stem, plus one; 0 ends */
    uint32_t next_sound;    /* next use under the same skeleton, plus one; 0 ends */
} NameUse;

/* A fuller name that has a word: rows of one word are linked. */
typedef struct WordOf {
    Str      name;          /* the whole name, folded */
    uint32_t person;
    uint32_t next;          /* row plus one; 0 ends */
} WordOf;

/* A place in a text to be replaced. */
typedef struct MaskRange {
    Span    span;
    int32_t person;         /* index into persons, or MASK_WITHHELD */
} MaskRange;

#define MASK_WITHHELD (-1)

typedef VEC(MaskRange) RangeVec;

typedef struct GuardReading {
    RangeVec names;         /* protected names, in order, none overlapping */
    RangeVec blocks;        /* runs of withheld sentences */
    RangeVec all;           /* names, with withheld sentences laid over */
    bool    *withheld;      /* a segment */
    int32_t *person;        /* a mention: index into persons, or -1 */
    bool    *open;          /* a mention: an unprotected person whose full name the document gives */
} GuardReading;

#define STEM_BITS 65536
#define SOUNDS_MIN 3        /* sounds of a word that is looked up by them */

struct Guard {
    Arena         *arena;
    const Corpus  *corpus;
    GuardReading  *readings;
    VEC(Person)    persons;
    VEC(NameUse)   uses;
    IndexVec       by_number;       /* person with number N, plus one; 0 nobody */
    Map            by_key;          /* folded whole name -> person */
    Map            by_word;         /* folded word of a name of two words or more -> first of words_of, plus one */
    VEC(WordOf)    words_of;
    Map            by_sounds;       /* the whole name by its sounds -> person */
    Map            by_skeleton;     /* sounds of one word -> first use, plus one */
    Map            by_stem;         /* stem -> first use, plus one */
    Map            open_pairs;      /* two words of an unprotected name, folded, joined by a space */
    uint8_t        seen_stem[STEM_BITS / 8];    /* by the first bytes of forms and of skeletons: */
    uint8_t        seen_sounds[STEM_BITS / 8];  /* most words stop here */
};

/* Every form of a name's word shares its first three bytes (or is that word, when it is shorter). */
static inline uint32_t stem_bit(Str word)
{
    uint32_t n = 0;

    memcpy(&n, word.ptr, word.len < 3 ? word.len : 3);
    return n * 2654435761u >> 16;
}

static inline bool stem_seen(const uint8_t *bits, Str word)
{
    uint32_t bit = stem_bit(word);
    return bits[bit / 8] >> bit % 8 & 1;
}

static inline void stem_see(uint8_t *bits, Str word)
{
    uint32_t bit = stem_bit(word);
    bits[bit / 8] |= (uint8_t)(1u << bit % 8);
}

/* Whose words a string is: given names of these documents' people are masked too. */
typedef struct MaskContext {
    const uint32_t *readings;
    size_t          count;
    const Reading  *text_of;    /* the string is this reading's text: its mentions count */
    uint32_t        text_index;
    bool            whole_only; /* mask whole names alone: the string is an unprotected name */
} MaskContext;

/* Ranges to replace in `text`, appended in order, none overlapping. */
void guard_scan(const Guard *g, Arena *arena, Str text, const MaskContext *context, RangeVec *out);

/* The first range that ends behind byte `at`: ranges are in order and do not overlap. */
static inline size_t range_after(const RangeVec *ranges, uint32_t at)
{
    size_t low = 0, high = ranges->count;

    while (low < high) {
        size_t mid = (low + high) / 2;
        if (ranges->at[mid].span.end <= at)
            low = mid + 1;
        else
            high = mid;
    }
    return low;
}

static inline bool ranges_touch(const RangeVec *ranges, Span span)
{
    size_t i = range_after(ranges, span.start);
    return i < ranges->count && ranges->at[i].span.start < span.end;
}

/* Append `text` from..to with `ranges` replaced. A range that the cut touches is replaced whole. */
void guard_replace(const Guard *g, Str text, const RangeVec *ranges, Span cut, StrBuf *out);

/* guard_mask_str in a context, as an arena string; STR_NONE stays. */
Str guard_mask_in(const Guard *g, Arena *arena, Str s, const MaskContext *context);

/* Find what the compartment withholds: fills withheld[] and lays it over the names. */
void guard_find_withheld(Guard *g);

#endif
