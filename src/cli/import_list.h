/* import_list.h -- `dokaz import FILE`: a reading list of a program for references (CSL-JSON, Zotero's RDF) becomes
 * entries of the catalogue. */
#ifndef CLI_IMPORT_LIST_H
#define CLI_IMPORT_LIST_H

#include "cli/cli.h"

/* By its first bytes. fails ERR_IO when it cannot be read */
Status is_reading_list(const char *path, bool *ret, Error *err);

/* The case of cli->work is open. fails ERR_BAD_INPUT when it is damaged or lists nothing */
Status import_list(Cli *cli, const char *path, Str received_from, bool dry_run, Error *err);

#endif
