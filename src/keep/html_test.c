/* html_test.c -- pages to text and blocks; hostile pages end in a result or one clear line. */
#include "keep/html.h"

#include "base/auto.h"
#include "base/utf8.h"
#include "check.h"

static HtmlPage extract(Arena *arena, Str page)
{
    HtmlPage out = { 0 };
    Error err = { 0 };

    CHECK_INT(html_extract(arena, NULL, page, &out, &err), OK, err.text);
    return out;
}

/* Blocks as "kind text" lines, boilerplate with a minus before. */
static Str blocks_of(Arena *arena, Str page)
{
    static const char letters[] = "pThlcrqfb";
    HtmlPage out = extract(arena, page);
    AUTO_STRBUF b = { 0 };

    for (size_t i = 0; i < out.block_count; i++) {
        const Block *block = &out.blocks[i];
        if (block->boilerplate)
            strbuf_char(&b, '-');
        strbuf_char(&b, letters[block->kind]);
        strbuf_char(&b, ' ');
        strbuf_add(&b, span_text(out.text, block->span));
        strbuf_char(&b, '|');
    }
    return arena_str(arena, strbuf_str(&b));
}

static void test_blocks(void)
{
    static const struct { Str page, blocks; } cases[] = {
        { S("<p>Six  people\n were <b>killed</b> in&nbsp;Ky&iuml;v &amp; near.</p><p>More.</p>"),
          S("p Six people were killed in\xC2\xA0Ky\xC3\xAFv & near.|p More.|") },
        { S("<script>var x = '<p>no</p>';</script><style>p{}</style><!-- no --><p>Yes"), S("p Yes|") },
        { S("<p>One<br>two<br><br>three</p>"), S("p One\ntwo|p three|") },
        { S("<h1>Big</h1><h2>Small</h2><ul><li>a</li><li><p>b</p><p>c</p></li></ul>"), S("T Big|h Small|l a|l b|l c|") },
        { S("<table><caption>Cap</caption><tr><th>Place</th><td>52</td></tr></table>"), S("c Cap|r Place\t52|") },
        { S("<blockquote><p>Said.</p></blockquote><figure><img><figcaption>Photo</figcaption></figure>"),
          S("q Said.|c Photo|") },
        { S("<p>killed 52<sup><a href='#fn1'>1</a></sup> people on 10 km<sup>2</sup>.</p>"
            "<ol class='footnotes'><li id='fn1'>Report</li><li>Other</li></ol>"),
          S("p killed 52[1] people on 10 km2.|f Report|f Other|") },
        { S("<div>Loose <i>words</i><p>inside</p>after</div>"), S("p Loose words|p inside|p after|") },
        { S("<p class=byline>By Ann</p><p>soft\xC2\xADhyphen zero\xE2\x80\x8Bwidth"), S("b By Ann|p softhyphen zerowidth|") },
        { S("<pre>a\nb</pre>"), S("p a\nb|") },
        { S("<p>unclosed <b>bold <p>next</b></div></p>x"), S("p unclosed bold|p next|p x|") },
        { S("<p hidden>secret</p><p>Enough.</p>"), S("-p secret|p Enough.|") },
        { S("no tags at all"), S("p no tags at all|") },
        { S("<form><p>Search</p></form><nav><a href=x>Home</a></nav><p>Text of the page that says something.</p>"),
          S("-p Search|-p Home|p Text of the page that says something.|") },
    };

    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        AUTO_ARENA a = arena_create();
        CHECK_STR(blocks_of(a, cases[i].page), cases[i].blocks);
    }
}

#define PROSE "Six people were killed in the strike on the village on Monday, the head of the region said. " \
              "Rescue workers searched the ruins until the evening and found two more wounded people there. "

static void test_boilerplate(void)
{
    AUTO_ARENA a = arena_create();
    Str blocks = blocks_of(a, S(
        "<body class='has-sidebar'><header><a href=/>Paper</a></header><main><p>" PROSE "</p>"
        "<div class='read-also'><p>Read also: things</p></div><div class=relatedPosts>Other news</div>"
        "<p>" PROSE "</p></main><div id=cookie-banner>We use cookies</div><div>Left outside</div><footer>(c)</footer>"));

    /* proves P25 */
    CHECK(str_find(blocks, S("|-p Read also"), 0) != SIZE_MAX, blocks);
    CHECK(str_find(blocks, S("|-p Other news"), 0) != SIZE_MAX, blocks);
    CHECK(str_find(blocks, S("|-p We use cookies"), 0) != SIZE_MAX, blocks);
    CHECK(str_find(blocks, S("|-p Left outside"), 0) != SIZE_MAX, blocks);
    CHECK(str_find(blocks, S("|-p (c)"), 0) != SIZE_MAX, blocks);
    CHECK(str_find(blocks, S("|p Six people"), 0) != SIZE_MAX, blocks);
    /* Teasers beside a text are none of it; alone they are what the page says. */
#define TEASER(name) "<div class=t><h3><a href=x>" name " and more of that</a></h3><p>Two lines about it, no more.</p></div>"
    blocks = blocks_of(a, S("<div><p>" PROSE PROSE "</p></div><div>" TEASER("One") TEASER("Two") TEASER("Three") "</div>"));
    CHECK(str_find(blocks, S("-h Two and more of that|-p Two lines"), 0) != SIZE_MAX, blocks);
    blocks = blocks_of(a, S("<div>" TEASER("One") TEASER("Two") TEASER("Three") "</div>"));
    CHECK(str_find(blocks, S("|h Two and more of that|p Two lines"), 0) != SIZE_MAX, blocks);
    /* The wrapper's class lies: else nothing would be left. */
    blocks = blocks_of(a, S("<div class='widget'><p>" PROSE PROSE "</p></div>"));
    CHECK(str_starts(blocks, S("p Six")), blocks);
    /* A list of links is not the text; a reading list in the article is. */
    blocks = blocks_of(a, S("<p>" PROSE PROSE "</p><ul><li><a href=a>One thing</a><li><a href=b>Two</a>"
                            "<li><a href=c>Three"));
    CHECK(str_find(blocks, S("|-l One thing|-l Two|-l Three|"), 0) != SIZE_MAX, blocks);
    blocks = blocks_of(a, S("<article><p>To read:</p><ul><li><a href=a>One</a><li><a href=b>Two</a><li><a href=c>Three"));
    CHECK_STR(blocks, S("p To read:|l One|l Two|l Three|"));
}

static void test_meta(void)
{
    AUTO_ARENA a = arena_create();
    HtmlPage p = extract(a, S(
        "<html lang=uk-UA><head><title>Strike on a village | Paper</title><link rel=canonical href='https://e.org/a'>"
        "<meta property=og:site_name content=Paper><meta name=author content='Web Desk'>"
        "<meta name=date content='2022-04-01'><script type='application/ld+json'>{\"@graph\":[{\"@type\":\"NewsArticle\","
        "\"headline\":\"Strike on a village\",\"datePublished\":\"2022-04-09T18:20:00+03:00\","
        "\"author\":[{\"name\":\"Ann Lee\"},\"Bo Ek\"],\"publisher\":{\"name\":\"The Paper\"}}]}</script></head>"
        "<body><h1>Strike on a village</h1><time datetime='2021-01-01'>then</time>"));

    CHECK_STR(p.title, S("Strike on a village"));
    CHECK_STR(p.language, S("uk"));
    CHECK_STR(p.page.publisher, S("The Paper"));
    CHECK_STR(p.page.url, S("https://e.org/a"));
    CHECK_STR(p.page.published, S("2022-04-09"));
    CHECK_INT(p.page.author_count, 2, "authors");
    CHECK_STR(p.page.authors[1], S("Bo Ek"));
    p = extract(a, S("<title>Heading - Paper</title><h1>Heading</h1><p>x<time datetime='2021-01-05'>then</time>"
                     "<meta property=og:locale content=x><script type='application/ld+json'>{broken</script>"));
    CHECK_STR(p.title, S("Heading"));
    CHECK_STR(p.page.published, S("2021-01-05"));
    CHECK(p.page.publisher.ptr == NULL && p.language.ptr == NULL, "unknown stays unknown");
    p = extract(a, S("<p>x<meta name=date content='Friday'>"));
    CHECK(p.page.published.ptr == NULL, "no date");
}

/* Each block's origin holds its words in the page. */
static void test_origins(void)
{
    AUTO_ARENA a = arena_create();
    Str page = S("<html><body><p>First words</p>\n<div><p>Second <b>part</b></p></div></body>");
    HtmlPage p = extract(a, page);

    CHECK_INT(p.block_count, 2, "blocks");
    CHECK(str_find(span_text(page, p.blocks[0].origin), S("First words"), 0) != SIZE_MAX, "first");
    CHECK(str_find(span_text(page, p.blocks[1].origin), S("Second <b>part"), 0) != SIZE_MAX, "second");
}

/* Scripts, styles, comments, drawings and pictures in addresses are cut out first; places stay those of the page. */
static void test_strip(void)
{
    static const struct { Str page, blocks; } cases[] = {
        { S("a<script>if (a<b) x='</p>';</script>b<style>p{}</style>c<svg><path d='M0'/></svg>d<!-- no -->e"), S("p abcde|") },
        { S("<p>one<!-->two<!-- -- > --> three"), S("p onetwo three|") },
        { S("<p>left <!-- open"), S("p left|") },
        { S("<p>x<svg><svg>in</svg>in</svg>y"), S("p xy|") },
        { S("<img src=\"data:image/png;base64,AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA\">"
            "<p>after"), S("p after|") },
        { S("<p>said=\"data: none\" of it</p>"), S("p said=\"data: none\" of it|") },
    };

    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        AUTO_ARENA a = arena_create();
        CHECK_STR(blocks_of(a, cases[i].page), cases[i].blocks);
    }
    AUTO_ARENA a = arena_create();
    Str page = S("<script>var long = 'a script of some length';</script><p>First</p><!-- between --><p>Second</p>");
    HtmlPage p = extract(a, page);
    CHECK_INT(p.block_count, 2, "blocks");
    CHECK(str_find(span_text(page, p.blocks[0].origin), S("First"), 0) != SIZE_MAX, "first");
    CHECK(str_find(span_text(page, p.blocks[1].origin), S("Second"), 0) != SIZE_MAX, "second");
}

static Str repeat(Arena *arena, const char *before, const char *after, size_t times)
{
    AUTO_STRBUF b = { 0 };

    for (size_t i = 0; i < times; i++)
        strbuf_add(&b, str_of(before));
    strbuf_add(&b, S("deep words"));
    for (size_t i = 0; i < times; i++)
        strbuf_add(&b, str_of(after));
    return arena_str(arena, strbuf_str(&b));
}

static void test_hostile(void)
{
    static const struct { const char *before, *after; } nests[] = {
        { "<div>", "</div>" }, { "<b>", "</b>" }, { "<ul><li>", "" }, { "<table><tr><td>", "</td></tr></table>" },
        { "<a href=#>", "" }, { "<sup>", "</sup>" }, { "<p title='", "'>" }, { "&#", ";" }, { "<!--", "-->" },
        { "<script>", "</script>" }, { "<svg>", "</svg>" }, { "<svg>", "" }, { "<style>", "" }, { "<a x=\"data:", "" },
    };

    for (size_t i = 0; i < sizeof nests / sizeof *nests; i++) {
        AUTO_ARENA a = arena_create();
        HtmlPage p = { 0 };
        Error err = { 0 };
        Status status = html_extract(a, NULL, repeat(a, nests[i].before, nests[i].after, 100000), &p, &err);
        /* proves P18 */
        CHECK(status == OK || (status == ERR_BAD_INPUT && str_starts(str_of(err.text), S("HTML: "))), err.text);
        CHECK(status != OK || utf8_valid(p.text) == p.text.len, nests[i].before);
    }
    AUTO_ARENA a = arena_create();
    HtmlPage p = extract(a, repeat(a, "<div>", "</div>", 100000));
    CHECK_STR(p.text, S("deep words"));
}

int main(void)
{
    test_blocks();
    test_boilerplate();
    test_meta();
    test_origins();
    test_strip();
    test_hostile();
    return test_end();
}
