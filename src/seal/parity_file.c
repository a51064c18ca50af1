/* parity_file.c -- see parity_inside.h: the file of a volume's parity (docs/formats/parity.md).
 *
 * header, index, parity, index again, header again. Each part carries digests of its own, so that
 * damage to the parity file is found, and is survived unless both copies of one chunk are hit. */
#include "seal/parity_inside.h"

#include "base/auto.h"
#include "base/os.h"
#include "seal/strict.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <sys/stat.h>

#define CHUNK_PAYLOAD   (PARITY_CHUNK - PARITY_DIGEST)
#define INDEX_MAX       ((uint64_t)4 << 30)
#define MEMBERS_MAX     ((uint64_t)1 << 28)

Digest digest_of(Str bytes)
{
    Sha256 hash = sha256(bytes);
    Digest ret;

    memcpy(ret.byte, hash.byte, sizeof ret.byte);
    return ret;
}

static uint64_t digest_count(const Volume *v)
{
    return v->blocks + RS_PARITY * v->stripes;
}

static uint64_t with_digests(uint64_t index_size)
{
    return index_size + (index_size + CHUNK_PAYLOAD - 1) / CHUNK_PAYLOAD * PARITY_DIGEST;
}

static void place(Layout *l, const Volume *v)
{
    l->index = PARITY_HEADER;
    l->parity = l->index + with_digests(l->index_size);
    l->index_again = l->parity + RS_PARITY * v->stripes * v->block;
    l->header_again = l->index_again + with_digests(l->index_size);
    l->end = l->header_again + PARITY_HEADER;
}

/* The members, a line each, then the digests. */
static void write_index(const Volume *v, StrBuf *out)
{
    for (size_t i = 0; i < v->members.count; i++)
        strbuf_printf(out, "%llu " STR_FMT "\n", (unsigned long long)v->members.at[i].size,
                      STR_ARG(v->members.at[i].path));
    strbuf_add(out, (Str){ (const char *)v->digests, (size_t)digest_count(v) * PARITY_DIGEST });
}

static uint64_t index_size(const Volume *v)
{
    uint64_t size = digest_count(v) * PARITY_DIGEST;

    for (size_t i = 0; i < v->members.count; i++) {
        char number[24];
        size += (uint64_t)snprintf(number, sizeof number, "%llu", (unsigned long long)v->members.at[i].size) +
                v->members.at[i].path.len + 2;
    }
    return size;
}

Layout parity_layout(const Volume *v)
{
    Layout l = { .index_size = index_size(v) };

    place(&l, v);
    return l;
}

static Digest chunk_digest(uint64_t number, Str payload)
{
    AUTO_STRBUF b = { 0 };

    for (int shift = 56; shift >= 0; shift -= 8)
        strbuf_char(&b, (char)(number >> shift));
    strbuf_add(&b, payload);
    return digest_of(strbuf_str(&b));
}

static void write_header(const Volume *v, const Layout *l, Str index, StrBuf *out)
{
    char hex[SHA256_HEX];
    Sha256 hash = sha256(index);

    hex_write(sha256_str(&hash), hex);
    strbuf_printf(out, PARITY_FORMAT "\nvolume " STR_FMT "\nsize %llu\nblock %llu\nstripes %llu\nmembers %zu\n"
                  "index %llu\nindex-sha256 %.*s\n", STR_ARG(v->name), (unsigned long long)v->size,
                  (unsigned long long)v->block, (unsigned long long)v->stripes, v->members.count,
                  (unsigned long long)l->index_size, SHA256_HEX, hex);
    hash = sha256(strbuf_str(out));
    hex_write(sha256_str(&hash), hex);
    strbuf_printf(out, "header-sha256 %.*s\n", SHA256_HEX, hex);
    while (out->len < PARITY_HEADER - 1)
        strbuf_char(out, ' ');
    strbuf_char(out, '\n');
}

static Status write_at(int fd, uint64_t at, Str bytes, Error *err)
{
    if (lseek(fd, (off_t)at, SEEK_SET) < 0)
        return fail(err, ERR_IO, "cannot write: %s", strerror(errno));
    return os_write_all(fd, bytes, err);
}

Status parity_write_head(int fd, const Volume *v, Error *err)
{
    AUTO_STRBUF index = { 0 };
    AUTO_STRBUF chunks = { 0 };
    AUTO_STRBUF header = { 0 };
    Layout l = parity_layout(v);

    write_index(v, &index);
    Str rest = strbuf_str(&index);
    for (uint64_t number = 0; rest.len; number++) {
        Str payload = str_slice(rest, 0, CHUNK_PAYLOAD);
        Digest digest = chunk_digest(number, payload);
        strbuf_add(&chunks, payload);
        strbuf_add(&chunks, (Str){ (const char *)digest.byte, PARITY_DIGEST });
        rest = str_slice(rest, payload.len, rest.len);
    }
    write_header(v, &l, strbuf_str(&index), &header);
    Status status = write_at(fd, l.index, strbuf_str(&chunks), err);
    if (status == OK)
        status = write_at(fd, l.index_again, strbuf_str(&chunks), err);
    if (status == OK)
        status = write_at(fd, l.header_again, strbuf_str(&header), err);
    return status == OK ? write_at(fd, 0, strbuf_str(&header), err) : status;
}

/* ---- reading ---- */

static bool read_at(int fd, uint64_t at, void *to, size_t size)
{
    for (size_t have = 0; have < size;) {
        ssize_t n = pread(fd, (char *)to + have, size - have, (off_t)(at + have));
        if (n < 0 && errno == EINTR)
            continue;
        if (n <= 0)
            return false;
        have += (size_t)n;
    }
    return true;
}

static bool number_field(Str *rest, Str key, uint64_t *ret)
{
    Str value;

    return strict_field(rest, key, &value) && strict_u64(value, ret);
}

/* A header as one text: what it says must fit together, else it is damaged. */
static bool parse_header(Str text, Volume *v, Layout *l, uint64_t *members, Sha256 *index)
{
    Str rest = text, line, name, hex;
    Sha256 is, said;
    uint64_t block, stripes;

    if (!strict_line(&rest, &line) || !str_eq(line, S(PARITY_FORMAT)) || !strict_field(&rest, S("volume"), &name) ||
        !number_field(&rest, S("size"), &v->size) || !number_field(&rest, S("block"), &block) ||
        !number_field(&rest, S("stripes"), &stripes) || !number_field(&rest, S("members"), members) ||
        !number_field(&rest, S("index"), &l->index_size) || !strict_field(&rest, S("index-sha256"), &hex) ||
        !hex_decode(hex, index->byte, SHA256_SIZE))
        return false;
    is = sha256(str_slice(text, 0, text.len - rest.len));
    if (!strict_field(&rest, S("header-sha256"), &hex) || !hex_decode(hex, said.byte, SHA256_SIZE) ||
        memcmp(is.byte, said.byte, SHA256_SIZE) != 0)
        return false;
    for (size_t i = 0; i < rest.len; i++)
        if (rest.ptr[i] != (i + 1 < rest.len ? ' ' : '\n'))
            return false;
    v->name = arena_str(v->arena, name);
    v->single = str_find(name, S("/"), 0) != SIZE_MAX;
    if (v->size > INT64_MAX / 4)
        return false;
    volume_measure(v);
    return v->block == block && v->stripes == stripes && l->index_size <= INDEX_MAX && *members <= MEMBERS_MAX &&
           l->index_size >= digest_count(v) * PARITY_DIGEST;
}

/* One chunk of the index, out of one of its copies. */
static bool read_chunk(int fd, uint64_t copy, uint64_t number, size_t payload, char *to)
{
    char chunk[PARITY_CHUNK];
    Digest said;

    if (!read_at(fd, copy + number * PARITY_CHUNK, chunk, payload + PARITY_DIGEST))
        return false;
    Digest is = chunk_digest(number, (Str){ chunk, payload });
    memcpy(said.byte, chunk + payload, PARITY_DIGEST);
    if (!digest_eq(&is, &said))
        return false;
    memcpy(to, chunk, payload);
    return true;
}

/* The index, each chunk from whichever copy is whole; false when neither is. *damaged counts the chunks
 * that are not, in either copy. */
static bool read_index(int fd, const Layout *l, char *to, int64_t *damaged)
{
    bool whole = true;

    for (uint64_t at = 0, number = 0; at < l->index_size; at += CHUNK_PAYLOAD, number++) {
        uint64_t left = l->index_size - at;
        size_t payload = left < CHUNK_PAYLOAD ? (size_t)left : CHUNK_PAYLOAD;
        bool second = read_chunk(fd, l->index_again, number, payload, to + at);
        bool first = read_chunk(fd, l->index, number, payload, to + at);
        *damaged += !first + !second;
        whole = whole && (first || second);
    }
    return whole;
}

static bool parse_index(Volume *v, Str index, uint64_t members)
{
    uint64_t size = v->size, listed;
    Str line, number;

    v->size = 0;
    for (uint64_t i = 0; i < members; i++) {
        if (!strict_line(&index, &line) || !str_cut(&line, ' ', &number) || !strict_u64(number, &listed) ||
            listed == 0 || listed > size - v->size || line.len == 0)
            return false;
        volume_add(v, line, listed);
    }
    if (v->size != size || index.len != digest_count(v) * PARITY_DIGEST)
        return false;
    v->digests = arena_array(v->arena, Digest, digest_count(v) + 1);
    memcpy(v->digests, index.ptr, index.len);
    return true;
}

typedef struct Opened {
    Volume  *v;
    Layout   layout;
    int      fd;
    bool     header[2];     /* which of the two are whole */
    int64_t  damaged;       /* chunks of the index */
    uint64_t size;          /* of the file */
} Opened;

/* Both headers are looked at, also of a file that was cut off or has grown. */
static bool open_headers(Arena *arena, const char *dir, Opened *o, uint64_t *members, Sha256 *index)
{
    char text[2][PARITY_HEADER];
    bool any = false;

    o->header[0] = read_at(o->fd, 0, text[0], PARITY_HEADER);
    o->header[1] = o->size >= PARITY_HEADER && read_at(o->fd, o->size - PARITY_HEADER, text[1], PARITY_HEADER);
    for (int i = 0; i < 2; i++) {
        Volume *v = volume_create(arena, dir, S(""));
        Layout l = { 0 };
        uint64_t n = 0;
        Sha256 hash;
        o->header[i] = o->header[i] && parse_header((Str){ text[i], PARITY_HEADER }, v, &l, &n, &hash);
        if (!o->header[i] || any)
            continue;
        any = true;
        place(&l, v);
        o->v = v;
        o->layout = l;
        *members = n;
        *index = hash;
    }
    return any;
}

static Status open_parity(Arena *arena, const char *dir, const char *path, Opened *ret, Error *err)
{
    Opened o = { .fd = -1 };
    struct stat st;
    uint64_t members = 0;
    Sha256 hash;

    AUTO_CLOSE fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOFOLLOW);
    if (fd < 0 || fstat(fd, &st) < 0)
        return fail(err, errno == ENOENT ? ERR_NOT_FOUND : ERR_IO, "cannot open %s: %s", path, strerror(errno));
    o.fd = fd;
    o.size = (uint64_t)st.st_size;
    if (!S_ISREG(st.st_mode) || !open_headers(arena, dir, &o, &members, &hash))
        return fail(err, ERR_CHECK, "neither of its headers is whole");
    if (o.layout.index_size > o.size)
        return fail(err, ERR_CHECK, "it is cut short");
    AUTO_FREE char *index = malloc(o.layout.index_size + 1);
    if (index == NULL)
        return fail(err, ERR_IO, "out of memory");
    bool whole = read_index(fd, &o.layout, index, &o.damaged);
    Sha256 is = sha256((Str){ index, o.layout.index_size });
    if (!whole || memcmp(is.byte, hash.byte, SHA256_SIZE) != 0 ||
        !parse_index(o.v, (Str){ index, o.layout.index_size }, members))
        return fail(err, ERR_CHECK, "both copies of its index are damaged");
    o.v->parity = o.layout.parity;
    fd = -1;
    *ret = o;
    return OK;
}

Status parity_load(Arena *arena, const char *dir, Str volume, Volume **ret, int *fd, Error *err)
{
    Opened o;
    Status status = open_parity(arena, dir, parity_path(arena, dir, volume), &o, err);

    if (status != OK)
        return status;
    if (!str_eq(o.v->name, volume)) {
        close(o.fd);
        return fail(err, ERR_CHECK, "it is the parity of another volume");
    }
    *ret = o.v;
    *fd = o.fd;
    return OK;
}

bool parity_read(int fd, const Volume *v, unsigned row, uint64_t stripe, uint8_t *to)
{
    uint64_t number = row * v->stripes + stripe;

    if (!read_at(fd, v->parity + number * v->block, to, v->block))
        return false;
    Digest is = digest_of((Str){ (const char *)to, v->block });
    return digest_eq(&is, &v->digests[v->blocks + number]);
}

Status parity_check(Arena *arena, const char *dir, Str name, int64_t *bytes, Error *err)
{
    Opened o;
    Str volume = str_slice(name, sizeof PARITY_FOLDER, name.len - 4);
    Status status = str_ends(name, S(".par"))
        ? open_parity(arena, dir, os_join(arena, str_of(dir), name), &o, err)
        : fail(err, ERR_CHECK, "it is no parity file");

    if (status != OK)
        return status;
    AUTO_CLOSE fd = o.fd;
    AUTO_FREE uint8_t *block = malloc(o.v->block);
    int64_t damaged = 0;
    for (unsigned row = 0; block && row < RS_PARITY; row++)
        for (uint64_t stripe = 0; stripe < o.v->stripes; stripe++)
            damaged += !parity_read(fd, o.v, row, stripe, block);
    *bytes += (int64_t)o.size;
    if (!str_eq(o.v->name, volume))
        return fail(err, ERR_CHECK, "it is the parity of another volume");
    if (o.size != o.layout.end)
        return fail(err, ERR_CHECK, "it has %llu bytes instead of %llu", (unsigned long long)o.size,
                    (unsigned long long)o.layout.end);
    if (!o.header[0] || !o.header[1])
        return fail(err, ERR_CHECK, "one of its headers is damaged");
    if (o.damaged || damaged)
        return fail(err, ERR_CHECK, "%lld blocks of it are damaged", (long long)(o.damaged + damaged));
    return OK;
}
