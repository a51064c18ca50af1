/* spool.h -- an array too large for memory: it lies in a nameless file and is mapped.
 *
 * The system writes its pages out and reads them back as memory allows, so a job over
 * twelve million rows keeps a small heap. Room on the disk is taken before it is used: a full
 * disk is an error and never a signal. Records have one size, plain memory without pointers.
 */
#ifndef BASE_SPOOL_H
#define BASE_SPOOL_H

#include "base/err.h"
#include "base/str.h"

typedef struct Spool {
    char  *map;             /* NULL while it is empty */
    size_t record;          /* bytes of one */
    size_t count, room;     /* records */
    int    fd;
    bool   opened;          /* fd is to be closed */
} Spool;

/* A new spool in the folder `dir`, for records of `record` bytes. */
Status spool_open(const char *dir, size_t record, Spool *ret, Error *err);
void   spool_close(Spool *s);                   /* also one that was never opened */

/* Append a record (zeroed when `value` is NULL). Pointers into the spool do not outlive it. */
Status spool_add(Spool *s, const void *value, Error *err);

/* Append bytes to a spool of records of one byte; *at gets their offset. */
Status spool_bytes(Spool *s, Str bytes, uint64_t *at, Error *err);

/* Make it exactly `count` records, new ones zeroed. */
Status spool_resize(Spool *s, size_t count, Error *err);

static inline void *spool_at(const Spool *s, size_t i)
{
    return s->map + i * s->record;
}

/* Sort by the number in the first eight bytes of each record, then by `then` (may be NULL).
 * One pass parts the records by their highest byte, then each part is sorted in memory. */
Status spool_sort(Spool *s, const char *dir, int (*then)(const void *, const void *), Error *err);

#endif
