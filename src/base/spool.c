/* spool.c -- see spool.h. */
#include "base/spool.h"

#include "base/auto.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <sys/mman.h>

#define FIRST_BYTES ((size_t)1 << 16)
#define STEP_BYTES  ((size_t)256 << 20)     /* beyond it a spool grows by this much, not twofold */
#define PARTS       256

Status spool_open(const char *dir, size_t record, Spool *ret, Error *err)
{
    Spool s = { .record = record, .opened = true };

    s.fd = open(dir, O_TMPFILE | O_RDWR | O_CLOEXEC, 0600);
    if (s.fd < 0) {             /* a file system without nameless files */
        AUTO_STRBUF name = { 0 };
        strbuf_printf(&name, "%s/.dokaz-spool-XXXXXX", dir);
        s.fd = mkostemp(name.ptr, O_CLOEXEC);
        if (s.fd < 0)
            return fail(err, ERR_IO, "cannot make a working file in %s: %s", dir, strerror(errno));
        unlink(name.ptr);
    }
    *ret = s;
    return OK;
}

void spool_close(Spool *s)
{
    if (s->map)
        munmap(s->map, s->room * s->record);
    if (s->opened)
        close(s->fd);
    *s = (Spool){ .record = s->record };
}

static Status grow(Spool *s, size_t need, Error *err)
{
    size_t old = s->room * s->record, bytes = old ? old : FIRST_BYTES;

    while (bytes < need * s->record)
        bytes += bytes < STEP_BYTES ? bytes : STEP_BYTES;
    size_t room = (bytes + s->record - 1) / s->record;
    bytes = room * s->record;
    int trouble = posix_fallocate(s->fd, 0, (off_t)bytes);
    if (trouble != 0)
        return fail(err, ERR_IO, "no room for a working file of %zu MB: %s", bytes >> 20, strerror(trouble));
    char *map = s->map ? mremap(s->map, old, bytes, MREMAP_MAYMOVE)
                       : mmap(NULL, bytes, PROT_READ | PROT_WRITE, MAP_SHARED, s->fd, 0);
    if (map == MAP_FAILED)
        return fail(err, ERR_IO, "cannot map a working file of %zu MB: %s", bytes >> 20, strerror(errno));
    s->map = map;
    s->room = room;
    return OK;
}

Status spool_add(Spool *s, const void *value, Error *err)
{
    if (s->count == s->room) {
        Status status = grow(s, s->count + 1, err);
        if (status != OK)
            return status;
    }
    if (value)
        memcpy(spool_at(s, s->count), value, s->record);
    else
        memset(spool_at(s, s->count), 0, s->record);
    s->count++;
    return OK;
}

Status spool_bytes(Spool *s, Str bytes, uint64_t *at, Error *err)
{
    if (s->count + bytes.len > s->room) {
        Status status = grow(s, s->count + bytes.len, err);
        if (status != OK)
            return status;
    }
    if (bytes.len)
        memcpy(s->map + s->count, bytes.ptr, bytes.len);
    *at = s->count;
    s->count += bytes.len;
    return OK;
}

Status spool_resize(Spool *s, size_t count, Error *err)
{
    if (count > s->room) {
        Status status = grow(s, count, err);
        if (status != OK)
            return status;
    }
    if (count > s->count)
        memset(spool_at(s, s->count), 0, (count - s->count) * s->record);
    s->count = count;
    return OK;
}

static uint64_t key_of(const void *record)
{
    uint64_t key;

    memcpy(&key, record, sizeof key);
    return key;
}

static int by_key(const void *a, const void *b, void *then)
{
    uint64_t x = key_of(a), y = key_of(b);

    if (x != y)
        return x < y ? -1 : 1;
    return then ? (*(int (**)(const void *, const void *))then)(a, b) : 0;
}

Status spool_sort(Spool *s, const char *dir, int (*then)(const void *, const void *), Error *err)
{
    size_t next[PARTS + 1] = { 0 }, start[PARTS + 1];
    Spool sorted = { .record = s->record };
    Status status = spool_open(dir, s->record, &sorted, err);

    if (status == OK)
        status = spool_resize(&sorted, s->count, err);
    if (status != OK) {
        spool_close(&sorted);
        return status;
    }
    for (size_t i = 0; i < s->count; i++)
        next[(key_of(spool_at(s, i)) >> 56) + 1]++;
    for (size_t k = 1; k <= PARTS; k++)
        next[k] += next[k - 1];
    memcpy(start, next, sizeof start);
    for (size_t i = 0; i < s->count; i++)
        memcpy(spool_at(&sorted, next[key_of(spool_at(s, i)) >> 56]++), spool_at(s, i), s->record);
    for (size_t k = 0; k < PARTS; k++)
        if (start[k + 1] > start[k])
            qsort_r(spool_at(&sorted, start[k]), start[k + 1] - start[k], s->record, by_key, then ? &then : NULL);
    spool_close(s);
    *s = sorted;
    return OK;
}
