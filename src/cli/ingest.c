/* ingest.c -- see ingest.h. */
#include "cli/ingest_in.h"

#include "base/auto.h"
#include "base/os.h"
#include "keep/extract.h"
#include "keep/mail.h"
#include "keep/readers.h"
#include "read/read.h"
#include "seal/erase.h"
#include "seal/segment.h"
#include "seal/strict.h"
#include "trace/trace.h"
#include "weigh/weigh.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>

Str ingest_number_key(Arena *arena, uint64_t number)
{
    return arena_printf(arena, "%llu", (unsigned long long)number);
}

static void note_trouble(Ingest *in, Str line)
{
    vec_push(in->arena, &in->troubles, line);
}

/* ---- originals ---- */

static Str item_path(const KeepItem *item)
{
    return item->path.ptr ? item->path : S("");
}

/* The same bytes are one document, whose id is that of the place where they were found first. */
static Str document_id(Ingest *in, Str sha256, Str own)
{
    int64_t *at = map_put(in->arena, &in->by_bytes, sha256, (int64_t)in->ids.count);

    if (*at == (int64_t)in->ids.count)
        vec_push(in->arena, &in->ids, own);
    return in->ids.at[*at];
}

static Status load_known(Ingest *in, Error *err)
{
    Status status = store_originals(in->work->store, in->arena, &in->known, &in->known_count, err);

    for (size_t i = 0; status == OK && i < in->known_count; i++) {
        const StoreOriginal *o = &in->known[i];
        document_id(in, o->sha256, o->document);
        if (o->holds.ptr)
            map_put(in->arena, &in->opened, o->document, 1);
    }
    return status == OK ? ingest_known_judgements(in, err) : status;
}

/* A row without its path: that is filled in when the guard knows what to mask. */
static Status put_original(Ingest *in, const KeepItem *item, Str path, Str unread, Error *err)
{
    StoreOriginal row = {
        .log_index = (int64_t)item->log_index, .document = str_of(item->document), .sha256 = str_of(item->sha256),
        .part = item->part[0] ? str_of(item->part) : STR_NONE, .path = path, .media_type = item->media_type,
        .bytes = (uint64_t)item->size, .time = item->time, .unread = unread,
        .occurrence = store_occurrence(str_of(item->sha256), item_path(item)),
    };
    return store_put_original(in->work->store, &row, err);
}

Status ingest_add(Ingest *in, const KeepItem *keep, bool from_file, Error *err)
{
    Item *item = arena_new(in->arena, Item);

    item->keep = *keep;
    item->from_file = from_file;
    Str id = document_id(in, arena_str(in->arena, str_of(keep->sha256)), arena_str(in->arena, str_of(keep->document)));
    snprintf(item->keep.document, sizeof item->keep.document, STR_FMT, STR_ARG(id));
    vec_push(in->arena, &in->items, item);
    return put_original(in, &item->keep, S(""), STR_NONE, err);
}

/* ---- what the log has and the index has not ---- */

static Status catch_item(Ingest *in, uint64_t index, const Entry *entry, const Record *record, Error *err)
{
    KeepItem item = { .path = STR_NONE };
    Status status = keep_item_of_record(in->arena, record, &item, err);

    if (status != OK)
        return status;
    item.log_index = index;
    item.time = entry->time;
    return ingest_add(in, &item, false, err);
}

static Status catch_contents(Ingest *in, const Record *record, Error *err)
{
    Contents contents;
    uint64_t of;
    Status status = keep_contents_of_record(in->arena, record, &contents, &of, err);

    if (status != OK)
        return status;
    vec_push(in->arena, &in->found, contents);
    map_put(in->arena, &in->contents, ingest_number_key(in->arena, of), (int64_t)in->found.count);
    return OK;
}

/* The log says that these are gone: their rows go too. */
static Status catch_tombstone(Ingest *in, const Record *record, Error *err)
{
    Status status = OK;

    for (size_t i = 0; i < record->count && status == OK; i++) {
        uint64_t index;
        if (!str_eq(record->fields[i].key, S("erases")) || !strict_u64(record->fields[i].value, &index))
            continue;
        map_put(in->arena, &in->erased, ingest_number_key(in->arena, index), 1);
        status = store_forget_item(in->work->store, (int64_t)index, err);
    }
    return status;
}

static bool is_erased(const Ingest *in, int64_t log_index)
{
    return in->erased.count && map_get(&in->erased, ingest_number_key(in->arena, (uint64_t)log_index)) != NULL;
}

static Status catch_entry(Ingest *in, uint64_t index, Error *err)
{
    Entry entry;
    Record record;
    Status status = log_entry(in->arena, in->work->c, index, &entry, err);

    if (status != OK)
        return status;
    if (entry.type == ENTRY_SEGMENTATION) {
        *map_put(in->arena, &in->segmentations, ingest_number_key(in->arena, entry.of), 0) = (int64_t)index + 1;
        return OK;
    }
    if (entry.type == ENTRY_JUDGEMENT) {
        vec_push(in->arena, &in->judged, index);
        in->judged_new = true;
        return OK;
    }
    if (entry.type != ENTRY_ITEM && entry.type != ENTRY_REFUSED && entry.type != ENTRY_CONTENTS &&
        entry.type != ENTRY_TOMBSTONE)
        return OK;
    status = record_get(in->arena, in->work->c, &entry.commit, &record, err);
    if (status == ERR_NOT_FOUND)
        return OK;          /* erased: the entry stays and tells nothing */
    if (status != OK)
        return status;
    if (entry.type == ENTRY_TOMBSTONE)
        return catch_tombstone(in, &record, err);
    if (entry.type == ENTRY_ITEM)
        return catch_item(in, index, &entry, &record, err);
    if (entry.type == ENTRY_CONTENTS)
        return catch_contents(in, &record, err);
    Str of = record_value(&record, "of");
    if (of.ptr)
        map_put(in->arena, &in->refusals, of, 1);
    Layer layer = { record_value(&record, "layer"), record_value(&record, "parser") };
    if (of.ptr && layer.object.ptr) {
        *map_put(in->arena, &in->layers, of, 0) = (int64_t)in->layer_names.count;
        vec_push(in->arena, &in->layer_names, layer);
    }
    return OK;
}

/* A change of program or tables makes all readings old: they are read anew, under a new run. */
static Status begin(Ingest *in, uint64_t *from, Error *err)
{
    Work *work = in->work;
    StoreRun now = { S("read"), S(DOKAZ_VERSION), lang_data_hash(work->lang) }, *runs = NULL;
    size_t count = 0;
    int64_t known = 0;
    Status status = store_begin(work->store, err);

    if (status == OK)
        status = store_runs(work->store, in->arena, &runs, &count, err);
    if (status != OK)
        return status;
    for (size_t i = 0; i < count; i++)
        if (str_eq(runs[i].stage, now.stage) &&
            (!str_eq(runs[i].program, now.program) || !str_eq(runs[i].data, now.data)))
            in->report->rebuilt = true;
    if (in->report->rebuilt)
        status = store_clear(work->store, err);
    if (status == OK)
        status = store_fact(work->store, S("log"), 0, &known, err);
    if (status == OK)
        status = store_put_run(work->store, &now, &in->run, err);
    *from = known > 0 ? (uint64_t)known : 0;
    return status;
}

/* A document whose first place was erased has the id of the next. */
static void renew_ids(Ingest *in)
{
    in->by_bytes = (Map){ 0 };
    in->ids.count = 0;
    for (size_t i = 0; i < in->known_count; i++) {
        StoreOriginal *o = &in->known[i];
        if (!is_erased(in, o->log_index))
            o->document = document_id(in, o->sha256, o->part.ptr ? o->part : o->sha256);
        map_put(in->arena, &in->known_at, ingest_number_key(in->arena, (uint64_t)o->log_index), (int64_t)i);
    }
}

static Status catch_up(Ingest *in, uint64_t from, Error *err)
{
    uint64_t size = log_size(in->work->c);

    for (uint64_t i = from; i < size; i++) {
        Status status = catch_entry(in, i, err);
        if (status != OK)
            return status;
        progress_step(&in->progress, "log", i - from, size - from);
    }
    if (in->erased.count)
        renew_ids(in);
    for (size_t i = 0; i < in->items.count; i++) {
        Item *item = in->items.at[i];
        Str key = ingest_number_key(in->arena, item->keep.log_index);
        item->refused = map_get(&in->refusals, key) != NULL;
        int64_t *contents = map_get(&in->contents, key);
        if (contents) {
            item->contents = in->found.at[*contents - 1];
            item->opened = true;
            map_put(in->arena, &in->opened, str_of(item->keep.document), 1);
        }
    }
    return OK;
}

/* ---- keep ---- */

static bool known(void *context, const KeepItem *file)
{
    Ingest *in = context;
    StoreFile key = { str_of(file->real_path), file->size, file->mtime_ns, file->inode };
    StoreSeen seen;
    bool found = false;

    progress_step(&in->progress, "kept", in->report->kept.files, 0);
    return store_cache_get(in->work->store, &key, &found, &seen, NULL) == OK && found;
}

static bool occurs(void *context, const KeepItem *file)
{
    Ingest *in = context;
    Sha256 key = store_occurrence(str_of(file->sha256), item_path(file));
    bool found = false;

    return store_occurs(in->work->store, &key, &found, NULL) == OK && found;
}

static Status sealed(void *context, const KeepItem *item, Error *err)
{
    return ingest_add(context, item, true, err);
}

static void trouble(void *context, const char *path, const char *why)
{
    Ingest *in = context;

    note_trouble(in, arena_printf(in->arena, "%s: %s", path, why));
}

/* One path that is not there does not keep the others out. */
static size_t paths_there(Ingest *in, const char **there)
{
    size_t count = 0;

    for (size_t i = 0; i < in->ask->path_count; i++)
        if (os_exists(in->ask->paths[i]))
            there[count++] = in->ask->paths[i];
        else
            trouble(in, in->ask->paths[i], strerror(errno));
    return count;
}

static Status keep(Ingest *in, Error *err)
{
    bool importing = in->ask->import.ptr != NULL;       /* whoever imports has seen that something is new */
    KeepHooks hooks = { importing ? NULL : known, importing ? NULL : occurs, sealed, trouble, in,
                        in->ask->import, in->ask->import_key };
    const char **paths = arena_array(in->arena, const char *, in->ask->path_count);
    size_t count = paths_there(in, paths);
    Status status = keep_intake(in->arena, in->work->c, paths, count, in->ask->sources, in->ask->received_from,
                                in->cli->now, &hooks, &in->report->kept, err);
    return status == OK ? log_commit(in->work->c, err) : status;
}

/* ---- read ---- */

Status ingest_refuse(Ingest *in, Item *item, Str parser, Error *why, Error *err)
{
    in->report->refused++;
    item->keep.unread = arena_str(in->arena, str_of(why->text));
    if (item->refused)
        return OK;
    item->refused = true;
    return keep_refuse(in->work->c, in->cli->now, item->keep.log_index, parser, item->keep.unread, NULL, err);
}

/* The record of a segmentation; with no fields when it was erased. */
Status ingest_segmentation_record(Ingest *in, uint64_t index, Record *ret, Error *err)
{
    Entry entry;
    Status status = log_entry(in->arena, in->work->c, index, &entry, err);

    *ret = (Record){ NULL, 0 };
    if (status == OK)
        status = record_get(in->arena, in->work->c, &entry.commit, ret, err);
    return status == ERR_NOT_FOUND ? OK : status;
}

/* The layer that was kept for this item by this reader, or STR_NONE. */
static Status find_layer(Ingest *in, const KeepItem *item, const Reader *reader, Str *ret, Error *err)
{
    Str key = ingest_number_key(in->arena, item->log_index), version = str_of(reader->version);
    const int64_t *without = map_get(&in->layers, key), *sealed_at = map_get(&in->segmentations, key);
    Layer layer = without ? in->layer_names.at[*without] : (Layer){ STR_NONE, STR_NONE };
    Record record = { NULL, 0 };
    Status status = sealed_at ? ingest_segmentation_record(in, (uint64_t)*sealed_at - 1, &record, err) : OK;

    *ret = STR_NONE;
    if (status != OK)
        return status;
    if (record_value(&record, "layer").ptr)
        layer = (Layer){ record_value(&record, "layer"), record_value(&record, "parser") };
    if (!layer.object.ptr || !str_starts(layer.parser, version) ||
        (layer.parser.len > version.len && layer.parser.ptr[version.len] != ' '))
        return OK;
    status = work_text(in->work, in->arena, layer.object, ret, err);
    return status == ERR_NOT_FOUND ? OK : status;
}


/* Nothing but other documents is in it, or another occurrence of it was opened. */
static bool only_holds(Ingest *in, const Item *item)
{
    const ContainerType *type = container_of(item->keep.media_type);

    return type && !type->text && map_get(&in->opened, str_of(item->keep.document)) != NULL;
}

static Status read_item(Ingest *in, Item *item, Error *err)
{
    KeepItem *k = &item->keep;
    Str bytes;
    Error why = { 0 };
    Extract x = { .parser = STR_NONE };

    if (k->unread.ptr || map_get(&in->documents, str_of(k->document)) || only_holds(in, item))
        return OK;
    if (item->refused && container_of(k->media_type) && !container_of(k->media_type)->text)
        return ingest_refuse(in, item, STR_NONE, &(Error){ .text = "it could not be taken apart" }, err);
    Status status = work_text(in->work, in->arena, str_of(k->sha256), &bytes, err);
    if (status != OK)
        return status;
    ExtractAsk ask = { .document = str_of(k->document), .path = item_path(k), .media_type = k->media_type,
                       .given = k->given, .title = k->title, .mail = item->mail,
                       .sha256 = k->part[0] || !str_eq(str_of(k->document), str_of(k->sha256)) ? str_of(k->sha256) : STR_NONE,
                       .workers = &in->workers, .no_ocr = in->ask->no_ocr };
    const Reader *reader = reader_of(k->media_type);
    if (reader_recognises(reader))
        status = find_layer(in, k, reader, &ask.layer, err);
    if (status != OK)
        return status;
    status = keep_extract(in->arena, bytes, &ask, &x, &why);
    if (status == ERR_BAD_INPUT)
        return ingest_refuse(in, item, reader ? str_of(reader->version) : S("extract"), &why, err);
    if (status != OK)
        return fail(err, status, "%s", why.text);
    Read read = { .item = item, .parser = x.parser, .charset = x.charset, .facts = x.facts,
                  .fact_count = x.fact_count, .box = x.box, .layer = x.layer };
    read_document(in->work->lang, in->arena, &x.input, &read.reading);
    read.place = (StorePlace){ .log_index = (int64_t)k->log_index, .run = in->run, .segmentation = -1 };
    map_put(in->arena, &in->documents, str_of(k->document), 1);
    vec_push(in->arena, &in->reads, read);
    in->any_new = true;
    in->report->read++;
    in->report->segments += read.reading.segment_count;
    in->report->mentions += read.reading.mention_count;
    in->report->claims += read.reading.claim_count;
    return OK;
}

/* The numbers of people stay when their document is read again as another item. */
static void keep_numbers(const Reading *old, Reading *reading)
{
    for (size_t i = 0, k = 0; i < reading->mention_count; i++) {
        Mention *m = &reading->mentions[i];
        while (k < old->mention_count && old->mentions[k].span.start < m->span.start)
            k++;
        for (size_t n = k; n < old->mention_count && old->mentions[n].span.start == m->span.start; n++)
            if (m->kind == MENTION_PERSON && old->mentions[n].kind == MENTION_PERSON &&
                old->mentions[n].span.end == m->span.end)
                m->person.number = old->mentions[n].person.number;
    }
}

/* A document is read again as the item at this place of the log. */
static Status read_as(Ingest *in, const Reading *old, uint64_t index, Error *err)
{
    Entry entry;
    Record record;
    Status status = log_entry(in->arena, in->work->c, index, &entry, err);

    if (status == OK)
        status = record_get(in->arena, in->work->c, &entry.commit, &record, err);
    if (status == OK)
        status = catch_item(in, index, &entry, &record, err);
    if (status == OK)
        status = read_item(in, in->items.at[in->items.count - 1], err);
    if (status == OK && in->reads.count)
        keep_numbers(old, &in->reads.at[in->reads.count - 1].reading);
    return status;
}

/* An item was erased whose bytes came in another time too: they are read again as that one. */
static Status read_as_other(Ingest *in, const Read *dropped, const StoreOriginal *originals, size_t count, Error *err)
{
    for (size_t i = 0; i < count; i++) {
        if (!str_eq(originals[i].document, dropped->reading.doc.id) || ingest_is_replaced(in, originals[i].log_index))
            continue;
        return read_as(in, &dropped->reading, (uint64_t)originals[i].log_index, err);
    }
    return OK;
}

/* The first place of its bytes was erased, and it is read as another: it has the id of that one now. */
static bool is_renamed(const Ingest *in, const Reading *reading, int64_t log_index)
{
    const int64_t *at = map_get(&in->known_at, ingest_number_key(in->arena, (uint64_t)log_index));

    return at && !str_eq(in->known[*at].document, reading->doc.id);
}

static Status read_dropped(Ingest *in, Error *err)
{
    StoreOriginal *originals = NULL;
    size_t count = 0;
    Status status = in->dropped.count ? store_originals(in->work->store, in->arena, &originals, &count, err) : OK;

    for (size_t i = 0; i < in->dropped.count && status == OK; i++)
        status = read_as_other(in, &in->dropped.at[i], originals, count, err);
    for (size_t i = 0; i < in->renamed.count && status == OK; i++)
        status = read_as(in, &in->renamed.at[i].reading, (uint64_t)in->renamed.at[i].place.log_index, err);
    return status;
}

/* A record was replaced: when its words stand in another one, new or known, they are read as that, and the numbers of
 * its people stay. */
static Status read_outdated(Ingest *in, Error *err)
{
    Map read = { 0 };
    Status status = OK;

    for (size_t i = 0; i < in->reads.count && in->outdated.count; i++)
        map_put(in->arena, &read, in->reads.at[i].reading.doc.id, (int64_t)i);
    for (size_t i = 0; i < in->outdated.count && status == OK; i++) {
        const Reading *old = &in->outdated.at[i].reading;
        const int64_t *at = map_get(&read, old->doc.id);
        if (at)
            keep_numbers(old, &in->reads.at[*at].reading);
        else
            status = read_as_other(in, &in->outdated.at[i], in->known, in->known_count, err);
    }
    return status;
}

/* Readings of the index come first, with their texts; then what is new is read. */
static Status gather(Ingest *in, Error *err)
{
    Corpus stored;
    StorePlace *places = NULL;
    Status status = store_load_corpus(in->work->store, in->arena, &stored, &places, err);

    if (status != OK)
        return status;
    for (size_t i = 0; i < stored.reading_count; i++) {
        Read read = { .reading = stored.readings[i], .place = places[i] };
        if (is_erased(in, places[i].log_index)) {
            vec_push(in->arena, &in->dropped, read);
            continue;
        }
        if (is_renamed(in, &read.reading, places[i].log_index)) {
            vec_push(in->arena, &in->renamed, read);
            continue;
        }
        if (ingest_is_replaced(in, places[i].log_index)) {
            vec_push(in->arena, &in->outdated, read);
            continue;
        }
        if (places[i].text.ptr)
            status = work_text(in->work, in->arena, places[i].text, &read.reading.text, err);
        if (status != OK)
            return status;
        map_put(in->arena, &in->documents, read.reading.doc.id, 1);
        vec_push(in->arena, &in->reads, read);
    }
    status = read_dropped(in, err);
    for (size_t i = 0; i < in->items.count && status == OK; i++) {
        if (ingest_is_mail(in->items.at[i]) && !map_get(&in->documents, str_of(in->items.at[i]->keep.document)))
            status = ingest_read_mails(in, i, err);
        if (status != OK)
            return status;
        status = read_item(in, in->items.at[i], err);
        if (status != OK)
            return status;
        progress_step(&in->progress, "read", i + 1, in->items.count);
    }
    return read_outdated(in, err);
}

/* Readings that the index has and shall not have any more. */
static bool any_gone(const Ingest *in)
{
    return in->erased.count > 0 || in->outdated.count > 0;
}

static int by_log_index(const void *a, const void *b)
{
    const Read *x = a, *y = b;

    return (x->place.log_index > y->place.log_index) - (x->place.log_index < y->place.log_index);
}

static Corpus corpus_of(Ingest *in, bool masked)
{
    Corpus corpus = { .taxonomy = lang_taxonomy(in->work->lang), .reading_count = in->reads.count };

    corpus.readings = arena_array(in->arena, Reading, in->reads.count);
    for (size_t i = 0; i < in->reads.count; i++) {
        corpus.readings[i] = masked ? in->reads.at[i].masked : in->reads.at[i].reading;
        corpus.readings[i].text = in->reads.at[i].reading.text;
    }
    return corpus;
}

/* ---- index ---- */

static Str holds_of(Ingest *in, const Item *item)
{
    const ContainerType *type = container_of(item->keep.media_type);
    bool told = item->opened && (item->contents.held > 0 || item->contents.fact_count > 0 || (type && !type->text));

    return told ? contents_text(in->arena, &item->contents) : STR_NONE;
}

/* Rows of the index that hold words of people carry them masked. */
static Status put_originals(Ingest *in, const Guard *guard, StoreOriginal *old, size_t old_count, Error *err)
{
    Status status = OK;

    for (size_t i = 0; status == OK && i < old_count; i++) {
        if (is_erased(in, old[i].log_index))
            continue;
        old[i].path = guard_str(guard, in->arena, old[i].path);
        old[i].url = guard_str(guard, in->arena, old[i].url);
        old[i].received_from = guard_str(guard, in->arena, old[i].received_from);
        old[i].unread = guard_str(guard, in->arena, old[i].unread);
        old[i].holds = guard_str(guard, in->arena, old[i].holds);
        status = store_put_original(in->work->store, &old[i], err);
    }
    for (size_t i = 0; status == OK && i < in->items.count; i++) {
        const KeepItem *k = &in->items.at[i]->keep;
        StoreOriginal row = {
            .log_index = (int64_t)k->log_index, .document = str_of(k->document), .sha256 = str_of(k->sha256),
            .part = k->part[0] ? str_of(k->part) : STR_NONE, .holds = guard_str(guard, in->arena, holds_of(in, in->items.at[i])),
            .path = guard_str(guard, in->arena, item_path(k)), .url = guard_str(guard, in->arena, k->given.url),
            .received_from = guard_str(guard, in->arena, k->given.received_from), .media_type = k->media_type,
            .bytes = (uint64_t)k->size, .time = k->time, .unread = guard_str(guard, in->arena, k->unread),
            .occurrence = store_occurrence(str_of(k->sha256), item_path(k)),
        };
        status = store_put_original(in->work->store, &row, err);
    }
    return status;
}

/* New readings are added; when an old one changed, the whole index is written anew (its word
 * index keeps no text from which a row could be taken out). */
static Status put_readings(Ingest *in, int32_t floor, Error *err)
{
    Store *store = in->work->store;
    bool all = in->report->again > 0 || any_gone(in);
    int64_t remembered = 0;
    Status status = store_fact(store, S(WORK_PERSONS), 0, &remembered, err);
    if (status == OK && all)
        status = store_clear(store, err);
    /* The number of somebody who was erased is nobody else's; else the readings tell the numbers. */
    if (status == OK && all && (any_gone(in) || remembered > 0))
        status = store_put_fact(store, S(WORK_PERSONS), floor, err);
    StoreRun run = { S("read"), S(DOKAZ_VERSION), lang_data_hash(in->work->lang) };

    if (status == OK)
        status = store_put_run(store, &run, &in->run, err);
    for (size_t i = 0; status == OK && i < in->reads.count; i++) {
        Read *read = &in->reads.at[i];
        read->place.run = in->run;
        if (all || read->item)
            status = store_put_reading(store, &read->place, &read->masked, read->words, err);
        progress_step(&in->progress, "indexed", i + 1, in->reads.count);
    }
    return status;
}

typedef struct Named {
    Str      id;
    uint32_t at;
} Named;

static int by_name(const void *a, const void *b)
{
    const Named *x = a, *y = b;

    return str_cmp(x->id, y->id);
}

/* The readings' places in the order of their documents' ids, which is the same whatever came in first. */
static const uint32_t *content_order(Arena *arena, const Corpus *c)
{
    Named *named = arena_array(arena, Named, c->reading_count + 1);
    uint32_t *order = arena_array(arena, uint32_t, c->reading_count + 1);

    for (uint32_t i = 0; i < c->reading_count; i++)
        named[i] = (Named){ c->readings[i].doc.id, i };
    if (c->reading_count)
        qsort(named, c->reading_count, sizeof *named, by_name);
    for (uint32_t i = 0; i < c->reading_count; i++)
        order[i] = named[i].at;
    return order;
}

/* TRACE and WEIGH see the documents in an order that their contents alone decide, so that the
 * same documents give the same rows in whatever order, and in however many goes, they were added. */
static void trace_and_weigh(Ingest *in, Corpus *corpus)
{
    const uint32_t *order = content_order(in->arena, corpus);
    uint32_t *back = arena_array(in->arena, uint32_t, corpus->reading_count + 1);
    Corpus sorted;

    for (uint32_t i = 0; i < corpus->reading_count; i++)
        back[order[i]] = i;
    corpus_reorder(in->arena, corpus, order, &sorted);
    trace_run(in->work->lang, in->arena, &sorted);
    in->report->trace_seconds = progress_seconds(&in->progress);
    progress_start(&in->progress, in->cli->err_terminal);
    weigh_run(in->work->lang, in->arena, &sorted);
    corpus_reorder(in->arena, &sorted, back, corpus);
}

static Status weigh_all(Ingest *in, const Guard *guard, Error *err)
{
    Corpus corpus = corpus_of(in, true), masked;
    StoreRun run = { S("weigh"), S(DOKAZ_VERSION), lang_data_hash(in->work->lang) };
    int64_t number = 0;

    progress_start(&in->progress, in->cli->err_terminal);
    Reading *read = corpus.readings;
    ingest_judge(in, guard, &corpus);
    trace_and_weigh(in, &corpus);
    corpus.readings = read;
    in->report->derivations = corpus.derivation_count;
    in->report->origins = corpus.origin_count;
    in->report->incidents = corpus.incident_count;
    in->report->conflicts = corpus.conflict_count;
    guard_mask_corpus(guard, in->arena, &corpus, &masked);
    Status status = store_put_run(in->work->store, &run, &number, err);
    if (status == OK)
        status = store_put_results(in->work->store, &masked, number, err);
    if (status == OK)
        status = store_put_judgements(in->work->store, &in->judgements, err);
    in->report->weigh_seconds = progress_seconds(&in->progress);
    return status;
}

static Status put_cache(Ingest *in, Error *err)
{
    Status status = OK;

    for (size_t i = 0; status == OK && i < in->items.count; i++) {
        const KeepItem *k = &in->items.at[i]->keep;
        if (!in->items.at[i]->from_file)
            continue;
        StoreFile file = { str_of(k->real_path), k->size, k->mtime_ns, k->inode };
        StoreSeen seen = { .log_index = (int64_t)k->log_index };
        memcpy(seen.document, k->sha256, sizeof seen.document);
        status = store_cache_put(in->work->store, &file, &seen, err);
    }
    return status;
}

static Status index_all(Ingest *in, Error *err)
{
    int32_t floor = 0;

    if (in->reads.count)
        qsort(in->reads.at, in->reads.count, sizeof *in->reads.at, by_log_index);
    Status status = work_floor(in->work, &floor, err);
    if (status != OK)
        return status;
    Corpus *corpus = arena_new(in->arena, Corpus);
    *corpus = corpus_of(in, false);
    status = ingest_load_judgements(in, corpus, err);
    if (status != OK)
        return status;
    Guard *guard = in->work->guard = guard_build(in->arena, corpus, floor);
    status = ingest_mask_all(in, guard, err);
    in->report->read_seconds = progress_seconds(&in->progress);
    bool changed = in->any_new || in->report->again > 0 || any_gone(in) || in->judged_new;
    if (status == OK && changed)        /* a judgement alone changes no reading: nothing is written there then */
        status = put_readings(in, floor, err);
    if (status == OK)
        status = put_originals(in, guard, in->known, in->known_count, err);
    if (status == OK && changed)
        status = weigh_all(in, guard, err);
    return status;
}

/* ---- all of it ---- */

/* Lines about files that could not be sealed may hold names: mask them as the case does. */
static Status mask_troubles(Ingest *in, Error *err)
{
    if (in->troubles.count == 0)
        return OK;
    if (!in->work->guard) {
        Status status = work_load(in->work, err);
        if (status != OK)
            return status;
    }
    for (size_t i = 0; i < in->troubles.count; i++)
        in->troubles.at[i] = guard_str(in->work->guard, in->arena, in->troubles.at[i]);
    in->report->troubles = in->troubles.at;
    in->report->trouble_count = in->troubles.count;
    return OK;
}

static Status run_stages(Ingest *in, Error *err)
{
    uint64_t from = 0;
    Status status = begin(in, &from, err);

    if (status == OK)
        status = load_known(in, err);
    if (status == OK && !in->ask->seal_only)
        status = catch_up(in, from, err);
    if (status == OK)
        status = keep(in, err);
    if (status == OK && in->ask->seal_only) {       /* the index stays behind the log, as after a kill */
        status = put_cache(in, err);
        in->report->keep_seconds = progress_seconds(&in->progress);
        return status == OK ? store_commit(in->work->store, err) : status;
    }
    if (status == OK)
        status = ingest_open_all(in, err);
    if (status == OK)
        status = ingest_replace(in, err);
    in->report->keep_seconds = progress_seconds(&in->progress);
    progress_start(&in->progress, in->cli->err_terminal);
    if (status == OK && (in->items.count > 0 || in->erased.count > 0 || in->judged_new)) {
        status = gather(in, err);
        if (status == OK)
            status = index_all(in, err);
        if (status == OK)
            status = put_cache(in, err);
    }
    if (status == OK)
        status = store_put_fact(in->work->store, S("log"), (int64_t)log_size(in->work->c), err);
    if (status == OK)
        status = store_commit(in->work->store, err);
    if (status == OK && in->erased.count)
        status = store_scrub(in->work->store, err);
    return status;
}

Status ingest(Cli *cli, Work *work, const IngestAsk *ask, IngestReport *ret, Error *err)
{
    Ingest in = { .cli = cli, .work = work, .arena = work->arena, .ask = ask, .report = ret };

    progress_start(&in.progress, cli->err_terminal);
    Status status = run_stages(&in, err);
    if (status != OK)
        store_rollback(work->store);
    progress_clear(&in.progress);
    workers_end(&in.workers);
    return status == OK ? mask_troubles(&in, err) : status;
}
