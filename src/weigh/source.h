/* source.h -- of what kind a source is, from the words that name it. */
#ifndef WEIGH_SOURCE_H
#define WEIGH_SOURCE_H

#include "lang/lang.h"
#include "model/corpus.h"

/* A kind of data/taxonomy/sources.tsv that the words of a name tell of; STR_NONE when none does. A publisher is told by
 * its name as an organisation alone: "Military Review" is no soldier. */
Str source_name_kind(const Lang *lang, Str name, bool publisher);

#endif
