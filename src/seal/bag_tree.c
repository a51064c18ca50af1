/* bag_tree.c -- see bag_tree.h. */
#include "seal/bag_tree.h"

#include "base/os.h"

#include <dirent.h>
#include <errno.h>
#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

static bool is_empty(const char *dir)
{
    DIR *d = opendir(dir);
    int names = 0;

    while (d && names <= 2 && readdir(d))
        names++;
    if (d)
        closedir(d);
    return d && names <= 2;
}

Status tree_begin(Arena *arena, const char *dir, char **place, char **tmp, Error *err)
{
    Str path = str_of(dir);

    while (path.len > 1 && path.ptr[path.len - 1] == '/')
        path.len--;
    char *at = arena_cstr(arena, path);
    if (os_exists(at) && !(os_is_dir(at) && is_empty(at)))
        return fail(err, ERR_REFUSED, "%s is there already; name a new or an empty folder", at);
    char *growing = (char *)arena_printf(arena, "%s.unfinished-XXXXXX", at).ptr;
    if (mkdtemp(growing) == NULL)
        return fail(err, ERR_IO, "cannot make a folder beside %s: %s", at, strerror(errno));
    *place = at;
    *tmp = growing;
    return OK;
}

Status tree_end(const char *place, const char *tmp, Error *err)
{
    char parent[4096];
    Status status = os_sync_filesystem(tmp, err);

    if (status != OK)
        return status;
    if (rename(tmp, place) < 0)
        return fail(err, ERR_IO, "cannot name %s: %s", place, strerror(errno));
    snprintf(parent, sizeof parent, "%s/..", place);
    return os_sync_dir(parent, err);
}

static int remove_one(const char *path, const struct stat *st, int kind, struct FTW *at)
{
    (void)st, (void)kind, (void)at;
    remove(path);
    return 0;
}

void tree_remove(const char *dir)
{
    nftw(dir, remove_one, 16, FTW_DEPTH | FTW_PHYS);
}
