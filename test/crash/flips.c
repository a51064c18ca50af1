/* flips.c -- one flipped bit anywhere in a case: is it found, and is the file named? A row for each kind of byte.
 *
 *     flips [EACH] [SEED]      EACH flips of every kind
 *
 * The case is checked unharmed after every tenth flip too: no alarm then. index.db is derived and left out
 * (index.py), as is the lock.
 */
#include "base/vec.h"
#include "check.h"
#include "custody/scratch.h"
#include "seal/parity.h"
#include "seal/verify.h"

typedef enum Kind {
    NOTE_TEXT, NOTE_SIGNATURE, TILE, ENTRY_LENGTH, ENTRY_BODY, PACK_HEADER, PACK_BODY, PACK_PADDING, PACK_SEALED, OBJECT,
    RECORD_HEAD, RECORD_TEXT, KEYS, POLICY, FORMAT, STAMPS, WITNESS, PARITY_HEAD, PARITY_REST, KINDS
} Kind;
static const char *const kind_names[KINDS] = {
    "checkpoint, text", "checkpoint, signature", "tile", "entry, length", "entry, body", "pack, header of a member",
    "pack, bytes of a member", "pack, padding and end", "packs/sealed", "object", "record, salt", "record, text", "keys", "policy",
    "format", "stamps", "witness", "parity, headers and index", "parity, blocks",
};

typedef struct Range {
    char  *path;            /* below the case */
    size_t from, to;
} Range;

typedef struct Bench {
    Arena  *arena;
    char   *top, *dir;
    Dice    dice;
    VEC(Range) ranges[KINDS];
    size_t  sizes[KINDS];   /* bytes of each kind */
} Bench;

static uint64_t draw(Bench *b, uint64_t below)
{
    uint64_t n;

    dice_random(&b->dice, (uint8_t *)&n, sizeof n);
    return n % below;
}

static void add_range(Bench *b, Kind kind, char *path, size_t from, size_t to)
{
    if (to <= from)
        return;
    vec_push(b->arena, &b->ranges[kind], (Range){ path, from, to });
    b->sizes[kind] += to - from;
}

/* ---- which byte is of which kind ---- */

static void sort_note(Bench *b, char *path, Str bytes)
{
    size_t text = str_find(bytes, S("\n\n"), 0) + 2;

    add_range(b, NOTE_TEXT, path, 0, text);
    add_range(b, NOTE_SIGNATURE, path, text, bytes.len);
}

static void sort_bundle(Bench *b, char *path, Str bytes)
{
    for (size_t at = 0; at + 2 <= bytes.len;) {
        size_t len = (size_t)(uint8_t)bytes.ptr[at] << 8 | (uint8_t)bytes.ptr[at + 1];
        add_range(b, ENTRY_LENGTH, path, at, at + 2);
        add_range(b, ENTRY_BODY, path, at + 2, at + 2 + len);
        at += 2 + len;
    }
}

/* POSIX tar: 512 bytes of header, the size in octal at 124, the bytes, zeros up to the next 512. */
static void sort_pack(Bench *b, char *path, Str bytes)
{
    for (size_t at = 0; at + 512 <= bytes.len;) {
        if (bytes.ptr[at] == '\0') {
            add_range(b, PACK_PADDING, path, at, bytes.len);
            return;
        }
        size_t len = (size_t)strtoull(bytes.ptr + at + 124, NULL, 8), end = at + 512 + len;
        size_t next = (end + 511) / 512 * 512 < bytes.len ? (end + 511) / 512 * 512 : bytes.len;
        add_range(b, PACK_HEADER, path, at, at + 512);
        add_range(b, PACK_BODY, path, at + 512, end);
        add_range(b, PACK_PADDING, path, end, next);
        at = next;
    }
}

/* The headers stand first and last, the index after and before them (docs/formats/parity.md). */
static void sort_parity(Bench *b, char *path, Str bytes)
{
    size_t at = str_find(bytes, S("\nindex "), 0) + 7;
    size_t index = (size_t)strtoull(bytes.ptr + at, NULL, 10), head = 512 + index + (index + 1007) / 1008 * 16;

    add_range(b, PARITY_HEAD, path, 0, head);
    add_range(b, PARITY_HEAD, path, bytes.len - head, bytes.len);
    add_range(b, PARITY_REST, path, head, bytes.len - head);
}

static void sort_record(Bench *b, char *path, Str bytes)
{
    add_range(b, RECORD_HEAD, path, 0, RECORD_SALT);
    add_range(b, RECORD_TEXT, path, RECORD_SALT, bytes.len);
}

#define WHOLE(name, kind) \
    static void name(Bench *b, char *path, Str bytes) { add_range(b, kind, path, 0, bytes.len); }
WHOLE(sort_tile, TILE)
WHOLE(sort_sealed, PACK_SEALED)
WHOLE(sort_object, OBJECT)
WHOLE(sort_keys, KEYS)
WHOLE(sort_policy, POLICY)
WHOLE(sort_format, FORMAT)
WHOLE(sort_stamps, STAMPS)
WHOLE(sort_witness, WITNESS)

static const struct { const char *beginning; void (*sort)(Bench *b, char *path, Str bytes); } sorts[] = {
    { "checkpoint", sort_note }, { "entries/", sort_bundle }, { "tile/", sort_tile },     { "packs/sealed", sort_sealed },
    { "packs/", sort_pack },
    { "objects/", sort_object }, { "records/", sort_record }, { "keys/format", sort_format }, { "keys/", sort_keys },
    { "policy", sort_policy },   { "stamps/", sort_stamps },  { "witness/", sort_witness }, { "parity/", sort_parity },
};

static Status sort_file(void *context, const FoundFile *file, Error *err)
{
    Bench *b = context;
    char *path = arena_cstr(b->arena, str_slice(str_of(file->path), strlen(b->dir) + 1, SIZE_MAX));
    Str bytes;
    Status status = os_read_file(b->arena, file->path, (size_t)1 << 28, &bytes, err);

    if (status != OK)
        return status;
    for (size_t i = 0; i < sizeof sorts / sizeof *sorts; i++)
        if (str_starts(str_of(path), str_of(sorts[i].beginning))) {
            sorts[i].sort(b, path, bytes);
            return OK;
        }
    CHECK(strcmp(path, "lock") == 0, path);
    return OK;
}

static void no_trouble(void *context, const char *path, const char *why)
{
    (void)context;
    (void)why;
    CHECK(false, path);
}

/* ---- flips ---- */

typedef struct Found {
    Str  want;
    bool named, any;
} Found;

static void note(void *context, const Finding *f)
{
    Found *found = context;

    if (f->kind != FINDING_ERROR)
        return;
    found->any = true;
    /* Of what lies in a pack the finding may name the member. */
    found->named = found->named || str_eq(str_of(f->path), found->want) ||
                   (str_starts(found->want, S("packs/")) && str_starts(str_of(f->path), found->want));
}

static Found look(const Bench *b, const char *path)
{
    Found found = { .want = str_of(path) };
    VerifyCounts n = { 0 };
    Error why = { 0 };

    if (verify_case(b->dir, NULL, note, &found, &n, &why) != OK)
        found.any = found.named = strstr(why.text, "keys/format") || strstr(why.text, "newer version");
    return found;
}

static void flip(const Bench *b, const char *path, size_t at, uint8_t mask)
{
    char *full = os_join(b->arena, str_of(b->dir), str_of(path));
    FILE *f = fopen(full, "r+b");

    if (f == NULL) {
        perror(full);
        exit(3);
    }
    fseek(f, (long)at, SEEK_SET);
    int c = fgetc(f);
    fseek(f, (long)at, SEEK_SET);
    fputc(c ^ mask, f);
    fclose(f);
}

static bool one_flip(Bench *b, Kind kind)
{
    uint64_t n = draw(b, b->sizes[kind]);
    ArenaMark mark = arena_mark(b->arena);
    size_t i = 0;

    while (n >= b->ranges[kind].at[i].to - b->ranges[kind].at[i].from) {
        n -= b->ranges[kind].at[i].to - b->ranges[kind].at[i].from;
        i++;
    }
    const Range *r = &b->ranges[kind].at[i];
    size_t at = r->from + (size_t)n;
    uint8_t mask = (uint8_t)(1 << draw(b, 8));
    flip(b, r->path, at, mask);
    Found found = look(b, r->path);
    flip(b, r->path, at, mask);
    /* proves P112 */
    CHECK(found.any && found.named, arena_printf(b->arena, "%s: byte %zu of %s, bit %02x: %s", kind_names[kind], at,
                                                 r->path, mask, found.any ? "not named" : "not found"));
    arena_rewind(b->arena, mark);
    return found.any && found.named;
}

/* 130 originals in a few commits: one tile is full, others are not; one large object; parity over all. */
static void make_case(Bench *b)
{
    Sealer sealer = { os_join(b->arena, str_of(b->top), S("keys")), dice_random, &b->dice };
    char *large = arena_array(b->arena, char, 1100000);
    AUTO_STRBUF record = { 0 };
    ParityCounts counts;
    Sha256 id;
    uint64_t index;
    Case *c;

    MUST(case_create(b->dir, &sealer, err));
    MUST(case_open(b->dir, CASE_WRITE, &sealer, &c, err));
    for (unsigned i = 0; i < 130; i++) {
        scratch_add(b->arena, c, i, NULL);
        if (i % 40 == 3)
            MUST(log_commit(c, err));
    }
    dice_random(&b->dice, (uint8_t *)large, 1100000);
    MUST(object_put(c, (Str){ large, 1100000 }, &id, NULL, err));
    record_add_hex(&record, "sha256", &id);
    MUST(log_seal(c, ENTRY_ITEM, SCRATCH_TIME, strbuf_str(&record), &index, err));
    MUST(log_commit(c, err));
    case_close(c);
    MUST(parity_update(b->dir, &counts, err));
}

int main(int argc, char **argv)
{
    AUTO_ARENA arena = arena_create();
    uint64_t each = argc > 1 ? strtoull(argv[1], NULL, 10) : 15;
    Bench b = { .arena = arena, .top = scratch_folder(arena),
                .dice = { argc > 2 ? strtoull(argv[2], NULL, 10) * 1000003 : 1 } };
    int64_t all = 0, missed = 0, clean = 0, alarms = 0;

    b.dir = os_join(arena, str_of(b.top), S("case"));
    make_case(&b);
    MUST(os_walk(arena, b.dir, sort_file, no_trouble, &b, err));
    for (int kind = 0; kind < KINDS; kind++) {
        int64_t found = 0;
        if (b.sizes[kind] == 0)
            continue;
        for (uint64_t i = 0; i < each; i++) {
            found += one_flip(&b, (Kind)kind);
            if (i % 10 == 9) {
                alarms += look(&b, "").any;
                clean++;
            }
        }
        printf("%-28s %9zu bytes, %5llu flips, %5lld found\n", kind_names[kind], b.sizes[kind],
               (unsigned long long)each, (long long)found);
        all += (int64_t)each;
        missed += (int64_t)each - found;
    }
    CHECK_INT(alarms, 0, "a good case");
    printf("%lld flipped bits, %lld not found; %lld looks at the good case, %lld false alarms\n", (long long)all,
           (long long)missed, (long long)clean, (long long)alarms);
    scratch_remove(b.top);
    return test_end();
}
