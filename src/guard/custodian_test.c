/* custodian_test.c -- no key, no names; the right key is logged before a name is shown. */
#include "guard/custodian.h"

#include "base/auto.h"
#include "base/os.h"
#include "check.h"

#include <stdio.h>
#include <sys/stat.h>

static void count_up(void *context, uint8_t *out, size_t size)
{
    uint8_t *next = context;

    for (size_t i = 0; i < size; i++)
        out[i] = (*next)++;
}

static void test_unmask(Arena *a, const char *root)
{
    uint8_t seed = 1;
    Error err = { 0 };
    Sealer sealer = { os_join(a, str_of(root), S("keys")), count_up, &seed };
    char *dir = os_join(a, str_of(root), S("case"));
    char *path = custodian_path(a, sealer.keys, S("dokaz/00ff"));
    Case *c;

    CHECK(str_ends(str_of(path), S("/keys/dokaz-00ff.custodian")), path);
    CHECK_INT(case_create(dir, &sealer, &err), OK, err.text);
    CHECK_INT(case_open(dir, CASE_WRITE, &sealer, &c, &err), OK, err.text);

    Mention m = { .span = { 0, 11 }, .kind = MENTION_PERSON, .name = S("Anna Bondar"),
                  .person = { .protect = true, .named = true, .entity = -1 } };
    Segment segment = { .span = { 0, 18 } };
    Reading r = { .text = S("Anna Bondar spoke."), .mentions = &m, .mention_count = 1, .segments = &segment,
                  .segment_count = 1 };
    Corpus corpus = { .readings = &r, .reading_count = 1 };
    Guard *g = guard_build(a, &corpus, 0);
    View *view = NULL;
    char *key = custodian_path(a, sealer.keys, str_of(case_key(c)->name));

    CHECK_INT(guard_unmask(a, c, key, S("court"), 9, &corpus, g, &view, &err), ERR_REFUSED, "a case without one");
    CHECK_INT(custodian_make(c, &sealer, 5, &err), OK, err.text);
    CHECK_INT(log_commit(c, &err), OK, err.text);
    struct stat st;
    /* proves P14 */
    CHECK(stat(key, &st) == 0 && (st.st_mode & 0777) == 0600, "mode of the key file");
    Str before, after;
    CHECK_INT(os_read_file(a, key, 100, &before, &err), OK, err.text);
    CHECK_INT(before.len, 65, "hex and newline");
    CHECK_INT(custodian_make(c, &sealer, 5, &err), OK, err.text);
    log_drop(c);
    CHECK_INT(os_read_file(a, key, 100, &after, &err), OK, err.text);
    CHECK_STR(after, before);

    uint64_t size = log_size(c);
    static const char refusal[] = "rule G1: protected people are masked; unmasking needs the custodian's key";
    char *wrong = os_join(a, str_of(root), S("wrong")), *none = os_join(a, str_of(root), S("none"));
    CHECK_INT(os_write_file(wrong, S("0000\n"), 0600, NOT_DURABLE, &err), OK, err.text);
    char *other = os_join(a, str_of(root), S("other"));
    CHECK_INT(os_write_file(other, S("00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff\n"), 0600,
                            NOT_DURABLE, &err), OK, err.text);
    const char *bad[] = { NULL, wrong, none, other };
    for (size_t i = 0; i < 4; i++) {
        CHECK_INT(guard_unmask(a, c, bad[i], S("court"), 9, &corpus, g, &view, &err), ERR_REFUSED, "wrong key");
        CHECK(str_starts(str_of(err.text), str_of(refusal)), err.text);
    }
    CHECK_INT(guard_unmask(a, c, key, S("  "), 9, &corpus, g, &view, &err), ERR_REFUSED, "no reason");
    CHECK(view == NULL && log_size(c) == size && log_pending(c) == 0, "nothing happened");

    CHECK_INT(guard_unmask(a, c, key, S("court order 5"), 9, &corpus, g, &view, &err), OK, err.text);
    CHECK_STR(view_text_str(view, a, 0, (Span){ 0, 18 }), S("Anna Bondar spoke."));
    /* proves P41 */
    CHECK_INT(log_size(c), size + 1, "logged");
    Entry entry;
    Record record;
    CHECK_INT(log_entry(a, c, size, &entry, &err), OK, err.text);
    CHECK_INT(entry.type, ENTRY_UNMASK, "type");
    CHECK_INT(record_get(a, c, &entry.commit, &record, &err), OK, err.text);
    CHECK_STR(record_value(&record, "reason"), S("court order 5"));
    case_close(c);
}

int main(void)
{
    AUTO_ARENA a = arena_create();
    char root[] = "/tmp/dokaz-custodian-XXXXXX";

    CHECK(mkdtemp(root) != NULL, "folder");
    test_unmask(a, root);
    CHECK_INT(system(arena_cstr(a, arena_printf(a, "rm -rf %s", root))), 0, root);
    return test_end();
}
