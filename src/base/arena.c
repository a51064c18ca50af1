/* arena.c -- a chain of blocks, each twice the last up to a limit; see arena.h. */
#include "base/arena.h"

#include <stdio.h>
#include <stdlib.h>

#define FIRST_BLOCK   (64u << 10)
#define LARGEST_BLOCK (16u << 20)
#define ALIGNMENT     16u

typedef struct Block {
    struct Block *before;
    size_t        size;     /* bytes in data */
    size_t        used;
    _Alignas(ALIGNMENT) char data[];
} Block;

struct Arena {
    Block *top;
    size_t below;           /* bytes used in the blocks under the top */
};

static void *must(void *p)
{
    if (p == NULL) {
        fputs("dokaz: out of memory\n", stderr);
        exit(3);
    }
    return p;
}

static Block *block_create(size_t size, Block *before)
{
    Block *b = must(malloc(sizeof *b + size));

    b->before = before;
    b->size = size;
    b->used = 0;
    return b;
}

Arena *arena_create(void)
{
    Arena *a = must(malloc(sizeof *a));

    a->top = block_create(FIRST_BLOCK, NULL);
    a->below = 0;
    return a;
}

void arena_destroy(Arena *a)
{
    if (a == NULL)
        return;
    for (Block *b = a->top, *before; b; b = before) {
        before = b->before;
        free(b);
    }
    free(a);
}

void arena_reset(Arena *a)
{
    Block *keep = a->top;

    for (Block *b = keep->before, *before; b; b = before) {
        before = b->before;
        free(b);
    }
    keep->before = NULL;
    keep->used = 0;
    a->below = 0;
}

void *arena_raw(Arena *a, size_t size)
{
    size_t need = (size + ALIGNMENT - 1) & ~(size_t)(ALIGNMENT - 1);
    Block *b = a->top;

    if (need < size)
        must(NULL);
    if (b->size - b->used < need) {
        size_t next = b->size * 2 < LARGEST_BLOCK ? b->size * 2 : LARGEST_BLOCK;
        a->below += b->used;
        b = a->top = block_create(next > need ? next : need, b);
    }
    void *p = b->data + b->used;
    b->used += need;
    return p;
}

void *arena_alloc(Arena *a, size_t size)
{
    return memset(arena_raw(a, size), 0, size);
}

void *arena_grow(Arena *a, void *old, size_t old_size, size_t new_size)
{
    Block *b = a->top;
    size_t old_need = (old_size + ALIGNMENT - 1) & ~(size_t)(ALIGNMENT - 1);
    size_t new_need = (new_size + ALIGNMENT - 1) & ~(size_t)(ALIGNMENT - 1);

    if (old && (char *)old + old_need == b->data + b->used &&
        b->size - (b->used - old_need) >= new_need) {
        b->used += new_need - old_need;
        return old;
    }
    void *p = arena_raw(a, new_size);
    if (old_size)
        memcpy(p, old, old_size);
    return p;
}

ArenaMark arena_mark(Arena *a)
{
    return (ArenaMark){ a->top, a->top->used };
}

void arena_rewind(Arena *a, ArenaMark mark)
{
    while (a->top != mark.block) {
        Block *gone = a->top;
        a->top = gone->before;
        a->below -= a->top->used;
        free(gone);
    }
    a->top->used = mark.used;
}

char *arena_cstr(Arena *a, Str s)
{
    char *copy = arena_raw(a, s.len + 1);

    if (s.len)
        memcpy(copy, s.ptr, s.len);
    copy[s.len] = '\0';
    return copy;
}

Str arena_str(Arena *a, Str s)
{
    return (Str){ arena_cstr(a, s), s.len };
}

Str arena_printf(Arena *a, const char *format, ...)
{
    va_list args, again;

    va_start(args, format);
    va_copy(again, args);
    int len = vsnprintf(NULL, 0, format, args);
    va_end(args);
    char *text = arena_raw(a, (size_t)len + 1);
    vsnprintf(text, (size_t)len + 1, format, again);
    va_end(again);
    return (Str){ text, (size_t)len };
}

size_t arena_used(const Arena *a)
{
    return a->below + a->top->used;
}
