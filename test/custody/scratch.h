/* scratch.h -- for seal's tests: a folder that goes away, fixed random numbers, a small case. */
#ifndef CUSTODY_SCRATCH_H
#define CUSTODY_SCRATCH_H

#include "base/auto.h"
#include "base/os.h"
#include "seal/disclosure.h"
#include "seal/object.h"

#include <dirent.h>
#include <stdio.h>
#include <sys/stat.h>

/* The same bytes in every run: SHA-256 of a counter. */
typedef struct Dice {
    uint64_t count;
} Dice;

static inline void dice_random(void *context, uint8_t *out, size_t size)
{
    Dice *dice = context;

    for (size_t i = 0; i < size; i++) {
        if (i % SHA256_SIZE == 0)
            dice->count++;
        out[i] = sha256((Str){ (const char *)&dice->count, sizeof dice->count }).byte[i % SHA256_SIZE];
    }
}

static inline void scratch_remove(const char *path)
{
    AUTO_ARENA arena = arena_create();
    struct stat st;

    if (lstat(path, &st) < 0)
        return;
    if (S_ISDIR(st.st_mode)) {
        DIR *d = opendir(path);
        for (struct dirent *e; d && (e = readdir(d)); )
            if (strcmp(e->d_name, ".") != 0 && strcmp(e->d_name, "..") != 0)
                scratch_remove(os_join(arena, str_of(path), str_of(e->d_name)));
        if (d)
            closedir(d);
        rmdir(path);
    } else {
        unlink(path);
    }
}

/* A fresh folder under TMPDIR; else in memory, where flushing costs nothing. */
static inline char *scratch_folder(Arena *arena)
{
    const char *tmp = getenv("TMPDIR");
    const char *at = tmp ? tmp : access("/dev/shm", W_OK) == 0 ? "/dev/shm" : "/tmp";
    char *path = (char *)arena_printf(arena, "%s/dokaz-test-XXXXXX", at).ptr;

    if (mkdtemp(path) == NULL) {
        perror(path);
        exit(3);
    }
    return path;
}

/* End the test with the reason when something that must work does not. */
#define MUST(call)                                                                       \
    do {                                                                                 \
        Error must_ = { 0 };                                                             \
        Error *err = &must_;                                                             \
        if ((call) != OK) {                                                              \
            fprintf(stderr, "%s:%d: %s: %s\n", __FILE__, __LINE__, #call, must_.text);   \
            exit(1);                                                                     \
        }                                                                                \
    } while (0)

#define SCRATCH_TIME 1795228200     /* 2026-11-21 */

static const char scratch_text[] =
    "First sentence of the report. The second names a person. The third says where.\n";
static const uint32_t scratch_ends[] = { 30, 47, 56, 58, 79 };
#define SCRATCH_PIECES 5

/* Seal one original, its text and its segmentation. `number` makes its bytes its own. */
static inline void scratch_add(Arena *arena, Case *c, unsigned number, Segmentation *seg)
{
    AUTO_STRBUF record = { 0 };
    Sha256 id, text_id;
    uint64_t index;
    Segmentation made;
    Str original = arena_printf(arena, "<p>%u</p>%s", number, scratch_text);

    MUST(object_put(c, original, &id, NULL, err));
    MUST(object_put(c, str_of(scratch_text), &text_id, NULL, err));
    record_add_hex(&record, "sha256", &id);
    record_add_i64(&record, "size", (int64_t)original.len);
    record_add(&record, "name", S("report \\ one\n.html"));
    MUST(log_seal(c, ENTRY_ITEM, SCRATCH_TIME, strbuf_str(&record), &index, err));
    MUST(segmentation_seal(arena, c, SCRATCH_TIME, index, &text_id, str_of(scratch_text), scratch_ends,
                           SCRATCH_PIECES, S("parser test\n"), &made, err));
    if (seg)
        *seg = made;
}

#endif
