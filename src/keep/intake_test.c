/* intake_test.c -- files of every kind go into a case; records lead back to what they were. */
#include "keep/intake.h"

#include "base/auto.h"
#include "check.h"
#include "keep/extract.h"
#include "seal/object.h"

#include <limits.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

typedef struct Heard {
    KeepItem    items[32];
    size_t      count, troubles;
    const char *known;          /* real path that the cache knows */
    bool        occurs;
} Heard;

static bool known(void *context, const KeepItem *file)
{
    Heard *h = context;
    return h->known && strcmp(h->known, file->real_path) == 0;
}

static bool occurs(void *context, const KeepItem *file)
{
    Heard *h = context;

    for (size_t i = 0; i < h->count; i++)
        if (strcmp(h->items[i].document, file->document) == 0 && str_eq(h->items[i].path, file->path))
            return true;
    return h->occurs;
}

static Status sealed(void *context, const KeepItem *item, Error *err)
{
    Heard *h = context;

    (void)err;
    if (h->count < 32)
        h->items[h->count++] = *item;
    return OK;
}

static void trouble(void *context, const char *path, const char *why)
{
    Heard *h = context;

    (void)path;
    (void)why;
    h->troubles++;
}

static void put(Arena *a, const char *folder, const char *name, Str bytes)
{
    Error err = { 0 };
    CHECK_INT(os_write_file(os_join(a, str_of(folder), str_of(name)), bytes, 0600, NOT_DURABLE, &err), OK, err.text);
}

static const KeepItem *item_at(const Heard *h, const char *path)
{
    for (size_t i = 0; i < h->count; i++)
        if (str_eq(h->items[i].path, str_of(path)))
            return &h->items[i];
    CHECK(false, path);
    return &h->items[0];
}

/* What kept the parser in stands beside what it found, and beside its refusal. */
static void test_box(Arena *a, Case *c)
{
    Entry entry;
    Record record;
    Extract x;
    Error err = { 0 };

    /* proves P138 */
    CHECK_INT(keep_refuse(c, 4000, 3, S("html/1"), S("HTML: the parser crashed"), NULL, &err), OK, err.text);
    CHECK_INT(log_commit(c, &err), OK, err.text);
    CHECK_INT(log_entry(a, c, log_size(c) - 1, &entry, &err), OK, err.text);
    CHECK_INT(record_get(a, c, &entry.commit, &record, &err), OK, err.text);
    CHECK_STR(record_value(&record, "box"), str_of(box_strength()));
    CHECK_STR(record_value(&record, "reason"), S("HTML: the parser crashed"));
    CHECK_INT(keep_extract(a, S("<p>Six people."), &(ExtractAsk){ .path = S("a.html") }, &x, &err), OK, err.text);
    CHECK_STR(x.box, str_of(box_strength()));
    CHECK_INT(keep_extract(a, S("Six people."), &(ExtractAsk){ .path = S("a.txt") }, &x, &err), OK, err.text);
    CHECK(x.box.ptr == NULL, "plain text needs none");
}

static void test_intake(Arena *a, const char *root)
{
    Error err = { 0 };
    char *in = os_join(a, str_of(root), S("in")), *dir = os_join(a, str_of(root), S("case"));
    char *sub = os_join(a, str_of(in), S("sub")), *loop = os_join(a, str_of(sub), S("loop"));
    char *keys = os_join(a, str_of(root), S("keys")), *a_txt = os_join(a, str_of(in), S("a.txt"));
    Sealer sealer = sealer_of(keys);
    Sources sources;
    Case *c;
    Heard h = { 0 };
    KeepHooks hooks = { .known = known, .occurs = occurs, .sealed = sealed, .trouble = trouble, .context = &h };
    KeepCounts counts = { 0 };
    const char *paths[] = { in };

    CHECK_INT(os_make_dirs(sub, 0700, &err), OK, err.text);
    put(a, in, "a.txt", S("Six people were killed."));
    put(a, sub, "copy.txt", S("Six people were killed."));
    put(a, in, "empty.txt", S(""));
    put(a, in, "photo.jpg", S("\xFF\xD8\xFF\xE0 jpeg"));
    put(a, in, "odd\xFF\tname.txt", S("Words."));
    CHECK(symlink("..", loop) == 0, "a loop of folders");
    CHECK(symlink("nowhere", os_join(a, str_of(in), S("dangling"))) == 0, "a link to nothing");
    CHECK_INT(sources_parse(a, S("file\tpublisher\tauthors\na.txt\tPaper\tAnn; Bo\n"), S("t"), &sources, &err), OK,
              err.text);
    CHECK_INT(case_create(dir, &sealer, &err), OK, err.text);
    CHECK_INT(case_open(dir, CASE_WRITE, &sealer, &c, &err), OK, err.text);
    CHECK_INT(keep_intake(a, c, paths, 1, &sources, S("by hand"), 1000, &hooks, &counts, &err), OK, err.text);
    CHECK_INT(log_commit(c, &err), OK, err.text);

    CHECK_INT(counts.files, 5, "files");
    CHECK_INT(counts.sealed, 5, "sealed");
    CHECK_INT(counts.new_objects, 4, "one copy");
    /* proves P1 */
    CHECK_INT(counts.unread, 1, "unread");
    CHECK_INT(h.troubles, 2, "links");
    const KeepItem *first = item_at(&h, "a.txt"), *copy = item_at(&h, "sub/copy.txt");
    CHECK_STR(str_of(first->document), str_of(copy->document));
    CHECK(!copy->new_object && first->new_object, "the same bytes are one object");
    CHECK_STR(first->given.publisher, S("Paper"));
    CHECK_STR(copy->given.received_from, S("by hand"));
    CHECK(!item_at(&h, "photo.jpg")->unread.ptr, "a picture has a reader");
    CHECK_STR(item_at(&h, "empty.txt")->unread, S("the file is empty"));
    item_at(&h, "odd??name.txt");

    /* Back from the log. */
    for (size_t i = 0; i < h.count; i++) {
        Entry entry;
        Record record;
        KeepItem item;
        CHECK_INT(log_entry(a, c, h.items[i].log_index, &entry, &err), OK, err.text);
        CHECK_INT(entry.type, ENTRY_ITEM, "type");
        CHECK_INT(record_get(a, c, &entry.commit, &record, &err), OK, err.text);
        CHECK_INT(keep_item_of_record(a, &record, &item, &err), OK, err.text);
        CHECK_STR(str_of(item.document), str_of(h.items[i].document));
        CHECK_STR(item.path, h.items[i].path);
        CHECK_STR(item.media_type, h.items[i].media_type);
        CHECK_STR(item.unread, h.items[i].unread);
        CHECK_STR(item.given.publisher, h.items[i].given.publisher);
        CHECK_INT(item.given.author_count, h.items[i].given.author_count, "authors");
        CHECK_INT(item.size, h.items[i].size, "size");
    }

    /* Again: nothing; a touched file: nothing; a changed one: a new version beside the old. */
    uint64_t size = log_size(c);
    char real[PATH_MAX];
    h.known = realpath(a_txt, real);
    put(a, in, "a.txt", S("Seven people were killed."));    /* the cache is believed: not even looked at */
    CHECK_INT(keep_intake(a, c, paths, 1, &sources, STR_NONE, 2000, &hooks, &counts, &err), OK, err.text);
    /* proves P12 */
    CHECK_INT(log_pending(c), 0, "nothing new");
    CHECK_INT(counts.unchanged, 5, "unchanged");
    h.known = NULL;
    CHECK_INT(keep_intake(a, c, paths, 1, &sources, STR_NONE, 3000, &hooks, &counts, &err), OK, err.text);
    CHECK_INT(log_pending(c), 1, "one new version");
    CHECK_INT(log_commit(c, &err), OK, err.text);
    CHECK_INT(log_size(c), size + 1, "log");
    CHECK(object_is(c, &first->id), "the old version stays");

    test_box(a, c);
    const char *inside[] = { dir }, *missing[] = { os_join(a, str_of(in), S("none")) };
    CHECK_INT(keep_intake(a, c, inside, 1, NULL, STR_NONE, 5000, &hooks, &counts, &err), ERR_USAGE, "the case itself");
    CHECK_INT(keep_intake(a, c, missing, 1, NULL, STR_NONE, 5000, &hooks, &counts, &err), ERR_NOT_FOUND, "missing");
    case_close(c);
}

int main(void)
{
    AUTO_ARENA a = arena_create();
    char root[] = "/tmp/dokaz-intake-XXXXXX";

    CHECK(mkdtemp(root) != NULL, "folder");
    test_intake(a, root);
    char *remove = arena_cstr(a, arena_printf(a, "rm -rf %s", root));
    CHECK_INT(system(remove), 0, root);
    return test_end();
}
