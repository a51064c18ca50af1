/* toponym.h -- names of places that no list has, known by what they are made of or what stands beside them.
 *
 * "Mill Street", "Lake Vermont", "Butler County": a word of placeparts.tsv is the
 * last or the first of the name. "Sulphur, La.": a region follows the comma.
 */
#ifndef READ_TOPONYM_H
#define READ_TOPONYM_H

#include "read/found.h"

typedef struct Toponym {
    uint32_t end;           /* token after the name */
    int      type;          /* PlaceType, -1 unknown */
    bool     lies_in;       /* the place in its name is where it lies: an airport, a station */
    uint32_t inner;         /* first token of what the part stands beside */
    bool     part_first;
} Toponym;

/* The name with a part word that begins at token i; false when there is none. */
bool toponym_at(const Found *f, const Sentence *s, uint32_t i, Toponym *ret);

/* The region (state, oblast, country) that follows a comma at token i, NO_PLACE none.
 * *first and *end get its tokens, *short whether it is an abbreviation of regions.tsv. */
uint32_t region_after_comma(const Found *f, const Sentence *s, uint32_t i, uint32_t *first, uint32_t *end,
                            bool *abbreviated);

/* The end of an unlisted name at token i that a comma and a region follow after "in", "of" ...; i when there is none. */
uint32_t named_in_region(const Found *f, const Sentence *s, uint32_t i);

#endif
