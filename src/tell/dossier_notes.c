/* dossier_notes.c -- footnotes: what a sentence is cited as, in the manner of reports that live on footnotes
 * (authors, title, publisher, date, address, archive, day of access), with its quotation and proof.
 *
 * The archive is the sealed log: entry and time. The hash of the original is not given: the hash of a known
 * text with one withheld name can be found by trying names (docs/formats/export.md).
 */
#include "tell/dossier_in.h"

#include "base/auto.h"

static void piece(StrBuf *b, Str s)
{
    if (!s.len)
        return;
    if (b->len)
        strbuf_add(b, S(", "));
    strbuf_add(b, s);
}

static Str authors_of(const Page *p, const Document *doc)
{
    AUTO_STRBUF b = { 0 };

    for (size_t i = 0; i < doc->author_count; i++)
        piece(&b, doc->authors[i]);
    return arena_str(p->arena, strbuf_str(&b));
}

/* The day of "2026-11-22T02:30:00Z". */
static Str day_of(Str time)
{
    return str_slice(time, 0, 10);
}

static Str cite(Dossier *d, const FootNote *note)
{
    const Page *p = &d->page;
    const Reading *r = &p->c->readings[note->reading];
    const TellDocument *documents = p->site->in->documents;
    AUTO_STRBUF b = { 0 };

    piece(&b, authors_of(p, &r->doc));
    piece(&b, SAY(p, "cite.title", say_document(p, note->reading)));
    piece(&b, r->doc.publisher);
    piece(&b, say_edtf(p, r->doc.published));
    piece(&b, SAY(p, "cite.sentence", say_i64(p, note->segment + 1), say_i64(p, (int64_t)r->segment_count)));
    piece(&b, r->doc.url);
    if (documents && documents[note->reading].entry >= 0)
        piece(&b, SAY(p, "cite.archived", say_i64(p, documents[note->reading].entry),
                      say_edtf(p, day_of(documents[note->reading].sealed))));
    piece(&b, SAY(p, "cite.accessed", say_edtf(p, d->options->as_of)));
    strbuf_char(&b, '.');
    return arena_str(p->arena, strbuf_str(&b));
}

Str dossier_quote(Dossier *d, const FootNote *note)
{
    AUTO_STRBUF b = { 0 };

    for (size_t i = 0; i < note->quote.count; i++)
        strbuf_add(&b, note->quote.at[i].text);
    return arena_str(d->page.arena, strbuf_str(&b));
}

Status dossier_notes(Dossier *d, Error *err)
{
    for (size_t n = 0; n < d->notes.count; n++) {
        Status status = dossier_prove(d, n, err);
        if (status != OK)
            return status;
        d->notes.at[n].source = cite(d, &d->notes.at[n]);
    }
    return OK;
}
