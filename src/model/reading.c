/* reading.c -- names of the enumerations, and ids; see reading.h. */
#include "model/reading.h"

#include "model/names.h"

NAMES(segment_role, SegmentRole, "title", "heading", "sentence", "caption", "list", "footnote",
       "boilerplate", "byline")
NAMES(mention_kind, MentionKind, "place", "date", "quantity", "person", "organisation", "act")
NAMES(place_sense, PlaceSense, "location", "government", "part_of_name", "person_or_other")
NAMES(timex_type, TimexType, "DATE", "TIME", "DURATION", "SET")
NAMES(resolution, Resolution, "absolute", "relative", "relative_to_event", "vague")
NAMES(measure, Measure, "count", "rate", "share", "age", "other")
NAMES(modality, Modality, "asserted", "alleged", "denied", "planned", "hypothetical", "opinion")
NAMES(chain_how, ChainHow, "publisher", "quotes", "cites", "relays")
NAMES(published_how, PublishedHow, "", "stated", "inferred", "given")

void reading_make_ids(Reading *r)
{
    for (size_t i = 0; i < r->segment_count; i++)
        r->segments[i].id = id_make(r->doc.id, r->segments[i].span, S("segment"), 0);
    for (size_t i = 0; i < r->mention_count; i++) {
        Mention *m = &r->mentions[i];
        unsigned ordinal = 0;
        for (size_t k = i; k-- > 0 && r->mentions[k].span.start == m->span.start; )
            ordinal += r->mentions[k].kind == m->kind && r->mentions[k].span.end == m->span.end;
        m->id = id_make(r->doc.id, m->span, mention_kind_name(m->kind), ordinal);
    }
    for (size_t i = 0; i < r->attribution_count; i++) {
        Attribution *a = &r->attributions[i];
        Span at = a->content_count ? a->content[0] : a->cue;
        unsigned ordinal = 0;
        for (size_t k = 0; k < i; k++)
            ordinal += r->attributions[k].content_count && span_eq(r->attributions[k].content[0], at);
        a->id = id_make(r->doc.id, at, S("attribution"), ordinal);
    }
    for (size_t i = 0; i < r->claim_count; i++) {
        unsigned ordinal = 0;
        for (size_t k = i; k-- > 0 && r->claims[k].span.start == r->claims[i].span.start; )
            ordinal += span_eq(r->claims[k].span, r->claims[i].span);
        r->claims[i].id = id_make(r->doc.id, r->claims[i].span, S("claim"), ordinal);
    }
}
