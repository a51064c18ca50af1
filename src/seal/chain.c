/* chain.c -- from the certificate that signed up to one that is trusted, at a stated time.
 *
 * OpenSSL builds the chain and judges dates and purposes. Revocation is judged here, because for time
 * stamps it depends on when (RFC 3161, section 4): a certificate that was revoked for a harmless reason
 * (superseded, out of use) leaves older stamps good; one revoked for any other reason, or for none that is
 * given, takes all its stamps with it, unless something else shows that they were there before. */
#include "seal/certs_inside.h"

#include "base/time.h"

#include <openssl/x509v3.h>

X509_STORE *chain_store(const STACK_OF(X509) *trusted, int64_t at, unsigned long flags)
{
    X509_STORE *store = X509_STORE_new();

    for (int i = 0; store && i < sk_X509_num(trusted); i++)
        X509_STORE_add_cert(store, sk_X509_value(trusted, i));
    if (store) {
        X509_VERIFY_PARAM_set_time(X509_STORE_get0_param(store), (time_t)at);
        X509_STORE_set_flags(store, flags);
    }
    return store;
}

/* Why a certificate is in a list; -1 when the list does not say. */
static long reason_of(const X509_REVOKED *entry)
{
    ASN1_ENUMERATED *stated = X509_REVOKED_get_ext_d2i(entry, NID_crl_reason, NULL, NULL);
    long reason = stated ? ASN1_ENUMERATED_get(stated) : -1;

    ASN1_ENUMERATED_free(stated);
    return reason;
}

static bool harmless(long reason)
{
    return reason == CRL_REASON_UNSPECIFIED || reason == CRL_REASON_AFFILIATION_CHANGED ||
           reason == CRL_REASON_SUPERSEDED || reason == CRL_REASON_CESSATION_OF_OPERATION;
}

/* Since when it is not to be trusted: the day of revocation, or an earlier one that the list states. */
static bool revoked_since(const X509_REVOKED *entry, int64_t *ret)
{
    int64_t earlier;
    ASN1_GENERALIZEDTIME *invalid = X509_REVOKED_get_ext_d2i(entry, NID_invalidity_date, NULL, NULL);
    bool is = asn1_time(X509_REVOKED_get0_revocationDate(entry), ret);

    if (is && invalid && asn1_time(invalid, &earlier) && earlier < *ret)
        *ret = earlier;
    ASN1_GENERALIZEDTIME_free(invalid);
    return is;
}

/* Does this list speak of certificates by this issuer, and is it signed by it? */
static bool list_is_of(X509_CRL *list, X509 *issuer)
{
    EVP_PKEY *key = X509_get0_pubkey(issuer);

    return key && X509_NAME_cmp(X509_CRL_get_issuer(list), X509_get_subject_name(issuer)) == 0 &&
           X509_CRL_verify(list, key) == 1;
}

static Status check_entry(X509_REVOKED *entry, int64_t at, int64_t made, Chain *chain, Error *err)
{
    int64_t since = 0;
    long reason = reason_of(entry);
    char when[21];

    if (reason == CRL_REASON_REMOVE_FROM_CRL)
        return OK;
    bool known = revoked_since(entry, &since);
    if (known && (since > at || (since > made && harmless(reason)))) {
        chain->revoked_later = true;
        return OK;
    }
    time_format(since, when);
    return fail(err, ERR_CHECK, "certificate revoked%s%s", known ? " as of " : "", known ? when : "");
}

static Status check_lists(const Certs *certs, X509 *cert, X509 *issuer, int64_t at, int64_t made, Chain *chain,
                          Error *err)
{
    bool spoken_of = false;
    Status status = OK;
    int64_t date;

    for (int i = 0; status == OK && i < sk_X509_CRL_num(certs->lists); i++) {
        X509_CRL *list = sk_X509_CRL_value(certs->lists, i);
        X509_REVOKED *entry = NULL;
        if (!list_is_of(list, issuer))
            continue;
        spoken_of = true;
        if (asn1_time(X509_CRL_get0_lastUpdate(list), &date) && date < chain->listed)
            chain->listed = date;
        if (X509_CRL_get0_by_cert(list, &entry, cert) != 0 && entry)
            status = check_entry(entry, at, made, chain, err);
    }
    chain->unlisted += !spoken_of;
    return status;
}

static Status check_built(const Certs *certs, const STACK_OF(X509) *built, int64_t at, int64_t made, Chain *ret,
                          Error *err)
{
    Chain chain = { INT64_MIN, INT64_MAX, INT64_MAX, 0, false };
    Status status = OK;

    for (int i = 0; status == OK && i < sk_X509_num(built); i++) {
        X509 *cert = sk_X509_value(built, i);
        int64_t from, until;
        if (!asn1_time(X509_get0_notBefore(cert), &from) || !asn1_time(X509_get0_notAfter(cert), &until))
            return fail(err, ERR_CHECK, "a certificate has no readable dates");
        chain.from = from > chain.from ? from : chain.from;
        chain.until = until < chain.until ? until : chain.until;
        if (i + 1 < sk_X509_num(built))
            status = check_lists(certs, cert, sk_X509_value(built, i + 1), at, made, &chain, err);
    }
    if (status == OK)
        *ret = chain;
    return status;
}

Status chain_check(const Certs *certs, X509 *signer, STACK_OF(X509) *bag, int64_t at, int64_t made, Chain *ret,
                   Error *err)
{
    X509_STORE *store = chain_store(certs->trusted, at, 0);
    X509_STORE_CTX *context = X509_STORE_CTX_new();
    Status status;

    if (!store || !context || X509_STORE_CTX_init(context, store, signer, bag) != 1) {
        status = fail(err, ERR_IO, "out of memory");
    } else {
        X509_STORE_CTX_set_purpose(context, X509_PURPOSE_TIMESTAMP_SIGN);
        status = X509_verify_cert(context) == 1
                     ? check_built(certs, X509_STORE_CTX_get0_chain(context), at, made, ret, err)
                     : fail(err, ERR_CHECK, "%s",
                            X509_verify_cert_error_string(X509_STORE_CTX_get_error(context)));
    }
    X509_STORE_CTX_free(context);
    X509_STORE_free(store);
    return status;
}
