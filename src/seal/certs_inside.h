/* certs_inside.h -- what certs.c, chain.c and timestamp.c share of OpenSSL; nobody else includes it. */
#ifndef SEAL_CERTS_INSIDE_H
#define SEAL_CERTS_INSIDE_H

#include "seal/certs.h"

#include <openssl/x509.h>

struct Certs {
    STACK_OF(X509)     *trusted, *chain;
    STACK_OF(X509_CRL) *lists;
};

/* The newest complaint of OpenSSL as words, and the queue emptied. Ends in NUL. */
void openssl_says(char *out, size_t size);

/* Seconds since 1970, a fraction cut off; false when it is no time. */
bool asn1_time(const ASN1_TIME *time, int64_t *ret);

/* A store that trusts `trusted` and asks at the time `at`. NULL when memory is short. */
X509_STORE *chain_store(const STACK_OF(X509) *trusted, int64_t at, unsigned long flags);

/* What the certificates from the signer's to a trusted one say together. */
typedef struct Chain {
    int64_t from, until;    /* all of them are valid between these, both included */
    int64_t listed;         /* date of the oldest revocation list that was used, or INT64_MAX */
    size_t  unlisted;       /* certificates below the trusted one that no list speaks of */
    bool    revoked_later;  /* one was revoked after the time asked of, or harmlessly after the signature */
} Chain;

/* Is `signer` vouched for by a trusted certificate at the time `at`, and not revoked for a signature
 * made at `made`? ERR_CHECK says why not. */
Status chain_check(const Certs *certs, X509 *signer, STACK_OF(X509) *bag, int64_t at, int64_t made, Chain *ret,
                   Error *err);

#endif
