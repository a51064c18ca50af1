/* import_list.c -- see import_list.h. The list is sealed as it came; `add` would read it in the same way. */
#include "cli/import_list.h"

#include "base/auto.h"
#include "base/os.h"
#include "cli/ingest.h"
#include "keep/extract.h"
#include "keep/sniff.h"

static void free_mapped(Mapped *mapped)
{
    os_unmap(mapped);
}

Status is_reading_list(const char *path, bool *ret, Error *err)
{
    AUTO(free_mapped) Mapped mapped = { S(""), NULL, 0 };
    Status status = input_trouble(os_map(path, &mapped, err), err);

    if (status != OK)
        return status;
    Sniffed kind = sniff(str_slice(mapped.bytes, 0, SNIFF_BYTES), mapped.bytes.len, str_of(path));
    *ret = str_eq(kind.media_type, S("application/vnd.citationstyles.csl+json")) || str_eq(kind.media_type, S("application/rdf+xml"));
    return OK;
}

static size_t works_in(const ReadInput *in)
{
    size_t count = 0;

    for (size_t i = 0; i < in->block_count; i++)
        count += in->blocks[i].kind == BLOCK_WORK_TITLE;
    return count;
}

Status import_list(Cli *cli, const char *path, Str received_from, bool dry_run, Error *err)
{
    AUTO(free_mapped) Mapped mapped = { S(""), NULL, 0 };
    ExtractAsk look = { .path = str_of(path) };
    IngestAsk ask = { .paths = &path, .path_count = 1, .received_from = received_from };
    IngestReport report = { .read = 0 };
    Extract x;
    Error why = { 0 };
    Status status = input_trouble(os_map(path, &mapped, err), err);

    if (status == OK && keep_extract(cli->arena, mapped.bytes, &look, &x, &why) != OK)
        status = fail(err, why.status, "%s: %s; nothing was imported", path, why.text);
    if (status != OK)
        return status;
    size_t works = works_in(&x.input);
    if (!dry_run)
        status = ingest(cli, cli->work, &ask, &report, err);
    if (status == OK && report.trouble_count)
        status = fail(err, ERR_IO, STR_FMT, STR_ARG(report.troubles[0]));
    if (status == OK)
        strbuf_printf(&cli->out, "%s%zu %s of a reading list\n",
                      dry_run ? "would import " : report.read ? "imported " : "here already: ", works,
                      works == 1 ? "entry" : "entries");
    return status;
}
