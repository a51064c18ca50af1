/* conflict.c -- statements that are no figures: denials, quotations, and what
 * READ noted about a text's own calendar.
 */
#include "lang/scan.h"
#include "weigh/rows.h"

#include <stdlib.h>

#define NEAR_TEXT    2      /* paragraphs around a denial in which its object stands */

/* Does `text` hold this word? */
static bool has_word(Str text, uint64_t hash)
{
    size_t at = 0;
    ScanWord w;

    while (scan_word(text, &at, &w))
        if (w.hash == hash)
            return true;
    return false;
}

/* "bombing the theatre": a definite thing that the other claim names too. "Civilian
 * targets" and "residential buildings" name no deed in particular. */
static bool shares_object(const Rows *rows, Str denied, Str claimed)
{
    size_t at = 0, since_article = 3;
    ScanWord w;

    for (; scan_word(denied, &at, &w); since_article++) {
        if (word_is(&rows->words, w.hash, USE_ARTICLE)) {
            since_article = 0;
            continue;
        }
        if (since_article <= 2 && w.letters >= 3 && !word_is(&rows->words, w.hash, USE_PEOPLE) &&
            !word_is(&rows->words, w.hash, USE_FUNCTION) && has_word(claimed, w.hash))
            return true;
    }
    return false;
}

/* What a denial denies: the nearest claim of harm that fits; *specific when it is that very deed. */
static const View *denied_target(const Rows *rows, const View *d, bool *specific)
{
    const Views *all = rows->all;
    const Reading *r = view_reading(all, d);
    ActSet denial = act_bit(rows->corpus->taxonomy, S("DENIAL")), harm = acts_harm(rows->corpus->taxonomy);
    ActSet denied = d->claim->acts & ~denial;
    const View *best = NULL;
    int best_score = 0;

    for (uint32_t i = all->first[d->ref.reading]; i < all->first[d->ref.reading + 1]; i++) {
        const View *v = &all->at[i];
        int32_t apart = abs(v->paragraph - d->paragraph);
        if (v->denied || !(v->acts & harm) || (denied && acts_fit(all, denied, v->acts) == 0))
            continue;
        bool object = denied && shares_object(rows, span_text(r->text, d->claim->span),
                                              span_text(r->text, v->claim->span));
        bool place = denied && d->place != NO_PLACE && d->settled && !d->inferred && d->place == v->place;
        int score = (object ? 8 : 0) + (place ? 8 : 0) + (apart <= NEAR_TEXT ? 3 - apart : 0);
        if (score > best_score) {
            best = v;
            best_score = score;
            *specific = object || place;
        }
    }
    return best;
}

void denials_find(Rows *rows)
{
    for (uint32_t i = 0; i < rows->all->count; i++) {
        const View *d = &rows->all->at[i];
        bool specific = false;
        if (!d->denied || d->role == SEGMENT_BOILERPLATE)
            continue;
        const View *v = denied_target(rows, d, &specific);
        if (v == NULL)
            continue;
        Site sites[2] = { site_of_claim(d), site_of_claim(v) };
        rows_add(rows, CONFLICT_DENIAL, specific ? VERDICT_CONFLICT : VERDICT_NOT_COMPARABLE, sites, 2,
                 specific ? S("denied by one, stated by another; a denial does not lower a figure")
                          : S("not comparable: a general denial, not of this deed"));
    }
}

/* Same words but for case, marks and white space. */
static bool same_words(Str a, Str b)
{
    size_t i = 0, k = 0;
    ScanWord w, u;

    for (;;) {
        bool one = scan_word(a, &i, &w), other = scan_word(b, &k, &u);
        if (!one || !other)
            return one == other;
        if (w.hash != u.hash)
            return false;
    }
}

/* TRACE found one utterance in two texts; inside quotation marks words must not change. */
void quotations_compare(Rows *rows)
{
    const Corpus *c = rows->corpus;
    ConflictSpan last = { UINT32_MAX, SPAN_NONE };

    for (size_t i = 0; i < c->derivation_count; i++) {
        const Derivation *d = &c->derivations[i];
        if (d->how != DERIVED_QUOTATION || d->passage_count == 0)
            continue;
        const Reading *from = &c->readings[d->from.reading], *to = &c->readings[d->to.reading];
        if (!str_eq(from->doc.language, to->doc.language) ||
            same_words(span_text(from->text, d->passages[0].from), span_text(to->text, d->passages[0].to)))
            continue;
        /* Once a quotation: the other texts that have it right are copies of one another, or will be found so. */
        if (last.reading == d->from.reading && span_eq(last.span, d->passages[0].from))
            continue;
        last = (ConflictSpan){ d->from.reading, d->passages[0].from };
        Site sites[2] = { { d->from.reading, d->passages[0].from, d->from.claim },
                          { d->to.reading, d->passages[0].to, d->to.claim } };
        rows_add(rows, CONFLICT_QUOTATION, VERDICT_CONFLICT, sites, 2,
                 S("one utterance, not the same words inside the quotation marks"));
    }
}

void notes_take(Rows *rows)
{
    for (uint32_t r = 0; r < rows->corpus->reading_count; r++) {
        const Document *d = &rows->corpus->readings[r].doc;
        for (size_t i = 0; i < d->note_count; i++)
            if (str_eq(d->notes[i].code, S("weekday_mismatch")) && span_is(d->notes[i].span)) {
                Site site = { r, d->notes[i].span, CLAIM_NONE };
                rows_add(rows, CONFLICT_WEEKDAY, VERDICT_ERROR, &site, 1, d->notes[i].text);
            }
    }
}
