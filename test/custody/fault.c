/* fault.c -- each system call of making a case and adding to it fails once, then all from there on:
 * a clean error, nothing lost, nothing half-written that verify would take for damage, and the next
 * run completes. SQLite's method: the n-th operation fails, until a run meets no failure any more.
 *
 * The calls are replaced at link time (-Wl,--wrap), so no library is disturbed but ours.
 */
#include "check.h"
#include "custody/scratch.h"
#include "seal/erase.h"
#include "seal/verify.h"

#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>

typedef enum Mode { FAIL_ONCE, FAIL_FROM_HERE, INTERRUPT_ONCE, SHORT_WRITES, MODES } Mode;
static const char *const mode_names[MODES] = { "once", "from here on", "interrupted once", "short writes" };

static struct {
    bool armed, hit;
    bool unlinks;       /* also strike unlink */
    Mode mode;
    long countdown;     /* calls until one fails */
    char order[4096];   /* what was named and flushed while armed, a letter each */
    size_t ordered;
} fault;

/* Does this call fail? */
static bool strikes(void)
{
    if (!fault.armed || fault.mode == SHORT_WRITES)
        return false;
    fault.countdown--;
    if (fault.countdown > 0 || (fault.countdown < 0 && fault.mode != FAIL_FROM_HERE))
        return false;
    fault.hit = true;
    errno = fault.mode == INTERRUPT_ONCE ? EINTR : fault.mode == FAIL_FROM_HERE ? ENOSPC : EIO;
    return true;
}

ssize_t __real_write(int fd, const void *bytes, size_t size);
ssize_t __wrap_write(int fd, const void *bytes, size_t size);
ssize_t __wrap_write(int fd, const void *bytes, size_t size)
{
    bool halve = fault.armed && fault.mode == SHORT_WRITES && size > 1;

    return strikes() ? -1 : __real_write(fd, bytes, halve ? size / 2 : size);
}

#define WRAP(type, name, parameters, arguments)                                          \
    type __real_##name parameters;                                                       \
    type __wrap_##name parameters;                                                       \
    type __wrap_##name parameters { return strikes() ? -1 : __real_##name arguments; }

WRAP(ssize_t, pwrite, (int fd, const void *bytes, size_t size, off_t at), (fd, bytes, size, at))
WRAP(ssize_t, read, (int fd, void *bytes, size_t size), (fd, bytes, size))
WRAP(int, fsync, (int fd), (fd))
WRAP(int, fchmod, (int fd, mode_t mode), (fd, mode))
WRAP(int, mkostemp, (char *path, int flags), (path, flags))
WRAP(int, mkdir, (const char *path, mode_t mode), (path, mode))
WRAP(int, flock, (int fd, int how), (fd, how))

/* Only where destroying is the work; elsewhere it is what cleans up behind a failure. */
int __real_unlink(const char *path);
int __wrap_unlink(const char *path);
int __wrap_unlink(const char *path)
{
    return fault.unlinks && strikes() ? -1 : __real_unlink(path);
}

static void note_order(char letter)
{
    if (fault.armed && fault.ordered < sizeof fault.order - 1) {
        fault.order[fault.ordered++] = letter;
        fault.order[fault.ordered] = '\0';
    }
}

int __real_syncfs(int fd);
int __wrap_syncfs(int fd);
int __wrap_syncfs(int fd)
{
    note_order('S');
    return strikes() ? -1 : __real_syncfs(fd);
}

/* Named: a large object (o), the length of the packs (p), a bundle (e), a tile (t), the checkpoint (C), its copy (c). */
int __real_rename(const char *from, const char *to);
int __wrap_rename(const char *from, const char *to);
int __wrap_rename(const char *from, const char *to)
{
    static const struct { const char *part; char letter; } letters[] = {
        { "/objects/", 'o' }, { "/packs/", 'p' }, { "/entries/", 'e' }, { "/tile/", 't' },
        { "/checkpoints/", 'c' }, { "/checkpoint", 'C' },
    };

    if (strikes() || __real_rename(from, to) < 0)
        return -1;
    for (size_t i = 0; i < sizeof letters / sizeof *letters; i++)
        if (strstr(to, letters[i].part)) {
            note_order(letters[i].letter);
            break;
        }
    return 0;
}

int __real_open(const char *path, int flags, ...);
int __wrap_open(const char *path, int flags, ...);
int __wrap_open(const char *path, int flags, ...)
{
    va_list args;

    va_start(args, flags);
    mode_t mode = flags & O_CREAT ? va_arg(args, mode_t) : 0;
    va_end(args);
    return strikes() ? -1 : __real_open(path, flags, mode);
}

typedef struct Folder {
    char  *dir, *original;
    Sealer sealer;
} Folder;

/* Add one item with its segmentation and commit; *size is what the log then holds. */
static Status add(Arena *arena, Folder *f, uint64_t *size, Error *err)
{
    AUTO_STRBUF record = { 0 };
    Sha256 id, text_id;
    Segmentation seg;
    uint64_t index;
    Case *c;
    Status status = case_open(f->dir, CASE_WRITE, &f->sealer, &c, err);

    if (status != OK)
        return status;
    status = object_put_file(c, f->original, &id, NULL, NULL, err);
    if (status == OK)
        status = object_put(c, str_of(scratch_text), &text_id, NULL, err);
    if (status == OK) {
        record_add_hex(&record, "sha256", &id);
        status = log_seal(c, ENTRY_ITEM, SCRATCH_TIME, strbuf_str(&record), &index, err);
    }
    if (status == OK)
        status = segmentation_seal(arena, c, SCRATCH_TIME, index, &text_id, str_of(scratch_text),
                                   scratch_ends, SCRATCH_PIECES, S(""), &seg, err);
    if (status == OK)
        status = log_commit(c, err);
    *size = log_size(c);
    case_close(c);
    return status;
}

static void print_error(void *context, const Finding *f)
{
    if (f->kind == FINDING_ERROR)
        fprintf(stderr, "%s: WRONG %s: %s\n", (const char *)context, f->path, f->what);
}

static int64_t verified_entries(const Folder *f, const char *about)
{
    VerifyCounts n = { 0 };

    MUST(verify_case(f->dir, NULL, print_error, (void *)about, &n, err));
    CHECK_INT(n.errors, 0, about);
    return n.entries;
}

/* One run with the n-th call failing; true when there was no n-th call any more. */
static bool one_run(Mode mode, long n)
{
    AUTO_ARENA arena = arena_create();
    char *top = scratch_folder(arena), *keys = os_join(arena, str_of(top), S("keys"));
    Folder f = { os_join(arena, str_of(top), S("case")), os_join(arena, str_of(top), S("original")),
                 sealer_of(keys) };
    Str about = arena_printf(arena, "%s, call %ld", mode_names[mode], n);
    uint64_t sizes[3] = { 0 };
    Error why = { 0 };

    MUST(os_write_file(f.original, S("bytes of an original"), 0600, NOT_DURABLE, err));
    fault.mode = mode;
    fault.countdown = n;
    fault.hit = false;
    fault.armed = true;
    Status made = case_create(f.dir, &f.sealer, &why);
    Status first = made == OK ? add(arena, &f, &sizes[0], &why) : OK;
    Status second = made == OK && first == OK ? add(arena, &f, &sizes[1], &why) : OK;
    fault.armed = false;
    bool failed = made != OK || first != OK || second != OK;
    CHECK(!failed || (fault.hit && why.text[0]), about.ptr);
    CHECK(mode != SHORT_WRITES || !failed, about.ptr);

    if (case_is(f.dir)) {
        uint64_t told = second == OK && sizes[1] ? sizes[1] : first == OK ? sizes[0] : 0;
        CHECK(verified_entries(&f, about.ptr) >= (int64_t)told, about.ptr);
    } else {
        CHECK(!os_exists(f.dir) || mode == FAIL_FROM_HERE || made != OK, about.ptr);
        MUST(case_create(f.dir, &f.sealer, err));
    }
    MUST(add(arena, &f, &sizes[2], err));
    CHECK_INT(verified_entries(&f, about.ptr), sizes[2], "the next run completes");
    scratch_remove(top);
    return !fault.hit;
}

/* Erase the item at entry 0, whose bytes are its own. */
static Status erase(Arena *arena, Folder *f, Error *err)
{
    Erasure plan;
    uint64_t index;
    Case *c;
    Status status = case_open(f->dir, CASE_WRITE, &f->sealer, &c, err);

    if (status != OK)
        return status;
    status = erase_plan_item(arena, c, 0, &plan, err);
    if (status == OK)
        status = erase_seal(c, SCRATCH_TIME, &plan, S("withdrawn"), &index, err);
    if (status == OK)
        status = erase_complete(c, err);
    case_close(c);
    return status;
}

/* Is the original of entry 0 there, and its record? Both or neither. */
static bool is_there(Arena *arena, Folder *f, const char *about)
{
    Sha256 id = sha256(S("bytes to be erased"));
    Mapped bytes;
    Entry entry;
    Record record;
    Case *c;

    MUST(case_open(f->dir, CASE_READ, NULL, &c, err));
    MUST(log_entry(arena, c, 0, &entry, err));
    bool has_record = record_get(arena, c, &entry.commit, &record, NULL) == OK;
    bool has_bytes = object_map(c, &id, OBJECT_HASHED, &bytes, NULL) == OK;
    if (has_bytes)
        os_unmap(&bytes);
    CHECK(has_record == has_bytes, about);
    case_close(c);
    return has_bytes;
}

/* An erasure with the n-th call failing: when its tombstone stands the next writer completes it, else nothing
 * is gone. Another item, with the same text, is whole in any case. */
static bool one_erasure(Mode mode, long n)
{
    AUTO_ARENA arena = arena_create();
    char *top = scratch_folder(arena);
    Folder f = { os_join(arena, str_of(top), S("case")), os_join(arena, str_of(top), S("original")),
                 sealer_of(os_join(arena, str_of(top), S("keys"))) };
    Str about = arena_printf(arena, "erasure, %s, call %ld", mode_names[mode], n);
    uint64_t before, after;
    Error why = { 0 };

    MUST(os_write_file(f.original, S("bytes to be erased"), 0600, NOT_DURABLE, err));
    MUST(case_create(f.dir, &f.sealer, err));
    MUST(add(arena, &f, &before, err));
    MUST(os_write_file(f.original, S("other bytes"), 0600, NOT_DURABLE, err));
    MUST(add(arena, &f, &before, err));
    fault.mode = mode;
    fault.countdown = n;
    fault.hit = false;
    fault.armed = fault.unlinks = true;
    Status erased = erase(arena, &f, &why);
    fault.armed = fault.unlinks = false;
    CHECK(erased == OK || (fault.hit && why.text[0]), about.ptr);
    bool sealed = verified_entries(&f, about.ptr) > (int64_t)before;
    CHECK(erased != OK || sealed, about.ptr);

    MUST(add(arena, &f, &after, err));          /* the next writer */
    CHECK_INT(after, before + sealed + 2, about.ptr);
    /* proves P104 */
    CHECK(is_there(arena, &f, about.ptr) == !sealed, about.ptr);
    CHECK(!os_exists(os_join(arena, str_of(f.dir), S(ERASING))), about.ptr);
    CHECK_INT(verified_entries(&f, about.ptr), after, "whole afterwards");
    scratch_remove(top);
    return !fault.hit;
}

/* Each kind is flushed before the next is named, so that no power cut leaves a checkpoint whose
 * entries, or an entry whose original, did not reach the disk. */
static void test_order(void)
{
    AUTO_ARENA arena = arena_create();
    char *top = scratch_folder(arena);
    Folder f = { os_join(arena, str_of(top), S("case")), os_join(arena, str_of(top), S("original")),
                 sealer_of(os_join(arena, str_of(top), S("keys"))) };
    uint64_t size;

    MUST(os_write_file(f.original, S("bytes of an original"), 0600, NOT_DURABLE, err));
    MUST(case_create(f.dir, &f.sealer, err));
    fault.mode = SHORT_WRITES;
    fault.armed = true;
    MUST(add(arena, &f, &size, err));
    fault.armed = false;
    CHECK_STR(str_of(fault.order), S("SpeStSCc"));
    scratch_remove(top);
}

/* proves P4 */
/* verify_case never says that all is well when it could not look at all of it. */
static void test_looking(Mode mode)
{
    AUTO_ARENA arena = arena_create();
    char *top = scratch_folder(arena);
    Folder f = { os_join(arena, str_of(top), S("case")), os_join(arena, str_of(top), S("original")),
                 sealer_of(os_join(arena, str_of(top), S("keys"))) };
    VerifyCounts whole = { 0 };
    uint64_t size;
    long n = 0;

    MUST(os_write_file(f.original, S("bytes of an original"), 0600, NOT_DURABLE, err));
    MUST(case_create(f.dir, &f.sealer, err));
    MUST(add(arena, &f, &size, err));
    MUST(verify_case(f.dir, NULL, NULL, NULL, &whole, err));
    do {
        VerifyCounts got = { 0 };
        fault.mode = mode;
        fault.countdown = ++n;
        fault.hit = false;
        fault.armed = true;
        Status status = verify_case(f.dir, NULL, NULL, NULL, &got, NULL);
        fault.armed = false;
        CHECK(status != OK || got.errors || memcmp(&got, &whole, sizeof got) == 0,
              arena_printf(arena, "verify, %s, call %ld", mode_names[mode], n));
    } while (fault.hit);
    printf("verify, %s: %ld calls\n", mode_names[mode], n - 1);
    CHECK(mode == SHORT_WRITES || n > 20, "calls were met");
    scratch_remove(top);
}

int main(void)
{
    test_order();
    for (Mode mode = 0; mode < MODES; mode++) {
        long n = 1;
        while (!one_run(mode, n) && test_failures == 0)
            n++;
        printf("%s: %ld calls\n", mode_names[mode], n - 1);
        CHECK(mode == SHORT_WRITES || n > 50, "calls were met");
        for (n = 1; !one_erasure(mode, n) && test_failures == 0; )
            n++;
        printf("erasure, %s: %ld calls\n", mode_names[mode], n - 1);
        CHECK(mode == SHORT_WRITES || n > 50, "calls were met");
        test_looking(mode);
    }
    return test_end();
}
