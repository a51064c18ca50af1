/* log_test.c -- a case from its making to its thousandth entry: what is read back, what a crash
 * leaves, who is kept out. */
#include "seal/log.h"

#include "check.h"
#include "custody/scratch.h"
#include "seal/proof.h"
#include "seal/tile.h"
#include "seal/verify.h"

static void print_finding(void *context, const Finding *f)
{
    (void)context;
    fprintf(stderr, "%s %s: %s\n", f->kind == FINDING_ERROR ? "WRONG" : "note", f->path, f->what);
}

static VerifyCounts verify(const char *dir)
{
    VerifyCounts n = { 0 };

    MUST(verify_case(dir, NULL, print_finding, NULL, &n, err));
    return n;
}

static void test_names(Arena *arena)
{
    static const struct { const char *name; unsigned level; uint64_t n; unsigned width; } good[] = {
        { "tile/0/000", 0, 0, 256 },          { "tile/0/000.p/5", 0, 0, 5 },
        { "tile/0/x001/067", 0, 1067, 256 },  { "tile/2/x001/x234/067.p/255", 2, 1234067, 255 },
        { "entries/999", TILE_ENTRIES, 999, 256 }, { "entries/x001/000.p/1", TILE_ENTRIES, 1000, 1 },
    };
    static const char *const bad[] = {
        "tile/0/x000/067", "tile/0/00", "tile/0/0000", "tile/00/000", "tile/8/000", "tile/0/000.p/0",
        "tile/0/000.p/256", "tile/0/000.p/05", "tile/0/000.p", "tile/0/x001", "tile/0/001/067", "entries",
        "entries/000/", "entries/000.p/5/", "other/000", "", "tile/0/000.p/5.p/5",
    };
    unsigned level, width;
    uint64_t n;

    for (size_t i = 0; i < sizeof good / sizeof *good; i++) {
        char *name = tile_name(arena, good[i].level, good[i].n, good[i].width);
        CHECK(strcmp(name, good[i].name) == 0, good[i].name);
        CHECK(tile_parse(str_of(good[i].name), &level, &n, &width), good[i].name);
        CHECK(level == good[i].level && n == good[i].n && width == good[i].width, good[i].name);
    }
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
        CHECK(!tile_parse(str_of(bad[i]), &level, &n, &width), bad[i]);
}

static Str entry_text(Arena *arena, unsigned i)
{
    return arena_printf(arena, "dokaz-entry/v1\ntype view\ntime 2026-11-21T00:00:00Z\nactor %064x\n"
                        "commit %043uA=\n", i, 0u);
}

/* Batches that end inside, at and beyond the ends of tiles; everything must read back and prove. */
static void test_growth(Arena *arena, const char *folder)
{
    static const unsigned batches[] = { 1, 1, 3, 250, 1, 1, 255, 256, 300, 1, 700, 64768 };
    Dice dice = { 0 };
    Sealer sealer = { os_join(arena, str_of(folder), S("keys")), dice_random, &dice };
    char *dir = os_join(arena, str_of(folder), S("growth"));
    Sha256 *leaf = arena_array(arena, Sha256, 70000);
    unsigned total = 0;
    uint64_t index;
    Case *c;

    MUST(case_create(dir, &sealer, err));
    for (size_t b = 0; b < sizeof batches / sizeof *batches; b++) {
        MUST(case_open(dir, CASE_WRITE, &sealer, &c, err));
        for (unsigned i = 0; i < batches[b]; i++, total++) {
            Str text = entry_text(arena, total);
            leaf[total] = merkle_leaf(text);
            MUST(log_append(c, text, &index, err));
            CHECK_INT(index, total, "index");
        }
        MUST(log_commit(c, err));
        CHECK_INT(log_size(c), total, "size");
        MerkleTree tree = merkle_tree(arena, leaf, total);
        Sha256 want, got = log_root(c);
        MUST(merkle_root(merkle_tree_source(&tree), total, &want, err));
        CHECK(memcmp(&want, &got, sizeof want) == 0, "root");
        for (unsigned i = 0; i < total; i += total / 7 + 1) {
            Proof proof;
            Str entry;
            MUST(proof_make(arena, c, i, &proof, err));
            MUST(log_read(arena, c, i, &entry, err));
            CHECK_STR(entry, entry_text(arena, i));
            CHECK_INT(proof_verify(&proof, entry, case_key(c), NULL, NULL), OK, "proof");
        }
        case_close(c);
    }
    CHECK(os_exists(os_join(arena, str_of(dir), S("tile/2/000.p/1"))), "the third level has begun");
    CHECK(!os_exists(os_join(arena, str_of(dir), S("entries/000.p"))), "superseded bundles are gone");
}

/* What lies beyond the checkpoint is of no account and is cleared away. */
static void test_interrupted(Arena *arena, const char *folder)
{
    Dice dice = { 100 };
    Sealer sealer = { os_join(arena, str_of(folder), S("keys")), dice_random, &dice };
    char *dir = os_join(arena, str_of(folder), S("interrupted"));
    static const char *const left[] = { "entries/000.p/9", "tile/0/000.p/200", "tile/0/001", "entries/000",
                                        "entries/.new-abc", "objects/.new-def" };
    Case *c;

    MUST(case_create(dir, &sealer, err));
    MUST(case_open(dir, CASE_WRITE, &sealer, &c, err));
    for (unsigned i = 0; i < 3; i++)
        scratch_add(arena, c, i, NULL);
    MUST(log_commit(c, err));
    case_close(c);
    for (size_t i = 0; i < sizeof left / sizeof *left; i++)
        MUST(os_write_file(os_join(arena, str_of(dir), str_of(left[i])), S("half a tile"), 0600, NOT_DURABLE,
                           err));
    unlink(os_join(arena, str_of(dir), S("checkpoints/6")));
    VerifyCounts n = verify(dir);
    CHECK_INT(n.errors, 0, "leftovers are no errors");
    CHECK_INT(n.notes, 7, "each is noted");

    MUST(case_open(dir, CASE_READ, NULL, &c, err));
    CHECK_INT(log_size(c), 6, "a reader sees the checkpoint's state");
    for (uint64_t i = 0; i < 6; i++) {
        Entry entry;
        MUST(log_entry(arena, c, i, &entry, err));
    }
    Case *reader = c, *fresh;
    MUST(case_open(dir, CASE_READ, NULL, &fresh, err));
    MUST(case_open(dir, CASE_WRITE, &sealer, &c, err));
    n = verify(dir);
    CHECK_INT(n.errors + n.notes, 0, "the writer clears up");
    scratch_add(arena, c, 3, NULL);
    MUST(log_commit(c, err));
    Str entry;
    MUST(log_read(arena, reader, 5, &entry, err));
    MUST(log_read(arena, fresh, 5, &entry, err));     /* its bundle was replaced by a wider one */
    case_close(fresh);
    CHECK_INT(log_read(arena, reader, 6, &entry, NULL), ERR_NOT_FOUND, "not yet seen");
    MUST(case_refresh(reader, err));
    MUST(log_read(arena, reader, 6, &entry, err));
    case_close(reader);

    scratch_add(arena, c, 4, NULL);
    CHECK_INT(log_pending(c), 2, "pending");
    log_drop(c);
    CHECK_INT(log_pending(c), 0, "dropped");
    MUST(log_commit(c, err));
    CHECK_INT(log_size(c), 8, "nothing was added");
    case_close(c);
    n = verify(dir);
    CHECK_INT(n.errors, 0, "good");
    CHECK_INT(n.notes, 3, "object and two records of the dropped item");
}

static void test_refusals(Arena *arena, const char *folder)
{
    Dice dice = { 200 };
    Sealer sealer = { os_join(arena, str_of(folder), S("keys")), dice_random, &dice };
    Sealer elsewhere = { os_join(arena, str_of(folder), S("other-keys")), dice_random, &dice };
    char *dir = os_join(arena, str_of(folder), S("refusals"));
    Case *c, *second;
    Error why;

    CHECK_INT(case_open(dir, CASE_READ, NULL, &c, &why), ERR_NOT_FOUND, "no folder");
    CHECK_INT(case_open(folder, CASE_READ, NULL, &c, &why), ERR_NOT_FOUND, "no case");
    CHECK_INT(case_create(folder, &sealer, &why), ERR_REFUSED, "not empty");
    MUST(case_create(dir, &sealer, err));
    CHECK_INT(case_create(dir, &sealer, &why), ERR_REFUSED, "a case already");
    MUST(case_open(dir, CASE_WRITE, &sealer, &c, err));
    CHECK_INT(case_open(dir, CASE_WRITE, &sealer, &second, &why), ERR_REFUSED, "a second writer");
    CHECK(strstr(why.text, "another program is writing") != NULL, why.text);
    case_close(c);
    CHECK_INT(case_open(dir, CASE_WRITE, &elsewhere, &c, &why), ERR_REFUSED, "the key is elsewhere");
    MUST(case_open(dir, CASE_READ, NULL, &c, err));
    Sha256 id;
    CHECK_INT(object_put(c, S("x"), &id, NULL, &why), ERR_USAGE, "reading only");
    CHECK_INT(record_put(c, S("a b\n"), &id, &why), ERR_USAGE, "reading only");
    case_close(c);

    char *found, *inside = os_join(arena, str_of(dir), S("records"));
    MUST(case_find(arena, inside, &found, err));
    CHECK_STR(os_basename(str_of(found)), S("refusals"));
    CHECK_INT(case_find(arena, folder, &found, &why), ERR_NOT_FOUND, "none above");

    char *format = os_join(arena, str_of(dir), S("keys/format"));
    MUST(os_write_file(format, S("dokaz-case/v2\n"), 0600, NOT_DURABLE, err));
    CHECK_INT(case_open(dir, CASE_READ, NULL, &c, &why), ERR_BAD_INPUT, "newer");
    CHECK(strstr(why.text, "newer version") != NULL, why.text);

    char *parent = os_join(arena, str_of(folder), S("sub/of/it"));
    MUST(case_create(parent, &sealer, err));        /* makes the folders above */
    CHECK(case_is(parent), "made");
    char *half = os_join(arena, str_of(folder), S("half"));
    MUST(os_make_dirs(os_join(arena, str_of(half), S("keys")), 0700, err));
    MUST(os_write_file(os_join(arena, str_of(half), S(".new-case")), S(""), 0600, NOT_DURABLE, err));
    MUST(case_create(half, &sealer, err));          /* completes what a crash cut short */
    CHECK_INT(verify(half).notes, 0, "nothing is left of it");
}

static void test_objects(Arena *arena, const char *folder)
{
    Dice dice = { 300 };
    Sealer sealer = { os_join(arena, str_of(folder), S("keys")), dice_random, &dice };
    char *dir = os_join(arena, str_of(folder), S("objects-case"));
    char *file = os_join(arena, str_of(folder), S("original"));
    Sha256 id, again;
    int64_t size;
    bool is_new;
    Mapped mapped;
    Case *c;
    struct stat st;
    Error why;

    MUST(case_create(dir, &sealer, err));
    MUST(case_open(dir, CASE_WRITE, &sealer, &c, err));
    Str bytes = { arena_alloc(arena, 1700001), 1700001 };     /* more than one piece of the copy */
    MUST(os_write_file(file, bytes, 0600, NOT_DURABLE, err));
    MUST(object_put_file(c, file, &id, &size, &is_new, err));
    CHECK(is_new && size == 1700001, "written");
    MUST(object_put(c, bytes, &again, &is_new, err));
    CHECK(!is_new && memcmp(&id, &again, sizeof id) == 0, "there already");
    MUST(object_map(c, &id, OBJECT_HASHED, &mapped, err));
    CHECK_STR(mapped.bytes, bytes);
    os_unmap(&mapped);
    Str hex = hex_encode(arena, sha256_str(&id));
    const char *path = arena_printf(arena, "%s/objects/%.2s/" STR_FMT, dir, hex.ptr, STR_ARG(hex)).ptr;
    /* proves P2 */
    CHECK(stat(path, &st) == 0 && (st.st_mode & 0777) == 0400, "read-only");

    MUST(os_write_file(path, str_slice(bytes, 0, 9), 0400, NOT_DURABLE, err));
    CHECK_INT(object_map(c, &id, OBJECT_HASHED, &mapped, &why), ERR_CHECK, "damaged");
    MUST(object_put_file(c, file, &id, &size, &is_new, err));
    CHECK(is_new, "a damaged object is replaced");
    MUST(object_map(c, &id, OBJECT_HASHED, &mapped, err));
    os_unmap(&mapped);
    MUST(os_write_file(path, str_slice(bytes, 0, 9), 0400, NOT_DURABLE, err));
    MUST(object_put(c, bytes, &id, &is_new, err));
    CHECK(is_new, "a damaged object is replaced from memory too");
    MUST(object_put(c, S(""), &id, &is_new, err));
    MUST(object_map(c, &id, OBJECT_HASHED, &mapped, err));
    CHECK_INT(mapped.bytes.len, 0, "the empty file is an original like any other");
    os_unmap(&mapped);
    memset(&id, 7, sizeof id);
    CHECK_INT(object_map(c, &id, OBJECT_HASHED, &mapped, &why), ERR_NOT_FOUND, "none");
    CHECK_INT(object_put_file(c, folder, &id, &size, &is_new, &why), ERR_BAD_INPUT, "a folder");
    case_close(c);
    CHECK_INT(verify(dir).notes, 2, "objects without records are left over");
}

static void test_rollback(Arena *arena, const char *folder)
{
    Dice dice = { 400 };
    Sealer sealer = { os_join(arena, str_of(folder), S("keys")), dice_random, &dice };
    char *dir = os_join(arena, str_of(folder), S("rollback"));
    VerifyCounts n = { 0 };
    Case *c;

    MUST(case_create(dir, &sealer, err));
    MUST(case_open(dir, CASE_WRITE, &sealer, &c, err));
    scratch_add(arena, c, 1, NULL);
    MUST(log_commit(c, err));
    Str old = arena_str(arena, log_checkpoint(c)), old_bundle;
    char *bundle = os_join(arena, str_of(dir), S("entries/000.p/2"));
    MUST(os_read_file(arena, bundle, 1 << 20, &old_bundle, err));
    scratch_add(arena, c, 2, NULL);
    MUST(log_commit(c, err));
    Str new = arena_str(arena, log_checkpoint(c));
    case_close(c);

    MUST(verify_case(dir, &old, NULL, NULL, &n, err));
    CHECK_INT(n.errors, 0, "the log continues the remembered checkpoint");
    MUST(os_write_file(os_join(arena, str_of(dir), S("checkpoint")), old, 0600, NOT_DURABLE, err));
    MUST(os_write_file(bundle, old_bundle, 0600, NOT_DURABLE, err));
    MUST(verify_case(dir, NULL, NULL, NULL, &n, err));
    CHECK_INT(n.errors, 1, "checkpoint set back");
    unlink(os_join(arena, str_of(dir), S("checkpoints/4")));
    MUST(verify_case(dir, NULL, NULL, NULL, &n, err));
    CHECK_INT(n.errors, 0, "nothing in the case tells");
    MUST(verify_case(dir, &new, NULL, NULL, &n, err));
    /* proves P6 */
    CHECK_INT(n.errors, 1, "but one remembered checkpoint does");
}

static void change_byte(const char *path, long at)
{
    FILE *f = fopen(path, "r+b");

    fseek(f, at, SEEK_SET);
    int c = fgetc(f);
    fseek(f, at, SEEK_SET);
    fputc(c ^ 1, f);
    fclose(f);
}

/* Who reads without verifying is still told of damage on the way. */
static void test_damage(Arena *arena, const char *folder)
{
    Dice dice = { 700 };
    Sealer sealer = { os_join(arena, str_of(folder), S("keys")), dice_random, &dice };
    char *dir = os_join(arena, str_of(folder), S("damage"));
    char *bundle = os_join(arena, str_of(dir), S("entries/000.p/4"));
    char *tile = os_join(arena, str_of(dir), S("tile/0/000.p/4"));
    VerifyCounts n = { 0 };
    Str entry, whole;
    Case *c;

    MUST(case_create(dir, &sealer, err));
    MUST(case_open(dir, CASE_WRITE, &sealer, &c, err));
    scratch_add(arena, c, 1, NULL);
    MUST(log_commit(c, err));
    scratch_add(arena, c, 2, NULL);
    MUST(log_commit(c, err));
    case_close(c);

    change_byte(bundle, 30);
    MUST(case_open(dir, CASE_READ, NULL, &c, err));
    CHECK_INT(log_read(arena, c, 0, &entry, NULL), ERR_CHECK, "entry 0 was changed");
    MUST(log_read(arena, c, 1, &entry, err));
    case_close(c);
    change_byte(bundle, 30);
    change_byte(tile, 30);
    CHECK_INT(case_open(dir, CASE_READ, NULL, &c, NULL), ERR_CHECK, "the tiles do not give the root");
    change_byte(tile, 30);

    MUST(os_read_file(arena, bundle, 1 << 20, &whole, err));
    AUTO_STRBUF longer = { 0 };
    strbuf_add(&longer, whole);
    strbuf_char(&longer, 'x');
    MUST(os_write_file(bundle, strbuf_str(&longer), 0600, NOT_DURABLE, err));
    MUST(verify_case(dir, NULL, NULL, NULL, &n, err));
    CHECK_INT(n.errors, 1, "a bundle goes on after its entries");
    MUST(os_write_file(bundle, whole, 0600, NOT_DURABLE, err));
    CHECK_INT(rename(os_join(arena, str_of(dir), S("checkpoints/2")),
                     os_join(arena, str_of(dir), S("checkpoints/3"))), 0, "rename");
    MUST(verify_case(dir, NULL, NULL, NULL, &n, err));
    CHECK_INT(n.errors, 1, "a checkpoint of another size than its name");
}

/* Two continuations of one log, signed by one key: a checkpoint of the one convicts the other. */
static void test_fork(Arena *arena, const char *folder)
{
    Dice dice = { 500 };
    Sealer sealer = { os_join(arena, str_of(folder), S("keys")), dice_random, &dice };
    char *dir = os_join(arena, str_of(folder), S("fork"));
    char *other = os_join(arena, str_of(folder), S("fork-b"));
    VerifyCounts n = { 0 };
    Case *c;

    MUST(case_create(dir, &sealer, err));
    CHECK_INT(system(arena_printf(arena, "cp -a '%s' '%s'", dir, other).ptr), 0, "copy");
    MUST(case_open(other, CASE_WRITE, &sealer, &c, err));
    scratch_add(arena, c, 1, NULL);
    MUST(log_commit(c, err));
    Str theirs = arena_str(arena, log_checkpoint(c));
    case_close(c);
    MUST(case_open(dir, CASE_WRITE, &sealer, &c, err));
    scratch_add(arena, c, 2, NULL);
    MUST(log_commit(c, err));
    scratch_add(arena, c, 3, NULL);
    MUST(log_commit(c, err));
    case_close(c);
    MUST(verify_case(dir, NULL, NULL, NULL, &n, err));
    CHECK_INT(n.errors, 0, "good in itself");
    MUST(verify_case(dir, &theirs, NULL, NULL, &n, err));
    CHECK_INT(n.errors, 1, "another past than the remembered one");
    MUST(os_write_file(os_join(arena, str_of(dir), S("checkpoints/2")), theirs, 0600, NOT_DURABLE, err));
    MUST(verify_case(dir, NULL, NULL, NULL, &n, err));
    CHECK_INT(n.errors, 1, "a checkpoint of another past");
}

/* A tombstone says that the contents of an entry were destroyed: then they may be missing. */
static void test_erasure(Arena *arena, const char *folder)
{
    Dice dice = { 600 };
    Sealer sealer = { os_join(arena, str_of(folder), S("keys")), dice_random, &dice };
    char *dir = os_join(arena, str_of(folder), S("erasure"));
    VerifyCounts n = { 0 };
    AUTO_STRBUF erased = { 0 };
    Entry item;
    Record record;
    Sha256 id;
    uint64_t index;
    Case *c;

    MUST(case_create(dir, &sealer, err));
    MUST(case_open(dir, CASE_WRITE, &sealer, &c, err));
    scratch_add(arena, c, 1, NULL);
    MUST(log_commit(c, err));
    MUST(log_entry(arena, c, 0, &item, err));
    MUST(record_get(arena, c, &item.commit, &record, err));
    CHECK(hex_decode(record_value(&record, "sha256"), id.byte, sizeof id.byte), "the original");
    Str name = hex_encode(arena, sha256_str(&item.commit));
    MUST(object_erase(c, &id, err));
    unlink(arena_printf(arena, "%s/records/%.2s/" STR_FMT, dir, name.ptr, STR_ARG(name)).ptr);
    MUST(verify_case(dir, NULL, NULL, NULL, &n, err));
    CHECK_INT(n.errors, 1, "the record is missing");
    record_add_i64(&erased, "erases", 0);
    MUST(log_seal(c, ENTRY_TOMBSTONE, SCRATCH_TIME, strbuf_str(&erased), &index, err));
    MUST(log_commit(c, err));
    case_close(c);
    MUST(verify_case(dir, NULL, NULL, NULL, &n, err));
    /* proves P10 */
    CHECK_INT(n.errors, 0, "and may be");
}

int main(void)
{
    AUTO_ARENA arena = arena_create();
    char *folder = scratch_folder(arena);

    test_names(arena);
    test_growth(arena, folder);
    test_interrupted(arena, folder);
    test_refusals(arena, folder);
    test_objects(arena, folder);
    test_rollback(arena, folder);
    test_damage(arena, folder);
    test_fork(arena, folder);
    test_erasure(arena, folder);
    scratch_remove(folder);
    return test_end();
}
