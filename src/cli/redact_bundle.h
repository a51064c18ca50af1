/* redact_bundle.h -- a redacted text as a folder that a stranger can read and check. */
#ifndef CLI_REDACT_BUNDLE_H
#define CLI_REDACT_BUNDLE_H

#include "cli/cli.h"
#include "seal/redacted.h"

/* Write bundle.dokaz, bundle.sd-jwt, the text, the page, keys, README.txt and verify.sh into a new or
 * empty folder: all of them or nothing. `sd_jwt` is made already.
 * fails ERR_REFUSED  `dir` is there and not empty */
Status redact_bundle_write(Arena *arena, const Case *c, const Redacted *r, Str file, Str sd_jwt, const char *dir,
                           Error *err);

/* Take it away again. */
void redact_bundle_remove(const char *dir);

#endif
