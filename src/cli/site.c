/* site.c -- see site.h. */
#include "cli/site.h"

#include "base/time.h"
#include "base/vec.h"

#include "cli/layers.h"
#include "cli/method.h"
#include "cli/waiting.h"

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

#define WAITING_MAX 2000        /* items that pages show; the rest waits longer */

/* Commands of the queue without "dokaz judge" and the reason, which the form asks for. */
static Str decision_of(Arena *a, Str command)
{
    size_t reason = str_find(command, S(" --reason"), 0);
    Str text = str_slice(command, 0, reason == SIZE_MAX ? command.len : reason);
    return arena_str(a, str_starts(text, S("dokaz judge ")) ? str_slice(text, 12, text.len) : STR_NONE);
}

static void take_waiting(Cli *cli, Str coder, TellInput *in)
{
    Arena *a = cli->arena;
    Waiting w;

    waiting_make(cli, coder, false, &w);
    in->waiting_count = w.count < WAITING_MAX ? w.count : WAITING_MAX;
    TellWaiting *rows = arena_array(a, TellWaiting, in->waiting_count + 1);
    for (size_t i = 0; i < in->waiting_count; i++) {
        const QueueItem *q = &w.items[i];
        rows[i] = (TellWaiting){
            .kind = queue_kind_name(q->kind), .weight = q->weight, .people = q->people, .documents = q->documents,
            .about = q->about, .of_incident = q->kind >= QUEUE_PAIR && q->kind <= QUEUE_PLACE, .claims = q->claims,
            .claim_count = q->claim_count, .why = guard_str(cli->work->guard, a, q->why),
            .decide = arena_array(a, Str, q->command_count + 1),
        };
        for (size_t k = 0; k < q->command_count; k++) {
            Str decide = decision_of(a, q->commands[k]);
            if (decide.len)
                rows[i].decide[rows[i].decide_count++] = decide;
        }
    }
    in->waiting = rows;
}

static Status make_site(Cli *cli, bool review, Str coder, Site **ret, Error *err)
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
    if (review)
        take_waiting(cli, coder, in);
    return site_create(a, in, ret, err);
}

Status open_site(Cli *cli, Site **ret, Error *err)
{
    return make_site(cli, false, STR_NONE, ret, err);
}

Status open_site_for_review(Cli *cli, Str coder, Site **ret, Error *err)
{
    return make_site(cli, true, coder, ret, err);
}
