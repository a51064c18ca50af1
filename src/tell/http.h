/* http.h -- the pages on 127.0.0.1, for this machine alone.
 *
 * A thin shell: it decides who may ask what (http_gate, a function of the request, the sessions and the time), takes the
 * answer from tell_page(), keeps it while the case does not change, and adds the headers that keep a browser
 * from calling anywhere. Nothing a request holds is ever written or logged.
 */
#ifndef TELL_HTTP_H
#define TELL_HTTP_H

#include "tell/query.h"
#include "tell/session.h"
#include "tell/tell.h"

#define HTTP_ADDRESS_MAX 4096       /* bytes of path and query together */
#define HTTP_FORM_MAX    65536      /* bytes of a form */

/* Styles, scripts and pictures of the program itself and nothing else; no inline anything. */
#define HTTP_POLICY                                                                      \
    "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; connect-src 'self'; form-action 'self'; " \
    "frame-ancestors 'none'; base-uri 'none'"

/* What a request shows of itself. */
typedef struct HttpAsk {
    Str method, path, query;        /* as sent */
    Str host;                       /* the Host header, STR_NONE without one; so the next ones */
    Str cookie, origin, fetch_site, content_type;
} HttpAsk;

typedef struct HttpGate {
    int            status;          /* 200: answer it; 303: set the cookie of `session` and send on to the same path; else refuse */
    const Session *session;         /* of whoever asks; NULL: nobody */
    Visitor        visitor;
} HttpGate;

/* May this be asked? Forms are looked at once more when their body is there (http_form_fits).
 * 401 no session, 403 another host or not allowed, 405 another method, 414 too long, 415 no form, 429 too often. */
HttpGate http_gate(uint16_t port, Sessions *sessions, const HttpAsk *ask, int64_t now);

/* Does a form carry the token of its session? What changes nothing (lock, unlock) needs none. */
bool http_form_fits(const Sessions *sessions, const HttpGate *gate, Str path, const Query *form);

/* Who may ask for a path, by GET or by POST; VISITORS when nobody may by this method. */
Visitor http_route(Str method, Str path);

/* Does a Host header name this machine and port? Foreign pages reach us under other names. */
bool http_host_is_here(uint16_t port, Str host);

/* The value of one cookie, or STR_NONE. */
Str http_cookie(Str header, Str name);

/* The case behind the pages, as it changes. Called from several threads. */
typedef struct HttpCase {
    void       *context;
    /* The site as it is now, held until `give`; *generation changes when the case does. */
    const Site *(*take)(void *context, uint64_t *generation);
    void        (*give)(void *context, const Site *site);
    /* Carry out what a form asks ("judge"); may be NULL: nothing can be changed. The error is for the reader. */
    Status      (*act)(void *context, Arena *arena, Str action, const Query *form, Error *err);
    /* SIGHUP: look at the case again. May be NULL. */
    void        (*again)(void *context);
} HttpCase;

typedef struct HttpOptions {
    uint16_t  port;                 /* 0: the system chooses */
    Sessions *sessions;
    unsigned  threads;              /* that answer; 0: one */
} HttpOptions;

/* Listen, print the address on standard output, answer until SIGINT or SIGTERM; what is being answered then is answered.
 * fails ERR_IO  the port is taken, or no socket can be had */
Status http_serve(const HttpCase *shown, const HttpOptions *options, Error *err);

#endif
