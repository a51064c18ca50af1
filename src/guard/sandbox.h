/* sandbox.h -- a box for parsers of hostile files: a process that can compute and write its answer, and nothing
 * else.
 *
 * The parser is a program of its own, which inherits none of our memory (names, keys). No files, no network, no
 * new processes, no signals to others, no memory that becomes code; memory, CPU time, output and wall time are
 * capped. The answer comes back framed, so that one cut short is never taken for a whole one.
 */
#ifndef GUARD_SANDBOX_H
#define GUARD_SANDBOX_H

#include "base/err.h"
#include "base/strbuf.h"

#include <sys/types.h>

typedef struct BoxLimits {
    uint64_t memory;        /* bytes of address space beyond the input; not enforced under ASan */
    unsigned cpu_seconds;
    unsigned wall_seconds;
    uint64_t output;        /* bytes of answer */
} BoxLimits;

/* 1.5 GB, 20 s of CPU, 30 s of wall, 1 GiB */
extern const BoxLimits box_limits;

typedef enum BoxEnd {
    BOX_OK,
    BOX_FAILED,         /* the work itself said no */
    BOX_CRASHED,        /* a signal: a fault, or a forbidden call */
    BOX_TIMED_OUT,
    BOX_TOO_MUCH,       /* memory or output over the cap */
} BoxEnd;

typedef struct BoxResult {
    BoxEnd end;
    int    detail;          /* exit code or signal */
    char   reason[160];     /* one line for a person, "" when BOX_OK */
} BoxResult;

/* Run `path` with `arguments` (NULL-ended, the program's name first): its descriptor 0 is `original`,
 * 1 leads to us, its environment is fixed. It must end with box_answer. OK also when it crashed: look at ret->end.
 * *answer is filled only for BOX_OK. fails ERR_IO only when no box could be made. */
Status box_exec(const char *path, const char *const *arguments, int original, const BoxLimits *limits,
                StrBuf *answer, BoxResult *ret, Error *err);

/* ---- many originals, without loading the libraries anew for each ---- */

/* The program waits, its libraries loaded, and forks for each original; only the fork sees it, so that nothing goes
 * from one original to the next. { .pid = 0 } is one that is not started. */
typedef struct BoxServer {
    pid_t pid;
    int   socket;
} BoxServer;

#define BOX_REQUEST 1024        /* bytes of a request, NUL included */

/* As box_exec. The program is started when it does not run, and ended when a fork of it has to be. It gets
 * `request` from box_serve. */
Status box_server_run(BoxServer *server, const char *path, const char *const *arguments, const char *request,
                      int original, const BoxLimits *limits, StrBuf *answer, BoxResult *ret, Error *err);

void box_server_end(BoxServer *server);

/* ---- inside the program ---- */

/* Wait for requests. Returns in a fork for each, with descriptors 0 and 1 as box_exec has them; ends the process
 * when nobody will ask any more. */
void box_serve(char request[BOX_REQUEST]);

/* When all that needs files is loaded: shut every door. False: there is no box. */
bool box_shut(const BoxLimits *limits);

/* Last: hand the answer over when `code` is 0 (else a code from 1 to 99), and end. */
__attribute__((noreturn)) void box_answer(int code, const StrBuf *answer, const BoxLimits *limits);

#define BOX_NO_BOX 120      /* the code for box_answer when box_shut failed */

/* What a box is made of on this machine, in words for a person and a record: "seccomp, rlimits, landlock". */
const char *box_strength(void);

#endif
