/* http.h -- the pages on 127.0.0.1, for this machine alone.
 *
 * A thin shell: it decides who may ask (http_gate, a pure function), takes the
 * answer from tell_page() and adds the headers that keep a browser from
 * calling anywhere. Nothing a request holds is ever written or logged.
 */
#ifndef TELL_HTTP_H
#define TELL_HTTP_H

#include "tell/tell.h"

#define HTTP_ADDRESS_MAX 4096       /* bytes of path and query together */

/* Styles, scripts and pictures of the program itself and nothing else; no inline anything. */
#define HTTP_POLICY                                                                      \
    "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; connect-src 'self'; form-action 'self'; " \
    "frame-ancestors 'none'; base-uri 'none'"

typedef struct HttpOptions {
    uint16_t port;                  /* 0: the system chooses */
    Str      key;                   /* start token: letters and digits; STR_NONE: none is asked for */
} HttpOptions;

/* What a request shows of itself. */
typedef struct HttpAsk {
    Str method, path, query;        /* as sent */
    Str host;                       /* the Host header, STR_NONE without one */
    Str cookie;                     /* the Cookie header, STR_NONE without one */
    Str accept_language;
} HttpAsk;

/* 200: answer it. 303: the key in the address was right, set the cookie and send on to
 * the same path without it. 403 wrong host or no key, 405 another method, 414 too long. */
int http_gate(const HttpOptions *options, const HttpAsk *ask);

/* Does a Host header name this machine and port? Foreign pages reach us under other names. */
bool http_host_is_here(uint16_t port, Str host);

/* The value of one cookie, or STR_NONE. */
Str http_cookie(Str header, Str name);

/* Listen, print the address on standard output, answer until SIGINT or SIGTERM.
 * fails ERR_IO  the port is taken, or no socket can be had */
Status http_serve(const Site *site, const HttpOptions *options, Error *err);

#endif
