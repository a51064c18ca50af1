/* dossier.c -- a report from a case: chapters, notes, proofs in memory, then one of the writers. */
#include "tell/dossier_in.h"

#include "base/auto.h"
#include "guard/gate.h"
#include "seal/key.h"
#include "seal/case_witness.h"
#include "seal/log.h"

static const struct {
    const char *name;
    Status    (*write)(Dossier *d, StrBuf *out, Error *err);
} formats[] = {
    [DOSSIER_HTML] = { "html", dossier_html }, [DOSSIER_PDF] = { "pdf", dossier_pdf },
    [DOSSIER_DOCX] = { "docx", dossier_docx }, [DOSSIER_MD] = { "md", dossier_md },
};

int dossier_format_of(Str name)
{
    for (int i = 0; i < DOSSIER_FORMATS; i++)
        if (str_eq(name, str_of(formats[i].name)))
            return i;
    return -1;
}

const char *dossier_format_name(DossierFormat format)
{
    return formats[format].name;
}

static Status look_at_log(Dossier *d, Error *err)
{
    Case *c = d->options->sealed;

    if (!c)
        return OK;
    Status status = report_size(d->page.arena, c, &d->log_size, err);
    if (status != OK)
        return status;
    d->vkey = vkey_format(d->page.arena, case_key(c));
    if (case_cosigned(d->page.arena, c, d->log_size, &d->checkpoint, NULL) != OK)
        d->checkpoint = arena_str(d->page.arena, log_checkpoint(c));
    return OK;
}

/* A title that was typed is masked like all else. */
static void own_title(Dossier *d)
{
    AUTO_STRBUF masked = { 0 };

    if (d->options->title.len) {
        view_str(d->page.view, d->options->title, &masked);
        d->title = arena_str(d->page.arena, strbuf_str(&masked));
    }
    if (!d->title.len)
        d->title = words_get(d->page.w, S("dossier.title"));
}

Status tell_dossier(const Site *site, const DossierOptions *options, StrBuf *out, Error *err)
{
    Status status = gate_export(site->view, GATE_DOSSIER, err);
    if (status != OK)
        return status;
    AUTO_ARENA arena = arena_create();
    AUTO_STRBUF body = { 0 };
    Words *words;
    status = words_load(arena, options->language, &words, err);
    if (status != OK)
        return status;
    Dossier d = {
        .page = { .site = site, .view = site->view, .c = site->corpus, .arena = arena, .w = words },
        .options = options,
        .number_of = arena_array(arena, int32_t *, site->corpus->reading_count + 1),
        .texts = arena_array(arena, SealedText, site->corpus->reading_count + 1),
    };
    for (size_t r = 0; r < site->corpus->reading_count; r++)
        d.number_of[r] = arena_array(arena, int32_t, site->corpus->readings[r].segment_count + 1);
    status = look_at_log(&d, err);
    if (status == OK)
        status = dossier_chapters(&d, err);
    if (status == OK) {
        own_title(&d);
        status = dossier_notes(&d, err);
    }
    if (status == OK)
        status = formats[options->format].write(&d, &body, err);
    dossier_close(&d);
    if (status == OK)
        strbuf_add(out, strbuf_str(&body));
    return status;
}
