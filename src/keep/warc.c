/* warc.c -- see warc.h: the stream of records. */
#include "keep/warc.h"

#include "base/vec.h"
#include "keep/part.h"

#include <stdlib.h>
#include <zlib.h>

#define IN_STREAM ((uint64_t)1 << 62)   /* of a place: bytes of the unfolded stream, not of the file */
#define STEP      65536

struct WarcReader {
    Str      file;
    bool     gzip;
    bool     stream;        /* several records in one member: places count unfolded bytes */
    z_stream z;
    bool     z_open, z_ended, damaged;
    size_t   in_at;         /* next byte of the file to unfold */
    size_t   member;        /* where the member began that is being unfolded */
    StrBuf   plain;         /* unfolded and not yet used, from plain_at on */
    size_t   plain_at;
    uint64_t used;          /* bytes of the stream that were used up */
};

/* ---- bytes ---- */

static bool begin_member(WarcReader *w)
{
    if (w->in_at + 18 > w->file.len || !str_starts(str_slice(w->file, w->in_at, SIZE_MAX), S("\x1F\x8B")))
        return false;
    w->member = w->in_at;
    w->z_ended = false;
    return inflateReset(&w->z) == Z_OK;
}

/* One more piece; false at the end (of the member, unless they may be crossed) or where it is damaged. */
static bool unfold(WarcReader *w, bool cross)
{
    if (w->damaged || (w->z_ended && (!cross || !begin_member(w))))
        return false;
    if (w->plain_at > STEP && w->plain_at * 2 > w->plain.len) {
        memmove(w->plain.ptr, w->plain.ptr + w->plain_at, w->plain.len - w->plain_at);
        w->plain.len -= w->plain_at;
        w->plain_at = 0;
    }
    strbuf_reserve(&w->plain, STEP);
    size_t left = w->file.len - w->in_at;
    w->z.next_in = (Bytef *)(uintptr_t)(w->file.ptr + w->in_at);
    w->z.avail_in = left > 1u << 30 ? 1u << 30 : (uInt)left;
    uInt given = w->z.avail_in;
    w->z.next_out = (Bytef *)w->plain.ptr + w->plain.len;
    w->z.avail_out = STEP;
    int code = inflate(&w->z, Z_NO_FLUSH);
    w->in_at += given - w->z.avail_in;
    w->plain.len += STEP - w->z.avail_out;
    w->z_ended = code == Z_STREAM_END;
    w->damaged = code != Z_OK && code != Z_STREAM_END;
    return w->z.avail_out < STEP || w->z_ended;
}

/* At least `want` bytes, or all there are. */
static Str peek(WarcReader *w, size_t want, bool cross)
{
    if (!w->gzip)
        return str_slice(w->file, (size_t)w->used, SIZE_MAX);
    while (w->plain.len - w->plain_at < want && unfold(w, cross))
        ;
    return str_slice(strbuf_str(&w->plain), w->plain_at, SIZE_MAX);
}

static void use(WarcReader *w, size_t count)
{
    w->used += count;
    if (w->gzip)
        w->plain_at += count;
}

/* Past `count` bytes without keeping them; false when there are fewer. */
static bool skip(WarcReader *w, uint64_t count)
{
    while (count > 0) {
        Str s = peek(w, 1, true);
        uint64_t n = s.len < count ? s.len : count;
        if (n == 0)
            return false;
        use(w, (size_t)n);
        count -= n;
    }
    return true;
}

/* ---- heads ---- */

static bool same_folded(Str a, Str b)
{
    if (a.len != b.len)
        return false;
    for (size_t i = 0; i < a.len; i++) {
        unsigned char x = (unsigned char)a.ptr[i], y = (unsigned char)b.ptr[i];
        x = x >= 'A' && x <= 'Z' ? x + 32 : x;
        y = y >= 'A' && y <= 'Z' ? y + 32 : y;
        if (x != y)
            return false;
    }
    return true;
}

Str warc_field(const WarcHead *head, Str name)
{
    for (size_t i = 0; i < head->count; i++)
        if (same_folded(head->fields[i].name, name))
            return head->fields[i].value;
    return STR_NONE;
}

WarcHead warc_head(Arena *arena, Str bytes, size_t *ret_len)
{
    VEC(WarcField) fields = { 0 };
    Str rest = str_slice(bytes, 0, WARC_HEAD_MAX), line;

    *ret_len = 0;
    while (rest.ptr && str_cut(&rest, '\n', &line)) {
        bool ended = rest.ptr != NULL;
        if (line.len && line.ptr[line.len - 1] == '\r')
            line.len--;
        if (line.len == 0 && ended) {
            *ret_len = (size_t)(rest.ptr - bytes.ptr);
            break;
        }
        const char *colon = line.len ? memchr(line.ptr, ':', line.len) : NULL;
        if (fields.count > 0 && line.len && (line.ptr[0] == ' ' || line.ptr[0] == '\t')) {
            WarcField *last = &fields.at[fields.count - 1];
            last->value = arena_printf(arena, STR_FMT " " STR_FMT, STR_ARG(last->value), STR_ARG(str_trim(line)));
        } else if (colon && fields.count < WARC_LINES_MAX) {
            size_t at = (size_t)(colon - line.ptr);
            vec_push(arena, &fields, ((WarcField){ arena_str(arena, str_trim(str_slice(line, 0, at))),
                                                   arena_str(arena, str_trim(str_slice(line, at + 1, SIZE_MAX))) }));
        }
    }
    return (WarcHead){ fields.at, fields.count };
}

/* "20130729120000" -> "2013-07-29T12:00:00Z" */
static Str arc_date(Arena *arena, Str d)
{
    if (d.len < 14)
        return d;
    return arena_printf(arena, "%.4s-%.2s-%.2sT%.2s:%.2s:%.2sZ", d.ptr, d.ptr + 4, d.ptr + 6, d.ptr + 8, d.ptr + 10,
                        d.ptr + 12);
}

/* ARC: "URL IP DATE TYPE LENGTH"; the URL may hold blanks, so fields are counted from the end. */
static bool arc_head(Arena *arena, Str line, WarcRecord *ret)
{
    Str fields[5], rest = str_trim(line);
    int64_t length;

    for (int i = 4; i > 0; i--) {
        size_t at = rest.len;
        while (at > 0 && rest.ptr[at - 1] != ' ')
            at--;
        if (at < 2)
            return false;
        fields[i] = str_slice(rest, at, SIZE_MAX);
        rest = str_slice(rest, 0, at - 1);
    }
    fields[0] = rest;
    if (!str_to_i64(fields[4], &length) || length < 0 || str_find(fields[0], S(":"), 0) == SIZE_MAX ||
        fields[2].len < 8 || fields[2].ptr[0] < '0' || fields[2].ptr[0] > '9')
        return false;
    bool about = str_starts(fields[0], S("filedesc:"));
    WarcField all[] = {
        { S("WARC-Type"), about ? S("warcinfo") : S("response") },
        { S("WARC-Target-URI"), arena_str(arena, fields[0]) },
        { S("WARC-Date"), arc_date(arena, arena_str(arena, fields[2])) },
        { S("Content-Type"), about ? S("text/plain") : S("application/http; msgtype=response") },
        { S("Content-Length"), arena_str(arena, fields[4]) },
    };
    ret->version = S("ARC/1");
    ret->head.count = sizeof all / sizeof *all;
    ret->head.fields = arena_array(arena, WarcField, ret->head.count);
    memcpy(ret->head.fields, all, sizeof all);
    return true;
}

static Str first_line(Str s)
{
    Str line = STR_NONE;

    s = str_slice(s, 0, 8192);
    return memchr(s.ptr, '\n', s.len) && str_cut(&s, '\n', &line) ? line : STR_NONE;
}

/* ---- records ---- */

static WarcEnd broken(WarcRecord *r, const char *why)
{
    r->why = why;
    return WARC_BROKEN;
}

static bool blank(char c) { return c == '\r' || c == '\n'; }

static bool skip_blanks(WarcReader *w)
{
    for (Str s; (s = peek(w, 1, true)).len; ) {
        size_t n = 0;
        while (n < s.len && blank(s.ptr[n]))
            n++;
        use(w, n);
        if (n < s.len)
            return true;
    }
    return false;
}

/* To the next line that begins a record. */
static void find_next(WarcReader *w)
{
    for (Str s; (s = peek(w, STEP, true)).len; ) {
        size_t at = str_find(s, S("\nWARC/"), 0);
        if (at != SIZE_MAX) {
            use(w, at + 1);
            return;
        }
        use(w, s.len > 16 && s.len >= STEP ? s.len - 8 : s.len);
    }
}

/* The compression broke: to the next member. */
static bool next_member(WarcReader *w)
{
    size_t at = str_find(w->file, S("\x1F\x8B\x08"), w->member + 3);

    w->plain.len = w->plain_at = 0;
    if (at == SIZE_MAX)
        return false;
    w->damaged = false;
    w->z_ended = true;
    w->in_at = at;
    return true;
}

static WarcEnd damaged_member(WarcReader *w, WarcRecord *ret)
{
    ret->at = w->member;
    if (!next_member(w)) {
        w->in_at = w->file.len;
        w->damaged = false;
        w->z_ended = true;
    }
    return broken(ret, "the compression is damaged here");
}

static bool read_head(WarcReader *w, Arena *arena, WarcRecord *ret, WarcEnd *end)
{
    Str s = peek(w, WARC_HEAD_MAX, false);
    Str line = first_line(s);
    size_t len = 0;

    *end = WARC_BROKEN;
    if (line.ptr && !str_starts(line, S("WARC/")) && arc_head(arena, line, ret)) {
        use(w, line.len + 1);
        return true;
    }
    if (!line.ptr || !str_starts(line, S("WARC/")) || line.len > 16) {
        broken(ret, "no record begins here");
        use(w, s.len > 0);
        find_next(w);
        return false;
    }
    ret->version = arena_str(arena, str_trim(line));
    ret->head = warc_head(arena, str_slice(s, line.len + 1, SIZE_MAX), &len);
    if (len == 0 && w->gzip) {          /* compressed in blocks that keep no records apart */
        s = peek(w, WARC_HEAD_MAX, true);
        w->stream = true;
        ret->head = warc_head(arena, str_slice(s, line.len + 1, SIZE_MAX), &len);
    }
    if (len == 0) {
        broken(ret, "the record's head has no end");
        use(w, 1);
        find_next(w);
        return false;
    }
    use(w, line.len + 1 + len);
    return true;
}

/* One record a member? Then only blank lines follow its block. */
static void note_form(WarcReader *w, Str after)
{
    size_t n = 0;

    while (n < after.len && blank(after.ptr[n]))
        n++;
    w->stream = w->gzip && (w->stream || n < after.len || !w->z_ended);
}

static WarcEnd read_block(WarcReader *w, WarcRecord *ret)
{
    int64_t length;

    if (!str_to_i64(warc_field(&ret->head, S("Content-Length")), &length) || length < 0) {
        find_next(w);
        return broken(ret, "the record's head names no Content-Length");
    }
    if (!warc_field(&ret->head, S("WARC-Type")).len) {
        skip(w, (uint64_t)length);
        return broken(ret, "the record's head names no WARC-Type");
    }
    ret->block_length = (uint64_t)length;
    uint64_t kept = ret->block_length < WARC_BLOCK_MAX ? ret->block_length : WARC_BLOCK_MAX;
    Str s = peek(w, (size_t)kept + 5, false);
    if (w->gzip && s.len < kept) {
        w->stream = true;
        s = peek(w, (size_t)kept, true);
    }
    note_form(w, str_slice(s, (size_t)kept, SIZE_MAX));
    ret->block = str_slice(s, 0, (size_t)kept);
    ret->cut = ret->block.len < kept;
    use(w, ret->block.len);
    if (!ret->cut && ret->block_length > kept)
        ret->cut = !skip(w, ret->block_length - kept);
    return WARC_RECORD;
}

static bool between_members(const WarcReader *w)
{
    return w->gzip && w->z_ended && w->plain_at == w->plain.len;
}

WarcEnd warc_next(WarcReader *w, Arena *arena, WarcRecord *ret)
{
    WarcEnd end;

    *ret = (WarcRecord){ .at = PART_NOWHERE };
    if (!skip_blanks(w)) {
        if (w->damaged)
            return damaged_member(w, ret);
        if (w->gzip && w->z_ended && w->in_at < w->file.len) {
            ret->at = w->in_at;
            w->in_at = w->file.len;
            return broken(ret, "no record begins here");
        }
        return WARC_END;
    }
    uint64_t start = w->gzip ? w->member : w->used;
    bool whole = read_head(w, arena, ret, &end);
    if (whole)
        end = read_block(w, ret);
    if (!w->stream) {
        ret->at = start;
        ret->length = (w->gzip ? w->in_at : w->used) - start;
    }
    if (end == WARC_RECORD && ret->cut && w->damaged)
        ret->why = "the compression is damaged in it";
    return end;
}

uint64_t warc_place(const WarcReader *w)
{
    if (!w->gzip)
        return w->used;
    return between_members(w) && !w->stream ? w->in_at : IN_STREAM | w->used;
}

WarcReader *warc_open(Arena *arena, Str file, uint64_t from)
{
    WarcReader *w = arena_new(arena, WarcReader);

    w->file = file;
    w->gzip = str_starts(file, S("\x1F\x8B"));
    if (!w->gzip) {
        w->used = from < file.len ? from : file.len;
        return w;
    }
    if (inflateInit2(&w->z, 16 + MAX_WBITS) != Z_OK)
        return NULL;
    w->z_open = w->z_ended = true;
    if (from & IN_STREAM) {
        w->stream = true;
        skip(w, from & ~IN_STREAM);
    } else {
        w->in_at = from < file.len ? (size_t)from : file.len;
    }
    return w;
}

void warc_close(WarcReader *w)
{
    if (w->z_open)
        inflateEnd(&w->z);
    strbuf_finish(&w->plain);
}
