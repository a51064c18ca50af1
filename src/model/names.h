/* names.h -- one table gives an enumeration its printed names, both ways. Private to model/. */
#ifndef MODEL_NAMES_H
#define MODEL_NAMES_H

#include "base/str.h"

static inline int names_find(const char *const *names, size_t count, Str name)
{
    for (size_t i = 0; i < count; i++)
        if (str_eq(str_of(names[i]), name))
            return (int)i;
    return -1;
}

/* Defines  Str FUNCTION_name(Type)  and  int FUNCTION_of(Str), -1 when unknown. */
#define NAMES(function, Type, ...)                                              \
    static const char *const function##_names[] = { __VA_ARGS__ };              \
    Str function##_name(Type value) { return str_of(function##_names[value]); } \
    int function##_of(Str name)                                                 \
    {                                                                           \
        return names_find(function##_names, sizeof function##_names / sizeof *function##_names, name); \
    }

#endif
