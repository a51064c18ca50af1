/* stamps_import.c -- what authorities and calendars gave back: matched by imprint, kept, sealed.
 *
 * First everything is read and judged, then written, then sealed: bad input changes nothing, and a
 * program killed in between leaves files that no record names, which the same import seals. */
#include "seal/stamps.h"

#include "base/auto.h"
#include "base/os.h"
#include "base/time.h"
#include "base/vec.h"
#include "seal/inside.h"
#include "seal/stamps_inside.h"
#include "seal/strict.h"

/* A file to be kept. */
typedef struct Keep {
    StampTaken taken;
    Str        bytes;
    Sha256     digest;
    bool       there;           /* the file is, sealed or not */
    Sha256     certificate;     /* of a token: what signed it */
} Keep;

typedef struct Import {
    Arena        *arena;
    Case         *c;
    Stamps        stamps;       /* before */
    Certs        *certs;        /* chain: of the case and of what is handed over */
    VEC(uint64_t) sizes;        /* of all checkpoints, the newest first */
    VEC(Keep)     keep;
} Import;

static Status take_size(void *context, const FoundFile *file, Error *err)
{
    Import *in = context;
    uint64_t size;

    (void)err;
    if (strict_u64(file->relative, &size) && size <= log_size(in->c))
        vec_push(in->arena, &in->sizes, size);
    return OK;
}

static void pass_over(void *context, const char *path, const char *why)
{
    (void)context, (void)path, (void)why;
}

static int newest_first(const void *a, const void *b)
{
    uint64_t x = *(const uint64_t *)a, y = *(const uint64_t *)b;

    return x > y ? -1 : x < y;
}

static Status find_sizes(Import *in, Error *err)
{
    Status status = os_walk(in->arena, case_path(in->arena, in->c, "checkpoints"), take_size, pass_over, in, err);

    if (status == OK && in->sizes.count)
        qsort(in->sizes.at, in->sizes.count, sizeof *in->sizes.at, newest_first);
    return status;
}

/* Which checkpoint are these bytes about? A token must also answer the request of that checkpoint. */
static Status match(Import *in, StampKind kind, Str bytes, uint64_t *size, Error *err)
{
    Error why = { 0 };

    for (size_t i = 0; i < in->sizes.count; i++) {
        ArenaMark mark = arena_mark(in->arena);
        Str text;
        Status status = stamps_text(in->arena, in->c, in->sizes.at[i], &text, err);
        if (status != OK)
            return status;
        Status about = stamp_about(kind, bytes, text, STR_NONE, NULL);
        if (about == OK)
            about = stamp_about(kind, bytes, text, stamps_nonce(in->arena, &in->stamps, in->sizes.at[i]), &why);
        arena_rewind(in->arena, mark);
        if (about == OK) {
            *size = in->sizes.at[i];
            return OK;
        }
        if (why.status != OK)
            return fail(err, why.status, "%s", why.text);
    }
    return fail(err, ERR_CHECK, "the %s is about no checkpoint of this case", stamp_kind_name(kind));
}

/* Give the file its name: that of the same bytes when they are there, else the next free number. */
static void name_file(Import *in, Keep *k)
{
    StampName *is = &k->taken.is;
    uint64_t last = 0;

    k->digest = sha256(k->bytes);
    if (is->kind == STAMP_CERTIFICATE || is->kind == STAMP_LIST)
        is->hash = k->digest;
    for (size_t i = 0; i < in->stamps.count; i++) {
        const StampFile *f = &in->stamps.files[i];
        if (f->is.kind != is->kind || f->is.size != is->size)
            continue;
        last = f->is.number > last ? f->is.number : last;
        if (memcmp(f->digest.byte, k->digest.byte, SHA256_SIZE) == 0) {
            k->there = true;
            k->taken.known = f->sealed != STAMP_UNSEALED;
            is->number = f->is.number;
        }
    }
    for (size_t i = 0; i < in->keep.count; i++) {
        const Keep *other = &in->keep.at[i];
        if (other->taken.is.kind != is->kind || other->taken.is.size != is->size)
            continue;
        last = other->taken.is.number > last ? other->taken.is.number : last;
        if (memcmp(other->digest.byte, k->digest.byte, SHA256_SIZE) == 0) {
            k->there = k->taken.known = true;
            is->number = other->taken.is.number;
        }
    }
    if (!k->there)
        is->number = last + 1;          /* of certificates and lists it is in no name */
    k->taken.name = str_of(stamp_name(in->arena, is));
}

static void keep(Import *in, Keep k)
{
    name_file(in, &k);
    vec_push(in->arena, &in->keep, k);
}

static Status take_token(Import *in, Str bytes, Error *err)
{
    AUTO(auto_token) Token *token = NULL;
    Keep k = { .taken = { .is = { .kind = STAMP_TOKEN } }, .bytes = bytes };
    TokenResult result;
    Status status = token_parse(bytes, &token, err);

    if (status == OK)
        status = match(in, STAMP_TOKEN, bytes, &k.taken.is.size, err);
    if (status == OK)
        status = token_signed_by(token, in->certs, &k.certificate, err);
    if (status != OK)
        return status;
    k.taken.not_after = token_facts(token).not_after;
    if (certs_trusted(in->certs) &&
        token_verify(in->arena, token, in->certs, token_facts(token).time, &result, NULL) == OK)
        k.taken.signer = result.signer;
    keep(in, k);
    return OK;
}

static Status take_proof(Import *in, Str bytes, Error *err)
{
    Keep k = { .taken = { .is = { .kind = STAMP_PROOF } }, .bytes = bytes };
    Status status = ots_parse(in->arena, bytes, &k.taken.proof, err);

    if (status == OK)
        status = match(in, STAMP_PROOF, bytes, &k.taken.is.size, err);
    if (status == OK)
        keep(in, k);
    return status;
}

/* Certificates first, whatever the order of the files: tokens are judged with them. */
static Status take_certificates(Import *in, const StampGiven *given, size_t count, Error *err)
{
    for (size_t i = 0; i < count; i++) {
        CertPiece *pieces;
        size_t n;
        Request request;
        Error why = { 0 };
        if (str_starts(given[i].bytes, S(OTS_MAGIC)) || token_is(given[i].bytes))
            continue;
        if (request_parse(in->arena, given[i].bytes, &request, NULL) == OK)
            return fail(err, ERR_BAD_INPUT, "%s is a request: send it to an authority, and give here what comes back",
                        given[i].path);
        Status status = certs_split(in->arena, given[i].bytes, &pieces, &n, &why);
        if (status != OK)
            return fail(err, status, "%s: no reply of an authority, no proof of OpenTimestamps, and %s", given[i].path,
                        why.text);
        for (size_t k = 0; status == OK && k < n; k++) {
            StampKind kind = pieces[k].kind == CERT_CERTIFICATE ? STAMP_CERTIFICATE : STAMP_LIST;
            keep(in, (Keep){ .taken = { .is = { .kind = kind } }, .bytes = pieces[k].pem });
        }
        status = certs_add(in->certs, CERT_CHAIN, given[i].bytes, err);
        if (status != OK)
            return status;
    }
    return OK;
}

static Status take_stamps(Import *in, const StampGiven *given, size_t count, Error *err)
{
    for (size_t i = 0; i < count; i++) {
        Error why = { 0 };
        Status status = OK;
        if (str_starts(given[i].bytes, S(OTS_MAGIC)))
            status = take_proof(in, given[i].bytes, &why);
        else if (token_is(given[i].bytes))
            status = take_token(in, given[i].bytes, &why);
        if (status != OK)
            return fail(err, status, "%s: %s", given[i].path, why.text);
    }
    return OK;
}

static void record_token(StrBuf *record, const Keep *k)
{
    char when[21];

    time_format(k->taken.not_after, when);
    record_add(record, "time", str_of(when));
    record_add_hex(record, "certificate", &k->certificate);
    if (k->taken.signer.ptr)
        record_add(record, "signer", k->taken.signer);
}

static void record_proof(Arena *arena, StrBuf *record, const OtsProof *proof)
{
    for (size_t i = 0; i < proof->count; i++) {
        const OtsAttestation *a = &proof->attestations[i];
        const char *name = ots_kind_name(a->kind);
        record_add(record, "attestation",
                   a->kind == OTS_PENDING ? arena_printf(arena, "%s " STR_FMT, name, STR_ARG(a->calendar))
                   : a->kind == OTS_UNKNOWN ? str_of(name)
                                            : arena_printf(arena, "%s %llu", name, (unsigned long long)a->height));
    }
}

static Status seal_one(Import *in, const Keep *k, int64_t now, Error *err)
{
    AUTO_STRBUF record = { 0 };
    uint64_t index;
    StampKind kind = k->taken.is.kind;

    record_add(&record, "kind", str_of(stamp_kind_name(kind)));
    stamp_record_file(&record, k->taken.name, &k->digest);
    if (kind == STAMP_TOKEN || kind == STAMP_PROOF)
        record_add_i64(&record, "size", (int64_t)k->taken.is.size);
    if (kind == STAMP_TOKEN)
        record_token(&record, k);
    if (kind == STAMP_PROOF)
        record_proof(in->arena, &record, &k->taken.proof);
    return log_seal(in->c, ENTRY_STAMP, now, strbuf_str(&record), &index, err);
}

static Status write_all(Import *in, int64_t now, Error *err)
{
    Status status = OK;

    for (size_t i = 0; status == OK && i < in->keep.count; i++) {
        const Keep *k = &in->keep.at[i];
        if (!k->there)
            status = stamp_write(in->c, k->taken.name.ptr, k->bytes, err);
        if (status == OK && !k->taken.known)
            status = seal_one(in, k, now, err);
    }
    return status == OK ? log_commit(in->c, err) : status;
}

Status stamps_import(Arena *arena, Case *c, int64_t now, const StampGiven *given, size_t count, Certs *certs,
                     StampTaken **ret, size_t *taken, Error *err)
{
    Import in = { .arena = arena, .c = c, .certs = certs };
    Status status = stamps_load(arena, c, &in.stamps, err);

    if (status == OK)
        status = stamps_certs(&in.stamps, certs, err);
    if (status == OK)
        status = find_sizes(&in, err);
    if (status == OK)
        status = take_certificates(&in, given, count, err);
    if (status == OK)
        status = take_stamps(&in, given, count, err);
    if (status == OK)
        status = write_all(&in, now, err);
    if (status != OK)
        return status;
    StampTaken *out = arena_array(arena, StampTaken, in.keep.count + 1);
    for (size_t i = 0; i < in.keep.count; i++)
        out[i] = in.keep.at[i].taken;
    *ret = out;
    *taken = in.keep.count;
    return OK;
}
