/* disclosure_test.c -- pieces of a sealed text are shown and proved, others stay away; nothing changed
 * is accepted. */
#include "seal/disclosure.h"

#include "check.h"
#include "custody/scratch.h"

static void test_cuts(Arena *arena)
{
    static const struct { const char *about; uint32_t ends[3], total; } bad[] = {
        { "no piece", { 0 }, 0 },              { "an empty piece", { 3, 3, 9 }, 3 },
        { "falling", { 5, 3, 9 }, 3 },         { "short of the end", { 3, 5, 8 }, 3 },
        { "beyond the end", { 3, 5, 10 }, 3 }, { "starts empty", { 0, 5, 9 }, 3 },
    };

    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        Segmentation s = { .ends = bad[i].ends, .total = bad[i].total };
        CHECK_INT(segment_build(arena, &s, S("nine byte"), NULL), ERR_USAGE, bad[i].about);
    }
    static const uint32_t ends[] = { 3, 5, 9 };
    Segmentation s = { .ends = ends, .total = 3, .key = sha256(S("key")) };
    MUST(segment_build(arena, &s, S("nine byte"), err));
    CHECK_INT(segment_at(&s, 0), 0, "first byte");
    CHECK_INT(segment_at(&s, 2), 0, "last of the first");
    CHECK_INT(segment_at(&s, 3), 1, "first of the second");
    CHECK_INT(segment_at(&s, 8), 2, "last byte");
    CHECK_STR(segment_text(&s, S("nine byte"), 1), S("e "));

    /* The definition, put together by hand. */
    char leaf[1 + 32 + 4 + 4 + 2] = { 0 };
    Sha256 salt = sha256_hmac(sha256_str(&s.key), (Str){ "\0\0\0\1", 4 });
    memcpy(leaf + 1, salt.byte, 32);
    memcpy(leaf + 33, "\0\0\0\1\0\0\0\3e ", 10);
    Sha256 want = sha256((Str){ leaf, sizeof leaf });
    CHECK(memcmp(&want, &s.tree.level[0][1], sizeof want) == 0, "leaf 1");
}

/* Change, drop or double something in the file: no result may verify and differ from the good one. */
static void test_mutations(Arena *arena, Str file, const VerifyKey *key)
{
    Dice dice = { 5 };
    uint8_t r[4];

    for (size_t i = 0; i < file.len * 8; i++) {
        ArenaMark mark = arena_mark(arena);
        char *changed = arena_cstr(arena, file);
        changed[i / 8] = (char)(changed[i / 8] ^ 1 << i % 8);
        /* proves P8 */
        CHECK(disclosure_verify(arena, (Str){ changed, file.len }, key, NULL, NULL, NULL) != OK, "a bit");
        arena_rewind(arena, mark);
    }
    for (int i = 0; i < 3000; i++) {
        ArenaMark mark = arena_mark(arena);
        dice_random(&dice, r, sizeof r);
        size_t from = (size_t)(r[0] << 8 | r[1]) % file.len, len = 1 + r[2] % 70;
        Str cut = str_slice(file, from, from + len);
        Str without = arena_printf(arena, STR_FMT STR_FMT, STR_ARG(str_slice(file, 0, from)),
                                   STR_ARG(str_slice(file, from + len, file.len)));
        Str twice = arena_printf(arena, STR_FMT STR_FMT STR_FMT, STR_ARG(str_slice(file, 0, from + cut.len)),
                                 STR_ARG(cut), STR_ARG(str_slice(file, from + len, file.len)));
        CHECK(disclosure_verify(arena, without, key, NULL, NULL, NULL) != OK, "something dropped");
        /* A doubled signature line is the one harmless doubling. */
        CHECK(disclosure_verify(arena, twice, key, NULL, NULL, NULL) != OK || str_starts(cut, S("\xE2")),
              "something doubled");
        arena_rewind(arena, mark);
    }
}

static void test_disclosure(Arena *arena, const char *folder)
{
    static const uint32_t which[] = { 0, 2, 4 }, wrong[] = { 2, 1 }, beyond[] = { 5 };
    Dice dice = { 0 };
    Sealer sealer = { os_join(arena, str_of(folder), S("keys")), dice_random, &dice };
    char *dir = os_join(arena, str_of(folder), S("case"));
    Segmentation made, loaded;
    Disclosure d, read;
    Checkpoint checkpoint;
    Case *c;
    Error why;
    Str text = str_of(scratch_text);

    MUST(case_create(dir, &sealer, err));
    MUST(case_open(dir, CASE_WRITE, &sealer, &c, err));
    for (unsigned i = 0; i < 5; i++)
        scratch_add(arena, c, i, i == 3 ? &made : NULL);
    MUST(log_commit(c, err));
    MUST(segmentation_load(arena, c, made.index, &loaded, err));
    CHECK(loaded.total == SCRATCH_PIECES && loaded.of == made.of && loaded.index == made.index &&
          memcmp(&loaded.key, &made.key, sizeof made.key) == 0, "as it was sealed");
    CHECK_INT(segmentation_load(arena, c, made.of, &loaded, &why), ERR_USAGE, "an item is no segmentation");

    CHECK_INT(disclosure_make(arena, c, &made, text, which, 0, &d, &why), ERR_USAGE, "nothing");
    CHECK_INT(disclosure_make(arena, c, &made, text, wrong, 2, &d, &why), ERR_USAGE, "not rising");
    CHECK_INT(disclosure_make(arena, c, &made, text, beyond, 1, &d, &why), ERR_USAGE, "beyond");
    MUST(disclosure_make(arena, c, &made, text, which, 3, &d, err));
    AUTO_STRBUF file = { 0 };
    disclosure_write(&file, &d);
    CHECK(file.len < 4096, "under 4 KB");
    MUST(disclosure_verify(arena, strbuf_str(&file), case_key(c), &read, &checkpoint, err));
    CHECK_INT(checkpoint.size, 10, "under the newest checkpoint");
    CHECK_INT(read.count, 3, "pieces");
    for (size_t i = 0; i < 3; i++)
        CHECK_STR(read.leaves[i].bytes, segment_text(&made, text, which[i]));
    CHECK(str_find(strbuf_str(&file), base64_encode(arena, segment_text(&made, text, 1)), 0) == SIZE_MAX,
          "what is withheld is not there");
    AUTO_STRBUF again = { 0 };
    disclosure_write(&again, &read);
    CHECK_STR(strbuf_str(&again), strbuf_str(&file));

    const DisclosedLeaf doubled[] = { d.leaves[1], d.leaves[1] }, fallen[] = { d.leaves[2], d.leaves[0] };
    const DisclosedLeaf *const lists[] = { doubled, fallen };
    for (size_t i = 0; i < 2; i++) {
        AUTO_STRBUF odd = { 0 };
        Disclosure changed = d;
        changed.leaves = lists[i];
        changed.count = 2;
        disclosure_write(&odd, &changed);
        CHECK_INT(disclosure_verify(arena, strbuf_str(&odd), case_key(c), NULL, NULL, &why), ERR_BAD_INPUT,
                  "pieces in another order than their numbers");
    }

    VerifyKey other = *case_key(c);
    other.public_key[3] ^= 1;
    CHECK_INT(disclosure_verify(arena, strbuf_str(&file), &other, NULL, NULL, &why), ERR_CHECK,
              "another key");
    test_mutations(arena, strbuf_str(&file), case_key(c));

    /* The proof still holds, under its own checkpoint, when the log has grown. */
    VerifyKey key = *case_key(c);
    scratch_add(arena, c, 9, NULL);
    MUST(log_commit(c, err));
    MUST(disclosure_verify(arena, strbuf_str(&file), &key, NULL, NULL, err));
    case_close(c);
}

int main(void)
{
    AUTO_ARENA arena = arena_create();
    char *folder = scratch_folder(arena);

    test_cuts(arena);
    test_disclosure(arena, folder);
    scratch_remove(folder);
    return test_end();
}
