/* run.h -- WEIGH with its tables handed in one by one, as tests do. */
#ifndef WEIGH_RUN_H
#define WEIGH_RUN_H

#include "weigh/weigh.h"
#include "weigh/words.h"

void weigh_corpus(const Gazetteer *g, Words words, Arena *arena, Corpus *c);

size_t weigh_history_of(const Gazetteer *g, Arena *arena, const Corpus *c, const Incident *incident,
                        FigureHistory **ret);

#endif
