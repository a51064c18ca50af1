/* sd_jwt.c -- see sd_jwt.h. */
#include "seal/sd_jwt.h"

#include "base/auto.h"
#include "base/json_out.h"
#include "base/map.h"
#include "base/utf8.h"
#include "seal/inside.h"
#include "seal/strict.h"

#define SALT_SIZE   32
#define HASH_URL    43          /* characters of 32 bytes in base64url */

/* ---- base64url without padding (RFC 7515), one spelling ---- */

static Str url_encode(Arena *arena, Str bytes)
{
    Str text = base64_encode(arena, bytes);
    char *out = arena_cstr(arena, text);

    for (size_t i = 0; i < text.len; i++)
        out[i] = out[i] == '+' ? '-' : out[i] == '/' ? '_' : out[i];
    while (text.len && out[text.len - 1] == '=')
        text.len--;
    return (Str){ out, text.len };
}

static bool url_decode(Arena *arena, Str text, Str *ret)
{
    char *padded = arena_raw(arena, text.len + 4);
    size_t len = text.len;

    for (size_t i = 0; i < len; i++) {
        if (text.ptr[i] == '+' || text.ptr[i] == '/' || text.ptr[i] == '=')
            return false;
        padded[i] = text.ptr[i] == '-' ? '+' : text.ptr[i] == '_' ? '/' : text.ptr[i];
    }
    while (len % 4)
        padded[len++] = '=';
    return base64_decode(arena, (Str){ padded, len }, ret);
}

/* ---- making ---- */

static Str header_of(Arena *arena, const VerifyKey *key)
{
    char id[2 * sizeof key->id];

    hex_write((Str){ (const char *)key->id, sizeof key->id }, id);
    AUTO_STRBUF name = { 0 };
    json_quote(&name, arena_printf(arena, "%s+%.*s", key->name, (int)sizeof id, id));
    return arena_printf(arena, "{\"alg\":\"EdDSA\",\"kid\":" STR_FMT ",\"typ\":\"dokaz+sd-jwt\"}",
                        STR_ARG(strbuf_str(&name)));
}

/* The salt of a disclosure: from the document's secret like the salts of the tree, and from another message. */
static Str disclosure_of(Arena *arena, const Segmentation *s, Str text, uint32_t i)
{
    AUTO_STRBUF json = { 0 };
    Str message = arena_printf(arena, "dokaz+sd-jwt %u", i);
    Sha256 salt = sha256_hmac(sha256_str(&s->key), message);
    Str salt_text = url_encode(arena, sha256_str(&salt));

    strbuf_printf(&json, "[\"" STR_FMT "\",{\"i\":%u,\"of\":%u,\"t\":", STR_ARG(salt_text), i + 1, s->total);
    json_quote(&json, segment_text(s, text, i));
    strbuf_add(&json, S("}]"));
    return url_encode(arena, strbuf_str(&json));
}

static void write_payload(Arena *arena, Case *c, const Segmentation *s, const Str *digests, StrBuf *out)
{
    JsonOut j = { .out = out };
    Sha256 root = log_root(c), tree = segment_root(s);

    json_object(&j, NULL);
    json_text(&j, "_sd_alg", "sha-256");
    json_i64(&j, "entry", (int64_t)s->index);
    json_text(&j, "log", case_key(c)->name);
    json_str(&j, "root", base64_encode(arena, sha256_str(&root)));
    json_array(&j, "seg");
    for (uint32_t i = 0; i < s->total; i++) {
        json_object(&j, NULL);
        json_str(&j, "...", digests[i]);
        json_object_end(&j);
    }
    json_array_end(&j);
    json_i64(&j, "size", (int64_t)log_size(c));
    json_str(&j, "tree", base64_encode(arena, sha256_str(&tree)));
    json_object_end(&j);
}

Status sd_jwt_make(Arena *arena, Case *c, const Segmentation *s, Str text, const bool *show, StrBuf *out,
                   Error *err)
{
    AUTO_STRBUF payload = { 0 };
    uint8_t signature[KEY_SIGNATURE_SIZE];
    Str *disclosures = arena_array(arena, Str, s->total), *digests = arena_array(arena, Str, s->total);

    if (c->mode != CASE_WRITE)
        return fail(err, ERR_USAGE, "the case %s is open for reading only", c->dir);
    for (uint32_t i = 0; i < s->total; i++) {
        if (show[i] && utf8_valid(segment_text(s, text, i)) != segment_text(s, text, i).len)
            return fail(err, ERR_BAD_INPUT, "piece %u is no UTF-8, and JSON holds nothing else", i + 1);
        disclosures[i] = disclosure_of(arena, s, text, i);
        Sha256 digest = sha256(disclosures[i]);
        digests[i] = url_encode(arena, sha256_str(&digest));
    }
    write_payload(arena, c, s, digests, &payload);
    Str header = url_encode(arena, header_of(arena, case_key(c))), body = url_encode(arena, strbuf_str(&payload));
    Str signing = arena_printf(arena, STR_FMT "." STR_FMT, STR_ARG(header), STR_ARG(body));
    Status status = key_sign(c->log_key, signing, signature, err);
    if (status != OK)
        return status;
    Str signed_by = url_encode(arena, (Str){ (const char *)signature, sizeof signature });
    strbuf_printf(out, STR_FMT "." STR_FMT "~", STR_ARG(signing), STR_ARG(signed_by));
    for (uint32_t i = 0; i < s->total; i++)
        if (show[i])
            strbuf_printf(out, STR_FMT "~", STR_ARG(disclosures[i]));
    return OK;
}

/* ---- reading: the one spelling, word by word ---- */

static bool want(Str *rest, Str literal)
{
    if (!str_starts(*rest, literal))
        return false;
    *rest = str_slice(*rest, literal.len, rest->len);
    return true;
}

static bool want_number(Str *rest, uint64_t *ret)
{
    size_t len = 0;

    while (len < rest->len && rest->ptr[len] >= '0' && rest->ptr[len] <= '9')
        len++;
    bool good = strict_u64(str_slice(*rest, 0, len), ret);
    *rest = str_slice(*rest, len, rest->len);
    return good;
}

static bool want_hash(Str *rest, Sha256 *ret)
{
    Str text = str_slice(*rest, 0, 44);

    *rest = str_slice(*rest, text.len, rest->len);
    return strict_base64(text, ret->byte, SHA256_SIZE);
}

/* 32 bytes in base64url. */
static bool want_hash_url(Arena *arena, Str *rest, Str *ret)
{
    Str bytes;

    *ret = str_slice(*rest, 0, HASH_URL);
    *rest = str_slice(*rest, ret->len, rest->len);
    return ret->len == HASH_URL && url_decode(arena, *ret, &bytes) && bytes.len == SHA256_SIZE;
}

/* What follows a backslash, as json_quote writes it. */
static bool take_escape(Str s, size_t *at, StrBuf *out)
{
    static const char from[] = "\"\\nrt", to[] = "\"\\\n\r\t";
    const char *known = *at < s.len && s.ptr[*at] ? strchr(from, s.ptr[*at]) : NULL;
    uint8_t byte;

    if (known) {
        strbuf_char(out, to[known - from]);
        (*at)++;
        return true;
    }
    if (!str_starts(str_slice(s, *at, s.len), S("u00")) || !hex_decode(str_slice(s, *at + 3, *at + 5), &byte, 1))
        return false;
    strbuf_char(out, (char)byte);
    *at += 5;
    return true;
}

/* A JSON string to the end of its quotes; *rest moves behind it. */
static bool want_string(Arena *arena, Str *rest, Str *ret)
{
    AUTO_STRBUF text = { 0 };
    AUTO_STRBUF again = { 0 };
    size_t at = 1;

    if (!str_starts(*rest, S("\"")))
        return false;
    while (at < rest->len && rest->ptr[at] != '"') {
        char c = rest->ptr[at++];
        if (c != '\\')
            strbuf_char(&text, c);
        else if (!take_escape(*rest, &at, &text))
            return false;
    }
    if (at == rest->len)
        return false;
    json_quote(&again, strbuf_str(&text));
    if (!str_eq(strbuf_str(&again), str_slice(*rest, 0, at + 1)) ||
        utf8_valid(strbuf_str(&text)) != text.len)
        return false;
    *ret = arena_str(arena, strbuf_str(&text));
    *rest = str_slice(*rest, at + 1, rest->len);
    return true;
}

/* The digests in order; map: digest -> index. */
static Status read_digests(Arena *arena, Str *rest, Map *map, Error *err)
{
    Str digest;

    do {
        if (!want(rest, S("{\"...\":\"")) || !want_hash_url(arena, rest, &digest) || !want(rest, S("\"}")))
            return fail(err, ERR_BAD_INPUT, "`seg` is not a list of {\"...\":digest} after place %zu", map->count);
        if (map_get(map, digest))
            return fail(err, ERR_CHECK, "the digest of piece %zu stands in `seg` twice", map->count + 1);
        map_put(arena, map, digest, (int64_t)map->count);
    } while (want(rest, S(",")));
    return map->count <= UINT32_MAX ? OK : fail(err, ERR_BAD_INPUT, "`seg` has too many places");
}

static Status read_payload(Arena *arena, Str payload, const VerifyKey *key, SdJwt *jwt, Map *map, Error *err)
{
    AUTO_STRBUF log = { 0 };
    Str rest = payload;

    json_quote(&log, str_of(key->name));
    bool good = want(&rest, S("{\"_sd_alg\":\"sha-256\",\"entry\":")) && want_number(&rest, &jwt->entry) &&
                want(&rest, S(",\"log\":")) && want(&rest, strbuf_str(&log)) && want(&rest, S(",\"root\":\"")) &&
                want_hash(&rest, &jwt->root) && want(&rest, S("\",\"seg\":["));
    Status status = good ? read_digests(arena, &rest, map, err) : OK;
    if (status != OK)
        return status;
    good = good && want(&rest, S("],\"size\":")) && want_number(&rest, &jwt->size) &&
           want(&rest, S(",\"tree\":\"")) && want_hash(&rest, &jwt->tree) && want(&rest, S("\"}")) && rest.len == 0;
    if (!good)
        return fail(err, ERR_BAD_INPUT, "the payload is not of this form after byte %zu", payload.len - rest.len);
    return jwt->entry < jwt->size ? OK : fail(err, ERR_CHECK, "entry %llu does not lie in a log of %llu entries",
                                              (unsigned long long)jwt->entry, (unsigned long long)jwt->size);
}

static Status read_disclosure(Arena *arena, Str disclosure, const Map *map, SdJwt *jwt, Str *pieces, Error *err)
{
    Sha256 digest = sha256(disclosure);
    int64_t *at = map_get(map, url_encode(arena, sha256_str(&digest)));
    uint64_t number, total;
    Str json, salt, text;

    if (!at)
        return fail(err, ERR_CHECK, "disclosure %u is in no place of `seg`: it was changed or added", jwt->shown + 1);
    if (pieces[*at].ptr)
        return fail(err, ERR_CHECK, "piece %lld is disclosed twice", (long long)*at + 1);
    if (!url_decode(arena, disclosure, &json) || !want(&json, S("[\"")) || !want_hash_url(arena, &json, &salt) ||
        !want(&json, S("\",{\"i\":")) || !want_number(&json, &number) || !want(&json, S(",\"of\":")) ||
        !want_number(&json, &total) || !want(&json, S(",\"t\":")) || !want_string(arena, &json, &text) ||
        !want(&json, S("}]")) || json.len || text.len == 0)
        return fail(err, ERR_BAD_INPUT, "the disclosure in place %lld is not of this form", (long long)*at + 1);
    if (total != jwt->total || number != (uint64_t)*at + 1)
        return fail(err, ERR_CHECK, "the piece in place %lld of %u says that it is %llu of %llu", (long long)*at + 1,
                    jwt->total, (unsigned long long)number, (unsigned long long)total);
    pieces[*at] = text;
    jwt->shown++;
    return OK;
}

/* "header.payload.signature": the header as it must be. *signing is what was signed. */
static Status read_signed(Arena *arena, Str signed_part, const VerifyKey *key, Str *payload, Str *signing,
                          Str *signature, Error *err)
{
    Str rest = signed_part, header, body, bytes;
    Str expected = header_of(arena, key);

    if (!str_cut(&rest, '.', &header) || !str_cut(&rest, '.', &body) || !url_decode(arena, header, &bytes) ||
        !url_decode(arena, body, payload) || !url_decode(arena, rest, signature))
        return fail(err, ERR_BAD_INPUT, "this is no SD-JWT: its first part is not three texts in base64url");
    if (!str_eq(bytes, expected))
        return fail(err, ERR_CHECK, "the header is not " STR_FMT, STR_ARG(expected));
    *signing = str_slice(signed_part, 0, header.len + 1 + body.len);
    return OK;
}

static Status read_all(Arena *arena, Str file, const VerifyKey *key, bool signature_too, SdJwt *ret, Error *err)
{
    SdJwt jwt = { .total = 0 };
    Map map = { 0 };
    Str rest = file, part, payload, signing, signature;

    if (!str_cut(&rest, '~', &part) || !str_ends(file, S("~")))
        return fail(err, ERR_BAD_INPUT, "this is no SD-JWT without a key binding: it does not end in ~");
    Status status = read_signed(arena, part, key, &payload, &signing, &signature, err);
    if (status == OK && signature_too && (signature.len != KEY_SIGNATURE_SIZE ||
        !key_check(key->public_key, signing, (const uint8_t *)signature.ptr)))
        status = fail(err, ERR_CHECK, "the signature is not the log's");
    if (status == OK)
        status = read_payload(arena, payload, key, &jwt, &map, err);
    if (status != OK)
        return status;
    jwt.total = (uint32_t)map.count;
    Str *pieces = arena_array(arena, Str, map.count);
    rest = str_slice(file, part.len + 1, file.len);
    while (status == OK && rest.len) {
        size_t end = str_find(rest, S("~"), 0);
        status = read_disclosure(arena, str_slice(rest, 0, end), &map, &jwt, pieces, err);
        rest = str_slice(rest, end + 1, rest.len);
    }
    jwt.pieces = pieces;
    if (status == OK)
        *ret = jwt;
    return status;
}

Status sd_jwt_parse(Arena *arena, Str file, const VerifyKey *key, SdJwt *ret, Error *err)
{
    return read_all(arena, file, key, false, ret, err);
}

Status sd_jwt_verify(Arena *arena, Str file, const VerifyKey *key, SdJwt *ret, Error *err)
{
    return read_all(arena, file, key, true, ret, err);
}
