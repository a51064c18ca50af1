/* cmd_add.c -- `dokaz add`: seal files into the case, read them, weigh the whole. */
#include "cli/commands.h"

#include "cli/ingest.h"
#include "base/os.h"
#include "cli/print.h"
#include "cli/table.h"

#include <limits.h>
#include <stdio.h>
#include <stdlib.h>

typedef struct AddOptions {
    Str  received_from;
    Str  sources;
    Str  data, places;
    bool dry_run, no_ocr, seal_only;
} AddOptions;

static const Option options[] = {
    OPTION_TEXT(AddOptions, received_from, "received-from", "TEXT", "who handed the files over, and how"),
    OPTION_TEXT(AddOptions, sources,       "sources",       "FILE", "table of publishers, dates and addresses"),
    OPTION_TEXT(AddOptions, places,        "places",        "FILE",
                "take a table that `dokaz places import` made into the case; none: take it out"),
    OPTION_TEXT(AddOptions, data,          "data",          "DIR",
                "load other tables of words and places, laid out as data/"),
    OPTION_TEXT(AddOptions, data,          "lang",          "DIR",  "the same as --data"),
    OPTION_FLAG(AddOptions, no_ocr,        "no-ocr",                "do not look for text in pictures and scanned pages"),
    OPTION_FLAG(AddOptions, seal_only,     "seal-only",             "seal the originals and read nothing yet; the next add does"),
    OPTION_FLAG(AddOptions, dry_run,       "dry-run",               "say what would be sealed, seal nothing"),
    OPTION_END
};

/* ---- dry run ---- */

typedef struct DryRun {
    Cli    *cli;
    size_t  files, unchanged;
    int64_t bytes;
} DryRun;

static Status dry_file(void *context, const FoundFile *file, Error *err)
{
    DryRun *dry = context;
    char real[PATH_MAX];
    StoreFile key = { S(""), file->size, file->mtime_ns, file->inode };
    StoreSeen seen;
    bool found = false;

    if (realpath(file->path, real)) {
        key.path = str_of(real);
        Status status = store_cache_get(dry->cli->work->store, &key, &found, &seen, err);
        if (status != OK)
            return status;
    }
    dry->files++;
    dry->unchanged += found;
    if (!found) {
        dry->bytes += file->size;
        strbuf_add(&dry->cli->out, S("would seal "));
        print_text(&dry->cli->out, str_of(file->path));
        strbuf_printf(&dry->cli->out, " (%lld bytes)\n", (long long)file->size);
    }
    return OK;
}

static void dry_trouble(void *context, const char *path, const char *why)
{
    DryRun *dry = context;

    strbuf_add(&dry->cli->out, S("cannot seal "));
    print_text(&dry->cli->out, str_of(path));
    strbuf_printf(&dry->cli->out, ": %s\n", why);
}

static Status dry_run(Cli *cli, int count, char **args, Error *err)
{
    DryRun dry = { .cli = cli };

    for (int i = 0; i < count; i++) {
        Status status = os_walk(cli->arena, args[i], dry_file, dry_trouble, &dry, err);
        if (status != OK)
            return status;
    }
    strbuf_printf(&cli->out, STR_FMT ", %zu unchanged, %lld bytes would be sealed\n",
                  STR_ARG(count_text(cli->arena, dry.files, "file", "files")), dry.unchanged,
                  (long long)dry.bytes);
    return OK;
}

/* ---- the summary: one line a stage ---- */

static Str plain(Arena *arena, uint64_t bytes)
{
    if (bytes < 10000)
        return arena_printf(arena, "%llu bytes", (unsigned long long)bytes);
    if (bytes < 10000000)
        return arena_printf(arena, "%llu kB", (unsigned long long)(bytes / 1000));
    return arena_printf(arena, "%llu MB", (unsigned long long)(bytes / 1000000));
}

static void line(Cli *cli, const char *stage, Str text, double seconds)
{
    strbuf_printf(&cli->out, "%-8s " STR_FMT "  %.2f s\n", stage, STR_ARG(text), seconds);
}

static void summary(Cli *cli, const IngestReport *r)
{
    Arena *a = cli->arena;

    if (r->rebuilt)
        strbuf_add(&cli->out, S("the tables or the program changed: every document was read again\n"));
    line(cli, "kept", arena_printf(a, STR_FMT ", " STR_FMT ", %zu unchanged, %zu unread",
         STR_ARG(count_text(a, r->kept.sealed, "original", "originals")), STR_ARG(plain(a, r->kept.bytes)),
         r->kept.unchanged, r->kept.unread + r->refused), r->keep_seconds);
    if (r->parts)
        strbuf_printf(&cli->out, "         %zu more %s taken out of them\n", r->parts,
                      r->parts == 1 ? "document was" : "documents were");
    if (r->read == 0 && r->again == 0)
        return;
    line(cli, "read", arena_printf(a, STR_FMT ", " STR_FMT ", " STR_FMT ", " STR_FMT,
         STR_ARG(count_text(a, r->read, "document", "documents")),
         STR_ARG(count_text(a, r->segments, "segment", "segments")),
         STR_ARG(count_text(a, r->mentions, "mention", "mentions")),
         STR_ARG(count_text(a, r->claims, "claim", "claims"))),
         r->read_seconds);
    if (r->again)
        strbuf_printf(&cli->out, "         %zu %s masked anew: a name in %s is protected now\n", r->again,
                      r->again == 1 ? "document read before is" : "documents read before are",
                      r->again == 1 ? "it" : "them");
    line(cli, "traced", arena_printf(a, STR_FMT ", " STR_FMT,
         STR_ARG(count_text(a, r->derivations, "derivation", "derivations")),
         STR_ARG(count_text(a, r->origins, "origin", "origins"))), r->trace_seconds);
    line(cli, "weighed", arena_printf(a, STR_FMT ", " STR_FMT,
         STR_ARG(count_text(a, r->incidents, "incident", "incidents")),
         STR_ARG(count_text(a, r->conflicts, "comparison", "comparisons"))),
         r->weigh_seconds);
}

/* ---- the command ---- */

static Status run(Cli *cli, const void *given, int count, char **args, Error *err)
{
    const AddOptions *o = given;
    Sources sources = { .count = 0 };
    IngestReport report = { .read = 0 };
    Status status = need_arguments(count, 0, INT32_MAX, "PATH", err);

    if (status == OK && o->sources.ptr)
        status = input_trouble(sources_load(cli->arena, o->sources.ptr, &sources, err), err);
    if (status == OK && o->places.ptr && !o->dry_run)
        status = input_trouble(work_places(cli->work, o->places.ptr, o->data.ptr, err), err);
    else if (status == OK && o->data.ptr)
        status = input_trouble(work_tables(cli->work, o->data.ptr, err), err);
    if (status == OK && cli->work->places_trouble.status != OK && !o->dry_run)
        status = fail(err, cli->work->places_trouble.status, "%s; `dokaz add --places none` goes on without it",
                      cli->work->places_trouble.text);
    if (status != OK)
        return status;
    if (o->dry_run)
        return dry_run(cli, count, args, err);
    IngestAsk ask = { .paths = (const char *const *)args, .path_count = (size_t)count, .sources = o->sources.ptr ? &sources : NULL,
                      .received_from = o->received_from, .no_ocr = o->no_ocr, .seal_only = o->seal_only };
    status = ingest(cli, cli->work, &ask, &report, err);
    if (status != OK)
        return status;
    summary(cli, &report);
    for (size_t i = 0; i < report.trouble_count; i++)
        complain("add", report.troubles[i]);
    if (report.trouble_count > 0)
        return fail(err, ERR_IO, "%zu of the paths could not be sealed, the others are: correct the path and run "
                    "`dokaz add` again", report.trouble_count);
    return OK;
}

const Command cmd_add = {
    .name = "add", .arguments = "[PATH...]", .summary = "seal originals into the case and read them",
    .more = "Folders are walked; symbolic links to folders are not followed. A file that was sealed\n"
            "before and has not changed costs a look; a changed one becomes a new version beside the\n"
            "old. What is no text is sealed all the same and named as unread. Without a path only what\n"
            "an interrupted `add` left, or a lost index, is read.",
    .needs = NEEDS_CASE_WRITE, .options = options, .options_size = sizeof(AddOptions), .run = run,
};
