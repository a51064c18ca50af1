/* dossier_proof.c -- what a footnote quotes, and the proof under it: pieces of the sealed text, disclosed
 * one by one, down to the signed checkpoint.
 *
 * A piece is shown only when the guard of today masks none of it AND its words
 * as they may be shown equal its bytes: names that were recognised after the
 * text was sealed stay withheld too, whatever the sealed cuts were. A note quotes whole pieces, so that
 * what is displayed is, byte for byte, what the proof is of.
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

static Str withheld_sentence(Dossier *d, const FootNote *note)
{
    Page *p = &d->page;
    const Reading *r = &p->c->readings[note->reading];

    return SAY(p, "withheld.sentence", say_i64(p, note->segment + 1), say_i64(p, (int64_t)r->segment_count));
}

/* Words of a span as they may be shown, names as what stands for them. */
static void quote_masked(Dossier *d, FootNote *note, Span span)
{
    size_t count;
    ViewPiece *pieces = view_pieces(d->page.view, d->page.arena, note->reading, span, &count);

    for (size_t i = 0; i < count; i++)
        if (pieces[i].number)
            run_add(d, &note->quote, RUN_MASKED, pieces[i].number > 0 ? pieces[i].text : withheld_sentence(d, note));
        else
            run_add(d, &note->quote, RUN_QUOTED, pieces[i].text);
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

static Str say_gap(Dossier *d, const FootNote *note, const uint32_t *shown, size_t shown_count,
                   const uint32_t *hidden, size_t hidden_count, uint32_t total)
{
    Page *p = &d->page;
    Str all = say_i64(p, total);
    bool whole = view_segment_withheld(p->view, note->reading, (uint32_t)note->segment);
    Str first = shown_count ? SAY(p, "dossier.pieces_shown", say_pieces(d, shown, shown_count), all) : S("");

    if (!hidden_count)
        return first;
    Str second = SAY(p, "dossier.pieces_withheld", say_pieces(d, hidden, hidden_count), all,
                     whole ? S("G2") : S("G1"));
    return arena_printf(p->arena, STR_FMT "%s" STR_FMT, STR_ARG(first), first.len ? " " : "", STR_ARG(second));
}

static Status disclose(Dossier *d, FootNote *note, const SealedText *t, const uint32_t *pieces, size_t count,
                       Error *err)
{
    Arena *arena = d->page.arena;
    Disclosure disclosure;
    Status status = disclosure_make_at(arena, d->options->sealed, &t->seg, t->text.bytes, pieces, count, d->log_size,
                                       &disclosure, err);
    if (status != OK)
        return status;
    AUTO_STRBUF text = { 0 };
    disclosure_write(&text, &disclosure);
    note->proof = arena_str(arena, strbuf_str(&text));
    return OK;
}

Status dossier_prove(Dossier *d, size_t n, Error *err)
{
    FootNote *note = &d->notes.at[n];
    SealedText *t = &d->texts[note->reading];
    Span sentence = d->page.c->readings[note->reading].segments[note->segment].span;

    if (!t->tried) {
        Status status = open_text(d, note->reading, t, err);
        if (status != OK)
            return status;
    }
    if (!t->open) {
        quote_masked(d, note, sentence);
        return OK;
    }
    VEC(uint32_t) shown = { 0 }, hidden = { 0 };
    for (uint32_t i = segment_at(&t->seg, sentence.start); i < t->seg.total; i++) {
        Span span = piece_span(&t->seg, i);
        if (span.start >= sentence.end)
            break;
        if (may_show(d, note->reading, t, i)) {
            vec_push(d->page.arena, &shown, i);
            vec_push(d->page.arena, &note->quote,
                     (Run){ .kind = RUN_PIECE, .number = (int32_t)i,
                            .text = view_text_str(d->page.view, d->page.arena, note->reading, span) });
        } else {
            vec_push(d->page.arena, &hidden, i);
            quote_masked(d, note, span);
        }
    }
    note->gap = say_gap(d, note, shown.at, shown.count, hidden.at, hidden.count, t->seg.total);
    return shown.count ? disclose(d, note, t, shown.at, shown.count, err) : OK;
}
