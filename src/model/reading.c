/* reading.c -- names of the enumerations, and ids; see reading.h. */
#include "model/reading.h"

#include "base/map.h"
#include "model/names.h"

const char *option_reason_name(unsigned k)
{
    static const char *const names[OPTION_REASONS] = { "beside", "sentence", "text", "distance", "kind", "size", "said" };
    return k < OPTION_REASONS ? names[k] : "";
}

NAMES(segment_role, SegmentRole, "title", "heading", "sentence", "caption", "list", "footnote",
       "boilerplate", "byline")
NAMES(mention_kind, MentionKind, "place", "date", "quantity", "person", "organisation", "act")
NAMES(place_sense, PlaceSense, "location", "government", "part_of_name", "person_or_other")
NAMES(timex_type, TimexType, "DATE", "TIME", "DURATION", "SET")
NAMES(resolution, Resolution, "absolute", "relative", "relative_to_event", "vague")
NAMES(measure, Measure, "count", "rate", "share", "age", "other")
NAMES(attribution_kind, AttributionKind, "speech", "thought", "intention", "attitude")
NAMES(modality, Modality, "asserted", "alleged", "denied", "planned", "hypothetical", "opinion")
NAMES(chain_how, ChainHow, "publisher", "quotes", "cites", "relays")
NAMES(published_how, PublishedHow, "", "stated", "inferred", "given")

/* Claims and mentions with one span stand side by side; attributions with one content need not. */
static void attribution_ids(Arena *scratch, const IdBase *base, Reading *r)
{
    Map seen = { 0 };

    for (size_t i = 0; i < r->attribution_count; i++) {
        Attribution *a = &r->attributions[i];
        Span at = a->content_count ? a->content[0] : a->cue;
        const int64_t *ordinal = map_get(&seen, (Str){ (const char *)&at, sizeof at });
        a->id = id_of(base, at, S("attribution"), ordinal ? (unsigned)*ordinal : 0);
        if (a->content_count)
            ++*map_put(scratch, &seen, (Str){ (const char *)&a->content[0], sizeof a->content[0] }, 0);
    }
}

void reading_make_ids(Arena *scratch, Reading *r)
{
    IdBase base = id_base(r->doc.id);

    for (size_t i = 0; i < r->segment_count; i++)
        r->segments[i].id = id_of(&base, r->segments[i].span, S("segment"), 0);
    for (size_t i = 0; i < r->mention_count; i++) {
        Mention *m = &r->mentions[i];
        unsigned ordinal = 0;
        for (size_t k = i; k-- > 0 && r->mentions[k].span.start == m->span.start; )
            ordinal += r->mentions[k].kind == m->kind && r->mentions[k].span.end == m->span.end;
        m->id = id_of(&base, m->span, mention_kind_name(m->kind), ordinal);
    }
    attribution_ids(scratch, &base, r);
    for (size_t i = 0; i < r->claim_count; i++) {
        unsigned ordinal = 0;
        for (size_t k = i; k-- > 0 && r->claims[k].span.start == r->claims[i].span.start; )
            ordinal += span_eq(r->claims[k].span, r->claims[i].span);
        r->claims[i].id = id_of(&base, r->claims[i].span, S("claim"), ordinal);
    }
}
