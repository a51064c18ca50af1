/* qr_test.c -- texts cut into numbered codes come back whole, in any order; and by another program's eyes. */
#include "cli/qr.h"

#include "base/os.h"
#include "check.h"
#include "custody/scratch.h"

/* What a text of `len` bytes with every kind of byte in a note looks like. */
static Str sample(Arena *arena, size_t len)
{
    AUTO_STRBUF out = { 0 };

    for (unsigned i = 0; out.len + 80 < len; i++)
        strbuf_printf(&out, "%u CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n\n\xE2\x80\x94 x\n", i);
    while (out.len + 1 < len)
        strbuf_char(&out, 'a');
    strbuf_char(&out, '\n');
    return arena_str(arena, strbuf_str(&out));
}

/* The codes of `text` as zbarimg reads them, the last file first. */
static Str read_codes(Arena *arena, const char *folder, Str text, size_t want)
{
    size_t count;
    Str read, files = S("");
    char *out = os_join(arena, str_of(folder), S("read"));

    MUST(qr_write(arena, text, str_of(os_join(arena, str_of(folder), S("code.png"))), &count, err));
    CHECK_INT(count, want, "codes");
    for (size_t i = count; i > 0; i--)
        files = count == 1 ? arena_printf(arena, "'%s/code.png'", folder)
                           : arena_printf(arena, STR_FMT " '%s/code-%zu.png'", STR_ARG(files), folder, i);
    Str command = arena_printf(arena, "zbarimg --quiet --raw -Sbinary " STR_FMT " >'%s' 2>/dev/null", STR_ARG(files), out);
    CHECK_INT(system(command.ptr), 0, "zbarimg");
    MUST(os_read_file(arena, out, 1 << 20, &read, err));
    return read;
}

static void test_eyes(Arena *arena, const char *folder)
{
    static const struct { size_t len, codes; } sizes[] = { { 150, 1 }, { 800, 1 }, { 801, 2 }, { 3200, 4 } };

    if (system("command -v zbarimg >/dev/null 2>&1") != 0) {
        printf("skipped: no zbarimg to read the codes with\n");
        return;
    }
    for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++) {
        Str text = sample(arena, sizes[i].len), joined;
        MUST(qr_join(arena, read_codes(arena, folder, text, sizes[i].codes), &joined, err));
        CHECK_STR(joined, text);
    }
}

static void test_join(Arena *arena)
{
    static const char *const bad[] = {
        "dokaz-qr/1 1/2 3 11223344\nabc",                                       /* a part is missing */
        "dokaz-qr/1 1/2 9 11223344\nabc",                                       /* cut off */
        "dokaz-qr/1 1/2 3 11223344\nabc\ndokaz-qr/1 2/3 1 11223344\nd",         /* of two texts */
        "dokaz-qr/1 1/2 3 11223344\nabc\ndokaz-qr/1 2/2 1 11223345\nd",
        "dokaz-qr/1 1/2 3 11223344\nabc\ndokaz-qr/1 2/2 1 11223344\nd",         /* another text */
        "dokaz-qr/1 0/2 3 11223344\nabc", "dokaz-qr/1 3/2 3 11223344\nabc", "dokaz-qr/1 1/200 3 11223344\nabc",
        "dokaz-qr/1 1/2 -3 11223344\nabc", "dokaz-qr/1 ",
    };
    Str joined;

    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
        CHECK_INT(qr_join(arena, str_of(bad[i]), &joined, NULL), ERR_BAD_INPUT, bad[i]);
    MUST(qr_join(arena, S("old 0\n\nx\n\n\n"), &joined, err));
    CHECK_STR(joined, S("old 0\n\nx\n"));
}

int main(void)
{
    AUTO_ARENA arena = arena_create();
    char *folder = scratch_folder(arena);
    size_t count;
    Str text;

    test_join(arena);
    test_eyes(arena, folder);
    char *path = os_join(arena, str_of(folder), S("code.txt"));
    MUST(qr_write(arena, sample(arena, 150), str_of(path), &count, err));
    MUST(os_read_file(arena, path, 1 << 20, &text, err));
    CHECK(str_starts(text, S("\xE2\x96\x88")), "a light margin");
    CHECK_INT(qr_write(arena, S("x"), S("code.gif"), &count, NULL), ERR_USAGE, "another ending");
    scratch_remove(folder);
    return test_end();
}
