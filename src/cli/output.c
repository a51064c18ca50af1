/* output.c -- see output.h. */
#include "cli/output.h"

#include "base/auto.h"
#include "base/os.h"
#include "guard/custodian.h"
#include "guard/gate.h"
#include "seal/log.h"

#include <stdio.h>
#include <unistd.h>

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

static void close_case(Case **c)
{
    case_close(*c);
}

Status open_to_note(Cli *cli, Case **ret, Error *err)
{
    char *home = NULL;
    Status status = os_data_home(cli->arena, &home, err);

    if (status != OK)
        return status;
    Sealer sealer = sealer_of(os_join(cli->arena, str_of(home), S("keys")));
    return case_open(cli->work->dir, CASE_WRITE, &sealer, ret, err);
}

static void hold(Cli *cli, Leaving *what, const bool *wanted)
{
    const Work *work = cli->work;
    uint64_t *holds = arena_array(cli->arena, uint64_t, work->original_count);

    what->holds_count = 0;
    for (size_t i = 0; i < work->original_count; i++)
        if (wanted[i])
            holds[what->holds_count++] = (uint64_t)work->originals[i].log_index;
    what->holds = holds;
}

void leaving_holds(Cli *cli, bool unread, Leaving *what)
{
    const Work *work = cli->work;
    bool *wanted = arena_array(cli->arena, bool, work->original_count);

    for (size_t i = 0; i < work->original_count; i++)
        wanted[i] = unread || !work->originals[i].unread.ptr;
    hold(cli, what, wanted);
}

void leaving_holds_document(Cli *cli, Str document, Leaving *what)
{
    const Work *work = cli->work;
    bool *wanted = arena_array(cli->arena, bool, work->original_count);

    for (size_t i = 0; i < work->original_count; i++)
        wanted[i] = str_eq(work->originals[i].document, document);
    hold(cli, what, wanted);
}

Status leaving_seal(Case *c, int64_t now, const Leaving *what, const Sha256 *digest, Error *err)
{
    AUTO_STRBUF record = { 0 };
    uint64_t index;

    record_add(&record, "format", str_of(what->format));
    record_add_i64(&record, what->counted, (int64_t)what->count);
    record_add(&record, "masked", what->in_clear ? S("no") : S("yes"));
    if (what->reason.ptr)
        record_add(&record, "reason", what->reason);
    record_add_hex(&record, "digest", digest);
    for (size_t i = 0; i < what->holds_count; i++)
        record_add_i64(&record, "holds", (int64_t)what->holds[i]);
    return log_seal(c, ENTRY_EXPORT, now, strbuf_str(&record), &index, err);
}

static Status note_leaving(Cli *cli, Case *c, const Leaving *what, const Sha256 *digest, Error *err)
{
    Status status = leaving_seal(c, cli->now, what, digest, err);

    return status == OK ? log_commit(c, err) : status;
}

Status output_leaving(Cli *cli, size_t before, Str path, const Leaving *what, Error *err)
{
    AUTO(close_case) Case *c = NULL;
    Error why = { 0 };
    Sha256 digest = sha256(str_slice(strbuf_str(&cli->out), before, cli->out.len));
    Status opened = open_to_note(cli, &c, &why);
    Status status = OK;

    if (what->in_clear)
        status = opened == OK ? note_leaving(cli, c, what, &digest, err) : fail(err, opened, "%s", why.text);
    if (status == OK)
        status = output_to(cli, before, path, err);
    if (status != OK || what->in_clear) {
        cli->out.len = status == OK ? cli->out.len : before;
        return status;
    }
    if (opened != OK) {
        fprintf(stderr, "dokaz: the log has no entry of this export: %s\n", why.text);
        return OK;
    }
    status = note_leaving(cli, c, what, &digest, err);
    if (status != OK) {
        cli->out.len = before;
        if (path.ptr)
            unlink(path.ptr);
    }
    return status;
}

Status output_originals(Cli *cli, Str whole, Error *err)
{
    Work *work = cli->work;
    const char *key = cli->custodian_key;
    char *home = NULL;
    Error why = { 0 };
    Status status = work_load(work, err);
    size_t unread = work->behind;

    if (status == OK && whole.ptr && !key) {
        status = os_data_home(cli->arena, &home, err);
        if (status == OK)
            key = custodian_path(cli->arena, os_join(cli->arena, str_of(home), S("keys")), str_of(case_key(work->c)->name));
    }
    if (status != OK)
        return status;
    if (whole.ptr)
        return custodian_hands_over(cli->arena, work->c, key, whole, err);
    for (size_t i = 0; i < work->original_count; i++)
        unread += work->originals[i].unread.ptr != NULL;
    status = gate_originals(work->view, unread, &why);
    return status == OK ? OK : fail(err, status, "%s; the custodian hands them over with --whole REASON", why.text);
}
