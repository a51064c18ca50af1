/* pages.c -- saved pages to their main text: made ones around the generated reports, and real ones where given. */
#include "bench.h"

#include "base/auto.h"
#include "keep/html.h"
#include "keep/html_in.h"

#include <stdio.h>

#define MADE 300            /* pages */

/* A report as a news site serves it: scripts, menus, teasers, paragraphs, a footer. */
static void make_page(Str report, StrBuf *out)
{
    Str line;

    strbuf_add(out, S("<!DOCTYPE html><html lang=\"en\"><head><meta charset=\"utf-8\"><title>Report</title><script>var a = {"));
    for (int i = 0; i < 120; i++)
        strbuf_printf(out, "\"k%d\":\"value number %d\",", i, i * 37);
    strbuf_add(out, S("};</script><style>"));
    for (int i = 0; i < 60; i++)
        strbuf_printf(out, ".c%d { margin: %dpx; color: #%06x }\n", i, i, i * 4321);
    strbuf_add(out, S("</style></head><body><header><nav><ul>"));
    for (int i = 0; i < 40; i++)
        strbuf_printf(out, "<li class=\"menu-item menu-item-%d\"><a href=\"/section/%d\" data-track=\"nav\">Section %d</a></li>", i, i, i);
    strbuf_add(out, S("</ul></nav></header><main><article>"));
    while (str_cut(&report, '\n', &line)) {
        if (line.len == 0)
            continue;
        strbuf_add(out, S("<p class=\"body-text\">"));
        strbuf_add(out, line);
        strbuf_add(out, S("</p>\n"));
    }
    strbuf_add(out, S("</article></main><aside>"));
    for (int i = 0; i < 30; i++)
        strbuf_printf(out, "<div class=\"teaser\"><a href=\"/story/%d\"><img src=\"/i/%d.jpg\" alt=\"\"><h3>Read also: story %d</h3></a></div>", i, i, i);
    strbuf_add(out, S("</aside><footer><p>All rights reserved</p></footer></body></html>"));
}

static void show(Bench *b, const Texts *pages)
{
    double best = 1e9, boxed = 1e9;

    if (pages->count == 0)
        return;
    for (int round = 0; round < ROUNDS; round++) {
        HtmlWords words;
        AUTO_ARENA kept = arena_create();
        html_words_load(kept, &words);
        double start = busy();
        for (size_t i = 0; i < pages->count; i++) {
            AUTO_ARENA arena = arena_create();
            HtmlResult r;
            if (!html_parse(arena, &words, pages->at[i], &r))
                continue;
            html_judge(arena, &r);
            b->sink += r.text.len;
            strbuf_finish(&r.text);
        }
        double time = busy() - start;
        best = time < best ? time : best;
    }
    double start = now();
    Workers workers = { 0 };
    for (size_t i = 0; i < pages->count; i++) {
        AUTO_ARENA arena = arena_create();
        HtmlPage page;
        if (html_extract(arena, &workers, pages->at[i], &page, NULL) == OK)
            b->sink += page.text.len;
    }
    workers_end(&workers);
    boxed = now() - start;
    printf("%s: %zu pages, %.1f MB\n", pages->name, pages->count, pages->megabytes);
    row("HTML to main text", pages->megabytes / best, NULL, 1);
    row("    each page in its box", pages->megabytes / boxed, NULL, 1);
}

void bench_pages(Bench *b)
{
    Texts made = { .name = "made pages", .count = b->reports.count < MADE ? b->reports.count : MADE };
    AUTO_STRBUF page = { 0 };

    made.at = arena_array(b->arena, Str, made.count);
    for (size_t i = 0; i < made.count; i++) {
        strbuf_clear(&page);
        make_page(b->reports.at[i], &page);
        made.at[i] = arena_str(b->arena, strbuf_str(&page));
        made.megabytes += (double)page.len / 1e6;
    }
    show(b, &made);
    show(b, &b->pages);
}
