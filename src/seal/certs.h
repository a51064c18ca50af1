/* certs.h -- certificates and revocation lists, as authorities publish them and users hand them over.
 *
 * Certificates that a user trusts are kept apart from those that only fill the
 * gap between a signature and them. Nothing is trusted because it lies in a case,
 * and nothing is asked of the machine's own store of authorities: in ten years it
 * will be another one.
 */
#ifndef SEAL_CERTS_H
#define SEAL_CERTS_H

#include "base/arena.h"
#include "base/hash.h"

#define CERTS_FILE_MAX ((size_t)4 << 20)    /* bytes of a file that are looked at */

typedef struct Certs Certs;

typedef enum CertUse { CERT_TRUSTED, CERT_CHAIN } CertUse;

Certs *certs_create(void);
void   certs_destroy(Certs *certs);         /* NULL is fine */
static inline void auto_certs(Certs **certs) { certs_destroy(*certs); }     /* for AUTO(auto_certs) */

/* Take in a file of PEM blocks, or one certificate or list in DER. `use` is that of the certificates.
 * ERR_BAD_INPUT: there is no certificate and no list in it, or a secret key. */
Status certs_add(Certs *certs, CertUse use, Str file, Error *err);

size_t certs_trusted(const Certs *certs);

typedef enum CertKind { CERT_CERTIFICATE, CERT_REVOCATIONS } CertKind;

/* One certificate or list out of such a file, as PEM without anything else: what is kept of it. */
typedef struct CertPiece {
    CertKind kind;
    Str      pem;
} CertPiece;

/* All of a file, in its order; fails as certs_add does. */
Status certs_split(Arena *arena, Str file, CertPiece **ret, size_t *count, Error *err);

#endif
