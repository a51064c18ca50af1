/* ots.c -- see ots.h. The format has no written standard: it is what the reference implementation
 * (python-opentimestamps) reads and writes, and its limits are kept. */
#include "seal/ots.h"

#include "base/auto.h"
#include "base/vec.h"

#include <openssl/evp.h>

#define VERSION         1
#define PAYLOAD_MAX     8192
#define TAG_SIZE        8

enum { STEP_ATTESTATION = 0x00, STEP_FORK = 0xFF };
enum { OP_SHA256 = 0x08, OP_APPEND = 0xF0, OP_PREPEND = 0xF1, OP_REVERSE = 0xF2, OP_HEXLIFY = 0xF3 };

static const struct { uint8_t op; const char *name; size_t size; } hashes[] = {
    { 0x02, "SHA1", 20 },
    { 0x03, "RIPEMD160", 20 },
    { OP_SHA256, "SHA256", 32 },
    { 0x67, "KECCAK-256", 32 },         /* OpenSSL 3.2 and later */
};

static const struct { OtsKind kind; const char *name, *tag; } kinds[] = {
    { OTS_PENDING,  "pending",  "\x83\xdf\xe3\x0d\x2e\xf9\x0c\x8e" },
    { OTS_BITCOIN,  "bitcoin",  "\x05\x88\x96\x0d\x73\xd7\x19\x01" },
    { OTS_LITECOIN, "litecoin", "\x06\x86\x9a\x0d\x73\xd7\x1b\x45" },
    { OTS_ETHEREUM, "ethereum", "\x30\xfe\x80\x87\xb5\xc7\xea\xd7" },
};

const char *ots_kind_name(OtsKind kind)
{
    return kind < sizeof kinds / sizeof *kinds ? kinds[kind].name : "unknown";
}

typedef VEC(OtsAttestation) Attestations;

typedef struct Reader {
    Arena       *arena;
    Str          rest;
    size_t       ops;
    Attestations found;
    Error       *err;
} Reader;

static Status cut_off(const Reader *r)
{
    return fail(r->err, ERR_BAD_INPUT, "the proof is cut off");
}

static bool take(Str *rest, size_t count, Str *ret)
{
    if (count > rest->len)
        return false;
    *ret = str_slice(*rest, 0, count);
    *rest = str_slice(*rest, count, rest->len);
    return true;
}

/* Seven bits a byte, the lowest first; no longer than it must be. */
static bool take_number(Str *rest, uint64_t *ret)
{
    uint64_t n = 0;
    Str byte;

    for (unsigned shift = 0; shift < 64; shift += 7) {
        if (!take(rest, 1, &byte))
            return false;
        uint64_t b = (uint8_t)*byte.ptr;
        if (shift == 63 && b > 1)
            return false;
        n |= (b & 0x7F) << shift;
        if (b & 0x80)
            continue;
        if (b == 0 && shift > 0)
            return false;
        *ret = n;
        return true;
    }
    return false;
}

/* Bytes after their length. */
static bool take_bytes(Str *rest, size_t min, size_t max, Str *ret)
{
    uint64_t size;

    return take_number(rest, &size) && size >= min && size <= max && take(rest, (size_t)size, ret);
}

bool ots_calendar_is(Str s)
{
    for (size_t i = 0; i < s.len; i++) {
        char c = s.ptr[i];
        bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
        if (!letter && (c == '\0' || !strchr("-._/:", c)))
            return false;
    }
    return true;
}

static Status read_attestation(Reader *r, Str message, OtsAttestation *ret)
{
    OtsAttestation a = { .kind = OTS_UNKNOWN, .message = message };

    if (!take(&r->rest, TAG_SIZE, &a.tag) || !take_bytes(&r->rest, 0, PAYLOAD_MAX, &a.payload))
        return fail(r->err, ERR_BAD_INPUT, "an attestation is cut off or too long");
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
        if (memcmp(a.tag.ptr, kinds[i].tag, TAG_SIZE) == 0)
            a.kind = kinds[i].kind;
    Str rest = a.payload;
    bool good = a.kind == OTS_UNKNOWN ? true
              : a.kind == OTS_PENDING ? take_bytes(&rest, 0, OTS_CALENDAR_MAX, &a.calendar) && ots_calendar_is(a.calendar)
                                      : take_number(&rest, &a.height);
    if (!good || (a.kind != OTS_UNKNOWN && rest.len))
        return fail(r->err, ERR_BAD_INPUT, "an attestation (%s) is malformed", ots_kind_name(a.kind));
    vec_push(r->arena, &r->found, a);
    *ret = a;
    return OK;
}

/* ptr NULL when the hash is not to be had on this machine. */
static Str hash(Arena *arena, const char *name, size_t size, Str message)
{
    Str ret = { NULL, size };
    EVP_MD *md = message.ptr ? EVP_MD_fetch(NULL, name, NULL) : NULL;
    unsigned char *out = arena_raw(arena, EVP_MAX_MD_SIZE);
    unsigned len = 0;

    if (md && EVP_Digest(message.ptr, message.len, out, &len, md, NULL) == 1 && len == size)
        ret.ptr = (const char *)out;
    EVP_MD_free(md);
    return ret;
}

static Str joined(Arena *arena, Str a, Str b)
{
    Str ret = { NULL, a.len + b.len };

    if (a.ptr && b.ptr) {
        char *out = arena_raw(arena, ret.len + 1);
        memcpy(out, a.ptr, a.len);
        memcpy(out + a.len, b.ptr, b.len);
        ret.ptr = out;
    }
    return ret;
}

static Str reversed(Arena *arena, Str message)
{
    char *out = arena_raw(arena, message.len + 1);

    for (size_t i = 0; message.ptr && i < message.len; i++)
        out[i] = message.ptr[message.len - 1 - i];
    return (Str){ message.ptr ? out : NULL, message.len };
}

/* Apply an operation; what follows its tag is read from r. */
static Status apply(Reader *r, OtsStep *step, Str message, Str *ret)
{
    Str made = STR_NONE;

    if (++r->ops > OTS_OPS_MAX)
        return fail(r->err, ERR_BAD_INPUT, "the proof has more than %d operations", OTS_OPS_MAX);
    for (size_t i = 0; i < sizeof hashes / sizeof *hashes; i++)
        if (step->op == hashes[i].op)
            made = hash(r->arena, hashes[i].name, hashes[i].size, message);
    if (step->op == OP_APPEND || step->op == OP_PREPEND) {
        if (!take_bytes(&r->rest, 1, OTS_MESSAGE_MAX, &step->argument))
            return fail(r->err, ERR_BAD_INPUT, "what is to be appended or prepended is cut off, empty or too long");
        made = step->op == OP_APPEND ? joined(r->arena, message, step->argument)
                                     : joined(r->arena, step->argument, message);
    } else if (step->op == OP_REVERSE) {
        made = reversed(r->arena, message);
    } else if (step->op == OP_HEXLIFY) {
        made = message.ptr ? hex_encode(r->arena, message) : (Str){ NULL, 2 * message.len };
    } else if (made.len == 0) {
        return fail(r->err, ERR_BAD_INPUT, "operation %02x is unknown", step->op);
    }
    if (made.len > OTS_MESSAGE_MAX)
        return fail(r->err, ERR_BAD_INPUT, "a message grows over %d bytes", OTS_MESSAGE_MAX);
    *ret = made;
    return OK;
}

static Status read_node(Reader *r, Str message, unsigned depth, const OtsNode **ret);

static Status read_step(Reader *r, uint8_t tag, Str message, unsigned depth, OtsStep *ret)
{
    OtsStep step = { .op = tag };
    Str made;

    if (tag == STEP_ATTESTATION) {
        Status status = read_attestation(r, message, &step.attestation);
        *ret = step;
        return status;
    }
    Status status = apply(r, &step, message, &made);
    if (status == OK)
        status = read_node(r, made, depth + 1, &step.next);
    *ret = step;
    return status;
}

/* Each step but the last stands after the mark of a fork. */
static Status read_node(Reader *r, Str message, unsigned depth, const OtsNode **ret)
{
    VEC(OtsStep) steps = { 0 };
    bool more = true;
    Str tag;

    if (depth > OTS_DEPTH_MAX)
        return fail(r->err, ERR_BAD_INPUT, "the proof has more than %d operations one after another", OTS_DEPTH_MAX);
    while (more) {
        OtsStep step;
        if (!take(&r->rest, 1, &tag))
            return cut_off(r);
        more = (uint8_t)*tag.ptr == STEP_FORK;
        if (more && !take(&r->rest, 1, &tag))
            return cut_off(r);
        Status status = read_step(r, (uint8_t)*tag.ptr, message, depth, &step);
        if (status != OK)
            return status;
        vec_push(r->arena, &steps, step);
    }
    OtsNode *node = arena_new(r->arena, OtsNode);
    *node = (OtsNode){ steps.at, steps.count };
    *ret = node;
    return OK;
}

Status ots_parse(Arena *arena, Str file, OtsProof *ret, Error *err)
{
    Reader r = { .arena = arena, .rest = file, .err = err };
    OtsProof proof = { 0 };
    size_t size = 0;
    uint64_t version;
    Str tag;

    if (file.len > OTS_FILE_MAX)
        return fail(err, ERR_BAD_INPUT, "the proof is longer than %zu bytes", OTS_FILE_MAX);
    if (!str_starts(file, S(OTS_MAGIC)))
        return fail(err, ERR_BAD_INPUT, "it does not begin as an OpenTimestamps proof does");
    r.rest = str_slice(file, sizeof OTS_MAGIC - 1, file.len);
    if (!take_number(&r.rest, &version) || version != VERSION)
        return fail(err, ERR_BAD_INPUT, "the proof is of a version that is not known here");
    if (!take(&r.rest, 1, &tag))
        return cut_off(&r);
    proof.digest_op = (uint8_t)*tag.ptr;
    for (size_t i = 0; i < sizeof hashes / sizeof *hashes; i++)
        if (proof.digest_op == hashes[i].op)
            size = hashes[i].size;
    if (size == 0)
        return fail(err, ERR_BAD_INPUT, "the proof starts at a hash of unknown kind (%02x)", proof.digest_op);
    if (!take(&r.rest, size, &proof.digest))
        return cut_off(&r);
    Status status = read_node(&r, proof.digest, 0, &proof.start);
    if (status != OK)
        return status;
    if (r.rest.len)
        return fail(err, ERR_BAD_INPUT, "the proof goes on after its end");
    proof.attestations = r.found.at;
    proof.count = r.found.count;
    *ret = proof;
    return OK;
}

static void add_number(StrBuf *out, uint64_t n)
{
    for (; n > 0x7F; n >>= 7)
        strbuf_char(out, (char)(0x80 | (n & 0x7F)));
    strbuf_char(out, (char)n);
}

static void add_bytes(StrBuf *out, Str bytes)
{
    add_number(out, bytes.len);
    strbuf_add(out, bytes);
}

static void write_node(StrBuf *out, const OtsNode *node)
{
    for (size_t i = 0; i < node->count; i++) {
        const OtsStep *step = &node->steps[i];
        if (i + 1 < node->count)
            strbuf_char(out, (char)STEP_FORK);
        strbuf_char(out, (char)step->op);
        if (step->op == STEP_ATTESTATION) {
            strbuf_add(out, step->attestation.tag);
            add_bytes(out, step->attestation.payload);
            continue;
        }
        if (step->op == OP_APPEND || step->op == OP_PREPEND)
            add_bytes(out, step->argument);
        write_node(out, step->next);
    }
}

void ots_write(StrBuf *out, const OtsProof *proof)
{
    strbuf_add(out, S(OTS_MAGIC));
    add_number(out, VERSION);
    strbuf_char(out, (char)proof->digest_op);
    strbuf_add(out, proof->digest);
    write_node(out, proof->start);
}

void ots_pending(StrBuf *out, const Sha256 *digest, const uint8_t nonce[OTS_NONCE], Str calendar)
{
    AUTO_STRBUF payload = { 0 };
    OtsStep pending = { .op = STEP_ATTESTATION }, digested = { .op = OP_SHA256 }, hidden = { .op = OP_APPEND };
    OtsNode last = { &pending, 1 }, middle = { &digested, 1 }, first = { &hidden, 1 };
    OtsProof proof = { .digest_op = OP_SHA256, .digest = sha256_str(digest), .start = &first };

    add_bytes(&payload, calendar);
    pending.attestation.tag = (Str){ kinds[OTS_PENDING].tag, TAG_SIZE };
    pending.attestation.payload = strbuf_str(&payload);
    digested.next = &last;
    hidden.argument = (Str){ (const char *)nonce, OTS_NONCE };
    hidden.next = &middle;
    ots_write(out, &proof);
}
