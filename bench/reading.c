/* reading.c -- how fast a text is read, where the time goes, and in how much memory.
 *
 * Reading is measured apart from writing it down as JSON. Memory is the peak of a process of its own over what it
 * had before the first text: tables and texts are there already.
 */
#include "bench.h"

#include "base/auto.h"
#include "base/json_out.h"
#include "model/json.h"
#include "read/read.h"

#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

#define PASSES_MAX 40
#define LOADS      20       /* of the tables, for their time */

static ReadInput input_of(Str text)
{
    return (ReadInput){ .document = S("0000000000000000000000000000000000000000000000000000000000000000"),
                        .path = S("bench"), .media_type = S("text/plain"), .bytes = text.len, .text = text };
}

/* ---- all fields of all texts ---- */

typedef struct Share {
    const Lang  *lang;
    const Texts *texts;
    size_t       first, step;       /* texts first, first + step ... */
    bool         json;
    uint64_t     sink;
} Share;

static void *read_share(void *context)
{
    Share *s = context;
    AUTO_ARENA arena = arena_create();
    AUTO_STRBUF out = { 0 };

    for (size_t i = s->first; i < s->texts->count; i += s->step) {
        ReadInput in = input_of(s->texts->at[i]);
        Reading reading;
        arena_reset(arena);
        read_document(s->lang, arena, &in, &reading);
        s->sink += reading.claim_count + reading.mention_count;
        if (!s->json)
            continue;
        strbuf_clear(&out);
        JsonOut j = { .out = &out };
        json_reading(&j, lang_taxonomy(s->lang), &reading);
        s->sink += out.len;
    }
    return NULL;
}

static double seconds_of(Bench *b, const Texts *texts, bool json)
{
    double best = 1e9;

    for (int i = 0; i < ROUNDS; i++) {
        Share all = { .lang = b->lang, .texts = texts, .step = 1, .json = json };
        double start = busy();
        read_share(&all);
        double time = busy() - start;
        best = time < best ? time : best;
        b->sink += all.sink;
    }
    return best;
}

/* On the wall; at most two threads. */
static double seconds_of_threads(Bench *b, const Texts *texts, size_t threads)
{
    double best = 1e9;

    for (int i = 0; i < ROUNDS; i++) {
        Share half[2] = { { .lang = b->lang, .texts = texts, .step = threads },
                          { .lang = b->lang, .texts = texts, .first = 1, .step = threads } };
        pthread_t other;
        double start = now();
        if (threads == 2 && pthread_create(&other, NULL, read_share, &half[1]) != 0)
            die("thread", &(Error){ .text = "cannot be made" });
        read_share(&half[0]);
        if (threads == 2)
            pthread_join(other, NULL);
        double time = now() - start;
        best = time < best ? time : best;
        b->sink += half[0].sink + half[1].sink;
    }
    return best;
}

/* ---- where the time goes, pass by pass ---- */

typedef struct Profile {
    struct { const char *name; double seconds; } pass[PASSES_MAX];
    size_t count;
    double since;
} Profile;

static void passed(void *context, const char *name)
{
    Profile *p = context;
    size_t i = 0;
    double time = busy();

    while (i < p->count && strcmp(p->pass[i].name, name) != 0)
        i++;
    if (i == p->count && p->count < PASSES_MAX)
        p->pass[p->count++].name = name;
    if (i < PASSES_MAX)
        p->pass[i].seconds += time - p->since;
    p->since = busy();
}

static void show_profile(Bench *b, const Texts *texts)
{
    AUTO_ARENA arena = arena_create();
    Profile p = { .count = 0 };
    ReadWatch watch = { passed, &p };
    double sum = 0;

    for (size_t i = 0; i < texts->count; i++) {
        ReadInput in = input_of(texts->at[i]);
        Reading reading;
        arena_reset(arena);
        p.since = busy();
        read_document_watched(b->lang, arena, &in, &watch, &reading);
        b->sink += reading.claim_count;
    }
    for (size_t i = 0; i < p.count; i++)
        sum += p.pass[i].seconds;
    for (size_t i = 0; i < p.count; i++)
        printf("    %-26s %10.2f ns a byte   %5.1f %%\n", p.pass[i].name, p.pass[i].seconds * 1e3 / texts->megabytes,
               100 * p.pass[i].seconds / sum);
}

/* ---- memory and tables ---- */

/* "VmHWM:     1234 kB" of this process; 0 where /proc has none. */
static long status_kb(const char *key)
{
    FILE *f = fopen("/proc/self/status", "r");
    char line[256];
    long kb = 0;

    while (f && fgets(line, sizeof line, f))
        if (strncmp(line, key, strlen(key)) == 0)
            kb = strtol(line + strlen(key), NULL, 10);
    if (f)
        fclose(f);
    return kb;
}

static void show_memory(Bench *b, const Texts *texts)
{
    fflush(stdout);
    pid_t child = fork();

    if (child == 0) {
        FILE *reset = fopen("/proc/self/clear_refs", "w");      /* the peak so far is the parent's */
        if (reset) {
            fputs("5", reset);
            fclose(reset);
        }
        long before = status_kb("VmRSS:");
        Share all = { .lang = b->lang, .texts = texts, .step = 1 };
        read_share(&all);
        printf("%-30s %10.1f MiB beside tables and texts (target 64)\n", "    peak memory", (double)(status_kb("VmHWM:") - before) / 1024);
        fflush(stdout);
        _exit(0);
    }
    waitpid(child, NULL, 0);
}

static void show_loading(void)
{
    double best = 1e9;

    for (int i = 0; i < LOADS; i++) {
        Lang *lang = NULL;
        Error err = { 0 };
        double start = busy();
        if (lang_load(NULL, &lang, &err) != OK)
            die("tables", &err);
        double time = busy() - start;
        best = time < best ? time : best;
        lang_free(lang);
    }
    printf("%-30s %10.2f ms (target 10)\n\n", "tables opened", best * 1e3);
}

static void show_texts(Bench *b, const Texts *texts, double floor)
{
    if (texts->count == 0)
        return;
    printf("%s: %zu texts, %.1f MB\n", texts->name, texts->count, texts->megabytes);
    double one = seconds_of(b, texts, false), written = seconds_of(b, texts, true);
    row("read, all fields, one core", texts->megabytes / one, "words, hash, lookup", floor);
    show_profile(b, texts);
    row("    and written as JSON", texts->megabytes / written, NULL, 1);
    double alone = seconds_of_threads(b, texts, 1), two = seconds_of_threads(b, texts, 2);
    row("    two threads, on the wall", texts->megabytes / two, NULL, 1);
    printf("%-30s %10.2f times one (target 1.8; on a machine with nothing else to do)\n", "", alone / two);
    show_memory(b, texts);
    putchar('\n');
}

void bench_reading(Bench *b, double floor)
{
    show_loading();
    show_texts(b, &b->reports, floor);
    show_texts(b, &b->prose, floor);
}
