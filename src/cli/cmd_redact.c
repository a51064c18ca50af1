/* cmd_redact.c -- `dokaz redact`: which pieces of a sealed text leave, decided by a person, proved to anyone. */
#include "cli/commands.h"

#include "base/auto.h"
#include "base/json_out.h"
#include "base/os.h"
#include "base/time.h"
#include "cli/find.h"
#include "cli/output.h"
#include "cli/print.h"
#include "cli/redact_bundle.h"
#include "cli/table.h"
#include "guard/redaction.h"
#include "seal/sd_jwt.h"

#include <stdio.h>
#include <unistd.h>

typedef struct RedactOptions {
    Str  show, hide, reason, output, sd_jwt, bundle;
    bool list, json;
} RedactOptions;

static const Option options[] = {
    OPTION_TEXT(RedactOptions, hide,   "hide",   "PIECES", "withhold these, as in 3,5-9; none: take the decision back"),
    OPTION_TEXT(RedactOptions, show,   "show",   "PIECES", "withhold all but these; all: take the decision back"),
    OPTION_TEXT(RedactOptions, reason, "reason", "TEXT",   "why: is sealed with the decision"),
    OPTION_TEXT(RedactOptions, output, "o",      "FILE",   "write the redacted text with its proof (dokaz-redacted/v1)"),
    OPTION_TEXT(RedactOptions, sd_jwt, "sd-jwt", "FILE",   "write it as an SD-JWT, signed with the log's key"),
    OPTION_TEXT(RedactOptions, bundle, "bundle", "DIR",    "write a folder that a stranger can read and check"),
    OPTION_FLAG(RedactOptions, list,   "list",             "the decisions of the case, newest last"),
    OPTION_FLAG(RedactOptions, json,   "json",             "JSON lines, version 1"),
    OPTION_END
};

/* One document's text as it is sealed, and what is to be withheld of it. */
typedef struct Redact {
    Cli                 *cli;
    const RedactOptions *o;
    uint32_t             reading;
    Case                *c;             /* for writing when anything is decided or leaves, else the work's */
    Case                *opened;        /* NULL, or c when it is to be closed */
    Segmentation         seg;
    Mapped               text;
    PieceWhy            *pieces;
    int64_t              decided;       /* log index of the decision that counts; -1 none */
} Redact;

static void redact_end(Redact *r)
{
    os_unmap(&r->text);
    case_close(r->opened);
}

/* ---- opening ---- */

static bool leaves(const RedactOptions *o)
{
    return o->output.ptr || o->sd_jwt.ptr || o->bundle.ptr;
}

static bool decides(const RedactOptions *o)
{
    return o->show.ptr || o->hide.ptr;
}

static Status find_document(Redact *r, const char *id, Error *err)
{
    Found found;
    Status status = find_by_id(r->cli->work, str_of(id), FOUND_DOCUMENT, &found, err);

    if (status != OK)
        return status;
    if (r->cli->work->places[found.reading].segmentation < 0)
        return fail(err, ERR_REFUSED, "this document has no text that was sealed in pieces");
    if (r->cli->work->behind)
        return fail(err, ERR_REFUSED, "rule G1: %zu sealed originals are not read yet, and who is protected there is "
                    "not known: `dokaz add` first", r->cli->work->behind);
    r->reading = found.reading;
    return OK;
}

/* The work's own case when it is open for writing (--unmask), else once more. */
static Status open_case_to(Redact *r, Error *err)
{
    r->c = r->cli->work->c;
    if (r->cli->work->sealer.keys || (!leaves(r->o) && !decides(r->o)))
        return OK;
    Status status = open_to_note(r->cli, &r->opened, err);
    r->c = r->opened;
    return status;
}

static Status apply_decisions(Redact *r, Error *err)
{
    Redaction *all = NULL;
    size_t count = 0, found = 0;
    Arena *a = r->cli->arena;
    bool custodian = r->cli->work->unmask.ptr != NULL;

    r->pieces = redaction_rules(r->cli->work->guard, a, r->reading, &r->seg, r->text.bytes, custodian);
    Status status = redactions_load(a, r->c, &all, &count, err);
    if (status == OK)
        status = redaction_apply(a, r->c, all, count, &r->seg, r->pieces, &found, err);
    r->decided = found < count ? (int64_t)all[found].index : -1;
    return status;
}

static Status redact_begin(Redact *r, const char *id, Error *err)
{
    Status status = find_document(r, id, err);

    if (status == OK)
        status = open_case_to(r, err);
    if (status == OK)
        status = segmentation_load(r->cli->arena, r->c, (uint64_t)r->cli->work->places[r->reading].segmentation,
                                   &r->seg, err);
    if (status == OK)
        status = object_map(r->c, &r->seg.text, OBJECT_HASHED, &r->text, err);
    return status == OK ? apply_decisions(r, err) : status;
}

/* ---- deciding ---- */

/* A piece that is named to be shown and that a rule withholds is refused by the rule's name. */
static Status check_rules(const Redact *r, const bool *shown, Error *err)
{
    for (uint32_t i = 0; i < r->seg.total; i++) {
        if (!shown[i])
            continue;
        if (r->pieces[i] == PIECE_NAME)
            return fail(err, ERR_REFUSED, "rule G1: piece %u holds the name of a protected person and is always "
                        "withheld", i + 1);
        if (r->pieces[i] == PIECE_COMPARTMENT)
            return fail(err, ERR_REFUSED, "rule G2: piece %u tells of sexual violence and is withheld whole unless a "
                        "custodian opens it (--unmask)", i + 1);
    }
    return OK;
}

static Status decide(Redact *r, Error *err)
{
    const RedactOptions *o = r->o;
    bool *named = NULL;
    uint64_t index;
    Status status = pieces_parse(r->cli->arena, o->show.ptr ? o->show : o->hide, r->seg.total, &named, err);

    if (status == OK && o->show.ptr && !str_eq(o->show, S("all")))
        status = check_rules(r, named, err);
    if (status != OK)
        return status;
    for (uint32_t i = 0; i < r->seg.total; i++)
        named[i] ^= o->show.ptr != NULL;
    status = redaction_seal(r->c, r->cli->now, &r->seg, pieces_format(r->cli->arena, named, r->seg.total), o->reason,
                            &index, err);
    if (status == OK)
        status = log_commit(r->c, err);
    if (status != OK)
        return status;
    strbuf_printf(&r->cli->out, "decided: log entry %llu\n", (unsigned long long)index);
    return apply_decisions(r, err);
}

/* The reason is sealed for ever, and a name in it could never be masked again once it is forgotten. */
static Status check_reason(const Redact *r, Error *err)
{
    Str reason = r->o->reason;

    if (str_trim(reason).len == 0)
        return fail(err, ERR_USAGE, "--reason TEXT is missing: a decision is sealed with its reason");
    if (!str_eq(guard_str(r->cli->work->guard, r->cli->arena, reason), reason))
        return fail(err, ERR_REFUSED, "rule G1: the reason names a protected person; say it without the name");
    return OK;
}

/* ---- leaving ---- */

static Status write_outputs(Redact *r, const Redacted *redacted, Str file, Str jwt, Error *err)
{
    const RedactOptions *o = r->o;
    Arena *a = r->cli->arena;
    Status status = o->output.ptr ? os_write_file(arena_cstr(a, o->output), file, 0644, NOT_DURABLE, err) : OK;

    if (status == OK && o->sd_jwt.ptr)
        status = os_write_file(arena_cstr(a, o->sd_jwt), jwt, 0644, NOT_DURABLE, err);
    if (status == OK && o->bundle.ptr)
        status = redact_bundle_write(a, r->c, redacted, file, jwt, arena_cstr(a, o->bundle), err);
    return status;
}

static void remove_outputs(Redact *r)
{
    const RedactOptions *o = r->o;
    Arena *a = r->cli->arena;

    if (o->output.ptr)
        unlink(arena_cstr(a, o->output));
    if (o->sd_jwt.ptr)
        unlink(arena_cstr(a, o->sd_jwt));
    if (o->bundle.ptr)
        redact_bundle_remove(arena_cstr(a, o->bundle));
}

static Status seal_leaving(Redact *r, const Redacted *redacted, Str file, Error *err)
{
    Leaving what = { .format = "redacted", .counted = "pieces", .count = redacted->shown };
    Sha256 digest = sha256(file);

    leaving_holds_document(r->cli, r->cli->work->corpus.readings[r->reading].doc.id, &what);
    Status status = leaving_seal(r->c, r->cli->now, &what, &digest, err);
    if (status == OK)
        status = log_commit(r->c, err);
    if (status != OK)
        remove_outputs(r);
    return status;
}

/* What may still tell who somebody is: said of each shown piece that holds it, for the one who decides. */
static void warn(const Redact *r)
{
    size_t count = 0;
    const GuardWarning *warnings = guard_warnings(r->cli->work->guard, r->cli->arena, r->reading, &count);

    for (size_t i = 0; i < count; i++) {
        uint32_t piece = segment_at(&r->seg, warnings[i].span.start);
        if (r->pieces[piece] == PIECE_SHOWN)
            fprintf(stderr, "dokaz redact: piece %u is shown: %s (--hide %u withholds it)\n", piece + 1, warnings[i].why,
                    piece + 1);
    }
}

static Status let_leave(Redact *r, Error *err)
{
    AUTO_STRBUF file = { 0 };
    AUTO_STRBUF jwt = { 0 };
    Redacted redacted;
    Arena *a = r->cli->arena;
    bool *show = arena_array(a, bool, r->seg.total);

    for (uint32_t i = 0; i < r->seg.total; i++)
        show[i] = r->pieces[i] == PIECE_SHOWN;
    Status status = redacted_make(a, r->c, &r->seg, r->text.bytes, show, &redacted, err);
    if (status == OK && (r->o->sd_jwt.ptr || r->o->bundle.ptr))
        status = sd_jwt_make(a, r->c, &r->seg, r->text.bytes, show, &jwt, err);
    if (status != OK)
        return status;
    redacted_write(&file, &redacted);
    status = write_outputs(r, &redacted, strbuf_str(&file), strbuf_str(&jwt), err);
    if (status == OK)
        status = seal_leaving(r, &redacted, strbuf_str(&file), err);
    if (status == OK)
        strbuf_printf(&r->cli->out, "wrote %u of %u pieces, %u withheld\n", redacted.shown, redacted.total,
                      redacted.total - redacted.shown);
    if (status == OK)
        warn(r);
    return status;
}

/* ---- looking ---- */

static const char *const whys[] = {
    [PIECE_SHOWN] = "shown", [PIECE_DECIDED] = "decision", [PIECE_NAME] = "rule G1", [PIECE_COMPARTMENT] = "rule G2",
};

static void print_pieces(Redact *r)
{
    Cli *cli = r->cli;
    Table t = table_begin(cli->arena, "piece|why|words");

    for (uint32_t i = 0; i < r->seg.total; i++) {
        Span span = { i ? r->seg.ends[i - 1] : 0, r->seg.ends[i] };
        Str words = quote_text(cli->work, cli->arena, r->reading, span);
        if (r->o->json) {
            JsonOut j = json_lines(cli);
            json_object(&j, NULL);
            json_text(&j, "type", "piece");
            json_i64(&j, "piece", i + 1);
            json_i64(&j, "of", r->seg.total);
            json_text(&j, "why", whys[r->pieces[i]]);
            json_str(&j, "words", words);
            json_object_end(&j);
            json_line_end(&j);
            continue;
        }
        table_number(&t, i + 1);
        table_cell(&t, str_of(whys[r->pieces[i]]));
        table_cell(&t, words);
    }
    if (!r->o->json)
        table_write(&t, cli->width, &cli->out);
}

static void list_json(Cli *cli, const Redaction *x, Str reason, Str time)
{
    JsonOut j = json_lines(cli);

    json_object(&j, NULL);
    json_text(&j, "type", "redaction");
    json_i64(&j, "entry", (int64_t)x->index);
    json_str(&j, "time", time);
    json_i64(&j, "of", (int64_t)x->of);
    json_str(&j, "withheld", x->pieces);
    json_str(&j, "reason", reason);
    json_object_end(&j);
    json_line_end(&j);
}

static Status list(Cli *cli, bool json, Error *err)
{
    Redaction *all = NULL;
    size_t count = 0;
    Table t = table_begin(cli->arena, "entry|time|item|withheld|reason");
    Status status = redactions_load(cli->arena, cli->work->c, &all, &count, err);

    for (size_t i = 0; i < count && status == OK; i++) {
        char when[21];
        time_format(all[i].time, when);
        Str reason = guard_str(cli->work->guard, cli->arena, all[i].reason);
        if (json) {
            list_json(cli, &all[i], reason, str_of(when));
            continue;
        }
        table_number(&t, (int64_t)all[i].index);
        table_cell(&t, arena_str(cli->arena, str_of(when)));
        table_number(&t, (int64_t)all[i].of);
        table_cell(&t, all[i].pieces);
        table_cell(&t, reason);
    }
    if (status == OK && !json && !table_write(&t, cli->width, &cli->out))
        strbuf_add(&cli->out, S("no decisions about redaction\n"));
    return status;
}

/* ---- the command ---- */

static Status check_options(const RedactOptions *o, int count, Error *err)
{
    if (o->list && (decides(o) || leaves(o)))
        return fail(err, ERR_USAGE, "--list takes no --show, --hide, -o, --sd-jwt or --bundle");
    if (o->show.ptr && o->hide.ptr)
        return fail(err, ERR_USAGE, "give --show or --hide, not both: either says all of it");
    if (o->reason.ptr && !decides(o))
        return fail(err, ERR_USAGE, "--reason goes with --show or --hide");
    return need_arguments(count, o->list ? 0 : 1, o->list ? 0 : 1, o->list ? "nothing" : "DOCUMENT", err);
}

static Status run(Cli *cli, const void *given, int count, char **args, Error *err)
{
    const RedactOptions *o = given;
    AUTO(redact_end) Redact r = { .cli = cli, .o = o };
    Status status = check_options(o, count, err);

    if (status == OK)
        status = work_load(cli->work, err);
    if (status != OK)
        return status;
    if (o->list)
        return list(cli, o->json, err);
    status = redact_begin(&r, args[0], err);
    if (status == OK && decides(o))
        status = check_reason(&r, err);
    if (status == OK && decides(o))
        status = decide(&r, err);
    if (status == OK && leaves(o))
        return let_leave(&r, err);
    if (status == OK && !decides(o))
        print_pieces(&r);
    return status;
}

const Command cmd_redact = {
    .name = "redact", .arguments = "[DOCUMENT]", .summary = "a text with pieces withheld, which a stranger can check",
    .more = "Without options the pieces are listed with their numbers. Pieces with a protected name and\n"
            "those that tell of sexual violence are always withheld; a decision withholds more. The newest\n"
            "decision on a text counts. Every gap shows in what is written, and the rest proves to be what\n"
            "was sealed: `dokaz-verify --redacted FILE`, or `sh verify.sh` in the folder.",
    .needs = NEEDS_CASE, .options = options, .options_size = sizeof(RedactOptions), .run = run,
};
