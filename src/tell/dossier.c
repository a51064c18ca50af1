/* dossier.c -- the report: caution, method, incidents with their figures, notes with
 * their proofs, and how to check them. Everything in one file; nothing in it
 * runs, nothing is fetched.
 */
#include "tell/dossier_in.h"

#include "base/auto.h"
#include "base/hash.h"
#include "guard/gate.h"
#include "seal/key.h"
#include "seal/log.h"
#include "tell/asset.h"

#include <stdlib.h>

static void word(Dossier *d, const char *tag, const char *key);

/* ---- notes ---- */

static int32_t note_number(Dossier *d, uint32_t reading, int32_t segment)
{
    int32_t *number = &d->number_of[reading][segment];
    if (!*number) {
        vec_push(d->page.arena, &d->notes, (FootNote){ reading, segment });
        *number = (int32_t)d->notes.count;
    }
    return *number;
}

static void show_note_mark(Dossier *d, uint32_t reading, int32_t segment)
{
    Page *p = &d->page;
    int32_t n = note_number(d, reading, segment);
    HTML(p->h, "<sup><a");
    HTML_ATTR(p->h, "href", arena_printf(p->arena, "#n-%d", n));
    HTML(p->h, ">");
    html_i64(p->h, n);
    HTML(p->h, "</a></sup>");
}

static Status show_note(Dossier *d, size_t n, Error *err)
{
    Page *p = &d->page;
    FootNote note = d->notes.at[n];
    const Reading *r = &p->c->readings[note.reading];
    bool proved;
    HTML(p->h, "<li");
    HTML_ATTR(p->h, "id", arena_printf(p->arena, "n-%zu", n + 1));
    HTML(p->h, "><span class=\"number\">");
    html_i64(p->h, (int64_t)n + 1);
    HTML(p->h, "</span><blockquote");
    HTML_ATTR(p->h, "lang", r->segments[note.segment].language);
    HTML(p->h, ">");
    show_sentence(p, note.reading, note.segment, SPAN_NONE);
    HTML(p->h, "</blockquote><p class=\"source\">");
    html_text(p->h, say_document(p, note.reading));
    HTML(p->h, ". ");
    html_text(p->h, document_voice(&r->doc));
    HTML(p->h, ". ");
    html_text(p->h, say_edtf(p, r->doc.published));
    HTML(p->h, ". ");
    W_WITH(p->w, p->h, "dossier.place_of", say_i64(p, note.segment + 1),
           say_i64(p, (int64_t)r->segment_count),
           say_i64(p, document_number(p->site, note.reading)));
    HTML(p->h, "</p>");
    Status status = dossier_proof(d, n, &proved, err);
    if (status == OK && !proved)
        word(d, "p", "dossier.unproved");
    HTML(p->h, "</li>\n");
    return status;
}

static Status show_notes(Dossier *d, Error *err)
{
    word(d, "h2", "dossier.notes");
    word(d, "p", "dossier.notes_lead");
    HTML(d->page.h, "<ol class=\"notes\">");
    for (size_t i = 0; i < d->notes.count; i++) {
        Status status = show_note(d, i, err);
        if (status != OK)
            return status;
    }
    HTML(d->page.h, "</ol>");
    return OK;
}

/* ---- small pieces ---- */

static void word(Dossier *d, const char *tag, const char *key)
{
    Page *p = &d->page;
    bool heading = strcmp(tag, "h2") == 0;
    if (heading)
        HTML(p->h, "\n<h2>");
    else
        HTML(p->h, "<p>");
    html_text(p->h, words_get(p->w, str_of(key)));
    if (heading)
        HTML(p->h, "</h2>\n");
    else
        HTML(p->h, "</p>\n");
}

/* ---- caution: from the data, never a standing phrase ---- */

typedef struct Census {
    int64_t incidents, without_date, without_place, minimums, disagreements;
    bool    withheld;
} Census;

static Census take_census(const Page *p)
{
    Census n = { 0 };
    for (size_t i = 0; i < p->c->incident_count; i++) {
        const Incident *incident = &p->c->incidents[i];
        if (!incident->claim_count) {
            n.withheld = true;
            continue;
        }
        n.incidents++;
        n.without_date += incident->first == DAY_UNKNOWN && incident->last == DAY_UNKNOWN;
        n.without_place += !incident->place_id.len;
        n.disagreements += p->site->disagreements[i] > 0;
        for (size_t k = 0; k < incident->quantity_count; k++)
            n.minimums += incident->quantities[k].high == QUANTITY_OPEN;
    }
    return n;
}

static void caution_line(Dossier *d, const char *key, int64_t n)
{
    if (n <= 0)
        return;
    html_text(d->page.h, say_number(&d->page, key, n));
    HTML(d->page.h, " ");
}

static void show_caution(Dossier *d)
{
    Page *p = &d->page;
    Census n = take_census(p);
    HTML(p->h, "<div class=\"caution\"><p>");
    W_WITH(p->w, p->h, "caution.as_of", say_edtf(p, d->options->as_of));
    HTML(p->h, " ");
    caution_line(d, "caution.pending", n.incidents);
    caution_line(d, "caution.minimums", n.minimums);
    caution_line(d, "caution.disagreements", n.disagreements);
    HTML(p->h, "</p><p>");
    caution_line(d, "caution.unread", (int64_t)p->site->in->unread_count);
    caution_line(d, "caution.without_date", n.without_date);
    caution_line(d, "caution.without_place", n.without_place);
    if (n.withheld) {
        W(p->w, p->h, "caution.withheld");
        HTML(p->h, " ");
    }
    W(p->w, p->h, "caution.silence");
    HTML(p->h, "</p></div>\n");
}

static void show_method(Dossier *d)
{
    static const char *const words_used[] = { "reported", "documented", "pending", "alleged", "denied" };
    Page *p = &d->page;
    word(d, "h2", "method.title");
    word(d, "p", "method.read");
    word(d, "p", "method.figures");
    word(d, "p", "method.origins");
    word(d, "p", "method.compare");
    word(d, "p", "method.protect");
    HTML(p->h, "<table><thead><tr><th scope=\"col\">");
    W(p->w, p->h, "method.word");
    HTML(p->h, "</th><th scope=\"col\">");
    W(p->w, p->h, "method.meaning");
    HTML(p->h, "</th></tr></thead><tbody>");
    for (size_t i = 0; i < sizeof words_used / sizeof *words_used; i++) {
        HTML(p->h, "<tr><td>");
        html_text(p->h, tell_words_of(p->w, p->arena, "certainty.", str_of(words_used[i])));
        HTML(p->h, "</td><td>");
        html_text(p->h, tell_words_of(p->w, p->arena, "certainty.means.", str_of(words_used[i])));
        HTML(p->h, "</td></tr>");
    }
    HTML(p->h, "</tbody></table>\n");
}

/* ---- incidents ---- */

static void show_stated(Dossier *d, ClaimRef ref, const QuantityFields *q, Str counted)
{
    Page *p = &d->page;
    const Claim *claim = corpus_claim(p->c, ref);
    HTML(p->h, "<tr><td><b>");
    html_text(p->h, say_quantity(p, q));
    HTML(p->h, "</b>");
    show_note_mark(d, ref.reading, claim->segment);
    HTML(p->h, "</td><td>");
    html_text(p->h, counted);
    HTML(p->h, "</td><td>");
    html_text(p->h, say_chain(p, claim));
    HTML(p->h, "</td><td>");
    html_text(p->h, say_edtf(p, claim_said(p->c, ref)));
    HTML(p->h, "</td></tr>\n");
}

static void show_incident_figures(Dossier *d, const Incident *i)
{
    Page *p = &d->page;
    if (!i->quantity_count)
        return;
    HTML(p->h, "<table><thead><tr><th scope=\"col\">");
    W(p->w, p->h, "figure.stated");
    HTML(p->h, "</th><th scope=\"col\">");
    W(p->w, p->h, "dossier.counted");
    HTML(p->h, "</th><th scope=\"col\">");
    W(p->w, p->h, "figure.who_says");
    HTML(p->h, "</th><th scope=\"col\">");
    W(p->w, p->h, "figure.said_on");
    HTML(p->h, "</th></tr></thead><tbody>");
    for (size_t k = 0; k < i->quantity_count; k++) {
        const IncidentQuantity *what = &i->quantities[k];
        for (size_t c = 0; c < what->claim_count; c++) {
            const Claim *claim = corpus_claim(p->c, what->claims[c]);
            if (!claim || !claim_shown(p, what->claims[c]))
                continue;
            const QuantityFields *q = stated_quantity(p->c, what->claims[c], what);
            if (q)
                show_stated(d, what->claims[c], q,
                            say_counted(p, what->counted, q->who.len ? q->who : what->who));
        }
    }
    HTML(p->h, "</tbody></table>\n");
}

/* One line a sentence: what it reports, and who says so. */
static void show_statement(Dossier *d, const Incident *i, size_t first)
{
    Page *p = &d->page;
    ClaimRef ref = i->claims[first];
    const Claim *claim = corpus_claim(p->c, ref);
    ActSet acts = 0;
    for (size_t k = first; k < i->claim_count; k++) {
        const Claim *other = corpus_claim(p->c, i->claims[k]);
        if (i->claims[k].reading == ref.reading && other->segment == claim->segment)
            acts |= other->acts;
    }
    HTML(p->h, "<li>");
    html_text(p->h, say_acts(p, acts));
    if (claim->modality != MODALITY_ASSERTED) {
        HTML(p->h, " ");
        show_badge(p, "m-", modality_name(claim->modality),
                   tell_words_of(p->w, p->arena, "modality.", modality_name(claim->modality)));
    }
    HTML(p->h, " (");
    html_text(p->h, say_chain(p, claim));
    HTML(p->h, ")");
    show_note_mark(d, ref.reading, claim->segment);
    HTML(p->h, "</li>\n");
}

static bool sentence_before(const Corpus *c, const Incident *i, size_t at)
{
    for (size_t k = 0; k < at; k++)
        if (i->claims[k].reading == i->claims[at].reading &&
            corpus_claim(c, i->claims[k])->segment == corpus_claim(c, i->claims[at])->segment)
            return true;
    return false;
}

static void show_statements(Dossier *d, const Incident *i)
{
    Page *p = &d->page;
    HTML(p->h, "<ul class=\"statements\">");
    for (size_t k = 0; k < i->claim_count; k++)
        if (claim_shown(p, i->claims[k]) && !sentence_before(p->c, i, k))
            show_statement(d, i, k);
    HTML(p->h, "</ul>");
}

static void show_compared(Dossier *d, const Incident *i)
{
    Page *p = &d->page;
    HTML(p->h, "<ul class=\"compared\">");
    for (size_t k = 0; k < p->c->conflict_count; k++) {
        const Conflict *x = &p->c->conflicts[k];
        if (x->verdict == VERDICT_AGREE || !conflict_within(p, x, i))
            continue;
        HTML(p->h, "<li>");
        show_verdict(p, x->verdict);
        HTML(p->h, " ");
        html_text(p->h, x->why);
        for (size_t c = 0; c < x->claim_count; c++) {
            const Claim *claim = corpus_claim(p->c, x->claims[c]);
            if (claim && claim_shown(p, x->claims[c]))
                show_note_mark(d, x->claims[c].reading, claim->segment);
        }
        HTML(p->h, "</li>\n");
    }
    HTML(p->h, "</ul>");
}

static void show_incident(Dossier *d, const Incident *i)
{
    Page *p = &d->page;
    HTML(p->h, "<h3>");
    html_text(p->h, say_title(p, i));
    HTML(p->h, "</h3><p class=\"facts\"><span>");
    html_text(p->h, say_dates(p, i->first, i->last));
    HTML(p->h, "</span><span>");
    if (i->place_id.len) {
        html_text(p->h, say_place(p, i->place_id));
        HTML(p->h, " (");
        html_text(p->h, say_precision(p, i->precision_m));
        HTML(p->h, ")");
    } else {
        W(p->w, p->h, "place.not_stated");
    }
    HTML(p->h, "</span><span>");
    html_text(p->h, say_number(p, "count.voices", i->voices));
    HTML(p->h, ", ");
    html_text(p->h, say_number(p, "count.origins", i->origins));
    HTML(p->h, "</span></p>\n");
    show_incident_figures(d, i);
    show_statements(d, i);
    show_compared(d, i);
}

typedef struct Placed {
    uint32_t index;
    int32_t  day;
} Placed;

/* Oldest first; what has no date comes last. */
static int by_date(const void *a, const void *b)
{
    const Placed *x = a, *y = b;
    int32_t m = x->day == DAY_UNKNOWN ? INT32_MAX : x->day, n = y->day == DAY_UNKNOWN ? INT32_MAX : y->day;
    if (m != n)
        return m < n ? -1 : 1;
    return x->index < y->index ? -1 : 1;
}

static void show_incidents(Dossier *d)
{
    Page *p = &d->page;
    word(d, "h2", "nav.incidents");
    if (!p->c->incident_count)
        word(d, "p", "empty.incidents");
    Placed *order = arena_array(p->arena, Placed, p->c->incident_count + 1);
    for (uint32_t i = 0; i < p->c->incident_count; i++)
        order[i] = (Placed){ i, p->c->incidents[i].first };
    qsort(order, p->c->incident_count, sizeof *order, by_date);
    for (size_t i = 0; i < p->c->incident_count; i++) {
        const Incident *incident = &p->c->incidents[order[i].index];
        if (incident->claim_count)          /* the withheld have no row, lest they be counted */
            show_incident(d, incident);
    }
}

/* ---- how to check ---- */

static void show_commands(Dossier *d, const char *key, const char *id, Str text)
{
    Page *p = &d->page;
    word(d, "p", key);
    HTML(p->h, "<pre class=\"command\"");
    HTML_ATTR(p->h, "id", str_of(id));
    HTML(p->h, ">\n");
    html_text(p->h, text);
    HTML(p->h, "</pre>\n");
}

static void show_appendix(Dossier *d)
{
    Page *p = &d->page;
    word(d, "h2", "check.title");
    if (!d->options->sealed) {
        word(d, "p", "check.nothing");
        return;
    }
    Str key = vkey_format(p->arena, case_key(d->options->sealed));
    word(d, "p", "check.what");
    show_commands(d, "check.key", "key", arena_printf(p->arena, STR_FMT "\n", STR_ARG(key)));
    show_commands(d, "check.checkpoint", "checkpoint", log_checkpoint(d->options->sealed));
    show_commands(d, "check.cut", "cut", S(
        "sed -n '/^<pre id=\"note-1\">$/,/^<\\/pre>$/p' dossier.html | sed '1d;$d' > note-1.txt\n"));
    show_commands(d, "check.dokaz", "with-dokaz", arena_printf(p->arena,
        "dokaz-verify --key '" STR_FMT "' --disclosure note-1.txt\n", STR_ARG(key)));
    show_commands(d, "check.stock", "with-stock", arena_printf(p->arena,
        "sh check.sh note-1.txt '" STR_FMT "'\n", STR_ARG(key)));
    show_commands(d, "check.script", "check", asset_bytes(S("check.sh")));
    word(d, "p", "check.limits");
}

/* ---- the file ---- */

/* The only style is the one whose hash the policy names; there is no script at all. */
static void show_head(Dossier *d, Str title)
{
    Page *p = &d->page;
    Str css = asset_bytes(S("dossier.css"));
    Sha256 hash = sha256(css);
    HTML(p->h, "<!doctype html>\n<html");
    HTML_ATTR(p->h, "lang", words_language(p->w));
    HTML(p->h, "><head><meta charset=\"utf-8\">\n<meta http-equiv=\"Content-Security-Policy\"");
    Str policy = arena_printf(p->arena, "default-src 'none'; style-src 'sha256-" STR_FMT "'; "
                              "base-uri 'none'; form-action 'none'",
                              STR_ARG(base64_encode(p->arena, sha256_str(&hash))));
    HTML_ATTR(p->h, "content", policy);
    HTML(p->h, ">\n<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
               "<meta name=\"referrer\" content=\"no-referrer\">\n<title>");
    html_text(p->h, title);
    HTML(p->h, "</title>\n<style>");
    html_text(p->h, css);
    HTML(p->h, "</style></head>\n<body><main>\n<h1>");
    html_text(p->h, title);
    HTML(p->h, "</h1><p class=\"asof\">");
    W_WITH(p->w, p->h, "dossier.as_read", say_edtf(p, d->options->as_of));
    HTML(p->h, " ");
    html_text(p->h, say_number(p, "dossier.documents", (int64_t)p->c->reading_count));
    HTML(p->h, " ");
    W(p->w, p->h, "dossier.machine");
    HTML(p->h, "</p>\n");
}

static Status write_dossier(Dossier *d, Error *err)
{
    Page *p = &d->page;
    Str title = d->options->title;          /* typed by somebody: masked like all else */
    if (title.len) {
        AUTO_STRBUF masked = { 0 };
        view_str(p->view, title, &masked);
        title = arena_str(p->arena, strbuf_str(&masked));
    }
    show_head(d, title.len ? title : words_get(p->w, S("dossier.title")));
    show_caution(d);
    show_method(d);
    show_incidents(d);
    Status status = show_notes(d, err);
    if (status != OK)
        return status;
    show_appendix(d);
    HTML(p->h, "</main></body></html>\n");
    return OK;
}

Status tell_dossier(const Site *site, const DossierOptions *options, StrBuf *out, Error *err)
{
    Status status = gate_export(site->view, GATE_DOSSIER, err);
    if (status != OK)
        return status;
    AUTO_ARENA arena = arena_create();
    AUTO_STRBUF body = { 0 };
    Html h = html_on(&body);
    Words *words;
    status = words_load(arena, options->language, &words, err);
    if (status != OK)
        return status;
    Dossier d = {
        .page = { .site = site, .view = site->view, .c = site->corpus, .arena = arena, .w = words, .h = &h },
        .options = options,
        .number_of = arena_array(arena, int32_t *, site->corpus->reading_count + 1),
        .texts = arena_array(arena, SealedText, site->corpus->reading_count + 1),
    };
    for (size_t r = 0; r < site->corpus->reading_count; r++)
        d.number_of[r] = arena_array(arena, int32_t, site->corpus->readings[r].segment_count + 1);
    status = write_dossier(&d, err);
    dossier_close(&d);
    if (status == OK)
        strbuf_add(out, strbuf_str(&body));
    return status;
}
