/* bag_walk.c -- which files are in a bag; see bag_inside.h. */
#include "seal/bag_inside.h"

#include "base/auto.h"
#include "base/os.h"

#include <dirent.h>
#include <errno.h>
#include <limits.h>
#include <sys/stat.h>

#define DEPTH_MAX 200       /* folders in folders */

static int by_bytes(const void *a, const void *b)
{
    return str_cmp(*(const Str *)a, *(const Str *)b);
}

/* A link may stand for a file of the same bag, and for nothing else. */
static bool link_stays(Bag *bag, const char *path, struct stat *st)
{
    char root[PATH_MAX], target[PATH_MAX];

    if (realpath(bag->dir, root) == NULL || realpath(path, target) == NULL || stat(path, st) < 0)
        return false;
    size_t len = strlen(root);
    return strncmp(target, root, len) == 0 && target[len] == '/' && S_ISREG(st->st_mode);
}

static Status walk_folder(Bag *bag, Str below, int depth, Error *err);

static Status take(Bag *bag, Str path, int depth, Error *err)
{
    char *full = os_join(bag->arena, str_of(bag->dir), path);
    struct stat st;

    if (lstat(full, &st) < 0) {
        bag_error(bag, path, "cannot be read: %s", strerror(errno));
        return OK;
    }
    if (S_ISDIR(st.st_mode) && depth < DEPTH_MAX)
        return walk_folder(bag, path, depth + 1, err);
    if (S_ISLNK(st.st_mode) && link_stays(bag, full, &st))
        bag_warn(bag, path, "is a link to another file of the bag; copying may lose it");
    else if (!S_ISREG(st.st_mode)) {
        bag_error(bag, path, "%s", S_ISLNK(st.st_mode) ? "is a link that leads out of the bag or nowhere" :
                  S_ISDIR(st.st_mode) ? "lies too deep in folders" : "is no regular file");
        bag->unsafe = true;
        return OK;
    }
    BagFile file = { .path = path, .size = st.st_size, .payload = str_starts(path, S("data/")) };
    vec_push(bag->arena, &bag->files, file);
    return OK;
}

static Status walk_folder(Bag *bag, Str below, int depth, Error *err)
{
    char *full = below.len ? os_join(bag->arena, str_of(bag->dir), below) : arena_cstr(bag->arena, str_of(bag->dir));
    VEC(Str) names = { 0 };
    DIR *d = opendir(full);
    Status status = OK;

    if (d == NULL && below.len == 0)
        return fail(err, errno == ENOENT ? ERR_NOT_FOUND : ERR_IO, "cannot open the folder %s: %s", full,
                    strerror(errno));
    if (d == NULL) {
        bag_error(bag, below, "cannot be read: %s", strerror(errno));
        return OK;
    }
    for (struct dirent *e; (e = readdir(d)); )
        if (strcmp(e->d_name, ".") != 0 && strcmp(e->d_name, "..") != 0)
            vec_push(bag->arena, &names, arena_str(bag->arena, str_of(e->d_name)));
    closedir(d);
    if (names.count)
        qsort(names.at, names.count, sizeof *names.at, by_bytes);
    for (size_t i = 0; status == OK && i < names.count; i++) {
        Str name = names.at[i];
        status = take(bag, below.len ? arena_printf(bag->arena, STR_FMT "/" STR_FMT, STR_ARG(below), STR_ARG(name))
                                     : name, depth, err);
    }
    return status;
}

static int by_path(const void *a, const void *b)
{
    return str_cmp(((const BagFile *)a)->path, ((const BagFile *)b)->path);
}

Status bag_walk(Bag *bag, Error *err)
{
    Status status = walk_folder(bag, S(""), 0, err);

    if (status != OK)
        return status;
    if (bag->files.count)
        qsort(bag->files.at, bag->files.count, sizeof *bag->files.at, by_path);
    for (size_t i = 0; i < bag->files.count; i++) {
        BagFile *f = &bag->files.at[i];
        Str fold = bag_fold_path(bag->arena, f->path);
        map_put(bag->arena, &bag->by_path, f->path, (int64_t)i);
        int64_t *same = map_get(&bag->by_fold, fold);
        if (same)
            bag_warn(bag, f->path, "differs from another file of the bag only in case or in how accents are written");
        else
            map_put(bag->arena, &bag->by_fold, fold, (int64_t)i);
        if (f->payload) {
            bag->counts.files++;
            bag->counts.bytes += f->size;
        } else {
            bag->counts.tag_files++;
        }
    }
    return OK;
}
