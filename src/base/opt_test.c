/* opt_test.c -- values land where the table says, and every mistake is named. */
#include "base/opt.h"

#include "base/auto.h"
#include "check.h"

typedef struct Options {
    Str     sources, output;
    bool    dry_run;
    int64_t port;
    OptList lists;
} Options;

static const Option table[] = {
    OPTION_TEXT(Options, sources, "sources", "FILE", "table of publishers"),
    OPTION_TEXT(Options, output,  "o",       "FILE", "where to"),
    OPTION_FLAG(Options, dry_run, "dry-run",         "say, do nothing"),
    OPTION_INT(Options,  port,    "port",    "N",    "where to listen"),
    OPTION_LIST(Options, lists,   "list",    "FILE", "another one"),
    OPTION_END
};

static const struct {
    const char *args[6];
    bool        stop;
    Status      status;
    const char *error;      /* part of it */
    Options     want;
    int         rest;
    const char *first;      /* of the rest */
} cases[] = {
    { { "a", "--sources", "s.tsv", "b" }, false, OK, NULL, { .sources = S("s.tsv") }, 2, "a" },
    { { "--sources=x=y", "-o", "f" }, false, OK, NULL, { .sources = S("x=y"), .output = S("f") }, 0, NULL },
    { { "--dry-run", "--port", "-8" }, false, OK, NULL, { .dry_run = true, .port = -8 }, 0, NULL },
    { { "--", "--dry-run", "-" }, false, OK, NULL, { .port = 0 }, 2, "--dry-run" },
    { { "-", "--dry-run" }, false, OK, NULL, { .dry_run = true }, 1, "-" },
    { { "-o", "x", "add", "--bad" }, true, OK, NULL, { .output = S("x") }, 2, "add" },
    { { "--list", "a", "b", "--list=c" }, false, OK, NULL, { .lists = { { S("a"), S("c") }, 2 } }, 1, "b" },
    { { "--bad" }, false, ERR_USAGE, "--bad", { .port = 0 }, 0, NULL },
    { { "--o", "f" }, false, ERR_USAGE, "--o", { .port = 0 }, 0, NULL },
    { { "-port", "1" }, false, ERR_USAGE, "-port", { .port = 0 }, 0, NULL },
    { { "--sources" }, false, ERR_USAGE, "FILE", { .port = 0 }, 0, NULL },
    { { "--port", "eight" }, false, ERR_USAGE, "eight", { .port = 0 }, 0, NULL },
    { { "--dry-run=yes" }, false, ERR_USAGE, "no value", { .port = 0 }, 0, NULL },
};

/* proves P53 */
int main(void)
{
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char *args[6] = { NULL };
        int count = 0, rest = 0;
        Options got = { .port = 0 };
        Error err = { 0 };

        for (; count < 6 && cases[i].args[count]; count++)
            args[count] = (char *)(uintptr_t)cases[i].args[count];
        CHECK_INT(opt_parse(table, count, args, cases[i].stop, &got, &rest, &err), cases[i].status, args[0]);
        if (cases[i].error) {
            CHECK(strstr(err.text, cases[i].error) != NULL, err.text);
            continue;
        }
        CHECK_STR(got.sources, cases[i].want.sources);
        CHECK_STR(got.output, cases[i].want.output);
        CHECK_INT(got.dry_run, cases[i].want.dry_run, args[0]);
        CHECK_INT(got.port, cases[i].want.port, args[0]);
        CHECK_INT(rest, cases[i].rest, args[0]);
        CHECK_INT(got.lists.count, cases[i].want.lists.count, args[0]);
        for (size_t k = 0; k < got.lists.count; k++)
            CHECK_STR(got.lists.at[k], cases[i].want.lists.at[k]);
        if (cases[i].first)
            CHECK_STR(str_of(args[0]), str_of(cases[i].first));
    }
    AUTO_STRBUF out = { 0 };
    opt_describe(table, &out);
    CHECK(str_starts(strbuf_str(&out), S("  --sources FILE          table of publishers\n  -o FILE")), out.ptr);
    return test_end();
}
