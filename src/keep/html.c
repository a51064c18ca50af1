/* html.c -- see html.h: runs the parser in guard's box and reads its answer, trusting none of it. */
#include "keep/html_in.h"

#include "base/auto.h"
#include "base/utf8.h"
#include "guard/sandbox.h"

#include <libxml/xmlversion.h>
#include <libxml/parser.h>

#define TITLE_MAX   2000    /* bytes of a title, a name, an address that are kept */
#define EMPTY_PAGE  10

typedef struct Job {
    Str       page;
    Arena    *arena;
    HtmlWords words;
} Job;

/* ---- the answer: numbers of four bytes, strings with their length ---- */

static void put_u32(StrBuf *b, uint32_t n)
{
    strbuf_add(b, (Str){ (const char *)&n, sizeof n });
}

static void put_str(StrBuf *b, Str s)
{
    put_u32(b, (uint32_t)s.len);
    strbuf_add(b, s);
}

static void put_short(StrBuf *b, Str s)
{
    size_t end = s.len;

    if (end > TITLE_MAX)
        for (end = TITLE_MAX; end > 0 && (s.ptr[end] & 0xC0) == 0x80; )
            end--;
    put_str(b, str_slice(s, 0, end));
}

typedef struct Answer {
    Str  rest;
    bool bad;
} Answer;

static uint32_t get_u32(Answer *a)
{
    uint32_t n = 0;

    if (a->rest.len < sizeof n) {
        a->bad = true;
        return 0;
    }
    memcpy(&n, a->rest.ptr, sizeof n);
    a->rest = str_slice(a->rest, sizeof n, SIZE_MAX);
    return n;
}

static Str get_str(Arena *arena, Answer *a)
{
    uint32_t len = get_u32(a);

    if (a->bad || len > a->rest.len || utf8_valid(str_slice(a->rest, 0, len)) < len) {
        a->bad = true;
        return STR_NONE;
    }
    Str s = str_slice(a->rest, 0, len);
    a->rest = str_slice(a->rest, len, SIZE_MAX);
    return s.len ? arena_str(arena, s) : STR_NONE;
}

/* ---- in the box ---- */

static int prepare(void *context)
{
    Job *job = context;

    job->arena = arena_create();
    html_words_load(job->arena, &job->words);
    xmlInitParser();
    return 0;
}

/* The heading when the page's own title only adds the outlet's name to it. */
static Str title_of(const HtmlResult *r)
{
    if (r->meta.headline.len)
        return r->meta.headline;
    for (size_t i = 0; i < r->blocks.count; i++)
        if (r->blocks.at[i].block.kind == BLOCK_TITLE) {
            Str heading = span_text(strbuf_str(&r->text), r->blocks.at[i].block.span);
            if (str_find(r->meta.title, heading, 0) != SIZE_MAX || str_find(r->meta.og_title, heading, 0) != SIZE_MAX)
                return heading;
        }
    return r->meta.og_title.len ? r->meta.og_title : r->meta.title;
}

/* "en-GB" -> "en" */
static Str language_of(Arena *arena, Str tag)
{
    char *lower = arena_cstr(arena, tag);
    size_t n = 0;

    for (; n < tag.len && (lower[n] | 32) >= 'a' && (lower[n] | 32) <= 'z'; n++)
        lower[n] = (char)(lower[n] | 32);
    return n >= 2 && n <= 3 ? (Str){ lower, n } : STR_NONE;
}

static int work(void *context, StrBuf *answer)
{
    Job *job = context;
    HtmlResult r;

    if (!html_parse(job->arena, &job->words, job->page, &r))
        return EMPTY_PAGE;
    html_judge(job->arena, &r);
    put_str(answer, strbuf_str(&r.text));
    put_short(answer, title_of(&r));
    put_short(answer, language_of(job->arena, r.meta.language));
    put_short(answer, r.meta.publisher.len ? r.meta.publisher : r.meta.site);
    put_short(answer, r.meta.url);
    put_short(answer, html_meta_published(job->arena, &r.meta));
    bool json = r.meta.authors.count > 0;
    size_t author_count = json ? r.meta.authors.count : r.meta.meta_authors.count;
    put_u32(answer, (uint32_t)author_count);
    for (size_t i = 0; i < author_count; i++)
        put_short(answer, json ? r.meta.authors.at[i] : r.meta.meta_authors.at[i]);
    HtmlNotes notes = html_meta_notes(job->arena, &r.meta);
    put_u32(answer, (uint32_t)notes.count);
    for (size_t i = 0; i < notes.count; i++) {
        put_short(answer, notes.at[i].code);
        put_short(answer, notes.at[i].text);
    }
    put_u32(answer, (uint32_t)r.blocks.count);
    for (size_t i = 0; i < r.blocks.count; i++) {
        const Block *b = &r.blocks.at[i].block;
        put_u32(answer, b->span.start);
        put_u32(answer, b->span.end);
        put_u32(answer, (uint32_t)b->kind);
        put_u32(answer, b->boilerplate);
        put_u32(answer, (uint32_t)b->link_chars);
        put_u32(answer, (uint32_t)b->number);
        put_u32(answer, b->origin.start);
        put_u32(answer, b->origin.end);
    }
    return 0;
}

/* ---- outside ---- */

static bool read_block(Answer *a, const Job *job, Str text, uint32_t after, Block *b)
{
    b->span.start = get_u32(a);
    b->span.end = get_u32(a);
    uint32_t kind = get_u32(a);
    b->kind = (BlockKind)kind;
    b->boilerplate = get_u32(a) != 0;
    b->link_chars = (int32_t)get_u32(a);
    b->number = (int32_t)get_u32(a);
    b->origin.start = get_u32(a);
    b->origin.end = get_u32(a);
    if (span_is(b->origin) && (b->origin.start > b->origin.end || b->origin.end > job->page.len))
        b->origin = SPAN_NONE;
    return !a->bad && kind <= BLOCK_BYLINE && b->span.start >= after && b->span.start <= b->span.end &&
           b->span.end <= text.len && b->link_chars >= 0;
}

static bool read_answer(Arena *arena, const Job *job, Str bytes, HtmlPage *page)
{
    Answer a = { .rest = bytes };
    uint32_t after = 0;

    page->text = get_str(arena, &a);
    page->title = get_str(arena, &a);
    page->language = get_str(arena, &a);
    page->page.publisher = get_str(arena, &a);
    page->page.url = get_str(arena, &a);
    page->page.published = get_str(arena, &a);
    page->page.author_count = get_u32(&a);
    if (a.bad || page->page.author_count > a.rest.len)
        return false;
    page->page.authors = arena_array(arena, Str, page->page.author_count + 1);
    for (size_t i = 0; i < page->page.author_count; i++)
        page->page.authors[i] = get_str(arena, &a);
    page->note_count = get_u32(&a);
    if (a.bad || page->note_count > a.rest.len)
        return false;
    page->notes = arena_array(arena, Note, page->note_count + 1);
    for (size_t i = 0; i < page->note_count; i++) {
        page->notes[i] = (Note){ .span = SPAN_NONE };
        page->notes[i].code = get_str(arena, &a);
        page->notes[i].text = get_str(arena, &a);
    }
    page->block_count = get_u32(&a);
    if (a.bad || page->block_count > a.rest.len)
        return false;
    page->blocks = arena_array(arena, Block, page->block_count + 1);
    for (size_t i = 0; i < page->block_count; i++) {
        if (!read_block(&a, job, page->text, after, &page->blocks[i]))
            return false;
        after = page->blocks[i].span.end;
    }
    return !a.bad && a.rest.len == 0;
}

Status html_extract(Arena *arena, Str utf8, HtmlPage *ret, Error *err)
{
    Job job = { .page = utf8 };
    AUTO_STRBUF answer = { 0 };
    BoxResult result;
    HtmlPage page = { 0 };
    Status status = box_run(&(BoxJob){ prepare, work, &job }, &box_limits, &answer, &result, err);

    if (status != OK)
        return status;
    if (result.end == BOX_FAILED && result.detail == EMPTY_PAGE)
        return fail(err, ERR_BAD_INPUT, "the HTML parser found nothing to read");
    if (result.end != BOX_OK)
        return fail(err, ERR_BAD_INPUT, "HTML: %s", result.reason);
    if (!read_answer(arena, &job, strbuf_str(&answer), &page))
        return fail(err, ERR_BAD_INPUT, "HTML: the parser's answer makes no sense");
    *ret = page;
    return OK;
}

Str html_parser(void)
{
    return S("html/1 libxml2 " LIBXML_DOTTED_VERSION);
}
