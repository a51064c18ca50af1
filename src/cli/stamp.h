/* stamp.h -- what `dokaz stamp` and its longest part, `stamp verify`, share. */
#ifndef CLI_STAMP_H
#define CLI_STAMP_H

#include "cli/cli.h"

typedef struct StampOptions {
    OptList ca, crl, header;
    Str     attime, calendar;
} StampOptions;

/* Certificates of --ca as trusted ones, lists of --crl beside them, into `certs`. */
struct Certs;
Status stamp_trust(Cli *cli, const StampOptions *o, struct Certs *certs, Error *err);

Status stamp_verify(Cli *cli, const StampOptions *o, int count, char **args, Error *err);

#endif
