/* states.c -- the power goes at any moment of real commands: does the case verify, is all that was acknowledged
 * there, does the next writer go on?
 *
 *     states DOKAZ DOKAZ-VERIFY RECORD.so [STATES] [SEED] [EVERY]
 *
 * init, add, add again, parity, export, unmask and report run once under record.c. Then STATES times: a moment is
 * drawn, the disk as it may be found after a power cut there is made (world.h), and the case in it is verified
 * against the newest checkpoint that was acknowledged, opened for writing, verified, added to, verified. Every
 * EVERY-th state also goes through the real programs, with its index.db as the cut left it.
 */
#include "check.h"
#include "crash/world.h"
#include "custody/scratch.h"
#include "seal/verify.h"

#include <fcntl.h>
#include <limits.h>
#include <sys/wait.h>
#include <time.h>

/* The same commands over few documents, since most of what can go wrong goes wrong there and is quick to check, and
 * over many: 2 entries each, so that one tile is filled on the way. */
#define RUNS 2
static const unsigned documents[RUNS] = { 9, 135 };

typedef struct Run {
    char    *folder;        /* where the commands ran */
    unsigned documents;
    Log      log;
} Run;

typedef struct Bench {
    Arena      *arena;
    const char *dokaz, *verify, *record;
    char       *top;
    Run         runs[RUNS];
    Dice        dice;
    int64_t     states, leftovers, before_init, whole_runs;
    double      slowest;            /* seconds from opening for writing to done */
} Bench;

static uint64_t draw(void *context, uint64_t below)
{
    Dice *dice = context;
    uint64_t n;

    dice_random(dice, (uint8_t *)&n, sizeof n);
    return below ? n % below : 0;
}

/* ---- real commands ---- */

static char *log_path(const Bench *b, const Run *r)
{
    return (char *)arena_printf(b->arena, "%s.log", r->folder).ptr;
}

/* Run quietly, with this home; the exit code, or 128 and the signal. */
static int run(const Bench *b, const char *home, const Run *record, const char *out, char *const *args)
{
    int status;
    pid_t pid = fork();

    if (pid == 0) {
        int to = open(out ? out : "/dev/null", O_WRONLY | O_CREAT | O_TRUNC, 0600);
        int errors = open(os_join(b->arena, str_of(b->top), S("stderr")), O_WRONLY | O_CREAT | O_TRUNC, 0600);
        dup2(to, 1);
        dup2(errors, 2);
        setenv("XDG_DATA_HOME", home, 1);
        setenv("LC_ALL", "C", 1);
        if (record) {
            const char *asan = getenv("ASAN_OPTIONS");
            setenv("ASAN_OPTIONS", arena_printf(b->arena, "%s:verify_asan_link_order=0", asan ? asan : "").ptr, 1);
            setenv("RECORD_ROOT", record->folder, 1);
            setenv("RECORD_LOG", log_path(b, record), 1);
            setenv("LD_PRELOAD", b->record, 1);
        }
        execv(args[0], args);
        _exit(127);
    }
    while (waitpid(pid, &status, 0) < 0)
        ;
    return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

static void print_errors(const Bench *b)
{
    Str text;

    if (os_read_file(b->arena, os_join(b->arena, str_of(b->top), S("stderr")), 4000, &text, NULL) == OK)
        fprintf(stderr, STR_FMT, STR_ARG(text));
}

static void write_documents(const Bench *b, const Run *r, unsigned from, unsigned to, const char *folder)
{
    static const char *const towns[] = { "Izium", "Kupiansk", "Kherson", "Mariupol" };
    char *path = os_join(b->arena, str_of(r->folder), str_of(folder));

    MUST(os_make_dirs(path, 0700, err));
    for (unsigned i = from; i < to; i++) {
        Str name = arena_printf(b->arena, "%s/%03u.txt", path, i);
        Str text = arena_printf(b->arena, "On %u May 2022 shelling killed %u civilians in %s, the regional prosecutor "
                                "said. \"We ran to the cellar,\" said Olha Name%cenko, a resident.\n", 1 + i % 28,
                                2 + i, towns[i % 4], 'a' + (int)(i % 8));
        MUST(os_write_file(name.ptr, text, 0600, NOT_DURABLE, err));
    }
}

static uint64_t case_size(const char *dir)
{
    Case *c;

    MUST(case_open(dir, CASE_READ, NULL, &c, err));
    uint64_t size = log_size(c);
    case_close(c);
    return size;
}

static void mark(const Bench *b, const Run *r, uint64_t size)
{
    RecordHead head = { .kind = RECORD_MARK, .value = size };
    AUTO_CLOSE fd = open(log_path(b, r), O_WRONLY | O_APPEND);

    if (write(fd, &head, sizeof head) != sizeof head)
        exit(3);
}

static void record(Bench *b, Run *r)
{
    char *dir = os_join(b->arena, str_of(r->folder), S("case")), *dokaz = (char *)(uintptr_t)b->dokaz;
    char *home = os_join(b->arena, str_of(r->folder), S("home")), *in = os_join(b->arena, str_of(r->folder), S("in"));
    char *few = os_join(b->arena, str_of(in), S("few")), *out = os_join(b->arena, str_of(b->top), S("out"));
    char *const commands[][9] = {
        { dokaz, "init", dir, NULL },
        { dokaz, "-C", dir, "add", few, NULL },
        { dokaz, "-C", dir, "--unmask", "a reason", "incidents", NULL },
        { dokaz, "-C", dir, "parity", NULL },
        { dokaz, "-C", dir, "add", in, NULL },
        { dokaz, "-C", dir, "export", "--format", "jsonl", "-o", out, NULL },
        { dokaz, "-C", dir, "report", "-o", out, NULL },
        { dokaz, "-C", dir, "parity", NULL },
        { dokaz, "-C", dir, "verify", NULL },
    };
    Str bytes;

    write_documents(b, r, 0, 3, "in/few");
    write_documents(b, r, 3, r->documents, "in/many");
    for (size_t i = 0; i < sizeof commands / sizeof *commands; i++) {
        int code = run(b, home, r, NULL, commands[i]);
        if (code != 0) {
            fprintf(stderr, "command %zu ends with %d undisturbed\n", i, code);
            print_errors(b);
            exit(1);
        }
        mark(b, r, case_size(dir));
    }
    MUST(os_read_file(b->arena, log_path(b, r), (size_t)1 << 30, &bytes, err));
    MUST(log_parse(b->arena, bytes, &r->log, err));
}

/* ---- one state ---- */

typedef struct State {
    Arena  *arena;
    const Run *run;
    char   *folder, *dir;
    Str     about;
    uint64_t acknowledged;
    Str     note;
    bool    initialised;        /* init was acknowledged */
} State;

static void print_wrong(void *context, const Finding *f)
{
    const State *s = context;

    if (f->kind == FINDING_ERROR)
        fprintf(stderr, STR_FMT ": WRONG %s: %s\n", STR_ARG(s->about), f->path, f->what);
}

static VerifyCounts look(const State *s)
{
    VerifyCounts n = { 0 };
    Error why = { 0 };
    Status status = verify_case(s->dir, s->note.len ? &s->note : NULL, print_wrong, (void *)(uintptr_t)s, &n, &why);

    CHECK(status == OK, arena_printf(s->arena, STR_FMT ": %s", STR_ARG(s->about), why.text));
    CHECK_INT(n.errors, 0, s->about);
    CHECK(n.entries >= (int64_t)s->acknowledged, s->about);
    return n;
}

static double seconds(void)
{
    struct timespec t;

    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

/* The next writer recovers, adds, and all is well. */
static void write_on(Bench *b, State *s)
{
    Sealer sealer = { os_join(s->arena, str_of(s->folder), S("home/dokaz/keys")), dice_random, &b->dice };
    Case *c = NULL;
    Error why = { 0 };
    double start = seconds();
    Status status = case_open(s->dir, CASE_WRITE, &sealer, &c, &why);

    if (seconds() - start > b->slowest)
        b->slowest = seconds() - start;
    CHECK(status == OK, arena_printf(s->arena, STR_FMT ": %s", STR_ARG(s->about), why.text));
    if (status != OK)
        return;
    VerifyCounts n = look(s);
    uint64_t before = log_size(c);
    CHECK_INT(n.entries, before, s->about);
    scratch_add(s->arena, c, 1, NULL);
    status = log_commit(c, &why);
    CHECK(status == OK, arena_printf(s->arena, STR_FMT ": %s", STR_ARG(s->about), why.text));
    case_close(c);
    n = look(s);
    CHECK_INT(n.entries, before + 2, s->about);
}

/* Count of lines with `what`. */
static size_t lines_with(Str text, Str what)
{
    size_t count = 0;

    for (size_t at = 0; (at = str_find(text, what, at)) != SIZE_MAX; at++)
        count++;
    return count;
}

static void check_run(Bench *b, const State *s, const char *out, int want, char *const *args)
{
    int code = run(b, os_join(s->arena, str_of(s->folder), S("home")), NULL, out, args);

    CHECK_INT(code, want, arena_printf(s->arena, STR_FMT ": dokaz %s", STR_ARG(s->about), args[3] ? args[3] : args[1]));
    if (code != want)
        print_errors(b);
}

/* The real programs complete what was begun, whatever became of index.db. */
static void run_whole(Bench *b, State *s)
{
    char *dokaz = (char *)(uintptr_t)b->dokaz, *verify = (char *)(uintptr_t)b->verify;
    char *in = os_join(s->arena, str_of(s->run->folder), S("in")), *out = os_join(s->arena, str_of(b->top), S("listed"));
    Str listed = S("");

    if (!case_is(s->dir))
        check_run(b, s, NULL, 0, (char *[]){ dokaz, "init", s->dir, NULL });
    check_run(b, s, NULL, 0, (char *[]){ dokaz, "-C", s->dir, "add", in, NULL });
    check_run(b, s, out, 0, (char *[]){ dokaz, "-C", s->dir, "documents", "--json", NULL });
    os_read_file(s->arena, out, (size_t)1 << 24, &listed, NULL);
    CHECK_INT(lines_with(listed, S("\"type\":\"document\"")), s->run->documents, s->about);
    check_run(b, s, NULL, 0, (char *[]){ verify, s->dir, NULL });
    b->whole_runs++;
}

static bool skip_index(Str path)
{
    return str_starts(path, S("case/index.db")) || !(str_starts(path, S("case")) || str_starts(path, S("home")));
}

static bool skip_shared(Str path)
{
    return str_eq(path, S("case/index.db-shm")) || !(str_starts(path, S("case")) || str_starts(path, S("home")));
}

/* Half of the moments anywhere, half close to a flush or to the renaming of a checkpoint. */
static size_t draw_moment(Bench *b, const Log *log)
{
    for (;;) {
        size_t at = (size_t)draw(&b->dice, log->count + 1);
        if (draw(&b->dice, 2))
            return at;
        for (size_t i = at; i < log->count && i < at + 5; i++) {
            const Op *op = &log->ops[i];
            if (op->kind == RECORD_SYNCFS || op->kind == RECORD_FSYNC ||
                (op->kind == RECORD_RENAME && str_ends(op->data, S("checkpoint"))))
                return at;
        }
    }
}

static void one_state(Bench *b, int64_t number, bool whole)
{
    AUTO_ARENA arena = arena_create();
    const Run *r = &b->runs[draw(&b->dice, 4) == 0];
    size_t moment = draw_moment(b, &r->log);
    Cut cut = (Cut)draw(&b->dice, CUTS);
    const World *w = world_after(arena, &r->log, moment, cut, draw, &b->dice);
    State s = { .arena = arena, .run = r, .folder = os_join(arena, str_of(b->top), S("state")) };
    int failed = test_failures;

    s.dir = os_join(arena, str_of(s.folder), S("case"));
    s.about = arena_printf(arena, "state %lld: after operation %zu of %zu, cut %d%s", (long long)number, moment,
                           r->log.count, cut, whole ? ", whole" : "");
    s.acknowledged = world_acknowledged(w, &s.note);
    for (size_t i = 0; i < moment; i++)
        s.initialised = s.initialised || r->log.ops[i].kind == RECORD_MARK;
    MUST(os_make_dirs(s.folder, 0700, err));
    MUST(world_write(w, s.folder, whole ? skip_shared : skip_index, err));
    bool is = case_is(s.dir);
    CHECK(is || !s.initialised, s.about);
    b->before_init += !is;
    if (is) {
        VerifyCounts n = look(&s);
        b->leftovers += n.notes > 0;
    }
    if (whole) {
        run_whole(b, &s);
    } else if (is) {
        write_on(b, &s);
    } else {
        Sealer sealer = { os_join(arena, str_of(s.folder), S("home/dokaz/keys")), dice_random, &b->dice };
        Error why = { 0 };
        Status status = case_create(s.dir, &sealer, &why);
        CHECK(status == OK, arena_printf(arena, STR_FMT ": %s", STR_ARG(s.about), why.text));
        s.note = S("");         /* that was of the case that was never finished */
        look(&s);
    }
    if (failed != test_failures && getenv("KEEP"))
        exit(1);                /* the folder stays to be looked at */
    scratch_remove(s.folder);
    b->states++;
}

static char *whole_path(Arena *arena, const char *path)
{
    char real[PATH_MAX];

    if (!realpath(path, real)) {
        perror(path);
        exit(2);
    }
    return arena_cstr(arena, str_of(real));
}

int main(int argc, char **argv)
{
    AUTO_ARENA arena = arena_create();
    Bench b = { .arena = arena, .dice = { argc > 5 ? strtoull(argv[5], NULL, 10) * 1000003 : 1 } };
    long states = argc > 4 ? strtol(argv[4], NULL, 10) : 200, every = argc > 6 ? strtol(argv[6], NULL, 10) : 25;

    if (argc < 4) {
        fputs("usage: states DOKAZ DOKAZ-VERIFY RECORD.so [STATES] [SEED] [EVERY]\n", stderr);
        return 2;
    }
    b.dokaz = whole_path(arena, argv[1]);
    b.verify = whole_path(arena, argv[2]);
    b.record = whole_path(arena, argv[3]);
    b.top = scratch_folder(arena);
    for (int i = 0; i < RUNS; i++) {
        b.runs[i] = (Run){ .folder = (char *)arena_printf(arena, "%s/run%d", b.top, i).ptr, .documents = documents[i] };
        MUST(os_make_dirs(b.runs[i].folder, 0700, err));
        record(&b, &b.runs[i]);
    }
    for (long i = 0; i < states && test_failures < 20; i++)
        one_state(&b, i, i % every == every - 1);
    /* proves P110 */
    printf("%lld power cuts over %zu operations: %lld before init was done, %lld left something that the next writer "
           "clears away; %lld went through the whole programs; reopened in %.3f s at most\n", (long long)b.states,
           b.runs[0].log.count + b.runs[1].log.count, (long long)b.before_init, (long long)b.leftovers, (long long)b.whole_runs, b.slowest);
    scratch_remove(b.top);
    return test_end();
}
