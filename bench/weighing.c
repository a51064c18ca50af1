/* weighing.c -- how the time of WEIGH grows: weighing TEMPLATES
 *
 * Generated reports (a fixed seed) are read until there are a thousand, ten
 * thousand and a hundred thousand claims, and one sentence is repeated as often
 * in one text. Printed is the processor time of WEIGH alone, and the exponent of its
 * growth from one size to the next: 1 is linear. A sentence repeated is the worst case for blocking: all its
 * claims share place, day and act.
 */
#include "generate.h"

#include "base/auto.h"
#include "base/os.h"
#include "base/vec.h"
#include "read/read.h"
#include "weigh/weigh.h"

#include <math.h>
#include <stdio.h>
#include <time.h>

#define SEED   20220224
#define BYTES  6000         /* of a report */

static const size_t sizes[] = { 1000, 10000, 100000 };

typedef VEC(Reading) Readings;

static double busy(void)
{
    struct timespec now;

    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
    return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

/* Read one text under a name of its own; returns how many claims it has. */
static size_t take(const Lang *lang, Arena *arena, Readings *all, Str text)
{
    ReadInput in = { .document = arena_printf(arena, "%064zu", all->count + 1), .path = S("bench"),
                     .media_type = S("text/plain"), .bytes = text.len, .text = arena_str(arena, text) };
    Reading reading;

    read_document(lang, arena, &in, &reading);
    vec_push(arena, all, reading);
    return reading.claim_count;
}

static void reports(const Lang *lang, Arena *arena, const Templates *templates, size_t claims, Readings *ret)
{
    AUTO_STRBUF text = { 0 };

    for (size_t have = 0, number = 0; have < claims; number++) {
        strbuf_clear(&text);
        generate_report(templates, SEED, number, BYTES, &text);
        have += take(lang, arena, ret, strbuf_str(&text));
    }
}

static void repeated(const Lang *lang, Arena *arena, const Templates *templates, size_t claims, Readings *ret)
{
    AUTO_STRBUF text = { 0 };

    (void)templates;
    strbuf_add(&text, S("Toll rises\n\n"));
    for (size_t i = 0; i < claims; i++)
        strbuf_add(&text, S("On 5 March 2022 a missile struck a house in Izium and killed 12 people, the mayor said.\n"));
    take(lang, arena, ret, strbuf_str(&text));
}

static const struct {
    const char *name;
    void (*make)(const Lang *, Arena *, const Templates *, size_t, Readings *);
} texts[] = { { "generated reports", reports }, { "one sentence repeated", repeated } };

static void measure(const Lang *lang, const Templates *templates, size_t which)
{
    double last_time = 0, last_claims = 0;

    for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++) {
        AUTO_ARENA arena = arena_create();
        Readings readings = { 0 };
        texts[which].make(lang, arena, templates, sizes[i], &readings);
        Corpus corpus = { .taxonomy = lang_taxonomy(lang), .readings = readings.at, .reading_count = readings.count };
        double start = busy(), claims = 0;
        weigh_run(lang, arena, &corpus);
        double time = busy() - start;
        for (size_t k = 0; k < readings.count; k++)
            claims += (double)readings.at[k].claim_count;
        printf("%-22s %8.0f claims %6zu incidents %8.3f s %7.1f us a claim", texts[which].name, claims,
               corpus.incident_count, time, time * 1e6 / claims);
        if (i > 0)
            printf("   exponent %.2f", log(time / last_time) / log(claims / last_claims));
        printf("\n");
        last_time = time;
        last_claims = claims;
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
        fputs("usage: weighing TEMPLATES\n", stderr);
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
        fprintf(stderr, "weighing: %s\n", err.text);
    return status_exit_code(status);
}
