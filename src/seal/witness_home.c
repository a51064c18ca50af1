/* witness_home.c -- see witness_home.h. The stored checkpoint is the state: it is signed by the log and by the
 * witness, so that a damaged one is noticed and nothing is signed on top of it. */
#include "seal/witness_home.h"

#include "base/auto.h"
#include "base/os.h"
#include "seal/cosignature.h"
#include "seal/strict.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <sys/file.h>

#define KEY_NAME    "witness"
#define NAME_PREFIX "dokaz-witness/"
#define NAME_RANDOM 16
#define VKEY_MAX    4096

static char *home_path(Arena *arena, const WitnessHome *home, const char *name)
{
    return os_join(arena, str_of(home->dir), str_of(name));
}

/* "<home>/logs/<64 hex>/<name>" */
static char *log_path(Arena *arena, const WitnessHome *home, Str hash, const char *name)
{
    return (char *)arena_printf(arena, "%s/logs/" STR_FMT "/%s", home->dir, STR_ARG(hash), name).ptr;
}

static Str origin_hash(Arena *arena, Str origin)
{
    Sha256 hash = sha256(origin);

    return hex_encode(arena, sha256_str(&hash));
}

static Status read_vkey(Arena *arena, const char *path, Status (*parse)(Str, VerifyKey *, Error *),
                        VerifyKey *ret, Error *err)
{
    Str text, line;
    Error inner = { 0 };
    Status status = os_read_file(arena, path, VKEY_MAX, &text, err);

    if (status != OK)
        return status;
    if (!strict_line(&text, &line) || text.len)
        return fail(err, ERR_CHECK, "%s is damaged: it must be one line", path);
    status = parse(line, ret, &inner);
    return status == OK ? OK : fail(err, ERR_CHECK, "%s is damaged: %s", path, inner.text);
}

static void close_lock(int *fd)
{
    if (*fd >= 0)
        close(*fd);
}

/* Waits for its turn; the lock goes with the descriptor. */
static Status take_turn(Arena *arena, const WitnessHome *home, int *ret, Error *err)
{
    char *path = home_path(arena, home, "lock");
    Status status = os_make_dirs(home->dir, 0700, err);

    if (status != OK)
        return status;
    int fd = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    while (fd >= 0 && flock(fd, LOCK_EX) < 0)
        if (errno != EINTR) {
            close(fd);
            fd = -1;
        }
    if (fd < 0)
        return fail(err, ERR_IO, "cannot lock %s: %s", path, strerror(errno));
    *ret = fd;
    return OK;
}

/* The secret key that belongs to the stored vkey. */
static Status load_secret(const WitnessHome *home, const VerifyKey *key, SecretKey **ret, Error *err)
{
    uint8_t public_key[KEY_PUBLIC_SIZE];
    SecretKey *secret;
    Status status = key_load(&home->sealer, KEY_NAME, &secret, err);

    if (status != OK)
        return status;
    key_public(secret, public_key);
    if (memcmp(public_key, key->public_key, sizeof public_key) != 0) {
        key_destroy(secret);
        return fail(err, ERR_REFUSED, "%s/" KEY_NAME ".pem is not the key of the witness %s", home->sealer.keys,
                    key->name);
    }
    *ret = secret;
    return OK;
}

static Status make_key(Arena *arena, const WitnessHome *home, Str name, VerifyKey *ret, Error *err)
{
    AUTO(auto_key) SecretKey *secret = NULL;
    uint8_t number[NAME_RANDOM], public_key[KEY_PUBLIC_SIZE];

    if (name.ptr == NULL) {
        home->sealer.random(home->sealer.context, number, sizeof number);
        Str hex = hex_encode(arena, (Str){ (const char *)number, sizeof number });
        name = arena_printf(arena, NAME_PREFIX STR_FMT, STR_ARG(hex));
    }
    if (name.len > WITNESS_NAME_MAX)
        return fail(err, ERR_BAD_INPUT, "a witness's name has %d bytes at most", WITNESS_NAME_MAX);
    if (!key_name_is(name))
        return fail(err, ERR_BAD_INPUT, "a witness's name has no spaces and no plus sign");
    Status status = key_load_or_make(&home->sealer, KEY_NAME, &secret, err);
    if (status != OK)
        return status;
    key_public(secret, public_key);
    status = cosigner_make(name, public_key, ret, err);
    if (status != OK)
        return status;
    Str line = vkey_format(arena, ret);
    return os_write_file(home_path(arena, home, "vkey"), arena_printf(arena, STR_FMT "\n", STR_ARG(line)), 0600,
                         DURABLE, err);
}

Status witness_home_key(const WitnessHome *home, Str name, VerifyKey *ret, Error *err)
{
    AUTO_ARENA arena = arena_create();
    AUTO(close_lock) int lock = -1;
    AUTO(auto_key) SecretKey *secret = NULL;
    VerifyKey key;
    Status status = take_turn(arena, home, &lock, err);

    if (status == OK)
        status = read_vkey(arena, home_path(arena, home, "vkey"), cosigner_parse, &key, err);
    if (status == ERR_NOT_FOUND)
        return make_key(arena, home, name, ret, err);
    if (status == OK)
        status = load_secret(home, &key, &secret, err);
    if (status == OK && name.ptr && !str_eq(name, str_of(key.name)))
        status = fail(err, ERR_REFUSED, "this machine's witness is called %s already", key.name);
    if (status == OK)
        *ret = key;
    return status;
}

Status witness_home_trust(const WitnessHome *home, const VerifyKey *log, bool *is_new, Error *err)
{
    AUTO_ARENA arena = arena_create();
    AUTO(close_lock) int lock = -1;
    Str hash = origin_hash(arena, str_of(log->name)), line = vkey_format(arena, log);
    char *path = log_path(arena, home, hash, "vkey"), *folder = log_path(arena, home, hash, "");
    VerifyKey known;
    Status status = take_turn(arena, home, &lock, err);

    if (status == OK)
        status = read_vkey(arena, path, vkey_parse, &known, err);
    if (status == OK) {
        *is_new = false;
        return memcmp(known.public_key, log->public_key, sizeof known.public_key) == 0 ? OK
            : fail(err, ERR_REFUSED, "the log %s is followed with another key: two keys under one name are no "
                   "mistake to be passed over", log->name);
    }
    if (status != ERR_NOT_FOUND)
        return status;
    folder[strlen(folder) - 1] = '\0';
    status = os_make_dirs(folder, 0700, err);
    if (status == OK)
        status = os_write_file(path, arena_printf(arena, STR_FMT "\n", STR_ARG(line)), 0600, DURABLE, err);
    if (status == OK)
        status = os_sync_dir(home_path(arena, home, "logs"), err);
    if (status == OK)
        *is_new = true;
    return status;
}

/* What was cosigned last, and when; zeros when nothing was. */
typedef struct State {
    Str         note;
    WitnessSeen seen;
    int64_t     time;
} State;

static Status read_state(Arena *arena, const WitnessHome *home, Str hash, const VerifyKey *log,
                         const VerifyKey *own, State *ret, Error *err)
{
    State s = { 0 };
    Checkpoint c;
    Error inner = { 0 };
    char *path = log_path(arena, home, hash, "checkpoint");
    Status status = os_read_file(arena, path, CHECKPOINT_MAX, &s.note, err);

    if (status == ERR_NOT_FOUND) {
        *ret = s;
        return OK;
    }
    if (status != OK)
        return status;
    status = checkpoint_verify(s.note, log, &c, &inner);
    if (status == OK && cosignature_check(&c, own, &s.time) != COSIGNATURE_GOOD)
        status = fail(&inner, ERR_CHECK, "it has no good cosignature of this witness");
    if (status != OK)
        return fail(err, ERR_CHECK, "%s is damaged: %s; nothing of this log is cosigned until it is put right",
                    path, inner.text);
    s.seen = (WitnessSeen){ c.size, c.root };
    *ret = s;
    return OK;
}

/* Text, the log's own lines, and the cosignature: what is remembered and shown to monitors. */
static Str remembered(Arena *arena, const Checkpoint *c, const VerifyKey *log, Str cosignature)
{
    AUTO_STRBUF note = { 0 };
    NoteLine line;

    strbuf_add(&note, c->text);
    strbuf_char(&note, '\n');
    for (Str rest = c->signatures; note_line(&rest, &line); )
        if (note_line_by(&line, log))
            strbuf_add(&note, line.whole);
    strbuf_add(&note, cosignature);
    return arena_str(arena, strbuf_str(&note));
}

static Status cosign(Arena *arena, const WitnessHome *home, const WitnessRequest *request, const VerifyKey *log,
                     const VerifyKey *own, Str hash, int64_t now, Str *ret, Error *err)
{
    AUTO(auto_key) SecretKey *secret = NULL;
    Str line;
    Status status = load_secret(home, own, &secret, err);

    if (status == OK)
        status = cosignature_sign(arena, secret, own, &request->checkpoint, now, &line, err);
    if (status == OK)
        status = os_write_file(log_path(arena, home, hash, "checkpoint"),
                               remembered(arena, &request->checkpoint, log, line), 0600, DURABLE, err);
    if (status == OK)
        *ret = line;
    return status;
}

/* The request's log, its state and the decision, under the lock. */
static Status answer_locked(Arena *arena, const WitnessHome *home, const WitnessRequest *request, int64_t now,
                            WitnessReply *ret, Error *err)
{
    Str hash = origin_hash(arena, request->checkpoint.origin);
    VerifyKey own, log;
    State state = { 0 };
    Status status = read_vkey(arena, home_path(arena, home, "vkey"), cosigner_parse, &own, err);

    if (status == ERR_NOT_FOUND)
        return fail(err, ERR_REFUSED, "this machine has no witness key: `dokaz witness key` makes one");
    if (status != OK)
        return status;
    status = read_vkey(arena, log_path(arena, home, hash, "vkey"), vkey_parse, &log, err);
    if (status != OK && status != ERR_NOT_FOUND)
        return status;
    bool known = status == OK && str_eq(str_of(log.name), request->checkpoint.origin);
    if (known) {
        status = read_state(arena, home, hash, &log, &own, &state, err);
        if (status != OK)
            return status;
    }
    WitnessReply reply = { .answer = witness_decide(request, known ? &log : NULL, &state.seen), .body = S("") };
    if (reply.answer == WITNESS_CONFLICT)
        reply.body = arena_printf(arena, "%llu\n", (unsigned long long)state.seen.size);
    if (reply.answer == WITNESS_GOOD && now < state.time)
        return fail(err, ERR_REFUSED, "the clock of this machine stands before the last cosignature of this log: "
                    "set it first");
    if (reply.answer == WITNESS_GOOD)
        status = cosign(arena, home, request, &log, &own, hash, now, &reply.body, err);
    else
        status = OK;
    if (status == OK)
        *ret = reply;
    return status;
}

Status witness_home_answer(Arena *arena, const WitnessHome *home, Str text, int64_t now, WitnessReply *ret,
                           Error *err)
{
    AUTO(close_lock) int lock = -1;
    WitnessRequest request;

    if (witness_request_parse(arena, text, &request, NULL) != OK) {
        *ret = (WitnessReply){ WITNESS_MALFORMED, S("") };
        return OK;
    }
    Status status = take_turn(arena, home, &lock, err);
    return status == OK ? answer_locked(arena, home, &request, now, ret, err) : status;
}

Status witness_home_checkpoint(Arena *arena, const WitnessHome *home, Str hash, Str *ret, Error *err)
{
    uint8_t bytes[SHA256_SIZE];

    if (!hex_decode(hash, bytes, sizeof bytes))
        return fail(err, ERR_NOT_FOUND, "no hash of an origin");
    return os_read_file(arena, log_path(arena, home, hash, "checkpoint"), CHECKPOINT_MAX, ret, err);
}

static int by_name(const struct dirent **a, const struct dirent **b)
{
    return strcmp((*a)->d_name, (*b)->d_name);
}

Status witness_home_logs(const WitnessHome *home,
                         void (*each)(void *context, const VerifyKey *log, const WitnessSeen *seen),
                         void *context, Error *err)
{
    AUTO_ARENA arena = arena_create();
    struct dirent **names = NULL;
    VerifyKey own, log;
    Status status = read_vkey(arena, home_path(arena, home, "vkey"), cosigner_parse, &own, err);
    int count = status == OK ? scandir(home_path(arena, home, "logs"), &names, NULL, by_name) : 0;

    for (int i = 0; i < count; i++) {
        State state = { 0 };
        Str hash = str_of(names[i]->d_name);
        uint8_t bytes[SHA256_SIZE];
        if (status == OK && hex_decode(hash, bytes, sizeof bytes)) {
            status = read_vkey(arena, log_path(arena, home, hash, "vkey"), vkey_parse, &log, err);
            if (status == OK)
                status = read_state(arena, home, hash, &log, &own, &state, err);
            if (status == OK)
                each(context, &log, &state.seen);
        }
        free(names[i]);
    }
    free(names);
    return status;
}
