/* dossier_statement.c -- what a report says of itself, about the bytes that a writer has made. */
#include "tell/dossier_in.h"

#include "base/auto.h"
#include "seal/log.h"

static void fill(Dossier *d, const DossierFile *file, ReportStatement *s)
{
    Arena *a = d->page.arena;

    s->log = str_of(case_key(d->options->sealed)->name);
    s->format = str_of(dossier_format_name(d->options->format));
    s->as_of = d->options->as_of;
    s->language = words_language(d->page.w);
    s->before = file->before.len;
    s->begin = sha256(strbuf_str(&file->before));
    s->has_rest = file->rest_known;
    s->rest = sha256(strbuf_str(&file->rest));
    s->has_text = file->main.ptr != NULL;
    if (s->has_text)
        s->text = sha256(report_squeeze(a, file->main));
    s->note_count = d->notes.count;
    s->notes = arena_array(a, ReportNote, d->notes.count + 1);
    for (size_t i = 0; i < d->notes.count; i++) {
        const FootNote *note = &d->notes.at[i];
        s->notes[i] = (ReportNote){ .quote = sha256(report_squeeze(a, dossier_quote(d, note))),
                                    .proved = note->proof.ptr != NULL, .proof = sha256(note->proof) };
    }
    s->figure_count = d->figures.count;
    s->figures = arena_array(a, ReportFigure, d->figures.count + 1);
    for (size_t i = 0; i < d->figures.count; i++) {
        const Figure *f = &d->figures.at[i];
        AUTO_STRBUF notes = { 0 };
        for (size_t k = 0; k < f->note_count; k++)
            strbuf_printf(&notes, "%s%d", k ? "," : "", f->notes[k]);
        s->figures[i] = (ReportFigure){ arena_str(a, strbuf_str(&notes)), f->text };
    }
}

Status dossier_statement(Dossier *d, const DossierFile *file, bool proofs, Str *ret, Error *err)
{
    AUTO_STRBUF b = { 0 }, text = { 0 };
    ReportStatement s = { 0 };
    Str note;

    (void)err;
    if (!d->options->sealed) {
        *ret = S("");
        return OK;
    }
    fill(d, file, &s);
    report_write(&text, &s);
    Error unsigned_why = { 0 };     /* the key may be elsewhere: then the report says that nobody signed it */
    if (!d->options->sign || d->options->sign(d->options->sign_context, d->page.arena, strbuf_str(&text), &note,
                                              &unsigned_why) != OK)
        note = strbuf_str(&text);
    strbuf_add(&b, S(REPORT_BEGIN));
    strbuf_add(&b, note);
    for (size_t i = 0; proofs && i < d->notes.count; i++)
        if (d->notes.at[i].proof.ptr) {
            strbuf_printf(&b, REPORT_NOTE "%zu\n", i + 1);
            strbuf_add(&b, d->notes.at[i].proof);
        }
    strbuf_add(&b, S(REPORT_END));
    *ret = arena_str(d->page.arena, strbuf_str(&b));
    return OK;
}
