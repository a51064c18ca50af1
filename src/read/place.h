/* place.h -- names of places in any case, spelling or script, and which place each means. */
#ifndef READ_PLACE_H
#define READ_PLACE_H

#include "read/found.h"

/* Find place mentions in every sentence, then settle the ambiguous ones by what
 * the text says about them and by the other places of the document. */
void read_places(Found *f);

/* The oblast that bears this city's name ("throughout Kharkiv"), or NO_PLACE. */
uint32_t oblast_named_after(const Gazetteer *g, uint32_t city);

#endif
