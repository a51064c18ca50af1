/* text.c -- documents as sequences of folded words and sentences; see work.h. */
#include "lang/scan.h"
#include "trace/work.h"

#include "base/auto.h"
#include "base/hash.h"

static bool carries_text(const Segment *s)
{
    return s->role != SEGMENT_BOILERPLATE && s->role != SEGMENT_BYLINE && s->role != SEGMENT_FOOTNOTE;
}

static void *kept(Arena *arena, const void *at, size_t bytes)
{
    return bytes ? memcpy(arena_raw(arena, bytes), at, bytes) : NULL;
}

void text_make(Arena *arena, Arena *scratch, const Reading *r, Text *ret)
{
    ArenaMark mark = arena_mark(scratch);
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
        Sentence x = { .first = (uint32_t)words.count, .span = s->span, .segment = (int32_t)i };
        while (scan_word(upto, &at, &w)) {
            vec_push(scratch, &words, (TextWord){ w.hash, w.letters, w.capital && words.count > x.first, w.digit });
            x.hash = hash64_join(x.hash, w.hash);
            whole = hash64_join(whole, w.hash);
        }
        x.last = (uint32_t)words.count;
        if (x.last > x.first)
            vec_push(scratch, &sentences, x);
    }
    *ret = (Text){ .words = kept(arena, words.at, words.count * sizeof *words.at), .word_count = (uint32_t)words.count,
                   .sentences = kept(arena, sentences.at, sentences.count * sizeof *sentences.at),
                   .sentence_count = (uint32_t)sentences.count, .whole = whole,
                   .language = r->doc.language.len ? hash64(r->doc.language) : 0 };
    arena_rewind(scratch, mark);
}

void texts_make(Work *w)
{
    AUTO_ARENA scratch = arena_create();

    w->texts = arena_array(w->scratch, Text, w->corpus->reading_count + 1);
    for (size_t r = 0; r < w->corpus->reading_count; r++)
        text_make(w->scratch, scratch, &w->corpus->readings[r], &w->texts[r]);
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
