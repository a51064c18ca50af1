/* sandbox_test.c -- every end of a parser is told apart, with one process for each original and with a server.
 *
 * The program runs itself as the parser: `sandbox_test WORK`, `sandbox_test serve`.
 */
#include "check.h"
#include "base/auto.h"
#include "guard/sandbox.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <signal.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <time.h>

static const BoxLimits small = { .memory = 64 << 20, .cpu_seconds = 1, .wall_seconds = 2, .output = 1 << 20 };

/* ---- inside ---- */

static int works(StrBuf *answer)
{
    char original[64];
    ssize_t len = read(0, original, sizeof original);

    strbuf_add(answer, (Str){ original, len > 0 ? (size_t)len : 0 });
    return 0;
}

static int loops(StrBuf *answer)
{
    (void)answer;
    for (volatile unsigned n = 0; n != 1; )
        n += 2;
    return 0;
}

static int sleeps(StrBuf *answer)
{
    (void)answer;
    nanosleep(&(struct timespec){ 600, 0 }, NULL);
    return 0;
}

/* Whoever only waits for the end of the answer would wait for ever. */
static int hides(StrBuf *answer)
{
    close(1);
    return sleeps(answer);
}

static int faults(StrBuf *answer)
{
    (void)answer;
    __builtin_trap();
}

static int aborts(StrBuf *answer)
{
    (void)answer;
    signal(SIGABRT, SIG_DFL);
    abort();
}

static int gives_up(StrBuf *answer)
{
    strbuf_add(answer, S("half"));
    return 7;
}

static int floods(StrBuf *answer)
{
    for (int i = 0; i < 3 << 20; i++)
        strbuf_char(answer, 'x');
    return 0;
}

/* Not through the answer, and past any cap on it. */
static int pours(StrBuf *answer)
{
    (void)answer;
    while (write(1, "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx", 32) > 0)
        ;
    return 0;
}

static int hoards(StrBuf *answer)
{
    strbuf_reserve(answer, (size_t)8 << 30);
    return 0;
}

static int writes_half(StrBuf *answer)
{
    (void)answer;
    if (write(1, "DOKAZBOX\xFF\0\0\0\0\0\0\0half", 20) == 20)
        _exit(0);
    return 1;
}

/* Says whether it finds what an earlier one left behind. */
static int remembers(StrBuf *answer)
{
    static int seen;

    strbuf_char(answer, seen++ ? 'y' : 'n');
    strbuf_char(answer, getenv("DOKAZ_SECRET") ? 'y' : 'n');
    return 0;
}

static int forks(StrBuf *answer)
{
    strbuf_char(answer, fork() < 0 ? 'n' : 'y');
    return 0;
}

static const struct Row {
    const char *name;
    int       (*work)(StrBuf *answer);
    BoxEnd      end;
    int         detail;
    const char *answer, *reason;
} rows[] = {
    { "works", works, BOX_OK, 0, "original", "" },
    { "remembers", remembers, BOX_OK, 0, "nn", "" },
    { "remembers", remembers, BOX_OK, 0, "nn", "" },
    { "loops", loops, BOX_TIMED_OUT, 0, "", "the parser took too long (limits: 1 s of computing, 2 s in all)" },
    { "sleeps", sleeps, BOX_TIMED_OUT, 0, "", "the parser took too long (limits: 1 s of computing, 2 s in all)" },
    { "hides", hides, BOX_TIMED_OUT, 0, "", "the parser took too long (limits: 1 s of computing, 2 s in all)" },
    { "faults", faults, BOX_CRASHED, SIGILL, "", "the parser crashed" },
    { "aborts", aborts, BOX_CRASHED, SIGABRT, "", "the parser crashed" },
    { "forks", forks, BOX_CRASHED, SIGSYS, "", "the parser tried something that its box forbids" },
    { "gives up", gives_up, BOX_FAILED, 7, "", "the parser gave up" },
    { "floods", floods, BOX_TOO_MUCH, 0, "", "the parser's output is over the limit" },
    { "pours", pours, BOX_TOO_MUCH, 0, "", "the parser's output is over the limit" },
    { "hoards", hoards, BOX_TOO_MUCH, 0, "", "the parser needs more memory than it may have" },
    { "writes half", writes_half, BOX_CRASHED, 0, "", "the parser's answer is cut short" },
    { "works", works, BOX_OK, 0, "original", "" },
};

__attribute__((noreturn)) static void parse(const char *name)
{
    StrBuf answer = { 0 };
    int code = BOX_NO_BOX;

    signal(SIGILL, SIG_DFL);        /* from ASan */
    if (box_shut(&small))
        for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
            if (strcmp(rows[i].name, name) == 0) {
                code = rows[i].work(&answer);
                break;
            }
    box_answer(code, &answer, &small);
}

/* ---- outside ---- */

static void check_row(const struct Row *row, const BoxResult *r, Str answer, const char *way)
{
    char about[64];

    snprintf(about, sizeof about, "%s, %s", row->name, way);
    CHECK_INT(r->end, row->end, about);
    CHECK_INT(r->detail, row->detail, about);
    CHECK_STR(answer, str_of(row->answer));
    CHECK_STR(str_of(r->reason), str_of(row->reason));
}

/* 1: each in a program of its own; 2: one server for all. */
static void run_rows(const char *self, int original)
{
    BoxServer server = { 0 };
    Error err = { 0 };

    for (size_t i = 0; i < 2 * (sizeof rows / sizeof *rows); i++) {
        const struct Row *row = &rows[i / 2];
        AUTO_STRBUF answer = { 0 };
        BoxResult r = { 0 };
        lseek(original, 0, SEEK_SET);
        if (i % 2)
            CHECK_INT(box_server_run(&server, self, (const char *[]){ "test", "serve", NULL }, row->name, original, &small,
                                     &answer, &r, &err), OK, err.text);
        else
            CHECK_INT(box_exec(self, (const char *[]){ "test", row->name, NULL }, original, &small, &answer, &r, &err),
                      OK, err.text);
        check_row(row, &r, strbuf_str(&answer), i % 2 ? "server" : "program");
    }
    pid_t pid = server.pid;
    box_server_end(&server);
    CHECK(pid > 0 && kill(pid, 0) < 0 && errno == ESRCH, "the server has ended");
    CHECK(waitpid(-1, NULL, WNOHANG) < 0 && errno == ECHILD, "no child is left");
}

/* A server that dies between two originals is started again; one that cannot start is an error. */
static void test_lost_server(const char *self, int original)
{
    BoxServer server = { 0 };
    AUTO_STRBUF answer = { 0 };
    BoxResult r = { 0 };
    Error err = { 0 };
    const char *arguments[] = { "test", "serve", NULL };

    CHECK_INT(box_server_run(&server, self, arguments, "gives up", original, &small, &answer, &r, &err), OK, err.text);
    kill(server.pid, SIGKILL);
    waitid(P_PID, (id_t)server.pid, &(siginfo_t){ 0 }, WEXITED | WNOWAIT);
    CHECK_INT(box_server_run(&server, self, arguments, "gives up", original, &small, &answer, &r, &err), OK, err.text);
    CHECK_INT(r.detail, 7, "it works again");
    box_server_end(&server);

    CHECK_INT(box_exec("/nowhere/worker", arguments, original, &small, &answer, &r, &err), ERR_IO, "no program");
    CHECK_INT(box_server_run(&server, "/nowhere/worker", arguments, "works", original, &small, &answer, &r, &err), ERR_IO,
              "no server");
    box_server_end(&server);
}

int main(int argc, char **argv)
{
    char self[PATH_MAX] = "", request[BOX_REQUEST];

    if (argc == 2 && strcmp(argv[1], "serve") == 0) {
        box_serve(request);
        parse(request);
    }
    if (argc == 2)
        parse(argv[1]);
    CHECK(readlink("/proc/self/exe", self, sizeof self - 1) > 0, "itself");
    setenv("DOKAZ_SECRET", "a name", 1);
    AUTO_CLOSE original = memfd_create("original", MFD_CLOEXEC);
    CHECK(write(original, "original", 8) == 8, "an original");
    /* proves P18, P136 */
    run_rows(self, original);
    test_lost_server(self, original);
    CHECK(str_starts(str_of(box_strength()), S("seccomp, rlimits")), box_strength());
    return test_end();
}
