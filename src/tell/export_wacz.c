/* export_wacz.c -- see export_wacz.h. WARC 1.1 (ISO 28500:2017), one gzip member a record; CDXJ; WACZ 1.1.1. */
#include "tell/export_wacz.h"

#include "base/auto.h"
#include "base/json_out.h"
#include "base/os.h"
#include "base/time.h"
#include "base/vec.h"
#include "seal/object.h"
#include "tell/export_case.h"
#include "tell/zip.h"

#include <stdlib.h>
#define ZLIB_CONST
#include <zlib.h>

#define WARC_NAME "data.warc.gz"

typedef struct Page {
    const CustodyEvent *event;
    Str      url;
    char     time[21];          /* 2026-11-22T02:30:00Z */
    Sha256   digest;
    uint64_t offset, length;    /* of its record in the WARC file */
    Str      surt;
} Page;

typedef VEC(Page) Pages;

static char lower(char c)
{
    return c >= 'A' && c <= 'Z' ? (char)(c + 32) : c;
}

void export_surt(StrBuf *out, Str url)
{
    size_t scheme = str_find(url, S("://"), 0);
    Str rest = scheme == SIZE_MAX ? url : str_slice(url, scheme + 3, url.len);
    size_t end = 0;

    while (end < rest.len && !memchr("/?#", rest.ptr[end], 3))
        end++;
    Str host = str_slice(rest, 0, end), path = str_slice(rest, end, rest.len);
    if (str_starts(host, S("www.")))
        host = str_slice(host, 4, host.len);
    size_t colon = str_find(host, S(":"), 0);
    Str port = colon == SIZE_MAX ? STR_NONE : str_slice(host, colon, host.len);
    host = str_slice(host, 0, colon == SIZE_MAX ? host.len : colon);
    for (size_t until = host.len; ; ) {
        size_t from = until;
        while (from > 0 && host.ptr[from - 1] != '.')
            from--;
        for (size_t i = from; i < until; i++)
            strbuf_char(out, lower(host.ptr[i]));
        if (from == 0)
            break;
        strbuf_char(out, ',');
        until = from - 1;
    }
    strbuf_add(out, port.ptr ? port : S(""));
    strbuf_add(out, S(")"));
    if (path.len == 0 || path.ptr[0] != '/')
        strbuf_char(out, '/');
    for (size_t i = 0; i < path.len && path.ptr[i] != '#'; i++)
        strbuf_char(out, lower(path.ptr[i]));
}

/* An address as it may stand in a header: without spaces, controls and letters beyond ASCII. */
static Str plain_url(Arena *arena, Str url)
{
    AUTO_STRBUF b = { 0 };

    for (size_t i = 0; i < url.len; i++)
        if ((unsigned char)url.ptr[i] <= ' ' || (unsigned char)url.ptr[i] >= 0x7F)
            strbuf_printf(&b, "%%%02X", (unsigned char)url.ptr[i]);
        else
            strbuf_char(&b, url.ptr[i]);
    return arena_str(arena, strbuf_str(&b));
}

/* One gzip member. */
static Status deflate_to(StrBuf *out, Str bytes, Error *err)
{
    z_stream z = { 0 };

    if (deflateInit2(&z, 9, Z_DEFLATED, 15 + 16, 8, Z_DEFAULT_STRATEGY) != Z_OK)
        return fail(err, ERR_IO, "zlib cannot begin");
    uLong room = deflateBound(&z, bytes.len);
    if (bytes.len > UINT32_MAX / 2) {
        deflateEnd(&z);
        return fail(err, ERR_REFUSED, "a page of more than 2 GiB does not go into a WACZ file");
    }
    strbuf_reserve(out, room);
    z.next_in = (const Bytef *)bytes.ptr;
    z.avail_in = (uInt)bytes.len;
    z.next_out = (Bytef *)out->ptr + out->len;
    z.avail_out = (uInt)room;
    int ended = deflate(&z, Z_FINISH);
    out->len += room - z.avail_out;
    deflateEnd(&z);
    return ended == Z_STREAM_END ? OK : fail(err, ERR_IO, "zlib did not end");
}

static Status add_record(StrBuf *warc, Str head, Str block, Error *err)
{
    AUTO_STRBUF record = { 0 };

    strbuf_add(&record, S("WARC/1.1\r\n"));
    strbuf_add(&record, head);
    strbuf_printf(&record, "Content-Length: %zu\r\n\r\n", block.len);
    strbuf_add(&record, block);
    strbuf_add(&record, S("\r\n\r\n"));
    return deflate_to(warc, strbuf_str(&record), err);
}

static Status add_info(Arena *arena, Case *c, const Custody *custody, StrBuf *warc, Error *err)
{
    Sha256 origin = sha256(str_of(case_key(c)->name));
    char time[21];

    time_format(custody->count ? custody->events[custody->count - 1].time : 0, time);
    Str uuid = export_uuid(arena, &origin, "warcinfo");
    Str head = arena_printf(arena, "WARC-Type: warcinfo\r\nWARC-Date: %s\r\nWARC-Record-ID: <urn:uuid:" STR_FMT ">\r\n"
                            "WARC-Filename: " WARC_NAME "\r\nContent-Type: application/warc-fields\r\n", time, STR_ARG(uuid));
    Str block = S("software: dokaz " DOKAZ_VERSION "\r\nformat: WARC File Format 1.1\r\n");
    return add_record(warc, head, block, err);
}

static Status add_page(Arena *arena, Case *c, Page *page, StrBuf *warc, Error *err)
{
    Mapped bytes;
    Str hex = hex_encode(arena, sha256_str(&page->digest));
    Str uuid = export_uuid(arena, &page->event->leaf, "resource");
    Status status = object_map(c, &page->digest, OBJECT_HASHED, &bytes, err);

    if (status != OK)
        return status;
    Str head = arena_printf(arena, "WARC-Type: resource\r\nWARC-Target-URI: " STR_FMT "\r\nWARC-Date: %s\r\n"
                            "WARC-Record-ID: <urn:uuid:" STR_FMT ">\r\nWARC-Block-Digest: sha256:" STR_FMT "\r\n"
                            "WARC-Payload-Digest: sha256:" STR_FMT "\r\nContent-Type: text/html\r\n",
                            STR_ARG(page->url), page->time, STR_ARG(uuid), STR_ARG(hex), STR_ARG(hex));
    page->offset = warc->len;
    status = add_record(warc, head, bytes.bytes, err);
    page->length = warc->len - page->offset;
    os_unmap(&bytes);
    return status;
}

static int by_surt(const void *a, const void *b)
{
    const Page *x = a, *y = b;
    int order = str_cmp(x->surt, y->surt);

    if (order == 0)
        order = strcmp(x->time, y->time);
    return order ? order : x->event->index < y->event->index ? -1 : x->event->index > y->event->index;
}

bool export_wacz_takes(const CustodyEvent *e)
{
    Sha256 digest;

    return custody_digest(e, &digest) && record_value(&e->record, "url").len &&
           str_starts(record_value(&e->record, "media-type"), S("text/html"));
}

static void gather_pages(Arena *arena, const Custody *custody, Pages *ret)
{
    for (size_t i = 0; i < custody->count; i++) {
        const CustodyEvent *e = &custody->events[i];
        AUTO_STRBUF surt = { 0 };
        Page page = { .event = e };
        Str url = record_value(&e->record, "url");
        if (!export_wacz_takes(e) || !custody_digest(e, &page.digest))
            continue;
        page.url = plain_url(arena, url);
        time_format(e->time, page.time);
        export_surt(&surt, page.url);
        page.surt = arena_str(arena, strbuf_str(&surt));
        vec_push(arena, ret, page);
    }
}

/* "20261122023000" */
static Str digits_of(Arena *arena, const char *time)
{
    char *out = arena_alloc(arena, 15);
    size_t len = 0;

    for (; *time && len < 14; time++)
        if (*time >= '0' && *time <= '9')
            out[len++] = *time;
    return (Str){ out, len };
}

static void write_index(Arena *arena, const Pages *pages, StrBuf *out)
{
    for (size_t i = 0; i < pages->count; i++) {
        const Page *p = &pages->at[i];
        JsonOut j = { .out = out };
        Str hex = hex_encode(arena, sha256_str(&p->digest));
        strbuf_printf(out, STR_FMT " " STR_FMT " ", STR_ARG(p->surt), STR_ARG(digits_of(arena, p->time)));
        json_object(&j, NULL);
        json_str(&j, "url", p->url);
        json_text(&j, "mime", "text/html");
        json_text(&j, "status", "200");
        json_str(&j, "digest", arena_printf(arena, "sha256:" STR_FMT, STR_ARG(hex)));
        json_i64(&j, "length", (int64_t)p->length);
        json_i64(&j, "offset", (int64_t)p->offset);
        json_text(&j, "filename", WARC_NAME);
        json_object_end(&j);
        json_line_end(&j);
    }
}

static void write_pages(Arena *arena, const Pages *pages, StrBuf *out)
{
    strbuf_add(out, S("{\"format\":\"json-pages-1.0\",\"id\":\"pages\",\"title\":\"Pages\"}\n"));
    for (size_t i = 0; i < pages->count; i++) {
        const Page *p = &pages->at[i];
        JsonOut j = { .out = out };
        json_object(&j, NULL);
        json_str(&j, "id", export_uuid(arena, &p->event->leaf, "page"));
        json_str(&j, "url", p->url);
        json_text(&j, "ts", p->time);
        json_str(&j, "title", p->url);
        json_object_end(&j);
        json_line_end(&j);
    }
}

typedef struct Member {
    const char *path;
    Str         bytes;
} Member;

static Str sha256_label(Arena *arena, Str bytes)
{
    Sha256 digest = sha256(bytes);
    Str hex = hex_encode(arena, sha256_str(&digest));

    return arena_printf(arena, "sha256:" STR_FMT, STR_ARG(hex));
}

static void write_package(Arena *arena, const Custody *custody, const Member *members, size_t count, StrBuf *out)
{
    JsonOut j = { .out = out };
    char time[21];

    time_format(custody->count ? custody->events[custody->count - 1].time : 0, time);
    json_object(&j, NULL);
    json_text(&j, "profile", "data-package");
    json_text(&j, "wacz_version", "1.1.1");
    json_text(&j, "software", "dokaz " DOKAZ_VERSION);
    json_text(&j, "created", time);
    json_array(&j, "resources");
    for (size_t i = 0; i < count; i++) {
        json_object(&j, NULL);
        json_str(&j, "name", os_basename(str_of(members[i].path)));
        json_text(&j, "path", members[i].path);
        json_str(&j, "hash", sha256_label(arena, members[i].bytes));
        json_i64(&j, "bytes", (int64_t)members[i].bytes.len);
        json_object_end(&j);
    }
    json_array_end(&j);
    json_object_end(&j);
    json_line_end(&j);
}

static Status write_wacz(Arena *arena, const Custody *custody, const Pages *pages, Str warc, StrBuf *out, Error *err)
{
    AUTO_STRBUF index = { 0 };
    AUTO_STRBUF list = { 0 };
    AUTO_STRBUF package = { 0 };
    AUTO_STRBUF digest = { 0 };
    Zip zip = zip_on(out);
    Status status = OK;

    write_index(arena, pages, &index);
    write_pages(arena, pages, &list);
    Member members[5] = { { "archive/" WARC_NAME, warc }, { "indexes/index.cdx", strbuf_str(&index) },
                          { "pages/pages.jsonl", strbuf_str(&list) } };
    write_package(arena, custody, members, 3, &package);
    strbuf_printf(&digest, "{\"path\":\"datapackage.json\",\"hash\":\"" STR_FMT "\"}\n",
                  STR_ARG(sha256_label(arena, strbuf_str(&package))));
    members[3] = (Member){ "datapackage.json", strbuf_str(&package) };
    members[4] = (Member){ "datapackage-digest.json", strbuf_str(&digest) };
    for (size_t i = 0; status == OK && i < 5; i++)
        status = zip_add(&zip, members[i].path, members[i].bytes, err);
    if (status == OK)
        zip_end(&zip);
    else
        zip_drop(&zip);
    return status;
}

Status export_wacz(Case *c, const Custody *custody, StrBuf *out, size_t *pages, Error *err)
{
    AUTO_ARENA arena = arena_create();
    AUTO_STRBUF warc = { 0 };
    Pages found = { 0 };
    size_t before = out->len;

    gather_pages(arena, custody, &found);
    if (found.count == 0)
        return fail(err, ERR_NOT_FOUND, "no original is a web page with a known address: give addresses in the table of "
                    "sources (column url) when adding");
    qsort(found.at, found.count, sizeof *found.at, by_surt);
    Status status = add_info(arena, c, custody, &warc, err);
    for (size_t i = 0; status == OK && i < found.count; i++)
        status = add_page(arena, c, &found.at[i], &warc, err);
    if (status == OK)
        status = write_wacz(arena, custody, &found, strbuf_str(&warc), out, err);
    if (status != OK)
        out->len = before;
    else
        *pages = found.count;
    return status;
}
