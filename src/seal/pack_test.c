/* pack_test.c -- packs as tar sees them, cut off, damaged, erased from, and read while they grow. */
#include "seal/pack.h"

#include "check.h"
#include "custody/scratch.h"
#include "seal/object.h"
#include "seal/verify.h"

#include <stdio.h>

static void show(void *context, const Finding *f)
{
    (void)context;
    printf("%s %s: %s\n", f->kind == FINDING_ERROR ? "WRONG" : "note", f->path, f->what);
}

static VerifyCounts verify(const char *dir)
{
    VerifyCounts n = { 0 };

    MUST(verify_case(dir, NULL, show, NULL, &n, err));
    return n;
}

typedef struct Scene {
    Arena *arena;
    char  *top, *dir;
    Sealer sealer;
} Scene;

static Scene scene(Arena *arena)
{
    char *top = scratch_folder(arena);
    Scene s = { arena, top, os_join(arena, str_of(top), S("case")),
                sealer_of(os_join(arena, str_of(top), S("keys"))) };

    MUST(case_create(s.dir, &s.sealer, err));
    return s;
}

static Case *open_scene(const Scene *s, CaseMode mode)
{
    Case *c = NULL;

    MUST(case_open(s->dir, mode, &s->sealer, &c, err));
    return c;
}

static Str text_of(Arena *arena, unsigned i)
{
    return arena_printf(arena, "text number %u%*s", i, (int)(i * 97 % 1500), "");
}

static Sha256 put(Case *c, Str text)
{
    Sha256 id;
    AUTO_STRBUF record = { 0 };
    uint64_t index;

    MUST(object_put(c, text, &id, NULL, err));
    record_add_hex(&record, "sha256", &id);
    MUST(log_seal(c, ENTRY_ITEM, SCRATCH_TIME, strbuf_str(&record), &index, err));
    return id;
}

static bool has(Case *c, const Sha256 *id, Str text)
{
    Mapped m;

    if (object_map(c, id, OBJECT_HASHED, &m, NULL) != OK)
        return false;
    bool same = str_eq(m.bytes, text);
    os_unmap(&m);
    return same;
}

static char *pack_path(const Scene *s, unsigned number)
{
    return os_join(s->arena, str_of(s->dir), str_of(pack_name(s->arena, number)));
}

static Str slurp(const Scene *s, const char *path)
{
    Str bytes;

    MUST(os_read_file(s->arena, path, 1 << 28, &bytes, err));
    return bytes;
}

#define COUNT 300

/* proves P63 */
static void test_as_tar(Arena *arena)
{
    Scene s = scene(arena);
    Case *c = open_scene(&s, CASE_WRITE);
    Sha256 ids[COUNT];

    for (unsigned i = 0; i < COUNT; i++)
        ids[i] = put(c, text_of(arena, i));
    MUST(log_commit(c, err));
    case_close(c);
    c = open_scene(&s, CASE_READ);
    for (unsigned i = 0; i < COUNT; i++)
        CHECK(has(c, &ids[i], text_of(arena, i)), "read back");
    case_close(c);
    CHECK_INT(verify(s.dir).errors, 0, "as it was sealed");

    Str command = arena_printf(arena, "cd %s && [ $(tar -tf packs/000001.tar | wc -l) = %d ] && mkdir out && "
                               "tar -C out -xf packs/000001.tar && cd out/objects && "
                               "for f in */*; do echo \"$(basename $f)  $f\"; done | sha256sum --check --quiet", s.dir,
                               COUNT);
    CHECK_INT(system(command.ptr), 0, "tar and sha256sum read a pack");
    /* Cut off anywhere, tar still gives what is whole. */
    command = arena_printf(arena, "cd %s && head -c 100000 packs/000001.tar > cut.tar; tar -tf cut.tar 2>/dev/null | "
                           "wc -l | { read n; [ $n -gt 50 ]; }", s.dir);
    CHECK_INT(system(command.ptr), 0, "a pack that is cut off");
    scratch_remove(s.top);
}

/* What an interrupted writer left is cut off by the next; what was sealed stays. */
static void test_recovery(Arena *arena)
{
    Scene s = scene(arena);
    Case *c = open_scene(&s, CASE_WRITE);
    Sha256 first = put(c, S("the first")), lost;

    MUST(log_commit(c, err));
    size_t sealed = slurp(&s, pack_path(&s, 1)).len;
    lost = put(c, S("never committed"));
    case_close(c);                              /* as a kill would */
    CHECK(slurp(&s, pack_path(&s, 1)).len > sealed, "the pack has a tail");
    VerifyCounts n = verify(s.dir);
    CHECK_INT(n.errors, 0, "a tail is no damage");
    CHECK(n.notes > 0, "and is told of");

    Str tail = arena_printf(arena, "head -c 700 /dev/urandom >> %s", pack_path(&s, 1));
    CHECK_INT(system(tail.ptr), 0, "garbage behind it");
    CHECK_INT(verify(s.dir).errors, 0, "garbage beyond what was sealed is no damage");
    c = open_scene(&s, CASE_WRITE);
    CHECK_INT(slurp(&s, pack_path(&s, 1)).len, sealed, "cut back to what was sealed");
    CHECK(has(c, &first, S("the first")), "what was sealed is there");
    CHECK(!object_is(c, &lost), "what was not is gone");
    put(c, S("the second"));
    MUST(log_commit(c, err));
    case_close(c);
    CHECK_INT(verify(s.dir).errors, 0, "whole again");

    /* Without packs/sealed nothing may be cut: a new pack is begun. */
    CHECK_INT(system(arena_printf(arena, "printf x >> %s/packs/sealed", s.dir).ptr), 0, "damaged");
    CHECK(verify(s.dir).errors == 1, "a damaged packs/sealed is told of");
    c = open_scene(&s, CASE_WRITE);
    Sha256 third = put(c, S("the third"));
    MUST(log_commit(c, err));
    CHECK(has(c, &first, S("the first")) && has(c, &third, S("the third")), "all are there");
    CHECK(os_exists(pack_path(&s, 2)), "in a pack of its own");
    case_close(c);
    CHECK_INT(verify(s.dir).errors, 0, "whole, and packs/sealed good again");
    /* Nor when it is lost. */
    CHECK_INT(system(arena_printf(arena, "rm %s/packs/sealed", s.dir).ptr), 0, "lost");
    CHECK_INT(verify(s.dir).errors, 1, "a lost packs/sealed is told of");
    c = open_scene(&s, CASE_WRITE);
    Sha256 fourth = put(c, S("the fourth"));
    MUST(log_commit(c, err));
    CHECK(has(c, &first, S("the first")) && has(c, &third, S("the third")) && has(c, &fourth, S("the fourth")),
          "all are there");
    case_close(c);
    CHECK_INT(verify(s.dir).errors, 0, "whole, and packs/sealed there again");
    scratch_remove(s.top);
}

/* Every byte of a pack counts: header, data, padding. */
static void test_flips(Arena *arena)
{
    Scene s = scene(arena);
    Case *c = open_scene(&s, CASE_WRITE);
    char *path = pack_path(&s, 1);

    for (unsigned i = 0; i < 3; i++)
        put(c, text_of(arena, i));
    MUST(log_commit(c, err));
    case_close(c);
    Str bytes = slurp(&s, path);
    char *changed = arena_cstr(arena, bytes);
    for (size_t at = 0; at < bytes.len; at += 7) {
        changed[at] ^= (char)(1 << at % 8);
        MUST(os_write_file(path, (Str){ changed, bytes.len }, 0600, NOT_DURABLE, err));
        VerifyCounts n = { 0 };
        MUST(verify_case(s.dir, NULL, NULL, NULL, &n, err));
        CHECK(n.errors > 0, arena_printf(arena, "byte %zu", at).ptr);
        changed[at] ^= (char)(1 << at % 8);
    }
    MUST(os_write_file(path, bytes, 0600, NOT_DURABLE, err));
    CHECK_INT(verify(s.dir).errors, 0, "put back");

    /* A damaged header hides its own member alone; adding the bytes again mends the case. */
    changed[0] = 'x';
    MUST(os_write_file(path, (Str){ changed, bytes.len }, 0600, NOT_DURABLE, err));
    c = open_scene(&s, CASE_WRITE);
    Sha256 first = sha256(text_of(arena, 0)), second = sha256(text_of(arena, 1)), again;
    CHECK(!object_is(c, &first) && has(c, &second, text_of(arena, 1)), "the others are found");
    MUST(object_put(c, text_of(arena, 0), &again, NULL, err));
    put(c, S("so that there is something to commit"));
    MUST(log_commit(c, err));
    CHECK(has(c, &first, text_of(arena, 0)), "it is there again");
    case_close(c);
    scratch_remove(s.top);
}

/* A reader that was open before sees what is added, and after an erasure nothing of what was erased. */
static void test_erase(Arena *arena)
{
    Scene s = scene(arena);
    Case *w = open_scene(&s, CASE_WRITE), *r = open_scene(&s, CASE_READ);
    Sha256 keep = put(w, S("to be kept")), erase = put(w, S("to be erased")), later;

    MUST(log_commit(w, err));
    MUST(case_refresh(r, err));
    CHECK(has(r, &keep, S("to be kept")) && has(r, &erase, S("to be erased")), "a reader sees them");
    MUST(object_erase(w, &erase, err));
    CHECK(!object_is(w, &erase) && has(w, &keep, S("to be kept")), "gone, and the other is not");
    CHECK(!has(r, &erase, S("to be erased")) && has(r, &keep, S("to be kept")), "for the reader too");
    CHECK_INT(system(arena_printf(arena, "grep -rq 'to be erased' %s", s.dir).ptr) != 0, 1, "in no byte of the case");
    later = put(w, S("later"));
    MUST(log_commit(w, err));
    CHECK(has(r, &later, S("later")), "a reader finds what was added since");
    MUST(object_erase(w, &erase, err));
    case_close(r);
    case_close(w);
    w = open_scene(&s, CASE_WRITE);
    CHECK(has(w, &keep, S("to be kept")) && has(w, &later, S("later")), "after opening again");
    case_close(w);
    VerifyCounts n = verify(s.dir);
    CHECK_INT(n.errors, 1, "no tombstone names it here, so it is missed, and nothing else is");
    scratch_remove(s.top);
}

/* Just below, at and above the size that goes into a pack. */
static void test_sizes(Arena *arena)
{
    Scene s = scene(arena);
    Case *c = open_scene(&s, CASE_WRITE);
    static const size_t sizes[] = { 0, 1, 511, 512, 513, PACK_OBJECT_MAX - 1, PACK_OBJECT_MAX, PACK_OBJECT_MAX + 1 };
    char *bytes = arena_alloc(arena, PACK_OBJECT_MAX + 1);

    memset(bytes, 'x', PACK_OBJECT_MAX + 1);
    for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++) {
        Str text = { bytes, sizes[i] };
        Sha256 id = put(c, text);
        CHECK(has(c, &id, text), "read back");
    }
    MUST(log_commit(c, err));
    case_close(c);
    VerifyCounts n = verify(s.dir);
    CHECK_INT(n.errors, 0, "all sizes");
    CHECK_INT(n.objects, 8, "all are there");
    scratch_remove(s.top);
}

int main(void)
{
    AUTO_ARENA arena = arena_create();

    test_as_tar(arena);
    test_recovery(arena);
    test_flips(arena);
    test_erase(arena);
    test_sizes(arena);
    return test_end();
}
