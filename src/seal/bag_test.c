/* bag_test.c -- the same case gives the same bag, also to the scripts of a stranger; what was erased stays away.
 *
 *     bag_test VERIFY_SH
 */
#include "check.h"
#include "custody/scratch.h"
#include "seal/bag_write.h"
#include "seal/inside.h"

#include <stdlib.h>

static void tell(void *context, const Finding *finding)
{
    (void)context;
    fprintf(stderr, "%s: %s\n", finding->path, finding->what);
}

static const char *make_bag(Arena *arena, Case *c, const char *folder, const char *name, Str script, BagCase *n)
{
    const BagField info[] = { { S("Bagging-Date"), S("2026-11-22") } };
    const char *dir = os_join(arena, str_of(folder), str_of(name));
    BagWriter *w;

    MUST(bag_create(dir, &w, err));
    MUST(bag_put_case(w, c, BAG_WHOLE, n, err));
    MUST(bag_put(w, "verify.sh", script, err));
    MUST(bag_finish(w, info, 1, err));
    return dir;
}

static Str file_of(Arena *arena, const char *dir, const char *name)
{
    Str bytes;

    MUST(os_read_file(arena, os_join(arena, str_of(dir), str_of(name)), 1 << 24, &bytes, err));
    return bytes;
}

static int run_script(Arena *arena, const char *dir)
{
    return system(arena_printf(arena, "dash %s/verify.sh >%s.out 2>&1", dir, dir).ptr);
}

/* An item whose record is gone, with the tombstone that says so. */
static void erase(Arena *arena, Case *c, uint64_t item, uint64_t segmentation)
{
    AUTO_STRBUF record = { 0 };
    uint64_t index;

    for (int i = 0; i < 2; i++) {
        Entry entry;
        MUST(log_entry(arena, c, i ? segmentation : item, &entry, err));
        unlink(blob_path(arena, case_dir(c), "records", &entry.commit));
        record_add_i64(&record, "erases", (int64_t)(i ? segmentation : item));
    }
    MUST(log_seal(c, ENTRY_TOMBSTONE, SCRATCH_TIME, strbuf_str(&record), &index, err));
    MUST(log_commit(c, err));
}

static void test_same(Arena *arena, Case *c, const char *folder, Str script)
{
    BagCase n, again;
    BagCounts counts;
    const char *one = make_bag(arena, c, folder, "one", script, &n);
    const char *two = make_bag(arena, c, folder, "two", script, &again);

    CHECK_INT(n.originals, 8, "originals that were not erased");
    CHECK_INT(n.erased, 2, "entries without a record");
    CHECK_STR(file_of(arena, one, "manifest-sha256.txt"), file_of(arena, two, "manifest-sha256.txt"));
    /* proves P89 */
    CHECK_STR(file_of(arena, one, "tagmanifest-sha256.txt"), file_of(arena, two, "tagmanifest-sha256.txt"));
    MUST(bag_verify(one, case_key(c), tell, NULL, &counts, err));
    CHECK_INT(counts.errors + counts.warnings, 0, "a fresh bag is good");
    CHECK_INT(counts.in_case.entries, (int64_t)log_size(c), "all entries are looked at");
    CHECK_INT(run_script(arena, one), 0, "verify.sh, with an erased item");
    CHECK(str_find(file_of(arena, one, BAG_INDEX), S("\terased\t"), 0) != SIZE_MAX, "the index says what was erased");
}

static void test_import(Arena *arena, Case *c, const char *folder)
{
    char *dir = os_join(arena, str_of(folder), S("again"));
    BagCounts counts;
    Case *again;

    MUST(bag_import(os_join(arena, str_of(folder), S("one")), dir, NULL, tell, NULL, &counts, err));
    MUST(case_open(dir, CASE_READ, NULL, &again, err));
    /* proves P91 */
    CHECK_STR(log_checkpoint(again), log_checkpoint(c));
    case_close(again);
}

/* A record that no tombstone excuses. */
static void test_incomplete(Arena *arena, Case *c, const char *folder)
{
    Entry entry;
    BagWriter *w;
    BagCase n;
    Error why = { 0 };

    MUST(log_entry(arena, c, 4, &entry, err));
    unlink(blob_path(arena, case_dir(c), "records", &entry.commit));
    MUST(bag_create(os_join(arena, str_of(folder), S("three")), &w, err));
    CHECK(bag_put_case(w, c, BAG_WHOLE, &n, &why) != OK, "a case that is not whole gives no bag");
    bag_abandon(w);
    CHECK(!os_exists(os_join(arena, str_of(folder), S("three"))), "and leaves nothing");
}

static void test_fold(Arena *arena)
{
    static const char *const same[][2] = {
        { "data/CAF\xC3\x89", "data/cafe\xCC\x81" }, { "\xD0\x99", "\xD0\xB8\xCC\x86" }, { "\xD0\x87", "\xD1\x96\xCC\x88" },
        { "A/B", "a/b" },
    };

    for (size_t i = 0; i < sizeof same / sizeof *same; i++)
        CHECK_STR(bag_fold_path(arena, str_of(same[i][0])), bag_fold_path(arena, str_of(same[i][1])));
    CHECK(!str_eq(bag_fold_path(arena, S("e")), bag_fold_path(arena, S("\xC3\xA9"))), "an accent counts");
}

int main(int argc, char **argv)
{
    AUTO_ARENA arena = arena_create();
    char *folder = scratch_folder(arena);
    Dice dice = { 7 };
    Sealer sealer = { os_join(arena, str_of(folder), S("keys")), dice_random, &dice };
    char *dir = os_join(arena, str_of(folder), S("case"));
    Str script;
    Case *c;

    if (argc != 2)
        return 2;
    MUST(os_read_file(arena, argv[1], 1 << 20, &script, err));
    MUST(case_create(dir, &sealer, err));
    MUST(case_open(dir, CASE_WRITE, &sealer, &c, err));
    for (unsigned i = 0; i < 9; i++)
        scratch_add(arena, c, i, NULL);
    MUST(log_commit(c, err));
    erase(arena, c, 2, 3);
    test_same(arena, c, folder, script);
    test_import(arena, c, folder);
    test_incomplete(arena, c, folder);
    test_fold(arena);
    case_close(c);
    scratch_remove(folder);
    return test_end();
}
