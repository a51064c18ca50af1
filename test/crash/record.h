/* record.h -- the log that record.c writes and world.c reads: what a program did to the files below one folder.
 *
 * Each operation is a RecordHead, `path` bytes, `data` bytes. Paths are below the folder, without a slash
 * at the beginning. Numbers are this machine's.
 */
#ifndef CRASH_RECORD_H
#define CRASH_RECORD_H

#include <stdint.h>

typedef enum RecordKind {
    RECORD_OPEN,        /* path; value: 1 when it was made, 2 when it was cut to nothing */
    RECORD_WRITE,       /* data at `value` */
    RECORD_TRUNCATE,    /* to `value` bytes */
    RECORD_FSYNC,       /* of a file or folder; fdatasync is told as this */
    RECORD_SYNCFS,
    RECORD_RENAME,      /* path to data */
    RECORD_LINK,        /* path to data */
    RECORD_UNLINK,      /* path */
    RECORD_MKDIR,
    RECORD_RMDIR,
    RECORD_MARK,        /* from the driver: `value` entries were acknowledged; path: what was run */
} RecordKind;

typedef struct RecordHead {
    uint32_t kind, path, data;
    uint32_t unused;
    uint64_t handle;    /* of an open file: OPEN gives it, WRITE, TRUNCATE and FSYNC use it */
    uint64_t value;
} RecordHead;

#endif
