/* fuzz_bag.c -- any bytes as each of the small texts of a BagIt bag. What is accepted stays below the bag: no
 * path is absolute, climbs or holds a zero byte. Build: see standalone.c. */
#include "base/auto.h"
#include "seal/bag_text.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check_path(Str path)
{
    Str part;

    if (path.len == 0 || path.ptr[0] == '/' || path.ptr[0] == '~' || memchr(path.ptr, '\0', path.len))
        abort();
    while (str_cut(&path, '/', &part))
        if (part.len == 0 || str_eq(part, S(".")) || str_eq(part, S("..")))
            abort();
}

static void read_rows(Arena *arena, const BagDeclaration *bag, Str text)
{
    Str line;
    BagRow row;
    BagFetch fetch;

    while (bag_line(&text, &line)) {
        for (unsigned a = 0; a < bag_algorithm_count; a++)
            if (bag_parse_row(arena, bag, &bag_algorithms[a], line, &row, NULL) == OK) {
                check_path(row.path);
                bag_fold_path(arena, row.path);
            }
        if (bag_parse_fetch(arena, bag, line, &fetch, NULL) == OK)
            check_path(fetch.path);
    }
}

/* What a path is written as is read as the same path. */
static void write_and_read(Arena *arena, Str path)
{
    static const BagDeclaration newest = { 1, 0, BAG_UTF8 };
    AUTO_STRBUF line = { 0 };
    BagRow row;
    Str first = STR_NONE, rest;

    for (int i = 0; i < 16; i++)
        strbuf_add(&line, S("00"));
    strbuf_add(&line, S("  "));
    bag_encode_path(&line, path);
    rest = strbuf_str(&line);
    if (bag_line(&rest, &first) && rest.len)
        abort();
    if (bag_parse_row(arena, &newest, &bag_algorithms[0], first, &row, NULL) != OK || row.odd || path.ptr[0] == ' ' ||
        path.ptr[0] == '\t')
        return;
    if (!str_eq(row.path, path))
        abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const BagEncoding encodings[] = { BAG_UTF8, BAG_LATIN1, BAG_UTF16, BAG_UTF16LE, BAG_UTF16BE };
    AUTO_ARENA arena = arena_create();
    Str bytes = { (const char *)data, size }, text;
    BagDeclaration bag;
    BagInfo info;
    int64_t octets, files;

    bag_parse_declaration(bytes, &bag, NULL);
    bag_parse_oxum(bytes, &octets, &files);
    for (size_t i = 0; i < sizeof encodings / sizeof *encodings; i++) {
        BagDeclaration old = { 0, 97, encodings[i] }, new = { 1, 0, encodings[i] };
        if (bag_decode(arena, encodings[i], bytes, &text, NULL) != OK)
            continue;
        bag_parse_info(arena, text, &info, NULL);
        read_rows(arena, &old, text);
        read_rows(arena, &new, text);
    }
    if (size)
        write_and_read(arena, bytes);
    return 0;
}
