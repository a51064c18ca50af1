/* tables.c -- a million place forms against ten thousand: what a large gazetteer costs in reading.
 *
 * Two sets of tables are made from the project's own and from invented names; the same texts, in which some of
 * the invented names stand, are read with both.
 */
#include "bench.h"

#include "base/auto.h"
#include "base/os.h"
#include "read/read.h"

#include <stdio.h>
#include <unistd.h>

#define FEW   10000
#define MANY  1000000
#define NAMES 4             /* forms of one place */

/* The name of form `n`: syllables that spell the number, so that no two are alike. */
static void invent(size_t n, StrBuf *out)
{
    static const char *const syllables[] = {
        "ba", "ce", "di", "fo", "gu", "ha", "je", "ki", "lo", "mu", "na", "pe", "ri", "so", "tu", "va", "we", "xi", "yo", "zu",
    };
    const size_t count = sizeof syllables / sizeof *syllables;
    size_t start = out->len;

    n = n * 7919 % 3200000;         /* 20^5: neighbours in the table begin with other letters */
    for (int i = 0; i < 5; i++, n /= count)
        strbuf_add(out, str_of(syllables[n % count]));
    out->ptr[start] = (char)(out->ptr[start] - 'a' + 'A');
    strbuf_add(out, S("sk"));
}

static Lang *make_tables(Bench *b, size_t forms)
{
    Error err = { 0 };
    AUTO_STRBUF table = { 0 };
    char *dir = os_join(b->arena, str_of(b->folder), arena_printf(b->arena, "data%zu", forms));
    char *places = os_join(b->arena, str_of(dir), S("places"));
    Lang *lang = NULL;

    if (os_make_dirs(dir, 0700, &err) != OK)
        die("tables", &err);
    static const char *const linked[] = { "lang", "taxonomy" };
    for (size_t i = 0; i < sizeof linked / sizeof *linked; i++)
        if (symlink(os_join(b->arena, str_of(b->data), str_of(linked[i])), os_join(b->arena, str_of(dir), str_of(linked[i]))) != 0)
            die("tables", &(Error){ .text = "cannot link the tables of words" });
    strbuf_add(&table, S("id\ttype\tparent\tlat\tlon\tprecision_m\tpopulation\ten\tuk\tru\tother\n"));
    for (size_t i = 0; i < forms / NAMES; i++) {
        strbuf_printf(&table, "invented-%zu\tvillage\t\t%.4f\t%.4f\t5000\t%zu\t", i, 44.5 + (double)(i % 7919) * 0.001,
                      22.5 + (double)(i % 16001) * 0.001, i % 3000);
        for (size_t k = 0; k < NAMES; k++) {
            if (k)
                strbuf_char(&table, '|');
            invent(i * NAMES + k, &table);
        }
        strbuf_add(&table, S("\t\t\t\n"));
    }
    if (os_make_dirs(places, 0700, &err) != OK ||
        os_write_file(os_join(b->arena, str_of(places), S("invented.tsv")), strbuf_str(&table), 0600, NOT_DURABLE, &err) != OK ||
        lang_load(dir, &lang, &err) != OK)
        die("tables", &err);
    return lang;
}

/* The generated reports, each with a few of the invented names. */
static Texts texts_with_names(Bench *b)
{
    Texts t = { .count = b->reports.count < 300 ? b->reports.count : 300 };
    AUTO_STRBUF text = { 0 };

    t.at = arena_array(b->arena, Str, t.count);
    for (size_t i = 0; i < t.count; i++) {
        strbuf_clear(&text);
        strbuf_add(&text, b->reports.at[i]);
        for (size_t k = 0; k < 20; k++) {
            strbuf_add(&text, S("Shells fell on "));
            invent((i * 20 + k) * 31 % FEW, &text);
            strbuf_add(&text, S(" in the night.\n"));
        }
        t.at[i] = arena_str(b->arena, strbuf_str(&text));
        t.megabytes += (double)text.len / 1e6;
    }
    return t;
}

static double read_with(Bench *b, const Lang *lang, const Texts *texts)
{
    AUTO_ARENA arena = arena_create();
    double best = 1e9;

    for (int round = 0; round < ROUNDS; round++) {
        double start = busy();
        for (size_t i = 0; i < texts->count; i++) {
            ReadInput in = { .document = S("0000000000000000000000000000000000000000000000000000000000000000"),
                             .path = S("bench"), .media_type = S("text/plain"), .bytes = texts->at[i].len,
                             .text = texts->at[i] };
            Reading reading;
            arena_reset(arena);
            read_document(lang, arena, &in, &reading);
            b->sink += reading.mention_count;
        }
        double time = busy() - start;
        best = time < best ? time : best;
    }
    return best;
}

void bench_tables(Bench *b)
{
    Texts texts = texts_with_names(b);
    Lang *few = make_tables(b, FEW), *many = make_tables(b, MANY);
    double with_few = read_with(b, few, &texts), with_many = read_with(b, many, &texts);

    printf("%-30s %10.2f times the time of %d (target 1.5): %.1f and %.1f MB/s\n\n", "a million place forms", with_many / with_few,
           FEW, texts.megabytes / with_many, texts.megabytes / with_few);
    fflush(stdout);
    lang_free(few);
    lang_free(many);
}
