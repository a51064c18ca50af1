/* site.c -- what all pages look up: claim to incident, claim to origin, place to
 * its name. Built once; pages only read it.
 */
#include "tell/filter.h"
#include "tell/page.h"

#include <stdlib.h>

static int32_t **index_per_claim(Arena *arena, const Corpus *c)
{
    int32_t **of = arena_array(arena, int32_t *, c->reading_count + 1);
    for (size_t r = 0; r < c->reading_count; r++) {
        of[r] = arena_array(arena, int32_t, c->readings[r].claim_count + 1);
        for (size_t i = 0; i < c->readings[r].claim_count; i++)
            of[r][i] = NO_INDEX;
    }
    return of;
}

static void point_claims(int32_t **of, const ClaimRef *claims, size_t count, size_t target)
{
    for (size_t i = 0; i < count; i++)
        if (claims[i].claim != CLAIM_NONE)
            of[claims[i].reading][claims[i].claim] = (int32_t)target;
}

/* A place is called what the documents call it in the nominative; English
 * wording wins over others because the interface is English first. */
static void name_places(Arena *arena, Site *s)
{
    size_t room = 0;
    for (size_t r = 0; r < s->corpus->reading_count; r++)
        room += s->corpus->readings[r].mention_count;
    s->place_name = arena_array(arena, Str, room + 1);
    s->place_claims = arena_array(arena, int32_t, room + 1);
    bool *english = arena_array(arena, bool, room + 1);
    for (size_t r = 0; r < s->corpus->reading_count; r++) {
        const Reading *reading = &s->corpus->readings[r];
        for (size_t i = 0; i < reading->mention_count; i++) {
            const Mention *m = &reading->mentions[i];
            if (m->kind != MENTION_PLACE || !m->place.place_id.len)
                continue;
            int64_t at = *map_put(arena, &s->place_names, m->place.place_id, (int64_t)s->place_names.count);
            bool is_english = str_eq(reading->doc.language, S("en"));
            Str name = m->lemma.len ? m->lemma : m->name;
            if (name.len && (!s->place_name[at].len || (is_english && !english[at]))) {
                s->place_name[at] = name;
                english[at] = is_english;
            }
        }
    }
}

typedef struct Ranked {
    uint32_t index;
    size_t   voices, claims;
} Ranked;

static int most_voices(const void *a, const void *b)
{
    const Ranked *x = a, *y = b;
    if (x->voices != y->voices)
        return x->voices > y->voices ? -1 : 1;
    if (x->claims != y->claims)
        return x->claims > y->claims ? -1 : 1;
    return x->index < y->index ? -1 : 1;
}

static void rank_origins(Arena *arena, Site *s)
{
    size_t count = s->corpus->origin_count;
    Ranked *order = arena_array(arena, Ranked, count + 1);
    s->origin_order = arena_array(arena, uint32_t, count + 1);
    s->origin_rank = arena_array(arena, uint32_t, count + 1);
    for (uint32_t i = 0; i < count; i++)
        order[i] = (Ranked){ i, s->corpus->origins[i].voice_count, s->corpus->origins[i].claim_count };
    qsort(order, count, sizeof *order, most_voices);
    for (uint32_t i = 0; i < count; i++) {
        s->origin_order[i] = order[i].index;
        s->origin_rank[order[i].index] = i;
    }
}

Status site_create(Arena *arena, const TellInput *in, Site **ret, Error *err)
{
    if (!in->view)
        return fail(err, ERR_USAGE, "no pages without a masked view of the case");
    Site *s = arena_new(arena, Site);
    s->in = in;
    s->view = in->view;
    s->corpus = &in->view->corpus;
    const Corpus *c = s->corpus;

    s->incident_of = index_per_claim(arena, c);
    for (size_t i = 0; i < c->incident_count; i++)
        point_claims(s->incident_of, c->incidents[i].claims, c->incidents[i].claim_count, i);
    s->origin_of = index_per_claim(arena, c);
    for (size_t i = 0; i < c->origin_count; i++)
        point_claims(s->origin_of, c->origins[i].claims, c->origins[i].claim_count, i);

    Status status = map_ground(arena, &s->ground, err);
    if (status != OK)
        return status;
    rank_origins(arena, s);
    s->disagreements = incident_disagreements(arena, c);
    name_places(arena, s);
    site_index(arena, s);
    for (size_t r = 0; r < c->reading_count; r++) {
        const Reading *reading = &c->readings[r];
        for (size_t i = 0; i < reading->claim_count; i++) {
            if (view_claim_withheld(s->view, (ClaimRef){ (uint32_t)r, (uint32_t)i }))
                continue;
            s->claim_count++;
            int32_t place = reading->claims[i].place;
            const int64_t *at = place < 0 ? NULL : map_get(&s->place_names,
                                                           reading->mentions[place].place.place_id);
            if (at)
                s->place_claims[*at]++;
        }
        for (size_t i = 0; i < reading->segment_count; i++)
            s->withheld |= view_segment_withheld(s->view, (uint32_t)r, (uint32_t)i);
    }
    *ret = s;
    return OK;
}
