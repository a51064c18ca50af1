/* document.c -- originals, documents with their notes, and the corpus as a whole. */
#include "store/db.h"

#include "base/vec.h"

/* ---- originals and runs ---- */

Sha256 store_occurrence(Str document, Str path)
{
    Hasher *hasher = hasher_create();

    hasher_add(hasher, document);
    hasher_add(hasher, S("\n"));
    hasher_add(hasher, path);
    Sha256 hash = hasher_end(hasher);
    hasher_destroy(hasher);
    return hash;
}

Status store_occurs(Store *store, const Sha256 *occurrence, bool *found, Error *err)
{
    Row in = row_of(store, "SELECT 1 FROM original WHERE occurrence = ?");

    put_blob(&in, sha256_str(occurrence));
    bool there = row_next(&in);
    if (there)
        sqlite3_reset(in.handle);
    Status status = db_check(store, err);
    if (status == OK)
        *found = there;
    return status;
}

Status store_put_original(Store *store, const StoreOriginal *o, Error *err)
{
    Row out = row_of(store, "INSERT OR REPLACE INTO original VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)");

    put_i64(&out, o->log_index);
    put_str(&out, o->document);
    put_str(&out, o->sha256.ptr ? o->sha256 : o->document);
    put_str(&out, o->part);
    put_str(&out, o->holds);
    put_str(&out, o->path.ptr ? o->path : S(""));
    put_str(&out, o->url);
    put_str(&out, o->received_from);
    put_str(&out, o->media_type);
    put_i64(&out, (int64_t)o->bytes);
    put_i64(&out, o->time);
    put_str(&out, o->unread);
    put_blob(&out, sha256_str(&o->occurrence));
    row_write(&out);
    return db_check(store, err);
}

Status store_forget_item(Store *store, int64_t log_index, Error *err)
{
    Row original = row_of(store, "DELETE FROM original WHERE log_index = ?");
    put_i64(&original, log_index);
    row_write(&original);

    Row seen = row_of(store, "DELETE FROM intake WHERE log_index = ?");
    put_i64(&seen, log_index);
    row_write(&seen);
    return db_check(store, err);
}

Status store_originals(Store *store, Arena *arena, StoreOriginal **ret, size_t *count, Error *err)
{
    VEC(StoreOriginal) found = { 0 };
    Row in = row_of(store, "SELECT log_index, document, sha256, part, holds, path, url, received_from, media_type, bytes,"
                           " time, unread, occurrence"
                           " FROM original ORDER BY log_index");

    while (row_next(&in)) {
        StoreOriginal o;
        o.log_index = get_i64(&in);
        o.document = get_str(&in, arena);
        o.sha256 = get_str(&in, arena);
        o.part = get_str(&in, arena);
        o.holds = get_str(&in, arena);
        o.path = get_str(&in, arena);
        o.url = get_str(&in, arena);
        o.received_from = get_str(&in, arena);
        o.media_type = get_str(&in, arena);
        o.bytes = (uint64_t)get_i64(&in);
        o.time = get_i64(&in);
        o.unread = get_str(&in, arena);
        o.occurrence = get_hash(&in);
        vec_push(arena, &found, o);
    }
    Status status = db_check(store, err);
    if (status == OK) {
        *ret = found.at;
        *count = found.count;
    }
    return status;
}

Status store_runs(Store *store, Arena *arena, StoreRun **ret, size_t *count, Error *err)
{
    VEC(StoreRun) found = { 0 };
    Row in = row_of(store, "SELECT stage, program, data FROM run ORDER BY number");

    while (row_next(&in)) {
        StoreRun run;
        run.stage = get_str(&in, arena);
        run.program = get_str(&in, arena);
        run.data = get_str(&in, arena);
        vec_push(arena, &found, run);
    }
    Status status = db_check(store, err);
    if (status == OK) {
        *ret = found.at;
        *count = found.count;
    }
    return status;
}

Status store_put_fact(Store *store, Str name, int64_t value, Error *err)
{
    Row out = row_of(store, "INSERT OR REPLACE INTO fact VALUES (?, ?)");

    put_str(&out, name);
    put_i64(&out, value);
    row_write(&out);
    return db_check(store, err);
}

Status store_fact(Store *store, Str name, int64_t missing, int64_t *ret, Error *err)
{
    Row in = row_of(store, "SELECT value FROM fact WHERE name = ?");

    put_str(&in, name);
    bool found = row_next(&in);
    int64_t value = found ? get_i64(&in) : missing;
    if (found)
        row_next(&in);
    Status status = db_check(store, err);
    if (status == OK)
        *ret = value;
    return status;
}

/* ---- one reading ---- */

static void notes_put(Store *store, int64_t number, const Document *doc)
{
    Row out = row_of(store, "INSERT INTO note VALUES (?, ?, ?, ?, ?, ?)");

    for (size_t i = 0; i < doc->note_count; i++) {
        put_i64(&out, number);
        put_i64(&out, (int64_t)i);
        put_str(&out, doc->notes[i].code);
        put_span(&out, doc->notes[i].span);
        put_str(&out, doc->notes[i].text);
        row_write(&out);
    }
}

static void notes_load(Store *store, Arena *arena, int64_t number, Document *doc)
{
    doc->notes = arena_array(arena, Note, doc->note_count);
    if (doc->note_count == 0)
        return;
    Row in = row_of(store, "SELECT code, start, end, text FROM note WHERE document = ? ORDER BY ordinal");
    size_t n = 0;

    put_i64(&in, number);
    while (row_next(&in) && n < doc->note_count) {
        Note *note = &doc->notes[n++];
        note->code = get_str(&in, arena);
        note->span = get_span(&in);
        note->text = get_str(&in, arena);
    }
    if (n != doc->note_count)
        db_damaged(store, "notes are missing");
}

static void document_put(Store *store, const StorePlace *place, const Reading *r)
{
    const Document *doc = &r->doc;
    Row out = row_of(store, "INSERT INTO document VALUES"
                            " (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)");

    put_i64(&out, place->log_index);
    put_i64(&out, place->run);
    put_i64(&out, place->segmentation);
    put_str(&out, place->text);
    put_str(&out, place->fingerprint);
    put_str(&out, doc->id);
    put_str(&out, doc->sha256);
    put_str(&out, doc->path.ptr ? doc->path : S(""));
    put_str(&out, doc->media_type);
    put_str(&out, doc->language);
    put_str(&out, doc->title);
    put_str(&out, doc->publisher);
    put_str(&out, doc->url);
    put_str(&out, doc->published);
    put_str(&out, published_how_name(doc->published_how));
    put_day(&out, doc->published_first);
    put_day(&out, doc->published_last);
    put_i64(&out, (int64_t)doc->bytes);
    put_i64(&out, (int64_t)r->segment_count);
    put_i64(&out, (int64_t)r->mention_count);
    put_i64(&out, (int64_t)r->attribution_count);
    put_i64(&out, (int64_t)r->claim_count);
    put_i64(&out, (int64_t)r->entry_count);
    put_i64(&out, (int64_t)doc->note_count);
    row_write(&out);
}

Status store_has_reading(Store *store, int64_t log_index, bool *ret, Error *err)
{
    Row in = row_of(store, "SELECT 1 FROM document WHERE number = ?");

    put_i64(&in, log_index);
    bool has = row_next(&in);
    if (has)
        row_next(&in);
    Status status = db_check(store, err);
    if (status == OK)
        *ret = has;
    return status;
}

Status store_put_reading(Store *store, const StorePlace *place, const Reading *r, const Str *words, Error *err)
{
    int64_t log_index = place->log_index;
    bool there = false;
    Status status = store_has_reading(store, log_index, &there, err);

    if (status != OK)
        return status;
    if (there)
        return fail(err, ERR_CHECK, "document %lld is in the index already", (long long)log_index);
    document_put(store, place, r);
    notes_put(store, log_index, &r->doc);
    lines_put(store, S("author"), log_index, 0, r->doc.authors, r->doc.author_count);
    segments_put(store, log_index, r);
    mentions_put(store, log_index, r);
    attributions_put(store, log_index, r);
    claims_put(store, log_index, r);
    entries_put(store, log_index, r);
    for (size_t i = 0; i < r->segment_count; i++)
        words_put(store, log_index, i, words[i]);
    return db_check(store, err);
}

/* ---- the corpus ---- */

static void document_get(Row *in, Arena *arena, Reading *r)
{
    Document *doc = &r->doc;

    doc->id = get_str(in, arena);
    doc->sha256 = get_str(in, arena);
    doc->path = get_str(in, arena);
    doc->media_type = get_str(in, arena);
    doc->language = get_str(in, arena);
    doc->title = get_str(in, arena);
    doc->publisher = get_str(in, arena);
    doc->url = get_str(in, arena);
    doc->published = get_str(in, arena);
    doc->published_how = (PublishedHow)get_name(in, published_how_of);
    doc->published_first = get_day(in);
    doc->published_last = get_day(in);
    doc->bytes = (uint64_t)get_i64(in);
    r->segment_count = get_count(in);
    r->mention_count = get_count(in);
    r->attribution_count = get_count(in);
    r->claim_count = get_count(in);
    r->entry_count = get_count(in);
    doc->note_count = get_count(in);
    doc->author_count = get_count(in);
}

Status store_load_corpus(Store *store, Arena *arena, Corpus *ret, StorePlace **places, Error *err)
{
    VEC(Reading) readings = { 0 };
    VEC(StorePlace) found = { 0 };
    VEC(int64_t) numbers = { 0 };
    Row in = row_of(store,
        "SELECT number, run, segmentation, text, fingerprint, id, sha256, path, media_type, language, title, publisher,"
        " url, published, published_how,"
        " published_first, published_last, bytes, segments, mentions, attributions, claims, entries, notes,"
        " (SELECT count(*) FROM line WHERE family = 'author' AND document = number AND row = 0)"
        " FROM document ORDER BY number");

    while (row_next(&in)) {
        Reading reading = { 0 };
        StorePlace place;
        place.log_index = get_i64(&in);
        place.run = get_i64(&in);
        place.segmentation = get_i64(&in);
        place.text = get_str(&in, arena);
        place.fingerprint = get_str(&in, arena);
        document_get(&in, arena, &reading);
        vec_push(arena, &found, place);
        vec_push(arena, &numbers, place.log_index);
        vec_push(arena, &readings, reading);
    }
    for (size_t i = 0; i < readings.count && store->trouble.status == OK; i++) {
        Reading *r = &readings.at[i];
        lines_load(store, arena, S("author"), numbers.at[i], 0, &r->doc.authors, r->doc.author_count);
        notes_load(store, arena, numbers.at[i], &r->doc);
        segments_load(store, arena, numbers.at[i], r);
        mentions_load(store, arena, numbers.at[i], r);
        attributions_load(store, arena, numbers.at[i], r);
        claims_load(store, arena, numbers.at[i], r);
        entries_load(store, arena, numbers.at[i], r);
    }
    Corpus corpus = { .taxonomy = store->words.taxonomy, .readings = readings.at, .reading_count = readings.count };
    results_load(store, arena, &corpus, numbers.at);
    Status status = db_check(store, err);
    if (status == OK) {
        *ret = corpus;
        if (places)
            *places = found.at;
    }
    return status;
}
