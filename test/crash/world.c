/* world.c -- see world.h. */
#include "crash/world.h"

#include "base/map.h"
#include "base/os.h"
#include "base/strbuf.h"
#include "base/vec.h"
#include "seal/checkpoint.h"

#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#define SECTOR 512

typedef struct Bytes {
    uint8_t *ptr;
    size_t   len;
} Bytes;

typedef struct Change {         /* of a file's bytes, not flushed */
    size_t from, to, len;       /* bytes touched; length afterwards */
} Change;

typedef struct Inode {
    bool  dir;
    Bytes now, flushed;
    VEC(Change) changes;
} Inode;

typedef struct NameChange {     /* not flushed */
    Str    gone, made;          /* paths; either may be empty */
    Inode *inode;
} NameChange;

typedef struct Names {          /* path to inode number plus one; 0: no such name */
    Map map;
} Names;

struct World {
    Arena *arena;
    VEC(Inode *) inodes;
    Names  now, flushed;
    VEC(NameChange) changes;
    Map    handles;             /* 8 bytes to inode number */
    uint64_t acknowledged;
    Str    note, pending_note;
};

Status log_parse(Arena *arena, Str bytes, Log *ret, Error *err)
{
    VEC(Op) ops = { 0 };
    RecordHead head;

    for (size_t at = 0; at < bytes.len;) {
        if (bytes.len - at < sizeof head)
            return fail(err, ERR_BAD_INPUT, "the log is cut short");
        memcpy(&head, bytes.ptr + at, sizeof head);
        at += sizeof head;
        if (bytes.len - at < (size_t)head.path + head.data)
            return fail(err, ERR_BAD_INPUT, "the log is cut short");
        vec_push(arena, &ops, (Op){ (RecordKind)head.kind, head.handle, head.value, { bytes.ptr + at, head.path },
                                    { bytes.ptr + at + head.path, head.data } });
        at += (size_t)head.path + head.data;
    }
    *ret = (Log){ ops.at, ops.count };
    return OK;
}

/* ---- names ---- */

static Inode *lookup(const World *w, const Names *names, Str path)
{
    int64_t *n = map_get(&names->map, path);

    return n && *n ? w->inodes.at[*n - 1] : NULL;
}

static int64_t number_of(const World *w, const Inode *inode)
{
    for (size_t i = w->inodes.count; i > 0; i--)
        if (w->inodes.at[i - 1] == inode)
            return (int64_t)i;
    return 0;
}

static void set(World *w, Names *names, Str path, const Inode *inode)
{
    *map_put(w->arena, &names->map, path, 0) = inode ? number_of(w, inode) : 0;
}

static Str parent(Str path)
{
    Str base = os_basename(path);

    return base.len == path.len ? S("") : str_slice(path, 0, path.len - base.len - 1);
}

static void apply(World *w, Names *names, const NameChange *c)
{
    if (c->gone.len)
        set(w, names, c->gone, NULL);
    if (c->made.len)
        set(w, names, c->made, c->inode);
}

static void change_name(World *w, Str gone, Str made, Inode *inode)
{
    NameChange c = { gone, made, inode };

    apply(w, &w->now, &c);
    vec_push(w->arena, &w->changes, c);
}

static Inode *make_inode(World *w, bool dir)
{
    Inode *inode = arena_new(w->arena, Inode);

    inode->dir = dir;
    vec_push(w->arena, &w->inodes, inode);
    return inode;
}

/* ---- bytes ---- */

static void resize(World *w, Bytes *b, size_t len)
{
    if (len > b->len) {
        b->ptr = arena_grow(w->arena, b->ptr, b->len, len);
        memset(b->ptr + b->len, 0, len - b->len);
    }
    b->len = len;
}

static void write_bytes(World *w, Inode *inode, size_t at, Str data)
{
    if (at + data.len > inode->now.len)
        resize(w, &inode->now, at + data.len);
    memcpy(inode->now.ptr + at, data.ptr, data.len);
    vec_push(w->arena, &inode->changes, (Change){ at, at + data.len, inode->now.len });
}

static void truncate_bytes(World *w, Inode *inode, size_t len)
{
    size_t was = inode->now.len;

    resize(w, &inode->now, len);
    vec_push(w->arena, &inode->changes, (Change){ len < was ? len : was, len < was ? was : len, len });
}

static void flush_bytes(World *w, Inode *inode)
{
    if (inode->changes.count == 0)
        return;
    uint8_t *copy = arena_array(w->arena, uint8_t, inode->now.len + 1);
    if (inode->now.len)
        memcpy(copy, inode->now.ptr, inode->now.len);
    inode->flushed = (Bytes){ copy, inode->now.len };
    inode->changes.count = 0;
}

/* Names in the folder `dir`; a renaming between two folders is done when either is flushed. */
static void flush_names(World *w, const Str *dir)
{
    size_t kept = 0;

    for (size_t i = 0; i < w->changes.count; i++) {
        NameChange c = w->changes.at[i];
        bool here = dir == NULL || (c.gone.len && str_eq(parent(c.gone), *dir)) ||
                    (c.made.len && str_eq(parent(c.made), *dir));
        if (!here) {
            w->changes.at[kept++] = c;
            continue;
        }
        apply(w, &w->flushed, &c);
        if (c.made.len && str_ends(c.made, S("/checkpoint")) && w->pending_note.ptr)
            w->note = w->pending_note;
    }
    w->changes.count = kept;
}

/* ---- the log ---- */

static Str handle_key(World *w, uint64_t handle)
{
    return arena_str(w->arena, (Str){ (const char *)&handle, sizeof handle });
}

static Str path_of(const World *w, const Inode *inode)
{
    int64_t number = number_of(w, inode);

    for (size_t i = 0; i < w->now.map.count; i++)
        if (w->now.map.entries[i].value == number)
            return w->now.map.entries[i].key;
    return S("");
}

static Inode *inode_of(const World *w, uint64_t handle)
{
    int64_t *n = map_get(&w->handles, (Str){ (const char *)&handle, sizeof handle });

    return n && *n ? w->inodes.at[*n - 1] : NULL;
}

static void do_open(World *w, const Op *op)
{
    Inode *inode = lookup(w, &w->now, op->path);

    if (inode == NULL && op->value != 1)
        return;                 /* was there before the log began */
    if (inode == NULL) {
        inode = make_inode(w, false);
        change_name(w, S(""), op->path, inode);
    }
    if (op->value == 2)
        truncate_bytes(w, inode, 0);
    *map_put(w->arena, &w->handles, handle_key(w, op->handle), 0) = number_of(w, inode);
}

static void do_op(World *w, const Op *op)
{
    Inode *inode = inode_of(w, op->handle);

    switch (op->kind) {
    case RECORD_OPEN:
        do_open(w, op);
        break;
    case RECORD_WRITE:
        if (inode)
            write_bytes(w, inode, (size_t)op->value, op->data);
        break;
    case RECORD_TRUNCATE:
        if (inode)
            truncate_bytes(w, inode, (size_t)op->value);
        break;
    case RECORD_FSYNC:
        if (inode && inode->dir) {
            Str path = path_of(w, inode);
            flush_names(w, &path);
        } else if (inode) {
            flush_bytes(w, inode);
        }
        break;
    case RECORD_SYNCFS:
        for (size_t i = 0; i < w->inodes.count; i++)
            flush_bytes(w, w->inodes.at[i]);
        flush_names(w, NULL);
        break;
    case RECORD_RENAME:
        inode = lookup(w, &w->now, op->path);
        if (inode && str_ends(op->data, S("/checkpoint")))
            w->pending_note = arena_str(w->arena, (Str){ (const char *)inode->now.ptr, inode->now.len });
        change_name(w, op->path, op->data, inode);
        break;
    case RECORD_LINK:
        change_name(w, S(""), op->data, lookup(w, &w->now, op->path));
        break;
    case RECORD_UNLINK:
    case RECORD_RMDIR:
        change_name(w, op->path, S(""), NULL);
        break;
    case RECORD_MKDIR:
        change_name(w, S(""), op->path, make_inode(w, true));
        break;
    case RECORD_MARK:
        if (op->value > w->acknowledged)
            w->acknowledged = op->value;
        break;
    }
}

/* ---- the cut ---- */

static void cut_names(World *w, Cut cut, Draw *draw, void *context)
{
    size_t count = w->changes.count, kept = 0;
    uint64_t chance = 1 + draw(context, 9);     /* in ten */

    if (cut == CUT_NAMES_KEPT)
        count = (size_t)draw(context, count + 1);
    for (size_t i = 0; cut != CUT_ALL_LOST && i < count; i++)
        if (cut != CUT_ANY || draw(context, 10) < chance)
            w->changes.at[kept++] = w->changes.at[i];
    for (size_t i = 0; i < kept; i++)
        apply(w, &w->flushed, &w->changes.at[i]);
}

static bool touched(const Inode *inode, size_t from, size_t to)
{
    for (size_t i = 0; i < inode->changes.count; i++)
        if (inode->changes.at[i].from < to && inode->changes.at[i].to > from)
            return true;
    return false;
}

/* One of the lengths that the file had since it was flushed, also the one before. */
static size_t cut_length(const Inode *inode, Draw *draw, void *context)
{
    uint64_t n = draw(context, inode->changes.count + 2);

    if (n == 0)
        return inode->flushed.len;
    return n > inode->changes.count ? inode->now.len : inode->changes.at[n - 1].len;
}

static void cut_bytes(World *w, Inode *inode, Cut cut, Draw *draw, void *context)
{
    bool names_only = cut == CUT_NAMES_ONLY || cut == CUT_ALL_LOST;
    Bytes after = { NULL, 0 };

    if (inode->changes.count == 0)
        return;
    if (cut == CUT_ALL_KEPT) {
        flush_bytes(w, inode);
        return;
    }
    size_t len = names_only ? inode->flushed.len : cut_length(inode, draw, context);
    uint64_t chance = draw(context, 11);        /* in ten that a sector is new */
    resize(w, &after, len);
    if (len && inode->flushed.len)
        memcpy(after.ptr, inode->flushed.ptr, len < inode->flushed.len ? len : inode->flushed.len);
    for (size_t at = 0; !names_only && at < len; at += SECTOR) {
        size_t end = at + SECTOR < len ? at + SECTOR : len;
        size_t have = inode->now.len < end ? inode->now.len : end;
        if (have > at && touched(inode, at, end) && draw(context, 10) < chance)
            memcpy(after.ptr + at, inode->now.ptr + at, have - at);
    }
    inode->flushed = after;
}

World *world_after(Arena *arena, const Log *log, size_t count, Cut cut, Draw *draw, void *context)
{
    World *w = arena_new(arena, World);

    w->arena = arena;
    w->note = S("");
    Inode *root = make_inode(w, true);
    set(w, &w->now, S(""), root);
    set(w, &w->flushed, S(""), root);
    for (size_t i = 0; i < count && i < log->count; i++)
        do_op(w, &log->ops[i]);
    cut_names(w, cut, draw, context);
    for (size_t i = 0; i < w->inodes.count; i++)
        cut_bytes(w, w->inodes.at[i], cut, draw, context);
    return w;
}

static int by_key(const void *a, const void *b)
{
    return str_cmp((*(const MapEntry *const *)a)->key, (*(const MapEntry *const *)b)->key);
}

Status world_write(const World *w, const char *folder, bool (*skip)(Str path), Error *err)
{
    const Map *map = &w->flushed.map;
    Arena *arena = arena_create();
    const MapEntry **sorted = arena_array(arena, const MapEntry *, map->count + 1);
    Status status = OK;

    for (size_t i = 0; i < map->count; i++)
        sorted[i] = &map->entries[i];
    qsort(sorted, map->count, sizeof *sorted, by_key);
    for (size_t i = 0; status == OK && i < map->count; i++) {
        Str path = sorted[i]->key;
        if (path.len == 0 || sorted[i]->value == 0 || skip(path))
            continue;
        const Inode *inode = w->inodes.at[sorted[i]->value - 1];
        char *full = os_join(arena, str_of(folder), path);
        /* What lies in a folder that is not there is not there either. */
        if (!os_is_dir(os_join(arena, str_of(folder), parent(path))))
            continue;
        if (inode->dir) {
            mkdir(full, 0700);
            continue;
        }
        FILE *f = fopen(full, "wb");
        if (!f || (inode->flushed.len && fwrite(inode->flushed.ptr, inode->flushed.len, 1, f) != 1))
            status = fail(err, ERR_IO, "cannot write %s", full);
        if (f)
            fclose(f);
    }
    arena_destroy(arena);
    return status;
}

uint64_t world_acknowledged(const World *w, Str *note)
{
    Checkpoint checkpoint;
    uint64_t size = w->acknowledged;

    *note = w->note;
    if (w->note.len && checkpoint_parse(w->note, &checkpoint, NULL) == OK && checkpoint.size > size)
        size = checkpoint.size;
    return size;
}
