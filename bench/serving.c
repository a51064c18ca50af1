/* serving.c -- how many answers a second the server gives, beside what libmicrohttpd itself can do.
 *
 *     serving constant BYTES                           a server that answers everything with one buffer; prints its port
 *     serving ask PID PORT PATH COOKIE REQUESTS CONNECTIONS
 *
 * Requests are counted by the processor time that the server spent, which other work on the machine changes
 * little: so many a core and second. Each connection has one request on its way, and is kept.
 */
#include <arpa/inet.h>
#include <microhttpd.h>
#include <netinet/tcp.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#define CONNECTIONS_MAX 64
#define ANSWER_MAX      (8u << 20)

/* ---- the ceiling ---- */

static enum MHD_Result answer(void *context, struct MHD_Connection *connection, const char *url, const char *method,
                              const char *version, const char *upload, size_t *upload_size, void **request)
{
    (void)url, (void)method, (void)version, (void)upload, (void)upload_size;
    if (!*request) {                    /* the head first, as the library wants it */
        *request = context;
        return MHD_YES;
    }
    return MHD_queue_response(connection, MHD_HTTP_OK, context);
}

static int serve_constant(size_t bytes)
{
    char *body = malloc(bytes + 1), end;

    if (!body)
        return 1;
    memset(body, 'x', bytes);
    struct MHD_Response *response = MHD_create_response_from_buffer(bytes, body, MHD_RESPMEM_MUST_FREE);
    struct sockaddr_in here = { .sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
    struct MHD_Daemon *daemon = MHD_start_daemon(
        MHD_USE_AUTO | MHD_USE_INTERNAL_POLLING_THREAD | MHD_USE_ITC, 0, NULL, NULL, answer, response,
        MHD_OPTION_SOCK_ADDR, (struct sockaddr *)&here, MHD_OPTION_THREAD_POOL_SIZE, 2u, MHD_OPTION_END);
    if (!daemon)
        return 1;
    printf("%u\n", (unsigned)MHD_get_daemon_info(daemon, MHD_DAEMON_INFO_BIND_PORT)->port);
    fflush(stdout);
    while (read(STDIN_FILENO, &end, 1) > 0) { }
    MHD_stop_daemon(daemon);
    MHD_destroy_response(response);
    return 0;
}

/* ---- who asks ---- */

typedef struct Asker {
    pthread_t thread;
    unsigned short port;
    const char *request;
    long        requests;
    double     *times;          /* seconds, one a request */
    size_t      bytes;          /* of one answer, head and body */
    int         failed;
} Asker;

static double now(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

static size_t read_answer(int fd, char *room)
{
    size_t got = 0, want = 0;

    while (!want || got < want) {
        ssize_t n = read(fd, room + got, ANSWER_MAX - got);
        if (n <= 0)
            return 0;
        got += (size_t)n;
        room[got] = 0;
        const char *end = want ? NULL : strstr(room, "\r\n\r\n"), *length = end ? strcasestr(room, "content-length:") : NULL;
        if (end && (!length || strncmp(room, "HTTP/1.1 200", 12) != 0))
            return 0;
        if (end)
            want = (size_t)(end + 4 - room) + strtoul(length + 15, NULL, 10);
        if (want > ANSWER_MAX)
            return 0;
    }
    return got;
}

static void *ask_all(void *context)
{
    Asker *a = context;
    struct sockaddr_in there = { .sin_family = AF_INET, .sin_port = htons(a->port), .sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
    int fd = socket(AF_INET, SOCK_STREAM, 0), one = 1;
    char *room = malloc(ANSWER_MAX + 1);

    a->failed = fd < 0 || !room || connect(fd, (struct sockaddr *)&there, sizeof there) < 0;
    if (!a->failed)
        setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one);
    for (long i = 0; i < a->requests && !a->failed; i++) {
        double start = now();
        size_t len = strlen(a->request);
        a->failed = write(fd, a->request, len) != (ssize_t)len || (a->bytes = read_answer(fd, room)) == 0;
        a->times[i] = now() - start;
    }
    free(room);
    if (fd >= 0)
        close(fd);
    return NULL;
}

/* Processor seconds that a process has spent; fields 14 and 15 of its stat. */
static double spent(const char *pid)
{
    char path[64], line[1024] = "";
    unsigned long user = 0, kernel = 0;

    snprintf(path, sizeof path, "/proc/%s/stat", pid);
    FILE *f = fopen(path, "r");
    if (f && fgets(line, sizeof line, f) && strrchr(line, ')'))
        sscanf(strrchr(line, ')') + 2, "%*c %*d %*d %*d %*d %*d %*u %*u %*u %*u %*u %lu %lu", &user, &kernel);
    if (f)
        fclose(f);
    return (double)(user + kernel) / (double)sysconf(_SC_CLK_TCK);
}

static int by_size(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

static int ask(char **args)
{
    static Asker askers[CONNECTIONS_MAX];
    char request[2048];
    long requests = atol(args[4]), count = atol(args[5]);
    int failed = 0;

    if (count < 1 || count > CONNECTIONS_MAX || requests < count)
        return 2;
    requests -= requests % count;
    double *times = calloc((size_t)requests, sizeof *times);
    snprintf(request, sizeof request, "GET %s HTTP/1.1\r\nHost: 127.0.0.1:%s\r\nCookie: %s\r\nAccept-Encoding: gzip\r\n\r\n",
             args[2], args[1], args[3]);
    double busy = spent(args[0]), start = now();
    for (long i = 0; times && i < count; i++) {
        askers[i] = (Asker){ .port = (unsigned short)atoi(args[1]), .request = request, .requests = requests / count,
                             .times = times + i * (requests / count) };
        failed |= pthread_create(&askers[i].thread, NULL, ask_all, &askers[i]) != 0;
    }
    for (long i = 0; times && i < count && !failed; i++)
        pthread_join(askers[i].thread, NULL);
    double took = now() - start;
    busy = spent(args[0]) - busy;
    for (long i = 0; i < count; i++)
        failed |= askers[i].failed;
    if (failed || !times) {
        fprintf(stderr, "serving: %s was not answered\n", args[2]);
        return 1;
    }
    qsort(times, (size_t)requests, sizeof *times, by_size);
    printf("%zu %.0f %.0f %.3f %.3f\n", askers[0].bytes, (double)requests / took, busy > 0 ? (double)requests / busy : 0.0,
           times[requests / 2] * 1000, times[requests * 95 / 100] * 1000);
    free(times);
    return 0;
}

int main(int argc, char **argv)
{
    if (argc == 3 && strcmp(argv[1], "constant") == 0)
        return serve_constant(strtoul(argv[2], NULL, 10));
    if (argc == 8 && strcmp(argv[1], "ask") == 0)
        return ask(argv + 2);
    fputs("usage: serving constant BYTES | serving ask PID PORT PATH COOKIE REQUESTS CONNECTIONS\n", stderr);
    return 2;
}
