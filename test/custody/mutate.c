/* mutate.c -- many changed proofs, notes, requests, consistency files and policies: none is accepted that says
 * anything else than what was signed.
 *
 * What is accepted must say the same in all that it signs (a signature line twice, lines in another order); such ones
 * are counted apart. A policy cannot be forged by changing it, but it can be broken: a note that none of its witnesses
 * cosigned must not meet any change of it.
 *
 *     mutate COUNT [SEED]
 */
#include "check.h"
#include "custody/history.h"
#include "seal/case_witness.h"
#include "seal/consistency.h"
#include "seal/policy.h"
#include "seal/proof.h"

#define VARIANTS    3       /* good ones of each kind; pieces of one are put into another */
#define TEXT_MAX    8192
#define SIZE        40      /* leaves of the larger tree */

/* Random numbers for the changes: xorshift64*. */
static uint64_t next(uint64_t *state)
{
    *state ^= *state >> 12;
    *state ^= *state << 25;
    *state ^= *state >> 27;
    return *state * 0x2545F4914F6CDD1Dull;
}

typedef enum Said { REFUSED, SAME, OTHER } Said;

typedef struct World {
    Arena     *arena;
    Party      log, w1, w2, stranger;
    History    tree, fork;
    Str        entry[VARIANTS];         /* leaves that the proofs are of */
    uint64_t   index[VARIANTS];
    Policy     policy;
    Checkpoint note[VARIANTS];          /* what was signed */
    WitnessSeen seen;
} World;

/* Is this the text of one of the notes? */
static bool was_signed(const World *w, const Checkpoint *c)
{
    for (int i = 0; i < VARIANTS; i++)
        if (str_eq(w->note[i].text, c->text))
            return true;
    return false;
}

static Said judge_note(const World *w, Arena *arena, Str text, int variant)
{
    Checkpoint c;
    PolicyVerdict v;

    (void)arena, (void)variant;
    if (policy_verify(&w->policy, &w->log.key, text, &c, &v, NULL) != OK)
        return REFUSED;
    return was_signed(w, &c) ? SAME : OTHER;
}

static Said judge_proof(const World *w, Arena *arena, Str text, int variant)
{
    Proof proof;
    Checkpoint c;
    PolicyVerdict v;

    if (proof_parse(arena, text, &proof, NULL) != OK ||
        proof_verify(&proof, w->entry[variant], &w->log.key, &c, NULL) != OK ||
        policy_verify(&w->policy, &w->log.key, proof.checkpoint, &c, &v, NULL) != OK)
        return REFUSED;
    return proof.index == w->index[variant] && was_signed(w, &c) ? SAME : OTHER;
}

static Said judge_request(const World *w, Arena *arena, Str text, int variant)
{
    WitnessRequest r;

    (void)variant;
    if (witness_request_parse(arena, text, &r, NULL) != OK || witness_decide(&r, &w->log.key, &w->seen) != WITNESS_GOOD)
        return REFUSED;
    return was_signed(w, &r.checkpoint) ? SAME : OTHER;
}

static bool belongs(const History *h, const Checkpoint *c)
{
    Sha256 root = history_root(h, c->size);

    return memcmp(&root, &c->root, sizeof root) == 0;
}

/* True is: both of one history, or a fork between the tree and its fork. */
static Said judge_consistency(const World *w, Arena *arena, Str text, int variant)
{
    Consistency c;
    Checkpoint old, new;

    if (consistency_parse(arena, text, &c, NULL) != OK || consistency_verify(&c, &w->log.key, &old, &new, NULL) != OK)
        return REFUSED;
    (void)variant;
    bool apart = belongs(&w->tree, &old) && belongs(&w->fork, &new) && !belongs(&w->fork, &old);
    bool one = (belongs(&w->tree, &old) && belongs(&w->tree, &new)) || (belongs(&w->fork, &old) && belongs(&w->fork, &new));
    return c.fork ? (apart ? SAME : OTHER) : one ? SAME : OTHER;
}

/* The note of the last variant, which strangers alone cosigned. */
static Said judge_policy(const World *w, Arena *arena, Str text, int variant)
{
    Policy policy;
    Checkpoint c;
    PolicyVerdict v;
    Str note = history_note(arena, &w->tree, &w->log, SIZE);

    (void)variant;
    if (policy_parse(arena, text, &policy, NULL) != OK)
        return REFUSED;
    note = party_cosigned(arena, note, &w->stranger, 77);
    return policy_verify(&policy, &w->log.key, note, &c, &v, NULL) == OK ? OTHER : REFUSED;
}

typedef struct Kind {
    const char *name;
    Said      (*judge)(const World *w, Arena *arena, Str text, int variant);
    bool        good;           /* the unchanged ones are accepted */
    Str         text[VARIANTS];
    long        tried, refused, same;
} Kind;

/* Offset of the beginning of a random line. */
static size_t some_line(Str text, uint64_t *state)
{
    size_t at = text.len ? next(state) % text.len : 0;

    while (at > 0 && text.ptr[at - 1] != '\n')
        at--;
    return at;
}

static size_t line_end(Str text, size_t at)
{
    size_t end = str_find(text, S("\n"), at);

    return end == SIZE_MAX ? text.len : end + 1;
}

static void put(char *out, size_t *len, Str piece)
{
    if (*len + piece.len <= TEXT_MAX) {
        memcpy(out + *len, piece.ptr, piece.len);
        *len += piece.len;
    }
}

/* One change of bytes or of whole lines; `other` is another good text. */
static Str change(Arena *arena, Str text, Str other, uint64_t *state)
{
    static const char telling[] = "\n =+-09AZaz/|\xE2";
    char *out = arena_alloc(arena, TEXT_MAX + 1);
    size_t len = 0, at = text.len ? next(state) % text.len : 0, line = some_line(text, state), from;
    size_t end = line_end(text, line);

    switch (next(state) % 9) {
    case 0:         /* a bit */
        put(out, &len, text);
        out[at] = (char)(out[at] ^ 1 << next(state) % 8);
        break;
    case 1:         /* a byte */
        put(out, &len, text);
        out[at] = telling[next(state) % (sizeof telling - 1)];
        break;
    case 2:         /* a digit of a number or of base64, by another */
        put(out, &len, text);
        out[at] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"[next(state) % 64];
        break;
    case 3:         /* a piece left out */
        put(out, &len, str_slice(text, 0, at));
        put(out, &len, str_slice(text, at + 1 + next(state) % 40, text.len));
        break;
    case 4:         /* a line left out */
        put(out, &len, str_slice(text, 0, line));
        put(out, &len, str_slice(text, end, text.len));
        break;
    case 5:         /* a line twice */
        put(out, &len, str_slice(text, 0, end));
        put(out, &len, str_slice(text, line, text.len));
        break;
    case 6:         /* a line moved */
        from = some_line(text, state);
        put(out, &len, str_slice(text, 0, line));
        put(out, &len, str_slice(text, from, line_end(text, from)));
        put(out, &len, str_slice(text, end, text.len));
        break;
    case 7:         /* a line of another */
        from = some_line(other, state);
        put(out, &len, str_slice(text, 0, line));
        put(out, &len, str_slice(other, from, line_end(other, from)));
        put(out, &len, str_slice(text, end, text.len));
        break;
    default:        /* the beginning of one and the end of another */
        put(out, &len, str_slice(text, 0, line));
        put(out, &len, str_slice(other, some_line(other, state), other.len));
        break;
    }
    return (Str){ out, len };
}

static bool is_good(const Kind *kind, Str text)
{
    for (int i = 0; i < VARIANTS; i++)
        if (str_eq(kind->text[i], text))
            return true;
    return false;
}

static void mutate(const World *w, Kind *kind, uint64_t *state)
{
    AUTO_ARENA arena = arena_create();
    int variant = (int)(next(state) % VARIANTS);
    Str text = kind->text[variant];

    for (uint64_t n = 1 + next(state) % 3; n > 0; n--)
        text = change(arena, text, kind->text[next(state) % VARIANTS], state);
    if (kind->good && is_good(kind, text))
        return;
    Str exact = { memcpy(malloc(text.len + 1), text.ptr, text.len), text.len };     /* for AddressSanitizer */
    Said said = kind->judge(w, arena, exact, variant);
    kind->tried++;
    kind->refused += said == REFUSED;
    kind->same += said == SAME;
    /* proves P85 */
    if (said == OTHER)
        CHECK(false, arena_printf(arena, "accepted %s:\n" STR_FMT, kind->name, STR_ARG(text)));
    free((void *)(uintptr_t)exact.ptr);
}

static Str both(const World *w, Str note)
{
    return party_cosigned(w->arena, party_cosigned(w->arena, note, &w->w1, 50), &w->w2, 60);
}

static Str written_proof(World *w, uint64_t index, uint64_t size, Str note)
{
    AUTO_STRBUF out = { 0 };
    Proof proof = { .index = index, .checkpoint = note };

    MUST(merkle_prove_inclusion(w->arena, merkle_tree_source(&w->tree.tree), index, size, &proof.path, err));
    proof_write(&out, &proof);
    return arena_str(w->arena, strbuf_str(&out));
}

static Str written_consistency(World *w, const History *log, Str old, Str new)
{
    AUTO_STRBUF out = { 0 };
    Consistency c;

    MUST(consistency_make(w->arena, &w->log.key, merkle_tree_source(&log->tree), new, old, new, &c, err));
    consistency_write(&out, &c);
    return arena_str(w->arena, strbuf_str(&out));
}

/* The entry whose leaf the tree of history.h has at `index`. */
static Str entry_at(Arena *arena, uint64_t index)
{
    const uint64_t bytes[] = { index, index < 4 ? 0 : 1 };

    return arena_str(arena, (Str){ (const char *)bytes, sizeof bytes });
}

int main(int argc, char **argv)
{
    AUTO_ARENA arena = arena_create();
    char *folder = scratch_folder(arena);
    Dice dice = { 33 };
    Sealer sealer = { os_join(arena, str_of(folder), S("keys")), dice_random, &dice };
    long count = argc > 1 ? atol(argv[1]) : 10000;
    uint64_t state = (argc > 2 ? strtoull(argv[2], NULL, 10) : 1) * 2 + 1;
    static const uint64_t sizes[VARIANTS] = { 9, 23, SIZE };
    World w = { .arena = arena, .tree = history_of(arena, SIZE, 1), .fork = history_of(arena, SIZE, 2) };
    Str notes[VARIANTS], policy;

    w.log = party_log(arena, &sealer, "dokaz/00");
    w.w1 = party_witness(arena, &sealer, "w1.example");
    w.w2 = party_witness(arena, &sealer, "w2.example");
    w.stranger = party_witness(arena, &sealer, "w3.example");
    policy = arena_printf(arena, "log " STR_FMT "\nwitness w1 " STR_FMT "\nwitness w2 " STR_FMT
                          "\ngroup both all w1 w2\nquorum both\n", STR_ARG(vkey_format(arena, &w.log.key)),
                          STR_ARG(vkey_format(arena, &w.w1.key)), STR_ARG(vkey_format(arena, &w.w2.key)));
    MUST(policy_parse(arena, policy, &w.policy, err));
    w.seen = (WitnessSeen){ 9, history_root(&w.tree, 9) };
    Kind kinds[] = {
        { .name = "note", .judge = judge_note, .good = true },
        { .name = "proof", .judge = judge_proof, .good = true },
        { .name = "request", .judge = judge_request, .good = true },
        { .name = "consistency file", .judge = judge_consistency, .good = true },
        { .name = "policy", .judge = judge_policy },
    };
    for (int i = 0; i < VARIANTS; i++) {
        notes[i] = both(&w, history_note(arena, &w.tree, &w.log, sizes[i]));
        MUST(checkpoint_parse(notes[i], &w.note[i], err));
        w.index[i] = 3 + 2 * (uint64_t)i;
        w.entry[i] = entry_at(arena, w.index[i]);
        kinds[0].text[i] = notes[i];
        kinds[1].text[i] = written_proof(&w, w.index[i], sizes[i], notes[i]);
        kinds[2].text[i] = history_request(arena, &w.tree, &w.log, 9, sizes[i]);
        kinds[4].text[i] = policy;
    }
    kinds[3].text[0] = written_consistency(&w, &w.tree, notes[0], notes[1]);
    kinds[3].text[1] = written_consistency(&w, &w.tree, notes[1], notes[2]);
    kinds[3].text[2] = written_consistency(&w, &w.fork, notes[1], history_note(arena, &w.fork, &w.log, SIZE));

    long tried = 0;
    for (size_t k = 0; k < sizeof kinds / sizeof *kinds; k++) {
        Kind *kind = &kinds[k];
        for (int i = 0; i < VARIANTS; i++)
            CHECK_INT(kind->judge(&w, arena, kind->text[i], i), kind->good ? SAME : REFUSED, kind->name);
        for (long i = 0; i < count / 5; i++)
            mutate(&w, kind, &state);
        printf("%s: %ld changed, %ld refused, %ld spelt otherwise and saying the same, %ld accepted\n", kind->name, kind->tried,
               kind->refused, kind->same, kind->tried - kind->refused - kind->same);
        tried += kind->tried;
    }
    printf("%ld changed texts\n", tried);
    key_destroy(w.log.secret);
    key_destroy(w.w1.secret);
    key_destroy(w.w2.secret);
    key_destroy(w.stranger.secret);
    scratch_remove(folder);
    return test_end();
}
