/* policy.c -- see policy.h. A line is taken apart into words first; then each keyword has its reader. */
#include "seal/policy.h"

#include "base/vec.h"
#include "seal/cosignature.h"
#include "seal/strict.h"

#define WORDS_MAX       (POLICY_NODES_MAX + 3)
#define TYPE_ML_DSA_44  0x06
#define ML_DSA_44_SIZE  1312    /* bytes of a public key */

typedef struct Reader {
    Arena          *arena;
    VEC(VerifyKey)  logs;
    VEC(PolicyNode) nodes;
    uint32_t        quorum;
    bool            has_quorum;
    size_t          line;
    Str             word[WORDS_MAX];
    size_t          words;
} Reader;

static bool find_node(const Reader *r, Str name, uint32_t *ret)
{
    for (size_t i = 0; i < r->nodes.count; i++)
        if (str_eq(r->nodes.at[i].name, name)) {
            *ret = (uint32_t)i;
            return true;
        }
    return false;
}

static Status take_log(Reader *r, Error *err)
{
    VerifyKey key;
    Error inner = { 0 };

    if (r->words < 2 || r->words > 3)
        return fail(err, ERR_BAD_INPUT, "line %zu of the policy: it reads log VKEY [URL]", r->line);
    if (vkey_parse(r->word[1], &key, &inner) != OK)
        return fail(err, ERR_BAD_INPUT, "line %zu of the policy: %s", r->line, inner.text);
    for (size_t i = 0; i < r->logs.count; i++)
        if (memcmp(r->logs.at[i].public_key, key.public_key, sizeof key.public_key) == 0)
            return fail(err, ERR_BAD_INPUT, "line %zu of the policy: this log's key stands twice", r->line);
    if (r->logs.count == POLICY_LOGS_MAX)
        return fail(err, ERR_BAD_INPUT, "the policy has more than %d logs", POLICY_LOGS_MAX);
    vec_push(r->arena, &r->logs, key);
    return OK;
}

/* A witness key of ML-DSA-44: its form and id are checked, its cosignatures cannot be. */
static bool foreign_key(Arena *arena, Str text, Str *material)
{
    Str rest = text, name, id, bytes;
    uint8_t told[4];
    char *message;

    if (!str_cut(&rest, '+', &name) || !str_cut(&rest, '+', &id) || !hex_decode(id, told, sizeof told) ||
        !key_name_is(name) || rest.len != (1 + ML_DSA_44_SIZE + 2) / 3 * 4)
        return false;
    uint8_t *typed = arena_alloc(arena, 1 + ML_DSA_44_SIZE);
    if (!strict_base64(rest, typed, 1 + ML_DSA_44_SIZE) || typed[0] != TYPE_ML_DSA_44)
        return false;
    bytes = (Str){ (const char *)typed, 1 + ML_DSA_44_SIZE };
    message = arena_alloc(arena, name.len + 1 + bytes.len);
    memcpy(message, name.ptr, name.len);
    message[name.len] = '\n';
    memcpy(message + name.len + 1, bytes.ptr, bytes.len);
    Sha256 hash = sha256((Str){ message, name.len + 1 + bytes.len });
    *material = bytes;
    return memcmp(hash.byte, told, sizeof told) == 0;
}

static Status check_name(const Reader *r, Error *err)
{
    uint32_t other;

    if (str_eq(r->word[1], S("none")))
        return fail(err, ERR_BAD_INPUT, "line %zu of the policy: the name `none` is taken", r->line);
    if (find_node(r, r->word[1], &other))
        return fail(err, ERR_BAD_INPUT, "line %zu of the policy: its name is defined already", r->line);
    if (r->nodes.count == POLICY_NODES_MAX)
        return fail(err, ERR_BAD_INPUT, "the policy has more than %d witnesses and groups", POLICY_NODES_MAX);
    return OK;
}

static Status take_witness(Reader *r, Error *err)
{
    PolicyNode node = { .known = true };
    Error inner = { 0 };

    if (r->words < 3 || r->words > 4)
        return fail(err, ERR_BAD_INPUT, "line %zu of the policy: it reads witness NAME VKEY [URL]", r->line);
    Status status = check_name(r, err);
    if (status != OK)
        return status;
    node.name = r->word[1];
    if (cosigner_parse(r->word[2], &node.key, &inner) == OK) {
        node.material = arena_str(r->arena, (Str){ (const char *)node.key.public_key, KEY_PUBLIC_SIZE });
    } else {
        node.known = false;
        if (!foreign_key(r->arena, r->word[2], &node.material))
            return fail(err, ERR_BAD_INPUT, "line %zu of the policy: %s", r->line, inner.text);
    }
    for (size_t i = 0; i < r->nodes.count; i++)
        if (!r->nodes.at[i].group && str_eq(r->nodes.at[i].material, node.material))
            return fail(err, ERR_BAD_INPUT, "line %zu of the policy: this witness's key stands twice", r->line);
    vec_push(r->arena, &r->nodes, node);
    return OK;
}

static Status take_group(Reader *r, Error *err)
{
    PolicyNode node = { .group = true };
    uint64_t need;

    if (r->words < 4)
        return fail(err, ERR_BAD_INPUT, "line %zu of the policy: it reads group NAME all|any|K MEMBER...",
                    r->line);
    Status status = check_name(r, err);
    if (status != OK)
        return status;
    size_t count = r->words - 3;
    if (str_eq(r->word[2], S("all")))
        need = count;
    else if (str_eq(r->word[2], S("any")))
        need = 1;
    else if (!strict_u64(r->word[2], &need) || need < 1 || need > count)
        return fail(err, ERR_BAD_INPUT, "line %zu of the policy: all, any or a number from 1 to the %zu "
                    "members is wanted", r->line, count);
    uint32_t *member = arena_array(r->arena, uint32_t, count);
    for (size_t i = 0; i < count; i++) {
        if (!find_node(r, r->word[3 + i], &member[i]))
            return fail(err, ERR_BAD_INPUT, "line %zu of the policy: a member is not defined above", r->line);
        PolicyNode *m = &r->nodes.at[member[i]];
        if (m->taken)
            return fail(err, ERR_BAD_INPUT, "line %zu of the policy: a member is in a group already", r->line);
        m->taken = true;
    }
    node.name = r->word[1];
    node.need = (uint32_t)need;
    node.member = member;
    node.count = (uint32_t)count;
    vec_push(r->arena, &r->nodes, node);
    return OK;
}

static Status take_quorum(Reader *r, Error *err)
{
    if (r->words != 2)
        return fail(err, ERR_BAD_INPUT, "line %zu of the policy: it reads quorum NAME|none", r->line);
    if (r->has_quorum)
        return fail(err, ERR_BAD_INPUT, "line %zu of the policy: there is a quorum already", r->line);
    r->has_quorum = true;
    r->quorum = POLICY_NONE;
    if (!str_eq(r->word[1], S("none")) && !find_node(r, r->word[1], &r->quorum))
        return fail(err, ERR_BAD_INPUT, "line %zu of the policy: the quorum is not defined above", r->line);
    return OK;
}

/* The words of a line; false when there are too many. A comment has none. */
static bool cut_words(Reader *r, Str line)
{
    r->words = 0;
    for (size_t at = 0; at < line.len; ) {
        size_t start = at;
        while (at < line.len && line.ptr[at] != ' ' && line.ptr[at] != '\t')
            at++;
        if (at > start) {
            if (r->words == 0 && line.ptr[start] == '#')
                return true;
            if (r->words == WORDS_MAX)
                return false;
            r->word[r->words++] = str_slice(line, start, at);
        } else {
            at++;
        }
    }
    return true;
}

static Status take_line(Reader *r, Str line, Error *err)
{
    static const struct { const char *keyword; Status (*take)(Reader *, Error *); } keywords[] = {
        { "log", take_log }, { "witness", take_witness }, { "group", take_group }, { "quorum", take_quorum },
    };

    for (size_t i = 0; i < line.len; i++) {
        unsigned char c = (unsigned char)line.ptr[i];
        if ((c < 0x20 && c != '\t') || c == 0x7F)
            return fail(err, ERR_BAD_INPUT, "line %zu of the policy holds a control character", r->line);
    }
    if (!cut_words(r, line))
        return fail(err, ERR_BAD_INPUT, "line %zu of the policy has more than %d words", r->line, WORDS_MAX);
    if (r->words == 0)
        return OK;
    for (size_t i = 0; i < sizeof keywords / sizeof *keywords; i++)
        if (str_eq(r->word[0], str_of(keywords[i].keyword)))
            return keywords[i].take(r, err);
    return fail(err, ERR_BAD_INPUT, "line %zu of the policy starts with none of log, witness, group, quorum",
                r->line);
}

Status policy_parse(Arena *arena, Str text, Policy *ret, Error *err)
{
    Reader *r = arena_new(arena, Reader);
    Str line;

    if (text.len > POLICY_MAX)
        return fail(err, ERR_BAD_INPUT, "the policy is longer than %d bytes", POLICY_MAX);
    r->arena = arena;
    for (Str rest = arena_str(arena, text); rest.len; ) {
        r->line++;
        if (!strict_line(&rest, &line))
            return fail(err, ERR_BAD_INPUT, "the policy's last line is cut off");
        Status status = take_line(r, line, err);
        if (status != OK)
            return status;
    }
    if (!r->has_quorum)
        return fail(err, ERR_BAD_INPUT, "the policy has no line quorum NAME|none");
    *ret = (Policy){ r->logs.at, r->logs.count, r->nodes.at, r->nodes.count, r->quorum };
    return OK;
}

Status policy_judge(const Policy *policy, const Checkpoint *checkpoint, PolicyVerdict *ret, Error *err)
{
    PolicyVerdict v = { .holds = policy->quorum == POLICY_NONE };
    bool met[POLICY_NODES_MAX] = { false };

    for (size_t i = 0; i < policy->node_count; i++) {
        const PolicyNode *n = &policy->nodes[i];
        uint32_t have = 0;
        if (!n->group) {
            CosignatureState state = n->known ? cosignature_check(checkpoint, &n->key, &v.time[i])
                                              : COSIGNATURE_NONE;
            if (state == COSIGNATURE_BAD)
                return fail(err, ERR_CHECK, "the cosignature by the witness %s is wrong", n->key.name);
            met[i] = state == COSIGNATURE_GOOD;
            v.cosigned += met[i];
            continue;
        }
        for (uint32_t k = 0; k < n->count; k++)
            have += met[n->member[k]];
        met[i] = have >= n->need;
    }
    if (policy->quorum != POLICY_NONE)
        v.holds = met[policy->quorum];
    *ret = v;
    return OK;
}

/* The policy's log that the note names, or `only`. */
static Status find_log(const Policy *policy, const VerifyKey *only, Str origin, const VerifyKey **ret,
                       Error *err)
{
    for (size_t i = 0; i < policy->log_count; i++) {
        const VerifyKey *log = &policy->logs[i];
        bool same = !only || memcmp(log->public_key, only->public_key, sizeof log->public_key) == 0;
        if (same && str_eq(str_of(log->name), only ? str_of(only->name) : origin)) {
            *ret = log;
            return OK;
        }
    }
    if (policy->log_count == 0 && only) {
        *ret = only;
        return OK;
    }
    return fail(err, ERR_CHECK, only ? "the policy does not name the log of this key"
                                     : "the policy does not name the checkpoint's log");
}

Status policy_verify(const Policy *policy, const VerifyKey *key, Str note, Checkpoint *checkpoint,
                     PolicyVerdict *ret, Error *err)
{
    const VerifyKey *log = NULL;
    Checkpoint c;
    PolicyVerdict v;
    Status status = checkpoint_parse(note, &c, err);

    if (status == OK)
        status = find_log(policy, key, c.origin, &log, err);
    if (status == OK)
        status = checkpoint_verify(note, log, &c, err);
    if (status == OK)
        status = policy_judge(policy, &c, &v, err);
    if (status != OK)
        return status;
    if (!v.holds)
        return fail(err, ERR_CHECK, "the policy's quorum is not met: %zu of its witnesses cosigned the "
                    "checkpoint of %llu entries", v.cosigned, (unsigned long long)c.size);
    *checkpoint = c;
    *ret = v;
    return OK;
}
