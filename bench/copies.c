/* copies.c -- families of copies: how many are found, how many pairs are wrong, how long it takes, how it grows.
 *
 *     copies FAMILIES [--text NUMBER | --wrong] DOCUMENTS...
 *
 * What is timed is fingerprints, index, candidates and the decision (alignment), over texts that lie in memory as TRACE
 * has them: a hash, a length and two marks a word. Not in the figure: making the documents, cutting their texts into
 * words, and writing derivations. Processor time of one thread. With two sizes or more, the exponent of growth is fitted
 * (least squares over logarithms). Then ADDED documents are added to the largest collection, each with its search.
 */
#include "copy_score.h"

#include "base/auto.h"
#include "base/os.h"

#include <math.h>
#include <stdio.h>
#include <sys/resource.h>
#include <time.h>

#define SEED      20220224u
#define ADDED     1000      /* documents, of the last size, that are timed one by one */
#define SIZES_MAX 8

static double busy(void)
{
    struct timespec t;

    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &t);
    return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

static void print_wrong(const Families *f, uint32_t a, uint32_t b, const Alignment *x)
{
    printf("wrong: %u (%s) and %u (%s): %u sentences, likeness %.2f, %u of %u words:", a,
           family_kind_names[families_truth(f, a).kind], b, family_kind_names[families_truth(f, b).kind], x->pair_count,
           x->likeness, x->a_common, x->a_words);
    for (uint32_t i = 0; i < x->pair_count; i++)
        printf(" %u=%u (%.2f)", x->pairs[i].a, x->pairs[i].b, (double)x->pairs[i].likeness);
    putchar('\n');
}

static void print_score(const CopyScore *s)
{
    printf("  found:");
    for (int k = FAMILY_EXACT; k < FAMILY_COPIES; k++)
        printf(" %s %.1f %%%s", family_kind_names[k], score_recall(s, (FamilyKind)k), k + 1 < FAMILY_COPIES ? "," : "");
    printf("; wrong %.2f %% of %u pairs\n", score_wrong(s), s->pairs);
}

static int by_time(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;
    return x < y ? -1 : x > y;
}

/* The last documents come one by one, each with its search: milliseconds. */
static void add_one_by_one(Copies *c, const Text *texts, uint32_t from, uint32_t count, CopySink sink)
{
    static double times[ADDED];
    double sum = 0;

    for (uint32_t i = from; i < count; i++) {
        double start = busy();
        copies_of(c, copies_add(c, &texts[i], score_key(i)), sink);
        times[i - from] = (busy() - start) * 1000;
        sum += times[i - from];
    }
    qsort(times, count - from, sizeof *times, by_time);
    printf("  one more document: %.3f ms, of a hundred the slowest %.3f, of all %u the slowest %.3f\n", sum / (count - from),
           times[(count - from) * 99 / 100], count - from, times[count - from - 1]);
}

static double measure(const char *table, uint32_t count, bool last, bool tell)
{
    AUTO_ARENA arena = arena_create();
    const Families *f;
    Error err = { 0 };
    Str text;
    CopyCount counted, ignored;
    uint32_t more = last ? ADDED : 0;
    struct rusage used;
    uint64_t words = 0;

    if (os_read_file(arena, table, 1 << 20, &text, &err) != OK ||
        families_parse(arena, text, SEED, count + more, &f, &err) != OK) {
        fprintf(stderr, "copies: %s\n", err.text);
        exit(3);
    }
    const Text *texts = score_texts(arena, f, count + more);
    for (uint32_t i = 0; i < count; i++)
        words += texts[i].word_count;
    score_start(&counted, f, count);
    counted.wrong = tell ? print_wrong : NULL;
    double start = busy();
    Copies *c = copies_create(count);
    for (uint32_t i = 0; i < count; i++)
        copies_add(c, &texts[i], score_key(i));
    double indexed = busy();
    copies_all(c, (CopySink){ score_pair, &counted });
    double end = busy();
    getrusage(RUSAGE_SELF, &used);
    printf("%u documents of %.0f words: %.2f s (index %.2f, pairs %.2f), %.1f us each; index %.0f MB, peak %.0f MB\n", count,
           (double)words / count, end - start, indexed - start, end - indexed, (end - start) * 1e6 / count,
           (double)copies_bytes(c) / 1e6, (double)used.ru_maxrss * 1024 / 1e6);
    print_score(&counted.score);
    if (more) {
        score_start(&ignored, f, count);
        add_one_by_one(c, texts, count, count + more, (CopySink){ score_pair, &ignored });
    }
    fflush(stdout);
    copies_destroy(c);
    return end - start;
}

static double exponent(const double *sizes, const double *times, size_t count)
{
    double x = 0, y = 0, xx = 0, xy = 0, n = (double)count;

    for (size_t i = 0; i < count; i++) {
        double a = log(sizes[i]), b = log(times[i]);
        x += a;
        y += b;
        xx += a * a;
        xy += a * b;
    }
    return (n * xy - x * y) / (n * xx - x * x);
}

static int print_document(const char *table, uint32_t number, uint32_t count)
{
    AUTO_ARENA arena = arena_create();
    const Families *f;
    Error err = { 0 };
    Str text;
    Reading r;

    if (os_read_file(arena, table, 1 << 20, &text, &err) != OK || families_parse(arena, text, SEED, count, &f, &err) != OK) {
        fprintf(stderr, "copies: %s\n", err.text);
        return 3;
    }
    FamilyDoc d = families_truth(f, number);
    families_reading(arena, f, number, &r);
    printf("%u: %s, family %u, source %u\n" STR_FMT, number, family_kind_names[d.kind], d.family, d.source, STR_ARG(r.text));
    return 0;
}

int main(int argc, char **argv)
{
    double sizes[SIZES_MAX], times[SIZES_MAX];
    size_t count = 0;
    bool tell = argc > 2 && str_eq(str_of(argv[2]), S("--wrong"));
    bool show = argc == 5 && str_eq(str_of(argv[2]), S("--text"));
    int64_t number = 0, documents = 0;

    if (show && str_to_i64(str_of(argv[3]), &number) && str_to_i64(str_of(argv[4]), &documents) && number >= 0 && number < documents)
        return print_document(argv[1], (uint32_t)number, (uint32_t)documents);
    for (int i = tell ? 3 : 2; i < argc && count < SIZES_MAX; i++) {
        if (!str_to_i64(str_of(argv[i]), &documents) || documents < 20 || documents > 20000000) {
            fputs("usage: copies FAMILIES [--text NUMBER | --wrong] DOCUMENTS...\n", stderr);
            return 2;
        }
        sizes[count] = (double)documents;
        times[count++] = measure(argv[1], (uint32_t)documents, i + 1 == argc, tell);
    }
    if (count > 1)
        printf("time grows with the number of documents to the power of %.2f\n", exponent(sizes, times, count));
    return count ? 0 : 2;
}
