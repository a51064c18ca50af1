/* claim.c -- attributions and claims, with their contents, quantities and chains. */
#include "store/db.h"

/* ---- attributions ---- */

static void contents_put(Store *store, int64_t document, size_t attribution, const Attribution *a)
{
    Row out = row_of(store, "INSERT INTO attribution_content VALUES (?, ?, ?, ?, ?)");

    for (size_t i = 0; i < a->content_count; i++) {
        put_i64(&out, document);
        put_i64(&out, (int64_t)attribution);
        put_i64(&out, (int64_t)i);
        put_span(&out, a->content[i]);
        row_write(&out);
    }
}

void attributions_put(Store *store, int64_t document, const Reading *r)
{
    for (size_t i = 0; i < r->attribution_count; i++) {
        const Attribution *a = &r->attributions[i];
        Row out = row_of(store, "INSERT INTO attribution VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)");
        put_i64(&out, document);
        put_i64(&out, (int64_t)i);
        put_id(&out, &a->id);
        put_span(&out, a->source);
        put_span(&out, a->cue);
        put_str(&out, a->speaker);
        put_i64(&out, a->person);
        put_i64(&out, a->direct);
        put_i64(&out, a->kind);
        put_i64(&out, (int64_t)a->content_count);
        row_write(&out);
        contents_put(store, document, i, a);
    }
}

/* Rows of a part are stored in the order of their owners: one pass over all of a document. */
static void contents_load(Store *store, int64_t document, Reading *r)
{
    Row in = row_of(store, "SELECT attribution, ordinal, start, end FROM attribution_content"
                           " WHERE document = ? ORDER BY attribution, ordinal");
    put_i64(&in, document);
    while (row_next(&in)) {
        size_t owner = get_u32(&in), i = get_u32(&in);
        if (owner < r->attribution_count && i < r->attributions[owner].content_count)
            r->attributions[owner].content[i] = get_span(&in);
        else
            db_damaged(store, "a quotation without its speaker");
    }
}

void attributions_load(Store *store, Arena *arena, int64_t document, Reading *r)
{
    r->attributions = arena_array(arena, Attribution, r->attribution_count);
    Row in = row_of(store, "SELECT id, source_start, source_end, cue_start, cue_end, speaker, person, direct, kind, contents"
                           " FROM attribution WHERE document = ? ORDER BY ordinal");
    size_t n = 0;

    put_i64(&in, document);
    while (row_next(&in) && n < r->attribution_count) {
        Attribution *a = &r->attributions[n++];
        a->id = get_id(&in);
        a->source = get_span(&in);
        a->cue = get_span(&in);
        a->speaker = get_str(&in, arena);
        a->person = get_i32(&in);
        a->direct = get_i64(&in) != 0;
        a->kind = (AttributionKind)get_i64(&in);
        a->content_count = get_count(&in);
        a->content = arena_array(arena, Span, a->content_count);
    }
    if (n != r->attribution_count)
        db_damaged(store, "attributions are missing");
    contents_load(store, document, r);
}

/* ---- claims ---- */

static void put_party(Row *out, const Party *p)
{
    put_span(out, p->span);
    put_str(out, p->text);
}

static Party get_party(Row *in, Arena *arena)
{
    Party p;

    p.span = get_span(in);
    p.text = get_str(in, arena);
    return p;
}

static void parts_put(Store *store, int64_t document, size_t claim, const Claim *c)
{
    Row quantity = row_of(store, "INSERT INTO claim_quantity VALUES (?, ?, ?, ?)");
    for (size_t i = 0; i < c->quantity_count; i++) {
        put_i64(&quantity, document);
        put_i64(&quantity, (int64_t)claim);
        put_i64(&quantity, (int64_t)i);
        put_i64(&quantity, c->quantities[i]);
        row_write(&quantity);
    }
    Row link = row_of(store, "INSERT INTO chain_link VALUES (?, ?, ?, ?, ?, ?, ?, ?)");
    for (size_t i = 0; i < c->chain_count; i++) {
        put_i64(&link, document);
        put_i64(&link, (int64_t)claim);
        put_i64(&link, (int64_t)i);
        put_str(&link, c->chain[i].name);
        put_span(&link, c->chain[i].span);
        put_str(&link, chain_how_name(c->chain[i].how));
        put_i64(&link, c->chain[i].mention);
        row_write(&link);
    }
}

void claims_put(Store *store, int64_t document, const Reading *r)
{
    ArenaMark mark = arena_mark(store->scratch);

    for (size_t i = 0; i < r->claim_count; i++) {
        const Claim *c = &r->claims[i];
        Row out = row_of(store, "INSERT INTO claim VALUES"
                         " (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)");
        put_i64(&out, document);
        put_i64(&out, (int64_t)i);
        put_id(&out, &c->id);
        put_span(&out, c->span);
        put_i64(&out, c->segment);
        put_acts(&out, c->acts);
        put_party(&out, &c->by);
        put_party(&out, &c->to);
        put_i64(&out, c->place);
        put_i64(&out, c->date);
        put_str(&out, c->edtf);
        put_day(&out, c->first);
        put_day(&out, c->last);
        put_str(&out, c->said_on);
        put_str(&out, modality_name(c->modality));
        put_i64(&out, c->attribution);
        put_i64(&out, c->aggregate);
        put_str(&out, c->rule);
        put_i64(&out, (int64_t)c->quantity_count);
        put_i64(&out, (int64_t)c->chain_count);
        row_write(&out);
        parts_put(store, document, i, c);
    }
    arena_rewind(store->scratch, mark);
}

static void parts_load(Store *store, Arena *arena, int64_t document, Reading *r)
{
    Row in = row_of(store, "SELECT claim, ordinal, mention FROM claim_quantity WHERE document = ?"
                           " ORDER BY claim, ordinal");
    put_i64(&in, document);
    while (row_next(&in)) {
        size_t owner = get_u32(&in), i = get_u32(&in);
        if (owner < r->claim_count && i < r->claims[owner].quantity_count)
            r->claims[owner].quantities[i] = get_i32(&in);
        else
            db_damaged(store, "a quantity without its claim");
    }
    in = row_of(store, "SELECT claim, ordinal, name, start, end, how, mention FROM chain_link WHERE document = ?"
                       " ORDER BY claim, ordinal");
    put_i64(&in, document);
    while (row_next(&in)) {
        size_t owner = get_u32(&in), i = get_u32(&in);
        if (owner >= r->claim_count || i >= r->claims[owner].chain_count) {
            db_damaged(store, "a link of a chain without its claim");
            continue;
        }
        ChainLink *link = &r->claims[owner].chain[i];
        link->name = get_str(&in, arena);
        link->span = get_span(&in);
        link->how = (ChainHow)get_name(&in, chain_how_of);
        link->mention = get_i32(&in);
    }
}

void claims_load(Store *store, Arena *arena, int64_t document, Reading *r)
{
    r->claims = arena_array(arena, Claim, r->claim_count);
    Row in = row_of(store, "SELECT id, start, end, segment, acts, by_start, by_end, by_text, to_start, to_end, to_text,"
        " place, date, edtf, first, last, said_on, modality, attribution, aggregate, rule, quantities, links"
        " FROM claim WHERE document = ? ORDER BY ordinal");
    size_t n = 0;

    put_i64(&in, document);
    while (row_next(&in) && n < r->claim_count) {
        Claim *c = &r->claims[n++];
        c->id = get_id(&in);
        c->span = get_span(&in);
        c->segment = get_i32(&in);
        c->acts = get_acts(&in);
        c->by = get_party(&in, arena);
        c->to = get_party(&in, arena);
        c->place = get_i32(&in);
        c->date = get_i32(&in);
        c->edtf = get_str(&in, arena);
        c->first = get_day(&in);
        c->last = get_day(&in);
        c->said_on = get_str(&in, arena);
        c->modality = (Modality)get_name(&in, modality_of);
        c->attribution = get_i32(&in);
        c->aggregate = get_i64(&in) != 0;
        c->rule = get_str(&in, arena);
        c->quantity_count = get_count(&in);
        c->chain_count = get_count(&in);
        c->quantities = arena_array(arena, int32_t, c->quantity_count);
        c->chain = arena_array(arena, ChainLink, c->chain_count);
    }
    if (n != r->claim_count)
        db_damaged(store, "claims are missing");
    parts_load(store, arena, document, r);
}
