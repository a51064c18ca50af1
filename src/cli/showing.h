/* showing.h -- the case behind the pages while it changes: what was loaded is shown until what is newer has been loaded.
 *
 * Readers never wait for a writer: a command that changes the case (in another terminal, or started by a
 * form) works beside the server, and when the index on disk has changed, a thread loads it anew and then
 * exchanges what is shown. Whoever still reads the old one keeps it until the answer is made.
 */
#ifndef CLI_SHOWING_H
#define CLI_SHOWING_H

#include "cli/cli.h"
#include "tell/http.h"

typedef struct Showing Showing;

/* Show the case of `cli`, and seal what its forms decide in the name of `coder` (may be empty). In an unmasked run the
 * case is not looked at again, and nothing is decided. */
Status showing_begin(Cli *cli, Str coder, Showing **ret, Error *err);

/* What http_serve asks of it. */
HttpCase showing_case(Showing *s);

/* After the server has ended. */
void showing_end(Showing *s);

#endif
