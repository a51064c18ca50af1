/* waiting.h -- what waits for a decision, as the queue has it: for the command and for the pages. */
#ifndef CLI_WAITING_H
#define CLI_WAITING_H

#include "cli/cli.h"
#include "weigh/queue.h"

typedef struct Waiting {
    QueueItem *items;       /* heaviest first; strings not masked yet */
    size_t     count;
    View      *view;        /* that the items' claims belong to */
} Waiting;

/* The case must be loaded. coder: what this one has not decided yet; blind: of the case as the program has it. */
void waiting_make(Cli *cli, Str coder, bool blind, Waiting *ret);

#endif
