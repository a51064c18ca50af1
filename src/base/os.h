/* os.h -- files and folders: what the system does, with errors a person can act on.
 *
 * Paths are NUL-terminated. Durable writes follow one order: write to a new
 * name, flush, rename, flush the folder.
 */
#ifndef BASE_OS_H
#define BASE_OS_H

#include "base/arena.h"
#include "base/err.h"

#include <sys/types.h>

/* A whole file, read or mapped, read-only. Release with os_unmap. */
typedef struct Mapped {
    Str   bytes;
    void *map;          /* NULL when the bytes live in no mapping (an empty file) */
    size_t map_len;     /* bytes of the mapping, which may begin before them */
} Mapped;

Status os_map(const char *path, Mapped *ret, Error *err);
void   os_unmap(Mapped *m);

/* Read everything from a descriptor (a pipe, standard input), at most `limit` bytes. */
Status os_read_all(Arena *arena, int fd, size_t limit, Str *ret, Error *err);

/* Read a small file whole into the arena; ERR_NOT_FOUND when there is none. */
Status os_read_file(Arena *arena, const char *path, size_t limit, Str *ret, Error *err);

Status os_write_all(int fd, Str bytes, Error *err);

typedef enum Durable { NOT_DURABLE, DURABLE } Durable;

/* Put `bytes` at `path` by rename, so that no reader sees half of them. DURABLE
 * also flushes the file and its folder; else the caller flushes a batch later. */
Status os_write_file(const char *path, Str bytes, mode_t mode, Durable durable, Error *err);

/* Folders that are missing on the way to `path`, and itself. The durable way also flushes the folder that each
 * new one stands in; else the caller flushes a batch later. */
Status os_make_dirs(const char *path, mode_t mode, Error *err);
Status os_make_dirs_durable(const char *path, mode_t mode, Error *err);
Status os_sync_dir(const char *path, Error *err);
Status os_sync_file(const char *path, Error *err);
Status os_sync_filesystem(const char *path, Error *err);    /* one syncfs for a batch */

bool os_exists(const char *path);
bool os_is_dir(const char *path);

/* What os_walk found: one regular file. */
typedef struct FoundFile {
    const char *path;       /* joined from the start path */
    Str         relative;   /* path below the start path; the base name for a file given itself */
    int64_t     size;       /* bytes */
    int64_t     mtime_ns;   /* since 1970 */
    uint64_t    inode, device;
} FoundFile;

/* Visit every regular file under `path` (or `path` itself) in byte order of
 * their names. Symbolic links to folders are not followed (a loop cannot
 * trap it); what cannot be read is handed to `trouble` with a reason and the
 * walk goes on. A visitor that returns another status than OK ends the walk. */
Status os_walk(Arena *arena, const char *path,
               Status (*visit)(void *context, const FoundFile *file, Error *err),
               void (*trouble)(void *context, const char *path, const char *why),
               void *context, Error *err);

/* `bytes` zeroed bytes from the system, each taken when it is first touched, in large pages where it has them: for
 * tables that are read all over the place. Running out ends the program, as in an arena. */
void *os_pages(size_t bytes);
void  os_pages_free(void *pages, size_t bytes);     /* NULL is fine */

/* "a/b" from "a" and "b". */
char *os_join(Arena *arena, Str folder, Str name);
Str   os_basename(Str path);

/* $XDG_DATA_HOME/dokaz or ~/.local/share/dokaz. */
Status os_data_home(Arena *arena, char **ret, Error *err);

#endif
