/* world.h -- a model of a file system across a power cut, from the log that record.c wrote.
 *
 * What was flushed stays. Of what was not: a change of names (made, renamed, removed) may or may not have
 * reached the disk, in order or out of it; of the bytes of a file each 512-byte sector may be old, new or,
 * where nothing was, zeros; the length may be ahead of the bytes. fsync of a file says nothing of its name,
 * fsync of a folder says all of the names in it, syncfs says everything. (POSIX promises no more; ext4 and
 * others keep more, so every real outcome is among these.)
 */
#ifndef CRASH_WORLD_H
#define CRASH_WORLD_H

#include "base/arena.h"
#include "base/err.h"
#include "crash/record.h"

typedef struct Op {
    RecordKind kind;
    uint64_t   handle, value;
    Str        path, data;
} Op;

typedef struct Log {
    Op    *ops;
    size_t count;
} Log;

Status log_parse(Arena *arena, Str bytes, Log *ret, Error *err);

/* How what was not flushed is dealt with. */
typedef enum Cut {
    CUT_ALL_LOST, CUT_ALL_KEPT,
    CUT_NAMES_KEPT,         /* names in their order up to some point, bytes by the sector: a journal of names */
    CUT_NAMES_ONLY,         /* every name, no byte: delayed allocation */
    CUT_ANY,                /* each change of names by itself, bytes by the sector */
    CUTS
} Cut;

typedef struct World World;

/* A number below `below`, from the test's dice. */
typedef uint64_t Draw(void *context, uint64_t below);

/* The files after the power went once `count` operations of the log were done. Only paths below `keep`
 * ("case", "home") are made; those for which `skip` is true are left out. */
World *world_after(Arena *arena, const Log *log, size_t count, Cut cut, Draw *draw, void *context);

/* Write it to an empty folder. */
Status world_write(const World *w, const char *folder, bool (*skip)(Str path), Error *err);

/* Entries that were acknowledged by then: the newest mark, or the newest renaming of `checkpoint` whose folder
 * was flushed. The note is that of the checkpoint (empty when there was none yet). */
uint64_t world_acknowledged(const World *w, Str *note);

#endif
