/* text.c -- documents as sequences of folded words and sentences; see work.h. */
#include "lang/scan.h"
#include "trace/work.h"

#include "base/hash.h"

static bool carries_text(const Segment *s)
{
    return s->role != SEGMENT_BOILERPLATE && s->role != SEGMENT_BYLINE && s->role != SEGMENT_FOOTNOTE;
}

static void text_make(Arena *arena, const Reading *r, Text *ret)
{
    VEC(TextWord) words = { 0 };
    VEC(Sentence) sentences = { 0 };
    uint64_t whole = 0;

    for (size_t i = 0; i < r->segment_count; i++) {
        const Segment *s = &r->segments[i];
        size_t at = s->span.start;
        Str upto = str_slice(r->text, 0, s->span.end);
        ScanWord w;
        if (!carries_text(s) || s->span.end > r->text.len)
            continue;
        uint32_t first = (uint32_t)words.count;
        while (scan_word(upto, &at, &w)) {
            vec_push(arena, &words, (TextWord){ w.hash, w.span.start, w.span.end, (uint32_t)sentences.count,
                                                w.letters, w.capital && words.count > first, w.digit });
            whole = hash64_join(whole, w.hash);
        }
        if (words.count > first)
            vec_push(arena, &sentences, (Sentence){ first, (uint32_t)words.count, s->span, (int32_t)i });
    }
    *ret = (Text){ .words = words.at, .word_count = (uint32_t)words.count, .sentences = sentences.at,
                   .sentence_count = (uint32_t)sentences.count, .whole = whole };
}

void texts_make(Work *w)
{
    w->texts = arena_array(w->scratch, Text, w->corpus->reading_count + 1);
    for (size_t r = 0; r < w->corpus->reading_count; r++)
        text_make(w->scratch, &w->corpus->readings[r], &w->texts[r]);
}

void work_add_judged(Work *w, const Derivation *judged, Str evidence)
{
    Derivation d = *judged;

    d.evidence = evidence;
    if (d.passage_count) {
        d.passages = arena_array(w->arena, Passage, d.passage_count);
        memcpy(d.passages, judged->passages, d.passage_count * sizeof *d.passages);
    }
    vec_push(w->arena, &w->found, d);
}

void work_add(Work *w, ClaimRef from, ClaimRef to, DerivationHow how, const Passage *passages, size_t count,
              Str evidence)
{
    Derivation d = { .from = from, .to = to, .how = how, .passage_count = count, .evidence = evidence };

    if (edge_cut(w, from, to, how))
        return;
    if (count) {
        d.passages = arena_array(w->arena, Passage, count);
        memcpy(d.passages, passages, count * sizeof *passages);
    }
    if (!passages_cut(w, &d))
        vec_push(w->arena, &w->found, d);
}

uint32_t claim_at(const Reading *r, Span span)
{
    for (size_t i = 0; i < r->claim_count; i++)
        if (span_overlaps(r->claims[i].span, span))
            return (uint32_t)i;
    return CLAIM_NONE;
}

bool link_is_country(const Work *w, const Reading *r, const ChainLink *link)
{
    const Mention *m = link->mention >= 0 ? &r->mentions[link->mention] : NULL;
    uint32_t p = m && m->kind == MENTION_PLACE ? gazetteer_find(w->gazetteer, m->place.place_id) : NO_PLACE;

    return p != NO_PLACE && w->gazetteer->places[p].type == PLACE_COUNTRY;
}
