/* read.c -- the passes of READ in their order; see read.h. */
#include "read/read.h"

#include "model/edtf.h"
#include "read/catalogue.h"
#include "read/claim.h"
#include "read/date.h"
#include "read/head.h"
#include "read/person.h"
#include "read/place.h"
#include "read/quantity.h"
#include "read/table.h"
#include "read/report.h"
#include "read/text.h"
#include "read/tokenize.h"

#include <stdlib.h>

static void describe(const ReadInput *in, Document *d)
{
    const Given *given = &in->given, *page = &in->page;

    *d = (Document){ .id = in->document, .sha256 = in->sha256, .path = in->path, .media_type = in->media_type, .bytes = in->bytes,
                     .publisher = given->publisher.len ? given->publisher : page->publisher,
                     .url = given->url.len ? given->url : page->url,
                     .published = given->published.len ? given->published : page->published };
    d->authors = given->author_count ? given->authors : page->authors;
    d->author_count = given->author_count ? given->author_count : page->author_count;
    d->published_how = given->published.len  ? PUBLISHED_GIVEN
                       : page->published.len ? PUBLISHED_STATED
                                             : PUBLISHED_UNKNOWN;
    if (!d->published.len || !edtf_days(d->published, &d->published_first, &d->published_last))
        d->published_first = d->published_last = DAY_UNKNOWN;
}

/* Segments with the role of title, joined by one space; line breaks become blanks. */
static Str joined_title(Found *f)
{
    Str title = f->in->title;

    for (size_t i = 0; title.len == 0 && i < f->segments.count; i++) {
        if (f->segments.at[i].role != SEGMENT_TITLE)
            continue;
        Str one = span_text(f->in->text, f->segments.at[i].span);
        char *copy = arena_cstr(f->arena, one);
        for (size_t k = 0; k < one.len; k++)
            if (copy[k] == '\n' || copy[k] == '\r')
                copy[k] = ' ';
        title = (Str){ copy, one.len };
        if (i + 1 < f->segments.count && f->segments.at[i + 1].role == SEGMENT_TITLE && f->in->block_count == 0)
            title = arena_printf(f->arena, STR_FMT ": " STR_FMT, STR_ARG(title),
                                 STR_ARG(span_text(f->in->text, f->segments.at[i + 1].span)));
        char *whole = arena_cstr(f->arena, title);
        for (size_t k = 0; k < title.len; k++)
            if (whole[k] == '\n' || whole[k] == '\r')
                whole[k] = ' ';
        title.ptr = whole;
    }
    return title.len ? title : STR_NONE;
}

/* A mention's place in the order of the text: by start, the longer first, then by kind, then as found. */
typedef struct Rank {
    uint64_t span;              /* start, and what is left of 2^32 after the end */
    uint32_t kind, index;
} Rank;

static bool rank_before(const Rank *a, const Rank *b)
{
    if (a->span != b->span)
        return a->span < b->span;
    return a->kind != b->kind ? a->kind < b->kind : a->index < b->index;
}

static void merge(const Rank *from, size_t low, size_t middle, size_t high, Rank *to)
{
    size_t a = low, b = middle;

    for (size_t i = low; i < high; i++)
        to[i] = b == high || (a < middle && rank_before(&from[a], &from[b])) ? from[a++] : from[b++];
}

/* Every pass leaves its mentions nearly in order, so the ranks are a few long runs: those are merged. */
static Rank *sort_ranks(Arena *arena, Rank *ranks, size_t count)
{
    Rank *other = arena_raw(arena, (count + 1) * sizeof *other);
    VEC(size_t) ends = { 0 };

    for (size_t i = 1; i <= count; i++)
        if (i == count || rank_before(&ranks[i], &ranks[i - 1]))
            vec_push(arena, &ends, i);
    while (ends.count > 1) {
        size_t kept = 0, low = 0;
        for (size_t i = 0; i < ends.count; i += 2) {
            size_t middle = ends.at[i], high = i + 1 < ends.count ? ends.at[i + 1] : middle;
            merge(ranks, low, middle, high, other);
            ends.at[kept++] = low = high;
        }
        ends.count = kept;
        Rank *swap = ranks;
        ranks = other;
        other = swap;
    }
    return ranks;
}

/* Sort the mentions and carry the indices of everything that points at them. */
static void sort_mentions(Found *f)
{
    size_t count = f->mentions.count;
    int32_t *moved = arena_raw(f->arena, (count + 1) * sizeof *moved);
    Rank *ranks = arena_raw(f->arena, (count + 1) * sizeof *ranks);
    Mention *sorted = arena_raw(f->arena, (count + 1) * sizeof *sorted);

    for (size_t i = 0; i < count; i++) {
        const Mention *m = &f->mentions.at[i];
        ranks[i] = (Rank){ (uint64_t)m->span.start << 32 | (UINT32_MAX - m->span.end), (uint32_t)m->kind, (uint32_t)i };
    }
    ranks = sort_ranks(f->arena, ranks, count);
    for (size_t i = 0; i < count; i++) {
        sorted[i] = f->mentions.at[ranks[i].index];
        moved[ranks[i].index] = (int32_t)i;
    }
    for (size_t i = 0; i < count; i++) {
        Mention *m = &sorted[i];
        if (m->kind == MENTION_PERSON && m->person.entity >= 0)
            m->person.entity = moved[m->person.entity];
        if (m->kind == MENTION_QUANTITY && m->quantity.part_of >= 0)
            m->quantity.part_of = moved[m->quantity.part_of];
    }
    f->mentions.at = sorted;
    f->mentions.room = count + 1;
}

static int claim_by_start(const void *x, const void *y)
{
    const Claim *a = x, *b = y;

    if (a->span.start != b->span.start)
        return a->span.start < b->span.start ? -1 : 1;
    return a->span.end < b->span.end ? -1 : a->span.end > b->span.end;
}

static void read_acts(Found *f)
{
    for (size_t n = 0; n < f->sentences.count; n++) {
        const Sentence *s = &f->sentences.at[n];
        if (s->role == SEGMENT_BOILERPLATE || s->role == SEGMENT_FOOTNOTE || !(s->bits & CLASS_BIT(CLASS_ACT)))
            continue;
        for (uint32_t i = s->first; i < s->last; i++) {
            size_t len = 0;
            if (!(f->tokens.bits[i] & CLASS_BIT(CLASS_ACT)))
                continue;
            const Row *row = match_row(&f->tokens, i, CLASS_ACT, &len);
            if (row == NULL)
                continue;
            Span span = { f->tokens.at[i].start, f->tokens.at[i + len - 1].end };
            int32_t m = found_mention(f, MENTION_ACT, span, s->segment, S("act.listed"));
            f->mentions.at[m].acts = (ActSet)row->n[0];
            i += (uint32_t)len - 1;
        }
    }
}

static void passed(const ReadWatch *watch, const char *pass)
{
    if (watch)
        watch->passed(watch->context, pass);
}

void read_document(const Lang *lang, Arena *arena, const ReadInput *in, Reading *ret)
{
    read_document_watched(lang, arena, in, NULL, ret);
}

void read_document_watched(const Lang *lang, Arena *arena, const ReadInput *in, const ReadWatch *watch, Reading *ret)
{
    Found f = { .arena = arena, .in = in, .lang = lang };
    TokenVec tokens = { 0 };
    Paragraphs paragraphs = { 0 };
    ReportedVec reported = { 0 };
    Quotations quotes = { 0 };
    Cover cover;
    Document doc;
    int language = -1;

    describe(in, &doc);
    for (size_t i = 0; i < in->note_count; i++)
        vec_push(arena, &f.notes, in->notes[i]);
    if (in->given.published.len && in->page.published.len && !str_eq(in->given.published, in->page.published))
        found_note(&f, S("given_date_differs"), SPAN_NONE,
                   arena_printf(arena, "the sources table dates it " STR_FMT ", the page itself " STR_FMT "; the table's date is used",
                                STR_ARG(in->given.published), STR_ARG(in->page.published)));

    tokenize(lang, arena, in->text, &tokens);
    f.tokens = (Tokens){ .lang = lang, .text = in->text, .at = tokens.at, .count = tokens.count,
                         .bits = arena_array(arena, uint64_t, tokens.count + 1) };
    passed(watch, "tokens");
    find_paragraphs(&f, &paragraphs);
    passed(watch, "paragraphs");
    find_languages(&f, &paragraphs, &language);
    passed(watch, "languages");
    find_roles(&f, &paragraphs);
    find_bylines(&f, &paragraphs);
    find_table_heads(&f, &paragraphs);
    passed(watch, "roles");
    find_sentences(&f, &paragraphs);
    read_footnotes(&f, &paragraphs);
    read_head(&f, &paragraphs, &doc);
    f.published_first = doc.published_first;
    f.published_last = doc.published_last;
    passed(watch, "sentences");

    read_dates(&f);
    passed(watch, "dates");
    f.date_count = f.mentions.count;
    read_quantities(&f);
    read_tables(&f, &paragraphs);
    passed(watch, "quantities");
    read_organisations(&f);
    passed(watch, "organisations");
    read_places(&f);
    passed(watch, "places");
    read_catalogue(&f, &paragraphs);
    passed(watch, "catalogue");
    read_people(&f);
    passed(watch, "people");
    read_acts(&f);
    passed(watch, "acts");
    sort_mentions(&f);
    cover_make(&f, &cover);
    passed(watch, "sort");
    find_quotations(&f, &quotes);
    read_attributions(&f, &cover, &quotes, &reported);
    passed(watch, "attributions");
    read_claims(&f, &cover, &reported);
    passed(watch, "claims");
    read_reports(&f, &cover, &quotes);
    passed(watch, "reports");
    if (f.claims.count)
        qsort(f.claims.at, f.claims.count, sizeof *f.claims.at, claim_by_start);

    doc.language = language >= 0 ? lang_code(lang, language) : STR_NONE;
    doc.title = joined_title(&f);
    doc.notes = f.notes.at;
    doc.note_count = f.notes.count;
    *ret = (Reading){ .doc = doc,
                      .text = in->text,
                      .segments = f.segments.at,
                      .segment_count = f.segments.count,
                      .mentions = f.mentions.at,
                      .mention_count = f.mentions.count,
                      .attributions = f.attributions.at,
                      .attribution_count = f.attributions.count,
                      .claims = f.claims.at,
                      .claim_count = f.claims.count,
                      .entries = f.entries.at,
                      .entry_count = f.entries.count };
    reading_make_ids(arena, ret);
    passed(watch, "ids");
}
