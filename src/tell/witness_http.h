/* witness_http.h -- the witness of this machine over HTTP on 127.0.0.1: C2SP tlog-witness.
 *
 *     POST /add-checkpoint                     200 cosignature, 400, 403, 404, 409 size, 422, 500
 *     GET  /<SHA-256 of origin>/checkpoint     the latest checkpoint cosigned, or 404
 *
 * No key is asked for: what a request may do is decided by the log's signature in it.
 */
#ifndef TELL_WITNESS_HTTP_H
#define TELL_WITNESS_HTTP_H

#include "seal/witness_home.h"

typedef struct WitnessHttp {
    WitnessHome home;
    uint16_t    port;           /* 0: the system chooses */
    int64_t   (*now)(void);     /* seconds since 1970 */
} WitnessHttp;

/* Listen, print the address on standard output, answer until SIGINT or SIGTERM.
 * fails ERR_IO  the port is taken, or no socket can be had */
Status witness_http_serve(const WitnessHttp *options, Error *err);

#endif
