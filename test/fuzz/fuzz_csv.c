/* fuzz_csv.c -- tables and JSON of records: any bytes give parts that can be read back, or nothing; a row ends. */
#include "base/auto.h"
#include "keep/csv.h"
#include "keep/parse_in.h"
#include "keep/strict_table.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void parse(int (*parser)(Str, Str, StrBuf *), Str bytes)
{
    AUTO_ARENA arena = arena_create();
    AUTO_STRBUF answer = { 0 };
    Parts parts;

    if (parser(bytes, S("0 0 1000000 100"), &answer) == 0 && !parts_read(arena, strbuf_str(&answer), &parts))
        abort();
}

/* What the strict reader takes, the parser in its box reads as as many records; whatever it refuses, it says where. */
static void check_strict(Str s)
{
    static const Str profiles[] = { S("dokaz"), S("acled"), S("uwazi"), S("atlos") };
    AUTO_ARENA arena = arena_create();
    AUTO_STRBUF answer = { 0 };
    StrictTable t;
    StrictAsk ask = { profiles[s.len % 4], NULL, NULL };
    Parts parts;

    strict_table(arena, s, &ask, &t);
    for (size_t i = 0; i < t.trouble_count; i++)
        if (t.troubles[i].line == 0 || !t.troubles[i].what.len || !t.troubles[i].fix.len)
            abort();
    if (t.trouble_count == 0 &&
        (t.row_count == 0 || table_parts(s, S("0 0 1000000000 100000"), &answer) != 0 ||
         !parts_read(arena, strbuf_str(&answer), &parts) || parts.count != t.row_count))
        abort();
}

/* The parsers are given valid UTF-8, as keep_extract makes it. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    AUTO_ARENA arena = arena_create();
    char *text = arena_cstr(arena, (Str){ (const char *)data, size });
    Str s = { text, size };
    CsvRow row;

    check_strict(s);                /* any bytes */
    for (size_t i = 0; i < size; i++)
        text[i] = (char)(text[i] & 0x7F);
    check_strict(s);
    parse(table_parts, s);
    parse(json_parts, s);
    for (Str rest = s; rest.len; ) {
        size_t before = rest.len;
        if (!csv_row(arena, &rest, ';', &row) || rest.len >= before)
            abort();
    }
    return 0;
}
