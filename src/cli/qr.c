/* qr.c -- see qr.h. The picture is a PNG of one bit a pixel without compression: nothing but the code and two
 * checksums has to be written. */
#include "cli/qr.h"

#include "base/auto.h"
#include "base/hash.h"
#include "base/os.h"

#include <qrencode.h>
#include <stdio.h>

#define QUIET       4           /* light modules around a code */
#define PIXELS      6           /* of the picture for one module */
#define MAGIC       "dokaz-qr/1 "
#define STORED_MAX  65535       /* bytes of one stored block of deflate */

static uint32_t crc32(uint32_t crc, Str bytes)
{
    crc = ~crc;
    for (size_t i = 0; i < bytes.len; i++) {
        crc ^= (unsigned char)bytes.ptr[i];
        for (int bit = 0; bit < 8; bit++)
            crc = crc >> 1 ^ (0xEDB88320u & -(crc & 1));
    }
    return ~crc;
}

static uint32_t adler32(Str bytes)
{
    uint32_t a = 1, b = 0;

    for (size_t i = 0; i < bytes.len; i++) {
        a = (a + (unsigned char)bytes.ptr[i]) % 65521;
        b = (b + a) % 65521;
    }
    return b << 16 | a;
}

static void add_u32(StrBuf *out, uint32_t n)
{
    for (int shift = 24; shift >= 0; shift -= 8)
        strbuf_char(out, (char)(n >> shift));
}

static void add_chunk(StrBuf *out, Str type, Str data)
{
    add_u32(out, (uint32_t)data.len);
    strbuf_add(out, type);
    strbuf_add(out, data);
    add_u32(out, crc32(crc32(0, type), data));
}

/* zlib's frame around stored blocks. */
static void add_stored(StrBuf *out, Str bytes)
{
    strbuf_add(out, S("\x78\x01"));
    for (size_t at = 0; at < bytes.len; at += STORED_MAX) {
        Str block = str_slice(bytes, at, at + STORED_MAX);
        strbuf_char(out, at + block.len == bytes.len);
        const unsigned sizes[] = { (unsigned)block.len, ~(unsigned)block.len };
        for (size_t i = 0; i < 2; i++) {
            strbuf_char(out, (char)(sizes[i] & 0xFF));
            strbuf_char(out, (char)(sizes[i] >> 8 & 0xFF));
        }
        strbuf_add(out, block);
    }
    add_u32(out, adler32(bytes));
}

/* Is the module dark? Outside the code all are light. */
static bool is_dark(const QRcode *code, int x, int y)
{
    return x >= 0 && y >= 0 && x < code->width && y < code->width && (code->data[y * code->width + x] & 1);
}

static void draw_png(const QRcode *code, StrBuf *out)
{
    AUTO_STRBUF head = { 0 }, rows = { 0 }, data = { 0 };
    int side = (code->width + 2 * QUIET) * PIXELS;

    for (int y = 0; y < side; y++) {
        strbuf_char(&rows, 0);      /* no filter */
        for (int x = 0; x < side; x += 8) {
            unsigned byte = 0;
            for (int bit = 0; bit < 8; bit++)
                byte = byte << 1 | !is_dark(code, (x + bit) / PIXELS - QUIET, y / PIXELS - QUIET);
            strbuf_char(&rows, (char)byte);
        }
    }
    add_u32(&head, (uint32_t)side);
    add_u32(&head, (uint32_t)side);
    strbuf_add(&head, S("\x01\0\0\0\0"));       /* one bit, grey */
    add_stored(&data, strbuf_str(&rows));
    strbuf_add(out, S("\x89PNG\r\n\x1a\n"));
    add_chunk(out, S("IHDR"), strbuf_str(&head));
    add_chunk(out, S("IDAT"), strbuf_str(&data));
    add_chunk(out, S("IEND"), S(""));
}

/* Two rows of modules a line; light ones are drawn, as letters are on a dark terminal. */
static void draw_text(const QRcode *code, StrBuf *out)
{
    static const char *const halves[] = { " ", "\xE2\x96\x84", "\xE2\x96\x80", "\xE2\x96\x88" };

    for (int y = -QUIET; y < code->width + QUIET; y += 2) {
        for (int x = -QUIET; x < code->width + QUIET; x++)
            strbuf_add(out, str_of(halves[2 * !is_dark(code, x, y) + !is_dark(code, x, y + 1)]));
        strbuf_char(out, '\n');
    }
}

static Status write_code(Str payload, Str path, void (*draw)(const QRcode *, StrBuf *), Error *err)
{
    AUTO_STRBUF picture = { 0 };
    AUTO_ARENA arena = arena_create();
    QRcode *code = QRcode_encodeData((int)payload.len, (const unsigned char *)payload.ptr, 0, QR_ECLEVEL_L);

    if (code == NULL)
        return fail(err, ERR_IO, "cannot make a QR code of %zu bytes", payload.len);
    draw(code, &picture);
    QRcode_free(code);
    return os_write_file(arena_cstr(arena, path), strbuf_str(&picture), 0644, NOT_DURABLE, err);
}

Status qr_write(Arena *arena, Str text, Str path, size_t *count, Error *err)
{
    static const struct { const char *ending; void (*draw)(const QRcode *, StrBuf *); } kinds[] = {
        { ".png", draw_png }, { ".txt", draw_text },
    };
    size_t kind = 0, parts = (text.len + QR_PART - 1) / QR_PART;
    Sha256 hash = sha256(text);
    Str hex = hex_encode(arena, (Str){ (const char *)hash.byte, 4 });
    Status status = OK;

    while (kind < 2 && !str_ends(path, str_of(kinds[kind].ending)))
        kind++;
    if (kind == 2)
        return fail(err, ERR_USAGE, "--qr takes a file that ends in .png or .txt");
    if (parts > QR_PARTS)
        return fail(err, ERR_USAGE, "%zu bytes are too many for %d QR codes: carry the file instead", text.len, QR_PARTS);
    *count = parts <= 1 ? 1 : parts;
    if (parts <= 1)
        return write_code(text, path, kinds[kind].draw, err);
    for (size_t i = 0; status == OK && i < parts; i++) {
        Str part = str_slice(text, i * QR_PART, (i + 1) * QR_PART);
        Str payload = arena_printf(arena, MAGIC "%zu/%zu %zu " STR_FMT "\n" STR_FMT, i + 1, parts, part.len,
                                   STR_ARG(hex), STR_ARG(part));
        Str file = arena_printf(arena, STR_FMT "-%zu%s", STR_ARG(str_slice(path, 0, path.len - 4)), i + 1,
                                kinds[kind].ending);
        status = write_code(payload, file, kinds[kind].draw, err);
    }
    return status;
}

/* Cut one part off *rest. */
static bool take_part(Str *rest, int64_t *number, int64_t *of, Str *hex, Str *part)
{
    Str at = str_slice(*rest, sizeof MAGIC - 1, rest->len), line, field[3], piece;
    int64_t bytes;

    if (!str_starts(*rest, S(MAGIC)) || !str_cut(&at, '\n', &line) || !str_cut(&line, ' ', &field[0]) ||
        !str_cut(&line, ' ', &field[1]) || !str_cut(&line, ' ', &field[2]) || !str_cut(&field[0], '/', &piece) ||
        !str_to_i64(piece, number) || !str_to_i64(field[0], of) || !str_to_i64(field[1], &bytes) || bytes < 1 ||
        (uint64_t)bytes > at.len || *of < 2 || *of > QR_PARTS || *number < 1 || *number > *of)
        return false;
    *hex = field[2];
    *part = str_slice(at, 0, (size_t)bytes);
    *rest = str_slice(at, (size_t)bytes, at.len);
    return true;
}

Status qr_join(Arena *arena, Str text, Str *ret, Error *err)
{
    Str parts[QR_PARTS] = { { NULL, 0 } }, first = STR_NONE, rest = text;
    int64_t all = 0;
    AUTO_STRBUF out = { 0 };

    if (!str_starts(text, S(MAGIC))) {
        while (str_ends(text, S("\n\n")))
            text.len--;
        *ret = text;
        return OK;
    }
    while (rest.len) {
        int64_t number, of;
        Str hex, part;
        if (!take_part(&rest, &number, &of, &hex, &part) || (all && (of != all || !str_eq(hex, first))))
            return fail(err, ERR_BAD_INPUT, "the QR codes do not belong together, or one was not read whole");
        all = of;
        first = hex;
        parts[number - 1] = part;
        while (str_starts(rest, S("\n")))
            rest = str_slice(rest, 1, rest.len);
    }
    for (int64_t i = 0; i < all; i++) {
        if (!parts[i].ptr)
            return fail(err, ERR_BAD_INPUT, "QR code %lld of %lld is missing", (long long)i + 1, (long long)all);
        strbuf_add(&out, parts[i]);
    }
    Sha256 hash = sha256(strbuf_str(&out));
    if (!str_eq(hex_encode(arena, (Str){ (const char *)hash.byte, 4 }), first))
        return fail(err, ERR_BAD_INPUT, "the QR codes do not give the text that was cut into them");
    *ret = arena_str(arena, strbuf_str(&out));
    return OK;
}
