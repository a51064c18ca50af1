/* attacks.c -- somebody who holds the log's key tries to put back the past: rollbacks, forks, swapped files, replays,
 * moved cosignatures, loosened policies. Each is made with real files and real keys, and each must be noticed by one
 * who kept a single checkpoint, by a witness, or by `verify`.
 *
 *     attacks
 */
#include "check.h"
#include "custody/history.h"
#include "seal/case_witness.h"
#include "seal/consistency.h"
#include "seal/verify.h"
#include "seal/witness_home.h"

#define STAGES      16      /* commits; two entries each, after the two of the policy */
#define REMEMBERED  8       /* the stage whose checkpoint somebody kept */

typedef struct Scene {
    Arena      *arena;
    const char *folder;
    Sealer      sealer;
    Party       w1, w2, stranger;
    uint64_t    size[STAGES + 1];   /* of the log at each stage */
    Str         note[STAGES + 1];
    Str         request[STAGES + 1];    /* from the remembered size, or from 0 before it */
    Str         policy;
    VerifyKey   key;
    WitnessHome desk;               /* a witness that cosigned the remembered checkpoint */
    int         attacks, noticed;
} Scene;

static char *at(const Scene *s, const char *format, int n)
{
    Str name = strchr(format, '%') ? arena_printf(s->arena, "%.*s%d", (int)(strchr(format, '%') - format), format, n)
                                   : str_of(format);

    return os_join(s->arena, str_of(s->folder), name);
}

static void copy(Scene *s, const char *from, const char *to)
{
    Str command = arena_printf(s->arena, "rm -rf '%s' && cp -a '%s' '%s'", to, from, to);

    CHECK_INT(system(command.ptr), 0, command);
}

/* Every attack ends here. */
static void expect(Scene *s, bool noticed, const char *family, int n)
{
    s->attacks++;
    s->noticed += noticed;
    /* proves P83 */
    CHECK(noticed, arena_printf(s->arena, "%s, %d", family, n));
}

static int64_t errors(const char *dir, const Str *remembered)
{
    VerifyCounts n = { 0 };

    return verify_case(dir, remembered, NULL, NULL, &n, NULL) == OK ? n.errors : 1;
}

static void cosign(Scene *s, Case *c, const Party *witness, int64_t time)
{
    Checkpoint checkpoint;
    Cosigned told;
    Str line;

    MUST(checkpoint_parse(log_checkpoint(c), &checkpoint, err));
    MUST(cosignature_sign(s->arena, witness->secret, &witness->key, &checkpoint, time, &line, err));
    MUST(case_cosignatures_add(c, line, &told, err));
}

/* The case at every stage, as a folder of its own. */
static void play(Scene *s)
{
    char *dir = at(s, "case", 0);
    Case *c;

    MUST(case_create(dir, &s->sealer, err));
    MUST(case_open(dir, CASE_WRITE, &s->sealer, &c, err));
    s->key = *case_key(c);
    Str log = vkey_format(s->arena, &s->key), w1 = vkey_format(s->arena, &s->w1.key), w2 = vkey_format(s->arena, &s->w2.key);
    s->policy = arena_printf(s->arena, "log " STR_FMT "\nwitness w1 " STR_FMT "\nwitness w2 " STR_FMT
                             "\ngroup both all w1 w2\nquorum both\n", STR_ARG(log), STR_ARG(w1), STR_ARG(w2));
    MUST(case_policy_set(c, s->policy, SCRATCH_TIME, err));
    for (int stage = 0; stage <= STAGES; stage++) {
        AUTO_STRBUF request = { 0 };
        scratch_add(s->arena, c, (unsigned)stage, NULL);
        MUST(log_commit(c, err));
        if (stage % 2 == 0)
            cosign(s, c, &s->w1, 1000 + stage);
        cosign(s, c, &s->w2, 1000 + stage);
        s->size[stage] = log_size(c);
        s->note[stage] = arena_str(s->arena, log_checkpoint(c));
        MUST(case_witness_request(s->arena, c, stage > REMEMBERED ? s->size[REMEMBERED] : 0, &request, err));
        s->request[stage] = arena_str(s->arena, strbuf_str(&request));
        case_close(c);
        copy(s, dir, at(s, "stage-%", stage));
        MUST(case_open(dir, CASE_WRITE, &s->sealer, &c, err));
    }
    case_close(c);
}

/* The holder of the key goes on from an old copy with other entries, to the size of another stage. */
static void make_fork(Scene *s, int from, int to, const char *dir)
{
    Case *c;

    copy(s, at(s, "stage-%", from), dir);
    MUST(case_open(dir, CASE_WRITE, &s->sealer, &c, err));
    for (int i = from; i < to; i++) {
        scratch_add(s->arena, c, (unsigned)(1000 + i), NULL);
        MUST(log_commit(c, err));
    }
    CHECK_INT(log_size(c), s->size[to], "as long as the other");
    case_close(c);
}

static void attack_rollback(Scene *s)
{
    const Str *kept = &s->note[REMEMBERED];
    char *dir = at(s, "attack", 0);

    CHECK_INT(errors(at(s, "stage-%", STAGES), kept), 0, "no false alarm");
    CHECK_INT(errors(at(s, "stage-%", REMEMBERED), kept), 0, "no false alarm");
    for (int i = 0; i < REMEMBERED; i++)
        expect(s, errors(at(s, "stage-%", i), kept) > 0, "an old copy of the folder", i);
    for (int i = 0; i < STAGES; i++) {
        copy(s, at(s, "stage-%", STAGES), dir);
        MUST(os_write_file(os_join(s->arena, str_of(dir), S("checkpoint")), s->note[i], 0600, NOT_DURABLE, err));
        expect(s, errors(dir, NULL) > 0, "checkpoint set back", i);
    }
    for (int i = 0; i < REMEMBERED; i++) {      /* set back, and cleaned by a writer that knows no better */
        Case *c;
        copy(s, at(s, "stage-%", STAGES), dir);
        for (int k = i + 1; k <= STAGES; k++) {
            unlink(arena_printf(s->arena, "%s/checkpoints/%llu", dir, (unsigned long long)s->size[k]).ptr);
            unlink(arena_printf(s->arena, "%s/witness/%llu", dir, (unsigned long long)s->size[k]).ptr);
        }
        MUST(os_write_file(os_join(s->arena, str_of(dir), S("checkpoint")), s->note[i], 0600, NOT_DURABLE, err));
        MUST(case_open(dir, CASE_WRITE, &s->sealer, &c, err));
        case_close(c);
        expect(s, errors(dir, kept) > 0, "the log cut off behind", i);
    }
}

/* The fork is noticed, and gives evidence that needs neither of the two cases. */
static void attack_fork(Scene *s)
{
    char *dir = at(s, "attack", 0);

    for (int from = 0; from < REMEMBERED; from++)
        for (int to = REMEMBERED; to <= STAGES; to += STAGES - REMEMBERED) {
            AUTO_STRBUF file = { 0 };
            Consistency made, read;
            Checkpoint old, new;
            Case *c;
            make_fork(s, from, to, dir);
            unlink(arena_printf(s->arena, "%s/witness/%llu", dir, (unsigned long long)s->size[to]).ptr);
            CHECK_INT(errors(dir, NULL), 0, "a fork is whole in itself");
            expect(s, errors(dir, &s->note[REMEMBERED]) > 0, "a fork", from);
            MUST(case_open(dir, CASE_READ, NULL, &c, err));
            Str forked = arena_str(s->arena, log_checkpoint(c));
            MUST(consistency_make(s->arena, &s->key, log_source(c), forked, s->note[REMEMBERED], forked, &made, err));
            case_close(c);
            consistency_write(&file, &made);
            MUST(consistency_parse(s->arena, strbuf_str(&file), &read, err));
            MUST(consistency_verify(&read, &s->key, &old, &new, err));
            /* proves P84 */
            expect(s, read.fork && old.size == s->size[REMEMBERED] && new.size == s->size[to], "evidence of a fork", from);
            if (to == REMEMBERED)
                expect(s, fork_verify(forked, s->note[REMEMBERED], &s->key, &old, NULL) == OK, "two of one size", from);
        }
}

/* A file of the case with the bytes of the same file of a fork, or of another file. */
static void swap(Scene *s, const char *name, Str bytes, int n)
{
    char *dir = at(s, "attack", 0), *path = os_join(s->arena, str_of(dir), str_of(name));

    copy(s, at(s, "stage-%", STAGES), dir);
    unlink(path);
    MUST(os_write_file(path, bytes, 0600, NOT_DURABLE, err));
    expect(s, errors(dir, NULL) > 0, name, n);
}

static Str bytes_of(Scene *s, const char *dir, const char *name)
{
    Str bytes;

    MUST(os_read_file(s->arena, os_join(s->arena, str_of(dir), str_of(name)), 1 << 24, &bytes, err));
    return bytes;
}

static void attack_swap(Scene *s)
{
    char *dir = at(s, "stage-%", STAGES), *fork = at(s, "fork", 0);

    make_fork(s, 3, STAGES, fork);
    char *tile = (char *)arena_printf(s->arena, "tile/0/000.p/%llu", (unsigned long long)s->size[STAGES]).ptr;
    char *bundle = (char *)arena_printf(s->arena, "entries/000.p/%llu", (unsigned long long)s->size[STAGES]).ptr;
    swap(s, tile, bytes_of(s, fork, tile), 0);
    swap(s, bundle, bytes_of(s, fork, bundle), 0);
    swap(s, "checkpoint", bytes_of(s, fork, "checkpoint"), 0);
    for (int i = 4; i < STAGES; i++) {
        char *name = (char *)arena_printf(s->arena, "checkpoints/%llu", (unsigned long long)s->size[i]).ptr;
        char *other = (char *)arena_printf(s->arena, "checkpoints/%llu", (unsigned long long)s->size[i - 1]).ptr;
        swap(s, name, bytes_of(s, fork, name), i);
        swap(s, name, bytes_of(s, dir, other), i);
        char *partial = (char *)arena_printf(s->arena, "tile/0/000.p/%llu", (unsigned long long)s->size[i]).ptr;
        swap(s, partial, bytes_of(s, fork, partial), i);
    }
}

/* ---- at a witness ---- */

static WitnessAnswer ask(Scene *s, Str request)
{
    WitnessReply reply;

    return witness_home_answer(s->arena, &s->desk, request, 5000, &reply, NULL) == OK ? reply.answer : WITNESS_TROUBLE;
}

static Str request_from(Scene *s, const char *dir, uint64_t old)
{
    AUTO_STRBUF request = { 0 };
    Case *c;

    MUST(case_open(dir, CASE_READ, NULL, &c, err));
    MUST(case_witness_request(s->arena, c, old, &request, err));
    case_close(c);
    return arena_str(s->arena, strbuf_str(&request));
}

static void attack_witness(Scene *s)
{
    char *dir = at(s, "attack", 0);
    uint64_t kept = s->size[REMEMBERED];
    bool is_new;

    MUST(witness_home_key(&s->desk, STR_NONE, &(VerifyKey){ 0 }, err));
    MUST(witness_home_trust(&s->desk, &s->key, &is_new, err));
    CHECK_INT(ask(s, s->request[REMEMBERED]), WITNESS_GOOD, "first sight");
    for (int i = 0; i <= REMEMBERED; i++)
        expect(s, ask(s, s->request[i]) == WITNESS_CONFLICT, "a request replayed, or older", i);
    for (int i = 0; i < REMEMBERED; i++)
        expect(s, ask(s, request_from(s, at(s, "stage-%", STAGES), s->size[i])) == WITNESS_CONFLICT, "a stale old size", i);
    for (int from = 0; from < REMEMBERED; from++)
        for (int to = REMEMBERED; to <= STAGES; to += STAGES - REMEMBERED) {
            make_fork(s, from, to, dir);
            expect(s, ask(s, request_from(s, dir, kept)) == WITNESS_INCONSISTENT, "a fork shown to a witness", from);
        }
    /* The proof of one growth under the checkpoint of another. */
    for (int i = REMEMBERED + 1; i < STAGES; i++) {
        WitnessRequest a, b;
        AUTO_STRBUF mixed = { 0 };
        MUST(witness_request_parse(s->arena, s->request[i], &a, err));
        MUST(witness_request_parse(s->arena, s->request[i + 1], &b, err));
        witness_request_write(&mixed, kept, a.proof, b.note);
        expect(s, ask(s, strbuf_str(&mixed)) == WITNESS_INCONSISTENT, "another proof", i);
    }
    Case *c;
    char *other = at(s, "other-case", 0);
    MUST(case_create(other, &s->sealer, err));
    MUST(case_open(other, CASE_WRITE, &s->sealer, &c, err));
    scratch_add(s->arena, c, 1, NULL);
    MUST(log_commit(c, err));
    case_close(c);
    expect(s, ask(s, request_from(s, other, 0)) == WITNESS_UNKNOWN, "another log", 0);
    /* The followed log's text under the other log's signature line. */
    Str note = s->note[STAGES], line = request_from(s, other, 0);
    size_t split = str_find(note, S("\n\n"), 0), end = str_find(line, S("\n\n\xE2"), 0);
    Str forged = arena_printf(s->arena, "old 0\n\n" STR_FMT STR_FMT, STR_ARG(str_slice(note, 0, split + 2)),
                              STR_ARG(str_slice(line, end + 2, line.len)));
    expect(s, ask(s, forged) == WITNESS_UNTRUSTED, "signed by another log", 0);
    CHECK_INT(ask(s, s->request[STAGES]), WITNESS_GOOD, "the true log goes on");
}

/* ---- cosignatures and the policy ---- */

static void attack_cosignatures(Scene *s)
{
    char *dir = at(s, "stage-%", STAGES), *attacked = at(s, "attack", 0);
    Case *c;
    Str told;

    CHECK_INT(errors(dir, NULL), 0, "no false alarm");
    MUST(verify_quorum(s->arena, dir, s->policy, &told, err));
    expect(s, verify_quorum(s->arena, at(s, "stage-%", STAGES - 1), s->policy, &told, NULL) == ERR_CHECK, "one of two", 0);
    for (int i = 0; i < STAGES; i++) {
        char *name = (char *)arena_printf(s->arena, "witness/%llu", (unsigned long long)s->size[STAGES]).ptr;
        char *other = (char *)arena_printf(s->arena, "witness/%llu", (unsigned long long)s->size[i]).ptr;
        swap(s, name, bytes_of(s, dir, other), i);
    }
    char *mine = (char *)arena_printf(s->arena, "witness/%llu", (unsigned long long)s->size[STAGES]).ptr;
    Str lines = bytes_of(s, dir, mine), one = str_slice(lines, 0, str_find(lines, S("\n"), 0) + 1);
    MUST(case_open(dir, CASE_READ, NULL, &c, err));
    Str foreign = party_cosigned(s->arena, log_checkpoint(c), &s->stranger, 9);
    foreign = str_slice(foreign, log_checkpoint(c).len, foreign.len);
    case_close(c);
    swap(s, mine, foreign, 0);

    copy(s, dir, attacked);
    const Str thinned[] = { one, arena_printf(s->arena, STR_FMT STR_FMT, STR_ARG(one), STR_ARG(one)), foreign };
    for (int i = 0; i < 3; i++) {
        MUST(os_write_file(os_join(s->arena, str_of(attacked), str_of(mine)), thinned[i], 0600, NOT_DURABLE, err));
        expect(s, verify_quorum(s->arena, attacked, s->policy, &told, NULL) == ERR_CHECK, "a quorum feigned", i);
    }
    Cosigned taken;
    MUST(case_open(attacked, CASE_WRITE, &s->sealer, &c, err));
    expect(s, case_cosignatures_add(c, foreign, &taken, NULL) == ERR_CHECK, "a stranger's cosignature brought in", 0);
    /* A cosignature by a witness over a fork. */
    char *fork = at(s, "fork", 0);
    Str forked = party_cosigned(s->arena, bytes_of(s, fork, "checkpoint"), &s->w1, 2000);
    expect(s, case_cosignatures_add(c, forked, &taken, NULL) == ERR_CHECK, "a cosignature of a fork brought in", 0);
    case_close(c);
}

static void attack_policy(Scene *s)
{
    Str log = vkey_format(s->arena, &s->key), w1 = vkey_format(s->arena, &s->w1.key);
    Str stranger = vkey_format(s->arena, &s->stranger.key);
    const Str policies[] = {
        arena_printf(s->arena, "log " STR_FMT "\nquorum none\n", STR_ARG(log)),
        arena_printf(s->arena, "log " STR_FMT "\nwitness w1 " STR_FMT "\nquorum w1\n", STR_ARG(log), STR_ARG(w1)),
        arena_printf(s->arena, "log " STR_FMT "\nwitness w1 " STR_FMT "\nquorum w1\n", STR_ARG(log), STR_ARG(stranger)),
        arena_printf(s->arena, STR_FMT "# harmless\n", STR_ARG(s->policy)),
        str_slice(s->policy, 0, s->policy.len - 1), S(""), S("quorum none\n"),
    };

    for (size_t i = 0; i < sizeof policies / sizeof *policies; i++)
        swap(s, "policy", policies[i], (int)i);
}

int main(void)
{
    AUTO_ARENA arena = arena_create();
    char *folder = scratch_folder(arena);
    Dice dice = { 21 };
    Scene s = { .arena = arena, .folder = folder,
                .sealer = { os_join(arena, str_of(folder), S("keys")), dice_random, &dice } };

    s.w1 = party_witness(arena, &s.sealer, "w1.example");
    s.w2 = party_witness(arena, &s.sealer, "w2.example");
    s.stranger = party_witness(arena, &s.sealer, "w3.example");
    s.desk = (WitnessHome){ at(&s, "desk", 0), { at(&s, "desk-keys", 0), dice_random, &dice } };
    play(&s);
    attack_rollback(&s);
    attack_fork(&s);
    attack_swap(&s);
    attack_witness(&s);
    attack_cosignatures(&s);
    attack_policy(&s);
    printf("%d attacks, %d noticed\n", s.attacks, s.noticed);
    CHECK(s.attacks >= 100, "attacks");
    key_destroy(s.w1.secret);
    key_destroy(s.w2.secret);
    key_destroy(s.stranger.secret);
    scratch_remove(folder);
    return test_end();
}
