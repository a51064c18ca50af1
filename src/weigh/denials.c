/* denials.c -- a denial beside what it denies.
 *
 * A denial is tied to a deed when its words name the thing that was hit ("the
 * theatre"), the settlement, or the deed itself ("the attack", "responsibility"):
 * then one claim denies what another states, and both are shown. "Our forces do
 * not strike civilians" denies no deed in particular and is set against none.
 * A denial lowers no figure.
 */
#include "lang/scan.h"
#include "weigh/rows.h"

#include <stdlib.h>

#define CLAIMS_AROUND   48      /* claims of its text, before and after, in which the denied deed is looked for ... */
#define CLAIMS_FIRST    16      /* ... and those with which the text begins */
#define PARAGRAPHS_AROUND 3     /* a nearer one is likelier meant */
#define WORDS_DENIED    14      /* of the sentence, from the denial on, that tell what is denied */
#define DENIALS_A_TEXT  8       /* rows */
#define DENIALS_TRIED   64

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

/* What is denied, in its own words: READ may have cut the claim right after "denied that". */
static Str denied_words(const Rows *rows, const View *d)
{
    const Reading *r = view_reading(rows->all, d);
    size_t at = d->claim->span.start, end = d->claim->span.end;
    size_t stop = d->segment >= 0 ? r->segments[d->segment].span.end : end;
    ScanWord w;

    for (size_t i = 0; i < WORDS_DENIED && scan_word(str_slice(r->text, 0, stop), &at, &w); i++)
        if (w.span.end > end)
            end = w.span.end;
    return str_slice(r->text, d->claim->span.start, end);
}

typedef struct Denial {
    const View *view;
    Str         words;
    ActSet      acts;           /* what was done, by the denial's own words; 0 it does not say */
    bool        this_deed;      /* "the attack", "responsibility" */
} Denial;

/* Somebody denies: a speaker is named, or whoever the verb makes the doer. What the writer's own voice says not
 * to be so is no denial of anybody's. */
static bool is_denial(const Rows *rows, const View *v)
{
    ActSet denial = act_bit(rows->corpus->taxonomy, S("DENIAL")), legal = act_bit(rows->corpus->taxonomy, S("LEGAL"));

    if ((v->claim->acts & legal) && !(v->claim->acts & denial))
        return false;       /* a charge that is dropped */
    return v->denied && !v->left_out && v->role != SEGMENT_BOILERPLATE &&
           (v->claim->chain_count > 1 || ((v->claim->acts & denial) && v->claim->by.text.len));
}

static Denial denial_of(const Rows *rows, const View *v)
{
    Denial d = { .view = v, .words = denied_words(rows, v),
                 .acts = v->claim->acts & ~act_bit(rows->corpus->taxonomy, S("DENIAL")) };
    size_t at = 0;
    Phrase p;

    d.this_deed = words_find(&rows->words, d.words, &at, USE_THIS_DEED, &p);
    return d;
}

/* How well claim `v` fits what is denied; *specific when it is that very deed. 0: not at all. */
static int fit(const Rows *rows, const Denial *d, const View *v, bool *specific)
{
    const Views *all = rows->all;
    const Reading *r = view_reading(all, v);
    int32_t apart = abs(v->paragraph - d->view->paragraph);

    *specific = false;
    if (v->denied || v == d->view || !(v->acts & acts_harm(rows->corpus->taxonomy)) || v->role == SEGMENT_BOILERPLATE ||
        (d->acts && acts_fit(all, d->acts, v->acts) == 0))
        return 0;
    bool object = shares_object(rows, d->words, span_text(r->text, v->claim->span));
    bool place = d->acts && d->view->place != NO_PLACE && d->view->settled && !d->view->inferred &&
                 d->view->place == v->place;
    bool before = v->claim->span.start < d->view->claim->span.start;
    int known = (v->place != NO_PLACE) + (v->width > 0) + (v->figure_count > 0);
    int near = apart <= PARAGRAPHS_AROUND ? PARAGRAPHS_AROUND + 1 - apart : 0;

    *specific = object || place || (d->this_deed && before && known > 0);
    return (object ? 12 : 0) + (place ? 12 : 0) + (d->this_deed && before ? 2 * known : 0) + near;
}

/* The claim that is denied, among those near by and those with which the text begins. */
static const View *denied_target(const Rows *rows, const Denial *d, bool *specific)
{
    const Views *all = rows->all;
    uint32_t begin = all->first[d->view->ref.reading], end = all->first[d->view->ref.reading + 1];
    uint32_t here = begin + d->view->ref.claim;
    const View *best = NULL;
    int best_score = 0;

    *specific = false;
    for (uint32_t i = begin; i < end; i++) {
        bool its = false;
        if (i >= begin + CLAIMS_FIRST && i + CLAIMS_AROUND < here)
            i = here - CLAIMS_AROUND;
        if (i > here + CLAIMS_AROUND)
            break;
        int score = fit(rows, d, &all->at[i], &its);
        if (score > best_score || (score == best_score && score > 0 && its && !*specific)) {
            best = &all->at[i];
            best_score = score;
            *specific = its;
        }
    }
    return best;
}

void denials_find(Rows *rows)
{
    for (uint32_t r = 0; r < rows->corpus->reading_count; r++) {
        size_t told = 0, tried = 0;
        for (uint32_t i = rows->all->first[r];
             i < rows->all->first[r + 1] && told < DENIALS_A_TEXT && tried < DENIALS_TRIED; i++) {
            bool specific;
            if (!is_denial(rows, &rows->all->at[i]))
                continue;
            tried++;
            Denial d = denial_of(rows, &rows->all->at[i]);
            const View *v = denied_target(rows, &d, &specific);
            if (v == NULL)
                continue;
            Site sites[2] = { site_of_claim(d.view), site_of_claim(v) };
            told++;
            rows_add(rows, CONFLICT_DENIAL, specific ? VERDICT_CONFLICT : VERDICT_NOT_COMPARABLE, sites, 2,
                     specific ? S("denied by one, stated by another; a denial does not lower a figure")
                              : S("not comparable: a general denial, not of this deed"));
        }
    }
}
