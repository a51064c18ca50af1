/* dossier_html.c -- the report as one HTML file: nothing is fetched, one small script checks it, and it reads
 * without the script. The policy names the hash of the style and of the script: nothing else runs.
 *
 * dokaz-verify and check.sh read these very spellings (seal/report_verify.c).
 */
#include "tell/dossier_in.h"

#include "base/auto.h"
#include "base/hash.h"
#include "tell/asset.h"

typedef struct Writer {
    Dossier *d;
    Html    *h;
    bool    *linked;        /* notes that a mark led to already */
    int      chapter;
} Writer;

static void show_mark(Writer *w, int32_t number)
{
    Html *h = w->h;

    HTML(h, "<a");
    HTML_ATTR(h, "href", arena_printf(w->d->page.arena, "#n-%d", number));
    if (!w->linked[number])
        HTML_ATTR(h, "id", arena_printf(w->d->page.arena, "m-%d", number));
    w->linked[number] = true;
    HTML(h, ">");
    html_i64(h, number);
    HTML(h, "</a>");
}

static void show_figure(Writer *w, const Run *run)
{
    const Figure *f = &w->d->figures.at[run->number - 1];
    Html *h = w->h;

    HTML(h, "<b class=\"figure\" id=\"f-");
    html_i64(h, run->number);
    HTML(h, "\" data-notes=\"");
    for (size_t i = 0; i < f->note_count; i++) {
        if (i)
            HTML(h, ",");
        html_i64(h, f->notes[i]);
    }
    HTML(h, "\">");
    html_text(h, run->text);
    HTML(h, "</b>");
}

static void show_span(Writer *w, const Run *run)
{
    int32_t width = run->end - run->number < 8 ? 8 : run->end - run->number;
    int32_t at = run->number > 1000 - width ? 1000 - width : run->number;

    HTML(w->h, "<svg class=\"span\" viewBox=\"0 0 1000 10\" preserveAspectRatio=\"none\" aria-hidden=\"true\"><rect");
    HTML_ATTR_I64(w->h, "x", at);
    HTML_ATTR_I64(w->h, "width", width);
    HTML(w->h, " height=\"10\"></rect></svg>");
}

/* Breaks of the source are spaces: no line of a document can pass for one of the report's own. */
static void text_of(Writer *w, Str text)
{
    Str line = arena_str(w->d->page.arena, text);
    char *bytes = (char *)line.ptr;

    for (size_t i = 0; i < line.len; i++)
        if (bytes[i] == '\n' || bytes[i] == '\r')
            bytes[i] = ' ';
    html_text(w->h, line);
}

static void show_run(Writer *w, const Run *run)
{
    Html *h = w->h;

    switch (run->kind) {
    case RUN_TEXT: case RUN_QUOTED: text_of(w, run->text); break;
    case RUN_STRONG: HTML(h, "<strong>"); text_of(w, run->text); HTML(h, "</strong>"); break;
    case RUN_SOFT:   HTML(h, "<span class=\"soft\">"); text_of(w, run->text); HTML(h, "</span>"); break;
    case RUN_MASKED: HTML(h, "<span class=\"masked\">"); text_of(w, run->text); HTML(h, "</span>"); break;
    case RUN_FIGURE_WORDS: HTML(h, "<q>"); text_of(w, run->text); HTML(h, "</q>"); break;
    case RUN_FIGURE: show_figure(w, run); break;
    case RUN_SPAN:   show_span(w, run); break;
    case RUN_MARK:   break;         /* show_runs */
    case RUN_BADGE:
        HTML(h, "<span");
        HTML_ATTR(h, "class", arena_printf(w->d->page.arena, "badge " STR_FMT, STR_ARG(run->code)));
        HTML(h, ">");
        html_text(h, run->text);
        HTML(h, "</span>");
        break;
    case RUN_PIECE:
        HTML(h, "<span data-piece=\"");
        html_i64(h, run->number);
        HTML(h, "\">");
        text_of(w, run->text);
        HTML(h, "</span>");
        break;
    }
}

/* Marks that stand together are one superscript. */
static void show_runs(Writer *w, const Runs *runs)
{
    for (size_t i = 0; i < runs->count; i++) {
        bool before = i && runs->at[i - 1].kind == RUN_MARK;
        bool after = i + 1 < runs->count && runs->at[i + 1].kind == RUN_MARK;
        if (runs->at[i].kind != RUN_MARK) {
            show_run(w, &runs->at[i]);
            continue;
        }
        if (before)
            HTML(w->h, ", ");
        else
            HTML(w->h, "<sup>\xC2\xA0");        /* copied as text, 75 with note 27 must not become 7527 */
        show_mark(w, runs->at[i].number);
        if (!after)
            HTML(w->h, "</sup>");
    }
}

static void show_table(Writer *w, const Table *t)
{
    Html *h = w->h;

    HTML(h, "<div class=\"wide\"><table><colgroup>");
    for (size_t i = 0; i < t->column_count; i++) {
        HTML(h, "<col");
        HTML_ATTR(h, "width", arena_printf(w->d->page.arena, "%d%%", t->columns[i].weight));
        HTML(h, ">");
    }
    HTML(h, "</colgroup><thead><tr>");
    for (size_t i = 0; i < t->column_count; i++) {
        HTML(h, "<th scope=\"col\"");
        HTML_ATTR(h, "class", t->columns[i].number ? S("n") : STR_NONE);
        HTML(h, ">");
        html_text(h, t->columns[i].name);
        HTML(h, "</th>");
    }
    HTML(h, "</tr></thead><tbody>");
    for (size_t i = 0; i < t->cells.count; i++) {
        size_t column = i % t->column_count;
        if (column == 0)
            HTML(h, "<tr>");
        HTML(h, "<td");
        HTML_ATTR(h, "class", t->columns[column].number ? S("n") : STR_NONE);
        HTML(h, ">");
        show_runs(w, &t->cells.at[i]);
        HTML(h, "</td>");
        if (column + 1 == t->column_count)
            HTML(h, "</tr>\n");
    }
    HTML(h, "</tbody></table></div>\n");
}

/* <pre> and </pre> stand on lines of their own, so that sed can cut the text out of the file. */
static void show_code(Writer *w, Str id, Str text)
{
    HTML(w->h, "\n<pre");
    HTML_ATTR(w->h, "id", id);
    HTML(w->h, ">\n");
    html_text(w->h, text);
    HTML(w->h, "</pre>\n");
}

static void show_note(Writer *w, size_t n)
{
    Dossier *d = w->d;
    const FootNote *note = &d->notes.at[n];
    const Reading *r = &d->page.c->readings[note->reading];
    Html *h = w->h;
    Str number = say_i64(&d->page, (int64_t)n + 1);

    HTML(h, "<li");
    HTML_ATTR(h, "id", arena_printf(d->page.arena, "n-%zu", n + 1));
    HTML(h, "><a class=\"number\"");
    HTML_ATTR(h, "href", arena_printf(d->page.arena, "#m-%zu", n + 1));
    HTML(h, ">");
    html_text(h, number);
    HTML(h, "</a><blockquote");
    HTML_ATTR(h, "id", arena_printf(d->page.arena, "q-%zu", n + 1));
    HTML_ATTR(h, "lang", r->segments[note->segment].language);
    HTML(h, ">");
    show_runs(w, &note->quote);
    HTML(h, "\n</blockquote><p class=\"source\">");       /* on a line of its own, for sed */
    text_of(w, note->source);
    HTML(h, "</p><p class=\"proof\">");
    html_text(h, note->proof.ptr ? note->gap : note->gap.len ? note->gap : words_get(d->page.w, S("dossier.unproved")));
    HTML(h, "</p>");
    if (note->proof.ptr) {
        HTML(h, "<details><summary>");
        W_WITH(d->page.w, h, "dossier.proof", number);
        HTML(h, "</summary>");
        show_code(w, arena_printf(d->page.arena, "note-%zu", n + 1), note->proof);
        HTML(h, "</details>");
    }
    HTML(h, "</li>\n");
}

static void show_block(Writer *w, const Block *b, bool first_item, bool last_item)
{
    static const char *const styles[TEXT_STYLES] = {
        [TEXT_LEAD] = "lead", [TEXT_CAUTION] = "caution", [TEXT_FACTS] = "facts", [TEXT_EMPTY] = "empty",
        [TEXT_OWN] = "own",
    };
    Html *h = w->h;

    switch (b->kind) {
    case BLOCK_HEADING:
        if (b->level == 2) {
            HTML(h, "\n<h2");
            HTML_ATTR(h, "id", arena_printf(w->d->page.arena, "c-%d", ++w->chapter));
            HTML(h, ">");
        } else {
            HTML(h, "\n<h3>");
        }
        show_runs(w, &b->runs);
        if (b->level == 2)
            HTML(h, "</h2>\n");
        else
            HTML(h, "</h3>\n");
        break;
    case BLOCK_TEXT:
        HTML(h, "<p");
        HTML_ATTR(h, "class", styles[b->style] ? str_of(styles[b->style]) : STR_NONE);
        HTML(h, ">");
        show_runs(w, &b->runs);
        HTML(h, "</p>\n");
        break;
    case BLOCK_ITEM:
        if (first_item)
            HTML(h, "<ul>");
        HTML(h, "<li>");
        show_runs(w, &b->runs);
        HTML(h, "</li>\n");
        if (last_item)
            HTML(h, "</ul>\n");
        break;
    case BLOCK_TABLE: show_table(w, &b->table); break;
    case BLOCK_CODE:  show_code(w, b->id, b->text); break;
    case BLOCK_NOTES:
        HTML(h, "<ol class=\"notes\">\n");
        for (size_t i = 0; i < w->d->notes.count; i++)
            show_note(w, i);
        HTML(h, "</ol>\n");
        break;
    }
}

static void show_contents(Writer *w)
{
    Dossier *d = w->d;
    Html *h = w->h;
    int chapter = 0;

    HTML(h, "<nav");
    HTML_ATTR(h, "aria-label", words_get(d->page.w, S("dossier.contents")));
    HTML(h, "><ol class=\"contents\">");
    for (size_t i = 0; i < d->blocks.count; i++) {
        const Block *b = &d->blocks.at[i];
        if (b->kind != BLOCK_HEADING || b->level != 2)
            continue;
        HTML(h, "<li><a");
        HTML_ATTR(h, "href", arena_printf(d->page.arena, "#c-%d", ++chapter));
        HTML(h, ">");
        show_runs(w, &b->runs);
        HTML(h, "</a></li>");
    }
    HTML(h, "</ol></nav>\n");
}

static void show_main(Writer *w)
{
    Dossier *d = w->d;
    Html *h = w->h;

    HTML(h, "\n<main>\n<h1>");
    html_text(h, d->title);
    HTML(h, "</h1>\n");
    if (d->options->sealed) {
        HTML(h, "<p id=\"verdict\" class=\"verdict\" role=\"status\">");
        W(d->page.w, h, "verify.not_yet");
        HTML(h, "</p>\n");
    }
    show_contents(w);
    for (size_t i = 0; i < d->blocks.count; i++) {
        bool before = i && d->blocks.at[i - 1].kind == BLOCK_ITEM;
        bool after = i + 1 < d->blocks.count && d->blocks.at[i + 1].kind == BLOCK_ITEM;
        show_block(w, &d->blocks.at[i], !before, !after);
    }
    HTML(h, "</main>\n");
}

static Str policy_hash(Arena *arena, Str text)
{
    Sha256 hash = sha256(text);

    return base64_encode(arena, sha256_str(&hash));
}

static void show_head(Writer *w)
{
    Dossier *d = w->d;
    Html *h = w->h;
    Arena *a = d->page.arena;
    Str css = asset_bytes(S("dossier.css")), js = asset_bytes(S("dossier.js"));

    HTML(h, "<!doctype html>\n<html");
    HTML_ATTR(h, "lang", words_language(d->page.w));
    HTML(h, "><head><meta charset=\"utf-8\">\n<meta http-equiv=\"Content-Security-Policy\"");
    HTML_ATTR(h, "content", arena_printf(a, "default-src 'none'; style-src 'sha256-" STR_FMT "'; script-src 'sha256-" STR_FMT
                                         "'; base-uri 'none'; form-action 'none'", STR_ARG(policy_hash(a, css)),
                                         STR_ARG(policy_hash(a, js))));
    HTML(h, ">\n<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
            "<meta name=\"referrer\" content=\"no-referrer\">\n<title>");
    html_text(h, d->title);
    HTML(h, "</title>\n<style>");
    html_literal_(h, css.ptr, css.len);
    HTML(h, "</style>\n<script>");
    html_literal_(h, js.ptr, js.len);
    HTML(h, "</script></head>\n<body");
    /* what the script says, in the language of the report */
    static const char *const said[] = { "good", "bad", "mark-good", "mark-bad", "key", "signature", "unsigned", "text", "figure",
                                        "note", "no-proof", "proof", "leaf", "entry", "log", "checkpoint", "quote" };
    for (size_t i = 0; i < sizeof said / sizeof *said; i++) {
        Str name = arena_printf(a, " data-%s=\"", said[i]);
        html_attr_(h, arena_cstr(a, name), tell_words_of(d->page.w, a, "verify.", str_of(said[i])));
    }
    HTML(h, ">");
}

Status dossier_html(Dossier *d, StrBuf *out, Error *err)
{
    DossierFile file = { .rest_known = true };
    Html h = html_on(&file.before);
    Writer w = { .d = d, .h = &h, .linked = arena_array(d->page.arena, bool, d->notes.count + 2) };
    Str block = STR_NONE;

    show_head(&w);
    size_t at = file.before.len;
    show_main(&w);
    file.main = report_displayed(d->page.arena, str_slice(strbuf_str(&file.before), at, file.before.len));
    if (d->options->sealed) {
        HTML(&h, "<section class=\"statement\"><h2>");
        W(d->page.w, &h, "verify.statement");
        HTML(&h, "</h2><p>");
        W(d->page.w, &h, "verify.statement_lead");
        HTML(&h, "</p>\n<pre id=\"statement\">\n");
        strbuf_add(&file.rest, S("</pre></section>\n"));
    }
    strbuf_add(&file.rest, S("</body></html>\n"));
    Status status = dossier_statement(d, &file, false, &block, err);
    if (status == OK) {
        strbuf_add(out, strbuf_str(&file.before));
        Html rest = html_on(out);
        html_text(&rest, block);
        strbuf_add(out, strbuf_str(&file.rest));
    }
    strbuf_finish(&file.before);
    strbuf_finish(&file.rest);
    return status;
}
