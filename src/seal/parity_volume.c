/* parity_volume.c -- see parity_inside.h: which files make a volume, and reading it as one. */
#include "seal/parity_inside.h"

#include "base/auto.h"
#include "base/os.h"
#include "seal/inside.h"

#include <errno.h>
#include <fcntl.h>

/* What is covered, and as what. `checkpoint` and packs/sealed are not: they change, and an old one brought back
 * would set the log or the packs back; both can be told from what is covered. What is derived (index.db) is not either. */
typedef struct Cover {
    const char *folder, *volume;        /* volume NULL: each file is one */
} Cover;

static const Cover covers[] = {
    { "checkpoints", "log" }, { "entries", "log" }, { "keys", "log" },    { "objects", "objects" },
    { "packs", NULL },        { "policy", "log" },  { "records", "records" }, { "stamps", "log" },
    { "tile", "log" },        { "witness", "log" },
};
#define COVERS (sizeof covers / sizeof *covers)

Volume *volume_create(Arena *arena, const char *dir, Str name)
{
    Volume *v = arena_new(arena, Volume);

    *v = (Volume){ .arena = arena, .dir = dir, .name = arena_str(arena, name), .fd = -1,
                   .single = str_find(name, S("/"), 0) != SIZE_MAX };
    return v;
}

void volume_add(Volume *v, Str path, uint64_t size)
{
    if (size == 0)
        return;
    vec_push(v->arena, &v->members, (Member){ arena_str(v->arena, path), size, v->size, NULL });
    v->size += size;
}

static uint64_t divide_up(uint64_t a, uint64_t b)
{
    return (a + b - 1) / b;
}

void volume_measure(Volume *v)
{
    uint64_t step = 1;

    v->block = 512;
    while (v->block < 4096 && v->size > v->block * RS_DATA)
        v->block *= 2;
    v->blocks = divide_up(v->size, v->block);
    v->stripes = divide_up(v->blocks, RS_DATA);
    while (v->stripes / step >= 8)          /* so that a growing file keeps its geometry for a while */
        step *= 2;
    v->stripes = divide_up(v->stripes, step) * step;
}

void volume_close(Volume *v)
{
    if (v->fd >= 0)
        close(v->fd);
    v->fd = -1;
}

Str volume_of(Arena *arena, Str path, uint64_t size)
{
    Str rest = path, folder;

    if (!str_cut(&rest, '/', &folder))
        return STR_NONE;
    for (size_t i = 0; i < COVERS; i++) {
        if (!str_eq(folder, str_of(covers[i].folder)))
            continue;
        if (covers[i].volume == NULL || (str_eq(folder, S("objects")) && size > PARITY_SMALL))
            return arena_str(arena, path);
        return str_of(covers[i].volume);
    }
    return STR_NONE;
}

typedef struct Listing {
    Arena      *arena;
    const char *dir;
    Volumes    *volumes;
    bool        has_sealed;
    uint32_t    sealed_pack;
    uint64_t    sealed_length;
} Listing;

/* Of a pack, what was sealed: what an interrupted writer left beyond is cut off by the next. */
static uint64_t pack_size(const Listing *l, Str path, uint64_t size)
{
    uint32_t number;

    if (!l->has_sealed || !pack_number(os_basename(path), &number) || number > l->sealed_pack)
        return 0;
    return number == l->sealed_pack && l->sealed_length < size ? l->sealed_length : size;
}

static Volume *volume_named(Listing *l, Str name)
{
    for (size_t i = 0; i < l->volumes->count; i++)
        if (str_eq(l->volumes->at[i]->name, name))
            return l->volumes->at[i];
    Volume *v = volume_create(l->arena, l->dir, name);
    vec_push(l->arena, l->volumes, v);
    return v;
}

static Status list_file(void *context, const FoundFile *file, Error *err)
{
    Listing *l = context;
    Str path = str_slice(str_of(file->path), strlen(l->dir) + 1, SIZE_MAX), base = os_basename(path);

    (void)err;
    if (str_starts(base, S(".new-")) || str_ends(base, S(".damaged")) ||
        str_find(path, S("\n"), 0) != SIZE_MAX)
        return OK;
    uint64_t size = str_starts(path, S("packs/")) ? pack_size(l, path, (uint64_t)file->size) : (uint64_t)file->size;
    Str name = volume_of(l->arena, path, size);
    if (name.ptr && size)
        volume_add(volume_named(l, name), path, size);
    return OK;
}

static void leave_out(void *context, const char *path, const char *why)
{
    (void)context;
    (void)path;
    (void)why;          /* verify_case has told of it */
}

Status volumes_list(Arena *arena, const char *dir, Volumes *ret, Error *err)
{
    Listing l = { .arena = arena, .dir = dir, .volumes = ret };
    bool damaged;

    l.has_sealed = packs_sealed_read(dir, &l.sealed_pack, &l.sealed_length, &damaged);
    for (size_t i = 0; i < COVERS; i++) {
        char *start = os_join(arena, str_of(dir), str_of(covers[i].folder));
        Status status = os_exists(start) ? os_walk(arena, start, list_file, leave_out, &l, err) : OK;
        if (status != OK)
            return status;
    }
    for (size_t i = 0; i < ret->count; i++)
        volume_measure(ret->at[i]);
    return OK;
}

/* The member that holds the byte at `offset`. */
static size_t member_at(const Volume *v, uint64_t offset)
{
    size_t low = 0, high = v->members.count;

    while (high - low > 1) {
        size_t middle = low + (high - low) / 2;
        if (v->members.at[middle].start <= offset)
            low = middle;
        else
            high = middle;
    }
    return low;
}

static bool open_member(Volume *v, size_t number)
{
    AUTO_ARENA arena = arena_create();
    const Member *m = &v->members.at[number];

    if (v->fd >= 0 && v->open == number)
        return true;
    volume_close(v);
    const char *path = m->instead ? m->instead : os_join(arena, str_of(v->dir), m->path);
    v->fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOFOLLOW);
    v->open = number;
    return v->fd >= 0;
}

/* A sector that the disk does not give up is zeros, and what follows it is read. */
static bool read_member(int fd, uint64_t offset, uint8_t *to, size_t size)
{
    bool whole = true;

    while (size > 0) {
        ssize_t n = pread(fd, to, size, (off_t)offset);
        if (n < 0 && errno == EINTR)
            continue;
        if (n == 0)
            return false;
        if (n < 0) {
            whole = false;
            n = (ssize_t)(4096 - offset % 4096);
            n = (size_t)n < size ? n : (ssize_t)size;
        }
        to += n;
        offset += (uint64_t)n;
        size -= (size_t)n;
    }
    return whole;
}

bool volume_read(Volume *v, uint64_t offset, uint8_t *to, size_t size)
{
    bool whole = true;

    memset(to, 0, size);
    if (offset >= v->size || v->members.count == 0)
        return true;
    if (size > v->size - offset)
        size = (size_t)(v->size - offset);
    for (size_t i = member_at(v, offset); size > 0; i++) {
        const Member *m = &v->members.at[i];
        uint64_t inside = offset - m->start, left = m->size - inside;
        size_t part = size < left ? size : (size_t)left;
        bool read = open_member(v, i) && read_member(v->fd, inside, to, part);
        whole = whole && read;
        to += part;
        offset += part;
        size -= part;
    }
    return whole;
}

char *parity_dir(Arena *arena, const char *given)
{
    Str dir = str_of(given);

    while (dir.len > 1 && dir.ptr[dir.len - 1] == '/')
        dir.len--;
    return arena_cstr(arena, dir);
}

char *parity_path(Arena *arena, const char *dir, Str volume)
{
    return (char *)arena_printf(arena, "%s/" PARITY_FOLDER "/" STR_FMT ".par", dir, STR_ARG(volume)).ptr;
}
