/* err.h -- how a function fails: one of a few codes, and a text for a person.
 *
 *     Status f(..., X *ret, Error *err);
 * returns OK or a code; on failure *ret is untouched and nothing has changed.
 * The text names what, where and what to do, and never a protected name.
 */
#ifndef BASE_ERR_H
#define BASE_ERR_H

#include <stdbool.h>

typedef enum Status {
    OK = 0,
    ERR_CHECK,          /* a check failed: something does not match (exit 1) */
    ERR_REFUSED,        /* a rule forbids it; the text names the rule (exit 1) */
    ERR_USAGE,          /* the caller asked wrongly (exit 2) */
    ERR_IO,             /* the system said no (exit 3) */
    ERR_BAD_INPUT,      /* the bytes are not what they should be (exit 3) */
    ERR_NOT_FOUND,      /* no such thing (exit 1) */
} Status;

typedef struct Error {
    Status status;
    char   text[480];   /* one line, no newline, UTF-8 */
} Error;

/* Fill *err (may be NULL) and return `status`. */
Status fail(Error *err, Status status, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

/* The exit code of a command that ended with `status`. */
int status_exit_code(Status status);

#endif
