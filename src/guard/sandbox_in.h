/* sandbox_in.h -- how a parser's process is started, waited for, and gives everything up. Private to guard/. */
#ifndef GUARD_SANDBOX_IN_H
#define GUARD_SANDBOX_IN_H

#include "guard/sandbox.h"

#include <sys/types.h>

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

/* A child that works on one original: `wait` until it is over, and end it at `end` (ms of box_clock; 0: at once).
 * *status is as waitpid's. False: it had to be ended. */
typedef struct BoxChild {
    bool (*wait)(void *context, int64_t end, int *status);
    void  *context;
} BoxChild;

/* ms that only go forward */
int64_t box_clock(void);

/* Is there something to read (or the other side closed) before `end`? */
bool box_readable(int fd, int64_t end);

/* Fork, and become the program in a narrowed process: 0 is `original`, 1 is `out` (< 0: nowhere). As fork else. */
pid_t box_start(const char *path, const char *const *arguments, int original, int out);

/* From the pipe of a child that runs to its answer; as box_exec. */
Status box_attend(const BoxChild *child, int in, const BoxLimits *limits, StrBuf *answer, BoxResult *ret, Error *err);

/* In the child, before it becomes the program at `path`: what follows reads the system's libraries and data and
 * that program, and nothing of ours; it starts no connection and touches no other process. */
bool box_narrow(const char *path);

/* The second step but for the filter of calls: limits, capabilities, descriptors, files, network. */
bool box_give_up(const BoxLimits *limits);

#endif
