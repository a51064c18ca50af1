/* parse_html.c -- the worker's parser of HTML: libxml2's events to text and blocks. */
#include "keep/html_in.h"
#include "keep/worker_parsers.h"

#include "base/auto.h"
#include "keep/answer.h"

#include <libxml/parser.h>

static int prepare(Str options)
{
    (void)options;
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

static int parse(Str page, Str options, StrBuf *answer)
{
    AUTO_ARENA arena = arena_create();
    HtmlWords words;
    Answer a;

    (void)options;
    html_words_load(arena, &words);
    if (!html_answer(arena, &words, page, &a))
        return WORKER_EMPTY;
    answer_write(answer, &a);
    return 0;
}

const WorkerParser parse_html = { "html", prepare, parse };
