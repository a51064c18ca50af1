/* arena.h -- memory that is freed all at once.
 *
 * One arena a document (or a request); scratch work marks and rewinds. A
 * function whose first parameter is `Arena *` allocates there and its results
 * live as long as the arena. Running out of memory prints one line and exits.
 */
#ifndef BASE_ARENA_H
#define BASE_ARENA_H

#include "base/str.h"

#include <stdarg.h>

typedef struct Arena Arena;

typedef struct ArenaMark {
    void  *block;
    size_t used;
} ArenaMark;

Arena *arena_create(void);
void   arena_destroy(Arena *arena);         /* NULL is fine */
void   arena_reset(Arena *arena);           /* keeps the largest block for reuse */

/* `size` zeroed bytes, aligned for any type. */
void *arena_alloc(Arena *arena, size_t size);

/* `size` bytes with unspecified contents. */
void *arena_raw(Arena *arena, size_t size);

/* Grow a block that was the arena's latest in place, else move it. */
void *arena_grow(Arena *arena, void *old, size_t old_size, size_t new_size);

/* Everything allocated after the mark is given back by arena_rewind. */
ArenaMark arena_mark(Arena *arena);
void      arena_rewind(Arena *arena, ArenaMark mark);

Str   arena_str(Arena *arena, Str s);               /* a copy, NUL-terminated for C's sake */
char *arena_cstr(Arena *arena, Str s);
Str   arena_printf(Arena *arena, const char *format, ...) __attribute__((format(printf, 2, 3), nonnull(2)));

#define arena_new(arena, T)         ((T *)arena_alloc((arena), sizeof(T)))
#define arena_array(arena, T, n)    ((T *)arena_alloc((arena), sizeof(T) * (size_t)(n)))

/* Bytes handed out and not rewound. */
size_t arena_used(const Arena *arena);

#endif
