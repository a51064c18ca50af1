/* timestamp.h -- RFC 3161: requests for a time stamp (.tsq), and the signed replies (.tsr).
 *
 * A token says: the authority saw this hash at this time. It shows that something
 * was there not later; never since when, and never that it is true. The name of an
 * authority comes from the certificate that verified the signature and was vouched
 * for by a trusted one, and from nowhere else: anybody can put a certificate with
 * any name into a token.
 */
#ifndef SEAL_TIMESTAMP_H
#define SEAL_TIMESTAMP_H

#include "seal/certs.h"

#define TIMESTAMP_FILE_MAX  ((size_t)256 << 10)     /* bytes of a request or reply that are looked at */
#define TIMESTAMP_NONCE     8                       /* bytes */

/* A request with SHA-256, a nonce, and the wish for the certificate, as
 * `openssl ts -query -sha256 -cert` makes it. */
Status request_make(Arena *arena, const Sha256 *imprint, const uint8_t nonce[TIMESTAMP_NONCE], Str *ret, Error *err);

typedef struct Request {
    const char *hash;       /* "SHA256", "SHA384", "SHA512" */
    Str         imprint;
    Str         nonce;      /* big-endian, without leading zeros; STR_NONE when there is none */
} Request;

/* Strict: DER, a hash that is accepted, nothing after it. */
Status request_parse(Arena *arena, Str file, Request *ret, Error *err);

typedef struct Token Token;

/* A reply, or a token alone. ERR_REFUSED: a reply in which the authority says no, with its words. */
Status token_parse(Str file, Token **ret, Error *err);
void   token_destroy(Token *token);         /* NULL is fine */
static inline void auto_token(Token **token) { token_destroy(*token); }     /* for AUTO(auto_token) */

/* Does it look like either? For telling files apart. */
bool token_is(Str file);

/* What the token says, unchecked. */
typedef struct TokenFacts {
    int64_t     time;           /* seconds since 1970, UTC, a fraction cut off */
    int64_t     not_after;      /* the same, fraction and stated inaccuracy added and rounded up */
    const char *hash;           /* "SHA256", "SHA384", "SHA512"; NULL: one that is not accepted */
    Str         imprint;        /* the three are views into the token */
    Str         nonce;          /* big-endian, without leading zeros; STR_NONE when there is none */
    bool        modified;       /* granted with modifications */
} TokenFacts;

TokenFacts token_facts(const Token *token);

/* Is the token about this text (its imprint), and an answer to this nonce (STR_NONE: any)? ERR_CHECK. */
Status token_fits(const Token *token, Str text, Str nonce, Error *err);

/* Which certificate signed, out of those in the token and in `certs`: the SHA-256 of its DER. Says
 * nothing about who that is. ERR_CHECK: the signature is wrong, or no certificate is its. */
Status token_signed_by(const Token *token, const Certs *certs, Sha256 *certificate, Error *err);

typedef struct TokenResult {
    Str     signer;             /* subject of the certificate that verified, UTF-8 */
    Sha256  certificate;        /* SHA-256 of its DER */
    int64_t until;              /* the chain is valid until then */
    int64_t listed;             /* date of the oldest revocation list used; INT64_MAX: none */
    size_t  unlisted;           /* certificates that no list given speaks of */
    bool    revoked_later;      /* but after the time asked of, or harmlessly after the signature */
} TokenResult;

/* Is the signature good, by an authority that `certs` trusts, at the time `at`? Not whether the token
 * is about anything: token_fits. ERR_CHECK says why not. */
Status token_verify(Arena *arena, const Token *token, const Certs *certs, int64_t at, TokenResult *ret, Error *err);

#endif
