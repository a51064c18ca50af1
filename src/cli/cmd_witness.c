/* cmd_witness.c -- `dokaz witness`: be a witness for others' logs, and have others witness a case.
 *
 * Files, QR codes and HTTP carry the same bytes (docs/formats/witness.md). */
#include "cli/commands.h"

#include "base/auto.h"
#include "base/os.h"
#include "base/time.h"
#include "cli/witness_case.h"
#include "seal/witness_home.h"
#include "tell/witness_http.h"

static const Option options[] = {
    OPTION_TEXT(WitnessOptions, output,  "o",    "FILE",    "request, sign, show: to this file"),
    OPTION_TEXT(WitnessOptions, qr,      "qr",   "FILE",    "request, sign, show: as QR codes (.png, .txt for a dark terminal)"),
    OPTION_TEXT(WitnessOptions, old,     "old",  "N",       "request, send: the witness saw N entries last"),
    OPTION_TEXT(WitnessOptions, witness, "for",  "WITNESS", "request, send: to this witness, by what the case has of it"),
    OPTION_TEXT(WitnessOptions, name,    "name", "NAME",    "key: the name of a new witness (dokaz-witness/ and random digits)"),
    OPTION_TEXT(WitnessOptions, to,      "to",   "ADDRESS", "send: http://127.0.0.1:PORT, on this machine alone"),
    OPTION_INT(WitnessOptions,  port,    "port", "N",       "serve: where to listen on 127.0.0.1 (any free port)"),
    OPTION_FLAG(WitnessOptions, json,    "json",            "list: JSON lines, version 1"),
    OPTION_END
};

static Status open_home(Cli *cli, WitnessHome *ret, Error *err)
{
    char *home = NULL;
    Status status = os_data_home(cli->arena, &home, err);

    if (status == OK)
        *ret = (WitnessHome){ os_join(cli->arena, str_of(home), S("witness")),
                              sealer_of(os_join(cli->arena, str_of(home), S("keys"))) };
    return status;
}

static void print_log(void *context, const VerifyKey *log, const WitnessSeen *seen)
{
    Cli *cli = context;

    strbuf_printf(&cli->out, "follows %s, seen up to %llu entries\n", log->name, (unsigned long long)seen->size);
}

static Status run_key(Cli *cli, const WitnessOptions *o, int count, char **args, Error *err)
{
    WitnessHome home;
    VerifyKey key;
    Status status = need_arguments(count, 0, 0, "nothing", err);

    (void)args;
    if (status == OK)
        status = open_home(cli, &home, err);
    if (status == OK)
        status = witness_home_key(&home, o->name, &key, err);
    if (status != OK)
        return status;
    strbuf_printf(&cli->out, STR_FMT "\n", STR_ARG(vkey_format(cli->arena, &key)));
    return witness_home_logs(&home, print_log, cli, err);
}

static Status run_trust(Cli *cli, const WitnessOptions *o, int count, char **args, Error *err)
{
    WitnessHome home;
    VerifyKey own, log;
    bool is_new = false;
    Str text = count ? str_of(args[0]) : S("");
    Status status = need_arguments(count, 1, 1, "VKEY", err);

    (void)o;
    if (status == OK && (strchr(args[0], '+') == NULL || os_exists(args[0])))
        status = witness_read(cli, args[0], 4096, &text, err);
    while (str_ends(text, S("\n")))
        text.len--;
    if (status == OK)
        status = vkey_parse(text, &log, err);
    if (status == OK)
        status = open_home(cli, &home, err);
    if (status == OK)
        status = witness_home_key(&home, STR_NONE, &own, err);
    if (status == OK)
        status = witness_home_trust(&home, &log, &is_new, err);
    if (status == OK)
        strbuf_printf(&cli->out, "%s %s\n", is_new ? "follows from now on" : "follows already", log.name);
    return status;
}

/* What the answers are as errors of a command. */
static Status refusal(const WitnessReply *reply, Error *err)
{
    if (reply->answer == WITNESS_CONFLICT)
        return fail(err, ERR_REFUSED, "%s: ask for a request made with --old %.*s", witness_answer_text(reply->answer),
                    (int)reply->body.len - 1, reply->body.ptr);
    if (reply->answer == WITNESS_UNKNOWN)
        return fail(err, ERR_REFUSED, "%s: `dokaz witness trust VKEY` with the key you were given in person",
                    witness_answer_text(reply->answer));
    return fail(err, reply->answer == WITNESS_MALFORMED ? ERR_BAD_INPUT : ERR_CHECK, "%s; nothing was cosigned",
                witness_answer_text(reply->answer));
}

static Status run_sign(Cli *cli, const WitnessOptions *o, int count, char **args, Error *err)
{
    WitnessHome home;
    WitnessRequest request;
    WitnessReply reply;
    Str text;
    Status status = need_arguments(count, 1, 1, "FILE", err);

    if (status == OK)
        status = open_home(cli, &home, err);
    if (status == OK)
        status = witness_read(cli, args[0], 2 * WITNESS_REQUEST_MAX, &text, err);
    if (status == OK)
        status = witness_request_parse(cli->arena, text, &request, err);
    if (status == OK)
        status = witness_home_answer(cli->arena, &home, text, cli->now, &reply, err);
    if (status != OK)
        return status;
    return reply.answer == WITNESS_GOOD ? witness_hand_out(cli, o, reply.body, err) : refusal(&reply, err);
}

static Status run_serve(Cli *cli, const WitnessOptions *o, int count, char **args, Error *err)
{
    WitnessHttp http = { .port = (uint16_t)o->port, .now = time_now };
    VerifyKey own;
    Status status = need_arguments(count, 0, 0, "nothing", err);

    (void)args;
    if (status == OK && (o->port < 0 || o->port > 65535))
        return fail(err, ERR_USAGE, "--port takes a number from 1 to 65535");
    if (status == OK)
        status = open_home(cli, &http.home, err);
    if (status == OK)
        status = witness_home_key(&http.home, STR_NONE, &own, err);
    return status == OK ? witness_http_serve(&http, err) : status;
}

static Status run(Cli *cli, const void *given, int count, char **args, Error *err)
{
    static const struct { const char *name; WitnessAction *run; } actions[] = {
        { "key", run_key },             { "trust", run_trust },         { "sign", run_sign },
        { "serve", run_serve },         { "request", witness_request }, { "import", witness_import },
        { "send", witness_send },       { "policy", witness_policy },   { "list", witness_list },
        { "show", witness_show },
    };
    Status status = need_arguments(count, 1, INT32_MAX, "what to do (key, trust, sign, serve, request, import, send, policy, list or show)",
                                   err);

    for (size_t i = 0; status == OK && i < sizeof actions / sizeof *actions; i++)
        if (strcmp(args[0], actions[i].name) == 0)
            return actions[i].run(cli, given, count - 1, args + 1, err);
    return status != OK ? status : fail(err, ERR_USAGE, "witness cannot '%s': see --help", args[0]);
}

const Command cmd_witness = {
    .name = "witness", .arguments = "ACTION ...", .summary = "have a case witnessed by others, or witness theirs",
    .more = "On the machine of a witness:\n"
            "  key                  its verifier key (made at the first time), and the logs it follows\n"
            "  trust VKEY           follow a log: its key, or a file like keys/case.vkey\n"
            "  sign FILE|-          check a request and cosign it; the answer is one line\n"
            "  serve                answer requests over HTTP on 127.0.0.1 (C2SP tlog-witness)\n"
            "In a case:\n"
            "  policy [FILE]        show the witnesses and the quorum, or set them: an entry of the log\n"
            "  request              a request for the newest checkpoint, about 1 kB: no content, no names\n"
            "  import FILE...       take in answers; each is checked before it is kept\n"
            "  send --to ADDRESS    request and import in one, over HTTP to a program on this machine\n"
            "  list                 which checkpoints are cosigned, and whether the quorum holds\n"
            "  show [SIZE]          the newest checkpoint, or that of SIZE entries, with its cosignatures\n"
            "\n"
            "A witness that cosigned once can prove any later rewriting of the log. Requests and answers go as\n"
            "files, as QR codes, or over HTTP: the bytes are the same.",
    .needs = NEEDS_NOTHING, .options = options, .options_size = sizeof(WitnessOptions), .run = run,
};
