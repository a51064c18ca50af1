/* build_corpus.h -- a corpus built by hand, for tests of TRACE and WEIGH.
 *
 * A reading is made from a text: each line is a paragraph, sentences end with
 * ". ". Mentions and claims are then laid over words of the text, which are
 * found by searching: no offsets are written down in a test.
 */
#ifndef TEST_BUILD_CORPUS_H
#define TEST_BUILD_CORPUS_H

#include "base/vec.h"
#include "lang/fold.h"
#include "lang/gazetteer.h"
#include "model/corpus.h"

#include <stdio.h>
#include <stdlib.h>

typedef struct Build {
    Arena    *arena;
    Taxonomy  taxonomy;
    Corpus    corpus;
    Reading   readings[64];
    size_t    from;         /* words are looked for from this byte of the text on */
} Build;

/* Sorted by id, as gazetteer_find expects; parents are rows: 3 Donetsk Oblast, 6 Kharkiv Oblast, 9 Ukraine. */
static Place build_places[] = {
    { S("bohorodychne"),   S("Bohorodychne"),   S(""), S(""), 3, PLACE_VILLAGE, 49.02, 37.51, 3000, 0, 0 },
    { S("dnipro"),         S("Dnipro"),         S(""), S(""), 9, PLACE_CITY,    48.46, 35.04, 2000, 0, 0 },
    { S("donetsk"),        S("Donetsk"),        S(""), S(""), 3, PLACE_CITY,    48.0,  37.8,  5000, 0, 0 },
    { S("donetsk-oblast"), S("Donetsk Oblast"), S(""), S(""), 9, PLACE_OBLAST,  48.0,  37.7,  100000, 0, 0 },
    { S("hrakove"),        S("Hrakove"),        S(""), S(""), 6, PLACE_VILLAGE, 49.6,  36.8,  3000, 0, 0 },
    { S("izium"),          S("Izium"),          S(""), S(""), 6, PLACE_CITY,    49.19, 37.27, 2000, 0, 0 },
    { S("kharkiv-oblast"), S("Kharkiv Oblast"), S(""), S(""), 9, PLACE_OBLAST,  49.6,  36.4,  100000, 0, 0 },
    { S("kupiansk"),       S("Kupiansk"),       S(""), S(""), 6, PLACE_CITY,    49.71, 37.62, 2000, 0, 0 },
    { S("mariupol"),       S("Mariupol"),       S(""), S(""), 3, PLACE_CITY,    47.1,  37.55, 2000, 0, 0 },
    { S("ukraine"),        S("Ukraine"),        S(""), S(""), NO_PLACE, PLACE_COUNTRY, 49, 32, 500000, 0, 0 },
    { S("zaliznychne"),    S("Zaliznychne"),    S(""), S(""), 6, PLACE_VILLAGE, 49.5,  36.9,  3000, 0, 0 },
};

static inline Gazetteer build_gazetteer(void)
{
    return (Gazetteer){ .places = build_places, .count = sizeof build_places / sizeof *build_places };
}

static const char *const build_codes[] = {
    "KILL", "KILL_ATTACK", "DEATH_INDIRECT", "GRAVE", "TORTURE", "ILLTREAT", "DETAIN", "DESTROY", "ATTACK", "SCREEN",
    "CONSCRIPT", "EVAC_ORDER", "CONTROL", "INVEST", "LEGAL", "PATTERN", "DENIAL", "FORCE", "DISAPPEAR",
};

static inline Build build_start(void)
{
    Build b = { .arena = arena_create() };

    for (size_t i = 0; i < sizeof build_codes / sizeof *build_codes; i++) {
        Str code = str_of(build_codes[i]);
        b.taxonomy.act[b.taxonomy.count++] = (ActCode){ .code = code, .label = code, .label_uk = code, .family = code,
                                                        .harm = i < 11 };
    }
    return b;
}

static inline Reading *build_now(Build *b)
{
    return &b->readings[b->corpus.reading_count - 1];
}

static inline void build_segment(Build *b, size_t start, size_t end, int32_t paragraph)
{
    Reading *r = build_now(b);

    r->segments[r->segment_count++] = (Segment){ .span = { (uint32_t)start, (uint32_t)end }, .role = SEGMENT_SENTENCE,
                                                 .language = S("en"), .paragraph = paragraph, .supports = -1 };
}

static inline void build_reading(Build *b, const char *path, const char *publisher, const char *published, const char *text)
{
    Reading *r = &b->readings[b->corpus.reading_count++];
    int32_t day = DAY_UNKNOWN, paragraph = 0;

    *r = (Reading){ .text = str_of(text) };
    if (published)
        day_parse(str_of(published), &day);
    r->doc = (Document){ .id = arena_printf(b->arena, "%064zu", b->corpus.reading_count), .path = str_of(path),
                         .language = S("en"), .publisher = str_of(publisher), .published = str_of(published),
                         .published_first = day, .published_last = day };
    r->segments = arena_array(b->arena, Segment, 200);
    r->mentions = arena_array(b->arena, Mention, 200);
    r->attributions = arena_array(b->arena, Attribution, 50);
    r->claims = arena_array(b->arena, Claim, 100);
    b->from = 0;
    for (size_t line = 0; line < r->text.len; paragraph++) {
        size_t end = str_find(r->text, S("\n"), line);
        end = end == SIZE_MAX ? r->text.len : end;
        for (size_t at = line; at < end; ) {
            size_t stop = str_find(str_slice(r->text, 0, end), S(". "), at);
            stop = stop == SIZE_MAX ? end : stop + 1;
            build_segment(b, at, stop, paragraph);
            at = stop + (stop < end);
        }
        line = end + 1;
    }
}

static inline Span build_span(Build *b, const char *words)
{
    Reading *r = build_now(b);
    size_t at = str_find(r->text, str_of(words), b->from);

    if (at == SIZE_MAX) {
        fprintf(stderr, "build_corpus: no '%s' after byte %zu of %s\n", words, b->from, r->doc.path.ptr);
        exit(1);
    }
    return (Span){ (uint32_t)at, (uint32_t)(at + strlen(words)) };
}

/* From here on, words are looked for behind these. */
static inline void build_from(Build *b, const char *words)
{
    b->from = build_span(b, words).start;
}

static inline int32_t build_segment_of(const Reading *r, Span s)
{
    for (size_t i = 0; i < r->segment_count; i++)
        if (s.start >= r->segments[i].span.start && s.start < r->segments[i].span.end)
            return (int32_t)i;
    return -1;
}

static inline Mention *build_mention(Build *b, const char *words, MentionKind kind)
{
    Reading *r = build_now(b);
    Mention *m = &r->mentions[r->mention_count++];

    *m = (Mention){ .span = build_span(b, words), .kind = kind, .name = str_of(words) };
    m->segment = build_segment_of(r, m->span);
    return m;
}

static inline int32_t build_place(Build *b, const char *words, const char *id)
{
    Mention *m = build_mention(b, words, MENTION_PLACE);

    m->place.place_id = str_of(id);
    m->place.sense = SENSE_LOCATION;
    return (int32_t)(m - build_now(b)->mentions);
}

static inline int32_t build_quantity(Build *b, const char *words, int64_t low, int64_t high, const char *counted,
                                     const char *who)
{
    Mention *m = build_mention(b, words, MENTION_QUANTITY);

    m->quantity = (QuantityFields){ .part_of = -1, .low = low, .high = high, .counted = str_of(counted), .who = str_of(who) };
    return (int32_t)(m - build_now(b)->mentions);
}

/* chain: names from the publisher inwards, parted by '|'. place, quantity: mention or -1. day: ISO or NULL. */
static inline Claim *build_claim(Build *b, const char *words, const char *acts, int32_t place, const char *day,
                                 int32_t quantity, const char *chain)
{
    Reading *r = build_now(b);
    Claim *c = &r->claims[r->claim_count++];
    Str rest = str_of(chain), name;

    *c = (Claim){ .span = build_span(b, words), .acts = acts_split(&b->taxonomy, str_of(acts), ','), .place = place,
                  .date = -1, .by = { SPAN_NONE, STR_NONE }, .to = { SPAN_NONE, STR_NONE }, .first = DAY_UNKNOWN,
                  .last = DAY_UNKNOWN, .attribution = -1 };
    c->segment = build_segment_of(r, c->span);
    if (day && day_parse(str_of(day), &c->first))
        c->last = c->first;
    if (quantity >= 0) {
        c->quantities = arena_array(b->arena, int32_t, 1);
        c->quantities[c->quantity_count++] = quantity;
    }
    c->chain = arena_array(b->arena, ChainLink, 6);
    while (str_cut(&rest, '|', &name)) {
        c->chain[c->chain_count] = (ChainLink){ name, SPAN_NONE, c->chain_count ? CHAIN_CITES : CHAIN_PUBLISHER, -1 };
        c->chain_count++;
    }
    c->modality = c->chain_count > 1 ? MODALITY_ALLEGED : MODALITY_ASSERTED;
    return c;
}

static inline int build_by_start(const void *a, const void *b)
{
    const Mention *x = a, *y = b;
    return x->span.start < y->span.start ? -1 : x->span.start > y->span.start;
}

/* Ids, and the corpus ready to be traced and weighed. Mentions must have been added in order of the text. */
static inline Corpus *build_end(Build *b)
{
    for (size_t i = 0; i < b->corpus.reading_count; i++) {
        Reading *r = &b->readings[i];
        for (size_t m = 1; m < r->mention_count; m++)
            if (build_by_start(&r->mentions[m - 1], &r->mentions[m]) > 0) {
                fprintf(stderr, "build_corpus: mention '%.*s' of %s out of order\n", STR_ARG(r->mentions[m].name),
                        r->doc.path.ptr);
                exit(1);
            }
        reading_make_ids(b->arena, r);
    }
    b->corpus.readings = b->readings;
    b->corpus.taxonomy = &b->taxonomy;
    return &b->corpus;
}

#endif
