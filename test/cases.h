/* cases.h -- test cases as plain tables: tab-separated lines, # comments, one case a line. */
#ifndef TEST_CASES_H
#define TEST_CASES_H

#include "base/auto.h"
#include "base/os.h"
#include "check.h"

#include <dirent.h>
#include <stdlib.h>

#define CASE_COLUMNS_MAX 10

/* Hand every line of FOLDER/NAME.cases to `check`; a line with another number
 * of columns than `columns`, or a file that cannot be read, is a failure. */
static inline void cases_run(const char *folder, Str name, size_t columns,
                             void (*check)(void *context, Str name, const Str *column), void *context)
{
    AUTO_ARENA arena = arena_create();
    Error err = { 0 };
    Str text, line;
    size_t lines = 0;

    char *file = (char *)arena_printf(arena, "%s/" STR_FMT ".cases", folder, STR_ARG(name)).ptr;
    if (os_read_file(arena, file, 1 << 20, &text, &err) != OK) {
        CHECK(false, err.text);
        return;
    }
    while (str_cut(&text, '\n', &line)) {
        Str column[CASE_COLUMNS_MAX];
        size_t n = 0;
        if (line.len == 0 || line.ptr[0] == '#')
            continue;
        while (n < CASE_COLUMNS_MAX && str_cut(&line, '\t', &column[n]))
            n++;
        CHECK_INT(n, columns, column[0]);
        if (n == columns)
            check(context, name, column);
        lines++;
    }
    CHECK(lines > 0, file);
}

static inline int cases_by_name(const void *a, const void *b)
{
    return str_cmp(*(const Str *)a, *(const Str *)b);
}

#define CASE_FILES_MAX 32

/* Every FOLDER/NAME.cases, in the order of their names; with the environment
 * variable CASES set, only that NAME (`make words LANG=fr`). */
static inline void cases_run_all(const char *folder, size_t columns,
                                 void (*check)(void *context, Str name, const Str *column), void *context)
{
    AUTO_ARENA arena = arena_create();
    Str names[CASE_FILES_MAX];
    size_t count = 0;
    const char *only = getenv("CASES");
    DIR *d = opendir(folder);

    CHECK(d != NULL, folder);
    for (struct dirent *e; d && (e = readdir(d)) && count < CASE_FILES_MAX;) {
        Str name = str_of(e->d_name);
        if (!str_ends(name, S(".cases")))
            continue;
        name = str_slice(name, 0, name.len - 6);
        if (only == NULL || str_eq(name, str_of(only)))
            names[count++] = arena_str(arena, name);
    }
    if (d)
        closedir(d);
    if (count)
        qsort(names, count, sizeof *names, cases_by_name);
    for (size_t i = 0; i < count; i++)
        cases_run(folder, names[i], columns, check, context);
    CHECK(count > 0 || only, folder);
}

#endif
