/* site.h -- an open case as tell/ wants it: the view, and what the log says of each document. */
#ifndef CLI_SITE_H
#define CLI_SITE_H

#include "cli/cli.h"
#include "tell/tell.h"

/* Loads the case and prepares its site; both live as long as the program. */
Status open_site(Cli *cli, Site **ret, Error *err);

/* The same with what waits for a decision: for pages on which people judge. */
Status open_site_for_review(Cli *cli, Str coder, Site **ret, Error *err);

/* store_search in the terms of tell/; context is the Work. Withheld segments are never hits. */
Status search_sentences(void *context, Arena *arena, Str words, size_t limit, TellHits *ret, Error *err);

#endif
