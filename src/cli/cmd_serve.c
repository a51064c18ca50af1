/* cmd_serve.c -- `dokaz serve`: the pages of the case, for this machine alone. */
#include "cli/commands.h"

#include "cli/jobs.h"
#include "cli/showing.h"

#define IDLE_MINUTES 15
#define THREADS_MAX  8

typedef struct ServeOptions {
    int64_t port, hours;
    Str     idle, coder;
    bool    readers;
} ServeOptions;

static const Option options[] = {
    OPTION_INT(ServeOptions,  port,    "port",    "N", "where to listen on 127.0.0.1 (any free port)"),
    OPTION_TEXT(ServeOptions, idle,    "idle",    "MINUTES", "lock a session that nobody used for so long (15; 0: never)"),
    OPTION_INT(ServeOptions,  hours,   "for",     "HOURS", "end every session after so long"),
    OPTION_TEXT(ServeOptions, coder,   "coder",   "NAME", "who judges on these pages, where several people share a key"),
    OPTION_FLAG(ServeOptions, readers, "readers", "print a second address, whose pages can be read and nothing else"),
    OPTION_END
};

static Str random_key(Arena *arena)
{
    uint8_t key[16];

    random_bytes(key, sizeof key);
    return hex_encode(arena, (Str){ (const char *)key, sizeof key });
}

static Status run(Cli *cli, const void *given, int count, char **args, Error *err)
{
    const ServeOptions *o = given;
    Showing *showing = NULL;
    Sessions *sessions = arena_new(cli->arena, Sessions);
    size_t threads = jobs_processors();
    int64_t idle = IDLE_MINUTES;

    (void)args;
    Status status = need_arguments(count, 0, 0, "nothing", err);
    if (status == OK && (o->port < 0 || o->port > 65535))
        return fail(err, ERR_USAGE, "--port takes a number from 1 to 65535");
    if (status == OK && ((o->idle.ptr && !str_to_i64(o->idle, &idle)) || idle < 0 || idle > 100000 || o->hours < 0 ||
                         o->hours > 10000))
        return fail(err, ERR_USAGE, "--idle takes minutes, --for hours, both from 0 on");
    if (status == OK)
        status = showing_begin(cli, o->coder, &showing, err);
    if (status != OK)
        return status;
    sessions_make(sessions, o->readers ? random_key(cli->arena) : STR_NONE, random_key(cli->arena), idle * 60,
                  o->hours * 3600);
    HttpCase shown = showing_case(showing);
    HttpOptions http = { .port = (uint16_t)o->port, .sessions = sessions,
                         .threads = (unsigned)(threads < THREADS_MAX ? threads : THREADS_MAX) };
    status = http_serve(&shown, &http, err);
    showing_end(showing);
    return status;
}

const Command cmd_serve = {
    .name = "serve", .arguments = "", .summary = "pages on 127.0.0.1; the address with its key is printed",
    .more = "The pages show the case as it is now: what another command adds or judges appears by itself.\n"
            "SIGHUP looks at the case at once, SIGTERM ends when what is being answered has been answered.",
    .needs = NEEDS_CASE, .options = options, .options_size = sizeof(ServeOptions), .run = run,
};
