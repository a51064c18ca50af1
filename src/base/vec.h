/* vec.h -- a growing array in an arena, typed by the compiler.
 *
 *     VEC(Mention) found = { 0 };
 *     vec_push(arena, &found, (Mention){ ... });
 *     for (size_t i = 0; i < found.count; i++) use(&found.at[i]);
 */
#ifndef BASE_VEC_H
#define BASE_VEC_H

#include "base/arena.h"

#define VEC(T) struct { T *at; size_t count, room; }

/* Append one value (a compound literal needs no parentheses: variadic). */
#define vec_push(arena, vec, ...)                                                        \
    do {                                                                                 \
        __typeof__(vec) vec_ = (vec);                                                    \
        if (vec_->count == vec_->room) {                                                 \
            size_t room_ = vec_->room ? vec_->room * 2 : 8;                              \
            vec_->at = arena_grow((arena), vec_->at, vec_->room * sizeof *vec_->at,      \
                                  room_ * sizeof *vec_->at);                             \
            vec_->room = room_;                                                          \
        }                                                                                \
        vec_->at[vec_->count++] = (__VA_ARGS__);                                         \
    } while (0)

#endif
