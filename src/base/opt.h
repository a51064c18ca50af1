/* opt.h -- command line options as tables: parser and help read the same rows.
 *
 *     static const Option options[] = {
 *         OPTION_TEXT(AddOptions, sources, "sources", "FILE", "table of publishers"),
 *         OPTION_FLAG(AddOptions, dry_run, "dry-run", "say what would be sealed"),
 *         OPTION_END
 *     };
 *
 * Values land in the command's own struct (zeroed by the caller). A name of
 * one letter is given as -o, a longer one as --output or --output=VALUE.
 * "--" ends the options; "-" is an argument like any other.
 */
#ifndef BASE_OPT_H
#define BASE_OPT_H

#include "base/err.h"
#include "base/strbuf.h"

typedef enum OptionKind { OPT_END, OPT_TEXT, OPT_FLAG, OPT_INT, OPT_LIST } OptionKind;

/* What an option that may be given several times holds, in the order given. */
#define OPT_LIST_MAX 32
typedef struct OptList {
    Str    at[OPT_LIST_MAX];
    size_t count;
} OptList;

typedef struct Option {
    OptionKind  kind;
    const char *name;       /* without dashes */
    const char *value;      /* what it takes, in capitals: "FILE"; NULL for a flag */
    const char *help;
    size_t      offset;     /* of the member: Str, bool, int64_t or OptList */
} Option;

#define OPTION_TEXT(T, member, name, value, help)   { OPT_TEXT, name, value, help, OPTION_OFFSET(T, member, Str) }
#define OPTION_FLAG(T, member, name, help)          { OPT_FLAG, name, NULL, help, OPTION_OFFSET(T, member, bool) }
#define OPTION_INT(T, member, name, value, help)    { OPT_INT, name, value, help, OPTION_OFFSET(T, member, int64_t) }
#define OPTION_LIST(T, member, name, value, help)   { OPT_LIST, name, value, help, OPTION_OFFSET(T, member, OptList) }
#define OPTION_END                                  { OPT_END, NULL, NULL, NULL, 0 }

/* The offset, and a compile error when the member has another type. */
#define OPTION_OFFSET(T, member, Type)                                                                         \
    (offsetof(T, member) +                                                                                     \
     0 * sizeof(char[__builtin_types_compatible_p(__typeof__(((T *)0)->member), Type) ? 1 : -1]))

/* Read `args` (without the program and the command) into *values. What is no
 * option is moved to the front of `args`, in order, and counted in *rest; the
 * walk stops at the first such word when `stop_at_word`.
 * ERR_USAGE names the option that is wrong. */
Status opt_parse(const Option *options, int count, char **args, bool stop_at_word, void *values, int *rest,
                 Error *err);

/* One line an option, aligned, for --help. */
void opt_describe(const Option *options, StrBuf *out);

#endif
