/* reading_page.c -- see reading_page.h.
 *
 * The text is cut wherever a mention begins or ends, and each piece carries the
 * kinds of all mentions over it: so mentions may overlap in any way and the
 * markup still nests. What a piece was read from lies beside it as JSON, in a
 * hidden element; the script only shows it. Without a script the page still
 * shows text, mentions and claims.
 */
#include "tell/reading_page.h"

#include "base/auto.h"
#include "base/json_out.h"
#include "base/vec.h"
#include "model/json.h"
#include "tell/asset.h"
#include "tell/html.h"

#include <stdlib.h>

typedef struct Page {
    Arena           *arena;
    const Taxonomy  *taxonomy;
    const Reading   *r;
    const WordTrace *words;
    size_t           word_count;
    Html             h;
} Page;

static const MentionKind kinds[] = {
    MENTION_PLACE, MENTION_DATE, MENTION_QUANTITY, MENTION_PERSON, MENTION_ORGANISATION, MENTION_ACT,
};
#define KIND_COUNT (sizeof kinds / sizeof *kinds)

/* --- the text ------------------------------------------------------------------------------ */

static int by_offset(const void *a, const void *b)
{
    uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;
    return x < y ? -1 : x > y;
}

/* Ends of mentions in the segment, and its own; sorted, no two alike. */
static size_t cuts_of(Page *p, const Segment *s, size_t first, uint32_t **ret)
{
    VEC(uint32_t) cuts = { 0 };
    size_t kept = 0;

    vec_push(p->arena, &cuts, s->span.start);
    vec_push(p->arena, &cuts, s->span.end);
    for (size_t i = first; i < p->r->mention_count && p->r->mentions[i].span.start < s->span.end; i++) {
        Span m = p->r->mentions[i].span;
        if (m.start > s->span.start)
            vec_push(p->arena, &cuts, m.start);
        if (m.end > s->span.start && m.end < s->span.end)
            vec_push(p->arena, &cuts, m.end);
    }
    qsort(cuts.at, cuts.count, sizeof *cuts.at, by_offset);
    for (size_t i = 0; i < cuts.count; i++)
        if (kept == 0 || cuts.at[i] != cuts.at[kept - 1])
            cuts.at[kept++] = cuts.at[i];
    *ret = cuts.at;
    return kept;
}

/* A piece of text with the kinds of the mentions over it and their indices. */
static void show_piece(Page *p, Span piece, size_t first)
{
    Str classes = S(""), over = S("");

    for (size_t i = first; i < p->r->mention_count && p->r->mentions[i].span.start < piece.end; i++) {
        const Mention *m = &p->r->mentions[i];
        if (m->span.end <= piece.start)
            continue;
        classes = arena_printf(p->arena, STR_FMT " k-" STR_FMT "%s", STR_ARG(classes), STR_ARG(mention_kind_name(m->kind)),
                               m->kind == MENTION_PERSON && m->person.protect ? " protect" : "");
        over = arena_printf(p->arena, STR_FMT "%s%zu", STR_ARG(over), over.len ? " " : "", i);
    }
    if (!over.len) {
        html_text(&p->h, span_text(p->r->text, piece));
        return;
    }
    HTML(&p->h, "<mark");
    HTML_ATTR(&p->h, "class", str_trim(classes));
    HTML_ATTR(&p->h, "data-m", over);
    HTML(&p->h, " tabindex=\"0\">");
    html_text(&p->h, span_text(p->r->text, piece));
    HTML(&p->h, "</mark>");
}

static Str party_text(const Party *party)
{
    return span_is(party->span) ? party->text : STR_NONE;
}

static void show_fact(Page *p, Str label, Str value)
{
    if (!value.len)
        return;
    HTML(&p->h, "<span class=\"fact\"><b>");
    html_text(&p->h, label);
    HTML(&p->h, "</b> ");
    html_text(&p->h, value);
    HTML(&p->h, "</span> ");
}

static void show_claim(Page *p, size_t index)
{
    const Claim *c = &p->r->claims[index];

    HTML(&p->h, "<li tabindex=\"0\"");
    HTML_ATTR_I64(&p->h, "data-c", (int64_t)index);
    HTML(&p->h, "><span class=\"acts\">");
    html_text(&p->h, acts_join(p->arena, p->taxonomy, c->acts, ' '));
    HTML(&p->h, "</span> ");
    show_fact(p, STR_NONE, modality_name(c->modality));
    if (c->aggregate)
        show_fact(p, STR_NONE, S("aggregate"));
    show_fact(p, S("by"), party_text(&c->by));
    show_fact(p, S("to"), party_text(&c->to));
    if (c->place >= 0)
        show_fact(p, S("in"), p->r->mentions[c->place].lemma);
    show_fact(p, S("on"), c->edtf);
    for (size_t i = 0; i < c->quantity_count; i++)
        show_fact(p, S("figure"), span_text(p->r->text, p->r->mentions[c->quantities[i]].span));
    for (size_t i = 1; i < c->chain_count; i++)
        show_fact(p, S("says"), c->chain[i].name);
    HTML(&p->h, "</li>\n");
}

static void show_segment(Page *p, size_t segment, size_t *first, size_t *claim)
{
    const Segment *s = &p->r->segments[segment];
    uint32_t *cuts;

    while (*first < p->r->mention_count && p->r->mentions[*first].span.end <= s->span.start)
        ++*first;
    HTML(&p->h, "<div class=\"row\"><span class=\"role\">");
    html_text(&p->h, segment_role_name(s->role));
    HTML(&p->h, "<br>");
    html_text(&p->h, s->language);
    HTML(&p->h, "</span><p");
    HTML_ATTR(&p->h, "class", segment_role_name(s->role));
    HTML_ATTR(&p->h, "lang", s->language.len ? s->language : STR_NONE);
    HTML(&p->h, ">");
    size_t count = cuts_of(p, s, *first, &cuts);
    for (size_t i = 0; i + 1 < count; i++)
        show_piece(p, (Span){ cuts[i], cuts[i + 1] }, *first);
    HTML(&p->h, "</p><ul class=\"claims\">");
    for (; *claim < p->r->claim_count && p->r->claims[*claim].span.start < s->span.end; ++*claim)
        show_claim(p, *claim);
    HTML(&p->h, "</ul></div>\n");
}

/* --- what lies behind it --------------------------------------------------------------------- */

static void put_words(Page *p, JsonOut *j)
{
    json_array(j, "words");
    for (size_t i = 0; i < p->word_count; i++) {
        const WordTrace *w = &p->words[i];
        if (w->sense_count == 0)
            continue;
        json_object(j, NULL);
        json_i64(j, "start", w->span.start);
        json_i64(j, "end", w->span.end);
        json_array(j, "rows");
        for (size_t k = 0; k < w->sense_count; k++) {
            json_object(j, NULL);
            json_str(j, "table", w->senses[k].table);
            json_str(j, "form", w->senses[k].form);
            json_str(j, "says", w->senses[k].says);
            json_i64(j, "words", w->senses[k].words);
            json_object_end(j);
        }
        json_array_end(j);
        json_object_end(j);
    }
    json_array_end(j);
}

/* The reading as its JSON lines, and the words, as text of a hidden element. */
static void show_data(Page *p)
{
    AUTO_STRBUF lines = { 0 }, words = { 0 };
    JsonOut j = { .out = &lines }, k = { .out = &words };

    json_reading(&j, p->taxonomy, p->r);
    json_object(&k, NULL);
    put_words(p, &k);
    json_object_end(&k);
    HTML(&p->h, "<pre id=\"reading\" hidden>");
    html_text(&p->h, strbuf_str(&lines));
    HTML(&p->h, "</pre>\n<pre id=\"words\" hidden>");
    html_text(&p->h, strbuf_str(&words));
    HTML(&p->h, "</pre>\n");
}

static void show_head(Page *p)
{
    const Document *d = &p->r->doc;

    HTML(&p->h, "<!doctype html>\n<html lang=\"en\"><head><meta charset=\"utf-8\">"
                "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">"
                "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'; "
                "script-src 'unsafe-inline'\"><title>");
    html_text(&p->h, d->title.len ? d->title : d->path);
    HTML(&p->h, "</title><style>\n");
    strbuf_add(p->h.out_, asset_bytes(S("reading.css")));
    HTML(&p->h, "</style></head><body>\n<header><h1>");
    html_text(&p->h, d->title.len ? d->title : d->path);
    HTML(&p->h, "</h1><p>");
    show_fact(p, S("file"), d->path);
    show_fact(p, S("language"), d->language);
    show_fact(p, S("publisher"), d->publisher);
    show_fact(p, S("published"), d->published);
    HTML(&p->h, "</p><p class=\"kinds\">");
    for (size_t i = 0; i < KIND_COUNT; i++) {
        Str name = mention_kind_name(kinds[i]);
        size_t count = 0;
        for (size_t m = 0; m < p->r->mention_count; m++)
            count += p->r->mentions[m].kind == kinds[i];
        HTML(&p->h, "<label><input type=\"checkbox\" checked");
        HTML_ATTR(&p->h, "data-kind", name);
        HTML(&p->h, "> <mark");
        HTML_ATTR(&p->h, "class", arena_printf(p->arena, "k-" STR_FMT, STR_ARG(name)));
        HTML(&p->h, ">");
        html_text(&p->h, name);
        HTML(&p->h, "</mark> ");
        html_group(&p->h, (int64_t)count);
        HTML(&p->h, "</label> ");
    }
    HTML(&p->h, "<label><input type=\"checkbox\" id=\"only\"> only lines with claims</label></p>");
    for (size_t i = 0; i < d->note_count; i++) {
        HTML(&p->h, "<p class=\"note\">");
        html_text(&p->h, d->notes[i].text);
        HTML(&p->h, "</p>");
    }
    HTML(&p->h, "</header>\n");
}

void reading_page(Arena *arena, const Taxonomy *taxonomy, const Reading *reading, const WordTrace *words,
                  size_t word_count, StrBuf *out)
{
    Page p = { arena, taxonomy, reading, words, word_count, html_on(out) };
    size_t first = 0, claim = 0;

    show_head(&p);
    HTML(&p.h, "<main>\n");
    for (size_t i = 0; i < reading->segment_count; i++)
        show_segment(&p, i, &first, &claim);
    HTML(&p.h, "</main>\n<aside id=\"why\" aria-live=\"polite\"><p class=\"hint\">Click or step to a marked word or a claim: "
               "the rule, the values and the rows of the tables stand here.</p></aside>\n");
    show_data(&p);
    HTML(&p.h, "<script>\n");
    strbuf_add(p.h.out_, asset_bytes(S("reading.js")));
    HTML(&p.h, "</script></body></html>\n");
}
