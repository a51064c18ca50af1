/* auto.h -- acquire and arm the cleanup in the same breath.
 *
 *     AUTO_CLOSE fd = open(...);          closed when the scope ends, if >= 0
 *     AUTO_UNLINK unfinished = path;      unlinked unless set to NULL
 *     AUTO_FREE char *p = ...;  AUTO_STRBUF b = { 0 };  AUTO_ARENA a = arena_create();
 */
#ifndef BASE_AUTO_H
#define BASE_AUTO_H

#include "base/arena.h"
#include "base/strbuf.h"

#include <stdlib.h>
#include <unistd.h>

static inline void auto_close(int *fd)              { if (*fd >= 0) close(*fd); }
static inline void auto_unlink(const char **path)   { if (*path) unlink(*path); }
static inline void auto_free(void *p)               { free(*(void **)p); }
static inline void auto_strbuf(StrBuf *b)           { strbuf_finish(b); }
static inline void auto_arena(Arena **a)            { arena_destroy(*a); }

#define AUTO(f)         __attribute__((cleanup(f)))
#define AUTO_CLOSE      AUTO(auto_close) int
#define AUTO_UNLINK     AUTO(auto_unlink) const char *
#define AUTO_FREE       AUTO(auto_free)
#define AUTO_STRBUF     AUTO(auto_strbuf) StrBuf
#define AUTO_ARENA      AUTO(auto_arena) Arena *

#endif
