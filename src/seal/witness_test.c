/* witness_test.c -- policies, cosignatures and the witness's decisions, each by a table; then the memory of a
 * witness that dies at every system call between reading a request and answering it.
 *
 *     witness_test CASES      the folder test/cases/witness
 */
#include "seal/witness_home.h"

#include "base/vec.h"
#include "cases.h"
#include "custody/history.h"
#include "seal/case_witness.h"
#include "seal/cosignature.h"
#include "seal/policy.h"
#include "seal/strict.h"
#include "seal/verify.h"

#include <signal.h>
#include <sys/wait.h>

/* What of a witness's doings dies: the n-th call that touches the disk, by SIGKILL. */
static struct {
    bool armed;
    long countdown;
} death;

static void maybe_die(void)
{
    if (death.armed && --death.countdown == 0)
        raise(SIGKILL);
}

#define DEADLY(type, name, parameters, arguments)                                        \
    type __real_##name parameters;                                                       \
    type __wrap_##name parameters;                                                       \
    type __wrap_##name parameters                                                        \
    {                                                                                    \
        maybe_die();                                                                     \
        type ret = __real_##name arguments;                                              \
        maybe_die();                                                                     \
        return ret;                                                                      \
    }

DEADLY(ssize_t, write, (int fd, const void *bytes, size_t size), (fd, bytes, size))
DEADLY(int, fsync, (int fd), (fd))
DEADLY(int, rename, (const char *from, const char *to), (from, to))

/* ---- policies ---- */

typedef struct Names {
    Arena       *arena;
    const Party *log, *witness;     /* one log, WITNESSES witnesses */
    const Party *other;             /* another log */
} Names;

#define WITNESSES 4

/* A line of a case file: `|` is a newline, `~` a tab, LOG, OTHER and W1..W4 stand for vkeys, BIG for one of ML-DSA-44. */
static Str filled(const Names *names, Str text)
{
    AUTO_STRBUF out = { 0 };

    for (size_t i = 0; i < text.len; i++) {
        Str rest = str_slice(text, i, text.len);
        if (str_starts(rest, S("LOG"))) {
            strbuf_add(&out, vkey_format(names->arena, &names->log->key));
            i += 2;
        } else if (str_starts(rest, S("OTHER"))) {
            strbuf_add(&out, vkey_format(names->arena, &names->other->key));
            i += 4;
        } else if (str_starts(rest, S("BIG"))) {
            strbuf_add(&out, history_foreign_vkey(names->arena));
            i += 2;
        } else if (rest.len > 1 && rest.ptr[0] == 'W' && rest.ptr[1] >= '1' && rest.ptr[1] <= '4') {
            strbuf_add(&out, vkey_format(names->arena, &names->witness[rest.ptr[1] - '1'].key));
            i++;
        } else {
            strbuf_char(&out, text.ptr[i] == '|' ? '\n' : text.ptr[i] == '~' ? '\t' : text.ptr[i]);
        }
    }
    return arena_str(names->arena, strbuf_str(&out));
}

/* verdict, who cosigned ("13": witnesses 1 and 3), policy */
static void check_policy(void *context, Str file, const Str *column)
{
    const Names *names = context;
    Policy policy;
    PolicyVerdict verdict;
    Checkpoint c;
    Str text = filled(names, column[2]), note = party_note(names->arena, names->log, 5, "root");
    Error why = { 0 };

    (void)file;
    Status parsed = policy_parse(names->arena, text, &policy, &why);
    if (str_eq(column[0], S("refused"))) {
        CHECK_INT(parsed, ERR_BAD_INPUT, column[2]);
        CHECK(why.text[0] != '\0', column[2]);
        return;
    }
    CHECK_INT(parsed, OK, column[2]);
    if (parsed != OK) {
        fprintf(stderr, "%s\n", why.text);
        return;
    }
    for (size_t i = 0; i < column[1].len; i++)
        if (column[1].ptr[i] >= '1' && column[1].ptr[i] <= '4')
            note = party_cosigned(names->arena, note, &names->witness[column[1].ptr[i] - '1'], 1000 + (int64_t)i);
    Status held = policy_verify(&policy, NULL, note, &c, &verdict, &why);
    CHECK_INT(held, str_eq(column[0], S("met")) ? OK : ERR_CHECK, column[2]);
}

static void test_judging(Arena *arena, const Names *names)
{
    const Party *w = names->witness;
    Str note = party_note(arena, names->log, 5, "root"), foreign = party_note(arena, names->log, 6, "more");
    Str text = filled(names, S("log LOG|witness a W1|witness b W2|group ab all a b|quorum ab|"));
    Policy policy;
    PolicyVerdict v;
    Checkpoint c;

    MUST(policy_parse(arena, text, &policy, err));
    Str both = party_cosigned(arena, party_cosigned(arena, note, &w[0], 70), &w[1], 60);
    MUST(policy_verify(&policy, &names->log->key, both, &c, &v, err));
    CHECK_INT(v.cosigned, 2, "both");
    CHECK_INT(v.time[0], 70, "time");
    /* One witness twice is one witness; its earliest time counts. */
    Str twice = party_cosigned(arena, party_cosigned(arena, note, &w[0], 70), &w[0], 60);
    MUST(checkpoint_parse(twice, &c, err));
    MUST(policy_judge(&policy, &c, &v, err));
    /* proves P81 */
    CHECK(!v.holds && v.cosigned == 1 && v.time[0] == 60, "a witness counts once");
    CHECK_INT(policy_verify(&policy, &names->other->key, both, &c, &v, NULL), ERR_CHECK, "another log's key");

    /* A line that names a known witness must hold, whatever else is there. */
    Checkpoint other;
    Str line;
    MUST(checkpoint_parse(foreign, &other, err));
    MUST(cosignature_sign(arena, w[1].secret, &w[1].key, &other, 60, &line, err));
    Str moved = arena_printf(arena, STR_FMT STR_FMT, STR_ARG(both), STR_ARG(line));
    CHECK_INT(policy_verify(&policy, NULL, moved, &c, &v, NULL), ERR_CHECK, "a cosignature of another checkpoint");
    Policy any;
    MUST(policy_parse(arena, filled(names, S("log LOG|witness a W1|witness b W2|group ab any a b|quorum ab|")), &any, err));
    MUST(policy_verify(&any, NULL, both, &c, &v, err));
    CHECK_INT(policy_verify(&any, NULL, moved, &c, &v, NULL), ERR_CHECK, "one bad line, though one would have been enough");
    Str cut = arena_printf(arena, STR_FMT "\xE2\x80\x94 %s " STR_FMT "\n", STR_ARG(both), w[1].key.name,
                           STR_ARG(base64_encode(arena, (Str){ (const char *)w[1].key.id, 4 + 3 })));
    CHECK_INT(policy_verify(&policy, NULL, cut, &c, &v, NULL), ERR_CHECK, "a cosignature that is too short");
    Str stranger = party_cosigned(arena, both, &w[3], 60);
    MUST(policy_verify(&policy, NULL, stranger, &c, &v, err));
    CHECK_INT(cosignature_sign(arena, w[0].secret, &w[0].key, &other, 0, &line, NULL), ERR_REFUSED, "no time");
    MUST(cosignature_sign(arena, w[0].secret, &w[0].key, &other, INT64_MAX, &line, err));
    CHECK(line.len < 200, "an answer is below 200 bytes");
}

/* ---- decisions ---- */

static WitnessAnswer decide(Arena *arena, Str request, const VerifyKey *log, const WitnessSeen *seen)
{
    WitnessRequest r;

    return witness_request_parse(arena, request, &r, NULL) == OK ? witness_decide(&r, log, seen) : WITNESS_MALFORMED;
}

static void test_decisions(Arena *arena, const Names *names)
{
    History h = history_of(arena, 20, 1), fork = history_of(arena, 20, 2);
    const Party *log = names->log;
    WitnessSeen none = { 0 }, five = { 5, history_root(&h, 5) };
    Str good = history_request(arena, &h, log, 5, 20);
    const struct { const char *about; WitnessAnswer want; Str request; const WitnessSeen *seen; } rows[] = {
        { "first sight", WITNESS_GOOD, history_request(arena, &h, log, 0, 20), &none },
        { "growth", WITNESS_GOOD, good, &five },
        { "the same again", WITNESS_GOOD, history_request(arena, &h, log, 5, 5), &five },
        { "the empty log", WITNESS_GOOD, history_request(arena, &h, log, 0, 0), &none },
        { "grown, and not first", WITNESS_CONFLICT, history_request(arena, &h, log, 0, 20), &five },
        { "seen nothing of it", WITNESS_CONFLICT, good, &none },
        { "rolled back", WITNESS_CONFLICT, history_request(arena, &h, log, 3, 4), &five },
        { "old above new", WITNESS_MALFORMED, history_request_odd(arena, &h, log, 5, 4, 0), &five },
        { "forked", WITNESS_INCONSISTENT, history_request(arena, &fork, log, 5, 20), &five },
        { "forked, the same size", WITNESS_INCONSISTENT, history_request(arena, &fork, log, 5, 5), &five },
        { "a hash too many", WITNESS_INCONSISTENT, history_request_odd(arena, &h, log, 5, 20, 1), &five },
        { "a hash too few", WITNESS_INCONSISTENT, history_request_odd(arena, &h, log, 5, 20, -1), &five },
        { "a proof from nothing", WITNESS_INCONSISTENT, history_request_odd(arena, &h, log, 0, 20, 1), &none },
        { "a proof of sameness", WITNESS_INCONSISTENT, history_request_odd(arena, &h, log, 5, 5, 1), &five },
        { "an empty log with a root", WITNESS_INCONSISTENT,
          arena_printf(arena, "old 0\n\n" STR_FMT, STR_ARG(party_note(arena, log, 0, "root"))), &none },
        { "another's signature", WITNESS_UNTRUSTED, history_request(arena, &h, names->other, 0, 20), &none },
    };

    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        CHECK_INT(decide(arena, rows[i].request, &log->key, rows[i].seen), rows[i].want, rows[i].about);
    CHECK_INT(decide(arena, good, NULL, &none), WITNESS_UNKNOWN, "a log that is not followed");
    for (size_t i = 0; i < good.len; i++)
        CHECK(decide(arena, str_slice(good, 0, i), &log->key, &five) != WITNESS_GOOD, "cut short");
    for (size_t i = 0; i < good.len * 8; i++) {
        char *changed = arena_cstr(arena, good);
        changed[i / 8] = (char)(changed[i / 8] ^ 1 << i % 8);
        CHECK(decide(arena, (Str){ changed, good.len }, &log->key, &five) != WITNESS_GOOD, "a changed bit");
    }
}

static void check_request(void *context, Str file, const Str *column)
{
    const Names *names = context;
    WitnessRequest r;
    Str note = party_note(names->arena, names->log, 5, "root");
    AUTO_STRBUF text = { 0 };

    (void)file;
    for (Str rest = column[1], part; str_cut(&rest, '|', &part); )
        strbuf_printf(&text, STR_FMT "%s", STR_ARG(str_eq(part, S("NOTE")) ? note : part), rest.ptr && !str_eq(part, S("NOTE")) ? "\n" : "");
    CHECK_INT(witness_request_parse(names->arena, strbuf_str(&text), &r, NULL),
              str_eq(column[0], S("good")) ? OK : ERR_BAD_INPUT, column[1]);
}

/* ---- memory ---- */

typedef struct Desk {
    Arena      *arena;
    WitnessHome home;
    VerifyKey   own;
} Desk;

static Desk desk_in(Arena *arena, const char *folder, const char *name, Dice *dice)
{
    Desk d = { .arena = arena, .home = { os_join(arena, str_of(folder), str_of(name)), { NULL } } };

    d.home.sealer = (Sealer){ arena_printf(arena, "%s/keys", d.home.dir).ptr, dice_random, dice };
    MUST(witness_home_key(&d.home, STR_NONE, &d.own, err));
    return d;
}

static WitnessReply ask(const Desk *d, Str request, int64_t now)
{
    WitnessReply reply = { 0 };

    MUST(witness_home_answer(d->arena, &d->home, request, now, &reply, err));
    return reply;
}

/* Does the reply hold a good cosignature by this desk over the checkpoint of the request? */
static bool holds(const Desk *d, Str request, const WitnessReply *reply)
{
    WitnessRequest r;

    MUST(witness_request_parse(d->arena, request, &r, err));
    r.checkpoint.signatures = reply->body;
    return reply->answer == WITNESS_GOOD && cosignature_check(&r.checkpoint, &d->own, NULL) == COSIGNATURE_GOOD;
}

static void test_memory(Arena *arena, const Names *names, const char *folder)
{
    Dice dice = { 3 };
    Desk d = desk_in(arena, folder, "desk", &dice);
    History h = history_of(arena, 30, 1);
    Str first = history_request(arena, &h, names->log, 0, 9), grown = history_request(arena, &h, names->log, 9, 30);
    VerifyKey again;
    bool is_new;
    WitnessReply reply;
    Error why = { 0 };

    CHECK_INT(ask(&d, first, 100).answer, WITNESS_UNKNOWN, "not followed yet");
    MUST(witness_home_trust(&d.home, &names->log->key, &is_new, err));
    CHECK(is_new, "followed");
    MUST(witness_home_trust(&d.home, &names->log->key, &is_new, err));
    CHECK(!is_new, "followed already");
    VerifyKey imposter = names->other->key;
    MUST(vkey_make(str_of(names->log->key.name), imposter.public_key, &imposter, err));
    CHECK_INT(witness_home_trust(&d.home, &imposter, &is_new, NULL), ERR_REFUSED, "one origin, another key");

    reply = ask(&d, first, 100);
    CHECK(holds(&d, first, &reply), "cosigned");
    reply = ask(&d, first, 101);
    CHECK_INT(reply.answer, WITNESS_CONFLICT, "a replay");
    CHECK_STR(reply.body, S("9\n"));
    CHECK_INT(witness_home_answer(arena, &d.home, grown, 99, &reply, &why), ERR_REFUSED, "a clock set back");
    CHECK(strstr(why.text, "clock") != NULL, why.text);
    reply = ask(&d, grown, 102);
    CHECK(holds(&d, grown, &reply), "grown");
    CHECK_INT(ask(&d, S("nonsense"), 103).answer, WITNESS_MALFORMED, "nonsense");
    MUST(witness_home_key(&d.home, STR_NONE, &again, err));
    CHECK(memcmp(&again, &d.own, sizeof again) == 0, "the same key again");
    CHECK_INT(witness_home_key(&d.home, S("other"), &again, NULL), ERR_REFUSED, "another name");

    /* What is remembered is a checkpoint with both signatures; damaged, nothing is signed on top of it. */
    Sha256 hash = sha256(str_of(names->log->key.name));
    Str hex = hex_encode(arena, sha256_str(&hash)), note;
    Checkpoint c;
    MUST(witness_home_checkpoint(arena, &d.home, hex, &note, err));
    MUST(checkpoint_verify(note, &names->log->key, &c, err));
    CHECK(c.size == 30 && cosignature_check(&c, &d.own, NULL) == COSIGNATURE_GOOD, "for monitors");
    CHECK_INT(witness_home_checkpoint(arena, &d.home, S("../desk"), &note, NULL), ERR_NOT_FOUND, "no hash");
    char *path = (char *)arena_printf(arena, "%s/logs/" STR_FMT "/checkpoint", d.home.dir, STR_ARG(hex)).ptr;
    for (size_t i = 0; i < note.len; i += 7) {
        char *changed = arena_cstr(arena, note);
        changed[i] = (char)(changed[i] ^ 2);
        MUST(os_write_file(path, (Str){ changed, note.len }, 0600, NOT_DURABLE, err));
        Status status = witness_home_answer(arena, &d.home, history_request(arena, &h, names->log, 30, 30), 104, &reply, NULL);
        CHECK(status != OK || reply.answer != WITNESS_GOOD, "a damaged memory");
    }
}

/* Dies at the n-th call; what was answered before, it must still know. True when it lived to the end. */
static bool one_death(const Desk *d, Str request, const VerifyKey *log, uint64_t before, uint64_t after, long n)
{
    int pipes[2], state;
    Sha256 hash = sha256(str_of(log->name));
    Str note, hex = hex_encode(d->arena, sha256_str(&hash));
    char answered = 0;
    Checkpoint c = { .size = 0 };

    if (pipe(pipes) < 0)
        exit(3);
    pid_t child = fork();
    if (child == 0) {
        death.armed = true;
        death.countdown = n;
        WitnessReply reply = ask(d, request, 1000);
        death.armed = false;
        if (holds(d, request, &reply) && __real_write(pipes[1], "!", 1) != 1)
            _exit(1);
        _exit(0);
    }
    close(pipes[1]);
    waitpid(child, &state, 0);
    bool told = read(pipes[0], &answered, 1) == 1;
    close(pipes[0]);
    if (witness_home_checkpoint(d->arena, &d->home, hex, &note, NULL) == OK)
        MUST(checkpoint_verify(note, log, &c, err));
    /* proves P80 */
    CHECK(c.size == before || c.size == after, "the one or the other");
    CHECK(!told || c.size == after, "what was answered is remembered");
    return WIFEXITED(state);
}

static void test_deaths(Arena *arena, const Names *names, const char *folder)
{
    History h = history_of(arena, 30, 1), fork = history_of(arena, 30, 2);
    const VerifyKey *log = &names->log->key;
    long n = 1, remembered = 0;

    for (bool lived = false; !lived; n++) {
        Dice dice = { 5 };
        Desk d = desk_in(arena, folder, (char *)arena_printf(arena, "mortal-%ld", n).ptr, &dice);
        bool is_new;
        MUST(witness_home_trust(&d.home, log, &is_new, err));
        ask(&d, history_request(arena, &h, names->log, 0, 9), 900);
        lived = one_death(&d, history_request(arena, &h, names->log, 9, 20), log, 9, 20, n);

        /* Asked again after the restart: the size it saw, and then on from there; never another history. */
        WitnessReply reply = ask(&d, history_request(arena, &h, names->log, 9, 20), 1001);
        if (reply.answer == WITNESS_CONFLICT) {
            remembered++;
            CHECK_STR(reply.body, S("20\n"));
            Str same = history_request(arena, &h, names->log, 20, 20);
            reply = ask(&d, same, 1002);
            CHECK(holds(&d, same, &reply), "the same checkpoint again");
        }
        CHECK_INT(reply.answer, WITNESS_GOOD, "after the restart");
        CHECK_INT(ask(&d, history_request(arena, &fork, names->log, 20, 25), 1003).answer, WITNESS_INCONSISTENT, "a fork");
        CHECK_INT(ask(&d, history_request(arena, &fork, names->log, 9, 25), 1003).answer, WITNESS_CONFLICT, "a fork");
    }
    printf("%ld deaths of a witness, %ld of them after it had remembered and before it answered\n", n - 2, remembered - 1);
    CHECK(n > 6 && remembered > 1, "some died between remembering and answering");
}

/* ---- a case whose writer dies ---- */

typedef struct Mortal {
    const char *dir;
    Sealer      sealer;
    Str         policy, lines;      /* to be set; to be brought in */
} Mortal;

/* A child does one of the two and dies at the n-th call. True when it lived to the end. */
static bool die_writing(const Mortal *m, bool policy, long n)
{
    int state;
    pid_t child = fork();

    if (child == 0) {
        Case *c;
        Cosigned told;
        Error why;
        MUST(case_open(m->dir, CASE_WRITE, &m->sealer, &c, err));
        death.armed = true;
        death.countdown = n;
        Status status = policy ? case_policy_set(c, m->policy, SCRATCH_TIME, &why)
                               : case_cosignatures_add(c, m->lines, &told, &why);
        death.armed = false;
        _exit(status != OK);
    }
    waitpid(child, &state, 0);
    CHECK(!WIFEXITED(state) || WEXITSTATUS(state) == 0, "it works when it lives");
    return WIFEXITED(state);
}

static void print_wrong(void *context, const Finding *f)
{
    (void)context;
    if (f->kind == FINDING_ERROR)
        fprintf(stderr, "WRONG %s: %s\n", f->path, f->what);
}

static void check_case(const Mortal *m, const char *about)
{
    VerifyCounts n = { 0 };

    MUST(verify_case(m->dir, NULL, print_wrong, NULL, &n, err));
    CHECK_INT(n.errors, 0, about);
}

static void test_mortal_cases(Arena *arena, const Names *names, const char *folder)
{
    char *before = os_join(arena, str_of(folder), S("before")), *dir = os_join(arena, str_of(folder), S("mortal"));
    Dice dice = { 17 };
    Mortal m = { dir, { os_join(arena, str_of(folder), S("mortal-keys")), dice_random, &dice }, STR_NONE, STR_NONE };
    long deaths = 0;
    Checkpoint checkpoint;
    Policy policy;
    Str text;
    Case *c;

    MUST(case_create(before, &m.sealer, err));
    MUST(case_open(before, CASE_WRITE, &m.sealer, &c, err));
    scratch_add(arena, c, 1, NULL);
    MUST(log_commit(c, err));
    Str log = vkey_format(arena, case_key(c)), one = vkey_format(arena, &names->witness[0].key);
    m.policy = arena_printf(arena, "log " STR_FMT "\nwitness a " STR_FMT "\nquorum a\n", STR_ARG(log), STR_ARG(one));
    MUST(checkpoint_parse(log_checkpoint(c), &checkpoint, err));
    MUST(cosignature_sign(arena, names->witness[0].secret, &names->witness[0].key, &checkpoint, 9, &m.lines, err));
    case_close(c);
    for (int policies = 1; policies >= 0; policies--) {
        bool lived = false;
        for (long n = 1; !lived; n++) {
            Str copy = arena_printf(arena, "rm -rf '%s' && cp -a '%s' '%s'", dir, before, dir);
            CHECK_INT(system(copy.ptr), 0, copy);
            lived = die_writing(&m, policies, n);
            check_case(&m, "as it was left");
            MUST(case_open(dir, CASE_WRITE, &m.sealer, &c, err));
            MUST(case_policy_read(arena, c, &text, &policy, err));
            CHECK(!policies || str_eq(text, m.policy) == (log_size(c) == 3), "the policy is the one of the log");
            case_close(c);
            check_case(&m, "after the next writer");
            deaths += !lived;
        }
        MUST(case_open(before, CASE_WRITE, &m.sealer, &c, err));
        MUST(case_policy_set(c, m.policy, SCRATCH_TIME, err));
        case_close(c);
    }
    printf("%ld deaths of a case's writer\n", deaths);
    CHECK(deaths > 20, "deaths");
    MUST(case_open(dir, CASE_READ, NULL, &c, err));
    MUST(case_cosigned(arena, c, 2, &text, err));
    CHECK(str_ends(text, m.lines), "brought in at the end");
    case_close(c);
}

int main(int argc, char **argv)
{
    AUTO_ARENA arena = arena_create();
    char *folder = scratch_folder(arena);
    Dice dice = { 9 };
    Sealer sealer = { os_join(arena, str_of(folder), S("k")), dice_random, &dice };
    Party log = party_log(arena, &sealer, "dokaz/00"), other = party_log(arena, &sealer, "dokaz/11");
    Party witness[WITNESSES];
    const char *cases = argc > 1 ? argv[1] : "test/cases/witness";

    for (int i = 0; i < WITNESSES; i++)
        witness[i] = party_witness(arena, &sealer, (char *)arena_printf(arena, "w%d.example", i + 1).ptr);
    Names names = { arena, &log, witness, &other };
    cases_run(cases, S("policy"), 3, check_policy, &names);
    cases_run(cases, S("request"), 2, check_request, &names);
    test_judging(arena, &names);
    test_decisions(arena, &names);
    test_memory(arena, &names, folder);
    test_deaths(arena, &names, folder);
    test_mortal_cases(arena, &names, folder);
    for (int i = 0; i < WITNESSES; i++)
        key_destroy(witness[i].secret);
    key_destroy(log.secret);
    key_destroy(other.secret);
    scratch_remove(folder);
    return test_end();
}
