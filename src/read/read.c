/* read.c -- the passes of READ in their order; see read.h. */
#include "read/read.h"

#include "model/edtf.h"
#include "read/catalogue.h"
#include "read/claim.h"
#include "read/date.h"
#include "read/person.h"
#include "read/place.h"
#include "read/quantity.h"
#include "read/text.h"
#include "read/tokenize.h"

#include <stdlib.h>

static void describe(const ReadInput *in, Document *d)
{
    const Given *given = &in->given, *page = &in->page;

    *d = (Document){ .id = in->document, .path = in->path, .media_type = in->media_type, .bytes = in->bytes,
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

static int by_start(const void *x, const void *y)
{
    const Mention *a = x, *b = y;

    if (a->span.start != b->span.start)
        return a->span.start < b->span.start ? -1 : 1;
    if (a->span.end != b->span.end)
        return a->span.end > b->span.end ? -1 : 1;
    return (int)a->kind - (int)b->kind;
}

/* Sort the mentions and carry the indices of everything that points at them. */
static void sort_mentions(Found *f)
{
    size_t count = f->mentions.count;
    int32_t *moved = arena_array(f->arena, int32_t, count + 1);

    for (size_t i = 0; i < count; i++)
        f->mentions.at[i].id =
            (Id){ .byte = { (uint8_t)i, (uint8_t)(i >> 8), (uint8_t)(i >> 16), (uint8_t)(i >> 24) } };
    if (count)
        qsort(f->mentions.at, count, sizeof *f->mentions.at, by_start);
    for (size_t i = 0; i < count; i++) {
        const uint8_t *b = f->mentions.at[i].id.byte;
        moved[(size_t)b[0] | (size_t)b[1] << 8 | (size_t)b[2] << 16 | (size_t)b[3] << 24] = (int32_t)i;
    }
    for (size_t i = 0; i < count; i++) {
        Mention *m = &f->mentions.at[i];
        if (m->kind == MENTION_PERSON && m->person.entity >= 0)
            m->person.entity = moved[m->person.entity];
    }
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
        if (s->role == SEGMENT_BOILERPLATE || s->role == SEGMENT_FOOTNOTE)
            continue;
        for (uint32_t i = s->first; i < s->last; i++) {
            size_t len = 0;
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

void read_document(const Lang *lang, Arena *arena, const ReadInput *in, Reading *ret)
{
    Found f = { .arena = arena, .in = in, .lang = lang };
    TokenVec tokens = { 0 };
    Paragraphs paragraphs = { 0 };
    ReportedVec reported = { 0 };
    Cover cover;
    Document doc;
    int language = -1;

    describe(in, &doc);
    f.published_first = doc.published_first;
    f.published_last = doc.published_last;
    for (size_t i = 0; i < in->note_count; i++)
        vec_push(arena, &f.notes, in->notes[i]);

    tokenize(lang, arena, in->text, &tokens);
    f.tokens = (Tokens){ lang, in->text, tokens.at, tokens.count };
    find_paragraphs(&f, &paragraphs);
    find_languages(&f, &paragraphs, &language);
    find_roles(&f, &paragraphs);
    find_sentences(&f, &paragraphs);
    read_footnotes(&f);

    read_dates(&f);
    read_quantities(&f);
    read_organisations(&f);
    read_places(&f);
    read_catalogue(&f, &paragraphs);
    read_people(&f);
    read_acts(&f);
    sort_mentions(&f);
    cover_make(&f, &cover);
    read_attributions(&f, &cover, &reported);
    read_claims(&f, &cover, &reported);
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
    reading_make_ids(ret);
}
