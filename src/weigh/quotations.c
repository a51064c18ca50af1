/* quotations.c -- one utterance in two wordings, and what READ noted about a text's own calendar.
 *
 * TRACE links quotations that may be one. A row is written only where that is
 * plain: most words in common and in order, the days of print near, and a word
 * of weight inside the quotation marks changed. What is left out openly
 * ("...") or put in openly ("[...]") is no change.
 */
#include "base/auto.h"
#include "lang/scan.h"
#include "weigh/rows.h"

#include <stdlib.h>

#define QUOTE_WORDS     80      /* of a quotation that are compared */
#define QUOTE_DAYS      31      /* between the days of print of two texts that have one utterance */
#define COMMON_LEAST    6       /* words that two wordings of one utterance must share, and three of four between them */
#define WORDINGS_BACK   64      /* altered quotations of a text among which one is looked for again */
#define BRACKET_BYTES   40      /* how far back an opening bracket is looked for */
#define CONTENT_LETTERS 5       /* a changed "a" or "we've" is no changed quotation */
#define NOTES_BACK      256     /* notes of a document among which the same slip is looked for */

/* The words of a quotation, at most QUOTE_WORDS. */
typedef struct Quote {
    uint64_t word[QUOTE_WORDS];
    uint8_t  letters[QUOTE_WORDS];
    size_t   count;
    bool     cut;           /* it says that words are left out */
} Quote;

/* Does the word stand between brackets? They hold what the paper put in, and say so. */
static bool bracketed(Str text, Span word)
{
    for (size_t i = word.start; i-- > 0 && word.start - i < BRACKET_BYTES; ) {
        if (text.ptr[i] == ']' || text.ptr[i] == ')')
            return false;
        if (text.ptr[i] == '[' || text.ptr[i] == '(')
            return true;
    }
    return false;
}

static void take_quote(Str text, Quote *ret)
{
    size_t at = 0;
    ScanWord w;

    ret->count = 0;
    ret->cut = str_find(text, S("..."), 0) != SIZE_MAX || str_find(text, S("\xE2\x80\xA6"), 0) != SIZE_MAX;
    while (ret->count < QUOTE_WORDS && scan_word(text, &at, &w)) {
        if (bracketed(text, w.span))
            continue;
        ret->letters[ret->count] = w.letters;
        ret->word[ret->count++] = w.hash;
    }
}

/* The longest run of words in common and in order, gaps allowed; which words of `a` and `b` are in it. */
static size_t common_words(const Quote *a, const Quote *b, bool *in_a, bool *in_b)
{
    static const size_t width = QUOTE_WORDS + 1;
    uint16_t best[(QUOTE_WORDS + 1) * (QUOTE_WORDS + 1)];

    memset(best, 0, sizeof best);
    for (size_t i = a->count; i-- > 0; )
        for (size_t k = b->count; k-- > 0; ) {
            uint16_t *here = &best[i * width + k], down = best[(i + 1) * width + k], right = here[1];
            *here = a->word[i] == b->word[k] ? (uint16_t)(best[(i + 1) * width + k + 1] + 1) : down > right ? down : right;
        }
    for (size_t i = 0, k = 0; i < a->count && k < b->count; ) {
        if (a->word[i] == b->word[k])
            in_a[i++] = in_b[k++] = true;
        else if (best[(i + 1) * width + k] >= best[i * width + k + 1])
            i++;
        else
            k++;
    }
    return best[0];
}

/* The stretch from the first to the last word that both have: a quotation that is only cut shorter has no other words there. */
static void bounds_of(const Quote *q, const bool *in, size_t *first, size_t *last)
{
    *first = 0;
    *last = q->count;
    while (*first < *last && !in[*first])
        (*first)++;
    while (*last > *first && !in[*last - 1])
        (*last)--;
}

static size_t stretch(const Quote *q, const bool *in)
{
    size_t first, last;

    bounds_of(q, in, &first, &last);
    return last - first;
}

/* Words of weight in it that the other wording has not. */
static size_t differing(const Quote *q, const bool *in)
{
    size_t first, last, count = 0;

    bounds_of(q, in, &first, &last);
    for (size_t i = first; i < last; i++)
        count += !in[i] && q->letters[i] >= CONTENT_LETTERS;
    return count;
}

/* Is it plainly one utterance, and is a word of weight changed in it? TRACE links quotations that share rare words;
 * two people who say much the same of two things are no altered quotation. */
static bool altered(Str one, Str other)
{
    Quote a, b;
    bool in_a[QUOTE_WORDS] = { false }, in_b[QUOTE_WORDS] = { false };

    take_quote(one, &a);
    take_quote(other, &b);
    size_t common = common_words(&a, &b, in_a, in_b), shorter = a.count < b.count ? a.count : b.count;
    return common >= COMMON_LEAST && 4 * common >= 3 * shorter && 4 * common >= 3 * stretch(&a, in_a) &&
           4 * common >= 3 * stretch(&b, in_b) &&
           (b.cut ? 0 : differing(&a, in_a)) + (a.cut ? 0 : differing(&b, in_b)) > 0;
}

/* Their days of print are near, or one of them is not known: an utterance is printed when it is new. */
static bool near_days(const Document *a, const Document *b)
{
    return !day_known(a->published_first) || !day_known(b->published_first) ||
           abs(a->published_first - b->published_first) <= QUOTE_DAYS;
}

/* Two passages of two texts that tell of one utterance otherwise. */
typedef struct Wording {
    Site     from, to;
    uint32_t length;        /* bytes of both */
} Wording;

static int compare_wordings(const void *a, const void *b)
{
    const Wording *x = a, *y = b;

    if (x->from.reading != y->from.reading)
        return x->from.reading < y->from.reading ? -1 : 1;
    if (x->length != y->length)
        return x->length < y->length ? -1 : 1;
    if (x->from.span.start != y->from.span.start)
        return x->from.span.start < y->from.span.start ? -1 : 1;
    if (x->to.reading != y->to.reading)
        return x->to.reading < y->to.reading ? -1 : 1;
    return x->to.span.start < y->to.span.start ? -1 : x->to.span.start > y->to.span.start;
}

/* Once a quotation: a sentence of it and the whole of it are one disagreement, and the other texts that have it
 * right are copies of one another. */
static bool is_shown(const Wording *at, size_t begin, size_t i)
{
    for (size_t k = i; k-- > begin && i - k < WORDINGS_BACK; )
        if (span_overlaps(at[k].from.span, at[i].from.span))
            return true;
    return false;
}

/* TRACE found one utterance in two texts; inside quotation marks words must not change. */
void quotations_compare(Rows *rows)
{
    AUTO_ARENA scratch = arena_create();
    const Corpus *c = rows->corpus;
    VEC(Wording) found = { 0 };

    for (size_t i = 0; i < c->derivation_count; i++) {
        const Derivation *d = &c->derivations[i];
        if (d->how != DERIVED_QUOTATION || d->passage_count == 0)
            continue;
        const Reading *from = &c->readings[d->from.reading], *to = &c->readings[d->to.reading];
        Span one = d->passages[0].from, other = d->passages[0].to;
        if (str_eq(from->doc.language, to->doc.language) && near_days(&from->doc, &to->doc) &&
            altered(span_text(from->text, one), span_text(to->text, other)))
            vec_push(scratch, &found, (Wording){ { d->from.reading, one, d->from.claim },
                                                 { d->to.reading, other, d->to.claim }, span_len(one) + span_len(other) });
    }
    if (found.count)
        qsort(found.at, found.count, sizeof *found.at, compare_wordings);
    for (size_t i = 0, begin = 0; i < found.count; i++) {
        Site sites[2] = { found.at[i].from, found.at[i].to };
        if (found.at[i].from.reading != found.at[begin].from.reading)
            begin = i;
        if (is_shown(found.at, begin, i))
            continue;
        rows_add(rows, CONFLICT_QUOTATION, VERDICT_CONFLICT, sites, 2,
                 S("one utterance, not the same words inside the quotation marks"));
    }
}

/* One row a slip, however often a text repeats it (a caption that is printed twice). */
static void take_weekdays(Rows *rows, uint32_t reading, Site *sites, size_t first)
{
    const Document *d = &rows->corpus->readings[reading].doc;
    size_t count = 0;

    for (size_t i = first; i < d->note_count && i - first < NOTES_BACK && count < SITES_MAX; i++)
        if (str_eq(d->notes[i].code, S("weekday_mismatch")) && span_is(d->notes[i].span) &&
            str_eq(d->notes[i].text, d->notes[first].text))
            sites[count++] = (Site){ reading, d->notes[i].span, CLAIM_NONE };
    rows_add(rows, CONFLICT_WEEKDAY, VERDICT_ERROR, sites, count, d->notes[first].text);
}

static bool noted_before(const Document *d, size_t note)
{
    for (size_t i = note; i-- > 0 && note - i < NOTES_BACK; )
        if (str_eq(d->notes[i].code, d->notes[note].code) && str_eq(d->notes[i].text, d->notes[note].text))
            return true;
    return false;
}

void notes_take(Rows *rows)
{
    Site sites[SITES_MAX];

    for (uint32_t r = 0; r < rows->corpus->reading_count; r++) {
        const Document *d = &rows->corpus->readings[r].doc;
        for (size_t i = 0; i < d->note_count; i++)
            if (str_eq(d->notes[i].code, S("weekday_mismatch")) && span_is(d->notes[i].span) && !noted_before(d, i))
                take_weekdays(rows, r, sites, i);
    }
}
