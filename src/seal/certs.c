/* certs.c -- see certs.h. */
#include "seal/certs.h"

#include "base/auto.h"
#include "base/time.h"
#include "base/vec.h"
#include "seal/certs_inside.h"

#include <openssl/err.h>
#include <openssl/pem.h>
#include <stdio.h>
#include <time.h>

#define PIECES_MAX 1000

void openssl_says(char *out, size_t size)
{
    const char *data = NULL;
    int flags = 0;
    unsigned long code = ERR_peek_last_error_all(NULL, NULL, NULL, &data, &flags);
    const char *reason = code ? ERR_reason_error_string(code) : NULL;
    const char *colon = data && flags & ERR_TXT_STRING ? strchr(data, ':') : NULL;

    snprintf(out, size, "%s", colon ? colon + 1 : reason ? reason : "no reason given");
    for (char *c = out; *c; c++)
        if ((unsigned char)*c < 0x20 || (unsigned char)*c >= 0x7F)
            *c = ' ';
    ERR_clear_error();
}

bool asn1_time(const ASN1_TIME *time, int64_t *ret)
{
    struct tm tm;

    if (time == NULL || ASN1_TIME_to_tm(time, &tm) != 1)
        return false;
    *ret = (int64_t)day_from_civil(tm.tm_year + 1900, tm.tm_mon + 1, tm.tm_mday) * 86400 + tm.tm_hour * 3600 +
           tm.tm_min * 60 + tm.tm_sec;
    return true;
}

static void no_memory(void)
{
    fputs("out of memory\n", stderr);
    exit(3);
}

Certs *certs_create(void)
{
    Certs *certs = malloc(sizeof *certs);

    if (certs == NULL)
        no_memory();
    *certs = (Certs){ sk_X509_new_null(), sk_X509_new_null(), sk_X509_CRL_new_null() };
    if (!certs->trusted || !certs->chain || !certs->lists)
        no_memory();
    return certs;
}

void certs_destroy(Certs *certs)
{
    if (certs == NULL)
        return;
    sk_X509_pop_free(certs->trusted, X509_free);
    sk_X509_pop_free(certs->chain, X509_free);
    sk_X509_CRL_pop_free(certs->lists, X509_CRL_free);
    free(certs);
}

size_t certs_trusted(const Certs *certs)
{
    return (size_t)sk_X509_num(certs->trusted);
}

/* A certificate or a list; the other is NULL. */
typedef struct Piece {
    X509     *certificate;
    X509_CRL *list;
} Piece;

typedef VEC(Piece) Pieces;

static void free_pieces(Pieces *pieces)
{
    for (size_t i = 0; i < pieces->count; i++) {
        X509_free(pieces->at[i].certificate);
        X509_CRL_free(pieces->at[i].list);
    }
}

static void free_bio(BIO **bio)
{
    BIO_free(*bio);
}

/* Never asks a person for a passphrase. */
static int no_passphrase(char *buf, int size, int writing, void *context)
{
    (void)buf, (void)size, (void)writing, (void)context;
    return -1;
}

static void free_infos(STACK_OF(X509_INFO) **infos)
{
    sk_X509_INFO_pop_free(*infos, X509_INFO_free);
}

static Status read_pem(Arena *arena, Str file, Pieces *pieces, Error *err)
{
    AUTO(free_bio) BIO *bio = BIO_new_mem_buf(file.ptr, (int)file.len);
    AUTO(free_infos) STACK_OF(X509_INFO) *infos = bio ? PEM_X509_INFO_read_bio(bio, NULL, no_passphrase, NULL) : NULL;
    char why[200];

    if (infos == NULL) {
        openssl_says(why, sizeof why);
        return fail(err, ERR_BAD_INPUT, "a PEM block in it is damaged (%s)", why);
    }
    for (int i = 0; i < sk_X509_INFO_num(infos); i++) {
        X509_INFO *info = sk_X509_INFO_value(infos, i);
        if (info->x_pkey)
            return fail(err, ERR_BAD_INPUT, "it holds a secret key, which belongs into no case: give the certificates alone");
        if (info->x509)
            vec_push(arena, pieces, (Piece){ .certificate = info->x509 });
        if (info->crl)
            vec_push(arena, pieces, (Piece){ .list = info->crl });
        info->x509 = NULL;          /* ours now */
        info->crl = NULL;
    }
    return OK;
}

static void read_der(Arena *arena, Str file, Pieces *pieces)
{
    const unsigned char *start = (const unsigned char *)file.ptr, *at = start;
    X509 *certificate = d2i_X509(NULL, &at, (long)file.len);

    if (certificate && at == start + file.len) {
        vec_push(arena, pieces, (Piece){ .certificate = certificate });
        return;
    }
    X509_free(certificate);
    at = start;
    X509_CRL *list = d2i_X509_CRL(NULL, &at, (long)file.len);
    if (list && at == start + file.len)
        vec_push(arena, pieces, (Piece){ .list = list });
    else
        X509_CRL_free(list);
    ERR_clear_error();
}

static Status read_pieces(Arena *arena, Str file, Pieces *ret, Error *err)
{
    Status status = OK;

    if (file.len > CERTS_FILE_MAX)
        return fail(err, ERR_BAD_INPUT, "a file of certificates is at most %zu bytes", CERTS_FILE_MAX);
    if (str_find(file, S("PRIVATE KEY-----"), 0) != SIZE_MAX)
        return fail(err, ERR_BAD_INPUT, "it holds a secret key, which belongs into no case: give the certificates alone");
    if (str_find(file, S("-----BEGIN "), 0) != SIZE_MAX)
        status = read_pem(arena, file, ret, err);
    else
        read_der(arena, file, ret);
    if (status == OK && (ret->count == 0 || ret->count > PIECES_MAX))
        return fail(err, ERR_BAD_INPUT, ret->count ? "it holds too many certificates"
                                                   : "it holds no certificate and no revocation list");
    return status;
}

Status certs_add(Certs *certs, CertUse use, Str file, Error *err)
{
    AUTO_ARENA arena = arena_create();
    AUTO(free_pieces) Pieces pieces = { 0 };
    STACK_OF(X509) *to = use == CERT_TRUSTED ? certs->trusted : certs->chain;
    Status status = read_pieces(arena, file, &pieces, err);

    for (size_t i = 0; status == OK && i < pieces.count; i++) {
        Piece *p = &pieces.at[i];
        if (p->certificate ? !sk_X509_push(to, p->certificate) : !sk_X509_CRL_push(certs->lists, p->list))
            no_memory();
        *p = (Piece){ 0 };
    }
    return status;
}

Status certs_split(Arena *arena, Str file, CertPiece **ret, size_t *count, Error *err)
{
    AUTO(free_pieces) Pieces pieces = { 0 };
    Status status = read_pieces(arena, file, &pieces, err);
    CertPiece *out = arena_array(arena, CertPiece, pieces.count + 1);

    for (size_t i = 0; status == OK && i < pieces.count; i++) {
        const Piece *p = &pieces.at[i];
        AUTO(free_bio) BIO *bio = BIO_new(BIO_s_mem());
        char *bytes = NULL;
        if (bio == NULL || (p->certificate ? PEM_write_bio_X509(bio, p->certificate)
                                           : PEM_write_bio_X509_CRL(bio, p->list)) != 1)
            return fail(err, ERR_BAD_INPUT, "a certificate in it cannot be written as PEM");
        long len = BIO_get_mem_data(bio, &bytes);
        out[i] = (CertPiece){ p->certificate ? CERT_CERTIFICATE : CERT_REVOCATIONS,
                              arena_str(arena, (Str){ bytes, (size_t)len }) };
    }
    if (status != OK)
        return status;
    *ret = out;
    *count = pieces.count;
    return OK;
}
