/* jobs.c -- see jobs.h.
 *
 * Process k of n does pieces k, k + n, k + 2n ... and writes each answer into its own pipe; the parent reads the
 * pipes in turn, so that answers come in order without being kept. A pipe that is full makes its process wait.
 */
#include "cli/jobs.h"

#include "base/auto.h"
#include "base/os.h"

#include <errno.h>
#include <fcntl.h>
#include <sched.h>
#include <sys/wait.h>

#define PROCESSES_MAX 64
#define PIPE_ROOM     (1 << 20)

typedef struct Head {
    Status   status;
    uint64_t size;          /* bytes that follow */
    Error    why;
} Head;

typedef struct Worker {
    pid_t pid;
    int   pipe;             /* its answers; -1 closed */
} Worker;

size_t jobs_processors(void)
{
    cpu_set_t set;
    int count = sched_getaffinity(0, sizeof set, &set) == 0 ? CPU_COUNT(&set) : 1;

    return count > 0 ? (size_t)count : 1;
}

static Status run_here(const Jobs *jobs, Error *err)
{
    AUTO_STRBUF out = { 0 };

    for (size_t i = 0; i < jobs->count; i++) {
        Error why = { 0 };
        strbuf_clear(&out);
        Status status = jobs->work(jobs->context, i, &out, &why);
        status = jobs->done(jobs->context, i, status, &why, strbuf_str(&out), err);
        if (status != OK)
            return status;
    }
    return OK;
}

/* In a process of its own; 0 when everything was handed over. */
static int do_share(const Jobs *jobs, size_t first, int pipe)
{
    AUTO_STRBUF out = { 0 };
    Error unsent = { 0 };

    for (size_t i = first; i < jobs->count; i += jobs->processes) {
        Head head = { .status = OK };
        strbuf_clear(&out);
        head.status = jobs->work(jobs->context, i, &out, &head.why);
        head.size = out.len;
        if (os_write_all(pipe, (Str){ (const char *)&head, sizeof head }, &unsent) != OK ||
            os_write_all(pipe, strbuf_str(&out), &unsent) != OK)
            return 1;
    }
    return 0;
}

static Status start(const Jobs *jobs, Worker *workers, size_t k, Error *err)
{
    int ends[2];

    if (pipe2(ends, O_CLOEXEC) < 0)
        return fail(err, ERR_IO, "no pipe for a reading process: %s", strerror(errno));
    fcntl(ends[1], F_SETPIPE_SZ, PIPE_ROOM);        /* less room only means more waiting */
    pid_t pid = fork();
    if (pid == 0) {
        close(ends[0]);
        for (size_t i = 0; i < k; i++)
            close(workers[i].pipe);
        _exit(do_share(jobs, k, ends[1]));
    }
    close(ends[1]);
    if (pid < 0) {
        close(ends[0]);
        return fail(err, ERR_IO, "no process can be made: %s", strerror(errno));
    }
    workers[k] = (Worker){ pid, ends[0] };
    return OK;
}

static bool read_all(int fd, void *to, size_t size)
{
    for (size_t at = 0; at < size;) {
        ssize_t n = read(fd, (char *)to + at, size - at);
        if (n < 0 && errno == EINTR)
            continue;
        if (n <= 0)
            return false;
        at += (size_t)n;
    }
    return true;
}

static Status collect(const Jobs *jobs, const Worker *workers, Error *err)
{
    AUTO_STRBUF out = { 0 };

    for (size_t i = 0; i < jobs->count; i++) {
        Head head;
        int pipe = workers[i % jobs->processes].pipe;
        strbuf_clear(&out);
        bool whole = read_all(pipe, &head, sizeof head);
        if (whole && head.size) {
            strbuf_reserve(&out, head.size);
            whole = read_all(pipe, out.ptr, head.size);
            out.len = head.size;
        }
        if (!whole) {
            head = (Head){ .status = ERR_IO };
            fail(&head.why, ERR_IO, "the process that read it ended too early");
            strbuf_clear(&out);
        }
        Status status = jobs->done(jobs->context, i, head.status, &head.why, strbuf_str(&out), err);
        if (status != OK)
            return status;
    }
    return OK;
}

Status jobs_run(const Jobs *given, Error *err)
{
    Jobs jobs = *given;
    Worker workers[PROCESSES_MAX];
    size_t started = 0;
    Status status = OK;

    if (jobs.processes > PROCESSES_MAX)
        jobs.processes = PROCESSES_MAX;
    if (jobs.processes > jobs.count)
        jobs.processes = jobs.count;
    if (jobs.processes <= 1)
        return run_here(&jobs, err);
    while (status == OK && started < jobs.processes) {
        status = start(&jobs, workers, started, err);
        started += status == OK;
    }
    if (status == OK)
        status = collect(&jobs, workers, err);
    for (size_t k = 0; k < started; k++)
        close(workers[k].pipe);                     /* those still writing end by it */
    for (size_t k = 0; k < started; k++)
        while (waitpid(workers[k].pid, NULL, 0) < 0 && errno == EINTR)
            ;
    return status;
}
