/* erase_test.c -- what is erased is gone, what is shared stays, older checkpoints verify, and an erasure
 * that stops anywhere after its tombstone is completed by the next writer. */
#include "seal/erase.h"

#include "check.h"
#include "custody/scratch.h"
#include "seal/verify.h"

#define ITEMS 4

typedef struct Place {
    Arena *arena;
    char  *dir;
    Sealer sealer;
} Place;

static Str original_of(Arena *arena, unsigned number)
{
    return arena_printf(arena, "<p>%u</p>%s", number, scratch_text);
}

/* Items 0 to 3 with segmentations; then item 1's bytes a second time; a refusal and a decision of item 1. */
static void fill(Place *p)
{
    AUTO_STRBUF record = { 0 };
    AUTO_STRBUF of = { 0 };
    Case *c;
    uint64_t index;
    Sha256 id = sha256(original_of(p->arena, 1));

    MUST(case_create(p->dir, &p->sealer, err));
    MUST(case_open(p->dir, CASE_WRITE, &p->sealer, &c, err));
    for (unsigned i = 0; i < ITEMS; i++)
        scratch_add(p->arena, c, i, NULL);                  /* item 2i, segmentation 2i + 1 */
    record_add_hex(&record, "sha256", &id);
    record_add(&record, "name", S("again.html"));
    MUST(log_seal(c, ENTRY_ITEM, SCRATCH_TIME, strbuf_str(&record), &index, err));      /* 8 */
    record_add_i64(&of, "of", 2);
    MUST(log_seal(c, ENTRY_REFUSED, SCRATCH_TIME, strbuf_str(&of), &index, err));       /* 9 */
    MUST(log_seal(c, ENTRY_REDACTION, SCRATCH_TIME, strbuf_str(&of), &index, err));     /* 10 */
    MUST(log_seal(c, ENTRY_EXPORT, SCRATCH_TIME, S("holds 2\n"), &index, err));         /* 11 */
    MUST(log_commit(c, err));
    case_close(c);
}

static void print_error(void *context, const Finding *f)
{
    (void)context;
    if (f->kind == FINDING_ERROR)
        fprintf(stderr, "WRONG %s: %s\n", f->path, f->what);
}

static void check_verifies(Place *p, Str since, int64_t notes)
{
    VerifyCounts n = { 0 };

    MUST(verify_case(p->dir, since.ptr ? &since : NULL, print_error, NULL, &n, err));
    CHECK_INT(n.errors, 0, "the case verifies");
    CHECK_INT(n.notes, notes, "leftovers");
}

static bool has_record(Arena *arena, Case *c, uint64_t index)
{
    Entry entry;
    Record record;

    MUST(log_entry(arena, c, index, &entry, err));
    return record_get(arena, c, &entry.commit, &record, NULL) == OK;
}

static void check_records(Arena *arena, Case *c, const char *want)
{
    char got[64] = { 0 };

    for (uint64_t i = 0; want[i]; i++)
        got[i] = has_record(arena, c, i) ? '1' : '0';
    CHECK_STR(str_of(got), str_of(want));
}

static void test_plans(Arena *arena, Case *c)
{
    Sha256 one = sha256(original_of(arena, 1)), none = sha256(S("nothing"));
    Erasure e;

    MUST(erase_plan_document(arena, c, &one, &e, err));
    const uint64_t want[] = { 2, 3, 8, 9, 10 };     /* two items, a tree, a refusal, a decision; not the export */
    CHECK(e.count == 5 && memcmp(e.entries, want, sizeof want) == 0, "all of the document");
    CHECK_INT(e.items, 2, "occurrences");
    MUST(erase_plan_item(arena, c, 2, &e, err));
    CHECK(e.count == 2 && e.entries[0] == 2 && e.entries[1] == 9 && e.same == 8, "one occurrence: how it came in");
    MUST(erase_plan_item(arena, c, 0, &e, err));
    CHECK(e.count == 2 && e.entries[1] == 1, "the only occurrence: with its text");
    CHECK_INT(erase_plan_document(arena, c, &none, &e, NULL), ERR_NOT_FOUND, "no such document");
    CHECK_INT(erase_plan_item(arena, c, 3, &e, NULL), ERR_USAGE, "no item");
    CHECK_INT(erase_plan_item(arena, c, 300, &e, NULL), ERR_NOT_FOUND, "no entry");
}

static void erase_now(Arena *arena, Case *c, const Erasure *e)
{
    uint64_t index;

    (void)arena;
    MUST(erase_seal(c, SCRATCH_TIME, e, S("withdrawn"), &index, err));
    CHECK(os_exists(os_join(arena, str_of(case_dir(c)), S(ERASING))), "the marker stands");
    MUST(erase_complete(c, err));
    CHECK(!os_exists(os_join(arena, str_of(case_dir(c)), S(ERASING))), "and is gone");
}

/* One after the other: an occurrence, the rest of the document; the text is shared with the others. */
static void test_erasing(Place *p)
{
    Arena *arena = p->arena;
    Sha256 one = sha256(original_of(arena, 1)), text = sha256(str_of(scratch_text));
    Erasure e;
    Case *c;

    MUST(case_open(p->dir, CASE_WRITE, &p->sealer, &c, err));
    Str before = arena_str(arena, log_checkpoint(c));
    test_plans(arena, c);
    MUST(erase_plan_item(arena, c, 2, &e, err));
    erase_now(arena, c, &e);
    CHECK(object_is(c, &one), "the other occurrence keeps the bytes");
    check_records(arena, c, "1101111110111");
    CHECK_INT(erase_plan_item(arena, c, 2, &e, NULL), ERR_NOT_FOUND, "erased before");

    MUST(erase_plan_document(arena, c, &one, &e, err));
    erase_now(arena, c, &e);
    /* proves P103 */
    CHECK(!object_is(c, &one), "the original is gone");
    CHECK(object_is(c, &text), "the text is that of others too");
    check_records(arena, c, "11001111000111");
    case_close(c);
    /* proves P103 */
    check_verifies(p, before, 0);

    Tombstone *t;
    size_t count;
    MUST(case_open(p->dir, CASE_READ, NULL, &c, err));
    MUST(tombstones_load(arena, c, 0, &t, &count, err));
    CHECK_INT(count, 2, "tombstones");
    CHECK_STR(t[1].reason, S("withdrawn"));
    case_close(c);
}

/* Stop after the tombstone, and after each single destruction: the next writer completes it. */
static void test_interrupted(Place *p)
{
    Arena *arena = p->arena;
    Sha256 three = sha256(original_of(arena, 3));
    Erasure e;
    uint64_t index;
    Case *c;

    MUST(case_open(p->dir, CASE_WRITE, &p->sealer, &c, err));
    MUST(erase_plan_document(arena, c, &three, &e, err));
    MUST(erase_seal(c, SCRATCH_TIME, &e, S("withdrawn"), &index, err));
    MUST(object_erase(c, &three, err));
    MUST(object_erase(c, &three, err));             /* twice is well */
    case_close(c);
    /* its two records, and the marker */
    check_verifies(p, STR_NONE, 1);
    MUST(case_open(p->dir, CASE_WRITE, &p->sealer, &c, err));
    /* proves P104 */
    check_records(arena, c, "110011000001");
    CHECK(!object_is(c, &three), "gone");
    MUST(erase_recover(c, err));
    case_close(c);
    check_verifies(p, STR_NONE, 0);

    /* A marker without a tombstone: nothing is erased, the marker goes. */
    MUST(os_write_file(os_join(arena, str_of(p->dir), S(ERASING)), S(""), 0600, DURABLE, err));
    MUST(case_open(p->dir, CASE_WRITE, &p->sealer, &c, err));
    check_records(arena, c, "110011");
    CHECK(!os_exists(os_join(arena, str_of(p->dir), S(ERASING))), "the marker is gone");
    case_close(c);
}

int main(void)
{
    AUTO_ARENA arena = arena_create();
    Dice dice = { 3 };
    char *folder = scratch_folder(arena);
    Place p = { arena, os_join(arena, str_of(folder), S("case")),
                { os_join(arena, str_of(folder), S("keys")), dice_random, &dice } };

    fill(&p);
    test_erasing(&p);
    test_interrupted(&p);
    scratch_remove(folder);
    return test_end();
}
