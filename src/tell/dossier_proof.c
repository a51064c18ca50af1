/* dossier_proof.c -- the proof under a footnote: pieces of the sealed text, disclosed
 * one by one, down to the signed checkpoint.
 *
 * A piece is shown only when the guard of today masks none of it AND its words
 * as they may be shown equal its bytes: names that were recognised after the
 * text was sealed stay withheld too, whatever the sealed cuts were.
 */
#include "tell/dossier_in.h"

#include "base/auto.h"
#include "guard/mask.h"
#include "guard/withhold.h"
#include "seal/disclosure.h"
#include "seal/object.h"

static Status open_text(Dossier *d, uint32_t reading, SealedText *t, Error *err)
{
    const TellDocument *documents = d->page.site->in->documents;
    t->tried = true;
    if (!d->options->sealed || !documents || documents[reading].segmentation < 0)
        return OK;
    Arena *arena = d->page.arena;
    Status status = segmentation_load(arena, d->options->sealed, (uint64_t)documents[reading].segmentation,
                                      &t->seg, err);
    if (status == OK)
        status = object_map(d->options->sealed, &t->seg.text, OBJECT_AS_IT_IS, &t->text, err);
    if (status != OK)
        return status;
    t->cuts = guard_cuts(d->page.view->guard, arena, reading);
    t->open = true;
    return OK;
}

void dossier_close(Dossier *d)
{
    for (size_t i = 0; i < d->page.c->reading_count; i++)
        if (d->texts[i].open)
            os_unmap(&d->texts[i].text);
}

static Span piece_span(const Segmentation *s, uint32_t piece)
{
    return (Span){ piece ? s->ends[piece - 1] : 0, s->ends[piece] };
}

static bool may_show(Dossier *d, uint32_t reading, const SealedText *t, uint32_t piece)
{
    Span span = piece_span(&t->seg, piece);
    for (size_t i = 0; i < t->cuts.count; i++)
        if (t->cuts.masked[i] && span_overlaps(t->cuts.spans[i], span))
            return false;
    Str shown = view_text_str(d->page.view, d->page.arena, reading, span);
    return str_eq(shown, segment_text(&t->seg, t->text.bytes, piece));
}

/* "13, 15": people count from one, the file format from zero */
static Str say_pieces(Dossier *d, const uint32_t *pieces, size_t count)
{
    AUTO_STRBUF b = { 0 };
    for (size_t i = 0; i < count; i++) {
        if (i)
            strbuf_add(&b, S(", "));
        strbuf_i64(&b, (int64_t)pieces[i] + 1);
    }
    return arena_str(d->page.arena, strbuf_str(&b));
}

static void show_gap(Dossier *d, const FootNote *note, const uint32_t *shown, size_t shown_count,
                     const uint32_t *hidden, size_t hidden_count, uint32_t total)
{
    Page *p = &d->page;
    Str all = say_i64(p, total);
    HTML(p->h, "<p class=\"proof\">");
    if (shown_count) {
        W_WITH(p->w, p->h, "dossier.pieces_shown", say_pieces(d, shown, shown_count), all);
        HTML(p->h, " ");
    }
    if (hidden_count) {
        bool whole = view_segment_withheld(p->view, note->reading, (uint32_t)note->segment);
        W_WITH(p->w, p->h, "dossier.pieces_withheld", say_pieces(d, hidden, hidden_count), all,
               whole ? S("G2") : S("G1"));
    }
    HTML(p->h, "</p>");
}

static Status show_disclosure(Dossier *d, size_t n, const SealedText *t, const uint32_t *pieces, size_t count,
                              Error *err)
{
    Page *p = &d->page;
    Disclosure disclosure;
    Status status = disclosure_make(p->arena, d->options->sealed, &t->seg, t->text.bytes, pieces, count,
                                    &disclosure, err);
    if (status != OK)
        return status;
    AUTO_STRBUF text = { 0 };
    disclosure_write(&text, &disclosure);
    HTML(p->h, "<details><summary>");
    W_WITH(p->w, p->h, "dossier.proof", say_i64(p, (int64_t)n + 1));
    /* <pre> and </pre> stand on lines of their own, so that sed can cut the proof out of the file */
    HTML(p->h, "</summary>\n<pre");
    HTML_ATTR(p->h, "id", arena_printf(p->arena, "note-%zu", n + 1));
    HTML(p->h, ">\n");
    html_text(p->h, strbuf_str(&text));
    HTML(p->h, "</pre>\n</details>");
    return OK;
}

Status dossier_proof(Dossier *d, size_t n, bool *proved, Error *err)
{
    FootNote note = d->notes.at[n];
    SealedText *t = &d->texts[note.reading];
    *proved = false;
    if (!t->tried) {
        Status status = open_text(d, note.reading, t, err);
        if (status != OK)
            return status;
    }
    if (!t->open)
        return OK;
    Span sentence = d->page.c->readings[note.reading].segments[note.segment].span;
    VEC(uint32_t) shown = { 0 }, hidden = { 0 };
    for (uint32_t i = segment_at(&t->seg, sentence.start); i < t->seg.total; i++) {
        if (piece_span(&t->seg, i).start >= sentence.end)
            break;
        if (may_show(d, note.reading, t, i))
            vec_push(d->page.arena, &shown, i);
        else
            vec_push(d->page.arena, &hidden, i);
    }
    show_gap(d, &note, shown.at, shown.count, hidden.at, hidden.count, t->seg.total);
    if (!shown.count)
        return OK;
    *proved = true;
    return show_disclosure(d, n, t, shown.at, shown.count, err);
}
