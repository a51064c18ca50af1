/* cmd_beacon.c -- `dokaz beacon`: seal a public value that nobody could know before it was published.
 *
 * What is sealed after it was sealed after that day. Together with a stamp, which gives the other end,
 * the time of sealing lies between two that others vouch for. */
#include "cli/commands.h"

#include "base/auto.h"
#include "base/os.h"
#include "base/utf8.h"

#define VALUE_MAX 4096      /* bytes */

typedef struct BeaconOptions {
    Str file, where;
} BeaconOptions;

static const Option options[] = {
    OPTION_TEXT(BeaconOptions, file,  "file",  "FILE", "a file instead of TEXT; it is kept in the case"),
    OPTION_TEXT(BeaconOptions, where, "where", "TEXT", "where the value comes from and when, so that anybody can look it up"),
    OPTION_END
};

static Status check(const BeaconOptions *o, int count, char **args, Error *err)
{
    Status status = need_arguments(count, o->file.ptr ? 0 : 1, o->file.ptr ? 0 : 1, o->file.ptr ? "--file" : "TEXT", err);

    if (status != OK)
        return status;
    if (str_trim(o->where).len == 0)
        return fail(err, ERR_USAGE, "--where is missing: where does the value come from, and when was it published?");
    if (o->file.ptr)
        return OK;
    Str text = str_of(args[0]);
    if (str_trim(text).len == 0 || text.len > VALUE_MAX || utf8_valid(text) != text.len)
        return fail(err, ERR_USAGE, "TEXT is 1 to %d bytes of UTF-8: give more with --file", VALUE_MAX);
    return OK;
}

static Status run(Cli *cli, const void *given, int count, char **args, Error *err)
{
    const BeaconOptions *o = given;
    AUTO_STRBUF record = { 0 };
    Case *c = cli->work->c;
    uint64_t index;
    Sha256 id;
    int64_t size;
    Status status = check(o, count, args, err);

    if (status != OK)
        return status;
    if (o->file.ptr) {
        status = input_trouble(object_put_file(c, o->file.ptr, &id, &size, NULL, err), err);
        if (status != OK)
            return status;
        record_add_hex(&record, "sha256", &id);
        record_add_i64(&record, "size", size);
    } else {
        record_add(&record, "value", str_of(args[0]));
    }
    record_add(&record, "where", o->where);
    status = log_seal(c, ENTRY_BEACON, cli->now, strbuf_str(&record), &index, err);
    if (status == OK)
        status = log_commit(c, err);
    if (status != OK)
        return status;
    strbuf_printf(&cli->out, "sealed as entry %llu: what is sealed from now on was sealed after this value became known\n",
                  (unsigned long long)index);
    return OK;
}

const Command cmd_beacon = {
    .name = "beacon", .arguments = "TEXT | --file FILE", .summary = "seal a fresh public value: what follows was sealed after it",
    .more = "TEXT is something that nobody could know before it was published and that anybody can look up later: the hash\n"
            "of the newest Bitcoin block, the numbers of a lottery, the headline of a newspaper. Seal one before new evidence\n"
            "is added; `dokaz stamp` gives the other end, and `stamp verify` prints both.",
    .needs = NEEDS_CASE_WRITE, .options = options, .options_size = sizeof(BeaconOptions), .run = run,
};
