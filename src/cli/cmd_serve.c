/* cmd_serve.c -- `dokaz serve`: the pages of the case, for this machine alone. */
#include "cli/commands.h"

#include "cli/site.h"
#include "tell/http.h"

typedef struct ServeOptions {
    int64_t port;
} ServeOptions;

static const Option options[] = {
    OPTION_INT(ServeOptions, port, "port", "N", "where to listen on 127.0.0.1 (any free port)"),
    OPTION_END
};

static Status run(Cli *cli, const void *given, int count, char **args, Error *err)
{
    const ServeOptions *o = given;
    Site *site = NULL;
    uint8_t key[16];

    (void)args;
    Status status = need_arguments(count, 0, 0, "nothing", err);
    if (status == OK && (o->port < 0 || o->port > 65535))
        return fail(err, ERR_USAGE, "--port takes a number from 1 to 65535");
    if (status == OK)
        status = open_site(cli, &site, err);
    if (status != OK)
        return status;
    random_bytes(key, sizeof key);
    HttpOptions http = { .port = (uint16_t)o->port,
                         .key = hex_encode(cli->arena, (Str){ (const char *)key, sizeof key }) };
    return http_serve(site, &http, err);
}

const Command cmd_serve = {
    .name = "serve", .arguments = "", .summary = "pages on 127.0.0.1; the address with its key is printed",
    .needs = NEEDS_CASE, .options = options, .options_size = sizeof(ServeOptions), .run = run,
};
