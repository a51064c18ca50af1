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
};

static const char *reason_of(const BoxResult *result)
{
    for (size_t i = 0; i < sizeof ends / sizeof *ends; i++)
        if (result->end == BOX_FAILED && result->detail == ends[i].code)
            return ends[i].reason;
    return result->reason;
}

Status worker_run_on(const char *parser, const char *what, int original, Str options, const BoxLimits *limits,
                     StrBuf *answer, Error *err)
{
    char path[PATH_MAX];
    BoxResult result;
    AUTO_ARENA arena = arena_create();
    const char *arguments[] = { "dokaz-worker", parser, arena_cstr(arena, options), NULL };

    if (!find_worker(path))
        return fail(err, ERR_IO, "dokaz-worker, which parses %s, is not installed beside dokaz", what);
    Status status = box_exec(path, arguments, original, limits, answer, &result, err);
    if (status == OK && result.end != BOX_OK)
        return fail(err, ERR_BAD_INPUT, "%s: %s", what, reason_of(&result));
    return status;
}

Status worker_run(const char *parser, const char *what, Str bytes, Str options, const BoxLimits *limits,
                  StrBuf *answer, Error *err)
{
    AUTO_CLOSE original = -1;
    Status status = worker_file(bytes, &original, err);

    return status == OK ? worker_run_on(parser, what, original, options, limits, answer, err) : status;
}
