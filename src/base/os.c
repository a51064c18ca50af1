/* os.c -- see os.h. */
#include "base/os.h"

#include "base/auto.h"
#include "base/vec.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <sys/mman.h>
#include <sys/stat.h>

Status os_map(const char *path, Mapped *ret, Error *err)
{
    struct stat st;
    AUTO_CLOSE fd = open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK);

    if (fd < 0)
        return fail(err, errno == ENOENT ? ERR_NOT_FOUND : ERR_IO, "cannot open %s: %s", path,
                    strerror(errno));
    if (fstat(fd, &st) < 0)
        return fail(err, ERR_IO, "cannot look at %s: %s", path, strerror(errno));
    if (!S_ISREG(st.st_mode))
        return fail(err, ERR_BAD_INPUT, "%s is no regular file", path);
    if (st.st_size == 0) {
        *ret = (Mapped){ { "", 0 }, NULL, 0 };
        return OK;
    }
    void *map = mmap(NULL, (size_t)st.st_size, PROT_READ, MAP_PRIVATE, fd, 0);
    if (map == MAP_FAILED)
        return fail(err, ERR_IO, "cannot map %s: %s", path, strerror(errno));
    *ret = (Mapped){ { map, (size_t)st.st_size }, map, (size_t)st.st_size };
    return OK;
}

void os_unmap(Mapped *m)
{
    if (m->map)
        munmap(m->map, m->map_len);
    *m = (Mapped){ 0 };
}

Status os_read_all(Arena *arena, int fd, size_t limit, Str *ret, Error *err)
{
    AUTO_STRBUF b = { 0 };

    for (;;) {
        strbuf_reserve(&b, 1 << 16);
        ssize_t n = read(fd, b.ptr + b.len, 1 << 16);
        if (n < 0 && errno == EINTR)
            continue;
        if (n < 0)
            return fail(err, ERR_IO, "cannot read: %s", strerror(errno));
        if (n == 0)
            break;
        b.len += (size_t)n;
        if (b.len > limit)
            return fail(err, ERR_BAD_INPUT, "more than %zu bytes, the limit here", limit);
    }
    *ret = arena_str(arena, strbuf_str(&b));
    return OK;
}

Status os_read_file(Arena *arena, const char *path, size_t limit, Str *ret, Error *err)
{
    AUTO_CLOSE fd = open(path, O_RDONLY | O_CLOEXEC);
    Error inner = { 0 };

    if (fd < 0)
        return fail(err, errno == ENOENT ? ERR_NOT_FOUND : ERR_IO, "cannot open %s: %s", path,
                    strerror(errno));
    Status status = os_read_all(arena, fd, limit, ret, &inner);
    return status == OK ? OK : fail(err, status, "%s: %s", path, inner.text);
}

Status os_write_all(int fd, Str bytes, Error *err)
{
    while (bytes.len > 0) {
        ssize_t n = write(fd, bytes.ptr, bytes.len);
        if (n < 0 && errno == EINTR)
            continue;
        if (n < 0)
            return fail(err, ERR_IO, "cannot write: %s", strerror(errno));
        bytes.ptr += n;
        bytes.len -= (size_t)n;
    }
    return OK;
}

Status os_write_file(const char *path, Str bytes, mode_t mode, Durable durable, Error *err)
{
    char tmp[PATH_MAX], folder[PATH_MAX];
    const char *slash = strrchr(path, '/');
    size_t folder_len = slash ? (size_t)(slash - path) : 1;
    Error inner = { 0 };

    if (folder_len >= sizeof folder ||
        (size_t)snprintf(folder, sizeof folder, "%.*s", (int)folder_len, slash ? path : ".") >=
            sizeof folder ||
        (size_t)snprintf(tmp, sizeof tmp, "%s/.new-XXXXXX", slash == path ? "" : folder) >= sizeof tmp)
        return fail(err, ERR_BAD_INPUT, "path too long: %.200s", path);

    AUTO_CLOSE fd = mkostemp(tmp, O_CLOEXEC);
    if (fd < 0)
        return fail(err, ERR_IO, "cannot create a file in %s: %s", folder, strerror(errno));
    AUTO_UNLINK unfinished = tmp;           /* disarmed once the file has its name */

    Status status = os_write_all(fd, bytes, &inner);
    if (status != OK)
        return fail(err, status, "%s: %s", path, inner.text);
    if (fchmod(fd, mode) < 0)
        return fail(err, ERR_IO, "cannot set the mode of %s: %s", path, strerror(errno));
    if (durable == DURABLE && fsync(fd) < 0)
        return fail(err, ERR_IO, "cannot flush %s: %s", path, strerror(errno));
    if (rename(tmp, path) < 0)
        return fail(err, ERR_IO, "cannot name %s: %s", path, strerror(errno));
    unfinished = NULL;
    return durable == DURABLE ? os_sync_dir(slash == path ? "/" : folder, err) : OK;
}

static Status make_dirs(const char *path, mode_t mode, Durable durable, Error *err)
{
    char part[PATH_MAX];
    size_t len = strlen(path), parent = 0;

    if (len >= sizeof part)
        return fail(err, ERR_BAD_INPUT, "path too long: %.200s", path);
    for (size_t i = 1; i <= len; i++) {
        if (path[i] != '/' && path[i] != '\0')
            continue;
        memcpy(part, path, i);
        part[i] = '\0';
        bool made = mkdir(part, mode) == 0;
        if (!made && errno != EEXIST)
            return fail(err, ERR_IO, "cannot create the folder %s: %s", part, strerror(errno));
        if (made && durable == DURABLE) {
            part[parent] = '\0';
            Status status = os_sync_dir(parent ? part : path[0] == '/' ? "/" : ".", err);
            if (status != OK)
                return status;
        }
        parent = i;
    }
    return os_is_dir(path) ? OK : fail(err, ERR_IO, "%s is no folder", path);
}

Status os_make_dirs(const char *path, mode_t mode, Error *err)
{
    return make_dirs(path, mode, NOT_DURABLE, err);
}

Status os_make_dirs_durable(const char *path, mode_t mode, Error *err)
{
    return make_dirs(path, mode, DURABLE, err);
}

static Status sync_with(const char *path, int flags, int (*flush)(int), Error *err)
{
    AUTO_CLOSE fd = open(path, O_RDONLY | O_CLOEXEC | flags);

    if (fd < 0 || flush(fd) < 0)
        return fail(err, ERR_IO, "cannot flush %s: %s", path, strerror(errno));
    return OK;
}

Status os_sync_dir(const char *path, Error *err)        { return sync_with(path, O_DIRECTORY, fsync, err); }
Status os_sync_file(const char *path, Error *err)       { return sync_with(path, 0, fsync, err); }
Status os_sync_filesystem(const char *path, Error *err) { return sync_with(path, 0, syncfs, err); }

bool os_exists(const char *path)
{
    struct stat st;
    return lstat(path, &st) == 0;
}

bool os_is_dir(const char *path)
{
    struct stat st;
    return stat(path, &st) == 0 && S_ISDIR(st.st_mode);
}

typedef struct Walk {
    Arena  *arena;
    size_t  root_len;       /* length of the start path and its slash */
    Status (*visit)(void *, const FoundFile *, Error *);
    void   (*trouble)(void *, const char *, const char *);
    void   *context;
} Walk;

static int by_name(const void *a, const void *b)
{
    return strcmp(*(char *const *)a, *(char *const *)b);
}

static Status walk_any(Walk *w, const char *path, int depth, Error *err);

static Status walk_folder(Walk *w, const char *path, int depth, Error *err)
{
    VEC(char *) names = { 0 };
    DIR *dir = depth < 100 ? opendir(path) : NULL;

    if (dir == NULL) {
        w->trouble(w->context, path, depth < 100 ? strerror(errno) : "folders nested 100 deep");
        return OK;
    }
    for (struct dirent *e; (e = readdir(dir)); )
        if (strcmp(e->d_name, ".") != 0 && strcmp(e->d_name, "..") != 0)
            vec_push(w->arena, &names, arena_cstr(w->arena, str_of(e->d_name)));
    closedir(dir);
    if (names.count)
        qsort(names.at, names.count, sizeof *names.at, by_name);
    for (size_t i = 0; i < names.count; i++) {
        Status status = walk_any(w, os_join(w->arena, str_of(path), str_of(names.at[i])), depth + 1, err);
        if (status != OK)
            return status;
    }
    return OK;
}

static Status walk_any(Walk *w, const char *path, int depth, Error *err)
{
    struct stat st;

    if ((depth == 0 ? stat(path, &st) : lstat(path, &st)) < 0) {
        if (depth == 0)
            return fail(err, errno == ENOENT ? ERR_NOT_FOUND : ERR_IO, "cannot open %s: %s", path,
                        strerror(errno));
        w->trouble(w->context, path, strerror(errno));
        return OK;
    }
    if (S_ISLNK(st.st_mode)) {
        if (stat(path, &st) < 0 || !S_ISREG(st.st_mode)) {
            w->trouble(w->context, path, "a link that leads to no file; links to folders are not followed");
            return OK;
        }
    }
    if (S_ISDIR(st.st_mode))
        return walk_folder(w, path, depth, err);
    if (!S_ISREG(st.st_mode)) {
        w->trouble(w->context, path, "no regular file");
        return OK;
    }
    size_t skip = depth == 0 ? strlen(path) - os_basename(str_of(path)).len : w->root_len;
    FoundFile file = {
        .path = path, .relative = str_slice(str_of(path), skip, SIZE_MAX), .size = st.st_size,
        .mtime_ns = st.st_mtim.tv_sec * 1000000000ll + st.st_mtim.tv_nsec,
        .inode = st.st_ino, .device = st.st_dev,
    };
    return w->visit(w->context, &file, err);
}

Status os_walk(Arena *arena, const char *path,
               Status (*visit)(void *, const FoundFile *, Error *),
               void (*trouble)(void *, const char *, const char *), void *context, Error *err)
{
    Str start = str_of(path);

    while (start.len > 1 && start.ptr[start.len - 1] == '/')
        start.len--;
    Walk w = { arena, start.len + (start.len == 1 && start.ptr[0] == '/' ? 0 : 1), visit, trouble, context };
    return walk_any(&w, arena_cstr(arena, start), 0, err);
}

char *os_join(Arena *arena, Str folder, Str name)
{
    bool slash = folder.len > 0 && folder.ptr[folder.len - 1] == '/';
    return (char *)arena_printf(arena, STR_FMT "%s" STR_FMT, STR_ARG(folder), slash ? "" : "/",
                                STR_ARG(name)).ptr;
}

Str os_basename(Str path)
{
    for (size_t i = path.len; i > 0; i--)
        if (path.ptr[i - 1] == '/')
            return str_slice(path, i, path.len);
    return path;
}

Status os_data_home(Arena *arena, char **ret, Error *err)
{
    const char *data = getenv("XDG_DATA_HOME"), *home = getenv("HOME");

    if (data && data[0] == '/') {
        *ret = os_join(arena, str_of(data), S("dokaz"));
        return OK;
    }
    if (home == NULL || home[0] != '/')
        return fail(err, ERR_IO, "neither XDG_DATA_HOME nor HOME is set: no place for keys");
    *ret = os_join(arena, str_of(home), S(".local/share/dokaz"));
    return OK;
}

void *os_pages(size_t bytes)
{
    void *pages = mmap(NULL, bytes, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

    if (pages == MAP_FAILED) {
        fputs("dokaz: out of memory\n", stderr);
        exit(3);
    }
    madvise(pages, bytes, MADV_HUGEPAGE);       /* a wish: without it all is the same but slower */
    return pages;
}

void os_pages_free(void *pages, size_t bytes)
{
    if (pages)
        munmap(pages, bytes);
}
