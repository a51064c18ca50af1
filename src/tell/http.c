/* http.c -- the pages behind a loopback socket (libmicrohttpd).
 *
 * Three locks: the socket is bound to 127.0.0.1; the Host header must name this
 * machine and port, so that a foreign page cannot reach it under another name
 * (DNS rebinding); and a key that only the terminal showed must come in the
 * address once, after which a SameSite=Strict cookie carries it.
 */
#include "tell/http.h"

#include "base/auto.h"
#include "tell/query.h"

#include <arpa/inet.h>
#include <errno.h>
#include <microhttpd.h>
#include <netinet/in.h>
#include <signal.h>
#include <stdio.h>

#define CONNECTIONS         64
#define CONNECTION_SECONDS  15u
#define CONNECTION_MEMORY   (32u * 1024u)
#define COOKIE_LANGUAGE     S("dokaz_ui")

/* ---- who may ask ---- */

Str http_cookie(Str header, Str name)
{
    for (Str rest = header, part; str_cut(&rest, ';', &part); ) {
        Str key;
        part = str_trim(part);
        if (str_cut(&part, '=', &key) && str_eq(key, name) && part.ptr)
            return part;
    }
    return STR_NONE;
}

/* Cookies do not know ports: two cases served side by side must not share a name. */
static Str cookie_name(const HttpOptions *o, char room[32])
{
    int len = snprintf(room, 32, "dokaz_key_%u", (unsigned)o->port);
    return (Str){ room, (size_t)len };
}

/* In constant time for equal lengths: the key cannot be found byte by byte. */
static bool same_key(Str a, Str b)
{
    unsigned difference = a.len != b.len;
    for (size_t i = 0; i < a.len && i < b.len; i++)
        difference |= (unsigned char)a.ptr[i] ^ (unsigned char)b.ptr[i];
    return a.len > 0 && difference == 0;
}

bool http_host_is_here(uint16_t port, Str host)
{
    char name[2][40];
    int lens[] = {
        snprintf(name[0], sizeof name[0], "127.0.0.1:%u", (unsigned)port),
        snprintf(name[1], sizeof name[1], "localhost:%u", (unsigned)port),
    };
    for (size_t i = 0; i < 2; i++)
        if (str_eq(host, (Str){ name[i], (size_t)lens[i] }))
            return true;
    return false;
}

static Str key_in_query(Str query)
{
    for (Str rest = query, part; str_cut(&rest, '&', &part); ) {
        Str name;
        if (str_cut(&part, '=', &name) && str_eq(name, S("key")) && part.ptr)
            return part;
    }
    return STR_NONE;
}

int http_gate(const HttpOptions *o, const HttpAsk *ask)
{
    if (!http_host_is_here(o->port, ask->host))
        return 403;
    if (!str_eq(ask->method, S("GET")) && !str_eq(ask->method, S("HEAD")))
        return 405;
    if (ask->path.len + ask->query.len > HTTP_ADDRESS_MAX)
        return 414;
    if (!o->key.len)
        return 200;
    if (same_key(key_in_query(ask->query), o->key))
        return 303;
    char room[32];
    return same_key(http_cookie(ask->cookie, cookie_name(o, room)), o->key) ? 200 : 403;
}

/* ---- answers ---- */

typedef struct Server {
    const Site  *site;
    HttpOptions  options;           /* with the port that was given */
} Server;

static void add_headers(struct MHD_Response *response, Str type)
{
    char content_type[64];
    snprintf(content_type, sizeof content_type, STR_FMT, STR_ARG(type));
    MHD_add_response_header(response, "Content-Type", content_type);
    MHD_add_response_header(response, "Content-Security-Policy", HTTP_POLICY);
    MHD_add_response_header(response, "X-Content-Type-Options", "nosniff");
    MHD_add_response_header(response, "X-Frame-Options", "DENY");
    MHD_add_response_header(response, "Referrer-Policy", "no-referrer");
    MHD_add_response_header(response, "Cross-Origin-Opener-Policy", "same-origin");
    MHD_add_response_header(response, "Cross-Origin-Resource-Policy", "same-origin");
    MHD_add_response_header(response, "Cache-Control", "no-store");
}

static enum MHD_Result send_response(struct MHD_Connection *connection, int status,
                                     struct MHD_Response *response)
{
    if (!response)
        return MHD_NO;
    enum MHD_Result result = MHD_queue_response(connection, (unsigned)status, response);
    MHD_destroy_response(response);
    return result;
}

static struct MHD_Response *plain_response(const char *text)
{
    struct MHD_Response *response =
        MHD_create_response_from_buffer(strlen(text), (void *)(uintptr_t)text, MHD_RESPMEM_PERSISTENT);
    if (response)
        add_headers(response, S("text/plain; charset=utf-8"));
    return response;
}

static const char *refusal(int status)
{
    switch (status) {
    case 405: return "Only GET and HEAD are answered here; nothing can be changed.\n";
    case 414: return "The address is too long.\n";
    default:  return "Not for you: open the address that `dokaz serve` printed, with its key.\n";
    }
}

static enum MHD_Result refuse(struct MHD_Connection *connection, int status)
{
    struct MHD_Response *response = plain_response(refusal(status));
    if (response && status == 405)
        MHD_add_response_header(response, "Allow", "GET, HEAD");
    return send_response(connection, status, response);
}

/* The key leaves the address at once, so that it stands in no history entry that is shared. */
static enum MHD_Result welcome(struct MHD_Connection *connection, const HttpOptions *o, Str path)
{
    char room[32], cookie[256], location[HTTP_ADDRESS_MAX + 1];
    Str name = cookie_name(o, room);
    snprintf(cookie, sizeof cookie, STR_FMT "=" STR_FMT "; Path=/; HttpOnly; SameSite=Strict",
             STR_ARG(name), STR_ARG(o->key));
    /* "//elsewhere" would lead away from here */
    char second = path.len > 1 ? path.ptr[1] : 'a';
    bool local = path.len > 0 && path.ptr[0] == '/' && second != '/' && second != '\\';
    snprintf(location, sizeof location, STR_FMT, STR_ARG(local ? path : S("/")));
    struct MHD_Response *response = plain_response("");
    if (response) {
        MHD_add_response_header(response, "Set-Cookie", cookie);
        MHD_add_response_header(response, "Location", location);
    }
    return send_response(connection, 303, response);
}

static enum MHD_Result answer(struct MHD_Connection *connection, const Server *server, const HttpAsk *ask)
{
    AUTO_ARENA arena = arena_create();
    StrBuf body = { 0 };
    TellAsk page = {
        .method = ask->method, .path = ask->path, .query = ask->query,
        .language = http_cookie(ask->cookie, COOKIE_LANGUAGE), .accept_language = ask->accept_language,
    };
    TellReply reply = tell_page(server->site, arena, &page, &body);
    strbuf_reserve(&body, 1);
    struct MHD_Response *response = MHD_create_response_from_buffer(body.len, body.ptr,
                                                                    MHD_RESPMEM_MUST_FREE);
    if (!response) {
        strbuf_finish(&body);
        return MHD_NO;
    }
    add_headers(response, reply.content_type);
    Query query = query_parse(arena, ask->query);
    if (query_get(&query, S("ui")).len) {
        char cookie[64];
        snprintf(cookie, sizeof cookie, STR_FMT "=" STR_FMT "; Path=/; HttpOnly; SameSite=Strict",
                 STR_ARG(COOKIE_LANGUAGE), STR_ARG(reply.language));
        MHD_add_response_header(response, "Set-Cookie", cookie);
    }
    return send_response(connection, reply.status, response);
}

/* ---- the shell around libmicrohttpd ---- */

static Str header(struct MHD_Connection *connection, const char *name)
{
    return str_of(MHD_lookup_connection_value(connection, MHD_HEADER_KIND, name));
}

/* The address as it was sent: the library would decode it before we look. */
static void *keep_address(void *context, const char *uri, struct MHD_Connection *connection)
{
    (void)context, (void)connection;
    return strdup(uri);
}

static void forget_address(void *context, struct MHD_Connection *connection, void **request,
                           enum MHD_RequestTerminationCode why)
{
    (void)context, (void)connection, (void)why;
    free(*request);
    *request = NULL;
}

static enum MHD_Result handle(void *context, struct MHD_Connection *connection, const char *url,
                              const char *method,
                              const char *version, const char *upload, size_t *upload_size, void **request)
{
    (void)url, (void)version, (void)upload;
    *upload_size = 0;               /* a body is never read: only GET and HEAD go further */
    const Server *server = context;
    HttpAsk ask = {
        .method = str_of(method), .host = header(connection, "Host"), .cookie = header(connection, "Cookie"),
        .accept_language = header(connection, "Accept-Language"), .query = str_of(*request),
    };
    if (!ask.query.ptr || !str_cut(&ask.query, '?', &ask.path))
        return MHD_NO;
    int status = http_gate(&server->options, &ask);
    if (status == 303)
        return welcome(connection, &server->options, ask.path);
    return status == 200 ? answer(connection, server, &ask) : refuse(connection, status);
}

static struct MHD_Daemon *start(Server *server)
{
    struct sockaddr_in here = { .sin_family = AF_INET, .sin_port = htons(server->options.port) };
    here.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    struct MHD_Daemon *daemon = MHD_start_daemon(
        MHD_USE_AUTO | MHD_USE_INTERNAL_POLLING_THREAD, server->options.port, NULL, NULL, handle, server,
        MHD_OPTION_SOCK_ADDR, (struct sockaddr *)&here,
        MHD_OPTION_URI_LOG_CALLBACK, keep_address, NULL,
        MHD_OPTION_NOTIFY_COMPLETED, forget_address, NULL,
        MHD_OPTION_CONNECTION_LIMIT, (unsigned)CONNECTIONS,
        MHD_OPTION_CONNECTION_TIMEOUT, CONNECTION_SECONDS,
        MHD_OPTION_CONNECTION_MEMORY_LIMIT, (size_t)CONNECTION_MEMORY,
        MHD_OPTION_END);
    return daemon;
}

Status http_serve(const Site *site, const HttpOptions *options, Error *err)
{
    Server server = { site, *options };
    sigset_t stop;
    sigemptyset(&stop);
    sigaddset(&stop, SIGINT);
    sigaddset(&stop, SIGTERM);
    sigset_t before;
    pthread_sigmask(SIG_BLOCK, &stop, &before);     /* before the thread starts, so that it inherits it */

    errno = 0;
    struct MHD_Daemon *daemon = start(&server);
    if (!daemon) {
        int why = errno;
        pthread_sigmask(SIG_SETMASK, &before, NULL);
        return fail(err, ERR_IO, "cannot listen on 127.0.0.1:%u: %s; choose another port with --port",
                    (unsigned)options->port, why ? strerror(why) : "no socket");
    }
    const union MHD_DaemonInfo *info = MHD_get_daemon_info(daemon, MHD_DAEMON_INFO_BIND_PORT);
    if (info && info->port)
        server.options.port = info->port;
    printf("Serving on http://127.0.0.1:%u/", (unsigned)server.options.port);
    if (options->key.len)
        printf("?key=" STR_FMT, STR_ARG(options->key));
    printf("\nOnly this machine can open it. End with Ctrl-C.\n");
    fflush(stdout);

    int signal_number;
    sigwait(&stop, &signal_number);
    MHD_stop_daemon(daemon);
    pthread_sigmask(SIG_SETMASK, &before, NULL);
    return OK;
}
