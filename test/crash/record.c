/* record.c -- preloaded into a real program: writes down what it does to the files below one folder.
 *
 *     RECORD_ROOT=/folder RECORD_LOG=/file LD_PRELOAD=record.so dokaz ...
 *
 * Only calls that were successful are written down, with their data, in the order in which they ended.
 * Reading, modes and locks change nothing and are left out. SQLite's -shm file is mapped, not written, so it
 * is not seen; it is made anew after a crash anyway.
 */
#undef _FILE_OFFSET_BITS        /* open and open64 are two names here */
#define _LARGEFILE64_SOURCE

#include "crash/record.h"

#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/uio.h>
#include <unistd.h>

#define DESCRIPTORS 1024
#define LOG_FD      900         /* out of the way of what the program opens */

static struct {
    int      log;               /* -1: nothing is written down */
    char     root[PATH_MAX];
    size_t   root_len;
    uint64_t handle[DESCRIPTORS];   /* 0: not below the folder, or not open for writing */
    uint64_t count;
} rec = { .log = -1 };

/* The libraries' own function behind the one here. */
#define REAL(name) static __typeof__(name) *real; if (!real) real = (__typeof__(name) *)dlsym(RTLD_NEXT, #name)

static void put(RecordKind kind, uint64_t handle, uint64_t value, const char *path, const void *data, size_t size)
{
    int saved = errno;
    struct iovec parts[3];
    RecordHead head = { .kind = (uint32_t)kind, .path = path ? (uint32_t)strlen(path) : 0, .data = (uint32_t)size,
                        .handle = handle, .value = value };
    REAL(writev);

    parts[0] = (struct iovec){ &head, sizeof head };
    parts[1] = (struct iovec){ (void *)(uintptr_t)path, head.path };
    parts[2] = (struct iovec){ (void *)(uintptr_t)data, size };
    if (real(rec.log, parts, 3) != (ssize_t)(sizeof head + head.path + size)) {
        static const char lost[] = "record.so: the log cannot be written\n";
        (void)!write(2, lost, sizeof lost - 1);
        _exit(99);
    }
    errno = saved;
}

/* The path below the folder, or NULL. The folder itself is "". */
static const char *below(const char *path)
{
    if (rec.log < 0 || !path || strncmp(path, rec.root, rec.root_len) != 0)
        return NULL;
    return path[rec.root_len] == '/' ? path + rec.root_len + 1 : path[rec.root_len] ? NULL : "";
}

static uint64_t handle_of(int fd)
{
    return rec.log >= 0 && fd >= 0 && fd < DESCRIPTORS ? rec.handle[fd] : 0;
}

static int opened(int fd, const char *path, uint64_t how)
{
    const char *name = below(path);

    if (fd < 0 || fd >= DESCRIPTORS || rec.log < 0)
        return fd;
    rec.handle[fd] = 0;
    if (name) {
        rec.handle[fd] = (uint64_t)getpid() << 32 | ++rec.count;
        put(RECORD_OPEN, rec.handle[fd], how, name, NULL, 0);
    }
    return fd;
}

__attribute__((constructor)) static void begin(void)
{
    const char *root = getenv("RECORD_ROOT"), *log = getenv("RECORD_LOG");

    if (!root || !log)
        return;
    snprintf(rec.root, sizeof rec.root, "%s", root);
    rec.root_len = strlen(rec.root);
    int fd = open(log, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
    rec.log = fcntl(fd, F_DUPFD_CLOEXEC, LOG_FD);
    close(fd);
}

/* open by all its names: what it makes is seen by looking before. */
#define OPEN(name)                                                                              \
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
        bool made = flags & O_CREAT && below(path) && access(path, F_OK) < 0;                   \
        return opened(real(path, flags, mode), path, made ? 1 : flags & O_TRUNC ? 2 : 0);       \
    }
OPEN(open)
OPEN(open64)

#define OPEN_2(name)                                                                            \
    int name(const char *path, int flags);                                                      \
    int name(const char *path, int flags)                                                       \
    {                                                                                           \
        REAL(name);                                                                             \
        return opened(real(path, flags), path, flags & O_TRUNC ? 2 : 0);                        \
    }
OPEN_2(__open_2)
OPEN_2(__open64_2)

#define MKOSTEMP(name)                                                                          \
    int name(char *path, int flags);                                                            \
    int name(char *path, int flags)                                                             \
    {                                                                                           \
        REAL(name);                                                                             \
        int fd = real(path, flags);                                                             \
        return opened(fd, path, 1);                                                             \
    }
MKOSTEMP(mkostemp)
MKOSTEMP(mkostemp64)

int close(int fd)
{
    REAL(close);
    if (fd >= 0 && fd < DESCRIPTORS)
        rec.handle[fd] = 0;
    return real(fd);
}

ssize_t write(int fd, const void *bytes, size_t size)
{
    REAL(write);
    uint64_t handle = handle_of(fd);
    off_t at = handle ? lseek(fd, 0, fcntl(fd, F_GETFL) & O_APPEND ? SEEK_END : SEEK_CUR) : 0;
    ssize_t n = real(fd, bytes, size);
    if (n > 0 && handle)
        put(RECORD_WRITE, handle, (uint64_t)at, NULL, bytes, (size_t)n);
    return n;
}

#define PWRITE(name, offset)                                                                    \
    ssize_t name(int fd, const void *bytes, size_t size, offset at);                            \
    ssize_t name(int fd, const void *bytes, size_t size, offset at)                             \
    {                                                                                           \
        REAL(name);                                                                             \
        ssize_t n = real(fd, bytes, size, at);                                                  \
        if (n > 0 && handle_of(fd))                                                             \
            put(RECORD_WRITE, handle_of(fd), (uint64_t)at, NULL, bytes, (size_t)n);             \
        return n;                                                                               \
    }
PWRITE(pwrite, off_t)
PWRITE(pwrite64, off64_t)

#define TRUNCATE(name, offset)                                                                  \
    int name(int fd, offset size);                                                              \
    int name(int fd, offset size)                                                               \
    {                                                                                           \
        REAL(name);                                                                             \
        int e = real(fd, size);                                                                 \
        if (e == 0 && handle_of(fd))                                                            \
            put(RECORD_TRUNCATE, handle_of(fd), (uint64_t)size, NULL, NULL, 0);                 \
        return e;                                                                               \
    }
TRUNCATE(ftruncate, off_t)
TRUNCATE(ftruncate64, off64_t)

#define SYNC(name, kind)                                                                        \
    int name(int fd)                                                                            \
    {                                                                                           \
        REAL(name);                                                                             \
        int e = real(fd);                                                                       \
        if (e == 0 && handle_of(fd))                                                            \
            put(kind, handle_of(fd), 0, NULL, NULL, 0);                                         \
        return e;                                                                               \
    }
SYNC(fsync, RECORD_FSYNC)
SYNC(fdatasync, RECORD_FSYNC)
SYNC(syncfs, RECORD_SYNCFS)

#define TWO_PATHS(name, kind)                                                                   \
    int name(const char *from, const char *to)                                                  \
    {                                                                                           \
        REAL(name);                                                                             \
        int e = real(from, to);                                                                 \
        if (e == 0 && below(from) && below(to))                                                 \
            put(kind, 0, 0, below(from), below(to), strlen(below(to)));                         \
        return e;                                                                               \
    }
TWO_PATHS(rename, RECORD_RENAME)
TWO_PATHS(link, RECORD_LINK)

#define ONE_PATH(name, kind)                                                                    \
    int name(const char *path)                                                                  \
    {                                                                                           \
        REAL(name);                                                                             \
        int e = real(path);                                                                     \
        if (e == 0 && below(path))                                                              \
            put(kind, 0, 0, below(path), NULL, 0);                                              \
        return e;                                                                               \
    }
ONE_PATH(unlink, RECORD_UNLINK)
ONE_PATH(rmdir, RECORD_RMDIR)

int mkdir(const char *path, mode_t mode)
{
    REAL(mkdir);
    int e = real(path, mode);
    if (e == 0 && below(path))
        put(RECORD_MKDIR, 0, 0, below(path), NULL, 0);
    return e;
}
