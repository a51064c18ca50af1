/* check.h -- the whole test framework: a failed check says where, what and why.
 *
 * A test program counts its checks and ends with test_end(), which also fails
 * a program that checked nothing.
 */
#ifndef TEST_CHECK_H
#define TEST_CHECK_H

#include "base/str.h"

#include <stdio.h>

static int test_checks, test_failures;

#define CHECK(condition, about)                                                          \
    do {                                                                                 \
        test_checks++;                                                                   \
        if (!(condition)) {                                                              \
            test_failures++;                                                             \
            fprintf(stderr, "%s:%d: %s  [%.*s]\n", __FILE__, __LINE__, #condition,       \
                    STR_ARG(check_str(about)));                                          \
        }                                                                                \
    } while (0)

#define CHECK_INT(got, want, about)                                                      \
    do {                                                                                 \
        long long got_ = (long long)(got), want_ = (long long)(want);                    \
        test_checks++;                                                                   \
        if (got_ != want_) {                                                             \
            test_failures++;                                                             \
            fprintf(stderr, "%s:%d: %s is %lld, want %lld  [%.*s]\n", __FILE__, __LINE__, #got, \
                    got_, want_, STR_ARG(check_str(about)));                             \
        }                                                                                \
    } while (0)

#define CHECK_STR(got, want)                                                             \
    do {                                                                                 \
        Str got_ = (got), want_ = (want);                                                \
        test_checks++;                                                                   \
        if (!str_eq(got_, want_)) {                                                      \
            test_failures++;                                                             \
            fprintf(stderr, "%s:%d: %s\n   got  '%.*s'\n   want '%.*s'\n", __FILE__, __LINE__, #got, \
                    STR_ARG(got_), STR_ARG(want_));                                      \
        }                                                                                \
    } while (0)

static inline Str check_of_str(Str s)           { return s; }
static inline Str check_of_text(const char *s)  { return str_of(s); }
#define check_str(x) _Generic((x), Str: check_of_str, char *: check_of_text, const char *: check_of_text)(x)

static inline int test_end(void)
{
    if (test_checks == 0)
        fprintf(stderr, "this test checked nothing\n");
    return test_failures != 0 || test_checks == 0;
}

#endif
