/* bag_tree.h -- a folder that comes to be whole or not at all: it grows under another name beside its
 * place. Private to the files of bags. */
#ifndef SEAL_BAG_TREE_H
#define SEAL_BAG_TREE_H

#include "base/arena.h"
#include "base/err.h"

/* Make an empty folder beside `dir`, which must not exist or be an empty folder (ERR_REFUSED). */
Status tree_begin(Arena *arena, const char *dir, char **place, char **tmp, Error *err);

/* Flush everything in `tmp` and give it the name `place`. */
Status tree_end(const char *place, const char *tmp, Error *err);

/* Remove a folder with all that is in it; links are removed, not followed. */
void   tree_remove(const char *dir);

#endif
