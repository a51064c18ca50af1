/* output.h -- what a command made goes to a file instead of standard output. */
#ifndef CLI_OUTPUT_H
#define CLI_OUTPUT_H

#include "cli/cli.h"

/* Move what was added to cli->out since `before` into the file `path` (whole or not at all);
 * nothing happens when `path` is STR_NONE. */
Status output_to(Cli *cli, size_t before, Str path, Error *err);

/* What left the case, for the log. */
typedef struct Leaving {
    const char *format;         /* "csv", "html" ... */
    const char *counted;        /* "rows", "documents" */
    size_t      count;
    bool        in_clear;       /* originals or facts that are not masked */
    Str         reason;         /* for it, of the custodian; STR_NONE */
} Leaving;

/* The same, and an `export` entry in the log. A case whose key is elsewhere, that another program
 * writes to or that lies on a read-only disk cannot take one: standard error says so then. When the
 * entry fails in any other way nothing leaves. What leaves in clear has its entry before, or does not leave. */
Status output_leaving(Cli *cli, size_t before, Str path, const Leaving *what, Error *err);

/* May originals of this case leave (rule G4)? `whole` is the custodian's reason, or STR_NONE. Loads the case. */
Status output_originals(Cli *cli, Str whole, Error *err);

#endif
