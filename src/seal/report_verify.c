/* report_verify.c -- a report is checked in four steps, none of which trusts the one before it:
 * the statement is signed by the log's key; the bytes around it are those that it names; every proof holds and
 * is the one that it names; every figure and quotation is displayed as it says.
 *
 * HTML is read the way dokaz writes it, and only so: another spelling does not pass.
 */
#include "seal/report.h"

#include "base/auto.h"
#include "base/vec.h"
#include "seal/inside.h"
#include "seal/strict.h"

#include <stdarg.h>
#include <stdio.h>

#define DOCX_HEAD   47      /* bytes of the zip head of dokaz/proofs.txt, 30 and its name, and a line end */

typedef struct ReportCheck {
    Arena           *arena;
    Str              file, words;
    const VerifyKey *key;
    ReportStatement  s;
    Str              before, block, rest;   /* of the file: around and between REPORT_BEGIN and REPORT_END */
    size_t           proof_at, quote_at, words_at;  /* where the last was found: they come in order */
    ReportCounts     counts;
    void           (*found)(void *context, Str what);
    void            *context;
} ReportCheck;

static void wrong(ReportCheck *c, const char *format, ...) __attribute__((format(printf, 2, 3)));

static void wrong(ReportCheck *c, const char *format, ...)
{
    char text[600];
    va_list list;

    va_start(list, format);
    vsnprintf(text, sizeof text, format, list);
    va_end(list);
    c->counts.wrong++;
    if (c->found)
        c->found(c->context, str_of(text));
}

/* Between the first `open` at or after *at and the next `close`; *at moves behind it. */
static bool between(Str s, size_t *at, Str open, Str close, Str *ret)
{
    size_t from = str_find(s, open, *at);
    size_t to = from == SIZE_MAX ? SIZE_MAX : str_find(s, close, from + open.len);

    if (to == SIZE_MAX)
        return false;
    *ret = str_slice(s, from + open.len, to);
    *at = to + close.len;
    return true;
}

/* The same from where the last was found, or from the start: a report of thousands of notes is walked once. */
static bool next_between(Str s, size_t *at, Str open, Str close, Str *ret)
{
    if (between(s, at, open, close, ret))
        return true;
    *at = 0;
    return between(s, at, open, close, ret);
}

/* ---- the statement and the bytes ---- */

static Status cut_file(ReportCheck *c, Error *err)
{
    Str begin = S("\n" REPORT_BEGIN), end = S("\n" REPORT_END);
    size_t from = str_starts(c->file, S(REPORT_BEGIN)) ? 0 : SIZE_MAX, lead = 0;

    if (from == SIZE_MAX && (from = str_find(c->file, begin, 0)) != SIZE_MAX)
        lead = 1;
    if (from == SIZE_MAX)
        return fail(err, ERR_BAD_INPUT, "there is no line `-- statement` in it: is it a report of dokaz that was made of a sealed case?");
    if (str_find(c->file, begin, from + 1) != SIZE_MAX)
        return fail(err, ERR_BAD_INPUT, "there are two lines `-- statement` in it");
    size_t to = str_find(c->file, end, from);
    if (to == SIZE_MAX)
        return fail(err, ERR_BAD_INPUT, "there is no line `-- end` behind its statement");
    c->before = str_slice(c->file, 0, from + lead);
    c->block = str_slice(c->file, from + lead + sizeof REPORT_BEGIN - 1, to + 1);
    c->rest = str_slice(c->file, to + end.len, c->file.len);
    return OK;
}

static Status read_statement(ReportCheck *c, Error *err)
{
    size_t note = str_find(c->block, S("\n" REPORT_NOTE), 0);
    Str whole = note == SIZE_MAX ? c->block : str_slice(c->block, 0, note + 1);
    bool html = str_starts(c->file, S("<!doctype html>"));
    uint8_t signature[sizeof c->key->id + KEY_SIGNATURE_SIZE];
    NoteLine line;

    whole = html ? report_unescape(c->arena, whole) : whole;
    size_t split = str_find(whole, S("\n\n"), 0);
    Str text = split == SIZE_MAX ? whole : str_slice(whole, 0, split + 1);
    Str lines = split == SIZE_MAX ? STR_NONE : str_slice(whole, split + 2, whole.len);
    Status status = report_parse(c->arena, text, &c->s, err);
    if (status != OK)
        return status;
    if (!str_eq(c->s.log, str_of(c->key->name)))
        wrong(c, "the report is of another log than the key");
    else if (!note_line(&lines, &line))
        wrong(c, "the statement is not signed: its figures rest on nobody's word");
    else if (lines.len || !note_line_by(&line, c->key) || !strict_base64(line.signature, signature, sizeof signature) ||
             !key_check(c->key->public_key, text, signature + sizeof c->key->id))
        wrong(c, "the signature under the statement is not by this key");
    return OK;
}

static bool alone(const ReportCheck *c)     /* the proofs without the report, as a PDF reader hands them out */
{
    return c->before.len == 0;
}

static void check_bytes(ReportCheck *c)
{
    /* In a zip file the head of its own member stands between; it holds a check sum of the statement. */
    size_t gap = str_eq(c->s.format, S("docx")) ? DOCX_HEAD : 0;
    Sha256 hash = sha256(str_slice(c->before, 0, c->s.before));

    if (alone(c))
        return;
    if (c->before.len != c->s.before + gap || memcmp(hash.byte, c->s.begin.byte, SHA256_SIZE) != 0)
        wrong(c, "the file is not the one that was signed: its bytes before the statement differ");
    hash = sha256(c->rest);
    if (c->s.has_rest && memcmp(hash.byte, c->s.rest.byte, SHA256_SIZE) != 0)
        wrong(c, "the file is not the one that was signed: its bytes behind the statement differ");
}

/* ---- proofs ---- */

static bool html(const ReportCheck *c)
{
    return str_starts(c->file, S("<!doctype html>"));
}

static bool find_proof(ReportCheck *c, size_t n, Str *ret)
{
    Arena *a = c->arena;
    Str in;

    if (html(c)) {
        if (!next_between(c->before, &c->proof_at, arena_printf(a, "\n<pre id=\"note-%zu\">\n", n), S("</pre>"), &in))
            return false;
        *ret = report_unescape(a, in);
        return true;
    }
    Str open = arena_printf(a, "\n" REPORT_NOTE "%zu\n", n);
    size_t from = str_find(c->block, open, c->proof_at);
    if (from == SIZE_MAX)
        from = str_find(c->block, open, 0);
    if (from == SIZE_MAX)
        return false;
    c->proof_at = from;
    size_t to = str_find(c->block, S("\n" REPORT_NOTE), from + open.len);
    *ret = str_slice(c->block, from + open.len, to == SIZE_MAX ? c->block.len : to + 1);
    return true;
}

/* The displayed quotation of html: its pieces must be the bytes that were sealed, in order, and nothing
 * may stand between them but what is marked as withheld. */
static void check_quote(ReportCheck *c, size_t n, const Disclosure *d)
{
    Arena *a = c->arena;
    size_t at = 0, next = 0;
    Str quote, rest;

    if (!next_between(c->before, &c->quote_at, arena_printf(a, "<blockquote id=\"q-%zu\"", n), S("</blockquote>"), &quote)) {
        wrong(c, "note %zu: its quotation is not there", n);
        return;
    }
    size_t start = str_find(quote, S(">"), 0);
    rest = str_slice(quote, start == SIZE_MAX ? quote.len : start + 1, quote.len);
    Str words = report_squeeze(a, report_displayed(a, rest));
    Sha256 hash = sha256(words);
    if (memcmp(hash.byte, c->s.notes[n - 1].quote.byte, SHA256_SIZE) != 0)
        wrong(c, "note %zu: the quotation does not read as the statement says", n);
    for (at = 0; d && next < d->count; next++) {
        const DisclosedLeaf *leaf = &d->leaves[next];
        Str open = arena_printf(a, "<span data-piece=\"%u\">", leaf->index), piece;
        if (!between(rest, &at, open, S("</span>"), &piece)) {
            wrong(c, "note %zu: piece %u is proved and not quoted", n, leaf->index + 1);
            return;
        }
        if (!str_eq(report_squeeze(a, report_displayed(a, piece)), report_squeeze(a, leaf->bytes)))
            wrong(c, "note %zu: the quotation does not read as the sealed piece %u", n, leaf->index + 1);
    }
    size_t count = 0;
    for (at = 0; (at = str_find(rest, S("<span data-piece="), at)) != SIZE_MAX; at++)
        count++;
    if (d && count != d->count)
        wrong(c, "note %zu: it quotes %zu pieces as proved, and %zu are", n, count, d->count);
}

/* Of the other formats: the sealed words must be among those that a reader displays. */
static void check_words(ReportCheck *c, size_t n, const Disclosure *d)
{
    for (size_t i = 0; i < d->count; i++) {
        Str piece = report_squeeze(c->arena, d->leaves[i].bytes);
        size_t at = str_find(c->words, piece, c->words_at);
        at = at == SIZE_MAX ? str_find(c->words, piece, 0) : at;
        if (at != SIZE_MAX)
            c->words_at = at;
        else
            wrong(c, "note %zu: the sealed words of piece %u are not displayed", n, d->leaves[i].index + 1);
    }
}

static void check_note(ReportCheck *c, size_t n)
{
    const ReportNote *note = &c->s.notes[n - 1];
    Disclosure d;
    Error err = { 0 };
    Str proof;

    if (!find_proof(c, n, &proof)) {
        if (note->proved)
            wrong(c, "note %zu: its proof is not there", n);
        if (html(c))
            check_quote(c, n, NULL);
        return;
    }
    Sha256 hash = sha256(proof);
    if (!note->proved || memcmp(hash.byte, note->proof.byte, SHA256_SIZE) != 0)
        wrong(c, "note %zu: the proof is not the one that the statement names", n);
    if (disclosure_verify(c->arena, proof, c->key, &d, NULL, &err) != OK) {
        wrong(c, "note %zu: %s", n, err.text);
        return;
    }
    c->counts.proved++;
    if (html(c))
        check_quote(c, n, &d);
    else if (c->words.ptr)
        check_words(c, n, &d);
}

/* ---- figures ---- */

/* <b class="figure" id="f-3" data-notes="1,4">49 or more</b> */
static void check_figures_html(ReportCheck *c)
{
    Arena *a = c->arena;
    Str open = S("<b class=\"figure\" id=\"f-"), element, value;
    size_t at = 0, n = 0;

    while (between(c->before, &at, open, S("</b>"), &element)) {
        size_t tag = str_find(element, S("\">"), 0);
        Str words = report_unescape(a, str_slice(element, tag == SIZE_MAX ? element.len : tag + 2, element.len));
        if (n >= c->s.figure_count) {
            wrong(c, "figure %zu is displayed and not in the statement", n + 1);
            return;
        }
        const ReportFigure *f = &c->s.figures[n++];
        Str head = arena_printf(a, "%zu\" data-notes=\"" STR_FMT, n, STR_ARG(f->notes));
        if (!str_eq(str_slice(element, 0, tag), head))
            wrong(c, "figure %zu is displayed with other notes or out of order", n);
        value = words;
        if (!str_eq(value, f->text))
            wrong(c, "figure %zu reads \"" STR_FMT "\"; the statement says \"" STR_FMT "\"", n, STR_ARG(value),
                  STR_ARG(f->text));
    }
    if (n < c->s.figure_count)
        wrong(c, "figure %zu of the statement is not displayed", n + 1);
}

/* Of the other formats: in the order of the statement, each in the words that follow the one before. */
static void check_figures_words(ReportCheck *c)
{
    size_t at = 0;

    for (size_t i = 0; i < c->s.figure_count; i++) {
        Str text = report_squeeze(c->arena, c->s.figures[i].text);
        size_t next = str_find(c->words, text, at);
        if (next == SIZE_MAX) {
            wrong(c, "figure %zu, \"" STR_FMT "\", is not displayed in its place", i + 1, STR_ARG(c->s.figures[i].text));
            return;
        }
        at = next + text.len;
    }
}

/* Every sign that could be markup stands behind a backslash; stars that do not are markup. */
static Str markdown_words(Arena *arena, Str md)
{
    AUTO_STRBUF b = { 0 };

    for (size_t i = 0; i < md.len; i++) {
        if (md.ptr[i] == '*')
            continue;
        i += md.ptr[i] == '\\' && i + 1 < md.len;
        strbuf_char(&b, md.ptr[i]);
    }
    return arena_str(arena, strbuf_str(&b));
}

/* The words of a file that needs no other reader: Markdown as it stands, the stored XML of docx. */
static void own_words(ReportCheck *c, Str words)
{
    Arena *a = c->arena;

    if (words.ptr) {
        c->words = report_squeeze(a, words);
    } else if (alone(c) || html(c)) {
        return;
    } else if (str_eq(c->s.format, S("docx"))) {
        c->words = report_squeeze(a, report_displayed(a, c->before));
    } else if (str_eq(c->s.format, S("md"))) {
        c->words = report_squeeze(a, markdown_words(a, c->before));
    }
}

static void check_text(ReportCheck *c)
{
    size_t at = 0;
    Str main;

    if (!c->s.has_text)
        return;
    if (!between(c->before, &at, S("\n<main>"), S("</main>"), &main)) {
        wrong(c, "the report has no text");
        return;
    }
    Sha256 hash = sha256(report_squeeze(c->arena, report_displayed(c->arena, main)));
    if (memcmp(hash.byte, c->s.text.byte, SHA256_SIZE) != 0)
        wrong(c, "the words of the report are not those that were signed");
}

Status report_verify(Arena *arena, Str file, Str words, const VerifyKey *key,
                     void (*found)(void *context, Str what), void *context, ReportCounts *ret, Error *err)
{
    ReportCheck c = { .arena = arena, .file = file, .key = key, .found = found, .context = context };
    Status status = cut_file(&c, err);

    if (status == OK)
        status = read_statement(&c, err);
    if (status != OK)
        return status;
    own_words(&c, words);
    check_bytes(&c);
    if (html(&c))
        check_text(&c);
    for (size_t i = 1; i <= c.s.note_count; i++)
        check_note(&c, i);
    if (html(&c))
        check_figures_html(&c);
    else if (c.words.ptr)
        check_figures_words(&c);
    c.counts.figures = c.s.figure_count;
    c.counts.notes = c.s.note_count;
    c.counts.text_checked = html(&c) || c.words.ptr;
    c.counts.origin = c.s.log;
    *ret = c.counts;
    return OK;
}
