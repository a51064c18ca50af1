/* cli.h -- what every command gets, and the table that main, help and tests read. */
#ifndef CLI_CLI_H
#define CLI_CLI_H

#include "base/opt.h"
#include "base/strbuf.h"
#include "cli/work.h"

/* One run of the program. */
typedef struct Cli {
    Arena      *arena;
    const char *case_dir;       /* -C, or NULL: the nearest folder upward */
    Str         unmask;         /* --unmask, or STR_NONE */
    const char *custodian_key;  /* --key, or NULL: where init put it */
    Work       *work;           /* the open case of commands that need one; else NULL */
    StrBuf      out;            /* standard output, written by cli_flush */
    bool        out_terminal, err_terminal;
    int         width;          /* columns of the terminal, 0 when there is none */
    struct Words *words;        /* English texts of the interface, once print.c has needed them */
    int64_t     now;            /* seconds since 1970: the only look at the clock */
} Cli;

typedef enum CommandNeeds {
    NEEDS_NOTHING,
    NEEDS_FOLDER,           /* of a case, which the command opens in its own way */
    NEEDS_CASE,
    NEEDS_CASE_WRITE,
} CommandNeeds;

typedef struct Command {
    const char   *name;
    const char   *arguments;    /* "PATH..." or "" */
    const char   *summary;      /* one line */
    const char   *more;         /* a paragraph for --help, or NULL */
    void        (*list)(StrBuf *out);   /* what --help lists below it, from the command's own table; or NULL */
    CommandNeeds  needs;
    const Option *options;
    size_t        options_size;
    Status      (*run)(Cli *cli, const void *options, int count, char **args, Error *err);
} Command;

/* Alphabetical within their groups; ends with NULL. Keep it so. */
extern const Command *const commands[];

/* Write what has gathered in cli->out; ERR_IO when the reader has gone or the disk is full. */
Status cli_flush(Cli *cli, Error *err);

/* One line on standard error, nothing in it that could steer a terminal; `command` may be NULL. */
void complain(const char *command, Str text);
/* The folder of the case that -C names, or of the nearest one upward (NEEDS_FOLDER). */
Status named_case(Cli *cli, char **ret, Error *err);


/* Usage of one command or of the program. */
void help_command(const Command *command, StrBuf *out);
void help_program(StrBuf *out);

/* ERR_USAGE unless there are `min` to `max` arguments. */
Status need_arguments(int count, int min, int max, const char *what, Error *err);

#endif
