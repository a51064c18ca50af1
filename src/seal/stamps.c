/* stamps.c -- see stamps.h: names, what is there, requests, renewal. */
#include "seal/stamps.h"

#include "base/auto.h"
#include "base/os.h"
#include "base/vec.h"
#include "seal/checkpoint.h"
#include "seal/inside.h"
#include "seal/stamps_inside.h"
#include "seal/strict.h"

#define CHAIN "chain/"

static const struct { const char *name, *ending; size_t limit; } kinds[STAMP_KINDS] = {
    [STAMP_REQUEST]     = { "request",      ".tsq", TIMESTAMP_FILE_MAX },
    [STAMP_TOKEN]       = { "token",        ".tsr", TIMESTAMP_FILE_MAX },
    [STAMP_PROOF]       = { "proof",        ".ots", OTS_FILE_MAX },
    [STAMP_CERTIFICATE] = { "certificate",  ".pem", CERTS_FILE_MAX },
    [STAMP_LIST]        = { "revocations",  ".crl", CERTS_FILE_MAX * 2 },      /* PEM of what may be DER */
};

const char *stamp_kind_name(StampKind kind)
{
    return kinds[kind].name;
}

bool stamp_name_parse(Str name, StampName *ret)
{
    StampName n = { .number = 1 };
    Str size = name;

    for (n.kind = 0; n.kind < STAMP_KINDS && !str_ends(name, str_of(kinds[n.kind].ending)); n.kind++)
        ;
    if (n.kind == STAMP_KINDS)
        return false;
    size.len -= strlen(kinds[n.kind].ending);
    if (n.kind == STAMP_CERTIFICATE || n.kind == STAMP_LIST) {
        if (!str_starts(size, S(CHAIN)) ||
            !hex_decode(str_slice(size, sizeof CHAIN - 1, size.len), n.hash.byte, SHA256_SIZE))
            return false;
        *ret = n;
        return true;
    }
    size_t dash = str_find(size, S("-"), 0);
    if (dash != SIZE_MAX && (!strict_u64(str_slice(size, dash + 1, size.len), &n.number) || n.number < 2))
        return false;
    if (!strict_u64(str_slice(size, 0, dash), &n.size))
        return false;
    *ret = n;
    return true;
}

char *stamp_name(Arena *arena, const StampName *n)
{
    if (n->kind == STAMP_CERTIFICATE || n->kind == STAMP_LIST)
        return (char *)arena_printf(arena, CHAIN STR_FMT "%s", STR_ARG(hex_encode(arena, sha256_str(&n->hash))),
                                    kinds[n->kind].ending).ptr;
    if (n->number > 1)
        return (char *)arena_printf(arena, "%llu-%llu%s", (unsigned long long)n->size, (unsigned long long)n->number,
                                    kinds[n->kind].ending).ptr;
    return (char *)arena_printf(arena, "%llu%s", (unsigned long long)n->size, kinds[n->kind].ending).ptr;
}

char *stamp_path(Arena *arena, const Case *c, const char *name)
{
    return case_path(arena, c, (char *)arena_printf(arena, STAMPS_FOLDER "/%s", name).ptr);
}

StampSeal *stamp_seals(Arena *arena, const Record *record, size_t *count)
{
    VEC(StampSeal) seals = { 0 };

    for (size_t i = 0; i + 1 < record->count; i++) {
        StampSeal seal = { .file = record->fields[i].value };
        if (str_eq(record->fields[i].key, S("file")) && str_eq(record->fields[i + 1].key, S("digest")) &&
            hex_decode(record->fields[i + 1].value, seal.digest.byte, SHA256_SIZE))
            vec_push(arena, &seals, seal);
    }
    *count = seals.count;
    return seals.at;
}

/* --- what is there ----------------------------------------------------------- */

typedef struct Loading {
    Arena *arena;
    VEC(StampFile) files;
    Error  why;             /* of the first file that cannot be read */
} Loading;

/* Files with names that mean nothing are told of by `verify`. */
static Status take_file(void *context, const FoundFile *file, Error *err)
{
    Loading *l = context;
    StampFile f = { .name = arena_str(l->arena, file->relative), .sealed = STAMP_UNSEALED };

    if (!stamp_name_parse(f.name, &f.is))
        return OK;
    Status status = os_read_file(l->arena, file->path, kinds[f.is.kind].limit, &f.bytes, err);
    if (status != OK)
        return status;
    f.digest = sha256(f.bytes);
    vec_push(l->arena, &l->files, f);
    return OK;
}

static void take_trouble(void *context, const char *path, const char *why)
{
    Loading *l = context;

    if (l->why.status == OK)
        fail(&l->why, ERR_IO, "cannot read %s: %s", path, why);
}

static int by_place(const void *a, const void *b)
{
    const StampName *x = &((const StampFile *)a)->is, *y = &((const StampFile *)b)->is;

    if (x->size != y->size)
        return x->size < y->size ? -1 : 1;
    if (x->kind != y->kind)
        return x->kind < y->kind ? -1 : 1;
    if (x->number != y->number)
        return x->number < y->number ? -1 : 1;
    return memcmp(x->hash.byte, y->hash.byte, SHA256_SIZE);
}

/* Note in the files what one stamp record says of them. */
static void take_seals(Arena *arena, Loading *l, const Record *record, uint64_t index)
{
    size_t count;
    const StampSeal *seals = stamp_seals(arena, record, &count);

    for (size_t i = 0; i < count; i++)
        for (size_t k = 0; k < l->files.count; k++) {
            StampFile *f = &l->files.at[k];
            if (!str_eq(f->name, seals[i].file))
                continue;
            if (memcmp(f->digest.byte, seals[i].digest.byte, SHA256_SIZE) != 0)
                f->changed = true;
            else if (f->sealed == STAMP_UNSEALED)
                f->sealed = index;
        }
}

/* The record of an entry of type `stamp`. *is is false for other entries, and when the record was destroyed. */
static Status stamp_record(Arena *arena, Case *c, uint64_t index, bool *is, Record *ret, Error *err)
{
    Entry entry;
    Status status = log_entry(arena, c, index, &entry, err);

    *is = false;
    if (status != OK || entry.type != ENTRY_STAMP)
        return status;
    status = record_get(arena, c, &entry.commit, ret, err);
    *is = status == OK;
    return status == ERR_NOT_FOUND ? OK : status;
}

Status stamps_load(Arena *arena, Case *c, Stamps *ret, Error *err)
{
    AUTO_ARENA work = arena_create();
    Loading l = { .arena = arena };
    char *folder = case_path(work, c, STAMPS_FOLDER);
    Status status = os_is_dir(folder) ? os_walk(work, folder, take_file, take_trouble, &l, err) : OK;

    if (status == OK && l.why.status != OK)
        status = fail(err, ERR_IO, "%s", l.why.text);
    if (l.files.count)
        qsort(l.files.at, l.files.count, sizeof *l.files.at, by_place);
    for (uint64_t i = 0; status == OK && l.files.count && i < log_size(c); i++) {
        bool is;
        Record record;
        arena_reset(work);
        status = stamp_record(work, c, i, &is, &record, err);
        if (status == OK && is)
            take_seals(work, &l, &record, i);
    }
    if (status == OK)
        *ret = (Stamps){ l.files.at, l.files.count };
    return status;
}

Status stamps_text(Arena *arena, Case *c, uint64_t size, Str *ret, Error *err)
{
    Sha256 root;

    if (size > log_size(c))
        return fail(err, ERR_NOT_FOUND, "the log has no %llu entries", (unsigned long long)size);
    Status status = merkle_root(log_source(c), size, &root, err);
    if (status == OK)
        *ret = checkpoint_text(arena, case_key(c), size, &root);
    return status;
}

Status stamps_held(Case *c, uint64_t index, uint64_t size, Error *err)
{
    AUTO_ARENA arena = arena_create();
    MerkleProof proof;
    Sha256 root;
    Str entry;
    Status status = log_read(arena, c, index, &entry, err);

    if (status == OK)
        status = merkle_root(log_source(c), size, &root, err);
    if (status == OK)
        status = merkle_prove_inclusion(arena, log_source(c), index, size, &proof, err);
    if (status != OK)
        return status;
    Sha256 leaf = merkle_leaf(entry);
    if (!merkle_check_inclusion(&leaf, index, size, proof, &root))
        return fail(err, ERR_CHECK, "entry %llu is not the one that the checkpoint of %llu entries holds; dokaz verify names "
                    "all that is wrong", (unsigned long long)index, (unsigned long long)size);
    return OK;
}

static Status request_about(Str bytes, Str text, Error *err)
{
    AUTO_ARENA arena = arena_create();
    Request request;
    Sha256 imprint = sha256(text);
    Status status = request_parse(arena, bytes, &request, err);

    if (status == OK && !str_eq(request.imprint, sha256_str(&imprint)))
        return fail(err, ERR_CHECK, "the request is about something else than the checkpoint");
    return status;
}

static Status proof_about(Str bytes, Str text, Error *err)
{
    AUTO_ARENA arena = arena_create();
    OtsProof proof;
    Sha256 digest = sha256(text);
    Status status = ots_parse(arena, bytes, &proof, err);

    if (status == OK && !str_eq(proof.digest, sha256_str(&digest)))
        return fail(err, ERR_CHECK, "the proof is about something else than the checkpoint");
    return status;
}

Status stamp_about(StampKind kind, Str bytes, Str text, Str nonce, Error *err)
{
    AUTO(auto_token) Token *token = NULL;

    if (kind != STAMP_TOKEN)
        return kind == STAMP_REQUEST ? request_about(bytes, text, err) : proof_about(bytes, text, err);
    Status status = token_parse(bytes, &token, err);
    return status == OK ? token_fits(token, text, nonce, err) : status;
}

Str stamps_nonce(Arena *arena, const Stamps *stamps, uint64_t size)
{
    Request request;

    for (size_t i = 0; i < stamps->count; i++) {
        const StampFile *f = &stamps->files[i];
        if (f->is.kind == STAMP_REQUEST && f->is.size == size && !f->changed &&
            request_parse(arena, f->bytes, &request, NULL) == OK)
            return request.nonce;
    }
    return STR_NONE;
}

Status stamps_certs(const Stamps *stamps, Certs *certs, Error *err)
{
    Error why = { 0 };

    for (size_t i = 0; i < stamps->count; i++) {
        const StampFile *f = &stamps->files[i];
        if (f->is.kind != STAMP_CERTIFICATE && f->is.kind != STAMP_LIST)
            continue;
        Status status = certs_add(certs, CERT_CHAIN, f->bytes, &why);
        if (status != OK)
            return fail(err, status, STAMPS_FOLDER "/" STR_FMT ": %s", STR_ARG(f->name), why.text);
    }
    return OK;
}

/* --- requests and renewal ---------------------------------------------------- */

void stamp_record_file(StrBuf *record, Str name, const Sha256 *digest)
{
    record_add(record, "file", name);
    record_add_hex(record, "digest", digest);
}

Status stamp_write(Case *c, const char *name, Str bytes, Error *err)
{
    AUTO_ARENA arena = arena_create();
    Status status = os_make_dirs(stamp_path(arena, c, CHAIN), 0700, err);

    return status == OK ? os_write_file(stamp_path(arena, c, name), bytes, 0600, DURABLE, err) : status;
}

/* The request that still stands: since it nothing but stamps came. *found is false when there is none. */
static Status standing_request(Case *c, uint64_t *size, bool *found, Error *err)
{
    AUTO_ARENA arena = arena_create();

    *found = false;
    for (uint64_t i = log_size(c); i-- > 0; ) {
        bool is;
        Record record;
        arena_reset(arena);
        Status status = stamp_record(arena, c, i, &is, &record, err);
        if (status != OK)
            return status;
        Str kind = is ? record_value(&record, "kind") : STR_NONE;
        if (!is || str_eq(kind, S("renewal")))
            return OK;
        if (str_eq(kind, S("request"))) {
            *found = strict_u64(record_value(&record, "size"), size);
            return OK;
        }
    }
    return OK;
}

/* The files of a request; one that a killed program left is taken as it is, so that the same is sealed
 * that somebody may have sent already. */
static Status write_request(Arena *arena, Case *c, StampName is, Str text, Str fresh, StrBuf *record, Error *err)
{
    char *name = stamp_name(arena, &is);
    Str bytes = fresh;
    Error why = { 0 };
    Status status = os_read_file(arena, stamp_path(arena, c, name), kinds[is.kind].limit, &bytes, err);

    if (status == OK && stamp_about(is.kind, bytes, text, STR_NONE, &why) != OK)
        return fail(err, ERR_CHECK, STAMPS_FOLDER "/%s is in the way and no request of this case (%s): remove it", name,
                    why.text);
    if (status == ERR_NOT_FOUND)
        status = stamp_write(c, name, fresh, err);
    if (status != OK)
        return status;
    Sha256 digest = sha256(bytes);
    stamp_record_file(record, str_of(name), &digest);
    return OK;
}

Status stamps_request(Arena *arena, Case *c, int64_t now, Str calendar, uint64_t *size, bool *made, Error *err)
{
    AUTO_STRBUF record = { 0 };
    AUTO_STRBUF proof = { 0 };
    uint8_t nonce[TIMESTAMP_NONCE], hiding[OTS_NONCE];
    uint64_t standing, index, of = log_size(c);
    bool found;
    Str text, request;
    Status status = standing_request(c, &standing, &found, err);

    if (status == OK && found) {
        *size = standing;
        *made = false;
        return OK;
    }
    if (status == OK)
        status = stamps_text(arena, c, of, &text, err);
    if (status != OK)
        return status;
    Sha256 imprint = sha256(text);
    case_random(c, nonce, sizeof nonce);
    case_random(c, hiding, sizeof hiding);
    ots_pending(&proof, &imprint, hiding, calendar);
    record_add(&record, "kind", S("request"));
    record_add_i64(&record, "size", (int64_t)of);
    status = request_make(arena, &imprint, nonce, &request, err);
    if (status == OK)
        status = write_request(arena, c, (StampName){ .kind = STAMP_REQUEST, .size = of, .number = 1 }, text, request,
                               &record, err);
    if (status == OK)
        status = write_request(arena, c, (StampName){ .kind = STAMP_PROOF, .size = of, .number = 1 }, text,
                               strbuf_str(&proof), &record, err);
    if (status == OK)
        status = log_seal(c, ENTRY_STAMP, now, strbuf_str(&record), &index, err);
    if (status == OK)
        status = log_commit(c, err);
    if (status != OK)
        return status;
    *size = of;
    *made = true;
    return OK;
}

Status stamps_renew(Arena *arena, Case *c, int64_t now, size_t *files, Error *err)
{
    AUTO_STRBUF record = { 0 };
    Stamps stamps;
    uint64_t index;
    size_t count = 0, stamped = 0;
    Status status = stamps_load(arena, c, &stamps, err);

    if (status != OK)
        return status;
    record_add(&record, "kind", S("renewal"));
    for (size_t i = 0; i < stamps.count; i++) {
        const StampFile *f = &stamps.files[i];
        if (f->changed)
            return fail(err, ERR_CHECK, STAMPS_FOLDER "/" STR_FMT " is not what was sealed: put the original back first",
                        STR_ARG(f->name));
        if (f->is.kind == STAMP_REQUEST)
            continue;
        stamp_record_file(&record, f->name, &f->digest);
        stamped += f->is.kind == STAMP_TOKEN || (f->is.kind == STAMP_PROOF && f->is.number > 1);
        count++;
    }
    if (stamped == 0)
        return fail(err, ERR_NOT_FOUND, "there is no stamp to renew: `dokaz stamp request` and `import` come first");
    status = log_seal(c, ENTRY_STAMP, now, strbuf_str(&record), &index, err);
    if (status == OK)
        status = log_commit(c, err);
    if (status == OK)
        *files = count;
    return status;
}
