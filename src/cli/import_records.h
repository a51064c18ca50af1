/* import_records.h -- `dokaz import FILE`: a table whose rows become records, or nothing of it does. */
#ifndef CLI_IMPORT_RECORDS_H
#define CLI_IMPORT_RECORDS_H

#include "cli/cli.h"

typedef struct ImportRecordsAsk {
    const char *path;
    Str         profile;        /* STR_NONE: dokaz */
    Str         received_from;  /* STR_NONE unknown */
    bool        dry_run;
} ImportRecordsAsk;

/* The case of cli->work is open: for writing, unless it is a dry run.
 * fails ERR_BAD_INPUT  the table cannot be taken: each trouble was told, and all stand in NAME.errors.csv beside it */
Status import_records(Cli *cli, const ImportRecordsAsk *ask, Error *err);

#endif
