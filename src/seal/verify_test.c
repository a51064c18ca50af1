/* verify_test.c -- one flipped bit in every class of file, and a missing file of every class: each is
 * found and the file is named; no false alarm. */
#include "seal/verify.h"

#include "base/vec.h"
#include "check.h"
#include "custody/scratch.h"

typedef struct Found {
    Arena *arena;
    Str    want;            /* path that must be named as wrong */
    bool   named;
    int    others;          /* other paths named as wrong */
} Found;

static void note(void *context, const Finding *f)
{
    Found *found = context;

    if (f->kind == FINDING_NOTE)
        return;
    if (str_eq(str_of(f->path), found->want))
        found->named = true;
    else
        found->others++;
    CHECK(!strstr(f->what, "sentence") && !strstr(f->what, "report"), "no content in a finding");
}

typedef struct Files {
    Arena *arena;
    VEC(char *) paths;
} Files;

static Status collect(void *context, const FoundFile *file, Error *err)
{
    Files *files = context;

    (void)err;
    vec_push(files->arena, &files->paths, arena_cstr(files->arena, str_of(file->path)));
    return OK;
}

static void no_trouble(void *context, const char *path, const char *why)
{
    (void)context;
    (void)why;
    CHECK(false, path);
}

static VerifyCounts look(const char *dir, Found *found)
{
    VerifyCounts n = { 0 };
    Error why = { 0 };
    Status status = verify_case(dir, NULL, note, found, &n, &why);

    /* keys/format can also be flipped into a newer version's: then the whole case is refused. */
    if (status != OK) {
        found->named = strstr(why.text, "newer version") && str_eq(found->want, S("keys/format"));
        n.errors = 1;
    }
    return n;
}

/* Change one byte of a file that has mode 0400 or 0600. */
static void change(const char *path, size_t at, uint8_t mask)
{
    chmod(path, 0600);
    FILE *f = fopen(path, "r+b");
    fseek(f, (long)at, SEEK_SET);
    int c = fgetc(f);
    fseek(f, (long)at, SEEK_SET);
    fputc(c ^ mask, f);
    fclose(f);
}

static void test_flips(Arena *arena, const char *dir, char *path)
{
    struct stat st;
    Found found = { .arena = arena, .want = str_of(path + strlen(dir) + 1) };

    if (str_eq(found.want, S("lock")) || stat(path, &st) < 0)
        return;
    for (int k = 0; k < 5; k++) {
        size_t at = (size_t)(st.st_size - 1) * (size_t)k / 4;
        uint8_t mask = (uint8_t)(1 << (k * 3 % 8));
        found.named = false;
        change(path, at, mask);
        VerifyCounts n = look(dir, &found);
        /* proves P5 */
        CHECK(n.errors > 0 && found.named, path);
        change(path, at, mask);
    }
}

static void test_missing(Arena *arena, const char *dir, char *path)
{
    Found found = { .arena = arena, .want = str_of(path + strlen(dir) + 1) };
    char *away = (char *)arena_printf(arena, "%s/../away", dir).ptr;

    /* Partial tiles of older checkpoints and copies of checkpoints may be gone without harm. */
    if (str_eq(found.want, S("lock")) || str_starts(found.want, S("checkpoints/")) ||
        str_eq(found.want, S("keys/format")))
        return;
    rename(path, away);
    VerifyCounts n = look(dir, &found);
    CHECK(found.named || str_starts(found.want, S("tile/0/001.p/")), path);
    CHECK(n.errors > 0 || str_starts(found.want, S("tile/0/001.p/")), path);
    rename(away, path);
}

/* Both the bundle and the tile of one row damaged at once: both are named. */
static void test_both(Arena *arena, const char *dir)
{
    Found found = { .arena = arena, .want = S("entries/000") };
    char *bundle = os_join(arena, str_of(dir), S("entries/000"));
    char *tile = os_join(arena, str_of(dir), S("tile/0/001.p/14"));

    change(bundle, 300, 1);
    change(tile, 40, 1);
    look(dir, &found);
    CHECK(found.named, "the full bundle");
    CHECK_INT(found.others, 1, "the partial tile and nothing else");
    change(bundle, 300, 1);
    change(tile, 40, 1);
}

int main(void)
{
    AUTO_ARENA arena = arena_create();
    char *folder = scratch_folder(arena), *dir = os_join(arena, str_of(folder), S("case"));
    Dice dice = { 0 };
    Sealer sealer = { os_join(arena, str_of(folder), S("keys")), dice_random, &dice };
    Files files = { .arena = arena };
    Found found = { .arena = arena };
    Case *c;

    MUST(case_create(dir, &sealer, err));
    MUST(case_open(dir, CASE_WRITE, &sealer, &c, err));
    for (unsigned i = 0; i < 135; i++) {        /* 270 entries: one full tile, one that is not */
        scratch_add(arena, c, i, NULL);
        if (i == 128 || i == 130)
            MUST(log_commit(c, err));
    }
    MUST(log_commit(c, err));
    case_close(c);

    VerifyCounts n = look(dir, &found);
    CHECK_INT(n.errors + n.notes, 0, "a good case");
    CHECK_INT(n.entries, 270, "entries");
    CHECK_INT(n.records, 270, "records");
    CHECK_INT(n.objects, 136, "originals and one text");
    CHECK_INT(n.segmentations, 135, "segment trees");
    CHECK_INT(n.checkpoints, 4, "checkpoints");

    MUST(os_walk(arena, dir, collect, no_trouble, &files, err));
    size_t records = 0, objects = 0;
    for (size_t i = 0; i < files.paths.count; i++) {
        char *path = files.paths.at[i];
        if ((strstr(path, "/records/") && records++ > 3) || (strstr(path, "/objects/") && objects++ > 3))
            continue;
        test_flips(arena, dir, path);
        test_missing(arena, dir, path);
    }
    test_both(arena, dir);
    n = look(dir, &found);
    CHECK_INT(n.errors + n.notes, 0, "good again");
    scratch_remove(folder);
    return test_end();
}
