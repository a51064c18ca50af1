/* record.c -- see record.h. */
#include "seal/record.h"

#include "base/auto.h"
#include "base/utf8.h"
#include "base/vec.h"
#include "base/os.h"
#include "seal/inside.h"
#include "seal/strict.h"

#include <assert.h>
#include <errno.h>
#include <fcntl.h>

/* Written with a letter after the backslash. */
static const struct { char byte, letter; } escapes[] = {
    { '\\', '\\' }, { '\n', 'n' }, { '\r', 'r' }, { '\t', 't' },
};

static bool key_is(Str key)
{
    for (size_t i = 0; i < key.len; i++) {
        char c = key.ptr[i];
        bool letter = c >= 'a' && c <= 'z';
        if (!letter && (i == 0 || (c != '-' && (c < '0' || c > '9'))))
            return false;
    }
    return key.len > 0;
}

static void add_escaped(StrBuf *out, Str value)
{
    for (size_t at = 0, len; at < value.len; at += len) {
        uint32_t code = utf8_get(value, at, &len);
        unsigned char byte = (unsigned char)value.ptr[at];
        char letter = 0;

        for (size_t i = 0; i < sizeof escapes / sizeof *escapes; i++)
            if (value.ptr[at] == escapes[i].byte)
                letter = escapes[i].letter;
        if (letter) {
            strbuf_char(out, '\\');
            strbuf_char(out, letter);
        } else if (byte < 0x20 || byte == 0x7F || (byte >= 0x80 && len == 1 && code == UTF8_REPLACEMENT)) {
            strbuf_printf(out, "\\x%02x", byte);
        } else {
            strbuf_add(out, str_slice(value, at, at + len));
        }
    }
}

void record_add(StrBuf *text, const char *key, Str value)
{
    assert(key_is(str_of(key)));
    strbuf_add(text, str_of(key));
    strbuf_char(text, ' ');
    add_escaped(text, value);
    strbuf_char(text, '\n');
}

void record_add_i64(StrBuf *text, const char *key, int64_t value)
{
    AUTO_STRBUF number = { 0 };

    strbuf_i64(&number, value);
    record_add(text, key, strbuf_str(&number));
}

void record_add_hex(StrBuf *text, const char *key, const Sha256 *value)
{
    char hex[SHA256_HEX];

    hex_write(sha256_str(value), hex);
    record_add(text, key, (Str){ hex, sizeof hex });
}

/* The value of one escape that starts after the backslash at *at; *at moves behind it. */
static bool take_escape(Str value, size_t *at, char *ret)
{
    uint8_t byte;
    char letter = *at < value.len ? value.ptr[(*at)++] : '\0';

    for (size_t i = 0; i < sizeof escapes / sizeof *escapes; i++)
        if (letter == escapes[i].letter) {
            *ret = escapes[i].byte;
            return true;
        }
    if (letter != 'x' || !hex_decode(str_slice(value, *at, *at + 2), &byte, 1))
        return false;
    *at += 2;
    *ret = (char)byte;
    return true;
}

static bool unescape(Arena *arena, Str value, Str *ret)
{
    char *out = arena_raw(arena, value.len + 1);
    size_t len = 0;
    AUTO_STRBUF again = { 0 };

    for (size_t at = 0; at < value.len; ) {
        char c = value.ptr[at++];
        if (c == '\\' && !take_escape(value, &at, &c))
            return false;
        out[len++] = c;
    }
    out[len] = '\0';
    *ret = (Str){ out, len };
    add_escaped(&again, *ret);
    return str_eq(strbuf_str(&again), value);       /* one way to write each value */
}

Status record_parse(Arena *arena, Str text, Record *ret, Error *err)
{
    VEC(RecordField) fields = { 0 };
    Str line;

    for (Str rest = text; rest.len; ) {
        RecordField field = { 0 };
        if (!strict_line(&rest, &line))
            return fail(err, ERR_BAD_INPUT, "the record's last line is cut off");
        Str value = line;
        if (!str_cut(&value, ' ', &field.key) || !key_is(field.key) || field.key.len == line.len)
            return fail(err, ERR_BAD_INPUT, "line %zu of the record is no `key value`", fields.count + 1);
        value = str_slice(line, field.key.len + 1, line.len);
        if (!unescape(arena, value, &field.value))
            return fail(err, ERR_BAD_INPUT, "line %zu of the record has a malformed value",
                        fields.count + 1);
        vec_push(arena, &fields, field);
    }
    *ret = (Record){ fields.at, fields.count };
    return OK;
}

bool record_names_object(Str key)
{
    return str_eq(key, S("sha256")) || str_eq(key, S("text")) || str_eq(key, S("layer"));
}

Str record_value(const Record *record, const char *key)
{
    for (size_t i = 0; i < record->count; i++)
        if (str_eq(record->fields[i].key, str_of(key)))
            return record->fields[i].value;
    return STR_NONE;
}

/* Straight under its name, which nobody else can have: it holds a fresh salt. What a kill leaves half written
 * is named by no entry, and the batch is flushed before any entry is written. */
static Status write_record(const Case *c, const Sha256 *name, Str bytes, Error *err)
{
    AUTO_ARENA arena = arena_create();
    char *path = blob_path(arena, c->dir, "records", name);
    Error inner = { 0 };
    AUTO_CLOSE fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);

    if (fd < 0 && errno == ENOENT) {
        Str folder = { path, strlen(path) - SHA256_HEX - 1 };
        Status status = os_make_dirs(arena_cstr(arena, folder), 0700, err);
        if (status != OK)
            return status;
        fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    }
    if (fd < 0)
        return fail(err, ERR_IO, "cannot create %s: %s", path, strerror(errno));
    AUTO_UNLINK unfinished = path;
    Status status = os_write_all(fd, bytes, &inner);
    if (status != OK)
        return fail(err, status, "%s: %s", path, inner.text);
    unfinished = NULL;
    return OK;
}

Status record_put(Case *c, Str text, Sha256 *commit, Error *err)
{
    AUTO_STRBUF bytes = { 0 };
    uint8_t salt[RECORD_SALT];

    if (c->mode != CASE_WRITE)
        return fail(err, ERR_USAGE, "the case %s is open for reading only", c->dir);
    if (text.len > RECORD_MAX - RECORD_SALT)
        return fail(err, ERR_BAD_INPUT, "a record of %zu bytes is over the limit of %zu", text.len,
                    RECORD_MAX - RECORD_SALT);
    case_random(c, salt, sizeof salt);
    strbuf_add(&bytes, (Str){ (const char *)salt, sizeof salt });
    strbuf_add(&bytes, text);
    Sha256 name = sha256(strbuf_str(&bytes));

    Status status = write_record(c, &name, strbuf_str(&bytes), err);
    if (status != OK)
        return status;
    *commit = name;
    return OK;
}

Status record_get(Arena *arena, const Case *c, const Sha256 *commit, Record *ret, Error *err)
{
    char *path = blob_path(arena, c->dir, "records", commit);
    Str bytes;
    Error inner = { 0 };
    Status status = os_read_file(arena, path, RECORD_MAX, &bytes, err);

    if (status != OK)
        return status;
    Sha256 is = sha256(bytes);
    if (memcmp(is.byte, commit->byte, SHA256_SIZE) != 0 || bytes.len < RECORD_SALT)
        return fail(err, ERR_CHECK, "%s is damaged: its bytes are not those that were sealed", path);
    status = record_parse(arena, str_slice(bytes, RECORD_SALT, bytes.len), ret, &inner);
    return status == OK ? OK : fail(err, status, "%s: %s", path, inner.text);
}

Status record_erase(Case *c, const Sha256 *commit, Error *err)
{
    return blob_erase(c, "records", commit, err);
}
