/* output.h -- what a command made goes to a file instead of standard output. */
#ifndef CLI_OUTPUT_H
#define CLI_OUTPUT_H

#include "cli/cli.h"

/* Move what was added to cli->out since `before` into the file `path` (whole or not at all);
 * nothing happens when `path` is STR_NONE. */
Status output_to(Cli *cli, size_t before, Str path, Error *err);

/* What left the case, for the log. */
typedef struct Leaving {
    const char     *format;     /* "csv", "html" ... */
    const char     *counted;    /* "rows", "documents" */
    size_t          count;
    bool            in_clear;   /* originals or facts that are not masked */
    Str             reason;     /* for it, of the custodian; STR_NONE */
    const uint64_t *holds;      /* log indices of the items that it tells of */
    size_t          holds_count;
} Leaving;

/* Log indices of every item of the case's documents; with `unread` also of what was only sealed. Fills
 * what->holds; the case is loaded. */
void leaving_holds(Cli *cli, bool unread, Leaving *what);

/* The items of one document. */
void leaving_holds_document(Cli *cli, Str document, Leaving *what);

/* Append the `export` entry to a case that is open for writing; the caller commits. */
Status leaving_seal(Case *c, int64_t now, const Leaving *what, const Sha256 *digest, Error *err);

/* The case once more, for writing: the commands that read hold it open for reading alone. */
Status open_to_note(Cli *cli, Case **ret, Error *err);

/* The same, and an `export` entry in the log. A case whose key is elsewhere, that another program
 * writes to or that lies on a read-only disk cannot take one: standard error says so then. When the
 * entry fails in any other way nothing leaves. What leaves in clear has its entry before, or does not leave. */
Status output_leaving(Cli *cli, size_t before, Str path, const Leaving *what, Error *err);

/* May originals of this case leave (rule G4)? `whole` is the custodian's reason, or STR_NONE. Loads the case. */
Status output_originals(Cli *cli, Str whole, Error *err);

#endif
