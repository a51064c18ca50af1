/* sandbox.h -- a box for parsers of hostile files: a forked process that can compute
 * and write its answer, and nothing else.
 *
 * No new files, no network, no new processes, no signals to others; memory, CPU
 * time, output and wall time are capped. The answer comes back framed, so that
 * one cut short is never taken for a whole one.
 */
#ifndef GUARD_SANDBOX_H
#define GUARD_SANDBOX_H

#include "base/err.h"
#include "base/strbuf.h"

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

/* What runs inside. `prepare` (may be NULL) runs in the child before the box closes: load what
 * needs files, look at no input. `work` returns 0, or a code from 1 to 99. */
typedef struct BoxJob {
    int  (*prepare)(void *context);
    int  (*work)(void *context, StrBuf *answer);
    void  *context;
} BoxJob;

/* Run the job. OK also when the work crashed: look at ret->end. ERR_IO only when no box could be
 * made. *answer is filled only for BOX_OK. */
Status box_run(const BoxJob *job, const BoxLimits *limits, StrBuf *answer, BoxResult *ret, Error *err);

/* ---- the same with a program of its own, which inherits none of our memory ---- */

/* Run `path` with `arguments` (NULL-ended, the program's name first): its descriptor 0 is `original`,
 * 1 leads to us, its environment is fixed. It must end with box_answer. As box_run else. */
Status box_exec(const char *path, const char *const *arguments, int original, const BoxLimits *limits,
                StrBuf *answer, BoxResult *ret, Error *err);

/* Inside that program, when all that needs files is loaded: shut every door. False: there is no box. */
bool box_shut(const BoxLimits *limits);

/* Inside that program, last: hand the answer over when `code` is 0, and end. */
__attribute__((noreturn)) void box_answer(int code, const StrBuf *answer, const BoxLimits *limits);

#define BOX_NO_BOX 120      /* the code for box_answer when box_shut failed */

#endif
