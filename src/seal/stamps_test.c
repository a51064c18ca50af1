/* stamps_test.c -- names below stamps/, and an entry that was changed together with the tile above it. */
#include "seal/stamps.h"

#include "check.h"
#include "custody/scratch.h"

static void test_names(void)
{
    static const struct { Str name; bool is; StampKind kind; uint64_t size, number; } cases[] = {
        { S("214.tsq"), true, STAMP_REQUEST, 214, 1 },
        { S("0.tsr"), true, STAMP_TOKEN, 0, 1 },
        { S("214-2.tsr"), true, STAMP_TOKEN, 214, 2 },
        { S("214-10.ots"), true, STAMP_PROOF, 214, 10 },
        { S("214-1.tsr"), false, STAMP_TOKEN, 0, 0 },       /* that is 214.tsr */
        { S("214-02.tsr"), false, STAMP_TOKEN, 0, 0 },
        { S("0214.tsr"), false, STAMP_TOKEN, 0, 0 },
        { S("-2.tsr"), false, STAMP_TOKEN, 0, 0 },
        { S("../214.tsr"), false, STAMP_TOKEN, 0, 0 },
        { S("214.tsr.tsr"), false, STAMP_TOKEN, 0, 0 },
        { S(".ots"), false, STAMP_PROOF, 0, 0 },
        { S("chain/0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef.pem"), true, STAMP_CERTIFICATE, 0, 1 },
        { S("0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef.pem"), false, STAMP_CERTIFICATE, 0, 0 },
        { S("chain/0123.crl"), false, STAMP_LIST, 0, 0 },
        { S("chain/214.tsr"), false, STAMP_TOKEN, 0, 0 },
    };

    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        StampName is;
        CHECK_INT(stamp_name_parse(cases[i].name, &is), cases[i].is, cases[i].name);
        if (!cases[i].is)
            continue;
        CHECK_INT(is.kind, cases[i].kind, cases[i].name);
        CHECK_INT(is.size, cases[i].size, cases[i].name);
        CHECK_INT(is.number, cases[i].number, cases[i].name);
    }
}

static void write_at(const char *path, size_t at, Str bytes)
{
    FILE *f = fopen(path, "r+b");

    fseek(f, (long)at, SEEK_SET);
    fwrite(bytes.ptr, 1, bytes.len, f);
    fclose(f);
}

/* Whoever can write to the folder changes entry 5 and its hash in the lowest tile. Reading it alone shows
 * nothing; that no checkpoint holds it does. */
static void test_forged(Arena *arena, const char *dir, const Sealer *sealer)
{
    Case *c;
    uint64_t index;
    Str entry, forged;

    MUST(case_open(dir, CASE_WRITE, sealer, &c, err));
    for (unsigned i = 0; i < 300; i++)
        MUST(log_seal(c, ENTRY_STAMP, SCRATCH_TIME, S("kind request\n"), &index, err));
    MUST(log_commit(c, err));
    MUST(stamps_held(c, 5, 300, err));
    MUST(stamps_held(c, 5, 6, err));
    MUST(stamps_held(c, 299, 300, err));
    MUST(log_read(arena, c, 5, &entry, err));
    case_close(c);

    char *text = arena_cstr(arena, entry);
    size_t last = entry.len - 2;
    while (text[last] == '=')
        last--;
    text[last - 4] = text[last - 4] == 'A' ? 'B' : 'A';
    forged = str_of(text);
    Sha256 leaf = merkle_leaf(forged);
    write_at(os_join(arena, str_of(dir), S("entries/000")), 5 * (2 + entry.len) + 2, forged);
    write_at(os_join(arena, str_of(dir), S("tile/0/000")), 5 * SHA256_SIZE, sha256_str(&leaf));

    MUST(case_open(dir, CASE_READ, NULL, &c, err));
    MUST(log_read(arena, c, 5, &entry, err));
    CHECK_STR(entry, forged);
    CHECK_INT(stamps_held(c, 5, 300, NULL), ERR_CHECK, "a forged entry is in no checkpoint");
    MUST(stamps_held(c, 299, 300, err));
    case_close(c);
}

int main(void)
{
    AUTO_ARENA arena = arena_create();
    char *folder = scratch_folder(arena), *dir = os_join(arena, str_of(folder), S("case"));
    Dice dice = { 0 };
    Sealer sealer = { os_join(arena, str_of(folder), S("keys")), dice_random, &dice };

    test_names();
    MUST(case_create(dir, &sealer, err));
    test_forged(arena, dir, &sealer);
    scratch_remove(folder);
    return test_end();
}
