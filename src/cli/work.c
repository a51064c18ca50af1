/* work.c -- see work.h. */
#include "cli/work.h"

#include "base/auto.h"
#include "base/os.h"
#include "guard/custodian.h"
#include "base/vec.h"
#include "lang/import.h"
#include "model/judged.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#define PLACES_FILE "places"        /* in the case: the imported table that its texts are read with */

#define COPY_LIMIT ((size_t)1 << 20)    /* texts above stay mapped: a process may hold 65,530 mappings */

static size_t search_keys(void *context, Arena *arena, Str word, Str keys[STORE_KEYS_MAX])
{
    _Static_assert(STORE_KEYS_MAX == SEARCH_KEYS_MAX, "the store hands its array on");
    return lang_search_keys(context, arena, word, keys);
}

static Status open_store(Work *work, CaseMode mode, Error *err)
{
    char *path = os_join(work->arena, str_of(work->dir), S("index.db"));

    work->words = (StoreWords){ lang_taxonomy(work->lang), search_keys, work->lang };
    Status status = store_open(path, mode == CASE_WRITE ? STORE_WRITE : STORE_READ, &work->words, &work->store, err);
    return status == ERR_NOT_FOUND ? OK : status;
}

/* A file or case that is not there is trouble with the input (exit 3), not a finding. */
Status input_trouble(Status status, Error *err)
{
    if (status != ERR_NOT_FOUND)
        return status;
    size_t len = strlen(err->text);
    if (str_ends(str_of(err->text), str_of(strerror(ENOENT))))
        snprintf(err->text + len, sizeof err->text - len, ": is the path right, seen from this folder?");
    err->status = ERR_IO;
    return ERR_IO;
}

/* A table that was made with the words of another version of the program is made anew from itself. */
static Status renew_places(Work *work, const char *path, Error *err)
{
    Lang *plain = NULL;
    ImportReport report;
    Status status = lang_load(NULL, &plain, err);
    ImportAsk ask = { &path, 1, path, NULL, STR_NONE };

    if (status == OK)
        status = places_import(work->arena, plain, &ask, &report, err);
    lang_free(plain);
    return status;
}

/* The tables inside the program, and the places that the case has imported. */
static Status load_tables(Work *work, const char *data, CaseMode mode, Lang **ret, Error *err)
{
    char *path = os_join(work->arena, str_of(work->dir), S(PLACES_FILE));
    Error why = { 0 };

    if (!os_exists(path))
        return lang_load(data, ret, err);
    Status status = lang_open(data, path, ret, &why);
    if (status == ERR_CHECK && data == NULL && mode == CASE_WRITE) {
        status = renew_places(work, path, &why);
        if (status == OK)
            status = lang_open(NULL, path, ret, &why);
    }
    if (status == OK)
        return OK;
    work->places_trouble = why;         /* words are enough to show what was read; `add` will not read with less */
    return lang_load(data, ret, err);
}

static Status take_tables(Work *work, const char *data, Error *err)
{
    Lang *other = NULL;
    work->places_trouble = (Error){ 0 };
    Status status = load_tables(work, data, CASE_WRITE, &other, err);

    if (status != OK)
        return status;
    store_close(work->store);
    work->store = NULL;
    lang_free(work->lang);
    work->lang = other;
    return open_store(work, CASE_WRITE, err);
}

static void close_quietly(Work **work)
{
    work_close(*work);
}

Status work_open(Arena *arena, const char *dir, CaseMode mode, Work **ret, Error *err)
{
    AUTO(close_quietly) Work *work = arena_new(arena, Work);
    char *found = NULL, *home = NULL;

    work->arena = arena;
    Status status = dir ? OK : case_find(arena, ".", &found, err);
    if (status != OK)
        return input_trouble(status, err);
    work->dir = dir ? dir : found;
    if (mode == CASE_WRITE) {
        status = os_data_home(arena, &home, err);
        if (status != OK)
            return status;
        work->sealer = sealer_of(os_join(arena, str_of(home), S("keys")));
    }
    status = input_trouble(case_open(work->dir, mode, mode == CASE_WRITE ? &work->sealer : NULL, &work->c, err), err);
    if (status == OK)
        status = load_tables(work, NULL, mode, &work->lang, err);
    if (status == OK)
        status = open_store(work, mode, err);
    if (status != OK)
        return status;
    *ret = work;
    work = NULL;
    return OK;
}

Status work_tables(Work *work, const char *dir, Error *err)
{
    return take_tables(work, dir, err);
}

Status work_places(Work *work, const char *file, const char *data, Error *err)
{
    char *path = os_join(work->arena, str_of(work->dir), S(PLACES_FILE));
    Mapped mapped = { S(""), NULL, 0 };
    Status status;

    if (strcmp(file, "none") == 0) {
        if (unlink(path) < 0 && errno != ENOENT)
            return fail(err, ERR_IO, "cannot remove %s: %s", path, strerror(errno));
        return take_tables(work, data, err);
    }
    status = lang_check_places(file, err);
    if (status == OK)
        status = os_map(file, &mapped, err);
    if (status == OK)
        status = os_write_file(path, mapped.bytes, 0600, DURABLE, err);
    os_unmap(&mapped);
    return status == OK ? take_tables(work, data, err) : status;
}

void work_close(Work *work)
{
    if (!work)
        return;
    store_close(work->store);
    case_close(work->c);
    lang_free(work->lang);
    *work = (Work){ 0 };
}

Status work_text(Work *work, Arena *arena, Str object, Str *ret, Error *err)
{
    Sha256 id;
    Mapped mapped;

    if (!hex_decode(object, id.byte, sizeof id.byte))
        return fail(err, ERR_BAD_INPUT, "index.db is damaged (the name of a text): delete it, `dokaz add` builds it"
                                        " again");
    Status status = object_map(work->c, &id, OBJECT_AS_IT_IS, &mapped, err);
    if (status != OK)
        return status;
    if (mapped.bytes.len <= COPY_LIMIT) {
        *ret = arena_str(arena, mapped.bytes);
        os_unmap(&mapped);
    } else {
        *ret = mapped.bytes;
    }
    return OK;
}

Status work_floor(Work *work, int32_t *ret, Error *err)
{
    int32_t *numbers = NULL;
    size_t count = 0;
    int64_t remembered = 0;
    Status status = store_known_person_numbers(work->store, work->arena, &numbers, &count, err);

    if (status == OK)
        status = store_fact(work->store, S(WORK_PERSONS), 0, &remembered, err);
    if (status != OK)
        return status;
    *ret = count ? numbers[count - 1] : 0;
    if (remembered > *ret && remembered <= INT32_MAX)
        *ret = (int32_t)remembered;
    return OK;
}

typedef VEC(uint64_t) JudgedEntries;

/* Originals that the log has and the index has not: an `add` that was cut short, or a lost index. A tombstone
 * there means that the index may still tell of what was erased: nothing is shown then. */
static Status count_behind(Work *work, JudgedEntries *judged, Error *err)
{
    int64_t from = 0;
    Entry entry;
    Status status = work->store ? store_fact(work->store, S("log"), 0, &from, err) : OK;
    AUTO_ARENA arena = arena_create();

    for (uint64_t i = from > 0 ? (uint64_t)from : 0; status == OK && i < log_size(work->c); i++) {
        arena_reset(arena);
        status = log_entry(arena, work->c, i, &entry, err);
        work->behind += status == OK && entry.type == ENTRY_ITEM;
        if (status == OK && entry.type == ENTRY_JUDGEMENT) {
            vec_push(work->arena, judged, i);
            work->undecided++;
        }
        if (status == OK && entry.type == ENTRY_TOMBSTONE && from > 0)
            status = fail(err, ERR_REFUSED, "an erasure was interrupted and the index still knows what was erased: "
                          "`dokaz add` without a path completes it");
    }
    return status;
}

static Status known_judgements(Work *work, JudgedEntries *ret, Error *err)
{
    uint64_t *known = NULL;
    size_t count = 0;
    Status status = work->store ? store_judgements(work->store, work->arena, &known, &count, err) : OK;

    for (size_t i = 0; status == OK && i < count; i++)
        vec_push(work->arena, ret, known[i]);
    return status;
}

Status work_load(Work *work, Error *err)
{
    if (work->loaded)
        return OK;
    work->corpus.taxonomy = lang_taxonomy(work->lang);
    int32_t floor = 0;
    JudgedEntries judged = { 0 };
    Status status = known_judgements(work, &judged, err);
    if (status == OK)
        status = count_behind(work, &judged, err);
    if (status != OK)
        return status;
    if (work->store) {
        status = store_load_corpus(work->store, work->arena, &work->corpus, &work->places, err);
        if (status == OK)
            status = store_originals(work->store, work->arena, &work->originals, &work->original_count, err);
        if (status == OK)
            status = work_floor(work, &floor, err);
    }
    for (size_t i = 0; status == OK && i < work->corpus.reading_count; i++)
        if (work->places[i].text.ptr)
            status = work_text(work, work->arena, work->places[i].text, &work->corpus.readings[i].text, err);
    if (status != OK)
        return status;
    status = judgements_load(work->arena, work->c, judged.at, judged.count, &work->judgements, err);
    if (status != OK)
        return status;
    judged_settle(work->arena, &work->corpus, &work->judgements);
    work->corpus.closed = judged_closed(work->arena, &work->corpus, &work->judgements, &work->corpus.closed_count);
    work->guard = guard_build(work->arena, &work->corpus, floor);
    if (work->unmask.ptr) {
        const char *key = work->unmask_key;
        if (!key)
            key = custodian_path(work->arena, work->sealer.keys, str_of(case_key(work->c)->name));
        status = guard_unmask(work->arena, work->c, key, work->unmask, work->now,
                              &work->corpus, work->guard, &work->view, err);
        if (status != OK)
            return status;
    } else {
        work->view = view_make(work->arena, &work->corpus, work->guard);
    }
    Judgements *shown = arena_new(work->arena, Judgements);
    judgements_show(work->view, work->arena, &work->judgements, shown);
    work->view->corpus.judgements = shown;
    work->loaded = true;
    return OK;
}

void work_mask_error(Work *work, Error *err)
{
    AUTO_STRBUF masked = { 0 };

    if (!work || !work->guard)
        return;
    guard_mask_str(work->guard, str_of(err->text), &masked);
    snprintf(err->text, sizeof err->text, "%s", masked.ptr ? masked.ptr : "");
}
