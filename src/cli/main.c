/* main.c -- one program, one table of commands.
 *
 * The row of a command says what it needs; here the case is opened, the options
 * are read from its table, the errors printed, the exit code chosen.
 */
#include "cli/cli.h"

#include "base/auto.h"
#include "base/os.h"
#include "base/time.h"
#include "cli/table.h"

#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <sys/ioctl.h>

typedef struct ProgramOptions {
    Str  case_dir, unmask, key;
    bool help, short_help, version;
} ProgramOptions;

static const Option program_options[] = {
    OPTION_TEXT(ProgramOptions, case_dir,   "C",       "CASE", "the case; else the nearest folder upward that is one"),
    OPTION_TEXT(ProgramOptions, unmask,     "unmask",  "REASON",
                "show protected names; needs the key, is sealed in the log"),
    OPTION_TEXT(ProgramOptions, key,        "key",     "FILE",
                "the custodian's key, when it lies elsewhere than init put it"),
    OPTION_FLAG(ProgramOptions, help,       "help",            "this text; after a command, what it takes"),
    OPTION_FLAG(ProgramOptions, short_help, "h",               "the same"),
    OPTION_FLAG(ProgramOptions, version,    "version",         "the program's version"),
    OPTION_END
};

void help_program(StrBuf *out)
{
    strbuf_add(out, S("dokaz: a record of harm to civilians in which every figure leads back to sealed bytes\n\n"
                      "usage: dokaz [-C CASE] COMMAND [options] [arguments]\n\n"));
    for (size_t i = 0; commands[i]; i++)
        strbuf_printf(out, "  %-11s %s\n", commands[i]->name, commands[i]->summary);
    strbuf_char(out, '\n');
    opt_describe(program_options, out);
    strbuf_add(out, S("\nExit codes: 0 well, 1 a check failed or a rule refused, 2 wrong usage, 3 input or output.\n"
                      "No command uses the network: `serve` and `witness serve` listen on this machine alone, and\n"
                      "`witness send` speaks to this machine alone.\n"));
}

void help_command(const Command *command, StrBuf *out)
{
    strbuf_printf(out, "usage: dokaz %s%s%s%s%s\n\n%s\n", command->needs == NEEDS_NOTHING ? "" : "[-C CASE] ",
                  command->name, command->options[0].kind == OPT_END ? "" : " [options]",
                  *command->arguments ? " " : "", command->arguments, command->summary);
    if (command->more)
        strbuf_printf(out, "\n%s\n", command->more);
    if (command->list)
        command->list(out);
    if (command->options[0].kind != OPT_END) {
        strbuf_char(out, '\n');
        opt_describe(command->options, out);
    }
}

Status need_arguments(int count, int min, int max, const char *what, Error *err)
{
    if (count < min)
        return fail(err, ERR_USAGE, "%s is missing: see --help", what);
    if (count > max)
        return fail(err, ERR_USAGE, "too many arguments: %s is all it takes", what);
    return OK;
}

Status cli_flush(Cli *cli, Error *err)
{
    Status status = os_write_all(STDOUT_FILENO, strbuf_str(&cli->out), err);

    strbuf_clear(&cli->out);
    return status;
}

Status named_case(Cli *cli, char **ret, Error *err)
{
    if (!cli->case_dir)
        return input_trouble(case_find(cli->arena, ".", ret, err), err);
    *ret = arena_cstr(cli->arena, str_of(cli->case_dir));
    return OK;
}

void complain(const char *command, Str text)
{
    AUTO_STRBUF line = { 0 };

    strbuf_printf(&line, "dokaz%s%s: ", command ? " " : "", command ? command : "");
    print_text(&line, text);            /* it may name files, and whoever named them may be hostile */
    fprintf(stderr, STR_FMT "\n", STR_ARG(strbuf_str(&line)));
}

static const Command *find_command(const char *name)
{
    for (size_t i = 0; commands[i]; i++)
        if (strcmp(commands[i]->name, name) == 0)
            return commands[i];
    return NULL;
}

static bool asks_help(int count, char **args)
{
    for (int i = 0; i < count && strcmp(args[i], "--") != 0; i++)
        if (strcmp(args[i], "--help") == 0 || strcmp(args[i], "-h") == 0)
            return true;
    return false;
}

/* Showing names writes to the log, so the case is opened for writing then. */
static Status open_case(Cli *cli, CommandNeeds needs, const ProgramOptions *program, Error *err)
{
    bool writes = needs == NEEDS_CASE_WRITE || program->unmask.ptr;
    Status status = work_open(cli->arena, cli->case_dir, writes ? CASE_WRITE : CASE_READ, &cli->work, err);

    if (status == ERR_REFUSED && program->unmask.ptr) {
        Error missing = *err;
        return fail(err, ERR_REFUSED, "rule G1: protected people are masked; unmasking is sealed in the log first, and "
                    "%s", missing.text);
    }
    if (status != OK)
        return status;
    cli->work->unmask = program->unmask;
    cli->work->unmask_key = program->key.ptr;
    cli->work->now = cli->now;
    return OK;
}

static Status run_command(Cli *cli, const Command *command, const ProgramOptions *program, int count, char **args,
                          Error *err)
{
    int rest = 0;

    if (asks_help(count, args)) {
        help_command(command, &cli->out);
        return OK;
    }
    void *options = arena_alloc(cli->arena, command->options_size ? command->options_size : 1);
    Status status = opt_parse(command->options, count, args, false, options, &rest, err);
    if (status != OK)
        return status;
    if (command->needs >= NEEDS_CASE)
        status = open_case(cli, command->needs, program, err);
    if (status != OK)
        return status;
    status = command->run(cli, options, rest, args, err);
    if (status == OK && cli->work && cli->work->behind)
        fprintf(stderr, "dokaz %s: %zu sealed originals are not in the index: `dokaz add` without a path reads them\n",
                command->name, cli->work->behind);
    if (status == OK && cli->work && cli->work->undecided)
        fprintf(stderr, "dokaz %s: %zu judgement%s sealed and not applied yet: `dokaz add` without a path does\n",
                command->name, cli->work->undecided, cli->work->undecided == 1 ? " is" : "s are");
    return status;
}

static Status dispatch(Cli *cli, int count, char **args, const char **name, Error *err)
{
    ProgramOptions options = { .help = false };
    int rest = 0;
    Status status = opt_parse(program_options, count, args, true, &options, &rest, err);

    if (status != OK)
        return status;
    if (options.version) {
        strbuf_add(&cli->out, S("dokaz " DOKAZ_VERSION "\n"));
        return OK;
    }
    if (options.help || options.short_help) {
        help_program(&cli->out);
        return OK;
    }
    if (rest == 0)
        return fail(err, ERR_USAGE, "which command? `dokaz --help` lists them");
    const Command *command = find_command(args[0]);
    if (!command)
        return fail(err, ERR_USAGE, "there is no command '%s': `dokaz --help` lists them", args[0]);
    *name = command->name;
    cli->case_dir = options.case_dir.ptr;
    cli->unmask = options.unmask;
    cli->custodian_key = options.key.ptr;
    return run_command(cli, command, &options, rest - 1, args + 1, err);
}

static int terminal_width(void)
{
    struct winsize size;

    return ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col >= 40 ? size.ws_col : 80;
}

int main(int argc, char **argv)
{
    AUTO_ARENA arena = arena_create();
    Cli cli = { .arena = arena, .out_terminal = isatty(STDOUT_FILENO), .err_terminal = isatty(STDERR_FILENO),
                .now = time_now() };
    Error err = { 0 }, flushing = { 0 };
    const char *name = NULL;

    signal(SIGPIPE, SIG_IGN);       /* a reader that has gone is an error of writing, not a death */
    cli.width = cli.out_terminal ? terminal_width() : 0;
    Status status = dispatch(&cli, argc - 1, argv + 1, &name, &err);
    errno = 0;
    Status flushed = cli_flush(&cli, &flushing);
    bool reader_gone = flushed != OK && errno == EPIPE;
    if (status == OK && flushed != OK) {
        status = flushed;
        err = flushing;
    }
    if (status != OK && !reader_gone) {     /* `dokaz ... | head` is no trouble worth a line */
        work_mask_error(cli.work, &err);
        complain(name, str_of(err.text));
    }
    work_close(cli.work);
    strbuf_finish(&cli.out);
    return status_exit_code(status);
}
