/* page_document.c -- a document as it was read: its text with every mention marked
 * by kind, and beside each paragraph the claims found in it.
 *
 * A claim's words carry the anchor c-<claim id>; a link to it marks them (CSS
 * :target), so that reading needs no script. Claims and mentions may overlap
 * in any way: a sweep over their ends opens and closes elements so that they
 * nest, reopening what a closing element interrupted.
 */
#include "tell/page.h"

#include "base/auto.h"
#include "base/vec.h"

#include <stdlib.h>

#define DOCUMENTS_A_PART 200

/* ---- the marked text of one segment ---- */

typedef struct Ink {
    Span    span;
    bool    claim;      /* else a mention */
    int32_t index;      /* into the reading's claims or mentions */
    bool    opened;     /* the anchor was written: a reopened piece has none */
} Ink;

typedef VEC(Ink) Inks;

/* Outer before inner; claims before mentions of the same extent. */
static int ink_order(const void *a, const void *b)
{
    const Ink *x = a, *y = b;
    if (x->span.start != y->span.start)
        return x->span.start < y->span.start ? -1 : 1;
    if (x->span.end != y->span.end)
        return x->span.end > y->span.end ? -1 : 1;
    if (x->claim != y->claim)
        return x->claim ? -1 : 1;
    return x->index < y->index ? -1 : 1;
}

static void add_ink(Page *p, Inks *inks, Span span, Span within, bool claim, size_t index)
{
    if (!span_is(span) || !span_overlaps(span, within))
        return;
    Span cut = { span.start > within.start ? span.start : within.start,
                 span.end < within.end ? span.end : within.end };
    if (cut.start < cut.end)
        vec_push(p->arena, inks, (Ink){ cut, claim, (int32_t)index, false });
}

static void open_ink(Page *p, const Reading *r, Ink *ink)
{
    if (ink->claim) {
        HTML(p->h, "<span class=\"c\"");
        if (!ink->opened)
            HTML_ATTR(p->h, "id", arena_printf(p->arena, "c-" STR_FMT,
                                               STR_ARG(id_text(p, r->claims[ink->index].id))));
        HTML(p->h, ">");
    } else {
        HTML(p->h, "<span");
        HTML_ATTR(p->h, "class", arena_printf(p->arena, "m m-" STR_FMT,
                                              STR_ARG(mention_kind_name(r->mentions[ink->index].kind))));
        HTML(p->h, ">");
    }
    ink->opened = true;
}

/* Close every element that ends at or before `at`, and whatever lies above it; reopen the latter. */
static void close_until(Page *p, const Reading *r, Inks *open, uint32_t at)
{
    size_t keep = 0;
    while (keep < open->count && open->at[keep].span.end > at)
        keep++;
    for (size_t i = keep; i < open->count; i++)
        HTML(p->h, "</span>");
    size_t left = keep;
    for (size_t i = keep; i < open->count; i++) {
        if (open->at[i].span.end <= at)
            continue;
        open->at[left] = open->at[i];
        open_ink(p, r, &open->at[left++]);
    }
    open->count = left;
}

static uint32_t next_end(const Inks *open, uint32_t limit)
{
    for (size_t i = 0; i < open->count; i++)
        if (open->at[i].span.end < limit)
            limit = open->at[i].span.end;
    return limit;
}

/* A protected name is one piece: no element may begin or end inside it. */
static void respect_names(Inks *inks, const ViewPiece *pieces, size_t count)
{
    for (size_t i = 0; i < inks->count; i++)
        for (size_t k = 0; k < count; k++) {
            Span *s = &inks->at[i].span, name = pieces[k].span;
            if (pieces[k].number == 0)
                continue;
            if (s->start > name.start && s->start < name.end)
                s->start = name.start;
            if (s->end > name.start && s->end < name.end)
                s->end = name.end;
        }
}

static void write_piece(Page *p, uint32_t reading, const ViewPiece *pieces, size_t count, Span span)
{
    for (size_t k = 0; k < count; k++) {
        if (!span_overlaps(pieces[k].span, span))
            continue;
        if (pieces[k].number == 0) {
            Span part = { span.start > pieces[k].span.start ? span.start : pieces[k].span.start,
                          span.end < pieces[k].span.end ? span.end : pieces[k].span.end };
            html_text(p->h, say_words(p, reading, part));
        } else if (pieces[k].span.start >= span.start) {
            HTML(p->h, "<span class=\"masked\">");
            html_text(p->h, pieces[k].text);
            HTML(p->h, "</span>");
        }
    }
}

/* Claims and mentions stand in order of their starts: index of the first that starts at or after `at`. */
static size_t first_claim(const Reading *r, uint32_t at)
{
    size_t low = 0, high = r->claim_count;
    while (low < high) {
        size_t middle = (low + high) / 2;
        if (r->claims[middle].span.start < at)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

static size_t first_mention(const Reading *r, uint32_t at)
{
    size_t low = 0, high = r->mention_count;
    while (low < high) {
        size_t middle = (low + high) / 2;
        if (r->mentions[middle].span.start < at)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

static void show_marked(Page *p, uint32_t reading, int32_t segment)
{
    const Reading *r = &p->c->readings[reading];
    Span all = r->segments[segment].span;
    Inks inks = { 0 }, open = { 0 };
    for (size_t i = first_claim(r, all.start); i < r->claim_count && r->claims[i].span.start < all.end; i++)
        if (claim_shown(p, (ClaimRef){ reading, (uint32_t)i }))
            add_ink(p, &inks, r->claims[i].span, all, true, i);
    size_t m = first_mention(r, all.start);
    for (size_t i = m; i < r->mention_count && r->mentions[i].span.start < all.end; i++)
        if (r->mentions[i].segment == segment)
            add_ink(p, &inks, r->mentions[i].span, all, false, i);
    size_t piece_count;
    ViewPiece *pieces = view_pieces(p->view, p->arena, reading, all, &piece_count);
    respect_names(&inks, pieces, piece_count);
    if (inks.count)
        qsort(inks.at, inks.count, sizeof *inks.at, ink_order);

    uint32_t at = all.start;
    for (size_t next = 0; at < all.end || next < inks.count; ) {
        close_until(p, r, &open, at);
        while (next < inks.count && inks.at[next].span.start <= at) {
            open_ink(p, r, &inks.at[next]);
            vec_push(p->arena, &open, inks.at[next++]);
        }
        uint32_t until = next < inks.count ? inks.at[next].span.start : all.end;
        until = next_end(&open, until);
        if (until > at)
            write_piece(p, reading, pieces, piece_count, (Span){ at, until });
        else if (at >= all.end)
            break;
        at = until;
    }
    close_until(p, r, &open, UINT32_MAX);
}

/* ---- claims beside a paragraph ---- */

static void show_claim_card(Page *p, uint32_t reading, uint32_t index)
{
    ClaimRef ref = { reading, index };
    const Reading *r = &p->c->readings[reading];
    const Claim *claim = &r->claims[index];
    HTML(p->h, "<li class=\"card\"><a class=\"what\"");
    HTML_ATTR(p->h, "href", arena_printf(p->arena, "#c-" STR_FMT, STR_ARG(id_text(p, claim->id))));
    HTML(p->h, ">");
    html_text(p->h, say_acts(p, claim->acts));
    HTML(p->h, "</a>");
    for (size_t i = 0; i < claim->quantity_count; i++) {
        const QuantityFields *q = &r->mentions[claim->quantities[i]].quantity;
        HTML(p->h, " <span class=\"figure\"><b>");
        html_text(p->h, say_quantity(p, q));
        HTML(p->h, "</b> ");
        html_text(p->h, say_counted(p, q->counted, q->who));
        HTML(p->h, "</span>");
    }
    if (claim->modality != MODALITY_ASSERTED)
        show_badge(p, "m-", modality_name(claim->modality),
                   tell_words_of(p->w, p->arena, "modality.", modality_name(claim->modality)));
    HTML(p->h, "<span class=\"line\">");
    Str place = claim->place >= 0 ? r->mentions[claim->place].name : words_get(p->w, S("place.not_stated"));
    html_text(p->h, place);
    HTML(p->h, " \xC2\xB7 ");
    html_text(p->h, say_when(p, claim->first, claim->last));
    HTML(p->h, " \xC2\xB7 ");
    W(p->w, p->h, "card.by");
    HTML(p->h, " ");
    html_text(p->h, say_party(p, reading, &claim->by));
    HTML(p->h, "</span><span class=\"line chain\">");
    html_text(p->h, say_chain(p, claim));
    HTML(p->h, "</span><span class=\"line links\">");
    show_link(p, link_claim(p, ref), words_get(p->w, S("claim.details")));
    const Incident *i = incident_of(p, ref);
    if (i) {
        HTML(p->h, " \xC2\xB7 ");
        show_link(p, link_incident(p, i), words_get(p->w, S("claim.incident")));
    }
    HTML(p->h, "</span></li>");
}

static void show_cards(Page *p, uint32_t reading, int32_t first, int32_t last)
{
    const Reading *r = &p->c->readings[reading];
    Span all = { r->segments[first].span.start, r->segments[last - 1].span.end };
    HTML(p->h, "<ul class=\"cards\">");
    for (size_t i = first_claim(r, all.start); i < r->claim_count && r->claims[i].span.start < all.end; i++) {
        int32_t segment = r->claims[i].segment;
        if (segment >= first && segment < last && claim_shown(p, (ClaimRef){ reading, (uint32_t)i }))
            show_claim_card(p, reading, (uint32_t)i);
    }
    HTML(p->h, "</ul>");
}

/* ---- paragraphs ---- */

static bool in_part(const Page *p, const Reading *r, int32_t segment)
{
    Part part = asked_part(p, r->segment_count, SENTENCES_A_PART);
    return (size_t)segment >= part.from && (size_t)segment < part.to;
}

/* Within the part shown a bare anchor; elsewhere the whole address. */
static Str link_near(const Page *p, uint32_t reading, int32_t segment)
{
    if (in_part(p, &p->c->readings[reading], segment))
        return arena_printf(p->arena, "#s-%d", segment);
    return link_segment(p, reading, segment);
}

/* Footnotes are few: their segments, -1 at the end. */
static int32_t *footnotes_of(Page *p, const Reading *r)
{
    int32_t *notes = arena_array(p->arena, int32_t, r->segment_count + 1);
    size_t n = 0;
    for (size_t i = 0; i < r->segment_count; i++)
        if (r->segments[i].role == SEGMENT_FOOTNOTE && r->segments[i].supports >= 0)
            notes[n++] = (int32_t)i;
    notes[n] = -1;
    return notes;
}

static void show_footnote_links(Page *p, uint32_t reading, int32_t segment, const int32_t *notes)
{
    const Segment *segments = p->c->readings[reading].segments;
    for (; *notes >= 0; notes++) {
        if (segments[*notes].supports != segment)
            continue;
        HTML(p->h, "<sup>");
        show_link(p, link_near(p, reading, *notes), words_get(p->w, S("document.footnote_mark")));
        HTML(p->h, "</sup>");
    }
    if (segments[segment].role == SEGMENT_FOOTNOTE && segments[segment].supports >= 0) {
        HTML(p->h, " ");
        show_link(p, link_near(p, reading, segments[segment].supports),
                  words_get(p->w, S("document.footnote_back")));
    }
}

static void show_segment(Page *p, uint32_t reading, int32_t segment, const int32_t *notes)
{
    const Segment *s = &p->c->readings[reading].segments[segment];
    HTML(p->h, "<span class=\"seg\"");
    HTML_ATTR(p->h, "id", arena_printf(p->arena, "s-%d", segment));
    HTML_ATTR(p->h, "lang", s->language);
    HTML(p->h, ">");
    if (view_segment_withheld(p->view, reading, (uint32_t)segment))
        show_sentence(p, reading, segment, SPAN_NONE);
    else
        show_marked(p, reading, segment);
    HTML(p->h, "</span>");
    show_footnote_links(p, reading, segment, notes);
    HTML(p->h, " ");
}

static void show_paragraph(Page *p, uint32_t reading, int32_t first, int32_t last, const int32_t *notes)
{
    static const char *const kind[] = {
        [SEGMENT_TITLE] = "para title",       [SEGMENT_HEADING] = "para heading",
        [SEGMENT_SENTENCE] = "para",          [SEGMENT_CAPTION] = "para caption",
        [SEGMENT_LIST] = "para list",         [SEGMENT_FOOTNOTE] = "para footnote",
        [SEGMENT_BOILERPLATE] = "para dim",   [SEGMENT_BYLINE] = "para byline",
    };
    const Reading *r = &p->c->readings[reading];
    HTML(p->h, "<div");
    HTML_ATTR(p->h, "class", str_of(kind[r->segments[first].role]));
    HTML(p->h, "><p dir=\"auto\">");
    for (int32_t i = first; i < last; i++)
        show_segment(p, reading, i, notes);
    HTML(p->h, "</p>");
    show_cards(p, reading, first, last);
    HTML(p->h, "</div>\n");
}

static void show_text(Page *p, uint32_t reading)
{
    const Reading *r = &p->c->readings[reading];
    Part part = asked_part(p, r->segment_count, SENTENCES_A_PART);
    const int32_t *notes = footnotes_of(p, r);
    show_parts(p, &part);
    HTML(p->h, "<div class=\"text\">");
    for (size_t from = part.from, to; from < part.to; from = to) {
        const Segment *s = &r->segments[from];
        for (to = from + 1; to < part.to; to++)
            if (r->segments[to].paragraph != s->paragraph || r->segments[to].role != s->role)
                break;
        show_paragraph(p, reading, (int32_t)from, (int32_t)to, notes);
    }
    if (!r->segment_count)
        show_empty(p, words_get(p->w, S("empty.text")));
    HTML(p->h, "</div>");
    show_parts(p, &part);
}

/* ---- what is known of the document ---- */

static void show_notes(Page *p, const Reading *r)
{
    if (!r->doc.note_count)
        return;
    HTML(p->h, "<section class=\"notes\"><h2>");
    W(p->w, p->h, "document.notes");
    HTML(p->h, "</h2><ul class=\"why\">");
    for (size_t i = 0; i < r->doc.note_count; i++) {
        HTML(p->h, "<li>");
        html_text(p->h, r->doc.notes[i].text);
        HTML(p->h, "</li>");
    }
    HTML(p->h, "</ul></section>");
}

/* A masked name is not all: what stands beside it may tell who it is. */
static void show_warnings(Page *p, uint32_t reading)
{
    size_t count;
    GuardWarning *warnings = guard_warnings(p->view->guard, p->arena, reading, &count);
    if (!count)
        return;
    HTML(p->h, "<section class=\"notes\"><h2>");
    W(p->w, p->h, "warning.title");
    HTML(p->h, "</h2><p class=\"lead\">");
    W(p->w, p->h, "warning.lead");
    HTML(p->h, "</p><ul class=\"inline\">");
    for (size_t i = 0; i < count; i++) {
        HTML(p->h, "<li>");
        show_link(p, link_near(p, reading, warnings[i].segment),
                  say_number(p, "warning.sentence", warnings[i].segment + 1));
        HTML(p->h, "</li>");
    }
    HTML(p->h, "</ul></section>");
}

static Str say_language(Page *p, Str code)
{
    return code.len ? tell_words_of(p->w, p->arena, "lang.", code) : words_get(p->w, S("not_stated"));
}

static Str say_authors(Page *p, const Document *d)
{
    AUTO_STRBUF all = { 0 };
    for (size_t i = 0; i < d->author_count; i++) {
        if (i)
            strbuf_add(&all, S(", "));
        strbuf_add(&all, d->authors[i]);
    }
    return or_not_stated(p, arena_str(p->arena, strbuf_str(&all)));
}

static void show_document_fields(Page *p, uint32_t reading)
{
    const Words *w = p->w;
    const Document *d = &p->c->readings[reading].doc;
    const TellDocument *sealed = p->site->in->documents;
    HTML(p->h, "<dl class=\"fields\">");
    show_field(p, words_get(w, S("field.publisher")), or_not_stated(p, d->publisher));
    show_field(p, words_get(w, S("field.authors")), say_authors(p, d));
    show_field(p, words_get(w, S("field.published")), say_edtf(p, d->published));
    show_field(p, words_get(w, S("field.published_how")),
               tell_words_of(w, p->arena, "published.", published_how_name(d->published_how)));
    show_field(p, words_get(w, S("field.language")), say_language(p, d->language));
    show_field(p, words_get(w, S("field.file")), or_not_stated(p, d->path));
    if (sealed && sealed[reading].entry >= 0) {
        show_field(p, words_get(w, S("field.entry")), say_i64(p, sealed[reading].entry));
        show_field(p, words_get(w, S("field.sealed")), or_not_stated(p, sealed[reading].sealed));
    }
    HTML(p->h, "</dl>");
}

static void show_legend(Page *p)
{
    HTML(p->h, "<p class=\"legend\">");
    for (int kind = MENTION_PLACE; kind <= MENTION_ACT; kind++) {
        Str name = mention_kind_name((MentionKind)kind);
        HTML(p->h, "<span");
        HTML_ATTR(p->h, "class", arena_printf(p->arena, "m m-" STR_FMT, STR_ARG(name)));
        HTML(p->h, ">");
        html_text(p->h, tell_words_of(p->w, p->arena, "mention.", name));
        HTML(p->h, "</span> ");
    }
    HTML(p->h, "<span class=\"masked\">");
    W(p->w, p->h, "mention.masked");
    HTML(p->h, "</span></p>");
}

static void show_catalogue(Page *p, const Reading *r)
{
    if (!r->entry_count)
        return;
    HTML(p->h, "<section><h2>");
    W(p->w, p->h, "catalogue.title");
    HTML(p->h, "</h2>");
    begin_scroll(p);
    HTML(p->h, "<table class=\"catalogue\"><thead><tr><th scope=\"col\">");
    W(p->w, p->h, "catalogue.work");
    HTML(p->h, "</th><th scope=\"col\">");
    W(p->w, p->h, "catalogue.authors");
    HTML(p->h, "</th><th scope=\"col\">");
    W(p->w, p->h, "catalogue.date");
    HTML(p->h, "</th><th scope=\"col\">");
    W(p->w, p->h, "catalogue.language");
    HTML(p->h, "</th></tr></thead><tbody>");
    for (size_t i = 0; i < r->entry_count; i++) {
        const CatalogueEntry *e = &r->entries[i];
        HTML(p->h, "<tr><td");
        HTML_ATTR(p->h, "lang", e->language);
        HTML(p->h, ">");
        html_text(p->h, or_not_stated(p, e->title_text));
        for (size_t k = 0; k < i; k++)
            if (r->entries[k].work == e->work) {
                HTML(p->h, " <span class=\"by\">");
                W_WITH(p->w, p->h, "catalogue.same_work", r->entries[k].title_text);
                HTML(p->h, "</span>");
                break;
            }
        HTML(p->h, "</td><td>");
        for (size_t k = 0; k < e->author_count; k++) {
            if (k)
                HTML(p->h, ", ");
            html_text(p->h, e->authors[k]);
        }
        HTML(p->h, "</td><td class=\"when\">");
        html_text(p->h, say_edtf(p, e->date));
        HTML(p->h, "</td><td>");
        html_text(p->h, say_language(p, e->language));
        HTML(p->h, "</td></tr>");
    }
    HTML(p->h, "</tbody></table></div></section>");
}

int page_document(Page *p, Str rest)
{
    int64_t number;
    uint32_t reading = 0;
    bool found = false;
    if (str_to_i64(rest, &number))
        for (uint32_t r = 0; r < p->c->reading_count && !found; r++)
            if (document_number(p->site, r) == number) {
                reading = r;
                found = true;
            }
    if (!found)
        return page_missing(p, words_get(p->w, S("missing.document")));

    const Reading *r = &p->c->readings[reading];
    Str title = say_document(p, reading);
    page_begin(p, title, S("nav.documents"));
    HTML(p->h, "<p class=\"crumb\">");
    show_link(p, S("/documents"), words_get(p->w, S("nav.documents")));
    HTML(p->h, "</p><h1");
    HTML_ATTR(p->h, "lang", r->doc.language);
    HTML(p->h, " dir=\"auto\">");
    html_text(p->h, title);
    HTML(p->h, "</h1>");
    show_machine(p);
    show_document_fields(p, reading);
    show_notes(p, r);
    show_warnings(p, reading);
    show_copies_of(p, reading);
    show_catalogue(p, r);
    show_legend(p);
    show_text(p, reading);
    page_end(p);
    return 200;
}

/* ---- the list ---- */

static void show_document_row(Page *p, uint32_t reading)
{
    const Reading *r = &p->c->readings[reading];
    size_t claims = 0;
    for (size_t i = 0; i < r->claim_count; i++)
        claims += claim_shown(p, (ClaimRef){ reading, (uint32_t)i });
    HTML(p->h, "<tr><td dir=\"auto\"");
    HTML_ATTR(p->h, "lang", r->doc.language);
    HTML(p->h, ">");
    show_link(p, link_document(p, reading), say_document(p, reading));
    HTML(p->h, "</td><td>");
    html_text(p->h, or_not_stated(p, r->doc.publisher));
    HTML(p->h, "</td><td class=\"when\">");
    html_text(p->h, say_edtf(p, r->doc.published));
    HTML(p->h, "</td><td>");
    html_text(p->h, say_language(p, r->doc.language));
    HTML(p->h, "</td><td class=\"number\">");
    html_group(p->h, (int64_t)claims);
    HTML(p->h, "</td></tr>");
}

static void show_unread(Page *p)
{
    const TellInput *in = p->site->in;
    if (!in->unread_count)
        return;
    HTML(p->h, "<section id=\"unread\"><h2>");
    W(p->w, p->h, "unread.title");
    HTML(p->h, "</h2><p>");
    W(p->w, p->h, "unread.text");
    HTML(p->h, "</p><ul class=\"plain\">");
    for (size_t i = 0; i < in->unread_count; i++) {
        HTML(p->h, "<li>");
        W_WITH(p->w, p->h, "unread.entry", say_i64(p, in->unread[i].entry), in->unread[i].reason);
        HTML(p->h, "</li>");
    }
    HTML(p->h, "</ul></section>");
}

int page_documents(Page *p, Str rest)
{
    static const char *const columns[] = {
        "column.document", "field.publisher", "field.published", "field.language", "column.claims",
    };
    (void)rest;
    page_begin(p, words_get(p->w, S("nav.documents")), S("nav.documents"));
    HTML(p->h, "<h1>");
    W(p->w, p->h, "nav.documents");
    HTML(p->h, "</h1>");
    if (!p->c->reading_count) {
        show_empty(p, words_get(p->w, S("empty.case")));
    } else {
        begin_scroll(p);
        HTML(p->h, "<table class=\"list\"><thead><tr>");
        for (size_t i = 0; i < sizeof columns / sizeof *columns; i++) {
            HTML(p->h, "<th scope=\"col\">");
            html_text(p->h, words_get(p->w, str_of(columns[i])));
            HTML(p->h, "</th>");
        }
        HTML(p->h, "</tr></thead><tbody>");
        Part part = asked_part(p, p->c->reading_count, DOCUMENTS_A_PART);
        for (size_t r = part.from; r < part.to; r++)
            show_document_row(p, (uint32_t)r);
        HTML(p->h, "</tbody></table></div>");
        show_parts(p, &part);
    }
    show_unread(p);
    page_end(p);
    return 200;
}
