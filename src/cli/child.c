/* child.c -- see child.h. */
#include "cli/child.h"

#include "base/auto.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#define COMPLAINT_MAX 4096

extern char **environ;

static int64_t milliseconds(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return t.tv_sec * 1000ll + t.tv_nsec / 1000000;
}

/* What it says until it ends or its time is over. */
static size_t listen_to(int fd, int64_t until, char *text)
{
    size_t len = 0;
    char rest[512];

    for (;;) {
        struct pollfd p = { .fd = fd, .events = POLLIN };
        int64_t left = until - milliseconds();
        if (left <= 0 || poll(&p, 1, (int)left) <= 0)
            break;
        ssize_t n = len < COMPLAINT_MAX ? read(fd, text + len, COMPLAINT_MAX - len) : read(fd, rest, sizeof rest);
        if (n <= 0)
            break;
        if (len < COMPLAINT_MAX)
            len += (size_t)n;
    }
    return len;
}

static int wait_for(pid_t pid, int64_t until)
{
    int code = 0;
    pid_t done;

    while ((done = waitpid(pid, &code, WNOHANG)) == 0 && milliseconds() < until)
        nanosleep(&(struct timespec){ .tv_nsec = 5000000 }, NULL);
    if (done == 0) {
        kill(pid, SIGKILL);
        waitpid(pid, &code, 0);
        return -1;
    }
    return WIFEXITED(code) ? WEXITSTATUS(code) : -1;
}

/* "dokaz judge: why" -> "why"; its first line is the reason, what follows is help. */
static Str reason_of(Str text)
{
    Str line;

    str_cut(&text, '\n', &line);
    size_t colon = str_starts(line, S("dokaz ")) ? str_find(line, S(": "), 0) : SIZE_MAX;
    return colon == SIZE_MAX ? line : str_slice(line, colon + 2, line.len);
}

static Status start(char *const *argv, int *said, pid_t *pid, Error *err)
{
    int ends[2];
    posix_spawn_file_actions_t actions;
    posix_spawnattr_t attributes;
    sigset_t none;

    if (pipe2(ends, O_CLOEXEC) < 0)
        return fail(err, ERR_IO, "no pipe: %s", strerror(errno));
    sigemptyset(&none);
    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0);
    posix_spawn_file_actions_addopen(&actions, 1, "/dev/null", O_WRONLY, 0);
    posix_spawn_file_actions_adddup2(&actions, ends[1], 2);
    posix_spawnattr_init(&attributes);
    posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETSIGMASK);
    posix_spawnattr_setsigmask(&attributes, &none);     /* ours holds back the signals that end the server */
    int code = posix_spawn(pid, "/proc/self/exe", &actions, &attributes, argv, environ);
    posix_spawn_file_actions_destroy(&actions);
    posix_spawnattr_destroy(&attributes);
    close(ends[1]);
    *said = ends[0];
    if (code == 0)
        return OK;
    close(ends[0]);
    return fail(err, ERR_IO, "the command could not be started: %s", strerror(code));
}

Status child_run(Arena *arena, const char *dir, const Str *args, size_t count, int seconds, Error *err)
{
    char *argv[CHILD_ARGS + 4] = { arena_cstr(arena, S("dokaz")), arena_cstr(arena, S("-C")), arena_cstr(arena, str_of(dir)) };
    char text[COMPLAINT_MAX];
    int64_t until = milliseconds() + seconds * 1000ll;
    int said = -1;
    pid_t pid;

    if (count > CHILD_ARGS)
        return fail(err, ERR_USAGE, "too many words");
    for (size_t i = 0; i < count; i++) {
        if (memchr(args[i].ptr ? args[i].ptr : "", 0, args[i].len))
            return fail(err, ERR_USAGE, "a word holds a zero byte");
        argv[3 + i] = arena_cstr(arena, args[i]);
    }
    Status status = start(argv, &said, &pid, err);
    if (status != OK)
        return status;
    size_t len = listen_to(said, until, text);
    close(said);
    int code = wait_for(pid, until);
    if (code == 0)
        return OK;
    Str why = reason_of((Str){ text, len });
    return fail(err, code < 0 ? ERR_IO : ERR_REFUSED, STR_FMT, STR_ARG(why.len ? why : S("it took too long and was ended")));
}
