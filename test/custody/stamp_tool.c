/* stamp_tool.c -- seal's readers of time stamps on single files, for the shell scripts beside it.
 *
 *     stamp_tool ots FILE [ORIGINAL]
 *     stamp_tool tsr FILE [data FILE] [query FILE] [ca FILE]... [chain FILE]... [at SECONDS]
 *     stamp_tool reply QUERY OUT NAME CHAIN SECONDS      a reply by NAME.pem, NAME.key dated at SECONDS, which openssl's
 *                                                        own `ts -reply` cannot do
 *
 * Says "good ..." and ends with 0, or "bad: why" and ends with 1. `ca` and `chain` files may hold
 * revocation lists too.
 */
#include "base/auto.h"
#include "base/os.h"
#include "base/time.h"
#include "seal/ots.h"
#include "seal/timestamp.h"

#include <openssl/pem.h>
#include <openssl/ts.h>
#include <stdio.h>

#define FILE_MAX ((size_t)64 << 20)

static int bad(const Error *err)
{
    printf("bad: %s\n", err->text);
    return 1;
}

static int show_ots(Arena *arena, const char *path, const char *original)
{
    Str file, bytes;
    OtsProof proof;
    Error err = { 0 };
    Status status = os_read_file(arena, path, FILE_MAX, &file, &err);

    if (status == OK)
        status = ots_parse(arena, file, &proof, &err);
    if (status == OK && original)
        status = os_read_file(arena, original, FILE_MAX, &bytes, &err);
    if (status == OK && original) {
        Sha256 digest = sha256(bytes);
        if (proof.digest_op != 0x08 || !str_eq(proof.digest, sha256_str(&digest)))
            status = fail(&err, ERR_CHECK, "the proof is about another file");
    }
    if (status != OK)
        return bad(&err);
    printf("good");
    for (size_t i = 0; i < proof.count; i++) {
        const OtsAttestation *a = &proof.attestations[i];
        Str hex = a->message.ptr ? hex_encode(arena, a->message) : S("unknown");
        printf(" %s %llu " STR_FMT STR_FMT, ots_kind_name(a->kind), (unsigned long long)a->height, STR_ARG(a->calendar),
               STR_ARG(hex));
    }
    putchar('\n');
    return 0;
}

typedef struct Question {
    Certs  *certs;
    Str     data;
    Request request;
    int64_t at;
} Question;

static Status take_word(Arena *arena, const char *word, const char *value, Question *q, Error *err)
{
    Str file;

    if (strcmp(word, "at") == 0) {
        q->at = atoll(value);
        return OK;
    }
    Status status = os_read_file(arena, value, FILE_MAX, &file, err);
    if (status == OK && strcmp(word, "data") == 0)
        q->data = file;
    else if (status == OK && strcmp(word, "query") == 0)
        status = request_parse(arena, file, &q->request, err);
    else if (status == OK)
        status = certs_add(q->certs, strcmp(word, "ca") == 0 ? CERT_TRUSTED : CERT_CHAIN, file, err);
    return status;
}

static int show_token(Arena *arena, int count, char **args)
{
    AUTO(auto_certs) Certs *certs = certs_create();
    AUTO(auto_token) Token *token = NULL;
    Question q = { .certs = certs, .at = time_now() };
    TokenResult result;
    Error err = { 0 };
    Str file;
    Sha256 signer;
    Status status = os_read_file(arena, args[0], FILE_MAX, &file, &err);

    for (int i = 1; status == OK && i + 1 < count; i += 2)
        status = take_word(arena, args[i], args[i + 1], &q, &err);
    if (status == OK)
        status = token_parse(file, &token, &err);
    if (status == OK && q.data.ptr)
        status = token_fits(token, q.data, q.request.nonce, &err);
    if (status == OK)
        status = token_verify(arena, token, certs, q.at, &result, &err);
    if (status == OK)
        status = token_signed_by(token, certs, &signer, &err);
    if (status == OK && memcmp(signer.byte, result.certificate.byte, SHA256_SIZE) != 0)
        status = fail(&err, ERR_CHECK, "two answers to who signed");
    if (status != OK)
        return bad(&err);
    printf("good " STR_FMT "\n", STR_ARG(result.signer));
    return 0;
}

static int set_time(TS_RESP_CTX *context, void *when, long *seconds, long *micros)
{
    (void)context;
    *seconds = *(long *)when;
    *micros = 0;
    return 1;
}

static ASN1_INTEGER *set_serial(TS_RESP_CTX *context, void *unused)
{
    ASN1_INTEGER *serial = ASN1_INTEGER_new();

    (void)context, (void)unused;
    ASN1_INTEGER_set(serial, 4711);
    return serial;
}

/* A test's authority: what is missing ends the program. */
static int make_reply(char **args)
{
    AUTO_ARENA arena = arena_create();
    long when = atol(args[4]);
    BIO *query = BIO_new_file(args[0], "rb"), *out = BIO_new_file(args[1], "wb");
    BIO *cert = BIO_new_file(arena_printf(arena, "%s.pem", args[2]).ptr, "r");
    BIO *key = BIO_new_file(arena_printf(arena, "%s.key", args[2]).ptr, "r"), *more = BIO_new_file(args[3], "r");
    X509 *signer = PEM_read_bio_X509(cert, NULL, NULL, NULL), *middle = PEM_read_bio_X509(more, NULL, NULL, NULL);
    EVP_PKEY *secret = PEM_read_bio_PrivateKey(key, NULL, NULL, NULL);
    STACK_OF(X509) *chain = sk_X509_new_null();
    TS_RESP_CTX *context = TS_RESP_CTX_new();
    ASN1_OBJECT *policy = OBJ_txt2obj("1.2.3.4.1", 1);

    sk_X509_push(chain, middle);
    int good = TS_RESP_CTX_set_signer_cert(context, signer) && TS_RESP_CTX_set_signer_key(context, secret) &&
               TS_RESP_CTX_set_certs(context, chain) && TS_RESP_CTX_set_def_policy(context, policy) &&
               TS_RESP_CTX_set_signer_digest(context, EVP_sha256()) && TS_RESP_CTX_add_md(context, EVP_sha256());
    TS_RESP_CTX_set_time_cb(context, set_time, &when);
    TS_RESP_CTX_set_serial_cb(context, set_serial, NULL);
    TS_RESP *reply = good ? TS_RESP_create_response(context, query) : NULL;
    good = reply && TS_RESP_get_token(reply) && i2d_TS_RESP_bio(out, reply);

    TS_RESP_free(reply);
    TS_RESP_CTX_free(context);
    ASN1_OBJECT_free(policy);
    sk_X509_pop_free(chain, X509_free);
    EVP_PKEY_free(secret);
    X509_free(signer);
    BIO *const all[] = { query, out, cert, key, more };
    for (size_t i = 0; i < sizeof all / sizeof *all; i++)
        BIO_free(all[i]);
    return good ? 0 : 3;
}

int main(int argc, char **argv)
{
    AUTO_ARENA arena = arena_create();

    if (argc >= 3 && strcmp(argv[1], "ots") == 0)
        return show_ots(arena, argv[2], argc > 3 ? argv[3] : NULL);
    if (argc >= 3 && strcmp(argv[1], "tsr") == 0)
        return show_token(arena, argc - 2, argv + 2);
    if (argc == 7 && strcmp(argv[1], "reply") == 0)
        return make_reply(argv + 2);
    fputs("usage: stamp_tool ots|tsr|reply FILE ...\n", stderr);
    return 2;
}
