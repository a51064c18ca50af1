/* page_copies.c -- documents that are forms of one another, and two of them side by side.
 *
 * A passage and its counterpart share a row of a table, so that they stay together on a narrow screen and when read aloud;
 * words that only one of them has are underlined, not only coloured, and a line above says what that means.
 */
#include "tell/page.h"

#include "tell/side.h"

#define COPIES_A_PART   100
#define PASSAGES_A_PART 100

static void show_heading(Page *p, const char *key)
{
    HTML(p->h, "<h1>");
    html_text(p->h, words_get(p->w, str_of(key)));
    HTML(p->h, "</h1>");
}

static Str link_pair(const Page *p, const CopyPair *pair)
{
    return arena_printf(p->arena, "/copies/%lld/%lld", (long long)document_number(p->site, pair->derivation->from.reading),
                        (long long)document_number(p->site, pair->derivation->to.reading));
}

static Str say_percent(const Page *p, int32_t percent)
{
    return arena_printf(p->arena, "%d\xC2\xA0%%", percent);
}

static Str say_kind(const Page *p, CopyKind kind)
{
    return tell_words_of(p->w, p->arena, "copy.", copy_kind_name(kind));
}

/* ---- the list ---- */

static void show_row(Page *p, const CopyPair *pair)
{
    HTML(p->h, "<tr><td>");
    show_link(p, link_pair(p, pair), say_kind(p, pair->kind));
    HTML(p->h, "</td><td>");
    show_document_line(p, pair->derivation->from.reading);
    HTML(p->h, "</td><td class=\"number\">");
    html_text(p->h, say_percent(p, pair->from_percent));
    HTML(p->h, "</td><td>");
    show_document_line(p, pair->derivation->to.reading);
    HTML(p->h, "</td><td class=\"number\">");
    html_text(p->h, say_percent(p, pair->to_percent));
    HTML(p->h, "</td></tr>");
}

static void show_pairs(Page *p, CopyWish wish)
{
    static const char *const columns[] = {
        "column.copy", "column.document", "column.of_it", "column.other", "column.of_it",
    };
    size_t count;
    const CopyPair *pairs = copy_pairs(p->arena, p->view, wish, &count);

    begin_scroll(p);
    HTML(p->h, "<table class=\"list\"><thead><tr>");
    for (size_t i = 0; i < sizeof columns / sizeof *columns; i++) {
        HTML(p->h, "<th scope=\"col\">");
        html_text(p->h, words_get(p->w, str_of(columns[i])));
        HTML(p->h, "</th>");
    }
    HTML(p->h, "</tr></thead><tbody>");
    for (size_t i = 0; i < count; i++)
        show_row(p, &pairs[i]);
    HTML(p->h, "</tbody></table></div>");
}

void show_copies_of(Page *p, uint32_t reading)
{
    CopyWish wish = { reading, UINT32_MAX, 0, 1 };
    size_t count;

    copy_pairs(p->arena, p->view, wish, &count);
    if (count == 0)
        return;
    HTML(p->h, "<section><h2>");
    W(p->w, p->h, "copies.of");
    HTML(p->h, "</h2>");
    wish.to = COPIES_A_PART;
    show_pairs(p, wish);
    HTML(p->h, "</section>");
}

int page_copies(Page *p, Str rest)
{
    CopyWish wish = COPIES_ALL;
    Part part = asked_part(p, copy_count(p->view), COPIES_A_PART);

    (void)rest;
    page_begin(p, words_get(p->w, S("copies.title")), S("nav.origins"));
    show_heading(p, "copies.title");
    HTML(p->h, "<p class=\"lead\">");
    W(p->w, p->h, "copies.lead");
    HTML(p->h, "</p>");
    show_machine(p);
    if (part.to == 0) {
        show_empty(p, words_get(p->w, S("empty.copies")));
    } else {
        wish.from = part.from;
        wish.to = part.to;
        show_pairs(p, wish);
        show_parts(p, &part);
    }
    page_end(p);
    return 200;
}

/* ---- two documents ---- */

/* The sentence that a passage begins with. */
static int32_t segment_at(const Page *p, uint32_t reading, Span passage)
{
    const Reading *r = &p->c->readings[reading];

    for (size_t i = 0; i < r->segment_count; i++)
        if (r->segments[i].span.start <= passage.start && passage.start < r->segments[i].span.end)
            return (int32_t)i;
    return 0;
}

static void show_side(Page *p, const Side *side, uint32_t reading, Span passage)
{
    HTML(p->h, "<td");
    HTML_ATTR(p->h, "lang", p->c->readings[reading].doc.language);
    HTML(p->h, "><p><a class=\"tosentence\"");
    HTML_ATTR(p->h, "href", link_segment(p, reading, segment_at(p, reading, passage)));
    HTML(p->h, ">");
    for (size_t i = 0; i < side->count; i++) {
        if (!side->pieces[i].only) {
            html_text(p->h, side->pieces[i].text);
            continue;
        }
        HTML(p->h, "<mark class=\"only\"");
        HTML_ATTR(p->h, "title", words_get(p->w, S("copies.only")));
        HTML(p->h, ">");
        html_text(p->h, side->pieces[i].text);
        HTML(p->h, "</mark>");
    }
    HTML(p->h, "</a></p></td>");
}

static void show_passage(Page *p, const Derivation *d, size_t i)
{
    Side from, to;

    side_by_side(p->arena, view_text_str(p->view, p->arena, d->from.reading, d->passages[i].from),
                 view_text_str(p->view, p->arena, d->to.reading, d->passages[i].to), &from, &to);
    HTML(p->h, "<tr><th scope=\"row\">");
    html_text(p->h, say_i64(p, (int64_t)i + 1));
    HTML(p->h, "</th>");
    show_side(p, &from, d->from.reading, d->passages[i].from);
    show_side(p, &to, d->to.reading, d->passages[i].to);
    HTML(p->h, "</tr>");
}

static void show_column_head(Page *p, uint32_t reading, int32_t percent)
{
    HTML(p->h, "<th scope=\"col\">");
    show_document_line(p, reading);
    HTML(p->h, "<span class=\"share\">");
    W_WITH(p->w, p->h, "copies.share", say_percent(p, percent), STR_NONE);
    HTML(p->h, "</span></th>");
}

static void show_passages(Page *p, const CopyPair *pair)
{
    const Derivation *d = pair->derivation;
    Part part = asked_part(p, d->passage_count, PASSAGES_A_PART);

    HTML(p->h, "<p class=\"sidenote\">");
    W(p->w, p->h, "copies.legend.before");
    HTML(p->h, " <mark class=\"only\">");
    W(p->w, p->h, "copies.legend.words");
    HTML(p->h, "</mark> ");
    W(p->w, p->h, "copies.legend.after");
    HTML(p->h, "</p>");
    show_parts(p, &part);
    HTML(p->h, "<table class=\"sidebyside\"><thead><tr><td></td>");
    show_column_head(p, d->from.reading, pair->from_percent);
    show_column_head(p, d->to.reading, pair->to_percent);
    HTML(p->h, "</tr></thead><tbody>");
    for (size_t i = part.from; i < part.to; i++)
        show_passage(p, d, i);
    HTML(p->h, "</tbody></table>");
    show_parts(p, &part);
}

static void show_pair(Page *p, const CopyPair *pair)
{
    page_begin(p, words_get(p->w, S("copies.side")), S("nav.origins"));
    HTML(p->h, "<p class=\"crumb\">");
    show_link(p, S("/copies"), words_get(p->w, S("copies.title")));
    HTML(p->h, "</p>");
    show_heading(p, "copies.side");
    show_machine(p);
    HTML(p->h, "<dl class=\"fields wide\">");
    show_field(p, words_get(p->w, S("column.copy")), say_kind(p, pair->kind));
    show_field(p, words_get(p->w, S("copies.derived")), say_document(p, pair->derivation->from.reading));
    show_field(p, words_get(p->w, S("copies.because")), pair->derivation->evidence);
    HTML(p->h, "</dl>");
    if (pair->derivation->passage_count)
        show_passages(p, pair);
    else
        show_empty(p, words_get(p->w, S("empty.passages")));
    page_end(p);
}

/* The document with this number; UINT32_MAX for none. */
static uint32_t reading_of(const Page *p, Str number)
{
    int64_t wanted;

    for (uint32_t r = 0; str_to_i64(number, &wanted) && r < p->c->reading_count; r++)
        if (document_number(p->site, r) == wanted)
            return r;
    return UINT32_MAX;
}

/* "12/34": numbers of two documents, in either order. */
int page_copy(Page *p, Str rest)
{
    Str first;
    CopyWish wish = COPIES_ALL;
    size_t count = 0;

    if (str_cut(&rest, '/', &first)) {
        wish.one = reading_of(p, first);
        wish.other = reading_of(p, rest);
        wish.to = 1;
    }
    const CopyPair *pairs = copy_pairs(p->arena, p->view, wish, &count);
    if (count == 0 || wish.one == UINT32_MAX || wish.other == UINT32_MAX || wish.one == wish.other)
        return page_missing(p, words_get(p->w, S("missing.copy")));
    show_pair(p, pairs);
    return 200;
}
