/* bench.c -- how fast, in MB/s and as a ratio to a floor measured in the same run.
 *
 *     bench DATA TEMPLATES DOKAZ MEGABYTES [PROSE [PAGES]]
 *
 * PROSE and PAGES are files that list texts and saved pages, a path a line. Floors are what a machine does at
 * best with the same bytes: copy them, hash them (SHA-256), cut them into words, hash and look up each, insert
 * rows into SQLite. Times are the best of three; what one thread does is timed by its own processor time; one
 * megabyte is 10^6 bytes.
 */
#include "bench.h"
#include "generate.h"

#include "base/auto.h"
#include "base/hash.h"
#include "base/os.h"
#include "cli/work.h"
#include "seal/log.h"
#include "seal/object.h"

#include <sqlite3.h>
#include <stdio.h>
#include <sys/wait.h>
#include <time.h>

#define SEED         20220224u
#define SLOTS        (1u << 16)     /* of the floor's lookup table */

double now(void)
{
    struct timespec t;

    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

void die(const char *what, const Error *err)
{
    fprintf(stderr, "bench: %s: %s\n", what, err->text);
    exit(3);
}

double busy(void)
{
    struct timespec t;

    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &t);
    return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

double measure(Bench *b, void (*work)(Bench *), double (*clock)(void), double megabytes, int rounds)
{
    double best = 0;

    for (int i = 0; i < rounds; i++) {
        double start = clock();
        work(b);
        double speed = megabytes / (clock() - start);
        if (speed > best)
            best = speed;
    }
    return best;
}

/* ---- floors ---- */

static void floor_copy(Bench *b)
{
    AUTO_FREE char *to = malloc(REPORT_BYTES * 2);

    for (size_t i = 0; i < b->reports.count; i++) {
        size_t len = b->reports.at[i].len < REPORT_BYTES * 2 ? b->reports.at[i].len : REPORT_BYTES * 2;
        memcpy(to, b->reports.at[i].ptr, len);
        b->sink += (unsigned char)to[len / 2];
    }
}

static void floor_sha(Bench *b)
{
    for (size_t i = 0; i < b->reports.count; i++)
        b->sink += sha256(b->reports.at[i]).byte[0];
}

void floor_words(Bench *b)
{
    static uint32_t table[SLOTS];

    for (size_t i = 0; i < b->reports.count; i++) {
        uint64_t hash = 14695981039346656037ull;
        for (size_t k = 0; k < b->reports.at[i].len; k++) {
            unsigned char c = (unsigned char)b->reports.at[i].ptr[k];
            if (c >= 0x80 || (unsigned)(c | 32) - 'a' < 26u || (unsigned)c - '0' < 10u) {
                hash = (hash ^ (c | 32)) * 1099511628211ull;
            } else if (hash != 14695981039346656037ull) {
                b->sink += table[(hash ^ hash >> 32) % SLOTS]++;
                hash = 14695981039346656037ull;
            }
        }
    }
}

static void floor_insert(Bench *b)
{
    sqlite3 *db = NULL;
    sqlite3_stmt *insert = NULL;
    Error err = { .text = "cannot use SQLite" };

    if (sqlite3_open(":memory:", &db) != SQLITE_OK ||
        sqlite3_exec(db, "CREATE TABLE t (a INTEGER PRIMARY KEY, b TEXT); BEGIN", NULL, NULL, NULL) != SQLITE_OK ||
        sqlite3_prepare_v2(db, "INSERT INTO t (b) VALUES (?)", -1, &insert, NULL) != SQLITE_OK)
        die("floor", &err);
    for (size_t i = 0; i < b->reports.count; i++) {
        Str rest = b->reports.at[i], line;
        while (str_cut(&rest, '.', &line)) {
            sqlite3_bind_text(insert, 1, line.ptr, (int)line.len, SQLITE_STATIC);
            sqlite3_step(insert);
            sqlite3_reset(insert);
        }
    }
    sqlite3_exec(db, "COMMIT", NULL, NULL, NULL);
    sqlite3_finalize(insert);
    sqlite3_close(db);
}

/* ---- the program's stages ---- */

static char *fresh(Bench *b, const char *name)
{
    static int number;

    return os_join(b->arena, str_of(b->folder), arena_printf(b->arena, "%s%d", name, number++));
}

static void stage_seal(Bench *b)
{
    Error err = { 0 };
    Case *c = NULL;
    Sealer sealer = sealer_of(os_join(b->arena, str_of(b->folder), S("keys")));
    char *dir = fresh(b, "sealed");

    if (case_create(dir, &sealer, &err) != OK || case_open(dir, CASE_WRITE, &sealer, &c, &err) != OK)
        die("seal", &err);
    for (size_t i = 0; i < b->reports.count; i++) {
        AUTO_STRBUF record = { 0 };
        Sha256 id;
        uint64_t index;
        if (object_put(c, b->reports.at[i], &id, NULL, &err) != OK)
            die("seal", &err);
        record_add_hex(&record, "sha256", &id);
        if (log_seal(c, ENTRY_ITEM, 1700000000, strbuf_str(&record), &index, &err) != OK)
            die("seal", &err);
    }
    if (log_commit(c, &err) != OK)
        die("seal", &err);
    case_close(c);
}

static void run(Bench *b, char *const args[])
{
    Error err = { .text = "a child failed" };
    pid_t child = fork();
    int status = 0;

    if (child == 0) {
        setenv("XDG_DATA_HOME", b->folder, 1);
        if (freopen("/dev/null", "w", stdout))
            execv(b->dokaz, args);
        _exit(127);
    }
    if (child < 0 || waitpid(child, &status, 0) < 0 || status != 0)
        die("dokaz", &err);
}

static void stage_add(Bench *b)
{
    char *texts = os_join(b->arena, str_of(b->folder), S("texts"));

    b->added = fresh(b, "case");
    run(b, (char *[]){ "dokaz", "init", b->added, NULL });
    run(b, (char *[]){ "dokaz", "-C", b->added, "add", texts, NULL });
}

static void stage_add_again(Bench *b)
{
    char *texts = os_join(b->arena, str_of(b->folder), S("texts"));

    run(b, (char *[]){ "dokaz", "-C", b->added, "add", texts, NULL });
}

static size_t search_keys(void *context, Arena *arena, Str word, Str keys[STORE_KEYS_MAX])
{
    return lang_search_keys(context, arena, word, keys);
}

/* Queries over the whole text, each counted as having looked at all of it. */
static double search_speed(Bench *b, double *milliseconds)
{
    static const char *const queries[] = { "kupiansk", "izium cellar", "\"regional prosecutor\"", "prosecutor killed" };
    StoreWords words = { lang_taxonomy(b->lang), search_keys, b->lang };
    Store *store = NULL;
    Error err = { 0 };
    size_t count = sizeof queries / sizeof *queries;

    if (store_open(os_join(b->arena, str_of(b->added), S("index.db")), STORE_READ, &words, &store, &err) != OK)
        die("search", &err);
    double start = now();
    for (size_t i = 0; i < count; i++) {
        StoreHit *hits = NULL;
        size_t found = 0;
        if (store_search(store, b->arena, str_of(queries[i]), 100, &hits, &found, &err) != OK)
            die("search", &err);
        b->sink += found;
    }
    double seconds = (now() - start) / (double)count;
    store_close(store);
    *milliseconds = seconds * 1000;
    return b->reports.megabytes / seconds;
}

/* ---- all together ---- */

static void make_reports(Bench *b, const Templates *t, size_t bytes)
{
    Error err = { 0 };
    char *texts = os_join(b->arena, str_of(b->folder), S("texts"));
    AUTO_STRBUF text = { 0 };
    size_t total = 0;

    b->reports.count = bytes / REPORT_BYTES;
    b->reports.at = arena_array(b->arena, Str, b->reports.count);
    if (os_make_dirs(texts, 0700, &err) != OK)
        die("texts", &err);
    for (size_t i = 0; i < b->reports.count; i++) {
        strbuf_clear(&text);
        generate_report(t, SEED, i, REPORT_BYTES, &text);
        b->reports.at[i] = arena_str(b->arena, strbuf_str(&text));
        total += text.len;
        char *path = os_join(b->arena, str_of(texts), arena_printf(b->arena, "%06zu.txt", i));
        if (os_write_file(path, b->reports.at[i], 0600, NOT_DURABLE, &err) != OK)
            die("texts", &err);
    }
    b->reports.megabytes = (double)total / 1e6;
}

void row(const char *what, double speed, const char *floor_name, double floor_speed)
{
    printf("%-30s %10.1f MB/s", what, speed);
    if (floor_name)
        printf("   %8.4f of %s", speed / floor_speed, floor_name);
    putchar('\n');
    fflush(stdout);
}

static void run_all(Bench *b)
{
    const double mb = b->reports.megabytes;
    double copy = measure(b, floor_copy, busy, mb, ROUNDS), hash = measure(b, floor_sha, busy, mb, ROUNDS);
    double words = measure(b, floor_words, busy, mb, ROUNDS), insert = measure(b, floor_insert, busy, mb, ROUNDS), milliseconds;

    printf("%zu reports, %.1f MB, four languages, seed %u; best of %d\n\n", b->reports.count, mb, SEED, ROUNDS);
    row("floor: memcpy", copy, NULL, 1);
    row("floor: SHA-256", hash, "memcpy", copy);
    row("floor: words, hash, lookup", words, "memcpy", copy);
    row("floor: SQLite insert", insert, "memcpy", copy);
    putchar('\n');
    bench_reading(b, words);
    bench_tables(b);
    bench_pages(b);
    putchar('\n');
    row("seal, durable", measure(b, stage_seal, now, mb, ROUNDS), "SHA-256", hash);
    row("add: the whole pipeline", measure(b, stage_add, now, mb, 1), "SQLite insert", insert);
    row("add again, nothing changed", measure(b, stage_add_again, now, mb, ROUNDS), "memcpy", copy);
    double search = search_speed(b, &milliseconds);
    row("search, a query over all", search, "words, hash, lookup", words);
    printf("%-30s %10.2f ms a query\n", "", milliseconds);
}

/* The files that a list names, a path a line; those that cannot be read are left out. */
static void load_texts(Bench *b, const char *list, const char *name, Texts *ret)
{
    Error err = { 0 };
    Str paths, path;
    size_t lines = 1;

    *ret = (Texts){ .name = name };
    if (os_read_file(b->arena, list, 16 << 20, &paths, &err) != OK)
        die("list", &err);
    for (size_t i = 0; i < paths.len; i++)
        lines += paths.ptr[i] == '\n';
    ret->at = arena_array(b->arena, Str, lines);
    while (str_cut(&paths, '\n', &path)) {
        Str text;
        if (path.len == 0 || os_read_file(b->arena, arena_cstr(b->arena, path), 64 << 20, &text, &err) != OK)
            continue;
        ret->at[ret->count++] = text;
        ret->megabytes += (double)text.len / 1e6;
    }
}

int main(int argc, char **argv)
{
    AUTO_ARENA arena = arena_create();
    Error err = { 0 };
    char folder[] = "/tmp/dokaz-bench-XXXXXX";
    int64_t megabytes = 0;
    Str text;
    const Templates *templates = NULL;

    if (argc < 5 || argc > 7 || !str_to_i64(str_of(argv[4]), &megabytes) || megabytes < 1 || megabytes > 1000) {
        fputs("usage: bench DATA TEMPLATES DOKAZ MEGABYTES [PROSE [PAGES]]\n", stderr);
        return 2;
    }
    Bench b = { .arena = arena, .data = argv[1], .dokaz = argv[3], .folder = mkdtemp(folder),
                .reports = { .name = "generated" } };
    if (!b.folder || os_read_file(arena, argv[2], 1 << 20, &text, &err) != OK ||
        templates_parse(arena, text, &templates, &err) != OK || lang_load(NULL, &b.lang, &err) != OK)
        die("start", &err);
    if (argc > 5)
        load_texts(&b, argv[5], "real prose", &b.prose);
    if (argc > 6)
        load_texts(&b, argv[6], "saved pages", &b.pages);
    make_reports(&b, templates, (size_t)megabytes * 1000000);
    run_all(&b);
    lang_free(b.lang);
    char *remove[] = { "rm", "-rf", folder, NULL };
    if (fork() == 0)
        execvp("rm", remove);
    wait(NULL);
    return b.sink == 0;
}
