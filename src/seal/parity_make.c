/* parity_make.c -- see parity.h: making parity, bringing it up to date, destroying it.
 *
 * A few stripes at a time: their data blocks number p lie side by side in the volume, so the volume
 * is read in stretches, and what is kept in memory is the parity of these stripes alone. */
#include "seal/parity_inside.h"

#include "base/auto.h"
#include "base/os.h"
#include "seal/inside.h"
#include "seal/verify.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <sys/stat.h>

typedef struct Make {
    const Gf *gf;
    Volume   *v;
    Volume   *old;          /* the same volume when it was shorter, with the same geometry; or NULL */
    int       old_fd;
    uint64_t  from;         /* first block that old does not hold whole; 0 without old */
    int       fd;           /* of the new file */
    uint64_t  parity;       /* where the parity begins in it */
    uint64_t  at_once;      /* stripes */
    uint8_t  *data;         /* at_once blocks */
    uint8_t  *sums;         /* RS_PARITY rows of at_once blocks */
} Make;

static bool write_all_at(int fd, const uint8_t *bytes, size_t size, uint64_t at)
{
    while (size > 0) {
        ssize_t n = pwrite(fd, bytes, size, (off_t)at);
        if (n < 0 && errno == EINTR)
            continue;
        if (n < 0)
            return false;
        bytes += n;
        at += (uint64_t)n;
        size -= (size_t)n;
    }
    return true;
}

/* The block that old held in part: what it adds is the new bytes alone, since the old are summed already.
 * False when its beginning is not what it was: then the file did not only grow. */
static bool take_off_old(const Make *m, uint8_t *block)
{
    const Volume *old = m->old;
    size_t had = (size_t)(old->size % old->block);
    AUTO_FREE uint8_t *before = calloc(1, old->block);

    if (before == NULL)
        return false;
    memcpy(before, block, had);
    Digest is = digest_of((Str){ (const char *)before, old->block });
    memset(block, 0, had);
    return digest_eq(&is, &old->digests[m->from]);
}

static void add_block(const Make *m, const uint8_t *block, unsigned position, uint64_t slot)
{
    size_t size = m->v->block;

    for (unsigned row = 0; row < RS_PARITY; row++)
        gf_add(m->gf, m->sums + (row * m->at_once + slot) * size, block, size, rs_weight(m->gf, row, position));
}

/* Data blocks number `position` of `count` stripes from `first` on. */
static Status add_position(Make *m, unsigned position, uint64_t first, uint64_t count, Error *err)
{
    Volume *v = m->v;
    uint64_t start = position * v->stripes + first, end = start + count;

    end = end < v->blocks ? end : v->blocks;
    start = start > m->from ? start : m->from;
    if (start >= end)
        return OK;
    if (!volume_read(v, start * v->block, m->data, (size_t)((end - start) * v->block)))
        return fail(err, ERR_IO, "cannot read all of " STR_FMT, STR_ARG(v->name));
    for (uint64_t b = start; b < end; b++) {
        uint8_t *block = m->data + (b - start) * v->block;
        v->digests[b] = digest_of((Str){ (const char *)block, v->block });
        if (m->old && b == m->from && m->old->size % v->block && !take_off_old(m, block))
            return fail(err, ERR_CHECK, "grown otherwise");
        add_block(m, block, position, b - position * v->stripes - first);
    }
    return OK;
}

/* What the old file has for these stripes, or zeros. */
static Status begin_sums(Make *m, uint64_t first, uint64_t count, Error *err)
{
    size_t size = m->v->block;

    memset(m->sums, 0, RS_PARITY * m->at_once * size);
    for (unsigned row = 0; m->old && row < RS_PARITY; row++)
        for (uint64_t s = 0; s < count; s++)
            if (!parity_read(m->old_fd, m->old, row, first + s, m->sums + (row * m->at_once + s) * size))
                return fail(err, ERR_CHECK, "the old parity is damaged");
    return OK;
}

static Status end_sums(Make *m, uint64_t first, uint64_t count, Error *err)
{
    Volume *v = m->v;

    for (unsigned row = 0; row < RS_PARITY; row++) {
        uint64_t number = row * v->stripes + first;
        const uint8_t *sums = m->sums + row * m->at_once * v->block;
        for (uint64_t s = 0; s < count; s++)
            v->digests[v->blocks + number + s] = digest_of((Str){ (const char *)sums + s * v->block, v->block });
        if (!write_all_at(m->fd, sums, (size_t)(count * v->block), m->parity + number * v->block))
            return fail(err, ERR_IO, "cannot write the parity of " STR_FMT ": %s", STR_ARG(v->name), strerror(errno));
    }
    return OK;
}

static Status make_all(Make *m, Error *err)
{
    Volume *v = m->v;
    Status status = OK;

    for (uint64_t first = 0; status == OK && first < v->stripes; first += m->at_once) {
        uint64_t left = v->stripes - first, count = left < m->at_once ? left : m->at_once;
        status = begin_sums(m, first, count, err);
        for (unsigned p = 0; status == OK && p < RS_DATA; p++)
            status = add_position(m, p, first, count, err);
        if (status == OK)
            status = end_sums(m, first, count, err);
    }
    return status == OK ? parity_write_head(m->fd, v, err) : status;
}

/* A volume of one file whose old parity can be gone on with? */
static bool goes_on(const Volume *v, const Volume *old)
{
    return v->single && old->single && old->members.count == 1 && v->members.count == 1 && old->size <= v->size &&
           old->block == v->block && old->stripes == v->stripes;
}

/* Into the file `fd`. With an old one that turns out not to fit: ERR_CHECK. */
static Status make_into(const Gf *gf, Volume *v, Volume *old, int old_fd, int fd, Error *err)
{
    uint64_t at_once = PARITY_PIECE / v->block < v->stripes ? PARITY_PIECE / v->block : v->stripes;
    AUTO_FREE uint8_t *data = malloc(at_once * v->block);
    AUTO_FREE uint8_t *sums = malloc(RS_PARITY * at_once * v->block);
    Make m = { .gf = gf, .v = v, .old = old, .old_fd = old_fd, .from = old ? old->size / v->block : 0, .fd = fd,
               .parity = parity_layout(v).parity, .at_once = at_once, .data = data, .sums = sums };

    if (data == NULL || sums == NULL)
        return fail(err, ERR_IO, "out of memory");
    v->digests = arena_array(v->arena, Digest, v->blocks + RS_PARITY * v->stripes);
    if (old)
        memcpy(v->digests, old->digests, m.from * sizeof *v->digests);
    return make_all(&m, err);
}

static Status make_file(Arena *arena, const Gf *gf, Volume *v, Volume *old, int old_fd, Error *err)
{
    char *path = parity_path(arena, v->dir, v->name);
    Str folder = { path, strlen(path) - os_basename(str_of(path)).len - 1 };
    char *tmp = (char *)arena_printf(arena, "%s/" PARITY_FOLDER "/.new-XXXXXX", v->dir).ptr;
    Status status = os_make_dirs(arena_cstr(arena, folder), 0700, err);

    if (status != OK)
        return status;
    AUTO_CLOSE fd = mkostemp(tmp, O_CLOEXEC);
    if (fd < 0)
        return fail(err, ERR_IO, "cannot create a file in %s/" PARITY_FOLDER ": %s", v->dir, strerror(errno));
    AUTO_UNLINK unfinished = tmp;
    status = make_into(gf, v, old, old_fd, fd, err);
    volume_close(v);
    if (status != OK)
        return status;
    if (fsync(fd) < 0)
        return fail(err, ERR_IO, "cannot flush %s: %s", tmp, strerror(errno));
    if (rename(tmp, path) < 0)
        return fail(err, ERR_IO, "cannot name %s: %s", path, strerror(errno));
    unfinished = NULL;
    return os_sync_dir(arena_cstr(arena, folder), err);
}

Status parity_make(Volume *v, ParityCounts *counts, Error *err)
{
    AUTO_ARENA arena = arena_create();
    const Gf *gf = gf_create_best(arena);
    Volume *old = NULL;
    int old_fd = -1;
    Status status = ERR_CHECK;

    if (v->single && parity_load(arena, v->dir, v->name, &old, &old_fd, NULL) == OK && goes_on(v, old)) {
        status = make_file(arena, gf, v, old, old_fd, err);
        counts->extended += status == OK;
    }
    if (old_fd >= 0)
        close(old_fd);
    if (status == ERR_CHECK)
        status = make_file(arena, gf, v, NULL, -1, err);
    counts->volumes += status == OK;
    counts->covered += (int64_t)v->size;
    counts->parity += (int64_t)parity_layout(v).end;
    return status;
}

typedef struct Stale {
    Arena         *arena;
    const char    *dir;
    const Volumes *volumes;
} Stale;

/* Parity of what is no longer there, and what a killed program left, goes. */
static Status remove_stale(void *context, const FoundFile *file, Error *err)
{
    Stale *s = context;

    (void)err;
    for (size_t i = 0; i < s->volumes->count; i++)
        if (strcmp(parity_path(s->arena, s->dir, s->volumes->at[i]->name), file->path) == 0)
            return OK;
    unlink(file->path);
    return OK;
}

static void no_trouble(void *context, const char *path, const char *why)
{
    (void)context;
    (void)path;
    (void)why;
}

typedef struct Judged {
    int64_t wrong;          /* beside parity itself */
    char    first[256];
} Judged;

static void judge(void *context, const Finding *finding)
{
    Judged *j = context;

    if (finding->kind != FINDING_ERROR || str_starts(str_of(finding->path), S(PARITY_FOLDER "/")))
        return;
    if (j->wrong++ == 0)
        snprintf(j->first, sizeof j->first, "%s: %s", finding->path, finding->what);
}

static Status must_be_good(const char *dir, Error *err)
{
    Judged judged = { 0 };
    VerifyCounts n;
    Status status = verify_case(dir, NULL, judge, &judged, &n, err);

    if (status == OK && judged.wrong)
        return fail(err, ERR_CHECK, "%lld %s not as sealed, so no parity is made over it; `dokaz repair` first (%s)",
                    (long long)judged.wrong, judged.wrong == 1 ? "thing is" : "things are", judged.first);
    return status;
}

Status parity_update(const char *given, ParityCounts *ret, Error *err)
{
    AUTO_ARENA arena = arena_create();
    char *dir = parity_dir(arena, given);
    ParityCounts counts = { 0 };
    Volumes volumes = { 0 };
    int lock_fd = -1;
    Status status = case_lock(dir, &lock_fd, err);
    AUTO_CLOSE lock = lock_fd;

    if (status == OK)
        status = must_be_good(dir, err);
    if (status == OK)
        status = volumes_list(arena, dir, &volumes, err);
    char *folder = os_join(arena, str_of(dir), S(PARITY_FOLDER));
    if (status == OK && os_is_dir(folder)) {
        Stale stale = { arena, dir, &volumes };
        status = os_walk(arena, folder, remove_stale, no_trouble, &stale, err);
    }
    for (size_t i = 0; status == OK && i < volumes.count; i++)
        status = parity_make(volumes.at[i], &counts, err);
    if (status == OK && volumes.count)
        status = os_sync_dir(folder, err);
    if (status == OK)
        status = os_sync_dir(dir, err);
    if (status == OK)
        *ret = counts;
    return status;
}

Status parity_drop(const char *given, const char *name, Error *err)
{
    AUTO_ARENA arena = arena_create();
    char *dir = parity_dir(arena, given);
    const Str volumes[] = { volume_of(arena, str_of(name), 0), volume_of(arena, str_of(name), UINT64_MAX) };
    Status status = OK;

    for (size_t i = 0; status == OK && i < sizeof volumes / sizeof *volumes; i++) {
        if (!volumes[i].ptr)
            continue;
        char *path = parity_path(arena, dir, volumes[i]);
        if (unlink(path) < 0) {
            if (errno != ENOENT)
                status = fail(err, ERR_IO, "cannot remove %s: %s", path, strerror(errno));
            continue;
        }
        Str folder = { path, strlen(path) - os_basename(str_of(path)).len - 1 };
        status = os_sync_dir(arena_cstr(arena, folder), err);
    }
    return status;
}
