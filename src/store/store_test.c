/* store_test.c -- what goes into the index comes out again, and any spelling finds it. */
#include "store/store.h"

#include "base/auto.h"
#include "base/os.h"
#include "check.h"

#include <stdlib.h>

#define TEXTS(...) ((Str[]){ __VA_ARGS__ })     /* inside functions */

static const Taxonomy taxonomy = { .act = { { .code = S("KILL") }, { .code = S("GRAVE") } }, .count = 2 };

/* A stand-in for lang_search_keys: one town in three spellings. */
static size_t keys(void *context, Arena *arena, Str word, Str out[STORE_KEYS_MAX])
{
    static const char *const forms[] = { "Kupiansk", "Kupyansk", "Куп'янськ", "Куп'янську", "Куп’янську", "КУПЯНСК" };

    (void)context;
    (void)arena;
    for (size_t i = 0; i < sizeof forms / sizeof *forms; i++)
        if (str_eq(word, str_of(forms[i]))) {
            out[0] = S("@kupiansk");
            return 1;
        }
    return 0;
}

static const StoreWords words = { &taxonomy, keys, NULL };

static char *temp_index(void)
{
    static char path[64];
    char dir[] = "/tmp/dokaz-store-XXXXXX";

    if (!mkdtemp(dir))
        abort();
    snprintf(path, sizeof path, "%s/index.db", dir);
    return path;
}

static Segment segments[] = {
    { .span = { 0, 20 }, .role = SEGMENT_TITLE, .language = S("en"), .page = 1, .supports = -1 },
    { .span = { 21, 60 }, .role = SEGMENT_SENTENCE, .paragraph = 1, .supports = -1 },
};
static PlaceMeaning meanings[] = { { S("kupiansk"), 0.75, OPTION_BESIDE | OPTION_KIND }, { S("kupiansk-lesser"), 0.25, 0 } };
static Mention mentions[] = {
    { .span = { 0, 8 }, .kind = MENTION_PLACE, .name = S("Kupiansk"), .rule = S("place.exact"),
      .place = { .place_id = S("kupiansk"), .type = S("city"), .lat = 49.71, .lon = 37.61, .precision_m = 4000,
                 .sense = SENSE_GOVERNMENT, .candidates = 2, .options = meanings, .option_count = 2 } },
    { .span = { 9, 19 }, .segment = 1, .kind = MENTION_DATE,
      .date = { .timex = TIMEX_DATE, .value = S("2022-09"), .edtf = S("2022-09"), .first = 19236, .last = DAY_OPEN,
                .resolution = RESOLVED_RELATIVE } },
    { .span = { 21, 30 }, .kind = MENTION_QUANTITY,
      .quantity = { .low = 441, .high = QUANTITY_OPEN, .approximate = true, .counted = S("body"),
                    .part_of = -1, .so_far = true, .as_of = S("2022-09-15") } },
    { .span = { 31, 40 }, .kind = MENTION_QUANTITY, .quantity = { .low = QUANTITY_UNKNOWN, .high = 9, .part_of = 2, .each = true } },
    { .span = { 41, 50 }, .kind = MENTION_PERSON, .name = S("Person 3"),
      .person = { .protect = true, .named = true, .entity = 4, .number = 3 } },
    { .span = { 51, 55 }, .kind = MENTION_ACT, .acts = 3 },
};
static Span contents[] = { { 1, 2 }, { 3, 4 } };
static int32_t quantities[] = { 2, 3 };
static ChainLink chain[] = {
    { .name = S("Paper"), .span = { UINT32_MAX, UINT32_MAX }, .mention = -1 },
    { .name = S("Person 3"), .span = { 41, 50 }, .how = CHAIN_QUOTES, .mention = 4 },
};
static Str authors[] = { S("A"), S("B") };
static Str entry_notes[] = { S("twice") };
static Str doc_authors[] = { S("X"), S("") };
static Note notes[] = { { S("invalid_utf8"), { UINT32_MAX, UINT32_MAX }, S("said") } };
static Attribution attributions[] = {
    { .source = { 41, 50 }, .cue = { UINT32_MAX, UINT32_MAX }, .content = contents,
      .content_count = 2, .speaker = S("Person 3"), .person = 4, .direct = true },
};
static Claim claims[] = {
    { .span = { 21, 60 }, .segment = 1, .acts = 2, .by = { { UINT32_MAX, UINT32_MAX }, { NULL, 0 } },
      .to = { { 31, 40 }, S("civilians") }, .place = 0, .date = -1, .first = DAY_UNKNOWN, .last = DAY_UNKNOWN,
      .quantities = quantities, .quantity_count = 2, .modality = MODALITY_ALLEGED, .attribution = 0,
      .chain = chain, .chain_count = 2, .aggregate = true },
};
static CatalogueEntry entries[] = {
    { .span = { 0, 60 }, .title = { 0, 8 }, .title_text = S("A book"), .authors = authors,
      .author_count = 2, .work = 7, .notes = entry_notes, .note_count = 1 },
};

static Reading reading_of(Arena *arena, Str document)
{
    Reading r = {
        .doc = { .id = document, .path = S("a/b.txt"), .publisher = S("Paper"), .authors = doc_authors,
                 .author_count = 2, .published_first = DAY_UNKNOWN, .published_last = 5,
                 .published_how = PUBLISHED_GIVEN, .bytes = 60,
                 .notes = notes, .note_count = 1 },
        .segments = segments, .segment_count = 2, .mentions = mentions, .mention_count = 6,
        .attributions = attributions, .attribution_count = 1, .claims = claims, .claim_count = 1,
        .entries = entries, .entry_count = 1,
    };
    reading_make_ids(arena, &r);
    return r;
}

static void check_mentions(const Reading *got)
{
    for (size_t i = 0; i < 6; i++) {
        const Mention *g = &got->mentions[i], *w = &mentions[i];
        CHECK(id_eq(g->id, w->id) && span_eq(g->span, w->span) && g->kind == w->kind, "mention");
        CHECK_STR(g->name, w->name);
        CHECK_STR(g->rule, w->rule);
        CHECK((g->name.ptr == NULL) == (w->name.ptr == NULL), "an absent text stays absent");
    }
    CHECK_STR(got->mentions[0].place.place_id, S("kupiansk"));
    CHECK(got->mentions[0].place.lat == 49.71, "latitude");
    CHECK_INT(got->mentions[0].place.sense, SENSE_GOVERNMENT, "sense");
    CHECK_INT(got->mentions[0].place.option_count, 2, "meanings");
    CHECK_STR(got->mentions[0].place.options[1].place_id, S("kupiansk-lesser"));
    CHECK(got->mentions[0].place.options[0].share == 0.75, "share");
    CHECK_INT(got->mentions[0].place.options[0].reasons, OPTION_BESIDE | OPTION_KIND, "reasons");
    CHECK_INT(got->mentions[1].date.last, DAY_OPEN, "open end");
    CHECK_INT(got->mentions[1].date.resolution, RESOLVED_RELATIVE, "resolution");
    CHECK_INT(got->mentions[2].quantity.high, QUANTITY_OPEN, "open quantity");
    CHECK(got->mentions[2].quantity.part_of == -1 && got->mentions[2].quantity.so_far, "whole, so far");
    CHECK_STR(got->mentions[2].quantity.as_of, S("2022-09-15"));
    CHECK(got->mentions[3].quantity.part_of == 2 && got->mentions[3].quantity.each, "part, each");
    CHECK(got->mentions[3].quantity.low == QUANTITY_UNKNOWN && got->mentions[3].quantity.high == 9, "half known");
    CHECK_INT(got->mentions[4].person.number, 3, "person");
    CHECK_INT(got->mentions[4].person.entity, 4, "entity");
    CHECK_INT((int64_t)got->mentions[5].acts, 3, "acts");
}

static void check_reading(const Reading *got, const Reading *want)
{
    CHECK_STR(got->doc.id, want->doc.id);
    CHECK_STR(got->doc.authors[0], S("X"));
    CHECK(got->doc.authors[1].ptr && !got->doc.authors[1].len, "an empty text is not an absent one");
    CHECK_INT(got->doc.published_first, DAY_UNKNOWN, "first day");
    CHECK_INT(got->doc.published_how, PUBLISHED_GIVEN, "how");
    CHECK_STR(got->doc.notes[0].text, S("said"));
    CHECK(!span_is(got->doc.notes[0].span), "no span");
    CHECK_INT(got->segments[1].paragraph, 1, "paragraph");
    CHECK(got->segments[1].language.ptr == NULL, "language");
    check_mentions(got);
    CHECK_INT(got->attributions[0].content[1].end, 4, "content");
    CHECK(!span_is(got->attributions[0].cue), "no cue");
    const Claim *c = &got->claims[0];
    CHECK(id_eq(c->id, want->claims[0].id), "claim id");
    CHECK_INT(c->quantities[1], 3, "quantity");
    CHECK_STR(c->chain[1].name, S("Person 3"));
    CHECK_INT(c->chain[1].how, CHAIN_QUOTES, "how");
    CHECK(c->aggregate && !span_is(c->by.span) && !c->by.text.ptr, "claim");
    CHECK_INT(c->first, DAY_UNKNOWN, "day");
    CHECK_STR(got->entries[0].authors[1], S("B"));
    CHECK_STR(got->entries[0].notes[0], S("twice"));
    CHECK_INT(got->entries[0].work, 7, "work");
}

static Str doc_a, doc_b;

static void put_two(Store *store, Arena *arena)
{
    static const Str text_a[] = { S("The Kupiansk convoy"), S("Over 440 bodies, officials said; l’hôtel de Куп'янську") };
    static const Str text_b[] = { S("КУПЯНСК, сказал Person 3"), S("") };
    Error err = { 0 };
    StoreRun run = { S("read"), S("0.1"), S("abc") };
    int64_t number = 0, again = 0;
    Reading a = reading_of(arena, doc_a), b;

    CHECK_INT(store_begin(store, &err), OK, err.text);
    CHECK_INT(store_put_run(store, &run, &number, &err), OK, err.text);
    CHECK_INT(store_put_run(store, &run, &again, &err), OK, err.text);
    CHECK_INT(number, again, "the same run is one row");
    StoreOriginal original = { .log_index = 4, .document = doc_a, .path = S("a/b.txt"), .bytes = 60, .time = 100,
                               .occurrence = store_occurrence(doc_a, S("/in/b.txt")) };
    CHECK_INT(store_put_original(store, &original, &err), OK, err.text);
    StorePlace place = { .log_index = 4, .run = number, .segmentation = 5, .text = doc_a };
    CHECK_INT(store_put_reading(store, &place, &a, text_a, &err), OK, err.text);
    CHECK_INT(store_put_reading(store, &place, &a, text_a, &err), ERR_CHECK, "twice");
    b = reading_of(arena, doc_b);
    place.log_index = 2;
    place.segmentation = -1;
    CHECK_INT(store_put_reading(store, &place, &b, text_b, &err), OK, err.text);
    CHECK_INT(store_put_fact(store, S("log"), 7, &err), OK, err.text);
    CHECK_INT(store_commit(store, &err), OK, err.text);
}

static void check_results(Store *store, Arena *arena)
{
    Error err = { 0 };
    Corpus corpus, got;
    StorePlace *places = NULL;
    int64_t fact = 0;

    CHECK_INT(store_load_corpus(store, arena, &corpus, &places, &err), OK, err.text);
    CHECK_INT(corpus.reading_count, 2, "readings");
    CHECK(places[0].log_index == 2 && places[1].log_index == 4, "in log order");
    CHECK(places[0].segmentation == -1 && places[1].segmentation == 5, "segmentations");
    CHECK_STR(places[1].text, doc_a);
    CHECK_INT(store_fact(store, S("log"), -1, &fact, &err), OK, err.text);
    CHECK_INT(fact, 7, "fact");
    CHECK_INT(store_fact(store, S("other"), -1, &fact, &err), OK, err.text);
    CHECK_INT(fact, -1, "no such fact");
    Reading want = reading_of(arena, doc_a);
    check_reading(&corpus.readings[1], &want);

    ClaimRef both[] = { { 0, 0 }, { 1, CLAIM_NONE } };
    corpus.derivations = &(Derivation){ both[1], both[0], DERIVED_RELAY, &(Passage){ { 1, 2 }, { 3, 4 } }, 1, S("e") };
    corpus.derivation_count = 1;
    corpus.origins = &(Origin){ .name = S("o"), .claims = both, .claim_count = 2, .voices = TEXTS(S("v")),
                                .voice_count = 1 };
    corpus.origin_count = 1;
    corpus.incidents = &(Incident){ .title = S("i"), .kind = INCIDENT_SITUATION, .acts = 1, .first = DAY_UNKNOWN,
        .claims = both, .claim_count = 2, .readings = (uint32_t[]){ 0, 1 }, .reading_count = 2,
        .quantities = &(IncidentQuantity){ S("body"), STR_NONE, 441, QUANTITY_OPEN, both, 1 }, .quantity_count = 1,
        .why = TEXTS(S("w1"), S("w2")), .why_count = 2 };
    corpus.incident_count = 1;
    corpus.conflicts = &(Conflict){ .kind = CONFLICT_DATE, .verdict = VERDICT_UPDATE, .why = S("because"),
        .spans = &(ConflictSpan){ 1, { 5, 6 } }, .span_count = 1, .claims = both, .claim_count = 2 };
    corpus.conflict_count = 1;
    for (int round = 0; round < 2; round++) {       /* the second replaces the first */
        CHECK_INT(store_put_results(store, &corpus, 1, &err), OK, err.text);
        CHECK_INT(store_load_corpus(store, arena, &got, NULL, &err), OK, err.text);
        CHECK_INT(got.derivation_count + got.origin_count + got.incident_count + got.conflict_count, 4, "results");
        CHECK_INT(got.derivations[0].from.claim, CLAIM_NONE, "a document");
        CHECK_INT(got.derivations[0].passages[0].to.end, 4, "passage");
        CHECK_STR(got.origins[0].voices[0], S("v"));
        CHECK_INT(got.incidents[0].readings[1], 1, "reading");
        CHECK_INT(got.incidents[0].quantities[0].claims[0].reading, 0, "claim");
        CHECK_STR(got.incidents[0].why[1], S("w2"));
        CHECK_INT(got.conflicts[0].spans[0].reading, 1, "span");
        CHECK_INT(got.conflicts[0].verdict, VERDICT_UPDATE, "verdict");
    }
    corpus.reading_count = 1;
    CHECK_INT(store_put_results(store, &corpus, 1, &err), ERR_CHECK, "results of another corpus");
}

static void check_search(Store *store, Arena *arena)
{
    static const struct { const char *words; size_t hits; } cases[] = {
        { "Kupyansk", 3 }, { "Куп'янськ", 3 }, { "КУПЯНСК", 3 }, { "куп’янську", 1 }, { "Куп\xca\xbcянську", 1 },
        { "BODIES", 1 }, { "bodies 440", 1 }, { "bodies convoy", 0 }, { "\"440 bodies\"", 1 }, { "\"bodies 440\"", 0 },
        { "hotel", 1 }, { "l'hôtel", 1 }, { "l", 0 }, { "person", 1 }, { "nothing", 0 }, { "", 0 }, { "\"", 0 }, { "-- ' * ( ) ^", 0 },
        { "bodies AND NOT", 0 }, { "text:bodies", 0 }, { "bod*", 0 }, { "\"440 bodies", 1 }, { "440\"bodies\"", 1 },
        { "NEAR(bodies, 3)", 0 }, { "bodies) OR (x", 0 },
    };
    Error err = { 0 };

    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        StoreHit *hits = NULL;
        size_t count = 99;
        CHECK_INT(store_search(store, arena, str_of(cases[i].words), 10, &hits, &count, &err), OK, err.text);
        CHECK_INT(count, cases[i].hits, cases[i].words);
    }
    StoreHit *hits = NULL;
    size_t count = 0;
    CHECK_INT(store_search(store, arena, S("officials"), 10, &hits, &count, &err), OK, err.text);
    CHECK(count == 1 && hits[0].log_index == 4 && hits[0].segment == 1, "where it stands");
    CHECK_INT(store_search(store, arena, S("a\xff"), 10, &hits, &count, &err), ERR_USAGE, "bad UTF-8");
}

static void check_cache(Store *store, Arena *arena)
{
    Error err = { 0 };
    StoreFile file = { S("/a/b"), 10, 20, 30 }, changed = { S("/a/b"), 10, 21, 30 };
    StoreSeen seen = { .log_index = 4 }, got;
    bool found = true;

    memset(seen.document, 'a', 64);
    CHECK_INT(store_cache_get(store, &file, &found, &got, &err), OK, err.text);
    CHECK(!found, "not yet");
    CHECK_INT(store_cache_put(store, &file, &seen, &err), OK, err.text);
    CHECK_INT(store_cache_get(store, &file, &found, &got, &err), OK, err.text);
    CHECK(found && got.log_index == 4 && strcmp(got.document, seen.document) == 0, "known");
    CHECK_INT(store_cache_get(store, &changed, &found, &got, &err), OK, err.text);
    CHECK(!found, "changed");

    int32_t *numbers = NULL;
    size_t count = 0;
    CHECK_INT(store_known_person_numbers(store, arena, &numbers, &count, &err), OK, err.text);
    CHECK(count == 1 && numbers[0] == 3, "people");
    StoreOriginal *originals = NULL;
    CHECK_INT(store_originals(store, arena, &originals, &count, &err), OK, err.text);
    CHECK(count == 1 && originals[0].log_index == 4 && !originals[0].unread.ptr, "original");
    Sha256 same = store_occurrence(doc_a, S("/in/b.txt")), other = store_occurrence(doc_a, S("/b.txt"));
    CHECK_INT(store_occurs(store, &same, &found, &err), OK, err.text);
    CHECK(found, "the same bytes at the same path");
    CHECK_INT(store_occurs(store, &other, &found, &err), OK, err.text);
    CHECK(!found, "at another path");
    CHECK_INT(store_clear(store, &err), OK, err.text);
    CHECK_INT(store_cache_get(store, &file, &found, &got, &err), OK, err.text);
    CHECK(found, "the cache survives a rebuild");
    Corpus corpus;
    CHECK_INT(store_load_corpus(store, arena, &corpus, NULL, &err), OK, err.text);
    CHECK_INT(corpus.reading_count + corpus.incident_count, 0, "nothing else does");
    StoreHit *hits = NULL;
    CHECK_INT(store_search(store, arena, S("bodies"), 10, &hits, &count, &err), OK, err.text);
    CHECK_INT(count, 0, "no words either");
}

/* A foreign file, one from the future, one that is missing: refused, each in one line. */
static void check_refusals(const char *path)
{
    static const char newer[] = "sqlite3 '%s' 'PRAGMA application_id = 1148152698; PRAGMA user_version = 99;"
                                " CREATE TABLE t (x)'";
    Error err = { 0 };
    Store *store = NULL;
    char command[256];

    unlink(path);
    CHECK_INT(store_open(path, STORE_READ, &words, &store, &err), ERR_NOT_FOUND, "missing");
    CHECK_INT(os_write_file(path, S(""), 0600, NOT_DURABLE, &err), OK, err.text);
    CHECK_INT(store_open(path, STORE_READ, &words, &store, &err), ERR_NOT_FOUND, "empty: cut short at its beginning");
    CHECK_INT(os_write_file(path, S("this is no database, is it? it is long enough to be looked at with some care, a"
                                    "nd then some more, for the header of SQLite takes a hundred bytes"), 0600,
                            NOT_DURABLE, &err), OK, err.text);
    CHECK_INT(store_open(path, STORE_WRITE, &words, &store, &err), ERR_BAD_INPUT, "foreign");
    CHECK(strstr(err.text, "damaged") != NULL, err.text);
    unlink(path);
    snprintf(command, sizeof command, newer, path);
    if (system(command) == 0) {
        CHECK_INT(store_open(path, STORE_WRITE, &words, &store, &err), ERR_BAD_INPUT, "from the future");
        CHECK(strstr(err.text, "newer") != NULL, err.text);
    }
    CHECK(store == NULL, "nothing was opened");
}

int main(void)
{
    AUTO_ARENA arena = arena_create();
    Error err = { 0 };
    Store *store = NULL;
    const char *path = temp_index();

    doc_a = S("aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa");
    doc_b = S("bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb");
    CHECK_INT(store_open(path, STORE_WRITE, &words, &store, &err), OK, err.text);
    if (!store)
        return test_end();
    put_two(store, arena);
    store_close(store);
    CHECK_INT(store_open(path, STORE_READ, &words, &store, &err), OK, err.text);
    check_search(store, arena);
    store_close(store);
    CHECK_INT(store_open(path, STORE_WRITE, &words, &store, &err), OK, err.text);
    check_results(store, arena);
    check_cache(store, arena);
    CHECK_INT(store_begin(store, &err), OK, err.text);
    CHECK_INT(store_begin(store, &err), ERR_IO, "a second begin");
    store_rollback(store);
    store_close(store);
    check_refusals(path);
    return test_end();
}
