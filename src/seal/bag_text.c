/* bag_text.c -- see bag_text.h. */
#include "seal/bag_text.h"

#include "base/hash.h"
#include "base/utf8.h"
#include "base/vec.h"
#include "seal/strict.h"

#define DECLARATION_MAX 1024

const BagAlgorithm bag_algorithms[] = {
    { "md5", 16 }, { "sha1", 20 }, { "sha224", 28 }, { "sha256", 32 }, { "sha384", 48 }, { "sha512", 64 },
};
const unsigned bag_algorithm_count = sizeof bag_algorithms / sizeof *bag_algorithms;

static char lower(char c)
{
    return c >= 'A' && c <= 'Z' ? (char)(c + 32) : c;
}

static bool same_label(Str a, Str b)
{
    bool same = a.len == b.len;

    for (size_t i = 0; same && i < a.len; i++)
        same = lower(a.ptr[i]) == lower(b.ptr[i]);
    return same;
}

int bag_algorithm_of(Str name)
{
    for (unsigned i = 0; i < bag_algorithm_count; i++) {
        Str known = str_of(bag_algorithms[i].name);
        bool dashed = name.len == known.len + 1 && known.len > 3 && name.ptr[3] == '-' &&
                      same_label(str_slice(name, 0, 3), str_slice(known, 0, 3)) &&
                      same_label(str_slice(name, 4, name.len), str_slice(known, 3, known.len));
        if (same_label(name, known) || dashed)
            return (int)i;
    }
    return -1;
}

bool bag_line(Str *rest, Str *line)
{
    size_t end = 0;

    if (rest->len == 0)
        return false;
    while (end < rest->len && rest->ptr[end] != '\n' && rest->ptr[end] != '\r')
        end++;
    *line = str_slice(*rest, 0, end);
    if (end + 1 < rest->len && rest->ptr[end] == '\r' && rest->ptr[end + 1] == '\n')
        end++;
    *rest = str_slice(*rest, end + 1, rest->len);
    return true;
}

/* ---- bagit.txt ---- */

static bool version_is_known(int major, int minor)
{
    return (major == 0 && minor >= 93 && minor <= 97) || (major == 1 && minor == 0);
}

static bool encoding_of(Str name, BagEncoding *ret)
{
    static const struct { const char *name; BagEncoding encoding; } names[] = {
        { "UTF-8", BAG_UTF8 }, { "UTF8", BAG_UTF8 }, { "US-ASCII", BAG_UTF8 }, { "ASCII", BAG_UTF8 },
        { "ISO-8859-1", BAG_LATIN1 }, { "ISO8859-1", BAG_LATIN1 }, { "LATIN1", BAG_LATIN1 },
        { "UTF-16", BAG_UTF16 }, { "UTF16", BAG_UTF16 },
        { "UTF-16LE", BAG_UTF16LE }, { "UTF-16BE", BAG_UTF16BE },
    };

    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (same_label(name, str_of(names[i].name))) {
            *ret = names[i].encoding;
            return true;
        }
    return false;
}

/* "<label>: <value>", spelt just so. */
static bool declaration_line(Str *rest, Str label, Str *value)
{
    Str line;

    if (!bag_line(rest, &line) || !str_starts(line, label))
        return false;
    line = str_slice(line, label.len, line.len);
    if (!str_starts(line, S(": ")))
        return false;
    *value = str_slice(line, 2, line.len);
    return value->len > 0 && value->ptr[0] != ' ' && value->ptr[0] != '\t';
}

Status bag_parse_declaration(Str bytes, BagDeclaration *ret, Error *err)
{
    BagDeclaration d = { 0 };
    Str rest = bytes, version, major, encoding;
    uint64_t numbers[2];

    if (bytes.len > DECLARATION_MAX)
        return fail(err, ERR_BAD_INPUT, "too long: it must be two lines");
    if (str_starts(bytes, S("\xEF\xBB\xBF")))
        return fail(err, ERR_BAD_INPUT, "begins with a byte order mark, which it must not have");
    if (!declaration_line(&rest, S("BagIt-Version"), &version))
        return fail(err, ERR_BAD_INPUT, "its first line must be `BagIt-Version: M.N`, without other spaces");
    if (!str_cut(&version, '.', &major) || !strict_u64(major, &numbers[0]) || !strict_u64(version, &numbers[1]) ||
        numbers[0] > 99 || numbers[1] > 99)
        return fail(err, ERR_BAD_INPUT, "its version is not two numbers with a dot between");
    d.major = (int)numbers[0];
    d.minor = (int)numbers[1];
    if (!version_is_known(d.major, d.minor))
        return fail(err, ERR_BAD_INPUT, "version %d.%d is not known here (0.93 to 0.97 and 1.0 are)", d.major,
                    d.minor);
    if (!declaration_line(&rest, S("Tag-File-Character-Encoding"), &encoding))
        return fail(err, ERR_BAD_INPUT, "its second line must be `Tag-File-Character-Encoding: NAME`");
    if (rest.len)
        return fail(err, ERR_BAD_INPUT, "has more than its two lines");
    if (!encoding_of(encoding, &d.encoding))
        return fail(err, ERR_BAD_INPUT, "its encoding is not known here (UTF-8, US-ASCII, ISO-8859-1 and UTF-16 are)");
    *ret = d;
    return OK;
}

/* ---- encodings ---- */

static uint32_t unit_at(Str bytes, size_t at, bool little)
{
    uint8_t first = (uint8_t)bytes.ptr[at], second = (uint8_t)bytes.ptr[at + 1];

    return little ? (uint32_t)(second << 8 | first) : (uint32_t)(first << 8 | second);
}

static Status decode_utf16(BagEncoding encoding, Str bytes, StrBuf *out, Error *err)
{
    bool little = encoding == BAG_UTF16LE;
    size_t at = 0;

    if (bytes.len % 2)
        return fail(err, ERR_BAD_INPUT, "is not UTF-16: an odd number of bytes");
    if (bytes.len >= 2 && (unit_at(bytes, 0, false) == 0xFEFF || unit_at(bytes, 0, true) == 0xFEFF)) {
        if (encoding == BAG_UTF16)
            little = unit_at(bytes, 0, true) == 0xFEFF;
        at = 2;
    }
    for (; at < bytes.len; at += 2) {
        uint32_t c = unit_at(bytes, at, little);
        if (c >= 0xD800 && c < 0xDC00 && at + 3 < bytes.len) {
            uint32_t low = unit_at(bytes, at + 2, little);
            if (low >= 0xDC00 && low < 0xE000) {
                c = 0x10000 + ((c - 0xD800) << 10) + (low - 0xDC00);
                at += 2;
            }
        }
        if (c >= 0xD800 && c < 0xE000)
            return fail(err, ERR_BAD_INPUT, "is not UTF-16: half a surrogate pair");
        strbuf_utf8(out, c);
    }
    return OK;
}

Status bag_decode(Arena *arena, BagEncoding encoding, Str bytes, Str *ret, Error *err)
{
    StrBuf out = { 0 };
    Status status = OK;

    if (encoding == BAG_UTF8) {
        if (str_starts(bytes, S("\xEF\xBB\xBF")))
            return fail(err, ERR_BAD_INPUT, "begins with a byte order mark");
        if (utf8_valid(bytes) != bytes.len)
            return fail(err, ERR_BAD_INPUT, "is not UTF-8 from byte %zu on", utf8_valid(bytes));
        *ret = bytes;
        return OK;
    }
    if (encoding == BAG_LATIN1)
        for (size_t i = 0; i < bytes.len; i++)
            strbuf_utf8(&out, (uint8_t)bytes.ptr[i]);
    else
        status = decode_utf16(encoding, bytes, &out, err);
    if (status == OK)
        *ret = arena_str(arena, strbuf_str(&out));
    strbuf_finish(&out);
    return status;
}

/* ---- paths ---- */

void bag_encode_path(StrBuf *out, Str path)
{
    for (size_t i = 0; i < path.len; i++)
        if (path.ptr[i] == '\n' || path.ptr[i] == '\r' || path.ptr[i] == '%')
            strbuf_printf(out, "%%%02X", (unsigned char)path.ptr[i]);
        else
            strbuf_char(out, path.ptr[i]);
}

/* The byte that `code` ("%0A", "%0d", in 1.0 also "%25") stands for; -1 for anything else. */
static int coded_byte(const BagDeclaration *bag, Str code)
{
    if (code.len != 3 || code.ptr[0] != '%')
        return -1;
    char high = code.ptr[1], low = lower(code.ptr[2]);
    if (high == '0' && (low == 'a' || low == 'd'))
        return low == 'a' ? '\n' : '\r';
    return bag->major >= 1 && high == '2' && low == '5' ? '%' : -1;
}

static Str decode_path(Arena *arena, const BagDeclaration *bag, Str path, unsigned *odd)
{
    char *out = arena_raw(arena, path.len + 1);
    size_t len = 0;

    for (size_t i = 0; i < path.len; i++) {
        int byte = coded_byte(bag, str_slice(path, i, i + 3));
        if (byte < 0 && path.ptr[i] == '%' && bag->major >= 1)
            *odd |= BAG_ODD_PERCENT;
        out[len++] = byte < 0 ? path.ptr[i] : (char)byte;
        i += byte < 0 ? 0 : 2;
    }
    out[len] = '\0';
    return (Str){ out, len };
}

/* A path that stays below the bag, without "." and empty parts. */
static Status safe_path(Arena *arena, const BagDeclaration *bag, Str raw, Str *ret, unsigned *odd, Error *err)
{
    Str path = decode_path(arena, bag, raw, odd), part, rest = path;

    if (path.len == 0)
        return fail(err, ERR_BAD_INPUT, "a line without a path");
    if (memchr(path.ptr, '\0', path.len))
        return fail(err, ERR_BAD_INPUT, "a path with a zero byte");
    if (path.ptr[0] == '/' || path.ptr[0] == '~')
        return fail(err, ERR_BAD_INPUT, "a path that leads out of the bag: it begins with %c", path.ptr[0]);
    char *out = arena_raw(arena, path.len + 1);
    size_t len = 0;
    while (str_cut(&rest, '/', &part)) {
        if (str_eq(part, S("..")))
            return fail(err, ERR_BAD_INPUT, "a path that leads out of the bag: it has .. in it");
        if (part.len == 0 || str_eq(part, S("."))) {
            *odd |= BAG_ODD_DOT;
            continue;
        }
        if (len)
            out[len++] = '/';
        memcpy(out + len, part.ptr, part.len);
        len += part.len;
    }
    out[len] = '\0';
    if (len == 0)
        return fail(err, ERR_BAD_INPUT, "a path that names no file");
    *ret = (Str){ out, len };
    return OK;
}

static bool is_blank(char c)
{
    return c == ' ' || c == '\t';
}

static void skip_blanks(Str *rest)
{
    while (rest->len && is_blank(rest->ptr[0]))
        *rest = str_slice(*rest, 1, rest->len);
}

/* The next word up to a blank. */
static Str take_word(Str *rest)
{
    size_t end = 0;

    while (end < rest->len && !is_blank(rest->ptr[end]))
        end++;
    Str word = str_slice(*rest, 0, end);
    *rest = str_slice(*rest, end, rest->len);
    return word;
}

/* ---- rows ---- */

Status bag_parse_row(Arena *arena, const BagDeclaration *bag, const BagAlgorithm *algorithm, Str line,
                     BagRow *ret, Error *err)
{
    BagRow row = { .odd = 0 };
    char low[2 * BAG_DIGEST_MAX];
    Str rest = line, digest = take_word(&rest);

    if (digest.len != 2 * algorithm->size)
        return fail(err, ERR_BAD_INPUT, "a line that does not begin with the %u hex digits of %s",
                    2 * algorithm->size, algorithm->name);
    for (size_t i = 0; i < digest.len; i++)
        low[i] = lower(digest.ptr[i]);
    if (!hex_decode((Str){ low, digest.len }, row.digest, algorithm->size))
        return fail(err, ERR_BAD_INPUT, "a line that does not begin with hex digits");
    skip_blanks(&rest);
    if (rest.len && rest.ptr[0] == '*') {
        row.odd |= BAG_ODD_STAR;
        rest = str_slice(rest, 1, rest.len);
    }
    Status status = safe_path(arena, bag, rest, &row.path, &row.odd, err);
    if (status == OK)
        *ret = row;
    return status;
}

Status bag_parse_fetch(Arena *arena, const BagDeclaration *bag, Str line, BagFetch *ret, Error *err)
{
    BagFetch row = { .length = -1 };
    Str rest = line;
    uint64_t length;

    row.url = take_word(&rest);
    skip_blanks(&rest);
    Str size = take_word(&rest);
    skip_blanks(&rest);
    if (row.url.len == 0 || size.len == 0)
        return fail(err, ERR_BAD_INPUT, "a line that is not `URL LENGTH PATH`");
    if (!str_eq(size, S("-"))) {
        if (!strict_u64(size, &length) || length > INT64_MAX)
            return fail(err, ERR_BAD_INPUT, "a length that is neither a number nor -");
        row.length = (int64_t)length;
    }
    Status status = safe_path(arena, bag, rest, &row.path, &row.odd, err);
    if (status == OK && !str_starts(row.path, S("data/")))
        return fail(err, ERR_BAD_INPUT, "a path that is not below data/");
    if (status == OK)
        *ret = row;
    return status;
}

/* ---- bag-info.txt ---- */

Status bag_parse_info(Arena *arena, Str text, BagInfo *ret, Error *err)
{
    VEC(BagField) fields = { 0 };
    BagInfo info = { 0 };
    Str line;

    while (bag_line(&text, &line)) {
        if (str_trim(line).len == 0)
            continue;
        if (is_blank(line.ptr[0])) {
            if (fields.count == 0)
                return fail(err, ERR_BAD_INPUT, "begins with the second half of a folded line");
            BagField *last = &fields.at[fields.count - 1];
            Str more = str_trim(line);
            last->value = last->value.len == 0 ? more
                        : arena_printf(arena, STR_FMT " " STR_FMT, STR_ARG(last->value), STR_ARG(more));
            continue;
        }
        size_t colon = str_find(line, S(":"), 0);
        if (colon == SIZE_MAX || colon == 0)
            return fail(err, ERR_BAD_INPUT, "a line without a label and a colon");
        Str label = str_slice(line, 0, colon), value = str_slice(line, colon + 1, line.len);
        info.odd |= is_blank(label.ptr[label.len - 1]) || value.len == 0 || !is_blank(value.ptr[0]);
        vec_push(arena, &fields, (BagField){ str_trim(label), str_trim(value) });
    }
    info.fields = fields.at;
    info.count = fields.count;
    *ret = info;
    return OK;
}

bool bag_parse_oxum(Str value, int64_t *bytes, int64_t *files)
{
    uint64_t numbers[2];
    Str octets;

    if (!str_cut(&value, '.', &octets) || !strict_u64(octets, &numbers[0]) || !strict_u64(value, &numbers[1]) ||
        numbers[0] > INT64_MAX || numbers[1] > INT64_MAX)
        return false;
    *bytes = (int64_t)numbers[0];
    *files = (int64_t)numbers[1];
    return true;
}
