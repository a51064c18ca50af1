/* http.c -- the pages behind a loopback socket (libmicrohttpd).
 *
 * Four locks: the socket is bound to 127.0.0.1; the Host header must name this machine and port, so that a
 * foreign page cannot reach it under another name (DNS rebinding); a key that only the terminal showed
 * opens a session, whose cookie is SameSite=Strict; and a form must carry the token of its session. Slow
 * clients hold a socket and nothing else: threads wait for what is ready (epoll), not for anybody.
 */
#include "tell/http.h"

#include "base/auto.h"
#include "tell/http_cache.h"

#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdio.h>
#include <time.h>
#include <unistd.h>
#include <zlib.h>

#define CONNECTIONS         128
#define CONNECTION_SECONDS  15u
#define CONNECTION_MEMORY   (32u * 1024u)
#define ENDING_SECONDS      5           /* for answers that are on their way when we are told to stop */
#define COOKIE_LANGUAGE     S("dokaz_ui")
#define WORTH_PACKING       1024        /* bytes */

/* ---- who may ask ---- */

/* What is asked for by POST, and by whom at least. Pages are for readers, assets for everybody. */
static const struct {
    const char *path;
    Visitor     visitor;
} forms[] = {
    { "/unlock", VISITOR_NOBODY },
    { "/lock",   VISITOR_READER },
    { "/judge",  VISITOR_REVIEWER },
};

Visitor http_route(Str method, Str path)
{
    if (str_eq(method, S("GET")) || str_eq(method, S("HEAD")))
        return str_starts(path, S("/assets/")) || str_eq(path, S("/locked")) ? VISITOR_NOBODY : VISITOR_READER;
    if (str_eq(method, S("POST")))
        for (size_t i = 0; i < sizeof forms / sizeof *forms; i++)
            if (str_eq(path, str_of(forms[i].path)))
                return forms[i].visitor;
    return VISITORS;
}

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
static Str cookie_name(uint16_t port, char room[32])
{
    int len = snprintf(room, 32, "dokaz_key_%u", (unsigned)port);
    return (Str){ room, (size_t)len };
}

/* "127.0.0.1:PORT" or "localhost:PORT". */
static bool names_here(uint16_t port, Str text)
{
    char name[2][40];
    int lens[] = {
        snprintf(name[0], sizeof name[0], "127.0.0.1:%u", (unsigned)port),
        snprintf(name[1], sizeof name[1], "localhost:%u", (unsigned)port),
    };
    for (size_t i = 0; i < 2; i++)
        if (str_eq(text, (Str){ name[i], (size_t)lens[i] }))
            return true;
    return false;
}

bool http_host_is_here(uint16_t port, Str host)
{
    return names_here(port, host);
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

/* A form from another page: browsers say so in either of two headers. */
static bool from_elsewhere(uint16_t port, const HttpAsk *ask)
{
    bool other_origin = ask->origin.ptr && !(str_starts(ask->origin, S("http://")) &&
                                             names_here(port, str_slice(ask->origin, 7, ask->origin.len)));
    return other_origin || (ask->fetch_site.ptr && !str_eq(ask->fetch_site, S("same-origin")));
}

HttpGate http_gate(uint16_t port, Sessions *sessions, const HttpAsk *ask, int64_t now)
{
    HttpGate g = { .status = 403 };
    bool post = str_eq(ask->method, S("POST")), slow = false;
    char room[32];

    if (!http_host_is_here(port, ask->host))
        return g;
    Visitor wanted = http_route(ask->method, ask->path);
    g.status = ask->path.len + ask->query.len > HTTP_ADDRESS_MAX ? 414 : wanted == VISITORS ? 405 : 200;
    if (g.status != 200)
        return g;
    Str key = post ? STR_NONE : key_in_query(ask->query);
    if (key.len) {
        g.visitor = sessions_key(sessions, key, now, &slow);
        if (g.visitor != VISITOR_NOBODY) {
            g.session = session_open(sessions, g.visitor, now);
            g.status = 303;
            return g;
        }
        if (slow) {
            g.status = 429;
            return g;
        }
    }
    if (wanted != VISITOR_NOBODY)       /* what nobody needs a session for keeps none awake */
        g.session = session_find(sessions, http_cookie(ask->cookie, cookie_name(port, room)), now);
    g.visitor = g.session ? g.session->visitor : VISITOR_NOBODY;
    if (g.visitor < wanted)
        g.status = g.visitor == VISITOR_NOBODY ? 401 : 403;
    else if (post && from_elsewhere(port, ask))
        g.status = 403;
    else if (post && !str_starts(ask->content_type, S("application/x-www-form-urlencoded")))
        g.status = 415;
    else if (post && wanted == VISITOR_REVIEWER && !sessions_change(sessions, now))
        g.status = 429;
    return g;
}

bool http_form_fits(const Sessions *sessions, const HttpGate *gate, Str path, const Query *form)
{
    if (http_route(S("POST"), path) < VISITOR_REVIEWER)
        return true;
    return gate->session && session_token_fits(sessions, gate->session, query_get(form, S("token")));
}

/* ---- answers ---- */

typedef struct Server {
    const HttpCase *shown;
    Sessions       *sessions;
    pthread_mutex_t lock;               /* of the sessions */
    HttpCache      *cache;
    uint16_t        port;               /* that was given */
    atomic_int      requests;           /* on their way */
} Server;

/* One request while it comes in. */
typedef struct Request {
    char    *address;                   /* as it was sent: the library would decode it before we look */
    bool     looked;                    /* the gate has spoken */
    HttpGate gate;
    Session  session;                   /* a copy: another thread may end it */
    StrBuf   body;
    bool     too_long;
} Request;

static int64_t now_seconds(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return t.tv_sec;
}

static void add_headers(struct MHD_Response *response, Str type)
{
    char content_type[64];
    snprintf(content_type, sizeof content_type, STR_FMT, STR_ARG(type));
    MHD_add_response_header(response, "Content-Type", content_type);
    MHD_add_response_header(response, "Content-Security-Policy", HTTP_POLICY);
    MHD_add_response_header(response, "X-Content-Type-Options", "nosniff");
    MHD_add_response_header(response, "X-Frame-Options", "DENY");
    MHD_add_response_header(response, "Referrer-Policy", "same-origin");
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
    case 405: return "This cannot be asked for in that way.\n";
    case 413: return "That is more than a form holds.\n";
    case 414: return "The address is too long.\n";
    case 415: return "Only a form is taken here.\n";
    case 429: return "Too often: wait a little and try again.\n";
    default:  return "Not for you: open the address that `dokaz serve` printed, with its key.\n";
    }
}

static enum MHD_Result refuse(struct MHD_Connection *connection, int status)
{
    struct MHD_Response *response = plain_response(refusal(status));
    if (response && status == 405)
        MHD_add_response_header(response, "Allow", "GET, HEAD");
    if (response && status == 429)
        MHD_add_response_header(response, "Retry-After", "10");
    return send_response(connection, status, response);
}

/* "//elsewhere" and "/\elsewhere" would lead away from here. */
static Str local_path(Str path)
{
    char second = path.len > 1 ? path.ptr[1] : 'a';
    bool local = path.len > 0 && path.ptr[0] == '/' && second != '/' && second != '\\' &&
                 str_find(path, S("\n"), 0) == SIZE_MAX && str_find(path, S("\r"), 0) == SIZE_MAX;
    return local && path.len <= HTTP_ADDRESS_MAX ? path : S("/");
}

static struct MHD_Response *send_on(Str path)
{
    char location[HTTP_ADDRESS_MAX + 1];
    struct MHD_Response *response = plain_response("");

    snprintf(location, sizeof location, STR_FMT, STR_ARG(local_path(path)));
    if (response)
        MHD_add_response_header(response, "Location", location);
    return response;
}

/* The key leaves the address at once, so that it stands in no history entry that is shared. */
static enum MHD_Result welcome(struct MHD_Connection *connection, const Server *server, const char *id, Str path)
{
    char room[32], cookie[256];
    Str name = cookie_name(server->port, room);
    struct MHD_Response *response = send_on(path);

    snprintf(cookie, sizeof cookie, STR_FMT "=%s; Path=/; HttpOnly; SameSite=Strict", STR_ARG(name), id);
    if (response)
        MHD_add_response_header(response, "Set-Cookie", cookie);
    return send_response(connection, 303, response);
}

/* gzip, when the browser takes it and it is worth it; the body is replaced. */
static bool pack(StrBuf *body)
{
    z_stream z = { 0 };
    StrBuf packed = { 0 };
    bool done = false;

    if (body->len < WORTH_PACKING || deflateInit2(&z, 5, Z_DEFLATED, 15 + 16, 8, Z_DEFAULT_STRATEGY) != Z_OK)
        return false;
    size_t room = deflateBound(&z, (uLong)body->len);
    strbuf_reserve(&packed, room);
    z.next_in = (Bytef *)body->ptr;
    z.avail_in = (uInt)body->len;
    z.next_out = (Bytef *)packed.ptr;
    z.avail_out = (uInt)room;
    done = body->len < UINT32_MAX && deflate(&z, Z_FINISH) == Z_STREAM_END;
    packed.len = z.total_out;
    deflateEnd(&z);
    StrBuf other = *body;
    if (done)
        *body = packed;
    strbuf_finish(done ? &other : &packed);
    return done;
}

static Str header(struct MHD_Connection *connection, const char *name)
{
    return str_of(MHD_lookup_connection_value(connection, MHD_HEADER_KIND, name));
}

static bool takes_gzip(struct MHD_Connection *connection)
{
    for (Str rest = header(connection, "Accept-Encoding"), part; str_cut(&rest, ',', &part); )
        if (str_eq(str_trim(part), S("gzip")))
            return true;
    return false;
}

/* What an answer depends on besides the case. */
static void cache_key(const TellAsk *page, bool packed, StrBuf *key)
{
    strbuf_printf(key, "%d " STR_FMT " " STR_FMT "\n", packed, STR_ARG(str_slice(page->language, 0, 8)),
                  STR_ARG(str_slice(page->accept_language, 0, 64)));
    strbuf_add(key, page->path);
    strbuf_char(key, '?');
    strbuf_add(key, page->query);
}

static enum MHD_Result answer(struct MHD_Connection *connection, Server *server, const Request *request,
                              const HttpAsk *ask, int status)
{
    AUTO_ARENA arena = arena_create();
    AUTO_STRBUF key = { 0 };
    StrBuf body = { 0 };
    char token[SESSION_ID + 1] = "";
    bool packed = takes_gzip(connection), reviews = request->gate.visitor >= VISITOR_REVIEWER;
    uint64_t generation;
    enum MHD_Result result;

    if (reviews && server->shown->act)
        session_token(server->sessions, &request->session, token);
    TellAsk page = {
        .method = S("GET"), .path = ask->path, .query = ask->query, .token = str_of(token[0] ? token : NULL),
        .idle = server->sessions->idle,
        .language = http_cookie(ask->cookie, COOKIE_LANGUAGE), .accept_language = header(connection, "Accept-Language"),
    };
    cache_key(&page, packed, &key);
    const Site *site = server->shown->take(server->shown->context, &generation);
    if (status == 200 && http_cache_send(server->cache, generation, strbuf_str(&key), connection, &result)) {
        server->shown->give(server->shown->context, site);
        return result;
    }
    TellReply reply = tell_page(site, arena, &page, &body);
    server->shown->give(server->shown->context, site);
    packed = packed && pack(&body);
    strbuf_reserve(&body, 1);
    size_t bytes = body.len;
    struct MHD_Response *response = MHD_create_response_from_buffer(body.len, body.ptr, MHD_RESPMEM_MUST_FREE);
    if (!response) {
        strbuf_finish(&body);
        return MHD_NO;
    }
    add_headers(response, reply.content_type);
    if (packed)
        MHD_add_response_header(response, "Content-Encoding", "gzip");
    Query query = query_parse(arena, ask->query);
    if (query_get(&query, S("ui")).len) {
        char cookie[64];
        snprintf(cookie, sizeof cookie, STR_FMT "=" STR_FMT "; Path=/; HttpOnly; SameSite=Strict",
                 STR_ARG(COOKIE_LANGUAGE), STR_ARG(reply.language));
        MHD_add_response_header(response, "Set-Cookie", cookie);
    }
    if (status != 200 || reply.status != 200 || reply.own)
        return send_response(connection, status != 200 ? status : reply.status, response);
    result = MHD_queue_response(connection, MHD_HTTP_OK, response);
    http_cache_keep(server->cache, generation, strbuf_str(&key), response, bytes);
    return result;
}

/* Nobody's session: the page that says so, and takes the key. */
static enum MHD_Result locked(struct MHD_Connection *connection, Server *server, const Request *request,
                              const HttpAsk *ask)
{
    HttpAsk page = { .method = S("GET"), .path = S("/locked"), .query = S(""), .cookie = ask->cookie };

    return answer(connection, server, request, &page, 403);
}

/* ---- forms ---- */

static enum MHD_Result unlock(struct MHD_Connection *connection, Server *server, const Request *request,
                              const HttpAsk *ask, const Query *form)
{
    bool slow;
    char id[SESSION_ID + 1] = "";

    pthread_mutex_lock(&server->lock);
    Visitor visitor = sessions_key(server->sessions, query_get(form, S("key")), now_seconds(), &slow);
    if (visitor != VISITOR_NOBODY)
        memcpy(id, session_open(server->sessions, visitor, now_seconds())->id, sizeof id);
    pthread_mutex_unlock(&server->lock);
    if (slow)
        return refuse(connection, 429);
    return id[0] ? welcome(connection, server, id, S("/")) : locked(connection, server, request, ask);
}

static enum MHD_Result lock(struct MHD_Connection *connection, Server *server, const Request *request)
{
    pthread_mutex_lock(&server->lock);
    session_end(server->sessions, str_of(request->session.id));
    pthread_mutex_unlock(&server->lock);
    return send_response(connection, 303, send_on(S("/locked")));
}

/* What was asked is done, and the page it was asked from is shown again; or it says why not. */
static enum MHD_Result act(struct MHD_Connection *connection, Server *server, const Request *request,
                           const HttpAsk *ask, const Query *form, Arena *arena)
{
    Error err = { 0 };
    Str action = str_slice(ask->path, 1, ask->path.len), back = query_get(form, S("back"));

    if (!server->shown->act)
        return refuse(connection, 405);
    if (server->shown->act(server->shown->context, arena, action, form, &err) == OK)
        return send_response(connection, 303, send_on(back));
    AUTO_STRBUF query = { 0 };
    strbuf_add(&query, S("why="));
    query_encode(&query, str_of(err.text));
    strbuf_add(&query, S("&back="));
    query_encode(&query, local_path(back));
    HttpAsk page = { .method = S("GET"), .path = S("/refused"), .query = strbuf_str(&query), .cookie = ask->cookie };
    return answer(connection, server, request, &page, 409);
}

static enum MHD_Result take_form(struct MHD_Connection *connection, Server *server, const Request *request,
                                 const HttpAsk *ask)
{
    AUTO_ARENA arena = arena_create();

    if (request->too_long)
        return refuse(connection, 413);
    Query form = query_parse(arena, strbuf_str((StrBuf *)&request->body));
    if (!http_form_fits(server->sessions, &request->gate, ask->path, &form))
        return refuse(connection, 403);
    if (str_eq(ask->path, S("/unlock")))
        return unlock(connection, server, request, ask, &form);
    if (str_eq(ask->path, S("/lock")))
        return lock(connection, server, request);
    return act(connection, server, request, ask, &form, arena);
}

/* ---- the shell around libmicrohttpd ---- */

static void *begin_request(void *context, const char *uri, struct MHD_Connection *connection)
{
    Request *r = calloc(1, sizeof *r);
    Server *server = context;

    (void)connection;
    server->requests++;
    if (r)
        r->address = strdup(uri);
    return r;
}

static void end_request(void *context, struct MHD_Connection *connection, void **request,
                        enum MHD_RequestTerminationCode why)
{
    Request *r = *request;
    Server *server = context;

    (void)connection, (void)why;
    server->requests--;
    if (r) {
        free(r->address);
        strbuf_finish(&r->body);
        free(r);
    }
    *request = NULL;
}

static void look(Server *server, Request *r, const HttpAsk *ask)
{
    pthread_mutex_lock(&server->lock);
    r->gate = http_gate(server->port, server->sessions, ask, now_seconds());
    if (r->gate.session) {
        r->session = *r->gate.session;
        r->gate.session = &r->session;
    }
    pthread_mutex_unlock(&server->lock);
    r->looked = true;
}

static enum MHD_Result handle(void *context, struct MHD_Connection *connection, const char *url,
                              const char *method,
                              const char *version, const char *upload, size_t *upload_size, void **request)
{
    Server *server = context;
    Request *r = *request;
    HttpAsk ask = {
        .method = str_of(method), .host = header(connection, "Host"), .cookie = header(connection, "Cookie"),
        .origin = header(connection, "Origin"), .fetch_site = header(connection, "Sec-Fetch-Site"),
        .content_type = header(connection, "Content-Type"), .query = str_of(r ? r->address : NULL),
    };

    (void)url, (void)version;
    if (!ask.query.ptr || !str_cut(&ask.query, '?', &ask.path))
        return MHD_NO;
    if (!r->looked) {
        look(server, r, &ask);
        if (r->gate.status == 200)      /* a body may come next; who is answered before it is hung up on by the library */
            return MHD_YES;
    }
    if (*upload_size) {                 /* only a form that may come is kept, and no more than a form */
        if (r->gate.status == 200 && r->body.len + *upload_size <= HTTP_FORM_MAX)
            strbuf_add(&r->body, (Str){ upload, *upload_size });
        else
            r->too_long = true;
        *upload_size = 0;
        return MHD_YES;
    }
    switch (r->gate.status) {
    case 200: return str_eq(ask.method, S("POST")) ? take_form(connection, server, r, &ask) : answer(connection, server, r, &ask, 200);
    case 303: return welcome(connection, server, r->session.id, ask.path);
    case 401: return locked(connection, server, r, &ask);
    default:  return refuse(connection, r->gate.status);
    }
}

static struct MHD_Daemon *start(Server *server, uint16_t port, unsigned threads)
{
    struct sockaddr_in here = { .sin_family = AF_INET, .sin_port = htons(port) };
    here.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    return MHD_start_daemon(
        MHD_USE_AUTO | MHD_USE_INTERNAL_POLLING_THREAD | MHD_USE_ITC, port, NULL, NULL, handle, server,
        MHD_OPTION_SOCK_ADDR, (struct sockaddr *)&here,
        MHD_OPTION_URI_LOG_CALLBACK, begin_request, server,
        MHD_OPTION_NOTIFY_COMPLETED, end_request, server,
        MHD_OPTION_CONNECTION_LIMIT, (unsigned)CONNECTIONS,
        MHD_OPTION_CONNECTION_TIMEOUT, CONNECTION_SECONDS,
        MHD_OPTION_CONNECTION_MEMORY_LIMIT, (size_t)CONNECTION_MEMORY,
        MHD_OPTION_THREAD_POOL_SIZE, threads > 1 ? threads : 0u,
        MHD_OPTION_END);
}

static void print_key(const Server *server, const HttpOptions *o, const char *what, Visitor visitor)
{
    Str key = o->sessions->key[visitor];

    if (key.len)
        printf("%s http://127.0.0.1:%u/?key=" STR_FMT "\n", what, (unsigned)server->port, STR_ARG(key));
}

/* Answers that are on their way get there; nobody new is let in. */
static void end_gently(struct MHD_Daemon *daemon, Server *server)
{
    MHD_socket listening = MHD_quiesce_daemon(daemon);

    for (int i = 0; i < ENDING_SECONDS * 20 && server->requests > 0; i++)
        nanosleep(&(struct timespec){ .tv_nsec = 50000000 }, NULL);
    MHD_stop_daemon(daemon);
    if (listening != MHD_INVALID_SOCKET)
        close(listening);
}

static void wait_for_end(const Server *server, const sigset_t *signals)
{
    int number = SIGHUP;

    while (number == SIGHUP) {
        sigwait(signals, &number);
        if (number == SIGHUP && server->shown->again)
            server->shown->again(server->shown->context);
    }
}

Status http_serve(const HttpCase *shown, const HttpOptions *options, Error *err)
{
    Server server = { .shown = shown, .sessions = options->sessions, .port = options->port, .cache = http_cache_make() };
    sigset_t signals, before;

    pthread_mutex_init(&server.lock, NULL);
    sigemptyset(&signals);
    sigaddset(&signals, SIGINT);
    sigaddset(&signals, SIGTERM);
    sigaddset(&signals, SIGHUP);
    pthread_sigmask(SIG_BLOCK, &signals, &before);     /* before the threads start, so that they inherit it */

    errno = 0;
    struct MHD_Daemon *daemon = server.cache ? start(&server, options->port, options->threads) : NULL;
    if (!daemon) {
        int why = errno;
        pthread_sigmask(SIG_SETMASK, &before, NULL);
        http_cache_free(server.cache);
        return fail(err, ERR_IO, "cannot listen on 127.0.0.1:%u: %s; choose another port with --port",
                    (unsigned)options->port, why ? strerror(why) : "no socket");
    }
    const union MHD_DaemonInfo *info = MHD_get_daemon_info(daemon, MHD_DAEMON_INFO_BIND_PORT);
    if (info && info->port)
        server.port = info->port;
    print_key(&server, options, "Serving on", VISITOR_REVIEWER);
    print_key(&server, options, "For reading only:", VISITOR_READER);
    printf("Only this machine can open it. End with Ctrl-C.\n");
    fflush(stdout);

    wait_for_end(&server, &signals);
    end_gently(daemon, &server);
    http_cache_free(server.cache);
    pthread_mutex_destroy(&server.lock);
    pthread_sigmask(SIG_SETMASK, &before, NULL);
    return OK;
}
