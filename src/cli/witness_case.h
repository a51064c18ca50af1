/* witness_case.h -- the part of `dokaz witness` that works on a case. */
#ifndef CLI_WITNESS_CASE_H
#define CLI_WITNESS_CASE_H

#include "cli/cli.h"

typedef struct WitnessOptions {
    Str     output, qr, name, witness, to, old;
    int64_t port;
    bool    json;
} WitnessOptions;

typedef Status WitnessAction(Cli *cli, const WitnessOptions *o, int count, char **args, Error *err);

WitnessAction witness_request, witness_import, witness_send, witness_policy, witness_list, witness_show;

/* A file, or standard input for "-", at most `limit` bytes; codes put together. */
Status witness_read(Cli *cli, const char *path, size_t limit, Str *ret, Error *err);

/* What was made goes to -o, to --qr, or to standard output. */
Status witness_hand_out(Cli *cli, const WitnessOptions *o, Str made, Error *err);

#endif
