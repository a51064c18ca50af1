/* html_judge.c -- what of a page is its text, decided once all blocks are known. Runs in the box.
 *
 * Names lie now and then: a class called "sidebar" on the wrapper of the whole page, one form
 * around everything. So what would leave nearly nothing is taken back, weakest signs first.
 */
#include "keep/html_in.h"

#define ENOUGH          250     /* bytes of prose that make a page worth reading */
#define LINK_SHARE      70      /* percent of a block inside links: a link, not prose */
#define LINK_RUN        3       /* so many in a row outside the article are a list of links */
#define MOST            60      /* percent of the prose in article or main: what is outside is not the text */

static uint32_t length(const HtmlBlock *b)
{
    return span_len(b->block.span);
}

static bool mostly_link(const HtmlBlock *b)
{
    return (uint64_t)b->block.link_chars * 100 >= (uint64_t)length(b) * LINK_SHARE;
}

/* Bytes of prose outside what `signs` take away. */
static uint64_t prose(const HtmlResult *r, unsigned signs, bool article_only)
{
    uint64_t n = 0;

    for (size_t i = 0; i < r->blocks.count; i++) {
        const HtmlBlock *b = &r->blocks.at[i];
        if (!(b->signs & signs) && !mostly_link(b) && (b->in_article || !article_only))
            n += length(b);
    }
    return n;
}

static void take_back(HtmlResult *r)
{
    static const unsigned weakest_first[] = { SIGN_CLASS, SIGN_FORM };
    unsigned kept = SIGN_BOILERPLATE;

    for (size_t i = 0; i < sizeof weakest_first / sizeof *weakest_first; i++) {
        uint64_t now = prose(r, kept, false), without = prose(r, kept & ~weakest_first[i], false);
        if (now >= ENOUGH || without < 2 * now + ENOUGH)
            continue;
        kept &= ~weakest_first[i];
    }
    for (size_t i = 0; i < r->blocks.count; i++)
        r->blocks.at[i].signs &= kept | ~(unsigned)SIGN_BOILERPLATE;
}

static void mark_link_lists(HtmlResult *r)
{
    uint64_t text = prose(r, SIGN_BOILERPLATE, false);

    for (size_t i = 0, end; i < r->blocks.count; i = end) {
        uint64_t bytes = 0;
        bool inside = r->blocks.at[i].in_article;
        for (end = i; end < r->blocks.count && mostly_link(&r->blocks.at[end]) &&
                      r->blocks.at[end].in_article == inside; end++)
            bytes += length(&r->blocks.at[end]);
        /* Inside the article a list of links may be the text itself (a reading list): only
         * beside much more prose is it an interruption. */
        if (end - i >= LINK_RUN && (inside ? text > 3 * bytes + ENOUGH : text > ENOUGH))
            for (size_t k = i; k < end; k++)
                r->blocks.at[k].signs |= SIGN_LINKS;
        if (end == i)
            end++;
    }
}

static void mark_outside_article(HtmlResult *r)
{
    uint64_t all = prose(r, SIGN_BOILERPLATE, false), inside = prose(r, SIGN_BOILERPLATE, true);

    if (inside < ENOUGH || inside * 100 < all * MOST)
        return;
    for (size_t i = 0; i < r->blocks.count; i++) {
        HtmlBlock *b = &r->blocks.at[i];
        if (!b->in_article && !(b->signs & SIGN_FOOTNOTE) && !(b->block.kind == BLOCK_HEADING && b->block.depth == 1))
            b->signs |= SIGN_ELEMENT;
    }
}

void html_judge(HtmlResult *r)
{
    bool title = false;

    take_back(r);
    mark_outside_article(r);
    mark_link_lists(r);
    for (size_t i = 0; i < r->blocks.count; i++) {
        HtmlBlock *b = &r->blocks.at[i];
        b->block.boilerplate = (b->signs & SIGN_BOILERPLATE) != 0;
        if (b->signs & SIGN_FOOTNOTE)
            b->block.kind = BLOCK_FOOTNOTE;
        else if (b->block.kind == BLOCK_HEADING && b->block.depth == 1 && !title && !b->block.boilerplate) {
            b->block.kind = BLOCK_TITLE;
            title = true;
        } else if (b->block.kind == BLOCK_PARAGRAPH && (b->signs & SIGN_CAPTION))
            b->block.kind = BLOCK_CAPTION;
        else if (b->block.kind == BLOCK_PARAGRAPH && (b->signs & SIGN_BYLINE) && length(b) < ENOUGH)
            b->block.kind = BLOCK_BYLINE;
    }
}
