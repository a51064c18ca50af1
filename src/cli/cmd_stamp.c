/* cmd_stamp.c -- `dokaz stamp`: time stamps over the checkpoints of a case.
 *
 * The program asks nobody: it writes what is to be sent and takes in what came back, so that the machine
 * with the case can stay offline. */
#include "cli/commands.h"

#include "base/auto.h"
#include "base/os.h"
#include "base/time.h"
#include "cli/print.h"
#include "cli/stamp.h"
#include "cli/table.h"
#include "seal/stamps.h"

#define CALENDAR "https://a.pool.opentimestamps.org"

static const Option options[] = {
    OPTION_LIST(StampOptions, ca,       "ca",       "FILE", "verify, import: certificates of authorities you trust (several times)"),
    OPTION_LIST(StampOptions, crl,      "crl",      "FILE", "verify: revocation lists beside those imported (several times)"),
    OPTION_TEXT(StampOptions, attime,   "attime",   "TIME", "verify: judge as of then (2036-01-31, 2036-01-31T12:00:00Z, seconds)"),
    OPTION_LIST(StampOptions, header,   "header",   "FILE", "verify: header of a Bitcoin block, 80 bytes or hex (several times)"),
    OPTION_TEXT(StampOptions, calendar, "calendar", "URL",  "request, renew: the calendar of OpenTimestamps (" CALENDAR ")"),
    OPTION_END
};

Status stamp_trust(Cli *cli, const StampOptions *o, Certs *certs, Error *err)
{
    const struct { const OptList *list; CertUse use; } given[] = { { &o->ca, CERT_TRUSTED }, { &o->crl, CERT_CHAIN } };
    Error why = { 0 };
    Str file;

    for (size_t g = 0; g < sizeof given / sizeof *given; g++)
        for (size_t i = 0; i < given[g].list->count; i++) {
            const char *path = given[g].list->at[i].ptr;
            Status status = os_read_file(cli->arena, path, CERTS_FILE_MAX, &file, err);
            if (status != OK)
                return input_trouble(status, err);
            status = certs_add(certs, given[g].use, file, &why);
            if (status != OK)
                return fail(err, status, "%s: %s", path, why.text);
        }
    return OK;
}

static Status open_case(Cli *cli, CaseMode mode, Error *err)
{
    return work_open(cli->arena, cli->case_dir, mode, &cli->work, err);
}

/* --- request ----------------------------------------------------------------- */

static Status show_request(Cli *cli, uint64_t size, bool made, Error *err)
{
    Stamps stamps;
    Str calendar = STR_NONE;
    OtsProof proof;
    Status status = stamps_load(cli->arena, cli->work->c, &stamps, err);

    if (status != OK)
        return status;
    for (size_t i = 0; i < stamps.count; i++)
        if (stamps.files[i].is.kind == STAMP_PROOF && stamps.files[i].is.size == size && stamps.files[i].is.number == 1 &&
            ots_parse(cli->arena, stamps.files[i].bytes, &proof, NULL) == OK && proof.count == 1)
            calendar = proof.attestations[0].calendar;
    unsigned long long n = size;
    strbuf_printf(&cli->out, "%s stamps/%llu.tsq and stamps/%llu.ots over the checkpoint of %llu entries\n\n"
                  "Nothing was sent. On a machine of your choice, with these two files there:\n\n"
                  "to a time-stamping authority (its address for URL)\n"
                  "  curl -sSf -H 'Content-Type: application/timestamp-query' --data-binary @%llu.tsq -o %llu.tsr URL\n\n",
                  made ? "made" : "still waiting:", n, n, n, n, n);
    if (calendar.len)
        strbuf_printf(&cli->out, "to a calendar of OpenTimestamps (%d bytes that hide the checkpoint go out)\n"
                      "  { head -c 65 %llu.ots | tail -c 32; head -c 83 %llu.ots | tail -c %d; } | openssl dgst -sha256 -binary |\n"
                      "      curl -sSf --data-binary @- -o %llu.answer " STR_FMT "/digest\n"
                      "  { head -c %d %llu.ots; cat %llu.answer; } > %llu-sent.ots\n"
                      "and some hours later, with the client of OpenTimestamps, `ots upgrade %llu-sent.ots`\n\n",
                      SHA256_SIZE, n, n, OTS_NONCE, n, STR_ARG(calendar), OTS_PENDING_HEAD, n, n, n, n);
    strbuf_printf(&cli->out, "then here: dokaz stamp import FILES, with the authority's certificates if they are not in its reply\n");
    return OK;
}

/* It goes into a proof and into a line for a shell. */
static Status check_calendar(Str calendar, Error *err)
{
    bool plain = calendar.len > 0 && calendar.len <= OTS_CALENDAR_MAX && ots_calendar_is(calendar);

    return plain ? OK : fail(err, ERR_USAGE, "--calendar takes a plain address: letters, digits and -._/: alone");
}

/* Over the newest checkpoint of the case, which is open for writing. */
static Status make_request(Cli *cli, const StampOptions *o, Error *err)
{
    uint64_t size;
    bool made;
    Status status = stamps_request(cli->arena, cli->work->c, cli->now, o->calendar.ptr ? o->calendar : S(CALENDAR), &size,
                                   &made, err);

    return status == OK ? show_request(cli, size, made, err) : status;
}

static Status run_request(Cli *cli, const StampOptions *o, int count, char **args, Error *err)
{
    Status status = need_arguments(count, 0, 0, "nothing", err);

    (void)args;
    if (status == OK && o->calendar.ptr)
        status = check_calendar(o->calendar, err);
    if (status == OK)
        status = open_case(cli, CASE_WRITE, err);
    return status == OK ? make_request(cli, o, err) : status;
}

/* --- import ------------------------------------------------------------------ */

static Str attestations_text(Arena *arena, const OtsProof *proof)
{
    size_t counts[OTS_UNKNOWN + 1] = { 0 };
    AUTO_STRBUF out = { 0 };

    for (size_t i = 0; i < proof->count; i++)
        counts[proof->attestations[i].kind]++;
    for (int kind = 0; kind <= OTS_UNKNOWN; kind++)
        if (counts[kind])
            strbuf_printf(&out, "%s%zu %s", out.len ? ", " : "", counts[kind], ots_kind_name((OtsKind)kind));
    return arena_str(arena, strbuf_str(&out));
}

static void show_taken(Cli *cli, const StampTaken *t)
{
    Arena *a = cli->arena;
    unsigned long long size = t->is.size;
    const char *was = t->known ? ", known already" : "";
    char when[21];

    if (t->is.kind == STAMP_TOKEN) {
        time_format(t->not_after, when);
        print_field(cli, "token", arena_printf(a, STR_FMT "%s: over %llu entries, dated %s", STR_ARG(t->name), was, size, when));
        print_field(cli, "  signed by", t->signer.ptr ? t->signer : S("an authority that no certificate of --ca vouches for: "
                                                                     "`stamp verify --ca FILE` judges it"));
    } else if (t->is.kind == STAMP_PROOF) {
        print_field(cli, "proof", arena_printf(a, STR_FMT "%s: over %llu entries, attestations: " STR_FMT, STR_ARG(t->name),
                                               was, size, STR_ARG(attestations_text(a, &t->proof))));
    } else {
        print_field(cli, stamp_kind_name(t->is.kind), arena_printf(a, STR_FMT "%s", STR_ARG(t->name), was));
    }
}

static Status run_import(Cli *cli, const StampOptions *o, int count, char **args, Error *err)
{
    AUTO(auto_certs) Certs *certs = certs_create();
    StampGiven *given = arena_array(cli->arena, StampGiven, count + 1);
    StampTaken *taken;
    size_t n;
    Status status = need_arguments(count, 1, INT32_MAX, "FILE", err);

    for (int i = 0; status == OK && i < count; i++) {
        given[i].path = args[i];
        status = input_trouble(os_read_file(cli->arena, args[i], CERTS_FILE_MAX, &given[i].bytes, err), err);
    }
    if (status == OK)
        status = stamp_trust(cli, o, certs, err);
    if (status == OK)
        status = open_case(cli, CASE_WRITE, err);
    if (status == OK)
        status = stamps_import(cli->arena, cli->work->c, cli->now, given, (size_t)count, certs, &taken, &n, err);
    for (size_t i = 0; status == OK && i < n; i++)
        show_taken(cli, &taken[i]);
    return status;
}

/* --- renew, list ------------------------------------------------------------- */

static Status run_renew(Cli *cli, const StampOptions *o, int count, char **args, Error *err)
{
    size_t files;
    Status status = need_arguments(count, 0, 0, "nothing", err);

    (void)args;
    if (status == OK && o->calendar.ptr)
        status = check_calendar(o->calendar, err);
    if (status == OK)
        status = open_case(cli, CASE_WRITE, err);
    if (status == OK)
        status = stamps_renew(cli->arena, cli->work->c, cli->now, &files, err);
    if (status != OK)
        return status;
    strbuf_printf(&cli->out, "sealed anew: " STR_FMT "; a stamp over the new checkpoint covers them\n\n",
                  STR_ARG(count_text(cli->arena, files, "stamp file", "stamp files")));
    return make_request(cli, o, err);
}

static Status run_list(Cli *cli, const StampOptions *o, int count, char **args, Error *err)
{
    Stamps stamps;
    Table table = table_begin(cli->arena, "size|kind|sealed in|file");
    Status status = need_arguments(count, 0, 0, "nothing", err);

    (void)o, (void)args;
    if (status == OK)
        status = open_case(cli, CASE_READ, err);
    if (status == OK)
        status = stamps_load(cli->arena, cli->work->c, &stamps, err);
    if (status != OK)
        return status;
    for (size_t i = 0; i < stamps.count; i++) {
        const StampFile *f = &stamps.files[i];
        bool of_checkpoint = f->is.kind != STAMP_CERTIFICATE && f->is.kind != STAMP_LIST;
        table_cell(&table, of_checkpoint ? arena_printf(cli->arena, "%llu", (unsigned long long)f->is.size) : STR_NONE);
        table_cell(&table, str_of(stamp_kind_name(f->is.kind)));
        table_cell(&table, f->changed ? S("CHANGED") : f->sealed == STAMP_UNSEALED ? STR_NONE
                           : arena_printf(cli->arena, "entry %llu", (unsigned long long)f->sealed));
        table_cell(&table, f->name);
    }
    if (!table_write(&table, cli->width, &cli->out))
        strbuf_add(&cli->out, S("no stamps: `dokaz stamp request` begins\n"));
    return OK;
}

static Status run(Cli *cli, const void *given, int count, char **args, Error *err)
{
    static const struct { const char *name; Status (*run)(Cli *, const StampOptions *, int, char **, Error *);
    } actions[] = { { "request", run_request }, { "import", run_import }, { "verify", stamp_verify }, { "list", run_list },
                    { "renew", run_renew } };
    Status status = need_arguments(count, 1, INT32_MAX, "what to do (request, import, verify, list or renew)", err);

    for (size_t i = 0; status == OK && i < sizeof actions / sizeof *actions; i++)
        if (strcmp(args[0], actions[i].name) == 0)
            return actions[i].run(cli, given, count - 1, args + 1, err);
    return status != OK ? status : fail(err, ERR_USAGE, "stamp cannot '%s': see --help", args[0]);
}

const Command cmd_stamp = {
    .name = "stamp", .arguments = "request | import FILE... | verify | list | renew",
    .summary = "time stamps by others: what was sealed not later than when",
    .more = "request  write a request over the newest checkpoint, and how to send it from a machine of your choice\n"
            "import   take in what came back: replies (.tsr), proofs (.ots), certificates, revocation lists\n"
            "verify   judge every stamp, and say between which times entries were sealed\n"
            "list     what lies in stamps/\n"
            "renew    seal all stamps anew, to be covered by the next one: yearly, and before a certificate runs out\n"
            "\n"
            "A stamp shows that the entries were there not later than its time: never since when, and not that they are\n"
            "true. `dokaz beacon` gives the other end.",
    .needs = NEEDS_FOLDER, .options = options, .options_size = sizeof(StampOptions), .run = run,
};
