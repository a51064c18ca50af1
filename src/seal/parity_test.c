/* parity_test.c -- the code against itself, and damaged files of a case: restored bit by bit, or refused
 * and left alone. Counts are printed.
 *
 *     seal_parity_test [ROUNDS] [SEED]
 *     seal_parity_test --speed        MB/s of each kernel
 */
#include "seal/parity.h"

#include "check.h"
#include "custody/scratch.h"
#include "seal/gf256.h"
#include "seal/parity_inside.h"
#include "seal/verify.h"

#include <fcntl.h>
#include <time.h>

static uint64_t draw(Dice *dice, uint64_t below)
{
    uint64_t n;

    dice_random(dice, (uint8_t *)&n, sizeof n);
    return n % below;
}

/* ---- the code ---- */

static void test_kernels(Arena *arena, Dice *dice)
{
    const Gf *plain = gf_create(arena, GF_PORTABLE);
    uint8_t from[200], to[200], want[200];

    CHECK_INT(plain->mul[2][0x80], 0x1D, "the field is that of 0x11D");
    for (int kernel = GF_SSSE3; kernel < GF_KERNELS; kernel++) {
        const Gf *gf = gf_create(arena, (GfKernel)kernel);
        for (unsigned factor = 0; gf && factor < 256; factor++) {
            size_t at = factor % 13, size = sizeof from - at - factor % 61;
            dice_random(dice, from, sizeof from);
            dice_random(dice, to, sizeof to);
            memcpy(want, to, sizeof to);
            gf_add(plain, want + at, from + at, size, (uint8_t)factor);
            gf_add(gf, to + at, from + at, size, (uint8_t)factor);
            CHECK(memcmp(want, to, sizeof to) == 0, "the kernels agree");
        }
    }
}

/* Any RS_PARITY of the 210 bytes of a stripe may be lost. */
static void test_code(Arena *arena, Dice *dice)
{
    const Gf *gf = gf_create_best(arena);

    for (int round = 0; round < 200; round++) {
        uint8_t data[RS_DATA], parity[RS_PARITY] = { 0 }, short_of[RS_PARITY], m[RS_PARITY * RS_PARITY];
        unsigned positions[RS_PARITY], rows[RS_PARITY], count = 1 + (unsigned)draw(dice, RS_PARITY);
        dice_random(dice, data, sizeof data);
        for (unsigned row = 0; row < RS_PARITY; row++)
            for (unsigned p = 0; p < RS_DATA; p++)
                gf_add(gf, &parity[row], &data[p], 1, rs_weight(gf, row, p));
        for (unsigned i = 0; i < count; i++) {
            positions[i] = (unsigned)((draw(dice, RS_DATA / RS_PARITY)) + i * RS_DATA / RS_PARITY);
            rows[i] = (i + (unsigned)round) % RS_PARITY;
        }
        rs_solve(gf, positions, rows, count, m);
        for (unsigned k = 0; k < count; k++) {
            short_of[k] = parity[rows[k]];
            for (unsigned p = 0; p < RS_DATA; p++) {
                bool lost = false;
                for (unsigned i = 0; i < count; i++)
                    lost = lost || positions[i] == p;
                if (!lost)
                    gf_add(gf, &short_of[k], &data[p], 1, rs_weight(gf, rows[k], p));
            }
        }
        for (unsigned i = 0; i < count; i++) {
            uint8_t back = 0;
            for (unsigned k = 0; k < count; k++)
                gf_add(gf, &back, &short_of[k], 1, m[i * count + k]);
            CHECK_INT(back, data[positions[i]], "a lost byte comes back");
        }
    }
}

static void speed(void)
{
    static const char *const kernel_names[GF_KERNELS] = { "portable", "ssse3", "avx2" };
    AUTO_ARENA arena = arena_create();
    enum { SIZE = 4096, TIMES = 2000 };
    uint8_t *data = arena_array(arena, uint8_t, SIZE), *sums = arena_array(arena, uint8_t, RS_PARITY * SIZE);

    for (int kernel = 0; kernel < GF_KERNELS; kernel++) {
        const Gf *gf = gf_create(arena, (GfKernel)kernel);
        struct timespec a, b;
        clock_gettime(CLOCK_MONOTONIC, &a);
        for (unsigned i = 0; gf && i < TIMES; i++)
            for (unsigned row = 0; row < RS_PARITY; row++)
                gf_add(gf, sums + row * SIZE, data, SIZE, rs_weight(gf, row, i % RS_DATA));
        clock_gettime(CLOCK_MONOTONIC, &b);
        double seconds = (double)(b.tv_sec - a.tv_sec) + (double)(b.tv_nsec - a.tv_nsec) / 1e9;
        if (gf)
            printf("%-8s %.0f MB/s of data, all %d rows\n", kernel_names[kernel], SIZE * (double)TIMES / 1e6 / seconds,
                   RS_PARITY);
    }
}

/* ---- a case ---- */

typedef struct Bench {
    Arena *arena;
    char  *top, *dir;
    Sealer sealer;
    Dice   dice;
} Bench;

static void seal_bytes(Case *c, Str bytes)
{
    AUTO_STRBUF record = { 0 };
    Sha256 id;
    uint64_t index;

    MUST(object_put(c, bytes, &id, NULL, err));
    record_add_hex(&record, "sha256", &id);
    MUST(log_seal(c, ENTRY_ITEM, SCRATCH_TIME, strbuf_str(&record), &index, err));
}

/* `count` small originals with their texts, and one of `big` bytes or `parts` of them that lie in a pack. */
static void fill_parts(Bench *b, unsigned from, unsigned count, size_t big, size_t parts)
{
    AUTO_FREE uint8_t *bytes = malloc(big + 1);
    Case *c;

    dice_random(&b->dice, bytes, big);
    MUST(case_open(b->dir, CASE_WRITE, &b->sealer, &c, err));
    for (unsigned i = 0; i < count; i++)
        scratch_add(b->arena, c, from + i, NULL);
    for (size_t i = 0; big && i < parts; i++)
        seal_bytes(c, (Str){ (const char *)bytes + big / parts * i, big / parts });
    MUST(log_commit(c, err));
    case_close(c);
}

static void fill(Bench *b, unsigned from, unsigned count, size_t big)
{
    fill_parts(b, from, count, big, 1);
}

static Bench bench(Arena *arena, uint64_t seed)
{
    Bench b = { .arena = arena, .top = scratch_folder(arena), .dice = { seed } };

    b.dir = os_join(arena, str_of(b.top), S("case"));
    b.sealer = (Sealer){ os_join(arena, str_of(b.top), S("keys")), dice_random, NULL };
    return b;
}

static void begin(Bench *b)
{
    b->sealer.context = &b->dice;
    MUST(case_create(b->dir, &b->sealer, err));
}

static char *at(const Bench *b, const char *name)
{
    return os_join(b->arena, str_of(b->dir), str_of(name));
}

static Str contents(const Bench *b, const char *name)
{
    Str ret = STR_NONE;

    os_read_file(b->arena, at(b, name), (size_t)1 << 30, &ret, NULL);
    return ret;
}

static void overwrite(const Bench *b, const char *name, Str bytes)
{
    unlink(at(b, name));
    MUST(os_write_file(at(b, name), bytes, 0600, NOT_DURABLE, err));
}

static void print_wrong(void *context, const Finding *f)
{
    if (f->kind == FINDING_ERROR && context)
        fprintf(stderr, "WRONG %s: %s\n", f->path, f->what);
}

static int64_t wrong(const Bench *b, bool print)
{
    VerifyCounts n = { 0 };

    MUST(verify_case(b->dir, NULL, print_wrong, print ? (void *)"" : NULL, &n, err));
    return n.errors;
}

typedef struct Found {
    Arena *arena;
    Str    want;
    VEC(char *) paths;
    size_t dir_len;
} Found;

static Status collect(void *context, const FoundFile *file, Error *err)
{
    Found *f = context;
    Str path = str_slice(str_of(file->path), f->dir_len + 1, SIZE_MAX);

    (void)err;
    if (str_starts(path, f->want))
        vec_push(f->arena, &f->paths, arena_cstr(f->arena, path));
    return OK;
}

static void no_trouble(void *context, const char *path, const char *why)
{
    (void)context;
    CHECK(false, path);
    (void)why;
}

static Found files(const Bench *b, const char *beginning)
{
    Found f = { .arena = b->arena, .want = str_of(beginning), .dir_len = strlen(b->dir) };

    MUST(os_walk(b->arena, b->dir, collect, no_trouble, &f, err));
    return f;
}

static void no_leftovers(const Bench *b)
{
    Found f = files(b, "");

    for (size_t i = 0; i < f.paths.count; i++)
        CHECK(!str_ends(str_of(f.paths.at[i]), S(".damaged")) && !strstr(f.paths.at[i], ".new-"), f.paths.at[i]);
}

static void say(void *context, RepairKind kind, const char *path, const char *what)
{
    const bool *loud = context;

    if (*loud)
        fprintf(stderr, "%s %s: %s\n", kind == REPAIR_RESTORED ? "restored" : kind == REPAIR_REFUSED ? "refused" : "note",
                path, what);
}

static RepairCounts repair(const Bench *b)
{
    RepairCounts n = { 0 };
    bool loud = getenv("LOUD") != NULL;

    MUST(parity_repair(b->dir, say, &loud, &n, err));
    return n;
}

static ParityCounts make_parity(const Bench *b)
{
    ParityCounts n = { 0 };

    MUST(parity_update(b->dir, &n, err));
    return n;
}

/* ---- damage ---- */

typedef enum Damage {
    FLIPS, ZEROED, TAIL, BLOCKS, SHIFTED, MUCH_ZEROED, MUCH_TAIL, MUCH_SCATTERED, GONE, DAMAGES
} Damage;
static const char *const damage_names[DAMAGES] = {
    "flipped bits", "a zeroed stretch, up to 5 %", "the tail cut off, up to 5 %", "lost blocks, up to 4 %", "an inserted byte in the last 5 %",
    "a zeroed stretch, 5 to 50 %", "the tail cut off, 5 to 50 %", "lost blocks, 3 to 9 %", "the file is gone",
};

/* A stretch of at most 5 % that starts anywhere, blocks counted. */
static size_t stretch(Dice *dice, size_t size, size_t *start, unsigned from, unsigned to)
{
    size_t len = (size_t)(size * (uint64_t)from / 1000 + draw(dice, (to - from) * (uint64_t)size / 1000 + 1));

    *start = (size_t)draw(dice, size - len + 1);
    return len;
}

static Str damaged(Bench *b, Str good, Damage damage)
{
    Dice *dice = &b->dice;
    char *bytes = arena_raw(b->arena, good.len + 2);
    size_t start, len = good.len;

    memcpy(bytes, good.ptr, good.len);
    switch (damage) {
    case FLIPS:
        for (uint64_t n = 1 + draw(dice, 8); n > 0; n--)
            bytes[draw(dice, len)] ^= (char)(1 << draw(dice, 8));
        break;
    case ZEROED: case MUCH_ZEROED: {
        size_t n = stretch(dice, len, &start, damage == ZEROED ? 0 : 50, damage == ZEROED ? 46 : 500);
        memset(bytes + start, 0, n);
        break;
    }
    case TAIL: case MUCH_TAIL:
        len -= stretch(dice, len, &start, damage == TAIL ? 0 : 50, damage == TAIL ? 46 : 500);
        break;
    case BLOCKS: case MUCH_SCATTERED: {
        size_t blocks = len / 4096;
        for (uint64_t n = damage == BLOCKS ? 1 + draw(dice, blocks / 50) : blocks / 33 + draw(dice, blocks / 17 + 2); n > 0; n--)
            dice_random(dice, (uint8_t *)bytes + draw(dice, blocks) * 4096, 4096);
        break;
    }
    case SHIFTED:
        start = len - len / 25;
        memmove(bytes + start + 1, bytes + start, len - start);
        len++;
        break;
    default:
        break;
    }
    return (Str){ bytes, len };
}

static bool must_come_back(Damage damage)
{
    return damage == FLIPS || damage == ZEROED || damage == TAIL || damage == SHIFTED;
}

/* Damage to the parity file beside: it has digests and two copies of all but the parity itself. */
static void harm_parity(Bench *b, const char *name, Str good)
{
    char *bytes = arena_raw(b->arena, good.len);
    bool in_head = draw(&b->dice, 2);

    memcpy(bytes, good.ptr, good.len);
    for (int k = 0; k < 3; k++)
        bytes[in_head ? draw(&b->dice, 512) : 512 + draw(&b->dice, good.len - 512)] ^= 0x10;
    overwrite(b, name, (Str){ bytes, good.len });
}

typedef struct Tally {
    int64_t restored, refused;
} Tally;

static void one_round(Bench *b, const char *name, Str good, const char *parity, Str good_parity, Damage damage,
                      bool harm, Tally *tally)
{
    Str about = arena_printf(b->arena, "%s, %s%s", damage_names[damage], name, harm ? ", parity too" : "");
    Str bad = damaged(b, good, damage);

    if (damage == GONE)
        unlink(at(b, name));
    else
        overwrite(b, name, bad);
    if (harm)
        harm_parity(b, parity, good_parity);
    if (damage != GONE && str_eq(bad, good)) {
        overwrite(b, name, good);
        overwrite(b, parity, good_parity);
        return;
    }
    RepairCounts n = repair(b);
    Str now = contents(b, name);
    /* proves P108 */
    if (n.restored) {
        CHECK(str_eq(now, good), about);
        CHECK_INT(wrong(b, !harm), harm, about);
    } else {
        CHECK(n.refused >= 1, about);       /* members that a pack lost are named by themselves */
        CHECK(damage == GONE ? now.ptr == NULL : str_eq(now, bad), about);
        CHECK(n.wrong_after > 0, about);
    }
    /* With blocks of the parity lost too, what is left may be too little. */
    CHECK(n.restored || !must_come_back(damage) || (harm && damage != FLIPS), about);
    no_leftovers(b);
    tally->restored += n.restored > 0;
    tally->refused += n.restored == 0;
    overwrite(b, name, good);
    overwrite(b, parity, good_parity);
}

/* The large object, or the first pack: what has parity of its own below `folder`. */
static char *target(Bench *b, const char *folder)
{
    Found f = files(b, folder);
    char *par = f.paths.at[0];

    return arena_cstr(b->arena, str_slice(str_of(par), 7, strlen(par) - 4));
}

static void test_damage(uint64_t rounds, uint64_t seed)
{
    static const size_t sizes[] = { 1100000, 1048577, 2400001, 5000000 };
    size_t used = rounds < 200 ? 2 : sizeof sizes / sizeof *sizes;
    Tally tally[DAMAGES] = { { 0 } }, all = { 0 };

    for (size_t s = 0; s < used; s++) {
        AUTO_ARENA arena = arena_create();
        Bench b = bench(arena, seed + s * 1000);
        begin(&b);
        fill_parts(&b, 0, 3, sizes[s], s % 2 ? 1 : 37);
        make_parity(&b);
        char *name = target(&b, s % 2 ? "parity/objects/" : "parity/packs/"), *parity = (char *)arena_printf(arena, "parity/%s.par", name).ptr;
        Str good = contents(&b, name), good_parity = contents(&b, parity);
        CHECK(good_parity.len < good.len / 10, "parity is small");
        uint64_t share = rounds / used;
        for (uint64_t i = 0; i < share; i++) {
            ArenaMark mark = arena_mark(arena);
            Damage damage = (Damage)(i % DAMAGES);
            one_round(&b, name, good, parity, good_parity, damage, (i + i / DAMAGES) % 3 == 2, &tally[damage]);
            arena_rewind(arena, mark);
        }
        scratch_remove(b.top);
    }
    for (int d = 0; d < DAMAGES; d++) {
        printf("%-36s %4lld restored, %4lld refused\n", damage_names[d], (long long)tally[d].restored,
               (long long)tally[d].refused);
        all.restored += tally[d].restored;
        all.refused += tally[d].refused;
    }
    printf("%lld damaged files: %lld restored bit by bit, %lld refused and left as they were\n",
           (long long)(all.restored + all.refused), (long long)all.restored, (long long)all.refused);
}

/* Every small file of a case, damaged or gone. */
static void test_small_files(void)
{
    AUTO_ARENA arena = arena_create();
    Bench b = bench(arena, 7);

    begin(&b);
    for (unsigned i = 0; i < 3; i++)
        fill(&b, i * 45, 45, 0);        /* 270 entries: one full tile, one that is not */
    make_parity(&b);
    CHECK_INT(wrong(&b, true), 0, "parity is no damage");
    Found all = files(&b, "");
    int tried = 0;
    for (size_t i = 0; i < all.paths.count; i++) {
        char *name = all.paths.at[i];
        if (str_starts(str_of(name), S("parity/")) || strcmp(name, "lock") == 0 || strcmp(name, "keys/format") == 0 ||
            ((strstr(name, "records/") || strstr(name, "objects/")) && i % 17))
            continue;
        Str good = contents(&b, name), bad = damaged(&b, good, FLIPS);
        overwrite(&b, name, bad);
        RepairCounts n = repair(&b);
        CHECK(n.restored == 1 && str_eq(contents(&b, name), good), name);
        unlink(at(&b, name));
        int64_t missed = wrong(&b, false);
        n = repair(&b);
        /* A bundle is more than a twentieth of a small log: refused. */
        CHECK(missed == 0 || (n.restored == 1 && str_eq(contents(&b, name), good)) ||
              (n.restored == 0 && n.refused && good.len > 5000), name);
        overwrite(&b, name, good);
        tried++;
    }
    CHECK(tried > 25, "most kinds of files were tried");
    CHECK_INT(wrong(&b, true), 0, "all is as it was");
    no_leftovers(&b);
    scratch_remove(b.top);
}

/* A file that grows: the parity that went on is that which would have been made at once. */
static void test_growth(void)
{
    AUTO_ARENA arena = arena_create();
    Bench b = bench(arena, 11);
    size_t size = 2000000;
    uint8_t *bytes = arena_array(arena, uint8_t, 4 * size);

    begin(&b);
    dice_random(&b.dice, bytes, 4 * size);
    MUST(os_make_dirs(at(&b, "growing"), 0700, err));
    for (int step = 0; step < 12; step++) {
        Volume *v = volume_create(arena, b.dir, S("growing/file"));
        ParityCounts n = { 0 };
        size += step == 7 ? 0 : step % 3 == 0 ? 4096 : 77777;
        overwrite(&b, "growing/file", (Str){ (const char *)bytes, size });
        volume_add(v, S("growing/file"), size);
        volume_measure(v);
        MUST(parity_make(v, &n, err));
        CHECK(n.extended == 1 || step == 0 || v->stripes != 3, "it goes on");
        Str once = contents(&b, "parity/growing/file.par");
        unlink(at(&b, "parity/growing/file.par"));
        MUST(parity_make(v, &n, err));
        CHECK(str_eq(once, contents(&b, "parity/growing/file.par")), "the same as made at once");
    }
    /* One that was written anew is seen by its last block, and is made at once. */
    bytes[size / 4096 * 4096] ^= 1;
    overwrite(&b, "growing/file", (Str){ (const char *)bytes, size + 9 });
    Volume *v = volume_create(arena, b.dir, S("growing/file"));
    ParityCounts n = { 0 };
    volume_add(v, S("growing/file"), size + 9);
    volume_measure(v);
    MUST(parity_make(v, &n, err));
    CHECK_INT(n.extended, 0, "made anew");
    scratch_remove(b.top);
}

/* Parity is never made over damage, never sets back what changed since, and goes when it must. */
static void test_rules(void)
{
    AUTO_ARENA arena = arena_create();
    Bench b = bench(arena, 5);
    ParityCounts made;
    Error why = { 0 };

    begin(&b);
    fill(&b, 0, 30, 1200000);
    CHECK_INT(repair(&b).restored, 0, "nothing to repair, and no parity");
    make_parity(&b);
    Found records = files(&b, "records/");
    char *name = records.paths.at[3];
    Str good = contents(&b, name), parity = contents(&b, "parity/records.par");
    overwrite(&b, name, damaged(&b, good, FLIPS));
    CHECK_INT(parity_update(b.dir, &made, &why), ERR_CHECK, "over damage");
    CHECK(str_eq(parity, contents(&b, "parity/records.par")), "the parity is as it was");
    CHECK_INT(repair(&b).restored, 1, "a record");

    /* The log goes on; old parity still helps with what it covers, and touches nothing else. */
    fill(&b, 30, 20, 0);
    Str checkpoint = contents(&b, "checkpoint");
    overwrite(&b, name, damaged(&b, good, FLIPS));
    CHECK_INT(repair(&b).restored, 1, "with parity that has grown old");
    CHECK(str_eq(checkpoint, contents(&b, "checkpoint")), "nothing is set back");
    overwrite(&b, "checkpoint", S("rotten"));
    CHECK_INT(repair(&b).restored, 1, "the checkpoint has a copy");
    CHECK(str_eq(checkpoint, contents(&b, "checkpoint")), "the newest");

    /* When the newest copy is gone too, an older one would set the log back. */
    unlink(at(&b, (char *)arena_printf(arena, "checkpoints/%d", 101).ptr));
    overwrite(&b, "checkpoint", S("rotten"));
    RepairCounts n = repair(&b);
    CHECK(n.restored == 0 && n.refused > 0 && str_eq(contents(&b, "checkpoint"), S("rotten")), "not set back");
    overwrite(&b, "checkpoint", checkpoint);
    CHECK_INT(wrong(&b, true), 0, "good");
    make_parity(&b);

    /* proves P109 */
    unlink(at(&b, name));
    MUST(parity_drop(b.dir, name, err));
    CHECK(!os_exists(at(&b, "parity/records.par")), "dropped");
    n = repair(&b);
    CHECK(n.restored == 0 && !os_exists(at(&b, name)), "what was erased does not come back");
    char *big = target(&b, "parity/objects/");
    MUST(parity_drop(b.dir, big, err));
    CHECK(!os_exists(at(&b, (char *)arena_printf(arena, "parity/%s.par", big).ptr)), "dropped");
    MUST(parity_drop(b.dir, "policy", err));
    CHECK(!os_exists(at(&b, "parity/log.par")), "dropped");
    MUST(parity_drop(b.dir, "nothing/such", err));
    scratch_remove(b.top);
}

int main(int argc, char **argv)
{
    AUTO_ARENA arena = arena_create();
    Dice dice = { 3 };

    if (argc > 1 && strcmp(argv[1], "--speed") == 0) {
        speed();
        return 0;
    }
    test_kernels(arena, &dice);
    test_code(arena, &dice);
    test_small_files();
    test_growth();
    test_rules();
    test_damage(argc > 1 ? strtoull(argv[1], NULL, 10) : 36, argc > 2 ? strtoull(argv[2], NULL, 10) : 1);
    return test_end();
}
