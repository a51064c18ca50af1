/* correct.c -- see correct.h. */
#include "weigh/correct.h"

#include "base/strbuf.h"
#include "base/auto.h"
#include "model/edtf.h"
#include "model/judged.h"

/* ---- values as typed ---- */

#define PLACES_LISTED 6

static Status place_value(Arena *arena, const Gazetteer *g, Str typed, Str *ret, Error *err)
{
    AUTO_STRBUF list = { 0 };
    uint32_t at = gazetteer_find(g, typed), found = NO_PLACE;
    size_t count = 0;

    for (uint32_t i = 0; at == NO_PLACE && i < g->count; i++) {
        const Place *p = &g->places[i];
        if (!str_eq(p->en, typed) && !str_eq(p->uk, typed) && !str_eq(p->ru, typed))
            continue;
        found = i;
        if (count++ < PLACES_LISTED)
            strbuf_printf(&list, "%s" STR_FMT, count > 1 ? ", " : "", STR_ARG(p->id));
    }
    if (at == NO_PLACE && count > 1)
        return fail(err, ERR_BAD_INPUT, "%zu places are called '" STR_FMT "': give the id of one (" STR_FMT "%s)", count,
                    STR_ARG(str_slice(typed, 0, 60)), STR_ARG(strbuf_str(&list)), count > PLACES_LISTED ? ", ..." : "");
    if (at == NO_PLACE && count == 0)
        return fail(err, ERR_BAD_INPUT, "no place has the id or the name '" STR_FMT "': `dokaz places find` gives ids",
                    STR_ARG(str_slice(typed, 0, 60)));
    *ret = arena_str(arena, g->places[at == NO_PLACE ? found : at].id);
    return OK;
}

static bool unit_is_known(const Corpus *c, Str unit)
{
    for (size_t r = 0; r < c->reading_count; r++)
        for (size_t i = 0; i < c->readings[r].mention_count; i++) {
            const Mention *m = &c->readings[r].mentions[i];
            if (m->kind == MENTION_QUANTITY && str_eq(m->quantity.counted, unit))
                return true;
        }
    return false;
}

static Status quantity_value(const Corpus *c, Str typed, Str *ret, Error *err)
{
    JudgedQuantity q;

    if (!judged_quantity(typed, &q))
        return fail(err, ERR_BAD_INPUT, "'" STR_FMT "' is no figure: write it as 51 killed, 40..50 wounded, 441.. body, "
                    "..20 killed civilian, or none killed", STR_ARG(str_slice(typed, 0, 60)));
    if (!unit_is_known(c, q.unit))
        return fail(err, ERR_BAD_INPUT, "'" STR_FMT "' is counted nowhere in this case: the word after the number is "
                    "a unit as the claims have it, such as killed, wounded, missing, body, person",
                    STR_ARG(str_slice(q.unit, 0, 40)));
    *ret = typed;
    return OK;
}

static Status acts_value(Arena *arena, const Taxonomy *t, Str typed, Str *ret, Error *err)
{
    Str rest = typed, code;

    while (str_cut(&rest, ',', &code))
        if (!act_bit(t, str_trim(code)))
            return fail(err, ERR_BAD_INPUT, "'" STR_FMT "' is no code of an act: they are those of "
                        "data/taxonomy/acts.tsv, parted by commas, such as KILL_ATTACK,DESTROY",
                        STR_ARG(str_slice(code, 0, 40)));
    *ret = acts_join(arena, t, acts_split(t, typed, ','), ',');
    return OK;
}

static Status one_of(bool is, Str typed, const char *these, Str *ret, Error *err)
{
    if (!is)
        return fail(err, ERR_BAD_INPUT, "'" STR_FMT "' is none of: %s", STR_ARG(str_slice(typed, 0, 40)), these);
    *ret = typed;
    return OK;
}

static bool days_of(Str edtf, int32_t *first, int32_t *last)
{
    size_t slash = str_find(edtf, S("/"), 0);
    int32_t unused;

    if (slash == SIZE_MAX)
        return edtf_days(edtf, first, last);
    return edtf_days(str_slice(edtf, 0, slash), first, &unused) &&
           edtf_days(str_slice(edtf, slash + 1, SIZE_MAX), &unused, last) && *first <= *last;
}

Status correction_value(Arena *arena, const Gazetteer *g, const Corpus *c, JudgedField field, Str typed, Str *ret,
                        Error *err)
{
    int32_t first, last;

    if (str_eq(typed, S("none")) && field != FIELD_MODALITY && field != FIELD_AGGREGATE && field != FIELD_ACTS) {
        if (field == FIELD_QUANTITY)
            return fail(err, ERR_BAD_INPUT, "none of what? Write none killed, none wounded ...");
        *ret = S("");
        return OK;
    }
    switch (field) {
    case FIELD_PLACE:
        return place_value(arena, g, typed, ret, err);
    case FIELD_DATE:
    case FIELD_SAID_ON:
        if (!days_of(typed, &first, &last))
            return fail(err, ERR_BAD_INPUT, "'" STR_FMT "' is no date of the calendar: write 2022-09-10, 2022-09, 2022 or "
                        "two of them as 2022-03-01/2022-03-09; none for unknown", STR_ARG(str_slice(typed, 0, 40)));
        *ret = typed;
        return OK;
    case FIELD_QUANTITY:
        return quantity_value(c, typed, ret, err);
    case FIELD_ACTS:
        return acts_value(arena, c->taxonomy, typed, ret, err);
    case FIELD_MODALITY:
        return one_of(modality_of(typed) >= 0, typed, "asserted, alleged, denied, planned, hypothetical, opinion", ret,
                      err);
    case FIELD_AGGREGATE:
        return one_of(str_eq(typed, S("yes")) || str_eq(typed, S("no")), typed, "yes, no", ret, err);
    default:
        *ret = typed;
        return OK;
    }
}

/* ---- laying over ---- */

/* A reading of which claims and mentions may be changed. */
typedef struct Copy {
    Arena   *arena;
    Reading *reading;
    size_t   mention_room;
    bool     made;
} Copy;

static void begin_copy(Copy *copy)
{
    Reading *r = copy->reading;
    Claim *claims = arena_array(copy->arena, Claim, r->claim_count + 1);

    if (copy->made)
        return;
    if (r->claim_count)
        memcpy(claims, r->claims, sizeof *claims * r->claim_count);
    r->claims = claims;
    copy->mention_room = r->mention_count;
    copy->made = true;
}

static int32_t add_mention(Copy *copy, Mention m)
{
    Reading *r = copy->reading;

    if (r->mention_count == copy->mention_room) {
        Mention *more = arena_array(copy->arena, Mention, r->mention_count + 8);
        if (r->mention_count)
            memcpy(more, r->mentions, sizeof *more * r->mention_count);
        r->mentions = more;
        copy->mention_room = r->mention_count + 8;
    }
    r->mentions[r->mention_count] = m;
    return (int32_t)r->mention_count++;
}

/* No name of the text: SENSE_PART_OF_NAME keeps it from whoever looks for places beside one another. */
static bool lay_place(Copy *copy, const Gazetteer *g, Claim *claim, Str value)
{
    uint32_t at = value.len ? gazetteer_find(g, value) : NO_PLACE;

    if (value.len == 0) {
        claim->place = -1;
        return true;
    }
    if (at == NO_PLACE)
        return false;
    const Place *p = &g->places[at];
    uint32_t oblast = gazetteer_ancestor(g, at, PLACE_OBLAST), country = gazetteer_ancestor(g, at, PLACE_COUNTRY);
    claim->place = add_mention(copy, (Mention){
        .id = claim->id, .span = claim->span, .segment = claim->segment, .kind = MENTION_PLACE, .name = p->en,
        .lemma = p->en, .rule = S("judgement"), .place = {
            .place_id = p->id, .type = place_type_name(p->type),
            .admin1 = oblast == NO_PLACE ? STR_NONE : g->places[oblast].en,
            .country = country == NO_PLACE ? STR_NONE : g->places[country].id, .lat = p->lat, .lon = p->lon,
            .precision_m = p->precision_m, .sense = SENSE_PART_OF_NAME, .candidates = 1,
        } });
    return true;
}

static void lay_date(Claim *claim, Str value)
{
    claim->date = -1;
    claim->edtf = value.len ? value : STR_NONE;
    if (value.len == 0 || !days_of(value, &claim->first, &claim->last))
        claim->first = claim->last = DAY_UNKNOWN;
}

static void lay_quantity(Copy *copy, Claim *claim, Str value)
{
    JudgedQuantity q;
    int32_t *list = arena_array(copy->arena, int32_t, claim->quantity_count + 1);
    size_t count = 0, at = SIZE_MAX;

    if (!judged_quantity(value, &q))
        return;
    for (size_t i = 0; i < claim->quantity_count; i++) {
        const Mention *m = &copy->reading->mentions[claim->quantities[i]];
        if (at == SIZE_MAX && m->kind == MENTION_QUANTITY && str_eq(m->quantity.counted, q.unit)) {
            at = count;
            if (q.none)
                continue;
        }
        list[count++] = claim->quantities[i];
    }
    if (!q.none) {
        Mention m = { .id = claim->id, .span = claim->span, .kind = MENTION_QUANTITY, .name = value,
                      .quantity = { .measure = MEASURE_COUNT, .part_of = -1 } };
        if (at != SIZE_MAX)
            m = copy->reading->mentions[list[at]];
        m.segment = claim->segment;
        m.rule = S("judgement");
        m.quantity.low = q.low;
        m.quantity.high = q.high;
        m.quantity.approximate = false;
        m.quantity.counted = q.unit;
        if (q.who.len)
            m.quantity.who = q.who;
        list[at != SIZE_MAX ? at : count] = add_mention(copy, m);
        count += at == SIZE_MAX;
    }
    claim->quantities = list;
    claim->quantity_count = count;
}

static Party party_of(const Claim *claim, Party was, Str value)
{
    if (value.len == 0)
        return (Party){ SPAN_NONE, STR_NONE };
    return (Party){ span_is(was.span) ? was.span : claim->span, value };
}

static bool lay_one(Copy *copy, const Gazetteer *g, const Taxonomy *t, Claim *claim, const Judgement *j)
{
    switch (j->field) {
    case FIELD_PLACE:       return lay_place(copy, g, claim, j->value);
    case FIELD_DATE:        lay_date(claim, j->value); break;
    case FIELD_SAID_ON:     claim->said_on = j->value.len ? j->value : STR_NONE; break;
    case FIELD_QUANTITY:    lay_quantity(copy, claim, j->value); break;
    case FIELD_ACTS:        claim->acts = acts_split(t, j->value, ','); break;
    case FIELD_BY:          claim->by = party_of(claim, claim->by, j->value); break;
    case FIELD_TO:          claim->to = party_of(claim, claim->to, j->value); break;
    case FIELD_MODALITY:    claim->modality = (Modality)modality_of(j->value); break;
    case FIELD_AGGREGATE:   claim->aggregate = str_eq(j->value, S("yes")); break;
    default:                break;
    }
    return true;
}

void corrections_lay_over(Arena *arena, const Gazetteer *g, Judgements *all, Corpus *c)
{
    Reading *readings = arena_array(arena, Reading, c->reading_count + 1);
    Copy *copies = arena_array(arena, Copy, c->reading_count + 1);

    if (c->reading_count)
        memcpy(readings, c->readings, sizeof *readings * c->reading_count);
    c->readings = readings;
    for (size_t i = 0; i < all->count; i++) {
        Judgement *j = &all->at[i];
        if (j->kind != JUDGE_CORRECT || j->state != JUDGEMENT_STANDS || j->blind || j->anchor_count == 0)
            continue;
        ClaimRef ref = j->refs[0];
        Copy *copy = &copies[ref.reading];
        if (!copy->made)
            *copy = (Copy){ .arena = arena, .reading = &readings[ref.reading] };
        begin_copy(copy);
        if (lay_one(copy, g, c->taxonomy, &copy->reading->claims[ref.claim], j))
            continue;
        j->state = JUDGEMENT_STALE;
        j->why = S("the tables of places do not have this place any more");
    }
}
