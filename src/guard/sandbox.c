/* sandbox.c -- see sandbox.h. The child shuts every door on itself, then works.
 *
 * Allowed calls are those of computing with memory that is there and writing to
 * descriptors that are open. Calls that only ask for files fail quietly, since
 * libraries try them; calls that would start, reach or change anything end the
 * child at once.
 */
#include "guard/sandbox.h"

#include "base/auto.h"
#include "base/os.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <seccomp.h>
#include <signal.h>
#include <stdio.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>

#if defined(__SANITIZE_ADDRESS__)
#define UNDER_ASAN 1
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
#define UNDER_ASAN 1
#endif
#endif
#ifndef UNDER_ASAN
#define UNDER_ASAN 0
#endif

#define FRAME_MARK      "DOKAZBOX"
#define FRAME_HEAD      16u     /* the mark, then the length of the answer, 8 bytes, of this machine's order */
#define EXIT_TOO_MUCH   121
#define EXIT_NO_MEMORY  3       /* what base/ exits with when memory runs out */

const BoxLimits box_limits = {
    .memory = 1536ull << 20, .cpu_seconds = 20, .wall_seconds = 30, .output = 1ull << 30,
};

static const int allowed_calls[] = {
    SCMP_SYS(read), SCMP_SYS(write), SCMP_SYS(writev), SCMP_SYS(lseek), SCMP_SYS(close), SCMP_SYS(fstat),
    SCMP_SYS(newfstatat), SCMP_SYS(mmap), SCMP_SYS(mremap), SCMP_SYS(munmap), SCMP_SYS(mprotect),
    SCMP_SYS(madvise), SCMP_SYS(brk), SCMP_SYS(futex), SCMP_SYS(rt_sigprocmask), SCMP_SYS(rt_sigaction),
    SCMP_SYS(rt_sigreturn), SCMP_SYS(sigaltstack), SCMP_SYS(clock_gettime), SCMP_SYS(gettimeofday), SCMP_SYS(time),
    SCMP_SYS(getrandom), SCMP_SYS(getpid), SCMP_SYS(gettid), SCMP_SYS(getrusage), SCMP_SYS(sched_yield),
    SCMP_SYS(restart_syscall), SCMP_SYS(exit), SCMP_SYS(exit_group),
};

/* One may ask, and gets nothing. */
static const int refused_calls[] = {
    SCMP_SYS(open), SCMP_SYS(openat), SCMP_SYS(openat2), SCMP_SYS(creat), SCMP_SYS(stat), SCMP_SYS(lstat),
    SCMP_SYS(statx), SCMP_SYS(access), SCMP_SYS(faccessat), SCMP_SYS(faccessat2), SCMP_SYS(readlink),
    SCMP_SYS(readlinkat), SCMP_SYS(getcwd), SCMP_SYS(ioctl), SCMP_SYS(fcntl), SCMP_SYS(prlimit64), SCMP_SYS(getrlimit),
    SCMP_SYS(sysinfo), SCMP_SYS(uname), SCMP_SYS(sched_getaffinity), SCMP_SYS(getuid), SCMP_SYS(geteuid),
    SCMP_SYS(getgid), SCMP_SYS(getegid), SCMP_SYS(prctl), SCMP_SYS(socket), SCMP_SYS(unlink), SCMP_SYS(unlinkat),
};

static bool add_rules(scmp_filter_ctx filter, uint32_t action, const int *calls, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        int e = seccomp_rule_add(filter, action, calls[i], 0);
        if (e < 0 && e != -EDOM)        /* a call that this architecture does not have */
            return false;
    }
    return true;
}

static bool close_calls(void)
{
    scmp_filter_ctx filter = seccomp_init(SCMP_ACT_KILL_PROCESS);
    bool ok = filter &&
        add_rules(filter, SCMP_ACT_ALLOW, allowed_calls, sizeof allowed_calls / sizeof *allowed_calls) &&
        add_rules(filter, SCMP_ACT_ERRNO(EPERM), refused_calls, sizeof refused_calls / sizeof *refused_calls) &&
        seccomp_load(filter) == 0;

    seccomp_release(filter);
    return ok;
}

static bool limit(int what, uint64_t value)
{
    struct rlimit r = { value, value };
    return setrlimit(what, &r) == 0;
}

/* What the process has mapped already counts against RLIMIT_AS: a large input must not eat the cap. */
static uint64_t mapped_now(void)
{
    AUTO_CLOSE fd = open("/proc/self/statm", O_RDONLY | O_CLOEXEC);
    char text[64] = "";

    if (fd < 0 || read(fd, text, sizeof text - 1) <= 0)
        return 0;
    return strtoull(text, NULL, 10) * (uint64_t)sysconf(_SC_PAGESIZE);
}

/* 0 is the original or leads nowhere, 1 leads to the parent, 2 nowhere, and nothing else is open. */
static bool arrange_descriptors(int original, int out)
{
    int null = open("/dev/null", O_RDWR | O_CLOEXEC);

    if (null < 0 || dup2(out, 1) < 0 || dup2(original < 0 ? null : original, 0) < 0 ||
        (!UNDER_ASAN && dup2(null, 2) < 0))
        return false;
    close_range(3, ~0u, 0);
    return true;
}

bool box_shut(const BoxLimits *limits)
{
    close_range(3, ~0u, 0);
    if (!UNDER_ASAN && !limit(RLIMIT_AS, mapped_now() + limits->memory))
        return false;
    return limit(RLIMIT_CPU, limits->cpu_seconds) && limit(RLIMIT_FSIZE, 0) && limit(RLIMIT_NOFILE, 32) &&
           limit(RLIMIT_CORE, 0) && prctl(PR_SET_DUMPABLE, 0, 0, 0, 0) == 0 &&
           prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0 && close_calls();
}

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

static void own_signals(void)
{
    signal(SIGPIPE, SIG_DFL);
    signal(SIGINT, SIG_DFL);
    signal(SIGTERM, SIG_DFL);
    prctl(PR_SET_PDEATHSIG, SIGKILL);
}

__attribute__((noreturn)) static void child(const BoxJob *job, const BoxLimits *limits, int out)
{
    StrBuf answer = { 0 };

    own_signals();
    int code = job->prepare ? job->prepare(job->context) : 0;
    if (code == 0)
        code = arrange_descriptors(-1, out) && box_shut(limits) ? job->work(job->context, &answer) : BOX_NO_BOX;
    box_answer(code, &answer, limits);
}

/* Nothing of our environment goes along: it may name people and places. */
static const char *const program_environment[] = {
    "LC_ALL=C.UTF-8", "OMP_THREAD_LIMIT=1", "ASAN_OPTIONS=detect_leaks=0", NULL
};

__attribute__((noreturn)) static void child_program(const char *path, const char *const *arguments, int original,
                                                    int out)
{
    own_signals();
    if (arrange_descriptors(original, out))
        execve(path, (char *const *)arguments, (char *const *)program_environment);
    _exit(BOX_NO_BOX);
}

static int64_t now_ms(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return t.tv_sec * 1000ll + t.tv_nsec / 1000000;
}

/* Read until the child ends its side; false when time or the cap on output ran out. */
static bool collect(int fd, const BoxLimits *limits, StrBuf *frame, bool *too_much)
{
    int64_t end = now_ms() + limits->wall_seconds * 1000ll;

    for (;;) {
        struct pollfd p = { .fd = fd, .events = POLLIN };
        int64_t left = end - now_ms();
        int ready = left > 0 ? poll(&p, 1, (int)left) : 0;
        if (ready < 0 && errno == EINTR)
            continue;
        if (ready <= 0)
            return false;
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

/* From the pipe of a child that runs to its answer. */
static Status attend(pid_t pid, int in, const BoxLimits *limits, StrBuf *answer, BoxResult *ret, Error *err)
{
    int status = 0;
    AUTO_STRBUF frame = { 0 };
    bool too_much = false, whole = false;
    uint64_t len = 0;
    bool ended = collect(in, limits, &frame, &too_much);

    if (!ended)
        kill(pid, SIGKILL);
    while (waitpid(pid, &status, 0) < 0 && errno == EINTR)
        ;
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

Status box_run(const BoxJob *job, const BoxLimits *limits, StrBuf *answer, BoxResult *ret, Error *err)
{
    int ends[2];

    if (pipe2(ends, O_CLOEXEC) < 0)
        return fail(err, ERR_IO, "cannot make a pipe for the parser: %s", strerror(errno));
    AUTO_CLOSE in = ends[0];
    pid_t pid = fork();
    if (pid == 0)
        child(job, limits, ends[1]);
    close(ends[1]);
    if (pid < 0)
        return fail(err, ERR_IO, "cannot start the parser's process: %s", strerror(errno));
    return attend(pid, in, limits, answer, ret, err);
}

Status box_exec(const char *path, const char *const *arguments, int original, const BoxLimits *limits,
                StrBuf *answer, BoxResult *ret, Error *err)
{
    int ends[2];

    if (pipe2(ends, O_CLOEXEC) < 0)
        return fail(err, ERR_IO, "cannot make a pipe for the parser: %s", strerror(errno));
    AUTO_CLOSE in = ends[0];
    pid_t pid = fork();
    if (pid == 0)
        child_program(path, arguments, original, ends[1]);
    close(ends[1]);
    if (pid < 0)
        return fail(err, ERR_IO, "cannot start the parser's process: %s", strerror(errno));
    return attend(pid, in, limits, answer, ret, err);
}
