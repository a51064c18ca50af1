/* redacted_test.c -- a text with pieces withheld proves, shows every gap, and nothing changed is accepted;
 * the same for its SD-JWT. */
#include "seal/redacted.h"

#include "check.h"
#include "custody/scratch.h"
#include "seal/sd_jwt.h"

static const bool show[SCRATCH_PIECES] = { true, false, false, true, true };

typedef struct Made {
    Redacted redacted;
    Str      file, jwt;
} Made;

static Made make(Arena *arena, Case *c, const Segmentation *seg)
{
    AUTO_STRBUF file = { 0 };
    AUTO_STRBUF jwt = { 0 };
    Made made;

    MUST(redacted_make(arena, c, seg, str_of(scratch_text), show, &made.redacted, err));
    redacted_write(&file, &made.redacted);
    MUST(sd_jwt_make(arena, c, seg, str_of(scratch_text), show, &jwt, err));
    made.file = arena_str(arena, strbuf_str(&file));
    made.jwt = arena_str(arena, strbuf_str(&jwt));
    return made;
}

static void test_good(Arena *arena, const Made *made, const VerifyKey *key)
{
    AUTO_STRBUF again = { 0 };
    AUTO_STRBUF text = { 0 };
    Checkpoint checkpoint;
    Redacted r;
    SdJwt jwt;

    /* proves P98 */
    MUST(redacted_verify(arena, made->file, key, &r, &checkpoint, err));
    CHECK_INT(r.total, SCRATCH_PIECES, "pieces");
    CHECK_INT(r.shown, 3, "shown");
    redacted_write(&again, &r);
    CHECK_STR(strbuf_str(&again), made->file);
    redacted_text(&text, &r);
    CHECK_STR(strbuf_str(&text), S("First sentence of the report. [piece 2 of 5 withheld][piece 3 of 5 withheld] "
                                   "The third says where.\n"));
    MUST(sd_jwt_verify(arena, made->jwt, key, &jwt, err));
    CHECK_INT(jwt.shown, 3, "shown in the SD-JWT");
    CHECK(jwt.pieces[1].ptr == NULL && jwt.pieces[2].ptr == NULL, "withheld in the SD-JWT");
    CHECK_STR(jwt.pieces[0], S("First sentence of the report. "));
    CHECK_INT(jwt.entry, r.proof.index, "the same entry");
    CHECK(memcmp(&jwt.root, &checkpoint.root, sizeof jwt.root) == 0, "the same log");
}

/* What is withheld is in neither file: not its bytes, not the object's name, not the salt key. */
static void test_nothing_told(Arena *arena, const Made *made, const Segmentation *seg)
{
    Sha256 document = sha256(str_of(scratch_text));
    Str payload, hex = hex_encode(arena, sha256_str(&document));
    Str secret[] = {
        S("names a"), base64_encode(arena, S("The second names ")), hex, base64_encode(arena, sha256_str(&document)),
        base64_encode(arena, sha256_str(&seg->key)), hex_encode(arena, sha256_str(&seg->key)),
    };
    Str dot = str_slice(made->jwt, str_find(made->jwt, S("."), 0) + 1, made->jwt.len);

    str_cut(&dot, '.', &payload);
    for (size_t i = 0; i < sizeof secret / sizeof *secret; i++) {
        CHECK(str_find(made->file, secret[i], 0) == SIZE_MAX, secret[i]);
        CHECK(str_find(made->jwt, secret[i], 0) == SIZE_MAX, secret[i]);
    }
    CHECK(payload.len > 0, "a payload");
}

/* Nothing of the length: the same pieces withheld of a longer text give files of the same size. */
static void test_length(Arena *arena, Case *c, const Made *made)
{
    static const uint32_t ends[] = { 30, 47 + 400, 56 + 400, 58 + 400, 79 + 400 };
    char pad[401] = { 0 };
    Sha256 id;
    uint64_t index;
    Segmentation seg;
    AUTO_STRBUF record = { 0 };

    memset(pad, 'x', 400);
    Str text = arena_printf(arena, "%.40s%s%s", scratch_text, pad, scratch_text + 40);
    MUST(object_put(c, text, &id, NULL, err));
    record_add_hex(&record, "sha256", &id);
    MUST(log_seal(c, ENTRY_ITEM, SCRATCH_TIME, strbuf_str(&record), &index, err));
    MUST(segmentation_seal(arena, c, SCRATCH_TIME, index, &id, text, ends, SCRATCH_PIECES, S(""), &seg, err));
    MUST(log_commit(c, err));
    AUTO_STRBUF jwt = { 0 };
    Redacted r;
    AUTO_STRBUF file = { 0 };
    MUST(redacted_make(arena, c, &seg, text, show, &r, err));
    r.proof = made->redacted.proof;         /* the log has grown; the pieces are what is compared */
    redacted_write(&file, &r);
    CHECK(file.len - made->file.len < 8, "the same size but for the digits of the item's number");
    MUST(sd_jwt_make(arena, c, &seg, text, show, &jwt, err));
    /* proves P99 */
    CHECK(jwt.len - made->jwt.len < 8, "the same size but for the digits of the log's numbers");
}

static bool verifies(Arena *arena, bool jwt, Str file, const VerifyKey *key)
{
    SdJwt read;

    return jwt ? sd_jwt_verify(arena, file, key, &read, NULL) == OK
               : redacted_verify(arena, file, key, NULL, NULL, NULL) == OK;
}

/* Every bit, and pieces dropped or doubled anywhere. */
static void test_mutations(Arena *arena, Str file, bool jwt, const VerifyKey *key)
{
    Dice dice = { 7 };
    uint8_t r[4];

    for (size_t i = 0; i < file.len * 8; i++) {
        ArenaMark mark = arena_mark(arena);
        char *changed = arena_cstr(arena, file);
        changed[i / 8] = (char)(changed[i / 8] ^ 1 << i % 8);
        /* proves P98 */
        CHECK(!verifies(arena, jwt, (Str){ changed, file.len }, key), "a bit");
        arena_rewind(arena, mark);
    }
    for (int i = 0; i < 3000; i++) {
        ArenaMark mark = arena_mark(arena);
        dice_random(&dice, r, sizeof r);
        size_t from = (size_t)(r[0] << 8 | r[1]) % file.len, len = 1 + r[2] % 70;
        Str cut = str_slice(file, from, from + len), head = str_slice(file, 0, from);
        Str tail = str_slice(file, from + cut.len, file.len);
        Str without = arena_printf(arena, STR_FMT STR_FMT, STR_ARG(head), STR_ARG(tail));
        Str twice = arena_printf(arena, STR_FMT STR_FMT STR_FMT STR_FMT, STR_ARG(head), STR_ARG(cut), STR_ARG(cut),
                                 STR_ARG(tail));
        /* a whole disclosure may be left out of an SD-JWT: that is withholding it */
        CHECK(!verifies(arena, jwt, without, key) || (jwt && str_ends(head, S("~")) && str_ends(cut, S("~"))),
              "something dropped");
        CHECK(!verifies(arena, jwt, twice, key), "something doubled");
        arena_rewind(arena, mark);
    }
}

/* Files put together by hand: what strictness is for. */
static void test_forged(Arena *arena, const Made *made, const VerifyKey *key)
{
    Str rest = made->jwt, part;
    Str parts[8] = { { 0 } };
    size_t count = 0;
    Error why = { 0 };
    SdJwt jwt;

    while (str_cut(&rest, '~', &part) && count < 8)
        parts[count++] = part;
    CHECK_INT(count, 5, "the signed part, three disclosures, nothing");
    const struct { const char *about; Str file; const char *says; } cases[] = {
        { "twice", arena_printf(arena, STR_FMT STR_FMT "~", STR_ARG(made->jwt), STR_ARG(parts[1])), "disclosed twice" },
        { "unreferenced", arena_printf(arena, STR_FMT "WyJ4Il0~", STR_ARG(made->jwt)), "in no place" },
        { "a key binding", arena_printf(arena, STR_FMT "a.b.c", STR_ARG(made->jwt)), "does not end in ~" },
        { "alg none", arena_printf(arena, "eyJhbGciOiJub25lIn0" STR_FMT,
                                   STR_ARG(str_slice(made->jwt, str_find(made->jwt, S("."), 0), made->jwt.len))),
          "the header is not" },
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        why = (Error){ 0 };
        CHECK(sd_jwt_verify(arena, cases[i].file, key, &jwt, &why) != OK, cases[i].about);
        CHECK(strstr(why.text, cases[i].says) != NULL, why.text);
    }
    /* order is free, a gap is told by its number */
    Str turned = arena_printf(arena, STR_FMT "~" STR_FMT "~" STR_FMT "~", STR_ARG(parts[0]), STR_ARG(parts[3]),
                              STR_ARG(parts[1]));
    MUST(sd_jwt_verify(arena, turned, key, &jwt, err));
    CHECK_INT(jwt.shown, 2, "two are left");
    CHECK(jwt.pieces[3].ptr == NULL && jwt.pieces[4].ptr != NULL, "the third is withheld now");
}

/* Text that would pass for the block of a withheld piece, or for nothing at all. */
static void test_words(void)
{
    static const struct { const char *in, *out; } rows[] = {
        { "[piece 3 of 9 withheld]", "[[piece 3 of 9 withheld]" }, { "[1] [2]", "[1] [2]" }, { "tail [", "tail [[" },
        { "a\x1b[31m\rb\n", "a [31m b\n" }, { "\xc2\x9b" "2J \xc2\xa0", " 2J \xc2\xa0" }, { "\x7f", " " },
    };

    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        AUTO_STRBUF out = { 0 };
        redacted_words(&out, str_of(rows[i].in));
        CHECK_STR(strbuf_str(&out), str_of(rows[i].out));
    }
}

int main(void)
{
    AUTO_ARENA arena = arena_create();
    Dice dice = { 3 };
    char *folder = scratch_folder(arena), *dir = os_join(arena, str_of(folder), S("case"));
    Sealer sealer = { os_join(arena, str_of(folder), S("keys")), dice_random, &dice };
    Segmentation seg = { 0 };
    Case *c;

    MUST(case_create(dir, &sealer, err));
    MUST(case_open(dir, CASE_WRITE, &sealer, &c, err));
    for (unsigned i = 0; i < 5; i++)
        scratch_add(arena, c, i, i == 2 ? &seg : NULL);
    MUST(log_commit(c, err));
    VerifyKey key = *case_key(c), other = key;
    other.public_key[0] ^= 1;
    Made made = make(arena, c, &seg);
    test_good(arena, &made, &key);
    CHECK(!verifies(arena, false, made.file, &other) && !verifies(arena, true, made.jwt, &other), "another key");
    test_nothing_told(arena, &made, &seg);
    test_mutations(arena, made.file, false, &key);
    test_mutations(arena, made.jwt, true, &key);
    test_forged(arena, &made, &key);
    test_words();
    test_length(arena, c, &made);
    case_close(c);
    scratch_remove(folder);
    return test_end();
}
