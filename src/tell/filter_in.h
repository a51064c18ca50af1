/* filter_in.h -- what the two files of the filter share. */
#ifndef TELL_FILTER_IN_H
#define TELL_FILTER_IN_H

#include "tell/filter.h"

/* Of a name of several words, as the lexicon has it; 0 for none. */
uint64_t filter_name_hash(Str name);

#endif
