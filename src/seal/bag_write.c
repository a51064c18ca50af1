/* bag_write.c -- see bag_write.h: files, manifests, and the name at the end. */
#include "seal/bag_write.h"

#include "base/auto.h"
#include "base/map.h"
#include "base/os.h"
#include "base/utf8.h"
#include "base/vec.h"
#include "seal/bag_tree.h"

#include <assert.h>
#include <errno.h>
#include <stdio.h>
#include <sys/stat.h>

typedef struct Written {
    const char *path;
    Sha256      digest;
} Written;

struct BagWriter {
    Arena       *arena;
    char        *dir, *tmp;     /* where it will stand, where it grows */
    Map          folders;       /* made already */
    VEC(Written) files;
    int64_t      payload_files, payload_bytes;
};

Status bag_create(const char *dir, BagWriter **ret, Error *err)
{
    Arena *arena = arena_create();
    BagWriter *w = arena_new(arena, BagWriter);

    *w = (BagWriter){ .arena = arena };
    Status status = tree_begin(arena, dir, &w->dir, &w->tmp, err);
    if (status != OK)
        arena_destroy(arena);
    else
        *ret = w;
    return status;
}

static bool plain_path(const char *path)
{
    for (const char *p = path; *p; p++)
        if (!strchr("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789._/-", *p))
            return false;
    return true;
}

Status bag_put(BagWriter *w, const char *path, Str bytes, Error *err)
{
    char *full = os_join(w->arena, str_of(w->tmp), str_of(path));
    Str folder = { full, (size_t)(strrchr(full, '/') - full) };

    assert(plain_path(path));
    if (!map_get(&w->folders, folder)) {
        Status status = os_make_dirs(arena_cstr(w->arena, folder), 0700, err);
        if (status != OK)
            return status;
        map_put(w->arena, &w->folders, folder, 1);
    }
    Status status = os_write_file(full, bytes, 0600, NOT_DURABLE, err);
    if (status != OK)
        return status;
    vec_push(w->arena, &w->files, (Written){ arena_cstr(w->arena, str_of(path)), sha256(bytes) });
    if (strncmp(path, "data/", 5) == 0) {
        w->payload_files++;
        w->payload_bytes += (int64_t)bytes.len;
    }
    return OK;
}

int64_t bag_written(const BagWriter *w, int64_t *files)
{
    *files = w->payload_files;
    return w->payload_bytes;
}

static int by_path(const void *a, const void *b)
{
    return strcmp(((const Written *)a)->path, ((const Written *)b)->path);
}

/* The rows of a manifest: of the payload, or of the tag files. */
static Status put_manifest(BagWriter *w, bool tags, Error *err)
{
    AUTO_STRBUF rows = { 0 };

    qsort(w->files.at, w->files.count, sizeof *w->files.at, by_path);
    for (size_t i = 0; i < w->files.count; i++) {
        const Written *f = &w->files.at[i];
        if ((strncmp(f->path, "data/", 5) == 0) == tags)
            continue;
        Str hex = hex_encode(w->arena, sha256_str(&f->digest));
        strbuf_printf(&rows, STR_FMT "  %s\n", STR_ARG(hex), f->path);
    }
    return bag_put(w, tags ? "tagmanifest-sha256.txt" : "manifest-sha256.txt", strbuf_str(&rows), err);
}

static Status put_info(BagWriter *w, const BagField *info, size_t count, Error *err)
{
    AUTO_STRBUF text = { 0 };

    for (size_t i = 0; i < count; i++) {
        Str value = info[i].value;
        for (size_t k = 0; k < value.len; k++)
            if ((unsigned char)value.ptr[k] < 0x20 || value.ptr[k] == 0x7F)
                return fail(err, ERR_BAD_INPUT, STR_FMT " cannot hold control characters", STR_ARG(info[i].label));
        if (utf8_valid(value) != value.len)
            return fail(err, ERR_BAD_INPUT, STR_FMT " is not UTF-8", STR_ARG(info[i].label));
        strbuf_printf(&text, STR_FMT ": ", STR_ARG(info[i].label));
        strbuf_add(&text, value);
        strbuf_char(&text, '\n');
    }
    strbuf_printf(&text, "Payload-Oxum: %lld.%lld\n", (long long)w->payload_bytes, (long long)w->payload_files);
    return bag_put(w, "bag-info.txt", strbuf_str(&text), err);
}

Status bag_finish(BagWriter *w, const BagField *info, size_t count, Error *err)
{
    Status status = put_info(w, info, count, err);

    if (status == OK)
        status = bag_put(w, "bagit.txt", S("BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n"), err);
    if (status == OK)
        status = put_manifest(w, false, err);
    if (status == OK)
        status = put_manifest(w, true, err);
    if (status == OK)
        status = tree_end(w->dir, w->tmp, err);
    if (status == OK)
        arena_destroy(w->arena);
    return status;
}

void bag_abandon(BagWriter *w)
{
    if (w == NULL)
        return;
    tree_remove(w->tmp);
    arena_destroy(w->arena);
}
