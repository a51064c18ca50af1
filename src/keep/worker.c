/* worker.c -- see worker.h: finds the worker, hands it the bytes, words its end. */
#include "keep/worker.h"

#include "base/auto.h"
#include "base/os.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <sys/mman.h>

/* From the folder of the running program: installed beside it or in lib/, or in the tree of a build. */
static const char *const places[] = { "", "../lib/dokaz/", "../keep/", "../src/keep/" };

static bool find_worker(char ret[PATH_MAX])
{
    char self[PATH_MAX];
    ssize_t len = readlink("/proc/self/exe", self, sizeof self - 1);

    if (len <= 0)
        return false;
    self[len] = '\0';
    *(strrchr(self, '/') + 1) = '\0';
    for (size_t i = 0; i < sizeof places / sizeof *places; i++)
        if (snprintf(ret, PATH_MAX, "%s%sdokaz-worker", self, places[i]) < PATH_MAX && access(ret, X_OK) == 0)
            return true;
    return false;
}

/* The bytes under a descriptor of their own, which leads to no file and cannot be changed. */
Status worker_file(Str bytes, int *ret, Error *err)
{
    AUTO_CLOSE fd = memfd_create("original", MFD_CLOEXEC | MFD_ALLOW_SEALING);
    Status status = fd < 0 ? fail(err, ERR_IO, "no memory file for the parser: %s", strerror(errno))
                           : os_write_all(fd, bytes, err);

    if (status != OK)
        return status;
    if (fcntl(fd, F_ADD_SEALS, F_SEAL_SHRINK | F_SEAL_GROW | F_SEAL_WRITE | F_SEAL_SEAL) < 0 ||
        lseek(fd, 0, SEEK_SET) < 0)
        return fail(err, ERR_IO, "no memory file for the parser: %s", strerror(errno));
    *ret = fd;
    fd = -1;
    return OK;
}

static const struct { int code; const char *reason; } ends[] = {
    { WORKER_EMPTY,   "there is nothing to read in it" },
    { WORKER_BROKEN,  "the file is damaged, or not of this format" },
    { WORKER_LOCKED,  "it is encrypted and needs a password" },
    { WORKER_TOO_BIG, "it is larger or deeper than the parser's limits" },
    { WORKER_NO_CHARSET, "the charset is none that this system knows" },
    { WORKER_NOT_OF_IT,  "the text is not in the charset that it seemed to be in" },
    { WORKER_NO_MODELS, "the models of tesseract for ukr, rus and eng are not installed" },
};

static const char *reason_of(const BoxResult *result)
{
    for (size_t i = 0; i < sizeof ends / sizeof *ends; i++)
        if (result->end == BOX_FAILED && result->detail == ends[i].code)
            return ends[i].reason;
    return result->reason;
}

/* One program for this original, or a fork of the one that waits; "LIMITS PARSER OPTIONS" has spaces in its last
 * part alone. */
static Status run_in(Workers *workers, const char *path, const char *parser, const char *options, int original,
                     const BoxLimits *limits, StrBuf *answer, BoxResult *result, Error *err)
{
    char caps[96], request[BOX_REQUEST];
    const char *one[] = { "dokaz-worker", caps, parser, options, NULL }, *many[] = { "dokaz-worker", "serve", NULL };

    snprintf(caps, sizeof caps, WORKER_LIMITS_OUT, (unsigned long long)limits->memory, limits->cpu_seconds,
             limits->wall_seconds, (unsigned long long)limits->output);
    if (!workers)
        return box_exec(path, one, original, limits, answer, result, err);
    if (snprintf(request, sizeof request, "%s %s %s", caps, parser, options) >= (int)sizeof request)
        return fail(err, ERR_BAD_INPUT, "the options of a parser are too long");
    return box_server_run(&workers->server, path, many, request, original, limits, answer, result, err);
}

Status workers_run_on(Workers *workers, const char *parser, const char *what, int original, Str options,
                      const BoxLimits *limits, StrBuf *answer, Error *err)
{
    char path[PATH_MAX];
    BoxResult result;
    AUTO_ARENA arena = arena_create();

    if (!find_worker(path))
        return fail(err, ERR_IO, "dokaz-worker, which parses %s, is not installed beside dokaz", what);
    Status status = run_in(workers, path, parser, arena_cstr(arena, options), original, limits, answer, &result, err);
    if (status == OK && result.end != BOX_OK)
        return fail(err, ERR_BAD_INPUT, "%s: %s", what, reason_of(&result));
    return status;
}

Status workers_run(Workers *workers, const char *parser, const char *what, Str bytes, Str options,
                   const BoxLimits *limits, StrBuf *answer, Error *err)
{
    AUTO_CLOSE original = -1;
    Status status = worker_file(bytes, &original, err);

    return status == OK ? workers_run_on(workers, parser, what, original, options, limits, answer, err) : status;
}

Status worker_run(const char *parser, const char *what, Str bytes, Str options, const BoxLimits *limits,
                  StrBuf *answer, Error *err)
{
    return workers_run(NULL, parser, what, bytes, options, limits, answer, err);
}

void workers_end(Workers *workers)
{
    box_server_end(&workers->server);
}
