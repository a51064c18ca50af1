/* incident.c -- see incident.h. Titles are built from the taxonomy's neutral labels and
 * the gazetteer's names: a source's adjectives never reach a field (design 09, N12).
 */
#include "weigh/incident.h"

#include "base/auto.h"
#include "base/vec.h"
#include "lang/scan.h"
#include "model/tally.h"

#define WHY_MAX       12    /* reasons kept an incident */
#define DAYS_LOOKED   200   /* dated claims of an incident that tell its day */
#define PLACES_LOOKED 40    /* places of a text that tell its country */

typedef VEC(uint32_t) Members;

Str edtf_of_days(Arena *arena, int32_t first, int32_t last)
{
    char a[11], b[11];

    if (!day_known(first))
        return STR_NONE;
    day_format(first, a);
    if (!day_known(last) || last == first)
        return arena_str(arena, str_of(a));
    Civil from = day_to_civil(first), to = day_to_civil(last);
    if (from.day == 1 && from.year == to.year && to.day == month_length(to.year, to.month)) {
        if (from.month == to.month)
            return arena_str(arena, (Str){ a, 7 });
        if (from.month == 1 && to.month == 12)
            return arena_str(arena, (Str){ a, 4 });
    }
    day_format(last, b);
    return arena_printf(arena, "%s/%s", a, b);
}

/* The place most members name themselves; of equals the one named first. */
static uint32_t common_place(const Views *all, const Members *m)
{
    uint32_t best = NO_PLACE;
    size_t best_score = 0;

    for (size_t i = 0; i < m->count; i++) {
        uint32_t p = all->at[m->at[i]].place;
        size_t score = 0;
        if (p == NO_PLACE || p == best)
            continue;
        for (size_t k = 0; k < m->count; k++) {
            const View *v = &all->at[m->at[k]];
            score += v->place == p ? (v->settled ? 4 : 2) * (v->inferred ? 1 : 2) : 0;
        }
        if (score > best_score) {
            best = p;
            best_score = score;
        }
    }
    return best;
}

static int main_act(const Views *all, const Members *m)
{
    size_t count[TAXONOMY_MAX] = { 0 };
    int best = -1;

    for (size_t i = 0; i < m->count; i++)
        for (ActSet x = all->at[m->at[i]].acts; x; x &= x - 1)
            count[__builtin_ctzll(x)]++;
    for (int a = 0; a < TAXONOMY_MAX; a++)
        if (count[a] > 0 && (best < 0 || count[a] > count[best]))
            best = a;
    return best;
}

/* Do most of those who give a day give this one? Then another ("on the 6th a wounded man died", a slip) is not when. */
static bool most_agree(const Views *all, const Members *m, int32_t widest, int32_t *first, int32_t *last)
{
    size_t dated = 0, most = 0;
    const View *best = NULL;

    for (size_t i = 0; i < m->count; i++) {
        const View *v = &all->at[m->at[i]];
        size_t same = 0;
        if (v->width == 0 || v->width > widest)
            continue;
        dated++;
        for (size_t k = 0; k < m->count && k < DAYS_LOOKED; k++)
            same += all->at[m->at[k]].width > 0 && all->at[m->at[k]].first == v->first && all->at[m->at[k]].last == v->last;
        if (same > most) {
            most = same;
            best = v;
        }
        if (dated == DAYS_LOOKED)
            break;
    }
    if (best == NULL || most * 3 < dated * 2)
        return false;
    *first = best->first;
    *last = best->last;
    return true;
}

/* An event's days: those of its best dated members; a situation's: from the first to the last that the claims of its
 * own act tell. */
static void common_days(const Views *all, const Members *m, bool situation, int32_t *first, int32_t *last)
{
    int32_t narrowest = 0;
    int act = main_act(all, m);

    *first = *last = DAY_UNKNOWN;
    for (size_t i = 0; i < m->count; i++) {
        int32_t w = all->at[m->at[i]].width;
        if (w > 0 && (narrowest == 0 || w < narrowest))
            narrowest = w;
    }
    if (narrowest == 0)
        return;
    int32_t widest = situation ? INT32_MAX : narrowest > 3 ? narrowest : 3;
    if (!situation && most_agree(all, m, widest, first, last))
        return;
    for (size_t i = 0; i < m->count; i++) {
        const View *v = &all->at[m->at[i]];
        if (v->width == 0 || v->width > widest || (situation && act >= 0 && !(v->acts >> act & 1)))
            continue;
        if (*first == DAY_UNKNOWN || v->first < *first)
            *first = v->first;
        if (*last == DAY_UNKNOWN || v->last > *last)
            *last = v->last;
    }
}

static Str title_of(Arena *arena, const Views *all, const Members *m, const Incident *x, uint32_t place)
{
    AUTO_STRBUF b = { 0 };
    int act = main_act(all, m);

    strbuf_add(&b, act >= 0 ? all->corpus->taxonomy->act[act].label : S("claims"));
    if (place != NO_PLACE)
        strbuf_printf(&b, ", " STR_FMT, STR_ARG(all->gazetteer->places[place].en));
    if (x->edtf.len)
        strbuf_printf(&b, ", " STR_FMT, STR_ARG(x->edtf));
    return arena_str(arena, strbuf_str(&b));
}

typedef VEC(IncidentQuantity) QuantityVec;
typedef VEC(ClaimRef) RefVec;

static void widen(IncidentQuantity *q, const Statement *s)
{
    if (s->low != QUANTITY_UNKNOWN && (q->low == QUANTITY_UNKNOWN || s->low < q->low))
        q->low = s->low;
    if (s->high != QUANTITY_UNKNOWN && (q->high == QUANTITY_UNKNOWN || s->high > q->high))
        q->high = s->high;
}

/* "It rose to 52", taken into two claims: the one that says what is counted speaks for both. */
static bool told_with_unit(const Views *all, const Incident *x, const View *v, const Figure *f)
{
    if (f->s.unit.len)
        return false;
    for (size_t i = 0; i < x->claim_count; i++) {
        const View *other = &all->at[view_of(all, x->claims[i])];
        for (size_t k = 0; other->ref.reading == v->ref.reading && k < other->figure_count; k++)
            if (other->figures[k].mention == f->mention && other->figures[k].s.unit.len)
                return true;
    }
    return false;
}

/* One row for each thing counted of each people: the hull of what the claims say. */
static void take_quantities(Arena *arena, const Views *all, Incident *x)
{
    QuantityVec rows = { 0 };
    VEC(RefVec) claims = { 0 };

    for (size_t i = 0; i < x->claim_count; i++) {
        const View *v = &all->at[view_of(all, x->claims[i])];
        for (size_t f = 0; f < v->figure_count; f++) {
            const Statement *s = &v->figures[f].s;
            size_t row = 0;
            if (v->figures[f].wrong || told_with_unit(all, x, v, &v->figures[f]))
                continue;
            while (row < rows.count && !(units_equal(rows.at[row].counted, s->unit) &&
                                         str_eq(rows.at[row].who, s->who)))
                row++;
            if (row == rows.count) {
                vec_push(arena, &rows, (IncidentQuantity){ .counted = s->unit, .who = s->who,
                         .low = QUANTITY_UNKNOWN, .high = QUANTITY_UNKNOWN });
                vec_push(arena, &claims, (RefVec){ 0 });
            }
            widen(&rows.at[row], s);
            RefVec *c = &claims.at[row];
            if (c->count == 0 || c->at[c->count - 1].claim != v->ref.claim ||
                c->at[c->count - 1].reading != v->ref.reading)
                vec_push(arena, c, v->ref);
        }
    }
    for (size_t i = 0; i < rows.count; i++) {
        rows.at[i].claims = claims.at[i].at;
        rows.at[i].claim_count = claims.at[i].count;
    }
    x->quantities = rows.at;
    x->quantity_count = rows.count;
}

void incidents_count(Arena *arena, const Views *all, Corpus *c)
{
    for (size_t i = 0; i < c->incident_count; i++)
        take_quantities(arena, all, &c->incidents[i]);
}

static Str where_of(const Views *all, uint32_t view)
{
    return view_reading(all, &all->at[view])->doc.path;
}

typedef VEC(Str) Reasons;

/* What people decided about these claims, all of it. */
static void take_rulings(Arena *arena, const Clusters *groups, uint32_t group, Reasons *why)
{
    for (size_t i = 0; i < groups->rulings.count; i++) {
        const Ruled *x = &groups->rulings.at[i];
        bool here = groups->group[x->one] == group, there = groups->group[x->other] == group;
        if (!here && !there)
            continue;
        const char *said = !x->followed ? "a later decision says otherwise" : x->together ? "joined by a person"
                                                                              : "kept apart by a person";
        Str line = arena_printf(arena, "%s: " STR_FMT, said, STR_ARG(x->ruling->why));
        if (why->count == 0 || !str_eq(why->at[why->count - 1], line))      /* a merge of two incidents is many rulings */
            vec_push(arena, why, line);
    }
}

/* Why these claims stand together: what people said, then the surest pairs, in words. */
static void take_reasons(Arena *arena, const Views *all, const Clusters *groups, uint32_t group, size_t *cursor,
                         Incident *x)
{
    Reasons why = { 0 };

    take_rulings(arena, groups, group, &why);
    size_t most = why.count + WHY_MAX;
    for (; *cursor < groups->joined_count; (*cursor)++) {
        const Joined *j = &groups->joined[*cursor];
        if (groups->group[j->one] != group)
            break;
        if (why.count >= most)
            continue;
        AUTO_STRBUF b = { 0 };
        const View *one = &all->at[j->one], *other = &all->at[j->other];
        pair_weigh(all, one, other, &b);
        vec_push(arena, &why, arena_printf(arena, STR_FMT " byte %u and " STR_FMT " byte %u: " STR_FMT,
                 STR_ARG(where_of(all, j->one)), one->claim->span.start, STR_ARG(where_of(all, j->other)),
                 other->claim->span.start, STR_ARG(strbuf_str(&b))));
    }
    x->why = why.at;
    x->why_count = why.count;
}

static void take_members(Arena *arena, const Views *all, const Members *m, Incident *x)
{
    VEC(uint32_t) readings = { 0 };
    size_t lasting = 0;

    x->claims = arena_array(arena, ClaimRef, m->count);
    for (size_t i = 0; i < m->count; i++) {
        const View *v = &all->at[m->at[i]];
        x->claims[x->claim_count++] = v->ref;
        x->acts |= v->claim->acts;
        x->aggregate |= v->aggregate;
        lasting += v->situation;
        if (i == 0 || id_cmp(v->claim->id, x->id) < 0)
            x->id = v->claim->id;
        if (readings.count == 0 || readings.at[readings.count - 1] != v->ref.reading)
            vec_push(arena, &readings, v->ref.reading);
    }
    x->readings = readings.at;
    x->reading_count = readings.count;
    x->kind = lasting * 2 > m->count ? INCIDENT_SITUATION : INCIDENT_EVENT;
}

static bool worth_a_row(const Views *all, const Members *m)
{
    const View *v = &all->at[m->at[0]];

    return m->count > 1 || v->place != NO_PLACE || v->name || v->width > 0 || v->figure_count > 0;
}

/* The country that most places of a text lie in. */
static uint32_t main_country(const Views *all, const Reading *r)
{
    uint32_t best = NO_PLACE;
    size_t best_count = 0;

    for (size_t i = 0, looked = 0; i < r->mention_count && looked < PLACES_LOOKED; i++) {
        const Mention *m = &r->mentions[i];
        size_t count = 0;
        if (m->kind != MENTION_PLACE || !m->place.country.len)
            continue;
        looked++;
        uint32_t p = gazetteer_find(all->gazetteer, m->place.country);
        if (p == best)
            continue;
        for (size_t k = 0, seen = 0; k < r->mention_count && seen < PLACES_LOOKED; k++)
            if (r->mentions[k].kind == MENTION_PLACE && r->mentions[k].place.country.len) {
                seen++;
                count += str_eq(r->mentions[k].place.country, m->place.country);
            }
        if (count > best_count) {
            best_count = count;
            best = p;
        }
    }
    return best;
}

/* A remark beside the report ("the leaders met in Spain and condemned the attack"):
 * no day, no figure, and a place that is another country or region as a whole, or that no sentence of its claims names. */
static bool place_is_weak(const Views *all, const Members *m, uint32_t place)
{
    const View *first = &all->at[m->at[0]];
    bool named = false, near = false;

    for (size_t i = 0; i < m->count; i++) {
        const View *v = &all->at[m->at[i]];
        if (v->width > 0 || v->figure_count > 0)
            return false;
        named |= v->place == place && !v->inferred;
        near |= v->place == place && v->settled;
    }
    const Place *p = &all->gazetteer->places[place];
    uint32_t country = main_country(all, view_reading(all, first));
    bool elsewhere = country != NO_PLACE && place != country && !gazetteer_within(all->gazetteer, place, country);
    bool wide = p->type == PLACE_COUNTRY || p->type == PLACE_REGION;
    return elsewhere ? wide || !named : !named && !near;
}

static void add_weak(Arena *arena, const Views *all, uint32_t place, Incident *x)
{
    Str *why = arena_array(arena, Str, x->why_count + 1);

    if (x->why_count)
        memcpy(why, x->why, x->why_count * sizeof *why);
    why[x->why_count++] = arena_printf(arena, "where is left open: " STR_FMT " is named beside this, not as the place where "
                                       "it happened", STR_ARG(all->gazetteer->places[place].en));
    x->why = why;
}

static void incident_make(Arena *arena, const Views *all, const Members *m, Incident *x)
{
    take_members(arena, all, m, x);
    uint32_t place = common_place(all, m);
    if (place != NO_PLACE && place_is_weak(all, m, place)) {
        add_weak(arena, all, place, x);
        place = NO_PLACE;
    }
    if (place != NO_PLACE) {
        const Place *p = &all->gazetteer->places[place];
        x->place_id = p->id;
        x->lat = p->lat;
        x->lon = p->lon;
        x->precision_m = p->precision_m;
    }
    common_days(all, m, x->kind == INCIDENT_SITUATION, &x->first, &x->last);
    x->edtf = edtf_of_days(arena, x->first, x->last);
    x->title = title_of(arena, all, m, x, place);
}

/* Voices and origins, and what the case does not show of them; see model/tally.h. */
static void count_voices(Arena *arena, const TallyIndex *index, Incident *x)
{
    Tally t = tally_claims(arena, index, x->claims, x->claim_count);

    x->voices = (int32_t)t.voice_count;
    x->origins = t.origin_count ? (int32_t)t.origin_count : 1;
    if (t.unseen.len == 0)
        return;
    Str *why = arena_array(arena, Str, x->why_count + 1);
    if (x->why_count)
        memcpy(why, x->why, x->why_count * sizeof *why);
    why[x->why_count++] = t.unseen;
    x->why = why;
}

void incidents_make(Arena *arena, const Views *all, const Clusters *groups, Corpus *c)
{
    Members *members = arena_array(arena, Members, groups->group_count + 1);
    VEC(Incident) found = { 0 };
    TallyIndex index = tally_index(arena, c);
    size_t cursor = 0;

    for (uint32_t i = 0; i < all->count; i++)
        if (groups->group[i] != NO_GROUP)
            vec_push(arena, &members[groups->group[i]], i);
    for (uint32_t g = 0; g < groups->group_count; g++) {
        Incident x = { .first = DAY_UNKNOWN, .last = DAY_UNKNOWN };
        take_reasons(arena, all, groups, g, &cursor, &x);
        if (!worth_a_row(all, &members[g]))
            continue;
        incident_make(arena, all, &members[g], &x);
        count_voices(arena, &index, &x);
        vec_push(arena, &found, x);
    }
    c->incidents = found.at;
    c->incident_count = found.count;
}
