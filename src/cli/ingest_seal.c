/* ingest_seal.c -- the step of ingest between reading and indexing: mask the readings, cut their texts so that what is
 * protected can be withheld alone, and seal the pieces. */
#include "cli/ingest_in.h"

#include "base/auto.h"
#include "model/json.h"
#include "seal/object.h"
#include "seal/segment.h"

static void mask_words(Ingest *in, const Guard *guard, uint32_t index)
{
    Read *read = &in->reads.at[index];
    AUTO_STRBUF text = { 0 };

    read->words = arena_array(in->arena, Str, read->reading.segment_count);
    for (size_t i = 0; i < read->reading.segment_count; i++) {
        read->words[i] = S("");
        if (guard_withheld_segment(guard, index, (uint32_t)i))
            continue;
        strbuf_clear(&text);
        guard_text(guard, index, read->reading.segments[i].span, &text);
        read->words[i] = arena_str(in->arena, strbuf_str(&text));
    }
}

/* Of everything that masking made: strings, words, cuts. */
static Str fingerprint(Ingest *in, const Read *read, const GuardCuts *cuts)
{
    AUTO_STRBUF text = { 0 };
    JsonOut json = { .out = &text };

    json_reading(&json, lang_taxonomy(in->work->lang), &read->masked);
    for (size_t i = 0; i < read->reading.segment_count; i++) {
        strbuf_add(&text, read->words[i]);
        strbuf_char(&text, '\n');
    }
    for (size_t i = 0; i < cuts->count; i++)
        strbuf_printf(&text, "%u %d\n", cuts->spans[i].end, cuts->masked[i]);
    Sha256 hash = sha256(strbuf_str(&text));
    return hex_encode(in->arena, sha256_str(&hash));
}

/* Was this text sealed with these very cuts before (an index that is being built again)? */
static Status sealed_before(Ingest *in, const Read *read, const Sha256 *text, const uint32_t *ends, size_t count,
                            int64_t *ret, Error *err)
{
    int64_t *index = map_get(&in->segmentations, ingest_number_key(in->arena, (uint64_t)read->place.log_index));
    Segmentation seg;

    *ret = -1;
    if (!index)
        return OK;
    Status status = segmentation_load(in->arena, in->work->c, (uint64_t)*index - 1, &seg, err);
    if (status == ERR_NOT_FOUND)
        return OK;
    if (status == OK && seg.total == count && memcmp(&seg.text, text, sizeof *text) == 0 &&
        memcmp(seg.ends, ends, count * sizeof *ends) == 0)
        *ret = *index - 1;
    return status;
}

/* A picture in which no words were found: what the machine said is kept all the same. */
static Status seal_wordless(Ingest *in, const Read *read, Error *err)
{
    Sha256 layer;
    Str key = ingest_number_key(in->arena, (uint64_t)read->place.log_index);

    if (!read->layer.ptr || map_get(&in->layers, key))
        return OK;
    Status status = object_put(in->work->c, read->layer, &layer, NULL, err);
    return status == OK ? keep_refuse(in->work->c, in->cli->now, (uint64_t)read->place.log_index, read->parser,
                                      S("no words were found in it"), &layer, err) : status;
}

/* Who made the text, as lines of the record; of one that was sealed before, what its record said. */
static Status tell_origin(Ingest *in, const Read *read, int64_t before, StrBuf *extra, Error *err)
{
    static const char *const keys[] = { "parser", "charset", "box", "layer" };
    Sha256 layer;
    Record record = { NULL, 0 };
    Status status = OK;

    if (read->parser.ptr)
        record_add(extra, "parser", read->parser);
    if (read->charset.ptr)
        record_add(extra, "charset", read->charset);
    if (read->box.ptr)
        record_add(extra, "box", read->box);
    keep_add_facts(extra, read->facts, read->fact_count);
    if (read->layer.ptr) {
        status = object_put(in->work->c, read->layer, &layer, NULL, err);
        if (status == OK)
            record_add_hex(extra, "layer", &layer);
    }
    if (read->item || before < 0)
        return status;
    status = ingest_segmentation_record(in, (uint64_t)before, &record, err);
    for (size_t i = 0; status == OK && i < sizeof keys / sizeof *keys; i++)
        if (record_value(&record, keys[i]).ptr)
            record_add(extra, keys[i], record_value(&record, keys[i]));
    for (size_t i = 0; status == OK && i < record.count; i++)
        if (str_starts(record.fields[i].key, S("fact-")))
            record_add(extra, arena_cstr(in->arena, record.fields[i].key), record.fields[i].value);
    return status;
}

static Status seal_pieces(Ingest *in, Read *read, const GuardCuts *cuts, Error *err)
{
    int64_t before = read->place.segmentation;
    AUTO_STRBUF extra = { 0 };
    Sha256 text;
    Segmentation seg;
    Status status = OK;

    if (cuts->count == 0)       /* an empty text has no pieces and is no object */
        return seal_wordless(in, read, err);
    if (read->place.text.ptr)
        hex_decode(read->place.text, text.byte, sizeof text.byte);
    else
        status = object_put(in->work->c, read->reading.text, &text, NULL, err);
    if (status != OK)
        return status;
    read->place.text = hex_encode(in->arena, sha256_str(&text));
    uint32_t *ends = arena_array(in->arena, uint32_t, cuts->count);
    for (size_t i = 0; i < cuts->count; i++)
        ends[i] = cuts->spans[i].end;
    status = sealed_before(in, read, &text, ends, cuts->count, &read->place.segmentation, err);
    if (status != OK || read->place.segmentation >= 0)
        return status;
    status = tell_origin(in, read, before, &extra, err);
    if (status != OK)
        return status;
    status = segmentation_seal(in->arena, in->work->c, in->cli->now, (uint64_t)read->place.log_index, &text,
                               read->reading.text, ends, (uint32_t)cuts->count, strbuf_str(&extra), &seg, err);
    if (status == OK)
        read->place.segmentation = (int64_t)seg.index;
    return status;
}

/* A name that is protected since today may stand in yesterday's documents: all are masked again,
 * and those that come out differently are sealed in finer pieces and indexed anew. */
Status ingest_mask_all(Ingest *in, const Guard *guard, Error *err)
{
    for (size_t i = 0; i < in->reads.count; i++) {
        Read *read = &in->reads.at[i];
        GuardCuts cuts = guard_cuts(guard, in->arena, (uint32_t)i);
        guard_mask_reading(guard, in->arena, (uint32_t)i, &read->reading, &read->masked);
        mask_words(in, guard, (uint32_t)i);
        Str print = fingerprint(in, read, &cuts);
        if (!read->item && read->place.fingerprint.ptr && str_eq(print, read->place.fingerprint))
            continue;
        read->changed = !read->item;
        in->report->again += read->changed;
        read->place.fingerprint = print;
        Status status = seal_pieces(in, read, &cuts, err);
        if (status != OK)
            return status;
        progress_step(&in->progress, "masked", i + 1, in->reads.count);
    }
    return log_commit(in->work->c, err);
}
