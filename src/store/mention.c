/* mention.c -- segments and mentions, and the numbers of people that stand in them. */
#include "store/db.h"

#include "base/auto.h"
#include "base/vec.h"

/* ---- segments ---- */

void segments_put(Store *store, int64_t document, const Reading *r)
{
    Row out = row_of(store, "INSERT INTO segment VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)");

    for (size_t i = 0; i < r->segment_count; i++) {
        const Segment *s = &r->segments[i];
        put_i64(&out, document);
        put_i64(&out, (int64_t)i);
        put_id(&out, &s->id);
        put_span(&out, s->span);
        put_str(&out, segment_role_name(s->role));
        put_str(&out, s->language);
        put_i64(&out, s->page);
        put_i64(&out, s->paragraph);
        put_i64(&out, s->supports);
        row_write(&out);
    }
}

void segments_load(Store *store, Arena *arena, int64_t document, Reading *r)
{
    r->segments = arena_array(arena, Segment, r->segment_count);
    Row in = row_of(store, "SELECT id, start, end, role, language, page, paragraph, supports"
                           " FROM segment WHERE document = ? ORDER BY ordinal");
    size_t n = 0;

    put_i64(&in, document);
    while (row_next(&in) && n < r->segment_count) {
        Segment *s = &r->segments[n++];
        s->id = get_id(&in);
        s->span = get_span(&in);
        s->role = (SegmentRole)get_name(&in, segment_role_of);
        s->language = get_str(&in, arena);
        s->page = get_i32(&in);
        s->paragraph = get_i32(&in);
        s->supports = get_i32(&in);
    }
    if (n != r->segment_count)
        db_damaged(store, "segments are missing");
}

/* ---- mentions ---- */

/* Parameters of the INSERT below: where the columns of each kind begin. */
enum { AT_PLACE = 10, AT_DATE = 20, AT_QUANTITY = 27, AT_PERSON = 37, AT_ACT = 43 };

/* Meanings of an ambiguous name as one text; ids have no blanks. */
static void put_options(Arena *arena, Row *out, const PlaceFields *p)
{
    AUTO_STRBUF text = { 0 };

    for (int32_t i = 0; i < p->option_count; i++)
        strbuf_printf(&text, "%s" STR_FMT " %.6f %d", i ? ";" : "", STR_ARG(p->options[i].place_id), p->options[i].share,
                      p->options[i].reasons);
    put_str(out, p->option_count ? arena_str(arena, strbuf_str(&text)) : STR_NONE);
}

static void get_options(Row *in, Arena *arena, PlaceFields *p)
{
    VEC(PlaceMeaning) found = { 0 };
    Str rest = get_str(in, arena), one, share, reasons;

    while (rest.len && str_cut(&rest, ';', &one)) {
        PlaceMeaning m = { .share = 0 };
        int64_t bits = 0;
        if (str_cut(&one, ' ', &m.place_id) && str_cut(&one, ' ', &share) && str_cut(&one, ' ', &reasons) &&
            str_to_double(share, &m.share) && str_to_i64(reasons, &bits)) {
            m.reasons = (uint8_t)bits;
            vec_push(arena, &found, m);
        }
    }
    p->options = found.at;
    p->option_count = (int32_t)found.count;
}

static void put_place(Arena *arena, Row *out, const PlaceFields *p)
{
    put_str(out, p->place_id);
    put_str(out, p->type);
    put_str(out, p->admin1);
    put_str(out, p->country);
    put_double(out, p->lat);
    put_double(out, p->lon);
    put_i64(out, p->precision_m);
    put_str(out, place_sense_name(p->sense));
    put_i64(out, p->candidates);
    put_options(arena, out, p);
}

static void get_place(Row *in, Arena *arena, PlaceFields *p)
{
    p->place_id = get_str(in, arena);
    p->type = get_str(in, arena);
    p->admin1 = get_str(in, arena);
    p->country = get_str(in, arena);
    p->lat = get_double(in);
    p->lon = get_double(in);
    p->precision_m = get_i32(in);
    p->sense = (PlaceSense)get_name(in, place_sense_of);
    p->candidates = get_i32(in);
    get_options(in, arena, p);
}

static void put_date(Row *out, const DateFields *d)
{
    put_str(out, timex_type_name(d->timex));
    put_str(out, d->value);
    put_str(out, d->mod);
    put_str(out, d->edtf);
    put_day(out, d->first);
    put_day(out, d->last);
    put_str(out, resolution_name(d->resolution));
}

static void get_date(Row *in, Arena *arena, DateFields *d)
{
    d->timex = (TimexType)get_name(in, timex_type_of);
    d->value = get_str(in, arena);
    d->mod = get_str(in, arena);
    d->edtf = get_str(in, arena);
    d->first = get_day(in);
    d->last = get_day(in);
    d->resolution = (Resolution)get_name(in, resolution_of);
}

static void put_quantity(Row *out, const QuantityFields *q)
{
    put_end(out, q->low);
    put_end(out, q->high);
    put_i64(out, q->approximate);
    put_str(out, q->counted);
    put_str(out, q->who);
    put_str(out, measure_name(q->measure));
    put_i64(out, q->part_of);
    put_i64(out, q->each);
    put_i64(out, q->so_far);
    put_str(out, q->as_of);
}

static void get_quantity(Row *in, Arena *arena, QuantityFields *q)
{
    q->low = get_end(in);
    q->high = get_end(in);
    q->approximate = get_i64(in) != 0;
    q->counted = get_str(in, arena);
    q->who = get_str(in, arena);
    q->measure = (Measure)get_name(in, measure_of);
    q->part_of = (int32_t)get_i64(in);
    q->each = get_i64(in) != 0;
    q->so_far = get_i64(in) != 0;
    q->as_of = get_str(in, arena);
}

static void put_person(Row *out, const PersonFields *p)
{
    put_str(out, p->role);
    put_i64(out, p->protect);
    put_str(out, p->why);
    put_i64(out, p->named);
    put_i64(out, p->entity);
    put_i64(out, p->number);
}

static void get_person(Row *in, Arena *arena, PersonFields *p)
{
    p->role = get_str(in, arena);
    p->protect = get_i64(in) != 0;
    p->why = get_str(in, arena);
    p->named = get_i64(in) != 0;
    p->entity = get_i32(in);
    p->number = get_i32(in);
}

void mentions_put(Store *store, int64_t document, const Reading *r)
{
    Row out = row_of(store, "INSERT INTO mention VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?,"
                            " ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)");
    ArenaMark mark = arena_mark(store->scratch);

    for (size_t i = 0; i < r->mention_count; i++) {
        const Mention *m = &r->mentions[i];
        if (out.handle)
            sqlite3_clear_bindings(out.handle);     /* columns of other kinds are NULL */
        put_i64(&out, document);
        put_i64(&out, (int64_t)i);
        put_id(&out, &m->id);
        put_span(&out, m->span);
        put_i64(&out, m->segment);
        put_str(&out, mention_kind_name(m->kind));
        put_str(&out, m->name);
        put_str(&out, m->lemma);
        put_str(&out, m->rule);
        switch (m->kind) {
        case MENTION_PLACE:        out.column = AT_PLACE;    put_place(store->scratch, &out, &m->place);       break;
        case MENTION_DATE:         out.column = AT_DATE;     put_date(&out, &m->date);         break;
        case MENTION_QUANTITY:     out.column = AT_QUANTITY; put_quantity(&out, &m->quantity); break;
        case MENTION_PERSON:       out.column = AT_PERSON;   put_person(&out, &m->person);     break;
        case MENTION_ACT:          out.column = AT_ACT;      put_acts(&out, m->acts);          break;
        case MENTION_ORGANISATION: break;
        }
        row_write(&out);
    }
    arena_rewind(store->scratch, mark);
}

void mentions_load(Store *store, Arena *arena, int64_t document, Reading *r)
{
    r->mentions = arena_array(arena, Mention, r->mention_count);
    Row in = row_of(store, "SELECT id, start, end, segment, kind, name, lemma, rule, place_id, place_type, admin1,"
        " country, lat, lon, precision_m, sense, candidates, options, timex, value, mod, edtf, first, last, resolution,"
        " low, high, approximate, counted, who, measure, part_of, each, so_far, as_of, role, protect, why, named, entity, number, acts"
        " FROM mention WHERE document = ? ORDER BY ordinal");
    size_t n = 0;

    put_i64(&in, document);
    while (row_next(&in) && n < r->mention_count) {
        Mention *m = &r->mentions[n++];
        m->id = get_id(&in);
        m->span = get_span(&in);
        m->segment = get_i32(&in);
        m->kind = (MentionKind)get_name(&in, mention_kind_of);
        m->name = get_str(&in, arena);
        m->lemma = get_str(&in, arena);
        m->rule = get_str(&in, arena);
        switch (m->kind) {      /* the SELECT leaves out the first two columns */
        case MENTION_PLACE:        in.column = AT_PLACE - 2;    get_place(&in, arena, &m->place);       break;
        case MENTION_DATE:         in.column = AT_DATE - 2;     get_date(&in, arena, &m->date);         break;
        case MENTION_QUANTITY:     in.column = AT_QUANTITY - 2; get_quantity(&in, arena, &m->quantity); break;
        case MENTION_PERSON:       in.column = AT_PERSON - 2;   get_person(&in, arena, &m->person);     break;
        case MENTION_ACT:          in.column = AT_ACT - 2;      m->acts = get_acts(&in);                break;
        case MENTION_ORGANISATION: break;
        }
    }
    if (n != r->mention_count)
        db_damaged(store, "mentions are missing");
}

Status store_known_person_numbers(Store *store, Arena *arena, int32_t **ret, size_t *count, Error *err)
{
    VEC(int32_t) found = { 0 };
    Row in = row_of(store, "SELECT DISTINCT number FROM mention WHERE number > 0 ORDER BY number");

    while (row_next(&in)) {
        int32_t number = get_i32(&in);
        vec_push(arena, &found, number);
    }
    Status status = db_check(store, err);
    if (status == OK) {
        *ret = found.at;
        *count = found.count;
    }
    return status;
}
