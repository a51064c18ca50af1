/* origins.c -- how the time of finding origins grows: origins TEMPLATES
 *
 * Generated reports of a hundred outlets (a fixed seed) are read, each a day later than the one before; printed is the
 * processor time of what leads to origins (relays, links and credits; translations; the roots themselves) and
 * the exponent of its growth. In the second set every report says one sentence of one office with one figure, the worst
 * case for looking a name up: all claims share name, figure, place and day.
 */
#include "generate.h"

#include "base/auto.h"
#include "base/os.h"
#include "base/vec.h"
#include "read/read.h"
#include "trace/work.h"

#include <math.h>
#include <stdio.h>
#include <time.h>

#define SEED    20220224
#define BYTES   6000        /* of a report */
#define OUTLETS 100

static const size_t sizes[] = { 1000, 3333, 10000 };

typedef VEC(Reading) Readings;

static double busy(void)
{
    struct timespec now;

    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
    return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

static void take(const Lang *lang, Arena *arena, Readings *all, Str text)
{
    char day[11];
    day_format(19000 + (int32_t)(all->count % 600), day);
    Str published = arena_str(arena, str_of(day));
    ReadInput in = { .document = arena_printf(arena, "%064zu", all->count + 1), .path = S("bench"),
                     .media_type = S("text/plain"), .bytes = text.len, .text = arena_str(arena, text),
                     .given = { .publisher = arena_printf(arena, "Outlet %zu", all->count % OUTLETS), .published = published } };
    Reading reading;

    read_document(lang, arena, &in, &reading);
    vec_push(arena, all, reading);
}

static void reports(const Lang *lang, Arena *arena, const Templates *templates, size_t count, Readings *ret)
{
    AUTO_STRBUF text = { 0 };

    for (size_t number = 0; number < count; number++) {
        strbuf_clear(&text);
        generate_report(templates, SEED, number, BYTES, &text);
        take(lang, arena, ret, strbuf_str(&text));
    }
}

static void one_sentence(const Lang *lang, Arena *arena, const Templates *templates, size_t count, Readings *ret)
{
    AUTO_STRBUF text = { 0 };

    (void)templates;
    for (size_t i = 0; i < count; i++) {
        strbuf_clear(&text);
        strbuf_printf(&text, "Toll rises %zu\n\n", i);
        for (size_t k = 0; k < 10; k++)
            strbuf_add(&text, S("On 5 March 2022 a missile struck a house in Izium and killed 12 people, regional police said. "));
        take(lang, arena, ret, strbuf_str(&text));
    }
}

static const struct {
    const char *name;
    void (*make)(const Lang *, Arena *, const Templates *, size_t, Readings *);
} texts[] = { { "generated reports", reports }, { "one sentence of all", one_sentence } };

static WordKind plain(const void *context, uint64_t hash)
{
    (void)context;
    (void)hash;
    return WORD_PLAIN;
}

static void measure(const Lang *lang, const Templates *templates, size_t which)
{
    double last_time = 0, last_claims = 0;

    for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++) {
        AUTO_ARENA arena = arena_create();
        AUTO_ARENA scratch = arena_create();
        Readings readings = { 0 };
        texts[which].make(lang, arena, templates, sizes[i], &readings);
        Corpus corpus = { .taxonomy = lang_taxonomy(lang), .readings = readings.at, .reading_count = readings.count };
        Work w = { .arena = arena, .scratch = scratch, .corpus = &corpus, .gazetteer = lang_gazetteer(lang), .lang = lang,
                   .kind = plain, .first = arena_array(scratch, uint32_t, readings.count + 1) };
        for (size_t r = 0; r < readings.count; r++)
            w.first[r + 1] = w.first[r] + (uint32_t)readings.at[r].claim_count;
        w.claim_total = w.first[readings.count];
        rulings_index(&w);
        double start = busy();
        relays_find(&w);
        double relays = busy() - start;
        translations_find(&w);
        double translations = busy() - start - relays;
        origins_make(&w);
        double time = busy() - start;
        printf("%-20s %6zu reports %7u claims %6zu origins %7.3f s (relays %.3f, translations %.3f, roots %.3f)",
               texts[which].name, sizes[i], w.claim_total, corpus.origin_count, time, relays, translations,
               time - relays - translations);
        if (i > 0)
            printf("   exponent %.2f", log(time / last_time) / log((double)w.claim_total / last_claims));
        printf("\n");
        last_time = time;
        last_claims = (double)w.claim_total;
    }
}

int main(int argc, char **argv)
{
    AUTO_ARENA arena = arena_create();
    const Templates *templates = NULL;
    Lang *lang = NULL;
    Error err = { 0 };
    Str source;

    if (argc != 2) {
        fputs("usage: origins TEMPLATES\n", stderr);
        return 2;
    }
    Status status = lang_load(NULL, &lang, &err);
    if (status == OK)
        status = os_read_file(arena, argv[1], 1 << 20, &source, &err);
    if (status == OK)
        status = templates_parse(arena, source, &templates, &err);
    for (size_t i = 0; status == OK && i < sizeof texts / sizeof *texts; i++)
        measure(lang, templates, i);
    lang_free(lang);
    if (status != OK)
        fprintf(stderr, "origins: %s\n", err.text);
    return status_exit_code(status);
}
