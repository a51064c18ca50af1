/* sandbox_test.c -- every door that a parser could try is shut, and every end is told apart. */
#include "check.h"
#include "base/auto.h"
#include "guard/sandbox.h"

#include <fcntl.h>
#include <signal.h>
#include <sys/socket.h>
#include <sys/wait.h>

static const BoxLimits small = { .memory = 64 << 20, .cpu_seconds = 1, .wall_seconds = 2, .output = 1 << 20 };

static int works(void *context, StrBuf *answer)
{
    strbuf_add(answer, *(Str *)context);
    return 0;
}

/* Files: each attempt that succeeds adds its letter. */
static int opens_files(void *context, StrBuf *answer)
{
    (void)context;
    if (open("/etc/passwd", O_RDONLY) >= 0)
        strbuf_char(answer, 'r');
    if (open("/tmp/dokaz-box-escape", O_WRONLY | O_CREAT, 0600) >= 0)
        strbuf_char(answer, 'w');
    if (access("/", R_OK) == 0)
        strbuf_char(answer, 'a');
    if (unlink("/tmp/dokaz-box-probe") == 0)
        strbuf_char(answer, 'u');
    if (socket(AF_INET, SOCK_STREAM, 0) >= 0 || socket(AF_UNIX, SOCK_STREAM, 0) >= 0)
        strbuf_char(answer, 's');
    char byte;
    for (int fd = 3; fd < 64; fd++)
        if (read(fd, &byte, 1) >= 0 || write(fd, "", 0) >= 0)
            strbuf_char(answer, 'f');
    if (read(0, &byte, 1) > 0)
        strbuf_char(answer, 'i');
    strbuf_char(answer, '.');
    return 0;
}

static int forks(void *context, StrBuf *answer)
{
    (void)context;
    strbuf_char(answer, fork() < 0 ? 'n' : 'y');
    return 0;
}

static int runs(void *context, StrBuf *answer)
{
    (void)context;
    execl("/bin/true", "true", (char *)NULL);
    strbuf_char(answer, 'n');
    return 0;
}

static int kills_parent(void *context, StrBuf *answer)
{
    (void)answer;
    kill(*(pid_t *)context, SIGTERM);
    return 0;
}

static int renames(void *context, StrBuf *answer)
{
    (void)context;
    (void)answer;
    rename("/tmp/dokaz-box-probe", "/tmp/dokaz-box-moved");
    return 0;
}

static int loops(void *context, StrBuf *answer)
{
    (void)answer;
    for (volatile unsigned *n = context; *n != 1; )
        *n += 2;
    return 0;
}

static int faults(void *context, StrBuf *answer)
{
    (void)context;
    (void)answer;
    raise(SIGTRAP);
    __builtin_trap();
}

static int gives_up(void *context, StrBuf *answer)
{
    (void)context;
    strbuf_add(answer, S("half"));
    return 7;
}

static int floods(void *context, StrBuf *answer)
{
    (void)context;
    for (int i = 0; i < 3 << 20; i++)
        strbuf_char(answer, 'x');
    return 0;
}

static int hoards(void *context, StrBuf *answer)
{
    (void)context;
    strbuf_reserve(answer, (size_t)8 << 30);
    return 0;
}

static int writes_half(void *context, StrBuf *answer)
{
    (void)context;
    (void)answer;
    if (write(1, "DOKAZBOX\xFF\0\0\0\0\0\0\0half", 20) == 20)
        _exit(0);
    return 1;
}

static BoxResult run(int (*work)(void *, StrBuf *), void *context, StrBuf *answer)
{
    BoxResult r = { 0 };
    Error err = { 0 };
    BoxJob job = { .work = work, .context = context };

    strbuf_clear(answer);
    CHECK_INT(box_run(&job, &small, answer, &r, &err), OK, err.text);
    return r;
}

int main(void)
{
    AUTO_STRBUF answer = { 0 };
    Str hello = S("hello \0 there");
    pid_t me = getpid();
    unsigned n = 0;
    int probe = open("/tmp/dokaz-box-probe", O_WRONLY | O_CREAT, 0600);

    CHECK_INT(run(works, &hello, &answer).end, BOX_OK, "works");
    CHECK_STR(strbuf_str(&answer), hello);
    /* proves P18 */
    CHECK_INT(run(opens_files, NULL, &answer).end, BOX_OK, "files");
    CHECK_STR(strbuf_str(&answer), S("."));
    CHECK_INT(run(forks, NULL, &answer).end, BOX_CRASHED, "fork");
    CHECK_INT(run(runs, NULL, &answer).end, BOX_CRASHED, "exec");
    CHECK_INT(run(kills_parent, &me, &answer).end, BOX_CRASHED, "kill");
    CHECK_INT(run(renames, NULL, &answer).end, BOX_CRASHED, "rename");
    CHECK(access("/tmp/dokaz-box-probe", F_OK) == 0, "the probe is where it was");
    CHECK(access("/tmp/dokaz-box-escape", F_OK) != 0, "nothing was written");
    CHECK_INT(run(loops, &n, &answer).end, BOX_TIMED_OUT, "loop");
    CHECK_INT(run(faults, NULL, &answer).end, BOX_CRASHED, "fault");
    BoxResult r = run(gives_up, NULL, &answer);
    CHECK_INT(r.end, BOX_FAILED, "gives up");
    CHECK_INT(r.detail, 7, "code");
    CHECK_INT(answer.len, 0, "no half answers");
    CHECK_INT(run(floods, NULL, &answer).end, BOX_TOO_MUCH, "flood");
#ifndef __SANITIZE_ADDRESS__
    CHECK_INT(run(hoards, NULL, &answer).end, BOX_TOO_MUCH, "memory");
#else
    (void)hoards;
#endif
    r = run(writes_half, NULL, &answer);
    CHECK_INT(r.end, BOX_CRASHED, "cut short");
    CHECK_STR(str_of(r.reason), S("the parser's answer is cut short"));
    close(probe);
    unlink("/tmp/dokaz-box-probe");
    return test_end();
}
