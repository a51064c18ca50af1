/* bag.h -- what `bag`, `bag verify` and `import` share on the command line. */
#ifndef CLI_BAG_H
#define CLI_BAG_H

#include "cli/cli.h"
#include "seal/bag.h"

/* Print a finding: errors to standard output, warnings to standard error. Context is the Cli. */
void bag_found(void *context, const Finding *finding);

/* "valid: 12 files, 4031 bytes; ..." */
void bag_print_counts(Cli *cli, const BagCounts *n);

/* A verifier key as text or in a file; NULL in *ret when `given` is STR_NONE. */
Status bag_key(Cli *cli, Str given, const VerifyKey **ret, Error *err);

/* `dokaz bag verify DIR...` */
Status bag_verify_all(Cli *cli, Str key, int count, char **dirs, Error *err);

#endif
