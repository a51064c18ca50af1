/* timestamp.c -- see timestamp.h. OpenSSL's TS functions do what `openssl ts -verify` does; around them
 * stands what they leave open: that the signer is looked for among all certificates offered and not just
 * the first that fits, that the time lies within its validity, and which hashes are good enough. */
#include "seal/timestamp.h"

#include "base/time.h"
#include "seal/certs_inside.h"

#include <openssl/err.h>
#include <openssl/ts.h>
#include <openssl/x509v3.h>
#include <stdio.h>
#include <stdlib.h>

#define CANDIDATES_MAX  64              /* certificates with the signer's issuer and number that are tried */
#define ACCURACY_MAX    (366 * 86400)   /* seconds; a wider one is taken for nonsense */

static const struct { int nid; const char *name; } good_hashes[] = {
    { NID_sha256, "SHA256" }, { NID_sha384, "SHA384" }, { NID_sha512, "SHA512" },
};

struct Token {
    TS_RESP     *reply;         /* NULL: a token alone */
    PKCS7       *signed_data;
    TS_TST_INFO *info;          /* owned when there is no reply */
    int64_t      time, not_after;
    bool         modified;
};

static const char *hash_name(const X509_ALGOR *algorithm)
{
    const ASN1_OBJECT *object = NULL;

    X509_ALGOR_get0(&object, NULL, NULL, algorithm);
    for (size_t i = 0; i < sizeof good_hashes / sizeof *good_hashes; i++)
        if (OBJ_obj2nid(object) == good_hashes[i].nid)
            return good_hashes[i].name;
    return NULL;
}

static Str integer_bytes(const ASN1_INTEGER *n)
{
    return n ? (Str){ (const char *)ASN1_STRING_get0_data(n), (size_t)ASN1_STRING_length(n) } : STR_NONE;
}

static Str octets(ASN1_OCTET_STRING *s)
{
    return (Str){ (const char *)ASN1_STRING_get0_data(s), (size_t)ASN1_STRING_length(s) };
}

/* --- requests ---------------------------------------------------------------- */

static bool fill_request(TS_REQ *request, const Sha256 *imprint, const uint8_t nonce[TIMESTAMP_NONCE])
{
    uint64_t number = 0;
    TS_MSG_IMPRINT *message = TS_MSG_IMPRINT_new();
    X509_ALGOR *algorithm = X509_ALGOR_new();
    ASN1_INTEGER *integer = ASN1_INTEGER_new();

    for (int i = 0; i < TIMESTAMP_NONCE; i++)
        number = number << 8 | nonce[i];
    bool good = message && algorithm && integer &&
                X509_ALGOR_set0(algorithm, OBJ_nid2obj(NID_sha256), V_ASN1_NULL, NULL) == 1 &&
                TS_MSG_IMPRINT_set_algo(message, algorithm) == 1 &&
                TS_MSG_IMPRINT_set_msg(message, (unsigned char *)(uintptr_t)imprint->byte, SHA256_SIZE) == 1 &&
                ASN1_INTEGER_set_uint64(integer, number) == 1 && TS_REQ_set_version(request, 1) == 1 &&
                TS_REQ_set_msg_imprint(request, message) == 1 && TS_REQ_set_nonce(request, integer) == 1 &&
                TS_REQ_set_cert_req(request, 1) == 1;
    TS_MSG_IMPRINT_free(message);       /* the request holds copies */
    X509_ALGOR_free(algorithm);
    ASN1_INTEGER_free(integer);
    return good;
}

/* DER of a request; STR_NONE when memory is short. */
static Str request_der(Arena *arena, const TS_REQ *request)
{
    unsigned char *bytes = NULL;
    int len = i2d_TS_REQ(request, &bytes);
    Str ret = len > 0 ? arena_str(arena, (Str){ (const char *)bytes, (size_t)len }) : STR_NONE;

    OPENSSL_free(bytes);
    return ret;
}

Status request_make(Arena *arena, const Sha256 *imprint, const uint8_t nonce[TIMESTAMP_NONCE], Str *ret, Error *err)
{
    TS_REQ *request = TS_REQ_new();
    Str der = request && fill_request(request, imprint, nonce) ? request_der(arena, request) : STR_NONE;

    TS_REQ_free(request);
    if (der.ptr == NULL)
        return fail(err, ERR_IO, "out of memory");
    *ret = der;
    return OK;
}

static Status read_request(Arena *arena, TS_REQ *request, Str file, Request *ret, Error *err)
{
    TS_MSG_IMPRINT *message = TS_REQ_get_msg_imprint(request);
    Request r = { hash_name(TS_MSG_IMPRINT_get_algo(message)), arena_str(arena, octets(TS_MSG_IMPRINT_get_msg(message))),
                  integer_bytes(TS_REQ_get_nonce(request)) };

    if (!str_eq(request_der(arena, request), file))
        return fail(err, ERR_BAD_INPUT, "the request is not written as DER");
    if (r.hash == NULL)
        return fail(err, ERR_BAD_INPUT, "the request is over a hash that is not accepted");
    if (r.nonce.ptr)
        r.nonce = arena_str(arena, r.nonce);
    *ret = r;
    return OK;
}

Status request_parse(Arena *arena, Str file, Request *ret, Error *err)
{
    const unsigned char *start = (const unsigned char *)file.ptr, *at = start;
    TS_REQ *request = file.len <= TIMESTAMP_FILE_MAX ? d2i_TS_REQ(NULL, &at, (long)file.len) : NULL;
    Status status = request && at == start + file.len
                        ? read_request(arena, request, file, ret, err)
                        : fail(err, ERR_BAD_INPUT, "it is no request for a time stamp (RFC 3161), or a damaged one");

    TS_REQ_free(request);
    ERR_clear_error();
    return status;
}

/* --- tokens ------------------------------------------------------------------ */

void token_destroy(Token *token)
{
    if (token == NULL)
        return;
    if (token->reply == NULL) {
        TS_TST_INFO_free(token->info);
        PKCS7_free(token->signed_data);
    }
    TS_RESP_free(token->reply);
    free(token);
}

/* The authority's words why it gave none. */
static Status refused(TS_RESP *reply, Error *err)
{
    const STACK_OF(ASN1_UTF8STRING) *texts = TS_STATUS_INFO_get0_text(TS_RESP_get_status_info(reply));
    ASN1_UTF8STRING *text = texts && sk_ASN1_UTF8STRING_num(texts) > 0 ? sk_ASN1_UTF8STRING_value(texts, 0) : NULL;
    char words[120];
    size_t len = 0;

    for (int i = 0; text && i < ASN1_STRING_length(text) && len + 1 < sizeof words; i++) {
        unsigned char c = ASN1_STRING_get0_data(text)[i];
        words[len++] = c >= 0x20 && c < 0x7F ? (char)c : '?';
    }
    words[len] = '\0';
    return fail(err, ERR_REFUSED, "the authority gave no time stamp%s%s", len ? ": " : "", words);
}

/* Billionths of a second are nobody's business: any fraction that is not zero counts as one second more. */
static bool has_fraction(const ASN1_GENERALIZEDTIME *time)
{
    Str text = { (const char *)ASN1_STRING_get0_data(time), (size_t)ASN1_STRING_length(time) };
    size_t point = str_find(text, S("."), 0);

    for (size_t i = point == SIZE_MAX ? text.len : point; i < text.len; i++)
        if (text.ptr[i] >= '1' && text.ptr[i] <= '9')
            return true;
    return false;
}

/* Whole seconds, rounded up; -1 for nonsense. */
static int64_t accuracy_of(TS_ACCURACY *accuracy)
{
    const ASN1_INTEGER *parts[3];
    static const int64_t limits[3] = { ACCURACY_MAX, 999, 999 };
    int64_t seconds = 0;

    if (accuracy == NULL)
        return 0;
    parts[0] = TS_ACCURACY_get_seconds(accuracy);
    parts[1] = TS_ACCURACY_get_millis(accuracy);
    parts[2] = TS_ACCURACY_get_micros(accuracy);
    for (int i = 0; i < 3; i++) {
        int64_t n = 0;
        if (parts[i] && (ASN1_INTEGER_get_int64(&n, parts[i]) != 1 || n < 0 || n > limits[i]))
            return -1;
        seconds += i == 0 ? n : 0;
        if (i > 0 && n > 0) {           /* less than a second, of whichever unit */
            seconds++;
            break;
        }
    }
    return seconds;
}

static Status read_info(Token *token, Error *err)
{
    const ASN1_GENERALIZEDTIME *time = TS_TST_INFO_get_time(token->info);
    int64_t accuracy = accuracy_of(TS_TST_INFO_get_accuracy(token->info));

    if (TS_TST_INFO_get_version(token->info) != 1 || accuracy < 0 || !asn1_time(time, &token->time) || token->time < 0)
        return fail(err, ERR_BAD_INPUT, "the token's version, time or accuracy is malformed");
    token->not_after = token->time + has_fraction(time) + accuracy;
    return OK;
}

static Status read_reply(TS_RESP *reply, Token *token, Error *err)
{
    long granted = ASN1_INTEGER_get(TS_STATUS_INFO_get0_status(TS_RESP_get_status_info(reply)));

    token->signed_data = TS_RESP_get_token(reply);
    token->info = TS_RESP_get_tst_info(reply);
    token->modified = granted == TS_STATUS_GRANTED_WITH_MODS;
    if (granted != TS_STATUS_GRANTED && granted != TS_STATUS_GRANTED_WITH_MODS)
        return refused(reply, err);
    if (token->signed_data == NULL || token->info == NULL)
        return fail(err, ERR_BAD_INPUT, "the reply holds no token");
    return read_info(token, err);
}

/* A token without its reply. The whole file, or NULL. */
static PKCS7 *read_signed_data(Str file)
{
    const unsigned char *start = (const unsigned char *)file.ptr, *at = start;
    PKCS7 *signed_data = d2i_PKCS7(NULL, &at, (long)file.len);

    if (signed_data && at == start + file.len && PKCS7_type_is_signed(signed_data))
        return signed_data;
    PKCS7_free(signed_data);
    return NULL;
}

static TS_RESP *read_response(Str file)
{
    const unsigned char *start = (const unsigned char *)file.ptr, *at = start;
    TS_RESP *reply = d2i_TS_RESP(NULL, &at, (long)file.len);

    if (reply && at == start + file.len)
        return reply;
    TS_RESP_free(reply);
    return NULL;
}

Status token_parse(Str file, Token **ret, Error *err)
{
    Status status;
    Token *token = calloc(1, sizeof *token);

    if (token == NULL)
        return fail(err, ERR_IO, "out of memory");
    if (file.len <= TIMESTAMP_FILE_MAX)
        token->reply = read_response(file);
    if (token->reply) {
        status = read_reply(token->reply, token, err);
    } else {
        token->signed_data = file.len <= TIMESTAMP_FILE_MAX ? read_signed_data(file) : NULL;
        token->info = token->signed_data ? PKCS7_to_TS_TST_INFO(token->signed_data) : NULL;
        status = token->info ? read_info(token, err)
                             : fail(err, ERR_BAD_INPUT, "it is no reply of a time-stamping authority (RFC 3161), or a "
                                    "damaged one");
    }
    ERR_clear_error();
    if (status != OK) {
        token_destroy(token);
        return status;
    }
    *ret = token;
    return OK;
}

bool token_is(Str file)
{
    Token *token = NULL;
    Status status = token_parse(file, &token, NULL);

    token_destroy(token);
    return status == OK || status == ERR_REFUSED;
}

TokenFacts token_facts(const Token *token)
{
    TS_MSG_IMPRINT *message = TS_TST_INFO_get_msg_imprint(token->info);

    return (TokenFacts){ token->time, token->not_after, hash_name(TS_MSG_IMPRINT_get_algo(message)),
                         octets(TS_MSG_IMPRINT_get_msg(message)), integer_bytes(TS_TST_INFO_get_nonce(token->info)),
                         token->modified };
}

Status token_fits(const Token *token, Str text, Str nonce, Error *err)
{
    TokenFacts facts = token_facts(token);
    unsigned char digest[EVP_MAX_MD_SIZE];
    unsigned len = 0;

    if (facts.hash == NULL)
        return fail(err, ERR_CHECK, "the token is over a hash that is not accepted: SHA-256, SHA-384 and SHA-512 are");
    if (EVP_Digest(text.ptr, text.len, digest, &len, EVP_get_digestbyname(facts.hash), NULL) != 1)
        return fail(err, ERR_IO, "%s cannot be computed on this machine", facts.hash);
    if (!str_eq(facts.imprint, (Str){ (const char *)digest, len }))
        return fail(err, ERR_CHECK, "the token is about something else: its imprint is not that of the checkpoint");
    if (nonce.ptr && !str_eq(facts.nonce, nonce))
        return fail(err, ERR_CHECK, "the token answers another request: its nonce is %s", facts.nonce.ptr ? "not the one "
                    "that was sent" : "missing");
    return OK;
}

/* --- signatures -------------------------------------------------------------- */

/* Does `candidate` verify the token, vouched for by what `store` trusts? `certs` and the store are given
 * away. OpenSSL also compares the certificate with the one that is named inside the signature
 * (signingCertificate), so that nothing with the same issuer and number can take its place. */
static bool verifies(const Token *token, STACK_OF(X509) *certs, X509_STORE *store)
{
    TS_VERIFY_CTX *context = TS_VERIFY_CTX_new();
    bool good = false;

    if (context && store && certs) {
        TS_VERIFY_CTX_set_flags(context, TS_VFY_VERSION | TS_VFY_SIGNATURE | TS_VFY_SIGNER);
        TS_VERIFY_CTX_set_store(context, store);
        TS_VERIFY_CTX_set_certs(context, certs);
        good = token->reply ? TS_RESP_verify_response(context, token->reply) == 1
                            : TS_RESP_verify_token(context, token->signed_data) == 1;
        TS_VERIFY_CTX_free(context);
        return good;
    }
    TS_VERIFY_CTX_free(context);
    X509_STORE_free(store);
    sk_X509_pop_free(certs, X509_free);
    return false;
}

static STACK_OF(X509) *bag_of(const Token *token)
{
    return PKCS7_type_is_signed(token->signed_data) ? token->signed_data->d.sign->cert : NULL;
}

/* Certificates with the issuer and number that the signature names, at most CANDIDATES_MAX. */
static int candidates(const Token *token, const Certs *certs, X509 *ret[CANDIDATES_MAX])
{
    const STACK_OF(X509) *places[] = { bag_of(token), certs->chain, certs->trusted };
    STACK_OF(PKCS7_SIGNER_INFO) *infos = PKCS7_get_signer_info(token->signed_data);
    int count = 0;

    if (infos == NULL || sk_PKCS7_SIGNER_INFO_num(infos) != 1)
        return 0;
    const PKCS7_ISSUER_AND_SERIAL *wanted = sk_PKCS7_SIGNER_INFO_value(infos, 0)->issuer_and_serial;
    for (size_t i = 0; i < sizeof places / sizeof *places; i++)
        for (int k = 0; k < sk_X509_num(places[i]) && count < CANDIDATES_MAX; k++) {
            X509 *cert = sk_X509_value(places[i], k);
            bool known = false;
            for (int seen = 0; seen < count; seen++)
                known = known || X509_cmp(ret[seen], cert) == 0;
            if (!known && X509_NAME_cmp(X509_get_issuer_name(cert), wanted->issuer) == 0 &&
                ASN1_INTEGER_cmp(X509_get0_serialNumber(cert), wanted->serial) == 0)
                ret[count++] = cert;
        }
    return count;
}

/* The candidate first, then what may stand between it and a trusted one. */
static STACK_OF(X509) *offered(X509 *candidate, const Certs *certs)
{
    STACK_OF(X509) *ret = sk_X509_new_null();
    bool good = ret && X509_add_cert(ret, candidate, X509_ADD_FLAG_UP_REF) == 1 &&
                X509_add_certs(ret, certs->chain, X509_ADD_FLAG_UP_REF) == 1;

    if (good)
        return ret;
    sk_X509_pop_free(ret, X509_free);
    return NULL;
}

static Sha256 fingerprint(const X509 *cert)
{
    Sha256 ret = { { 0 } };
    unsigned len = 0;

    X509_digest(cert, EVP_sha256(), ret.byte, &len);
    return ret;
}

static Status no_signer(int count, Error *err)
{
    char why[200];
    bool chain = ERR_GET_REASON(ERR_peek_last_error()) == TS_R_CERTIFICATE_VERIFY_ERROR;

    openssl_says(why, sizeof why);
    return count ? fail(err, ERR_CHECK, "the token's %s is not good: %s", chain ? "certificate" : "signature", why)
                 : fail(err, ERR_CHECK, "the certificate that signed the token is neither in it nor among those given");
}

Status token_signed_by(const Token *token, const Certs *certs, Sha256 *certificate, Error *err)
{
    X509 *found[CANDIDATES_MAX];
    int count = candidates(token, certs, found);

    ERR_clear_error();
    for (int i = 0; i < count; i++) {
        STACK_OF(X509) *alone = sk_X509_new_null();     /* trusted for this question, so that no root is asked for */
        if (alone && sk_X509_push(alone, found[i]) &&
            verifies(token, offered(found[i], certs), chain_store(alone, token->time, X509_V_FLAG_PARTIAL_CHAIN))) {
            *certificate = fingerprint(found[i]);
            sk_X509_free(alone);
            ERR_clear_error();
            return OK;
        }
        sk_X509_free(alone);
    }
    return no_signer(count, err);
}

static Str name_of(Arena *arena, X509 *cert)
{
    BIO *bio = BIO_new(BIO_s_mem());
    char *bytes = NULL;
    Str ret = S("(no readable name)");

    if (bio && X509_NAME_print_ex(bio, X509_get_subject_name(cert), 0, XN_FLAG_ONELINE & ~ASN1_STRFLGS_ESC_MSB) > 0) {
        long len = BIO_get_mem_data(bio, &bytes);
        ret = arena_str(arena, (Str){ bytes, (size_t)len });
    }
    BIO_free(bio);
    return ret;
}

/* Dates, revocation and name of the certificate that verified. */
static Status judge_signer(Arena *arena, const Token *token, const Certs *certs, X509 *signer, int64_t at,
                           TokenResult *ret, Error *err)
{
    Chain chain;
    int64_t from, until;
    STACK_OF(X509) *bag = offered(signer, certs);

    if (bag && bag_of(token))
        X509_add_certs(bag, bag_of(token), X509_ADD_FLAG_UP_REF);
    Status status = chain_check(certs, signer, bag, at, token->time, &chain, err);
    sk_X509_pop_free(bag, X509_free);
    if (status != OK)
        return status;
    if (!asn1_time(X509_get0_notBefore(signer), &from) || !asn1_time(X509_get0_notAfter(signer), &until) ||
        token->time < from || token->time > until)
        return fail(err, ERR_CHECK, "the token is dated outside the validity of the certificate that signed it");
    *ret = (TokenResult){ name_of(arena, signer), fingerprint(signer), chain.until, chain.listed, chain.unlisted,
                          chain.revoked_later };
    return OK;
}

Status token_verify(Arena *arena, const Token *token, const Certs *certs, int64_t at, TokenResult *ret, Error *err)
{
    X509 *found[CANDIDATES_MAX];
    int count = candidates(token, certs, found);

    if (token->time > at)
        return fail(err, ERR_CHECK, "the token is dated after the time at which it is judged");
    ERR_clear_error();
    for (int i = 0; i < count; i++)
        if (verifies(token, offered(found[i], certs), chain_store(certs->trusted, at, 0))) {
            ERR_clear_error();
            return judge_signer(arena, token, certs, found[i], at, ret, err);
        }
    return no_signer(count, err);
}
