/* sandbox.c -- see sandbox.h: starts the child, waits for its answer, tells its ends apart. What the child gives up
 * is in shut.c.
 */
#include "guard/sandbox_in.h"

#include "base/auto.h"
#include "base/os.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <time.h>

#define FRAME_MARK      "DOKAZBOX"
#define FRAME_HEAD      16u     /* the mark, then the length of the answer, 8 bytes, of this machine's order */
#define EXIT_TOO_MUCH   121
#define EXIT_NO_MEMORY  3       /* what base/ exits with when memory runs out */

const BoxLimits box_limits = {
    .memory = 1536ull << 20, .cpu_seconds = 20, .wall_seconds = 30, .output = 1ull << 30,
};

void box_answer(int code, const StrBuf *answer, const BoxLimits *limits)
{
    char head[FRAME_HEAD];
    uint64_t len = answer->len;

    if (code == 0 && len > limits->output)
        code = EXIT_TOO_MUCH;
    if (code != 0)
        _exit(code);
    memcpy(head, FRAME_MARK, 8);
    memcpy(head + 8, &len, 8);
    if (os_write_all(1, (Str){ head, sizeof head }, NULL) != OK || os_write_all(1, strbuf_str(answer), NULL) != OK)
        _exit(EXIT_TOO_MUCH);
    _exit(0);
}

/* ---- starting ---- */

/* Nothing of our environment goes along: it may name people and places. ASan reserves terabytes of address space, so
 * its own limits stand for RLIMIT_AS. */
static const char *const program_environment[] = {
    "LC_ALL=C.UTF-8", "OMP_THREAD_LIMIT=1",
    "ASAN_OPTIONS=detect_leaks=0:max_allocation_size_mb=1536:allocator_may_return_null=1", NULL
};

/* 0 is the original, 1 leads to the parent, 2 nowhere, and nothing else is open. */
static bool arrange_descriptors(int original, int out)
{
    int null = open("/dev/null", O_RDWR | O_CLOEXEC);

    if (null < 0 || dup2(out < 0 ? null : out, 1) < 0 || dup2(original, 0) < 0 || (!UNDER_ASAN && dup2(null, 2) < 0))
        return false;
    close_range(3, ~0u, 0);
    return true;
}

pid_t box_start(const char *path, const char *const *arguments, int original, int out)
{
    pid_t pid = fork();

    if (pid != 0)
        return pid;
    signal(SIGPIPE, SIG_DFL);
    signal(SIGINT, SIG_DFL);
    signal(SIGTERM, SIG_DFL);
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    if (arrange_descriptors(original, out) && box_narrow(path))
        execve(path, (char *const *)arguments, (char *const *)program_environment);
    _exit(BOX_NO_BOX);
}

/* ---- the answer ---- */

int64_t box_clock(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return t.tv_sec * 1000ll + t.tv_nsec / 1000000;
}

bool box_readable(int fd, int64_t end)
{
    struct pollfd p = { .fd = fd, .events = POLLIN };

    for (;;) {
        int64_t left = end - box_clock();
        int ready = left > 0 ? poll(&p, 1, (int)left) : 0;
        if (ready >= 0 || errno != EINTR)
            return ready > 0;
    }
}

/* Read until the child ends its side; false when time or the cap on output ran out. */
static bool collect(int fd, const BoxLimits *limits, int64_t end, StrBuf *frame, bool *too_much)
{
    while (box_readable(fd, end)) {
        strbuf_reserve(frame, 1 << 16);
        ssize_t n = read(fd, frame->ptr + frame->len, 1 << 16);
        if (n < 0 && errno == EINTR)
            continue;
        if (n <= 0)
            return true;
        frame->len += (size_t)n;
        if (frame->len > limits->output + FRAME_HEAD) {
            *too_much = true;
            return false;
        }
    }
    return false;
}

static void say(BoxResult *r, BoxEnd end, int detail, const char *reason)
{
    r->end = end;
    r->detail = detail;
    snprintf(r->reason, sizeof r->reason, "%s", reason);
}

static void judge(BoxResult *r, const BoxLimits *limits, int status, bool timed_out, bool too_much, bool whole)
{
    if (too_much || (WIFEXITED(status) && WEXITSTATUS(status) == EXIT_TOO_MUCH))
        say(r, BOX_TOO_MUCH, 0, "the parser's output is over the limit");
    else if (timed_out || (WIFSIGNALED(status) && WTERMSIG(status) == SIGXCPU))
        say(r, BOX_TIMED_OUT, 0, "the parser took too long");
    else if (WIFSIGNALED(status) && WTERMSIG(status) == SIGKILL)
        say(r, BOX_TIMED_OUT, SIGKILL, "the parser was stopped: too much time or memory");
    else if (WIFSIGNALED(status) && WTERMSIG(status) == SIGSYS)
        say(r, BOX_CRASHED, SIGSYS, "the parser tried something that its box forbids");
    else if (WIFSIGNALED(status))
        say(r, BOX_CRASHED, WTERMSIG(status), "the parser crashed");
    else if (WIFEXITED(status) && WEXITSTATUS(status) == BOX_NO_BOX)
        say(r, BOX_FAILED, BOX_NO_BOX, "no box could be closed around the parser");
    else if (WIFEXITED(status) && WEXITSTATUS(status) == EXIT_NO_MEMORY)
        say(r, BOX_TOO_MUCH, 0, "the parser needs more memory than it may have");
    else if (!WIFEXITED(status) || WEXITSTATUS(status) != 0)
        say(r, BOX_FAILED, WIFEXITED(status) ? WEXITSTATUS(status) : 0, "the parser gave up");
    else if (!whole)
        say(r, BOX_CRASHED, 0, "the parser's answer is cut short");
    else
        *r = (BoxResult){ .end = BOX_OK };
    if (r->end == BOX_TIMED_OUT && r->detail == 0)
        snprintf(r->reason, sizeof r->reason, "the parser took too long (limits: %u s of computing, %u s in all)",
                 limits->cpu_seconds, limits->wall_seconds);
}

Status box_attend(const BoxChild *child, int in, const BoxLimits *limits, StrBuf *answer, BoxResult *ret, Error *err)
{
    int64_t end = box_clock() + limits->wall_seconds * 1000ll;
    int status = 0;
    AUTO_STRBUF frame = { 0 };
    bool too_much = false, whole = false;
    uint64_t len = 0;
    bool ended = collect(in, limits, end, &frame, &too_much);

    /* One that has closed its side may still run. */
    ended = child->wait(child->context, ended ? end : 0, &status) && ended;
    if (frame.len >= FRAME_HEAD && memcmp(frame.ptr, FRAME_MARK, 8) == 0) {
        memcpy(&len, frame.ptr + 8, 8);
        whole = len == frame.len - FRAME_HEAD;
    }
    judge(ret, limits, status, !ended && !too_much, too_much, whole);
    if (ret->end == BOX_FAILED && ret->detail == BOX_NO_BOX)
        return fail(err, ERR_IO, "cannot close a box around the parser (seccomp is not available?)");
    if (ret->end == BOX_OK)
        strbuf_add(answer, (Str){ frame.ptr + FRAME_HEAD, (size_t)len });
    return OK;
}

/* ---- one program for one original ---- */

static bool wait_process(void *context, int64_t end, int *status)
{
    pid_t pid = *(pid_t *)context;
    AUTO_CLOSE ended = (int)syscall(SYS_pidfd_open, pid, 0);
    bool in_time = end && box_readable(ended, end);

    if (!in_time)
        kill(pid, SIGKILL);
    while (waitpid(pid, status, 0) < 0 && errno == EINTR)
        ;
    return in_time;
}

Status box_exec(const char *path, const char *const *arguments, int original, const BoxLimits *limits,
                StrBuf *answer, BoxResult *ret, Error *err)
{
    int ends[2];

    if (pipe2(ends, O_CLOEXEC) < 0)
        return fail(err, ERR_IO, "cannot make a pipe for the parser: %s", strerror(errno));
    AUTO_CLOSE in = ends[0];
    pid_t pid = box_start(path, arguments, original, ends[1]);
    close(ends[1]);
    if (pid < 0)
        return fail(err, ERR_IO, "cannot start the parser's process: %s", strerror(errno));
    return box_attend(&(BoxChild){ wait_process, &pid }, in, limits, answer, ret, err);
}
