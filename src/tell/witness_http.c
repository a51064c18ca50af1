/* witness_http.c -- see witness_http.h. All that is decided is decided in seal/witness_home.c. */
#include "tell/witness_http.h"

#include "base/auto.h"
#include "tell/http.h"

#include <arpa/inet.h>
#include <errno.h>
#include <microhttpd.h>
#include <netinet/in.h>
#include <signal.h>
#include <stdio.h>

#define CONNECTIONS         64
#define CONNECTION_SECONDS  15u
#define CONNECTION_MEMORY   (32u * 1024u)
#define PATIENCE            (1u << 20)      /* bytes of a request, after which nobody is answered any more */

/* One request on its way in. */
typedef struct Coming {
    StrBuf body;
    size_t seen;            /* bytes that came, kept or not */
} Coming;

static enum MHD_Result respond(struct MHD_Connection *connection, unsigned status, const char *type, Str body)
{
    struct MHD_Response *response = MHD_create_response_from_buffer(body.len, (void *)(uintptr_t)body.ptr,
                                                                    MHD_RESPMEM_MUST_COPY);
    if (!response)
        return MHD_NO;
    MHD_add_response_header(response, "Content-Type", type);
    MHD_add_response_header(response, "X-Content-Type-Options", "nosniff");
    MHD_add_response_header(response, "Cache-Control", "no-store");
    enum MHD_Result result = MHD_queue_response(connection, status, response);
    MHD_destroy_response(response);
    return result;
}

static enum MHD_Result respond_text(struct MHD_Connection *connection, unsigned status, const char *text)
{
    AUTO_STRBUF line = { 0 };

    strbuf_printf(&line, "%s\n", text);
    return respond(connection, status, "text/plain; charset=utf-8", strbuf_str(&line));
}

static enum MHD_Result add_checkpoint(struct MHD_Connection *connection, const WitnessHttp *o, Str body)
{
    AUTO_ARENA arena = arena_create();
    WitnessReply reply;
    Error err = { 0 };

    if (witness_home_answer(arena, &o->home, body, o->now(), &reply, &err) != OK) {
        fprintf(stderr, "dokaz witness: %s\n", err.text);
        return respond_text(connection, WITNESS_TROUBLE, witness_answer_text(WITNESS_TROUBLE));
    }
    if (reply.answer == WITNESS_GOOD)
        return respond(connection, WITNESS_GOOD, "text/plain; charset=utf-8", reply.body);
    if (reply.answer == WITNESS_CONFLICT)
        return respond(connection, WITNESS_CONFLICT, "text/x.tlog.size", reply.body);
    return respond_text(connection, reply.answer, witness_answer_text(reply.answer));
}

/* "/<64 hex>/checkpoint" */
static enum MHD_Result show_checkpoint(struct MHD_Connection *connection, const WitnessHttp *o, Str path)
{
    AUTO_ARENA arena = arena_create();
    Str rest = str_slice(path, 1, path.len), hash, note;

    if (!str_cut(&rest, '/', &hash) || !str_eq(rest, S("checkpoint")) ||
        witness_home_checkpoint(arena, &o->home, hash, &note, NULL) != OK)
        return respond_text(connection, 404, "nothing here");
    return respond(connection, 200, "text/plain; charset=utf-8", note);
}

static enum MHD_Result handle(void *context, struct MHD_Connection *connection, const char *url, const char *method,
                              const char *version, const char *upload, size_t *upload_size, void **request)
{
    const WitnessHttp *o = context;
    Coming *coming = *request;

    (void)version;
    if (!coming) {
        *request = calloc(1, sizeof(Coming));
        return *request ? MHD_YES : MHD_NO;
    }
    if (*upload_size) {
        coming->seen += *upload_size;
        if (coming->seen <= WITNESS_REQUEST_MAX)
            strbuf_add(&coming->body, (Str){ upload, *upload_size });
        *upload_size = 0;
        return coming->seen <= PATIENCE ? MHD_YES : MHD_NO;
    }
    Str host = str_of(MHD_lookup_connection_value(connection, MHD_HEADER_KIND, "Host"));
    bool post = strcmp(method, "POST") == 0;
    if (!http_host_is_here(o->port, host))
        return respond_text(connection, 403, "this witness answers this machine alone");
    if (post && strcmp(url, "/add-checkpoint") == 0)
        return coming->seen > WITNESS_REQUEST_MAX ? respond_text(connection, 413, "the request is too long")
                                : add_checkpoint(connection, o, strbuf_str(&coming->body));
    if (post)
        return respond_text(connection, 404, "nothing here");
    if (strcmp(method, "GET") != 0)
        return respond_text(connection, 405, "GET and POST are answered here");
    return show_checkpoint(connection, o, str_of(url));
}

static void forget(void *context, struct MHD_Connection *connection, void **request,
                   enum MHD_RequestTerminationCode why)
{
    Coming *coming = *request;

    (void)context, (void)connection, (void)why;
    if (coming)
        strbuf_finish(&coming->body);
    free(coming);
    *request = NULL;
}

static struct MHD_Daemon *start(WitnessHttp *o)
{
    struct sockaddr_in here = { .sin_family = AF_INET, .sin_port = htons(o->port) };

    here.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    return MHD_start_daemon(
        MHD_USE_AUTO | MHD_USE_INTERNAL_POLLING_THREAD, o->port, NULL, NULL, handle, o,
        MHD_OPTION_SOCK_ADDR, (struct sockaddr *)&here,
        MHD_OPTION_NOTIFY_COMPLETED, forget, NULL,
        MHD_OPTION_CONNECTION_LIMIT, (unsigned)CONNECTIONS,
        MHD_OPTION_CONNECTION_TIMEOUT, CONNECTION_SECONDS,
        MHD_OPTION_CONNECTION_MEMORY_LIMIT, (size_t)CONNECTION_MEMORY,
        MHD_OPTION_END);
}

Status witness_http_serve(const WitnessHttp *options, Error *err)
{
    WitnessHttp o = *options;
    sigset_t stop, before;
    int signal_number;

    sigemptyset(&stop);
    sigaddset(&stop, SIGINT);
    sigaddset(&stop, SIGTERM);
    pthread_sigmask(SIG_BLOCK, &stop, &before);     /* before the thread starts, so that it inherits it */
    errno = 0;
    struct MHD_Daemon *daemon = start(&o);
    if (!daemon) {
        int why = errno;
        pthread_sigmask(SIG_SETMASK, &before, NULL);
        return fail(err, ERR_IO, "cannot listen on 127.0.0.1:%u: %s; choose another port with --port",
                    (unsigned)o.port, why ? strerror(why) : "no socket");
    }
    const union MHD_DaemonInfo *info = MHD_get_daemon_info(daemon, MHD_DAEMON_INFO_BIND_PORT);
    if (info && info->port)
        o.port = info->port;
    printf("Witness on http://127.0.0.1:%u\nOnly this machine can ask it. End with Ctrl-C.\n", (unsigned)o.port);
    fflush(stdout);
    sigwait(&stop, &signal_number);
    MHD_stop_daemon(daemon);
    pthread_sigmask(SIG_SETMASK, &before, NULL);
    return OK;
}
