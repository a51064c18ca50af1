/* cases.h -- test cases as plain tables: tab-separated lines, # comments, one case a line. */
#ifndef TEST_CASES_H
#define TEST_CASES_H

#include "base/auto.h"
#include "base/os.h"
#include "check.h"

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

#endif
