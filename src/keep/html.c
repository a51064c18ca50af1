/* html.c -- see html.h: runs the parser in guard's box and reads its answer, trusting none of it. */
#include "keep/html_in.h"

#include "base/auto.h"
#include "guard/sandbox.h"
#include "keep/answer.h"

#include <libxml/xmlversion.h>
#include <libxml/parser.h>

#define EMPTY_PAGE  10

typedef struct Job {
    Str       page;
    Arena    *arena;
    HtmlWords words;
} Job;

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

bool html_answer(Arena *arena, const HtmlWords *words, Str utf8, Answer *ret)
{
    HtmlResult r;

    if (!html_parse(arena, words, utf8, &r))
        return false;
    html_judge(arena, &r);
    bool json = r.meta.authors.count > 0;
    HtmlNotes notes = html_meta_notes(arena, &r.meta);
    Block *blocks = arena_array(arena, Block, r.blocks.count + 1);
    for (size_t i = 0; i < r.blocks.count; i++)
        blocks[i] = r.blocks.at[i].block;
    *ret = (Answer){
        .text = strbuf_str(&r.text), .title = title_of(&r), .language = language_of(arena, r.meta.language),
        .page = { .publisher = r.meta.publisher.len ? r.meta.publisher : r.meta.site, .url = r.meta.url,
                  .published = html_meta_published(arena, &r.meta),
                  .authors = json ? r.meta.authors.at : r.meta.meta_authors.at,
                  .author_count = json ? r.meta.authors.count : r.meta.meta_authors.count },
        .notes = notes.at, .note_count = notes.count, .blocks = blocks, .block_count = r.blocks.count,
    };
    return true;
}

static int work(void *context, StrBuf *answer)
{
    Job *job = context;
    Answer page;

    if (!html_answer(job->arena, &job->words, job->page, &page))
        return EMPTY_PAGE;
    answer_write(answer, &page);
    return 0;
}

/* ---- outside ---- */

Status html_extract(Arena *arena, Str utf8, HtmlPage *ret, Error *err)
{
    Job job = { .page = utf8 };
    AUTO_STRBUF answer = { 0 };
    BoxResult result;
    Answer page;
    Status status = box_run(&(BoxJob){ prepare, work, &job }, &box_limits, &answer, &result, err);

    if (status != OK)
        return status;
    if (result.end == BOX_FAILED && result.detail == EMPTY_PAGE)
        return fail(err, ERR_BAD_INPUT, "the HTML parser found nothing to read");
    if (result.end != BOX_OK)
        return fail(err, ERR_BAD_INPUT, "HTML: %s", result.reason);
    if (!answer_read(arena, strbuf_str(&answer), utf8.len, &page))
        return fail(err, ERR_BAD_INPUT, "HTML: the parser's answer makes no sense");
    *ret = (HtmlPage){ page.text, page.blocks, page.block_count, page.title, page.language, page.page, page.notes,
                       page.note_count };
    return OK;
}

Str html_parser(void)
{
    return S("html/1 libxml2 " LIBXML_DOTTED_VERSION);
}
