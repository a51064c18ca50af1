/* object.c -- see object.h. A small object is appended to a pack once its hash is known; a large one is written
 * under a temporary name beside its folder and then gets its own. */
#include "seal/object.h"

#include "base/auto.h"
#include "seal/inside.h"
#include "seal/parity.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <sys/stat.h>

#define PIECE (1u << 18)        /* bytes copied and hashed at a time */

Status blob_begin(const Case *c, const char *kind, mode_t mode, Blob *ret, Error *err)
{
    *ret = (Blob){ .of = c, .kind = kind, .mode = mode, .fd = -1 };
    if (snprintf(ret->tmp, sizeof ret->tmp, "%s/%s/.new-XXXXXX", c->dir, kind) >= (int)sizeof ret->tmp)
        return fail(err, ERR_BAD_INPUT, "path too long: %.200s", c->dir);
    ret->fd = mkostemp(ret->tmp, O_CLOEXEC);
    if (ret->fd < 0)
        return fail(err, ERR_IO, "cannot create a file in %s/%s: %s", c->dir, kind, strerror(errno));
    return OK;
}

char *blob_path(Arena *arena, const char *dir, const char *kind, const Sha256 *name)
{
    Str hex = hex_encode(arena, sha256_str(name));

    return (char *)arena_printf(arena, "%s/%s/%.2s/" STR_FMT, dir, kind, hex.ptr, STR_ARG(hex)).ptr;
}

Status blob_end(Blob *b, const Sha256 *name, Error *err)
{
    AUTO_ARENA arena = arena_create();
    char *path = blob_path(arena, b->of->dir, b->kind, name);

    if (fchmod(b->fd, b->mode) < 0)
        return fail(err, ERR_IO, "cannot set the mode of %s: %s", b->tmp, strerror(errno));
    if (rename(b->tmp, path) < 0) {
        Str folder = { path, strlen(path) - SHA256_HEX - 1 };
        if (errno != ENOENT)
            return fail(err, ERR_IO, "cannot name %s: %s", path, strerror(errno));
        Status status = os_make_dirs(arena_cstr(arena, folder), 0700, err);
        if (status != OK)
            return status;
        if (rename(b->tmp, path) < 0)
            return fail(err, ERR_IO, "cannot name %s: %s", path, strerror(errno));
    }
    close(b->fd);
    b->fd = -1;
    return OK;
}

void blob_drop(Blob *b)
{
    if (b->fd >= 0) {
        close(b->fd);
        unlink(b->tmp);
        b->fd = -1;
    }
}

static Status must_write(const Case *c, Error *err)
{
    return c->mode == CASE_WRITE ? OK : fail(err, ERR_USAGE, "the case %s is open for reading only", c->dir);
}

static char *object_path(Arena *arena, const Case *c, const Sha256 *id)
{
    return blob_path(arena, c->dir, "objects", id);
}

/* In a pack, known already or (another program may be writing) after another look. */
static bool is_packed(const Case *c, const Sha256 *id, bool look, PackPlace *ret)
{
    if (packs_find(c->packs, id, ret))
        return true;
    if (!look || c->mode == CASE_WRITE)
        return false;
    packs_look(c->packs);
    return packs_find(c->packs, id, ret);
}

bool object_is(const Case *c, const Sha256 *id)
{
    AUTO_ARENA arena = arena_create();
    PackPlace place;

    return is_packed(c, id, false, &place) || os_exists(object_path(arena, c, id)) || is_packed(c, id, true, &place);
}

bool blob_hash(const char *path, Sha256 *ret, int64_t *bytes, Error *err)
{
    AUTO_CLOSE fd = open(path, O_RDONLY | O_CLOEXEC);
    AUTO_FREE char *piece = fd < 0 ? NULL : malloc(PIECE);
    ssize_t n = -1;

    if (fd < 0 || piece == NULL) {
        fail(err, ERR_IO, "%s", strerror(errno));
        return false;
    }
    Hasher *hasher = hasher_create();
    while ((n = read(fd, piece, PIECE)) > 0 || (n < 0 && errno == EINTR))
        if (n > 0) {
            hasher_add(hasher, (Str){ piece, (size_t)n });
            *bytes += n;
        }
    if (n < 0)
        fail(err, ERR_IO, "%s", strerror(errno));
    *ret = hasher_end(hasher);
    hasher_destroy(hasher);
    return n == 0;
}

/* Is there an object of this name whose bytes are right? A power cut may have left one of the right
 * length and the wrong bytes, so the bytes themselves are looked at. */
static bool is_whole(const Case *c, const Sha256 *id)
{
    AUTO_ARENA arena = arena_create();
    PackPlace place;
    Sha256 is;
    int64_t bytes = 0;

    if (packs_find(c->packs, id, &place) && packs_hash(c->packs, &place, &is, NULL) &&
        memcmp(is.byte, id->byte, SHA256_SIZE) == 0)
        return true;
    return blob_hash(object_path(arena, c, id), &is, &bytes, NULL) &&
           memcmp(is.byte, id->byte, SHA256_SIZE) == 0;
}

/* `size` bytes that stand in packs_room already. */
static Status put_packed(Case *c, size_t size, Sha256 *id, bool *is_new, Error *err)
{
    Sha256 name = sha256((Str){ packs_room(c->packs), size });
    bool there = is_whole(c, &name);
    Status status = there ? OK : packs_append(c->packs, &name, size, err);

    if (status != OK)
        return status;
    *id = name;
    if (is_new)
        *is_new = !there;
    return OK;
}

static Status make_room(const Case *c, char **ret, Error *err)
{
    Status status = must_write(c, err);

    *ret = status == OK ? packs_room(c->packs) : NULL;
    return status == OK && !*ret ? fail(err, ERR_IO, "out of memory") : status;
}

/* Copy and hash what was read already and `fd` (unless -1) to its end. */
static Status copy_hashed(Str begun, int fd, int to, Sha256 *ret, int64_t *size, Error *err)
{
    AUTO_FREE char *piece = malloc(PIECE);
    Hasher *hasher = hasher_create();
    Status status = piece ? os_write_all(to, begun, err) : fail(err, ERR_IO, "out of memory");
    int64_t total = (int64_t)begun.len;

    hasher_add(hasher, begun);
    while (status == OK && fd >= 0) {
        ssize_t n = read(fd, piece, PIECE);
        if (n < 0 && errno == EINTR)
            continue;
        if (n < 0)
            status = fail(err, ERR_IO, "cannot read: %s", strerror(errno));
        if (n <= 0)
            break;
        hasher_add(hasher, (Str){ piece, (size_t)n });
        status = os_write_all(to, (Str){ piece, (size_t)n }, err);
        total += n;
    }
    *ret = hasher_end(hasher);
    *size = total;
    hasher_destroy(hasher);
    return status;
}

/* What was read already, then the rest of `fd` (-1: there is none) to a file of its own. */
static Status put_large(Case *c, Str begun, int fd, Sha256 *id, int64_t *size, bool *is_new, Error *err)
{
    AUTO(blob_drop) Blob blob = { .fd = -1 };
    Sha256 name;
    int64_t total;
    Status status = blob_begin(c, "objects", 0400, &blob, err);

    if (status == OK)
        status = copy_hashed(begun, fd, blob.fd, &name, &total, err);
    if (status != OK)
        return status;
    bool there = is_whole(c, &name);
    if (!there) {
        status = blob_end(&blob, &name, err);
        if (status != OK)
            return status;
    }
    *id = name;
    if (size)
        *size = total;
    if (is_new)
        *is_new = !there;
    return OK;
}

Status object_put(Case *c, Str bytes, Sha256 *id, bool *is_new, Error *err)
{
    char *room;
    Status status = make_room(c, &room, err);

    if (status != OK)
        return status;
    if (bytes.len > PACK_OBJECT_MAX)
        return put_large(c, bytes, -1, id, NULL, is_new, err);
    if (bytes.len)
        memcpy(room, bytes.ptr, bytes.len);
    return put_packed(c, bytes.len, id, is_new, err);
}

/* Up to one byte more than a pack takes: then the object is a large one. */
static Status read_small(int fd, char *room, size_t *ret, Error *err)
{
    size_t done = 0;

    while (done <= PACK_OBJECT_MAX) {
        ssize_t n = read(fd, room + done, PACK_OBJECT_MAX + 1 - done);
        if (n < 0 && errno == EINTR)
            continue;
        if (n < 0)
            return fail(err, ERR_IO, "cannot read: %s", strerror(errno));
        if (n == 0)
            break;
        done += (size_t)n;
    }
    *ret = done;
    return OK;
}

Status object_put_fd(Case *c, int fd, Sha256 *id, int64_t *size, bool *is_new, Error *err)
{
    char *room;
    size_t begun = 0;
    Status status = make_room(c, &room, err);

    if (status == OK)
        status = read_small(fd, room, &begun, err);
    if (status != OK)
        return status;
    if (begun > PACK_OBJECT_MAX)
        return put_large(c, (Str){ room, begun }, fd, id, size, is_new, err);
    status = put_packed(c, begun, id, is_new, err);
    if (status == OK && size)
        *size = (int64_t)begun;
    return status;
}

Status object_put_file(Case *c, const char *path, Sha256 *id, int64_t *size, bool *is_new, Error *err)
{
    Error inner = { 0 };
    struct stat st;
    /* O_NONBLOCK: a pipe with no writer must not hold us up before fstat refuses it. */
    AUTO_CLOSE fd = open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK);

    if (fd < 0)
        return fail(err, errno == ENOENT ? ERR_NOT_FOUND : ERR_IO, "cannot open %s: %s", path,
                    strerror(errno));
    if (fstat(fd, &st) < 0 || !S_ISREG(st.st_mode))
        return fail(err, ERR_BAD_INPUT, "%s is no regular file", path);
    Status status = object_put_fd(c, fd, id, size, is_new, &inner);
    return status == OK ? OK : fail(err, status, "%s: %s", path, inner.text);
}

Status blob_erase(const Case *c, const char *kind, const Sha256 *name, Error *err)
{
    AUTO_ARENA arena = arena_create();
    char *path = blob_path(arena, c->dir, kind, name);
    Str folder = { path, strlen(path) - SHA256_HEX - 1 };
    Status status = must_write(c, err);

    if (status != OK)
        return status;
    if (unlink(path) < 0) {
        if (errno == ENOENT)
            return OK;
        return fail(err, ERR_IO, "cannot destroy %s: %s", path, strerror(errno));
    }
    return os_sync_dir(arena_cstr(arena, folder), err);
}

/* Wherever it lies: a pack, a file, or a pack that another program has added to since. */
static Status map_object(const Case *c, const Sha256 *id, Mapped *ret, Error *err)
{
    AUTO_ARENA arena = arena_create();
    PackPlace place;

    if (is_packed(c, id, false, &place))
        return packs_map(c->packs, &place, ret, err);
    Status status = os_map(object_path(arena, c, id), ret, err);
    if (status == ERR_NOT_FOUND && is_packed(c, id, true, &place))
        return packs_map(c->packs, &place, ret, err);
    return status;
}

Status object_map(const Case *c, const Sha256 *id, ObjectCheck check, Mapped *ret, Error *err)
{
    AUTO_ARENA arena = arena_create();
    Mapped mapped;
    Status status = map_object(c, id, &mapped, err);

    if (status != OK)
        return status;
    if (check == OBJECT_HASHED) {
        Sha256 is = sha256(mapped.bytes);
        if (memcmp(is.byte, id->byte, SHA256_SIZE) != 0) {
            os_unmap(&mapped);
            return fail(err, ERR_CHECK, "%s is damaged: its bytes are not those that were sealed",
                        object_path(arena, c, id));
        }
    }
    *ret = mapped;
    return OK;
}

Status object_erase(Case *c, const Sha256 *id, Error *err)
{
    AUTO_ARENA arena = arena_create();
    char *path = object_path(arena, c, id);
    bool gone;
    Status status = must_write(c, err);

    if (status == OK)
        status = packs_erase(c->packs, id, &gone, err);
    if (status == OK && os_exists(path))        /* what parity covers could be brought back with it */
        status = parity_drop(c->dir, path + strlen(c->dir) + 1, err);
    if (status != OK)
        return status;
    if (unlink(path) < 0)
        return errno == ENOENT ? OK : fail(err, ERR_IO, "cannot remove %s: %s", path, strerror(errno));
    return os_sync_dir(arena_cstr(arena, (Str){ path, strlen(path) - SHA256_HEX - 1 }), err);
}
