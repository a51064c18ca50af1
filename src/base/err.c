/* err.c -- see err.h. */
#include "base/err.h"

#include <stdarg.h>
#include <stdio.h>

Status fail(Error *err, Status status, const char *format, ...)
{
    if (err) {
        va_list args;
        va_start(args, format);
        err->status = status;
        vsnprintf(err->text, sizeof err->text, format, args);
        va_end(args);
    }
    return status;
}

int status_exit_code(Status status)
{
    switch (status) {
    case OK:            return 0;
    case ERR_CHECK:
    case ERR_REFUSED:
    case ERR_NOT_FOUND: return 1;
    case ERR_USAGE:     return 2;
    case ERR_IO:
    case ERR_BAD_INPUT: return 3;
    }
    return 3;
}
