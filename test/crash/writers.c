/* writers.c -- eight programs write to one case at once, and one of them is killed again and again: the log stays
 * one line, and every entry that was acknowledged stands where it was said to stand.
 *
 *     writers [ENTRIES] [MILLISECONDS] [SEED]      until so many were acknowledged; a kill each so many
 *
 * Whoever finds the lock taken waits and tries again, as a script around `dokaz add` would.
 */
#include "base/vec.h"
#include "check.h"
#include "custody/scratch.h"
#include "seal/log.h"
#include "seal/verify.h"

#include <fcntl.h>
#include <signal.h>
#include <sys/wait.h>
#include <time.h>

#define WRITERS 8

/* What a writer says after a commit: less than PIPE_BUF, so it comes whole or not at all. */
typedef struct Told {
    uint64_t index;
    Sha256   leaf;
} Told;

static void write_for_ever(const char *dir, const Sealer *sealer, int say, uint64_t seed)
{
    Dice dice = { seed };

    for (;;) {
        AUTO_ARENA arena = arena_create();
        Error why = { 0 };
        Told told[20];
        uint8_t size;
        Case *c;
        Status status = case_open(dir, CASE_WRITE, sealer, &c, &why);
        if (status == ERR_REFUSED) {
            usleep(200);
            continue;
        }
        if (status != OK) {
            fprintf(stderr, "writer: %s\n", why.text);
            _exit(1);
        }
        dice_random(&dice, &size, 1);
        size_t count = 1 + size % 20;
        for (size_t i = 0; i < count; i++) {
            Str record = arena_printf(arena, "reason writer %llu item %zu\n", (unsigned long long)seed, i);
            MUST(log_seal(c, ENTRY_CUSTODY, SCRATCH_TIME, record, &told[i].index, err));
        }
        MUST(log_commit(c, err));
        for (size_t i = 0; i < count; i++) {
            Str entry;
            MUST(log_read(arena, c, told[i].index, &entry, err));
            told[i].leaf = merkle_leaf(entry);
        }
        case_close(c);
        if (write(say, told, count * sizeof *told) < 0)
            _exit(1);
    }
}

typedef struct Bench {
    const char *dir;
    Sealer      sealer;
    int         pipes[2];
    pid_t       writers[WRITERS];
    uint64_t    started, kills, died;
    VEC(Told)   told;
} Bench;

static void start(Bench *b, int k)
{
    uint64_t seed = ++b->started;

    b->writers[k] = fork();
    if (b->writers[k] == 0) {
        close(b->pipes[0]);
        write_for_ever(b->dir, &b->sealer, b->pipes[1], seed);
    }
}

/* Take in what was said, for `milliseconds`. */
static void listen_for(Bench *b, Arena *arena, long milliseconds)
{
    struct timespec now, end;

    clock_gettime(CLOCK_MONOTONIC, &end);
    end.tv_nsec += milliseconds % 1000 * 1000000;
    end.tv_sec += milliseconds / 1000 + end.tv_nsec / 1000000000;
    end.tv_nsec %= 1000000000;
    do {
        Told told;
        ssize_t n = read(b->pipes[0], &told, sizeof told);
        if (n == (ssize_t)sizeof told)
            vec_push(arena, &b->told, told);
        else
            usleep(500);
        clock_gettime(CLOCK_MONOTONIC, &now);
    } while (now.tv_sec < end.tv_sec || (now.tv_sec == end.tv_sec && now.tv_nsec < end.tv_nsec));
}

static void end_one(Bench *b, int k)
{
    int status;

    kill(b->writers[k], SIGKILL);
    waitpid(b->writers[k], &status, 0);
    b->died += !WIFSIGNALED(status);
}

static void print_wrong(void *context, const Finding *f)
{
    (void)context;
    if (f->kind == FINDING_ERROR)
        fprintf(stderr, "WRONG %s: %s\n", f->path, f->what);
}

static void check_told(Bench *b)
{
    AUTO_ARENA arena = arena_create();
    VerifyCounts n = { 0 };
    Str entry;
    Case *c;

    MUST(verify_case(b->dir, NULL, print_wrong, NULL, &n, err));
    CHECK_INT(n.errors, 0, "the log is one line");
    MUST(case_open(b->dir, CASE_WRITE, &b->sealer, &c, err));
    uint64_t size = log_size(c);
    uint8_t *seen = arena_array(arena, uint8_t, size + 1);
    for (size_t i = 0; i < b->told.count; i++) {
        const Told *t = &b->told.at[i];
        ArenaMark mark = arena_mark(arena);
        CHECK(t->index < size && !seen[t->index], "no index twice");
        if (t->index >= size)
            continue;
        seen[t->index] = 1;
        MUST(log_read(arena, c, t->index, &entry, err));
        Sha256 is = merkle_leaf(entry);
        /* proves P113 */
        CHECK(memcmp(is.byte, t->leaf.byte, SHA256_SIZE) == 0, "what was acknowledged stands where it was said");
        arena_rewind(arena, mark);
    }
    printf("%d writers, %llu kills: %zu entries acknowledged, %llu in the log, %lld wrong\n", WRITERS,
           (unsigned long long)b->kills, b->told.count, (unsigned long long)size, (long long)n.errors);
    case_close(c);
}

int main(int argc, char **argv)
{
    AUTO_ARENA arena = arena_create();
    uint64_t entries = argc > 1 ? strtoull(argv[1], NULL, 10) : 2000;
    long milliseconds = argc > 2 ? strtol(argv[2], NULL, 10) : 20;
    Dice dice = { argc > 3 ? strtoull(argv[3], NULL, 10) : 1 };
    char *folder = scratch_folder(arena);
    Bench b = { .dir = os_join(arena, str_of(folder), S("case")),
                .sealer = sealer_of(os_join(arena, str_of(folder), S("keys"))) };

    MUST(case_create(b.dir, &b.sealer, err));
    if (pipe2(b.pipes, O_CLOEXEC) < 0 || fcntl(b.pipes[0], F_SETFL, O_NONBLOCK) < 0)
        return 3;
    for (int k = 0; k < WRITERS; k++)
        start(&b, k);
    while (b.told.count < entries) {
        uint8_t which;
        listen_for(&b, arena, milliseconds);
        dice_random(&dice, &which, 1);
        end_one(&b, which % WRITERS);
        start(&b, which % WRITERS);
        b.kills++;
    }
    for (int k = 0; k < WRITERS; k++)
        end_one(&b, k);
    listen_for(&b, arena, 200);
    CHECK_INT(b.died, 0, "writers that ended by themselves");
    CHECK(b.kills > 0, "some were killed");
    check_told(&b);
    scratch_remove(folder);
    return test_end();
}
