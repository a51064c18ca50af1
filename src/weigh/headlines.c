/* headlines.c -- a headline that says more, or of less, than its text: a graver deed, one
 * region where the text has two, another number. A caption's number too.
 *
 * How grave a word is, is data (weighing.tsv: scale:rank). A headline is set
 * against the whole of its text, quotations and all: one sentence that says as
 * much as it does is enough to leave it alone.
 */
#include "lang/scan.h"
#include "weigh/stated.h"

#include <stdlib.h>

#define HEADS_A_TEXT      8     /* headlines and captions of one text with figures of one incident */
#define HEAD_FIGURES      64    /* figures of the text that each is set against */
#define LEAD_PARAGRAPHS   6     /* a headline sums up what stands so near below it */
#define REGIONS_GAP 40      /* bytes between two regions of one enumeration */

static bool is_title(const Segment *s)
{
    return s->role == SEGMENT_TITLE;
}

static bool is_body(const Segment *s)
{
    return s->role == SEGMENT_SENTENCE || s->role == SEGMENT_LIST || s->role == SEGMENT_CAPTION;
}

/* ---- another number ---- */

/* A number of people or of harm to them, whatever READ took them for. */
static bool may_be_toll(const Mention *m)
{
    return m->kind == MENTION_QUANTITY && m->quantity.measure == MEASURE_COUNT && m->segment >= 0 &&
           m->quantity.low != QUANTITY_UNKNOWN &&
           (unit_is_toll(m->quantity.counted) || str_eq(m->quantity.counted, S("person")) || !m->quantity.counted.len);
}

/* Does any number in the rest of the text, or the sum of two that follow each other, fit the figure? "Six shot"
 * above "two dead, four hurt" is right; so is a number that the text gives for something else: the headline may mean that. */
static bool text_has(const Reading *r, const Statement *head, SegmentRole role)
{
    int64_t before = 0;

    for (size_t i = 0; i < r->mention_count; i++) {
        const Mention *m = &r->mentions[i];
        if (!may_be_toll(m) || r->segments[m->segment].role == role)
            continue;
        int64_t low = m->quantity.low, high = m->quantity.high == QUANTITY_UNKNOWN ? QUANTITY_OPEN : m->quantity.high;
        if (low <= head->high && head->low <= high)
            return true;
        if (before > 0 && low == high && before + low >= head->low && before + low <= head->high)
            return true;
        before = low == high ? low : 0;
    }
    return false;
}

/* Two figures close enough that one of them may be a slip of the other; single people are told in too many ways. */
static bool may_be_slip(const Statement *head, const Statement *text)
{
    return head->low > 1 && text->low > 1 && head->high != QUANTITY_OPEN && text->high != QUANTITY_OPEN &&
           !text->aggregate && head->low <= 3 * text->low && text->low <= 3 * head->low;
}

/* The first figure of the body that a headline's or caption's may be set against. A headline sums up
 * what its text begins with; a caption may belong anywhere. */
static const Stated *rival_in_body(const Rows *rows, const Stated *run, size_t count, const Stated *head)
{
    const View *h = stated_view(rows, head);

    for (size_t k = 0; k < count && k < HEAD_FIGURES; k++) {
        const View *v = stated_view(rows, &run[k]);
        if (!stated_in_body(v))
            continue;
        if (stated_stands(rows, &run[k]) &&
            units_equal(stated_figure(rows, &run[k])->unit, stated_figure(rows, head)->unit) &&
            str_eq(stated_figure(rows, &run[k])->who, stated_figure(rows, head)->who) &&
            may_be_slip(stated_figure(rows, head), stated_figure(rows, &run[k])) &&
            (h->role == SEGMENT_CAPTION || v->paragraph <= h->paragraph + LEAD_PARAGRAPHS))
            return &run[k];
    }
    return NULL;
}

/* A headline or caption whose figure no sentence of the body meets. */
void head_against_body(Rows *rows, const Stated *run, size_t count)
{
    for (size_t i = 0, heads = 0; i < count && heads < HEADS_A_TEXT; i++) {
        const View *head = stated_view(rows, &run[i]);
        const Stated *other;
        if (stated_in_body(head) || !stated_stands(rows, &run[i]))
            continue;
        heads++;
        if ((other = rival_in_body(rows, run, count, &run[i])) == NULL ||
            text_has(view_reading(rows->all, head), stated_figure(rows, &run[i]), head->role))
            continue;
        bool caption = head->role == SEGMENT_CAPTION;
        vec_push(rows->arena, &rows->wrong,
                 ((PartOf){ head->ref.reading, (uint32_t)head->figures[run[i].figure].mention }));
        stated_add(rows, caption ? CONFLICT_CAPTION : CONFLICT_HEADLINE, VERDICT_ERROR, &run[i], other,
                 arena_printf(rows->arena, "the %s says " STR_FMT ", the text " STR_FMT,
                              caption ? "caption" : "headline",
                              STR_ARG(statement_text(rows->arena, stated_figure(rows, &run[i]))),
                              STR_ARG(statement_text(rows->arena, stated_figure(rows, other)))));
    }
}

/* ---- a graver deed ---- */

#define RANK_TERM 99    /* the name of a crime: as grave as any in a text, no alarm in a headline ("murder suspect") */

/* "death:2", "death:term" */
static int rank_of(Str value, Str *scale)
{
    int64_t rank = 0;

    if (str_cut(&value, ':', scale) && str_eq(value, S("term")))
        return RANK_TERM;
    str_to_i64(value, &rank);
    return (int)rank;
}

/* The word on this scale that ranks highest in the body, the first of them; its rank, 0 when there is none. */
static int gravest_in_body(const Rows *rows, const Reading *r, Str scale, int enough, Span *ret)
{
    int best = 0;
    Phrase p;
    Str on;

    for (size_t i = 0; i < r->segment_count && best < enough; i++) {
        size_t at = r->segments[i].span.start;
        if (!is_body(&r->segments[i]))
            continue;
        while (words_find(&rows->words, str_slice(r->text, 0, r->segments[i].span.end), &at, USE_GRAVER, &p)) {
            int rank = rank_of(p.value, &on);
            if (rank > best && str_eq(on, scale)) {
                best = rank;
                *ret = p.span;
            }
        }
    }
    return best;
}

/* Words in quotation marks are somebody's, not the headline's. */
static bool is_quoted(Str title, Span word, uint32_t start)
{
    for (size_t i = word.start; i-- > start; )
        if (title.ptr[i] == '"' || title.ptr[i] == '\'' || (unsigned char)title.ptr[i] == 0xE2 ||
            (unsigned char)title.ptr[i] == 0xC2)
            return true;
    return false;
}

static void check_gravity(Rows *rows, uint32_t reading, const Segment *title)
{
    const Reading *r = &rows->corpus->readings[reading];
    size_t at = title->span.start;
    Phrase p;
    Str scale;
    Span in_body = SPAN_NONE;

    while (words_find(&rows->words, str_slice(r->text, 0, title->span.end), &at, USE_GRAVER, &p)) {
        int rank = rank_of(p.value, &scale);
        if (rank < 2 || rank == RANK_TERM || is_quoted(r->text, p.span, title->span.start))
            continue;
        int body = gravest_in_body(rows, r, scale, rank, &in_body);
        if (body == 0 || body >= rank)
            continue;
        Site sites[2] = { { reading, p.span, CLAIM_NONE }, { reading, in_body, CLAIM_NONE } };
        rows_add(rows, CONFLICT_HEADLINE, VERDICT_ERROR, sites, 2,
                 S("the headline tells of a graver deed than any sentence of the text"));
        return;
    }
}

/* ---- one region of several ---- */

static uint32_t place_at(const Rows *rows, const Mention *m)
{
    if (m->kind != MENTION_PLACE || m->place.sense != SENSE_LOCATION || !m->place.place_id.len)
        return NO_PLACE;
    return gazetteer_find(rows->all->gazetteer, m->place.place_id);
}

static bool is_type(const Rows *rows, uint32_t place, PlaceType type)
{
    return place != NO_PLACE && rows->all->gazetteer->places[place].type == type;
}

static uint32_t region_at(const Rows *rows, const Mention *m)
{
    uint32_t p = place_at(rows, m);
    return is_type(rows, p, PLACE_OBLAST) ? p : NO_PLACE;
}

static ActSet acts_in(const Rows *rows, uint32_t reading, Span span)
{
    const Reading *r = &rows->corpus->readings[reading];
    ActSet acts = 0;

    for (size_t i = 0; i < r->claim_count && r->claims[i].span.start < span.end; i++)
        if (span_overlaps(r->claims[i].span, span))
            acts |= r->claims[i].acts;
    return acts & acts_harm(rows->corpus->taxonomy);
}

/* The only region that the headline names, or NO_PLACE. */
static uint32_t only_region(const Rows *rows, const Reading *r, const Segment *title, Span *ret)
{
    uint32_t found = NO_PLACE;

    for (size_t i = 0; i < r->mention_count && r->mentions[i].span.start < title->span.end; i++) {
        const Mention *m = &r->mentions[i];
        if (m->kind != MENTION_PLACE || !span_within(m->span, title->span) || m->place.sense != SENSE_LOCATION ||
            is_type(rows, place_at(rows, m), PLACE_COUNTRY))
            continue;
        uint32_t p = region_at(rows, m);
        if (p == NO_PLACE || found != NO_PLACE)
            return NO_PLACE;        /* a town, or two places: it does not sum up by region */
        found = p;
        *ret = m->span;
    }
    return found;
}

/* "Kharkiv Oblast and Donetsk Oblast": nothing of weight between the two. */
static bool enumerated(const Rows *rows, const Reading *r, const Mention *a, const Mention *b)
{
    size_t at = a->span.end;
    ScanWord w;

    if (a->segment != b->segment || b->span.start < a->span.end || b->span.start > a->span.end + REGIONS_GAP)
        return false;
    while (scan_word(str_slice(r->text, 0, b->span.start), &at, &w))
        if (!word_is(&rows->words, w.hash, USE_FUNCTION) && !word_is(&rows->words, w.hash, USE_DIRECTION))
            return false;
    return true;
}

/* The first sentence of the body that tells of the same deed and names the region: does it name another beside it? */
static void check_extent(Rows *rows, uint32_t reading, const Segment *title)
{
    const Gazetteer *g = rows->all->gazetteer;
    const Reading *r = &rows->corpus->readings[reading];
    Span named = SPAN_NONE;
    uint32_t region = only_region(rows, r, title, &named);
    ActSet acts = region == NO_PLACE ? 0 : acts_in(rows, reading, title->span);

    for (size_t i = 0; acts && i + 1 < r->mention_count; i++) {
        const Mention *a = &r->mentions[i], *b = &r->mentions[i + 1];
        uint32_t one = region_at(rows, a), other = region_at(rows, b);
        if (one != region || a->segment < 0 || !is_body(&r->segments[a->segment]) ||
            !(acts_in(rows, reading, r->segments[a->segment].span) & acts))
            continue;
        if (other == NO_PLACE || other == one || !enumerated(rows, r, a, b))
            return;
        Site sites[2] = { { reading, named, CLAIM_NONE }, { reading, { a->span.start, b->span.end }, CLAIM_NONE } };
        rows_add(rows, CONFLICT_HEADLINE, VERDICT_ERROR, sites, 2,
                 arena_printf(rows->arena, "the headline names " STR_FMT " alone, the text " STR_FMT " and " STR_FMT,
                              STR_ARG(g->places[region].en), STR_ARG(g->places[one].en), STR_ARG(g->places[other].en)));
        return;
    }
}

void headlines_compare(Rows *rows)
{
    for (uint32_t r = 0; r < rows->corpus->reading_count; r++) {
        const Reading *reading = &rows->corpus->readings[r];
        if (reading->text.len == 0)
            continue;
        for (size_t i = 0; i < reading->segment_count; i++)
            if (is_title(&reading->segments[i])) {
                check_gravity(rows, r, &reading->segments[i]);
                check_extent(rows, r, &reading->segments[i]);
                break;
            }
    }
}
