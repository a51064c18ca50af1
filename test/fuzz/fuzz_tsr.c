/* fuzz_tsr.c -- any bytes as a reply of a time-stamping authority, as a request, and as certificates: no
 * signature is good without a trusted authority, and nothing that is accepted lacks a part. */
#include "base/auto.h"
#include "seal/timestamp.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    AUTO_ARENA arena = arena_create();
    AUTO(auto_certs) Certs *certs = certs_create();
    AUTO(auto_token) Token *token = NULL;
    Str file = { (const char *)data, size };
    Request request;
    CertPiece *pieces;
    size_t count;
    TokenResult result;
    Sha256 signer;

    if (request_parse(arena, file, &request, NULL) == OK && request.hash == NULL)
        abort();
    if (certs_split(arena, file, &pieces, &count, NULL) == OK && count == 0)
        abort();
    if (token_parse(file, &token, NULL) != OK)
        return 0;
    TokenFacts facts = token_facts(token);
    if (facts.not_after < facts.time)
        abort();
    token_fits(token, S("a text"), facts.nonce, NULL);
    token_signed_by(token, certs, &signer, NULL);
    if (token_verify(arena, token, certs, INT32_MAX, &result, NULL) == OK)
        abort();
    return 0;
}
