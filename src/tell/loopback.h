/* loopback.h -- one HTTP request to a program on this very machine, and to no other. */
#ifndef TELL_LOOPBACK_H
#define TELL_LOOPBACK_H

#include "base/arena.h"
#include "base/err.h"

#define LOOPBACK_REPLY_MAX  ((size_t)128 << 10)     /* bytes of an answer, headers and all */
#define LOOPBACK_SECONDS    20                      /* silence after which the other side is given up */

typedef struct LoopbackReply {
    int status;         /* of HTTP: 100 to 599 */
    Str body;
} LoopbackReply;

/* POST `body` to `base` and `path` ("http://127.0.0.1:8080" and "/add-checkpoint").
 * fails ERR_REFUSED    the address is not of this machine: 127.x.x.x, [::1] or localhost
 *       ERR_USAGE      it is no http:// address with a port
 *       ERR_IO         nobody answers, or the answer is no HTTP */
Status loopback_post(Arena *arena, Str base, const char *path, Str body, LoopbackReply *ret, Error *err);

#endif
