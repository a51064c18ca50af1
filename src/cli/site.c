/* site.c -- see site.h. */
#include "cli/site.h"

#include "base/time.h"
#include "base/vec.h"

#include "cli/layers.h"
#include "cli/method.h"

#include <pthread.h>

/* Index of the reading with this log index, or -1. Places are in rising order. */
static int64_t reading_at(const Work *work, int64_t log_index)
{
    size_t low = 0, high = work->corpus.reading_count;

    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (work->places[middle].log_index < log_index)
            low = middle + 1;
        else
            high = middle;
    }
    return low < work->corpus.reading_count && work->places[low].log_index == log_index ? (int64_t)low : -1;
}

/* One search at a time: an index has one connection, and pages are made by several threads. */
static pthread_mutex_t searching = PTHREAD_MUTEX_INITIALIZER;

static Status search_alone(Work *work, Arena *arena, Str words, size_t limit, StoreHit **hits, size_t *count, Error *err)
{
    pthread_mutex_lock(&searching);
    Status status = store_search(work->store, arena, words, limit, hits, count, err);
    pthread_mutex_unlock(&searching);
    return status;
}

Status search_sentences(void *context, Arena *arena, Str words, size_t limit, TellHits *ret, Error *err)
{
    Work *work = context;
    StoreHit *hits = NULL;
    size_t count = 0;
    VEC(TellHit) found = { 0 };

    if (work->store) {
        Status status = search_alone(work, arena, words, limit, &hits, &count, err);
        if (status != OK)
            return status;
    }
    for (size_t i = 0; i < count; i++) {
        int64_t reading = reading_at(work, hits[i].log_index);
        if (reading < 0 || hits[i].segment >= work->corpus.readings[reading].segment_count ||
            view_segment_withheld(work->view, (uint32_t)reading, hits[i].segment))
            continue;
        vec_push(arena, &found, (TellHit){ (uint32_t)reading, (int32_t)hits[i].segment });
    }
    *ret = (TellHits){ found.at, found.count };
    return OK;
}

static Str sealed_time(const Work *work, int64_t log_index)
{
    char time[21];

    for (size_t i = 0; i < work->original_count; i++)
        if (work->originals[i].log_index == log_index) {
            time_format(work->originals[i].time, time);
            return arena_str(work->arena, str_of(time));
        }
    return STR_NONE;
}

Status open_site(Cli *cli, Site **ret, Error *err)
{
    Work *work = cli->work;
    Arena *a = cli->arena;
    Status status = work_load(work, err);

    if (status != OK)
        return status;
    TellDocument *documents = arena_array(a, TellDocument, work->corpus.reading_count);
    for (size_t i = 0; i < work->corpus.reading_count; i++)
        documents[i] = (TellDocument){ .entry = work->places[i].log_index,
                                       .segmentation = work->places[i].segmentation,
                                       .sealed = sealed_time(work, work->places[i].log_index) };
    VEC(TellUnread) unread = { 0 };
    for (size_t i = 0; i < work->original_count; i++)
        if (work->originals[i].unread.ptr)
            vec_push(a, &unread, (TellUnread){ work->originals[i].log_index, work->originals[i].unread });
    MapLayer *layers = NULL;
    size_t layer_count = 0;
    status = layers_load(a, work->dir, &layers, &layer_count, err);
    if (status != OK)
        return status;
    Method *method = arena_new(a, Method);
    status = method_gather(a, work->lang, method, err);
    if (status != OK)
        return status;
    Sha256 root = log_root(work->c);
    TellInput *in = arena_new(a, TellInput);
    *in = (TellInput){
        .view = work->view, .lang = work->lang, .method = method, .documents = documents, .unread = unread.at, .unread_count = unread.count,
        .log_size = (int64_t)log_size(work->c), .root = hex_encode(a, sha256_str(&root)),
        .checkpoint = arena_str(a, log_checkpoint(work->c)), .vkey = vkey_format(a, case_key(work->c)),
        .search = search_sentences, .search_context = work,
        .gazetteer = lang_gazetteer(work->lang), .layers = layers, .layer_count = layer_count,
    };
    return site_create(a, in, ret, err);
}
