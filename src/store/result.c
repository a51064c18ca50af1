/* result.c -- what TRACE and WEIGH made of all readings: replaced whole by every run.
 *
 * In memory a claim is two indices; in the index it is the number of its
 * document and its ordinal there, so that rows still fit after one more
 * document came in between.
 */
#include "store/db.h"

/* The readings of a corpus and the numbers of their documents, both ascending. */
typedef struct Context {
    Store         *store;
    Arena         *arena;       /* loading only */
    Corpus        *corpus;
    const int64_t *numbers;
    int64_t        run;
} Context;

/* ---- claims by number ---- */

static void put_claim(Row *out, const Context *x, ClaimRef ref)
{
    put_i64(out, x->numbers[ref.reading]);
    put_i64(out, ref.claim == CLAIM_NONE ? -1 : (int64_t)ref.claim);
}

/* Index of the reading with this number; an error when the document is gone. */
static uint32_t get_reading(Row *in, const Context *x)
{
    int64_t number = get_i64(in);
    size_t low = 0, high = x->corpus->reading_count;

    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (x->numbers[middle] < number)
            low = middle + 1;
        else
            high = middle;
    }
    if (low < x->corpus->reading_count && x->numbers[low] == number)
        return (uint32_t)low;
    db_damaged(x->store, "a result rests on a document that is not there");
    return 0;
}

static ClaimRef get_claim(Row *in, const Context *x)
{
    ClaimRef ref;

    ref.reading = get_reading(in, x);
    int64_t claim = get_i64(in);
    ref.claim = claim < 0 ? CLAIM_NONE : (uint32_t)claim;
    if (claim >= 0 && (ref.reading >= x->corpus->reading_count ||
                       (size_t)claim >= x->corpus->readings[ref.reading].claim_count)) {
        db_damaged(x->store, "a result rests on a claim that is not there");
        ref.claim = CLAIM_NONE;
    }
    return ref;
}

static void members_put(const Context *x, Str family, size_t row, size_t part, const ClaimRef *claims, size_t count)
{
    Row out = row_of(x->store, "INSERT INTO member VALUES (?, ?, ?, ?, ?, ?)");

    for (size_t i = 0; i < count; i++) {
        put_str(&out, family);
        put_i64(&out, (int64_t)row);
        put_i64(&out, (int64_t)part);
        put_i64(&out, (int64_t)i);
        put_claim(&out, x, claims[i]);
        row_write(&out);
    }
}

static ClaimRef *members_load(const Context *x, Str family, size_t row, size_t part, size_t count)
{
    ClaimRef *claims = arena_array(x->arena, ClaimRef, count);
    if (count == 0)
        return claims;
    Row in = row_of(x->store, "SELECT document, claim FROM member WHERE family = ? AND row = ? AND part = ?"
                              " ORDER BY ordinal");
    size_t n = 0;

    put_str(&in, family);
    put_i64(&in, (int64_t)row);
    put_i64(&in, (int64_t)part);
    while (row_next(&in) && n < count)
        claims[n++] = get_claim(&in, x);
    if (n != count)
        db_damaged(x->store, "claims of a result are missing");
    return claims;
}

/* ---- derivations ---- */

static void derivations_put(const Context *x)
{
    for (size_t i = 0; i < x->corpus->derivation_count; i++) {
        const Derivation *d = &x->corpus->derivations[i];
        Row out = row_of(x->store, "INSERT INTO derivation VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)");
        put_i64(&out, (int64_t)i);
        put_i64(&out, x->run);
        put_claim(&out, x, d->from);
        put_claim(&out, x, d->to);
        put_str(&out, derivation_how_name(d->how));
        put_str(&out, d->evidence);
        put_i64(&out, (int64_t)d->passage_count);
        row_write(&out);
        out = row_of(x->store, "INSERT INTO passage VALUES (?, ?, ?, ?, ?, ?)");
        for (size_t k = 0; k < d->passage_count; k++) {
            put_i64(&out, (int64_t)i);
            put_i64(&out, (int64_t)k);
            put_span(&out, d->passages[k].from);
            put_span(&out, d->passages[k].to);
            row_write(&out);
        }
    }
}

static void passages_load(const Context *x)
{
    Row in = row_of(x->store, "SELECT derivation, ordinal, from_start, from_end, to_start, to_end FROM passage"
                              " ORDER BY derivation, ordinal");
    while (row_next(&in)) {
        size_t owner = get_u32(&in), i = get_u32(&in);
        if (owner >= x->corpus->derivation_count || i >= x->corpus->derivations[owner].passage_count) {
            db_damaged(x->store, "a passage without its derivation");
            continue;
        }
        x->corpus->derivations[owner].passages[i].from = get_span(&in);
        x->corpus->derivations[owner].passages[i].to = get_span(&in);
    }
}

static size_t count_rows(Store *store, const char *sql)
{
    Row in = row_of(store, sql);
    size_t count = row_next(&in) ? get_count(&in) : 0;

    row_next(&in);
    return count;
}

static void derivations_load(const Context *x)
{
    Corpus *c = x->corpus;
    size_t n = 0;

    c->derivation_count = count_rows(x->store, "SELECT count(*) FROM derivation");
    c->derivations = arena_array(x->arena, Derivation, c->derivation_count);
    Row in = row_of(x->store, "SELECT from_document, from_claim, to_document, to_claim, how, evidence, passages"
                              " FROM derivation ORDER BY ordinal");
    while (row_next(&in) && n < c->derivation_count) {
        Derivation *d = &c->derivations[n++];
        d->from = get_claim(&in, x);
        d->to = get_claim(&in, x);
        d->how = (DerivationHow)get_name(&in, derivation_how_of);
        d->evidence = get_str(&in, x->arena);
        d->passage_count = get_count(&in);
        d->passages = arena_array(x->arena, Passage, d->passage_count);
    }
    passages_load(x);
}

/* ---- origins ---- */

static void origins_put(const Context *x)
{
    for (size_t i = 0; i < x->corpus->origin_count; i++) {
        const Origin *o = &x->corpus->origins[i];
        Row out = row_of(x->store, "INSERT INTO origin VALUES (?, ?, ?, ?, ?, ?, ?, ?)");
        put_i64(&out, (int64_t)i);
        put_i64(&out, x->run);
        put_id(&out, &o->id);
        put_str(&out, origin_kind_name(o->kind));
        put_str(&out, o->name);
        put_i64(&out, (int64_t)o->claim_count);
        put_i64(&out, (int64_t)o->voice_count);
        put_i64(&out, (int64_t)o->why_count);
        row_write(&out);
        members_put(x, S("origin"), i, 0, o->claims, o->claim_count);
        lines_put(x->store, S("origin_voice"), 0, (int64_t)i, o->voices, o->voice_count);
        lines_put(x->store, S("origin_why"), 0, (int64_t)i, o->why, o->why_count);
    }
}

static void origins_load(const Context *x)
{
    Corpus *c = x->corpus;
    size_t n = 0;

    c->origin_count = count_rows(x->store, "SELECT count(*) FROM origin");
    c->origins = arena_array(x->arena, Origin, c->origin_count);
    Row in = row_of(x->store, "SELECT id, kind, name, claims, voices, whys FROM origin ORDER BY ordinal");
    while (row_next(&in) && n < c->origin_count) {
        Origin *o = &c->origins[n++];
        o->id = get_id(&in);
        o->kind = (OriginKind)get_name(&in, origin_kind_of);
        o->name = get_str(&in, x->arena);
        o->claim_count = get_count(&in);
        o->voice_count = get_count(&in);
        o->why_count = get_count(&in);
    }
    for (size_t i = 0; i < n; i++) {
        Origin *o = &c->origins[i];
        o->claims = members_load(x, S("origin"), i, 0, o->claim_count);
        lines_load(x->store, x->arena, S("origin_voice"), 0, (int64_t)i, &o->voices, o->voice_count);
        lines_load(x->store, x->arena, S("origin_why"), 0, (int64_t)i, &o->why, o->why_count);
    }
}

/* ---- incidents ---- */

static void incident_parts_put(const Context *x, size_t row, const Incident *n)
{
    Row out = row_of(x->store, "INSERT INTO incident_reading VALUES (?, ?, ?)");
    for (size_t i = 0; i < n->reading_count; i++) {
        put_i64(&out, (int64_t)row);
        put_i64(&out, (int64_t)i);
        put_i64(&out, x->numbers[n->readings[i]]);
        row_write(&out);
    }
    for (size_t i = 0; i < n->quantity_count; i++) {
        const IncidentQuantity *q = &n->quantities[i];
        out = row_of(x->store, "INSERT INTO incident_quantity VALUES (?, ?, ?, ?, ?, ?, ?)");
        put_i64(&out, (int64_t)row);
        put_i64(&out, (int64_t)i);
        put_str(&out, q->counted);
        put_str(&out, q->who);
        put_end(&out, q->low);
        put_end(&out, q->high);
        put_i64(&out, (int64_t)q->claim_count);
        row_write(&out);
        members_put(x, S("quantity"), row, i, q->claims, q->claim_count);
    }
    members_put(x, S("incident"), row, 0, n->claims, n->claim_count);
    lines_put(x->store, S("incident_why"), 0, (int64_t)row, n->why, n->why_count);
}

static void incidents_put(const Context *x)
{
    for (size_t i = 0; i < x->corpus->incident_count; i++) {
        const Incident *n = &x->corpus->incidents[i];
        Row out = row_of(x->store, "INSERT INTO incident VALUES"
                                   " (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)");
        put_i64(&out, (int64_t)i);
        put_i64(&out, x->run);
        put_id(&out, &n->id);
        put_str(&out, n->title);
        put_str(&out, incident_kind_name(n->kind));
        put_str(&out, n->place_id);
        put_double(&out, n->lat);
        put_double(&out, n->lon);
        put_i64(&out, n->precision_m);
        put_str(&out, n->edtf);
        put_day(&out, n->first);
        put_day(&out, n->last);
        put_acts(&out, n->acts);
        put_i64(&out, n->voices);
        put_i64(&out, n->origins);
        put_str(&out, n->grade);
        put_str(&out, n->graded);
        put_i64(&out, n->aggregate);
        put_i64(&out, (int64_t)n->claim_count);
        put_i64(&out, (int64_t)n->reading_count);
        put_i64(&out, (int64_t)n->quantity_count);
        put_i64(&out, (int64_t)n->why_count);
        row_write(&out);
        incident_parts_put(x, i, n);
    }
}

static void incident_parts_load(const Context *x, size_t row, Incident *n)
{
    size_t count = 0;

    n->claims = members_load(x, S("incident"), row, 0, n->claim_count);
    lines_load(x->store, x->arena, S("incident_why"), 0, (int64_t)row, &n->why, n->why_count);
    n->readings = arena_array(x->arena, uint32_t, n->reading_count);
    Row in = row_of(x->store, "SELECT document FROM incident_reading WHERE incident = ? ORDER BY ordinal");
    put_i64(&in, (int64_t)row);
    while (row_next(&in) && count < n->reading_count)
        n->readings[count++] = get_reading(&in, x);
    if (count != n->reading_count)
        db_damaged(x->store, "documents of an incident are missing");

    n->quantities = arena_array(x->arena, IncidentQuantity, n->quantity_count);
    in = row_of(x->store, "SELECT counted, who, low, high, claims FROM incident_quantity WHERE incident = ?"
                          " ORDER BY ordinal");
    put_i64(&in, (int64_t)row);
    count = 0;
    while (row_next(&in) && count < n->quantity_count) {
        IncidentQuantity *q = &n->quantities[count++];
        q->counted = get_str(&in, x->arena);
        q->who = get_str(&in, x->arena);
        q->low = get_end(&in);
        q->high = get_end(&in);
        q->claim_count = get_count(&in);
    }
    if (count != n->quantity_count)
        db_damaged(x->store, "quantities of an incident are missing");
    for (size_t i = 0; i < count; i++)
        n->quantities[i].claims = members_load(x, S("quantity"), row, i, n->quantities[i].claim_count);
}

static void incidents_load(const Context *x)
{
    Corpus *c = x->corpus;
    size_t count = 0;

    c->incident_count = count_rows(x->store, "SELECT count(*) FROM incident");
    c->incidents = arena_array(x->arena, Incident, c->incident_count);
    Row in = row_of(x->store, "SELECT id, title, kind, place_id, lat, lon, precision_m, edtf, first, last, acts, voices,"
                              " origins, grade, graded, aggregate, claims, readings, quantities, whys"
                              " FROM incident ORDER BY ordinal");
    while (row_next(&in) && count < c->incident_count) {
        Incident *n = &c->incidents[count++];
        n->id = get_id(&in);
        n->title = get_str(&in, x->arena);
        n->kind = (IncidentKind)get_name(&in, incident_kind_of);
        n->place_id = get_str(&in, x->arena);
        n->lat = get_double(&in);
        n->lon = get_double(&in);
        n->precision_m = get_i32(&in);
        n->edtf = get_str(&in, x->arena);
        n->first = get_day(&in);
        n->last = get_day(&in);
        n->acts = get_acts(&in);
        n->voices = get_i32(&in);
        n->origins = get_i32(&in);
        n->grade = get_str(&in, x->arena);
        n->graded = get_str(&in, x->arena);
        n->aggregate = get_i64(&in) != 0;
        n->claim_count = get_count(&in);
        n->reading_count = get_count(&in);
        n->quantity_count = get_count(&in);
        n->why_count = get_count(&in);
    }
    for (size_t i = 0; i < count; i++)
        incident_parts_load(x, i, &c->incidents[i]);
}

/* ---- conflicts ---- */

static void conflicts_put(const Context *x)
{
    for (size_t i = 0; i < x->corpus->conflict_count; i++) {
        const Conflict *f = &x->corpus->conflicts[i];
        Row out = row_of(x->store, "INSERT INTO conflict VALUES (?, ?, ?, ?, ?, ?, ?, ?)");
        put_i64(&out, (int64_t)i);
        put_i64(&out, x->run);
        put_id(&out, &f->id);
        put_str(&out, conflict_kind_name(f->kind));
        put_str(&out, verdict_name(f->verdict));
        put_str(&out, f->why);
        put_i64(&out, (int64_t)f->span_count);
        put_i64(&out, (int64_t)f->claim_count);
        row_write(&out);
        out = row_of(x->store, "INSERT INTO conflict_span VALUES (?, ?, ?, ?, ?)");
        for (size_t k = 0; k < f->span_count; k++) {
            put_i64(&out, (int64_t)i);
            put_i64(&out, (int64_t)k);
            put_i64(&out, x->numbers[f->spans[k].reading]);
            put_span(&out, f->spans[k].span);
            row_write(&out);
        }
        members_put(x, S("conflict"), i, 0, f->claims, f->claim_count);
    }
}

static void conflicts_load(const Context *x)
{
    Corpus *c = x->corpus;
    size_t count = 0;

    c->conflict_count = count_rows(x->store, "SELECT count(*) FROM conflict");
    c->conflicts = arena_array(x->arena, Conflict, c->conflict_count);
    Row in = row_of(x->store, "SELECT id, kind, verdict, why, spans, claims FROM conflict ORDER BY ordinal");
    while (row_next(&in) && count < c->conflict_count) {
        Conflict *f = &c->conflicts[count++];
        f->id = get_id(&in);
        f->kind = (ConflictKind)get_name(&in, conflict_kind_of);
        f->verdict = (Verdict)get_name(&in, verdict_of);
        f->why = get_str(&in, x->arena);
        f->span_count = get_count(&in);
        f->spans = arena_array(x->arena, ConflictSpan, f->span_count);
        f->claim_count = get_count(&in);
    }
    for (size_t i = 0; i < count; i++) {
        Conflict *f = &c->conflicts[i];
        size_t spans = 0;
        f->claims = members_load(x, S("conflict"), i, 0, f->claim_count);
        in = row_of(x->store, "SELECT document, start, end FROM conflict_span WHERE conflict = ? ORDER BY ordinal");
        put_i64(&in, (int64_t)i);
        while (row_next(&in) && spans < f->span_count) {
            f->spans[spans].reading = get_reading(&in, x);
            f->spans[spans++].span = get_span(&in);
        }
        if (spans != f->span_count)
            db_damaged(x->store, "spans of a conflict are missing");
    }
}

/* ---- all together ---- */

static int64_t *document_numbers(Store *store, Arena *arena, size_t *count)
{
    size_t n = 0, expected = count_rows(store, "SELECT count(*) FROM document");
    int64_t *numbers = arena_array(arena, int64_t, expected);
    Row in = row_of(store, "SELECT number FROM document ORDER BY number");

    while (row_next(&in) && n < expected)
        numbers[n++] = get_i64(&in);
    *count = n;
    return numbers;
}

static void results_clear(Store *store)
{
    static const char *const sql[] = {
        "DELETE FROM derivation", "DELETE FROM passage", "DELETE FROM origin", "DELETE FROM incident",
        "DELETE FROM incident_reading", "DELETE FROM incident_quantity", "DELETE FROM conflict",
        "DELETE FROM conflict_span", "DELETE FROM member",
        "DELETE FROM line WHERE family IN ('origin_voice', 'origin_why', 'incident_why')",
    };
    for (size_t i = 0; i < sizeof sql / sizeof *sql; i++)
        db_exec(store, sql[i]);
}

Status store_put_results(Store *store, const Corpus *corpus, int64_t run, Error *err)
{
    Arena *arena = store->scratch;
    ArenaMark mark = arena_mark(arena);
    Corpus view = *corpus;
    size_t count = 0;
    Context x = { store, arena, &view, document_numbers(store, arena, &count), run };

    if (store->trouble.status == OK && count != corpus->reading_count) {
        arena_rewind(arena, mark);
        return fail(err, ERR_CHECK, "the results speak of %zu documents, the index has %zu", corpus->reading_count,
                    count);
    }
    results_clear(store);
    derivations_put(&x);
    origins_put(&x);
    incidents_put(&x);
    conflicts_put(&x);
    arena_rewind(arena, mark);
    return db_check(store, err);
}

void results_load(Store *store, Arena *arena, Corpus *corpus, const int64_t *numbers)
{
    Context x = { store, arena, corpus, numbers, 0 };

    derivations_load(&x);
    origins_load(&x);
    incidents_load(&x);
    conflicts_load(&x);
}
