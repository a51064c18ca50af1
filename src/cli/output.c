/* output.c -- see output.h. */
#include "cli/output.h"

#include "base/os.h"

Status output_to(Cli *cli, size_t before, Str path, Error *err)
{
    if (!path.ptr)
        return OK;
    Str made = str_slice(strbuf_str(&cli->out), before, cli->out.len);
    Status status = os_write_file(path.ptr, made, 0644, NOT_DURABLE, err);
    cli->out.len = before;          /* also when it failed: what was meant for a file is no text for a terminal */
    if (status != OK) {
        Error why = *err;
        return fail(err, status, "%s: -o takes a file in a folder that is there and can be written to", why.text);
    }
    size_t bytes = made.len;
    strbuf_printf(&cli->out, "wrote " STR_FMT ", %zu bytes\n", STR_ARG(path), bytes);
    return OK;
}
