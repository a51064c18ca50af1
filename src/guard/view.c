/* view.c -- see view.h. A clear view keeps the same shape, with nothing replaced. */
#include "guard/view.h"

#include "base/auto.h"
#include "guard/guard_in.h"

static const RangeVec no_ranges;

View *view_make(Arena *arena, const Corpus *corpus, const Guard *guard)
{
    View *view = arena_new(arena, View);

    view->guard = guard;
    guard_mask_corpus(guard, arena, corpus, &view->corpus);
    guard_withhold_corpus(guard, arena, &view->corpus);
    return view;
}

View *view_make_clear(Arena *arena, const Corpus *corpus, const Guard *guard)
{
    View *view = arena_new(arena, View);

    view->guard = guard;
    view->unmasked = true;
    guard_reveal_corpus(guard, arena, corpus, &view->corpus);
    return view;
}

static Str text_of(const View *view, uint32_t reading)
{
    return view->guard->corpus->readings[reading].text;
}

static const RangeVec *ranges_of(const View *view, uint32_t reading)
{
    return view->unmasked ? &no_ranges : &view->guard->readings[reading].all;
}

void view_text(const View *view, uint32_t reading, Span span, StrBuf *out)
{
    guard_replace(view->guard, text_of(view, reading), ranges_of(view, reading), span, out);
}

Str view_text_str(const View *view, Arena *arena, uint32_t reading, Span span)
{
    AUTO_STRBUF b = { 0 };

    view_text(view, reading, span, &b);
    return arena_str(arena, strbuf_str(&b));
}

void view_str(const View *view, Str s, StrBuf *out)
{
    if (view->unmasked)
        strbuf_add(out, s);
    else
        guard_mask_str(view->guard, s, out);
}

bool view_segment_withheld(const View *view, uint32_t reading, uint32_t segment)
{
    return !view->unmasked && guard_withheld_segment(view->guard, reading, segment);
}

bool view_claim_withheld(const View *view, ClaimRef claim)
{
    return !view->unmasked && guard_withheld_claim(view->guard, claim);
}

uint32_t view_text_len(const View *view, uint32_t reading)
{
    return (uint32_t)text_of(view, reading).len;
}

ViewPiece *view_pieces(const View *view, Arena *arena, uint32_t reading, Span span, size_t *count)
{
    Str text = text_of(view, reading);
    const RangeVec *ranges = ranges_of(view, reading);
    VEC(ViewPiece) pieces = { 0 };
    uint32_t at = span.start;

    if (span.end > text.len)
        span.end = (uint32_t)text.len;
    for (size_t i = range_after(ranges, at); i < ranges->count && ranges->at[i].span.start < span.end; i++) {
        const MaskRange *r = &ranges->at[i];
        if (r->span.start > at)
            vec_push(arena, &pieces, (ViewPiece){ { at, r->span.start }, str_slice(text, at, r->span.start), 0 });
        int32_t number = r->person == MASK_WITHHELD ? -1 : view->guard->persons.at[r->person].protected.number;
        Str shown = number < 0 ? S(WITHHELD_TEXT) : arena_printf(arena, "Person %d", number);
        vec_push(arena, &pieces, (ViewPiece){ r->span, shown, number });
        at = r->span.end;
    }
    if (at < span.end)
        vec_push(arena, &pieces, (ViewPiece){ { at, span.end }, str_slice(text, at, span.end), 0 });
    *count = pieces.count;
    return pieces.at;
}
