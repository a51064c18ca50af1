/* warc_http.c -- see warc.h: HTTP messages as they were stored, and the digests over them. */
#include "keep/warc.h"

#include "base/vec.h"

#include <brotli/decode.h>
#include <openssl/evp.h>
#include <zlib.h>

static bool folded_is(Str a, const char *b)
{
    return a.len == strlen(b) && strncasecmp(a.ptr, b, a.len) == 0;
}

static bool folded_has(Str s, const char *word)
{
    for (Str part; s.ptr && str_cut(&s, ',', &part); )
        if (folded_is(str_trim(part), word))
            return true;
    return false;
}

/* ---- chunks ---- */

static bool chunk_size(Str line, uint64_t *ret)
{
    uint64_t n = 0;
    size_t digits = 0;

    for (; digits < line.len && digits < 12; digits++) {
        unsigned char c = (unsigned char)line.ptr[digits];
        int v = c >= '0' && c <= '9' ? c - '0' : (c | 32) >= 'a' && (c | 32) <= 'f' ? (c | 32) - 'a' + 10 : -1;
        if (v < 0)
            break;
        n = n << 4 | (unsigned)v;
    }
    Str rest = str_trim(str_slice(line, digits, SIZE_MAX));
    *ret = n;
    return digits > 0 && (rest.len == 0 || rest.ptr[0] == ';');
}

/* A body that says it is in chunks and is not is taken as it stands. */
static Str unchunk(Arena *arena, Str raw, Str *trouble)
{
    char *out = arena_raw(arena, raw.len + 1);
    size_t len = 0;
    Str rest = raw, line;
    uint64_t size;

    while (rest.len && memchr(rest.ptr, '\n', rest.len) && str_cut(&rest, '\n', &line)) {
        if (!chunk_size(str_trim(line), &size)) {
            *trouble = len ? S("the chunks it is stored in are broken") : S("it says that it is in chunks, and is not");
            return len ? (Str){ out, len } : raw;
        }
        if (size == 0)
            return (Str){ out, len };
        size_t n = size < rest.len ? (size_t)size : rest.len;
        memcpy(out + len, rest.ptr, n);
        len += n;
        rest = str_slice(rest, n, SIZE_MAX);
        if (n < size)
            break;
        while (rest.len && (rest.ptr[0] == '\r' || rest.ptr[0] == '\n')) {
            bool end = rest.ptr[0] == '\n';
            rest = str_slice(rest, 1, SIZE_MAX);
            if (end)
                break;
        }
    }
    *trouble = len ? S("its last chunk is missing") : S("it says that it is in chunks, and is not");
    return len ? (Str){ out, len } : raw;
}

/* ---- content encodings ---- */

static Str inflated(Arena *arena, Str in, int window, uint64_t limit, bool *whole)
{
    VEC(char) out = { 0 };
    z_stream z = { .next_in = (Bytef *)(uintptr_t)in.ptr, .avail_in = (uInt)in.len };
    char piece[16384];
    int code = Z_OK;

    *whole = false;
    if (in.len > UINT32_MAX || inflateInit2(&z, window) != Z_OK)
        return STR_NONE;
    while (code == Z_OK && out.count < limit) {
        z.next_out = (Bytef *)piece;
        z.avail_out = sizeof piece;
        code = inflate(&z, Z_NO_FLUSH);
        size_t n = sizeof piece - z.avail_out;
        if (n == 0 && code == Z_OK)
            break;
        while (out.count + n > out.room) {
            size_t room = out.room ? out.room * 2 : 65536;
            out.at = arena_grow(arena, out.at, out.room, room);
            out.room = room;
        }
        if (n)
            memcpy(out.at + out.count, piece, n);
        out.count += n;
    }
    *whole = code == Z_STREAM_END;
    inflateEnd(&z);
    return (Str){ out.at ? out.at : "", out.count };
}

static Str unbrotli(Arena *arena, Str in, uint64_t limit, bool *whole)
{
    BrotliDecoderState *state = BrotliDecoderCreateInstance(NULL, NULL, NULL);
    size_t left = in.len, room = 65536, len = 0;
    const uint8_t *from = (const uint8_t *)in.ptr;
    char *out = arena_raw(arena, room);
    BrotliDecoderResult code = BROTLI_DECODER_RESULT_NEEDS_MORE_OUTPUT;

    *whole = false;
    while (state && code == BROTLI_DECODER_RESULT_NEEDS_MORE_OUTPUT && len < limit) {
        if (len == room) {
            out = arena_grow(arena, out, room, room * 2);
            room *= 2;
        }
        uint8_t *to = (uint8_t *)out + len;
        size_t free_bytes = room - len;
        code = BrotliDecoderDecompressStream(state, &left, &from, &free_bytes, &to, NULL);
        len = room - free_bytes;
    }
    *whole = code == BROTLI_DECODER_RESULT_SUCCESS;
    if (state)
        BrotliDecoderDestroyInstance(state);
    return (Str){ out, len };
}

static void decode_body(Arena *arena, Str encoding, uint64_t limit, WarcHttp *h)
{
    bool whole = true;
    Str out = STR_NONE;

    h->body = h->unchunked;
    if (!encoding.len || folded_is(encoding, "identity") || h->unchunked.len == 0)
        return;
    if (folded_is(encoding, "gzip") || folded_is(encoding, "x-gzip")) {
        out = inflated(arena, h->unchunked, 16 + MAX_WBITS, limit, &whole);
    } else if (folded_is(encoding, "deflate")) {
        out = inflated(arena, h->unchunked, MAX_WBITS, limit, &whole);
        if (!whole && out.len == 0)
            out = inflated(arena, h->unchunked, -MAX_WBITS, limit, &whole);
    } else if (folded_is(encoding, "br")) {
        out = unbrotli(arena, h->unchunked, limit, &whole);
    } else {
        h->trouble = arena_printf(arena, "it is stored in the encoding %.*s, which is not known",
                                  (int)(encoding.len < 40 ? encoding.len : 40), encoding.ptr);
        return;
    }
    if (out.len)
        h->body = out;      /* an archiver that decoded and kept the header left plain bytes */
    if (out.len && !whole)
        h->trouble = out.len >= limit ? S("it unfolds to more than the limit") : S("its compression is damaged or cut");
    else if (!out.len && !whole)
        h->trouble = S("it says that it is compressed, and is not");
}

void warc_http(Arena *arena, Str block, uint64_t limit, WarcHttp *ret)
{
    WarcHttp h = { .raw = block, .unchunked = block, .body = block };
    Str rest = block, line;
    size_t len = 0;
    int64_t status;

    *ret = h;
    if (!str_starts(block, S("HTTP/")) || !memchr(block.ptr, '\n', block.len) || !str_cut(&rest, '\n', &line))
        return;
    line = str_trim(line);
    Str word;
    if (!str_cut(&line, ' ', &word) || !line.ptr || !str_cut(&line, ' ', &word) || !str_to_i64(word, &status) ||
        status < 100 || status > 999)
        return;
    h.status = (int)status;
    h.head = warc_head(arena, rest, &len);
    h.raw = h.unchunked = len ? str_slice(rest, len, SIZE_MAX) : S("");
    if (folded_has(warc_field(&h.head, S("Transfer-Encoding")), "chunked"))
        h.unchunked = unchunk(arena, h.raw, &h.trouble);
    Str chunk_trouble = h.trouble;
    decode_body(arena, str_trim(warc_field(&h.head, S("Content-Encoding"))), limit, &h);
    if (!h.trouble.ptr)
        h.trouble = chunk_trouble;
    *ret = h;
}

/* ---- digests ---- */

static void base32(const unsigned char *bytes, size_t count, char *out)
{
    uint32_t bits = 0;
    int have = 0;

    for (size_t i = 0; i < count; i++) {
        bits = bits << 8 | bytes[i];
        for (have += 8; have >= 5; have -= 5)
            *out++ = "abcdefghijklmnopqrstuvwxyz234567"[bits >> (have - 5) & 31];
    }
    if (have > 0)
        *out++ = "abcdefghijklmnopqrstuvwxyz234567"[bits << (5 - have) & 31];
    *out = '\0';
}

/* Base64 in either alphabet. */
static bool base64_is(Str told, const char *text)
{
    size_t len = strlen(text);

    for (size_t i = 0; i < len && i < told.len; i++) {
        char c = told.ptr[i] == '-' ? '+' : told.ptr[i] == '_' ? '/' : told.ptr[i];
        if (c != text[i])
            return false;
    }
    return told.len == len;
}

static bool digest_is(Str told, const char *text)
{
    while (told.len && told.ptr[told.len - 1] == '=')
        told.len--;
    return folded_is(told, text);
}

int warc_digest(Str digest, Str bytes)
{
    static const struct { const char *label, *name; } kinds[] = {
        { "sha1", "SHA1" }, { "sha-1", "SHA1" }, { "sha256", "SHA256" }, { "sha-256", "SHA256" }, { "sha512", "SHA512" },
        { "md5", "MD5" },
    };
    unsigned char sum[EVP_MAX_MD_SIZE];
    char text[2 * EVP_MAX_MD_SIZE + 1];
    size_t len = 0;
    Str label;

    if (!digest.len || !str_cut(&digest, ':', &label) || !digest.ptr)
        return 0;
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) {
        if (!folded_is(label, kinds[i].label))
            continue;
        if (!EVP_Q_digest(NULL, kinds[i].name, NULL, bytes.ptr ? bytes.ptr : "", bytes.len, sum, &len))
            return 0;
        base32(sum, len, text);
        if (digest_is(str_trim(digest), text))
            return 1;
        for (size_t k = 0; k < len; k++) {
            text[2 * k] = "0123456789abcdef"[sum[k] >> 4];
            text[2 * k + 1] = "0123456789abcdef"[sum[k] & 15];
        }
        text[2 * len] = '\0';
        if (digest_is(str_trim(digest), text))
            return 1;
        EVP_EncodeBlock((unsigned char *)text, sum, (int)len);      /* some write base64, whose letters have a case */
        return base64_is(str_trim(digest), text) ? 1 : -1;
    }
    return 0;
}
