/* parse_warc.c -- a web archive as parts: every page is one, whatever else it holds is counted.
 *
 * A page is what a server gave with a status of 2xx (or a resource, a conversion) and is a text or a document. Images,
 * styles and scripts stay in the archive. The time of capture is a fact, never the day of publication.
 */
#include "keep/parse_in.h"

#include "keep/sniff.h"
#include "keep/warc.h"

#define BODY_MAX PART_SIZE

static const char *const page_types[] = {
    "text/html", "application/xhtml+xml", "text/plain", "text/markdown", "application/pdf", "application/rtf", "text/rtf",
    "application/msword", "application/vnd.oasis.opendocument.text",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document", "message/rfc822",
};

typedef struct Job {
    Arena   *arena;
    PartsOut out;
    Facts    about;                 /* what the warcinfo record says */
    int      block_is, payload_is;  /* of the record at hand: +1 its digest holds, -1 it does not, 0 not known */
    int64_t  others, revisits, requests, metadata, wrong_digests;
} Job;

/* "text/html; charset=utf-8" -> "text/html" */
static Str plain_type(Arena *arena, Str type)
{
    Str plain;

    if (!type.len || !str_cut(&type, ';', &plain))
        return STR_NONE;
    char *lower = arena_cstr(arena, str_trim(plain));
    for (char *c = lower; *c; c++)
        if (*c >= 'A' && *c <= 'Z')
            *c = (char)(*c + 32);
    return str_of(lower);
}

/* What an archiver keeps about itself, or about names and numbers. */
static const char *const no_schemes[] = { "metadata:", "dns:", "whois:", "urn:" };

static bool is_page(Arena *arena, Str told, Str body, Str url)
{
    for (size_t i = 0; i < sizeof no_schemes / sizeof *no_schemes; i++)
        if (str_starts(url, str_of(no_schemes[i])))
            return false;
    Str type = plain_type(arena, told);

    if (!type.len || str_eq(type, S("application/octet-stream")))
        type = sniff(str_slice(body, 0, SNIFF_BYTES), body.len, url).media_type;
    for (size_t i = 0; i < sizeof page_types / sizeof *page_types; i++)
        if (str_eq(type, str_of(page_types[i])))
            return true;
    return false;
}

static Str target(Arena *arena, const WarcRecord *r)
{
    Str url = str_trim(warc_field(&r->head, S("WARC-Target-URI")));

    if (str_starts(url, S("<")) && str_ends(url, S(">")))       /* old wget */
        url = str_slice(url, 1, url.len - 1);
    return part_name(arena, url);
}

static int block_digest(const WarcRecord *r)
{
    return r->cut || r->block_length > r->block.len ? 0 : warc_digest(warc_field(&r->head, S("WARC-Block-Digest")), r->block);
}

/* Over the body as stored, without chunks, or decoded: archivers differ. */
static int payload_digest(const WarcRecord *r, const WarcHttp *h)
{
    Str told = warc_field(&r->head, S("WARC-Payload-Digest"));
    int is = r->cut ? 0 : warc_digest(told, h->raw);

    if (is < 0 && h->unchunked.ptr != h->raw.ptr)
        is = warc_digest(told, h->unchunked);
    if (is < 0 && h->body.ptr != h->unchunked.ptr)
        is = warc_digest(told, h->body);
    return is;
}

static void digest_fact(Arena *arena, Facts *f, const char *key, int is)
{
    if (is)
        fact_add(arena, f, key, is > 0 ? S("its bytes have this digest") : S("its bytes have another"));
}

static void common_facts(const Job *j, Arena *arena, const WarcRecord *r, Facts *f)
{
    static const struct { const char *key, *field; } kept[] = {
        { "captured", "WARC-Date" }, { "record-type", "WARC-Type" }, { "record-id", "WARC-Record-ID" },
        { "block-digest", "WARC-Block-Digest" }, { "payload-digest", "WARC-Payload-Digest" },
        { "truncated", "WARC-Truncated" }, { "refers-to", "WARC-Refers-To" },
        { "refers-to-url", "WARC-Refers-To-Target-URI" }, { "refers-to-date", "WARC-Refers-To-Date" },
        { "profile", "WARC-Profile" },
    };

    fact_add(arena, f, "format", r->version);
    for (size_t i = 0; i < sizeof kept / sizeof *kept; i++)
        fact_add(arena, f, kept[i].key, warc_field(&r->head, str_of(kept[i].field)));
    digest_fact(arena, f, "block-digest-check", j->block_is);
    if (r->cut)
        fact_add(arena, f, "cut", S("the file ends inside this record"));
}

static void refuse(Job *j, Arena *arena, const WarcRecord *r, Str name, Str why)
{
    Part part = { .name = name, .at = r->at, .length = r->length, .refused = why };

    (void)arena;
    parts_add(&j->out, &part);
}

static void pass_over(Job *j, int64_t *count)
{
    j->out.number++;
    (*count)++;
}

static void check_digests(Job *j, const WarcRecord *r, const WarcHttp *h)
{
    j->block_is = block_digest(r);
    j->payload_is = payload_digest(r, h);
    j->wrong_digests += (j->block_is < 0) + (j->payload_is < 0);
}

static void page(Job *j, Arena *arena, const WarcRecord *r, bool http)
{
    Facts f = { 0 };
    WarcHttp h;
    Str url = target(arena, r);

    if (http)
        warc_http(arena, r->block, BODY_MAX, &h);
    else
        h = (WarcHttp){ .raw = r->block, .unchunked = r->block, .body = r->block };
    check_digests(j, r, &h);
    Str type = h.status ? warc_field(&h.head, S("Content-Type")) : warc_field(&r->head, S("Content-Type"));
    if (http && !h.status)
        type = STR_NONE;
    if (h.status && (h.status < 200 || h.status > 299)) {
        pass_over(j, &j->others);
        return;
    }
    if (h.body.len == 0 || !is_page(arena, type, h.body, url)) {
        pass_over(j, &j->others);
        return;
    }
    if (r->block_length > r->block.len && !r->cut) {
        refuse(j, arena, r, url, S("it is over the limit of 512 MiB for a part"));
        return;
    }
    common_facts(j, arena, r, &f);
    digest_fact(arena, &f, "payload-digest-check", j->payload_is);
    if (h.status)
        fact_number(arena, &f, "status", h.status);
    fact_add(arena, &f, "content-type", type);
    fact_add(arena, &f, "server-date", warc_field(&h.head, S("Date")));
    fact_add(arena, &f, "last-modified", warc_field(&h.head, S("Last-Modified")));
    fact_add(arena, &f, "trouble", h.trouble);
    Part part = { .name = url, .bytes = h.body, .at = r->at, .length = r->length, .given = { .url = url },
                  .facts = f.at, .fact_count = f.count };
    parts_add(&j->out, &part);
}

static void revisit(Job *j, Arena *arena, const WarcRecord *r)
{
    Str of = part_name(arena, warc_field(&r->head, S("WARC-Refers-To-Target-URI")));
    Str date = part_name(arena, warc_field(&r->head, S("WARC-Refers-To-Date")));

    j->revisits++;
    refuse(j, arena, r, target(arena, r),
           arena_printf(arena, "a revisit of %s: the bytes of %s%s%s were met again and not stored again",
                        arena_cstr(arena, part_name(arena, warc_field(&r->head, S("WARC-Date")))),
                        of.len ? arena_cstr(arena, of) : "an earlier capture", date.len ? " of " : "",
                        date.len ? arena_cstr(arena, date) : ""));
}

/* "software: Heritrix/3.1" lines of the record about the file itself. */
static void warcinfo(Job *j, const WarcRecord *r)
{
    static const char *const kept[] = { "software", "isPartOf", "description", "operator", "hostname", "conformsTo", "title" };
    static const char *const keys[] = { "software", "is-part-of", "description", "operator", "hostname", "conforms-to", "title" };
    size_t len;
    WarcHead fields = warc_head(j->arena, arena_printf(j->arena, STR_FMT "\n\n", STR_ARG(str_slice(r->block, 0, 16384))), &len);

    fact_add(j->arena, &j->about, "format", r->version);
    fact_add(j->arena, &j->about, "created", warc_field(&r->head, S("WARC-Date")));
    for (size_t i = 0; i < sizeof kept / sizeof *kept; i++)
        fact_add(j->arena, &j->about, keys[i], warc_field(&fields, str_of(kept[i])));
    j->out.number++;
}

/* The payload of a request is what follows its headers. */
static void no_page(Job *j, Arena *arena, const WarcRecord *r, bool request)
{
    WarcHttp h = { .raw = r->block, .unchunked = r->block, .body = r->block };
    size_t len = 0;

    if (request) {
        warc_head(arena, r->block, &len);
        h.raw = h.unchunked = h.body = len ? str_slice(r->block, len, SIZE_MAX) : S("");
    }
    check_digests(j, r, &h);
    pass_over(j, request ? &j->requests : &j->metadata);
}

static void take(Job *j, Arena *arena, const WarcRecord *r)
{
    Str type = warc_field(&r->head, S("WARC-Type"));
    Str content = warc_field(&r->head, S("Content-Type"));

    if (str_eq(type, S("response")))
        page(j, arena, r, str_starts(r->block, S("HTTP/")) || str_starts(content, S("application/http")));
    else if (str_eq(type, S("resource")) || str_eq(type, S("conversion")))
        page(j, arena, r, false);
    else if (str_eq(type, S("revisit")))
        revisit(j, arena, r);
    else if (str_eq(type, S("warcinfo")))
        warcinfo(j, r);
    else
        no_page(j, arena, r, str_eq(type, S("request")));
}

int warc_parts(Str original, Str options, StrBuf *answer)
{
    AUTO_ARENA whole = arena_create();
    AUTO_ARENA one = arena_create();
    PartAsk ask = { .from = 0 };
    Job j = { .arena = whole };
    WarcRecord record;
    WarcEnd end = WARC_END;
    uint64_t records = 0, damaged = 0;

    if (!part_ask_parse(options, &ask))
        return WORKER_BROKEN;
    WarcReader *w = warc_open(whole, original, ask.from);
    if (!w)
        return WORKER_BROKEN;
    j.out = parts_begin(answer, &ask);
    while (!parts_enough(&j.out) && (end = warc_next(w, one, &record)) != WARC_END) {
        if (end == WARC_RECORD)
            take(&j, one, &record);
        else
            refuse(&j, one, &record, arena_printf(one, "record %llu", (unsigned long long)j.out.number + 1),
                   str_of(record.why));
        records += end == WARC_RECORD;
        damaged += end == WARC_BROKEN;
        arena_reset(one);
    }
    uint64_t next = end == WARC_END ? 0 : warc_place(w);
    warc_close(w);
    if (records == 0 && ask.from == 0)
        return WORKER_BROKEN;
    fact_number(whole, &j.about, "records-that-are-no-page", j.others);
    fact_number(whole, &j.about, "requests", j.requests);
    fact_number(whole, &j.about, "revisits", j.revisits);
    fact_number(whole, &j.about, "other-records", j.metadata);
    fact_number(whole, &j.about, "broken-records", (int64_t)damaged);
    fact_number(whole, &j.about, "wrong-digests", j.wrong_digests);
    parts_end(&j.out, next, S("warc/1"), j.about.at, j.about.count);
    return 0;
}
