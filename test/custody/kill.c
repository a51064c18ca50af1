/* kill.c -- a writer is killed (SIGKILL) at random moments, over and over: each time the case verifies,
 * nothing that was acknowledged is missing, every checkpoint ever seen still holds, and the next writer
 * goes on.
 *
 *     kill ROUNDS [SEED]
 */
#include "check.h"
#include "custody/scratch.h"
#include "seal/parity.h"
#include "seal/verify.h"

#include <signal.h>
#include <sys/wait.h>

/* Add batches for ever; after each commit say the log's size. Now and then parity is made over it. */
static void write_for_ever(const char *dir, const Sealer *sealer, int say)
{
    for (unsigned n = 0;; n++) {
        AUTO_ARENA arena = arena_create();
        ParityCounts made;
        Case *c;
        MUST(case_open(dir, CASE_WRITE, sealer, &c, err));
        unsigned batch = 1 + n * 7 % 60;
        for (unsigned i = 0; i < batch; i++)
            scratch_add(arena, c, (unsigned)log_size(c) + i, NULL);
        MUST(log_commit(c, err));
        uint64_t size = log_size(c);
        case_close(c);
        if (write(say, &size, sizeof size) != sizeof size)
            _exit(1);
        if (n % 3 == 2)
            MUST(parity_update(dir, &made, err));
    }
}

static void print_finding(void *context, const Finding *f)
{
    (void)context;
    if (f->kind == FINDING_ERROR)
        fprintf(stderr, "WRONG %s: %s\n", f->path, f->what);
}

static void one_round(const char *dir, const Sealer *sealer, unsigned wait_us, Str *remembered, Arena *arena)
{
    int pipes[2];
    uint64_t size, acknowledged = 0;
    VerifyCounts n = { 0 };
    Case *c;

    if (pipe(pipes) < 0)
        exit(3);
    pid_t child = fork();
    if (child == 0) {
        close(pipes[0]);
        write_for_ever(dir, sealer, pipes[1]);
    }
    close(pipes[1]);
    usleep(wait_us);
    kill(child, SIGKILL);
    waitpid(child, NULL, 0);
    while (read(pipes[0], &size, sizeof size) == sizeof size)
        acknowledged = size;
    close(pipes[0]);

    MUST(verify_case(dir, remembered->len ? remembered : NULL, print_finding, NULL, &n, err));
    CHECK_INT(n.errors, 0, "the case verifies");
    /* proves P3 */
    CHECK((uint64_t)n.entries >= acknowledged, "everything acknowledged is there");
    MUST(case_open(dir, CASE_READ, NULL, &c, err));
    *remembered = arena_str(arena, log_checkpoint(c));
    case_close(c);
}

#define ROUNDS_A_CASE 20        /* then a new one: what grows is slow to check */

int main(int argc, char **argv)
{
    AUTO_ARENA arena = arena_create();
    int rounds = argc > 1 ? atoi(argv[1]) : 20;
    Dice dice = { argc > 2 ? (uint64_t)atoll(argv[2]) : 1 };
    char *folder = scratch_folder(arena);
    Sealer sealer = sealer_of(os_join(arena, str_of(folder), S("keys")));
    int64_t entries = 0, notes = 0;
    uint16_t wait;

    for (int i = 0; i < rounds; i += ROUNDS_A_CASE) {
        char *dir = os_join(arena, str_of(folder), S("case"));
        Str remembered = { "", 0 };
        VerifyCounts n = { 0 };
        MUST(case_create(dir, &sealer, err));
        for (int k = i; k < rounds && k < i + ROUNDS_A_CASE; k++) {
            dice_random(&dice, (uint8_t *)&wait, sizeof wait);
            one_round(dir, &sealer, 200 + wait / 2u, &remembered, arena);
        }
        MUST(verify_case(dir, NULL, print_finding, NULL, &n, err));
        entries += n.entries;
        notes += n.notes;
        scratch_remove(dir);
    }
    printf("%d kills: %lld entries stand, %lld leftovers noted\n", rounds, (long long)entries, (long long)notes);
    CHECK(entries > rounds, "something was written between the kills");
    scratch_remove(folder);
    return test_end();
}
