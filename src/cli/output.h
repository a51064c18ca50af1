/* output.h -- what a command made goes to a file instead of standard output. */
#ifndef CLI_OUTPUT_H
#define CLI_OUTPUT_H

#include "cli/cli.h"

/* Move what was added to cli->out since `before` into the file `path` (whole or not at all);
 * nothing happens when `path` is STR_NONE. */
Status output_to(Cli *cli, size_t before, Str path, Error *err);

#endif
