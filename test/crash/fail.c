/* fail.c -- preloaded into a real program: one call of the system fails, or all from it on; or the disk is full.
 *
 *     FAIL_CALL=write FAIL_AT=17 FAIL_HOW=EIO [FAIL_STICKY=1] LD_PRELOAD=fail.so dokaz ...
 *     FAIL_QUOTA=4096     writes beyond so many bytes in all say ENOSPC
 *     FAIL_COUNT=/file    how often each was called, a line each
 *
 * HOW is EIO, ENOSPC, EINTR, ENOMEM or SHORT (half of the bytes). Calls are counted in the process that was
 * started; its children are left alone. Standard error is too, so that the error can be told.
 */
#undef _FILE_OFFSET_BITS        /* open and open64 are two names here */
#define _LARGEFILE64_SOURCE

#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

typedef enum Call {
    WRITE, PWRITE, READ, PREAD, OPEN, RENAME, FSYNC, FDATASYNC, SYNCFS, MKDIR, FTRUNCATE, MMAP, UNLINK, LINK, FCHMOD,
    FLOCK, FORK, PIPE, MALLOC, CALLS
} Call;
static const char *const call_names[CALLS] = {
    "write", "pwrite", "read", "pread", "open", "rename", "fsync", "fdatasync", "syncfs", "mkdir", "ftruncate", "mmap",
    "unlink", "link", "fchmod", "flock", "fork", "pipe", "malloc",
};
static const struct { const char *name; int number; } hows[] = {
    { "EIO", EIO }, { "ENOSPC", ENOSPC }, { "EINTR", EINTR }, { "ENOMEM", ENOMEM }, { "SHORT", 0 },
};

static struct {
    pid_t pid;              /* 0: not begun, nothing fails */
    long  count[CALLS], at, quota;
    Call  call;
    int   how;
    bool  sticky, limited;
    const char *report;
} f;

__attribute__((constructor)) static void begin(void)
{
    const char *call = getenv("FAIL_CALL"), *at = getenv("FAIL_AT"), *how = getenv("FAIL_HOW");
    const char *quota = getenv("FAIL_QUOTA");

    f.call = CALLS;
    for (int i = 0; call && i < CALLS; i++)
        if (strcmp(call, call_names[i]) == 0)
            f.call = (Call)i;
    for (size_t i = 0; how && i < sizeof hows / sizeof *hows; i++)
        if (strcmp(how, hows[i].name) == 0)
            f.how = hows[i].number;
    f.at = at ? atol(at) : 0;
    f.sticky = getenv("FAIL_STICKY") != NULL;
    f.limited = quota != NULL;
    f.quota = quota ? atol(quota) : 0;
    f.report = getenv("FAIL_COUNT");
    f.pid = getpid();
}

__attribute__((destructor)) static void end(void)
{
    char text[64];

    if (!f.report || f.pid != getpid())
        return;
    pid_t pid = f.pid;
    f.pid = 0;
    int fd = (int)syscall(SYS_openat, AT_FDCWD, f.report, O_WRONLY | O_CREAT | O_TRUNC, 0600);
    for (int i = 0; i < CALLS; i++)
        syscall(SYS_write, fd, text, snprintf(text, sizeof text, "%s %ld\n", call_names[i], f.count[i]));
    syscall(SYS_close, fd);
    f.pid = pid;
}

/* Does this call fail? 1: with errno; 2: half of it is done. */
static int strikes(Call call)
{
    if (f.pid == 0 || f.pid != getpid())
        return 0;
    long n = ++f.count[call];
    if (call != f.call || n < f.at || (n > f.at && !f.sticky))
        return 0;
    errno = f.how;
    return f.how ? 1 : 2;
}

#define REAL(name) static __typeof__(name) *real; if (!real) real = (__typeof__(name) *)dlsym(RTLD_NEXT, #name)

/* Bytes that may still be written; fills errno when there are none. */
static size_t room(size_t size)
{
    if (!f.limited || f.pid != getpid())
        return size;
    if (f.quota <= 0) {
        errno = ENOSPC;
        return 0;
    }
    return size < (size_t)f.quota ? size : (size_t)f.quota;
}

static ssize_t spent(ssize_t n)
{
    if (n > 0 && f.limited && f.pid == getpid())
        f.quota -= n;
    return n;
}

ssize_t write(int fd, const void *bytes, size_t size)
{
    REAL(write);
    if (fd == 2)
        return real(fd, bytes, size);
    int strike = strikes(WRITE);
    if (strike == 1)
        return -1;
    if (strike == 2 && size > 1)
        size /= 2;
    if (fd != 1 && size) {
        size = room(size);
        if (size == 0)
            return -1;
    }
    ssize_t n = real(fd, bytes, size);
    return fd == 1 ? n : spent(n);
}

#define PWRITES(name, offset)                                                                   \
    ssize_t name(int fd, const void *bytes, size_t size, offset at)                             \
    {                                                                                           \
        REAL(name);                                                                             \
        int strike = strikes(PWRITE);                                                           \
        if (strike == 1)                                                                        \
            return -1;                                                                          \
        size = strike == 2 && size > 1 ? size / 2 : size;                                       \
        size_t fits = room(size);                                                               \
        return fits || size == 0 ? spent(real(fd, bytes, fits, at)) : -1;                       \
    }
PWRITES(pwrite, off_t)
PWRITES(pwrite64, off64_t)

ssize_t read(int fd, void *bytes, size_t size)
{
    REAL(read);
    int strike = strikes(READ);
    return strike == 1 ? -1 : real(fd, bytes, strike == 2 && size > 1 ? size / 2 : size);
}

#define PREADS(name, offset)                                                                    \
    ssize_t name(int fd, void *bytes, size_t size, offset at)                                   \
    {                                                                                           \
        REAL(name);                                                                             \
        int strike = strikes(PREAD);                                                            \
        return strike == 1 ? -1 : real(fd, bytes, strike == 2 && size > 1 ? size / 2 : size, at);   \
    }
PREADS(pread, off_t)
PREADS(pread64, off64_t)

#define OPENS(name)                                                                             \
    int name(const char *path, int flags, ...);                                                 \
    int name(const char *path, int flags, ...)                                                  \
    {                                                                                           \
        REAL(name);                                                                             \
        mode_t mode = 0;                                                                        \
        va_list args;                                                                           \
        va_start(args, flags);                                                                  \
        if (flags & O_CREAT)                                                                    \
            mode = va_arg(args, mode_t);                                                        \
        va_end(args);                                                                           \
        return strikes(OPEN) ? -1 : real(path, flags, mode);                                    \
    }
OPENS(open)
OPENS(open64)

/* Calls that are passed on as they are, or fail with -1. */
#define PASS(call, type, name, parameters, arguments)                                           \
    type name parameters;                                                                       \
    type name parameters                                                                        \
    {                                                                                           \
        REAL(name);                                                                             \
        return strikes(call) ? -1 : real arguments;                                             \
    }
PASS(OPEN, int, __open_2, (const char *path, int flags), (path, flags))
PASS(OPEN, int, __open64_2, (const char *path, int flags), (path, flags))
PASS(OPEN, int, mkostemp, (char *path, int flags), (path, flags))
PASS(OPEN, int, mkostemp64, (char *path, int flags), (path, flags))
PASS(RENAME, int, rename, (const char *from, const char *to), (from, to))
PASS(LINK, int, link, (const char *from, const char *to), (from, to))
PASS(FSYNC, int, fsync, (int fd), (fd))
PASS(FDATASYNC, int, fdatasync, (int fd), (fd))
PASS(SYNCFS, int, syncfs, (int fd), (fd))
PASS(MKDIR, int, mkdir, (const char *path, mode_t mode), (path, mode))
PASS(FTRUNCATE, int, ftruncate, (int fd, off_t size), (fd, size))
PASS(FTRUNCATE, int, ftruncate64, (int fd, off64_t size), (fd, size))
PASS(UNLINK, int, unlink, (const char *path), (path))
PASS(FCHMOD, int, fchmod, (int fd, mode_t mode), (fd, mode))
PASS(FLOCK, int, flock, (int fd, int how), (fd, how))
PASS(FORK, pid_t, fork, (void), ())
PASS(PIPE, int, pipe2, (int ends[2], int flags), (ends, flags))

#define MMAPS(name, offset)                                                                     \
    void *name(void *at, size_t size, int protection, int flags, int fd, offset from)           \
    {                                                                                           \
        REAL(name);                                                                             \
        return strikes(MMAP) ? MAP_FAILED : real(at, size, protection, flags, fd, from);        \
    }
MMAPS(mmap, off_t)
MMAPS(mmap64, off64_t)

/* Memory: glibc's own functions stand behind these, so that dlsym may ask for some too. Not for programs
 * that bring an allocator of their own (sanitizers): built there, this part is left out. */
#ifdef FAIL_MALLOC
void *__libc_malloc(size_t size);
void *__libc_calloc(size_t count, size_t size);
void *__libc_realloc(void *old, size_t size);

void *malloc(size_t size)
{
    return strikes(MALLOC) ? NULL : __libc_malloc(size);
}

void *calloc(size_t count, size_t size)
{
    return strikes(MALLOC) ? NULL : __libc_calloc(count, size);
}

void *realloc(void *old, size_t size)
{
    return strikes(MALLOC) ? NULL : __libc_realloc(old, size);
}
#endif
