/* side.c -- see side.h. */
#include "tell/side.h"

#include "base/auto.h"
#include "base/hash.h"
#include "base/vec.h"
#include "lang/scan.h"

#define MOST 80     /* percent of both from which a copy is near */

Str copy_kind_name(CopyKind kind)
{
    static const char *const names[] = {
        [COPY_EXACT] = "exact", [COPY_NEAR] = "near", [COPY_PART] = "part", [COPY_REWORDED] = "reworded",
    };

    return str_of(names[kind]);
}

/* ---- pairs ---- */

/* WordCount of a document's own text, without boilerplate, notes and bylines: those that TRACE compares. */
typedef struct WordCount {
    uint32_t count;
    uint64_t hash;
    bool     known;
} WordCount;

static void count_words(Str text, WordCount *w)
{
    size_t at = 0;
    ScanWord word;

    while (scan_word(text, &at, &word)) {
        w->count++;
        w->hash = hash64_join(w->hash, word.hash);
    }
}

static const WordCount *words_of(Arena *scratch, const View *view, uint32_t reading, WordCount *all)
{
    const Reading *r = &view->corpus.readings[reading];
    WordCount *w = &all[reading];

    for (size_t i = 0; i < r->segment_count && !w->known; i++) {
        ArenaMark mark = arena_mark(scratch);
        SegmentRole role = r->segments[i].role;
        if (role != SEGMENT_BOILERPLATE && role != SEGMENT_BYLINE && role != SEGMENT_FOOTNOTE)
            count_words(view_text_str(view, scratch, reading, r->segments[i].span), w);
        arena_rewind(scratch, mark);
    }
    w->known = true;
    return w;
}

static int32_t percent(uint32_t part, uint32_t whole)
{
    return whole ? (int32_t)((uint64_t)(part < whole ? part : whole) * 100 / whole) : 0;
}

static CopyPair pair_of(Arena *scratch, const View *view, const Derivation *d, WordCount *all)
{
    const WordCount *from = words_of(scratch, view, d->from.reading, all), *to = words_of(scratch, view, d->to.reading, all);
    WordCount from_common = { 0 }, to_common = { 0 };
    ArenaMark mark = arena_mark(scratch);

    for (size_t i = 0; i < d->passage_count; i++) {
        count_words(view_text_str(view, scratch, d->from.reading, d->passages[i].from), &from_common);
        count_words(view_text_str(view, scratch, d->to.reading, d->passages[i].to), &to_common);
    }
    arena_rewind(scratch, mark);
    CopyPair p = { d, COPY_PART, percent(from_common.count, from->count), percent(to_common.count, to->count) };
    if (from->count && from->count == to->count && from->hash == to->hash)
        p.kind = COPY_EXACT;
    else if (d->how == DERIVED_RESPUN)
        p.kind = COPY_REWORDED;
    else if (p.from_percent >= MOST && p.to_percent >= MOST)
        p.kind = COPY_NEAR;
    return p;
}

static bool has(const Derivation *d, uint32_t reading)
{
    return reading == UINT32_MAX || d->from.reading == reading || d->to.reading == reading;
}

static bool is_copy(const Derivation *d)
{
    return (d->how == DERIVED_COPY || d->how == DERIVED_RESPUN) && d->from.claim == CLAIM_NONE && d->to.claim == CLAIM_NONE;
}

CopyPair *copy_pairs(Arena *arena, const View *view, CopyWish wish, size_t *count)
{
    AUTO_ARENA scratch = arena_create();
    const Corpus *c = &view->corpus;
    WordCount *all = arena_array(scratch, WordCount, c->reading_count + 1);
    VEC(CopyPair) found = { 0 };
    size_t number = 0;

    for (size_t i = 0; i < c->derivation_count && number < wish.to; i++) {
        const Derivation *d = &c->derivations[i];
        if (is_copy(d) && has(d, wish.one) && has(d, wish.other) && number++ >= wish.from)
            vec_push(arena, &found, pair_of(scratch, view, d, all));
    }
    *count = found.count;
    return found.at;
}

size_t copy_count(const View *view)
{
    size_t count = 0;

    for (size_t i = 0; i < view->corpus.derivation_count; i++)
        count += is_copy(&view->corpus.derivations[i]);
    return count;
}

/* ---- word by word ---- */

typedef struct Word {
    uint64_t hash;
    Span     span;
    bool     common;
} Word;

typedef VEC(Word) WordVec;

static void take_words(Arena *arena, Str text, WordVec *out)
{
    size_t at = 0;
    ScanWord w;

    while (out->count < SIDE_WORDS && scan_word(text, &at, &w))
        vec_push(arena, out, (Word){ w.hash, w.span, false });
}

static void find_common(Arena *arena, WordVec *a, WordVec *b)
{
    size_t width = b->count + 1;
    ArenaMark mark = arena_mark(arena);
    uint16_t *best = arena_array(arena, uint16_t, (a->count + 1) * width);

    for (size_t i = a->count; i-- > 0; )
        for (size_t k = b->count; k-- > 0; ) {
            uint16_t *here = &best[i * width + k], down = here[width], right = here[1];
            *here = a->at[i].hash == b->at[k].hash ? (uint16_t)(here[width + 1] + 1) : down > right ? down : right;
        }
    for (size_t i = 0, k = 0; i < a->count && k < b->count; ) {
        if (a->at[i].hash == b->at[k].hash)
            a->at[i++].common = b->at[k++].common = true;
        else if (best[(i + 1) * width + k] >= best[i * width + k + 1])
            i++;
        else
            k++;
    }
    arena_rewind(arena, mark);
}

/* White space as single blanks. */
static Str on_one_line(Arena *arena, Str text)
{
    AUTO_STRBUF line = { 0 };
    bool blank = false;

    for (size_t i = 0; i < text.len; i++) {
        bool white = (unsigned char)text.ptr[i] <= ' ';
        if (!white && blank && line.len)
            strbuf_char(&line, ' ');
        if (!white)
            strbuf_char(&line, text.ptr[i]);
        blank = white;
    }
    return arena_str(arena, strbuf_str(&line));
}

/* Runs of words that only this side has are one piece; what lies between belongs to the others. */
static void cut_pieces(Arena *arena, Str text, const WordVec *words, Side *ret)
{
    VEC(SidePiece) pieces = { 0 };
    size_t at = 0;

    for (size_t i = 0, end; i < words->count; i = end) {
        for (end = i + 1; end < words->count && words->at[end].common == words->at[i].common; )
            end++;
        if (words->at[i].common)
            continue;
        size_t from = words->at[i].span.start, to = words->at[end - 1].span.end;
        if (from > at)
            vec_push(arena, &pieces, (SidePiece){ str_slice(text, at, from), false });
        vec_push(arena, &pieces, (SidePiece){ str_slice(text, from, to), true });
        at = to;
    }
    if (at < text.len)
        vec_push(arena, &pieces, (SidePiece){ str_slice(text, at, text.len), false });
    *ret = (Side){ pieces.at, pieces.count };
}

void side_by_side(Arena *arena, Str a, Str b, Side *ret_a, Side *ret_b)
{
    WordVec x = { 0 }, y = { 0 };

    a = on_one_line(arena, a);
    b = on_one_line(arena, b);
    take_words(arena, a, &x);
    take_words(arena, b, &y);
    find_common(arena, &x, &y);
    cut_pieces(arena, a, &x, ret_a);
    cut_pieces(arena, b, &y, ret_b);
}
