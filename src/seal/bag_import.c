/* bag_import.c -- from a bag back to a case with the same log, see bag_write.h.
 *
 * The bag is checked whole before a byte is copied, the copy is checked whole before it gets its name: what
 * changes in between is found too.
 */
#include "seal/bag_write.h"

#include "base/auto.h"
#include "base/os.h"
#include "seal/bag_tree.h"
#include "seal/inside.h"
#include "seal/object.h"
#include "seal/record.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>

typedef struct Import {
    const char *bag, *tmp;
    size_t      from;       /* bytes of the path of the custody folder */
} Import;

/* One file of data/custody; links were warned of and are not followed here. */
static Status copy_file(void *context, const FoundFile *file, Error *err)
{
    Import *in = context;
    AUTO_ARENA arena = arena_create();
    Str name = str_of(file->path + in->from);
    char *to = os_join(arena, str_of(in->tmp), name), *slash = strrchr(to, '/');
    AUTO_CLOSE fd = open(file->path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK);
    Str bytes, folder = { to, (size_t)(slash - to) };

    if (!bag_custody_is(arena_printf(arena, BAG_CUSTODY "/" STR_FMT, STR_ARG(name))))
        return OK;
    if (fd < 0)
        return fail(err, ERR_IO, "cannot open %s: %s", file->path, strerror(errno));
    Status status = os_read_all(arena, fd, RECORD_MAX, &bytes, err);
    if (status == OK)
        status = os_make_dirs(arena_cstr(arena, folder), 0700, err);
    return status == OK ? os_write_file(to, bytes, 0600, NOT_DURABLE, err) : status;
}

static void no_trouble(void *context, const char *path, const char *why)
{
    (void)context, (void)path, (void)why;
}

static Status copy_custody(Import *in, Error *err)
{
    AUTO_ARENA arena = arena_create();
    char *from = os_join(arena, str_of(in->bag), S(BAG_CUSTODY));

    in->from = strlen(from) + 1;
    return os_walk(arena, from, copy_file, no_trouble, in, err);
}

/* Every file of a folder becomes an object, under the name that it has there. */
static Status take_objects(Case *c, const char *bag, const char *folder, Error *err)
{
    AUTO_ARENA arena = arena_create();
    char *full = os_join(arena, str_of(bag), str_of(folder));
    DIR *d = opendir(full);
    Status status = OK;

    for (struct dirent *e; status == OK && d && (e = readdir(d)); ) {
        char *path = os_join(arena, str_of(full), str_of(e->d_name));
        Sha256 name, is;
        if (!hex_decode(str_of(e->d_name), name.byte, SHA256_SIZE))
            continue;
        status = object_put_file(c, path, &is, NULL, NULL, err);
        if (status == OK && memcmp(name.byte, is.byte, SHA256_SIZE) != 0)
            status = fail(err, ERR_CHECK, "%s changed while it was read", path);
    }
    if (d)
        closedir(d);
    return status;
}

static Status fill_case(Import *in, Error *err)
{
    Case *c = NULL;
    Status status = copy_custody(in, err);

    if (status == OK)
        status = case_open_restored(in->tmp, &c, err);
    if (status == OK)
        status = take_objects(c, in->bag, BAG_ORIGINALS, err);
    if (status == OK)
        status = take_objects(c, in->bag, BAG_TEXTS, err);
    if (status == OK)
        status = log_keep_objects(c, err);
    case_close(c);
    return status;
}

static Status check_copy(const char *dir, const BagCounts *bag, Error *err)
{
    VerifyCounts n;
    Status status = verify_case(dir, NULL, NULL, NULL, &n, err);

    if (status == OK && (n.errors || n.entries != bag->in_case.entries || n.objects != bag->in_case.objects))
        return fail(err, ERR_CHECK, "the case that the bag gave is not what the bag was checked for; was it changed "
                    "meanwhile?");
    return status;
}

Status bag_import(const char *bag, const char *dir, const VerifyKey *key,
                  void (*found)(void *context, const Finding *finding), void *context, BagCounts *ret, Error *err)
{
    AUTO_ARENA arena = arena_create();
    char *place = NULL, *tmp = NULL;
    BagCounts counts;
    Status status = bag_verify(bag, key, found, context, &counts, err);

    if (status != OK)
        return status;
    if (counts.errors)
        return fail(err, ERR_CHECK, "%lld %s wrong in the bag, named above; nothing was imported",
                    (long long)counts.errors, counts.errors == 1 ? "thing is" : "things are");
    if (counts.holds != BAG_WHOLE)
        return fail(err, ERR_REFUSED, "%s is a good bag and holds no whole case; its files can be taken in with dokaz add",
                    bag);
    status = tree_begin(arena, dir, &place, &tmp, err);
    if (status != OK)
        return status;
    Import in = { .bag = bag, .tmp = tmp };
    status = fill_case(&in, err);
    if (status == OK)
        status = check_copy(tmp, &counts, err);
    if (status == OK)
        status = tree_end(place, tmp, err);
    if (status != OK) {
        tree_remove(tmp);
        return status;
    }
    *ret = counts;
    return OK;
}
