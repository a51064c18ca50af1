/* witness_case.c -- see witness_case.h: ask witnesses about the newest checkpoint, keep what they answer. */
#include "cli/witness_case.h"

#include "base/auto.h"
#include "base/os.h"
#include "base/time.h"
#include "cli/output.h"
#include "cli/print.h"
#include "cli/qr.h"
#include "seal/case_witness.h"
#include "seal/strict.h"
#include "seal/witness.h"
#include "tell/loopback.h"

#include <stdio.h>

#define TRIES 3         /* a witness says once which size it saw; then it should be content */

static void close_case(Case **c)
{
    case_close(*c);
}

static Status open_case(Cli *cli, CaseMode mode, Case **ret, Error *err)
{
    char *home = NULL, *dir = NULL;
    Sealer sealer;
    Status status = cli->case_dir ? OK : case_find(cli->arena, ".", &dir, err);

    if (status == OK)
        status = os_data_home(cli->arena, &home, err);
    if (status != OK)
        return input_trouble(status, err);
    sealer = sealer_of(os_join(cli->arena, str_of(home), S("keys")));
    return input_trouble(case_open(cli->case_dir ? cli->case_dir : dir, mode, &sealer, ret, err), err);
}

Status witness_read(Cli *cli, const char *path, size_t limit, Str *ret, Error *err)
{
    Str text;
    Status status = strcmp(path, "-") == 0 ? os_read_all(cli->arena, STDIN_FILENO, limit, &text, err)
                                           : os_read_file(cli->arena, path, limit, &text, err);

    if (status == OK)
        status = qr_join(cli->arena, text, ret, err);
    return input_trouble(status, err);
}

Status witness_hand_out(Cli *cli, const WitnessOptions *o, Str made, Error *err)
{
    size_t before = cli->out.len, count = 0;

    if (o->qr.ptr) {
        Status status = qr_write(cli->arena, made, o->qr, &count, err);
        if (status != OK)
            return status;
        if (!o->output.ptr) {
            strbuf_printf(&cli->out, "wrote " STR_FMT, STR_ARG(count_text(cli->arena, count, "QR code", "QR codes")));
            strbuf_printf(&cli->out, count == 1 ? " to " STR_FMT "\n" : ", numbered, beside " STR_FMT "\n", STR_ARG(o->qr));
            return OK;
        }
    }
    strbuf_add(&cli->out, made);
    return output_to(cli, before, o->output, err);
}

/* A witness of the policy by its name there or by its key's name. */
static Status find_witness(const Policy *policy, Str name, const VerifyKey **ret, Error *err)
{
    for (size_t i = 0; i < policy->node_count; i++) {
        const PolicyNode *n = &policy->nodes[i];
        if (n->known && (str_eq(n->name, name) || str_eq(str_of(n->key.name), name))) {
            *ret = &n->key;
            return OK;
        }
    }
    return fail(err, ERR_NOT_FOUND, "the policy has no witness '" STR_FMT "' that can be judged: see `dokaz witness policy`",
                STR_ARG(str_slice(name, 0, 80)));
}

/* The size that the witness probably saw last. */
static Status guess_old(Cli *cli, const WitnessOptions *o, Case *c, uint64_t *ret, Error *err)
{
    const VerifyKey *key = NULL;
    Policy policy;

    if (o->old.ptr)
        return strict_u64(o->old, ret) ? OK : fail(err, ERR_USAGE, "--old takes a number of entries");
    Status status = case_policy_read(cli->arena, c, NULL, &policy, err);
    if (status == OK && o->witness.ptr)
        status = find_witness(&policy, o->witness, &key, err);
    return status == OK ? case_cosigned_upto(c, key, ret, err) : status;
}

Status witness_request(Cli *cli, const WitnessOptions *o, int count, char **args, Error *err)
{
    AUTO(close_case) Case *c = NULL;
    AUTO_STRBUF request = { 0 };
    uint64_t old = 0;
    Status status = need_arguments(count, 0, 0, "nothing", err);

    (void)args;
    if (status == OK)
        status = open_case(cli, CASE_READ, &c, err);
    if (status == OK)
        status = guess_old(cli, o, c, &old, err);
    if (status == OK)
        status = case_witness_request(cli->arena, c, old, &request, err);
    return status == OK ? witness_hand_out(cli, o, strbuf_str(&request), err) : status;
}

static Status take_in(Cli *cli, Case *c, Str lines, Error *err)
{
    Cosigned told;
    Status status = case_cosignatures_add(c, lines, &told, err);

    if (status != OK)
        return status;
    strbuf_printf(&cli->out, "%zu new, %zu known before, %zu of others left out; the newest is of %llu of %llu entries\n",
                  told.added, told.known, told.foreign, (unsigned long long)told.size, (unsigned long long)log_size(c));
    return OK;
}

Status witness_import(Cli *cli, const WitnessOptions *o, int count, char **args, Error *err)
{
    AUTO(close_case) Case *c = NULL;
    Str lines = S(""), one;
    Status status = need_arguments(count, 1, INT32_MAX, "FILE", err);

    (void)o;
    if (status == OK)
        status = open_case(cli, CASE_WRITE, &c, err);
    for (int i = 0; status == OK && i < count; i++) {
        status = witness_read(cli, args[i], CHECKPOINT_MAX, &one, err);
        lines = i ? arena_printf(cli->arena, STR_FMT STR_FMT, STR_ARG(lines), STR_ARG(one)) : one;
    }
    return status == OK ? take_in(cli, c, lines, err) : status;
}

/* The size in a 409 answer. */
static bool told_size(Str body, uint64_t *ret)
{
    Str line;

    return strict_line(&body, &line) && body.len == 0 && strict_u64(line, ret);
}

Status witness_send(Cli *cli, const WitnessOptions *o, int count, char **args, Error *err)
{
    AUTO(close_case) Case *c = NULL;
    LoopbackReply reply = { 0 };
    uint64_t old = 0;
    Status status = need_arguments(count, 0, 0, "nothing", err);

    (void)args;
    if (status == OK && !o->to.ptr)
        return fail(err, ERR_USAGE, "--to is missing: the address that `dokaz witness serve` printed");
    if (status == OK)
        status = open_case(cli, CASE_WRITE, &c, err);
    if (status == OK)
        status = guess_old(cli, o, c, &old, err);
    for (int i = 0; status == OK && i < TRIES; i++) {
        AUTO_STRBUF request = { 0 };
        status = case_witness_request(cli->arena, c, old, &request, err);
        if (status == OK)
            status = loopback_post(cli->arena, o->to, "/add-checkpoint", strbuf_str(&request), &reply, err);
        if (status == OK && reply.status == WITNESS_CONFLICT && told_size(reply.body, &old))
            continue;
        break;
    }
    if (status != OK)
        return status;
    if (reply.status == WITNESS_GOOD)
        return take_in(cli, c, reply.body, err);
    return fail(err, reply.status == WITNESS_INCONSISTENT ? ERR_CHECK : ERR_REFUSED, "the witness refuses (%d): %s",
                reply.status, witness_answer_text((WitnessAnswer)reply.status));
}

Status witness_policy(Cli *cli, const WitnessOptions *o, int count, char **args, Error *err)
{
    AUTO(close_case) Case *c = NULL;
    Policy policy;
    Str text;
    Status status = need_arguments(count, 0, 1, "one FILE", err);

    (void)o;
    if (status == OK)
        status = open_case(cli, count ? CASE_WRITE : CASE_READ, &c, err);
    if (status == OK && count == 0) {
        status = case_policy_read(cli->arena, c, &text, &policy, err);
        if (status == OK)
            strbuf_add(&cli->out, text);
        return status;
    }
    if (status == OK)
        status = witness_read(cli, args[0], POLICY_MAX, &text, err);
    uint64_t before = status == OK ? log_size(c) : 0;
    if (status == OK)
        status = case_policy_set(c, text, cli->now, err);
    if (status != OK)
        return status;
    if (log_size(c) == before)
        strbuf_add(&cli->out, S("this is the policy already\n"));
    else
        strbuf_printf(&cli->out, "the policy is set: entry %llu of the log\n", (unsigned long long)before);
    return OK;
}

/* One checkpoint with what witnesses say of it. */
static void print_checkpoint(Cli *cli, const Policy *policy, uint64_t size, const PolicyVerdict *v, bool json)
{
    JsonOut j = json_lines(cli);
    char when[21];

    if (!json)
        strbuf_printf(&cli->out, STR_FMT ": " STR_FMT ", quorum %s\n",
                      STR_ARG(count_text(cli->arena, (size_t)size, "entry", "entries")),
                      STR_ARG(count_text(cli->arena, v->cosigned, "witness", "witnesses")),
                      policy->quorum == POLICY_NONE ? "none" : v->holds ? "met" : "not met");
    if (json) {
        json_object(&j, NULL);
        json_text(&j, "type", "checkpoint");
        json_i64(&j, "entries", (int64_t)size);
        json_bool(&j, "quorum", v->holds);
        json_array(&j, "cosigned");
    }
    for (size_t i = 0; i < policy->node_count; i++) {
        if (!v->time[i])
            continue;
        time_format(v->time[i], when);
        if (!json) {
            strbuf_printf(&cli->out, "  %s  " STR_FMT "  %s\n", when, STR_ARG(policy->nodes[i].name), policy->nodes[i].key.name);
            continue;
        }
        json_object(&j, NULL);
        json_str(&j, "witness", policy->nodes[i].name);
        json_text(&j, "key", policy->nodes[i].key.name);
        json_text(&j, "time", when);
        json_object_end(&j);
    }
    if (json) {
        json_array_end(&j);
        json_object_end(&j);
        json_line_end(&j);
    }
}

Status witness_list(Cli *cli, const WitnessOptions *o, int count, char **args, Error *err)
{
    AUTO(close_case) Case *c = NULL;
    Policy policy;
    uint64_t *sizes = NULL;
    size_t checkpoints = 0;
    Status status = need_arguments(count, 0, 0, "nothing", err);

    (void)args;
    if (status == OK)
        status = open_case(cli, CASE_READ, &c, err);
    if (status == OK)
        status = case_policy_read(cli->arena, c, NULL, &policy, err);
    if (status == OK)
        status = case_checkpoints(cli->arena, c, &sizes, &checkpoints, err);
    for (size_t i = 0; status == OK && i < checkpoints; i++) {
        Checkpoint checkpoint;
        PolicyVerdict verdict;
        Str note;
        status = case_cosigned(cli->arena, c, sizes[i], &note, err);
        if (status == OK && checkpoint_parse(note, &checkpoint, err) == OK)
            status = policy_judge(&policy, &checkpoint, &verdict, err);
        if (status == OK && (verdict.cosigned || sizes[i] == log_size(c)))
            print_checkpoint(cli, &policy, sizes[i], &verdict, o->json);
    }
    return status;
}

Status witness_show(Cli *cli, const WitnessOptions *o, int count, char **args, Error *err)
{
    AUTO(close_case) Case *c = NULL;
    uint64_t size = 0;
    Str note;
    Status status = need_arguments(count, 0, 1, "one SIZE", err);

    if (status == OK && count && !strict_u64(str_of(args[0]), &size))
        return fail(err, ERR_USAGE, "show takes a number of entries, as `dokaz witness list` has them");
    if (status == OK)
        status = open_case(cli, CASE_READ, &c, err);
    if (status == OK)
        status = case_cosigned(cli->arena, c, count ? size : log_size(c), &note, err);
    return status == OK ? witness_hand_out(cli, o, note, err) : status;
}
